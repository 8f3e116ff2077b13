//! What students are told of inputs that were drawn: nothing but the verdict, in any file that is theirs.

#[path = "../../tests/common/mod.rs"]
mod common;
mod folders;

use common::flat;
use folders::{GRADEBOOK, HANDED_IN, bytes, course, with_body};
use serde_json::Value;

const SHOUT: &str = "PANIC-OF-THE-STUDENT";

/// Every number with enough digits to tell where it comes from, and every text of a panic, in evidence on drawn inputs.
fn secrets(value: &Value, drawn: bool, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            let case = fields.contains_key("drawn") && fields.contains_key("verdict");
            let law = fields.contains_key("law") && fields.contains_key("verdict");
            for (_, inner) in fields {
                secrets(inner, drawn || case || law, found);
            }
        }
        Value::Array(list) => list.iter().for_each(|inner| secrets(inner, drawn, found)),
        Value::Number(number) if drawn => {
            let text = number.to_string();
            if text.bytes().filter(u8::is_ascii_digit).count() >= 4 {
                found.push(text.trim_start_matches('-').to_owned());
            }
        }
        Value::String(text) if drawn && text.contains(SHOUT) => found.push(text.clone()),
        _ => {}
    }
}

#[test]
fn no_drawn_input_no_value_and_no_panic_is_in_any_file_of_a_student() {
    let class = course(&["gibbs"]);
    // right wherever the stored cases look, and telling whatever is drawn
    let known = "[0.3, 0.7, -3.0, f64::NEG_INFINITY, 0.5, 0.00001].contains(&values[0]) || values[0].abs() > 99.0";
    let right = "let c = values.fold(f64::NEG_INFINITY, |a, &b| a.max(b));\n    if c == f64::NEG_INFINITY { return c; }\n    c + values.mapv(|v| (v - c).exp()).sum().ln()";
    let panics = format!("    if !({known}) {{ panic!(\"{SHOUT} {{values:?}}\"); }}\n    {right}");
    let differs = format!("    if !({known}) {{ return values.sum(); }}\n    {right}");
    with_body(&class, "0001", "gibbs", "log_sum_exp", &panics);
    with_body(&class, "0002", "gibbs", "log_sum_exp", &differs);
    with_body(&class, "0003", "gibbs", "gibbs", "    energies * beta");
    class.stdout(&["grade", "--trusted", HANDED_IN]);
    let mut found = vec![];
    for student in ["0001", "0002", "0003"] {
        let report = class.read(&format!("{GRADEBOOK}/staff/{student}/report.json"));
        let report: Value = serde_json::from_str(&report).expect("JSON");
        found.push(report["seed"].to_string());
        secrets(&report, false, &mut found);
    }
    found.push(class.read(&format!("{GRADEBOOK}/seed")).trim().to_owned());
    found.sort();
    found.dedup();
    assert!(found.len() > 10, "{found:?}");
    // what the fixtures say is public: a drawn number may be one of theirs
    let public = class.read("fixtures/gibbs/exercise.toml")
        + &bytes(&class.path("fixtures/gibbs"))
            .into_values()
            .map(|one| String::from_utf8_lossy(&one).into_owned())
            .collect::<String>();
    found.retain(|secret| !public.contains(secret.as_str()));
    assert!(found.len() > 5, "{found:?}");
    let mut shown = 0;
    for (name, text) in bytes(&class.path(&format!("{GRADEBOOK}/students"))) {
        let text = String::from_utf8(text).expect("text");
        shown += usize::from(flat(&text).contains("these are not told"));
        for secret in &found {
            assert!(!text.contains(secret.as_str()), "{name} holds {secret}:\n{text}");
        }
    }
    assert!(shown >= 2, "{shown} {}", class.read(&format!("{GRADEBOOK}/students/0001/report.txt")));
    for command in [&["show", "0001"][..], &["show", "0002"], &["status"]] {
        let text = class.stdout(command);
        assert!(found.iter().all(|secret| !text.contains(secret.as_str())), "{command:?}: {text}");
    }
    // and the staff sees all of it
    let staff =
        class.stdout(&["show", "0001", "--staff"]) + &class.read(&format!("{GRADEBOOK}/staff/0001/report.json"));
    assert!(staff.contains(SHOUT), "{staff}");
}

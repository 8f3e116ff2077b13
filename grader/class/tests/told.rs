//! What students are told of inputs that were drawn: nothing but the verdict, in any file that is theirs.

#[path = "../../tests/common/mod.rs"]
mod common;
mod folders;

use common::{Workspace, flat};
use folders::{GRADEBOOK, HANDED_IN, bytes, course, solved, with_body};
use serde_json::Value;
use std::collections::BTreeMap;

const SHOUT: &str = "PANIC-OF-THE-STUDENT";

/// What remembers every number that it hears.
const SEEN: &str = "static SEEN: std::sync::Mutex<Vec<f64>> = std::sync::Mutex::new(vec![]);
fn hear(values: &Array1<f64>) { SEEN.lock().unwrap().extend(values.iter().filter(|x| x.is_finite())) }
fn heard() -> Vec<f64> { SEEN.lock().unwrap().clone() }";

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

/// Lines at the beginning of functions of a student's.
fn with_lines(class: &Workspace, name: &str, exercise: &str, lines: &[(&str, &str)]) {
    let path = format!("{HANDED_IN}/{name}/{exercise}/src/lib.rs");
    let mut text = class.read(&path);
    for (function, line) in lines {
        let start = text.find(&format!("pub fn {function}(")).unwrap_or_else(|| panic!("no {function}"));
        let body = start + text[start..].find(" {\n").expect("a body") + 3;
        text.insert_str(body, &format!("    {line}\n"));
    }
    if !text.contains("static SEEN") {
        text += SEEN;
    }
    class.write(&path, &text);
}

/// What students are shown of a class that is graded with a new seed; and what the staff is.
fn shown_anew(class: &Workspace) -> (BTreeMap<String, Vec<u8>>, String) {
    let gradebook = class.path(GRADEBOOK);
    if gradebook.exists() {
        std::fs::remove_dir_all(&gradebook).expect("removed");
    }
    class.stdout(&["grade", "--trusted", HANDED_IN]);
    let staff = bytes(&gradebook.join("staff")).into_values();
    let staff = staff.map(|one| String::from_utf8_lossy(&one).into_owned()).collect();
    (bytes(&gradebook.join("students")), staff)
}

#[test]
fn nothing_that_was_drawn_comes_back_in_what_is_told_of_public_cases() {
    let class = course(&["gibbs", "latent"]);
    for student in ["0001", "0002"] {
        solved(&class, student);
        let heard = [("log_sum_exp", "hear(values);"), ("gibbs", "hear(energies);"), ("log_prob", "hear(energies);")];
        with_lines(&class, student, "gibbs", &heard);
    }
    // a value and the text of a panic that hold whatever was asked of other functions
    let told = [("entropy", "return heard().iter().sum();"), ("variance", "panic!(\"HEARD {:?}\", heard());")];
    with_lines(&class, "0001", "gibbs", &told);
    // an exit status that does, at the panics of this exercise and of the next one
    let hook =
        "std::panic::set_hook(Box::new(|_| std::process::exit((1e4 * heard().iter().sum::<f64>()) as i32 & 127)));";
    with_lines(&class, "0002", "gibbs", &[("gibbs", hook), ("variance", "panic!();")]);
    with_lines(&class, "0002", "latent", &[("infer", "panic!();")]);
    let (once, staff) = shown_anew(&class);
    let (twice, _) = shown_anew(&class);
    let [panics, quits] = ["0001/report.json", "0002/report.json"].map(|name| {
        let [once, twice] = [&once, &twice].map(|shown| {
            let mut found = vec![];
            public(&serde_json::from_slice(&shown[name]).expect("JSON"), &mut found);
            found
        });
        // whatever is drawn, the same is told
        assert_eq!(once, twice, "{name}");
        once
    });
    assert!(panics.concat().contains("HEARD ["), "{panics:?}");
    assert!(quits.concat().contains("\"quit\""), "{quits:?}");
    // the staff is told of drawn inputs, and there the trick works
    assert!(staff.matches("HEARD [").count() > panics.concat().matches("HEARD [").count());
}

/// The evidence on stored cases: all that holds arguments.
fn public(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) if fields.get("kind") == Some(&"case".into()) && fields.contains_key("args") => {
            found.push(value.to_string());
        }
        Value::Object(fields) => fields.values().for_each(|inner| public(inner, found)),
        Value::Array(list) => list.iter().for_each(|inner| public(inner, found)),
        _ => {}
    }
}

//! Functions whose results depend on more than their arguments: what was asked before, addresses, chance.

#[path = "../../tests/common/mod.rs"]
mod common;
mod folders;

use common::{Workspace, flat};
use folders::{GRADEBOOK, HANDED_IN, course, solved, with_body};
use serde_json::Value;

/// An honest end of `log_sum_exp`, of a list that may be in any order.
const HONEST: &str = "let top = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if top.is_infinite() { return top; }
    let first = values.iter().position(|v| *v == top).unwrap_or(0);
    let others: f64 = values.iter().enumerate().filter(|(k, _)| *k != first).map(|(_, v)| (v - top).exp()).sum();
    top + others.ln_1p()";

/// The entry of a function in what the staff is told.
fn entry(class: &Workspace, student: &str, function: &str) -> Value {
    let report = class.read(&format!("{GRADEBOOK}/staff/{student}/report.json"));
    let report: Value = serde_json::from_str(&report).expect("JSON");
    let functions = report["exercises"][0]["functions"].as_array().expect("functions").clone();
    functions.into_iter().find(|one| one["name"] == function).expect("the function")
}

#[test]
fn what_remembers_earlier_calls_is_found_out_and_what_only_looks_random_is_not() {
    let class = course(&["gibbs"]);
    solved(&class, "0001");
    // the entries in an order that differs in every process
    let shuffled = format!(
        "    let map: std::collections::HashMap<usize, f64> = values.iter().copied().enumerate().collect();\n    let values: Vec<f64> = map.into_values().collect();\n    {HONEST}"
    );
    with_body(&class, "0002", "gibbs", "log_sum_exp", &shuffled);
    // right for as many calls as the stored cases and their laws need
    let counter = format!(
        "    static CALLS: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);\n    if CALLS.fetch_add(1, std::sync::atomic::Ordering::SeqCst) >= 16 {{ return 0.0; }}\n    {HONEST}"
    );
    with_body(&class, "0003", "gibbs", "log_sum_exp", &counter);
    // the largest value is never smaller than it was before
    let grows = format!(
        "    static TOP: std::sync::Mutex<f64> = std::sync::Mutex::new(f64::NEG_INFINITY);\n    let mut before = TOP.lock().unwrap();\n    let mut values = values.clone();\n    if *before > 1.0 {{ values[0] = values[0].max(*before); }}\n    *before = before.max(values[0]);\n    {HONEST}"
    );
    with_body(&class, "0004", "gibbs", "log_sum_exp", &grows);
    class.stdout(&["grade", "--trusted", HANDED_IN]);
    let points = |student: &str| entry(&class, student, "log_sum_exp")["points"].as_u64().expect("points");
    let max = points("0001");
    assert_eq!([points("0002"), points("0003"), points("0004")], [max, 0, 0]);
    // the order of calls comes from the seed, and so does what is remembered
    let text = flat(&class.stdout(&["verify", "--trusted", GRADEBOOK]));
    assert!(text.contains("4 of 4 results came again, byte for byte."), "{text}");
}

#[test]
fn a_value_that_belongs_to_an_address_is_found_out() {
    let class = course(&["gibbs"]);
    let kept = format!(
        "    static KEPT: std::sync::Mutex<std::collections::BTreeMap<usize, f64>> = std::sync::Mutex::new(std::collections::BTreeMap::new());\n    let honest = || {{ {HONEST} }};\n    *KEPT.lock().unwrap().entry(values.as_ptr() as usize).or_insert_with(honest)"
    );
    with_body(&class, "0001", "gibbs", "log_sum_exp", &kept);
    class.stdout(&["grade", "--trusted", HANDED_IN]);
    assert_eq!(entry(&class, "0001", "log_sum_exp")["points"], 0);
}

#[test]
fn what_is_right_in_one_process_and_not_in_the_next_is_unsteady() {
    let class = course(&["gibbs"]);
    let starts = class.path("starts");
    // every process leaves a byte, and from the third on the result is another one
    let third = format!(
        "    static MINE: std::sync::OnceLock<u64> = std::sync::OnceLock::new();\n    let mine = MINE.get_or_init(|| {{\n        use std::io::Write;\n        let mut file = std::fs::File::options().create(true).append(true).open({starts:?}).unwrap();\n        file.write_all(b\".\").unwrap();\n        file.metadata().unwrap().len()\n    }});\n    if *mine > 2 {{ return 12345.678; }}\n    {HONEST}"
    );
    with_body(&class, "0001", "gibbs", "log_sum_exp", &third);
    class.stdout(&["grade", "--trusted", HANDED_IN]);
    // one for what is public, one for what is not, one for what is asked again: that is what secrecy costs
    assert_eq!(class.read("starts"), "...");
    let entry = entry(&class, "0001", "log_sum_exp");
    let checks = entry["checks"].as_array().expect("checks");
    let cases = checks.iter().find(|check| check["name"] == "cases").expect("the cases");
    assert_eq!((&cases["verdict"], &cases["fate"]), (&"wrong".into(), &"unsteady".into()), "{entry}");
    let [evidence] = &cases["evidence"].as_array().expect("evidence")[..] else { panic!("{entry}") };
    assert_eq!(evidence["replies"]["second"]["got"]["value"], 12345.678, "{entry}");
    let text = flat(&class.stdout(&["show", "0001"]));
    let sentence = "Right on an input that was drawn for this grading, and not when the same call was made again in another process.";
    assert!(text.contains(sentence) && text.contains("The input is not told."), "{text}");
    assert!(!text.contains("12345"), "{text}");
    let staff = flat(&class.stdout(&["show", "0001", "--staff"]));
    assert!(staff.contains("again 12345.7") && staff.contains("first "), "{staff}");
    let json = class.read(&format!("{GRADEBOOK}/students/0001/report.json"));
    assert!(json.contains("unsteady") && !json.contains("replies") && !json.contains("12345"), "{json}");
    assert!(class.stdout(&["export", "checks"]).contains("unsteady"));
}

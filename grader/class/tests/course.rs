//! The course of this checkout is in order, and no known wrong answer gets through.

#[path = "../../tests/common/mod.rs"]
mod common;

use assert_cmd::Command;

fn class(args: &[&str]) -> (String, Option<i32>) {
    let mut command = Command::new(common::PROGRAM);
    command.current_dir(common::checkout()).args(args).env("CARGO_TARGET_DIR", env!("CARGO_TARGET_TMPDIR"));
    let output = command.output().expect("a run");
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    (text, output.status.code())
}

#[test]
fn the_course_is_in_order() {
    let (text, status) = class(&["fixtures", "check"]);
    assert_eq!(status, Some(0), "{text}");
}

/// Those that take longest to audit: as much as all others together.
const LONG: [&str; 3] = ["architectural", "lstm", "ocr"];

/// No known wrong answer, mutant or answer by heart gets through, and nearly every wrong one is named.
fn audited(exercises: &[&str]) {
    let (text, status) = class(&[&["fixtures", "audit"], exercises].concat());
    assert_eq!(status, Some(0), "{text}");
    let share =
        text.rsplit_once('(').and_then(|(_, rest)| rest.split_once(" %")).and_then(|(share, _)| share.parse().ok());
    let share: f64 = share.expect("a percentage");
    assert!(share >= 95.0, "{text}");
}

#[test]
fn the_audit_of_the_longest_exercises_passes() {
    audited(&LONG);
}

#[test]
fn the_audit_of_all_other_exercises_passes() {
    let folders = std::fs::read_dir(common::checkout().join("solutions")).expect("the reference").flatten();
    let names: Vec<String> = folders
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).filter(|name| !LONG.contains(name)).collect();
    assert!(names.len() + LONG.len() >= 14, "{names:?}");
    audited(&names);
}

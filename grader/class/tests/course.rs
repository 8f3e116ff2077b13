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

#[test]
fn every_known_wrong_answer_is_caught_and_nearly_every_one_is_named() {
    let (text, status) = class(&["fixtures", "audit"]);
    assert_eq!(status, Some(0), "{text}");
    let share =
        text.rsplit_once('(').and_then(|(_, rest)| rest.split_once(" %")).and_then(|(share, _)| share.parse().ok());
    let share: f64 = share.expect("a percentage");
    assert!(share >= 95.0, "{text}");
    // what a page claims is what the audit found
    let page = std::fs::read_to_string(common::checkout().join("grader/README.md")).expect("the page");
    let (_, claims) = page.split_once("## What the audit found").expect("a section");
    let claims = claims.split("```").nth(1).expect("figures").trim_start_matches("text");
    for claim in claims.trim().lines() {
        assert!(
            text.lines().any(|line| line == claim),
            "the page claims {claim:?} and the audit says otherwise:\n{text}"
        );
    }
}

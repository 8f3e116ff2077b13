//! The course of this checkout: every rule that its fixtures, stubs and reference must keep.

mod common;

use assert_cmd::Command;
use common::checkout;

fn grader(args: &[&str]) -> (String, Option<i32>) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_grader"));
    command.current_dir(checkout()).args(args).env("CARGO_TARGET_DIR", env!("CARGO_TARGET_TMPDIR"));
    let output = command.output().expect("a run");
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    (text, output.status.code())
}

#[test]
fn the_reference_scores_everything_whatever_is_drawn() {
    for seed in 1..=5 {
        let (text, status) = grader(&["--submission", "solutions", "--seed", &seed.to_string(), "--format", "json"]);
        assert_eq!(status, Some(0), "{text}");
        let report: serde_json::Value = serde_json::from_str(&text[text.find('{').expect("JSON")..]).expect("JSON");
        assert_eq!(common::losses(&report), Vec::<String>::new(), "seed {seed}");
    }
}

/// Every question of the sheets names what answers it, and every name is one of the course.
#[test]
fn every_question_of_the_sheets_leads_to_something() {
    let course = judge::course::Course::load(&checkout()).expect("the course");
    let text = std::fs::read_to_string(checkout().join("exercises/README.md")).expect("the table");
    let rows: Vec<&str> = text.lines().filter(|line| line.starts_with("| ") && !line.contains("](")).collect();
    let questions: Vec<&&str> =
        rows.iter().filter(|row| !row.ends_with(" here |") && !row.contains("| theory |")).collect();
    assert!(questions.len() > 30, "the table is not where it was");
    let mut named = std::collections::BTreeSet::new();
    for row in questions {
        let cell = row.trim_end_matches('|').rsplit('|').next().unwrap_or_default();
        let names: Vec<&str> = cell.split('`').skip(1).step_by(2).collect();
        assert!(!names.is_empty(), "nothing answers {row}");
        for name in names {
            let (exercise, entry) = name.split_once("::").unwrap_or_else(|| panic!("`{name}` is not EXERCISE::NAME"));
            let exercise = course.exercise(exercise).unwrap_or_else(|error| panic!("{error}"));
            let written = exercise.written.iter().any(|written| written.name() == entry);
            assert!(written || exercise.function(entry).is_ok(), "there is no `{name}`");
            named.insert(exercise.name.clone());
        }
    }
    let beyond = ["sampling", "score_matching"];
    let unnamed = course
        .exercises
        .iter()
        .filter(|exercise| !named.contains(&exercise.name) && !beyond.contains(&&*exercise.name));
    assert_eq!(unnamed.map(|exercise| &exercise.name).collect::<Vec<_>>(), Vec::<&String>::new());
}

//! Pictures of a student's functions: the real binary on a small workspace.

mod common;

use common::{Workspace, flat, function};

const SHOWN: &[&str] = &["show", "gibbs", "gibbs"];

#[test]
fn a_picture_shows_where_a_function_leaves_the_reference() {
    let workspace = Workspace::solved(&["gibbs"]);
    let text = workspace.stdout(SHOWN);
    insta::assert_snapshot!("right", text);
    assert!(text.contains("yours is the same") && !text.contains('×'), "{text}");
    // a mistake is seen: without β the bars do not change with it
    workspace.body("gibbs", "gibbs", "    let w = energies.mapv(|f| (-f).exp());\n    let _ = beta;\n    &w / w.sum()");
    let text = workspace.stdout(SHOWN);
    insta::assert_snapshot!("wrong", text);
    let line = text.lines().find(|line| line.contains("0.9603")).expect("the bar of the lowest energy");
    assert!(line.contains("× 0.4965"), "{line}");
    assert!(flat(&text).contains("β = 1: the reference's is highest, 0.4965, at answer F = 0.3"), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    // the same as data
    let report: serde_json::Value =
        serde_json::from_str(&workspace.stdout(&[SHOWN, &["--format", "json"]].concat())).expect("JSON");
    let picture = &function(&report, "gibbs", "gibbs")["pictures"][0];
    assert_eq!((&picture["kind"], &picture["series"][2]["parting"]["parting"]), (&"bars".into(), &"at".into()));
    assert_eq!(picture["series"][1]["parting"]["parting"], "nowhere");
    // nobody who grades waits for it, and what was remembered with pictures is no report without
    let graded = workspace.report(&["gibbs"]);
    assert!(function(&graded, "gibbs", "gibbs")["pictures"].is_null());
}

#[test]
fn what_does_not_return_is_said_in_words() {
    let workspace = Workspace::of(&["gibbs"]);
    let text = flat(&workspace.stdout(SHOWN));
    assert!(text.contains("yours draws nothing. 4 points are missing.") && text.contains("`todo!()`"), "{text}");
    workspace.body("gibbs", "gibbs", "    assert!(beta < 2.0, \"too cold\");\n    energies * 0.0");
    let text = flat(&workspace.stdout(SHOWN));
    assert!(text.contains("It panicked on line") && text.contains("too cold"), "{text}");
    let output = workspace.program(&["show", "gibbs", "variance"]).output().expect("a run");
    let error = String::from_utf8(output.stderr).expect("text");
    assert!(error.contains("there is no picture of `variance`") && error.contains("`entropy`"), "{error}");
}

#[test]
fn a_stale_picture_is_an_error_of_the_course_and_of_nobody_else() {
    let workspace = Workspace::solved(&["gibbs"]);
    workspace.change("fixtures/gibbs/exercise.toml", "whole = \"gibbs(f, 5)\"", "whole = \"gibbs(f, 6)\"");
    let output = workspace.program(SHOWN).output().expect("a run");
    assert_eq!(output.status.code(), Some(3));
    let error = String::from_utf8(output.stderr).expect("text");
    assert!(error.contains("the stored pictures are stale"), "{error}");
    let report = workspace.report(&["gibbs"]);
    assert_eq!(report["points"], report["max"]);
}

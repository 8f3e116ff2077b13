//! A fixture that is broken, and who meets it is a student: never told to change it, and nobody pays.

mod common;

use common::{Workspace, function};

const TOML: &str = "fixtures/gibbs/exercise.toml";

#[test]
fn a_missing_stale_or_broken_snapshot_is_refused() {
    let snapshot = "fixtures/gibbs/entropy.snap";
    let workspace = Workspace::of(&["gibbs"]);
    let says = |says: &str| {
        // one exercise's trouble is that exercise's: a report is written, and nobody pays
        let output = workspace.program(&[]).output().expect("a run");
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(3), "{error}");
        let restore = "restore it (`git checkout -- fixtures/gibbs/entropy.snap`) or tell the course staff";
        assert!(error.contains(says) && error.contains(restore) && !error.contains("update"), "{error}");
    };
    let good = workspace.read(snapshot);
    workspace.write(snapshot, &good.replace("\"equal energies\"", "\"unequal energies\""));
    says("the case `equal energies` is not in it");
    workspace.write(snapshot, &good.replace("\"want\": 0,", "\"want\": ,").replace("\"cases\": [", "\"cases\": "));
    says("the body is not JSON");
    workspace.write(snapshot, &good.replace("---\n", ""));
    says("header of a snapshot is missing");
    workspace.write(snapshot, &good.replace("[[1,2,3],2]", "[[1,2,4],2]"));
    says("the arguments of");
    std::fs::remove_file(workspace.path(snapshot)).expect("removed");
    says("the snapshot is missing");
}

#[test]
fn names_that_lead_elsewhere_are_refused_before_anything_is_written() {
    let workspace = Workspace::of(&["gibbs"]);
    let outside = workspace.root.path().with_extension("outside");
    let good = workspace.read("fixtures/course.toml");
    let outside_name = outside.to_string_lossy().into_owned();
    for name in [outside_name.as_str(), "../gibbs", "fn", "class"] {
        workspace.write("fixtures/course.toml", &good.replace("[\"gibbs\"]", &format!("[\"gibbs\", \"{name}\"]")));
        for command in [vec!["list"], vec![]] {
            let error = workspace.error(&command);
            let place = "fixtures/course.toml:9:23: ";
            assert!(error.contains(place) && error.contains("is no name for an exercise"), "{name}: {error}");
        }
    }
    assert!(!outside.exists() && !workspace.path("target").exists());
}

#[test]
fn line_ends_and_marks_of_editors_change_nothing() {
    let workspace = Workspace::solved(&["gibbs"]);
    let before = workspace.report(&[]);
    workspace.edited_elsewhere("gibbs");
    assert_eq!(workspace.report(&[]), before);
}

#[test]
fn no_student_is_told_to_change_a_fixture() {
    let workspace = Workspace::of(&["gibbs"]);
    let restore = "restore it (`git checkout -- fixtures/gibbs/exercise.toml`) or tell the course staff";
    workspace.change(TOML, "points = 2", "points = 0");
    for command in
        [vec![], vec!["list"], vec!["hint", "gibbs"], vec!["reset", "gibbs"], vec!["call", "gibbs", "gibbs", "[]"]]
    {
        let error = workspace.error(&command);
        assert!(error.contains("exercise.toml:12:10: ") && error.contains(restore), "{error}");
        assert!(!error.contains("give it"), "{error}");
    }
}

#[test]
fn a_law_that_makes_no_sense_is_nobodys_mistake() {
    let workspace = Workspace::solved(&["gibbs"]);
    workspace.change(TOML, "log_sum_exp(v + c) = log_sum_exp(v) + c", "log_sum_exp(v)[0] = 1");
    let output = workspace.program(&["--format", "json"]).output().expect("a run");
    assert_eq!(output.status.code(), Some(3));
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let checks = function(&report, "gibbs", "log_sum_exp")["checks"].as_array().expect("checks");
    assert_eq!((&checks[0]["verdict"], &checks[0]["points"]), (&"right".into(), &2.into()));
    let law = checks.iter().find(|check| check["kind"] == "property").expect("a law");
    assert_eq!(law["verdict"], "grader_error", "{law}");
}

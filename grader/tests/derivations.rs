//! Derivations through the real binary: line by line, with a counterexample, whatever the Rust does.

mod common;

use common::{Workspace, flat, function};

const LOSS: &str = "exercises/nll/derivation_loss.txt";

fn loss(workspace: &Workspace) -> serde_json::Value {
    function(&workspace.report(&["nll"]), "nll", "derivation_loss").clone()
}

#[test]
fn the_reference_earns_everything_and_the_stub_is_not_begun() {
    let workspace = Workspace::of(&["nll"]);
    let entry = loss(&workspace);
    assert_eq!((&entry["points"], &entry["checks"][0]["fate"]), (&0.into(), &"unfinished".into()));
    workspace.write(LOSS, &workspace.read("solutions/nll/derivation_loss.txt"));
    let entry = loss(&workspace);
    assert_eq!((&entry["points"], &entry["checks"][0]["verdict"]), (&entry["max"], &"right".into()));
}

#[test]
fn a_false_line_is_named_with_a_counterexample() {
    let workspace = Workspace::of(&["nll"]);
    let right = workspace.read("solutions/nll/derivation_loss.txt");
    workspace.write(LOSS, &right.replace("- log(sum[k](exp(-b*F(k))))) ", "+ log(sum[k](exp(-b*F(k))))) "));
    let entry = loss(&workspace);
    let wrong = entry["checks"][0]["evidence"]
        .as_array()
        .expect("lines")
        .iter()
        .find(|line| line["verdict"] == "wrong")
        .expect("a line");
    assert_eq!((&wrong["number"], &wrong["found"]), (&3.into(), &"false".into()), "{wrong}");
    assert!(wrong["model"]["beta"].is_number() && wrong["above"] != wrong["here"], "{wrong}");
    assert!(entry["points"].as_u64() < entry["max"].as_u64());
    let text = flat(&workspace.stdout(&["nll", "--seed", "7"]));
    assert!(text.contains("Line 3 is false: with beta = ") && text.contains("the line above is"), "{text}");
}

#[test]
fn a_jump_to_the_goal_earns_nothing_and_says_what_it_skips() {
    let workspace = Workspace::of(&["nll"]);
    workspace.write(LOSS, "-(1/b) * log(P(y))\nF(y) + (1/b) * log(sum[k](exp(-b*F(k))))\n");
    let entry = loss(&workspace);
    assert_eq!(entry["points"], 0);
    let line = &entry["checks"][0]["evidence"][1];
    assert_eq!(line["rules"], serde_json::json!(["gibbs", "log-quotient", "log-exp"]), "{line}");
    let text = flat(&workspace.stdout(&["nll", "--seed", "7"]));
    assert!(text.contains("too large a step: it needs gibbs, log-quotient and log-exp"), "{text}");
}

#[test]
fn code_that_does_not_compile_costs_no_derivation() {
    let workspace = Workspace::solved(&["nll"]);
    workspace.write("exercises/nll/src/lib.rs", "fn");
    let report = workspace.report(&["nll"]);
    assert_eq!(report["exercises"][0]["state"], "not_compiled");
    let max = |name| function(&report, "nll", name)["max"].as_u64().expect("points");
    assert_eq!(report["exercises"][0]["points"], max("derivation_loss") + max("derivation_gradient"));
}

#[test]
fn reset_and_hint_know_derivations() {
    let workspace = Workspace::of(&["nll"]);
    let stub = workspace.read(LOSS);
    workspace.write(LOSS, "my work");
    workspace.stdout(&["reset", "nll"]);
    assert_eq!(workspace.read(LOSS), stub);
    assert_eq!(workspace.read("exercises/nll/derivation_loss.txt.before-reset-1"), "my work");
    assert!(workspace.stdout(&["hint", "nll", "derivation_loss"]).contains("hint 1 of 2"));
}

#[test]
fn an_unknown_task_is_refused_with_its_line() {
    let workspace = Workspace::of(&["nll"]);
    workspace.change("fixtures/nll/exercise.toml", "task = \"nll\"", "task = \"nil\"");
    let student = workspace.error(&["list"]);
    assert!(
        student.contains("exercise.toml:") && student.contains("there is no derivation task `nil`: restore it"),
        "{student}"
    );
    let instructor = workspace.error(&["fixtures", "check"]);
    assert!(instructor.contains("there is no derivation task `nil`: choose among nll"), "{instructor}");
}

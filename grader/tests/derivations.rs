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
    assert!(workspace.stdout(&["hint", "nll", "derivation_loss"]).contains("hint 1 of 3"));
}

#[test]
fn a_task_that_is_none_is_refused_with_its_line() {
    let workspace = Workspace::of(&["nll"]);
    workspace.change(
        "fixtures/nll/exercise.toml",
        "required = [\"gibbs\", \"log-quotient\", \"log-exp\"]",
        "required = [\"gibbs\"]",
    );
    let student = workspace.error(&["list"]);
    let says = "the start and the goal of `derivation_loss` are apart by gibbs, log-quotient, log-exp: ";
    assert!(student.contains("exercise.toml:") && student.contains(&format!("{says}restore it")), "{student}");
}

#[test]
fn a_hint_goes_on_from_the_last_true_line() {
    let workspace = Workspace::of(&["nll"]);
    let hint = |level: &str| flat(&workspace.stdout(&["hint", "nll", "derivation_loss", level]));
    let start = "L = -(1/b) * log(P(y))\n";
    let gibbs = "= -(1/b) * log(exp(-b*F(y)) / sum[k](exp(-b*F(k))))\n";
    workspace.write(LOSS, "");
    assert!(hint("1").contains("begin with the given start") && hint("1").contains("is gibbs"), "{}", hint("1"));
    workspace.write(LOSS, start);
    assert!(hint("1").contains("Line 1 is true. From there the next step is gibbs"), "{}", hint("1"));
    assert!(hint("2").contains("Apply gibbs to the probability P"), "{}", hint("2"));
    assert!(hint("3").contains("above one exponential, below the sum of all of them"), "{}", hint("3"));
    workspace.write(LOSS, &format!("{start}{gibbs}= -(1/b) * log(exp(-b*F(y))) / log(sum[k](exp(-b*F(k))))\n"));
    let next = "Line 2 is true. From there the next step is log-quotient";
    assert!(hint("1").contains(next) && hint("1").contains("Line 3 is not it."), "{}", hint("1"));
    assert!(hint("2").contains("the logarithm of the quotient"), "{}", hint("2"));
    workspace.write(LOSS, &workspace.read("solutions/nll/derivation_loss.txt"));
    assert!(hint("1").contains("The derivation is finished"), "{}", hint("1"));
}

#[test]
fn a_known_mistake_has_its_name_and_only_its_own_line_is_lost() {
    let workspace = Workspace::of(&["nll"]);
    let right = workspace.read("solutions/nll/derivation_loss.txt");
    let wrong = "= -(1/b) * (log(exp(-b*F(y))) / log(sum[k](exp(-b*F(k)))))";
    let lines: Vec<&str> = right.lines().enumerate().map(|(i, line)| if i == 2 { wrong } else { line }).collect();
    workspace.write(LOSS, &lines.join("\n"));
    let entry = loss(&workspace);
    assert_eq!(entry["diagnosis"]["name"], "log a / log b", "{entry}");
    assert_eq!((&entry["points"], &entry["max"]), (&4.into(), &6.into()));
    assert_eq!(entry["checks"][0]["evidence"][3]["found"], "bridges");
    let text = flat(&workspace.stdout(&["nll", "--seed", "7"]));
    assert!(text.contains("Looks like \"log a / log b\". The logarithm of a quotient is the difference"), "{text}");
}

#[test]
fn a_true_line_that_jumps_is_not_called_wrong() {
    let workspace = Workspace::of(&["nll"]);
    workspace.write(LOSS, "-(1/b) * log(P(y))\nF(y) + (1/b) * log(sum[k](exp(-b*F(k))))\n");
    let entry = loss(&workspace);
    let check = &entry["checks"][0];
    assert_eq!((&check["verdict"], &check["evidence"][1]["verdict"]), (&"too_large".into(), &"too_large".into()));
    let text = workspace.stdout(&["nll", "--seed", "7"]);
    assert!(text.lines().any(|line| line.contains("partly") && line.contains("derivation_loss")), "{text}");
}

#[test]
fn a_wrong_name_of_a_rule_is_said_and_costs_nothing() {
    let workspace = Workspace::of(&["nll"]);
    let right = workspace.read("solutions/nll/derivation_loss.txt");
    workspace.write(LOSS, &right.replace("by log-quotient", "(by the definition of gibbs)"));
    let entry = loss(&workspace);
    assert_eq!((&entry["points"], &entry["checks"][0]["verdict"]), (&entry["max"], &"right".into()));
    let text = flat(&workspace.stdout(&["nll", "--seed", "7"]));
    assert!(text.contains("Line 3 follows by log-quotient, not by gibbs. This costs nothing."), "{text}");
}

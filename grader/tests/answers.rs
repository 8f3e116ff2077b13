//! Real answers, transcribed with their mistakes: right formulas earn everything, each mistake loses
//! exactly its own points and is called by its name.

mod common;

use assert_cmd::Command;
use common::{checkout, function};
use serde_json::Value;

const COURSE: [&str; 5] = ["gibbs", "nll", "contrastive", "latent", "free_energy"];

fn graded(submission: &str, format: &str) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_grader"));
    command.current_dir(checkout()).env("CARGO_TARGET_DIR", env!("CARGO_TARGET_TMPDIR"));
    let folder = format!("fixtures/submissions/{submission}");
    let output = command
        .args(COURSE)
        .args(["--assignment", "homework", "--submission", &folder, "--seed", "7", "--format", format])
        .output()
        .expect("a run");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}

/// What was written and is not right: its points and the name that the diagnosis gives it.
fn mistakes(submission: &str) -> Vec<String> {
    let report: Value = serde_json::from_str(&graded(submission, "json")).expect("JSON");
    let mut found = vec![];
    for exercise in report["exercises"].as_array().expect("a list") {
        for one in exercise["functions"].as_array().expect("a list") {
            let written =
                one["checks"].as_array().is_some_and(|checks| checks.iter().any(|check| check["fate"] == "value"));
            if written && one["points"] != one["max"] {
                let (exercise, name) =
                    (exercise["name"].as_str().expect("a name"), one["name"].as_str().expect("a name"));
                let called = function(&report, exercise, name)["diagnosis"]["name"].as_str().unwrap_or("nothing");
                found.push(format!("{exercise}::{name} {}/{} looks like {called}", one["points"], one["max"]));
            }
        }
    }
    found
}

#[test]
fn the_answers_of_2021_lose_the_index_slip_alone() {
    let slip = [
        "nll::nll_grad_w 0/9 looks like the label's gradient inside the sum",
        "nll::derivation_gradient 2/8 looks like nothing",
    ];
    assert_eq!(mistakes("answers_2021"), slip);
    insta::assert_snapshot!("answers_2021", graded("answers_2021", "terminal"));
}

#[test]
fn the_answers_of_2024_lose_the_marginalised_energy_alone() {
    assert_eq!(mistakes("answers_2024"), ["latent::infer_latent 0/7 looks like sum over z"]);
    insta::assert_snapshot!("answers_2024", graded("answers_2024", "terminal"));
}

#[test]
fn the_hinge_in_words_is_reversed_and_its_chain_rule_follows_through() {
    let found = mistakes("answers_2024_in_words");
    let named = "looks like active when the margin is met";
    assert_eq!(
        found,
        [format!("contrastive::hinge_grad 0/6 {named}"), format!("contrastive::hinge_grad_w 1/4 {named}")]
    );
}

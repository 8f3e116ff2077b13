//! Real answers, transcribed with their mistakes: right formulas earn everything, each mistake loses
//! exactly its own points and is called by its name.

mod common;

use assert_cmd::Command;
use common::{checkout, function};
use serde_json::Value;

const COURSE: [&str; 7] = ["gibbs", "nll", "contrastive", "latent", "free_energy", "intuition", "losses"];

fn graded(submission: &str, format: &str) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_grader"));
    command.current_dir(checkout()).env("CARGO_TARGET_DIR", env!("CARGO_TARGET_TMPDIR"));
    let folder = format!("fixtures/submissions/{submission}");
    let output = command
        .args(COURSE)
        .args(["--submission", &folder, "--seed", "7", "--format", format])
        .output()
        .expect("a run");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}

/// What was written in one of the forms and lost points, with the name of its exercise.
fn lost(submission: &str, forms: &[&str], say: impl Fn(&str, &str, &Value) -> Option<String>) -> Vec<String> {
    let report: Value = serde_json::from_str(&graded(submission, "json")).expect("JSON");
    let mut found = vec![];
    for exercise in report["exercises"].as_array().expect("a list") {
        let within = exercise["name"].as_str().expect("a name");
        for one in exercise["functions"].as_array().expect("a list") {
            let name = one["name"].as_str().expect("a name");
            let written =
                one["checks"].as_array().is_some_and(|checks| checks.iter().any(|check| check["fate"] == "value"));
            if written && one["points"] != one["max"] && forms.contains(&one["form"].as_str().unwrap_or_default()) {
                found.extend(say(within, name, function(&report, within, name)));
            }
        }
    }
    found
}

/// Formulas and derivations that are not right: their points and the name that the diagnosis gives them.
fn mistakes(submission: &str) -> Vec<String> {
    lost(submission, &["function", "derivation"], |exercise, name, one| {
        let diagnosis = &one["diagnosis"];
        let called = diagnosis["name"].as_str().or(diagnosis["looks_like"].as_str()).unwrap_or("nothing");
        Some(format!("{exercise}::{name} {}/{} looks like {called}", one["points"], one["max"]))
    })
}

/// Questions in which something wrong is claimed: their points and the options that the report explains.
fn claims(submission: &str) -> Vec<String> {
    lost(submission, &["choice"], |_, name, one| {
        let evidence = one["checks"][0]["evidence"].as_array().expect("a list");
        let letters: String = evidence
            .iter()
            .inspect(|one| assert!(one["says"].as_str().is_some_and(|says| !says.is_empty()), "{name} is unexplained"))
            .map(|one| one["letter"].as_str().expect("a letter"))
            .collect();
        (!letters.is_empty()).then(|| format!("{name} {letters} {}/{}", one["points"], one["max"]))
    })
}

#[test]
fn the_answers_of_2021_lose_the_index_slip_and_what_they_claim() {
    assert_eq!(mistakes("answers_2021"), ["nll::derivation_gradient 2/8 looks like index that escapes its sum"]);
    let claimed = [
        "one_to_many_how b 0/3",  // latent variables as the only way
        "energy_as_loss f 0/2",   // enough that it is easy to learn
        "positives_only ac 0/3",  // similar inputs as the trouble; three methods that all push up
        "margin a 0/3",           // no difference without a margin
        "simple_or_square b 0/3", // the vanishing gradient on the wrong side
    ];
    assert_eq!(claims("answers_2021"), claimed);
    // inference makes right pairs low: of two families the report tells the count alone
    assert!(graded("answers_2021", "terminal").contains("loss_and_energy            1 / 3"));
    insta::assert_snapshot!("answers_2021", graded("answers_2021", "terminal"));
}

#[test]
fn the_index_slip_as_code_is_named() {
    let slip = ["nll::nll_grad_w 0/9 looks like the label's gradient inside the sum"];
    assert_eq!(mistakes("answers_2021_line_two"), slip);
}

#[test]
fn the_answers_of_2022_lose_what_they_claim() {
    assert_eq!(mistakes("answers_2022"), [""; 0]);
    let claimed = [
        "smoothness c 0/3",     // the variance grows with beta
        "positives_only b 0/3", // a row of ones as a remedy
        "inference a 0/3",      // observed variables set to 1
    ];
    assert_eq!(claims("answers_2022"), claimed);
    insta::assert_snapshot!("answers_2022", graded("answers_2022", "terminal"));
}

#[test]
fn the_answers_of_2024_lose_the_marginalised_energy_and_what_they_claim() {
    assert_eq!(mistakes("answers_2024"), ["latent::infer_latent 0/7 looks like sum over z"]);
    let claimed = [
        "energy_to_probability bc 0/3", // an integral over n classes; the log-partition called the partition function
        "smoothness bf 0/3",            // the variance always falls; beta as the temperature
        "losses_with_negatives g 3/4",  // the loss taken for the cost
        "inference b 0/3",              // the energy summed over z
        "to_infinity e 0/4",            // every wrong answer pushed alike
        "margin c 1/3",                 // the hinge reversed
        "simple_or_square cfg 0/3",     // simple in proportion, no margin in either, L1 and L2 regularisation
    ];
    assert_eq!(claims("answers_2024"), claimed);
    insta::assert_snapshot!("answers_2024", graded("answers_2024", "terminal"));
}

#[test]
fn the_hinge_in_words_is_reversed_and_its_chain_rule_follows_through() {
    let found = mistakes("answers_2024_in_words");
    let named = "looks like active when the margin is met";
    assert_eq!(
        found,
        [format!("contrastive::hinge_grad 0/6 {named}"), format!("contrastive::hinge_grad_w 2/4 {named}")]
    );
}

//! Inputs drawn at grading time: who answers them, what they cost, and what is said of them.

mod common;

use common::{Workspace, copy, flat, function};
use serde_json::Value;
use std::fs;

/// A workspace with the reference as the student's work, and drawn cases of `log_partition` that only this test knows.
fn workspace() -> Workspace {
    let workspace = Workspace::solved(&["gibbs"]);
    let path = "fixtures/gibbs/exercise.toml";
    let text = workspace.read(path);
    let start = text.find("name = \"log_partition\"").expect("the function");
    let law = start + text[start..].find("[[function.property]]").expect("a law");
    let drawn = "[[function.drawn]]\nname = \"energies of this test\"\ngiven = [\"n = integer(2, 5)\", \"f = 3 * normal(n)\", \"beta = pick(0.5, 2)\"]\nargs = [\"f\", \"beta\"]\n\n";
    workspace.write(path, &format!("{}{drawn}{}", &text[..law], &text[law..]));
    workspace
}

/// Hands in what stands in `exercises/`.
fn hand_in(workspace: &Workspace) {
    let folder = workspace.path("handed_in");
    let _ = fs::remove_dir_all(&folder);
    copy(&workspace.path("exercises"), &folder);
}

/// The report of what stands in `exercises/`, handed in.
fn handed_in(workspace: &Workspace) -> Value {
    hand_in(workspace);
    workspace.report(&["gibbs", "--submission", "handed_in"])
}

/// Every stored case of `log_partition` by heart, and the energy of one answer elsewhere.
fn by_heart(workspace: &Workspace) {
    let toml = workspace.read("fixtures/gibbs/exercise.toml");
    let start = toml.find("name = \"log_partition\"").expect("the function");
    let end = start + toml[start..].find("[[function.drawn]]").expect("drawn cases");
    let cases = toml[start..end].lines().filter_map(|line| line.strip_prefix("args = "));
    let known: Vec<String> = cases
        .map(|args| {
            let inner = args.trim().trim_start_matches('[').trim_end_matches(']').replace("inf", "f64::INFINITY");
            let (energies, beta) = inner.split_once("], ").expect("two arguments");
            format!("(vec![{energies}], {beta})")
        })
        .collect();
    let body = format!(
        "    let known: Vec<(Vec<f64>, f64)> = vec![{}];\n    if known.contains(&(energies.to_vec(), beta)) {{ return log_sum_exp(&energies.mapv(|f| -beta * f)); }}\n    -beta * energies[0]",
        known.join(", ")
    );
    workspace.body("gibbs", "log_partition", &body);
}

#[test]
fn a_student_alone_is_told_what_is_added_later_and_nothing_is_drawn() {
    let workspace = workspace();
    let report = workspace.report(&["gibbs"]);
    let entry = function(&report, "gibbs", "log_partition");
    let later: Vec<&str> = entry["drawn_later"].as_array().expect("names").iter().filter_map(Value::as_str).collect();
    assert!(later.contains(&"energies of this test"), "{entry}");
    assert_eq!(entry["points"], entry["max"]);
    let whole = flat(&workspace.stdout(&["gibbs"]));
    assert!(whole.contains("Handed in, ") && whole.contains("these count as cases"), "{whole}");
    let one = flat(&workspace.stdout(&["gibbs", "log_partition"]));
    assert!(one.contains("energies of this test"), "{one}");
}

#[test]
fn what_is_known_by_heart_keeps_nothing_when_it_is_handed_in() {
    let workspace = workspace();
    by_heart(&workspace);
    let report = handed_in(&workspace);
    let entry = function(&report, "gibbs", "log_partition");
    assert_eq!((&entry["points"], &entry["note"]["note"]), (&0.into(), &"beyond_cases".into()), "{entry}");
    let shown = &entry["checks"][0]["evidence"][0];
    assert!(shown["drawn"]["wrong"].as_u64().is_some_and(|wrong| wrong > 0), "{shown}");
    // two energies are as few as are drawn
    assert_eq!(shown["args"][0]["value"].as_array().expect("a list").len(), 2, "{shown}");
    let text = flat(&workspace.stdout(&["gibbs", "log_partition", "--submission", "handed_in"]));
    assert!(text.contains("drawn for this grading"), "{text}");
    assert!(text.contains("--submission handed_in"), "{text}");
}

#[test]
fn right_work_keeps_everything_for_any_seed_and_names_the_draws() {
    let workspace = workspace();
    for seed in ["1", "2", "3"] {
        hand_in(&workspace);
        let text = workspace.stdout(&["gibbs", "--submission", "handed_in", "--format", "json", "--seed", seed]);
        let report: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(report["points"], report["max"], "seed {seed}");
        let right = &function(&report, "gibbs", "log_partition")["checks"][0]["right"];
        assert!(right.as_array().expect("names").contains(&"energies of this test".into()), "{right}");
    }
}

#[test]
fn without_the_reference_they_are_added_later() {
    let workspace = workspace();
    fs::remove_dir_all(workspace.path("solutions")).expect("gone");
    let report = handed_in(&workspace);
    assert_eq!(report["points"], report["max"]);
    assert!(
        function(&report, "gibbs", "log_partition")["drawn_later"].as_array().is_some_and(|names| !names.is_empty())
    );
}

#[test]
fn a_course_may_do_without_or_draw_at_once() {
    let workspace = workspace();
    let course = workspace.read("fixtures/course.toml");
    workspace.write("fixtures/course.toml", &format!("{course}\n[drawn]\nown = false\nclass = false\n"));
    for report in [workspace.report(&["gibbs"]), handed_in(&workspace)] {
        let entry = function(&report, "gibbs", "log_partition");
        assert_eq!(entry["drawn_later"], Value::Null);
        assert!(!entry["checks"][0]["right"].as_array().expect("names").contains(&"energies of this test".into()));
    }
    workspace.write("fixtures/course.toml", &format!("{course}\n[drawn]\nown = true\nclass = true\n"));
    let report = workspace.report(&["gibbs"]);
    let right = &function(&report, "gibbs", "log_partition")["checks"][0]["right"];
    assert!(right.as_array().expect("names").contains(&"energies of this test".into()), "{right}");
}

#[test]
fn a_reference_that_is_broken_is_nobody_elses_mistake() {
    let workspace = workspace();
    workspace.change("solutions/gibbs/src/lib.rs", "pub fn log_partition", "pub fn log_petition");
    hand_in(&workspace);
    let output = workspace.program(&["gibbs", "--submission", "handed_in", "--seed", "7"]).output().expect("a run");
    let said = flat(&String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(3), "{said}");
    assert!(said.contains("the reference of `gibbs` does not compile whole"), "{said}");
}

#[test]
fn the_references_replies_are_asked_once_and_believed_under_their_seal_alone() {
    let workspace = workspace();
    workspace.never_seen("gibbs");
    // another reference than in any other test
    let path = "solutions/gibbs/src/lib.rs";
    workspace.write(path, &format!("{}\n// {}\n", workspace.read(path), workspace.root.path().display()));
    let before = remembered();
    let report = handed_in(&workspace);
    assert_eq!(report["points"], report["max"]);
    let new: Vec<_> = remembered().into_iter().filter(|file| !before.contains(file)).collect();
    assert!(!new.is_empty());
    for file in &new {
        let text = fs::read_to_string(file).expect("replies");
        let (seal, body) = text.split_once('\n').expect("a seal");
        fs::write(file, format!("{seal}\n{}", body.replace("log_partition", "log_sum_exp"))).expect("forged");
    }
    workspace.never_seen("gibbs");
    let report = handed_in(&workspace);
    assert_eq!(report["points"], report["max"], "a forged memory is not believed");
}

/// The files in which replies of the reference are remembered.
fn remembered() -> Vec<std::path::PathBuf> {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("grader/cache/gibbs/reference");
    fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect()
}

#[test]
fn an_error_in_drawn_cases_is_the_fixtures_and_costs_nobody_points() {
    let workspace = workspace();
    // the reference panics on an answer that is not there
    let path = "fixtures/gibbs/exercise.toml";
    workspace.change(path, "args = [\"f\", \"beta\"]\n\n", "args = [\"0 * f + inf\", \"beta\"]\n\n");
    let reference = "solutions/gibbs/src/lib.rs";
    workspace.change(reference, "pub fn log_partition(energies: &Array1<f64>, beta: f64) -> f64 {", "pub fn log_partition(energies: &Array1<f64>, beta: f64) -> f64 {\n    assert!(energies.iter().any(|f| f.is_finite()));");
    hand_in(&workspace);
    let output = workspace.program(&["gibbs", "--submission", "handed_in", "--seed", "7"]).output().expect("a run");
    assert_eq!(output.status.code(), Some(3), "{}", flat(&String::from_utf8_lossy(&output.stdout)));
}

#[test]
fn on_ones_own_machine_nothing_is_secret_and_one_process_hears_everything() {
    let workspace = workspace();
    let body = "    static MINE: std::sync::Once = std::sync::Once::new();
    MINE.call_once(|| {
        use std::io::Write;
        let mut file = std::fs::File::options().create(true).append(true).open(STARTS).unwrap();
        file.write_all(b\".\").unwrap();
    });
    log_sum_exp(&energies.mapv(|f| -beta * f))";
    let starts = format!("{:?}", workspace.path("starts"));
    workspace.body("gibbs", "log_partition", &body.replace("STARTS", &starts));
    workspace.report(&["gibbs"]);
    assert_eq!(workspace.read("starts"), ".");
    // nor where the reference answers drawn inputs
    handed_in(&workspace);
    assert_eq!(workspace.read("starts"), "..");
}

//! The student's loop through the real binary: report, hints, calls, reset, mistyped arguments.

mod common;

use common::{Workspace, flat};

#[test]
fn a_newcomer_sees_what_to_do_on_one_screen() {
    let workspace = Workspace::of(&["gibbs"]);
    let text = workspace.stdout(&["--seed", "7"]);
    assert!(text.lines().count() <= 24, "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    insta::assert_snapshot!("newcomer", text);
}

#[test]
fn a_student_half_way_sees_points_reasons_and_the_next_step() {
    let workspace = Workspace::of(&["gibbs"]);
    workspace.body("gibbs", "log_sum_exp", "    values.mapv(f64::exp).sum().ln()");
    workspace.body("gibbs", "log_partition", "    log_sum_exp(&energies.mapv(|f| -beta * f))");
    workspace.body("gibbs", "gibbs", "    let w = energies.mapv(|f| (-f).exp());\n    let z = w.sum();\n    w / z");
    insta::assert_snapshot!("half_way", workspace.stdout(&["--seed", "7"]));
    insta::assert_snapshot!("half_way_in_detail", workspace.stdout(&["gibbs", "--seed", "7"]));
}

#[test]
fn all_about_one_function_is_in_one_place() {
    let workspace = Workspace::of(&["gibbs"]);
    workspace.body("gibbs", "log_sum_exp", "    values.mapv(f64::exp).sum().ln()");
    let text = workspace.stdout(&["explain", "gibbs", "log_sum_exp"]);
    let at = |what: &str| text.find(what).unwrap_or_else(|| panic!("no {what} in {text}"));
    // in the order in which one reads
    let places = [
        at("a term that adds nothing"),
        at("In the handout, exercises/gibbs/README.md"),
        at("What to do: the normaliser, without overflow"),
        at("5 / 8"),
        at("log_sum_exp, hint 1 of"),
    ];
    assert!(places.is_sorted(), "{text}");
    // what was given is remembered, in whatever way it was asked for; in the end the last one stays
    let hint_of = |text: &str| text.split_once("log_sum_exp, hint ").map(|(_, rest)| rest[..6].to_owned());
    assert_eq!(hint_of(&workspace.stdout(&["explain", "gibbs", "log_sum_exp"])).as_deref(), Some("2 of 3"));
    assert_eq!(hint_of(&workspace.stdout(&["explain", "gibbs", "log_sum_exp"])).as_deref(), Some("3 of 3"));
    assert_eq!(hint_of(&workspace.stdout(&["explain", "gibbs", "log_sum_exp"])).as_deref(), Some("3 of 3"));
    assert_eq!(hint_of(&workspace.stdout(&["hint", "gibbs", "log_sum_exp"])).as_deref(), Some("1 of 3"));
    let error = workspace.error(&["explain", "gibbs"]);
    assert!(error.contains("`explain` needs a function or question, too"), "{error}");
    let text = flat(&workspace.stdout(&["explain", "gibbs::variance"]));
    assert!(text.contains("The test cases of `variance` show both."), "{text}");
}

#[test]
fn a_file_that_does_not_compile_shows_rustcs_words_and_where() {
    let workspace = Workspace::solved(&["gibbs"]);
    workspace.overlay("syntax_error");
    insta::assert_snapshot!("does_not_compile", workspace.stdout(&["--seed", "7"]));
}

#[test]
fn a_file_that_cannot_be_parted_shows_rustcs_words_and_what_the_last_whole_one_had() {
    let workspace = Workspace::solved(&["gibbs"]);
    // what a file had before is remembered by exercise, so no other test may grade it there
    let target = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("parted");
    let run = |args: &[&str]| {
        let output = workspace.program(args).env("CARGO_TARGET_DIR", &target).output().expect("a run");
        String::from_utf8(output.stdout).expect("text")
    };
    let exercise = || {
        let report: serde_json::Value = serde_json::from_str(&run(&["--format", "json", "--seed", "7"])).expect("JSON");
        report["exercises"][0].clone()
    };
    let whole = exercise();
    assert_eq!((&whole["points"], &whole["before"]), (&47.into(), &serde_json::Value::Null));
    // one function less: the rest says enough, and the whole file is not forgotten for it
    workspace.overlay("syntax_error");
    let part = exercise();
    assert_eq!(
        (&part["state"], &part["points"], &part["before"]),
        (&"graded".into(), &42.into(), &serde_json::Value::Null)
    );
    workspace.change("exercises/gibbs/src/lib.rs", "pub fn entropy(", "pub fn entropy((");
    let none = exercise();
    assert_eq!((&none["state"], &none["points"]), (&"not_compiled".into(), &0.into()));
    assert_eq!(none["before"], serde_json::json!({ "points": 47, "max": 47 }));
    let text = run(&["--seed", "7"]);
    for says in [
        "0 / 47   does not compile, 47 before this edit",
        "error: ",
        "--> src/lib.rs:",
        "Next  mend exercises/gibbs/src/lib.rs:",
    ] {
        assert!(text.contains(says), "{says}: {text}");
    }
}

#[test]
fn a_finished_student_is_told_so() {
    let workspace = Workspace::solved(&["gibbs"]);
    insta::assert_snapshot!("finished", workspace.stdout(&["--seed", "7"]));
}

#[test]
fn fail_under_decides_the_exit_status() {
    let workspace = Workspace::of(&["gibbs"]);
    workspace.program(&["--fail-under", "0"]).assert().code(0);
    workspace.program(&["--fail-under", "1"]).assert().code(1);
}

#[test]
fn the_json_report_has_the_documented_fields() {
    let workspace = Workspace::solved(&["gibbs"]);
    let report = workspace.report(&[]);
    for key in ["schema", "course", "assignment", "submission", "points", "max", "seed", "provenance", "exercises"] {
        assert!(!report[key].is_null(), "{key}");
    }
    assert_eq!(report["schema"], "ebm-report/3");
    assert_eq!(report["seed"], 7);
    for key in ["grader", "fixtures", "submission", "toolchain", "target"] {
        assert!(report["provenance"][key].as_str().is_some_and(|text| !text.is_empty()), "{key}");
    }
    let check = &report["exercises"][0]["functions"][0]["checks"][0];
    for key in ["kind", "name", "verdict", "fate", "points", "max", "evidence"] {
        assert!(!check[key].is_null(), "{key}");
    }
    let schema = std::fs::read_to_string(common::checkout().join("grader/report.schema.json")).expect("the schema");
    let schema: serde_json::Value = serde_json::from_str(&schema).expect("JSON");
    let mut known = std::collections::BTreeSet::new();
    keys(&schema, &mut known);
    workspace.overlay("panics");
    workspace.body("gibbs", "gibbs", "    energies * beta");
    workspace.body("gibbs", "variance", "    values.sum() + energies.sum() * beta");
    let mut used = std::collections::BTreeSet::new();
    keys(&report, &mut used);
    keys(&workspace.report(&[]), &mut used);
    let strange: Vec<_> = used.difference(&known).collect();
    assert!(strange.is_empty() && used.contains("mismatch") && used.contains("ending"), "{strange:?}");
}

/// All keys of all objects.
fn keys(json: &serde_json::Value, found: &mut std::collections::BTreeSet<String>) {
    match json {
        serde_json::Value::Object(object) => {
            found.extend(object.keys().cloned());
            object.values().for_each(|inner| keys(inner, found));
        }
        serde_json::Value::Array(list) => list.iter().for_each(|inner| keys(inner, found)),
        _ => {}
    }
}

#[test]
fn a_report_can_be_written_to_a_file() {
    let workspace = Workspace::of(&["gibbs"]);
    workspace.stdout(&["--format", "json", "--output", "report.json"]);
    let report: serde_json::Value = serde_json::from_str(&workspace.read("report.json")).expect("JSON");
    assert_eq!(report["points"], 0);
    let error = workspace.error(&["--output", "nowhere/report.json"]);
    assert!(error.contains("nowhere") && error.contains("create it first"), "{error}");
    assert!(workspace.error(&["--output", "exercises"]).contains("is a folder"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_one_sentence() {
    let workspace = Workspace::of(&["gibbs"]);
    // the one file on every Linux machine that is always full
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("the full device");
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_grader"));
    let output = command.current_dir(workspace.root.path()).arg("list").stdout(full).output().expect("a run");
    let text = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2));
    assert!(text.contains("cannot write standard output") && text.contains("free some space"), "{text}");
}

const WARM_UP: &str = "
[[assignment]]
name = \"warm-up\"
title = \"Warm-up\"
cap = 10

[[assignment.part]]
name = \"1\"
title = \"First\"
points = 12
exercises = [\"gibbs\"]
";

#[test]
fn an_assignment_counts_no_more_than_its_cap() {
    let workspace = Workspace::solved(&["gibbs"]);
    workspace.write("fixtures/course.toml", &(workspace.read("fixtures/course.toml") + WARM_UP));
    let report = workspace.report(&["--assignment", "warm-up"]);
    let warm_up = &report["assignments"][0];
    assert_eq!((&warm_up["points"], &warm_up["max"]), (&10.into(), &10.into()));
    assert_eq!(warm_up["parts"][0]["points"], 12);
    assert_eq!((&report["points"], &report["max"]), (&10.into(), &10.into()));
    // 6 of 47 points fewer: 10 of the 12, and all of the 10
    workspace.body("gibbs", "gibbs_batch", "    todo!(\"{energies} {beta}\")");
    let report = workspace.report(&["--assignment", "warm-up"]);
    assert_eq!((&report["assignments"][0]["parts"][0]["points"], &report["points"]), (&10.into(), &10.into()));
    let all = workspace.report(&[]);
    assert_eq!((&all["points"], &all["max"]), (&(10 + 87).into(), &(10 + 100).into()));
    // one exercise by name is no assignment
    let one = workspace.report(&["gibbs"]);
    assert_eq!((&one["points"], &one["max"], &one["assignments"]), (&41.into(), &47.into(), &serde_json::json!([])));
    let text = workspace.stdout(&["--assignment", "warm-up", "--seed", "7"]);
    assert!(text.contains("10 of 10, 12 to be had"), "{text}");
}

#[test]
fn a_course_with_contradictions_is_refused_in_one_sentence() {
    let workspace = Workspace::of(&["gibbs"]);
    let course = workspace.read("fixtures/course.toml");
    for (old, new, says) in [
        ("cap = 10", "cap = 13", "course.toml:14:7: the cap 13 of `warm-up` does not fit its 12 points"),
        ("cap = 10", "cap = 0", "the cap 0 of `warm-up` does not fit"),
        ("points = 12", "points = 0", "course.toml:19:10: part 1 of `warm-up` has 0 points"),
        ("points = 12", "points = 1.5", "expected u32"),
        ("[\"gibbs\"]", "[\"gibbs\", \"gibbs\"]", "`gibbs` is listed twice in `warm-up`"),
        ("name = \"warm-up\"", "name = \"homework\"", "two assignments are called `homework`"),
    ] {
        workspace.write("fixtures/course.toml", &(course.clone() + &WARM_UP.replacen(old, new, 1)));
        let error = workspace.error(&[]);
        assert!(error.contains(says), "{new}: {error}");
        assert_eq!(error.trim_end().lines().count(), 1, "{error}");
    }
}

#[test]
fn an_assignment_selects_its_exercises() {
    let workspace = Workspace::of(&["gibbs"]);
    workspace.write("fixtures/course.toml", &(workspace.read("fixtures/course.toml") + WARM_UP));
    assert_eq!(workspace.report(&["--assignment", "warm-up"])["assignment"], "warm-up");
    assert_eq!(workspace.report(&[])["assignment"], "all");
    assert!(workspace.error(&["--assignment", "warmup"]).contains("did you mean `warm-up`"));
}

#[test]
fn hints_come_one_by_one() {
    let workspace = Workspace::of(&["gibbs"]);
    let first = workspace.stdout(&["hint", "gibbs", "entropy"]);
    assert!(first.contains("hint 1 of 2") && first.contains("hint gibbs entropy 2"), "{first}");
    assert!(workspace.stdout(&["hint", "gibbs", "entropy", "2"]).contains("hint 2 of 2"));
    assert!(workspace.error(&["hint", "gibbs", "entropy", "3"]).contains("has 2 hints"));
    assert!(workspace.stdout(&["hint", "gibbs"]).contains("hint gibbs log_sum_exp"));
}

#[test]
fn the_list_names_every_function_with_its_points() {
    let workspace = Workspace::of(&["gibbs"]);
    insta::assert_snapshot!("list", workspace.stdout(&["list"]));
}

#[test]
fn a_call_prints_the_value_as_json() {
    let workspace = Workspace::solved(&["gibbs"]);
    assert_eq!(workspace.stdout(&["call", "gibbs", "gibbs", "[[0.0, \"inf\"], 0.5]"]), "[1,0]\n");
    assert_eq!(workspace.stdout(&["call", "gibbs", "log_sum_exp", "[[\"-inf\"]]"]), "\"-inf\"\n");
    let of_reference = ["call", "gibbs", "log_prob", "[[0, 1000], 1, 1]", "--submission", "solutions"];
    assert_eq!(workspace.stdout(&of_reference), "-1000\n");
}

#[test]
fn a_call_without_a_value_says_why() {
    let workspace = Workspace::of(&["gibbs"]);
    let output = workspace.program(&["call", "gibbs", "entropy", "[[1.0], 2.0]"]).output().expect("a run");
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("todo!()"));
    for (args, says) in [
        ("not json", "cannot be read, at character 5 stands `j`"),
        ("3", "1 arguments where the signature has 2"),
        ("[[1.0]]", "1 arguments where the signature has 2"),
        ("[1.0, 2.0]", "`energies` must be a list of numbers, not 1"),
    ] {
        let error = workspace.error(&["call", "gibbs", "entropy", args]);
        assert!(error.contains(says), "{error}");
    }
}

#[test]
fn what_a_function_prints_is_shown_by_a_call_and_does_not_touch_its_value() {
    let workspace = Workspace::solved(&["gibbs"]);
    workspace.body("gibbs", "entropy", "    println!(\"looking at {energies}\");\n    beta");
    let output = workspace.program(&["call", "gibbs", "entropy", "[[1.5], 2.5]"]).output().expect("a run");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "2.5\n");
    assert!(String::from_utf8_lossy(&output.stderr).contains("looking at [1.5]"));
}

#[test]
fn reset_brings_the_stub_back_and_keeps_the_work() {
    let workspace = Workspace::solved(&["gibbs"]);
    let work = workspace.read("exercises/gibbs/src/lib.rs");
    let text = workspace.stdout(&["reset", "gibbs"]);
    assert!(text.contains("lib.rs.before-reset-1"), "{text}");
    assert_eq!(workspace.read("exercises/gibbs/src/lib.rs.before-reset-1"), work);
    assert_eq!(workspace.report(&[])["points"], 0);
    assert!(workspace.stdout(&["reset", "gibbs"]).contains("already"));
    std::fs::remove_file(workspace.path("exercises/gibbs/src/lib.rs")).expect("removed");
    workspace.stdout(&["reset", "gibbs"]);
    assert!(workspace.read("exercises/gibbs/src/lib.rs").contains("todo!()"));
}

#[test]
fn wrong_arguments_get_a_sentence_and_the_nearest_right_name() {
    let workspace = Workspace::of(&["gibbs"]);
    for (args, says) in [
        (vec!["gibs"], "there is no exercise called `gibs`: did you mean `gibbs`."),
        (vec!["lst"], "did you mean the command `list`"),
        (vec!["--formt", "json"], "there is no option `--formt`: did you mean `--format`"),
        (vec!["-x"], "there is no option `-x`"),
        (vec!["--format", "xml"], "there is no format called `xml`"),
        (vec!["--seed", "-1"], "`-1` is not a whole number"),
        (vec!["--seed"], "`--seed` needs a value"),
        (vec!["--fail-under", "many"], "`many` is not a whole number"),
        (vec!["hint"], "`hint` needs an exercise"),
        (
            vec!["hint", "gibbs", "entropie"],
            "there is no function or question in `gibbs` called `entropie`: did you mean `entropy`",
        ),
        (vec!["call", "gibbs", "gibbs"], "`call` needs an exercise, a function and arguments"),
        (vec!["reset"], "`reset` needs one exercise"),
        (vec!["--accept"], "there is no option `--accept`"),
        (vec!["--submission", "nowhere"], "cannot open the submission nowhere"),
        (vec!["--submission", "fixtures/course.toml"], "is not a folder"),
    ] {
        let error = workspace.error(&args);
        assert!(error.contains(says), "{args:?}: {error}");
        assert_eq!(error.trim_end().lines().count(), 1, "{error}");
    }
}

#[test]
fn outside_a_checkout_the_grader_says_where_it_belongs() {
    let folder = tempfile::tempdir().expect("a folder");
    let output =
        std::process::Command::new(env!("CARGO_BIN_EXE_grader")).current_dir(folder.path()).output().expect("a run");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("run the grader from inside the course's checkout"));
}

#[test]
fn the_grader_works_from_any_folder_of_the_checkout() {
    let workspace = Workspace::solved(&["gibbs"]);
    let mut command = workspace.program(&["--fail-under", "1"]);
    command.current_dir(workspace.path("exercises/gibbs/src")).assert().code(0);
}

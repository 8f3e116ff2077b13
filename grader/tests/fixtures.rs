//! What instructors do: change a fixture, see what changes, accept it; and what they get wrong.

mod common;

use common::Workspace;

const TOML: &str = "fixtures/gibbs/exercise.toml";

/// A changed fixture must be refused in one sentence that names the file, and says these words.
fn refused(old: &str, new: &str, says: &[&str]) {
    let workspace = Workspace::of(&["gibbs"]);
    workspace.change(TOML, old, new);
    let error = workspace.error(&["fixtures", "check"]);
    assert_eq!(error.trim_end().lines().count(), 1, "{error}");
    assert!(error.contains("fixtures/gibbs/"), "{error}");
    for says in says {
        assert!(error.contains(says), "{says}: {error}");
    }
}

#[test]
fn an_unknown_key_is_refused_with_its_line() {
    let text = std::fs::read_to_string(common::checkout().join(TOML)).expect("the fixture");
    let line = text.lines().position(|line| line.starts_with("breaks = ")).expect("a stability input") + 1;
    let place = format!("exercise.toml:{line}");
    refused("breaks = ", "brakes = ", &[&place, "unknown field `brakes`", "remove the key"]);
}

#[test]
fn points_that_are_no_whole_number_are_refused() {
    refused("points = 2", "points = 2.5", &["exercise.toml:12", "invalid type", "points are whole numbers"]);
    refused("points = 2", "points = -2", &["exercise.toml:12", "points are whole numbers"]);
    refused("points = 2", "points = 0", &["`log_sum_exp` has 0 points", "give it at least 1"]);
}

#[test]
fn a_missing_key_is_refused() {
    refused(
        "signature = \"(values: &Array1<f64>) -> f64\"\n",
        "",
        &["exercise.toml", "missing field `signature`", "add the key"],
    );
}

#[test]
fn broken_toml_is_refused() {
    refused("points = 2", "points = ", &["exercise.toml:12", "mend the TOML"]);
}

#[test]
fn a_duplicate_name_is_refused() {
    refused(
        "name = \"one value\"",
        "name = \"three values\"",
        &["exercise.toml:23", "the case name `three values` is used twice", "rename one"],
    );
    refused("name = \"log_partition\"", "name = \"log_sum_exp\"", &["two functions are called `log_sum_exp`"]);
}

#[test]
fn a_negative_or_missing_tolerance_is_refused() {
    refused("relative = 1e-9", "relative = -1e-9", &["a tolerance is negative", "write numbers from 0 up"]);
    refused("tolerance = { relative = 1e-9, absolute = 1e-12 }\n", "", &["no tolerance is stated", "add `tolerance ="]);
}

#[test]
fn arguments_of_the_wrong_shape_are_refused() {
    refused(
        "args = [[0.7]]",
        "args = [0.7]",
        &["`one value` does not fit `log_sum_exp`", "`values` must be a list of numbers"],
    );
    refused("args = [[0.7]]", "args = [[0.7], 2.0]", &["2 arguments where the signature has 1"]);
    refused("args = [[0.7]]", "args = [1979-05-27]", &["neither number, list, text nor truth value"]);
}

#[test]
fn a_malformed_signature_is_refused() {
    refused(
        "\"(values: &Array1<f64>) -> f64\"",
        "\"(values) -> f64\"",
        &["the signature of `log_sum_exp` is malformed", "`values` is not `name: type`"],
    );
}

#[test]
fn an_empty_hint_is_refused() {
    refused("    \"Of −βF.", "    \"\",\n    \"Of −βF.", &["`log_partition` has no hint or an empty one"]);
}

#[test]
fn a_law_that_cannot_be_read_is_refused() {
    refused(
        "holds = \"log_sum_exp(v + c) =",
        "holds = \"log_sum_exp(v + k) =",
        &["`k` is not given", "mend the expression"],
    );
    refused("holds = \"log_sum_exp(v + c) =", "holds = \"log_sum_exp(v + c =", &["`,` is missing"]);
    refused(
        "holds = \"log_sum_exp(v + c) =",
        "holds = \"lse(v + c) =",
        &["neither a function of this exercise nor a built-in"],
    );
}

#[test]
fn a_wrong_body_that_does_not_compile_is_refused_with_its_line() {
    refused(
        "body = \"values.mapv(f64::exp).sum().ln()\"",
        "body = \"values.nonsense()\"",
        &["exercise.toml:", "the wrong body `no shift` of `log_sum_exp` does not compile", "mend the body"],
    );
}

#[test]
fn a_missing_stale_or_broken_snapshot_is_refused() {
    let snapshot = "fixtures/gibbs/entropy.snap";
    let workspace = Workspace::of(&["gibbs"]);
    let says = |says: &str| {
        let error = workspace.error(&[]);
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
fn mistakes_in_the_course_file_are_refused() {
    let workspace = Workspace::of(&["gibbs"]);
    let good = workspace.read("fixtures/course.toml");
    for (bad, says) in [
        (
            good.replace("[\"gibbs\"]", "[\"gibbs\", \"gibs\"]"),
            "the exercise `gibs` has no fixtures/gibs/exercise.toml",
        ),
        (good.replace("[\"gibbs\"]", "[\"gibbs\", \"gibbs\"]"), "`gibbs` is listed twice"),
        (good.replace("[\"gibbs\"]", "[]"), "part 1 of `homework` lists no exercise"),
        (good.replace("title = \"A", "titel = \"A"), "unknown field `titel`"),
        (format!("{good}{}", &good[good.find("[[").expect("a table")..]), "two assignments are called `homework`"),
    ] {
        workspace.write("fixtures/course.toml", &bad);
        let error = workspace.error(&["list"]);
        assert!(error.contains("fixtures/course.toml") && error.contains(says), "{says}: {error}");
    }
}

#[test]
fn an_update_shows_every_change_and_writes_nothing_until_accepted() {
    let workspace = Workspace::of(&["gibbs"]);
    workspace.write("fixtures/submissions/right/gibbs/src/lib.rs", &workspace.read("solutions/gibbs/src/lib.rs"));
    assert!(workspace.stdout(&["fixtures", "update"]).contains("nothing changes"));
    workspace.change(
        "solutions/gibbs/src/lib.rs",
        "    gibbs(energies, beta) / dx",
        "    1.5 * gibbs(energies, beta) / dx",
    );
    let law = "holds = \"sum(gibbs_density(f, dx, beta)) * dx = 1";
    let error = workspace.error(&["fixtures", "update", "--accept"]);
    assert!(error.contains("`it integrates to one` of `gibbs_density` is false of the reference"), "{error}");
    workspace.change(TOML, law, &format!("{law}.5"));
    let before = workspace.read("fixtures/gibbs/gibbs_density.snap");
    let text = workspace.stdout(&["fixtures", "update"]);
    for says in [
        "gibbs_density.snap",
        "old [",
        "new [",
        "relative change 0.5",
        "tolerance 1e-9 relative",
        "Nothing is written yet",
        "right ",
        "47 -> 43 points",
    ] {
        assert!(text.contains(says), "{says}: {text}");
    }
    assert_eq!(workspace.read("fixtures/gibbs/gibbs_density.snap"), before);
    assert!(workspace.stdout(&["fixtures", "update", "--accept"]).contains("Accepted"));
    assert_ne!(workspace.read("fixtures/gibbs/gibbs_density.snap"), before);
    assert!(workspace.stdout(&["fixtures", "update"]).contains("nothing changes"));
}

#[test]
fn last_digit_noise_is_no_change() {
    let workspace = Workspace::of(&["gibbs"]);
    workspace.change(
        "solutions/gibbs/src/lib.rs",
        "    gibbs(energies, beta) / dx",
        "    gibbs(energies, beta) * (1.0 + 1e-14) / dx",
    );
    assert!(workspace.stdout(&["fixtures", "update"]).contains("nothing changes"));
}

#[test]
fn adding_a_case_is_one_entry() {
    let workspace = Workspace::solved(&["gibbs"]);
    workspace.change(
        TOML,
        "[[function.case]]\nname = \"one value\"",
        "[[function.case]]\nname = \"mine\"\nargs = [[2.0, 3.0]]\n[[function.case]]\nname = \"one value\"",
    );
    let text = workspace.stdout(&["fixtures", "update", "gibbs", "--accept"]);
    assert!(text.contains("new case \"mine\": 3.3132616875"), "{text}");
    assert_eq!(workspace.report(&[])["points"], workspace.report(&[])["max"]);
}

#[test]
fn a_reference_outside_its_preconditions_is_refused() {
    let workspace = Workspace::of(&["gibbs"]);
    workspace.change(
        "solutions/gibbs/src/lib.rs",
        "    gibbs(energies, beta) / dx",
        "    todo!(\"{energies} {dx} {beta}\")",
    );
    let error = workspace.error(&["fixtures", "update"]);
    let place = "exercise.toml:1041:8: the reference returns nothing (Not written yet";
    assert!(error.contains(place) && error.contains("for the case `a parabola on five points`"), "{error}");
    workspace.change("solutions/gibbs/src/lib.rs", "pub fn entropy(", "pub fn anthropy(");
    let error = workspace.error(&["fixtures", "update"]);
    assert!(error.contains("the reference does not offer `entropy`"), "{error}");
    workspace.change("solutions/gibbs/src/lib.rs", "pub fn anthropy(", "pub fn anthropy(,");
    assert!(workspace.error(&["fixtures", "update"]).contains("make the reference compile"));
}

/// A small course lacks most exercises that its handouts link to.
fn links_stay_here(workspace: &Workspace, exercise: &str) {
    let path = format!("exercises/{exercise}/README.md");
    workspace.write(&path, &workspace.read(&path).replace("](../", "](README.md#"));
}

#[test]
fn a_course_in_order_passes_the_check() {
    let workspace = Workspace::of(&["gibbs", "nll"]);
    for name in ["gibbs", "nll"] {
        links_stay_here(&workspace, name);
    }
    let text = workspace.stdout(&["fixtures", "check"]);
    assert!(text.contains("The course is in order."), "{text}");
}

#[test]
fn the_check_finds_what_a_student_would_stumble_over() {
    let found = |change: &dyn Fn(&Workspace), says: &str| {
        let workspace = Workspace::of(&["gibbs"]);
        links_stay_here(&workspace, "gibbs");
        change(&workspace);
        let output = workspace.grader(&["fixtures", "check"]).output().expect("a run");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert_eq!(output.status.code(), Some(1), "{says}: {text}{}", String::from_utf8_lossy(&output.stderr));
        assert!(text.contains(says), "{says}: {text}");
    };
    let stub = "fixtures/submissions/stubs/gibbs/src/lib.rs";
    found(&|w| w.change(stub, "todo!()", "1.0"), "`log_sum_exp` is not empty in the stub");
    found(&|w| w.change(stub, "#![allow(unused_variables)]\n", ""), "the stub compiles with a warning");
    found(
        &|w| w.change(stub, "values: &Array1<f64>", "values: &Array2<f64>"),
        "`log_sum_exp` is not empty in the stub",
    );
    found(
        &|w| w.write("exercises/gibbs/README.md", "see [this](nowhere.md)\n"),
        "the link to `nowhere.md` leads nowhere",
    );
    let handout = "exercises/gibbs/README.md";
    found(
        &|w| w.change(handout, "`gibbs_batch` | 10 + 6 |", "`gibbs_batch` | 10 + 5 |"),
        "the table says 5 points for `gibbs_batch`: write 6",
    );
    found(&|w| w.write(handout, &w.read(handout).replace("`log_prob`", "it")), "the handout never names `log_prob`");
    found(&|w| std::fs::remove_file(w.path("exercises/gibbs/README.md")).expect("removed"), "the file is missing");
    found(&|w| w.write("exercises/unlisted/README.md", "x"), "no assignment lists this exercise");
    found(&|w| w.write("fixtures/gibbs/old.snap", "x"), "this snapshot belongs to no function");
    found(
        &|w| {
            w.change(
                "solutions/gibbs/src/lib.rs",
                "    gibbs(energies, beta) / dx",
                "    2.0 * gibbs(energies, beta) / dx",
            )
        },
        "the snapshot is stale",
    );
    found(
        &|w| {
            w.change(
                "solutions/gibbs/src/lib.rs",
                "    gibbs(energies, beta) / dx",
                "    let x = 1;\n    gibbs(energies, beta) / dx",
            )
        },
        "the reference compiles with a warning",
    );
    found(
        &|w| {
            w.change(
                TOML,
                "holds = \"sum(gibbs_density(f, dx, beta)) * dx = 1\"",
                "holds = \"sum(gibbs_density(f, dx, beta)) = 1\"",
            )
        },
        "the law `it integrates to one` of `gibbs_density` is false of the reference with n = ",
    );
}

#[test]
fn a_student_at_work_is_a_remark_and_no_problem() {
    let workspace = Workspace::solved(&["gibbs"]);
    links_stay_here(&workspace, "gibbs");
    let text = workspace.stdout(&["fixtures", "check"]);
    assert!(text.contains("exercises/gibbs differs from fixtures/submissions/stubs/gibbs"), "{text}");
}

#[test]
fn a_wrong_body_that_no_check_catches_fails_the_audit() {
    let workspace = Workspace::of(&["gibbs"]);
    let text = workspace.stdout(&["fixtures", "audit"]);
    assert!(text.contains(" 0 survive"), "{text}");
    workspace.change(TOML, "body = \"gibbs(energies, beta) * dx\"", "body = \"gibbs(energies, beta) / dx\"");
    workspace.stdout(&["fixtures", "update", "--accept"]);
    let output = workspace.grader(&["fixtures", "audit"]).output().expect("a run");
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(text.contains("SURVIVES") && text.contains(" 1 survive"), "{text}");
}

#[test]
fn wrong_bodies_in_another_order_are_a_change() {
    let workspace = Workspace::of(&["gibbs"]);
    let path = "fixtures/gibbs/exercise.toml";
    let text = workspace.read(path);
    let starts: Vec<usize> = text.match_indices("[[function.wrong]]").map(|(at, _)| at).take(3).collect();
    let [first, second, third] = starts[..] else { panic!("three wrong bodies") };
    let swapped = [&text[..first], &text[second..third], &text[first..second], &text[third..]].concat();
    workspace.write(path, &swapped);
    let shown = workspace.stdout(&["fixtures", "update", "--accept"]);
    assert!(shown.contains("(another order)"), "{shown}");
    assert!(workspace.stdout(&["fixtures", "update"]).contains("nothing changes"));
}

//! What instructors do: change a fixture or the reference, see what changes, accept it.

#[path = "../../tests/common/mod.rs"]
mod common;

use common::Workspace;

const TOML: &str = "fixtures/gibbs/exercise.toml";

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
    let law = "dx) = exp(-beta * f)\"";
    workspace.change(TOML, law, &law.replace("exp", "1.5 * exp"));
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
    workspace.links_stay_here("gibbs");
    assert!(workspace.stdout(&["fixtures", "check"]).contains("The course is in order."));
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
    let named = |line: &str| line == "name = \"a parabola on five points\"";
    let line = workspace.read(TOML).lines().position(named).expect("the case") + 1;
    let place = format!("exercise.toml:{line}:8: the reference returns nothing (Not written yet");
    assert!(error.contains(&place) && error.contains("for the case `a parabola on five points`"), "{error}");
    workspace.change("solutions/gibbs/src/lib.rs", "pub fn entropy(", "pub fn anthropy(");
    let error = workspace.error(&["fixtures", "update"]);
    assert!(error.contains("the reference does not offer `entropy`"), "{error}");
    workspace.change("solutions/gibbs/src/lib.rs", "pub fn anthropy(", "pub fn entropy(,");
    let error = workspace.error(&["fixtures", "update"]);
    assert!(error.contains("make the reference compile"), "{error}");
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
    assert!(shown.contains("wrong bodies stand in another order"), "{shown}");
    assert!(workspace.stdout(&["fixtures", "update"]).contains("nothing changes"));
}

#[test]
fn everything_that_changes_a_score_is_shown_with_old_and_new() {
    let workspace = Workspace::of(&["gibbs"]);
    workspace.write("fixtures/submissions/right/gibbs/src/lib.rs", &workspace.read("solutions/gibbs/src/lib.rs"));
    workspace.change(TOML, "points = 2", "points = 4");
    let given = "\"n = integer(2, 6)\", \"v = 3 * normal(n)\"";
    workspace.change(TOML, given, &given.replace("3 *", "2 *"));
    workspace.change(TOML, "args = [[0.7]]", "args = [[0.75]]\ntolerance = { relative = 1e-8, absolute = 0 }");
    workspace.change(TOML, "says = \"", "tolerance = { relative = 1e-7, absolute = 0.0 }\nsays = \"");
    let text = workspace.stdout(&["fixtures", "update"]);
    for says in [
        "fixtures/gibbs/exercise.snap",
        "function `log_sum_exp`: points changes\n      old 2\n      new 4",
        "`log_sum_exp`: given changes\n      old [\"n = integer(2, 6)\",\"v = 3 * normal(n)\"",
        "relative changes\n      old 1e-9\n      new 1e-7",
        "fixtures/gibbs/log_sum_exp.snap",
        "case \"one value\": the arguments change\n      old [0.7]\n      new [0.75]",
        "case \"one value\": the tolerance changes\n      old 1e-9 relative, 1e-12 absolute\n      new 1e-8 relative, 0 absolute",
        "case \"one value\": the expected value changes",
        "47 of 47 -> 49 of 49 points",
    ] {
        assert!(text.contains(says), "{says}: {text}");
    }
    workspace.stdout(&["fixtures", "update", "--accept"]);
    assert!(workspace.stdout(&["fixtures", "update"]).contains("nothing changes"));
    // a stub keeps nothing either way, a law that is gone is told
    let text = workspace.read(TOML);
    let start = text.find("[[function.property]]").expect("a law");
    let end = start + 1 + text[start + 1..].find("\n[[").expect("the next entry");
    workspace.write(TOML, &[&text[..start], &text[end..]].concat());
    let text = workspace.stdout(&["fixtures", "update"]);
    assert!(text.contains("law \"shifting every value shifts the result\" of `log_sum_exp` is gone"), "{text}");
    assert!(text.contains("49 of 49 -> 48 of 48 points"), "{text}");
}

#[test]
fn a_new_function_is_listed_with_all_it_asks() {
    let workspace = Workspace::of(&["gibbs"]);
    workspace.stdout(&["fixtures", "new", "mine"]);
    let text = workspace.stdout(&["fixtures", "update", "mine"]);
    for says in [
        "fixtures/mine/exercise.snap\n    new file\n    new function `average`\n      points 2",
        "new law \"adding a constant adds it to the average\" of `average`",
        "holds average(v + c) = average(v) + c",
        "fixtures/mine/average.snap\n    new file\n    new case \"three numbers\": 3",
        "new wrong body \"not divided\"",
        "mine             new fixtures: 0 of 3 points",
    ] {
        assert!(text.contains(says), "{says}: {text}");
    }
}

#[test]
fn a_question_that_changes_is_shown() {
    let workspace = Workspace::of(&["optim"]);
    let toml = "fixtures/optim/exercise.toml";
    let text = workspace.read(toml);
    let at = text.find("[[choice]]").expect("a question");
    let changed = text[at..].replacen("points = 3", "points = 5", 1).replacen(
        "is = \"right\"\n",
        "is = \"wrong\"\nsays = \"No.\"\n",
        1,
    );
    workspace.write(toml, &[&text[..at], &changed].concat());
    let shown = workspace.stdout(&["fixtures", "update"]);
    assert!(shown.contains("choice `batches`: points changes\n      old 3\n      new 5"), "{shown}");
    assert!(shown.contains("choice `batches`: options changes\n      old [["), "{shown}");
}

#[test]
fn a_law_is_tried_on_the_reference() {
    let workspace = Workspace::of(&["gibbs"]);
    workspace.stdout(&["fixtures", "new", "mine"]);
    let toml = "fixtures/mine/exercise.toml";
    let good = workspace.read(toml);
    let holds = "average(v + c) = average(v) + c";
    let line = good.lines().position(|line| line.starts_with("holds")).expect("a law") + 1;
    for (law, says) in [
        ("average(v + c) = average(v)", "is false of the reference with n = "),
        ("average(v)[0] = 1", "makes no sense, a number has no entries to take [0] of"),
        ("average(v) = v[9]", "makes no sense, there is no entry [9] among"),
        ("average(v) = D(v, average(v)) * 'Mean'", "makes no sense, "),
        ("0 * average(v) = 0", "cannot be broken: it holds whatever `average` returns"),
        ("average(v) - average(v) = 0", "cannot be broken"),
        ("average(zeros(0)) = 0", "is false of the reference"),
    ] {
        workspace.write(toml, &good.replace(holds, law));
        for command in [["fixtures", "update"], ["fixtures", "audit"]] {
            let error = workspace.error(&[command[0], command[1], "mine"]);
            let place = format!("fixtures/mine/exercise.toml:{line}:");
            assert!(error.contains(&place) && error.contains(says), "{law}: {error}");
        }
    }
}

#[test]
fn nan_is_expected_only_where_it_is_meant() {
    let workspace = Workspace::of(&["gibbs"]);
    workspace.stdout(&["fixtures", "new", "mine"]);
    let toml = "fixtures/mine/exercise.toml";
    workspace.change(toml, "args = [[-0.7]]", "args = [[]]");
    let error = workspace.error(&["fixtures", "update", "mine"]);
    let says =
        "the reference returns NaN for the case `one number` of `average`: mend the reference, or write `nan = true`";
    assert!(error.contains("fixtures/mine/exercise.toml:22:8: ") && error.contains(says), "{error}");
    workspace.change(toml, "args = [[]]", "args = [[]]\nnan = true");
    workspace.stdout(&["fixtures", "update", "mine", "--accept"]);
    workspace.change(toml, "args = [[]]", "args = [[1.0]]");
    let error = workspace.error(&["fixtures", "update", "mine"]);
    assert!(error.contains("the reference returns no NaN") && error.contains("take `nan = true` away"), "{error}");
}

#[test]
fn a_body_that_loops_says_so() {
    let workspace = Workspace::of(&["gibbs"]);
    workspace.stdout(&["fixtures", "new", "mine"]);
    let toml = "fixtures/mine/exercise.toml";
    let body = "body = \"values.sum()\"";
    workspace.change(toml, body, &format!("{body}\nloops = true"));
    let error = workspace.error(&["fixtures", "update", "mine"]);
    assert!(error.contains("the wrong body `not divided` of `average` returns on every case"), "{error}");
    workspace.change(toml, body, "body = \"while values.len() == 1 {} values.sum()\"");
    workspace.stdout(&["fixtures", "update", "mine", "--accept"]);
    let snapshot = workspace.read("fixtures/mine/average.snap");
    assert!(snapshot.contains("\"replies\": [9,{\"none\":true}]"), "{snapshot}");
}

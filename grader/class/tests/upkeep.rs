//! Is the course in order, what catches wrong answers, and how an exercise begins.

#[path = "../../tests/common/mod.rs"]
mod common;

use common::Workspace;
use std::fs;

const TOML: &str = "fixtures/gibbs/exercise.toml";

#[test]
fn a_course_in_order_passes_the_check() {
    let workspace = Workspace::of(&["gibbs", "nll"]);
    for name in ["gibbs", "nll"] {
        workspace.links_stay_here(name);
    }
    let text = workspace.stdout(&["fixtures", "check"]);
    assert!(text.contains("The course is in order."), "{text}");
}

#[test]
fn the_check_finds_what_a_student_would_stumble_over() {
    let found = |change: &dyn Fn(&Workspace), says: &str| {
        let workspace = Workspace::of(&["gibbs"]);
        workspace.links_stay_here("gibbs");
        change(&workspace);
        let output = workspace.program(&["fixtures", "check"]).output().expect("a run");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert_eq!(output.status.code(), Some(1), "{says}: {text}{}", String::from_utf8_lossy(&output.stderr));
        assert!(text.contains(says), "{says}: {text}");
    };
    found(
        &|w| w.change(TOML, "args = [[1.0, 2.0, 3.0], 2.0]", "args = [[1.0, 2.0, 3.0], -2.0]"),
        "`beta` in the case `three energies, beta 2` of `log_partition` is not positive, as the stub says it is",
    );
    found(
        &|w| w.change(TOML, "args = [[0.7]]", "args = [[0.3, -1.2, 2.5]]"),
        "the cases `three values` and `one value` of `log_sum_exp` have the same inputs",
    );
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
    let add = |text: &'static str| move |w: &Workspace| w.write(handout, &format!("{}\n{text}\n", w.read(handout)));
    found(&add("see [the loss][loss]"), "the link `[loss]` is defined nowhere");
    found(&add("see [the loss][loss]\n\n[loss]: nowhere.md"), "the link to `nowhere.md` leads nowhere");
    found(&add("see [above](#no-such-heading)"), "the link to `#no-such-heading` leads to no heading");
    found(&add("$$\nx = 1"), "a formula between `$$` is never closed: close it");
    found(&add("where $x is one"), "a `$` is never closed");
    found(&add("```\ncode"), "a fence of code is never closed");
    found(&|w| w.write(handout, "# Gibbs\n"), "the handout is nearly empty");
    found(&|w| w.change("exercises/gibbs/Cargo.toml", "\"gibbs\"", "\"nll\""), "write `name = \"gibbs\"`");
    found(
        &|w| w.change("exercises/gibbs/src/lib.rs", "pub fn entropy(", "pub fn entropy(,"),
        "what students get does not compile",
    );
    found(
        &|w| fs::remove_file(w.path("exercises/gibbs/src/lib.rs")).expect("removed"),
        "what students get cannot be graded",
    );
    found(
        &|w| w.change(TOML, "points = 2", "points = 3"),
        "exercise.snap: the snapshot is stale: function `log_sum_exp`: points changes",
    );
    found(
        &|w| w.change(TOML, "args = [[0.7]]", "args = [[1e-13]]\ntolerance = { relative = 0, absolute = 1e-12 }"),
        "the tolerance of the case `one value` of `log_sum_exp` takes 0 for right",
    );
    found(&|w| fs::remove_file(w.path("exercises/gibbs/README.md")).expect("removed"), "the file is missing");
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
    workspace.links_stay_here("gibbs");
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
    let output = workspace.program(&["fixtures", "audit"]).output().expect("a run");
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(text.contains("SURVIVES") && text.contains(" 1 survive"), "{text}");
}

#[test]
fn a_mutant_that_no_check_catches_fails_the_audit_until_it_is_listed() {
    let workspace = Workspace::of(&["gibbs"]);
    let file = "fixtures/gibbs/audit.toml";
    let listed = workspace.read(file);
    let fails = |says: &str| {
        let output = workspace.program(&["fixtures", "audit"]).output().expect("a run");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert_eq!(output.status.code(), Some(1), "{says}: {text}{}", String::from_utf8_lossy(&output.stderr));
        assert!(text.contains(says), "{says}: {text}");
    };
    workspace.change(file, "mutations = [\"line 3: `-` → `+`\"]", "mutations = []");
    fails("gibbs: variance: line 3: `-` → `+`  SURVIVES");
    // one that a check catches, and one that is not made
    let add = |mutation: &str| {
        let entry =
            format!("\n[[mutant]]\nfunction = \"gibbs_density\"\nmutations = [{mutation:?}]\nreason = \"a guess\"\n");
        workspace.write(file, &format!("{listed}{entry}"));
    };
    add("line 2: `/` → `*`");
    fails("gibbs_density line 2: `/` → `*`: a check catches it; take it out");
    add("line 9: `/` → `*`");
    fails("gibbs_density line 9: `/` → `*`: it is not made any more; take it out");
    workspace.write(file, &listed);
    assert!(workspace.stdout(&["fixtures", "audit"]).contains("  gibbs  "));
}

#[test]
fn a_check_that_nothing_breaks_fails_the_audit_until_it_is_listed() {
    let workspace = Workspace::of(&["gibbs"]);
    workspace.change(
        TOML,
        "name = \"it integrates to one\"",
        "name = \"the cells are few\"\npoints = 1\ngiven = [\"f = 0.1 * normal(3)\"]\nholds = \"sum(gibbs_density(f, 1, 0.1)) <= 700\"\nsays = \"It is small.\"\n[[function.property]]\nname = \"it integrates to one\"",
    );
    workspace.stdout(&["fixtures", "update", "--accept"]);
    let output = workspace.program(&["fixtures", "audit"]).output().expect("a run");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(1), "{text}{}", String::from_utf8_lossy(&output.stderr));
    assert!(text.contains("gibbs: gibbs_density: nothing breaks `the cells are few`"), "{text}");
    let file = "fixtures/gibbs/audit.toml";
    let entry =
        "\n[[unbroken]]\nfunction = \"gibbs_density\"\ncheck = \"the cells are few\"\nreason = \"an example\"\n";
    workspace.write(file, &format!("{}{entry}", workspace.read(file)));
    workspace.stdout(&["fixtures", "audit"]);
}

#[test]
fn a_right_body_that_loses_a_point_or_comes_near_to_it_fails_the_audit() {
    let workspace = Workspace::of(&["gibbs"]);
    let audit = "fixtures/gibbs/audit.toml";
    let fails = |says: &[&str]| {
        let output = workspace.program(&["fixtures", "audit"]).output().expect("a run");
        let text = String::from_utf8_lossy(&output.stdout);
        assert_eq!(output.status.code(), Some(1), "{says:?}: {text}");
        assert!(says.iter().all(|says| text.contains(says)), "{says:?}: {text}");
    };
    let good = workspace.read(audit);
    // gibbs as exp(-beta F) / Z: right until it overflows
    let plain = "let w = energies.mapv(|f| (-beta * f).exp()); let z = w.sum(); w / z";
    let one =
        |name: &str, body: &str| format!("[[right]]\nfunction = \"gibbs\"\nname = \"{name}\"\nbody = \"{body}\"\n");
    let far = one("half a tolerance off", "gibbs::gibbs(energies, beta) * (1.0 + 5e-10)");
    workspace.write(audit, &format!("{good}\n{}\n{far}", one("no shift", plain)));
    fails(&[
        "gibbs::gibbs  \"no shift\" is right and loses points: \"energies around 1000\"",
        "gibbs::gibbs  \"half a tolerance off\" is right, but not by a factor of 10: \"three classes, beta 2\"",
        "1 lose points, 1 come nearer than a factor of 10.",
    ]);
    workspace.write(audit, "[[few]]\nfunction = \"variance\"\nreason = \"there is one way\"\n");
    fails(&["`entropy` has 0 right bodies: write 3, or a [[few]] with the reason why there are fewer"]);
    workspace.write(audit, &one("no body of Rust", "let let"));
    let error = workspace.error(&["fixtures", "audit"]);
    assert!(error.contains("fixtures/gibbs/audit.toml:4:8: the right body `no body of Rust` of `gibbs`"), "{error}");
}

#[test]
fn what_is_not_precise_enough_is_refused_or_the_audit_fails() {
    let workspace = Workspace::of(&["gibbs"]);
    workspace.change(
        TOML,
        "tolerance = { relative = 1e-9, absolute = 1e-12 }",
        "tolerance = { relative = 1e-6, absolute = 1e-3 }",
    );
    workspace.stdout(&["fixtures", "update", "--accept"]);
    let output = workspace.program(&["fixtures", "audit"]).output().expect("a run");
    let text = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{text}");
    let single = "`variance` of the reference is taken for right with its replies rounded to single precision";
    assert!(text.contains(single), "{text}");
    assert!(
        text.contains("of `gibbs` takes a reply for right that is off by 10 times the relative tolerance"),
        "{text}"
    );
}

#[test]
fn texts_of_students_are_looked_at_where_they_are() {
    let workspace = Workspace::of(&["nll"]);
    workspace.links_stay_here("nll");
    let check = |says: &str| {
        let output = workspace.program(&["fixtures", "check"]).output().expect("a run");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert_eq!(output.status.code(), Some(1), "{says}: {text}");
        assert!(text.contains(says), "{says}: {text}");
    };
    let stub = "fixtures/submissions/stubs/nll/derivation_loss.txt";
    let good = workspace.read(stub);
    fs::remove_file(workspace.path(stub)).expect("removed");
    check("stubs/nll/derivation_loss.txt: the file is missing: run `cargo run -p class -- fixtures stubs nll`");
    workspace.stdout(&["fixtures", "stubs"]);
    assert!(workspace.stdout(&["fixtures", "check"]).contains("in order"));
    workspace.write(stub, &good.replace("L = -(1/b)", "L = -b"));
    check("stubs/nll/derivation_loss.txt: the first line is not the given one");
    workspace.write(stub, &good);
    let solution = "solutions/nll/derivation_loss.txt";
    workspace.write(solution, &good);
    check(
        "solutions/nll/derivation_loss.txt: the reference fails \"derivation_loss\" of `derivation_loss` (nothing is written)",
    );
    fs::remove_file(workspace.path("exercises/nll/derivation_gradient.txt")).expect("removed");
    check("exercises/nll/derivation_gradient.txt: the file for `derivation_gradient` is missing");
}

#[test]
fn a_new_exercise_is_in_order_at_once() {
    let workspace = Workspace::of(&["gibbs"]);
    workspace.links_stay_here("gibbs");
    let text = workspace.stdout(&["fixtures", "new", "mine"]);
    for file in ["exercises/mine/README.md", "fixtures/mine/exercise.toml", "solutions/mine/src/lib.rs", "course.toml"]
    {
        assert!(text.contains(file), "{text}");
    }
    assert!(workspace.read("fixtures/course.toml").contains("exercises = [\"gibbs\", \"mine\"]"));
    workspace.stdout(&["fixtures", "update", "--accept"]);
    assert!(workspace.stdout(&["fixtures", "check", "mine"]).contains("The course is in order."));
    let audit = workspace.stdout(&["fixtures", "audit", "mine"]);
    assert!(audit.contains("1 known wrong bodies, 0 survive, 1 named rightly"), "{audit}");
    let before = workspace.read("fixtures/course.toml");
    for (name, says) in [
        ("mine", "there is an exercise called `mine` already"),
        ("../mine", "is no name for an exercise"),
        ("Mine", "is no name for an exercise"),
        ("std", "there is a crate of this name already"),
    ] {
        let error = workspace.error(&["fixtures", "new", name]);
        assert!(error.contains(says), "{error}");
    }
    workspace.write("solutions/other/notes.txt", "mine");
    assert!(workspace.error(&["fixtures", "new", "other"]).contains("is there already"));
    assert_eq!(workspace.read("fixtures/course.toml"), before);
    assert_eq!(workspace.read("solutions/other/notes.txt"), "mine");
}

#[test]
fn stubs_of_questions_are_written_where_nobody_works() {
    let workspace = Workspace::of(&["optim"]);
    let (stub, own) = ("fixtures/submissions/stubs/optim/answers.toml", "exercises/optim/answers.toml");
    let good = workspace.read(stub);
    assert!(workspace.stdout(&["fixtures", "stubs"]).contains("is in order"));
    assert_eq!(workspace.read(stub), good);
    let toml = "fixtures/optim/exercise.toml";
    workspace.change(toml, "text = \"A batch of ten", "text = \"One batch of ten");
    workspace.stdout(&["fixtures", "stubs", "optim"]);
    let written = workspace.read(stub);
    assert!(written.contains("batches = \"\"") && written != good, "{written}");
    assert_eq!(workspace.read(own), written);
    workspace.change(own, "batches = \"\"", "batches = \"a\"");
    workspace.change(toml, "text = \"One batch of ten", "text = \"A batch of ten");
    let text = workspace.stdout(&["fixtures", "stubs", "optim"]);
    assert!(text.contains("exercises/optim/answers.toml is kept: somebody works on it"), "{text}");
    assert!(workspace.read(own).contains("batches = \"a\"") && workspace.read(stub) != written);
}

#[test]
fn a_stub_that_asks_otherwise_than_the_fixture_is_a_problem() {
    let workspace = Workspace::of(&["intuition"]);
    let stub = "fixtures/submissions/stubs/intuition/answers.toml";
    workspace.change(stub, "# One x may have several", "# One x may have many");
    workspace.change(stub, "\nsmoothness = \"\"", "");
    let output = workspace.program(&["fixtures", "check", "intuition"]).output().expect("a run");
    let text = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(text.contains("the question `one_to_many_how` does not say \"One x may have several"), "{text}");
    assert!(text.contains("there is no place for the answer to `smoothness`: add `smoothness = \"\"`"), "{text}");
}

#[test]
fn a_file_that_a_student_removed_is_no_fault_of_the_course() {
    let workspace = Workspace::of(&["nll"]);
    fs::remove_file(workspace.path("exercises/nll/src/lib.rs")).expect("removed");
    let says = |workspace: &Workspace| {
        let output = workspace.program(&["fixtures", "check", "nll"]).output().expect("a run");
        String::from_utf8(output.stdout).expect("text")
    };
    assert!(!says(&workspace).contains("the link to `src/lib.rs` leads nowhere"));
    fs::remove_file(workspace.path("fixtures/submissions/stubs/nll/src/lib.rs")).expect("removed");
    assert!(says(&workspace).contains("the link to `src/lib.rs` leads nowhere"));
}

//! What a right answer loses (nothing) and what a wrong one gains (nothing).

mod common;

use common::{Workspace, first_evidence, flat, function, losses};
use serde_json::json;

const NONE: [&str; 0] = [];

#[test]
fn right_answers_written_differently_lose_nothing() {
    let workspace = Workspace::solved(&["gibbs"]);
    let bodies = [
        (
            "log_sum_exp",
            "    let m = values.iter().cloned().fold(f64::MIN, f64::max);\n    if m == f64::MIN { return f64::NEG_INFINITY; }\n    let mut s = 0.0;\n    for i in (0..values.len()).rev() { s += f64::exp(values[i] - m); }\n    m + s.ln()",
        ),
        (
            "log_partition",
            "    let mut lowest = energies[0];\n    for &e in energies { if e < lowest { lowest = e; } }\n    energies.iter().rev().map(|e| ((lowest - e) * beta).exp()).sum::<f64>().ln() - beta * lowest",
        ),
        (
            "gibbs",
            "    let mut p = energies.clone();\n    let m = p.fold(f64::INFINITY, |a, &b| a.min(b));\n    p -= m;\n    p *= -beta;\n    p.mapv_inplace(|x| x.exp());\n    let z = p.iter().rev().sum::<f64>();\n    p /= z;\n    p",
        ),
        (
            "gibbs_batch",
            "    Array2::from_shape_fn(energies.dim(), |(i, j)| gibbs(&energies.row(i).to_owned(), beta)[j])",
        ),
        (
            "log_prob",
            "    -energies.mapv(|e| -beta * (e - energies[label])).iter().copied().collect::<Vec<f64>>().lse()",
        ),
        (
            "entropy",
            "    let p = gibbs(energies, beta);\n    let mut h = 0.0;\n    for &x in &p { if x != 0.0 { h += x * (1.0 / x).ln(); } }\n    h",
        ),
        (
            "variance",
            "    let p = gibbs(energies, beta).to_vec();\n    let m: f64 = p.iter().zip(values).map(|(p, v)| p * (v - values[0])).sum();\n    p.iter().zip(values).map(|(p, v)| p * (v - values[0] - m).powi(2)).sum()",
        ),
        (
            "gibbs_density",
            "    let z = log_partition(energies, beta) + dx.ln();\n    energies.iter().map(|e| (-beta * e - z).exp()).collect()",
        ),
    ];
    for (name, body) in bodies {
        workspace.body("gibbs", name, body);
    }
    workspace.change("exercises/gibbs/src/lib.rs", "use probe", "trait Lse { fn lse(&self) -> f64; }\nimpl Lse for Vec<f64> { fn lse(&self) -> f64 { log_sum_exp(&Array1::from(self.clone())) } }\nuse probe");
    for seed in ["1", "2", "3"] {
        let text = workspace.stdout(&["--seed", seed, "--format", "json"]);
        let report = serde_json::from_str(&text).expect("JSON");
        assert_eq!(losses(&report), NONE, "seed {seed}");
    }
}

#[test]
fn a_wrong_formula_gains_nothing_and_is_named() {
    let workspace = Workspace::solved(&["gibbs"]);
    workspace.body("gibbs", "gibbs_density", "    gibbs(energies, beta) * dx");
    let report = workspace.report(&[]);
    assert_eq!(losses(&report), ["gibbs::gibbs_density 0/4"]);
    assert_eq!(function(&report, "gibbs", "gibbs_density")["diagnosis"]["name"], "multiplied by dx");
}

#[test]
fn what_a_wrong_function_calls_is_mended_first_and_a_constant_is_called_one() {
    let workspace = Workspace::solved(&["gibbs"]);
    workspace.body("gibbs", "log_sum_exp", "    values.len() as f64 * 0.0");
    workspace.body("gibbs", "gibbs", "    Array1::from_elem(energies.len(), 0.0 * beta)");
    workspace.body("gibbs", "entropy", "    -gibbs(energies, beta).sum()");
    let report = workspace.report(&[]);
    for name in ["log_sum_exp", "gibbs"] {
        let diagnosis = &function(&report, "gibbs", name)["diagnosis"];
        assert_eq!(*diagnosis, json!({ "looks_like": "constant", "value": 0 }), "{name}");
        assert_eq!(function(&report, "gibbs", name)["upstream"], json!(null), "{name}");
    }
    assert_eq!(function(&report, "gibbs", "entropy")["upstream"], "gibbs");
    let text = flat(&workspace.stdout(&["gibbs", "--seed", "7"]));
    assert!(text.contains("Your result is 0 whatever the input"), "{text}");
    assert!(text.contains("It calls `gibbs`, which is wrong: mend that first."), "{text}");
}

#[test]
fn two_slips_have_two_names() {
    let workspace = Workspace::solved(&["gibbs"]);
    let body = "    let w = energies.mapv(|f| (-f).exp());\n    let z = w.sum();\n    w / z + 0.0 * beta";
    workspace.body("gibbs", "gibbs", body);
    let text = flat(&workspace.stdout(&["gibbs", "gibbs", "--seed", "7"]));
    let place = |what: &str| text.find(what).unwrap_or_else(|| panic!("{what}: {text}"));
    assert!(place("Looks like \"beta left out\".") < place("Besides, "), "{text}");
}

#[test]
fn an_unstable_right_formula_loses_the_stability_points_alone() {
    let workspace = Workspace::solved(&["gibbs"]);
    workspace.body("gibbs", "log_prob", "    gibbs(energies, beta)[label].ln()");
    let report = workspace.report(&[]);
    assert_eq!(losses(&report), ["gibbs::log_prob 3/5"]);
    assert_eq!(function(&report, "gibbs", "log_prob")["note"]["note"], "unstable");
    let text = workspace.stdout(&["gibbs", "--seed", "7"]);
    assert!(text.contains("Right formula, unstable evaluation."), "{text}");
}

#[test]
fn answers_copied_from_the_cases_lose_the_laws() {
    let workspace = Workspace::solved(&["gibbs"]);
    workspace.body(
        "gibbs",
        "entropy",
        "    if energies.len() == 1 || energies.iter().any(|e| *e == 2000.0) { return if energies.len() == 1 { 0.0 } else { 0.6627_f64.max(0.0) }; }\n    if beta == 2.0 { 0.441_041_682_603_f64 } else { 4f64.ln() }",
    );
    let report = workspace.report(&[]);
    let checks = function(&report, "gibbs", "entropy")["checks"].as_array().expect("checks").clone();
    let law = checks.iter().find(|check| check["kind"] == "property").expect("a law");
    assert_eq!(law["verdict"], "wrong");
    assert_eq!(law["points"], 0);
}

#[test]
fn a_gradient_that_follows_its_own_wrong_loss_earns_the_method() {
    let workspace = Workspace::solved(&["nll"]);
    // β times too large, and so is its gradient
    workspace.change("exercises/nll/src/lib.rs", "pub fn nll(", "pub fn right_nll(");
    workspace.change("exercises/nll/src/lib.rs", "pub fn nll_grad_energy(", "pub fn right_gradient(");
    let text = workspace.read("exercises/nll/src/lib.rs");
    let more = "\npub fn nll(energies: &Array1<f64>, label: usize, beta: f64) -> f64 {\n    beta * right_nll(energies, label, beta)\n}\npub fn nll_grad_energy(energies: &Array1<f64>, label: usize, beta: f64) -> Array1<f64> {\n    beta * right_gradient(energies, label, beta)\n}\n";
    workspace.write("exercises/nll/src/lib.rs", &(text + more));
    let report = workspace.report(&[]);
    let gradient = function(&report, "nll", "nll_grad_energy");
    let checks = gradient["checks"].as_array().expect("checks");
    let law = checks.iter().find(|check| check["verdict"] == "follow_through").expect("follow-through");
    // the law, and two of the three points of the cases
    assert_eq!((&law["points"], &gradient["points"]), (&json!(1), &json!(3)), "{gradient:#}");
    assert_eq!(gradient["note"], json!({ "note": "follow_through", "cases": 2 }));
    assert_eq!(
        law["evidence"][0],
        serde_json::json!({
            "kind": "law", "law": law["evidence"][0]["law"], "verdict": "follow_through", "found": "follows", "base": "nll",
            "content": "known", "name": "1/beta forgotten"
        })
    );
    assert!(flat(&workspace.stdout(&["nll", "--seed", "7"])).contains("Follow-through: wrong by itself"));
    assert_eq!(function(&report, "nll", "nll")["points"], 0);
}

#[test]
fn a_zero_gradient_of_a_constant_loss_earns_nothing() {
    let workspace = Workspace::solved(&["nll"]);
    workspace.body("nll", "nll", "    let _ = (energies, label, beta);\n    3.0");
    workspace.body("nll", "nll_grad_energy", "    let _ = (label, beta);\n    Array1::zeros(energies.len())");
    let report = workspace.report(&[]);
    assert_eq!(function(&report, "nll", "nll")["points"], 0);
    assert_eq!(function(&report, "nll", "nll_grad_energy")["points"], 0);
}

#[test]
fn any_subgradient_is_right_on_a_kink() {
    let workspace = Workspace::solved(&["contrastive"]);
    for at_zero in ["1.0", "0.0", "0.5"] {
        let body = format!(
            "    let active = margin + energy - wrong_energy;\n    let a = if active > 0.0 {{ 1.0 }} else if active == 0.0 {{ {at_zero} }} else {{ 0.0 }};\n    (a, -a)"
        );
        workspace.body("contrastive", "hinge_grad", &body);
        assert_eq!(losses(&workspace.report(&[])), NONE, "{at_zero}");
    }
    let body = "    let active = margin + energy - wrong_energy;\n    let a = if active > 0.0 { 1.0 } else if active == 0.0 { 2.0 } else { 0.0 };\n    (a, -a)";
    workspace.body("contrastive", "hinge_grad", body);
    assert_eq!(function(&workspace.report(&[]), "contrastive", "hinge_grad")["points"], 0);
}

#[test]
fn shape_nan_infinity_and_sign_are_told_apart() {
    let workspace = Workspace::solved(&["gibbs"]);
    for (body, found, says) in [
        (
            "    let mut p = vec![0.0; energies.len() + 1];\n    p[0] = beta;\n    Array1::from(p)",
            json!({ "kind": "shape", "at": [], "got": [4] }),
            "the shape is [4] where [3] is expected",
        ),
        ("    energies * f64::NAN * beta", json!({ "kind": "number", "at": [0], "got": "nan" }), "NaN at entry 0"),
        ("    energies * f64::INFINITY * beta", json!({ "kind": "number", "at": [0], "got": "inf" }), "∞ instead of"),
        (
            "    -distribution(energies.view(), beta)",
            json!({ "kind": "number", "at": [0], "got": null }),
            "the sign is flipped at entry 0",
        ),
    ] {
        workspace.body("gibbs", "gibbs", body);
        let report = workspace.report(&[]);
        let mismatch = &first_evidence(&report, "gibbs", "gibbs")["mismatch"];
        for key in ["kind", "at", "got"].iter().filter(|key| !found[**key].is_null()) {
            assert_eq!(mismatch[key], found[key], "{says}");
        }
        let text = workspace.stdout(&["gibbs", "--seed", "7"]);
        assert!(flat(&text).contains(says), "{says}: {text}");
    }
}

#[test]
fn points_of_checks_functions_and_exercises_add_up() {
    let workspace = Workspace::of(&["gibbs", "nll"]);
    for report in [workspace.report(&[]), workspace.report(&["--submission", "solutions"])] {
        let sum = |list: &serde_json::Value, key: &str| {
            list.as_array().expect("a list").iter().map(|one| one[key].as_u64().expect("a whole number")).sum::<u64>()
        };
        for key in ["points", "max"] {
            assert_eq!(report[key], sum(&report["assignments"], key));
            assert_eq!(report[key], sum(&report["assignments"][0]["parts"], key));
            for exercise in report["exercises"].as_array().expect("a list") {
                assert_eq!(exercise[key], sum(&exercise["functions"], key));
                for function in exercise["functions"].as_array().expect("a list") {
                    assert_eq!(function[key], sum(&function["checks"], key), "{}", function["name"]);
                }
            }
        }
    }
}

#[test]
fn the_same_files_are_graded_once_and_changed_files_again() {
    let workspace = Workspace::solved(&["gibbs"]);
    let first = workspace.report(&[]);
    assert_eq!(first, workspace.report(&[]));
    workspace.body("gibbs", "gibbs_density", "    gibbs(energies, beta) * dx");
    assert_eq!(losses(&workspace.report(&[])), ["gibbs::gibbs_density 0/4"]);
    workspace.body("gibbs", "gibbs_density", "    gibbs(energies, beta) / dx");
    assert_eq!(losses(&workspace.report(&[])), NONE);
}

#[test]
fn a_changed_fixture_is_not_answered_from_memory() {
    let workspace = Workspace::solved(&["gibbs"]);
    let before = workspace.report(&[]);
    workspace.change("fixtures/gibbs/exercise.toml", "points = 3", "points = 4");
    let after = workspace.report(&[]);
    let max = |report: &serde_json::Value| report["exercises"][0]["max"].as_u64().expect("points");
    assert_eq!(max(&after), max(&before) + 1);
    assert_ne!(after["provenance"]["fixtures"], before["provenance"]["fixtures"]);
}

#[test]
fn a_right_function_does_not_pay_for_another_ones_mistake() {
    let workspace = Workspace::solved(&["gibbs"]);
    for body in ["    todo!(\"{values} {energies} {beta}\")", "    values.sum() + energies.sum() * beta"] {
        workspace.body("gibbs", "variance", body);
        let report = workspace.report(&[]);
        assert_eq!(losses(&report), ["gibbs::variance 0/4"]);
        let checks = function(&report, "gibbs", "entropy")["checks"].as_array().expect("checks").clone();
        let law = checks.iter().find(|check| check["verdict"] == "follow_through").expect("follow-through");
        let evidence = &law["evidence"][0];
        assert_eq!((&evidence["found"], &evidence["function"]), (&"other_is_wrong".into(), &"variance".into()));
    }
}

#[test]
fn the_graders_own_mistake_is_neither_right_nor_wrong_and_no_reply_earns_nothing() {
    use judge::fate::{Because, Fate};
    let course = judge::course::Course::load(&common::checkout()).expect("a course");
    let exercise = course.exercise("gibbs").expect("an exercise");
    let snapshots = exercise.snapshots().expect("snapshots");
    let misuse = Fate::Misuse { message: "a test".into() };
    let skipped = Fate::NotCalled(Because::Deaths);
    for (fate, verdict) in [(misuse, "grader_error"), (skipped, "not_run")] {
        let mut ask = |calls: &[judge::property::Call]| Ok(vec![fate.clone(); calls.len()]);
        for function in
            judge::judge::judge(exercise, &[], &snapshots, 7, judge::Hearings::Joint(&mut ask), judge::Truth::Never)
                .expect("reports")
        {
            assert_eq!(function.points, 0);
            for check in function.checks {
                let found = serde_json::to_value(check.verdict).expect("a word");
                assert_eq!(found, verdict, "{}: {}", function.name, check.name);
            }
        }
    }
}

#[test]
fn a_report_is_read_back_as_it_was_written_and_rendered_from_that_alone() {
    let workspace = Workspace::solved(&["gibbs"]);
    workspace.body("gibbs", "gibbs", "    energies.mapv(|f| (-beta * f).exp())");
    let json = workspace.stdout(&["--seed", "7", "--format", "json"]);
    let report = judge::report::from_json(&json).expect("a report");
    assert_eq!(judge::report::to_json(&report), json);
    let terminal =
        anstream::adapter::strip_str(&grader::render::to_terminal(&report, &grader::render::View::default()))
            .to_string();
    assert_eq!(terminal, workspace.stdout(&["--seed", "7"]));
    assert!(judge::report::from_json(&json.replace("ebm-report/3", "ebm-report/9")).is_err());
}

#[test]
fn an_invented_loss_passes_and_a_flat_one_does_not() {
    let workspace = Workspace::solved(&["losses"]);
    let invented = "    (energy - wrong_energy + 0.3).max(0.0).powi(3) + 0.5 * (energy - wrong_energy).tanh()";
    workspace.body("losses", "my_loss", invented);
    workspace.body("losses", "my_loss_grad", "    let v = (energy - wrong_energy + 0.3).max(0.0);\n    let t = (energy - wrong_energy).tanh();\n    let slope = 3.0 * v * v + 0.5 * (1.0 - t * t);\n    (slope, -slope)");
    assert_eq!(losses(&workspace.report(&[])), NONE);
    for flat in ["    energy", "    energy - energy.min(wrong_energy)", "    0.0 * (energy + wrong_energy)"] {
        workspace.body("losses", "my_loss", flat);
        assert_eq!(function(&workspace.report(&[]), "losses", "my_loss")["points"], 0, "{flat}");
    }
}

#[test]
fn inputs_known_by_heart_earn_nothing() {
    let workspace = Workspace::solved(&["gibbs"]);
    // right wherever the fixtures' short decimals are met, and nowhere else
    let body = "    if energies.iter().any(|x| x.is_finite() && (x * 1e7).fract() != 0.0) {\n        return energies[0] * 3.3;\n    }\n    let p = gibbs(energies, beta);\n    -p.iter().filter(|&&p| p > 0.0).map(|p| p * p.ln()).sum::<f64>()";
    workspace.body("gibbs", "entropy", body);
    let report = workspace.report(&[]);
    let entropy = function(&report, "gibbs", "entropy");
    assert_eq!(entropy["checks"][0]["verdict"], "right");
    assert_eq!(entropy["points"], 0, "{entropy}");
    assert_eq!(entropy["note"]["note"], "by_heart");
    assert!(flat(&workspace.stdout(&["gibbs", "--seed", "7"])).contains("no law holds"), "{entropy}");
}

#[test]
fn sums_and_copies_with_their_exact_gradients_earn_nothing() {
    let workspace = Workspace::solved(&["contrastive", "losses"]);
    // one sum for every loss
    for (name, sum) in [("simple", "energy + wrong_energy + margin"), ("square_square", "energy + wrong_energy")] {
        workspace.body("contrastive", name, &format!("    let _ = margin;\n    {sum}"));
        workspace.body(
            "contrastive",
            &format!("{name}_grad"),
            "    let _ = (energy, wrong_energy, margin);\n    (1.0, 1.0)",
        );
        workspace.body(
            "contrastive",
            &format!("{name}_grad_w"),
            "    let _ = (energy, wrong_energy, margin);\n    energy_grad + wrong_energy_grad",
        );
    }
    // the energy of the label for every loss: a known slip of the perceptron, and of no more than one function
    let slopes = "    let mut slopes = Array1::zeros(energies.len());\n    slopes[label] = 1.0;\n    slopes";
    for (name, unused) in
        [("perceptron", ""), ("mce", ""), ("lvq2", "    let _ = cap;\n"), ("mee", "    let _ = beta;\n")]
    {
        workspace.body("losses", name, &format!("{unused}    energies[label]"));
        workspace.body("losses", &format!("{name}_grad"), &format!("{unused}{slopes}"));
    }
    let report = workspace.report(&[]);
    for name in ["simple_grad", "simple_grad_w", "square_square_grad", "square_square_grad_w"] {
        assert_eq!(function(&report, "contrastive", name)["points"], 0, "{name}");
    }
    assert_eq!(function(&report, "losses", "perceptron_grad")["points"], 3);
    for name in ["mce_grad", "lvq2_grad", "mee_grad"] {
        assert_eq!(function(&report, "losses", name)["points"], 0, "{name}");
    }
    let text = flat(&workspace.stdout(&["contrastive", "simple_grad", "--seed", "7"]));
    assert!(text.contains("It holds for your own `simple`, but that is the sum of all its numbers"), "{text}");
}

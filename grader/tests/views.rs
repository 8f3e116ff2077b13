//! How a report looks: in any width, with much that is wrong, and for one function alone.

mod common;

use common::{Workspace, flat};
use grader::render::{Detail, View, to_terminal};
use judge::report::{Report, from_json};

fn report(workspace: &Workspace, args: &[&str]) -> Report {
    from_json(&workspace.stdout(&[args, &["--format", "json", "--seed", "7"]].concat())).expect("a report")
}

fn seen(report: &Report, view: View<'_>) -> String {
    anstream::adapter::strip_str(&to_terminal(report, &view)).to_string()
}

/// A student with several mistakes in two exercises, one panic, one unstable function and one wrong derivation.
fn mistaken() -> Workspace {
    let workspace = Workspace::solved(&["gibbs", "nll"]);
    workspace.body("gibbs", "log_sum_exp", "    values.mapv(f64::exp).sum().ln()");
    workspace.body("gibbs", "gibbs", "    let w = energies.mapv(|f| (-f).exp());\n    let z = w.sum();\n    w / z");
    workspace.body("gibbs", "gibbs_batch", "    Array2::from_elem((40, 30), beta * energies.len() as f64 / 7.0)");
    workspace.body("gibbs", "entropy", "    energies[energies.len()] * beta");
    workspace.body("nll", "nll", "    beta * energies[label] / 3.0");
    workspace.body("nll", "nll_grad_w", "    energy_grads.row(0).to_owned() * beta * energies[label]");
    workspace.change(
        "exercises/nll/derivation_loss.txt",
        "- log(sum[k](exp(-b*F(k))))) ",
        "- log(sum[k](exp(-b*F(k)))) ",
    );
    workspace
}

#[test]
fn a_report_keeps_to_its_columns_and_breaks_no_number() {
    let workspace = mistaken();
    let (all, one) = (report(&workspace, &[]), report(&workspace, &["gibbs"]));
    for width in [20, 60, 80, 100, 120, 400] {
        let columns = width.clamp(60, 120);
        let functions = [None, Some("gibbs"), Some("gibbs_batch"), Some("derivation_loss")];
        for (report, detail, function) in [(&all, Detail::First, None), (&one, Detail::Every, None)]
            .into_iter()
            .chain(functions.map(|function| (&all, Detail::First, function)))
        {
            let text = seen(report, View { width, detail, function, focus: None });
            for line in text.lines().filter(|line| !line.contains("cargo run -p grader --")) {
                assert!(line.chars().count() <= columns, "{width}: {line}\n{text}");
                for half in ["e-", " −", "[−", " ="] {
                    assert!(!line.ends_with(half), "{width}: {line}");
                }
            }
        }
    }
}

#[test]
fn the_line_to_paste_makes_the_failing_call_again() {
    let workspace = mistaken();
    let text = workspace.stdout(&["--seed", "7"]);
    let line = text.lines().find(|line| line.contains("call gibbs gibbs ")).expect("a line to paste");
    assert_eq!(line.trim(), "cargo run -p grader -- call gibbs gibbs '[[1, 2, 3], 2]'");
    assert!(line.is_ascii());
    let args = line.split('\'').nth(1).expect("arguments");
    assert_eq!(
        workspace.stdout(&["call", "gibbs", "gibbs", args]),
        "[0.6652409557748219,0.24472847105479767,0.09003057317038046]\n"
    );
    // as a shell takes it apart, words for infinities and all
    let one = report(&workspace, &["gibbs"]);
    let full = seen(&one, View { function: Some("log_sum_exp"), ..View::default() });
    assert!(full.contains("call gibbs log_sum_exp '[[-1e+308, 1e+308]]'"), "{full}");
}

#[test]
fn the_first_failing_case_alone_is_shown_and_the_rest_is_counted() {
    let workspace = mistaken();
    let text = workspace.stdout(&["gibbs", "--seed", "7"]);
    assert_eq!(text.matches("call     gibbs(").count(), 1, "{text}");
    assert!(text.contains("more: cargo run -p grader -- gibbs gibbs\n"), "{text}");
    // the diagnosis first, what holds already last
    let place = |what: &str| text.find(what).unwrap_or_else(|| panic!("{what}: {text}"));
    assert!(place("Looks like \"beta left out\"") < place("Some laws hold already"), "{text}");
    assert!(place("yours    [0.665241") < place("Some laws hold already"), "{text}");
    // a reply of another shape shows its shape
    assert!(text.contains("yours    40 × 30 numbers") && text.contains("the shape is [40, 30] where"), "{text}");
    // the same panic once
    assert_eq!(text.matches("It panicked on line").count(), 1, "{text}");
}

#[test]
fn of_a_whole_course_a_few_mistakes_are_explained_and_the_others_have_a_line() {
    let workspace = mistaken();
    let text = workspace.stdout(&["--seed", "7"]);
    assert_eq!(text.matches("call     ").count(), 3, "{text}");
    for line in ["wrong     entropy", "wrong     nll ", "wrong     nll_grad_w", "partly    derivation_loss"] {
        assert_eq!(text.matches(line).count(), 1, "{line}: {text}");
    }
    assert!(text.contains("It panicked on line"), "{text}");
    assert!(text.lines().count() < 80, "{text}");
    let focus = seen(&report(&workspace, &[]), View { focus: Some("nll"), ..View::default() });
    assert!(focus.contains("call     nll(") && !focus.contains("call     gibbs("), "{focus}");
    assert!(focus.contains("Next  mend `nll` in exercises/nll/src/lib.rs:"), "{focus}");
}

#[test]
fn one_function_is_shown_in_full() {
    let workspace = mistaken();
    let all = report(&workspace, &[]);
    let text = seen(&all, View { function: Some("gibbs"), ..View::default() });
    assert!(text.contains("right: ") && text.contains("wrong      0 / 3   cases: all together"), "{text}");
    assert!(text.matches("call     gibbs(").count() > 3, "{text}");
    assert!(text.contains("law      sum(gibbs(f, beta)) = 1"), "{text}");
    assert!(!text.contains("log_sum_exp") && !text.contains("Next"), "{text}");
    let text = flat(&seen(&all, View { function: Some("derivation_loss"), ..View::default() }));
    assert!(text.contains("exercises/nll/derivation_loss.txt:3") && text.contains("Line 1 is the start."), "{text}");
}

#[test]
fn an_unreadable_file_of_answers_is_what_to_mend_next() {
    let workspace = Workspace::of(&["intuition"]);
    workspace.change("exercises/intuition/answers.toml", "one_to_many_how = \"\"", "one_to_many_how = \"a");
    let text = workspace.stdout(&["--seed", "7"]);
    let path = workspace.read("exercises/intuition/answers.toml");
    let line = path.lines().position(|line| line == "one_to_many_how = \"a").expect("the line") + 1;
    assert!(text.contains(&format!("Next  mend exercises/intuition/answers.toml:{line}\n")), "{text}");
    assert!(text.contains("36 to write, 1 unread\n") && !text.contains("Next  mend `"), "{text}");
}

#[test]
fn a_mistake_in_writing_is_named_with_its_file_and_line() {
    let workspace = Workspace::solved(&["nll"]);
    let file = "exercises/nll/derivation_loss.txt";
    workspace.change(file, "- log(sum[k](exp(-b*F(k))))) ", "- log(sum[k](exp(-b*F(k)))) ");
    let text = workspace.stdout(&["--seed", "7"]);
    assert!(text.contains("Next  mend `derivation_loss` in exercises/nll/derivation_loss.txt:3"), "{text}");
    assert!(flat(&text).contains("Line 3, column"), "{text}");
}

#[test]
fn what_was_there_before_an_edit_and_our_advice_are_shown() {
    use judge::report::{Advice, Before, State};
    let workspace = Workspace::solved(&["gibbs"]);
    workspace.overlay("type_error");
    let mut report = report(&workspace, &[]);
    // as where no function is left
    report.exercises[0].state = State::NotCompiled;
    report.exercises[0].before = Some(Before { points: 47, max: 47 });
    let says = "A count is a `usize`: write `n as f64`.";
    report.exercises[0].errors[0].advice = Some(Advice { says: says.into(), section: "Numbers".into() });
    let text = seen(&report, View::default());
    assert!(text.contains("does not compile, 47 before this edit"), "{text}");
    assert!(flat(&text).contains("Before this edit it had 47 of 47 points."), "{text}");
    let place = |what: &str| text.find(what).unwrap_or_else(|| panic!("{what}: {text}"));
    assert!(place("mismatched types") < place(says) && place(says) < place("Next"), "{text}");
}

//! Drawn cases: who answers them, what they count, and what is shown of them.

use super::*;
use crate::compare::{Expected, Tolerance, compare};
use crate::number::Value;
use crate::report::{CaseEvidence, Evidence, Note, OfDraws};
use crate::sample::{exercise, right, snapshots, times};

/// The report of the loss, with these replies and those of a reference.
fn loss(seed: u64, reply: impl Fn(&Call) -> Fate, reference: impl Fn(&Call) -> Fate) -> FunctionReport {
    let exercise = exercise();
    let mut ask = |calls: &[Call]| Ok(calls.iter().map(&reply).collect());
    let mut truth = |calls: &[Call]| Ok(calls.iter().map(&reference).collect());
    let truth = Truth::Reference(&mut truth);
    let mut reports =
        judge(&exercise, &[], &snapshots(&exercise), seed, Hearings::Joint(&mut ask), truth).expect("reports");
    reports.remove(0)
}

fn points(report: &FunctionReport) -> Vec<u32> {
    report.checks.iter().map(|check| check.points).collect()
}

fn shown(check: &Check) -> &CaseEvidence {
    match check.evidence.first() {
        Some(Evidence::Case(case)) => case,
        other => panic!("{other:?}"),
    }
}

fn numbers(call: &Call) -> Vec<f64> {
    call.args[0].numbers().into_iter().map(|(_, x)| x).collect()
}

/// Right on every case that is stored, else something else.
fn by_heart(call: &Call) -> Fate {
    let known = [vec![1.0], vec![1.0, 2.0], vec![1e308, 1e308]].contains(&numbers(call));
    if known || call.function != "loss" { right(call) } else { Fate::Value(Value::Number(numbers(call)[0])) }
}

#[test]
fn what_is_right_stays_right_and_names_what_was_drawn() {
    let report = loss(7, right, right);
    assert_eq!(points(&report), [4, 2, 3]);
    assert_eq!(report.checks[0].right, ["one", "two", "two to five numbers"]);
    assert_eq!(report.checks[1].right, ["large", "large numbers"]);
    assert!(report.drawn_later.is_empty());
}

#[test]
fn known_by_heart_earns_nothing_and_is_told_so() {
    let report = loss(7, by_heart, right);
    assert_eq!(points(&report), [0, 0, 0]);
    assert_eq!(report.note, Some(Note::BeyondCases));
    assert_eq!(report.diagnosis, None);
}

#[test]
fn the_simplest_failing_draw_is_shown() {
    for seed in 0..20 {
        let report = loss(seed, by_heart, right);
        let case = shown(&report.checks[0]);
        assert_eq!((case.name.as_str(), case.drawn.map(|draws| draws.of)), ("two to five numbers", Some(8)));
        let args = case.args[0].value.value.numbers().into_iter().map(|(_, x)| x).collect::<Vec<f64>>();
        // two numbers that differ are as simple as it gets, and each is three times a number
        assert_eq!(args.len(), 2, "{args:?}");
        assert!(args.contains(&0.0) && args.contains(&3.0), "{args:?}");
    }
}

#[test]
fn equal_wrong_values_of_one_draw_have_one_digest_whatever_is_shown() {
    let draws = |reply: &dyn Fn(&Call) -> Fate| loss(7, reply, right).checks[0].wrong_draws.clone();
    assert!(draws(&right).is_empty());
    let twice = draws(&|call| times(right(call), 2.0));
    // whatever of the stored cases fails, too
    assert_eq!(twice.iter().map(|one| one.draw).collect::<Vec<_>>(), (1..=8).collect::<Vec<_>>());
    assert!(twice.iter().all(|one| one.name == "two to five numbers"));
    let noise = draws(&|call| times(right(call), 2.0 * (1.0 + 1e-14)));
    assert_eq!(
        noise.iter().map(|one| &one.digest).collect::<Vec<_>>(),
        twice.iter().map(|one| &one.digest).collect::<Vec<_>>()
    );
    let thrice = draws(&|call| times(right(call), 3.0));
    assert!(thrice.iter().zip(&twice).all(|(one, other)| one.draw == other.draw && one.digest != other.digest));
    // what returns nothing has no value to compare
    assert!(draws(&|_| Fate::Unfinished).is_empty());
}

#[test]
fn a_stored_case_that_fails_is_shown_before_what_was_drawn() {
    let report = loss(7, |call| times(right(call), 2.0), right);
    assert_eq!(shown(&report.checks[0]).drawn, None);
    assert_ne!(report.note, Some(Note::BeyondCases));
}

#[test]
fn draws_of_a_stability_input_cost_its_points_alone() {
    let large = |call: &Call| numbers(call).iter().any(|x| *x > 1e300);
    let known = |call: &Call| numbers(call) == [1e308, 1e308];
    let overflows = |call: &Call| {
        if large(call) && !known(call) { Fate::Value(Value::Number(f64::INFINITY)) } else { right(call) }
    };
    let report = loss(7, overflows, right);
    assert_eq!(points(&report), [4, 0, 3]);
    assert_eq!(shown(&report.checks[1]).drawn, Some(OfDraws { wrong: 3, of: 3 }));
}

#[test]
fn a_reference_without_a_value_is_no_fault_of_the_students() {
    let nothing = |_: &Call| Fate::Unfinished;
    let nan = |_: &Call| Fate::Value(Value::Number(f64::NAN));
    for reference in [&nothing as &dyn Fn(&Call) -> Fate, &nan] {
        let report = loss(7, right, reference);
        assert_eq!(report.checks[0].verdict, Verdict::GraderError);
        assert_eq!(points(&report)[0], 0);
    }
}

#[test]
fn without_the_reference_it_is_said_what_comes_later() {
    let exercise = exercise();
    let mut ask = |calls: &[Call]| Ok(calls.iter().map(right).collect());
    let mut of = |truth| {
        judge(&exercise, &[], &snapshots(&exercise), 7, Hearings::Joint(&mut ask), truth).expect("reports").remove(0)
    };
    assert_eq!(of(Truth::Later).drawn_later, ["two to five numbers", "large numbers"]);
    assert!(of(Truth::Never).drawn_later.is_empty());
    assert_eq!(points(&of(Truth::Later)), [4, 2, 3]);
}

#[test]
fn any_point_of_a_range_is_right() {
    let tolerance = Tolerance { relative: 1e-9, absolute: 1e-12 };
    let want = super::drawn::Want {
        value: Value::Number(0.0),
        range: Some(Expected::Segment(Value::Number(0.0), Value::Number(1.0))),
    };
    assert!(compare(&want.expected(), &Value::Number(0.5), tolerance).is_ok());
    assert!(compare(&want.expected(), &Value::Number(1.5), tolerance).is_err());
}

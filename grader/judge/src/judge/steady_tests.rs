//! Hearings apart: what is asked where, and functions that do not answer twice alike.

use super::*;
use crate::fate::FateWord;
use crate::number::Value;
use crate::report::{CaseEvidence, CaseFinding, Evidence, Second, Twice};
use crate::sample::{exercise, right, snapshots, times};
use std::cell::RefCell;
use std::collections::BTreeSet;

/// The reports of both functions as a class has them.
fn apart(seed: u64, reply: &dyn Fn(Hearing, &Call) -> Fate) -> [FunctionReport; 2] {
    let exercise = exercise();
    let mut hear = |hearing: Hearing, calls: &[Call]| Ok(calls.iter().map(|call| reply(hearing, call)).collect());
    let mut truth = |calls: &[Call]| Ok(calls.iter().map(right).collect());
    let hearings = Hearings::Apart { hear: &mut hear, seed };
    let truth = Truth::Reference(&mut truth);
    let reports = judge(&exercise, &[], &snapshots(&exercise), seed, hearings, truth).expect("reports");
    reports.try_into().expect("two functions")
}

/// The same where nothing is kept from anybody.
fn joint(seed: u64, reply: &dyn Fn(&Call) -> Fate) -> [FunctionReport; 2] {
    let exercise = exercise();
    let mut ask = |calls: &[Call]| Ok(calls.iter().map(reply).collect());
    let mut truth = |calls: &[Call]| Ok(calls.iter().map(right).collect());
    let (hearings, truth) = (Hearings::Joint(&mut ask), Truth::Reference(&mut truth));
    let reports = judge(&exercise, &[], &snapshots(&exercise), seed, hearings, truth).expect("reports");
    reports.try_into().expect("two functions")
}

fn unsteady(check: &Check) -> (&CaseEvidence, &Twice) {
    match check.evidence.first() {
        Some(Evidence::Case(case)) => match &case.finding {
            CaseFinding::Unsteady { replies: Some(replies) } => (case, replies),
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

#[test]
fn public_calls_are_those_that_the_fixtures_state_and_no_others() {
    // a wrong loss and its own slope: content is looked for, and a simpler input, too
    let asked = RefCell::new(vec![]);
    let wrong = |hearing: Hearing, call: &Call| {
        asked.borrow_mut().push((hearing, call.clone()));
        let x = right(call).value().and_then(|value| value.numbers().first().map(|(_, x)| *x)).unwrap_or_default();
        if call.function == "loss" { Fate::Value(Value::Number(x + x.sin())) } else { times(right(call), 3.0) }
    };
    apart(7, &wrong);
    apart(8, &wrong);
    let asked = asked.into_inner();
    let of = |which: Hearing| -> BTreeSet<Vec<u8>> {
        asked.iter().filter(|(hearing, _)| *hearing == which).map(|(_, call)| call.key()).collect()
    };
    // with another seed the same: nothing that is drawn decides what is asked in public
    let once = of(Hearing::Public);
    assert_eq!(asked.iter().filter(|(hearing, _)| *hearing == Hearing::Public).count(), 2 * once.len());
    assert!(of(Hearing::Closed).len() > 30);
    assert!(once.is_disjoint(&of(Hearing::Closed)));
}

#[test]
fn right_functions_are_right_apart_as_together_and_some_draws_are_heard_again() {
    let (again, closed) = (RefCell::new(vec![]), RefCell::new(BTreeSet::new()));
    for seed in 0..20 {
        // the last digit may differ from process to process
        let reports = apart(seed, &|hearing, call| {
            match hearing {
                Hearing::Again => again.borrow_mut().push(call.key()),
                Hearing::Closed => drop(closed.borrow_mut().insert(call.key())),
                Hearing::Public => {}
            }
            if hearing == Hearing::Again { times(right(call), 1.0 + 1e-14) } else { right(call) }
        });
        assert_eq!(reports, joint(seed, &right));
    }
    // of eight ordinary draws two, of three extreme ones one
    let again = again.into_inner();
    assert_eq!(again.len(), 20 * 3);
    assert!(again.iter().all(|key| closed.borrow().contains(key)));
}

#[test]
fn what_is_right_once_alone_is_unsteady_and_says_both_replies() {
    let reply = |hearing: Hearing, call: &Call| {
        if hearing == Hearing::Again && call.function == "loss" { times(right(call), 2.0) } else { right(call) }
    };
    let [loss, grad] = apart(7, &reply);
    assert_eq!((loss.points, grad.points), (0, 7));
    for check in &loss.checks[..2] {
        assert_eq!((check.verdict, check.fate), (Verdict::Wrong, FateWord::Unsteady));
        let (case, Twice { first, second }) = unsteady(check);
        assert_eq!((case.verdict, case.args.len()), (Verdict::Wrong, 1));
        let Second::Value { got, .. } = second else { panic!("{second:?}") };
        assert_eq!(Fate::Value(got.value.clone()), times(Fate::Value(first.value.clone()), 2.0));
        assert!(check.wrong_draws.is_empty());
    }
    // nothing is said of formulas that only break elsewhere
    assert_eq!((&loss.note, &loss.diagnosis), (&None, &None));
}

#[test]
fn an_end_the_second_time_is_unsteady_but_the_graders_own_trouble_is_not() {
    let of = |fate: Fate| {
        let reply = |hearing, call: &Call| if hearing == Hearing::Again { fate.clone() } else { right(call) };
        apart(7, &reply)[0].checks[0].clone()
    };
    let panicked = of(Fate::Panicked { message: "no".into(), line: Some(3) });
    assert_eq!((panicked.verdict, panicked.fate), (Verdict::Wrong, FateWord::Unsteady));
    assert!(matches!(unsteady(&panicked).1.second, Second::NoValue { ending: Ending::Panicked { .. } }));
    let trouble = of(Fate::Misuse { message: "no".into() });
    assert_eq!((trouble.verdict, trouble.fate), (Verdict::GraderError, FateWord::Misuse));
}

#[test]
fn what_is_wrong_is_not_heard_again() {
    let reply = |hearing, call: &Call| match hearing {
        Hearing::Again => panic!("{call:?}"),
        Hearing::Public => right(call),
        Hearing::Closed => times(right(call), 2.0),
    };
    let [loss, _] = apart(7, &reply);
    assert_eq!((loss.points, loss.checks[0].fate), (0, FateWord::Value));
}

//! Fates to verdicts, trials to findings to credit, and the notes: on a small exercise.

use super::content::Contents;
use super::law::{self, Formulas};
use super::*;
use crate::fate::{Because, Death, FateWord, NotBuilt};
use crate::number::Value;
use crate::report::{Content, Evidence, Lack, LawEvidence, LawFinding, Likeness, Note};
use crate::sample::{exercise, right, snapshots, times, vector};

/// The reports of both functions, with these replies.
fn judged(reply: impl Fn(&Call) -> Fate) -> [FunctionReport; 2] {
    let exercise = exercise();
    let mut ask = |calls: &[Call]| Ok(calls.iter().map(&reply).collect());
    let reports =
        judge(&exercise, &[], &snapshots(&exercise), 7, Hearings::Joint(&mut ask), Truth::Never).expect("reports");
    reports.try_into().expect("two functions")
}

fn points(report: &FunctionReport) -> Vec<u32> {
    report.checks.iter().map(|check| check.points).collect()
}

/// The known wrong body that the replies look like.
fn named(report: &FunctionReport) -> Option<&str> {
    match &report.diagnosis.as_ref()?.like {
        Likeness::Listed { name, .. } => Some(name),
        _ => None,
    }
}

fn law_of(report: &FunctionReport) -> &LawEvidence {
    match &report.checks.last().expect("a law").evidence[..] {
        [Evidence::Law(law)] => law,
        other => panic!("{other:?}"),
    }
}

#[test]
fn right_replies_earn_everything_and_leave_only_the_names_of_the_cases() {
    let [loss, grad] = judged(right);
    assert_eq!((points(&loss), points(&grad)), (vec![4, 2, 3], vec![5, 2]));
    assert_eq!((loss.note.as_ref(), loss.diagnosis.as_ref()), (None, None));
    assert_eq!(loss.checks[0].right, ["one", "two"]);
    assert!(loss.checks[0].evidence.is_empty() && loss.checks[1].evidence.is_empty());
    assert_eq!(law_of(&loss).finding, LawFinding::Holds);
}

#[test]
fn every_fate_has_its_verdict_and_no_other_function_pays() {
    use Verdict::{GraderError, NotRun, Wrong};
    let signature = NotBuilt::Signature { asked: "fn loss()".into(), yours: None, rustc: "no".into() };
    for (fate, word, verdict) in [
        (Fate::Unfinished, FateWord::Unfinished, NotRun),
        (Fate::NotBuilt(signature), FateWord::NotBuilt, NotRun),
        (Fate::NotCalled(Because::Overtime), FateWord::NotCalled, NotRun),
        (Fate::Panicked { message: "no".into(), line: Some(3) }, FateWord::Panicked, Wrong),
        (Fate::Overtime { seconds: 2.0 }, FateWord::Overtime, Wrong),
        (Fate::Killed(Death::StackOverflow), FateWord::Killed, Wrong),
        (Fate::Killed(Death::Signal { number: 11 }), FateWord::Killed, Wrong),
        (Fate::Quit { status: 0 }, FateWord::Quit, Wrong),
        (Fate::Misuse { message: "no".into() }, FateWord::Misuse, GraderError),
    ] {
        let [loss, grad] = judged(|call| if call.function == "loss" { fate.clone() } else { right(call) });
        assert_eq!(loss.points, 0, "{fate:?}");
        for check in &loss.checks {
            assert_eq!((check.verdict, check.fate), (verdict, word), "{fate:?}: {}", check.name);
            let ending = check.evidence[0].ending().expect("an ending");
            assert_eq!((ending.word(), check.evidence.len()), (word, 1), "{fate:?}");
        }
        // the law of the gradient needs the loss; the gradient itself is right
        let law = grad.checks.last().expect("a law");
        match verdict {
            GraderError => assert_eq!((law.verdict, law.points), (GraderError, 0)),
            _ => assert_eq!((law.verdict, law.points), (Verdict::FollowThrough, 2), "{fate:?}"),
        }
        assert_eq!(grad.checks[0].points, 5);
    }
}

#[test]
fn arguments_are_shown_where_they_may_be_the_reason() {
    let of = |fate: Fate| {
        let [loss, _] = judged(|call| if call.function == "loss" { fate.clone() } else { right(call) });
        match &loss.checks[0].evidence[0] {
            Evidence::Case(case) => case.args.len(),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(of(Fate::Panicked { message: "no".into(), line: None }), 1);
    assert_eq!((of(Fate::Unfinished), of(Fate::NotCalled(Because::Deaths))), (0, 0));
}

#[test]
fn a_wrong_formula_is_named_and_its_own_gradient_earns_the_method() {
    let [loss, grad] = judged(|call| times(right(call), 2.0));
    assert_eq!((points(&loss), points(&grad)), (vec![0, 0, 0], vec![3, 2]));
    assert_eq!(named(&loss), Some("twice"));
    assert_eq!(grad.note, Some(Note::FollowThrough { cases: 3 }));
    let content = Content::Known { name: "twice".into() };
    assert_eq!(law_of(&grad).finding, LawFinding::Follows { base: "loss".into(), content });
    let LawFinding::Broken { drawn, at, says, .. } = &law_of(&loss).finding else { panic!("{loss:?}") };
    assert_eq!((drawn.len(), at.len(), says.as_str()), (2, 0, "The mean moves with its numbers."));
}

#[test]
fn a_wrong_function_hears_which_wrong_one_it_calls() {
    let exercise = exercise();
    let judged = |text: &str, wrong: &[&str]| {
        let files = [StudentFile { path: crate::source::MAIN.into(), text: text.into() }];
        let reply = |call: &Call| times(right(call), if wrong.contains(&call.function.as_str()) { 2.0 } else { 1.0 });
        let mut ask = |calls: &[Call]| Ok(calls.iter().map(reply).collect());
        let reports = judge(&exercise, &files, &snapshots(&exercise), 7, Hearings::Joint(&mut ask), Truth::Never)
            .expect("reports");
        reports.into_iter().map(|report| report.upstream).collect::<Vec<_>>()
    };
    let text = "pub fn loss(v: &V) -> f64 { v.mean() }\npub fn grad(v: &V) -> V { v / loss(v) }\n";
    assert_eq!(judged(text, &["loss", "grad"]), [None, Some("loss".to_owned())]);
    assert_eq!(judged(text, &["grad"]), [None, None]);
    assert_eq!(judged(text, &["loss"]), [None, None]);
    assert_eq!(judged(&text.replace("loss(v) }", "n }"), &["loss", "grad"]), [None, None]);
}

#[test]
fn a_zero_gradient_of_a_constant_loss_earns_nothing() {
    let [loss, grad] = judged(|call| times(right(call), 0.0));
    assert_eq!((loss.points, grad.points), (0, 0));
    let nothing = LawFinding::FollowsNothing { base: "loss".into(), lack: Lack::Constant };
    assert_eq!((law_of(&grad).verdict, &law_of(&grad).finding), (Verdict::Right, &nothing));
}

#[test]
fn a_right_function_does_not_pay_for_a_wrong_one_and_a_wrong_one_not_less() {
    let [_, grad] = judged(|call| times(right(call), if call.function == "loss" { 2.0 } else { 1.0 }));
    assert_eq!(points(&grad), [5, 2]);
    assert_eq!(law_of(&grad).finding, LawFinding::OtherIsWrong { function: "loss".into() });
    let [_, grad] = judged(|call| times(right(call), if call.function == "loss" { 1.0 } else { 2.0 }));
    assert_eq!((points(&grad), law_of(&grad).verdict), (vec![0, 0], Verdict::Wrong));
}

/// Right on the inputs of the cases; elsewhere this.
fn known_by_heart(call: &Call, elsewhere: Fate) -> Fate {
    let case = call.args[0].numbers().iter().all(|(_, x)| x.fract() == 0.0);
    if case || call.function != "loss" { right(call) } else { elsewhere }
}

#[test]
fn values_that_break_every_law_take_the_cases_away_and_nothing_else_does() {
    let [loss, _] = judged(|call| known_by_heart(call, Fate::Value(Value::Number(0.25))));
    assert_eq!((points(&loss), loss.note.clone()), (vec![0, 0, 0], Some(Note::ByHeart)));
    let [loss, _] = judged(|call| known_by_heart(call, Fate::Value(vector(&[0.25]))));
    assert_eq!(points(&loss), [0, 0, 0]);
    for ending in [
        Fate::Overtime { seconds: 2.0 },
        Fate::Killed(Death::Memory { mebibytes: 1024 }),
        Fate::Panicked { message: "failed to spawn thread".into(), line: Some(1) },
        Fate::Misuse { message: "lost".into() },
    ] {
        let [loss, _] = judged(|call| known_by_heart(call, ending.clone()));
        assert_eq!((points(&loss), loss.note.clone()), (vec![4, 2, 0], None), "{ending:?}");
    }
    // a function that is not called any more is not called with the extreme input, which comes last
    let [loss, _] = judged(|call| known_by_heart(call, Fate::NotCalled(Because::Deaths)));
    assert_eq!((points(&loss), loss.note.clone()), (vec![4, 0, 0], None));
}

#[test]
fn an_unstable_function_hears_where_it_breaks_unless_it_is_named() {
    let unstable = |call: &Call| match (call.function.as_str(), call.args[0].numbers()[0].1 > 1e300) {
        ("loss", true) => Fate::Value(Value::Number(f64::INFINITY)),
        _ => right(call),
    };
    let [loss, _] = judged(unstable);
    assert_eq!(points(&loss), [4, 0, 3]);
    assert_eq!(loss.note, Some(Note::Unstable { breaks: None }));
    assert_eq!(named(&loss), Some("sum first"));
    let nan = |call: &Call| match unstable(call) {
        Fate::Value(Value::Number(x)) if x.is_infinite() => Fate::Value(Value::Number(f64::NAN)),
        fate => fate,
    };
    assert_eq!(named(&judged(nan)[0]), Some("sum first"));
    let capped = |call: &Call| match unstable(call) {
        Fate::Value(Value::Number(x)) if x.is_infinite() => Fate::Value(Value::Number(1e300)),
        fate => fate,
    };
    let [loss, _] = judged(capped);
    let breaks = Some("the sum overflows; divide first.".into());
    assert_eq!(loss.note, Some(Note::Unstable { breaks }));
}

#[test]
fn a_law_that_holds_for_a_wrong_formula_is_withheld() {
    // the largest number moves with a shift, too
    let largest = |call: &Call| match call.function.as_str() {
        "loss" => Fate::Value(Value::Number(call.args[0].numbers().iter().fold(f64::MIN, |most, (_, x)| most.max(*x)))),
        _ => right(call),
    };
    let [loss, _] = judged(largest);
    assert_eq!((points(&loss), loss.note.clone()), (vec![0, 0, 0], Some(Note::LawsHold)));
    assert_eq!(loss.checks[0].right, ["one"]);
}

/// The law of the gradient, with these trials and these functions right.
fn of_trials(trials: &[Trial], right: &[&str]) -> (Verdict, FateWord, LawFinding) {
    let exercise = exercise();
    let function = exercise.function("grad").expect("a function");
    let checks = |name: &str| {
        let verdict = if right.contains(&name) { Verdict::Right } else { Verdict::Wrong };
        vec![Check::new(Kind::Case, "cases", 1, verdict, FateWord::Value, vec![])]
    };
    let all: Vec<(&Function, Vec<Check>)> = exercise.functions.iter().map(|one| (one, checks(&one.name))).collect();
    let functions: Vec<&Function> = exercise.functions.iter().collect();
    let formulas = Formulas::of(&exercise, &functions, all.iter().map(|(function, checks)| (*function, checks)));
    let trial = |number: u64| trials.get(number as usize).or(trials.last()).cloned().expect("a trial");
    let check = law::check(&exercise, (function, &function.properties[0]), (&formulas, &Contents::default()), &trial);
    let [Evidence::Law(law)] = &check.evidence[..] else { panic!("{check:?}") };
    assert_eq!(law.verdict, check.verdict);
    (check.verdict, check.fate, law.finding.clone())
}

#[test]
fn every_trial_has_its_finding() {
    let holds = Trial::Holds { size: 1.0 };
    let call = |function: &str| Call { function: function.into(), args: vec![vector(&[0.5])] };
    let no_reply = |function: &str, fate: Fate| Trial::NoReply { call: call(function), fate };
    let of = |trial: &Trial| of_trials(&[holds.clone(), trial.clone()], &["loss"]);

    assert_eq!(of(&holds), (Verdict::Right, FateWord::Value, LawFinding::Holds));
    assert_eq!(of(&Trial::Inconclusive), (Verdict::Right, FateWord::Value, LawFinding::Holds));
    let never = of_trials(&[Trial::Inconclusive], &["loss"]);
    assert_eq!(never, (Verdict::Wrong, FateWord::Value, LawFinding::NoDerivative));

    let (left, right) = (vector(&[1.0, 2.0]), vector(&[1.0, 5.0]));
    let broken = Trial::Broken { drawn: vec![("v".into(), vector(&[0.5]))], left, right };
    let (verdict, fate, LawFinding::Broken { drawn, at, .. }) = of(&broken) else { panic!("it is broken") };
    assert_eq!((verdict, fate, drawn[0].name.as_str(), at), (Verdict::Wrong, FateWord::Value, "v", vec![1]));

    let (verdict, fate, LawFinding::Misshapen { what, .. }) = of(&Trial::Shape { what: "[2] and [3]".into() }) else {
        panic!("it does not fit")
    };
    assert_eq!((verdict, fate, what.as_str()), (Verdict::Wrong, FateWord::Value, "[2] and [3]"));

    let panic = Fate::Panicked { message: "no".into(), line: None };
    let (verdict, fate, LawFinding::NoValue { args, .. }) = of(&no_reply("grad", panic.clone())) else {
        panic!("it has no value")
    };
    assert_eq!((verdict, fate, args.len()), (Verdict::Wrong, FateWord::Panicked, 1));
    let (verdict, fate, finding) = of(&no_reply("loss", panic));
    assert_eq!((verdict, fate), (Verdict::NotRun, FateWord::Panicked));
    assert!(matches!(finding, LawFinding::OtherHasNone { function, .. } if function == "loss"));
    let (verdict, ..) = of(&no_reply("loss", Fate::Misuse { message: "no".into() }));
    assert_eq!(verdict, Verdict::GraderError);

    let unsettled = of(&Trial::Needs(vec![call("loss")]));
    assert_eq!(unsettled, (Verdict::GraderError, FateWord::Value, LawFinding::Unsettled));
}

#[test]
fn credit_depends_on_which_functions_are_right() {
    let holds = [Trial::Holds { size: 1.0 }];
    let broken = [Trial::Shape { what: "no".into() }];
    let finding = |trials: &[Trial], right: &[&str]| {
        let (verdict, _, finding) = of_trials(trials, right);
        (verdict, finding)
    };
    assert_eq!(finding(&holds, &["loss", "grad"]).0, Verdict::Right);
    assert_eq!(finding(&holds, &["grad"]).0, Verdict::Right);
    assert_eq!(finding(&holds, &["loss"]), (Verdict::Right, LawFinding::Holds));
    // what the base shows is another question
    assert_eq!(finding(&holds, &[]), (Verdict::Right, LawFinding::Holds));
    assert_eq!(finding(&[Trial::Holds { size: 0.0 }], &[]), (Verdict::Right, LawFinding::Holds));
    let other = LawFinding::OtherIsWrong { function: "loss".into() };
    assert_eq!(finding(&broken, &["grad"]), (Verdict::FollowThrough, other));
    assert_eq!(finding(&broken, &["loss", "grad"]).0, Verdict::Wrong);
    assert_eq!(finding(&broken, &[]).0, Verdict::Wrong);
}

#[test]
fn much_evidence_is_cut_and_counted() {
    let long = Fate::Value(Value::List(vec![Value::Number(0.1); 350_000]));
    let [loss, grad] = judged(|_| long.clone());
    for report in [loss, grad] {
        let text = serde_json::to_string(&report).expect("JSON");
        assert!(text.len() < 20_000, "{} bytes", text.len());
        assert!(text.contains("\"cut_from\":350000"), "{text}");
    }
}

#[test]
fn one_way_to_end_is_told_once_and_the_rest_is_counted() {
    let panic = Fate::Panicked { message: "the same".into(), line: Some(3) };
    let [loss, _] = judged(|call| if call.function == "loss" { panic.clone() } else { right(call) });
    assert_eq!((loss.checks[0].evidence.len(), loss.checks[0].more), (1, 1));
}

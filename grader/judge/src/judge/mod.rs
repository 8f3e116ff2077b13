//! From replies to verdicts, for the functions of one exercise. Does no IO: whoever calls it makes
//! the calls.

mod cases;
mod content;
mod drawn;
#[cfg(test)]
mod drawn_tests;
mod hearing;
mod law;
mod note;
mod replies;
mod shrink;
mod steady;
#[cfg(test)]
mod steady_tests;
#[cfg(test)]
mod tests;
mod vary;

pub use law::seed_of_trial;
pub use vary::adapted;

use crate::course::{Drawn, Exercise, Function, Property, Snapshot, With};
use crate::diagnose::{Failing, diagnose, upstream};
use crate::error::Result;
use crate::fate::{Ending, Fate};
use crate::property::{Call, Trial};
use crate::report::{Check, FunctionReport, Kind, Verdict};
use crate::score::score;
use crate::source::{StudentFile, line_of};
use content::{Contents, Seen};
use drawn::Reference;
use law::Formulas;
pub(crate) use replies::Replies;
use std::collections::BTreeMap;

pub use drawn::{DrawnCase, Truth, Want};
pub use hearing::{Ask, Hear, Hearing, Hearings};

/// Rounds in which calls may depend on earlier replies.
const MOST_ROUNDS: usize = 8;

/// Judges every function of an exercise. Inputs of laws and drawn cases are drawn from `seed`.
pub fn judge(
    exercise: &Exercise,
    files: &[StudentFile],
    snapshots: &BTreeMap<String, Snapshot>,
    seed: u64,
    hearings: Hearings<'_>,
    truth: Truth<'_>,
) -> Result<Vec<FunctionReport>> {
    judge_some(exercise, &exercise.functions.iter().collect::<Vec<_>>(), files, snapshots, seed, hearings, truth)
}

/// Judges some functions of an exercise, all others being known to be right.
pub fn judge_some(
    exercise: &Exercise,
    functions: &[&Function],
    files: &[StudentFile],
    snapshots: &BTreeMap<String, Snapshot>,
    seed: u64,
    mut hearings: Hearings<'_>,
    truth: Truth<'_>,
) -> Result<Vec<FunctionReport>> {
    let hearings = &mut hearings;
    let later = matches!(truth, Truth::Later);
    let mut reference = match truth {
        Truth::Reference(ask) => Some(Reference::new(ask)),
        Truth::Later | Truth::Never => None,
    };
    let drawn = match &mut reference {
        Some(reference) => reference.draw(exercise, functions, seed)?,
        None => BTreeMap::new(),
    };
    let mut replies = replies(exercise, functions, &drawn, seed, hearings)?;
    steady::ask_again(functions, &drawn, seed, &mut replies, hearings)?;
    let mut of_cases: Vec<(&Function, &Snapshot, Vec<Check>)> = vec![];
    for function in functions {
        let Some(snapshot) = snapshots.get(&function.name) else { continue };
        let mine = drawn.get(function.name.as_str()).map(Vec::as_slice).unwrap_or_default();
        let mut checks = cases::checks(function, snapshot, mine, &replies);
        if let Some(reference) = &mut reference {
            cases::simplify(exercise, function, mine, &mut checks, reference, &mut replies, hearings)?;
        }
        of_cases.push((function, snapshot, checks));
    }
    let formulas = Formulas::of(exercise, functions, of_cases.iter().map(|(function, _, checks)| (*function, checks)));
    let follow =
        of_cases.iter().flat_map(|(function, _, _)| function.properties.iter().map(move |law| (*function, law)));
    let follow: Vec<_> = follow
        .filter_map(|owned| {
            law::following(exercise, owned, &formulas, &|trial| replies.attempt(exercise, owned, seed, trial))
        })
        .collect();
    let seen = Seen { exercise, snapshots, formulas: &formulas, seed };
    let contents = Contents::of(&seen, &follow, &mut replies, hearings)?;
    let failing: BTreeMap<String, Failing> =
        of_cases.iter().filter_map(|(function, _, checks)| Some((function.name.clone(), failing(checks)?))).collect();
    let reports = of_cases.into_iter().map(|(function, _, mut checks)| {
        for property in &function.properties {
            let trial = |trial| replies.attempt(exercise, (function, property), seed, trial);
            checks.push(law::check(exercise, (function, property), (&formulas, &contents), &trial));
        }
        let followed = law::followed(function, &checks);
        score(&mut checks, followed);
        let fates: Vec<&Fate> = function.cases.iter().map(|case| replies.stored(function, case)).collect();
        let wrong = failing.contains_key(&function.name);
        let diagnosis = wrong.then(|| diagnose(function, snapshots, &fates)).flatten();
        let note = note::note(function, &checks, diagnosis.as_ref());
        let order = exercise.functions.iter().map(|other| other.name.as_str());
        let upstream = upstream(&function.name, order, &failing, files);
        let report = FunctionReport::of_function(function, line_of(files, &function.name));
        // what this course does not say how to draw is added by one that does
        let waits = |sort: &&Drawn| later || (reference.is_some() && sort.draw.is_none());
        let drawn_later = function.drawn.iter().filter(waits).map(|sort| sort.name.clone()).collect();
        FunctionReport { upstream, drawn_later, ..report.judged(checks, diagnosis, note) }
    });
    Ok(reports.collect())
}

/// Where the replies to the cases are wrong, if they are.
fn failing(checks: &[Check]) -> Option<Failing> {
    let wrong = |kind: Kind| checks.iter().any(|check| check.kind == kind && check.verdict == Verdict::Wrong);
    match (wrong(Kind::Case), wrong(Kind::Stability)) {
        (true, _) => Some(Failing::Formula),
        (false, true) => Some(Failing::Extremes),
        (false, false) => None,
    }
}

/// What the reference says of the drawn cases of these functions, by their names.
pub fn drawn<'f>(
    exercise: &Exercise,
    functions: &[&'f Function],
    seed: u64,
    reference: &mut Ask<'_>,
) -> Result<BTreeMap<&'f str, Vec<DrawnCase<'f>>>> {
    Reference::new(reference).draw(exercise, functions, seed)
}

/// A law and the function it belongs to.
type Owned<'a> = (&'a Function, &'a Property);

/// Makes every call that cases and laws need, round by round.
fn replies(
    exercise: &Exercise,
    functions: &[&Function],
    drawn: &BTreeMap<&str, Vec<DrawnCase<'_>>>,
    seed: u64,
    hearings: &mut Hearings<'_>,
) -> Result<Replies> {
    let mut replies = Replies::default();
    let of_cases = |extreme: bool| {
        functions.iter().flat_map(move |function| {
            let cases = function.cases.iter().filter(move |case| case.stability.is_some() == extreme);
            let stored = cases.map(|case| Call { function: function.name.clone(), args: case.args.clone() });
            let drawn = drawn.get(function.name.as_str()).into_iter().flatten();
            let drawn = drawn.filter(move |case| (case.drawn.with == With::Cases) != extreme);
            let drawn = drawn.filter_map(|case| Some((Hearing::Closed, case.call(&function.name)?)));
            stored.map(|call| (Hearing::Public, call)).chain(drawn)
        })
    };
    // extreme inputs come last: a loop on one of them must not cost the laws
    let mut open: Vec<(Hearing, Call)> = of_cases(false).collect();
    for round in 0..MOST_ROUNDS {
        for function in functions {
            for property in &function.properties {
                for trial in 0..property.law.trials() {
                    if let Trial::Needs(calls) = replies.attempt(exercise, (function, property), seed, trial) {
                        open.extend(calls.into_iter().map(|call| (Hearing::Closed, call)));
                    }
                }
            }
        }
        let settled = !replies.settle(&mut open, hearings)?;
        if round > 0 && settled {
            break;
        }
    }
    open.extend(of_cases(true));
    replies.settle(&mut open, hearings)?;
    Ok(replies)
}

/// The verdict on a call that returned no value.
fn verdict_of(ending: &Ending) -> Verdict {
    match ending {
        Ending::Unfinished | Ending::NotBuilt(_) | Ending::NotCalled { .. } => Verdict::NotRun,
        Ending::Panicked { .. }
        | Ending::Overtime { .. }
        | Ending::Killed(_)
        | Ending::Quit { .. }
        | Ending::Protocol { .. } => Verdict::Wrong,
        Ending::Misuse { .. } => Verdict::GraderError,
    }
}

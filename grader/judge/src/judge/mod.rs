//! From replies to verdicts, for the functions of one exercise. Does no IO: whoever calls it makes
//! the calls.

mod cases;
mod content;
mod law;
mod note;
mod replies;
#[cfg(test)]
mod tests;
mod vary;

pub use law::seed_of_trial;
pub use vary::adapted;

use crate::course::{Exercise, Function, Property, Snapshot};
use crate::diagnose::{Failing, diagnose, upstream};
use crate::error::Result;
use crate::fate::{Ending, Fate};
use crate::property::{Call, Trial};
use crate::report::{Check, FunctionReport, Kind, Verdict};
use crate::score::score;
use crate::source::{StudentFile, line_of};
use content::{Contents, Seen};
use law::Formulas;
use replies::Replies;
use std::collections::BTreeMap;

/// Makes calls to the judged functions: one fate per call.
pub type Ask<'a> = dyn FnMut(&[Call]) -> Result<Vec<Fate>> + 'a;

/// Rounds in which calls may depend on earlier replies.
const MOST_ROUNDS: usize = 8;

/// Judges every function of an exercise. Inputs of properties are drawn from `seed`.
pub fn judge(
    exercise: &Exercise,
    files: &[StudentFile],
    snapshots: &BTreeMap<String, Snapshot>,
    seed: u64,
    ask: &mut Ask<'_>,
) -> Result<Vec<FunctionReport>> {
    judge_some(exercise, &exercise.functions.iter().collect::<Vec<_>>(), files, snapshots, seed, ask)
}

/// Judges some functions of an exercise, all others being known to be right.
pub fn judge_some(
    exercise: &Exercise,
    functions: &[&Function],
    files: &[StudentFile],
    snapshots: &BTreeMap<String, Snapshot>,
    seed: u64,
    ask: &mut Ask<'_>,
) -> Result<Vec<FunctionReport>> {
    let mut replies = replies(exercise, functions, seed, ask)?;
    let owed = functions.iter().filter_map(|function| Some((*function, snapshots.get(&function.name)?)));
    let of_cases: Vec<(&Function, &Snapshot, Vec<Check>)> =
        owed.map(|(function, snapshot)| (function, snapshot, cases::checks(function, snapshot, &replies))).collect();
    let formulas = Formulas::of(exercise, functions, of_cases.iter().map(|(function, _, checks)| (*function, checks)));
    let follow =
        of_cases.iter().flat_map(|(function, _, _)| function.properties.iter().map(move |law| (*function, law)));
    let follow: Vec<_> = follow
        .filter_map(|owned| {
            law::following(exercise, owned, &formulas, &|trial| replies.attempt(exercise, owned, seed, trial))
        })
        .collect();
    let contents = Contents::of(&Seen { exercise, snapshots, formulas: &formulas, seed }, &follow, &mut replies, ask)?;
    let failing: BTreeMap<String, Failing> =
        of_cases.iter().filter_map(|(function, _, checks)| Some((function.name.clone(), failing(checks)?))).collect();
    let reports = of_cases.into_iter().map(|(function, _, mut checks)| {
        for property in &function.properties {
            let trial = |trial| replies.attempt(exercise, (function, property), seed, trial);
            checks.push(law::check(exercise, (function, property), (&formulas, &contents), &trial));
        }
        let followed = law::followed(function, &checks);
        score(&mut checks, followed);
        let fates: Vec<&Fate> = function.cases.iter().map(|case| replies.of(function, case)).collect();
        let wrong = failing.contains_key(&function.name);
        let diagnosis = wrong.then(|| diagnose(function, snapshots, &fates)).flatten();
        let note = note::note(function, &checks, diagnosis.as_ref());
        let order = exercise.functions.iter().map(|other| other.name.as_str());
        let upstream = upstream(&function.name, order, &failing, files);
        let report = FunctionReport::of_function(function, line_of(files, &function.name));
        FunctionReport { upstream, ..report.judged(checks, diagnosis, note) }
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

/// A law and the function it belongs to.
type Owned<'a> = (&'a Function, &'a Property);

/// Makes every call that cases and laws need, round by round.
fn replies(exercise: &Exercise, functions: &[&Function], seed: u64, ask: &mut Ask<'_>) -> Result<Replies> {
    let mut replies = Replies::default();
    let of_cases = |extreme: bool| {
        functions.iter().flat_map(move |function| {
            let cases = function.cases.iter().filter(move |case| case.stability.is_some() == extreme);
            cases.map(|case| Call { function: function.name.clone(), args: case.args.clone() })
        })
    };
    // extreme inputs come last: a loop on one of them must not cost the laws
    let mut open: Vec<Call> = of_cases(false).collect();
    for round in 0..MOST_ROUNDS {
        for function in functions {
            for property in &function.properties {
                for trial in 0..property.law.trials() {
                    if let Trial::Needs(calls) = replies.attempt(exercise, (function, property), seed, trial) {
                        open.extend(calls);
                    }
                }
            }
        }
        let settled = !replies.settle(&mut open, ask)?;
        if round > 0 && settled {
            break;
        }
    }
    open.extend(of_cases(true));
    replies.settle(&mut open, ask)?;
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

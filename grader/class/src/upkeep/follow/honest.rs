//! One slip upstream, right downstream: every known wrong body of a function that others follow, these being right for
//! it. Each must be paid.

use super::super::beside::Sort;
use super::super::reference::{Replies, body_limit};
use super::chain::{Asked, Chain};
use judge::course::{Exercise, Function, Snapshot, Wrong};
use judge::error::Result;
use judge::fate::Fate;
use judge::number::Value;
use judge::property::Call;
use judge::report::{Evidence, FunctionReport, Kind, Lack, LawFinding, Verdict};
use std::collections::BTreeMap;

/// What a function that follows is paid after one slip.
#[derive(Clone, Debug, PartialEq)]
pub struct Honest {
    /// The exercise.
    pub exercise: String,
    /// The function with the slip, and the name of that.
    pub slip: (String, String),
    /// The function that follows.
    pub function: String,
    /// What came of it.
    pub outcome: Outcome,
}

/// What came of a right step after a slip.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// Paid: its points, of so many.
    Paid(u32, u32),
    /// It is held to show nothing.
    Unpaid(LawFinding),
    /// There is nothing to follow: the slip is one number throughout, has no slope or value where the law is tried,
    /// or is none on ordinary inputs.
    NoStep,
}

/// Every slip and everything that follows from it in one step.
pub fn honest(
    exercise: &Exercise,
    snapshots: &BTreeMap<String, Snapshot>,
    replies: &Replies,
    seed: u64,
) -> Result<Vec<Honest>> {
    let asked = Asked::new(exercise, replies);
    let mut all = vec![];
    for base in &exercise.functions {
        let followers = followers(exercise, base);
        if followers.is_empty() {
            continue;
        }
        for (index, wrong) in base.wrong.iter().enumerate() {
            asked.limit(body_limit(wrong));
            let offered = Sort::Wrong.offered(&base.name, index);
            let start = |call: &Call, program: &super::chain::Program<'_>| {
                if call.function == base.name {
                    return program(&Call { function: offered.clone(), args: call.args.clone() });
                }
                let fate = program(call)?;
                Some(if followers.iter().any(|function| function.name == call.function) { off(&fate) } else { fate })
            };
            let chain = Chain::new(&asked, followers.clone(), &start, seed);
            let functions: Vec<&Function> = std::iter::once(base).chain(followers.iter().copied()).collect();
            let reports = chain.judged(&functions, snapshots)?;
            let slipped = reports.iter().any(|report| report.name == base.name && !right(report));
            for function in &followers {
                let Some(report) = reports.iter().find(|report| report.name == function.name) else { continue };
                all.push(Honest {
                    exercise: exercise.name.clone(),
                    slip: (base.name.clone(), wrong.name.clone()),
                    function: function.name.clone(),
                    outcome: outcome(snapshots.get(&base.name), (base, wrong), report, slipped),
                });
            }
        }
    }
    Ok(all)
}

/// The functions with a law for follow-through that calls another one.
pub fn followers<'a>(exercise: &'a Exercise, base: &Function) -> Vec<&'a Function> {
    let follows = |function: &&Function| {
        let mut laws = function.properties.iter().filter(|law| law.follow_through.is_some());
        function.name != base.name && laws.any(|law| law.law.calls().contains(&base.name))
    };
    exercise.functions.iter().filter(follows).collect()
}

fn outcome(
    snapshot: Option<&Snapshot>,
    (base, wrong): (&Function, &Wrong),
    report: &FunctionReport,
    slipped: bool,
) -> Outcome {
    let findings = report.checks.iter().flat_map(|check| &check.evidence).filter_map(|one| match one {
        Evidence::Law(law) => Some(&law.finding),
        _ => None,
    });
    let unpaid = |finding: &&LawFinding| match finding {
        LawFinding::FollowsNothing { lack, .. } => *lack != Lack::Flat,
        _ => false,
    };
    let nothing = findings.into_iter().find(unpaid);
    match nothing {
        _ if report.points > 0 && slipped => Outcome::Paid(report.points, report.max),
        Some(finding) if !constant(snapshot, base, wrong) => Outcome::Unpaid(finding.clone()),
        _ => Outcome::NoStep,
    }
}

/// Is a wrong body one number on every case?
fn constant(snapshot: Option<&Snapshot>, base: &Function, wrong: &Wrong) -> bool {
    let stored = snapshot.and_then(|snapshot| snapshot.wrong.iter().find(|stored| stored.name == wrong.name));
    let Some(stored) = stored else { return false };
    let ordinary = base.cases.iter().zip(&stored.replies).filter(|(case, _)| case.stability.is_none());
    let mut all = ordinary.filter_map(|(_, reply)| reply.as_ref()).flat_map(Value::numbers).map(|(_, x)| x);
    all.next().is_none_or(|first| all.all(|x| x == first))
}

fn right(report: &FunctionReport) -> bool {
    report.checks.iter().any(|check| check.kind == Kind::Case && check.verdict == Verdict::Right)
}

/// Not the right reply, and of its form.
fn off(fate: &Fate) -> Fate {
    match fate {
        Fate::Value(value) => {
            let numbers: Vec<f64> = value.numbers().into_iter().map(|(_, x)| x).collect();
            Fate::Value(super::chain::with(value, &|at| 1.5 * numbers[at] + 0.25))
        }
        other => other.clone(),
    }
}

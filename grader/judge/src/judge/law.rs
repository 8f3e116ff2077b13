//! One law of one function: trials, what they show, and what that is worth.

use super::cases::MOST_NUMBERS;
use super::replies::Replies;
use super::{Owned, verdict_of};
use crate::course::{Exercise, Function, Property};
use crate::digest::seed_of;
use crate::fate::FateWord;
use crate::number::Value;
use crate::property::{Call, Trial};
use crate::report::{Argument, Check, Evidence, Excerpt, Kind, LawEvidence, LawFinding, Verdict};
use std::collections::BTreeMap;

/// A gradient of numbers no larger than this may be a constant 0, which follows any constant loss.
const ZERO: f64 = 1e-9;

/// Of a side of a law no more numbers are kept.
const MOST_OF_A_SIDE: usize = 30;

/// Of a drawn input no more numbers are kept.
const MOST_OF_AN_INPUT: usize = 100;

/// Which functions are right on their cases.
pub struct Formulas<'a>(BTreeMap<&'a str, Verdict>);

impl<'a> Formulas<'a> {
    /// From the checks of the judged functions, cases first; all others are known to be right. Of a function without
    /// a case nothing is known.
    pub fn of<'b>(
        exercise: &'a Exercise,
        functions: &[&'a Function],
        checks: impl Iterator<Item = (&'a Function, &'b Vec<Check>)>,
    ) -> Self {
        let right = exercise.functions.iter().map(|function| (function.name.as_str(), Verdict::Right));
        let mut formulas: BTreeMap<&str, Verdict> = right.collect();
        for function in functions {
            formulas.remove(function.name.as_str());
        }
        for (function, checks) in checks {
            if let Some(cases) = checks.first().filter(|first| first.kind == Kind::Case) {
                formulas.insert(&function.name, cases.verdict);
            }
        }
        Formulas(formulas)
    }

    fn is(&self, function: &str, verdict: Verdict) -> bool {
        self.0.get(function) == Some(&verdict)
    }
}

/// What all trials of a law show by themselves.
struct Shown {
    finding: LawFinding,
    verdict: Verdict,
    /// The largest number on the left side of a trial that holds.
    size: f64,
}

/// Judges a law.
pub fn check(exercise: &Exercise, owned: Owned<'_>, formulas: &Formulas<'_>, trial: &dyn Fn(u64) -> Trial) -> Check {
    let (function, property) = owned;
    let shown = look(exercise, owned, trial);
    let (verdict, finding) = credit(function, property, formulas, shown);
    let fate = match &finding {
        LawFinding::NoValue { ending, .. } | LawFinding::OtherHasNone { ending, .. } => ending.word(),
        _ => FateWord::Value,
    };
    let evidence = Evidence::Law(LawEvidence { law: property.law.text.clone(), verdict, finding });
    Check::new(Kind::Property, &property.name, property.points.unwrap_or(0), verdict, fate, vec![evidence])
}

/// Trial after trial, up to the first that does not hold.
fn look(exercise: &Exercise, owned: Owned<'_>, trial: &dyn Fn(u64) -> Trial) -> Shown {
    let (mut size, mut told) = (0.0_f64, false);
    for number in 0..owned.1.law.trials() {
        match trial(number) {
            Trial::Holds { size: of_trial } => {
                size = size.max(of_trial);
                told = true;
            }
            Trial::Inconclusive => {}
            other => {
                let (verdict, finding) = found(exercise, owned, other);
                return Shown { finding, verdict, size };
            }
        }
    }
    if told {
        Shown { finding: LawFinding::Holds, verdict: Verdict::Right, size }
    } else {
        Shown { finding: LawFinding::NoDerivative, verdict: Verdict::Wrong, size }
    }
}

/// What a single trial shows.
fn found(exercise: &Exercise, (function, property): Owned<'_>, trial: Trial) -> (Verdict, LawFinding) {
    let says = property.says.clone();
    match trial {
        Trial::Holds { .. } => (Verdict::Right, LawFinding::Holds),
        Trial::Inconclusive => (Verdict::Wrong, LawFinding::NoDerivative),
        Trial::Broken { drawn, left, right } => {
            let named = |(name, value): &(String, Value)| Argument::new(name, value, MOST_OF_AN_INPUT);
            let drawn = drawn.iter().map(named).collect();
            let at = property.law.worst(&left, &right);
            let (left, right) = (Excerpt::of(&left, MOST_OF_A_SIDE), Excerpt::of(&right, MOST_OF_A_SIDE));
            let tolerance = property.tolerance;
            (Verdict::Wrong, LawFinding::Broken { drawn, left, right, at, tolerance, says })
        }
        Trial::Shape { what } => (Verdict::Wrong, LawFinding::Misshapen { what, says }),
        Trial::Defect { what, .. } => (Verdict::GraderError, LawFinding::Senseless { what }),
        Trial::NoReply { call, fate } => {
            // a call that returned is no reason to stop; the grader would be at fault
            let Some(ending) = fate.ending() else { return (Verdict::GraderError, LawFinding::Unsettled) };
            let verdict = verdict_of(&ending);
            if call.function == function.name {
                let args = if ending.due_to_arguments() { arguments(exercise, &call) } else { vec![] };
                return (verdict, LawFinding::NoValue { args, ending });
            }
            // another function is at fault: nothing is known about this one
            let verdict = if verdict == Verdict::GraderError { verdict } else { Verdict::NotRun };
            (verdict, LawFinding::OtherHasNone { function: call.function, ending })
        }
        Trial::Needs(_) => (Verdict::GraderError, LawFinding::Unsettled),
    }
}

fn arguments(exercise: &Exercise, call: &Call) -> Vec<Argument> {
    let owner = exercise.functions.iter().find(|other| other.name == call.function);
    owner.map_or_else(Vec::new, |owner| Argument::all(&owner.signature.parameters, &call.args, MOST_NUMBERS))
}

/// What the finding is worth beside what is known of the functions: a right one does not pay for another one's
/// mistake, and a wrong one that follows its own wrong loss earns the method.
fn credit(function: &Function, property: &Property, formulas: &Formulas<'_>, shown: Shown) -> (Verdict, LawFinding) {
    let Shown { finding, verdict, size } = shown;
    let others = property.law.calls();
    let at_fault = others.iter().find(|other| **other != function.name && !formulas.is(other, Verdict::Right));
    match (verdict, at_fault) {
        (Verdict::Wrong | Verdict::NotRun, Some(other)) if formulas.is(&function.name, Verdict::Right) => {
            return (Verdict::FollowThrough, LawFinding::OtherIsWrong { function: other.clone() });
        }
        _ => {}
    }
    let base = property.follow_through.as_ref().filter(|base| formulas.is(base, Verdict::Wrong));
    match (verdict, base) {
        (Verdict::Right, Some(base)) if formulas.is(&function.name, Verdict::Wrong) && size > ZERO => {
            (Verdict::FollowThrough, LawFinding::Follows { base: base.clone() })
        }
        _ => (verdict, finding),
    }
}

impl Replies {
    /// Tries a law of a function once, on the inputs of one trial.
    pub fn attempt(&self, exercise: &Exercise, (function, property): Owned<'_>, seed: u64, trial: u64) -> Trial {
        let text = format!("{seed}/{}/{}/{}/{trial}", exercise.name, function.name, property.name);
        property.law.attempt(seed_of(&text), property.tolerance, &|call| self.get(call).cloned())
    }
}

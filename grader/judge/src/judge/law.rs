//! One law of one function: trials, what they show, and what that is worth.

use super::cases::MOST_NUMBERS;
use super::content::{Contents, Following, Worth};
use super::replies::Replies;
use super::{Owned, verdict_of};
use crate::course::{Exercise, Function, Property};
use crate::digest::seed_of;
use crate::fate::FateWord;
use crate::number::Value;
use crate::property::{Call, Law, Trial};
use crate::report::{Argument, Check, Evidence, Excerpt, Kind, LawEvidence, LawFinding, Verdict};
use crate::score::Followed;
use std::collections::{BTreeMap, BTreeSet};

/// Numbers no larger than this may be a constant 0, which follows any constant loss.
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

    /// Is this known of the function?
    pub fn is(&self, function: &str, verdict: Verdict) -> bool {
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

/// Which wrong functions a law follows: it is one for follow-through, its own function is wrong, and it holds all the
/// same.
pub fn following<'a>(
    exercise: &'a Exercise,
    owned: Owned<'a>,
    formulas: &Formulas<'_>,
    trial: &dyn Fn(u64) -> Trial,
) -> Option<Following<'a>> {
    let (function, property) = owned;
    let named = property.follow_through.as_ref().filter(|_| formulas.is(&function.name, Verdict::Wrong))?;
    let calls = property.law.calls();
    let wrong = |other: &&Function| {
        other.name != function.name && calls.contains(&other.name) && formulas.is(&other.name, Verdict::Wrong)
    };
    let mut bases: Vec<&Function> = exercise.functions.iter().filter(wrong).collect();
    bases.sort_by_key(|base| base.name != *named);
    if bases.is_empty() {
        return None;
    }
    let shown = look(exercise, owned, trial);
    (shown.verdict == Verdict::Right).then_some(Following { owned, bases, flat: shown.size <= ZERO })
}

/// Judges a law.
pub fn check(
    exercise: &Exercise,
    owned: Owned<'_>,
    (formulas, contents): (&Formulas<'_>, &Contents),
    trial: &dyn Fn(u64) -> Trial,
) -> Check {
    let property = owned.1;
    let shown = look(exercise, owned, trial);
    let (verdict, finding) = credit(owned, formulas, contents, shown);
    let fate = match &finding {
        LawFinding::NoValue { ending, .. } | LawFinding::OtherHasNone { ending, .. } => ending.word(),
        _ => FateWord::Value,
    };
    let evidence = Evidence::Law(LawEvidence { law: property.law.text.clone(), verdict, finding });
    Check::new(Kind::Property, &property.name, property.points.unwrap_or(0), verdict, fate, vec![evidence])
}

/// Trial after trial, up to the first that does not hold; where calls were not made any more, to the reason for it.
fn look(exercise: &Exercise, owned: Owned<'_>, trial: &dyn Fn(u64) -> Trial) -> Shown {
    let (mut size, mut told, mut left_out) = (0.0_f64, false, None);
    for number in 0..owned.1.law.trials() {
        match trial(number) {
            Trial::Holds { size: of_trial } => {
                size = size.max(of_trial);
                told = true;
            }
            Trial::Inconclusive => {}
            other => {
                let (verdict, finding) = found(exercise, owned, other);
                let shown = Shown { finding, verdict, size };
                if !shown.finding.was_left_out() {
                    return shown;
                }
                left_out.get_or_insert(shown);
            }
        }
    }
    if let Some(shown) = left_out {
        return shown;
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
/// mistake, and a wrong one that follows its own wrong loss earns the method, if that loss shows something.
fn credit(owned: Owned<'_>, formulas: &Formulas<'_>, contents: &Contents, shown: Shown) -> (Verdict, LawFinding) {
    let (function, property) = owned;
    let Shown { finding, verdict, .. } = shown;
    let others = property.law.calls();
    let at_fault = others.iter().find(|other| **other != function.name && !formulas.is(other, Verdict::Right));
    match (verdict, at_fault) {
        (Verdict::Wrong | Verdict::NotRun, Some(other)) if formulas.is(&function.name, Verdict::Right) => {
            return (Verdict::FollowThrough, LawFinding::OtherIsWrong { function: other.clone() });
        }
        _ => {}
    }
    let Some(Worth { base, shows }) = contents.get(owned) else { return (verdict, finding) };
    let base = base.clone();
    match shows {
        Ok(content) => (Verdict::FollowThrough, LawFinding::Follows { base, content: content.clone() }),
        Err(lack) => (verdict, LawFinding::FollowsNothing { base, lack: lack.clone() }),
    }
}

/// Of the laws of a function that name one and the same base, how many follow it: the best of its bases.
pub fn followed(function: &Function, checks: &[Check]) -> Followed {
    let pays = |property: &Property| {
        let mut of_laws = checks.iter().filter(|check| check.kind == Kind::Property);
        let follows =
            |one: &Evidence| matches!(one, Evidence::Law(law) if matches!(law.finding, LawFinding::Follows { .. }));
        of_laws.any(|check| check.name == property.name && check.evidence.iter().any(follows))
    };
    let bases: BTreeSet<&String> = function.properties.iter().filter_map(|one| one.follow_through.as_ref()).collect();
    let of = |base: &String| {
        let laws = function.properties.iter().filter(|one| one.follow_through.as_ref() == Some(base));
        let [all, paid] = [laws.clone().count(), laws.filter(|one| pays(one)).count()].map(u32_of);
        Followed { laws: paid, of: all }
    };
    bases.into_iter().map(of).max_by_key(|one| 1000 * one.laws / one.of.max(1)).unwrap_or_default()
}

fn u32_of(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

impl Replies {
    /// Tries a law of a function once, on the inputs of one trial.
    pub fn attempt(&self, exercise: &Exercise, owned: Owned<'_>, seed: u64, trial: u64) -> Trial {
        let (function, property) = owned;
        let of_trial = seed_of_trial(&exercise.name, &function.name, &property.name, seed, trial);
        self.tried(of_trial, &|| self.attempt_law(exercise, owned, &property.law, seed, trial))
    }

    /// The same for another relation on the same inputs.
    pub fn attempt_law(
        &self,
        exercise: &Exercise,
        (function, property): Owned<'_>,
        law: &Law,
        seed: u64,
        trial: u64,
    ) -> Trial {
        let seed = seed_of_trial(&exercise.name, &function.name, &property.name, seed, trial);
        law.attempt(seed, property.tolerance, &|call| self.get(call).cloned())
    }
}

/// From which seed the inputs of one trial of a law are drawn, in a run with this seed.
pub fn seed_of_trial(exercise: &str, function: &str, law: &str, seed: u64, trial: u64) -> u64 {
    seed_of(&format!("{seed}/{exercise}/{function}/{law}/{trial}"))
}

//! What is to be said of a function as a whole.

use crate::course::Function;
use crate::fate::FateWord;
use crate::report::{Check, Diagnosis, Kind, Note, Verdict};
use crate::score::{formula_broken, lawless};

/// A remark on the whole; a diagnosis that names the mistake already says where it breaks.
pub fn note(function: &Function, checks: &[Check], diagnosis: Option<&Diagnosis>) -> Option<Note> {
    let (formula, rest) = checks.split_first().filter(|(first, _)| first.kind == Kind::Case)?;
    if formula.verdict == Verdict::Right && lawless(checks) {
        return Some(Note::ByHeart);
    }
    let drawn = wrong(formula) && only_drawn(function, formula);
    if drawn || formula.verdict == Verdict::Right && formula_broken(checks) {
        return Some(Note::BeyondCases);
    }
    let unstable = rest.iter().find(|check| check.kind == Kind::Stability && wrong(check));
    if let (Verdict::Right, Some(unstable)) = (formula.verdict, unstable) {
        let case = function.cases.iter().find(|case| case.name == unstable.name);
        let breaks = case.and_then(|case| case.stability.as_ref()).map(|(_, breaks)| breaks.clone());
        return Some(Note::Unstable { breaks: breaks.filter(|_| diagnosis.is_none()) });
    }
    if formula.verdict == Verdict::Wrong && rest.iter().any(|check| check.verdict == Verdict::FollowThrough) {
        return Some(Note::FollowThrough { cases: formula.points });
    }
    let withheld = rest.iter().any(|check| check.verdict == Verdict::Right && check.points < check.max);
    (wrong(formula) && withheld).then_some(Note::LawsHold)
}

/// Wrong, and not for what it remembers: its evidence says that.
fn wrong(check: &Check) -> bool {
    check.verdict == Verdict::Wrong && check.fate != FateWord::Unsteady
}

/// Every case that is stored is right.
fn only_drawn(function: &Function, check: &Check) -> bool {
    let mut stored = function.cases.iter().filter(|case| case.stability.is_none());
    stored.all(|case| check.right.contains(&case.name))
}

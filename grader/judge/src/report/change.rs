//! What an edit changed: two reports of one exercise, entry by entry. Never stored.

use super::{Check, ExerciseReport, FunctionReport, Verdict};
use crate::fate::{Ending, NotBuilt};

/// What is different between two reports of one exercise.
#[derive(Clone, Debug)]
pub struct Change<'a> {
    /// The earlier one.
    pub before: &'a ExerciseReport,
    /// The later one.
    pub now: &'a ExerciseReport,
    /// What is different, in the order of the exercise.
    pub entries: Vec<EntryChange<'a>>,
    /// How many entries are as they were.
    pub same: usize,
}

/// What is different in one entry.
#[derive(Clone, Debug)]
pub struct EntryChange<'a> {
    /// As it was.
    pub before: &'a FunctionReport,
    /// As it is.
    pub now: &'a FunctionReport,
    /// The checks that turned.
    pub turned: Vec<(&'a Check, Way)>,
}

/// Which way a check turned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// It is right now.
    Holds,
    /// It counts now, for what was written before.
    Counts,
    /// It is no longer right.
    Lost,
}

/// Compares two reports of one exercise. What does not compile this time is not compared.
pub fn change<'a>(before: &'a ExerciseReport, now: &'a ExerciseReport) -> Change<'a> {
    let mut change = Change { before, now, entries: vec![], same: 0 };
    for entry in now.functions.iter().filter(|entry| !is_uncompiled(entry)) {
        let Some(old) = before.functions.iter().find(|old| old.name == entry.name) else { continue };
        if is_same(old, entry) {
            change.same += 1;
        } else {
            let turned = entry.checks.iter().filter_map(|check| Some((check, turn(old, check)?))).collect();
            change.entries.push(EntryChange { before: old, now: entry, turned });
        }
    }
    change
}

/// The later of two reports, in which what does not compile this time stands as it stood before.
pub fn standing(before: &ExerciseReport, now: &ExerciseReport) -> ExerciseReport {
    let mut standing = now.clone();
    for entry in standing.functions.iter_mut().filter(|entry| is_uncompiled(entry)) {
        if let Some(old) = before.functions.iter().find(|old| old.name == entry.name) {
            *entry = old.clone();
        }
    }
    standing.points = standing.functions.iter().map(|entry| entry.points).sum();
    standing
}

/// Was nothing of it called, because it does not compile, or nothing around it does?
pub fn is_uncompiled(entry: &FunctionReport) -> bool {
    let stopped =
        |ending: Ending| matches!(ending, Ending::NotBuilt(NotBuilt::DoesNotCompile { .. } | NotBuilt::Needs { .. }));
    let mut evidence = entry.checks.iter().flat_map(|check| &check.evidence);
    entry.checks.is_empty() || evidence.any(|one| one.ending().cloned().is_some_and(stopped))
}

fn is_same(before: &FunctionReport, now: &FunctionReport) -> bool {
    let checks = before.checks.len() == now.checks.len()
        && before.checks.iter().zip(&now.checks).all(|(before, now)| is_alike(before, now));
    checks && before.points == now.points && before.diagnosis == now.diagnosis && before.upstream == now.upstream
}

/// The line of a panic moves with every edit above it, and says nothing new.
fn is_alike(before: &Check, now: &Check) -> bool {
    let words = |check: &Check| check.evidence.iter().map(|one| one.ending().map(|end| end.word())).collect::<Vec<_>>();
    let evidence =
        before.evidence == now.evidence || words(before) == words(now) && words(now).iter().all(Option::is_some);
    (&before.name, before.verdict, before.fate, before.points) == (&now.name, now.verdict, now.fate, now.points)
        && evidence
}

fn turn(before: &FunctionReport, now: &Check) -> Option<Way> {
    let same = |check: &&Check| (check.kind, &check.name) == (now.kind, &now.name);
    let was = before.checks.iter().find(same).map(|check| check.verdict);
    match (was, now.verdict) {
        (was, now) if was == Some(now) => None,
        (_, Verdict::Right) => Some(Way::Holds),
        (_, Verdict::FollowThrough) => Some(Way::Counts),
        (Some(Verdict::Right | Verdict::FollowThrough), _) => Some(Way::Lost),
        _ => None,
    }
}

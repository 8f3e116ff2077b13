//! What do wrong replies look like? A name is told only where it explains the failures.
//!
//! A mistake explains a failure when it makes the same wrong reply (see `alike`), and it must do no harm where the
//! student is right: on a kink any subgradient is right. One failure in ten is excused, and two must be explained
//! wherever two cases fail. Of what explains the failures, this comes first:
//!
//! 1. a constant, unless a known wrong body is constant as well;
//! 2. a known wrong body that explains everything;
//! 3. what is plain from the numbers alone, and explains everything: an argument, a sign, a factor, …;
//! 4. a known wrong body that explains nearly everything;
//! 5. one of both kinds that explains every ordinary case, and beside it what the extreme ones look like;
//! 6. two known wrong bodies that explain every failure between them, where no other two do.
//!
//! Where two names would do and the cases do not show which, none is told.

mod alike;
mod argument;
mod asked;
mod constant;
mod known;
mod listed;
mod neighbour;
mod order;
mod quantity;
mod scaling;
mod single;
mod suspect;
#[cfg(test)]
mod tests;
mod upstream;

pub use known::known;
pub use quantity::evaluate;
pub use upstream::{Failing, upstream};

use crate::course::{Function, Snapshot};
use crate::fate::Fate;
use crate::report::{Diagnosis, Likeness};
use asked::{Asked, Bearing};
use listed::Listed;
use std::collections::BTreeMap;
use suspect::Suspect;

/// One failure in so many is excused.
const EXCUSED: usize = 10;

/// What the replies to the cases of a function look like; nothing where none is wrong.
pub fn diagnose(function: &Function, snapshots: &BTreeMap<String, Snapshot>, fates: &[&Fate]) -> Option<Diagnosis> {
    let snapshot = snapshots.get(&function.name)?;
    let asked = Asked::all(function, snapshot, fates);
    let failing = asked.iter().filter(|one| !one.right).count();
    if failing == 0 {
        return None;
    }
    let alone = |like| Some(Diagnosis { like, besides: vec![] });
    // what was not called might have failed, too
    let failing = failing + function.cases.len() - asked.len();
    let listed = Listed::all(function, snapshot, &asked, failing);
    let that = |known: Option<&Listed<'_>>| known.map(|one| one.suspect.like.clone());

    let exact: Vec<&Listed<'_>> = listed.iter().filter(|one| one.suspect.explains_all_but(0)).collect();
    if let Some(constant) = constant::suspect(&asked) {
        let known = exact.iter().copied().find(|one| one.constant);
        return alone(that(known).unwrap_or(constant));
    }
    if !exact.is_empty() {
        return that(Listed::only(&exact, &asked)).and_then(alone);
    }
    let plain = plain(function, snapshots, &asked, failing);
    if let Some(plain) = plain.iter().find(|one| one.count(Bearing::Contradicts) == 0) {
        return alone(plain.like.clone());
    }
    let nearly: Vec<&Listed<'_>> =
        listed.iter().filter(|one| one.suspect.explains_all_but(failing / EXCUSED)).collect();
    if !nearly.is_empty() {
        return that(Listed::only(&nearly, &asked)).and_then(alone);
    }
    let of_ordinary: Vec<&Listed<'_>> = listed.iter().filter(|one| one.suspect.explains_ordinary(&asked)).collect();
    let known = Listed::only(&of_ordinary, &asked).map(|one| &one.suspect);
    let with_besides = |one: &Suspect| {
        let against = |at: usize| one.bearings.get(at) == Some(&Bearing::Contradicts);
        let besides = besides(&listed, &asked, &against)?;
        Some(Diagnosis { like: one.like.clone(), besides: vec![besides] })
    };
    known.into_iter().chain(plain.first()).find_map(with_besides).or_else(|| two(&listed, &asked))
}

/// What is plain from the numbers alone: all that explains every ordinary case, the simplest first.
fn plain(
    function: &Function,
    snapshots: &BTreeMap<String, Snapshot>,
    asked: &[Asked<'_>],
    failing: usize,
) -> Vec<Suspect> {
    let parameters = &function.signature.parameters;
    let least = failing.min(2);
    let mut all: Vec<Suspect> = argument::suspects(asked, parameters, least).collect();
    all.extend(scaling::factor(asked, parameters));
    all.extend(scaling::offset(asked, parameters));
    all.extend(order::suspects(asked, least));
    all.extend(neighbour::suspects(function, asked, snapshots));
    all.extend(single::suspect(asked, least));
    all
}

/// What the extreme cases look like that a mistake does not explain, where it explains every ordinary one. Nothing,
/// where the mistake does harm in a case that is right.
fn besides(listed: &[Listed<'_>], asked: &[Asked<'_>], against: &dyn Fn(usize) -> bool) -> Option<Likeness> {
    let open: Vec<(usize, &Asked<'_>)> = asked.iter().enumerate().filter(|(at, _)| against(*at)).collect();
    if open.iter().any(|(_, one)| one.right) {
        return None;
    }
    let explains = |one: &&Listed<'_>| {
        let all = open.iter().all(|(at, _)| one.suspect.bearings.get(*at) == Some(&Bearing::Explains));
        one.only_extreme && all
    };
    let known: Vec<&Listed<'_>> = listed.iter().filter(explains).collect();
    if let Some(known) = Listed::only(&known, asked) {
        return Some(known.suspect.like.clone());
    }
    let failing = asked.iter().filter(|one| !one.right).count();
    match open.iter().all(|(_, one)| one.unbounded()) {
        true => Some(Likeness::Unstable),
        // what leaves more failures open than it explains is no explanation
        false => (2 * open.len() <= failing).then_some(Likeness::Elsewhere),
    }
}

/// Two known wrong bodies that explain every failure between them; or every ordinary one, where the extreme ones
/// look like something else.
fn two(listed: &[Listed<'_>], asked: &[Asked<'_>]) -> Option<Diagnosis> {
    if let Some([first, second]) = Listed::two(listed, asked, &|_| true) {
        return Some(Diagnosis { like: first.suspect.like.clone(), besides: vec![second.suspect.like.clone()] });
    }
    let pair = Listed::two(listed, asked, &|one| one.ordinary())?;
    let against = |at: usize| {
        let explained = pair.iter().any(|one| one.suspect.bearings.get(at) == Some(&Bearing::Explains));
        let agreed = pair.iter().all(|one| one.suspect.bearings.get(at) == Some(&Bearing::Agrees));
        !explained && !agreed
    };
    let third = besides(listed, asked, &against)?;
    let [first, second] = pair;
    Some(Diagnosis { like: first.suspect.like.clone(), besides: vec![second.suspect.like.clone(), third] })
}

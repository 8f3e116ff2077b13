//! Which known wrong answer do these replies look like?

use crate::compare::{Expected, Tolerance, compare};
use crate::course::{Function, Snapshot, WrongReplies};
use crate::fate::Fate;
use crate::report::Diagnosis;

/// A reply is taken for a wrong body's when it agrees to six digits: nobody makes the same mistake
/// with the same rounding.
const ALIKE: f64 = 1e-6;

/// How well a wrong body explains the replies, best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// The same on every ordinary case, and on every extreme one where it is wrong.
    Whole,
    /// The same on every ordinary case, some of which it gets wrong: the idea is this one, and the
    /// evaluation is unstable besides.
    Ordinary,
    /// The same wherever it is wrong, ordinary cases among them.
    Wrong,
}

/// Finds the wrong body that explains the replies best. Of several, the one that agrees on most
/// cases; then the first.
pub fn diagnose(function: &Function, snapshot: &Snapshot, fates: &[&Fate]) -> Option<Diagnosis> {
    let fits = snapshot.wrong.iter().enumerate().filter_map(|(index, wrong)| {
        let (fit, agreeing) = fit(function, snapshot, wrong, fates)?;
        Some((fit, usize::MAX - agreeing, index))
    });
    let (_, _, index) = fits.min()?;
    let wrong = function.wrong.get(index)?;
    Some(Diagnosis { name: wrong.name.clone(), says: wrong.says.clone() })
}

/// How a wrong body fits, and on how many cases it agrees.
fn fit(function: &Function, snapshot: &Snapshot, wrong: &WrongReplies, fates: &[&Fate]) -> Option<(Fit, usize)> {
    let mut agreeing = 0;
    // the same on every ordinary case; on every wrong ordinary one; on every wrong extreme one
    let (mut ordinary, mut wrong_ordinary, mut wrong_extreme) = (true, true, true);
    let (mut differs, mut differs_ordinarily) = (false, false);
    for (((case, stored), reply), fate) in function.cases.iter().zip(&snapshot.cases).zip(&wrong.replies).zip(fates) {
        let right = |reply| compare(&stored.expected(case), reply, case.tolerance).is_ok();
        let mistaken = reply.as_ref().is_none_or(|reply| !right(reply));
        let tolerance = Tolerance { relative: ALIKE, absolute: case.tolerance.absolute };
        let alike = match (reply, fate) {
            // on a kink one subgradient is as good as another
            (Some(reply), Fate::Value(got)) if case.kink.is_some() && !mistaken => right(got) || got == reply,
            (Some(reply), Fate::Value(got)) => compare(&Expected::Exactly(reply.clone()), got, tolerance).is_ok(),
            (None, Fate::Panicked { .. } | Fate::Overtime { .. } | Fate::Killed(_)) => true,
            _ => false,
        };
        agreeing += usize::from(alike);
        differs |= mistaken;
        if case.stability.is_none() {
            differs_ordinarily |= mistaken;
            ordinary &= alike;
            wrong_ordinary &= alike || !mistaken;
        } else {
            wrong_extreme &= alike || !mistaken;
        }
    }
    let fit = match () {
        () if differs && ordinary && wrong_extreme => Fit::Whole,
        () if differs_ordinarily && ordinary => Fit::Ordinary,
        () if differs_ordinarily && wrong_ordinary && wrong_extreme => Fit::Wrong,
        () => return None,
    };
    Some((fit, agreeing))
}

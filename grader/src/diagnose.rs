//! Which known wrong answer do these replies look like?

use crate::compare::{Expected, Tolerance, compare};
use crate::course::{Function, Snapshot};
use crate::fate::Fate;
use crate::report::Diagnosis;

/// A reply is taken for a wrong body's when it agrees to six digits: nobody makes the same mistake
/// with the same rounding.
const ALIKE: f64 = 1e-6;

/// Finds the wrong body whose replies these are on every case where it differs from the right
/// answer. Of several, the one that agrees on most cases; then the first.
pub fn diagnose(function: &Function, snapshot: &Snapshot, fates: &[&Fate]) -> Option<Diagnosis> {
    let mut best: Option<(usize, usize)> = None;
    for (index, wrong) in snapshot.wrong.iter().enumerate() {
        let mut differing = 0;
        let mut agreeing = 0;
        let mut fits = true;
        for (((case, stored), reply), fate) in function.cases.iter().zip(&snapshot.cases).zip(&wrong.replies).zip(fates)
        {
            let tolerance = Tolerance { relative: ALIKE, absolute: case.tolerance.absolute };
            let differs = match reply {
                Some(reply) => compare(&stored.expected(case), reply, case.tolerance).is_err(),
                None => true,
            };
            let alike = match (reply, fate) {
                (Some(reply), Fate::Value(got)) => compare(&Expected::Exactly(reply.clone()), got, tolerance).is_ok(),
                (None, Fate::Panicked { .. } | Fate::Overtime { .. } | Fate::Killed(_)) => true,
                _ => false,
            };
            differing += usize::from(differs);
            agreeing += usize::from(alike);
            fits &= alike || !differs;
        }
        if fits && differing > 0 && best.is_none_or(|(most, _)| agreeing > most) {
            best = Some((agreeing, index));
        }
    }
    let (_, index) = best?;
    let wrong = function.wrong.get(index)?;
    Some(Diagnosis { name: wrong.name.clone(), says: wrong.says.clone() })
}

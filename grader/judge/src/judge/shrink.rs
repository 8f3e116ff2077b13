//! The simplest drawn input that still shows the same: shorter lists, rounder numbers.

use super::drawn::{DrawnCase, Reference};
use super::hearing::{Hearing, Hearings};
use super::replies::Replies;
use crate::compare::compare;
use crate::course::{Exercise, Function};
use crate::error::Result;
use crate::fate::{Fate, FateWord};
use crate::number::Value;
use crate::property::{Call, simpler};

/// So often something simpler is looked for.
const MOST_STEPS: usize = 12;
/// Each time so many of the simplest are tried.
const MOST_TRIED: usize = 48;

/// How a case fails; nothing where it does not, or where nothing simpler should be looked for.
fn failure(case: &DrawnCase<'_>, fate: &Fate) -> Option<FateWord> {
    match (fate, &case.want) {
        (Fate::Value(got), Ok(want)) => {
            compare(&want.expected(), got, case.drawn.tolerance).err().map(|_| FateWord::Value)
        }
        // every other end costs a new program, or a wait
        (Fate::Panicked { .. }, Ok(_)) => Some(FateWord::Panicked),
        _ => None,
    }
}

/// The simplest case that fails as this one does.
pub fn simplest<'f>(
    exercise: &Exercise,
    function: &'f Function,
    first: DrawnCase<'f>,
    reference: &mut Reference<'_, '_>,
    replies: &mut Replies,
    hearings: &mut Hearings<'_>,
) -> Result<DrawnCase<'f>> {
    let call = |case: &DrawnCase<'_>| Call { function: function.name.clone(), args: case.args.clone() };
    let fails = |case: &DrawnCase<'_>, replies: &Replies| failure(case, replies.get(&call(case))?);
    let Some(as_before) = fails(&first, replies) else { return Ok(first) };
    let mut best = first;
    for _ in 0..MOST_STEPS {
        let tapes = simpler(best.tape());
        let mut tried = reference.redraw(exercise, function, &best, tapes)?;
        tried.retain(|case| weight(&case.args) < weight(&best.args));
        tried.sort_by(|a, b| weight(&a.args).partial_cmp(&weight(&b.args)).unwrap_or(std::cmp::Ordering::Equal));
        tried.dedup_by(|a, b| call(a).key() == call(b).key());
        tried.truncate(MOST_TRIED);
        let mut open = tried.iter().map(|case| (Hearing::Closed, call(case))).collect();
        replies.settle(&mut open, hearings)?;
        match tried.into_iter().find(|case| fails(case, replies) == Some(as_before)) {
            Some(simpler) => best = simpler,
            None => break,
        }
    }
    Ok(best)
}

/// How much there is to read, then how large the numbers are.
fn weight(args: &[Value]) -> (usize, f64) {
    fn of(value: &Value) -> (usize, f64) {
        match value {
            Value::Number(x) => (3 + x.to_string().len(), x.abs()),
            Value::List(list) => list.iter().map(of).fold((2, 0.0), |sum, one| (sum.0 + one.0, sum.1 + one.1)),
            Value::Text(text) => (2 + text.len(), text.bytes().map(f64::from).sum()),
            Value::Truth(truth) => (2, f64::from(u8::from(*truth))),
            Value::Nothing => (0, 0.0),
        }
    }
    args.iter().map(of).fold((0, 0.0), |sum, one| (sum.0 + one.0, sum.1 + one.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shorter_lists_and_rounder_numbers_weigh_less() {
        let list = |numbers: &[f64]| vec![Value::List(numbers.iter().map(|x| Value::Number(*x)).collect())];
        let order = [list(&[0.0]), list(&[1.0]), list(&[-1.0]), list(&[1.25]), list(&[0.0, 0.0])];
        assert!(order.windows(2).all(|pair| weight(&pair[0]) < weight(&pair[1])));
    }
}

//! Is a wrong function, on every ordinary case, a known wrong answer?

use super::alike::alike;
use crate::compare::compare;
use crate::course::{Case, Function, Snapshot, Stored};
use crate::fate::Fate;
use crate::number::Value;

/// The name of the known wrong body that replies the same to every ordinary case. Nothing is excused, as it is for a
/// name that only helps: points hang on it. On extreme inputs a formula may be evaluated in many ways.
pub fn known<'a>(function: &'a Function, snapshot: &Snapshot, fates: &[&Fate]) -> Option<&'a str> {
    let cases = || function.cases.iter().zip(&snapshot.cases).zip(fates).enumerate();
    let ordinary = || cases().filter(|(_, ((case, _), _))| case.stability.is_none());
    let is = |replies: &[Option<Value>]| {
        let of = |(at, ((case, stored), got)): (usize, ((&Case, &Stored), &&Fate))| {
            matches(case, stored, replies.get(at).and_then(Option::as_ref), got)
        };
        ordinary().next().is_some() && ordinary().all(of)
    };
    let mut bodies = function.wrong.iter().zip(&snapshot.wrong);
    bodies.find(|(_, stored)| is(&stored.replies)).map(|(wrong, _)| wrong.name.as_str())
}

fn matches(case: &Case, stored: &Stored, told: Option<&Value>, got: &Fate) -> bool {
    let (Some(told), Some(got)) = (told, got.value()) else { return told.is_none() && got.value().is_none() };
    let expected = stored.expected(case);
    let right = |value: &Value| compare(&expected, value, case.tolerance).is_ok();
    // on a kink two right values may differ
    case.kink.is_some() && right(told) && right(got)
        || alike(told, case.kink.is_none().then_some(&stored.want), got, case.tolerance)
}

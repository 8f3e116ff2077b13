//! Are two replies the same, as far as a diagnosis looks?
//!
//! 1. A reply is taken for the one that a mistake makes when both agree to six digits: nobody makes the same
//!    mistake with the same rounding.
//! 2. It must also be much nearer to that than to the right value: two mistakes in the eighth digit are no kin.
//! 3. Two values that are not finite are alike where the mistake is not right: NaN, +∞ and −∞ are one mishap.

use crate::compare::{Tolerance, near};
use crate::number::Value;

/// Six digits.
const ALIKE: f64 = 1e-6;
/// A reply is nearer to the mistake than to the right value by this factor at least.
const APART: f64 = 1e-2;
/// What the rounding of stored replies may change.
const STORED: f64 = 1e-11;

/// Is `got` what a mistake makes (`told`) where `right` is right?
pub fn alike(told: &Value, right: Option<&Value>, got: &Value, tolerance: Tolerance) -> bool {
    match (told, got) {
        (Value::List(told), Value::List(got)) => {
            let right = match right {
                Some(Value::List(right)) => Some(right),
                _ => None,
            };
            let pairs = told.iter().zip(got).enumerate();
            told.len() == got.len()
                && pairs.fold(true, |all, (i, (told, got))| {
                    all && alike(told, right.and_then(|right| right.get(i)), got, tolerance)
                })
        }
        (Value::Number(told), Value::Number(got)) => number(*told, right.and_then(Value::as_number), *got, tolerance),
        (told, got) => told == got,
    }
}

fn number(told: f64, right: Option<f64>, got: f64, tolerance: Tolerance) -> bool {
    if let Some(right) = right {
        let kept = near(right, got, tolerance);
        if near(right, told, tolerance) {
            return kept;
        }
        if !told.is_finite() {
            return !got.is_finite() && !kept;
        }
    }
    if !told.is_finite() {
        return !got.is_finite();
    }
    let apart = right.filter(|right| right.is_finite()).map_or(f64::INFINITY, |right| (told - right).abs());
    let close = (ALIKE * told.abs() + tolerance.absolute).min(APART * apart);
    (got - told).abs() <= close.max(STORED * told.abs())
}

/// The same form, and every number near: the rule of comparing, without a word on what differs.
pub fn close(expected: &Value, got: &Value, tolerance: Tolerance) -> bool {
    match (expected, got) {
        (Value::List(a), Value::List(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| close(a, b, tolerance)),
        (Value::Number(a), Value::Number(b)) => near(*a, *b, tolerance),
        (a, b) => a == b,
    }
}

/// The same to the last bit; NaN is the same as NaN.
pub fn same(a: &Value, b: &Value) -> bool {
    close(a, b, Tolerance { relative: 0.0, absolute: 0.0 })
}

/// Do two values of one form have NaN, +∞ and −∞ in the same places?
pub fn same_kinds(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::List(a), Value::List(b)) => a.iter().zip(b).all(|(a, b)| same_kinds(a, b)),
        (Value::Number(a), Value::Number(b)) => a.is_finite() && b.is_finite() || a == b || a.is_nan() && b.is_nan(),
        _ => true,
    }
}

/// Calls `see` for every number of a value.
pub fn each(value: &Value, see: &mut dyn FnMut(f64)) {
    match value {
        Value::Number(x) => see(*x),
        Value::List(list) => list.iter().for_each(|inner| each(inner, see)),
        Value::Text(_) | Value::Truth(_) | Value::Nothing => {}
    }
}

/// The numbers of two values side by side; nothing where they are not of one form.
pub fn pairs(a: &Value, b: &Value) -> Option<Vec<(f64, f64)>> {
    fn walk(a: &Value, b: &Value, out: &mut Vec<(f64, f64)>) -> bool {
        match (a, b) {
            (Value::List(a), Value::List(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| walk(a, b, out)),
            (Value::Number(a), Value::Number(b)) => {
                out.push((*a, *b));
                true
            }
            (a, b) => a == b,
        }
    }
    let mut out = vec![];
    walk(a, b, &mut out).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    const USUAL: Tolerance = Tolerance { relative: 1e-9, absolute: 1e-12 };

    fn taken(told: f64, right: f64, got: f64) -> bool {
        alike(&Value::Number(told), Some(&Value::Number(right)), &Value::Number(got), USUAL)
    }

    #[test]
    fn six_digits_of_a_mistake_are_that_mistake() {
        assert!(taken(2.0, 1.0, 2.000_001) && !taken(2.0, 1.0, 2.001));
        assert!(taken(2.0, f64::INFINITY, 2.0) && taken(0.0, 0.5, -1e-17));
    }

    #[test]
    fn two_small_mistakes_are_not_each_other() {
        assert!(taken(1.000_000_1, 1.0, 1.000_000_1) && !taken(1.000_000_1, 1.0, 1.000_000_2));
        assert!(!taken(1.000_000_1, 1.0, 1.0));
    }

    #[test]
    fn where_the_mistake_is_right_the_reply_must_be() {
        assert!(taken(1.0, 1.0, 1.0 + 1e-10) && !taken(1.0, 1.0, 1.0 + 1e-8));
    }

    #[test]
    fn values_that_are_not_finite_differ_in_nothing_but_what_is_right() {
        let (nan, inf) = (f64::NAN, f64::INFINITY);
        assert!(taken(nan, 1.0, inf) && taken(-inf, 1.0, nan) && !taken(nan, 1.0, 1.0));
        assert!(!taken(nan, -inf, -inf) && taken(nan, -inf, inf) && !taken(-inf, -inf, nan));
    }
}

//! Is this reply the expected value? Numbers are compared as numbers; this file is the written rule.
//!
//! 1. Shape first: a reply of another shape is wrong whatever it holds.
//! 2. NaN is right only where NaN is expected; ±∞ only where the same infinity is expected.
//! 3. A finite number is right when |got − expected| ≤ absolute + relative·|expected|. The tolerance
//!    belongs to the case: where the value itself is tiny, its `absolute` is 0, and then 0 is wrong
//!    for an expected 4e-18, and 4e-18 is wrong for an expected 0.
//! 4. −0 equals 0.
//! 5. On a kink every point of the stated segment or box is right.

use crate::number::{Real, Value};
use serde::{Deserialize, Serialize};

/// How far a number may be off.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Tolerance {
    /// Relative to the expected number.
    pub relative: f64,
    /// In the number's own unit.
    pub absolute: f64,
}

impl Tolerance {
    /// How far a number may be from `expected`.
    pub fn allows(self, expected: f64) -> f64 {
        self.absolute + self.relative * expected.abs()
    }
}

/// What a reply is compared with.
#[derive(Clone, Debug, PartialEq)]
pub enum Expected {
    /// One value.
    Exactly(Value),
    /// Any point between two values: the subgradients of one kink.
    Segment(Value, Value),
    /// Anything between two values, each component on its own: two kinks at once.
    Box(Value, Value),
}

/// Why a reply is not the expected value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Mismatch {
    /// Another shape, or another kind of thing.
    Shape {
        /// Where: empty for the whole reply.
        at: Vec<usize>,
        /// The shape that was expected.
        expected: Vec<usize>,
        /// The shape of the reply.
        got: Vec<usize>,
    },
    /// `None` where there is a value, or a value where there is none.
    Presence {
        /// Is there a value to be expected?
        expected: bool,
    },
    /// Something that is not a number is not the expected one.
    Other,
    /// The worst number.
    Number {
        /// Where: empty for a single number.
        at: Vec<usize>,
        /// What was expected there.
        expected: Real,
        /// What came.
        got: Real,
    },
    /// Outside what a kink allows.
    Outside {
        /// The first component that is outside, as far as one can be named.
        at: Vec<usize>,
    },
}

impl Mismatch {
    /// Where in the reply; empty for the whole of it.
    pub fn at(&self) -> &[usize] {
        match self {
            Mismatch::Number { at, .. } | Mismatch::Outside { at } | Mismatch::Shape { at, .. } => at,
            Mismatch::Presence { .. } | Mismatch::Other => &[],
        }
    }
}

/// Applies the rule.
pub fn compare(expected: &Expected, got: &Value, tolerance: Tolerance) -> Result<(), Mismatch> {
    match expected {
        Expected::Exactly(value) => exactly(value, got, tolerance),
        Expected::Segment(from, to) => segment(from, to, got, tolerance),
        Expected::Box(lower, upper) => within(lower, upper, got, tolerance),
    }
}

fn shapes(expected: &Value, got: &Value) -> Mismatch {
    Mismatch::Shape { at: vec![], expected: expected.shape(), got: got.shape() }
}

fn same_form(expected: &Value, got: &Value) -> Result<(), Mismatch> {
    match (expected, got) {
        (Value::List(a), Value::List(b)) if a.len() == b.len() => {
            for (i, (a, b)) in a.iter().zip(b).enumerate() {
                same_form(a, b).map_err(|mismatch| match mismatch {
                    // in a tuple the whole shapes may agree; then the place says which part is meant
                    Mismatch::Shape { mut at, expected: part, got: yours } if expected.shape() == got.shape() => {
                        at.insert(0, i);
                        Mismatch::Shape { at, expected: part, got: yours }
                    }
                    Mismatch::Shape { .. } => shapes(expected, got),
                    other => other,
                })?;
            }
            Ok(())
        }
        (Value::Number(_), Value::Number(_)) | (Value::Nothing, Value::Nothing) => Ok(()),
        (Value::Nothing, _) => Err(Mismatch::Presence { expected: false }),
        (_, Value::Nothing) => Err(Mismatch::Presence { expected: true }),
        (Value::List(_), _) | (_, Value::List(_)) => Err(shapes(expected, got)),
        (a, b) if a == b => Ok(()),
        _ => Err(Mismatch::Other),
    }
}

/// Rules 2 to 4 for one number.
pub fn near(expected: f64, got: f64, tolerance: Tolerance) -> bool {
    if expected.is_nan() || got.is_nan() {
        return expected.is_nan() && got.is_nan();
    }
    expected == got || expected.is_finite() && got.is_finite() && (got - expected).abs() <= tolerance.allows(expected)
}

fn exactly(expected: &Value, got: &Value, tolerance: Tolerance) -> Result<(), Mismatch> {
    same_form(expected, got)?;
    let wrong = expected.numbers().into_iter().zip(got.numbers());
    let worst = wrong
        .filter(|((_, expected), (_, got))| !near(*expected, *got, tolerance))
        .rev() // of equals, the first
        .max_by(|((_, a), (_, x)), ((_, b), (_, y))| badness(*a, *x).total_cmp(&badness(*b, *y)));
    match worst {
        None => Ok(()),
        Some(((at, expected), (_, got))) => Err(Mismatch::Number { at, expected: Real(expected), got: Real(got) }),
    }
}

/// Orders wrong numbers: non-finite surprises first, then the largest error.
fn badness(expected: f64, got: f64) -> f64 {
    let error = (got - expected).abs();
    if error.is_nan() { f64::INFINITY } else { error }
}

fn within(lower: &Value, upper: &Value, got: &Value, tolerance: Tolerance) -> Result<(), Mismatch> {
    same_form(lower, got)?;
    for (((at, a), (_, b)), (_, x)) in lower.numbers().into_iter().zip(upper.numbers()).zip(got.numbers()) {
        let (a, b) = (a.min(b), a.max(b));
        let inside = x >= a - tolerance.allows(a) && x <= b + tolerance.allows(b);
        if !inside {
            return Err(Mismatch::Outside { at });
        }
    }
    Ok(())
}

fn segment(from: &Value, to: &Value, got: &Value, tolerance: Tolerance) -> Result<(), Mismatch> {
    within(from, to, got, tolerance)?;
    let numbers = |value: &Value| value.numbers().into_iter().map(|(_, x)| x).collect::<Vec<_>>();
    let (from, to, got) = (numbers(from), numbers(to), numbers(got));
    let length: f64 = from.iter().zip(&to).map(|(a, b)| (b - a) * (b - a)).sum();
    if length == 0.0 {
        return Ok(());
    }
    let along: f64 = from.iter().zip(&to).zip(&got).map(|((a, b), x)| (x - a) * (b - a)).sum();
    let t = (along / length).clamp(0.0, 1.0);
    for (i, ((a, b), x)) in from.iter().zip(&to).zip(&got).enumerate() {
        let nearest = a + t * (b - a);
        if (x - nearest).abs() > tolerance.absolute + tolerance.relative * a.abs().max(b.abs()) {
            return Err(Mismatch::Outside { at: vec![i] });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const USUAL: Tolerance = Tolerance { relative: 1e-9, absolute: 1e-12 };
    const TINY: Tolerance = Tolerance { relative: 1e-9, absolute: 0.0 };

    fn v(json: serde_json::Value) -> Value {
        Value::from_json(&json).expect("a value")
    }

    fn check(expected: serde_json::Value, got: serde_json::Value, tolerance: Tolerance) -> Result<(), Mismatch> {
        compare(&Expected::Exactly(v(expected)), &v(got), tolerance)
    }

    #[test]
    fn a_tuple_names_its_part_and_none_is_no_shape() {
        use serde_json::json;
        let path = || json!([2.5, [0, 1, 1], [[1.0, 2.0]]]);
        let says = |expected, got| check(expected, got, USUAL);
        let shape = |at: &[usize], expected: &[usize], got: &[usize]| {
            Err(Mismatch::Shape { at: at.into(), expected: expected.into(), got: got.into() })
        };
        assert_eq!(says(path(), path()), Ok(()));
        assert_eq!(says(path(), json!([2.5, [0, 1], [[1.0, 2.0]]])), shape(&[1], &[3], &[2]));
        assert_eq!(says(path(), json!([2.5, [0, 1, 1], [[1.0]]])), shape(&[2], &[1, 2], &[1, 1]));
        let ragged = says(json!([[1.0, 2.0], [3.0, 4.0]]), json!([[1.0, 2.0, 0.0], [3.0, 4.0, 0.0]]));
        assert_eq!(ragged, shape(&[], &[2, 2], &[2, 3]));
        assert_eq!(says(path(), json!(null)), Err(Mismatch::Presence { expected: true }));
        assert_eq!(says(json!(null), path()), Err(Mismatch::Presence { expected: false }));
        assert_eq!(says(json!(null), json!(null)), Ok(()));
    }

    #[test]
    fn shape_comes_before_value() {
        let wrong = check([1.0, 2.0].into(), [1.0, 2.0, 3.0].into(), USUAL);
        assert_eq!(wrong, Err(Mismatch::Shape { at: vec![], expected: vec![2], got: vec![3] }));
        assert!(check(1.0.into(), [1.0].into(), USUAL).is_err());
        assert!(check(serde_json::json!([[1.0], [2.0]]), serde_json::json!([[1.0, 2.0]]), USUAL).is_err());
    }

    #[test]
    fn nan_is_right_only_where_nan_is_expected() {
        assert!(check(1.0.into(), "nan".into(), USUAL).is_err());
        assert!(check("nan".into(), 1.0.into(), USUAL).is_err());
        assert!(check("nan".into(), "nan".into(), USUAL).is_ok());
    }

    #[test]
    fn infinity_is_right_only_with_the_same_sign() {
        assert!(check("inf".into(), "inf".into(), USUAL).is_ok());
        assert!(check("inf".into(), "-inf".into(), USUAL).is_err());
        assert!(check("inf".into(), 1e308.into(), USUAL).is_err());
        assert!(check(1e308.into(), "inf".into(), USUAL).is_err());
    }

    #[test]
    fn minus_zero_equals_zero() {
        assert!(check(0.0.into(), (-0.0).into(), TINY).is_ok());
        assert!(check((-0.0).into(), 0.0.into(), TINY).is_ok());
    }

    #[test]
    fn tiny_and_zero_differ_exactly_where_the_case_says_so() {
        assert!(check(0.0.into(), 1e-18.into(), USUAL).is_ok());
        assert!(check(1e-18.into(), 0.0.into(), USUAL).is_ok());
        assert!(check(0.0.into(), 1e-18.into(), TINY).is_err());
        assert!(check(1e-18.into(), 0.0.into(), TINY).is_err());
        assert!(check(1e-18.into(), 1.0000000001e-18.into(), TINY).is_ok());
    }

    #[test]
    fn the_worst_number_is_reported_with_its_place() {
        let wrong = check([1.0, 2.0, 3.0].into(), [1.1, 2.0, 5.0].into(), USUAL).expect_err("wrong");
        assert_eq!(wrong, Mismatch::Number { at: vec![2], expected: Real(3.0), got: Real(5.0) });
    }

    #[test]
    fn a_kink_accepts_its_subgradients_and_nothing_else() {
        let kink = Expected::Segment(v([0.0, 0.0].into()), v([1.0, -1.0].into()));
        for right in [[0.0, 0.0], [1.0, -1.0], [0.5, -0.5]] {
            assert!(compare(&kink, &v(right.into()), USUAL).is_ok());
        }
        for wrong in [[1.0, 0.0], [0.0, -1.0], [1.5, -1.5], [1.0, 1.0], [f64::NAN, 0.0]] {
            let wrong = Value::List(wrong.map(Value::Number).to_vec());
            assert!(compare(&kink, &wrong, USUAL).is_err(), "{wrong:?}");
        }
        let both = Expected::Box(v([0.0, -1.0].into()), v([1.0, 0.0].into()));
        assert!(compare(&both, &v([1.0, 0.0].into()), USUAL).is_ok());
        assert!(compare(&both, &v([1.0, 1.0].into()), USUAL).is_err());
    }
}

//! Where two sides of a law differ most.

use super::Law;
use super::expression::Sign;
use crate::number::Value;

impl Law {
    /// The index of the number that breaks the relation most: of the left side, or of the right one where the left
    /// one is a single number. Empty for two single numbers.
    pub fn worst(&self, left: &Value, right: &Value) -> Vec<usize> {
        let Some(sign) = self.holds.signs().next() else { return vec![] };
        let mut worst = (f64::NEG_INFINITY, vec![]);
        walk(sign, left, right, &mut vec![], &mut worst);
        worst.1
    }
}

fn walk(sign: Sign, left: &Value, right: &Value, at: &mut Vec<usize>, worst: &mut (f64, Vec<usize>)) {
    let mut inner = |i: usize, left: &Value, right: &Value| {
        at.push(i);
        walk(sign, left, right, at, worst);
        at.pop();
    };
    match (left, right) {
        (Value::Number(a), Value::Number(b)) => {
            let by = match sign {
                Sign::Equal => (a - b).abs(),
                Sign::AtMost => a - b,
                Sign::AtLeast => b - a,
            };
            // equal infinities are no difference; anything else without a number is the largest one
            let by = if by.is_nan() && a == b {
                0.0
            } else if by.is_nan() {
                f64::INFINITY
            } else {
                by
            };
            if by > worst.0 {
                *worst = (by, at.clone());
            }
        }
        (Value::List(a), Value::List(b)) => {
            a.iter().zip(b).enumerate().for_each(|(i, (left, right))| inner(i, left, right));
        }
        (Value::List(list), one) => list.iter().enumerate().for_each(|(i, left)| inner(i, left, one)),
        (one, Value::List(list)) => list.iter().enumerate().for_each(|(i, right)| inner(i, one, right)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn worst(holds: &str, left: serde_json::Value, right: serde_json::Value) -> Vec<usize> {
        let law = Law::parse(&["f = 1".into()], holds).expect("a law");
        let value = |json| Value::from_json(&json).expect("a value");
        law.worst(&value(left), &value(right))
    }

    #[test]
    fn the_worst_number_is_found_on_the_side_that_breaks_the_law() {
        use serde_json::json;
        assert_eq!(worst("f = f", json!([[1, 2], [3, 9]]), json!([[1, 2.5], [3, 4]])), [1, 1]);
        assert_eq!(worst("f <= f", json!([0, 3, 2]), json!([9, 1, 1])), [1]);
        assert_eq!(worst("f >= f", json!(1), json!([0, 2, 5])), [2]);
        assert_eq!(worst("f = f", json!([1, "nan", 3]), json!([2, 2, 30])), [1]);
        assert_eq!(worst("f = f", json!(["inf", 2]), json!(["inf", 1])), [1]);
        assert!(worst("f = f", json!(1), json!(2)).is_empty());
    }
}

//! The value of a line in a model, with a bound on its error: every node yields its value and its derivative.

use super::dual::{Dual, Rounded};
use super::environment::{Environment, total};
use super::expression::Expression;

/// What a line is in one model.
#[derive(Clone, Copy, Debug)]
pub enum Reading {
    /// A number, as exact as rounding allows.
    Number(Rounded),
    /// No number: the logarithm of a negative one, or a division by 0.
    Undefined,
}

/// What a line is in each model.
pub fn values(expression: &Expression, environments: &[Environment]) -> Vec<Reading> {
    environments.iter().map(|environment| reading(expression, environment)).collect()
}

/// What a line is in one model.
pub fn reading(expression: &Expression, environment: &Environment) -> Reading {
    match value(expression, environment, &mut vec![]) {
        Some(dual) => Reading::Number(dual.value),
        None => Reading::Undefined,
    }
}

impl Reading {
    /// Certainly something else, and by how much. A line without a value is something else than any line.
    pub fn differs(self, here: Reading) -> Option<f64> {
        match (self, here) {
            (Reading::Number(above), Reading::Number(here)) => above.differs(here),
            (_, Reading::Undefined) => Some(1.0),
            (Reading::Undefined, Reading::Number(_)) => None,
        }
    }

    /// As far as can be known, the same number.
    pub fn agrees(self, other: Reading) -> bool {
        matches!((self, other), (Reading::Number(a), Reading::Number(b)) if a.agrees(b))
    }

    /// The number as it may be shown.
    pub fn shown(self) -> f64 {
        match self {
            Reading::Number(number) => number.shown(),
            Reading::Undefined => f64::NAN,
        }
    }
}

/// `None` where there is certainly none.
fn value(expression: &Expression, environment: &Environment, bound: &mut Vec<usize>) -> Option<Dual> {
    let mut at = |inner: &Expression| value(inner, environment, bound);
    Some(match expression {
        Expression::Number(number) => Dual::constant(number.as_f64()),
        Expression::Beta => Dual::constant(environment.beta),
        Expression::Value(value) => environment.look_up(*value, bound)?,
        Expression::Exp(a) => at(a)?.exp(),
        Expression::Log(a) => {
            let of = at(a)?;
            if of.value.is_negative() || of.is_zero() {
                return None;
            }
            of.log()
        }
        Expression::Sigmoid(a) => at(a)?.sigmoid(),
        // a second derivative is out of scope, so nobody asks for this slope
        Expression::Derivative(a) => Dual { value: at(a)?.slope, slope: Rounded::exact(f64::NAN) },
        Expression::Sum(range, a) => {
            // a sum over nothing means nothing here
            if environment.size(*range) == 0 {
                return None;
            }
            let mut terms = Vec::with_capacity(environment.size(*range));
            for index in 0..environment.size(*range) {
                bound.push(index);
                let term = value(a, environment, bound);
                bound.pop();
                terms.push(term?);
            }
            total(terms.into_iter())
        }
        Expression::Negative(a) => at(a)?.negative(),
        Expression::Add(a, b) => at(a)?.plus(at(b)?),
        Expression::Subtract(a, b) => at(a)?.plus(at(b)?.negative()),
        Expression::Multiply(a, b) => at(a)?.times(at(b)?),
        Expression::Divide(a, b) => {
            let (above, below) = (at(a)?, at(b)?);
            if below.is_zero() {
                return None;
            }
            above.times(below.inverse())
        }
    })
}

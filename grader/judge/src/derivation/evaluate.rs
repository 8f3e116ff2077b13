//! The value of a line in a model, exact up to rounding: every node yields its value and its derivative.

use super::environment::{Dual, Environment, total};
use super::expression::Expression;

/// Relative to the larger of two values; the smallest scale keeps rounding out where terms cancel.
const TOLERANCE: f64 = 1e-9;
const SCALE: f64 = 1e-3;

/// The values of a line in all models.
pub fn values(expression: &Expression, environments: &[Environment]) -> Vec<f64> {
    environments.iter().map(|environment| value(expression, environment, &mut vec![]).value).collect()
}

/// Are these the same number? What is no number equals nothing.
pub fn same(a: f64, b: f64) -> bool {
    a.is_finite() && b.is_finite() && (a - b).abs() <= TOLERANCE * a.abs().max(b.abs()).max(SCALE)
}

fn value(expression: &Expression, environment: &Environment, bound: &mut Vec<usize>) -> Dual {
    let mut at = |inner: &Expression| value(inner, environment, bound);
    match expression {
        Expression::Number(number) => Dual::constant(number.as_f64()),
        Expression::Beta => Dual::constant(environment.beta),
        Expression::Value(value) => environment.look_up(*value, bound),
        Expression::Exp(a) => at(a).exp(),
        Expression::Log(a) => at(a).log(),
        Expression::Sigmoid(a) => {
            let a = at(a);
            let s = 1.0 / (1.0 + (-a.value).exp());
            a.map(s, s * (1.0 - s))
        }
        // a second derivative is out of scope, so nobody asks for this slope
        Expression::Derivative(a) => Dual { value: at(a).slope, slope: f64::NAN },
        Expression::Sum(range, a) => total((0..environment.size(*range)).map(|index| {
            bound.push(index);
            let term = value(a, environment, bound);
            bound.pop();
            term
        })),
        Expression::Negative(a) => at(a).times(Dual::constant(-1.0)),
        Expression::Add(a, b) => at(a).plus(at(b)),
        Expression::Subtract(a, b) => at(a).plus(at(b).times(Dual::constant(-1.0))),
        Expression::Multiply(a, b) => at(a).times(at(b)),
        Expression::Divide(a, b) => at(a).times(at(b).inverse()),
    }
}

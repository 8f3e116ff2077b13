//! What a wrong rule looks for: `within_…` at the node itself, `if_…` one level further in.

use super::super::build::{Factors, factors};
use super::super::expression::{Expression, Letter, Range, Value};
use super::super::legal::is_constant;

type Found = Option<Expression>;

macro_rules! unary {
    ($($within:ident, $if_:ident: $variant:ident;)*) => {$(
        pub fn $within(node: &Expression, f: impl Fn(&Expression) -> Found) -> Vec<Expression> {
            $if_(node, f).into_iter().collect()
        }

        pub fn $if_(node: &Expression, f: impl Fn(&Expression) -> Found) -> Found {
            if let Expression::$variant(a) = node { f(a) } else { None }
        }
    )*};
}

macro_rules! binary {
    ($($within:ident, $if_:ident: $variant:ident;)*) => {$(
        pub fn $within(node: &Expression, f: impl Fn(&Expression, &Expression) -> Found) -> Vec<Expression> {
            $if_(node, f).into_iter().collect()
        }

        pub fn $if_(node: &Expression, f: impl Fn(&Expression, &Expression) -> Found) -> Found {
            if let Expression::$variant(a, b) = node { f(a, b) } else { None }
        }
    )*};
}

unary! {
    within_log, if_log: Log;
    within_exp, if_exp: Exp;
    within_derivative, if_derivative: Derivative;
    within_sigmoid, if_sigmoid: Sigmoid;
    within_negative, if_negative: Negative;
}

binary! {
    within_sum, if_sum: Add;
    within_difference, if_difference: Subtract;
    within_product, if_product: Multiply;
    within_quotient, if_quotient: Divide;
}

/// A sum over a letter.
pub fn within_total(node: &Expression, f: impl Fn(Range, &Expression) -> Found) -> Vec<Expression> {
    if_total(node, f).into_iter().collect()
}

/// A sum over a letter.
pub fn if_total(node: &Expression, f: impl Fn(Range, &Expression) -> Found) -> Found {
    if let Expression::Sum(range, a) = node { f(*range, a) } else { None }
}

/// A product of two, each of which is tried as the first.
pub fn within_product_either(node: &Expression, f: impl Fn(&Expression, &Expression) -> Found) -> Vec<Expression> {
    let both = |a: &Expression, b: &Expression| f(a, b).into_iter().chain(f(b, a)).collect();
    if let Expression::Multiply(a, b) = node { both(a, b) } else { vec![] }
}

/// A value with a letter.
pub fn within_value(node: &Expression, f: impl Fn(Value) -> Found) -> Vec<Expression> {
    if let Expression::Value(value) = node { f(*value).into_iter().collect() } else { vec![] }
}

/// The body of a sum for one answer instead of all; `None` where the sum runs over something else.
pub fn for_label(range: Range, body: &Expression) -> Found {
    let label = |letter: Letter, depth: u8| match letter {
        Letter::Bound(distance) if distance == depth => Letter::Free(0),
        Letter::Bound(distance) if distance > depth => Letter::Bound(distance - 1),
        other => other,
    };
    (range == Range::Answers).then(|| body.relettered(0, &label))
}

/// The body of a sum with the label in it, everywhere, instead of the letter of the sum.
pub fn labelled(range: Range, body: &Expression) -> Found {
    let label = |letter: Letter, depth: u8| if letter == Letter::Bound(depth) { Letter::Free(0) } else { letter };
    (range == Range::Answers && body.mentions(0)).then(|| body.relettered(0, &label))
}

/// The factor of a sign, if it has one: −c for c.
pub fn unsigned(node: &Expression) -> Found {
    let factors = factors(node);
    factors.negative.then(|| Factors { negative: false, ..factors }.product())
}

/// The product without one factor β.
pub fn without_beta(node: &Expression) -> Found {
    let mut factors = factors(node);
    let place = factors.above.iter().position(|factor| *factor == Expression::Beta)?;
    factors.above.remove(place);
    Some(factors.product())
}

/// The product without its constant factors.
pub fn core(node: &Expression) -> Found {
    let mut factors = factors(node);
    let before = (factors.negative, factors.above.len(), factors.below.len());
    factors.negative = false;
    factors.above.retain(|factor| !is_constant(factor));
    factors.below.retain(|factor| !is_constant(factor));
    (before != (false, factors.above.len(), factors.below.len())).then(|| factors.product())
}

//! Short names for building expressions, and the changes of one at every place.

use super::expression::{Expression, Letter, Range, Value};
use super::ratio::Ratio;

pub fn one() -> Expression {
    Expression::Number(Ratio::ONE)
}

pub fn beta() -> Expression {
    Expression::Beta
}

pub fn of(value: Value) -> Expression {
    Expression::Value(value)
}

pub fn negative(a: &Expression) -> Expression {
    Expression::Negative(Box::new(a.clone()))
}

pub fn add(a: &Expression, b: &Expression) -> Expression {
    Expression::Add(Box::new(a.clone()), Box::new(b.clone()))
}

pub fn subtract(a: &Expression, b: &Expression) -> Expression {
    Expression::Subtract(Box::new(a.clone()), Box::new(b.clone()))
}

pub fn multiply(a: &Expression, b: &Expression) -> Expression {
    Expression::Multiply(Box::new(a.clone()), Box::new(b.clone()))
}

pub fn divide(a: &Expression, b: &Expression) -> Expression {
    Expression::Divide(Box::new(a.clone()), Box::new(b.clone()))
}

pub fn exp(a: &Expression) -> Expression {
    Expression::Exp(Box::new(a.clone()))
}

pub fn log(a: &Expression) -> Expression {
    Expression::Log(Box::new(a.clone()))
}

pub fn sigmoid(a: &Expression) -> Expression {
    Expression::Sigmoid(Box::new(a.clone()))
}

/// The derivative; of what is one already there is none.
pub fn derivative(a: &Expression) -> Option<Expression> {
    (!a.derives()).then(|| Expression::Derivative(Box::new(a.clone())))
}

pub fn total(range: Range, a: &Expression) -> Expression {
    Expression::Sum(range, Box::new(a.clone()))
}

/// exp(−β value)
pub fn boltzmann(value: Value) -> Expression {
    exp(&multiply(&negative(&beta()), &of(value)))
}

/// The letter of the innermost sum.
pub const INNERMOST: Letter = Letter::Bound(0);
/// The label.
pub const LABEL: Letter = Letter::Free(0);

/// The sum over all answers of exp(−βF).
pub fn partition() -> Expression {
    total(Range::Answers, &boltzmann(Value::F(INNERMOST)))
}

/// The sum over the latent values of an answer of exp(−βE).
pub fn latent_partition(answer: Letter) -> Expression {
    total(Range::Latents, &boltzmann(Value::E(answer.inside(), INNERMOST)))
}

/// A product as a coefficient and factors, those below the line apart.
pub struct Factors {
    pub negative: bool,
    pub above: Vec<Expression>,
    pub below: Vec<Expression>,
}

/// The factors of a product.
pub fn factors(expression: &Expression) -> Factors {
    let mut factors = Factors { negative: false, above: vec![], below: vec![] };
    collect(expression, false, &mut factors);
    factors
}

fn collect(expression: &Expression, below: bool, factors: &mut Factors) {
    match expression {
        Expression::Negative(a) => {
            factors.negative = !factors.negative;
            collect(a, below, factors);
        }
        Expression::Multiply(a, b) => {
            collect(a, below, factors);
            collect(b, below, factors);
        }
        Expression::Divide(a, b) => {
            collect(a, below, factors);
            collect(b, !below, factors);
        }
        Expression::Number(Ratio::ONE) => {}
        other => {
            let (here, there) =
                if below { (&mut factors.below, &mut factors.above) } else { (&mut factors.above, &mut factors.below) };
            match there.iter().position(|factor| factor == other) {
                Some(index) => drop(there.remove(index)),
                None => here.push(other.clone()),
            }
        }
    }
}

/// A product of factors.
pub fn product(factors: &[Expression]) -> Expression {
    let mut factors = factors.iter();
    let first = factors.next().cloned().unwrap_or_else(one);
    factors.fold(first, |product, factor| multiply(&product, factor))
}

impl Factors {
    /// The product again.
    pub fn product(&self) -> Expression {
        let above = product(&self.above);
        let whole = if self.below.is_empty() { above } else { divide(&above, &product(&self.below)) };
        if self.negative { negative(&whole) } else { whole }
    }
}

/// The energy in exp(−β energy), if it is one.
pub fn boltzmann_of(expression: &Expression) -> Option<Value> {
    let Expression::Exp(exponent) = expression else { return None };
    let factors = factors(exponent);
    match (factors.negative, factors.above.as_slice(), factors.below.as_slice()) {
        (true, [Expression::Beta, Expression::Value(value)] | [Expression::Value(value), Expression::Beta], []) => {
            matches!(value, Value::F(_) | Value::E(..)).then_some(*value)
        }
        _ => None,
    }
}

/// What a node may become.
pub type Change = fn(&Expression) -> Vec<Expression>;

/// An expression in which one node is another.
pub struct Changed {
    /// The node as it was.
    pub was: Expression,
    /// The whole expression.
    pub whole: Expression,
}

/// Every expression that differs in one node.
pub fn everywhere(expression: &Expression, change: &dyn Fn(&Expression) -> Vec<Expression>) -> Vec<Changed> {
    let here = change(expression).into_iter().map(|whole| Changed { was: expression.clone(), whole });
    let mut all: Vec<Changed> = here.collect();
    for (place, part) in expression.parts().into_iter().enumerate() {
        for Changed { was, whole: inner } in everywhere(part, change) {
            let mut put = |other: usize, same: &Expression| if other == place { inner.clone() } else { same.clone() };
            all.push(Changed { was, whole: expression.map(&mut put) });
        }
    }
    all
}

/// The same, without what stands in an inner sum.
pub fn outside_sums(expression: &Expression, change: &dyn Fn(&Expression) -> Vec<Expression>) -> Vec<Expression> {
    let mut all = change(expression);
    if matches!(expression, Expression::Sum(..)) {
        return all;
    }
    for (place, part) in expression.parts().into_iter().enumerate() {
        for inner in outside_sums(part, change) {
            all.push(expression.map(&mut |other, same| if other == place { inner.clone() } else { same.clone() }));
        }
    }
    all
}

/// The expression with every node changed that can be, the innermost first; `None` where there are fewer than two.
pub fn at_once(expression: &Expression, change: &dyn Fn(&Expression) -> Vec<Expression>) -> Option<Expression> {
    let mut count = 0;
    let changed = all_at_once(expression, change, &mut count);
    (count > 1).then_some(changed)
}

fn all_at_once(
    expression: &Expression,
    change: &dyn Fn(&Expression) -> Vec<Expression>,
    count: &mut usize,
) -> Expression {
    let inner = expression.map(&mut |_, part| all_at_once(part, change, count));
    match change(&inner).into_iter().next() {
        Some(changed) => {
            *count += 1;
            changed
        }
        None => inner,
    }
}

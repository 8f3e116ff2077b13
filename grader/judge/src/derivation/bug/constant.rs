//! Mistakes with β and with brackets of several terms.

use super::super::build::{Factors, add, beta, divide, factors, multiply, negative, one, subtract};
use super::super::expression::Expression;
use super::super::legal::is_constant;
use super::part::{if_difference, if_sum, within_product_either, within_quotient};
use super::{Bug, unknown};

/// What a factor before a bracket may reach: one of two terms.
fn on_one(c: &Expression, bracket: &Expression, with: fn(&Expression, &Expression) -> Expression) -> Vec<Expression> {
    let first = if_sum(bracket, |u, v| Some(add(&with(u, c), v)))
        .or_else(|| if_difference(bracket, |u, v| Some(subtract(&with(u, c), v))));
    let second = if_sum(bracket, |u, v| Some(add(u, &with(v, c))))
        .or_else(|| if_difference(bracket, |u, v| Some(subtract(u, &with(v, c)))));
    first.into_iter().chain(second).collect()
}

/// c u ± v as c (u ± v).
fn joined(u: &Expression, v: &Expression, make: fn(&Expression, &Expression) -> Expression) -> Option<Expression> {
    let Factors { negative, above, below } = factors(u);
    let (outer_above, inner_above): (Vec<_>, Vec<_>) = above.into_iter().partition(is_constant);
    let (outer_below, inner_below): (Vec<_>, Vec<_>) = below.into_iter().partition(is_constant);
    let constant = !outer_above.is_empty() || !outer_below.is_empty();
    let front = Factors { negative, above: outer_above, below: outer_below }.product();
    let core = Factors { negative: false, above: inner_above, below: inner_below }.product();
    constant.then(|| multiply(&front, &make(&core, v)))
}

/// The factor of a term that may be there or not; a bracket has terms of its own.
fn is_term(n: &Expression) -> bool {
    !matches!(n, Expression::Number(_) | Expression::Beta)
}

/// A part of a line: a term of a sum, or the whole.
fn scaled(n: &Expression, by: &Expression) -> Vec<Expression> {
    if is_term(n) { vec![multiply(by, n)] } else { vec![] }
}

pub static BUGS: [Bug; 8] = [
    Bug {
        name: "factor on one term only",
        says: "A factor before a bracket multiplies every term in it.",
        wrong: |n| match n {
            Expression::Multiply(a, b) => {
                let mut all = on_one(a, b, |u, c| multiply(c, u));
                all.extend(on_one(b, a, |u, c| multiply(c, u)));
                all
            }
            Expression::Divide(a, b) => on_one(b, a, divide),
            _ => vec![],
        },
        right: |n| match n {
            Expression::Add(u, v) => joined(u, v, add).into_iter().chain(joined(v, u, add)).collect(),
            Expression::Subtract(u, v) => joined(u, v, subtract).into_iter().collect(),
            _ => vec![],
        },
    },
    Bug {
        name: "1/β lost",
        says: "The factor 1/β stays until a factor β cancels it.",
        wrong: |n| {
            within_quotient(n, |u, v| {
                let mut below = factors(v);
                let place = below.above.iter().position(|factor| *factor == beta())?;
                below.above.remove(place);
                Some(divide(u, &below.product()))
            })
        },
        right: |n| if is_term(n) { vec![divide(n, &beta())] } else { vec![] },
    },
    Bug {
        name: "β lost",
        says: "A factor β is lost: it stays until a factor 1/β cancels it.",
        wrong: |n| match n {
            Expression::Beta => vec![one()],
            _ => vec![],
        },
        right: |n| scaled(n, &beta()),
    },
    Bug {
        name: "β for 1/β",
        says: "1/β is not β: the factor belongs below the line.",
        wrong: |n| within_quotient(n, |u, v| (*v == beta()).then(|| multiply(u, v))),
        right: |n| match n {
            Expression::Beta => vec![divide(&one(), n)],
            _ => vec![],
        },
    },
    Bug {
        name: "β squared",
        says: "β occurs once too often: a factor β and a factor 1/β cancel.",
        wrong: |n| match n {
            Expression::Beta => vec![multiply(n, n)],
            _ => vec![],
        },
        right: |n| within_product_either(n, |u, v| (*u == beta()).then(|| v.clone())),
    },
    Bug {
        name: "β too many",
        says: "A factor β has come in: β and 1/β cancel, and D brings a β only out of an exponent.",
        wrong: |n| scaled(n, &beta()),
        right: |n| if is_term(n) { vec![divide(n, &beta())] } else { vec![] },
    },
    Bug {
        name: "1/β too many",
        says: "A factor 1/β has come in: it stands before the logarithm only, and a β cancels it.",
        wrong: |n| if is_term(n) { vec![divide(n, &beta())] } else { vec![] },
        right: |n| scaled(n, &beta()),
    },
    Bug {
        name: "−β for 1/β",
        says: "Dividing by −β is not multiplying by it: the sign comes out, and β stays below the line.",
        wrong: |n| {
            within_product_either(n, |c, u| match c {
                Expression::Divide(one, b) if **b == beta() => Some(multiply(&negative(&multiply(one, b)), u)),
                _ => None,
            })
        },
        right: unknown,
    },
];

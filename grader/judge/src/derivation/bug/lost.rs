//! What is lost or turned, wherever it stood: said last, because it says least.

use super::super::build::{Factors, boltzmann, divide, factors, negative, partition, total};
use super::super::expression::{Expression, Value};
use super::super::legal::is_constant;
use super::part::{within_quotient, within_value};
use super::sum::split;
use super::{Bug, unknown};

pub static BUGS: [Bug; 7] = [
    Bug {
        name: "quotient upside down",
        says: "Numerator and denominator have changed places.",
        wrong: |n| within_quotient(n, |u, v| Some(divide(v, u))),
        right: |n| within_quotient(n, |u, v| Some(divide(v, u))),
    },
    Bug {
        name: "Gibbs upside down",
        says: "A probability is one exponential divided by the sum of all of them, not the other way round.",
        wrong: |n| {
            within_value(n, |value| match value {
                Value::P(k) => Some(divide(&partition(), &boltzmann(Value::F(k)))),
                _ => None,
            })
        },
        right: unknown,
    },
    Bug {
        name: "denominator lost",
        says: "A denominator of the line above is missing: the division stays.",
        wrong: |n| within_quotient(n, |u, v| (!is_constant(v)).then(|| u.clone())),
        right: unknown,
    },
    Bug {
        name: "term lost",
        says: "A term of the line above is missing: only 0 may be left out.",
        wrong: |n| {
            let both = |u: &Expression, v: &Expression| vec![u.clone(), v.clone()];
            match n {
                Expression::Add(u, v) => both(u, v),
                Expression::Subtract(u, v) => vec![(**u).clone(), negative(v)],
                _ => vec![],
            }
        },
        right: unknown,
    },
    Bug {
        name: "factor of the sum lost",
        says: "A factor of the terms of a sum is missing; only what does not depend on k comes out, and it stays in front.",
        wrong: |n| match n {
            Expression::Sum(range, body) => split(body).into_iter().map(|(_, rest)| total(*range, &rest)).collect(),
            _ => vec![],
        },
        right: unknown,
    },
    Bug {
        name: "factor lost",
        says: "A factor of the line above is missing: only a factor 1 may be left out.",
        wrong: |n| {
            let whole = factors(n);
            let count = whole.above.len();
            let lost = (0..count).filter(|_| count > 1 && matches!(n, Expression::Multiply(..))).map(|place| {
                let mut above = whole.above.clone();
                above.remove(place);
                Factors { above, below: whole.below.clone(), ..whole }.product()
            });
            lost.collect()
        },
        right: unknown,
    },
    Bug {
        name: "a sign too many or too few",
        says: "One sign is wrong: follow each minus sign of the line above through its brackets.",
        wrong: |n| match n {
            Expression::Number(_) | Expression::Beta => vec![],
            Expression::Negative(u) => vec![(**u).clone()],
            _ => vec![negative(n)],
        },
        right: |n| match n {
            Expression::Number(_) | Expression::Beta => vec![],
            Expression::Negative(u) => vec![(**u).clone()],
            _ => vec![negative(n)],
        },
    },
];

//! Mistakes with sums over a letter.

use super::super::build::{
    Factors, INNERMOST, LABEL, add, derivative, divide, factors, multiply, of, outside_sums, product, subtract, total,
};
use super::super::expression::{Expression, Letter, Range, Value};
use super::part::{
    for_label, if_difference, if_quotient, if_sum, if_total, labelled, within_derivative, within_product,
    within_quotient, within_total, within_value,
};
use super::{Bug, unknown};

/// The value with the label in the place of each letter of a sum that it mentions.
fn escaped(value: Value) -> Option<Expression> {
    let label = |letter: Letter| if matches!(letter, Letter::Bound(_)) { LABEL } else { letter };
    match value {
        Value::E(k, z) => Some(Value::E(label(k), z)),
        Value::Posterior(k, z) => Some(Value::Posterior(label(k), z)),
        Value::F(k) => Some(Value::F(label(k))),
        Value::P(_) => None,
    }
    .filter(|other| *other != value)
    .map(of)
}

/// The value with the letter of the innermost sum in the place of the label.
fn caught(value: Value) -> Option<Expression> {
    let bound = |letter: Letter| if letter == LABEL { INNERMOST } else { letter };
    Some(value.map(bound)).filter(|other| *other != value).map(of)
}

/// A body in which every value of one answer is changed, inside a sum over answers only.
fn in_body(node: &Expression, change: &dyn Fn(Value) -> Option<Expression>) -> Vec<Expression> {
    let Expression::Sum(Range::Answers, body) = node else { return vec![] };
    let bodies = outside_sums(body, &|inner| within_value(inner, change));
    bodies.into_iter().map(|body| total(Range::Answers, &body)).collect()
}

/// The factors of a sum's body in two groups, one of them a single factor.
pub fn split(body: &Expression) -> Vec<(Expression, Expression)> {
    let whole = factors(body);
    let parts = (0..whole.above.len()).filter(|_| whole.above.len() + whole.below.len() > 1);
    let pairs = parts.map(|place| {
        let mut above = whole.above.clone();
        let one = above.remove(place);
        (one, Factors { negative: whole.negative, above, below: whole.below.clone() }.product())
    });
    pairs.collect()
}

pub static BUGS: [Bug; 12] = [
    Bug {
        name: "P(y) for P(k)",
        says: "Inside the sum over k every answer has its own probability: P of the sum's letter, not of the label.",
        wrong: |n| {
            in_body(n, &|value| match value {
                Value::P(Letter::Bound(_)) => Some(of(Value::P(LABEL))),
                _ => None,
            })
        },
        right: |n| {
            in_body(n, &|value| match value {
                Value::P(LABEL) => Some(of(Value::P(INNERMOST))),
                _ => None,
            })
        },
    },
    Bug {
        name: "∂F(y) for ∂F(k)",
        says: "Inside the sum over k stands the derivative of each answer's own energy, not that of the label.",
        wrong: |n| {
            within_derivative(n, |a| match a {
                Expression::Value(value) => derivative(&escaped(*value)?),
                _ => None,
            })
        },
        right: |n| match n {
            Expression::Sum(Range::Answers, body) => {
                let own = |inner: &Expression| {
                    within_derivative(inner, |a| match a {
                        Expression::Value(value) => derivative(&caught(*value)?),
                        _ => None,
                    })
                };
                let bodies = outside_sums(body, &own);
                bodies.into_iter().map(|body| total(Range::Answers, &body)).collect()
            }
            _ => vec![],
        },
    },
    Bug {
        name: "label in every term of the sum",
        says: "The terms of a sum over k differ: each has the letter of the sum, and the label stands outside.",
        wrong: |n| within_total(n, |range, body| Some(total(range, &labelled(range, body)?))),
        right: unknown,
    },
    Bug {
        name: "index that escapes its sum",
        says: "What stands in a sum over k has the letter of the sum, wherever it came from the line above.",
        wrong: |n| in_body(n, &escaped),
        right: |n| in_body(n, &caught),
    },
    Bug {
        name: "one term for the sum",
        says: "A sum over all answers is not its term for the label: the sum stays.",
        wrong: |n| within_total(n, for_label),
        right: unknown,
    },
    Bug {
        name: "weights lost",
        says: "An expectation needs its weights: each term is multiplied by its probability.",
        wrong: |n| match n {
            Expression::Sum(range, body) => {
                let weighted = |factor: &Expression| {
                    matches!(factor, Expression::Value(Value::P(_) | Value::Posterior(..)) | Expression::Exp(_))
                };
                let rest = split(body).into_iter().filter(|(one, _)| weighted(one));
                rest.map(|(_, rest)| total(*range, &rest)).collect()
            }
            _ => vec![],
        },
        right: |n| match n {
            Expression::Sum(Range::Answers, body) => {
                vec![total(Range::Answers, &multiply(&of(Value::P(INNERMOST)), body))]
            }
            Expression::Sum(Range::Latents, body) => {
                let weight = of(Value::Posterior(LABEL, INNERMOST));
                vec![total(Range::Latents, &multiply(&weight, body))]
            }
            _ => vec![],
        },
    },
    Bug {
        name: "sum of products as product of sums",
        says: "The sum of products is not the product of the sums; only what does not depend on k comes out.",
        wrong: |n| match n {
            Expression::Sum(range, body) => {
                split(body).into_iter().map(|(u, v)| multiply(&total(*range, &u), &total(*range, &v))).collect()
            }
            _ => vec![],
        },
        right: |n| {
            within_product(n, |a, b| {
                if_total(a, |range, u| if_total(b, |other, v| (range == other).then(|| total(range, &multiply(u, v)))))
            })
        },
    },
    Bug {
        name: "sum of quotients as quotient of sums",
        says: "A sum of quotients is not the quotient of two sums, unless the denominator does not depend on k.",
        wrong: |n| {
            within_total(n, |range, body| if_quotient(body, |u, v| Some(divide(&total(range, u), &total(range, v)))))
        },
        right: unknown,
    },
    Bug {
        name: "quotient of sums as sum of quotients",
        says: "The quotient of two sums is not the sum of the quotients: the denominator is the whole sum.",
        wrong: |n| {
            within_quotient(n, |a, b| {
                if_total(a, |range, u| if_total(b, |other, v| (range == other).then(|| total(range, &divide(u, v)))))
            })
        },
        right: |n| {
            within_total(n, |range, body| if_quotient(body, |u, v| Some(divide(&total(range, u), &total(range, v)))))
        },
    },
    Bug {
        name: "constant counted once",
        says: "A constant inside a sum counts once for every term of the sum.",
        wrong: |n| {
            within_total(n, |range, body| {
                let out = |u: &_, v: &_, make: fn(&Expression, &Expression) -> Expression| {
                    let (u, v): (&Expression, &Expression) = (u, v);
                    match (u.shallower(), v.shallower()) {
                        (None, Some(v)) => Some(make(&total(range, u), &v)),
                        (Some(u), None) => Some(make(&u, &total(range, v))),
                        _ => None,
                    }
                };
                if_sum(body, |u, v| out(u, v, add)).or_else(|| if_difference(body, |u, v| out(u, v, subtract)))
            })
        },
        right: unknown,
    },
    Bug {
        name: "factor taken out of the sum",
        says: "What depends on k stays inside the sum over k.",
        wrong: |n| match n {
            Expression::Sum(range, body) => split(body)
                .into_iter()
                .filter(|(one, _)| one.mentions(0))
                .filter_map(|(one, rest)| Some(multiply(&for_label(*range, &one)?, &total(*range, &rest))))
                .collect(),
            _ => vec![],
        },
        right: |n| match n {
            Expression::Multiply(a, b) => into_sum(a, b),
            _ => vec![],
        },
    },
    Bug {
        name: "one sum of two lost",
        says: "The normaliser runs over the answers and over the values of z: both sums stay.",
        wrong: |n| within_total(n, |range, body| if_total(body, |_, _| for_label(range, body))),
        right: unknown,
    },
];

/// u Σ v as Σ u v, with the letter of the sum in u.
fn into_sum(a: &Expression, b: &Expression) -> Vec<Expression> {
    let one = |u: &Expression, sum: &Expression| {
        let Expression::Sum(Range::Answers, body) = sum else { return None };
        let bound = |letter: Letter, depth: u8| match letter {
            LABEL => Letter::Bound(depth),
            Letter::Bound(distance) if distance >= depth => Letter::Bound(distance + 1),
            other => other,
        };
        Some(total(Range::Answers, &product(&[u.relettered(0, &bound), (**body).clone()])))
    };
    one(a, b).into_iter().chain(one(b, a)).collect()
}

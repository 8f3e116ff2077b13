//! Lost and gained minus signs, and terms that are lost.

use super::super::build::{Factors, add, factors, multiply, negative, subtract};
use super::super::expression::Expression;
use super::part::{
    if_difference, if_sum, unsigned, within_difference, within_negative, within_product_either, within_sum,
};
use super::{Bug, unknown};

/// −(u ± v) with the sign on the first term only.
fn half_turned(n: &Expression) -> Option<Expression> {
    if_sum(n, |u, v| Some(add(&negative(u), v))).or_else(|| if_difference(n, |u, v| Some(subtract(&negative(u), v))))
}

pub static BUGS: [Bug; 6] = [
    Bug {
        name: "sign lost at a bracket",
        says: "A minus sign before a bracket turns the sign of every term in it.",
        wrong: |n| {
            let mut all = within_negative(n, half_turned);
            all.extend(within_difference(n, |a, b| {
                if_sum(b, |u, v| Some(add(&subtract(a, u), v)))
                    .or_else(|| if_difference(b, |u, v| Some(subtract(&subtract(a, u), v))))
            }));
            all.extend(within_product_either(n, |c, bracket| {
                let positive = unsigned(c)?;
                Some(multiply(&positive, &half_turned(bracket)?))
            }));
            all
        },
        right: unknown,
    },
    Bug {
        name: "two minus signs",
        says: "Minus times minus is plus.",
        wrong: |n| {
            within_product_either(n, |a, b| {
                let (a, b) = (unsigned(a)?, unsigned(b)?);
                Some(negative(&multiply(&a, &b)))
            })
        },
        right: unknown,
    },
    Bug {
        name: "minus sign lost",
        says: "A minus sign of the line above is lost: −log P is positive, and so on.",
        wrong: |n| match n {
            Expression::Negative(u) => vec![(**u).clone()],
            Expression::Multiply(..) | Expression::Divide(..) => {
                let whole = factors(n);
                let lost = whole.negative.then(|| Factors { negative: false, ..whole }.product());
                lost.into_iter().collect()
            }
            _ => vec![],
        },
        right: unknown,
    },
    Bug {
        name: "plus for minus",
        says: "A term that is subtracted in the line above is added here.",
        wrong: |n| within_difference(n, |u, v| Some(add(u, v))),
        right: |n| within_sum(n, |u, v| Some(subtract(u, v))),
    },
    Bug {
        name: "minus for plus",
        says: "A term that is added in the line above is subtracted here.",
        wrong: |n| within_sum(n, |u, v| Some(subtract(u, v))),
        right: |n| within_difference(n, |u, v| Some(add(u, v))),
    },
    Bug {
        name: "terms in the wrong order",
        says: "A difference is turned round: u − v is not v − u.",
        wrong: |n| within_difference(n, |u, v| Some(subtract(v, u))),
        right: |n| within_difference(n, |u, v| Some(subtract(v, u))),
    },
];

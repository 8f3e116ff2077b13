//! Mistakes with logarithms.

use super::super::build::{add, divide, log, multiply, subtract, total};
use super::part::{
    if_difference, if_exp, if_log, if_product, if_quotient, if_sum, if_total, within_difference, within_log,
    within_product_either, within_quotient, within_sum, within_total,
};
use super::{Bug, unknown};
use crate::derivation::build::exp;

pub static BUGS: [Bug; 13] = [
    Bug {
        name: "log of a sum",
        says: "The logarithm of a sum is not the sum of the logarithms: log(u + v) does not come apart, only a product does.",
        wrong: |n| within_log(n, |a| if_sum(a, |u, v| Some(add(&log(u), &log(v))))),
        right: |n| within_sum(n, |a, b| if_log(a, |u| if_log(b, |v| Some(log(&add(u, v)))))),
    },
    Bug {
        name: "log of a difference",
        says: "The logarithm of a difference is not the difference of the logarithms; only that of a quotient is.",
        wrong: |n| within_log(n, |a| if_difference(a, |u, v| Some(subtract(&log(u), &log(v))))),
        right: |n| within_difference(n, |a, b| if_log(a, |u| if_log(b, |v| Some(log(&subtract(u, v)))))),
    },
    Bug {
        name: "Σ log for log Σ",
        says: "The logarithm stands outside the sum: log Σ u is not Σ log u, and nothing moves it inside.",
        wrong: |n| within_log(n, |a| if_total(a, |range, u| Some(total(range, &log(u))))),
        right: |n| within_total(n, |range, a| if_log(a, |u| Some(log(&total(range, u))))),
    },
    Bug {
        name: "log Σ exp undone",
        says: "log undoes exp only where nothing stands between them: log Σ exp(u) is neither Σ u nor u.",
        wrong: |n| within_log(n, |a| if_total(a, |range, u| if_exp(u, |u| Some(total(range, u))))),
        right: |n| within_total(n, |range, u| Some(log(&total(range, &exp(u))))),
    },
    Bug {
        name: "log a / log b",
        says: "The logarithm of a quotient is the difference of two logarithms, not their quotient.",
        wrong: |n| within_log(n, |a| if_quotient(a, |u, v| Some(divide(&log(u), &log(v))))),
        right: |n| within_quotient(n, |a, b| if_log(a, |u| if_log(b, |v| Some(log(&divide(u, v)))))),
    },
    Bug {
        name: "sign of the denominator",
        says: "In the logarithm of a quotient the logarithm of the denominator is subtracted, not added.",
        wrong: |n| within_log(n, |a| if_quotient(a, |u, v| Some(add(&log(u), &log(v))))),
        right: |n| within_sum(n, |a, b| if_log(a, |u| if_log(b, |v| Some(log(&divide(u, v)))))),
    },
    Bug {
        name: "quotient the wrong way round",
        says: "The logarithm of a quotient is that of the numerator minus that of the denominator, in this order.",
        wrong: |n| within_log(n, |a| if_quotient(a, |u, v| Some(subtract(&log(v), &log(u))))),
        right: |n| within_difference(n, |a, b| if_log(a, |u| if_log(b, |v| Some(log(&divide(v, u)))))),
    },
    Bug {
        name: "denominator lost in the logarithm",
        says: "The logarithm of a quotient has two parts; the one of the denominator is missing.",
        wrong: |n| within_log(n, |a| if_quotient(a, |u, _| Some(log(u)))),
        right: unknown,
    },
    Bug {
        name: "log of a product",
        says: "The logarithm of a product is the sum of the logarithms, not their product.",
        wrong: |n| within_log(n, |a| if_product(a, |u, v| Some(multiply(&log(u), &log(v))))),
        right: |n| {
            let of = |a: &_, b: &_| if_log(a, |u| if_log(b, |v| Some(log(&multiply(u, v)))));
            within_product_either(n, of)
        },
    },
    Bug {
        name: "factor moved into the logarithm",
        says: "A factor before a logarithm is not a factor inside it: c log u is not log(c u).",
        wrong: |n| within_product_either(n, |c, a| if_log(a, |u| Some(log(&multiply(c, u))))),
        right: |n| within_log(n, |a| if_product(a, |c, u| Some(multiply(c, &log(u))))),
    },
    Bug {
        name: "exp lost inside log",
        says: "log(exp(u)) is u: both go, or neither.",
        wrong: |n| within_log(n, |a| if_exp(a, |u| Some(log(u)))),
        right: |n| within_log(n, |u| Some(log(&exp(u)))),
    },
    Bug {
        name: "log lost before exp",
        says: "log(exp(u)) is u: both go, or neither.",
        wrong: |n| within_log(n, |a| if_exp(a, |_| Some(a.clone()))),
        right: unknown,
    },
    Bug {
        name: "logarithm lost",
        says: "A logarithm of the line above is missing: only log(exp(u)) rids you of one.",
        wrong: |n| within_log(n, |u| Some(u.clone())),
        right: unknown,
    },
];

//! Mistakes with exponentials and the sigmoid.

use super::super::build::{
    Factors, add, beta, divide, exp, factors, multiply, negative, one, product, sigmoid, subtract, total,
};
use super::super::expression::Expression;
use super::super::legal::is_constant;
use super::part::{
    if_difference, if_exp, if_product, if_sum, if_total, unsigned, within_difference, within_exp,
    within_product_either, within_quotient, within_sigmoid, within_sum, within_total, without_beta,
};
use super::{Bug, unknown};

pub static BUGS: [Bug; 13] = [
    Bug {
        name: "exp(a + b) as a sum",
        says: "The exponential of a sum is the product of the exponentials, not their sum.",
        wrong: |n| within_exp(n, |a| if_sum(a, |u, v| Some(add(&exp(u), &exp(v))))),
        right: |n| within_sum(n, |a, b| if_exp(a, |u| if_exp(b, |v| Some(exp(&add(u, v)))))),
    },
    Bug {
        name: "exp(a − b) as a difference",
        says: "The exponential of a difference is the quotient of the exponentials, not their difference.",
        wrong: |n| within_exp(n, |a| if_difference(a, |u, v| Some(subtract(&exp(u), &exp(v))))),
        right: |n| within_difference(n, |a, b| if_exp(a, |u| if_exp(b, |v| Some(exp(&subtract(u, v)))))),
    },
    Bug {
        name: "sign of the second exponent",
        says: "exp(u − v) is exp(u) divided by exp(v): the minus sign makes a denominator.",
        wrong: |n| within_exp(n, |a| if_difference(a, |u, v| Some(multiply(&exp(u), &exp(v))))),
        right: unknown,
    },
    Bug {
        name: "factor moved out of exp",
        says: "A factor in the exponent stays there: exp(c u) is not c exp(u), but exp(u) to the power c.",
        wrong: |n| {
            let moved = |c: &_, u: &_| is_constant(c).then(|| multiply(c, &exp(u)));
            within_exp(n, |a| if_product(a, moved))
        },
        right: moved_into_exp,
    },
    Bug {
        name: "Σ exp for exp Σ",
        says: "The exponential of a sum is a product of exponentials: exp does not move through Σ.",
        wrong: |n| within_exp(n, |a| if_total(a, |range, u| Some(total(range, &exp(u))))),
        right: |n| within_total(n, |range, a| if_exp(a, |u| Some(exp(&total(range, u))))),
    },
    Bug {
        name: "exp Σ for Σ exp",
        says: "A sum of exponentials is not the exponential of a sum: that would be their product.",
        wrong: |n| within_total(n, |range, a| if_exp(a, |u| Some(exp(&total(range, u))))),
        right: |n| within_exp(n, |a| if_total(a, |range, u| Some(total(range, &exp(u))))),
    },
    Bug {
        name: "sign in the exponent",
        says: "The minus sign of the exponent is lost, or one too many: low energies are the likely ones.",
        wrong: |n| within_exp(n, |a| Some(unsigned(a).map_or_else(|| exp(&negative(a)), |a| exp(&a)))),
        right: |n| within_exp(n, |a| Some(unsigned(a).map_or_else(|| exp(&negative(a)), |a| exp(&a)))),
    },
    Bug {
        name: "beta lost in the exponent",
        says: "β multiplies the energy inside the exponential, in every one of them.",
        wrong: |n| within_exp(n, |a| without_beta(a).map(|a| exp(&a))),
        right: |n| within_exp(n, |a| Some(exp(&multiply(&beta(), a)))),
    },
    Bug {
        name: "exponential lost",
        says: "An exponential of the line above is missing: only log(exp(u)) rids you of one.",
        wrong: |n| within_exp(n, |u| Some(u.clone())),
        right: |n| {
            let whole = factors(n);
            let energy = whole.above.contains(&beta()) && whole.above.len() == 2;
            if energy { vec![exp(n)] } else { vec![] }
        },
    },
    Bug {
        name: "sign in the sigmoid",
        says: "s(u) is exp(u)/(1 + exp(u)), which is also 1/(1 + exp(−u)): mind the sign of u.",
        wrong: |n| within_sigmoid(n, |u| Some(sigmoid(&negative(u)))),
        right: |n| within_sigmoid(n, |u| Some(sigmoid(&negative(u)))),
    },
    Bug {
        name: "slope of the sigmoid for the sigmoid",
        says: "exp(u)/(1 + exp(u)) is the sigmoid itself; s(u)(1 − s(u)) is its derivative.",
        wrong: |n| within_sigmoid(n, |_| Some(multiply(n, &subtract(&one(), n)))),
        right: |n| {
            within_product_either(n, |s, rest| {
                if_difference(rest, |unit, other| (*unit == one() && other == s).then(|| s.clone()))
            })
        },
    },
    Bug {
        name: "1 lost beside exp",
        says: "The denominator of a sigmoid is 1 + exp(u), not exp(u) alone.",
        wrong: |n| {
            let rest = |u: &_, v: &_| if *u == one() { Some(v) } else { (*v == one()).then_some(u) }.cloned();
            within_sum(n, rest)
        },
        right: |n| within_exp(n, |_| Some(add(&one(), n))),
    },
    Bug {
        name: "sigmoid without its numerator",
        says: "exp(u)/(1 + exp(u)) is s(u), and 1/(1 + exp(u)) is s(−u): the numerator decides.",
        wrong: |n| within_quotient(n, |u, v| if_exp(u, |_| Some(divide(&one(), v)))),
        right: |n| within_sigmoid(n, |u| Some(subtract(&one(), &sigmoid(u)))),
    },
];

/// A product of constants and an exponential, all or one of them moved into the exponent.
fn moved_into_exp(node: &Expression) -> Vec<Expression> {
    let whole = factors(node);
    let Some(place) = whole.above.iter().position(|factor| matches!(factor, Expression::Exp(_))) else { return vec![] };
    let Expression::Exp(exponent) = &whole.above[place] else { return vec![] };
    let others = || whole.above.iter().enumerate().filter(|(other, _)| *other != place).map(|(_, factor)| factor);
    let with = |inside: &dyn Fn(&Expression) -> bool, sign: bool| {
        let (inner, outer): (Vec<Expression>, Vec<Expression>) = others().cloned().partition(|factor| inside(factor));
        let exponent = multiply(&product(&inner), exponent);
        let exponent = if sign && whole.negative { negative(&exponent) } else { exponent };
        let mut above = outer;
        above.push(exp(&exponent));
        Factors { negative: whole.negative && !sign, above, below: whole.below.clone() }.product()
    };
    let mut all = vec![with(&is_constant, true), with(&is_constant, false), with(&|_| false, true)];
    all.extend(others().filter(|factor| is_constant(factor)).map(|one| with(&|factor| factor == one, false)));
    all
}

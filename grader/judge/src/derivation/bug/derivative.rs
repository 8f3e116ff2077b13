//! Mistakes with derivatives.

use super::super::build::{add, derivative, divide, exp, factors, log, multiply, one, subtract};
use super::super::expression::Expression;
use super::super::legal::is_constant;
use super::part::{
    core, for_label, if_derivative, if_exp, if_log, if_product, if_quotient, if_total, unsigned, within_derivative,
    within_exp, within_log, within_product, within_product_either, within_quotient, without_beta,
};
use super::{Bug, unknown};

/// D of what has none inside.
fn d(a: &Expression) -> Option<Expression> {
    derivative(a)
}

pub static BUGS: [Bug; 22] = [
    Bug {
        name: "D log without the inner derivative",
        says: "The derivative of log(u) is Du divided by u: the inner derivative Du is missing.",
        wrong: |n| within_derivative(n, |a| if_log(a, |u| Some(divide(&one(), u)))),
        right: |n| within_quotient(n, |u, v| Some(divide(&multiply(u, &d(v)?), v))),
    },
    Bug {
        name: "denominator of D log lost",
        says: "The derivative of log(u) is Du divided by u: the division by u is missing.",
        wrong: |n| within_derivative(n, |a| if_log(a, d)),
        right: |n| within_derivative(n, |u| Some(divide(n, u))),
    },
    Bug {
        name: "D moved into log",
        says: "The derivative does not move into a logarithm: D log(u) is Du divided by u.",
        wrong: |n| within_derivative(n, |a| if_log(a, |u| Some(log(&d(u)?)))),
        right: |n| within_log(n, |a| if_derivative(a, |u| d(&log(u)))),
    },
    Bug {
        name: "D log upside down",
        says: "The derivative of log(u) is Du divided by u, not u divided by Du.",
        wrong: |n| within_derivative(n, |a| if_log(a, |u| Some(divide(u, &d(u)?)))),
        right: |n| within_quotient(n, |u, v| if_derivative(v, |inner| (inner == u).then(|| divide(v, u)))),
    },
    Bug {
        name: "D exp without the inner derivative",
        says: "The derivative of exp(u) is exp(u) times Du: the inner derivative Du is missing.",
        wrong: |n| within_derivative(n, |a| if_exp(a, |_| Some(a.clone()))),
        right: |n| within_exp(n, |u| Some(multiply(n, &d(u)?))),
    },
    Bug {
        name: "D moved into exp",
        says: "The derivative does not move into an exponential: D exp(u) is exp(u) times Du.",
        wrong: |n| within_derivative(n, |a| if_exp(a, |u| Some(exp(&d(u)?)))),
        right: |n| within_exp(n, |a| if_derivative(a, |u| d(&exp(u)))),
    },
    Bug {
        name: "exponential lost by D",
        says: "The derivative of exp(u) is exp(u) times Du: the exponential itself stays.",
        wrong: |n| within_derivative(n, |a| if_exp(a, d)),
        right: |n| within_derivative(n, |u| Some(multiply(&exp(u), n))),
    },
    Bug {
        name: "factor of the inner derivative lost",
        says: "The inner derivative keeps the constant factors of the exponent: D exp(c u) is c exp(c u) Du.",
        wrong: |n| within_derivative(n, |a| if_exp(a, |u| Some(multiply(a, &d(&core(u)?)?)))),
        right: |n| {
            within_product_either(n, |a, slope| {
                if_exp(a, |u| {
                    if_derivative(slope, |inner| if core(u)? == *inner { Some(multiply(a, &d(u)?)) } else { None })
                })
            })
        },
    },
    Bug {
        name: "sign of the inner derivative lost",
        says: "The inner derivative keeps the sign of the exponent: D exp(−u) is −exp(−u) Du.",
        wrong: |n| within_derivative(n, |a| if_exp(a, |u| Some(multiply(a, &d(&unsigned(u)?)?)))),
        right: unknown,
    },
    Bug {
        name: "beta of the inner derivative lost",
        says: "The inner derivative keeps the factor β of the exponent.",
        wrong: |n| within_derivative(n, |a| if_exp(a, |u| Some(multiply(a, &d(&without_beta(u)?)?)))),
        right: unknown,
    },
    Bug {
        name: "D of a product as a product of Ds",
        says: "The derivative of a product is not the product of the derivatives: D(u v) is Du v + u Dv.",
        wrong: |n| within_derivative(n, |a| if_product(a, |u, v| Some(multiply(&d(u)?, &d(v)?)))),
        right: |n| within_product(n, |a, b| if_derivative(a, |u| if_derivative(b, |v| d(&multiply(u, v))))),
    },
    Bug {
        name: "half of the product rule",
        says: "The product rule has two terms: D(u v) is Du v + u Dv.",
        wrong: |n| match n {
            Expression::Derivative(a) => within_product_either(a, |u, v| {
                (!is_constant(u) && !is_constant(v)).then_some(())?;
                Some(multiply(&d(u)?, v))
            }),
            _ => vec![],
        },
        right: unknown,
    },
    Bug {
        name: "D of a quotient as a quotient of Ds",
        says: "The derivative of a quotient is not the quotient of the derivatives: D(u/v) is (Du v − u Dv)/v².",
        wrong: |n| within_derivative(n, |a| if_quotient(a, |u, v| Some(divide(&d(u)?, &d(v)?)))),
        right: |n| within_quotient(n, |a, b| if_derivative(a, |u| if_derivative(b, |v| d(&divide(u, v))))),
    },
    Bug {
        name: "sign of the quotient rule",
        says: "The quotient rule has a minus sign: D(u/v) is (Du v − u Dv)/v², in this order.",
        wrong: |n| match n {
            Expression::Derivative(a) => match &**a {
                Expression::Divide(u, v) => quotient_rules(u, v),
                _ => vec![],
            },
            _ => vec![],
        },
        right: unknown,
    },
    Bug {
        name: "square of the quotient rule lost",
        says: "The quotient rule divides by the square of the denominator: D(u/v) is (Du v − u Dv)/v².",
        wrong: |n| {
            within_derivative(n, |a| {
                if_quotient(a, |u, v| Some(divide(&subtract(&multiply(&d(u)?, v), &multiply(u, &d(v)?)), v)))
            })
        },
        right: unknown,
    },
    Bug {
        name: "derivative of a constant kept",
        says: "The derivative of a constant is 0: neither β nor a number depends on W.",
        wrong: |n| match n {
            Expression::Derivative(a) => constants_kept(a),
            _ => vec![],
        },
        right: unknown,
    },
    Bug {
        name: "D lost on one term",
        says: "The derivative of a sum is the derivative of every term: D is missing on one of them.",
        wrong: |n| match n {
            Expression::Derivative(a) => match &**a {
                Expression::Add(u, v) => one_slope(u, v, add),
                Expression::Subtract(u, v) => one_slope(u, v, subtract),
                _ => vec![],
            },
            _ => vec![],
        },
        right: unknown,
    },
    Bug {
        name: "sum lost by D",
        says: "The derivative of a sum over k is a sum over k again, not a single term.",
        wrong: |n| within_derivative(n, |a| if_total(a, |range, u| d(&for_label(range, u)?))),
        right: unknown,
    },
    Bug {
        name: "D moved through a product",
        says: "A factor that depends on W does not move in or out of D: that is what the product rule is for.",
        wrong: |n| {
            let mut moved = within_product_either(n, |u, a| if_derivative(a, |v| d(&multiply(u, v))));
            if let Expression::Derivative(a) = n {
                moved.extend(within_product_either(a, |u, v| Some(multiply(u, &d(v)?))));
            }
            moved
        },
        right: |n| within_derivative(n, |a| if_product(a, |u, v| Some(multiply(u, &d(v)?)))),
    },
    Bug {
        name: "denominator lost by D",
        says: "D does not remove a denominator: constants stay below the line, and others need the quotient rule.",
        wrong: |n| within_derivative(n, |a| if_quotient(a, |u, _| d(u))),
        right: unknown,
    },
    Bug {
        name: "constant factor lost by D",
        says: "A constant factor stays when you differentiate: D(c u) is c Du.",
        wrong: |n| within_derivative(n, |a| d(&core(a)?)),
        right: unknown,
    },
    Bug {
        name: "D lost",
        says: "A derivative of the line above is missing: D stays until a rule says what it is.",
        wrong: |n| within_derivative(n, |u| Some(u.clone())),
        right: |n| match n {
            Expression::Value(_) => d(n).into_iter().collect(),
            _ => vec![],
        },
    },
];

fn quotient_rules(u: &Expression, v: &Expression) -> Vec<Expression> {
    let (Some(du), Some(dv)) = (d(u), d(v)) else { return vec![] };
    let (first, second, square) = (multiply(&du, v), multiply(u, &dv), multiply(v, v));
    vec![divide(&add(&first, &second), &square), divide(&subtract(&second, &first), &square)]
}

/// The derivative of a sum in which a constant term stays, or of a product in which a constant factor is added.
fn constants_kept(a: &Expression) -> Vec<Expression> {
    if is_constant(a) {
        return vec![a.clone()];
    }
    let kept = |u: &Expression, v: &Expression, make: fn(&Expression, &Expression) -> Expression| {
        let one = |u: &Expression| if is_constant(u) { Some(u.clone()) } else { d(u) };
        (is_constant(u) || is_constant(v)).then(|| Some(make(&one(u)?, &one(v)?)))?
    };
    let kept = match a {
        Expression::Add(u, v) => kept(u, v, add),
        Expression::Subtract(u, v) => kept(u, v, subtract),
        _ => {
            let whole = factors(a);
            let constant = whole.above.iter().find(|factor| is_constant(factor)).cloned();
            constant.and_then(|constant| Some(add(&d(a)?, &constant)))
        }
    };
    kept.into_iter().collect()
}

/// D of one of two terms.
fn one_slope(u: &Expression, v: &Expression, make: fn(&Expression, &Expression) -> Expression) -> Vec<Expression> {
    let first = d(u).map(|du| make(&du, v));
    let second = d(v).map(|dv| make(u, &dv));
    first.into_iter().chain(second).collect()
}

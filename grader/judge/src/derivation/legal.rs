//! The key rules as rewritings of one node: what a line may become in one step, and where.

use super::build::{
    Factors, INNERMOST, add, beta, boltzmann, boltzmann_of, derivative, divide, everywhere, exp, factors,
    latent_partition, log, multiply, negative, of, one, partition, product, sigmoid, subtract, total,
};
use super::expression::{Expression, Range, Value};
use super::rule::Rule;

/// What a node may become by a rule, in either direction.
pub fn rewritten(rule: Rule, node: &Expression) -> Vec<Expression> {
    match rule {
        Rule::Gibbs => gibbs(node),
        Rule::LogQuotient => match node {
            Expression::Log(a) => match &**a {
                Expression::Divide(a, b) => vec![subtract(&log(a), &log(b))],
                _ => vec![],
            },
            _ => vec![],
        },
        Rule::LogExp => log_exp(node),
        Rule::DLog => inside(node, |a| match a {
            Expression::Log(of) => Some(divide(&derivative(of)?, of)),
            _ => None,
        }),
        Rule::DSum => inside(node, |a| match a {
            Expression::Sum(range, of) => Some(total(*range, &derivative(of)?)),
            _ => None,
        }),
        Rule::DExp => inside(node, |a| match a {
            Expression::Exp(of) => Some(multiply(a, &derivative(of)?)),
            _ => None,
        }),
        Rule::Sigmoid => in_sigmoid(node),
        Rule::Marginal => marginal(node),
        Rule::Posterior => posterior(node),
    }
}

/// Of a derivative, what becomes of it.
fn inside(node: &Expression, rule: impl Fn(&Expression) -> Option<Expression>) -> Vec<Expression> {
    match node {
        Expression::Derivative(a) => rule(a).into_iter().collect(),
        _ => vec![],
    }
}

fn gibbs(node: &Expression) -> Vec<Expression> {
    match node {
        Expression::Value(Value::P(k)) => vec![divide(&boltzmann(Value::F(*k)), &partition())],
        _ => folded(node, |value| match value {
            Value::F(k) => Some((of(Value::P(k)), partition())),
            _ => None,
        }),
    }
}

fn posterior(node: &Expression) -> Vec<Expression> {
    match node {
        Expression::Value(Value::Posterior(k, z)) => {
            vec![divide(&boltzmann(Value::E(*k, *z)), &latent_partition(*k))]
        }
        _ => folded(node, |value| match value {
            Value::E(k, z) => Some((of(Value::Posterior(k, z)), latent_partition(k))),
            _ => None,
        }),
    }
}

/// exp(−β·energy) over its partition function, in a quotient of products or below a sum.
fn folded(node: &Expression, known: impl Fn(Value) -> Option<(Expression, Expression)>) -> Vec<Expression> {
    let Factors { negative: sign, above, below } = factors(node);
    let turned = |whole: Expression| if sign { negative(&whole) } else { whole };
    let same = |a: &Expression, b: &Expression| match (a, b) {
        (Expression::Sum(range, a), Expression::Sum(other, b)) => {
            range == other && boltzmann_of(a).is_some() && boltzmann_of(a) == boltzmann_of(b)
        }
        _ => false,
    };
    let mut found = vec![];
    for (i, numerator) in above.iter().enumerate() {
        for (j, denominator) in below.iter().enumerate() {
            let rest = |list: &[Expression], without: usize| -> Vec<Expression> {
                let others = list.iter().enumerate().filter(|(index, _)| *index != without);
                others.map(|(_, factor)| factor.clone()).collect()
            };
            let whole = |folded: Expression| {
                let mut above = rest(&above, i);
                above.push(folded);
                let below = rest(&below, j);
                turned(Factors { negative: false, above, below }.product())
            };
            let energy = boltzmann_of(numerator).and_then(&known);
            if let Some((probability, partition)) = energy
                && same(&partition, denominator)
            {
                found.push(whole(probability));
            }
            if let Expression::Sum(range, body) = numerator {
                let terms = factors(body);
                let place = terms.above.iter().position(|factor| boltzmann_of(factor).is_some());
                let folded = place.and_then(|place| {
                    let (probability, partition) = known(boltzmann_of(&terms.above[place])?)?;
                    let mut above = terms.above.clone();
                    above[place] = probability;
                    same(&partition.shallower()?, denominator)
                        .then(|| total(*range, &Factors { above, ..factors(body) }.product()))
                });
                found.extend(folded.map(whole));
            }
        }
    }
    found
}

fn log_exp(node: &Expression) -> Vec<Expression> {
    match node {
        Expression::Log(a) => match &**a {
            Expression::Exp(u) => vec![(**u).clone()],
            _ => vec![],
        },
        Expression::Exp(a) => match &**a {
            Expression::Log(u) => vec![(**u).clone()],
            _ => vec![],
        },
        // what is positive is the exponential of its logarithm
        Expression::Sum(_, body) if boltzmann_of(body).is_some() => vec![exp(&log(node))],
        _ => vec![],
    }
}

fn in_sigmoid(node: &Expression) -> Vec<Expression> {
    if let Expression::Sigmoid(u) = node {
        return vec![divide(&exp(u), &add(&one(), &exp(u)))];
    }
    let Factors { negative: sign, above, below } = factors(node);
    let mut found = vec![];
    for (i, numerator) in above.iter().enumerate() {
        for (j, denominator) in below.iter().enumerate() {
            let (Expression::Exp(u), Expression::Add(a, b)) = (numerator, denominator) else { continue };
            if (**a == one() && **b == *numerator) || (**b == one() && **a == *numerator) {
                let (mut above, mut below) = (above.clone(), below.clone());
                above[i] = sigmoid(u);
                below.remove(j);
                found.push(Factors { negative: sign, above, below }.product());
            }
        }
    }
    found
}

fn marginal(node: &Expression) -> Vec<Expression> {
    let free_energy = |k| negative(&multiply(&divide(&one(), &beta()), &log(&latent_partition(k))));
    match node {
        Expression::Value(Value::F(k)) => vec![free_energy(*k)],
        Expression::Log(a) => match &**a {
            Expression::Sum(Range::Latents, body) => match boltzmann_of(body) {
                Some(Value::E(k, INNERMOST)) => {
                    let energy = of(Value::F(k)).shallower();
                    energy.map(|energy| multiply(&negative(&beta()), &energy)).into_iter().collect()
                }
                _ => vec![],
            },
            _ => vec![],
        },
        _ => vec![],
    }
}

/// What D does without a key rule: it is linear, and it knows products and quotients.
pub fn linear(node: &Expression) -> Vec<Expression> {
    let Expression::Derivative(a) = node else { return vec![] };
    let d = derivative;
    let parts = |a: &Expression, b: &Expression| Some((d(a)?, d(b)?));
    let moved = match &**a {
        Expression::Negative(u) => d(u).map(|u| negative(&u)),
        Expression::Add(u, v) => parts(u, v).map(|(u, v)| add(&u, &v)),
        Expression::Subtract(u, v) => parts(u, v).map(|(u, v)| subtract(&u, &v)),
        Expression::Multiply(u, v) if is_constant(u) => d(v).map(|v| multiply(u, &v)),
        Expression::Multiply(u, v) if is_constant(v) => d(u).map(|u| multiply(&u, v)),
        Expression::Multiply(u, v) => parts(u, v).map(|(du, dv)| add(&multiply(&du, v), &multiply(u, &dv))),
        Expression::Divide(u, v) if is_constant(v) => d(u).map(|u| divide(&u, v)),
        Expression::Divide(u, v) => parts(u, v).map(|(du, dv)| {
            divide(&subtract(&multiply(&du, v), &multiply(u, &dv)), &product(&[(**v).clone(), (**v).clone()]))
        }),
        _ => None,
    };
    moved.into_iter().collect()
}

/// The line with every D moved in as far as it goes without a key rule.
pub fn all_linear(line: &Expression) -> Expression {
    let mut line = line.clone();
    // each round moves a D one level in
    for _ in 0..8 {
        let Some(moved) = everywhere(&line, &linear).into_iter().next() else { break };
        line = moved.whole;
    }
    line
}

/// Does it not depend on W?
pub fn is_constant(expression: &Expression) -> bool {
    match expression {
        Expression::Value(_) => false,
        other => other.parts().into_iter().all(is_constant),
    }
}

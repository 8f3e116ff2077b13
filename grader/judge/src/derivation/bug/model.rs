//! Mistakes with the distributions: Gibbs, the marginal, the posterior.

use super::super::build::{
    INNERMOST, LABEL, beta, boltzmann, divide, exp, latent_partition, log, multiply, negative, of, one, partition,
    total,
};
use super::super::expression::{Expression, Letter, Range, Value};
use super::part::within_value;
use super::{Bug, unknown};

/// What P(k) may be.
fn probability(node: &Expression, f: impl Fn(Letter) -> Expression) -> Vec<Expression> {
    within_value(node, |value| match value {
        Value::P(k) => Some(f(k)),
        _ => None,
    })
}

/// What P(z|y) may be.
fn conditional(node: &Expression, f: impl Fn(Letter, Letter) -> Expression) -> Vec<Expression> {
    within_value(node, |value| match value {
        Value::Posterior(k, z) => Some(f(k, z)),
        _ => None,
    })
}

/// What F(k) may be.
fn free_energy(node: &Expression, f: impl Fn(Letter) -> Expression) -> Vec<Expression> {
    within_value(node, |value| match value {
        Value::F(k) => Some(f(k)),
        _ => None,
    })
}

fn rising(value: Value) -> Expression {
    exp(&multiply(&beta(), &of(value)))
}

fn cold(value: Value) -> Expression {
    exp(&negative(&of(value)))
}

fn each() -> Value {
    Value::F(INNERMOST)
}

pub static BUGS: [Bug; 13] = [
    Bug {
        name: "sign of the Gibbs distribution",
        says: "In the Gibbs distribution the exponent is negative: low energies are the likely ones.",
        wrong: |n| probability(n, |k| divide(&rising(Value::F(k)), &total(Range::Answers, &rising(each())))),
        right: unknown,
    },
    Bug {
        name: "sign of the numerator",
        says: "Numerator and denominator of the Gibbs distribution hold the same exponential, with the same sign.",
        wrong: |n| probability(n, |k| divide(&rising(Value::F(k)), &partition())),
        right: unknown,
    },
    Bug {
        name: "sign of the partition function",
        says: "Numerator and denominator of the Gibbs distribution hold the same exponential, with the same sign.",
        wrong: |n| probability(n, |k| divide(&boltzmann(Value::F(k)), &total(Range::Answers, &rising(each())))),
        right: unknown,
    },
    Bug {
        name: "Gibbs without beta",
        says: "In the Gibbs distribution β multiplies the energy, in the numerator and in the denominator.",
        wrong: |n| probability(n, |k| divide(&cold(Value::F(k)), &total(Range::Answers, &cold(each())))),
        right: unknown,
    },
    Bug {
        name: "Gibbs without its partition function",
        says: "A probability is an exponential divided by the sum of all of them: the denominator is missing.",
        wrong: |n| probability(n, |k| boltzmann(Value::F(k))),
        right: unknown,
    },
    Bug {
        name: "probability for energy",
        says: "An energy is no probability: P is an exponential of −βF, divided by the sum of all of them.",
        wrong: |n| probability(n, |k| of(Value::F(k))),
        right: |n| free_energy(n, |k| of(Value::P(k))),
    },
    Bug {
        name: "energy for probability",
        says: "A probability is no energy: P is an exponential of −βF, divided by the sum of all of them.",
        wrong: |n| free_energy(n, |k| of(Value::P(k))),
        right: |n| probability(n, |k| of(Value::F(k))),
    },
    Bug {
        name: "label in the partition function",
        says: "The partition function runs over all answers: every term has the letter of the sum, not the label.",
        wrong: |n| {
            probability(n, |k| divide(&boltzmann(Value::F(k)), &total(Range::Answers, &boltzmann(Value::F(LABEL)))))
        },
        right: unknown,
    },
    Bug {
        name: "sign of the free energy",
        says: "The free energy is minus the logarithm of the sum over z, divided by β.",
        wrong: |n| free_energy(n, |k| multiply(&divide(&one(), &beta()), &log(&latent_partition(k)))),
        right: unknown,
    },
    Bug {
        name: "free energy without 1/β",
        says: "The free energy is minus the logarithm of the sum over z, divided by β.",
        wrong: |n| free_energy(n, |k| negative(&log(&latent_partition(k)))),
        right: unknown,
    },
    Bug {
        name: "free energy without the logarithm",
        says: "The free energy is minus the logarithm of the sum over z, divided by β.",
        wrong: |n| free_energy(n, |k| negative(&divide(&latent_partition(k), &beta()))),
        right: unknown,
    },
    Bug {
        name: "posterior over all answers",
        says: "The posterior of z is normalised over z alone, for the one answer that is given.",
        wrong: |n| {
            conditional(n, |k, z| {
                divide(&boltzmann(Value::E(k, z)), &total(Range::Answers, &latent_partition(INNERMOST)))
            })
        },
        right: unknown,
    },
    Bug {
        name: "posterior without its denominator",
        says: "The posterior of z is an exponential divided by the sum of all of them over z.",
        wrong: |n| conditional(n, |k, z| boltzmann(Value::E(k, z))),
        right: unknown,
    },
];

//! How to go on with a derivation: first the rule, then the place, then the form of the result. Never the line.

use super::list;
use judge::derivation::{Advice, Direction, Next, Rule};

/// How many hints there are for a derivation.
pub const HINTS: usize = 3;

/// What is said at a level from 1 to [`HINTS`].
pub fn advice(advice: &Advice, level: usize) -> String {
    match advice {
        Advice::Finished => "The derivation is finished: every line is right, and the last is the goal.".into(),
        Advice::Beyond { line } => {
            format!("The goal is reached before line {line}, which is not right. Take that line away.")
        }
        Advice::TooLong { most } => format!("There are more than {most} lines: none is looked at. Take some away."),
        Advice::Astray { line: Some(line) } => {
            format!("No rules lead from line {line} to the goal. Go back to a line above it.")
        }
        Advice::Astray { line: None } => "No line is true yet. Begin with the given start.".into(),
        Advice::Next(next) => match level {
            1 => first(next),
            2 => place(next),
            _ => result(next),
        },
    }
}

fn first(next: &Next) -> String {
    let from = match next.line {
        None => "There is no true line yet: begin with the given start. From there the next step is".to_owned(),
        Some(line) => format!("Line {line} is true. From there the next step is"),
    };
    let not = next.instead_of.map(|line| format!(" Line {line} is not it.")).unwrap_or_default();
    let names: Vec<&str> = next.then.iter().map(|rule| rule.name()).collect();
    let then = if names.is_empty() {
        "After it only arithmetic is left.".into()
    } else {
        format!("Then come {}.", list(&names))
    };
    format!("{from} {}: {}.{not} {then}", next.rule, meaning(next.rule))
}

/// A rule in words.
fn meaning(rule: Rule) -> &'static str {
    match rule {
        Rule::Gibbs => {
            "a probability is the exponential of minus β times its energy, divided by the sum of all of them"
        }
        Rule::LogQuotient => "the logarithm of a quotient is a difference of logarithms",
        Rule::LogExp => "log and exp undo each other",
        Rule::DLog => "the derivative of a logarithm",
        Rule::DSum => "the derivative of a sum is the sum of the derivatives",
        Rule::DExp => "the derivative of an exponential",
        Rule::Sigmoid => "an exponential over 1 plus itself is the sigmoid",
        Rule::Marginal => "the definition of the free energy as a logarithm of a sum over z",
        Rule::Posterior => {
            "P(z|y) is the exponential of minus β times the energy, divided by the sum of all of them over z"
        }
    }
}

fn place(next: &Next) -> String {
    let what = match (next.rule, next.direction) {
        (_, Direction::Hidden) => {
            let what =
                "Rearrange the line first, so that the rule can be seen: constants out of sums, factors together, D";
            return format!("{what} at each term. Then look for {}.", sought(next.rule));
        }
        (Rule::Gibbs, Direction::Forth) => "the probability P",
        (Rule::Gibbs, _) => "the exponential and the sum of all of them that divides it",
        (Rule::LogQuotient, _) => "the logarithm of the quotient",
        (Rule::LogExp, Direction::Forth) => "the logarithm that stands directly around an exponential",
        (Rule::LogExp, Direction::Back) => "the exponential that stands directly around a logarithm",
        (Rule::LogExp, _) => "the sum over z: what is positive may be written as exp(log(…))",
        (Rule::DLog, _) => "the derivative of the logarithm",
        (Rule::DSum, _) => "the derivative of the sum",
        (Rule::DExp, _) => "the derivative of the exponential",
        (Rule::Sigmoid, Direction::Forth) => "the sigmoid s",
        (Rule::Sigmoid, _) => "the exponential that is divided by 1 plus itself",
        (Rule::Marginal, Direction::Forth) => "the free energy F",
        (Rule::Marginal, _) => "the logarithm of the sum over z",
        (Rule::Posterior, Direction::Forth) => "the probability P(z|y)",
        (Rule::Posterior, _) => "the exponential and the sum of all of them over z that divides it",
    };
    let times = match next.places {
        0 | 1 => String::new(),
        2 => " It occurs in two places: both at once.".into(),
        more => format!(" It occurs in {more} places: all at once."),
    };
    format!("Apply {} to {what}.{times} The rest of the line stays as it is.", next.rule)
}

/// What a rule applies to, where it cannot be seen yet.
fn sought(rule: Rule) -> &'static str {
    match rule {
        Rule::Gibbs => "an exponential of minus β times an energy over the sum of all of them, or for a P",
        Rule::LogQuotient => "the logarithm of a quotient",
        Rule::LogExp => "a logarithm directly around an exponential, or the other way round",
        Rule::DLog => "the derivative of a logarithm",
        Rule::DSum => "the derivative of a sum",
        Rule::DExp => "the derivative of an exponential",
        Rule::Sigmoid => "an exponential over 1 plus itself",
        Rule::Marginal => "the logarithm of the sum over z, or an F",
        Rule::Posterior => "an exponential over the sum of all of them over z",
    }
}

fn result(next: &Next) -> String {
    let becomes = match (next.rule, next.direction) {
        (Rule::Gibbs, Direction::Forth) => {
            "a quotient: above one exponential, below the sum of all of them, under a new letter"
        }
        (Rule::Gibbs, _) => {
            "a P with the same letter; inside a sum that is the letter of the sum, and what else was there stays as a factor"
        }
        (Rule::LogQuotient, _) => {
            "a difference of two logarithms, in brackets: the numerator's minus the denominator's"
        }
        (Rule::LogExp, Direction::Around) => "exp(log(…)) around the whole sum, wherever one stands",
        (Rule::LogExp, _) => "what stood inside both, without log and without exp",
        (Rule::DLog, _) => "a quotient: above the derivative of what stood in the logarithm, below what stood in it",
        (Rule::DSum, _) => "a sum under the same letter, with D inside, before each term",
        (Rule::DExp, _) => "the same exponential times the derivative of its exponent, constants in front",
        (Rule::Sigmoid, Direction::Forth) => "a quotient: above an exponential, below 1 plus the same exponential",
        (Rule::Sigmoid, _) => "s of the exponent; what else was there stays as a factor",
        (Rule::Marginal, Direction::Forth) => "minus 1/β times the logarithm of the sum over z of exponentials",
        (Rule::Marginal, _) => "an F of the same answer, with the factor that the definition gives it",
        (Rule::Posterior, Direction::Forth) => "a quotient: above one exponential, below the sum of all of them over z",
        (Rule::Posterior, _) => "P(z|y) inside the sum over z, and what else was there stays as a factor",
    };
    format!("There then stands {becomes}.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_level_shows_a_line() {
        for rule in Rule::ALL {
            for direction in [Direction::Forth, Direction::Back, Direction::Around, Direction::Hidden] {
                let next = Next { line: Some(3), instead_of: None, rule, direction, places: 1, then: vec![] };
                for level in 1..=HINTS {
                    let says = advice(&Advice::Next(next.clone()), level);
                    assert!(!says.contains("exp(-") && !says.contains("sum["), "{says}");
                }
            }
        }
    }
}

//! Derivations checked line by line: is every line true, and at most one key rule away from the line above?
//!
//! **Notation.** One expression per line, perhaps with `=` or `L =` in front and `by <rule>` behind; `#`
//! begins a comment. There are numbers, `b` (`beta`, `β`), `F(y)` or `F(x,y)`, `P(y)` or `P(y|x)`, `E(y,z)`
//! or `E(x,y,z)`, `log` (`ln`), `exp`, `s` (`sigma`, `sigmoid`), `sum[k](…)` (`int`), `D(…)` for the derivative
//! by W, `+ - * /` and brackets. The letter of a sum is any unused word; where there is a latent variable, a
//! word that begins with z runs over its values and every other word over answers.
//!
//! **Verdicts.** Every line is first evaluated in twelve random models, where a false one shows a
//! counterexample. Then normal forms tell which key rules lie between two lines (`simplify.rs`); one kind of
//! key rule may be used, in either direction, as often as one likes. Free are: exact arithmetic (so that
//! 1e-16 is not 0), exp(u + v) = exp(u) exp(v), the logarithm of a product, the linearity of sums and their
//! order, and the linearity, product rule and quotient rule of D. A quotient in a logarithm is a product with
//! 1/u, so that `log-quotient` says log(1/u) = −log u.
//!
//! A line is compared with the last line above it that can be read, also if that one is wrong.

mod checker;
mod complaint;
mod environment;
mod evaluate;
mod expression;
#[cfg(test)]
mod fuzz;
mod normal;
mod outcome;
mod ratio;
mod rule;
#[cfg(test)]
mod samples;
mod simplify;
mod task;
#[cfg(test)]
mod tests;
mod token;

pub use complaint::{After, Complaint};
pub use outcome::{Counterexample, End, Energies, Line, Model, Outcome, Verdict};
pub use rule::Rule;
pub use task::{FREE_ENERGY, LOG_GRAD, NLL, NLL_GRAD, TASKS, Task};

use checker::Checker;
use expression::parse;

/// The most lines of a derivation.
pub const LINES: usize = 60;

/// Checks a derivation.
///
/// # Panics
/// If the task's own start or goal cannot be read.
pub fn check(task: &Task, text: &str) -> Outcome {
    let mut outcome = Outcome {
        lines: vec![],
        end: End::Empty,
        accepted: 0,
        total: 0,
        earned: vec![],
        required: task.required.to_vec(),
    };
    let lines = text.lines().enumerate();
    let read = lines.filter_map(|(i, line)| Some((i + 1, line, parse(task, line).transpose()?)));
    let read: Vec<_> = read.take(LINES + 1).collect();
    if read.len() > LINES {
        outcome.end = End::TooLong { most: LINES };
        return outcome;
    }
    let mut checker = Checker::new(task);
    for (number, text, read) in read {
        let first = outcome.lines.is_empty();
        let (verdict, by) = match read {
            Ok(line) => {
                let by = line.by.as_deref().and_then(Rule::named);
                (checker.step(line.expression, first, by), by)
            }
            Err(fault) => (fault.into(), None),
        };
        outcome.total += usize::from(!matches!(verdict, Verdict::Start | Verdict::Same));
        outcome.accepted += usize::from(matches!(verdict, Verdict::Follows { .. }));
        outcome.lines.push(Line { number, text: text.trim().into(), verdict, by });
    }
    outcome.earned = checker.earned();
    let missing = checker.missing();
    outcome.end = if outcome.lines.is_empty() {
        End::Empty
    } else if !checker.at_goal() {
        End::Elsewhere { goal: task.goal.into() }
    } else if missing.is_empty() {
        End::Reached
    } else {
        End::Without { rules: missing }
    };
    outcome
}

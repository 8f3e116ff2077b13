//! Derivations checked line by line: is every line true, and at most one key rule away from the line above?
//!
//! **Notation.** One expression per line, perhaps with `=` or `L =` in front and `by <rule>` behind; `#`
//! begins a remark. There are numbers, `b` (`beta`, `β`), `F(y)` or `F(x,y)`, `P(y)` or `P(y|x)`, `E(y,z)`
//! or `E(x,y,z)`, `P(z|y)`, scores `S(k)` with `t` (`τ` = 1/β), `log` (`ln`), `exp`, `s` (`sigma`, `sigmoid`),
//! `sum[k](…)` (`int`), `D(…)` for the derivative by W, `+ - * /` and brackets. The letter of a sum is any unused
//! word; where there is a latent variable, a word that begins with z runs over its values and every other word
//! over answers. Other spellings of all that, LaTeX's among them, are read too (`token.rs`, `parser.rs`).
//!
//! **Verdicts.** Equal normal forms are equal lines (`normal.rs`). Of others, numbers in twelve random models tell
//! a false one, which shows a counterexample and perhaps the name of its mistake (`bug.rs`). Then normal forms
//! tell which key rules lie between two lines (`simplify.rs`); one kind of key rule may be used, in either
//! direction, as often as one likes. Free are: exact arithmetic (so that 1e-16 is not 0), exp(u + v) =
//! exp(u) exp(v), the logarithm of a product, the linearity of sums and their order, and the linearity, product
//! rule and quotient rule of D. A quotient in a logarithm is a product with 1/u, so that `log-quotient` says
//! log(1/u) = −log u.
//!
//! A line is compared with the line above it that can be read, and with the last true one where that is another.

mod bug;
mod build;
mod checker;
mod complaint;
mod dual;
mod environment;
mod evaluate;
mod expression;
#[cfg(test)]
mod fuzz;
mod hint;
mod legal;
mod normal;
mod notation;
mod outcome;
mod parser;
mod ratio;
mod rule;
#[cfg(test)]
mod samples;
mod simplify;
mod task;
#[cfg(test)]
mod tasks;
#[cfg(test)]
mod tests;
mod token;
#[cfg(test)]
mod written_tests;

pub use complaint::{After, Complaint};
pub use hint::{Advice, Direction, Next, advice};
pub use notation::{NAMES, Notation};
pub use outcome::{Counterexample, End, Energies, Line, Mistake, Model, Numbers, Outcome, Verdict};
pub use rule::Rule;
pub use task::{Claim, Task, Unfit};

use checker::Checker;
use expression::Fault;
use parser::parse;

/// The most lines of a derivation.
pub const LINES: usize = 60;

/// Checks a derivation.
pub fn check(task: &Task, text: &str) -> Outcome {
    let mut outcome = Outcome {
        lines: vec![],
        end: End::Empty,
        accepted: 0,
        total: 0,
        earned: vec![],
        required: task.claim.required.clone(),
    };
    let read = read(task, text);
    if read.len() > LINES {
        outcome.end = End::TooLong { most: LINES };
        return outcome;
    }
    let Run { mut checker, lines, .. } = run(task, read);
    outcome.total = lines.iter().filter(|line| !matches!(line.verdict, Verdict::Start | Verdict::Same)).count();
    let step = |line: &&Line| matches!(line.verdict, Verdict::Follows { .. } | Verdict::Bridges { .. });
    outcome.accepted = lines.iter().filter(step).count();
    outcome.lines = lines;
    outcome.earned = checker.earned();
    let missing = checker.missing();
    outcome.end = if outcome.lines.is_empty() {
        End::Empty
    } else if !checker.at_goal() {
        End::Elsewhere { goal: task.claim.goal.clone() }
    } else if missing.is_empty() {
        End::Reached
    } else {
        End::Without { rules: missing }
    };
    outcome
}

/// What became of some lines.
struct Run<'a> {
    checker: Checker<'a>,
    lines: Vec<Line>,
    /// The number of the last true line.
    last: Option<usize>,
}

fn run<'a>(task: &'a Task, read: Vec<Reading<'_>>) -> Run<'a> {
    let mut run = Run { checker: Checker::new(task), lines: vec![], last: None };
    for (number, text, read) in read {
        let first = run.lines.is_empty();
        let checker = &mut run.checker;
        let (verdict, by) = match read {
            Ok(line) => {
                let by = line.by.as_deref().and_then(Rule::mentioned);
                let verdict = if first { checker.start(&line.expression) } else { checker.step(&line.expression, by) };
                if checker.on_the_way() {
                    run.last = Some(number);
                }
                (verdict, by)
            }
            Err(fault) => {
                checker.skip();
                (fault.into(), None)
            }
        };
        run.lines.push(Line { number, text: text.trim().into(), verdict, by });
    }
    run
}

type Reading<'a> = (usize, &'a str, Result<parser::Line, Fault>);

/// The lines that are not blank, each with its number; one more than may be, if there are too many.
fn read<'a>(task: &Task, text: &'a str) -> Vec<Reading<'a>> {
    let lines = text.lines().enumerate();
    let read = lines.filter_map(|(i, line)| Some((i + 1, line, parse(task.notation(), line).transpose()?)));
    read.take(LINES + 1).collect()
}

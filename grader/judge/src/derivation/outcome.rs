//! What a derivation is worth, line by line, and in sentences.

use super::expression::Fault;
use super::rule::Rule;
use crate::number::show_number;

/// The result of a derivation.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Every line that is not blank.
    pub lines: Vec<Line>,
    /// How it ends.
    pub end: End,
    /// Steps that were accepted; lines that only rearrange are no steps.
    pub accepted: usize,
    /// Steps in all.
    pub total: usize,
    /// The required rules that accepted steps have brought in.
    pub earned: Vec<Rule>,
    /// The rules that are required.
    pub required: Vec<Rule>,
}

/// A line and its verdict.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Counted from 1 in the file.
    pub number: usize,
    /// As written, without blanks around it.
    pub text: String,
    /// What is to be said of it.
    pub verdict: Verdict,
    /// The rule named after `by`, if it is one.
    pub by: Option<Rule>,
}

/// What is to be said of a line, in the order in which it is looked at.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// It cannot be read from this column on.
    Syntax {
        /// Counted from 1, in characters.
        column: usize,
        /// What is allowed there.
        message: String,
    },
    /// A name in it means nothing here.
    Scope {
        /// Counted from 1, in characters.
        column: usize,
        /// Which, and why.
        message: String,
    },
    /// The first line is not the given start.
    WrongStart {
        /// The start.
        start: &'static str,
    },
    /// It does not equal the line above.
    False(Counterexample),
    /// It equals the line above, but more than one key rule lies between them.
    TooLarge {
        /// These, none of which can be left out.
        rules: Vec<Rule>,
    },
    /// It agrees with the line above in numbers, but no rule leads to it.
    NoRule,
    /// The first line is the given start.
    Start,
    /// It is the line above, rearranged.
    Same,
    /// It follows by this key rule.
    Follows(Rule),
}

/// A model in which two lines differ.
#[derive(Clone, Debug, PartialEq)]
pub struct Counterexample {
    /// β, energies and labels, in words.
    pub model: String,
    /// The value of the line above.
    pub above: f64,
    /// The value of this line.
    pub here: f64,
}

/// How a derivation ends.
#[derive(Clone, Debug, PartialEq)]
pub enum End {
    /// With the goal, by way of all required rules.
    Reached,
    /// With something else than this goal.
    Elsewhere(&'static str),
    /// With the goal, but no line uses these required rules.
    Without(Vec<Rule>),
    /// There is no line.
    Empty,
    /// There are too many lines; none was looked at.
    TooLong,
}

impl Verdict {
    /// Is the line right?
    pub fn accepted(&self) -> bool {
        matches!(self, Verdict::Start | Verdict::Same | Verdict::Follows(_))
    }
}

impl Line {
    /// The verdict as a sentence.
    pub fn sentence(&self) -> String {
        let number = self.number;
        match &self.verdict {
            Verdict::Syntax { column, message } => format!("line {number}, column {column}: {message}"),
            Verdict::Scope { column, message } => format!("line {number}, column {column}: {message}"),
            Verdict::WrongStart { start } => format!("line {number}: the derivation has to start from {start}"),
            Verdict::False(example) => format!("line {number} is false: {}", example.sentence()),
            Verdict::TooLarge { rules } => format!(
                "line {number} is true, but too large a step: it needs {}. Write a line for each.",
                names(rules)
            ),
            Verdict::NoRule => format!("line {number} follows from the line above by no rule"),
            Verdict::Start => format!("line {number} is the start"),
            Verdict::Same => format!("line {number} rearranges the line above"),
            Verdict::Follows(rule) => match self.by {
                Some(by) if by != *rule => format!("line {number} follows by {rule}, not by {by}"),
                _ => format!("line {number} follows by {rule}"),
            },
        }
    }
}

impl Counterexample {
    fn sentence(&self) -> String {
        let model = &self.model;
        let show = |x: f64| if x.is_finite() { show_number(x, 5) } else { "no number".into() };
        let (mut above, mut here) = (show(self.above), show(self.here));
        if above == here {
            (above, here) = (show_number(self.above, 12), show_number(self.here, 12));
        }
        format!("with {model} the line above is {above}, this line {here}")
    }
}

impl Outcome {
    /// Is everything as it should be?
    pub fn complete(&self) -> bool {
        self.end == End::Reached && self.lines.iter().all(|line| line.verdict.accepted())
    }

    /// What to say first: of the first wrong line, or of the end.
    pub fn headline(&self) -> Option<String> {
        let wrong = self.lines.iter().find(|line| !line.verdict.accepted());
        wrong.map(Line::sentence).or_else(|| match &self.end {
            End::Reached => None,
            End::Elsewhere(goal) => Some(format!("the derivation stops before its goal {goal}")),
            End::Without(rules) => Some(format!("no line uses {}", names(rules))),
            End::Empty => Some("there is no line yet".into()),
            End::TooLong => Some(format!("there are more than {} lines", super::LINES)),
        })
    }

    /// The points: all of `max` if every line is accepted, the goal is reached and the required rules
    /// are used. Otherwise each required rule is an equal share, rounded down in the sum, and at least
    /// one share is lost. A share is earned by the accepted step after which the rule is no longer
    /// needed to reach the goal, so detours and repeated lines earn nothing, and a step that is too
    /// large costs the rules it skips and no others. After a false line there is no way to the goal to
    /// measure by; then a required rule that was not yet used or skipped is earned by its first
    /// accepted use.
    pub fn points(&self, max: u32) -> u32 {
        if self.complete() {
            return max;
        }
        let shares = self.required.len();
        let earned = self.earned.len().min(shares.saturating_sub(1));
        (max as usize * earned / shares.max(1)) as u32
    }
}

impl From<Fault> for Verdict {
    fn from(fault: Fault) -> Verdict {
        match fault {
            Fault::Syntax(column, message) => Verdict::Syntax { column, message },
            Fault::Scope(column, message) => Verdict::Scope { column, message },
        }
    }
}

/// `gibbs, log-quotient and log-exp`.
fn names(rules: &[Rule]) -> String {
    match rules {
        [] => String::new(),
        [only] => only.to_string(),
        [all @ .., last] => {
            let all: Vec<&str> = all.iter().map(|rule| rule.name()).collect();
            format!("{} and {last}", all.join(", "))
        }
    }
}

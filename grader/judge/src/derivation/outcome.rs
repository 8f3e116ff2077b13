//! What a derivation is worth, line by line.

use super::complaint::Complaint;
use super::expression::Fault;
use super::rule::Rule;
use crate::number::Real;
use serde::{Deserialize, Serialize};

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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "found", rename_all = "snake_case")]
pub enum Verdict {
    /// It cannot be read from this column on.
    Syntax {
        /// Counted from 1, in characters.
        column: usize,
        /// What is wrong there.
        complaint: Complaint,
    },
    /// A name in it means nothing here.
    Scope {
        /// Counted from 1, in characters.
        column: usize,
        /// Which, and why.
        complaint: Complaint,
    },
    /// The first line is not the given start.
    WrongStart {
        /// The start.
        start: String,
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
    /// It follows by a key rule.
    Follows {
        /// Which.
        rule: Rule,
    },
    /// It follows from the last true line by two key rules, one of which the lines between may have meant.
    Bridges {
        /// These.
        rules: Vec<Rule>,
    },
}

/// A model in which two lines differ.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Counterexample {
    /// The model.
    pub model: Model,
    /// The value of the line above.
    pub above: Real,
    /// The value of this line.
    pub here: Real,
    /// The mistake that leads from the line above to this one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub mistake: Option<Mistake>,
}

/// A mistake with a name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Mistake {
    /// The wrong idea.
    pub name: String,
    /// What is right instead, in kind.
    pub says: String,
}

/// All that is needed to compute a line's value by hand.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Model {
    /// The inverse temperature, where the task has one.
    pub beta: Option<f64>,
    /// The temperature, where the task has one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub tau: Option<f64>,
    /// What the numbers are.
    #[serde(skip_serializing_if = "Numbers::is_usual", default)]
    pub gives: Numbers,
    /// The energies of the answers; with a latent variable, one row per answer.
    pub energies: Energies,
    /// Their derivatives, where a line has any.
    pub slopes: Option<Energies>,
    /// The answers that letters stand for.
    pub letters: Vec<(String, usize)>,
}

/// What the numbers of a model are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Numbers {
    /// Energies.
    #[default]
    Energies,
    /// Scores: negative energies.
    Scores,
}

impl Numbers {
    #[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
    fn is_usual(&self) -> bool {
        *self == Numbers::Energies
    }
}

/// Numbers of a model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Energies {
    /// One per answer.
    Answers(Vec<f64>),
    /// One per answer and latent value.
    Pairs(Vec<Vec<f64>>),
}

/// How a derivation ends.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "end", rename_all = "snake_case")]
pub enum End {
    /// With the goal, by way of all required rules.
    Reached,
    /// With something else than the goal.
    Elsewhere {
        /// The goal.
        goal: String,
    },
    /// With the goal, but not by way of all required rules.
    Without {
        /// Those that no line uses.
        rules: Vec<Rule>,
    },
    /// There is no line.
    Empty,
    /// There are too many lines; none was looked at.
    TooLong {
        /// How many may be.
        most: usize,
    },
}

impl Verdict {
    /// Is the line right?
    pub fn accepted(&self) -> bool {
        matches!(self, Verdict::Start | Verdict::Same | Verdict::Follows { .. } | Verdict::Bridges { .. })
    }
}

impl Outcome {
    /// Is everything as it should be?
    pub fn complete(&self) -> bool {
        self.end == End::Reached && self.lines.iter().all(|line| line.verdict.accepted())
    }

    /// The first line that is not accepted.
    pub fn first_wrong(&self) -> Option<&Line> {
        self.lines.iter().find(|line| !line.verdict.accepted())
    }

    /// The points: all of `max` if every line is accepted, the goal is reached and the required rules
    /// are used. Otherwise each required rule is an equal share, rounded down in the sum, and at least
    /// one share is lost. A share is earned by the accepted step after which the rule is no longer
    /// needed to reach the goal, so detours and repeated lines earn nothing, and a step that is too
    /// large costs the rules it skips and no others.
    ///
    /// A line that cannot be read, or is false, costs the share it would have earned: the next line may
    /// follow from the last true one by two key rules and earns one of them. Lines that follow from a
    /// false one have no way to the goal to measure by; there a required rule that was not yet used or
    /// skipped is earned by its first accepted use.
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
            Fault::Syntax(column, complaint) => Verdict::Syntax { column, complaint },
            Fault::Scope(column, complaint) => Verdict::Scope { column, complaint },
        }
    }
}

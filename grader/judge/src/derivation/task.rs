//! What is to be derived: a start, a goal and the rules between them. The tasks are data of the course.

use super::checker::between;
use super::expression::Expression;
use super::notation::{NAMES, Notation};
use super::parser::parse;
use super::rule::{Rule, Rules};

/// A derivation as the course states it.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// The words that may be used.
    pub notation: Notation,
    /// The first line.
    pub start: String,
    /// The last line.
    pub goal: String,
    /// The rules without which start and goal do not meet, in the order in which a reader meets them.
    pub required: Vec<Rule>,
}

/// A derivation from a given start to a given goal.
#[derive(Clone, Debug)]
pub struct Task {
    /// As the course states it.
    pub claim: Claim,
    /// The start as it is read.
    pub(super) start: Expression,
    /// The goal as it is read.
    pub(super) goal: Expression,
    /// Decides the models in which lines are evaluated.
    pub(super) seed: u64,
}

/// Why a claim is no task.
#[derive(Clone, Debug, PartialEq)]
pub enum Unfit {
    /// A name is not one of [`NAMES`].
    Name(String),
    /// There is no letter, or more than the smallest model has answers.
    Letters,
    /// The start cannot be read.
    Start,
    /// The goal cannot be read.
    Goal,
    /// No rules lead from the start to the goal.
    Apart,
    /// Other rules than the required ones lie between start and goal.
    Rules(Vec<Rule>),
}

impl Task {
    /// The task, if its start and goal can be read and are apart by exactly the required rules.
    pub fn new(claim: Claim) -> Result<Task, Unfit> {
        let notation = &claim.notation;
        if let Some(odd) = notation.names.iter().find(|name| !NAMES.contains(&name.as_str())) {
            return Err(Unfit::Name(odd.clone()));
        }
        if !(1..=2).contains(&notation.letters.len()) {
            return Err(Unfit::Letters);
        }
        let read = |text: &str| parse(notation, text).ok().flatten().map(|line| line.expression);
        let start = read(&claim.start).ok_or(Unfit::Start)?;
        let goal = read(&claim.goal).ok_or(Unfit::Goal)?;
        let task = Task { claim, start, goal, seed: 1 };
        let rules = between(&task).ok_or(Unfit::Apart)?;
        let required: Rules = task.claim.required.iter().copied().collect();
        if rules == required && rules != Rules::NONE { Ok(task) } else { Err(Unfit::Rules(rules.iter().collect())) }
    }

    /// The same task, its lines evaluated in other models.
    #[cfg(test)]
    pub(super) fn seeded(&self, seed: u64) -> Task {
        Task { seed, ..self.clone() }
    }

    /// The words that may be used.
    pub fn notation(&self) -> &Notation {
        &self.claim.notation
    }

    /// The rules that can occur.
    pub(super) fn rules(&self) -> Rules {
        let notation = self.notation();
        let may = |rule| match rule {
            Rule::Gibbs => notation.knows("P"),
            Rule::LogQuotient | Rule::LogExp => notation.knows("log"),
            Rule::DLog | Rule::DSum | Rule::DExp => notation.knows("D"),
            Rule::Sigmoid => notation.knows("s"),
            Rule::Marginal => notation.latent(),
            Rule::Posterior => notation.latent() && notation.knows("P"),
        };
        Rule::ALL.into_iter().filter(|rule| may(*rule)).collect()
    }
}

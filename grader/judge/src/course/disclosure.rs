//! What reports tell of questions whose options are ticked or placed: the course says it, or an assignment for itself.

use super::{Assignment, Course};
use serde::Deserialize;

/// What a report tells of an answer, from the most to the least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Disclosure {
    /// The points, and what is wrong with every option that is ticked or placed wrongly.
    Options,
    /// All the points of a question, or none of them: a part of them would name right options one by one.
    Score,
    /// That there is an answer. It is marked later, outside every total.
    Received,
}

/// What is told to whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choices {
    /// Of a student's own `exercises/`.
    pub own: Disclosure,
    /// Of folders that `--submission` names.
    pub class: Disclosure,
}

impl Default for Choices {
    fn default() -> Self {
        Choices { own: Disclosure::Options, class: Disclosure::Options }
    }
}

impl Choices {
    /// The least that either of two tells.
    fn least(self, other: Choices) -> Choices {
        Choices { own: self.own.max(other.own), class: self.class.max(other.class) }
    }
}

impl Disclosure {
    /// As `course.toml` writes it.
    pub fn word(self) -> &'static str {
        match self {
            Disclosure::Options => "options",
            Disclosure::Score => "score",
            Disclosure::Received => "received",
        }
    }
}

impl Course {
    /// What is told of the questions of an exercise in the report of an assignment. Where none is named, it is the
    /// least that any assignment tells in which the exercise stands: else leaving the name out would tell more.
    pub fn choices(&self, exercise: &str, named: Option<&str>) -> Choices {
        let holds = |assignment: &&Assignment| match named {
            Some(name) => assignment.name.get_ref() == name,
            None => assignment.exercises().any(|one| one.get_ref() == exercise),
        };
        let each = self.assignments.iter().filter(holds).map(|assignment| assignment.choices.unwrap_or(self.usual));
        let told = each.reduce(Choices::least).unwrap_or(self.usual);
        match self.released {
            // it does not know more
            Some(_) => told.least(Choices { own: Disclosure::Score, class: Disclosure::Score }),
            None => told,
        }
    }
}

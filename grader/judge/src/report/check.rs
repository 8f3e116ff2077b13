//! The unit that carries points.

use super::{Evidence, Excerpt};
use crate::fate::FateWord;
use serde::{Deserialize, Serialize};

/// The unit that carries points.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Check {
    /// Which sort of check.
    pub kind: Kind,
    /// Unique within the function and kind.
    pub name: String,
    /// What was found.
    pub verdict: Verdict,
    /// What became of its calls; the worst, where there are several.
    pub fate: FateWord,
    /// Earned.
    pub points: u32,
    /// To be earned.
    pub max: u32,
    /// The names of the cases that are right.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub right: Vec<String>,
    /// What speaks for the verdict: cases that are not right, the trial that broke a law, lines, options. Only the
    /// first of many, and no case twice that ended alike.
    pub evidence: Vec<Evidence>,
    /// How many more cases are not right.
    #[serde(skip_serializing_if = "is_zero", default)]
    pub more: usize,
    /// The wrong values that came of drawn inputs, draw by draw; the same draw is the same input for a whole class.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub wrong_draws: Vec<WrongDraw>,
}

/// A wrong value that came of a drawn input.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct WrongDraw {
    /// What is special about the inputs of its sort.
    pub name: String,
    /// Which draw of that sort, counted from 1.
    pub draw: usize,
    /// A digest of the whole value in nine significant digits: equal values have equal digests.
    pub digest: String,
    /// Its beginning.
    pub reply: Excerpt,
}

/// The sorts of checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// All ordinary cases of a function together.
    Case,
    /// One extreme input.
    Stability,
    /// A law on drawn inputs.
    Property,
    /// A derivation, line by line.
    Derivation,
    /// The options of a question.
    Choice,
    /// A text, its presence and length.
    Text,
}

/// What a check found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// As expected.
    Right,
    /// Not as expected.
    Wrong,
    /// A line of a derivation that is true, but more than one step from the line above.
    TooLarge,
    /// Wrong by itself, but right for the student's own earlier function.
    FollowThrough,
    /// No reply to judge: not written, not compiled, or not called any more.
    NotRun,
    /// Collected; a person judges it.
    ByPerson,
    /// Received; it is marked later.
    Received,
    /// The grader's own mistake.
    GraderError,
}

impl Check {
    /// A check with one verdict and what speaks for it; `score` gives the points.
    pub fn new(kind: Kind, name: &str, max: u32, verdict: Verdict, fate: FateWord, evidence: Vec<Evidence>) -> Self {
        Check {
            kind,
            name: name.into(),
            verdict,
            fate,
            points: 0,
            max,
            right: vec![],
            evidence,
            more: 0,
            wrong_draws: vec![],
        }
    }

    /// The same check with these points.
    pub fn worth(self, points: u32) -> Self {
        Check { points, ..self }
    }
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_zero(count: &usize) -> bool {
    *count == 0
}

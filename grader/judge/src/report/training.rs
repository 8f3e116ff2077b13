//! What became of a training run, as data.

use crate::fate::{Ending, NotBuilt};
use serde::{Deserialize, Serialize};

/// What became of a training with an exercise's functions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TrainingReport {
    /// The exercise.
    pub exercise: String,
    /// What became of it.
    #[serde(flatten)]
    pub training: Training,
}

/// The fate of a training run. It gives no points.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "fate", rename_all = "snake_case")]
pub enum Training {
    /// The network reads as well as the course asks.
    Reached {
        /// The share of noisy words read without a mistake.
        noisy: f64,
        /// The share of clean ones.
        clean: f64,
        /// How long training took when it was done.
        seconds: f64,
    },
    /// It reads less.
    Below {
        /// The share of noisy words read without a mistake.
        noisy: f64,
        /// The share of clean ones.
        clean: f64,
        /// How long training took when it was done.
        seconds: f64,
    },
    /// Nothing was trained.
    Skipped(Skipped),
    /// The training did not come to its end.
    Failed {
        /// Why.
        trouble: Trouble,
    },
}

/// Why nothing was trained.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum Skipped {
    /// `--no-training` was given.
    Declined,
    /// Such a folder is trained with where `--training` asks for it.
    NotAsked,
    /// A function has not all its points.
    Incomplete {
        /// Which.
        function: String,
    },
}

/// Why a student's functions cannot be trained with, or not be read with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "trouble", rename_all = "snake_case")]
pub enum Trouble {
    /// The files are gone.
    FilesGone,
    /// They do not compile.
    NotCompiled {
        /// Where.
        line: Option<usize>,
        /// rustc's message.
        message: String,
    },
    /// The compiler was stopped at its limit.
    CompileOvertime {
        /// The limit.
        seconds: u64,
    },
    /// A function is not there as it is asked for.
    NotBuilt {
        /// Which.
        function: String,
        /// Why.
        why: NotBuilt,
    },
    /// A function returned something that cannot be used.
    Unfit {
        /// Which.
        function: String,
        /// What does not fit.
        what: String,
    },
    /// The program ended in a function.
    Within {
        /// Which.
        function: String,
        /// How.
        ending: Ending,
    },
    /// The program was stopped at its limit.
    Slow {
        /// The limit.
        seconds: f64,
        /// How far it was.
        at: Option<Step>,
        /// The function that took the most time.
        slowest: String,
    },
    /// The program ended elsewhere.
    Elsewhere {
        /// How far it was.
        at: Option<Step>,
        /// How it ended.
        ending: Ending,
    },
    /// The grader failed.
    Grader {
        /// What happened, as a sentence.
        what: String,
    },
}

/// How far a training was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Step {
    /// Steps taken.
    pub step: u64,
    /// All steps.
    pub of: u64,
}

impl Trouble {
    /// May load have decided it, so that another run may end otherwise?
    pub fn by_load(&self) -> bool {
        match self {
            Trouble::CompileOvertime { .. } | Trouble::Slow { .. } => true,
            Trouble::Within { ending, .. } | Trouble::Elsewhere { ending, .. } => {
                matches!(ending, Ending::Overtime { .. } | Ending::Killed(_))
            }
            Trouble::FilesGone
            | Trouble::NotCompiled { .. }
            | Trouble::NotBuilt { .. }
            | Trouble::Unfit { .. }
            | Trouble::Grader { .. } => false,
        }
    }
}

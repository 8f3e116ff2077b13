//! The training run: a small network learns to read words with a student's own functions.
//!
//! The network and the course of the training are in the crate `reader`, which is built when a training is asked
//! for and never before. What was trained is remembered by content. Nothing here gives points.

mod bonus;
mod build;
mod memory;
mod picture;
mod run;

pub use bonus::{Wish, bonus};
pub use picture::Picture;
pub use run::Trainer;

use judge::report::Trouble;
use serde::{Deserialize, Serialize};

/// What is minimised.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Loss {
    /// The cross-entropy along the best path.
    #[default]
    Path,
    /// The free energy of the cross-entropies of all paths.
    Soft,
    /// The best path's energy minus the lowest energies of all windows.
    Perceptron,
    /// The best path's energy alone.
    Energy,
}

impl Loss {
    /// All of them.
    pub const ALL: [Loss; 4] = [Loss::Path, Loss::Soft, Loss::Perceptron, Loss::Energy];

    /// Its name on command lines.
    pub fn name(self) -> &'static str {
        match self {
            Loss::Path => "path",
            Loss::Soft => "soft",
            Loss::Perceptron => "perceptron",
            Loss::Energy => "energy",
        }
    }

    /// What it is, for people.
    pub fn title(self) -> &'static str {
        match self {
            Loss::Path => "the cross-entropy along the best path",
            Loss::Soft => "the soft loss over all paths",
            Loss::Perceptron => "the perceptron loss",
            Loss::Energy => "the energy loss",
        }
    }
}

/// How to train.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// What is minimised.
    pub loss: Loss,
    /// Start with words, not with single letters.
    pub cold: bool,
}

/// How a training came out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trained {
    /// The share of noisy words that it reads without a mistake.
    pub noisy: f64,
    /// The same of clean ones.
    pub clean: f64,
    /// The mean loss of a word at the end, if it is a number.
    pub loss: Option<f64>,
    /// The step whose loss was no number any more.
    pub broke_off: Option<u64>,
    /// How long training and testing took.
    pub seconds: f64,
    /// Some words, each with what was read.
    pub samples: Vec<(String, String)>,
    /// The network.
    #[serde(default)]
    pub weights: Vec<f64>,
}

/// Where a training is.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Progress {
    /// Steps taken.
    pub step: u64,
    /// All steps.
    pub of: u64,
    /// `single letters` or `words`.
    pub stage: String,
    /// The mean loss of the last steps, if it is a number.
    pub loss: Option<f64>,
    /// The function that took the most time.
    pub slowest: Option<String>,
}

/// What a program with a student's functions came to.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome<T> {
    /// It did its work.
    Done(T),
    /// The student's code does not allow it.
    Failed(Trouble),
}

//! What became of a training run, as data.

use serde::{Deserialize, Serialize};

/// The fate of a training run. It gives no points.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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
    Skipped {
        /// Why, in a few words.
        why: String,
    },
    /// The training did not come to its end.
    Failed {
        /// Why, in a sentence or two.
        why: String,
    },
}

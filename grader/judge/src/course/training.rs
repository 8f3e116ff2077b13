//! What the course says of training runs: when there is one, and what a network should read after it.

use super::schema::{Lines, TrainingEntry};
use crate::error::{Error, Result};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::path::Path;
use wire::LENT;

/// Whether grading trains a network where all functions for it are right.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrainingDefault {
    /// For a student's own `exercises/`.
    pub own: bool,
    /// For folders that `--submission` names.
    pub class: bool,
}

impl Default for TrainingDefault {
    fn default() -> Self {
        TrainingDefault { own: true, class: false }
    }
}

/// Shares of words to be read without a mistake.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Thresholds {
    /// Of noisy ones.
    pub noisy: f64,
    /// Of clean ones.
    pub clean: f64,
}

impl Thresholds {
    /// Checks the table `[training]` of an exercise with these functions.
    pub(super) fn read(
        entry: &TrainingEntry,
        path: &Path,
        lines: &Lines<'_>,
        functions: &BTreeSet<String>,
    ) -> Result<Thresholds> {
        for share in [&entry.noisy, &entry.clean] {
            if !(0.0..=1.0).contains(share.get_ref()) {
                let what = format!("the threshold {} of the training is no share", share.get_ref());
                return Err(Error::fixture(path, lines.at(share.span().start), what, "write a number from 0 to 1"));
            }
        }
        if let Some(function) = LENT.iter().find(|function| !functions.contains(**function)) {
            let what = format!("the training needs a function `{function}`, which this exercise has not");
            let line = lines.at(entry.noisy.span().start);
            return Err(Error::fixture(path, line, what, "take the table [training] out"));
        }
        Ok(Thresholds { noisy: *entry.noisy.get_ref(), clean: *entry.clean.get_ref() })
    }
}

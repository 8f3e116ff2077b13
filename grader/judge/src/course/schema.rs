//! The form of `exercise.toml`, as serde reads it, and the lines of its mistakes.

use crate::compare::Tolerance;
use crate::derivation::Rule;
use crate::error::{Error, Result};
use serde::Deserialize;
use std::path::Path;
use toml::Spanned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExerciseFile {
    pub title: String,
    pub summary: String,
    pub tolerance: Option<Tolerance>,
    pub training: Option<TrainingEntry>,
    pub function: Vec<FunctionEntry>,
    #[serde(default)]
    pub derivation: Vec<DerivationEntry>,
    #[serde(default)]
    pub choice: Vec<ChoiceEntry>,
    #[serde(default)]
    pub text: Vec<TextEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrainingEntry {
    pub noisy: Spanned<f64>,
    pub clean: Spanned<f64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DerivationEntry {
    pub name: Spanned<String>,
    pub points: u32,
    #[serde(default)]
    pub left: Vec<String>,
    pub start: Spanned<String>,
    pub goal: Spanned<String>,
    pub required: Spanned<Vec<Rule>>,
    pub notation: Spanned<Vec<String>>,
    #[serde(default = "label")]
    pub letters: Spanned<Vec<String>>,
}

/// The label alone.
fn label() -> Spanned<Vec<String>> {
    Spanned::new(0..0, vec!["y".into()])
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChoiceEntry {
    pub name: Spanned<String>,
    pub points: u32,
    pub question: String,
    pub hints: Vec<String>,
    pub sorts: Option<Vec<String>>,
    pub option: Vec<OptionEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OptionEntry {
    pub text: String,
    pub is: Spanned<String>,
    pub says: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TextEntry {
    pub name: Spanned<String>,
    pub points: u32,
    pub question: String,
    pub rubric: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FunctionEntry {
    pub name: Spanned<String>,
    pub signature: Spanned<String>,
    #[serde(default)]
    pub points: u32,
    pub hints: Vec<String>,
    pub tolerance: Option<Tolerance>,
    #[serde(default)]
    pub case: Vec<CaseEntry>,
    #[serde(default)]
    pub stability: Vec<StabilityEntry>,
    #[serde(default)]
    pub property: Vec<PropertyEntry>,
    #[serde(default)]
    pub wrong: Vec<WrongEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseEntry {
    pub name: Spanned<String>,
    pub args: Vec<toml::Value>,
    pub tolerance: Option<Tolerance>,
    pub segment: Option<[toml::Value; 2]>,
    pub r#box: Option<[toml::Value; 2]>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StabilityEntry {
    pub name: Spanned<String>,
    pub points: u32,
    pub args: Vec<toml::Value>,
    pub tolerance: Option<Tolerance>,
    pub breaks: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PropertyEntry {
    pub name: Spanned<String>,
    pub points: u32,
    pub given: Vec<String>,
    pub holds: Spanned<String>,
    pub tolerance: Option<Tolerance>,
    #[serde(default)]
    pub follow_through: Option<String>,
    pub says: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrongEntry {
    pub name: Spanned<String>,
    pub body: Spanned<String>,
    pub says: String,
    pub like: Option<String>,
}

/// Turns a TOML error into one that names file, line and fix.
pub fn located<T>(file: &Path, text: &str, read: std::result::Result<T, toml::de::Error>) -> Result<T> {
    read.map_err(|error| {
        let line = error.span().map(|span| line_of(text, span.start));
        let what = error.message().lines().collect::<Vec<_>>().join("; ");
        let fix = if what.contains("unknown field") {
            "remove the key or spell it as one of those"
        } else if what.contains("missing field") {
            "add the key"
        } else if what.contains("invalid type") || what.contains("invalid value") {
            "write a value of that type; points are whole numbers from 0 up"
        } else {
            "mend the TOML"
        };
        Error::fixture(file, line, what, fix)
    })
}

/// The line of a byte offset, counted from 1.
pub fn line_of(text: &str, offset: usize) -> usize {
    Lines::of(text).at(offset)
}

/// Where each line of a text starts: fixtures have thousands of names, and each wants its line.
pub struct Lines(Vec<usize>);

impl Lines {
    /// Finds the line breaks.
    pub fn of(text: &str) -> Lines {
        // `split` searches with the standard library's own optimised code, whatever the profile
        let mut end = 0;
        let ends = text.split('\n').map(|line| {
            end += line.len() + 1;
            end - 1
        });
        Lines(ends.collect())
    }

    /// The line of a byte offset, counted from 1.
    pub fn at(&self, offset: usize) -> usize {
        self.0.partition_point(|&end| end < offset) + 1
    }
}

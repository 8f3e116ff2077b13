//! The form of `exercise.toml`, as serde reads it, and the lines of its mistakes.

use crate::compare::Tolerance;
use crate::derivation::Rule;
use crate::error::{Error, Place, Result};
use crate::picture::{Mark, Marked, PictureKind};
use serde::Deserialize;
use std::path::Path;
use toml::Spanned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExerciseFile {
    pub title: Spanned<String>,
    pub summary: Spanned<String>,
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
    pub points: Spanned<u32>,
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
    pub points: Spanned<u32>,
    pub question: Spanned<String>,
    pub hints: Vec<String>,
    pub sorts: Option<Vec<String>>,
    pub option: Vec<OptionEntry>,
    /// In a course handed out: the seal of the right answer.
    pub key: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OptionEntry {
    pub text: String,
    pub is: Option<Spanned<String>>,
    pub says: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TextEntry {
    pub name: Spanned<String>,
    pub points: Spanned<u32>,
    pub question: Spanned<String>,
    pub rubric: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FunctionEntry {
    pub name: Spanned<String>,
    pub signature: Spanned<String>,
    pub points: Option<Spanned<u32>>,
    pub hints: Vec<String>,
    pub tolerance: Option<Tolerance>,
    #[serde(default)]
    pub case: Vec<CaseEntry>,
    #[serde(default)]
    pub stability: Vec<StabilityEntry>,
    #[serde(default)]
    pub drawn: Vec<DrawnEntry>,
    #[serde(default)]
    pub property: Vec<PropertyEntry>,
    #[serde(default)]
    pub wrong: Vec<WrongEntry>,
    #[serde(default)]
    pub plot: Vec<PlotEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseEntry {
    pub name: Spanned<String>,
    pub args: Vec<toml::Value>,
    pub tolerance: Option<Tolerance>,
    #[serde(default)]
    pub nan: bool,
    pub segment: Option<[toml::Value; 2]>,
    pub r#box: Option<[toml::Value; 2]>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StabilityEntry {
    pub name: Spanned<String>,
    pub points: Spanned<u32>,
    pub args: Vec<toml::Value>,
    pub tolerance: Option<Tolerance>,
    #[serde(default)]
    pub nan: bool,
    pub breaks: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DrawnEntry {
    pub name: Spanned<String>,
    pub with: Option<Spanned<String>>,
    pub draws: Option<Spanned<u64>>,
    pub given: Option<Vec<Spanned<String>>>,
    #[serde(default)]
    pub when: Vec<Spanned<String>>,
    pub args: Option<Vec<Spanned<String>>>,
    pub segment: Option<[Spanned<String>; 2]>,
    pub r#box: Option<[Spanned<String>; 2]>,
    pub tolerance: Option<Tolerance>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PropertyEntry {
    pub name: Spanned<String>,
    pub points: Option<Spanned<u32>>,
    pub given: Vec<Spanned<String>>,
    pub holds: Spanned<String>,
    pub tolerance: Option<Tolerance>,
    pub follow_through: Option<Spanned<String>>,
    #[serde(default)]
    pub content_free: Vec<Spanned<String>>,
    pub says: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrongEntry {
    pub name: Spanned<String>,
    pub body: Option<Spanned<String>>,
    pub says: String,
    pub like: Option<String>,
    #[serde(default)]
    pub loops: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlotEntry {
    pub name: Spanned<String>,
    pub kind: PictureKind,
    pub shows: Spanned<String>,
    pub x: AxisEntry,
    pub y: AxisEntry,
    #[serde(default)]
    pub given: Vec<Spanned<String>>,
    pub over: Option<Spanned<String>>,
    pub along: Option<Spanned<String>>,
    pub bins: Option<Spanned<u64>>,
    pub field: Option<FieldEntry>,
    #[serde(default)]
    pub series: Vec<SeriesEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AxisEntry {
    pub name: Spanned<String>,
    pub unit: Option<Spanned<String>>,
    pub from: Option<f64>,
    pub to: Option<f64>,
    #[serde(default)]
    pub labels: Vec<Spanned<String>>,
    #[serde(default)]
    pub marks: Vec<Spanned<Marked>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldEntry {
    pub name: Spanned<String>,
    pub unit: Option<Spanned<String>>,
    pub from: f64,
    pub to: f64,
    pub of: Option<Spanned<String>>,
    pub whole: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeriesEntry {
    pub name: Spanned<String>,
    pub mark: Option<Mark>,
    pub band: Option<Spanned<f64>>,
    pub of: Option<Spanned<String>>,
    pub whole: Option<Spanned<String>>,
    pub sample: Option<Spanned<String>>,
    pub from: Option<Spanned<String>>,
    pub next: Option<Spanned<String>>,
    pub steps: Option<Spanned<u64>>,
}

/// Turns a TOML error into one that names file, line and fix.
pub fn located<T>(file: &Path, text: &str, read: std::result::Result<T, toml::de::Error>) -> Result<T> {
    read.map_err(|error| {
        let place = error.span().map(|span| Lines::of(text).at(span.start)).unwrap_or_default();
        let what = error.message().lines().collect::<Vec<_>>().join("; ");
        let fix = if what.contains("unknown field") {
            "remove the key or spell it as one of those"
        } else if what.contains("unknown variant") {
            "write one of the words that are expected"
        } else if what.contains("missing field") {
            "add the key"
        } else if what.contains("invalid type") || what.contains("invalid value") {
            "write a value of that type; points are whole numbers from 0 up"
        } else {
            "mend the TOML"
        };
        Error::fixture(file, place, what, fix)
    })
}

/// The line of a byte offset, counted from 1.
pub fn line_of(text: &str, offset: usize) -> usize {
    text.as_bytes()[..offset.min(text.len())].iter().filter(|&&byte| byte == b'\n').count() + 1
}

/// Where each line of a text starts: fixtures have thousands of names, and each wants its place.
pub struct Lines<'a> {
    text: &'a str,
    ends: Vec<usize>,
}

impl<'a> Lines<'a> {
    /// Finds the line breaks.
    pub fn of(text: &'a str) -> Lines<'a> {
        // `split` searches with the standard library's own optimised code, whatever the profile
        let mut end = 0;
        let ends = text.split('\n').map(|line| {
            end += line.len() + 1;
            end - 1
        });
        Lines { text, ends: ends.collect() }
    }

    /// The line and column of a byte offset.
    pub fn at(&self, offset: usize) -> Place {
        let line = self.ends.partition_point(|&end| end < offset);
        let start = if line == 0 { 0 } else { self.ends[line - 1] + 1 };
        let before = self.text.get(start..offset).unwrap_or_default();
        Place { line: Some(line + 1), column: Some(before.chars().count() + 1) }
    }

    /// The text as it is written, quotes included.
    pub fn written(&self, span: std::ops::Range<usize>) -> &'a str {
        self.text.get(span).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_a_line_and_a_character() {
        let text = "ab\nαβ γ\n";
        let lines = Lines::of(text);
        let at = |found: &str| lines.at(text.find(found).expect("there"));
        assert_eq!(at("b"), Place { line: Some(1), column: Some(2) });
        assert_eq!(at("γ"), Place { line: Some(2), column: Some(4) });
        assert_eq!(line_of(text, text.find('γ').expect("there")), 2);
        assert_eq!(lines.at(text.len()), Place { line: Some(3), column: Some(1) });
    }
}

//! What the course says beside a report: the words of the stubs, the formulas of the handouts, hints.

use grader::render::english;
use judge::course::{Course, Exercise, STUBS, Written};
use judge::derivation::advice;
use judge::report::{Evidence, FunctionReport};
use judge::source::MAIN;
use judge::stub;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The course, as far as pages show it.
pub struct Material<'a> {
    /// All that `fixtures/` says.
    pub course: &'a Course,
}

impl Material<'_> {
    /// An exercise, if the course still has it.
    pub fn exercise(&self, name: &str) -> Option<&Exercise> {
        self.course.exercises.iter().find(|exercise| exercise.name == name)
    }

    /// What the stubs say of each function.
    pub fn words(&self, exercise: &str) -> BTreeMap<String, String> {
        stub::words(&read(&self.course.root.join(STUBS).join(exercise).join(MAIN)))
    }

    /// The handout; empty where somebody has removed it.
    pub fn handout(&self, exercise: &str) -> String {
        read(&handout(&self.course.root, exercise))
    }

    /// The hints of an entry, from a nudge to nearly the answer; of a derivation, how to go on from its lines.
    pub fn hints(&self, exercise: &Exercise, entry: &FunctionReport) -> Vec<String> {
        if let Some(function) = exercise.functions.iter().find(|function| function.name == entry.name) {
            return function.hints.clone();
        }
        match exercise.written.iter().find(|written| written.name() == entry.name) {
            Some(Written::Derivation(owed)) => {
                let advice = advice(&owed.task, &lines(entry));
                (1..=english::HINTS).map(|level| english::advice(&advice, level)).collect()
            }
            Some(Written::Choice(owed)) => owed.hints.clone(),
            // what a person looks for is told with the question
            Some(Written::Text(_)) | None => vec![],
        }
    }
}

/// Where the handout of an exercise lies.
pub fn handout(root: &Path, exercise: &str) -> PathBuf {
    root.join("exercises").join(exercise).join("README.md")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_default()
}

/// The lines of a derivation, each on its own number.
fn lines(entry: &FunctionReport) -> String {
    let mut text = String::new();
    let mut at = 1;
    for one in entry.checks.iter().flat_map(|check| &check.evidence) {
        let Evidence::Line(line) = one else { continue };
        while at < line.number {
            text.push('\n');
            at += 1;
        }
        text.push_str(&line.text);
    }
    text
}

//! Reads the fixtures: the only place that does. Everything later gets ready-made objects.

mod assignment;
mod exercise;
mod schema;
mod signature;
mod snapshot;
mod training;
mod written;

pub use assignment::{Assignment, Part};
pub use exercise::{Case, Exercise, Function, Property, Wrong};
pub use schema::line_of;
pub use signature::{Parameter, Signature};
pub use snapshot::{Snapshot, Stored, WrongReplies};
pub use training::{Thresholds, TrainingDefault};
pub use written::{ANSWERS, Choice, Derivation, Item, Sort, Statement, Text, Written, letter};

use crate::digest::Digest;
use crate::error::{Error, Result};
use schema::located;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// No call is cut off before this many seconds, however quick the reference is: a busy machine must
/// not fail a right answer.
pub const SHORTEST_LIMIT: f64 = 2.0;

/// Where the untouched stubs are kept: a submission like any other, and what `reset` brings back.
pub const STUBS: &str = "fixtures/submissions/stubs";

/// A part of an assignment is worth no more: a larger number is a slip of the pen.
const MOST_POINTS: u32 = 1000;

/// The whole course: what `fixtures/` says.
#[derive(Debug)]
pub struct Course {
    /// The checkout.
    pub root: PathBuf,
    /// Shown at the top of every report.
    pub title: String,
    /// In the order of the file.
    pub assignments: Vec<Assignment>,
    /// In the order in which assignments first name them.
    pub exercises: Vec<Exercise>,
    /// When to train, unless the command line says.
    pub training: TrainingDefault,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CourseFile {
    title: String,
    assignment: Vec<Assignment>,
    #[serde(default)]
    training: TrainingDefault,
}

impl Course {
    /// The checkout that `from` lies in: the nearest folder above it with `fixtures/course.toml`.
    pub fn find_root(from: &Path) -> Result<PathBuf> {
        let found = from.ancestors().find(|folder| folder.join("fixtures/course.toml").is_file());
        found.map(Path::to_owned).ok_or_else(|| {
            Error::usage(
                format!("there is no fixtures/course.toml in {} or any folder above it", from.display()),
                "run the grader from inside the course's checkout",
            )
        })
    }

    /// Reads and checks every fixture file except the snapshots.
    pub fn load(root: &Path) -> Result<Course> {
        let path = root.join("fixtures/course.toml");
        let text = std::fs::read_to_string(&path).map_err(Error::file("read", &path))?;
        let file: CourseFile = located(&path, &text, toml::from_str(&text))?;
        let mut names = BTreeSet::new();
        let mut order = vec![];
        let mut assignments = BTreeSet::new();
        let wrong = |span: std::ops::Range<usize>, what: String, fix: &str| {
            Error::fixture(&path, line_of(&text, span.start), what, fix)
        };
        for assignment in &file.assignment {
            let title = assignment.name.get_ref();
            if !assignments.insert(title) {
                let what = format!("two assignments are called `{title}`");
                return Err(wrong(assignment.name.span(), what, "rename one of them"));
            }
            let odd = |part: &&Part| !(1..=MOST_POINTS).contains(part.points.get_ref());
            if let Some(part) = assignment.parts.iter().find(odd) {
                let what = format!("part {} of `{title}` has {} points", part.name, part.points.get_ref());
                return Err(wrong(part.points.span(), what, &format!("write 1 to {MOST_POINTS}")));
            }
            if let Some(cap) = assignment.cap.as_ref().filter(|cap| !(1..=assignment.printed()).contains(cap.get_ref()))
            {
                let what =
                    format!("the cap {} of `{title}` does not fit its {} points", cap.get_ref(), assignment.printed());
                return Err(wrong(cap.span(), what, "write a cap from 1 to that sum, or none"));
            }
            let mut listed = BTreeSet::new();
            for name in assignment.exercises() {
                let span = name.span();
                let name = name.get_ref();
                if !listed.insert(name) {
                    return Err(wrong(span, format!("`{name}` is listed twice in `{title}`"), "list it once"));
                }
                if names.insert(name.clone()) {
                    if !root.join("fixtures").join(name).join("exercise.toml").is_file() {
                        let what = format!("the exercise `{name}` has no fixtures/{name}/exercise.toml");
                        return Err(wrong(span, what, "write that file or take the name off the list"));
                    }
                    order.push(name.as_str());
                }
            }
        }
        let exercises = load_all(root, &order)?;
        if exercises.is_empty() {
            return Err(Error::fixture(&path, None, "no assignment lists an exercise", "list at least one"));
        }
        Ok(Course {
            root: root.to_owned(),
            title: file.title,
            assignments: file.assignment,
            exercises,
            training: file.training,
        })
    }

    /// The exercise of this name, or a sentence with the nearest one.
    pub fn exercise(&self, name: &str) -> Result<&Exercise> {
        self.exercises
            .iter()
            .find(|exercise| exercise.name == name)
            .ok_or_else(|| unknown("exercise", name, self.exercises.iter().map(|e| e.name.as_str())))
    }

    /// The assignment of this name, or a sentence with the nearest one.
    pub fn assignment(&self, name: &str) -> Result<&Assignment> {
        self.assignments
            .iter()
            .find(|assignment| assignment.name.get_ref() == name)
            .ok_or_else(|| unknown("assignment", name, self.assignments.iter().map(|a| a.name.get_ref().as_str())))
    }

    /// A digest of every fixture file that decides points.
    pub fn digest(&self) -> Result<String> {
        let mut digest = Digest::new();
        digest.field(std::fs::read(self.root.join("fixtures/course.toml")).unwrap_or_default());
        for exercise in &self.exercises {
            digest.field(exercise.digest()?);
        }
        Ok(digest.finish_hex())
    }
}

/// Reads exercises side by side.
fn load_all(root: &Path, names: &[&str]) -> Result<Vec<Exercise>> {
    std::thread::scope(|scope| {
        let loads: Vec<_> = names.iter().map(|name| (name, scope.spawn(move || Exercise::load(root, name)))).collect();
        let each = loads.into_iter().map(|(name, thread)| {
            thread.join().unwrap_or_else(|_| {
                let what = format!("reading fixtures/{name} ended in a panic");
                Err(Error::usage(what, "please tell the course staff"))
            })
        });
        each.collect()
    })
}

/// "There is no … called …", with the nearest right name.
pub fn unknown<'a>(kind: &str, name: &str, known: impl Iterator<Item = &'a str> + Clone) -> Error {
    let fix = match nearest(name, known.clone()) {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None => format!("there are {}", known.collect::<Vec<_>>().join(", ")),
    };
    Error::usage(format!("there is no {kind} called `{name}`"), fix.trim_end_matches('?').to_owned())
}

/// The known name that is most like a mistyped one, if any is like it at all.
pub fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let scored = known.map(|candidate| (strsim::jaro_winkler(name, candidate), candidate));
    scored.filter(|(score, _)| *score > 0.7).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, candidate)| candidate)
}

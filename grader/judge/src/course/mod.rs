//! Reads the fixtures: the only place that does. Everything later gets ready-made objects.

mod allowance;
mod assignment;
pub mod bounds;
mod disclosure;
mod drawn;
mod exercise;
mod hand_in;
mod laws;
pub mod name;
mod pictures;
mod plot;
mod policy;
mod reader;
mod released;
mod schema;
mod signature;
mod sites;
mod snapshot;
pub mod source;
mod terms;
mod training;
mod written;

pub use allowance::Allowance;
pub use assignment::{Assignment, Part};
pub use bounds::MOST_POINTS;
pub use disclosure::{Choices, Disclosure};
pub use drawn::{DrawPlaces, Drawn, DrawnDefault, TRIES, With};
pub use exercise::{Case, Exercise, Function, LawPlaces, Property, TERMS, Wrong};
pub use hand_in::{HandIn, Id};
pub use pictures::{PICTURES, StoredPicture, StoredPictures, rounded};
pub use plot::{Plot, PlotPlaces, PlotSeries};
pub use policy::{Counts, Late, Policy, Step};
pub use released::Released;
pub use schema::{Lines, line_of, located};
pub use signature::{Parameter, Signature};
pub use snapshot::{Snapshot, Stored, WrongReplies};
pub use terms::{Term, Terms};
pub use training::{Thresholds, TrainingDefault};
pub use written::{ANSWERS, Choice, Derivation, Item, Key, Sort, Statement, Text, Written, letter};

use crate::digest::Digest;
use crate::error::{Error, Result};
use serde::Deserialize;
use std::path::{Path, PathBuf};
use toml::Spanned;

/// No call is cut off before this many seconds, however quick the reference is: a busy machine must
/// not fail a right answer.
pub const SHORTEST_LIMIT: f64 = 2.0;

/// The list of all assignments and exercises.
pub const COURSE: &str = "fixtures/course.toml";

/// Where the untouched stubs are kept: a submission like any other, and what `reset` brings back.
pub const STUBS: &str = "fixtures/submissions/stubs";

/// The reference: a submission like any other, and the best one.
pub const SOLUTIONS: &str = "solutions";

/// A course has no more exercises: each is read by a thread of its own.
const MOST_EXERCISES: usize = 200;

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
    /// When to draw inputs that the reference answers.
    pub drawn: DrawnDefault,
    /// What is told of questions with options, unless an assignment says.
    pub usual: Choices,
    /// Where it was handed out, without what would answer it.
    pub released: Option<Released>,
    /// How work is handed in.
    pub hand_in: HandIn,
    /// What hand-ins cost beside their answers.
    pub policy: Policy,
    /// What code of strangers may use.
    pub bounds: Allowance,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CourseFile {
    title: Spanned<String>,
    assignment: Vec<Assignment>,
    #[serde(default)]
    training: TrainingDefault,
    #[serde(default)]
    drawn: DrawnDefault,
    #[serde(default)]
    choices: Choices,
    released: Option<Released>,
    #[serde(default)]
    hand_in: HandIn,
    #[serde(default)]
    policy: Policy,
    #[serde(default)]
    bounds: Allowance,
}

impl Course {
    /// The checkout that `from` lies in: the nearest folder above it with `fixtures/course.toml`.
    pub fn find_root(from: &Path) -> Result<PathBuf> {
        let found = from.ancestors().find(|folder| folder.join(COURSE).is_file());
        found.map(Path::to_owned).ok_or_else(|| {
            Error::usage(
                format!("there is no {COURSE} in {} or any folder above it", from.display()),
                "run the grader from inside the course's checkout",
            )
        })
    }

    /// Reads and checks every fixture file except the snapshots.
    pub fn load(root: &Path) -> Result<Course> {
        let path = root.join(COURSE);
        let text = source::read(&path)?;
        let file: CourseFile = located(&path, &text, toml::from_str(&text))?;
        let lines = Lines::of(&text);
        file.policy.check(&path, &lines)?;
        file.bounds.check(&path, &lines)?;
        let order = assignment::order(&file.assignment, &path, &lines)?;
        hand_in::check(&file.hand_in, &file.assignment, &path, &lines)?;
        for name in &order {
            if !root.join("fixtures").join(name.get_ref()).join("exercise.toml").is_file() {
                let name = (name.get_ref(), lines.at(name.span().start));
                let what = format!("the exercise `{0}` has no fixtures/{0}/exercise.toml", name.0);
                return Err(Error::fixture(&path, name.1, what, "write that file or take the name off the list"));
            }
        }
        if let Err(what) = bounds::line(file.title.get_ref()) {
            let what = format!("the title of the course has {what}");
            return Err(Error::fixture(&path, lines.at(file.title.span().start), what, "write one line"));
        }
        let order: Vec<&str> = order.iter().map(|name| name.get_ref().as_str()).collect();
        let exercises = load_all(root, &order, file.released.as_ref())?;
        Ok(Course {
            root: root.to_owned(),
            title: file.title.into_inner(),
            assignments: file.assignment,
            exercises,
            training: file.training,
            drawn: file.drawn,
            usual: file.choices,
            released: file.released,
            hand_in: file.hand_in,
            policy: file.policy,
            bounds: file.bounds,
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
        digest.field(source::read(&self.root.join(COURSE))?);
        for exercise in &self.exercises {
            digest.field(exercise.digest()?);
        }
        Ok(digest.finish_hex())
    }
}

/// Reads exercises side by side.
fn load_all(root: &Path, names: &[&str], released: Option<&Released>) -> Result<Vec<Exercise>> {
    std::thread::scope(|scope| {
        let load = |name| scope.spawn(move || Exercise::load_as(root, name, released));
        let loads: Vec<_> = names.iter().map(|name| (name, load(name))).collect();
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

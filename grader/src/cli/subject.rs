//! A folder of work, and how it is graded for whoever asks.

use super::selection::Selection;
use judge::course::{Course, Disclosure, DrawnDefault};
use judge::error::Result;
use judge::foreign::line;
use judge::report::{Report, Skipped};
use run::grade::{Ask, Pictures, Request, grade};
use run::submission::Submission;
use run::training::Wish;
use run::work::{Slot, Work};
use std::fs;
use std::path::Path;

/// The folder to grade, its name in reports, and the staged workspace it uses.
pub(super) struct Subject {
    pub submission: Submission,
    pub shown_as: String,
    pub slot: Slot,
}

/// How it is graded, where nobody says otherwise: as the course says of such a folder, without training and pictures.
pub(super) struct How<'a> {
    /// The assignment that somebody named.
    pub assignment: Option<&'a str>,
    /// From which inputs are drawn.
    pub seed: u64,
    pub training: Wish,
    pub drawn: Ask,
    pub pictures: Pictures,
}

impl Subject {
    /// The student's own files.
    pub fn own(course: &Course) -> Result<Subject> {
        let submission = Submission::open(&course.root.join("exercises"))?;
        Ok(Subject { submission, shown_as: "exercises".into(), slot: Slot::Exercises })
    }

    /// What a command names with `--submission`; without it, the student's own files.
    pub fn of(course: &Course, folder: Option<&Path>) -> Result<Subject> {
        let Some(folder) = folder else { return Subject::own(course) };
        let submission = Submission::find(folder, course)?;
        let whole = |path: &Path| fs::canonicalize(path).ok();
        let found = whole(&submission.folder);
        let same = found.is_some() && found == whole(&course.root.join("exercises"));
        let shown_as = line(submission.folder.to_string_lossy().trim_end_matches('/'), 500);
        Ok(Subject { submission, shown_as, slot: if same { Slot::Exercises } else { Slot::Submission } })
    }

    /// How it is graded where nobody says otherwise.
    pub fn usual<'a>(&self, course: &Course, seed: u64) -> How<'a> {
        let drawn = self.drawn(course);
        How { assignment: None, seed, training: Wish::Skip(Skipped::NotAsked), drawn, pictures: Pictures::Left }
    }

    /// Grades what is selected of it.
    pub fn grade(&self, course: &Course, work: &Work, selection: &Selection<'_>, how: How<'_>) -> Result<Report> {
        let request = Request {
            exercises: selection.exercises.clone(),
            assignment: selection.assignment.clone(),
            assignments: selection.assignments.clone(),
            submission: &self.submission,
            shown_as: self.shown_as.clone(),
            slot: self.slot,
            seed: how.seed,
            disclosure: &|exercise: &str| self.disclosure(course, exercise, how.assignment),
            training: how.training,
            drawn: how.drawn,
            pictures: how.pictures,
        };
        grade(course, work, &request)
    }

    /// What is told of the questions of an exercise.
    pub fn disclosure(&self, course: &Course, exercise: &str, assignment: Option<&str>) -> Disclosure {
        let choices = course.choices(exercise, assignment);
        if self.slot == Slot::Exercises { choices.own } else { choices.class }
    }

    /// Whether inputs are drawn, as the course says of such a folder.
    fn drawn(&self, course: &Course) -> Ask {
        let own = self.slot == Slot::Exercises;
        match course.drawn {
            DrawnDefault { own: true, .. } if own => Ask::Now,
            DrawnDefault { class: true, .. } if own => Ask::Later,
            DrawnDefault { class: true, .. } => Ask::Now,
            DrawnDefault { .. } => Ask::Never,
        }
    }
}

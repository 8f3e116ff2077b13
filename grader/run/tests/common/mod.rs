//! A reference, and what grading it comes to.
#![allow(dead_code, reason = "each test binary uses its own part of this")]

use judge::course::{Course, Exercise, Snapshot};
use judge::report::ExerciseReport;
use run::compile::{Compiler, Habit};
use run::session::{Drawing, Session, Sitting};
use run::submission::{Files, StudentFile, Submission};
use run::work::Work;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn checkout() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the checkout")
}

/// The reference of an exercise, which has full marks on a machine in order.
pub struct Reference {
    pub course: Course,
    pub files: Vec<StudentFile>,
    pub snapshots: BTreeMap<String, Snapshot>,
}

impl Reference {
    pub fn of(name: &str) -> Reference {
        let course = Course::load(&checkout()).expect("the course");
        let solutions = Submission::open(&checkout().join("solutions")).expect("the reference");
        let exercise = course.exercise(name).expect("the exercise");
        let Files::Present(files) = solutions.files(exercise) else { panic!("no reference of {name}") };
        let snapshots = course.exercise(name).and_then(Exercise::snapshots).expect("snapshots");
        Reference { course, files, snapshots }
    }

    /// As files that come once.
    pub fn graded(&self, name: &str, work: &Work) -> ExerciseReport {
        self.graded_as(Habit::Once, name, work)
    }

    /// As a file that comes again and again.
    pub fn edited(&self, name: &str, work: &Work) -> ExerciseReport {
        self.graded_as(Habit::Edited, name, work)
    }

    fn graded_as(&self, habit: Habit, name: &str, work: &Work) -> ExerciseReport {
        let exercise = self.course.exercise(name).expect("the exercise");
        let drawing = Drawing::Never;
        let sitting = Sitting { exercise, files: &self.files, snapshots: &self.snapshots, drawing, pictures: None };
        let compiler = Compiler { work, habit };
        Session::usual(&compiler, 7).sit(&sitting).expect("a report")
    }
}

pub fn work() -> Work {
    Work::open(Path::new(env!("CARGO_TARGET_TMPDIR"))).expect("a work folder")
}

//! Submissions of strangers to one real exercise, graded in the jail.
#![allow(dead_code, reason = "each test binary uses its own part of this")]

use jail::{Bounds, Level};
use judge::course::{Course, Exercise, Snapshot};
use judge::report::{ExerciseReport, State};
use run::compile::{Compiler, Habit};
use run::session::{Drawing, Session, Sitting};
use run::submission::{Files, StudentFile, Submission};
use run::work::Work;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The exercise that strangers hand in.
pub const EXERCISE: &str = "gibbs";
/// The function that they tamper with.
pub const FUNCTION: &str = "log_sum_exp";

pub fn checkout() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the checkout")
}

/// A place where strangers are graded.
pub struct Ground {
    course: Course,
    snapshots: BTreeMap<String, Snapshot>,
    pub honest: Vec<StudentFile>,
    pub work: Work,
    /// Where their code is built and run.
    pub stages: tempfile::TempDir,
}

impl Ground {
    pub fn of(level: Level) -> Ground {
        Ground::within(level, Bounds::default())
    }

    pub fn within(level: Level, bounds: Bounds) -> Ground {
        let course = Course::load(&checkout()).expect("the course");
        let solutions = Submission::open(&checkout().join("solutions")).expect("the reference");
        let exercise = course.exercise(EXERCISE).expect("the exercise");
        let Files::Present(honest) = solutions.files(exercise) else { panic!("no reference") };
        let snapshots = course.exercise(EXERCISE).and_then(Exercise::snapshots).expect("snapshots");
        let stages = tempfile::tempdir().expect("a folder");
        let program = Path::new(env!("CARGO_BIN_EXE_class"));
        let linking = jail::linking(program, &std::env::temp_dir()).expect("a compiler");
        let cage = jail::cage_of(program, level, bounds, linking);
        let work = Work::open(Path::new(env!("CARGO_TARGET_TMPDIR"))).expect("a work folder");
        let work = work.contained(cage, &stages.path().join("stages")).expect("a place for stages");
        Ground { course, snapshots, honest, work, stages }
    }

    /// Grades files; drawn cases only where they are asked for.
    pub fn grade(&self, files: &[StudentFile], drawing: Drawing<'_>) -> ExerciseReport {
        let exercise = self.course.exercise(EXERCISE).expect("the exercise");
        let sitting = Sitting { exercise, files, snapshots: &self.snapshots, drawing, pictures: None };
        let compiler = Compiler { work: &self.work, habit: Habit::Once };
        Session::usual(&compiler, 7).sit(&sitting).expect("a report")
    }

    /// The honest file with another body of the function.
    pub fn with_body(&self, function: &str, body: &str) -> Vec<StudentFile> {
        self.changed(|text| {
            let start = text.find(&format!("pub fn {function}(")).expect("the function");
            let open = start + text[start..].find('{').expect("a body");
            let close = open + text[open..].find("\n}\n").expect("an end") + 1;
            format!("{}{{\n{body}\n}}{}", &text[..open], &text[close + 1..])
        })
    }

    /// The honest file, changed.
    pub fn changed(&self, change: impl Fn(&str) -> String) -> Vec<StudentFile> {
        let mut files = self.honest.clone();
        let main = files.iter_mut().find(|file| file.path == "src/lib.rs").expect("the main file");
        main.text = change(&main.text);
        files
    }
}

/// Everything that can be had.
pub fn is_whole(report: &ExerciseReport) -> bool {
    (report.state, report.points) == (State::Graded, report.max)
}

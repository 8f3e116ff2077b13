//! The main road: a course and a submission in, a report out.

use crate::cache;
use crate::compile::{self, Built};
use crate::process;
use crate::provenance;
use crate::runner;
use crate::stage::Stage;
use crate::submission::{Files, StudentFile, Submission};
use crate::training::{self, Wish};
use crate::work::{Slot, Work};
use judge::course::{Assignment, Course, Exercise, Snapshot};
use judge::digest::Digest;
use judge::error::{Error, Result};
use judge::fate::{Fate, NotBuilt};
use judge::property::Call;
use judge::report::{
    AssignmentReport, Diagnostic, ExerciseReport, Level, Provenance, Report, SCHEMA, Submitted, TrainingReport,
};
use judge::score;
use judge::{Standing, examine, not_built};
use std::collections::BTreeMap;
use std::path::Path;

/// What to grade.
#[derive(Debug)]
pub struct Request<'a> {
    /// The names of the exercises, in report order.
    pub exercises: Vec<&'a str>,
    /// The name of the assignment, for the report.
    pub assignment: String,
    /// The assignments that these exercises make up.
    pub assignments: Vec<&'a Assignment>,
    /// The student's folder.
    pub submission: &'a Submission,
    /// How the report names it.
    pub shown_as: String,
    /// Which staged workspace to use.
    pub slot: Slot,
    /// From which inputs of properties are drawn.
    pub seed: u64,
    /// Whether to train a network with functions that are right.
    pub training: Wish,
}

/// Grades a submission.
pub fn grade(course: &Course, work: &Work, request: &Request<'_>) -> Result<Report> {
    let mut reports: BTreeMap<&str, ExerciseReport> = BTreeMap::new();
    let mut open = vec![];
    let mut hash = Digest::new();
    for name in &request.exercises {
        let exercise = course.exercise(name)?;
        match request.submission.files(name) {
            Files::Present(files) => {
                hash.field(name).field(cache::digest(&files));
                let key = cache::key(exercise, &files, request.seed)?;
                match cache::recall(work, name, &key) {
                    Some(report) => drop(reports.insert(name, report)),
                    None => open.push(Open { exercise, files, snapshots: exercise.snapshots()?, key }),
                }
            }
            Files::Missing => {
                reports.insert(name, without_program(exercise, &[], Standing::Missing, request.seed));
            }
            Files::Refused { why } => {
                reports.insert(name, without_program(exercise, &[], Standing::Refused { why }, request.seed));
            }
        }
    }
    let session = Session { course, work, slot: request.slot, seed: request.seed };
    let sittings: Vec<Sitting<'_>> = open.iter().map(Open::sitting).collect();
    for (open, report) in open.iter().zip(session.sit_all(&sittings)?) {
        cache::remember(work, &open.key, &report);
        reports.insert(&open.exercise.name, report);
    }
    let exercises: Vec<ExerciseReport> = request.exercises.iter().filter_map(|name| reports.remove(name)).collect();
    let mut trainings = vec![];
    for report in &exercises {
        let training = training::bonus(course, work, request, report)?;
        trainings.extend(training.map(|training| TrainingReport { exercise: report.name.clone(), training }));
    }
    let assignments: Vec<AssignmentReport> =
        request.assignments.iter().map(|assignment| score::assignment(assignment, &exercises)).collect();
    let (points, max) = match assignments.as_slice() {
        [] => (exercises.iter().map(|one| one.points).sum(), exercises.iter().map(|one| one.max).sum()),
        whole => (whole.iter().map(|one| one.points).sum(), whole.iter().map(|one| one.max).sum()),
    };
    Ok(Report {
        schema: SCHEMA.into(),
        course: course.title.clone(),
        assignment: request.assignment.clone(),
        submission: Submitted::folder(&request.shown_as, slot(request.slot)),
        points,
        max,
        by_person: exercises.iter().flat_map(|exercise| &exercise.functions).map(|entry| entry.by_person()).sum(),
        seed: request.seed,
        provenance: Provenance {
            grader: provenance::VERSION.into(),
            fixtures: course.digest()?,
            submission: hash.finish_hex(),
            toolchain: provenance::TOOLCHAIN.into(),
            target: provenance::TARGET.into(),
        },
        assignments,
        exercises,
        training: trainings,
    })
}

/// What a report calls a staged workspace.
fn slot(slot: Slot) -> judge::report::Slot {
    match slot {
        Slot::Exercises => judge::report::Slot::Exercises,
        Slot::Submission => judge::report::Slot::Submission,
        Slot::Reference => judge::report::Slot::Reference,
    }
}

/// An exercise that has to be built and run.
struct Open<'a> {
    exercise: &'a Exercise,
    files: Vec<StudentFile>,
    snapshots: BTreeMap<String, Snapshot>,
    key: String,
}

impl Open<'_> {
    fn sitting(&self) -> Sitting<'_> {
        Sitting { exercise: self.exercise, files: &self.files, snapshots: &self.snapshots }
    }
}

/// One exercise to be built, run and judged against some snapshots.
#[derive(Clone, Copy, Debug)]
pub struct Sitting<'a> {
    /// Which exercise.
    pub exercise: &'a Exercise,
    /// The student's files for it.
    pub files: &'a [StudentFile],
    /// What is expected.
    pub snapshots: &'a BTreeMap<String, Snapshot>,
}

/// What all sittings of one grading run share.
#[derive(Clone, Copy, Debug)]
pub struct Session<'a> {
    /// The course.
    pub course: &'a Course,
    /// Where to build.
    pub work: &'a Work,
    /// In which staged workspace.
    pub slot: Slot,
    /// From which inputs of properties are drawn.
    pub seed: u64,
}

impl Session<'_> {
    /// Builds, runs and judges one exercise; nothing is remembered.
    pub fn sit(&self, sitting: &Sitting<'_>) -> Result<ExerciseReport> {
        Ok(self.sit_all(&[*sitting])?.pop().unwrap_or_else(|| {
            let cause = "The grader lost track of this exercise.".into();
            without_program(sitting.exercise, sitting.files, Standing::Disturbed { cause }, self.seed)
        }))
    }

    /// Builds all in one go, then runs and judges them side by side: none waits for another's loop.
    fn sit_all(&self, sittings: &[Sitting<'_>]) -> Result<Vec<ExerciseReport>> {
        if sittings.is_empty() {
            return Ok(vec![]);
        }
        let scratch = self.work.scratch()?;
        let built = self.build(sittings, &scratch.folder)?;
        let judged = std::thread::scope(|scope| {
            let runs: Vec<_> = sittings
                .iter()
                .map(|sitting| {
                    let built = built.get(&sitting.exercise.name);
                    let folder = scratch.folder.join(format!("run-{}", sitting.exercise.name));
                    scope.spawn(move || judge_one(sitting, built, &folder, self.seed))
                })
                .collect();
            runs.into_iter().map(|run| run.join()).collect::<Vec<_>>()
        });
        let reports = sittings.iter().zip(judged).map(|(sitting, judged)| {
            judged.unwrap_or_else(|_| {
                let cause = "The grader panicked; please tell the course staff.".into();
                without_program(sitting.exercise, sitting.files, Standing::Disturbed { cause }, self.seed)
            })
        });
        Ok(reports.collect())
    }

    fn build(&self, sittings: &[Sitting<'_>], scratch: &Path) -> Result<BTreeMap<String, Built>> {
        let _lock = self.work.lock()?;
        let stage = Stage::open(self.work, self.slot, self.course)?;
        for sitting in sittings {
            stage.lay(sitting.exercise, sitting.files)?;
        }
        let names: Vec<&str> = sittings.iter().map(|sitting| sitting.exercise.name.as_str()).collect();
        compile::build(self.work, &stage, self.course, &names, false, scratch)
    }

    /// Makes one call to a student's function; also returns what the program printed.
    pub fn call(&self, sitting: &Sitting<'_>, call: Call) -> Result<(Fate, String)> {
        let scratch = self.work.scratch()?;
        let built = self.build(&[*sitting], &scratch.folder)?;
        let diagnostic = match built.get(&sitting.exercise.name) {
            Some(Built::Program { executable, dropped, .. }) => {
                if let Some(error) = dropped.get(&call.function) {
                    let why = not_built(sitting.exercise, sitting.files, &call.function, error);
                    return Ok((Fate::NotBuilt(why), String::new()));
                }
                let fate = run(sitting, executable, &scratch.folder, &[call])?.pop();
                let log = process::log_tail(&scratch.folder.join("log"));
                return Ok((fate.unwrap_or(Fate::Misuse { message: "a reply was lost".into() }), log));
            }
            Some(Built::Failed { errors }) => errors.first().cloned(),
            Some(Built::ProbeFailed { error }) => Some(error.clone()),
            Some(Built::Overtime { seconds }) => {
                return Err(Error::Cargo {
                    what: format!("it does not compile within {seconds} s"),
                    fix: "look for a loop in a `const`".into(),
                });
            }
            None => None,
        };
        let diagnostic = diagnostic.unwrap_or_else(|| Diagnostic::new(Level::Error, None, "it does not compile"));
        Ok((Fate::NotBuilt(NotBuilt::DoesNotCompile { diagnostic: Box::new(diagnostic) }), String::new()))
    }
}

fn judge_one(sitting: &Sitting<'_>, built: Option<&Built>, folder: &Path, seed: u64) -> ExerciseReport {
    let Sitting { exercise, files, snapshots } = *sitting;
    let standing = match built {
        Some(Built::Program { executable, dropped, warnings }) => {
            let why = |(name, error): (&String, &Diagnostic)| (name.clone(), not_built(exercise, files, name, error));
            let dropped = dropped.iter().map(why).collect();
            let standing = Standing::Runs { dropped, warnings: warnings.clone() };
            let mut ask = |calls: &[Call]| run(sitting, executable, folder, calls);
            return examine(exercise, files, standing, snapshots, seed, &mut ask);
        }
        Some(Built::Failed { errors }) => Standing::NotCompiled { errors: errors.clone() },
        Some(Built::Overtime { seconds }) => Standing::CompileOvertime { seconds: *seconds },
        Some(Built::ProbeFailed { error }) => Standing::Disturbed {
            cause: format!(
                "The grader's own program around this file does not compile: {}. Please tell the course staff.",
                error.message
            ),
        },
        None => Standing::Disturbed { cause: "The grader lost track of this exercise.".into() },
    };
    without_program(exercise, files, standing, seed)
}

/// The report of an exercise whose functions cannot be called.
fn without_program(exercise: &Exercise, files: &[StudentFile], standing: Standing, seed: u64) -> ExerciseReport {
    examine(exercise, files, standing, &BTreeMap::new(), seed, &mut |_| Ok(vec![]))
}

/// Makes calls to a built program.
fn run(sitting: &Sitting<'_>, executable: &Path, folder: &Path, calls: &[Call]) -> Result<Vec<Fate>> {
    std::fs::create_dir_all(folder).map_err(Error::file("create", folder))?;
    let limit = |function: &str| {
        sitting.snapshots.get(function).map_or(judge::course::SHORTEST_LIMIT, |snapshot| snapshot.limit_seconds)
    };
    runner::run(executable, folder, calls, &limit)
}

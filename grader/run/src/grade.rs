//! The main road: a course and a submission in, a report out.

use crate::cache;
use crate::compile::{self, Built};
use crate::process;
use crate::provenance;
use crate::runner;
use crate::stage::Stage;
use crate::submission::{self, Files, Remark, StudentFile, Submission};
use crate::training::{self, Wish};
use crate::work::{Slot, Work};
use judge::answers::{self, Answers};
use judge::course::{ANSWERS, Assignment, Course, Exercise, Snapshot, Written};
use judge::derivation;
use judge::digest::Digest;
use judge::error::Result;
use judge::fate::Fate;
use judge::judge::judge;
use judge::property::Call;
use judge::report::{
    AssignmentReport, Diagnostic, ExerciseReport, Form, FunctionReport, Provenance, Report, SCHEMA, State,
};
use judge::score;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

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
    let mut remarks: BTreeMap<&str, Vec<Remark>> = BTreeMap::new();
    let mut hash = Digest::new();
    for name in &request.exercises {
        let exercise = course.exercise(name)?;
        let read = request.submission.read(exercise);
        remarks.insert(name, read.remarks);
        // what is written beside the functions counts without them
        let alone = |report| {
            let snapshots = BTreeMap::new();
            with_written(report, &Sitting { exercise, files: &read.texts, snapshots: &snapshots })
        };
        match read.files {
            Files::Present(files) => {
                hash.field(name).field(cache::digest(&files));
                let key = cache::key(exercise, &files, request.seed)?;
                match cache::recall(work, name, &key) {
                    Some(report) => drop(reports.insert(name, report)),
                    None => open.push(Open { exercise, files, snapshots: exercise.snapshots()?, key }),
                }
            }
            Files::Missing => {
                let file = Path::new(&request.shown_as).join(name).join("src/lib.rs");
                let back = match request.slot {
                    Slot::Exercises => {
                        format!(" `cargo run -p grader -- reset {name}` brings the empty exercise back.")
                    }
                    Slot::Submission | Slot::Reference => String::new(),
                };
                let why = format!("There is no {}.{back}", file.display());
                reports.insert(name, alone(unjudged(exercise, State::Missing, why, vec![])));
            }
            Files::Refused { why } => {
                reports.insert(name, alone(unjudged(exercise, State::Refused, why, vec![])));
            }
        }
    }
    let session = Session { course, work, slot: request.slot, seed: request.seed };
    let sittings: Vec<Sitting<'_>> = open.iter().map(Open::sitting).collect();
    for (open, report) in open.iter().zip(session.sit_all(&sittings)?) {
        cache::remember(work, &open.key, &report);
        reports.insert(&open.exercise.name, report);
    }
    let mut exercises: Vec<ExerciseReport> = request.exercises.iter().filter_map(|name| reports.remove(name)).collect();
    for exercise in &mut exercises {
        exercise.file = format!("{}/{}/src/lib.rs", request.shown_as, exercise.name);
        exercise.training = training::bonus(course, work, request, exercise)?;
        let remarks = remarks.get(exercise.name.as_str()).and_then(|remarks| submission::sentences(remarks));
        exercise.message = exercise.message.take().into_iter().chain(remarks).reduce(|a, b| format!("{a} {b}"));
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
        submission: request.shown_as.clone(),
        points,
        max,
        by_person: exercises.iter().flat_map(|exercise| &exercise.functions).map(|entry| entry.by_person).sum(),
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
    })
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
        let lost =
            || unjudged(sitting.exercise, State::GraderError, "The grader lost track of this exercise.".into(), vec![]);
        Ok(self.sit_all(&[*sitting])?.pop().unwrap_or_else(lost))
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
            let why = match judged {
                Ok(Ok(report)) => return with_written(report, sitting),
                Ok(Err(error)) => error.to_string(),
                Err(_) => "The grader panicked; please tell the course staff.".into(),
            };
            with_written(unjudged(sitting.exercise, State::GraderError, why, vec![]), sitting)
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
        let why = match built.get(&sitting.exercise.name) {
            Some(Built::Program { executable, dropped, .. }) => {
                let mut program =
                    Program { executable: executable.clone(), dropped, sitting, folder: scratch.folder.clone() };
                let fate = program.ask(&[call])?.pop();
                let log = process::log_tail(&scratch.folder.join("log"));
                return Ok((fate.unwrap_or(Fate::Misuse { message: "a reply was lost".into() }), log));
            }
            Some(Built::Failed { errors }) => {
                errors.first().map_or_else(|| "it does not compile".into(), |error| error.rendered.clone())
            }
            Some(Built::ProbeFailed { error }) => error.rendered.clone(),
            Some(Built::Overtime { seconds }) => format!("it does not compile within {seconds} s"),
            None => "the grader lost track of this exercise".into(),
        };
        Ok((Fate::NotBuilt { message: why }, String::new()))
    }
}

fn judge_one(sitting: &Sitting<'_>, built: Option<&Built>, folder: &Path, seed: u64) -> Result<ExerciseReport> {
    let exercise = sitting.exercise;
    let (executable, dropped, warnings) = match built {
        Some(Built::Program { executable, dropped, warnings }) => (executable, dropped, warnings),
        Some(Built::Failed { errors }) => {
            let why = "This file does not compile, so none of its functions could be called.".into();
            return Ok(unjudged(exercise, State::NotCompiled, why, errors.clone()));
        }
        Some(Built::Overtime { seconds }) => {
            let why = format!(
                "The compiler was still at work after {seconds} s, so it was stopped. Is there a loop in a `const`?"
            );
            return Ok(unjudged(exercise, State::CompileOvertime, why, vec![]));
        }
        Some(Built::ProbeFailed { error }) => {
            let why = format!(
                "The grader's own program around this file does not compile: {}. Please tell the course staff.",
                error.message
            );
            return Ok(unjudged(exercise, State::GraderError, why, vec![]));
        }
        None => {
            return Ok(unjudged(
                exercise,
                State::GraderError,
                "The grader lost track of this exercise.".into(),
                vec![],
            ));
        }
    };
    std::fs::create_dir_all(folder).map_err(judge::error::Error::file("create", folder))?;
    let mut program = Program { executable: executable.clone(), dropped, sitting, folder: folder.to_owned() };
    let mut functions = judge(exercise, sitting.snapshots, seed, &mut |calls| program.ask(calls))?;
    for function in &mut functions {
        function.line = line_of(sitting.files, &function.name);
    }
    let state = if functions.iter().all(FunctionReport::untouched) { State::NotStarted } else { State::Graded };
    Ok(ExerciseReport {
        name: exercise.name.clone(),
        title: exercise.title.clone(),
        file: String::new(),
        points: functions.iter().map(|function| function.points).sum(),
        max: exercise.max(),
        state,
        message: None,
        errors: vec![],
        warnings: warnings.clone(),
        functions,
        training: None,
    })
}

/// Where a function starts in the student's main file.
fn line_of(files: &[StudentFile], function: &str) -> Option<u64> {
    let main = files.iter().find(|file| file.path == "src/lib.rs")?;
    let start = format!("fn {function}");
    let begins = |line: &str| {
        let rest = line.split_once(&start).map(|(_, rest)| rest.trim_start());
        rest.is_some_and(|rest| rest.starts_with('(') || rest.starts_with('<')) && !line.trim_start().starts_with("//")
    };
    main.text.lines().position(begins).map(|index| index as u64 + 1)
}

/// A built probe program and what it lacks.
struct Program<'a> {
    executable: PathBuf,
    dropped: &'a BTreeMap<String, Diagnostic>,
    sitting: &'a Sitting<'a>,
    folder: PathBuf,
}

impl Program<'_> {
    fn ask(&mut self, calls: &[Call]) -> Result<Vec<Fate>> {
        let offered: Vec<Call> =
            calls.iter().filter(|call| !self.dropped.contains_key(&call.function)).cloned().collect();
        let limit = |function: &str| {
            self.sitting
                .snapshots
                .get(function)
                .map_or(judge::course::SHORTEST_LIMIT, |snapshot| snapshot.limit_seconds)
        };
        let mut fates = runner::run(&self.executable, &self.folder, &offered, &limit)?.into_iter();
        let each = calls.iter().map(|call| match self.dropped.get(&call.function) {
            Some(diagnostic) => Fate::NotBuilt { message: not_built(self.sitting, &call.function, diagnostic) },
            None => fates.next().unwrap_or(Fate::Misuse { message: "a reply was lost".into() }),
        });
        Ok(each.collect())
    }
}

/// Says what rustc found in the line that calls for a function.
pub(crate) fn not_built(sitting: &Sitting<'_>, function: &str, diagnostic: &Diagnostic) -> String {
    let message = &diagnostic.message;
    if message.contains("E0425") || message.contains("E0432") {
        return format!("There is no `pub fn {function}` in this file: was it renamed or removed? (rustc: {message})");
    }
    if message.contains("E0603") {
        return format!("`{function}` is private: write `pub fn {function}`. (rustc: {message})");
    }
    let asked = sitting.exercise.function(function).map(|function| function.signature.text.clone()).unwrap_or_default();
    let yours = own_signature(sitting.files, function).map(|yours| format!(" Yours is `{yours}`.")).unwrap_or_default();
    format!("The signature asked for is `fn {function}{asked}`.{yours} (rustc: {message})")
}

/// A function's signature as the student wrote it, on one line.
fn own_signature(files: &[StudentFile], function: &str) -> Option<String> {
    let line = usize::try_from(line_of(files, function)?).ok()?;
    let main = files.iter().find(|file| file.path == "src/lib.rs")?;
    let rest: Vec<&str> = main.text.lines().skip(line - 1).take(12).collect();
    let rest = rest.join(" ");
    let signature = rest.split_once("fn ")?.1.split('{').next()?;
    let signature = signature.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(judge::foreign::clean(&format!("fn {signature}"), 300))
}

fn unjudged(exercise: &Exercise, state: State, why: String, errors: Vec<Diagnostic>) -> ExerciseReport {
    let functions = exercise.functions.iter().map(FunctionReport::of_function);
    let written = exercise.written.iter().map(FunctionReport::of_written);
    ExerciseReport {
        name: exercise.name.clone(),
        title: exercise.title.clone(),
        file: String::new(),
        points: 0,
        max: exercise.max(),
        state,
        message: Some(why),
        errors,
        warnings: vec![],
        functions: functions.chain(written).collect(),
        training: None,
    }
}

/// What is written beside the functions is judged whether the Rust compiles or not.
fn with_written(mut report: ExerciseReport, sitting: &Sitting<'_>) -> ExerciseReport {
    let owed = &sitting.exercise.written;
    let text = |name: &str| sitting.files.iter().find(|file| file.path == name).map(|file| file.text.as_str());
    let answers = Answers::read(text(ANSWERS));
    report.functions.retain(|function| function.form == Form::Function);
    for written in owed {
        let mut entry = FunctionReport::of_written(written);
        match written {
            Written::Derivation(derivation) => derivation::report(derivation, text(&written.file()), &mut entry),
            Written::Choice(choice) => answers::choice(choice, &answers, &mut entry),
            Written::Text(text) => answers::text(text, &answers, &mut entry),
        }
        report.points += entry.points;
        if report.state == State::NotStarted && !entry.untouched() {
            report.state = State::Graded;
        }
        report.functions.push(entry);
    }
    let said = [report.message.take(), answers.complaint(owed)];
    report.message = said.into_iter().flatten().reduce(|a, b| format!("{a} {b}"));
    report
}

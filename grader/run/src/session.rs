//! Builds, runs and judges exercises side by side: none waits for another's loop, and what goes wrong with one is
//! its own trouble.

use crate::compile::{Built, Compiler, Dropped, Habit, Purpose};
use crate::kit::{Kit, Which};
use crate::runner::{self, Extra, Program};
use crate::stage::Stage;
use crate::submission::StudentFile;
use crate::work::{Scratch, Slot, Work};
use judge::answers::{self, Answers};
use judge::course::{ANSWERS, Exercise, SHORTEST_LIMIT, Snapshot, Written};
use judge::derivation;
use judge::error::{Error, Result};
use judge::fate::Fate;
use judge::judge::judge;
use judge::property::Call;
use judge::report::{Diagnostic, ExerciseReport, Form, FunctionReport, State};
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// Of the panics of one function so many are repeated to learn the student's line.
const TRACED: usize = 3;

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
    /// Where to build.
    pub work: &'a Work,
    /// Whose files these are.
    pub slot: Slot,
    /// From which inputs of properties are drawn.
    pub seed: u64,
}

impl Session<'_> {
    /// Builds, runs and judges one exercise; nothing is remembered.
    pub fn sit(&self, sitting: &Sitting<'_>) -> Result<ExerciseReport> {
        let mut reports = self.sit_all(&[*sitting])?;
        reports.pop().ok_or_else(|| Error::usage("no exercise was graded", "name one"))
    }

    /// As many at a time as there are processors.
    pub fn sit_all(&self, sittings: &[Sitting<'_>]) -> Result<Vec<ExerciseReport>> {
        if sittings.is_empty() {
            return Ok(vec![]);
        }
        // what all need is built before any of them, and by one alone
        Kit::open(self.work, Which::Probe)?;
        let scratch = self.work.scratch()?;
        let next = AtomicUsize::new(0);
        let reports: Mutex<Vec<Option<ExerciseReport>>> = Mutex::new(vec![None; sittings.len()]);
        let work = || {
            while let Some((index, sitting)) = take(&next, sittings) {
                let report = self.sit_in(sitting, &scratch);
                reports.lock().unwrap_or_else(PoisonError::into_inner)[index] = Some(report);
            }
        };
        let workers = std::thread::available_parallelism().map_or(1, usize::from).max(2).min(sittings.len());
        std::thread::scope(|scope| {
            for _ in 0..workers {
                scope.spawn(work);
            }
        });
        let reports = reports.into_inner().unwrap_or_else(PoisonError::into_inner);
        Ok(reports
            .into_iter()
            .zip(sittings)
            .map(|(report, sitting)| {
                report.unwrap_or_else(|| disturbed(sitting, "the grader lost track of this exercise"))
            })
            .collect())
    }

    /// One exercise; whatever goes wrong becomes its report.
    fn sit_in(&self, sitting: &Sitting<'_>, scratch: &Scratch) -> ExerciseReport {
        let report = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            let bench = Bench::new(self, sitting, scratch)?;
            judge_one(sitting, &bench, self.seed)
        }));
        match report {
            Ok(Ok(report)) => report,
            Ok(Err(error)) => disturbed(sitting, error.to_string().trim_end_matches('.')),
            Err(_) => disturbed(sitting, "the grader panicked; please tell the course staff"),
        }
    }

    /// Makes one call to a student's function; also returns what the program printed.
    pub fn call(&self, sitting: &Sitting<'_>, call: Call) -> Result<(Fate, String)> {
        let scratch = self.work.scratch()?;
        let bench = Bench::new(self, sitting, &scratch)?;
        let (program, dropped) = match &bench.built {
            Built::Program { program, dropped, .. } => (program, dropped.get(&call.function)),
            Built::Failed { errors } => {
                let message = errors.first().map_or("it does not compile".into(), |error| error.rendered.clone());
                return Ok((Fate::NotBuilt { message }, String::new()));
            }
            Built::Overtime { seconds } => {
                let message = format!("it does not compile within {seconds} s");
                return Ok((Fate::NotBuilt { message }, String::new()));
            }
            Built::Disturbed { cause, .. } => return Err(Error::disturbed(cause)),
        };
        if let Some(why) = dropped {
            return Ok((Fate::NotBuilt { message: lacks(sitting, &call.function, why) }, String::new()));
        }
        let limit = |function: &str| bench.limit(function);
        let (answers, printed) = runner::answer(program, &bench.empty()?, &[call], &limit, Extra::None)?;
        let fate = answers.into_iter().next().map(|answer| answer.fate);
        Ok((fate.unwrap_or(Fate::Misuse { message: "a reply was lost".into() }), printed.text()))
    }
}

fn take<'a, T>(next: &AtomicUsize, list: &'a [T]) -> Option<(usize, &'a T)> {
    let index = next.fetch_add(1, Ordering::Relaxed);
    list.get(index).map(|one| (index, one))
}

/// One exercise, built.
struct Bench<'a> {
    sitting: &'a Sitting<'a>,
    compiler: Compiler<'a>,
    folder: PathBuf,
    built: Built,
    /// The same program, which also tells where panics come from; built when one is asked for.
    traced: OnceCell<Option<Program>>,
}

impl<'a> Bench<'a> {
    fn new(session: &Session<'a>, sitting: &'a Sitting<'a>, scratch: &Scratch) -> Result<Bench<'a>> {
        let habit = match session.slot {
            Slot::Exercises => Habit::Edited,
            Slot::Submission | Slot::Reference => Habit::Once,
        };
        let compiler = Compiler { work: session.work, habit };
        let folder = scratch.folder.join(&sitting.exercise.name);
        let stage = Stage::new(&folder.join("grade"), &sitting.exercise.name, sitting.files)?;
        let built = compiler.probe(&stage, sitting.exercise, Purpose::Grade)?;
        Ok(Bench { sitting, compiler, folder, built, traced: OnceCell::new() })
    }

    /// A folder with nothing in it, for programs to run in.
    fn empty(&self) -> Result<PathBuf> {
        let folder = self.folder.join("run");
        std::fs::create_dir_all(&folder).map_err(Error::file("create", &folder))?;
        Ok(folder)
    }

    fn limit(&self, function: &str) -> f64 {
        self.sitting.snapshots.get(function).map_or(SHORTEST_LIMIT, |snapshot| snapshot.limit_seconds)
    }

    /// One fate per call.
    fn ask(&self, program: &Program, dropped: &BTreeMap<String, Dropped>, calls: &[Call]) -> Result<Vec<Fate>> {
        let offered: Vec<Call> = calls.iter().filter(|call| !dropped.contains_key(&call.function)).cloned().collect();
        let mut fates = runner::run(program, &self.empty()?, &offered, &|function| self.limit(function))?;
        self.place_panics(&offered, &mut fates)?;
        let mut fates = fates.into_iter();
        let each = calls.iter().map(|call| match dropped.get(&call.function) {
            Some(why) => Fate::NotBuilt { message: lacks(self.sitting, &call.function, why) },
            None => fates.next().unwrap_or(Fate::Misuse { message: "a reply was lost".into() }),
        });
        Ok(each.collect())
    }

    /// A panic inside a library is repeated where it tells the student's own line: the first few of each function.
    fn place_panics(&self, calls: &[Call], fates: &mut [Fate]) -> Result<()> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        let placeless = |(_, (_, fate)): &(usize, (&Call, &Fate))| matches!(fate, Fate::Panicked { line: None, .. });
        let mut asked: Vec<usize> = vec![];
        for (index, (call, _)) in calls.iter().zip(fates.iter()).enumerate().filter(placeless) {
            let count = counts.entry(&call.function).or_default();
            *count += 1;
            if *count <= TRACED {
                asked.push(index);
            }
        }
        if asked.is_empty() {
            return Ok(());
        }
        let program = match self.traced.get() {
            Some(known) => known,
            None => {
                let stage = Stage::new(&self.folder.join("trace"), &self.sitting.exercise.name, self.sitting.files)?;
                let built = match self.compiler.probe(&stage, self.sitting.exercise, Purpose::Trace)? {
                    Built::Program { program, .. } => Some(program),
                    Built::Failed { .. } | Built::Overtime { .. } | Built::Disturbed { .. } => None,
                };
                self.traced.get_or_init(|| built)
            }
        };
        let Some(program) = program else { return Ok(()) };
        let again: Vec<Call> = asked.iter().filter_map(|&index| calls.get(index).cloned()).collect();
        let limit = |function: &str| self.limit(function);
        let (answers, _) = runner::answer(program, &self.empty()?, &again, &limit, Extra::Trace)?;
        for (index, answer) in asked.into_iter().zip(answers) {
            if let (Some(fate), traced @ Fate::Panicked { line: Some(_), .. }) = (fates.get_mut(index), answer.fate) {
                *fate = traced;
            }
        }
        Ok(())
    }
}

/// An exercise that could not be judged, for no fault of the student's.
fn disturbed(sitting: &Sitting<'_>, cause: &str) -> ExerciseReport {
    let why = format!("This exercise could not be graded: {cause}.");
    with_written(unjudged(sitting.exercise, State::GraderError, why, vec![]), sitting)
}

fn judge_one(sitting: &Sitting<'_>, bench: &Bench<'_>, seed: u64) -> Result<ExerciseReport> {
    let exercise = sitting.exercise;
    let (program, dropped, errors, warnings) = match &bench.built {
        Built::Program { program, dropped, errors, warnings } => (program, dropped, errors, warnings),
        Built::Failed { errors } => {
            let why = "This file does not compile, so none of its functions could be called.".into();
            return Ok(with_written(unjudged(exercise, State::NotCompiled, why, errors.clone()), sitting));
        }
        Built::Overtime { seconds } => {
            let why = format!(
                "The compiler was still computing after {seconds} s, so it was stopped. Is there a loop in a `const`?"
            );
            return Ok(with_written(unjudged(exercise, State::CompileOvertime, why, vec![]), sitting));
        }
        Built::Disturbed { cause, .. } => return Ok(disturbed(sitting, cause)),
    };
    let mut functions = judge(exercise, sitting.snapshots, seed, &mut |calls| bench.ask(program, dropped, calls))?;
    for function in &mut functions {
        function.line = line_of(sitting.files, &function.name);
    }
    let state = if functions.iter().all(FunctionReport::untouched) { State::NotStarted } else { State::Graded };
    let report = ExerciseReport {
        name: exercise.name.clone(),
        title: exercise.title.clone(),
        file: String::new(),
        points: functions.iter().map(|function| function.points).sum(),
        max: exercise.max(),
        state,
        message: None,
        errors: errors.clone(),
        warnings: warnings.clone(),
        functions,
        training: None,
    };
    Ok(with_written(report, sitting))
}

/// Why a function cannot be called, in a sentence.
fn lacks(sitting: &Sitting<'_>, function: &str, why: &Dropped) -> String {
    match why {
        Dropped::Misfit(diagnostic) => not_built(sitting, function, diagnostic),
        Dropped::Refused(diagnostic) => {
            let line = diagnostic.line.map(|line| format!(" (line {line})")).unwrap_or_default();
            format!("It does not compile{line}: {}. The other functions are graded without it.", diagnostic.message)
        }
    }
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

/// Says what rustc found in the line that calls for a function.
pub fn not_built(sitting: &Sitting<'_>, function: &str, diagnostic: &Diagnostic) -> String {
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

/// The report of an exercise of which nothing could be called.
pub fn unjudged(exercise: &Exercise, state: State, why: String, errors: Vec<Diagnostic>) -> ExerciseReport {
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

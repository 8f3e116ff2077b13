//! The reference as a program, with every known wrong body beside it.

use judge::course::{Course, Exercise, SHORTEST_LIMIT, Wrong};
use judge::error::{Error, Result};
use judge::fate::Fate;
use judge::property::Call;
use judge::report::Diagnostic;
use run::compile::{self, Built};
use run::runner;
use run::stage::{Stage, wrong_file, wrong_name};
use run::submission::{Files, Submission};
use run::work::{Slot, Work};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// What the reference may take for a call; a limit reached is an error, so it must never be near.
pub const REFERENCE_LIMIT: f64 = 60.0;
/// The same for a wrong body; one that loops is not waited for.
pub fn body_limit(body: &Wrong) -> f64 {
    if body.loops { SHORTEST_LIMIT } else { 20.0 }
}

/// What became of one call, and the seconds that it took.
#[derive(Debug)]
pub struct Timed {
    /// What became of it.
    pub fate: Fate,
    /// How long it took.
    pub seconds: f64,
}

/// The built reference of some exercises, together with their wrong bodies.
#[derive(Debug)]
pub struct Replies {
    programs: BTreeMap<String, PathBuf>,
    scratch: run::work::Scratch,
}

/// Builds `solutions/` with the wrong bodies beside it.
pub fn reference_replies(course: &Course, work: &Work, names: &[&str]) -> Result<Replies> {
    let solutions = Submission::open(&course.root.join("solutions"))?;
    let scratch = work.scratch()?;
    let _lock = work.lock()?;
    let stage = Stage::open(work, Slot::Reference, course)?;
    for name in names {
        match solutions.files(name) {
            Files::Present(files) => stage.lay(course.exercise(name)?, &files)?,
            Files::Missing => {
                return Err(Error::fixture(
                    &solutions.main_file(name),
                    None,
                    "the reference is missing",
                    "write the solution of this exercise",
                ));
            }
            Files::Refused { why } => {
                return Err(Error::fixture(
                    &solutions.main_file(name),
                    None,
                    why.trim_end_matches('.'),
                    "mend the file",
                ));
            }
        }
    }
    let mut programs = BTreeMap::new();
    for (name, built) in compile::build(work, &stage, course, names, true, &scratch.folder)? {
        programs.insert(name.clone(), usable(course.exercise(&name)?, &solutions, built)?);
    }
    Ok(Replies { programs, scratch })
}

/// A reference must compile whole; its wrong bodies too.
fn usable(exercise: &Exercise, solutions: &Submission, built: Built) -> Result<PathBuf> {
    let file = solutions.main_file(&exercise.name);
    match built {
        Built::Program { executable, dropped, .. } => match dropped.into_iter().next() {
            None => Ok(executable),
            Some((function, diagnostic)) => Err(lacks(&file, &function, &diagnostic)),
        },
        Built::Failed { errors } => {
            let first = errors.first();
            let message = first.map_or("it does not compile", |error| error.message.as_str());
            let line = first.and_then(|error| error.line).map(|line| line as usize);
            Err(Error::fixture(&file, line, message.to_owned(), "make the reference compile"))
        }
        Built::ProbeFailed { error } => {
            // a wrong body may call what the reference lacks; then the reference is to blame
            let missing = |name: &str| error.message.contains(&format!("cannot find function `{name}` in crate"));
            let lacking = exercise.functions.iter().find(|function| missing(&function.name));
            let known = lacking.map(|function| lacks(&file, &function.name, &error));
            Err(known.or_else(|| wrong_body_at_fault(exercise, &error)).unwrap_or_else(|| {
                let what = format!("the probe does not compile ({})", error.message);
                Error::fixture(&file, None, what, "make the signatures agree")
            }))
        }
        Built::Overtime { seconds } => {
            Err(Error::fixture(&file, None, format!("it does not compile within {seconds} s"), "simplify it"))
        }
    }
}

fn lacks(file: &Path, function: &str, diagnostic: &Diagnostic) -> Error {
    let what = format!("the reference does not offer `{function}` as fixtures state it ({})", diagnostic.message);
    Error::fixture(file, None, what, "make the signatures agree")
}

/// A wrong body that does not compile, found in rustc's text by its file name.
fn wrong_body_at_fault(exercise: &Exercise, error: &Diagnostic) -> Option<Error> {
    for function in &exercise.functions {
        for (i, wrong) in function.wrong.iter().enumerate() {
            if error.rendered.contains(&wrong_file(&function.name, i)) {
                let path = exercise.folder.join("exercise.toml");
                let what = format!(
                    "the wrong body `{}` of `{}` does not compile ({})",
                    wrong.name, function.name, error.message
                );
                return Some(Error::fixture(&path, wrong.place, what, "mend the body"));
            }
        }
    }
    None
}

impl Replies {
    /// Calls a function of the reference.
    pub fn ask(&self, exercise: &str, calls: &[Call], limit: f64) -> Result<Vec<Fate>> {
        let program = self
            .programs
            .get(exercise)
            .ok_or_else(|| Error::usage(format!("`{exercise}` was not built"), "name it"))?;
        let folder = self.scratch.folder.join(format!("run-{exercise}"));
        std::fs::create_dir_all(&folder).map_err(Error::file("create", &folder))?;
        runner::run(program, &folder, calls, &|_| limit)
    }

    /// The same, with the time of each call: an equal share of the whole.
    pub fn timed(&self, exercise: &str, calls: &[Call], limit: f64) -> Result<Vec<Timed>> {
        let start = Instant::now();
        let fates = self.ask(exercise, calls, limit)?;
        let seconds = start.elapsed().as_secs_f64() / calls.len().max(1) as f64;
        Ok(fates.into_iter().map(|fate| Timed { fate, seconds }).collect())
    }
}

/// The same calls, with those of one function sent to one of its wrong bodies.
pub fn wrong_offer(calls: &[Call], function: &str, index: usize) -> Vec<Call> {
    let divert = |call: &Call| {
        let name = if call.function == function { wrong_name(function, index) } else { call.function.clone() };
        Call { function: name, args: call.args.clone() }
    };
    calls.iter().map(divert).collect()
}

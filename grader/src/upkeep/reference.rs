//! What the reference, and every known wrong body, replies to the cases.

use judge::course::{Course, Exercise, Function, Snapshot, Stored, WrongReplies};
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

/// A limit is this many times what the reference needs.
const GENEROSITY: f64 = 100.0;

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
        let exercise = course.exercise(name)?;
        match solutions.files(exercise) {
            Files::Present(files) => stage.lay(exercise, &files)?,
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
                return Some(Error::fixture(&path, wrong.line, what, "mend the body"));
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
}

/// The expected values of one function as the reference gives them now.
pub fn snapshot(exercise: &Exercise, function: &Function, replies: &Replies) -> Result<Snapshot> {
    let path = exercise.folder.join("exercise.toml");
    let calls = |name: &str| {
        function.cases.iter().map(|case| Call { function: name.into(), args: case.args.clone() }).collect::<Vec<_>>()
    };
    let start = Instant::now();
    let fates = replies.ask(&exercise.name, &calls(&function.name), 60.0)?;
    let seconds = start.elapsed().as_secs_f64();
    let mut cases = vec![];
    for (case, fate) in function.cases.iter().zip(fates) {
        let Fate::Value(want) = fate else {
            let what = format!(
                "the reference returns nothing for the case `{}` of `{}` ({})",
                case.name,
                function.name,
                fate.explain()
            );
            return Err(Error::fixture(
                &path,
                None,
                what,
                "keep the inputs within the preconditions, or mend the reference",
            ));
        };
        cases.push(Stored { name: case.name.clone(), args: case.args.clone(), tolerance: case.tolerance, want });
    }
    let mut wrong = vec![];
    for (i, body) in function.wrong.iter().enumerate() {
        let fates =
            replies.ask(&exercise.name, &calls(&wrong_name(&function.name, i)), judge::course::SHORTEST_LIMIT)?;
        let replies = fates.iter().map(|fate| fate.value().cloned()).collect();
        wrong.push(WrongReplies { name: body.name.clone(), replies });
    }
    Ok(Snapshot { function: function.name.clone(), limit_seconds: limit(seconds), cases, wrong })
}

/// The limit for a reference that needs this long, on a coarse scale so that it does not change
/// with every run.
fn limit(seconds: f64) -> f64 {
    let wanted = GENEROSITY * seconds;
    [judge::course::SHORTEST_LIMIT, 5.0, 10.0, 20.0, 50.0].into_iter().find(|&step| wanted <= step).unwrap_or(100.0)
}

/// The same calls, with those of one function sent to one of its wrong bodies.
pub fn wrong_offer(calls: &[Call], function: &str, index: usize) -> Vec<Call> {
    let divert = |call: &Call| {
        let name = if call.function == function { wrong_name(function, index) } else { call.function.clone() };
        Call { function: name, args: call.args.clone() }
    };
    calls.iter().map(divert).collect()
}

//! What the reference, and every known wrong body, replies to the cases.

use crate::render::english;
use judge::course::{Course, Exercise, Function, Snapshot, Stored, WrongReplies};
use judge::error::{Error, Result};
use judge::fate::Fate;
use judge::property::Call;
use judge::report::Diagnostic;
use run::compile::{Build, Built, Compiler, Dropped, Habit, Purpose};
use run::contain::Own;
use run::program::{wrong_file, wrong_name};
use run::runner::{self, Answer, Extra, Program, Runner};
use run::stage::Stage;
use run::submission::{Files, StudentFile, Submission};
use run::work::{Scratch, Work};
use std::collections::BTreeMap;
use std::path::Path;

/// A limit is this many times what the reference needs.
const GENEROSITY: f64 = 100.0;

/// The built reference of some exercises, together with their wrong bodies.
#[derive(Debug)]
pub struct Replies {
    programs: BTreeMap<String, Program>,
    scratch: Scratch,
}

/// Builds `solutions/` with the wrong bodies beside it.
pub fn reference_replies(course: &Course, work: &Work, names: &[&str]) -> Result<Replies> {
    let solutions = Submission::open(&course.root.join("solutions"))?;
    let scratch = work.scratch()?;
    let compiler = Compiler { work, habit: Habit::Once };
    let build = |name: &str| {
        let exercise = course.exercise(name)?;
        let stage = Stage::new(&scratch.folder.join(name), name, &reference(&solutions, exercise)?)?;
        usable(exercise, &solutions, compiler.probe(&stage, exercise, Purpose::Wrong)?)
    };
    let programs = side_by_side(names, &build)?;
    Ok(Replies { programs: names.iter().map(|name| (*name).to_owned()).zip(programs).collect(), scratch })
}

/// The files of the reference.
fn reference(solutions: &Submission, exercise: &Exercise) -> Result<Vec<StudentFile>> {
    let wrong = |what: &str, fix: &str| Err(Error::fixture(&solutions.main_file(&exercise.name), None, what, fix));
    match solutions.files(exercise) {
        Files::Present(files) => Ok(files),
        Files::Missing => wrong("the reference is missing", "write the solution of this exercise"),
        Files::Refused(file) => wrong(english::file(&file).trim_end_matches('.'), "mend the file"),
    }
}

/// A reference must compile whole; its wrong bodies too.
fn usable(exercise: &Exercise, solutions: &Submission, built: Built) -> Result<Program> {
    let file = solutions.main_file(&exercise.name);
    let refused = |error: Option<&Diagnostic>| {
        let message = error.map_or("it does not compile", |error| error.message.as_str());
        let line = error.and_then(|error| error.line);
        Err(Error::fixture(&file, line, message.to_owned(), "make the reference compile"))
    };
    match built {
        Built::Program { errors, .. } if !errors.is_empty() => refused(errors.first()),
        Built::Program { program, dropped, .. } => match dropped.into_iter().next() {
            None => Ok(program),
            Some((function, Dropped::Misfit(diagnostic) | Dropped::Refused(diagnostic))) => {
                Err(lacks(&file, &function, &diagnostic.message))
            }
        },
        Built::Failed { errors } => refused(errors.first()),
        Built::Disturbed { cause, place: Some((place, line)) } => {
            // a wrong body may call what the reference lacks; then the reference is to blame
            let missing = |name: &str| cause.contains(&format!("cannot find function `{name}` in crate"));
            let lacking = exercise.functions.iter().find(|function| missing(&function.name));
            let known = lacking.map(|function| lacks(&file, &function.name, &cause));
            Err(known.or_else(|| wrong_body_at_fault(exercise, &place, &cause)).unwrap_or_else(|| {
                let what = format!("our program around it does not compile ({place}:{line}: {cause})");
                Error::fixture(&file, None, what, "make the signatures agree")
            }))
        }
        Built::Disturbed { cause, place: None } | Built::Damaged { cause } => Err(Error::disturbed(&cause)),
        Built::Overtime { seconds } => {
            let what = format!("the compiler still computes after {seconds} s");
            Err(Error::fixture(&file, None, what, "simplify it"))
        }
    }
}

fn lacks(file: &Path, function: &str, message: &str) -> Error {
    let what = format!("the reference does not offer `{function}` as fixtures state it ({message})");
    Error::fixture(file, None, what, "make the signatures agree")
}

/// A wrong body that does not compile, told by its file.
fn wrong_body_at_fault(exercise: &Exercise, place: &str, cause: &str) -> Option<Error> {
    let path = exercise.folder.join("exercise.toml");
    exercise.functions.iter().find_map(|function| {
        let of = |index: usize| place.ends_with(&format!("/{}", wrong_file(&function.name, index)));
        let wrong = function.wrong.iter().enumerate().find(|(index, _)| of(*index)).map(|(_, wrong)| wrong)?;
        let what = format!("the wrong body `{}` of `{}` does not compile ({cause})", wrong.name, function.name);
        Some(Error::fixture(&path, wrong.line, what, "mend the body"))
    })
}

/// The same work for several exercises, as many at a time as there are processors.
fn side_by_side<T: Send>(names: &[&str], work: &(dyn Fn(&str) -> Result<T> + Sync)) -> Result<Vec<T>> {
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let mut done = vec![];
    for some in names.chunks(workers) {
        let results = std::thread::scope(|scope| {
            let running: Vec<_> = some.iter().map(|name| scope.spawn(move || work(name))).collect();
            running.into_iter().map(|thread| thread.join()).collect::<Vec<_>>()
        });
        for result in results {
            done.push(result.unwrap_or_else(|_| Err(Error::disturbed("the grader panicked")))?);
        }
    }
    Ok(done)
}

impl Replies {
    /// Calls a function of the reference.
    pub fn ask(&self, exercise: &str, calls: &[Call], limit: f64) -> Result<Vec<Fate>> {
        let answers = self.answer(exercise, calls, limit, Extra::None)?;
        Ok(answers.into_iter().map(|answer| answer.fate).collect())
    }

    /// The same, with more about every call.
    fn answer(&self, exercise: &str, calls: &[Call], limit: f64, extra: Extra) -> Result<Vec<Answer>> {
        let program = self
            .programs
            .get(exercise)
            .ok_or_else(|| Error::usage(format!("`{exercise}` was not built"), "name it"))?;
        let folder = self.scratch.folder.join(exercise).join("run");
        std::fs::create_dir_all(&folder).map_err(Error::file("create", &folder))?;
        let runner = Runner { folder: &folder, contain: &Own };
        Ok(runner::answer(runner, program, calls, &|_| limit, extra)?.0)
    }
}

/// The expected values of one function as the reference gives them now.
pub fn snapshot(exercise: &Exercise, function: &Function, replies: &Replies) -> Result<Snapshot> {
    let path = exercise.folder.join("exercise.toml");
    let calls = |name: &str| {
        function.cases.iter().map(|case| Call { function: name.into(), args: case.args.clone() }).collect::<Vec<_>>()
    };
    let answers = replies.answer(&exercise.name, &calls(&function.name), 60.0, Extra::Time)?;
    // CPU time: a busy machine must not write its mood into the fixtures
    let seconds = answers.iter().filter_map(|answer| answer.seconds).sum();
    let fates = answers.into_iter().map(|answer| answer.fate);
    let mut cases = vec![];
    for (case, fate) in function.cases.iter().zip(fates) {
        let Fate::Value(want) = fate else {
            let what = format!(
                "the reference returns nothing for the case `{}` of `{}` ({})",
                case.name,
                function.name,
                fate.ending().map(|ending| english::ending(&ending)).unwrap_or_default()
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

//! The reference as a program, with other bodies beside it.

use super::beside::Beside;
use grader::render::english;
use judge::course::{Course, Exercise, SHORTEST_LIMIT, Wrong};
use judge::error::{Error, Result};
use judge::fate::Fate;
use judge::property::Call;
use judge::report::Diagnostic;
use run::compile::{Build, Built, Compiler, Dropped, Habit, Purpose};
use run::contain::Own;
use run::probe::Program;
use run::program::Body;
use run::runner::{Answer, Conversation, Extra};
use run::stage::Stage;
use run::submission::{Files, StudentFile, Submission};
use run::work::{Scratch, Work};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// What the reference may take for a call; a limit reached is an error, so it must never be near.
pub const REFERENCE_LIMIT: f64 = 60.0;

/// The same for a wrong body; one that loops is not waited for.
pub fn body_limit(body: &Wrong) -> f64 {
    if body.loops { SHORTEST_LIMIT } else { 20.0 }
}

/// The built reference of some exercises, together with their wrong bodies.
pub struct Replies {
    conversations: BTreeMap<String, Mutex<Conversation<'static>>>,
    _scratch: Scratch,
}

/// Which bodies stand beside the reference of an exercise.
pub type Company<'a> = dyn Fn(&Exercise) -> Result<Vec<Beside>> + Sync + 'a;

/// Builds `solutions/` with other bodies beside it.
pub fn reference_replies(course: &Course, work: &Work, names: &[&str], company: &Company<'_>) -> Result<Replies> {
    let solutions = Submission::open(&course.root.join("solutions"))?;
    let scratch = work.scratch()?;
    let compiler = Compiler { work, habit: Habit::Once };
    let build = |name: &str| {
        let exercise = course.exercise(name)?;
        let stage = Stage::new(&scratch.folder.join(name), name, &reference(&solutions, exercise)?)?;
        let beside = company(exercise)?;
        let bodies: Vec<Body> = beside.iter().map(|one| one.body.clone()).collect();
        usable(exercise, &solutions, &beside, compiler.probe(&stage, exercise, Purpose::Beside(&bodies))?)
    };
    let mut conversations = BTreeMap::new();
    for (name, program) in names.iter().zip(side_by_side(names, &build)?) {
        let folder = scratch.folder.join(name).join("run");
        std::fs::create_dir_all(&folder).map_err(Error::file("create", &folder))?;
        let conversation = Conversation::new(&folder, &Own, &program, Extra::Time);
        conversations.insert((*name).to_owned(), Mutex::new(conversation));
    }
    Ok(Replies { conversations, _scratch: scratch })
}

/// The files of the reference.
pub fn reference(solutions: &Submission, exercise: &Exercise) -> Result<Vec<StudentFile>> {
    let wrong = |what: &str, fix: &str| Err(Error::fixture(&solutions.main_file(&exercise.name), None, what, fix));
    match solutions.files(exercise) {
        Files::Present(files) => Ok(files),
        Files::Missing => wrong("the reference is missing", "write the solution of this exercise"),
        Files::Refused(file) => wrong(english::file(&file).trim_end_matches('.'), "mend the file"),
    }
}

/// A reference must compile whole; the bodies beside it too.
fn usable(exercise: &Exercise, solutions: &Submission, beside: &[Beside], built: Built) -> Result<Program> {
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
            // a body may call what the reference lacks; then the reference is to blame
            let missing = |name: &str| cause.contains(&format!("cannot find function `{name}` in crate"));
            let lacking = exercise.functions.iter().find(|function| missing(&function.name));
            let known = lacking.map(|function| lacks(&file, &function.name, &cause));
            Err(known.or_else(|| at_fault(beside, &place, &cause)).unwrap_or_else(|| {
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

/// A body that does not compile, told by its file.
fn at_fault(beside: &[Beside], place: &str, cause: &str) -> Option<Error> {
    let one = beside.iter().find(|one| place.ends_with(&format!("/{}", one.body.file())))?;
    Some(one.refused(cause))
}

/// The same work for several exercises, as many at a time as there are processors.
pub fn side_by_side<T: Send>(names: &[&str], work: &(dyn Fn(&str) -> Result<T> + Sync)) -> Result<Vec<T>> {
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
    /// Calls functions of the reference.
    pub fn ask(&self, exercise: &str, calls: &[Call], limit: f64) -> Result<Vec<Fate>> {
        Ok(self.timed(exercise, calls, limit)?.into_iter().map(|answer| answer.fate).collect())
    }

    /// The same, with the CPU time of every call.
    pub fn timed(&self, exercise: &str, calls: &[Call], limit: f64) -> Result<Vec<Answer>> {
        let conversation = self
            .conversations
            .get(exercise)
            .ok_or_else(|| Error::usage(format!("`{exercise}` was not built"), "name it"))?;
        conversation.lock().unwrap_or_else(PoisonError::into_inner).answer(calls, &|_| limit)
    }
}

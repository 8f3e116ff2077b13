//! One call of a student's function: `call`.

use super::command::Call as Asked;
use super::student::open;
use super::students::CALL;
use super::subject::Subject;
use super::target::{self, Target};
use super::values;
use super::{Status, say};
use crate::render::english;
use crate::render::style::{BAD, FAINT};
use judge::course::Exercise;
use judge::error::{Error, Result};
use judge::fate::{Ending, Fate};
use judge::property::Call;
use run::compile::Compiler;
use run::session::{Drawing, Session, Sitting};
use run::submission::{Files, Submission};
use run::work::{Slot, Work};

/// `grader call EXERCISE FUNCTION ARGUMENTS`: the value goes to standard output as JSON, what the function printed
/// to standard error.
pub fn call(command: &Asked) -> Result<Status> {
    let (course, work) = open()?;
    let target = target::one(&course, &command.names)?;
    let exercise = target.exercise();
    let written = values::read(&command.arguments);
    let function = match (target, &written) {
        (Target::Entry(_, name), _) => exercise.function(name)?,
        (Target::Exercise(_), Ok(values::Written { function: Some(name), .. })) => exercise.function(name)?,
        (Target::Exercise(_), _) => {
            let meant = exercise.functions.iter().find(|function| function.name == command.arguments);
            let function = meant.or(exercise.functions.first()).map_or("FUNCTION", |function| function.name.as_str());
            let fix = format!("write `call {} {function} ARGS`", exercise.name);
            return Err(Error::usage(format!("{CALL} {}", CALL.needs), fix));
        }
    };
    let fix = || format!("write values that fit {}{}", function.name, function.signature.text);
    let written = written.map_err(|misread| Error::usage(format!("the arguments cannot be read, {misread}"), fix()))?;
    let args =
        written.fit(function).map_err(|what| Error::usage(format!("the arguments do not fit, {what}"), fix()))?;
    let Subject { submission, shown_as, slot } = Subject::of(&course, command.submission.as_deref())?;
    let (fate, log) = one_call(&work, exercise, &submission, slot, Call { function: function.name.clone(), args })?;
    for line in log.lines() {
        anstream::eprintln!("{FAINT}{}{FAINT:#}", judge::foreign::clean(line, 500));
    }
    match fate.ending() {
        None => say(&fate.value().map(|value| format!("{}\n", value.to_json())).unwrap_or_default()),
        Some(Ending::Misuse { message }) => {
            Err(Error::usage(format!("`{}` could not be called with this, {message}", function.name), fix()))
        }
        Some(ending) => {
            anstream::eprintln!("{BAD}no value{BAD:#}: {}", english::ending(&ending));
            anstream::eprintln!("The file is {shown_as}/{}/src/lib.rs.", exercise.name);
            Ok(Status::Unsatisfied)
        }
    }
}

fn one_call(
    work: &Work,
    exercise: &Exercise,
    submission: &Submission,
    slot: Slot,
    call: Call,
) -> Result<(Fate, String)> {
    let files = match submission.files(exercise) {
        Files::Present(files) => files,
        Files::Missing => {
            let file = submission.main_file(&exercise.name);
            return Err(Error::usage(
                format!("there is no {}", file.display()),
                format!("bring it back with `reset {}`", exercise.name),
            ));
        }
        Files::Refused(file) => {
            return Err(Error::usage(english::file(&file).trim_end_matches('.'), "mend the file"));
        }
    };
    // limits come with the snapshots; a call works without them
    let snapshots = exercise.snapshots().unwrap_or_default();
    let compiler = Compiler { work, habit: slot.habit() };
    let sitting = Sitting { exercise, files: &files, snapshots: &snapshots, drawing: Drawing::Never, pictures: None };
    Session::usual(&compiler, 0).call(&sitting, call)
}

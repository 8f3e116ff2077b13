//! The command line: raw arguments become a command, a command does its work, and only `main` turns
//! the outcome into an exit status.

mod arguments;
mod instructor;
mod reading;
mod student;

use arguments::Command;
use judge::error::{Error, Result};
use std::process::ExitCode;

/// The work was done, but did not come out as `--fail-under`, `audit` or `check` ask.
const UNSATISFIED: u8 = 1;
/// The work could not be done.
const FAILED: u8 = 2;

/// How a command that did its work came out.
pub enum Outcome {
    /// As it should.
    Satisfied,
    /// Not as it should.
    Unsatisfied,
}

/// Runs the grader on the arguments of this process.
pub fn main() -> ExitCode {
    match arguments::parse(lexopt::Parser::from_env()).and_then(run) {
        Ok(Outcome::Satisfied) => ExitCode::SUCCESS,
        Ok(Outcome::Unsatisfied) => ExitCode::from(UNSATISFIED),
        Err(error) => {
            anstream::eprintln!(
                "{}error{}: {error}",
                crate::render::style::BAD.render(),
                crate::render::style::BAD.render_reset()
            );
            ExitCode::from(FAILED)
        }
    }
}

/// An error in a fixture is for instructors to mend; everybody else is told to restore the file.
fn run(command: Command) -> Result<Outcome> {
    let instructors = matches!(
        command,
        Command::Update { .. }
            | Command::Check { .. }
            | Command::Audit { .. }
            | Command::New { .. }
            | Command::Stubs { .. }
    );
    let done = carry_out(command);
    if instructors { done } else { done.map_err(Error::for_students) }
}

fn carry_out(command: Command) -> Result<Outcome> {
    match command {
        Command::Help => say(arguments::HELP),
        Command::Version => say(&format!("grader {}, {}\n", run::provenance::VERSION, run::provenance::TOOLCHAIN)),
        Command::Grade(options) => student::grade(&options),
        Command::List(options) => student::list(&options),
        Command::Hint { exercise, function, which, options } => {
            student::hint(&exercise, function.as_deref(), which, &options)
        }
        Command::Reset { exercise, options } => student::reset(&exercise, &options),
        Command::Call { exercise, function, args, options } => student::call(&exercise, &function, &args, &options),
        Command::Train(options) => reading::train(&options),
        Command::Read { word, options } => reading::read(&word, &options),
        Command::Update { exercises, accept } => instructor::update(&exercises, accept),
        Command::Check { exercises, options } => instructor::check(&exercises, &options),
        Command::Audit { exercises, options } => instructor::audit(&exercises, &options),
        Command::New { exercise } => instructor::new(&exercise),
        Command::Stubs { exercises } => instructor::stubs(&exercises),
    }
}

/// Prints to standard output. A reader that has gone away (`| head`) is no error.
fn say(text: &str) -> Result<Outcome> {
    use std::io::Write;
    let mut out = anstream::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Error::file("write", std::path::Path::new("standard output"))(error))
        }
        _ => Ok(Outcome::Satisfied),
    }
}

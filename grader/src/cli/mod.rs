//! The command line: raw arguments become a command, a command does its work, and only `main` turns
//! the outcome into an exit status.

mod asking;
mod call;
mod command;
mod flag;
mod given;
mod help;
mod instructor;
mod output;
mod reading;
mod recent;
mod status;
mod student;
mod target;
mod values;
mod verb;
mod width;

pub use recent::{Focus, edited_last};

use command::Command;
use judge::error::Result;
use status::Status;
use std::process::ExitCode;
use verb::Audience;

/// Runs the grader on the arguments of this process.
pub fn main() -> ExitCode {
    let status = given::parse(lexopt::Parser::from_env()).and_then(run).unwrap_or_else(|error| {
        use crate::render::style::BAD;
        anstream::eprintln!("{BAD}error{BAD:#}: {error}");
        Status::Failed
    });
    ExitCode::from(status.code())
}

/// An error in a fixture is for instructors to mend; everybody else is told to restore the file.
fn run(command: Command) -> Result<Status> {
    let audience = command.audience();
    carry_out(command).map_err(|error| match audience {
        Audience::Students => error.for_students(),
        Audience::Instructors => error,
    })
}

fn carry_out(command: Command) -> Result<Status> {
    match command {
        Command::Help(verb) => say(&help::help(verb, width::width())),
        Command::Version => say(&format!("grader {}, {}\n", run::provenance::VERSION, run::provenance::TOOLCHAIN)),
        Command::Grade(command) => student::grade(&command),
        Command::List(command) => asking::list(&command),
        Command::Hint(command) => asking::hint(&command),
        Command::Call(command) => call::call(&command),
        Command::Reset(command) => student::reset(&command),
        Command::Train(command) => reading::train(&command),
        Command::Read(command) => reading::read(&command),
        Command::Update(command) => instructor::update(&command),
        Command::Check(command) => instructor::check(&command),
        Command::Audit(command) => instructor::audit(&command),
        Command::New(command) => instructor::new(&command),
        Command::Stubs(command) => instructor::stubs(&command),
    }
}

/// Prints to standard output. A reader that has gone away (`| head`) is no error.
fn say(text: &str) -> Result<Status> {
    use std::io::Write;
    let mut out = anstream::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(judge::error::Error::file("write", std::path::Path::new("standard output"))(error))
        }
        _ => Ok(Status::Done),
    }
}

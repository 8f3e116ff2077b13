//! The command line: raw arguments become a command, a command does its work, and only `run` turns the outcome into
//! an exit status. The machinery takes the commands of a program as a value, [`Table`]; the students' are here, too.

mod asking;
mod call;
mod command;
mod explain;
mod flag;
mod given;
mod help;
mod keys;
mod output;
mod pack;
mod page;
mod progress;
mod reading;
mod recent;
mod selection;
mod show;
mod status;
mod student;
mod students;
mod subject;
mod table;
mod target;
mod values;
mod verb;
mod watch;
mod watched;
mod width;

pub use flag::{Argument, Flag, HELP, SEED, Takes, VERSION};
pub use given::{Asked, Given, parse};
pub use help::help;
pub use recent::{Focus, edited_last};
pub use status::{Status, reason};
pub use student::open;
pub use students::STUDENTS;
pub use table::{Elsewhere, Table};
pub use target::exercise;
pub use verb::Verb;

use command::Command;
use judge::error::{Error, Result};
use std::process::ExitCode;

/// Runs the grader on the arguments of this process.
pub fn main() -> ExitCode {
    // an error in a fixture is for instructors to mend; students are told to restore the file
    run(&STUDENTS, |command| carry_out(command).map_err(Error::for_students))
}

/// Runs a program on the arguments of this process.
pub fn run<C>(table: &Table<C>, carry_out: fn(C) -> Result<Status>) -> ExitCode {
    let asked = parse(table, lexopt::Parser::from_env());
    let done = asked.and_then(|asked| match asked {
        Asked::Help(verb) => say(&help(table, verb, width::width())),
        Asked::Version => {
            say(&format!("{} {}, {}\n", table.program, run::provenance::VERSION, run::provenance::TOOLCHAIN))
        }
        Asked::Command(command) => carry_out(command),
    });
    let status = done.unwrap_or_else(|error| {
        complain(&error);
        Status::Failed
    });
    ExitCode::from(status.code())
}

fn carry_out(command: Command) -> Result<Status> {
    match command {
        Command::Grade(command) => student::grade(&command),
        Command::List(command) => asking::list(&command),
        Command::Hint(command) => asking::hint(&command),
        Command::Call(command) => call::call(&command),
        Command::Show(command) => show::show(&command),
        Command::Reset(command) => student::reset(&command),
        Command::Train(command) => reading::train(&command),
        Command::Read(command) => reading::read(&command),
        Command::Pack(command) => pack::pack(&command),
        Command::Page(command) => page::page(&command),
        Command::Book(command) => page::book(&command),
        Command::Progress(command) => progress::progress(&command),
        Command::Explain(command) => explain::explain(&command),
        Command::Watch(command) => watch::watch(&command),
    }
}

/// Says on standard error what could not be done.
pub fn complain(error: &Error) {
    use crate::render::style::BAD;
    anstream::eprintln!("{BAD}error{BAD:#}: {error}");
}

/// The same text without colours.
pub fn plain(text: &str) -> String {
    anstream::adapter::strip_str(text).to_string()
}

/// Prints to standard output. A reader that has gone away (`| head`) is no error.
pub fn say(text: &str) -> Result<Status> {
    tell(text).map(|_| Status::Done)
}

/// Whether anybody reads what is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reader {
    There,
    Gone,
}

/// The same for who goes on only while somebody reads.
fn tell(text: &str) -> Result<Reader> {
    use std::io::Write;
    let mut out = anstream::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => Ok(Reader::There),
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(Reader::Gone),
        Err(error) => Err(Error::file("write", std::path::Path::new("standard output"))(error)),
    }
}

//! The instructors' commands: what they can type, and what each does.

mod command;
mod doctor;
mod fixtures;
mod grading;
mod release;
mod table;

pub use table::INSTRUCTORS;

use command::Command;
use grader::cli::{Status, run};
use judge::error::Result;
use std::process::ExitCode;

/// Runs the program on the arguments of this process.
pub fn main() -> ExitCode {
    run(&INSTRUCTORS, carry_out)
}

fn carry_out(command: Command) -> Result<Status> {
    match command {
        Command::Grade(command) => grading::grade(&command),
        Command::Update(command) => fixtures::update(&command),
        Command::Check(command) => fixtures::check(&command),
        Command::Audit(command) => fixtures::audit(&command),
        Command::New(command) => fixtures::new(&command),
        Command::Stubs(command) => fixtures::stubs(&command),
        Command::Release(command) => release::release(&command),
        Command::Doctor => doctor::doctor(),
    }
}

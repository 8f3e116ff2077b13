//! The instructors' commands: what they can type, and what each does.

mod about_class;
mod acting;
mod command;
mod doctor;
mod fixtures;
mod grading;
mod in_shards;
mod looking;
mod on_class;
mod place;
mod progress;
mod regrading;
mod release;
mod sharding;
mod similar;
mod stats;
mod stop;
mod table;
mod told;
mod verbs;

pub use table::INSTRUCTORS;

use about_class::AboutClass;
use command::Command;
use grader::cli::{Status, run};
use in_shards::InShards;
use judge::error::{Error, Result};
use on_class::OnClass;
use std::process::ExitCode;

/// Runs the program on the arguments of this process.
pub fn main() -> ExitCode {
    run(&INSTRUCTORS, |command| match carry_out(command) {
        // the sentence is said where it is known how far the run came
        Err(Error::Interrupted) => Ok(Status::Stopped),
        done => done,
    })
}

fn carry_out(command: Command) -> Result<Status> {
    match command {
        Command::OnClass(command) => on_class(command),
        Command::InShards(command) => in_shards(command),
        Command::AboutClass(command) => about_class(&command),
        Command::Update(command) => fixtures::update(&command),
        Command::Check(command) => fixtures::check(&command),
        Command::Audit(command) => fixtures::audit(&command),
        Command::New(command) => fixtures::new(&command),
        Command::Stubs(command) => fixtures::stubs(&command),
        Command::Release(command) => release::release(&command),
        Command::Doctor => doctor::doctor(),
    }
}

fn on_class(command: OnClass) -> Result<Status> {
    match command {
        OnClass::Open(place) => grading::publish(&place),
        OnClass::Grade(command) => grading::grade(&command),
        OnClass::Only(command) => grading::only(&command),
        OnClass::Verify(command) => grading::verify(&command),
        OnClass::Status(place) => looking::status(&place),
        OnClass::Show(command) => looking::show(&command),
        OnClass::Mark(command) => acting::mark(&command),
        OnClass::Waive(command) => acting::waive(&command),
        OnClass::Extend(command) => acting::extend(&command),
        OnClass::Texts(command) => acting::texts(&command),
        OnClass::Export(command) => looking::export(&command),
        OnClass::Regrade(command) => regrading::regrade(&command),
    }
}

fn about_class(command: &AboutClass) -> Result<Status> {
    match command {
        AboutClass::Stats(command) => stats::stats(command),
        AboutClass::Similarity(command) => similar::export(command),
    }
}

fn in_shards(command: InShards) -> Result<Status> {
    match command {
        InShards::Plan(command) => sharding::plan(&command),
        InShards::Shard(command) => sharding::shard(&command),
        InShards::Merge(command) => sharding::merge(&command),
    }
}

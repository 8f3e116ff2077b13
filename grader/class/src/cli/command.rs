//! The commands of instructors, each with exactly what it can be told.

use super::about_class::AboutClass;
use super::in_shards::InShards;
use super::on_class::OnClass;
use super::table::{ACCEPT, OLD};
use grader::cli::{Given, SEED};
use judge::error::Result;
use std::path::PathBuf;

/// One command, ready to be carried out.
#[derive(Debug)]
pub enum Command {
    OnClass(OnClass),
    AboutClass(AboutClass),
    InShards(InShards),
    Update(Update),
    Check(Check),
    Audit(Audit),
    New(New),
    Stubs(Stubs),
    Release(Release),
    /// `class doctor`
    Doctor,
}

/// `class fixtures update [EXERCISE…]`
#[derive(Debug)]
pub struct Update {
    /// None for all.
    pub exercises: Vec<String>,
    pub accept: bool,
}

/// `class fixtures check [EXERCISE…]`
#[derive(Debug)]
pub struct Check {
    /// None for all.
    pub exercises: Vec<String>,
    pub seed: Option<u64>,
}

/// `class fixtures audit [EXERCISE…]`
#[derive(Debug)]
pub struct Audit {
    /// None for all.
    pub exercises: Vec<String>,
    pub seed: Option<u64>,
}

/// `class fixtures new EXERCISE`
#[derive(Debug)]
pub struct New {
    pub exercise: String,
}

/// `class fixtures stubs [EXERCISE…]`
#[derive(Debug)]
pub struct Stubs {
    /// None for all.
    pub exercises: Vec<String>,
}

/// `class release DIR`
#[derive(Debug)]
pub enum Release {
    /// Into a folder that is not there yet, or empty.
    New(PathBuf),
    /// Over a course that was handed out.
    Update(PathBuf),
}

impl Release {
    pub fn read(given: &Given) -> Result<Command> {
        let folder = given.words.concat().into();
        let release = if given.has(&OLD) { Release::Update(folder) } else { Release::New(folder) };
        Ok(Command::Release(release))
    }
}

impl Update {
    pub fn read(given: &Given) -> Result<Command> {
        Ok(Command::Update(Update { exercises: given.words.clone(), accept: given.has(&ACCEPT) }))
    }
}

impl Check {
    pub fn read(given: &Given) -> Result<Command> {
        Ok(Command::Check(Check { exercises: given.words.clone(), seed: given.whole(&SEED) }))
    }
}

impl Audit {
    pub fn read(given: &Given) -> Result<Command> {
        Ok(Command::Audit(Audit { exercises: given.words.clone(), seed: given.whole(&SEED) }))
    }
}

impl New {
    pub fn read(given: &Given) -> Result<Command> {
        Ok(Command::New(New { exercise: given.words.concat() }))
    }
}

impl Stubs {
    pub fn read(given: &Given) -> Result<Command> {
        Ok(Command::Stubs(Stubs { exercises: given.words.clone() }))
    }
}

/// `class doctor` is told nothing.
pub fn doctor(_: &Given) -> Result<Command> {
    Ok(Command::Doctor)
}

//! The commands of instructors, each with exactly what it can be told.

use super::desk::Hands;
use super::table::{
    ACCEPT, ASSIGNMENT, GRADEBOOK, INCOMPLETE, MIXED, ROSTER, SHARDS, SIZE, SUBMISSIONS, TRUSTED, WORKERS,
};
use crate::shard::Sizes;
use grader::cli::{Flag, Given, SEED};
use judge::error::{Error, Result};
use std::path::PathBuf;

/// So many submissions are in a shard, unless somebody says.
const USUAL_SIZE: usize = 20;

/// One command, ready to be carried out.
#[derive(Debug)]
pub enum Command {
    Grade(Grade),
    Plan(Plan),
    Shard(Shard),
    Merge(Merge),
    Update(Update),
    Check(Check),
    Audit(Audit),
    New(New),
    Stubs(Stubs),
    /// `class doctor`
    Doctor,
}

/// Whose work: one class and one assignment.
#[derive(Debug)]
pub struct Class {
    pub assignment: Option<String>,
    pub gradebook: Option<PathBuf>,
}

/// `class grade SUBMISSIONS --assignment NAME`
#[derive(Debug)]
pub struct Grade {
    pub submissions: PathBuf,
    pub class: Class,
    /// The list of the class.
    pub roster: Option<PathBuf>,
    pub hands: Hands,
}

/// `class plan SUBMISSIONS --assignment NAME`
#[derive(Debug)]
pub struct Plan {
    pub submissions: PathBuf,
    pub class: Class,
    /// The list of the class.
    pub roster: Option<PathBuf>,
    pub sizes: Sizes,
}

/// `class shard K`
#[derive(Debug)]
pub struct Shard {
    pub number: usize,
    pub class: Class,
    /// Where what was handed in lies on this machine, if elsewhere than the plan says.
    pub submissions: Option<PathBuf>,
    pub hands: Hands,
}

/// `class merge`
#[derive(Debug)]
pub struct Merge {
    pub class: Class,
    /// Even where something is not graded.
    pub incomplete: bool,
    /// Even where something is not as it was planned.
    pub mixed: bool,
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

impl Class {
    fn read(given: &Given) -> Class {
        Class { assignment: given.text(&ASSIGNMENT), gradebook: given.path(&GRADEBOOK) }
    }
}

impl Hands {
    fn read(given: &Given) -> Result<Hands> {
        Ok(Hands { trusted: given.has(&TRUSTED), workers: at_least_one(given, &WORKERS)? })
    }
}

impl Grade {
    pub fn read(given: &Given) -> Result<Command> {
        Ok(Command::Grade(Grade {
            submissions: given.words.concat().into(),
            class: Class::read(given),
            roster: given.path(&ROSTER),
            hands: Hands::read(given)?,
        }))
    }
}

impl Plan {
    pub fn read(given: &Given) -> Result<Command> {
        let sizes = match (at_least_one(given, &SHARDS)?, at_least_one(given, &SIZE)?) {
            (Some(shards), _) => Sizes::Shards(shards),
            (None, size) => Sizes::Submissions(size.unwrap_or(USUAL_SIZE)),
        };
        let (submissions, class) = (given.words.concat().into(), Class::read(given));
        Ok(Command::Plan(Plan { submissions, class, roster: given.path(&ROSTER), sizes }))
    }
}

impl Shard {
    pub fn read(given: &Given) -> Result<Command> {
        let word = given.words.concat();
        let Ok(number) = word.parse() else {
            let what = format!("`shard` takes the number of a shard, and `{word}` is none");
            return Err(Error::usage(what, "write a whole number from 0 up"));
        };
        let (class, submissions) = (Class::read(given), given.path(&SUBMISSIONS));
        Ok(Command::Shard(Shard { number, class, submissions, hands: Hands::read(given)? }))
    }
}

impl Merge {
    pub fn read(given: &Given) -> Result<Command> {
        let class = Class::read(given);
        Ok(Command::Merge(Merge { class, incomplete: given.has(&INCOMPLETE), mixed: given.has(&MIXED) }))
    }
}

/// A number of things of which there is one at least.
fn at_least_one(given: &Given, flag: &'static Flag) -> Result<Option<usize>> {
    match given.whole(flag).map(usize::try_from) {
        None => Ok(None),
        Some(Ok(number)) if number > 0 => Ok(Some(number)),
        Some(_) => Err(Error::usage(format!("`--{}` takes a number from 1 up", flag.name), "write another")),
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

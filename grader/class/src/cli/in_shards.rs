//! The instructors' commands for many machines: what can be typed, and what each is told.

use super::command::Command;
use super::on_class::{Code, Where};
use super::verbs::{ASSIGNMENT, GRADEBOOK, ROSTER, TRUSTED};
use crate::shard::Sizes;
use grader::cli::{Flag, Given, Takes, Verb};
use judge::error::{Error, Result};
use std::path::PathBuf;

/// So many submissions are in a shard, unless somebody says.
const USUAL_SIZE: usize = 20;

/// One command for many machines.
#[derive(Debug)]
pub enum InShards {
    /// `class plan SUBMISSIONS`
    Plan(Plan),
    /// `class shard K`
    Shard(Shard),
    /// `class merge`
    Merge(Merge),
}

/// `class plan SUBMISSIONS --assignment NAME`
#[derive(Debug)]
pub struct Plan {
    pub submissions: PathBuf,
    pub place: Where,
    /// The list of the class.
    pub roster: Option<PathBuf>,
    pub sizes: Sizes,
}

/// `class shard K`
#[derive(Debug)]
pub struct Shard {
    pub number: usize,
    pub place: Where,
    /// Where what was handed in lies on this machine, if elsewhere than the plan says.
    pub submissions: Option<PathBuf>,
    /// Is the code one's own?
    pub code: Code,
    /// How many work at a time; none for as many as the machine has room for.
    pub workers: Option<usize>,
}

/// `class merge`
#[derive(Debug)]
pub struct Merge {
    pub place: Where,
    /// Even where something is not graded.
    pub incomplete: bool,
    /// Even where something is not as it was planned.
    pub mixed: bool,
}

fn plan(given: &Given) -> Result<Command> {
    let sizes = match (at_least_one(given, &SHARDS)?, at_least_one(given, &SIZE)?) {
        (Some(shards), _) => Sizes::Shards(shards),
        (None, size) => Sizes::Submissions(size.unwrap_or(USUAL_SIZE)),
    };
    let (submissions, place, roster) = (given.words.concat().into(), Where::of(given), given.path(&ROSTER));
    Ok(Command::InShards(InShards::Plan(Plan { submissions, place, roster, sizes })))
}

fn shard(given: &Given) -> Result<Command> {
    let word = given.words.concat();
    let Ok(number) = word.parse() else {
        let what = format!("`shard` takes the number of a shard, and `{word}` is none");
        return Err(Error::usage(what, "write a whole number from 0 up"));
    };
    let (place, submissions) = (Where::of(given), given.path(&SUBMISSIONS));
    let (code, workers) = (Code::of(given), at_least_one(given, &WORKERS)?);
    Ok(Command::InShards(InShards::Shard(Shard { number, place, submissions, code, workers })))
}

fn merge(given: &Given) -> Result<Command> {
    let (incomplete, mixed) = (given.has(&INCOMPLETE), given.has(&MIXED));
    Ok(Command::InShards(InShards::Merge(Merge { place: Where::of(given), incomplete, mixed })))
}

/// A number of things of which there is one at least.
fn at_least_one(given: &Given, flag: &'static Flag) -> Result<Option<usize>> {
    match given.whole(flag).map(usize::try_from) {
        None => Ok(None),
        Some(Ok(number)) if number > 0 => Ok(Some(number)),
        Some(_) => Err(Error::usage(format!("`--{}` takes a number from 1 up", flag.name), "write another")),
    }
}

pub static PLAN: Verb<Command> = Verb {
    name: "plan",
    words: "SUBMISSIONS",
    least: 1,
    most: 1,
    needs: "takes the folder of what was handed in",
    flags: &[&ASSIGNMENT, &GRADEBOOK, &ROSTER, &SHARDS, &SIZE],
    help: "divide the work on a class, for many machines",
    more: "Nothing is graded: the plan is kept in the gradebook, on a disk that all machines share. Then `class shard` for every shard, and `class merge`.",
    examples: &["plan handed-in --shards 50", "plan handed-in"],
    build: plan,
};

pub static SHARD: Verb<Command> = Verb {
    name: "shard",
    words: "K",
    least: 1,
    most: 1,
    needs: "takes the number of a shard, from 0 up",
    flags: &[&ASSIGNMENT, &GRADEBOOK, &SUBMISSIONS, &TRUSTED, &WORKERS],
    help: "grade what is not graded yet of one shard",
    more: "In any order, as often as one likes, several at once. Student code is built and run below TMPDIR, which should be on a disk of this machine.",
    examples: &["shard 3 --gradebook gradebook/homework", "shard 3"],
    build: shard,
};

pub static MERGE: Verb<Command> = Verb {
    name: "merge",
    words: "",
    least: 0,
    most: 0,
    needs: "takes no names",
    flags: &[&ASSIGNMENT, &GRADEBOOK, &INCOMPLETE, &MIXED],
    help: "make the gradebook of what all shards found",
    more: "It is the one that `class grade` makes on one machine. Refused, with what is missing, while a shard is not whole.",
    examples: &["merge --gradebook gradebook/homework", "merge"],
    build: merge,
};

pub static WORKERS: Flag = Flag {
    name: "workers",
    short: None,
    takes: Takes::Whole("N", 4096),
    help: "how many submissions are graded at a time, instead of one for each core",
    against: None,
};

pub static SHARDS: Flag = Flag {
    name: "shards",
    short: None,
    takes: Takes::Whole("N", 1_000_000),
    help: "so many shards, or fewer where there is less to do",
    against: Some(&SIZE),
};

pub static SIZE: Flag = Flag {
    name: "size",
    short: None,
    takes: Takes::Whole("N", 1_000_000),
    help: "so many submissions in every shard; 20 unless one of the two is given",
    against: None,
};

pub static SUBMISSIONS: Flag = Flag {
    name: "submissions",
    short: None,
    takes: Takes::Path("DIR"),
    help: "where what was handed in lies on this machine, if elsewhere than the plan says",
    against: None,
};

pub static INCOMPLETE: Flag = Flag {
    name: "incomplete",
    short: None,
    takes: Takes::Nothing,
    help: "even where something is not graded: its points stay open",
    against: None,
};

pub static MIXED: Flag = Flag {
    name: "mixed",
    short: None,
    takes: Takes::Nothing,
    help: "even where course, grader or hand-ins are not those of the plan",
    against: None,
};

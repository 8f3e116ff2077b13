//! The commands that say what a class's results mean, each with exactly what it can be told.

use super::command::Command;
use super::on_class::Where;
use super::verbs::{ASSIGNMENT, GRADEBOOK};
use grader::cli::{Flag, Given, Takes, Verb};
use judge::error::Result;
use std::path::PathBuf;

/// One command about a class.
#[derive(Debug)]
pub enum AboutClass {
    /// `class stats`
    Stats(Stats),
    /// `class export similarity DIR`
    Similarity(Similarity),
}

/// `class stats`
#[derive(Debug)]
pub struct Stats {
    pub format: Format,
    pub place: Where,
}

/// `class export similarity DIR`
#[derive(Debug)]
pub struct Similarity {
    pub folder: PathBuf,
    pub place: Where,
}

/// How numbers are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// For people.
    #[default]
    Terminal,
    /// One value.
    Json,
    /// One table.
    Csv,
}

impl Format {
    /// All of them.
    pub const ALL: [Format; 3] = [Format::Terminal, Format::Json, Format::Csv];

    /// As it is typed.
    pub fn name(self) -> &'static str {
        match self {
            Format::Terminal => "terminal",
            Format::Json => "json",
            Format::Csv => "csv",
        }
    }
}

fn stats(given: &Given) -> Result<Command> {
    let format = given.one_of(&FORMAT, &Format::ALL, Format::name).unwrap_or_default();
    Ok(Command::AboutClass(AboutClass::Stats(Stats { format, place: Where::of(given) })))
}

fn similarity(given: &Given) -> Result<Command> {
    let (folder, place) = (given.words.concat().into(), Where::of(given));
    Ok(Command::AboutClass(AboutClass::Similarity(Similarity { folder, place })))
}

pub static STATS: Verb<Command> = Verb {
    name: "stats",
    words: "",
    least: 0,
    most: 0,
    needs: "takes no word",
    flags: &[&FORMAT, &ASSIGNMENT, &GRADEBOOK],
    help: "how hard and how telling every item is, frequent mistakes, who fails alike",
    more: "Classical test theory: facility, item-rest correlation and effective weight of items and checks, Cronbach's alpha and the standard error of the sheet. With --format csv one long table for pandas or R.",
    examples: &["stats --format csv", "stats"],
    build: stats,
};

pub static SIMILARITY: Verb<Command> = Verb {
    name: "export similarity",
    words: "DIR",
    least: 1,
    most: 1,
    needs: "takes a new folder",
    flags: &[&ASSIGNMENT, &GRADEBOOK],
    help: "the class's Rust under pseudonyms, for JPlag and Dolos, and equal wrong replies",
    more: "The table that leads back from a pseudonym is pseudonyms.csv in the gradebook. What students wrote is as they wrote it: files that hold an id or a name of the class are told.",
    examples: &["export similarity similar --assignment homework", "export similarity similar"],
    build: similarity,
};

pub static FORMAT: Flag = Flag {
    name: "format",
    short: None,
    takes: Takes::OneOf(|| Format::ALL.map(Format::name).to_vec()),
    help: "how the numbers are written",
    against: None,
};

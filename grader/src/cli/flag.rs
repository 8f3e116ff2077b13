//! The table of flags: the help, the errors and the parser read it. A new flag is one entry here, and the
//! command it belongs to reads it in `command`.

use super::command::Format;
use super::verb::{AUDIT, CALL, CHECK, GRADE, LIST, READ, RESET, TRAIN, UPDATE, VERBS, Verb, listed};
use judge::course::nearest;
use judge::error::{Error, Result};
use lexopt::Parser;
use run::training::Loss;
use std::ffi::OsString;
use std::path::PathBuf;

/// One flag.
#[derive(Debug)]
pub struct Flag {
    /// What is typed behind `--`.
    pub name: &'static str,
    /// The same as one letter.
    pub short: Option<char>,
    /// What follows it.
    pub takes: Takes,
    /// In a line or two.
    pub help: &'static str,
    /// The commands it goes with.
    pub with: &'static [&'static Verb],
    /// The flag that says the opposite.
    pub against: Option<&'static Flag>,
}

/// What follows a flag.
#[derive(Debug)]
pub enum Takes {
    /// Nothing.
    Nothing,
    /// A name, known under this placeholder.
    Text(&'static str),
    /// A path.
    Path(&'static str),
    /// A whole number from 0 up to the second.
    Whole(&'static str, u64),
    /// One of these words.
    OneOf(fn() -> Vec<&'static str>),
}

/// What followed a flag.
#[derive(Clone, Debug, PartialEq)]
pub enum Argument {
    /// Nothing.
    Given,
    /// A name, or one of some words.
    Text(String),
    /// A path.
    Path(PathBuf),
    /// A whole number.
    Whole(u64),
}

/// All flags, in the order of the help.
pub static FLAGS: [&Flag; 13] = [
    &ASSIGNMENT,
    &SUBMISSION,
    &FORMAT,
    &OUTPUT,
    &FAIL_UNDER,
    &SEED,
    &TRAINING,
    &NO_TRAINING,
    &LOSS,
    &COLD,
    &ACCEPT,
    &HELP,
    &VERSION,
];

pub static ASSIGNMENT: Flag = Flag {
    name: "assignment",
    short: None,
    takes: Takes::Text("NAME"),
    help: "one assignment",
    with: &[&GRADE, &LIST],
    against: None,
};

pub static SUBMISSION: Flag = Flag {
    name: "submission",
    short: None,
    takes: Takes::Path("DIR"),
    help: "another folder than exercises/",
    with: &[&GRADE, &CALL, &RESET, &TRAIN, &READ],
    against: None,
};

pub static FORMAT: Flag = Flag {
    name: "format",
    short: None,
    takes: Takes::OneOf(|| Format::ALL.map(Format::name).to_vec()),
    help: "how the report is written",
    with: &[&GRADE],
    against: None,
};

pub static OUTPUT: Flag = Flag {
    name: "output",
    short: None,
    takes: Takes::Path("FILE"),
    help: "write the report to a file; - is standard output",
    with: &[&GRADE],
    against: None,
};

pub static FAIL_UNDER: Flag = Flag {
    name: "fail-under",
    short: None,
    takes: Takes::Whole("N", u32::MAX as u64),
    help: "exit with status 1 below N points",
    with: &[&GRADE],
    against: None,
};

pub static SEED: Flag = Flag {
    name: "seed",
    short: None,
    takes: Takes::Whole("N", u64::MAX),
    help: "draw inputs from this seed",
    with: &[&GRADE, &CHECK, &AUDIT],
    against: None,
};

pub static TRAINING: Flag = Flag {
    name: "training",
    short: None,
    takes: Takes::Nothing,
    help: "train a reader at the end in any case",
    with: &[&GRADE],
    against: None,
};

pub static NO_TRAINING: Flag = Flag {
    name: "no-training",
    short: None,
    takes: Takes::Nothing,
    help: "do not train one",
    with: &[&GRADE],
    against: Some(&TRAINING),
};

pub static LOSS: Flag = Flag {
    name: "loss",
    short: None,
    takes: Takes::OneOf(|| Loss::ALL.map(Loss::name).to_vec()),
    help: "what is minimised",
    with: &[&TRAIN, &READ],
    against: None,
};

pub static COLD: Flag = Flag {
    name: "cold",
    short: None,
    takes: Takes::Nothing,
    help: "start with words, not with single letters",
    with: &[&TRAIN, &READ],
    against: None,
};

pub static ACCEPT: Flag = Flag {
    name: "accept",
    short: None,
    takes: Takes::Nothing,
    help: "write what changes",
    with: &[&UPDATE],
    against: None,
};

pub static HELP: Flag = Flag {
    name: "help",
    short: Some('h'),
    takes: Takes::Nothing,
    help: "this text; behind a command, its own page",
    with: &VERBS,
    against: None,
};

pub static VERSION: Flag = Flag {
    name: "version",
    short: Some('V'),
    takes: Takes::Nothing,
    help: "the versions of the grader and of Rust",
    with: &VERBS,
    against: None,
};

impl Flag {
    /// The flag of this name.
    pub fn named(name: &str) -> Result<&'static Flag> {
        FLAGS.iter().find(|flag| flag.name == name).copied().ok_or_else(|| {
            let near = nearest(name, FLAGS.iter().map(|flag| flag.name));
            let fix = near.map_or("see `--help`".to_owned(), |near| format!("did you mean `--{near}`"));
            Error::usage(format!("there is no option `--{name}`"), fix)
        })
    }

    /// The flag of this letter.
    pub fn lettered(letter: char) -> Result<&'static Flag> {
        FLAGS
            .iter()
            .find(|flag| flag.short == Some(letter))
            .copied()
            .ok_or_else(|| Error::usage(format!("there is no option `-{letter}`"), "see `--help`"))
    }

    /// As it is written, with what follows it.
    pub fn usage(&self) -> String {
        match &self.takes {
            Takes::Nothing => format!("--{}", self.name),
            Takes::Text(placeholder) | Takes::Path(placeholder) | Takes::Whole(placeholder, _) => {
                format!("--{} {placeholder}", self.name)
            }
            Takes::OneOf(words) => format!("--{} {}", self.name, words().join("|")),
        }
    }

    /// Whether it goes with a command.
    pub fn goes_with(&self, verb: &Verb) -> bool {
        self.with.contains(&verb)
    }

    /// The commands it goes with, in a sentence.
    pub fn companions(&self) -> String {
        listed(&self.with.iter().map(ToString::to_string).collect::<Vec<_>>(), "and")
    }

    /// Takes what follows the flag off the command line.
    pub fn argument(&'static self, parser: &mut Parser) -> Result<Argument> {
        let attached = parser.optional_value();
        if let Takes::Nothing = self.takes {
            return match attached {
                None => Ok(Argument::Given),
                Some(_) => Err(self.wrong("takes no value".into())),
            };
        }
        // `--seed --format json` has forgotten the seed
        let flag = |next: &std::ffi::OsStr| next.to_str().is_some_and(|next| next.starts_with("--"));
        let next = || parser.try_raw_args().and_then(|mut rest| rest.next_if(|next| !flag(next)));
        let Some(value) = attached.or_else(next).filter(|value| !value.is_empty()) else {
            return Err(self.wrong("needs a value".into()));
        };
        self.understood(value)
    }

    fn understood(&self, value: OsString) -> Result<Argument> {
        if let Takes::Path(_) = self.takes {
            return Ok(Argument::Path(value.into()));
        }
        let Ok(value) = value.into_string() else { return Err(self.wrong("needs a value in Unicode".into())) };
        match &self.takes {
            Takes::Whole(_, most) => {
                let digits = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
                match value.parse() {
                    Ok(number) if digits && number <= *most => Ok(Argument::Whole(number)),
                    _ if digits => Err(self.wrong(format!("takes no number above {most}, and `{value}` is"))),
                    _ => Err(self.wrong(format!("takes a number, and `{value}` is not a whole number from 0 up"))),
                }
            }
            Takes::OneOf(words) if !words().contains(&value.as_str()) => {
                Err(judge::course::unknown(self.name, &value, words().into_iter()))
            }
            _ => Ok(Argument::Text(value)),
        }
    }

    fn wrong(&self, what: String) -> Error {
        Error::usage(format!("`--{}` {what}", self.name), format!("write `{}`", self.usage()))
    }
}

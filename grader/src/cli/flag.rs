//! One flag, and what follows it on a command line.

use judge::error::{Error, Result};
use lexopt::Parser;
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

/// Goes with whatever draws inputs.
pub static SEED: Flag = Flag {
    name: "seed",
    short: None,
    takes: Takes::Whole("N", u64::MAX),
    help: "draw inputs from this seed",
    against: None,
};

/// Goes with every command.
pub static HELP: Flag = Flag {
    name: "help",
    short: Some('h'),
    takes: Takes::Nothing,
    help: "this text; behind a command, its own page",
    against: None,
};

/// Goes with every command.
pub static VERSION: Flag = Flag {
    name: "version",
    short: Some('V'),
    takes: Takes::Nothing,
    help: "the versions of the program and of Rust",
    against: None,
};

impl Flag {
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

    /// Takes what follows the flag off the command line.
    pub(super) fn argument(&'static self, parser: &mut Parser) -> Result<Argument> {
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
            _ => {
                let argument = Argument::Text(value);
                self.allow(&argument)?;
                Ok(argument)
            }
        }
    }

    /// Is it one of the words that may follow? A command may take fewer of them than others do.
    pub(super) fn allow(&self, argument: &Argument) -> Result<()> {
        match (&self.takes, argument) {
            (Takes::OneOf(words), Argument::Text(value)) if !words().contains(&value.as_str()) => {
                Err(judge::course::unknown(self.name, value, words().into_iter()))
            }
            _ => Ok(()),
        }
    }

    fn wrong(&self, what: String) -> Error {
        Error::usage(format!("`--{}` {what}", self.name), format!("write `{}`", self.usage()))
    }
}

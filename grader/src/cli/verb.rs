//! One command, and what help, errors and parser know of it.

use super::flag::{Flag, HELP, VERSION};
use super::given::Given;
use judge::error::Result;
use std::fmt;

/// One command of a program whose commands are `C`.
pub struct Verb<C> {
    /// What is typed; empty for the one that needs no word.
    pub name: &'static str,
    /// The words that follow it, for people.
    pub words: &'static str,
    /// At least so many of them,
    pub least: usize,
    /// and at most so many.
    pub most: usize,
    /// Said where there are fewer or more.
    pub needs: &'static str,
    /// The flags that go with it, besides those that go with all.
    pub flags: &'static [&'static Flag],
    /// In a line or two.
    pub help: &'static str,
    /// What its own page says beyond that.
    pub more: &'static str,
    /// What may be written behind the name of the program; the first stands in the help.
    pub examples: &'static [&'static str],
    /// Makes the command of what was typed.
    pub build: fn(&Given) -> Result<C>,
}

impl<C> Verb<C> {
    /// What is written for it, with its words.
    pub fn usage(&self) -> String {
        format!("{} {}", self.name, self.words).trim().to_owned()
    }

    /// Whether a flag goes with it.
    pub fn takes(&self, flag: &Flag) -> bool {
        [&HELP, &VERSION].into_iter().chain(self.flags.iter().copied()).any(|one| one.name == flag.name)
    }

    /// The flag as this command takes it.
    pub(super) fn own(&self, flag: &'static Flag) -> &'static Flag {
        self.flags.iter().copied().find(|one| one.name == flag.name).unwrap_or(flag)
    }

    /// Do these words begin with its name?
    pub(super) fn is_named(&self, words: &[String]) -> bool {
        let mut words = words.iter();
        !self.name.is_empty() && self.name.split(' ').all(|part| words.next().is_some_and(|word| word == part))
    }
}

/// In a sentence.
impl<C> fmt::Display for Verb<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.name.is_empty() { f.write_str("grading") } else { write!(f, "`{}`", self.name) }
    }
}

/// There is one command of each name.
impl<C> PartialEq for Verb<C> {
    fn eq(&self, other: &Verb<C>) -> bool {
        self.name == other.name
    }
}

impl<C> fmt::Debug for Verb<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

//! What can be typed behind the name of a program: its commands and its flags.

use super::flag::Flag;
use super::status::Status;
use super::verb::Verb;
use judge::course::{nearest, unknown};
use judge::error::{Error, Result};
use run::provenance::HOME;
use std::path::Path;

/// The commands `C` of one program. Help, errors and parser know no more than this.
pub struct Table<C: 'static> {
    /// Its package.
    pub program: &'static str,
    /// What it is for, in a sentence.
    pub about: &'static str,
    /// How a command begins.
    pub short: &'static str,
    /// What that is short for.
    pub long: &'static str,
    /// In the order of the help. At most one has no name: it is meant where no other is named.
    pub verbs: &'static [&'static Verb<C>],
    /// In the order of the help.
    pub flags: &'static [&'static Flag],
    /// The commands of another program that may be looked for here.
    pub elsewhere: Option<Elsewhere>,
    /// How it may end, by number.
    pub statuses: &'static [Status],
}

/// Commands of another program.
pub struct Elsewhere {
    /// Their first word.
    pub word: &'static str,
    /// Who needs them.
    pub whose: &'static str,
    /// What is written before them.
    pub program: &'static str,
    /// Where its package lies, from `grader/`: a course that was handed out has none for instructors.
    pub folder: &'static str,
}

impl<C> Table<C> {
    /// The command that these words begin with, and how many of them are its name.
    pub(super) fn verb(&self, words: &[String]) -> Result<(&'static Verb<C>, usize)> {
        // of two that fit, as `export` and `export similarity`, the longer is meant
        let named = self.verbs.iter().filter(|verb| verb.is_named(words));
        if let Some(verb) = named.max_by_key(|verb| verb.name.len()) {
            return Ok((verb, verb.name.split(' ').count()));
        }
        self.belongs_here(words)?;
        let Some(first) = words.first() else {
            let write = || format!("write {}", listed(&self.names().map(quoted).collect::<Vec<_>>(), "or"));
            return self.unnamed().ok_or_else(|| Error::usage("a command is missing", write()));
        };
        let second = || self.names().filter_map(|name| name.strip_prefix(first.as_str())?.strip_prefix(' '));
        if second().next().is_none() {
            return self.unnamed().ok_or_else(|| unknown("command", first, self.names()));
        }
        let all: Vec<String> = second().map(|second| format!("`{first} {second}`")).collect();
        let write = format!("write {}", listed(&all, "or"));
        let Some(wrong) = words.get(1) else { return Err(Error::usage(format!("`{first}` needs a verb"), write)) };
        let fix = nearest(wrong, second()).map_or(write, |near| format!("did you mean `{first} {near}`"));
        Err(Error::usage(format!("there is no `{first} {wrong}`"), fix))
    }

    /// The command that is meant where none is named; its name is no word.
    fn unnamed(&self) -> Option<(&'static Verb<C>, usize)> {
        self.verbs.iter().find(|verb| verb.name.is_empty()).map(|verb| (*verb, 0))
    }

    /// What begins like the commands of another program is told where they are.
    pub(super) fn belongs_here(&self, words: &[String]) -> Result<()> {
        match self.neighbour() {
            Some(other) if words.first().is_some_and(|word| word == other.word) => Err(Error::usage(
                format!("`{}` is for {}", other.word, other.whose),
                format!("write `{} {}`", other.program, words.join(" ")),
            )),
            _ => Ok(()),
        }
    }

    /// The other program, where it is there.
    pub(super) fn neighbour(&self) -> Option<&Elsewhere> {
        self.elsewhere.as_ref().filter(|other| Path::new(HOME).join(other.folder).is_dir())
    }

    /// The names of its commands.
    pub(super) fn names(&self) -> impl Iterator<Item = &'static str> + Clone {
        self.verbs.iter().map(|verb| verb.name).filter(|name| !name.is_empty())
    }

    /// The flag of this name.
    pub(super) fn flag(&self, name: &str) -> Result<&'static Flag> {
        self.flags.iter().find(|flag| flag.name == name).copied().ok_or_else(|| {
            let near = nearest(name, self.flags.iter().map(|flag| flag.name));
            let fix = near.map_or("see `--help`".to_owned(), |near| format!("did you mean `--{near}`"));
            Error::usage(format!("there is no option `--{name}`"), fix)
        })
    }

    /// The flag of this letter.
    pub(super) fn lettered(&self, letter: char) -> Result<&'static Flag> {
        let flag = self.flags.iter().find(|flag| flag.short == Some(letter)).copied();
        flag.ok_or_else(|| Error::usage(format!("there is no option `-{letter}`"), "see `--help`"))
    }

    /// The commands that a flag goes with.
    pub(super) fn with(&self, flag: &Flag) -> impl Iterator<Item = &'static Verb<C>> {
        self.verbs.iter().copied().filter(|verb| verb.takes(flag))
    }

    /// The same in a sentence.
    pub fn companions(&self, flag: &Flag) -> String {
        listed(&self.with(flag).map(ToString::to_string).collect::<Vec<_>>(), "and")
    }
}

fn quoted(name: &str) -> String {
    format!("`{name}`")
}

/// `a, b and c`
fn listed(items: &[String], and: &str) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [rest @ .., last] => format!("{} {and} {last}", rest.join(", ")),
    }
}

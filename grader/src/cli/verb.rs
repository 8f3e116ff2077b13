//! The table of commands: the help, the errors and the parser read it. A new command is one entry here, and
//! what it asks for is one struct in `command`.

use super::command::{self, Command};
use super::given::Given;
use judge::course::nearest;
use judge::error::{Error, Result};
use std::fmt;

/// One command.
pub struct Verb {
    /// What is typed; empty for grading, which needs no word.
    pub name: &'static str,
    /// The words that follow it, for people.
    pub words: &'static str,
    /// At least so many of them,
    pub least: usize,
    /// and at most so many.
    pub most: usize,
    /// Said where there are fewer or more.
    pub needs: &'static str,
    /// Whose it is.
    pub audience: Audience,
    /// In a line or two.
    pub help: &'static str,
    /// What its own page says beyond that.
    pub more: &'static str,
    /// What may be written behind `cargo grade`; the first stands in the help.
    pub examples: &'static [&'static str],
    /// Makes the command of what was typed.
    pub build: fn(&Given) -> Result<Command>,
}

/// Who needs a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Students.
    Students,
    /// Instructors.
    Instructors,
}

/// All commands, in the order of the help.
pub static VERBS: [&Verb; 12] =
    [&GRADE, &LIST, &HINT, &CALL, &RESET, &TRAIN, &READ, &UPDATE, &CHECK, &AUDIT, &NEW, &STUBS];

pub static GRADE: Verb = Verb {
    name: "",
    words: "[EXERCISE [FUNCTION…]]",
    least: 0,
    most: usize::MAX,
    needs: "takes names of exercises",
    audience: Audience::Students,
    help: "grade everything, one exercise, some functions",
    more: "An exercise that is named is shown in more detail, and a function or question behind it in full. Several exercises may be named, or one and some of its functions. `gibbs::entropy`, `gibbs/entropy` and `exercises/gibbs/src/lib.rs` are understood as well.",
    examples: &[
        "gibbs entropy",
        "",
        "gibbs nll",
        "gibbs::entropy",
        "--assignment midterm",
        "--fail-under 80",
        "--submission solutions --format json --output report.json",
    ],
    build: command::Grade::read,
};

pub static LIST: Verb = Verb {
    name: "list",
    words: "",
    least: 0,
    most: 0,
    needs: "takes no names",
    audience: Audience::Students,
    help: "what is asked for, with signatures and points",
    more: "",
    examples: &["list --assignment midterm", "list"],
    build: command::List::read,
};

pub static HINT: Verb = Verb {
    name: "hint",
    words: "EXERCISE [FUNCTION [N]]",
    least: 1,
    most: 3,
    needs: "needs an exercise",
    audience: Audience::Students,
    help: "a hint; with 2, 3, … a stronger one",
    more: "There are hints for functions, derivations and questions; without a name these are listed.",
    examples: &["hint gibbs entropy 2", "hint gibbs entropy", "hint gibbs::entropy", "hint gibbs"],
    build: command::Hint::read,
};

pub static CALL: Verb = Verb {
    name: "call",
    words: "EXERCISE FUNCTION ARGS",
    least: 2,
    most: 3,
    needs: "needs an exercise, a function and arguments",
    audience: Audience::Students,
    help: "run one function, see what it prints and returns",
    more: "Arguments are written as reports print them, with or without their names, or as a JSON list; quote them for the shell. `∞`, `−∞`, `inf`, `-inf` and `nan` are numbers.",
    examples: &[
        "call gibbs gibbs '[1, 2, 3], 0.5'",
        "call gibbs gibbs '[[1, 2, 3], 0.5]'",
        "call gibbs 'gibbs(energies = [1, −∞], beta = 2)'",
        "call gibbs::log_sum_exp '[1, 2, inf]'",
    ],
    build: command::Call::read,
};

pub static RESET: Verb = Verb {
    name: "reset",
    words: "EXERCISE",
    least: 1,
    most: 1,
    needs: "needs one exercise",
    audience: Audience::Students,
    help: "bring the empty exercise back, keep your files",
    more: "What you wrote is kept beside the empty files.",
    examples: &["reset gibbs"],
    build: command::Reset::read,
};

pub static TRAIN: Verb = Verb {
    name: "train",
    words: "",
    least: 0,
    most: 0,
    needs: "takes no names",
    audience: Audience::Students,
    help: "train a reader with your functions of `ocr`",
    more: "A small network learns to read words, by nothing but your functions.",
    examples: &["train", "train --loss perceptron --cold"],
    build: command::Train::read,
};

pub static READ: Verb = Verb {
    name: "read",
    words: "WORD",
    least: 1,
    most: 1,
    needs: "needs one word",
    audience: Audience::Students,
    help: "let it read a word: energies and the best path",
    more: "A word has 1 to 12 letters from a to z. What is not trained yet is trained first.",
    examples: &["read hello", "read hello --loss soft"],
    build: command::Read::read,
};

pub static UPDATE: Verb = Verb {
    name: "fixtures update",
    words: "[EXERCISE…]",
    least: 0,
    most: usize::MAX,
    needs: "takes names of exercises",
    audience: Audience::Instructors,
    help: "recompute expected values, show what changes",
    more: "The values are those of solutions/. Shown is all that changes a score, with old and new, and the scores of stored submissions; every law is tried on the reference. Without --accept nothing is written.",
    examples: &["fixtures update gibbs --accept", "fixtures update"],
    build: command::Update::read,
};

pub static CHECK: Verb = Verb {
    name: "fixtures check",
    words: "[EXERCISE…]",
    least: 0,
    most: usize::MAX,
    needs: "takes names of exercises",
    audience: Audience::Instructors,
    help: "is the course in order for students?",
    more: "Stubs score 0, the reference everything, laws hold and could be broken, nothing is missing, links lead somewhere.",
    examples: &["fixtures check gibbs nll", "fixtures check", "fixtures check --seed 3"],
    build: command::Check::read,
};

pub static AUDIT: Verb = Verb {
    name: "fixtures audit",
    words: "[EXERCISE…]",
    least: 0,
    most: usize::MAX,
    needs: "takes names of exercises",
    audience: Audience::Instructors,
    help: "which check catches which known wrong answer",
    more: "",
    examples: &["fixtures audit gibbs", "fixtures audit"],
    build: command::Audit::read,
};

pub static NEW: Verb = Verb {
    name: "fixtures new",
    words: "EXERCISE",
    least: 1,
    most: 1,
    needs: "needs one name",
    audience: Audience::Instructors,
    help: "everything that a new exercise needs",
    more: "A small exercise that is in order: change it from there.",
    examples: &["fixtures new boltzmann"],
    build: command::New::read,
};

pub static STUBS: Verb = Verb {
    name: "fixtures stubs",
    words: "[EXERCISE…]",
    least: 0,
    most: usize::MAX,
    needs: "takes names of exercises",
    audience: Audience::Instructors,
    help: "write the empty answers.toml and derivations",
    more: "What is in order stays as it is; in exercises/ only what nobody has touched is written.",
    examples: &["fixtures stubs nll", "fixtures stubs"],
    build: command::Stubs::read,
};

impl Verb {
    /// The command that these words begin with, and how many of them are its name. What begins with no
    /// command is graded.
    pub fn of(words: &[String]) -> Result<(&'static Verb, usize)> {
        let named = |verb: &&&Verb| !verb.name.is_empty() && begins(words, verb.name);
        if let Some(verb) = VERBS.iter().find(named) {
            return Ok((verb, verb.name.split(' ').count()));
        }
        let Some(first) = words.first() else { return Ok((&GRADE, 0)) };
        let second = || VERBS.iter().filter_map(|verb| verb.name.strip_prefix(first.as_str())?.strip_prefix(' '));
        if second().next().is_none() {
            return Ok((&GRADE, 0));
        }
        let all: Vec<String> = second().map(|second| format!("`{first} {second}`")).collect();
        let write = format!("write {}", listed(&all, "or"));
        let Some(wrong) = words.get(1) else { return Err(Error::usage(format!("`{first}` needs a verb"), write)) };
        let fix = nearest(wrong, second()).map_or(write, |near| format!("did you mean `{first} {near}`"));
        Err(Error::usage(format!("there is no `{first} {wrong}`"), fix))
    }

    /// Its first word, which an exercise may have been meant as.
    pub fn words() -> impl Iterator<Item = &'static str> + Clone {
        VERBS.iter().filter_map(|verb| verb.name.split(' ').next()).filter(|word| !word.is_empty())
    }

    /// What is written for it, with its words.
    pub fn usage(&self) -> String {
        format!("{} {}", self.name, self.words).trim().to_owned()
    }
}

/// In a sentence.
impl fmt::Display for Verb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.name.is_empty() { f.write_str("grading") } else { write!(f, "`{}`", self.name) }
    }
}

/// There is one command of each name.
impl PartialEq for Verb {
    fn eq(&self, other: &Verb) -> bool {
        self.name == other.name
    }
}

impl fmt::Debug for Verb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

fn begins(words: &[String], name: &str) -> bool {
    let mut words = words.iter();
    name.split(' ').all(|part| words.next().is_some_and(|word| word == part))
}

/// `a, b and c`
pub fn listed(items: &[String], and: &str) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [rest @ .., last] => format!("{} {and} {last}", rest.join(", ")),
    }
}

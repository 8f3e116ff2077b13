//! What keeps an entry of `answers.toml` from being read, and the sentence that says so.

use crate::course::ANSWERS;
use crate::foreign::clean;
use std::fmt;

/// An entry that was not read: neither wrong nor empty.
#[derive(Clone, Debug, PartialEq)]
pub struct Unread {
    /// Where it starts, counted from 1.
    pub line: usize,
    /// Its heading and its name, as far as these can be told.
    pub names: Vec<String>,
    /// Why.
    pub trouble: Trouble,
}

/// Why an entry was not read.
#[derive(Clone, Debug, PartialEq)]
pub enum Trouble {
    /// A quote stands at one end of the answer only.
    Quote,
    /// No quotes stand around the answer.
    Unquoted,
    /// No `=` stands behind the name.
    Equals,
    /// Nothing stands behind the `=`.
    Value,
    /// Three quotes, or a bracket, are opened and never closed.
    Unclosed,
    /// There is another answer to the same question, on this line.
    Twice {
        /// The line of the first answer.
        first: usize,
    },
    /// A byte of the answer is not UTF-8.
    Encoding,
    /// The line belongs to no entry.
    Stray,
    /// TOML has no such value.
    Toml {
        /// What the reader of TOML says.
        what: String,
    },
    /// The file is larger than what is read of it, and ends here for the grader.
    Beyond {
        /// How many KiB are read.
        most: u64,
    },
}

impl Unread {
    /// The name of the answer alone.
    pub fn entry(&self) -> Option<&str> {
        self.names.last().map(String::as_str)
    }
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = self.line;
        if let Trouble::Beyond { most } = self.trouble {
            return write!(f, "{ANSWERS} is larger than {most} KiB: what follows line {line} is not read. Shorten it.");
        }
        let name = clean(self.entry().unwrap_or("name"), 60);
        write!(f, "Line {line} of {ANSWERS} cannot be read: ")?;
        match &self.trouble {
            Trouble::Quote => write!(f, "a quote is missing. Write `{name} = \"…\"`."),
            Trouble::Unquoted => write!(f, "the quotes are missing. Write `{name} = \"…\"`."),
            Trouble::Equals => write!(f, "`=` is missing. Write `{name} = \"…\"`."),
            Trouble::Value => write!(f, "nothing follows the `=`. Write `{name} = \"…\"`."),
            Trouble::Unclosed => {
                write!(f, "`{name}` is opened and never closed. End it as it begins, with `\"\"\"` or `]`.")
            }
            Trouble::Twice { first } => {
                write!(f, "`{name}` is answered otherwise on line {first}. Remove one of them.")
            }
            Trouble::Encoding => write!(f, "`{name}` holds a letter that is not UTF-8. Save the file as UTF-8."),
            Trouble::Stray => write!(f, "it belongs to no answer. Write `name = \"…\"`, or `#` before a remark."),
            Trouble::Toml { what } => {
                write!(f, "{}. Write `{name} = \"…\"`.", clean(what, 200).trim_end_matches('.'))
            }
            Trouble::Beyond { .. } => Ok(()),
        }
    }
}

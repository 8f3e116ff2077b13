//! What keeps an entry of `answers.toml` from being read.

use crate::foreign;
use serde::{Deserialize, Serialize};

/// An entry that was not read: neither wrong nor empty.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Unread {
    /// Where it starts, counted from 1.
    pub line: usize,
    /// Its heading and its name, as far as these can be told.
    pub names: Vec<String>,
    /// Why.
    #[serde(flatten)]
    pub trouble: Trouble,
}

/// Why an entry was not read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "found", rename_all = "snake_case")]
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
    /// As a report may keep it.
    pub fn cleaned(&self) -> Unread {
        let trouble = match &self.trouble {
            Trouble::Toml { what } => Trouble::Toml { what: foreign::line(what, 200) },
            other => other.clone(),
        };
        let names = self.names.iter().map(|name| foreign::line(name, 60)).collect();
        Unread { line: self.line, names, trouble }
    }

    /// The name of the answer alone.
    pub fn entry(&self) -> Option<&str> {
        self.names.last().map(String::as_str)
    }
}

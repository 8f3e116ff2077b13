//! What the compiler said, as data.

use crate::foreign::{clean, line};
use serde::{Deserialize, Serialize};

/// One message of the compiler.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Diagnostic {
    /// How bad it is.
    pub level: Level,
    /// Its code, where it has one: `E0308`, or the name of a lint.
    pub code: Option<Code>,
    /// Its first line: `mismatched types`.
    pub message: String,
    /// The student's file, relative to the exercise.
    pub file: Option<String>,
    /// The line there, counted from 1.
    pub line: Option<usize>,
    /// The column there, counted from 1.
    pub column: Option<usize>,
    /// As rustc prints it; empty for the later ones of many.
    pub rendered: String,
    /// What we say to it, where we know better than rustc.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub advice: Option<Advice>,
}

/// A code of rustc: an error's number, or a lint's name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Code(pub String);

/// How bad a message of the compiler is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// The crate does not compile.
    Error,
    /// It compiles.
    Warning,
    /// A remark to another message, or of a kind that we do not know.
    Note,
}

/// A sentence of ours beside a compile error.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Advice {
    /// What to do.
    pub says: String,
    /// The section of the course's page that shows it.
    pub section: String,
}

/// The most characters of a message's first line.
const MOST_MESSAGE: usize = 200;
/// The most characters of rustc's text.
const MOST_RENDERED: usize = 2_000;

impl Diagnostic {
    /// A message without a place and without more words than these.
    pub fn new(level: Level, code: Option<Code>, message: &str) -> Self {
        let message = line(message, MOST_MESSAGE);
        let rendered = message.clone();
        Diagnostic { level, code, message, file: None, line: None, column: None, rendered, advice: None }
    }

    /// The same message at a place in the student's files.
    pub fn at(self, file: &str, line: Option<usize>, column: Option<usize>) -> Self {
        Diagnostic { file: Some(crate::foreign::line(file, 300)), line, column, ..self }
    }

    /// The same message as rustc prints it.
    pub fn rendered(self, text: &str) -> Self {
        Diagnostic { rendered: clean(text, MOST_RENDERED), ..self }
    }

    /// Is this its code?
    pub fn is(&self, code: &str) -> bool {
        self.code.as_ref().is_some_and(|own| own.0 == code)
    }
}

impl Code {
    /// A code as rustc names it.
    pub fn new(code: &str) -> Self {
        Code(line(code, 100))
    }
}

impl Level {
    /// The level of this name in rustc's JSON.
    pub fn named(name: &str) -> Level {
        match name {
            "warning" => Level::Warning,
            name if name.starts_with("error") => Level::Error,
            _ => Level::Note,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_rustc_says_cannot_steer_a_terminal_or_flood_a_report() {
        let text = format!("unused `\u{1b}]0;x\u{7}{}`", "ü".repeat(10_000));
        let one = Diagnostic::new(Level::Warning, Some(Code::new("dead\u{1b}[1m_code")), &text).rendered(&text);
        assert_eq!((one.message.chars().count(), one.rendered.chars().count()), (201, 2_001));
        assert!(one.is("dead_code") && one.message.starts_with("unused `ü"), "{}", one.message);
        assert_eq!([Level::named("error: internal compiler error"), Level::named("help")], [Level::Error, Level::Note]);
    }
}

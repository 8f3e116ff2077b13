//! Everything that can stop the grader, each as one sentence that names the place and the fix.

use std::fmt;
use std::path::{Path, PathBuf};

/// Why the grader could not do what it was asked. A student's mistake is never one of these.
#[derive(Debug)]
pub enum Error {
    /// The command line does not say something we understand.
    Usage {
        /// What is wrong.
        what: String,
        /// What to write instead.
        fix: String,
    },
    /// A fixture file is missing, malformed or contradicts another.
    Fixture {
        /// The file at fault.
        file: PathBuf,
        /// Where in it.
        place: Place,
        /// What is wrong.
        what: String,
        /// What to do.
        fix: String,
    },
    /// The operating system refused a file operation.
    File {
        /// What was tried: `read`, `write`, ….
        doing: &'static str,
        /// On which path.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The machine did not do what a grading run needs of it.
    Machine {
        /// What could not be done.
        what: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// Cargo could not be run, or failed for a reason that is not in student code.
    Cargo {
        /// What happened.
        what: String,
        /// What to do.
        fix: String,
    },
    /// Somebody ended the run, and nothing of it was kept.
    Interrupted,
}

/// A place in a file, as far as it is known; lines and columns are counted from 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The line.
    pub line: Option<usize>,
    /// The character in it.
    pub column: Option<usize>,
}

impl From<usize> for Place {
    fn from(line: usize) -> Self {
        Place { line: Some(line), column: None }
    }
}

impl From<Option<usize>> for Place {
    fn from(line: Option<usize>) -> Self {
        Place { line, column: None }
    }
}

/// Shorthand used throughout the grader.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// A mistake on the command line.
    pub fn usage(what: impl Into<String>, fix: impl Into<String>) -> Self {
        Error::Usage { what: what.into(), fix: fix.into() }
    }

    /// A mistake in a fixture file.
    pub fn fixture(file: &Path, place: impl Into<Place>, what: impl Into<String>, fix: impl Into<String>) -> Self {
        Error::Fixture { file: file.to_owned(), place: place.into(), what: what.into(), fix: fix.into() }
    }

    /// The same for somebody who did not write the fixtures: a student must never be told to change them.
    pub fn for_students(self) -> Self {
        match self {
            Error::Fixture { file, place, what, .. } => {
                let fix = format!("restore it (`git checkout -- {}`) or tell the course staff", shown(&file));
                Error::Fixture { file, place, what, fix }
            }
            other => other,
        }
    }

    /// Something that the machine refused.
    pub fn machine(what: impl Into<String>, source: std::io::Error) -> Self {
        Error::Machine { what: what.into(), source }
    }

    /// Grading was disturbed, for a reason that is not in student code.
    pub fn disturbed(cause: &str) -> Self {
        Error::Cargo {
            what: cause.to_owned(),
            fix: "mend that and run again; if it stays, tell the course staff".into(),
        }
    }

    /// A file operation that failed; meant for `map_err`.
    pub fn file(doing: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Error::File { doing, path, source }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Usage { what, fix } | Error::Cargo { what, fix } => write!(f, "{what}: {fix}."),
            Error::Fixture { file, place, what, fix } => write!(f, "{}{place}: {what}: {fix}.", shown(file)),
            Error::Interrupted => f.write_str("the run was interrupted, and nothing of it is kept: run again."),
            Error::Machine { what, source } => write!(f, "{what}: {source}: {}.", remedy(source)),
            Error::File { doing, path, source } => {
                write!(f, "cannot {doing} {}: {source}: {}.", shown(path), remedy(source))
            }
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.line, self.column) {
            (Some(line), Some(column)) => write!(f, ":{line}:{column}"),
            (Some(line), None) => write!(f, ":{line}"),
            (None, _) => Ok(()),
        }
    }
}

/// A path as somebody in the current folder would write it.
fn shown(path: &Path) -> impl fmt::Display + '_ {
    let here = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(here).unwrap_or(path).display()
}

/// What to do about an error of the operating system.
fn remedy(source: &std::io::Error) -> &'static str {
    use std::io::ErrorKind as Kind;
    match source.kind() {
        Kind::NotFound => "check the path",
        Kind::PermissionDenied => "give yourself permission or choose another path",
        Kind::StorageFull | Kind::QuotaExceeded => "free some space and run again; nothing that was there is lost",
        Kind::IsADirectory => "name a file, not a folder",
        Kind::NotADirectory => "a part of the path is a file, not a folder",
        Kind::InvalidData => "save the file as UTF-8 text",
        _ => "see what the system says, then run again",
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::File { source, .. } | Error::Machine { source, .. } => Some(source),
            _ => None,
        }
    }
}

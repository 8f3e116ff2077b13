//! What is said of files that are not where, or not what, they should be. A remark costs nothing.

use super::beneath::Kind;
use judge::foreign::clean;
use std::fmt;

/// More remarks on one exercise are only counted.
const TOLD: usize = 5;

/// One remark. Paths are relative to the submission.
#[derive(Clone, Debug, PartialEq)]
pub enum Remark {
    /// A file was read though it lies elsewhere, or has another name.
    ReadAs {
        /// Where it was found.
        found: String,
        /// Where it belongs.
        wanted: String,
    },
    /// Something was not read.
    NotRead {
        /// Where it lies.
        path: String,
        /// Why.
        why: Why,
    },
    /// Of a text only its beginning was read.
    Cut {
        /// Where it lies.
        path: String,
        /// How many KiB were read.
        most: u64,
    },
    /// Not every entry of a folder was looked at.
    Crowded {
        /// The folder.
        folder: String,
        /// How many were.
        most: usize,
    },
}

/// Why something was not read.
#[derive(Clone, Debug, PartialEq)]
pub enum Why {
    /// Its name is nearly one that is asked for.
    Meant {
        /// The name asked for.
        wanted: String,
    },
    /// There are several, and any may be the one asked for.
    Several {
        /// The name asked for.
        wanted: String,
    },
    /// It is no regular file.
    Kind(Kind),
    /// It brings the Rust files above what is read of them.
    TooLarge {
        /// In KiB.
        most: u64,
    },
    /// There are more Rust files than are read.
    TooMany {
        /// How many are read.
        most: usize,
    },
    /// It names the lint that keeps unsafe code out.
    Unsafe,
    /// Its name is too long, or holds what is no letter.
    Name,
    /// It lies too deep.
    Deep,
    /// The system refused.
    System {
        /// What it said.
        what: String,
    },
}

impl Remark {
    /// Something was not read.
    pub fn not_read(path: impl Into<String>, why: Why) -> Remark {
        Remark::NotRead { path: path.into(), why }
    }

    /// What was not read.
    pub fn not_read_path(&self) -> Option<&str> {
        match self {
            Remark::NotRead { path, .. } => Some(path),
            _ => None,
        }
    }
}

/// The remarks as sentences, the first few of them.
pub fn sentences(remarks: &[Remark]) -> Option<String> {
    let mut said: Vec<String> = remarks.iter().take(TOLD).map(ToString::to_string).collect();
    match remarks.len().saturating_sub(TOLD) {
        0 => {}
        1 => said.push("One more such remark is left out.".into()),
        more => said.push(format!("{more} more such remarks are left out.")),
    }
    said.into_iter().reduce(|all, one| format!("{all} {one}"))
}

/// A path of others on one line.
fn shown(path: &str) -> String {
    clean(path, 160).replace('\n', " ")
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Remark::ReadAs { found, wanted } => {
                write!(f, "{} was read as {}: move it there.", shown(found), shown(wanted))
            }
            Remark::NotRead { path, why } => {
                write!(f, "Not read: {}", shown(path))?;
                match why {
                    Why::Meant { wanted } => write!(f, "; did you mean {}?", shown(wanted)),
                    Why::Several { wanted } => write!(f, ", one of several that may be {}: keep one.", shown(wanted)),
                    Why::Kind(Kind::Link) => write!(f, ", a link: put the file itself there."),
                    Why::Kind(Kind::Folder) => write!(f, ", a folder: a file should be there."),
                    Why::Kind(Kind::Special) => write!(f, ", no regular file."),
                    Why::TooLarge { most } => {
                        write!(f, ", which brings the Rust files above {most} KiB: keep to what the exercise asks.")
                    }
                    Why::TooMany { most } => write!(f, ": no more than {most} Rust files are read. Remove some."),
                    Why::Unsafe => {
                        write!(f, ", which names the lint `unsafe_code`: exercises are graded without unsafe code.")
                    }
                    Why::Name => write!(f, ", whose name is too long or holds control characters: give it another."),
                    Why::Deep => write!(f, ", which lies too deep: put it nearer to lib.rs."),
                    Why::System { what } => write!(f, ": {}.", clean(what, 200).trim_end_matches('.')),
                }
            }
            Remark::Cut { path, most } => write!(f, "Of {} the first {most} KiB were read. Shorten it.", shown(path)),
            Remark::Crowded { folder, most } => {
                write!(f, "Of {} {most} entries were looked at: remove what does not belong there.", shown(folder))
            }
        }
    }
}

//! Why an archive is not read.

use judge::error::Error;
use judge::foreign::line;
use judge::report::{FileKind, Why};
use std::fmt;

/// Archives that are longer are not read: a whole course packed with care has a hundredth of it.
pub const MOST_BYTES: u64 = 20 * 1024 * 1024;
/// In archives with more entries nothing is looked for; of a folder, too, no more are looked at.
pub const MOST_ENTRIES: usize = 20_000;

/// Why an archive as a whole is not read. Each is one sentence that says what to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// There is no file, no regular file, or the system does not let it be read.
    Closed(Why),
    /// It has no bytes.
    Empty,
    /// It is something else.
    NotZip {
        /// What it looks like.
        like: Option<&'static str>,
    },
    /// It is longer than archives of this course are.
    TooLarge,
    /// It holds more entries than are looked at.
    TooMany,
    /// It is cut short, or its list of files makes no sense.
    Damaged,
    /// Entries share bytes: that is how bombs are made, and never how a packer works.
    Overlapping,
    /// There are several files of one name, and programs differ in which they show.
    Twice {
        /// The name, where it is known.
        name: Option<String>,
    },
    /// Names differ in nothing but capital letters, which some systems do not tell apart.
    Alike {
        /// One of them.
        one: String,
        /// The other.
        other: String,
    },
    /// It holds no work of this course.
    Nothing {
        /// Where it was looked for.
        what: String,
    },
}

impl Refusal {
    /// What is wrong, and what to do about it.
    pub fn sentence(&self) -> (String, String) {
        let again = "pack the folder again, and try the archive before it is handed in";
        let (what, fix) = match self {
            Refusal::Closed(Why::Kind { kind }) => {
                let kind = match kind {
                    FileKind::Link => "a link",
                    FileKind::Folder => "a folder",
                    FileKind::Special => "no regular file",
                };
                (format!("it is {kind}"), "name the archive itself")
            }
            Refusal::Closed(Why::System { what }) => (format!("it cannot be read ({what})"), "check the path"),
            Refusal::Closed(Why::Encrypted) => ("it needs a password".into(), "pack the folder without one"),
            Refusal::Closed(Why::Compression { .. }) => {
                ("it is compressed in an unusual way".into(), "pack the folder as an ordinary zip archive")
            }
            Refusal::Closed(_) => ("it cannot be read".into(), "check the path"),
            Refusal::Empty => ("it is empty".into(), again),
            Refusal::NotZip { like: Some(like) } => {
                (format!("it is {like}, and no zip archive"), "pack the folder as a zip archive")
            }
            Refusal::NotZip { like: None } => ("it is no zip archive".into(), "pack the folder as a zip archive"),
            Refusal::TooLarge => (
                format!("it is larger than {} MiB", MOST_BYTES / 1024 / 1024),
                "leave out `target` and whatever else you did not write",
            ),
            Refusal::TooMany => (
                format!("it holds more than {MOST_ENTRIES} entries"),
                "leave out `target`, `.git` and whatever else you did not write",
            ),
            Refusal::Damaged => ("it is cut short or damaged".into(), again),
            Refusal::Overlapping => ("files in it overlap, as in no archive that a packer makes".into(), again),
            Refusal::Twice { name: Some(name) } => (format!("it holds {} twice", line(name, 160)), "keep one of them"),
            Refusal::Twice { name: None } => ("it holds two files of the same name".into(), "keep one of them"),
            Refusal::Alike { one, other } => (
                format!("{} and {} differ in capital letters alone", line(one, 160), line(other, 160)),
                "keep one of them",
            ),
            Refusal::Nothing { what } => (line(what, 400), "pack the folder that holds one folder per exercise"),
        };
        (what, fix.to_owned())
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (what, fix) = self.sentence();
        write!(f, "{what}: {fix}.")
    }
}

impl std::error::Error for Refusal {}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Error {
        let (what, fix) = refusal.sentence();
        Error::usage(format!("the archive is not read, because {what}"), fix)
    }
}

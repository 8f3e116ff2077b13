//! What is to be said of files that are not where, or not what, they should be. A remark costs nothing.

use crate::foreign;
use serde::{Deserialize, Serialize};

/// One remark. Paths are relative to the submission.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "remark", rename_all = "snake_case")]
pub enum FileRemark {
    /// A file was read though it lies elsewhere, or has another name.
    ReadAs {
        /// Where it was found.
        found: String,
        /// Where it belongs.
        wanted: String,
    },
    /// There is no such file, though something like it is there.
    Absent {
        /// Where it should lie.
        path: String,
    },
    /// Something was not read.
    NotRead {
        /// Where it lies.
        path: String,
        /// Why.
        #[serde(flatten)]
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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "why", rename_all = "snake_case")]
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
    Kind {
        /// What it is instead.
        kind: FileKind,
    },
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
    /// Its name is too long, holds what is no letter, or is none on every system.
    Name,
    /// It lies too deep.
    Deep,
    /// In the archive it lies behind a password.
    Encrypted,
    /// What the archive holds of it is not what was packed.
    Damaged,
    /// The archive holds it compressed in a way that is not read.
    Compression {
        /// Its number in the format of ZIP archives.
        method: u16,
    },
    /// The system refused.
    System {
        /// What it said.
        what: String,
    },
}

impl FileRemark {
    /// Something was not read.
    pub fn not_read(path: impl Into<String>, why: Why) -> FileRemark {
        FileRemark::NotRead { path: path.into(), why }
    }

    /// As a report may keep it: names of files are foreign text.
    pub fn cleaned(&self) -> FileRemark {
        let line = |text: &String| foreign::line(text, 160);
        match self {
            FileRemark::ReadAs { found, wanted } => FileRemark::ReadAs { found: line(found), wanted: line(wanted) },
            FileRemark::Absent { path } => FileRemark::Absent { path: line(path) },
            FileRemark::NotRead { path, why } => {
                let why = match why {
                    Why::Meant { wanted } => Why::Meant { wanted: line(wanted) },
                    Why::Several { wanted } => Why::Several { wanted: line(wanted) },
                    Why::System { what } => Why::System { what: line(what) },
                    other => other.clone(),
                };
                FileRemark::NotRead { path: line(path), why }
            }
            FileRemark::Cut { path, most } => FileRemark::Cut { path: line(path), most: *most },
            FileRemark::Crowded { folder, most } => FileRemark::Crowded { folder: line(folder), most: *most },
        }
    }

    /// What was not read.
    pub fn not_read_path(&self) -> Option<&str> {
        match self {
            FileRemark::NotRead { path, .. } => Some(path),
            _ => None,
        }
    }
}

/// What is no regular file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// A symbolic link, wherever it leads.
    Link,
    /// A folder.
    Folder,
    /// A pipe, a socket or a device.
    Special,
}

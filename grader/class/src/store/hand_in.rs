//! What a student handed in, as facts: names, times as the platform tells them, and which unit each exercise became.

use super::{Gradebook, SCHEMA, file_name, files, json, read};
use judge::digest::Digest;
use judge::error::{Error, Result};
use judge::report::FileRemark;
use run::work::write_durably;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;

/// Everything that one student handed in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HandIn {
    schema: String,
    /// Whose it is, as the course staff knows the student: text, with every leading zero.
    pub id: String,
    /// The name that the platform gives, where it does.
    pub name: Option<String>,
    /// In the order in which they came.
    pub attempts: Vec<Attempt>,
}

/// One attempt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attempt {
    /// The name of the file or folder.
    pub source: String,
    /// The file name that the student gave it, where the platform tells.
    pub file: Option<String>,
    /// When it was handed in, where the platform or a table says so.
    pub at: Option<String>,
    /// Does the platform say itself that it came late?
    #[serde(default)]
    pub marked_late: bool,
    /// What became of it.
    pub taken: Taken,
}

/// What became of an attempt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "taken", rename_all = "snake_case")]
pub enum Taken {
    /// It was read: each exercise became a unit.
    Read {
        /// By the names of the exercises.
        exercises: BTreeMap<String, Piece>,
        /// What else was in it.
        strays: Vec<String>,
        /// Its digest: all files that are graded.
        files: String,
    },
    /// There is nothing in it that could be graded.
    Unreadable {
        /// Why, as a sentence.
        why: String,
    },
    /// The machine refused to read it, for no fault of the student's.
    Trouble {
        /// Why, as a sentence.
        why: String,
    },
    /// Another attempt counts.
    LeftOut,
}

/// One exercise of an attempt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Piece {
    /// The name of its unit.
    pub unit: String,
    /// What is to be said of its files; it costs nothing.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub remarks: Vec<FileRemark>,
}

impl HandIn {
    /// What a student handed in.
    pub fn new(id: &str, name: Option<String>, attempts: Vec<Attempt>) -> HandIn {
        HandIn { schema: SCHEMA.into(), id: id.to_owned(), name, attempts }
    }
}

/// The digest of what a class handed in.
pub fn digest_of(all: &[HandIn]) -> Result<String> {
    let mut digest = Digest::new();
    for hand_in in all {
        digest.field(json(hand_in)?);
    }
    Ok(digest.finish_hex())
}

impl Gradebook {
    /// Keeps what a student handed in; what is the same is not written again.
    pub fn keep_hand_in(&self, hand_in: &HandIn) -> Result<()> {
        let path = self.within("hand-ins")?.join(format!("{}.json", file_name(&hand_in.id)));
        let text = json(hand_in)?;
        if fs::read_to_string(&path).is_ok_and(|old| old == text) {
            return Ok(());
        }
        write_durably(&path, &text)
    }

    /// What everybody handed in, in the order of their names.
    pub fn hand_ins(&self) -> Result<Vec<HandIn>> {
        let mut all: Vec<HandIn> = vec![];
        for path in files(&self.folder.join("hand-ins"), ".json") {
            let one: HandIn = read(&path)?;
            if one.schema != SCHEMA {
                let what = format!("{} is of the schema `{}`, not `{SCHEMA}`", path.display(), one.schema);
                return Err(Error::usage(what, "remove it and grade again"));
            }
            all.push(one);
        }
        all.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(all)
    }
}

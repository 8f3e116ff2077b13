//! What people did: points given, a cost waived, a deadline moved. Each act is a file of its own that is never changed,
//! so that folders of several people can be put together, and nothing that is graded again takes an act away.

use super::{Gradebook, SCHEMA, file_name, files, json, read};
use judge::error::{Error, Result};
use run::work::{secret_digits, write_durably};
use serde::{Deserialize, Serialize};

/// Something that a person did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Act {
    schema: String,
    /// When, as an instant.
    pub time: String,
    /// Who.
    pub author: String,
    /// About whom.
    pub student: String,
    /// Why.
    pub comment: Option<String>,
    /// What.
    #[serde(flatten)]
    pub deed: Deed,
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum Deed {
    /// Points for an answer.
    Mark {
        /// The exercise.
        exercise: String,
        /// The question or function.
        item: String,
        /// How many.
        points: u32,
        /// The digest of the answer that was read.
        under: String,
    },
    /// Points beyond the sheet.
    Bonus {
        /// How many.
        points: u32,
    },
    /// What a hand-in costs is not taken off.
    Waive {
        /// Which of the costs.
        cost: Cost,
    },
    /// Another deadline.
    Extend {
        /// Until when, as it was typed.
        until: String,
    },
}

/// What a hand-in costs beside its answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cost {
    /// Another name, or files that nobody asked for.
    Format,
    /// A file that does not compile.
    NotExecutable,
    /// Too late.
    Late,
}

impl Cost {
    /// All of them.
    pub const ALL: [Cost; 3] = [Cost::Format, Cost::NotExecutable, Cost::Late];

    /// As it is typed.
    pub fn word(self) -> &'static str {
        match self {
            Cost::Format => "format",
            Cost::NotExecutable => "not-executable",
            Cost::Late => "late",
        }
    }
}

impl Act {
    /// Something that this person does now.
    pub fn new(time: String, author: &str, student: &str, comment: Option<String>, deed: Deed) -> Act {
        let (author, student) = (author.to_owned(), student.to_owned());
        Act { schema: SCHEMA.into(), time, author, student, comment, deed }
    }
}

impl Gradebook {
    /// Adds an act to the log. Nothing is ever written over: no two acts have one name, wherever they were done.
    pub fn act(&self, act: &Act) -> Result<()> {
        let _turn = self.turn()?;
        let time: String = act.time.chars().filter(char::is_ascii_alphanumeric).collect();
        let digits: String = secret_digits().chars().take(16).collect();
        let name = format!("{time}-{}-{digits}.json", file_name(&act.author));
        write_durably(&self.within("acts")?.join(name), &json(act)?)
    }

    /// Everything that people did, in the order of time.
    pub fn acts(&self) -> Result<Vec<Act>> {
        let mut all: Vec<Act> = vec![];
        for path in files(&self.folder.join("acts"), ".json") {
            let act: Act = read(&path)?;
            if act.schema != SCHEMA {
                let what = format!("{} is of the schema `{}`, not `{SCHEMA}`", path.display(), act.schema);
                return Err(Error::usage(what, "use the grader that made it"));
            }
            all.push(act);
        }
        // a folder of several people is in the order of its names, which begin with the time
        all.sort_by(|a, b| a.time.cmp(&b.time));
        Ok(all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acts_of_one_moment_from_two_machines_are_all_kept_and_stand_in_one_order() {
        let home = tempfile::tempdir().expect("a folder");
        let folders = ["one", "other"].map(|name| home.path().join(name));
        let books = folders.each_ref().map(|folder| Gradebook::make(folder, "homework").expect("a gradebook"));
        let moment = "2026-03-01T12:00:00.000000Z";
        for (points, book) in books.iter().cycle().take(40).enumerate() {
            let deed = Deed::Bonus { points: u32::try_from(points).expect("a number") };
            book.act(&Act::new(moment.into(), "anna", "0042", None, deed)).expect("kept");
        }
        // one folder is copied over the other, as by a disk that machines share
        let into = |from: usize, to: usize| {
            for path in files(&folders[from].join("acts"), ".json") {
                std::fs::copy(&path, folders[to].join("acts").join(path.file_name().expect("a name"))).expect("a copy");
            }
        };
        into(0, 1);
        into(1, 0);
        let [one, other] = books.map(|book| book.acts().expect("acts"));
        assert_eq!((one.len(), &one), (40, &other));
    }
}

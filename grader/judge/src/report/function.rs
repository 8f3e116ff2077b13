//! One entry of an exercise: a function, or a piece of writing beside the functions.

use super::{Check, Diagnosis, Picture, Verdict};
use crate::course::{Function, Written};
use crate::derivation::End;
use crate::fate::FateWord;
use serde::{Deserialize, Serialize};

/// One function, or one piece of writing beside the functions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FunctionReport {
    /// Its name.
    pub name: String,
    /// What sort of thing it is, and what the course asks for.
    #[serde(flatten)]
    pub asks: Asks,
    /// The student's file, below the exercise.
    pub file: String,
    /// Where to look in that file: where the function starts, the first line that is not right, the answer.
    pub line: Option<usize>,
    /// Earned.
    pub points: u32,
    /// To be earned.
    pub max: u32,
    /// Cases, then stability, then properties.
    pub checks: Vec<Check>,
    /// The drawn cases that are added when the work is handed in, because what they expect is not known here.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub drawn_later: Vec<String>,
    /// A function that it calls and that is wrong, too: the one to mend first.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub upstream: Option<String>,
    /// What the wrong replies look like.
    pub diagnosis: Option<Diagnosis>,
    /// Something about the whole: why points are withheld, or what is already right.
    pub note: Option<Note>,
    /// Pictures of it; only where they are asked for, as they take calls of their own.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub pictures: Vec<Picture>,
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "form", rename_all = "snake_case")]
pub enum Asks {
    /// Rust.
    Function {
        /// With its name: `fn gibbs(…) -> …`.
        signature: String,
        /// The type of its result.
        returns: String,
    },
    /// A text file, judged line by line.
    Derivation {
        /// The first line.
        start: String,
        /// The last line.
        goal: String,
    },
    /// A question in `answers.toml` whose options are to be ticked or placed.
    Choice {
        /// What is asked.
        question: String,
        /// Of an answer that is only received: what it can earn when it is marked.
        #[serde(skip_serializing_if = "super::nothing", default)]
        later: u32,
    },
    /// A short text in `answers.toml`, for a person.
    Text {
        /// What is asked.
        question: String,
        /// What the person looks for.
        rubric: Vec<String>,
        /// What the person can give; the machine's points know nothing of it.
        by_person: u32,
    },
}

/// What is to be said of an entry as a whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "note", rename_all = "snake_case")]
pub enum Note {
    /// Right on the cases, and no law holds on drawn inputs.
    ByHeart,
    /// Right on the inputs that everybody knows, and not on inputs that were drawn.
    BeyondCases,
    /// The formula is right, its evaluation breaks at an extreme input.
    Unstable {
        /// Where it breaks, unless a diagnosis says so.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        breaks: Option<String>,
    },
    /// Wrong by itself, right for what was written before.
    FollowThrough {
        /// How many points of the cases count for that.
        cases: u32,
    },
    /// Some laws hold already and count once every case is right.
    LawsHold,
    /// What is ticked is right, and something else is right too.
    Incomplete,
    /// How many options are in their place.
    Placed {
        /// In their place.
        right: usize,
        /// In all.
        all: usize,
        /// Not placed at all.
        open: usize,
        /// What is not told of those in the wrong place.
        untold: Untold,
    },
    /// Not all of an answer is right, and what is, is not told.
    Withheld,
    /// How many steps of a derivation are accepted.
    Steps {
        /// Accepted.
        accepted: usize,
        /// In all.
        all: usize,
    },
    /// Every line is accepted, and still it is not done.
    Ends {
        /// How it ends.
        end: End,
    },
}

/// Whether a report keeps something to itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Untold {
    /// It tells everything.
    Nothing,
    /// Of two families, "not this one" would name the right one.
    OfTwoFamilies,
}

impl FunctionReport {
    /// The entry of a function that was not judged.
    pub fn of_function(function: &Function, line: Option<usize>) -> Self {
        let signature = format!("fn {}{}", function.name, function.signature.text);
        let asks = Asks::Function { signature, returns: function.signature.result.clone() };
        FunctionReport::unjudged(&function.name, asks, crate::source::MAIN.into(), line, function.max())
    }

    /// The entry of a piece of writing that was not judged.
    pub fn of_written(written: &Written, line: Option<usize>) -> Self {
        let asks = match written {
            Written::Derivation(owed) => {
                let claim = &owed.task.claim;
                Asks::Derivation { start: claim.start.clone(), goal: claim.goal.clone() }
            }
            Written::Choice(owed) => Asks::Choice { question: owed.question.clone(), later: 0 },
            Written::Text(owed) => {
                Asks::Text { question: owed.question.clone(), rubric: owed.rubric.clone(), by_person: owed.points }
            }
        };
        FunctionReport::unjudged(written.name(), asks, written.file(), line, written.max())
    }

    fn unjudged(name: &str, asks: Asks, file: String, line: Option<usize>, max: u32) -> Self {
        FunctionReport {
            name: name.to_owned(),
            asks,
            file,
            line,
            points: 0,
            max,
            checks: vec![],
            drawn_later: vec![],
            upstream: None,
            diagnosis: None,
            note: None,
            pictures: vec![],
        }
    }

    /// The same entry with what was found.
    pub fn judged(self, checks: Vec<Check>, diagnosis: Option<Diagnosis>, note: Option<Note>) -> Self {
        let points = checks.iter().map(|check| check.points).sum();
        FunctionReport { points, checks, diagnosis, note, ..self }
    }

    /// Nothing of it has been written.
    pub fn untouched(&self) -> bool {
        self.checks.iter().all(|check| check.fate == FateWord::Unfinished)
    }

    /// It stands in a file that cannot be read.
    pub fn unread(&self) -> bool {
        self.checks.iter().any(|check| check.fate == FateWord::Unread)
    }

    /// What a person can give for it.
    pub fn by_person(&self) -> u32 {
        match &self.asks {
            Asks::Text { by_person, .. } => *by_person,
            Asks::Function { .. } | Asks::Derivation { .. } | Asks::Choice { .. } => 0,
        }
    }

    /// What it can earn when it is marked, where it is only received.
    pub fn later(&self) -> u32 {
        match &self.asks {
            Asks::Choice { later, .. } => *later,
            Asks::Function { .. } | Asks::Derivation { .. } | Asks::Text { .. } => 0,
        }
    }

    /// An answer that is marked later.
    pub fn received(&self) -> bool {
        self.checks.iter().any(|check| check.verdict == Verdict::Received)
    }

    /// A text that waits for a person.
    pub fn collected(&self) -> bool {
        !self.checks.is_empty() && self.checks.iter().all(|check| check.verdict == Verdict::ByPerson)
    }
}

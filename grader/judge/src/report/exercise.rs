//! One exercise: how far grading came, what was found in each function, and what the compiler said.

use super::unread::Unread;
use super::{Diagnostic, FileRemark, FunctionReport, Miss, Picture};
use crate::fate::FateWord;
use serde::{Deserialize, Serialize};

/// One exercise.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ExerciseReport {
    /// The crate's name.
    pub name: String,
    /// For people.
    pub title: String,
    /// Earned.
    pub points: u32,
    /// To be earned.
    pub max: u32,
    /// What is added when answers are marked that are only received so far; in no other number.
    #[serde(skip_serializing_if = "super::nothing", default)]
    pub later: u32,
    /// How far grading came.
    pub state: State,
    /// What the last state that compiled had earned, where this one does not compile.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub before: Option<Before>,
    /// Why it came no further, and what could not be read.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub remarks: Vec<Remark>,
    /// rustc's errors, where the crate does not compile; the first ones of many.
    pub errors: Vec<Diagnostic>,
    /// How many more errors there are.
    #[serde(skip_serializing_if = "is_zero", default)]
    pub more_errors: usize,
    /// rustc's warnings; the first ones of many.
    pub warnings: Vec<Diagnostic>,
    /// How many more warnings there are.
    #[serde(skip_serializing_if = "is_zero", default)]
    pub more_warnings: usize,
    /// In the order in which they should be written.
    pub functions: Vec<FunctionReport>,
}

/// Points of an earlier state of the same files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Before {
    /// Earned.
    pub points: u32,
    /// To be earned.
    pub max: u32,
}

/// How far grading an exercise came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Every function was judged.
    Graded,
    /// Every function was judged, all of them are still `todo!()`, and rustc refuses nothing.
    NotStarted,
    /// rustc refuses the student's file, or so much of it that no function is left to be judged.
    NotCompiled,
    /// rustc was still at work at its limit.
    CompileOvertime,
    /// There is no `src/lib.rs`.
    Missing,
    /// The files cannot be read or are too large.
    Refused,
    /// The grader or the machine failed: neither right nor wrong.
    GraderError,
}

/// What is to be said of an exercise as a whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "remark", rename_all = "snake_case")]
pub enum Remark {
    /// The files cannot be graded.
    Refused {
        /// Which file is to blame, and why.
        file: FileRemark,
    },
    /// The file does not compile.
    NotCompiled,
    /// The compiler was stopped at its limit.
    CompileOvertime {
        /// The limit.
        seconds: u64,
    },
    /// The grader or the machine failed.
    Disturbed {
        /// What happened, as a sentence.
        cause: String,
    },
    /// An entry of `answers.toml` was not read.
    AnswersUnread {
        /// Which, and why.
        unread: Unread,
    },
    /// Nor were more of them.
    AnswersUnreadToo {
        /// How many.
        all: usize,
        /// Where the first of them stand.
        lines: Vec<usize>,
    },
    /// A heading of `answers.toml` is written as an answer.
    AnswersHeading {
        /// Where it stands, if that can be told.
        line: Option<usize>,
        /// Its name.
        section: String,
    },
    /// `answers.toml` has a section that no question is in.
    AnswersSection {
        /// Where it stands, if that can be told.
        line: Option<usize>,
        /// Its name.
        section: String,
    },
    /// `answers.toml` answers a question that nobody asked.
    AnswersStranger {
        /// Where it stands, if that can be told.
        line: Option<usize>,
        /// Its name.
        name: String,
        /// The question that may be meant.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        near: Option<String>,
    },
    /// A file is not where, or not what, it should be.
    File {
        /// Which, and how so.
        file: FileRemark,
    },
    /// More such remarks on files were left out.
    FilesToo {
        /// How many.
        all: usize,
    },
}

impl ExerciseReport {
    /// Did nothing decide this result that another run may decide otherwise: load, a limit, the grader itself?
    pub fn repeatable(&self) -> bool {
        let checks = self.functions.iter().flat_map(|function| &function.checks);
        let unsteady = checks.clone().any(|check| check.fate == FateWord::Unsteady);
        let evidence = checks.flat_map(|check| &check.evidence);
        let missed = self.functions.iter().flat_map(|function| &function.pictures).flat_map(Picture::missed);
        let missed = missed.filter_map(|missed| match &missed.because {
            Miss::NoReply { ending, .. } => Some(ending),
            Miss::Shape { .. } => None,
        });
        let by_load = evidence.filter_map(|one| one.ending()).chain(missed).any(|ending| {
            matches!(ending.word(), FateWord::Overtime | FateWord::Killed | FateWord::NotCalled | FateWord::Misuse)
        });
        !by_load && !unsteady && !matches!(self.state, State::CompileOvertime | State::GraderError)
    }
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_zero(count: &usize) -> bool {
    *count == 0
}

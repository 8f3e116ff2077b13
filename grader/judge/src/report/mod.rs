//! The report: what a grading run found, as plain data. It computes no points; `score` does. It holds no sentence
//! of its own: what is to be said is a variant with its arguments, and `grader/src/render/english` says it.
//!
//! The JSON form of these types is the native result, documented in `grader/REPORT.md` and in
//! `grader/report.schema.json`. Every other form is made from it alone. Text that others wrote passes
//! [`clean`](crate::foreign::clean) where it becomes a part of these types, and nowhere else.

mod change;
mod check;
mod content;
mod diagnosis;
mod evidence;
mod exercise;
mod files;
mod function;
mod json;
mod picture;
#[cfg(test)]
mod schema;
mod training;
mod twice;
pub mod unread;

pub use crate::diagnostic::{Advice, Code, Diagnostic, Level};
pub use change::{Change, EntryChange, Way, change, is_uncompiled, standing};
pub use check::{Check, Kind, Verdict, WrongDraw};
pub use content::{Content, Lack, PlainMeasure};
pub use diagnosis::{Diagnosis, Factor, Form, Likeness, Measure, Order, Part, Quantity, Relation, Rest, Sign, Turn};
pub use evidence::{
    AnswerEvidence, AnswerFault, Argument, CaseEvidence, CaseFinding, Evidence, Excerpt, LawEvidence, LawFinding,
    LineEvidence, OfDraws, OptionEvidence, OptionFinding, TextEvidence, TextFinding,
};
pub use exercise::{Before, ExerciseReport, Remark, State};
pub use files::{FileKind, FileRemark, Why};
pub use function::{Asks, FunctionReport, Note, Untold};
pub use json::{from_json, to_json};
pub use picture::{Axis, Field, Mark, Marked, Miss, Missed, Parting, Picture, PictureKind, Point, Role, Series};
pub use training::{Skipped, Step, Training, TrainingReport, Trouble};
pub use twice::{Second, Twice};

use crate::foreign;
use serde::{Deserialize, Serialize};

/// The version of the JSON form; it changes when a field changes its meaning or goes away.
pub const SCHEMA: &str = "ebm-report/3";

/// One grading run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Report {
    /// [`SCHEMA`].
    pub schema: String,
    /// The title of the course.
    pub course: String,
    /// The name of the assignment; `all` where several were graded together.
    pub assignment: String,
    /// What was graded.
    pub submission: Submitted,
    /// Earned: in the assignments, or, where none is graded whole, in the exercises.
    pub points: u32,
    /// To be earned.
    pub max: u32,
    /// What a person can give on top, for texts; in no total of the machine.
    pub by_person: u32,
    /// What is added when answers are marked that are only received so far; in no other number.
    #[serde(skip_serializing_if = "nothing", default)]
    pub later: u32,
    /// From which the inputs of properties were drawn; absent where it is a secret.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub seed: Option<u64>,
    /// What made this report.
    pub provenance: Provenance,
    /// Those of which every exercise was graded.
    pub assignments: Vec<AssignmentReport>,
    /// In course order.
    pub exercises: Vec<ExerciseReport>,
    /// What networks read that were trained with functions of these exercises; they give no points.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub training: Vec<TrainingReport>,
}

/// What was graded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Submitted {
    /// Whose work it is, as far as the grader knows: the last name of the folder, unless somebody said.
    pub id: String,
    /// The folder, as it was named on the command line.
    pub folder: String,
    /// What that folder is.
    pub slot: Slot,
}

/// What a folder of work is to the course.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Slot {
    /// The student's own `exercises/`.
    Exercises,
    /// A folder that somebody handed in.
    Submission,
    /// The reference.
    Reference,
}

impl Submitted {
    /// A folder under its own name.
    pub fn folder(folder: &str, slot: Slot) -> Self {
        let folder = foreign::line(folder, 500);
        let id = folder.trim_end_matches(['/', '\\']).rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
        Submitted { id, folder, slot }
    }
}

/// One assignment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AssignmentReport {
    /// For `--assignment`.
    pub name: String,
    /// For people.
    pub title: String,
    /// Earned, and counted: no more than the cap.
    pub points: u32,
    /// What counts at most; less than the sum of the parts where there is a cap.
    pub max: u32,
    /// What is added when answers are marked that are only received so far; in no other number.
    #[serde(skip_serializing_if = "nothing", default)]
    pub later: u32,
    /// In the order of the sheet.
    pub parts: Vec<PartReport>,
}

/// One part of an assignment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PartReport {
    /// Its number on the sheet.
    pub name: String,
    /// For people.
    pub title: String,
    /// Earned, in proportion to the points of its exercises.
    pub points: u32,
    /// To be earned.
    pub max: u32,
    /// What is added when answers are marked that are only received so far; in no other number.
    #[serde(skip_serializing_if = "nothing", default)]
    pub later: u32,
    /// The names of its exercises.
    pub exercises: Vec<String>,
}

/// All that decides a result, so that it can be repeated.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Provenance {
    /// The grader's version.
    pub grader: String,
    /// SHA-256 of all fixture files that decide points.
    pub fixtures: String,
    /// SHA-256 of the student's files.
    pub submission: String,
    /// The compiler.
    pub toolchain: String,
    /// The machine it compiles for.
    pub target: String,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn nothing(points: &u32) -> bool {
    *points == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_called_by_its_last_name_and_cannot_steer_a_terminal() {
        let id = |folder: &str| Submitted::folder(folder, Slot::Submission).id;
        assert_eq!(
            [id("exercises"), id("class/anna/"), id("a\u{1b}[31m\nb"), id("/")],
            ["exercises", "anna", "a b", ""]
        );
    }
}

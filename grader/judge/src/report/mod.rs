//! The report: what a grading run found, as plain data. It computes no points; `score` does.
//!
//! The JSON form of these types is the native result, documented in `grader/REPORT.md`. Every other
//! form is made from it alone.

mod json;
mod training;

pub use json::{from_json, to_json};
pub use training::Training;

use crate::course::{Function, Written};
use crate::fate::FateWord;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// The version of the JSON form; it changes when a field changes its meaning or goes away.
pub const SCHEMA: &str = "ebm-report/1";

/// One grading run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// [`SCHEMA`].
    pub schema: String,
    /// The title of the course.
    pub course: String,
    /// The name of the assignment; `all` where several were graded together.
    pub assignment: String,
    /// The folder that was graded, as it was named on the command line.
    pub submission: String,
    /// Earned: in the assignments, or, where none is graded whole, in the exercises.
    pub points: u32,
    /// To be earned.
    pub max: u32,
    /// What a person can give on top, for texts; in no total of the machine.
    pub by_person: u32,
    /// From which the inputs of properties were drawn.
    pub seed: u64,
    /// What made this report.
    pub provenance: Provenance,
    /// Those of which every exercise was graded.
    pub assignments: Vec<AssignmentReport>,
    /// In course order.
    pub exercises: Vec<ExerciseReport>,
}

/// One assignment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AssignmentReport {
    /// For `--assignment`.
    pub name: String,
    /// For people.
    pub title: String,
    /// Earned, and counted: no more than the cap.
    pub points: u32,
    /// What counts at most; less than the sum of the parts where there is a cap.
    pub max: u32,
    /// In the order of the sheet.
    pub parts: Vec<PartReport>,
}

/// One part of an assignment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PartReport {
    /// Its number on the sheet.
    pub name: String,
    /// For people.
    pub title: String,
    /// Earned, in proportion to the points of its exercises.
    pub points: u32,
    /// To be earned.
    pub max: u32,
    /// The names of its exercises.
    pub exercises: Vec<String>,
}

/// All that decides a result, so that it can be repeated.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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

/// One exercise.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExerciseReport {
    /// The crate's name.
    pub name: String,
    /// For people.
    pub title: String,
    /// The student's main file, below the folder that was graded.
    pub file: String,
    /// Earned.
    pub points: u32,
    /// To be earned.
    pub max: u32,
    /// How far grading came.
    pub state: State,
    /// Why it came no further, in a sentence.
    pub message: Option<String>,
    /// rustc's errors, where the crate does not compile.
    pub errors: Vec<Diagnostic>,
    /// rustc's warnings.
    pub warnings: Vec<Diagnostic>,
    /// In the order in which they should be written.
    pub functions: Vec<FunctionReport>,
    /// What a network trained with these functions reads; it gives no points.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub training: Option<Training>,
}

/// One message of the compiler.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// Its first line, with the code: `mismatched types [E0308]`.
    pub message: String,
    /// The student's file, relative to the exercise.
    pub file: Option<String>,
    /// The line there.
    pub line: Option<u64>,
    /// The column there.
    pub column: Option<u64>,
    /// As rustc prints it.
    pub rendered: String,
}

/// How far grading an exercise came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Every function was judged.
    Graded,
    /// Every function was judged, and all of them are still `todo!()`.
    NotStarted,
    /// rustc refuses the student's file.
    NotCompiled,
    /// rustc was still at work at its limit.
    CompileOvertime,
    /// There is no `src/lib.rs`.
    Missing,
    /// The files cannot be read or are too large.
    Refused,
    /// The grader itself failed: neither right nor wrong.
    GraderError,
}

/// One function, or one piece of writing beside the functions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FunctionReport {
    /// Its name.
    pub name: String,
    /// What sort of thing it is.
    pub form: Form,
    /// What the course asks for, with its name: `fn gibbs(…) -> …`; of writing, its file and the question.
    pub signature: String,
    /// Earned.
    pub points: u32,
    /// To be earned.
    pub max: u32,
    /// What a person can give for a text; the machine's points know nothing of it.
    #[serde(skip_serializing_if = "is_zero", default)]
    pub by_person: u32,
    /// Where it starts in the student's main file.
    pub line: Option<u64>,
    /// Cases, then stability, then properties.
    pub checks: Vec<Check>,
    /// The known wrong answer that it looks like.
    pub diagnosis: Option<Diagnosis>,
    /// One sentence about the whole: why points are withheld, or what is already right.
    pub note: Option<String>,
}

/// What a student hands in for one entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// Rust.
    Function,
    /// A text file, judged line by line.
    Derivation,
    /// A ticked or sorted question in `answers.toml`.
    Choice,
    /// A short text in `answers.toml`, for a person.
    Text,
}

/// The unit that carries points.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Check {
    /// Which sort of check.
    pub kind: Kind,
    /// Unique within the function and kind.
    pub name: String,
    /// What was found.
    pub verdict: Verdict,
    /// What became of its calls; the worst, where there are several.
    pub fate: FateWord,
    /// Earned.
    pub points: u32,
    /// To be earned.
    pub max: u32,
    /// One entry per case, or the trial that broke a law.
    pub evidence: Vec<Evidence>,
}

/// The sorts of checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// All ordinary cases of a function together.
    Case,
    /// One extreme input.
    Stability,
    /// A law on drawn inputs.
    Property,
    /// A derivation, line by line.
    Derivation,
    /// The options of a question.
    Choice,
    /// A text, its presence and length.
    Text,
}

/// What a check found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// As expected.
    Right,
    /// Not as expected.
    Wrong,
    /// Wrong by itself, but right for the student's own earlier function.
    FollowThrough,
    /// No reply to judge: not written, not compiled, or not called any more.
    NotRun,
    /// Collected; a person judges it.
    ByPerson,
    /// The grader's own mistake.
    GraderError,
}

/// What one case or trial showed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// The name of the case, or the law.
    pub name: String,
    /// What was found here.
    pub verdict: Verdict,
    /// What became of the call.
    pub fate: FateWord,
    /// The call, or the drawn inputs, for people.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub call: Option<String>,
    /// What was expected.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub expected: Option<Json>,
    /// What came.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub got: Option<Json>,
    /// How they differ, or what happened.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub message: Option<String>,
    /// Absolute and relative error of the worst number.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub error: Option<[Json; 2]>,
    /// Relative and absolute tolerance.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub tolerance: Option<[f64; 2]>,
}

impl Evidence {
    /// Evidence with nothing more to say.
    pub fn new(name: &str, verdict: Verdict, fate: FateWord) -> Self {
        let name = name.to_owned();
        Evidence {
            name,
            verdict,
            fate,
            call: None,
            expected: None,
            got: None,
            message: None,
            error: None,
            tolerance: None,
        }
    }
}

/// "Looks like …", never "is".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Diagnosis {
    /// The wrong idea.
    pub name: String,
    /// The sentence that helps.
    pub says: String,
}

impl FunctionReport {
    /// The entry of a function that has not been judged.
    pub fn of_function(function: &Function) -> Self {
        let signature = format!("fn {}{}", function.name, function.signature.text);
        FunctionReport::unjudged(&function.name, Form::Function, signature, function.max())
    }

    /// The entry of a piece of writing that has not been judged.
    pub fn of_written(written: &Written) -> Self {
        let form = match written {
            Written::Derivation(_) => Form::Derivation,
            Written::Choice(_) => Form::Choice,
            Written::Text(_) => Form::Text,
        };
        let signature = format!("{}: {}", written.file(), written.asks());
        let by_person = written.by_person();
        FunctionReport { by_person, ..FunctionReport::unjudged(written.name(), form, signature, written.max()) }
    }

    fn unjudged(name: &str, form: Form, signature: String, max: u32) -> Self {
        FunctionReport {
            name: name.to_owned(),
            form,
            signature,
            points: 0,
            max,
            by_person: 0,
            line: None,
            checks: vec![],
            diagnosis: None,
            note: None,
        }
    }

    /// Nothing of it has been written.
    pub fn untouched(&self) -> bool {
        self.checks.iter().all(|check| check.fate == FateWord::Unfinished)
    }
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_zero(points: &u32) -> bool {
    *points == 0
}

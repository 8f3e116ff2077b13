//! How far building came before anything is judged.

use crate::course::Exercise;
use crate::fate::NotBuilt;
use crate::foreign;
use crate::report::{Diagnostic, FileRemark};
use crate::source::{self, StudentFile};
use std::collections::BTreeMap;

/// How far building an exercise came.
#[derive(Clone, Debug, PartialEq)]
pub enum Standing {
    /// There is no main file.
    Missing,
    /// The files cannot be graded.
    Refused(FileRemark),
    /// The student's crate does not compile.
    NotCompiled {
        /// rustc's errors, in order.
        errors: Vec<Diagnostic>,
    },
    /// The compiler was stopped at its limit.
    CompileOvertime {
        /// The limit.
        seconds: u64,
    },
    /// The grader or the machine failed; that costs nothing and is never remembered.
    Disturbed {
        /// What happened, as a sentence.
        cause: String,
    },
    /// There is a program.
    Runs {
        /// The functions that it lacks, each with the reason.
        dropped: BTreeMap<String, NotBuilt>,
        /// What rustc refused in the student's files, where that could be left out.
        errors: Vec<Diagnostic>,
        /// What rustc warned of in the student's files.
        warnings: Vec<Diagnostic>,
    },
}

impl Standing {
    /// A program with every function.
    pub fn whole() -> Standing {
        Standing::Runs { dropped: BTreeMap::new(), errors: vec![], warnings: vec![] }
    }
}

/// Why a function is not in the program, from rustc's first error on the line that calls for it.
pub fn not_built(exercise: &Exercise, files: &[StudentFile], function: &str, error: &Diagnostic) -> NotBuilt {
    let rustc = match &error.code {
        Some(code) => format!("{} [{}]", error.message, code.0),
        None => error.message.clone(),
    };
    let rustc = foreign::line(&rustc, 500);
    let name = function.to_owned();
    if error.is("E0425") || error.is("E0432") {
        NotBuilt::Missing { function: name, rustc }
    } else if error.is("E0603") {
        NotBuilt::Private { function: name, rustc }
    } else {
        let asked = exercise.functions.iter().find(|owed| owed.name == function);
        let asked = asked.map(|owed| owed.signature.text.as_str()).unwrap_or_default();
        NotBuilt::Signature {
            asked: format!("fn {function}{asked}"),
            yours: source::own_signature(files, function),
            rustc,
        }
    }
}

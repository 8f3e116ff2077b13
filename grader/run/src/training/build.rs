//! Builds the program that trains a network with a student's functions.

use crate::contain::Inmate;
use crate::kit::{Kit, Which};
use crate::probe::{Holds, Panics, Program};
use crate::program::{lent_on, trainer};
use crate::rustc::{self, Call, Made, Makes, Message};
use crate::stage::Stage;
use crate::work::Work;
use judge::digest::Digest;
use judge::error::Result;
use judge::report::Diagnostic;
use std::ffi::OsString;

/// What the compiler made of the trainer.
#[derive(Clone, Debug)]
pub enum BuiltTrainer {
    /// A program; valid while the scratch folder lives.
    Program(Program),
    /// The student's crate does not compile; the compiler's first error in it.
    Failed(Diagnostic),
    /// A function is missing, private or of another signature.
    Misfit {
        /// Which.
        function: &'static str,
        /// The compiler's message.
        error: Diagnostic,
    },
    /// The compiler was still computing at its limit.
    Overtime {
        /// The limit.
        seconds: u64,
    },
    /// No fault of the student's.
    Disturbed {
        /// Why.
        cause: String,
    },
}

/// Builds it. The student's crate is optimised: training calls its functions hundreds of thousands of times.
pub fn build(work: &Work, stage: &Stage, exercise: &str) -> Result<BuiltTrainer> {
    let kit = Kit::open(work, Which::Reader)?;
    let library = stage.library();
    let call = |file: &str, makes, output: OsString, externs, flags| Call {
        toolchain: &work.toolchain,
        stage,
        file: format!("{exercise}/{file}"),
        makes,
        output,
        externs,
        flags,
    };
    let prefix = format!("{exercise}/src/");
    let flags: Vec<OsString> = vec!["-Copt-level=2".into(), "--cap-lints=warn".into()];
    match rustc::compile(&kit, &call("src/lib.rs", Makes::Library, library.clone().into(), vec![], flags))? {
        Made::Output { .. } => {}
        Made::Errors { errors, .. } => {
            return Ok(match errors.iter().find(|error| error.place(&prefix).is_some()) {
                Some(error) => BuiltTrainer::Failed(error.diagnostic(exercise)),
                None => BuiltTrainer::Disturbed { cause: rustc::cause("the compiler refuses it", &errors, "") },
            });
        }
        Made::Overtime => return Ok(BuiltTrainer::Overtime { seconds: stage.contain.limits(Inmate::Compiler).cpu }),
        Made::Damaged { cause } | Made::Broke { cause, .. } | Made::Disturbed { cause } => {
            return Ok(BuiltTrainer::Disturbed { cause });
        }
    }
    let mut sources = Digest::new();
    sources.field(&kit.key).field(stage.nature.digest);
    let sources = sources.finish_hex();
    stage.program(&trainer(exercise, &sources))?;
    let executable = stage.executable();
    let externs = vec![(exercise.to_owned(), library.into())];
    match rustc::compile(&kit, &call("main.rs", Makes::Program, executable.clone().into(), externs, vec![]))? {
        Made::Output { .. } => {
            let exercise = exercise.to_owned();
            let (panics, tenant) = (Panics::Unwind, stage.tenant);
            Ok(BuiltTrainer::Program(Program { executable, sources, exercise, holds: Holds::One, panics, tenant }))
        }
        Made::Errors { errors, .. } => Ok(misfit(&errors, exercise)),
        Made::Overtime => {
            Ok(BuiltTrainer::Disturbed { cause: "our program around the file does not compile in time".into() })
        }
        Made::Damaged { cause } | Made::Broke { cause, .. } | Made::Disturbed { cause } => {
            Ok(BuiltTrainer::Disturbed { cause })
        }
    }
}

/// Every function has a line of its own in our program.
fn misfit(errors: &[Message], exercise: &str) -> BuiltTrainer {
    let main = format!("{exercise}/main.rs");
    let lent = |error: &Message| {
        let lines = error.spans.iter().filter(|span| span.file == main).map(|span| span.line);
        lines.into_iter().find_map(lent_on)
    };
    match errors.iter().find_map(|error| Some((lent(error)?, error))) {
        Some((function, error)) => BuiltTrainer::Misfit { function, error: error.diagnostic(exercise) },
        None => {
            BuiltTrainer::Disturbed { cause: rustc::cause("our program around the file does not compile", errors, "") }
        }
    }
}

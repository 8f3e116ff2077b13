//! What became of a training.

use super::call;
use judge::report::{Skipped, Step, Trouble};

/// A share as people say it.
pub fn share(share: f64) -> String {
    format!("{} %", (1000.0 * share).round() / 10.0)
}

/// Why nothing was trained, in a few words.
pub fn skipped(why: &Skipped) -> String {
    match why {
        Skipped::Declined => "`--no-training` was given".into(),
        Skipped::NotAsked => "`--training` asks for it".into(),
        Skipped::Incomplete { function } => format!("`{function}` has not all its points yet"),
    }
}

/// Why a training, or a reading, did not come to its end.
pub fn trouble(trouble: &Trouble) -> String {
    let place = |at: &Option<Step>| at.map(|Step { step, of }| format!(" at step {step} of {of}")).unwrap_or_default();
    match trouble {
        Trouble::FilesGone => "The files are gone.".into(),
        Trouble::NotCompiled { line, message } => {
            let line = line.map(|line| format!(" on line {line}")).unwrap_or_default();
            format!("The file does not compile{line}: {message}.")
        }
        Trouble::CompileOvertime { seconds } => format!("It does not compile within {seconds} s."),
        Trouble::NotBuilt { why, .. } => call::not_built(why),
        Trouble::Unfit { function, what } => format!("`{function}` cannot be trained with: {what}."),
        Trouble::Within { function, ending } => format!("It stops in `{function}`. {}", call::ending(ending)),
        Trouble::Slow { seconds, at, slowest } => format!(
            "It was stopped{}, after {seconds} s. Most of them went into `{slowest}`: does it do the same work more than once?",
            place(at)
        ),
        Trouble::Elsewhere { at, ending } => format!("It ended{}. {}", place(at), call::ending(ending)),
        Trouble::Grader { what } => what.clone(),
    }
}

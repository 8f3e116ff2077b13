//! What became of a training.

use super::call;
use judge::report::{Skipped, Step, Training, Trouble};

/// A share as people say it.
pub fn share(share: f64) -> String {
    format!("{} %", (1000.0 * share).round() / 10.0)
}

/// What came of a training, in a sentence or two.
pub fn trained(training: &Training) -> String {
    let reads = |how: &str, noisy: &f64, clean: &f64, seconds: &f64| {
        let (noisy, clean) = (share(*noisy), share(*clean));
        format!(
            "a network trained with your functions for {seconds:.1} s reads {how}{noisy} of noisy words and {clean} of clean ones."
        )
    };
    match training {
        Training::Reached { noisy, clean, seconds } => reads("", noisy, clean, seconds),
        Training::Below { noisy, clean, seconds } => reads("only ", noisy, clean, seconds),
        Training::Skipped(why) => format!("no network was trained: {}.", skipped(why)),
        Training::Failed { trouble: why } => {
            // it is tried again at every run, which is worth a hint
            let hint = if why.by_load() { " `--no-training` leaves it out." } else { "" };
            format!("no network could be trained. {}{hint} This costs no points.", trouble(why))
        }
    }
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

//! What became of a training run, in a line.

use super::page::Page;
use super::style::{FAINT, GOOD, PART};
use super::{english, place};
use judge::report::{Report, Training};

/// What stands before the text takes this many columns,
const INDENT: usize = LABEL + 2;
/// of which the label takes all but the last two.
const LABEL: usize = 2 + "bonus".len();

/// A few lines per exercise with a training.
pub(super) fn lines(report: &Report, page: Page) -> String {
    let other = place::option(report);
    report.training.iter().map(|one| section(&one.exercise, &one.training, &other, page)).collect()
}

fn section(exercise: &str, training: &Training, other: &str, page: Page) -> String {
    let reads = |how: &str, noisy: &f64, clean: &f64, seconds: &f64| {
        let (noisy, clean) = (english::share(*noisy), english::share(*clean));
        format!(
            "a network trained with your functions for {seconds:.1} s reads {how}{noisy} of noisy words and {clean} of clean ones."
        )
    };
    let (style, text, look) = match training {
        Training::Reached { noisy, clean, seconds } => (GOOD, reads("", noisy, clean, seconds), true),
        Training::Below { noisy, clean, seconds } => (PART, reads("only ", noisy, clean, seconds), true),
        Training::Skipped(why) => (FAINT, format!("no network was trained: {}.", english::skipped(why)), false),
        Training::Failed { trouble } => {
            let why = english::trouble(trouble);
            // it is tried again at every run, which is worth a hint
            let hint = if trouble.by_load() { " `--no-training` leaves it out." } else { "" };
            (PART, format!("no network could be trained. {why}{hint} This costs no points."), false)
        }
    };
    let mut lines = page.paragraph(&format!("{exercise}: {text}"), INDENT);
    if look {
        lines += &format!("{}{FAINT}see one   cargo run -p grader -- read hello{other}{FAINT:#}\n", " ".repeat(INDENT));
    }
    format!("\n  {style}bonus{style:#}{}", &lines[LABEL..])
}

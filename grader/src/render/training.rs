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
    let (style, look) = match training {
        Training::Reached { .. } => (GOOD, true),
        Training::Below { .. } => (PART, true),
        Training::Skipped(_) => (FAINT, false),
        Training::Failed { .. } => (PART, false),
    };
    let text = english::trained(training);
    let mut lines = page.paragraph(&format!("{exercise}: {text}"), INDENT);
    if look {
        lines += &format!("{}{FAINT}see one   cargo run -p grader -- read hello{other}{FAINT:#}\n", " ".repeat(INDENT));
    }
    format!("\n  {style}bonus{style:#}{}", &lines[LABEL..])
}

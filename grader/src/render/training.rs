//! What became of a training run, in a line.

use super::style::{FAINT, GOOD, PART};
use super::terminal::paragraph;
use judge::report::{Report, Training};

/// What stands before the text takes this many columns,
const INDENT: usize = LABEL + 2;
/// of which the label takes all but the last two.
const LABEL: usize = 2 + "bonus".len();

/// A share as people say it.
pub fn percent(share: f64) -> String {
    format!("{} %", (1000.0 * share).round() / 10.0)
}

/// A few lines per exercise with a training.
pub(super) fn lines(report: &Report) -> String {
    let other = match report.submission.as_str() {
        "exercises" => String::new(),
        folder => format!(" --submission {folder}"),
    };
    let bonus = report.exercises.iter().filter_map(|one| Some((&one.name, one.training.as_ref()?)));
    bonus.map(|(exercise, training)| section(exercise, training, &other)).collect()
}

fn section(exercise: &str, training: &Training, other: &str) -> String {
    let reads = |how: &str, noisy: &f64, clean: &f64, seconds: &f64| {
        let (noisy, clean) = (percent(*noisy), percent(*clean));
        format!(
            "a network trained with your functions for {seconds:.1} s reads {how}{noisy} of noisy words and {clean} of clean ones."
        )
    };
    let (style, text, look) = match training {
        Training::Reached { noisy, clean, seconds } => (GOOD, reads("", noisy, clean, seconds), true),
        Training::Below { noisy, clean, seconds } => (PART, reads("only ", noisy, clean, seconds), true),
        Training::Skipped { why } => (FAINT, format!("no network was trained: {why}."), false),
        Training::Failed { why } => (PART, format!("no network could be trained. {why} This costs no points."), false),
    };
    let mut lines = paragraph(&format!("{exercise}: {text}"), INDENT);
    if look {
        lines += &format!("{}{FAINT}see one   cargo run -p grader -- read hello{other}{FAINT:#}\n", " ".repeat(INDENT));
    }
    format!("\n  {style}bonus{style:#}{}", &lines[LABEL..])
}

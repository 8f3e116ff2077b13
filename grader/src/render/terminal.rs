//! A report for a terminal. Every state has a word, so that nothing rests on colour.

use super::english;
use super::evidence::Scene;
use super::full::full;
use super::next::{next, untouched};
use super::overview::{Stand, overview, stand};
use super::page::Page;
use super::place;
use super::section::section;
use super::style::FAINT;
use super::value::Extent;
use super::view::{Detail, View};
use judge::report::{ExerciseReport, FunctionReport, Report, State};

/// Where several exercises are shown this many entries are explained in all; of the others a few words are said.
const EXPLAINED: usize = 3;
/// After so many entries that are not right further exercises are only named.
const ROWS: usize = 20;

/// Writes what a view shows of a report.
pub fn to_terminal(report: &Report, view: &View<'_>) -> String {
    let page = Page { width: view.columns() };
    if let Some((exercise, function)) = view.function.and_then(|name| named(report, name)) {
        return "\n".to_owned() + &full(&Scene { report, exercise, function, page, extent: Extent::Whole });
    }
    let explained = explained(report, view);
    let mut text = overview(report, page);
    let mut rows = 0;
    let mut left_out = vec![];
    for exercise in report.exercises.iter().filter(|exercise| shown(exercise, view.detail)) {
        let of = |entry: &FunctionReport| explained.iter().any(|one| std::ptr::eq(*one, entry));
        let said = exercise.functions.iter().any(of) || remarkable(exercise);
        if view.detail == Detail::First && rows >= ROWS && !said {
            left_out.push(exercise.name.as_str());
            continue;
        }
        rows += exercise.functions.iter().filter(|entry| to_mend(entry)).count();
        text += &section(report, exercise, page, view.detail, &of);
    }
    if let Some(first) = left_out.first() {
        let how = format!("cargo run -p grader -- {first}{}", place::option(report));
        text += &page.paragraph(&format!("There is more to mend in {}: {how}", left_out.join(", ")), 0);
        text.push('\n');
    }
    text += &next(report, page, view.focus);
    text += &drawn_later(report, page);
    // where nothing was called nothing was drawn
    if let Some(seed) = report.seed.filter(|_| !untouched(report)) {
        text += &format!("{FAINT}Seed {seed}; run again with --seed {seed} to draw the same inputs.{FAINT:#}\n");
    }
    text
}

/// How many functions are tried on further inputs when the work is handed in.
pub(super) fn drawn_later(report: &Report, page: Page) -> String {
    let entries = report.exercises.iter().flat_map(|exercise| &exercise.functions);
    match entries.filter(|entry| !entry.drawn_later.is_empty() && !entry.untouched()).count() {
        0 => String::new(),
        later => page.paragraph(&english::drawn_later_of(later), 0),
    }
}

fn to_mend(entry: &FunctionReport) -> bool {
    matches!(stand(entry), Stand::Part | Stand::Wrong)
}

/// Is there something to say of the whole exercise?
fn remarkable(exercise: &ExerciseReport) -> bool {
    !exercise.warnings.is_empty() || !exercise.remarks.is_empty()
}

/// The function or piece of writing of this name.
fn named<'a>(report: &'a Report, name: &str) -> Option<(&'a ExerciseReport, &'a FunctionReport)> {
    let each = |exercise: &'a ExerciseReport| exercise.functions.iter().map(move |entry| (exercise, entry));
    report.exercises.iter().flat_map(each).find(|(_, entry)| entry.name == name)
}

/// Does an exercise have a section of its own?
fn shown(exercise: &ExerciseReport, detail: Detail) -> bool {
    let said = remarkable(exercise);
    match (exercise.state, detail) {
        (State::NotStarted, _) => said,
        // of a file that is not there the table says all there is to say
        (State::Missing, Detail::First) => false,
        (_, Detail::Every) => true,
        (_, Detail::First) => said || exercise.functions.iter().any(to_mend),
    }
}

/// The entries that are explained: every one that is not right, or the first ones, of the exercise in focus first.
fn explained<'a>(report: &'a Report, view: &View<'_>) -> Vec<&'a FunctionReport> {
    let focus = |exercise: &&ExerciseReport| Some(exercise.name.as_str()) == view.focus;
    let (first, rest): (Vec<_>, Vec<_>) = report.exercises.iter().partition(focus);
    let entries = first.into_iter().chain(rest).flat_map(|exercise| &exercise.functions);
    let wrong = entries.filter(|entry| to_mend(entry));
    match view.detail {
        Detail::Every => wrong.collect(),
        Detail::First => wrong.take(EXPLAINED).collect(),
    }
}

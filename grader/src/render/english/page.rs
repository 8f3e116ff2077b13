//! Words of pages that are read in a browser: headings, labels, and where a page is.

use judge::report::Report;
use std::path::Path;

/// What is told of a page that was written of a report.
pub fn page_is_in(report: &Report, path: &Path) -> String {
    format!("{} of {} points\nThe page is in {}\n", report.points, report.max, near(path))
}

/// What is told of a book that was written.
pub fn book_is_in(path: &Path) -> String {
    format!("The book begins in {}\n", near(path))
}

/// A path as one types it, where it lies below the current folder.
fn near(path: &Path) -> String {
    let here = std::env::current_dir().ok();
    let below = here.and_then(|here| Some(path.strip_prefix(here).ok()?.to_owned()));
    below.as_deref().unwrap_or(path).display().to_string()
}

/// Above the table of all exercises.
pub const OVERVIEW: &str = "Progress";
/// Before what is to be done now.
pub const NEXT: &str = "Next";
/// Above the points of every check.
pub const CHECKS: &str = "How the points are made up";
/// Above the formulas of a handout.
pub const FORMULAS: &str = "Formulas of the handout";
/// The arguments of a call.
pub const INPUT: &str = "input";
/// The line of the reference in a picture.
pub const REFERENCE: &str = "reference";
/// Above the numbers of a picture.
pub const NUMBERS: &str = "The numbers";
/// What the rows of a table of arrows are.
pub const ARROWS: &str = "foot and tip of each arrow in turn";
/// What came of it.
pub const YOURS: &str = "yours";
/// What should have come.
pub const EXPECTED: &str = "expected";
/// How both differ.
pub const ERROR: &str = "error";
/// How far that is beyond what is allowed.
pub const TOLERANCE: &str = "tolerance";
/// A relation that a function has to keep,
pub const LAW: &str = "law";
/// and its two sides.
pub const LEFT: &str = "left side";
/// The other one.
pub const RIGHT: &str = "right side";
/// What came the first time,
pub const FIRST: &str = "first";
/// and the second time.
pub const SECOND: &str = "second";
/// A line for a terminal.
pub const AGAIN: &str = "again";
/// Where a derivation begins.
pub const FROM: &str = "from";
/// Where it shall lead.
pub const TO: &str = "to";
/// A student's answer.
pub const ANSWER: &str = "answer";
/// Beside the first line of a derivation that is not right.
pub const FIRST_WRONG: &str = "This is the first line that is not right.";
/// Above the pages of a book.
pub const CONTENTS: &str = "Contents";
/// The page before this one.
pub const PREVIOUS: &str = "Previous";
/// The page after this one.
pub const FOLLOWING: &str = "Next";
/// Around the two.
pub const TURN: &str = "Previous and next page";
/// Above the functions of an exercise.
pub const FUNCTIONS: &str = "The functions";
/// Above the questions of an exercise.
pub const QUESTIONS: &str = "The questions";
/// Above the derivations of an exercise.
pub const DERIVATIONS: &str = "The derivations";
/// Leads past the head of a page.
pub const SKIP: &str = "Skip to the text";

/// Above what speaks against an entry.
pub fn evidence(case: bool) -> &'static str {
    if case { "The first case that fails" } else { "What speaks against it" }
}

/// Above further evidence.
pub fn further(count: usize) -> String {
    if count == 1 { "1 more finding".into() } else { format!("{count} more findings") }
}

/// How to see all of an exercise, where a page of the whole course has no room for it.
pub fn all_of_it(command: &str) -> String {
    format!("All of this exercise: `{command}`")
}

/// What evidence the page has no room for.
pub fn left_out(count: usize, command: &str) -> String {
    format!("And {count} more: `{command}`")
}

/// The name of a hint.
pub fn hint(number: usize, of: usize) -> String {
    format!("Hint {number} of {of}")
}

/// How to ask for a hint.
pub fn a_hint(command: &str) -> String {
    format!("A hint: `{command}`")
}

/// What a person looks for in a text.
pub fn looks_for(rubric: &[String]) -> String {
    format!("A person looks for: {}.", rubric.join("; ").trim_end_matches('.'))
}

/// What was graded, and from what the inputs were drawn.
pub fn graded(folder: &str, seed: Option<u64>) -> String {
    let drawn = seed.map(|seed| format!(" Drawn inputs come from the seed {seed}.")).unwrap_or_default();
    format!("Graded: `{folder}`.{drawn}")
}

/// What to do about an entry.
pub fn step(untouched: bool, name: &str, place: &str) -> String {
    let verb = if untouched { "write" } else { "mend" };
    format!("{verb} `{name}` in `{place}`")
}

/// What to do about a file.
pub fn mend(place: &str) -> String {
    format!("mend `{place}`")
}

/// Nothing is left to be done.
pub fn all_done(all: bool) -> &'static str {
    if all { "Everything is right. Well done." } else { "Nothing is left that the machine can judge." }
}

/// What the compiler warns of.
pub fn warnings(count: usize, first: &str, line: Option<usize>) -> String {
    let place = line.map(|line| format!(" on line {line}")).unwrap_or_default();
    let warnings = if count == 1 { "1 warning".into() } else { format!("{count} warnings") };
    format!("{warnings}, which cost nothing; the first{place}: {first}")
}

/// How many more errors there are.
pub fn more_errors(count: usize) -> String {
    let errors = if count == 1 { "1 error".into() } else { format!("{count} errors") };
    format!("{errors} more after this one; the first is the one to mend.")
}

/// Where the course has more to a compile error.
pub fn see(section: &str) -> String {
    format!("See \"{section}\" in `exercises/ndarray.md`.")
}

/// What a person gives points for, beside those of the machine.
pub fn entry_points(points: u32, max: u32, by_person: u32, later: u32) -> String {
    match (by_person, later) {
        (0, 0) => format!("{points} of {max}"),
        (0, later) => format!("{later} when marked"),
        (person, _) => format!("{person} by a person"),
    }
}

/// Where a question is answered.
pub fn answered_in(file: &str) -> String {
    format!("Answered in `{file}`.")
}

/// The cases that are right, where others are not.
pub fn right_cases(names: &[String]) -> String {
    format!("right: {}", names.join("; "))
}

//! What to do now: one function, one file, one hint.

use super::page::Page;
use super::style::{FAINT, GOOD, STRONG};
use super::value::Extent;
use super::{english, place};
use judge::course::ANSWERS;
use judge::report::{Asks, ExerciseReport, FunctionReport, Report, State};

/// What is to be done now.
#[derive(Clone, Debug, PartialEq)]
pub enum Step<'a> {
    /// A file cannot be graded: mend it here.
    File {
        /// The exercise.
        exercise: &'a ExerciseReport,
        /// The file, with the line where it is known.
        place: String,
    },
    /// An entry stands in a file that cannot be read, or is to be written or mended.
    Entry {
        /// The exercise.
        exercise: &'a ExerciseReport,
        /// The entry.
        entry: &'a FunctionReport,
    },
    /// Nothing that the machine can judge.
    Nothing,
}

/// The next step; `focus` is the exercise that was edited last.
pub fn step<'a>(report: &'a Report, focus: Option<&str>) -> Step<'a> {
    let Some(exercise) = chosen(report, focus) else { return Step::Nothing };
    if let Some(error) = broken(exercise) {
        let place = match error {
            Some((Some(file), line)) => place::file(report, exercise, file) + &colon(line),
            Some((None, line)) => place::main_file(report, exercise) + &colon(line),
            None => place::main_file(report, exercise),
        };
        return Step::File { exercise, place };
    }
    entry(exercise).map_or(Step::Nothing, |entry| Step::Entry { exercise, entry })
}

/// One step, and how to take it; `focus` is the exercise that was edited last.
pub fn next(report: &Report, page: Page, focus: Option<&str>) -> String {
    match step(report, focus) {
        Step::File { place, .. } => headline(page, &format!("mend {place}")) + "\n",
        // the question cannot be answered better before the file can be read
        Step::Entry { exercise, entry } if entry.unread() => {
            headline(page, &format!("mend {}", place::entry(report, exercise, entry))) + "\n"
        }
        Step::Entry { exercise, entry } => how(report, page, exercise, entry),
        Step::Nothing => done(report, page),
    }
}

/// The next step on a page of some width: in a line, or with how to take it.
pub fn to_do(report: &Report, width: usize, focus: Option<&str>, extent: Extent) -> String {
    let page = Page { width };
    match (extent, step(report, focus)) {
        (Extent::Telling, Step::Entry { exercise, entry }) if !entry.unread() => {
            headline(page, &to_take(report, exercise, entry))
        }
        (Extent::Telling, _) => next(report, page, focus).trim_end().to_owned() + "\n",
        (Extent::Whole, _) => next(report, page, focus),
    }
}

/// `mend `gibbs` in exercises/gibbs/src/lib.rs:33`.
fn to_take(report: &Report, exercise: &ExerciseReport, function: &FunctionReport) -> String {
    let verb = if function.untouched() { "write" } else { "mend" };
    format!("{verb} `{}` in {}", function.name, place::entry(report, exercise, function))
}

fn headline(page: Page, text: &str) -> String {
    page.hanging("Next", text, 6).replacen("Next", &format!("{STRONG}Next{STRONG:#}"), 1)
}

fn colon(line: Option<usize>) -> String {
    line.map(|line| format!(":{line}")).unwrap_or_default()
}

/// The exercise to go on with: the one edited last while it is not done; one that cannot be graded; one that is
/// begun; one that is not.
fn chosen<'a>(report: &'a Report, focus: Option<&str>) -> Option<&'a ExerciseReport> {
    let all = || report.exercises.iter();
    let begun = |exercise: &&ExerciseReport| exercise.state == State::Graded && exercise.points < exercise.max;
    let edited = all().filter(|exercise| Some(exercise.name.as_str()) == focus);
    let edited = edited.filter(|exercise| broken(exercise).is_some() || begun(exercise));
    edited
        .chain(all().filter(|exercise| broken(exercise).is_some()))
        .chain(all().filter(begun))
        .chain(all().filter(|exercise| exercise.state == State::NotStarted))
        .next()
}

type Place<'a> = (Option<&'a str>, Option<usize>);

/// Of an exercise that cannot be graded: where, as far as that is known.
fn broken(exercise: &ExerciseReport) -> Option<Option<Place<'_>>> {
    match exercise.state {
        State::NotCompiled | State::CompileOvertime | State::Refused => {
            Some(exercise.errors.first().map(|error| (error.file.as_deref(), error.line)))
        }
        State::Graded | State::NotStarted | State::Missing | State::GraderError => None,
    }
}

/// The entry to go on with: a file that cannot be read costs most; what is begun comes before what is not.
fn entry(exercise: &ExerciseReport) -> Option<&FunctionReport> {
    let open = || exercise.functions.iter().filter(|function| function.points < function.max);
    let unread = exercise.functions.iter().find(|function| function.unread());
    unread.or_else(|| open().find(|function| !function.untouched())).or_else(|| open().next())
}

fn how(report: &Report, page: Page, exercise: &ExerciseReport, function: &FunctionReport) -> String {
    let newcomer = untouched(report);
    let mut text = String::new();
    if newcomer {
        text += &page.paragraph(
            "Each exercise is a small Rust crate whose functions still say `todo!()`. Write one, run this again, and see your points, what is wrong, and why.",
            0,
        );
        text.push('\n');
    }
    let asks = match &function.asks {
        Asks::Function { signature, .. } => english::signature(signature),
        Asks::Derivation { start, goal } => format!("from {start} to {goal}"),
        Asks::Choice { question, .. } | Asks::Text { question, .. } => question.clone(),
    };
    text += &headline(page, &to_take(report, exercise, function));
    text += &page.paragraph(&asks, 6);
    let (name, entry, other) = (&exercise.name, &function.name, place::option(report));
    let rows = [
        ("the theory", format!("exercises/{name}/README.md")),
        ("a hint", format!("cargo run -p grader -- hint {name} {entry}")),
        ("all of this one", format!("cargo run -p grader -- {name} {entry}{other}")),
    ];
    for (what, how) in rows.into_iter().take(if function.untouched() { 2 } else { 3 }) {
        text += &format!("      {FAINT}{what:<16}{FAINT:#}{how}\n");
    }
    text + "\n"
}

/// Nobody has written anything yet.
pub fn untouched(report: &Report) -> bool {
    report.exercises.iter().all(|exercise| exercise.state == State::NotStarted)
}

/// Nothing is left that the machine can judge.
fn done(report: &Report, page: Page) -> String {
    if report.points == report.max {
        let told =
            if report.later > 0 { "Everything that is marked already is right." } else { "Everything is right." };
        return format!("{GOOD}{told} Well done.{GOOD:#}\n\n") + &unanswered(report, page) + &texts(report, page);
    }
    let lost = report.exercises.iter().find(|exercise| exercise.state == State::Missing);
    lost.map(|exercise| page.paragraph(&english::missing(report, exercise), 0) + "\n").unwrap_or_default()
}

/// The questions that wait for an answer of the form asked for, where answers are only received.
fn unanswered(report: &Report, page: Page) -> String {
    let waiting = |entry: &&FunctionReport| entry.later() > 0 && !entry.received();
    let mut exercises = report.exercises.iter();
    let Some(exercise) = exercises.find(|exercise| exercise.functions.iter().any(|entry| waiting(&entry))) else {
        return String::new();
    };
    let names: Vec<&str> = exercise.functions.iter().filter(waiting).map(|entry| entry.name.as_str()).collect();
    let file = place::file(report, exercise, ANSWERS);
    headline(page, &format!("answer the questions in {file}:")) + &page.paragraph(&names.join(", "), 6) + "\n"
}

/// The texts that a person still waits for.
fn texts(report: &Report, page: Page) -> String {
    let waiting = |entry: &&FunctionReport| matches!(entry.asks, Asks::Text { .. }) && !entry.collected();
    let mut exercises = report.exercises.iter();
    let Some(exercise) = exercises.find(|exercise| exercise.functions.iter().any(|entry| waiting(&entry))) else {
        return String::new();
    };
    let names: Vec<&str> = exercise.functions.iter().filter(waiting).map(|entry| entry.name.as_str()).collect();
    let file = place::file(report, exercise, ANSWERS);
    headline(page, &format!("for a person to grade, in {file}:")) + &page.paragraph(&names.join(", "), 6) + "\n"
}

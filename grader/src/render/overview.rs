//! The head of the terminal report: all points on one screen.

use super::english;
use super::page::Page;
use super::style::{BAD, FAINT, GOOD, PART, STRONG};
use anstyle::Style;
use judge::report::{Asks, AssignmentReport, ExerciseReport, FunctionReport, PartReport, Report, State, Verdict};

/// Where an entry stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stand {
    /// All points.
    Right,
    /// Some.
    Part,
    /// None, though something is there that is not right.
    Wrong,
    /// Nothing is there.
    Open,
    /// A text that waits for a person.
    Collected,
    /// An answer that is marked later.
    Received,
    /// An answer in a file that cannot be read.
    Unread,
}

/// Where an entry stands.
pub fn stand(function: &FunctionReport) -> Stand {
    if function.untouched() {
        Stand::Open
    } else if function.unread() {
        Stand::Unread
    } else if matches!(function.asks, Asks::Text { .. }) {
        if function.collected() { Stand::Collected } else { Stand::Wrong }
    } else if function.later() > 0 {
        if function.received() { Stand::Received } else { Stand::Wrong }
    } else if function.points == function.max {
        Stand::Right
    } else if function.points > 0 || function.checks.iter().any(|check| check.verdict == Verdict::TooLarge) {
        Stand::Part
    } else {
        Stand::Wrong
    }
}

/// The totals and one row per exercise, grouped by assignment where whole ones were graded.
pub fn overview(report: &Report, page: Page) -> String {
    let total = english::points(report.points, report.max, report.by_person, report.later);
    let mut text = format!("\n{}\n", line(&format!("{}: {}", report.course, report.assignment), &total, page));
    let parts = || report.assignments.iter().flat_map(|assignment| &assignment.parts);
    let width = report.exercises.iter().map(|exercise| exercise.name.chars().count()).max().unwrap_or(0);
    let names = parts().map(|part| part.name.chars().count()).max().unwrap_or(0);
    let titles = parts().map(|part| part.title.chars().count()).max().unwrap_or(0);
    for assignment in &report.assignments {
        text += &heading(assignment, page);
        for part in &assignment.parts {
            text += &row_of_part(part, names, titles, page);
            let of = || report.exercises.iter().filter(|exercise| part.exercises.contains(&exercise.name));
            // where nothing is begun the names of the exercises are enough
            if of().all(|exercise| exercise.state == State::NotStarted) {
                text += &format!("  {FAINT}{}{FAINT:#}\n", part.exercises.join(", "));
            } else {
                text += "\n";
                text += &of().map(|exercise| row(exercise, names + 4, width, page)).collect::<String>();
            }
        }
    }
    if report.assignments.is_empty() {
        text += &report.exercises.iter().map(|exercise| row(exercise, 2, width, page)).collect::<String>();
    }
    text + &super::training::lines(report, page) + "\n"
}

/// What is added when answers are marked that are only received so far.
fn later(points: u32) -> String {
    match points {
        0 => String::new(),
        more => format!(", {more} more when marked"),
    }
}

/// Left and right on one line, or on two where one is too short.
fn line(left: &str, right: &str, page: Page) -> String {
    let room = page.width.saturating_sub(right.chars().count() + 1);
    if left.chars().count() > room {
        return format!("{STRONG}{left}\n{right:>0$}{STRONG:#}", page.width);
    }
    format!("{STRONG}{left:<room$} {right}{STRONG:#}")
}

fn heading(assignment: &AssignmentReport, page: Page) -> String {
    let printed: u32 = assignment.parts.iter().map(|part| part.max + part.later).sum();
    let capped =
        if printed > assignment.max + assignment.later { format!(", {printed} to be had") } else { String::new() };
    let later = later(assignment.later);
    line(&assignment.title, &format!("{} of {}{later}{capped}", assignment.points, assignment.max), page) + "\n"
}

fn row_of_part(part: &PartReport, names: usize, titles: usize, page: Page) -> String {
    let style = colour(part.points, part.max);
    let points = format!("{:>3} / {:<2}", part.points, part.max);
    let mut more = later(part.later);
    if names + titles + points.chars().count() + more.chars().count() + 6 > page.width {
        more = format!(" + {}", part.later);
    }
    format!("  {:<names$}  {:<titles$}  {style}{points}{style:#}{more}", part.name, part.title)
}

fn row(exercise: &ExerciseReport, indent: usize, width: usize, page: Page) -> String {
    let points = format!("{:>3} / {}", exercise.points, exercise.max);
    let style = colour(exercise.points, exercise.max);
    let space = " ".repeat(indent);
    let first = format!("{space}{:<width$}  {points:<9}  ", exercise.name);
    let text = page.hanging(&first, &summary(exercise), first.chars().count());
    let styled = format!("{space}{STRONG}{:<width$}{STRONG:#}  {style}{points:<9}{style:#}  ", exercise.name);
    styled + text.strip_prefix(&first).unwrap_or("\n")
}

fn colour(points: u32, max: u32) -> Style {
    match points {
        0 => Style::new(),
        points if points == max => GOOD,
        _ => PART,
    }
}

/// What a row says of an exercise.
fn summary(exercise: &ExerciseReport) -> String {
    match exercise.state {
        State::Graded => {
            let stands: Vec<Stand> = exercise.functions.iter().map(stand).collect();
            english::stands(&stands)
        }
        State::NotStarted => format!("{FAINT}{}{FAINT:#}", english::summary(exercise.state)),
        state => {
            let before = exercise.before.map(|before| format!(", {} before this edit", before.points));
            format!("{BAD}{}{BAD:#}{}", english::summary(state), before.unwrap_or_default())
        }
    }
}

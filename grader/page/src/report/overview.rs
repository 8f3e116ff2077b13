//! The head of the page: all points, what is next, and a row for every exercise.

use super::{anchor, entry_anchor};
use crate::html::{Html, element, of, plain};
use crate::sheet::bar;
use grader::render::english::{self, page};
use grader::render::{Step, place, stand, step};
use judge::report::{ExerciseReport, PartReport, Report, State};

/// The title, and the sum.
pub fn head(report: &Report) -> Html {
    let total = english::points(report.points, report.max, report.by_person, report.later);
    let title = plain("h1", Html::text(&report.course));
    let sum = of("p", "total", Html::text(&total));
    let about = of("p", "about", Html::sentence(&page::graded(&report.submission.folder, report.seed)));
    plain("header", title + sum + bar(report.points, report.max) + about)
}

/// What is next, and a row for every exercise, grouped by assignment where whole ones were graded.
pub fn overview(report: &Report) -> Html {
    let mut inner = next(report) + plain("h2", Html::text(page::OVERVIEW));
    for assignment in &report.assignments {
        let points = english::points(assignment.points, assignment.max, 0, assignment.later);
        let heading = plain("span", Html::text(&assignment.title)) + of("span", "points", Html::text(&points));
        inner += of("h3", "assignment", heading);
        inner += assignment.parts.iter().map(|part| rows_of_part(report, part)).collect();
    }
    if report.assignments.is_empty() {
        inner += rows(report.exercises.iter());
    }
    let trained = report.training.iter().map(|one| {
        let says = english::trained(&one.training);
        of("p", "about", Html::code(&one.exercise) + Html::sentence(&format!(": {says}")))
    });
    inner += trained.collect();
    element("section", &[("class", "overview"), ("id", "overview")], inner)
}

fn next(report: &Report) -> Html {
    let (says, to) = match step(report, None) {
        Step::File { exercise, place } => (page::mend(&place), Some(anchor(&exercise.name))),
        Step::Entry { exercise, entry } => {
            let place = place::entry(report, exercise, entry);
            (page::step(entry.untouched(), &entry.name, &place), Some(entry_anchor(&exercise.name, &entry.name)))
        }
        Step::Nothing => (page::all_done(report.points == report.max).to_owned(), None),
    };
    let says = Html::sentence(&says);
    let says = match to {
        Some(to) => element("a", &[("href", &to)], says),
        None => says,
    };
    of("p", "next", plain("strong", Html::text(page::NEXT)) + Html::text(" ") + says)
}

fn rows_of_part(report: &Report, part: &PartReport) -> Html {
    let points = english::points(part.points, part.max, 0, part.later);
    let name = plain("span", Html::text(&format!("{} {}", part.name, part.title)));
    let head = of("p", "group", name + of("span", "points", Html::text(&points)));
    head + rows(report.exercises.iter().filter(|exercise| part.exercises.contains(&exercise.name)))
}

fn rows<'a>(exercises: impl Iterator<Item = &'a ExerciseReport>) -> Html {
    of("ul", "rows", exercises.map(row).collect())
}

fn row(exercise: &ExerciseReport) -> Html {
    let name = element("a", &[("href", &anchor(&exercise.name))], Html::code(&exercise.name));
    let points = of("span", "points", Html::text(&english::points(exercise.points, exercise.max, 0, exercise.later)));
    plain("li", name + bar(exercise.points, exercise.max) + points + of("span", "words", Html::text(&state(exercise))))
}

/// How far an exercise is, in a few words.
fn state(exercise: &ExerciseReport) -> String {
    match exercise.state {
        State::Graded => english::stands(&exercise.functions.iter().map(stand).collect::<Vec<_>>()),
        other => english::summary(other).to_owned(),
    }
}

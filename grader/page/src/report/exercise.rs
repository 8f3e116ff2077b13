//! One exercise: what is to be said of the whole, the formulas of its handout, and every entry.

use super::{Extent, Scene, entry};
use crate::formula::{Stands, formula};
use crate::html::{Html, element, of, plain};
use crate::markdown::{alone, displayed};
use crate::sheet::unfold;
use grader::render::english::{self, page};
use grader::render::place;
use judge::report::{Diagnostic, ExerciseReport, State};

/// The section of an exercise.
pub fn section(scene: &Scene<'_>, exercise: &ExerciseReport) -> Html {
    let title = plain("h2", Html::text(&exercise.title));
    let points = english::points(exercise.points, exercise.max, 0, exercise.later);
    let place = place::main_file(scene.report, exercise);
    let about = of("p", "about", Html::text(&points) + Html::text(" · ") + Html::code(&place));
    let words = scene.material.words(&exercise.name);
    let entries = exercise.functions.iter();
    // of a file that is not there nobody needs to read all that is not in it
    let entries = entries.filter(|one| exercise.state != State::Missing || !one.untouched());
    let entries = entries.map(|one| entry::entry(scene, exercise, one, words.get(&one.name)));
    let inner = title + about + said(scene, exercise) + formulas(scene, exercise) + entries.collect();
    let inner = inner + all(scene, exercise);
    element("section", &[("class", "exercise"), ("id", &exercise.name)], inner)
}

/// Is something of it written, and not everything right?
pub fn at_work(exercise: &ExerciseReport) -> bool {
    exercise.points < exercise.max && exercise.functions.iter().any(|entry| !entry.untouched())
}

/// How to see what this page has no room for.
fn all(scene: &Scene<'_>, exercise: &ExerciseReport) -> Html {
    if scene.extent == Extent::Everything || exercise.state == State::Missing {
        return Html::none();
    }
    let command = format!("cargo run -p grader -- page {}{}", exercise.name, place::option(scene.report));
    of("p", "about", Html::sentence(&page::all_of_it(&command)))
}

/// Why grading came no further, what the compiler said.
fn said(scene: &Scene<'_>, exercise: &ExerciseReport) -> Html {
    let mut said = vec![];
    if exercise.state == State::Missing {
        said.push(english::missing(scene.report, exercise));
    }
    said.extend(exercise.remarks.iter().map(english::remark));
    said.extend(exercise.before.iter().map(english::before));
    let mut inner: Html = said.iter().map(|says| of("p", "remark", Html::sentence(says))).collect();
    if let Some((first, rest)) = exercise.errors.split_first() {
        inner += diagnosed(first);
        let more = rest.len() + exercise.more_errors;
        if more > 0 {
            inner += of("p", "about", Html::text(&page::more_errors(more)));
        }
    }
    if let Some(first) = exercise.warnings.first() {
        let count = exercise.warnings.len() + exercise.more_warnings;
        inner += of("p", "about", Html::sentence(&page::warnings(count, &first.message, first.line)));
    }
    inner
}

/// rustc's text, and our own sentence to it.
pub fn diagnosed(diagnostic: &Diagnostic) -> Html {
    let mut inner = plain("pre", Html::code(diagnostic.rendered.trim_end()));
    if let Some(advice) = &diagnostic.advice {
        let says = format!("{} {}", advice.says, page::see(&advice.section));
        inner += of("p", "diagnosis", Html::sentence(&says));
    }
    inner
}

/// The formulas of the handout that stand on lines of their own, by its headings.
fn formulas(scene: &Scene<'_>, exercise: &ExerciseReport) -> Html {
    let shown = match scene.extent {
        Extent::Everything => exercise.state != State::Missing,
        Extent::Telling => at_work(exercise),
        Extent::Short | Extent::Least => false,
    };
    let all = if shown { displayed(&scene.material.handout(&exercise.name)) } else { vec![] };
    if all.is_empty() {
        return Html::none();
    }
    let mut inner = Html::none();
    let mut last = "";
    for (heading, latex) in &all {
        if heading != last {
            inner += of("p", "group", Html::text(heading));
            last = heading;
        }
        inner += alone(formula(latex, Stands::Alone).unwrap_or_else(|_| Html::code(latex)));
    }
    unfold("formulas", Html::text(page::FORMULAS), inner)
}

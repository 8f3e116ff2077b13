//! Pictures of a student's functions: `show`.

use super::command::{Format, Show};
use super::selection::Selection;
use super::status::disturbed;
use super::student::open;
use super::subject::{How, Subject};
use super::target::{self, Target};
use super::width::width;
use super::{Status, say};
use crate::render::style::BAD;
use crate::render::{View, shown};
use judge::course::{Course, Exercise};
use judge::error::{Error, Result};
use judge::report::{ExerciseReport, Report, State, to_json};
use run::grade::{Ask, Pictures};

/// `grader show EXERCISE [FUNCTION]`
pub fn show(command: &Show) -> Result<Status> {
    let (course, work) = open()?;
    let target = target::one(&course, &command.names)?;
    let exercise = target.exercise();
    let function = match target {
        Target::Exercise(_) => None,
        Target::Entry(_, name) => Some(name),
    };
    pictured(&course, exercise, function)?;
    let subject = Subject::of(&course, command.submission.as_deref())?;
    let selection = Selection::of(&course, std::slice::from_ref(&exercise.name), None)?;
    // a picture compares with what is stored
    let how = How { drawn: Ask::Never, pictures: Pictures::Drawn, ..subject.usual(&course, work.seed()?) };
    let report = subject.grade(&course, &work, &selection, how)?;
    match command.format {
        Format::Json => say(&to_json(&report))?,
        // the others are not taken
        Format::Terminal | Format::Rustc | Format::Markdown => say(&text(&report, function))?,
    };
    let disturbed = disturbed(&report);
    for (exercise, why) in &disturbed {
        anstream::eprintln!(
            "{BAD}error{BAD:#}: there are no pictures of `{exercise}`, and it is not your mistake: {why}"
        );
    }
    match report.exercises.first() {
        _ if !disturbed.is_empty() => Ok(Status::Disturbed),
        Some(ExerciseReport { state: State::Graded | State::NotStarted, .. }) => Ok(Status::Done),
        _ => {
            anstream::eprintln!(
                "{BAD}no pictures{BAD:#}: nothing of {1}/{0} can be called; `cargo run -p grader -- {0}` says why.",
                exercise.name,
                subject.shown_as
            );
            Ok(Status::Unsatisfied)
        }
    }
}

/// There is a picture to show.
fn pictured(course: &Course, exercise: &Exercise, function: Option<&str>) -> Result<()> {
    let drawn = |exercise: &Exercise| -> Vec<String> {
        let with = exercise.functions.iter().filter(|function| !function.plots.is_empty());
        with.map(|function| format!("`{}`", function.name)).collect()
    };
    let here = drawn(exercise);
    match function {
        Some(name) if !here.contains(&format!("`{name}`")) => {
            let fix =
                if here.is_empty() { others(course) } else { format!("there are pictures of {}", here.join(", ")) };
            Err(Error::usage(format!("there is no picture of `{name}`"), fix))
        }
        None if here.is_empty() => {
            Err(Error::usage(format!("there is no picture in `{}`", exercise.name), others(course)))
        }
        _ => Ok(()),
    }
}

fn others(course: &Course) -> String {
    let with = course.exercises.iter().filter(|exercise| exercise.has_pictures());
    let names: Vec<&str> = with.map(|exercise| exercise.name.as_str()).collect();
    if names.is_empty() { "this course has none".into() } else { format!("there are pictures in {}", names.join(", ")) }
}

fn text(report: &Report, function: Option<&str>) -> String {
    let view = View { width: width(), ..View::default() };
    let entries = report.exercises.iter().flat_map(|exercise| &exercise.functions);
    let wanted = entries.filter(|entry| function.is_none_or(|name| entry.name == name));
    let each = wanted.flat_map(|entry| entry.pictures.iter().map(|picture| shown(&entry.name, picture, &view)));
    let each: Vec<String> = each.collect();
    each.iter().map(|one| format!("\n{one}")).collect()
}

//! What is asked for, and hints: `list` and `hint`.

use super::command::{Hint, List};
use super::selection::Selection;
use super::student::open;
use super::target::{self, Target, entries};
use super::width::width;
use super::{Status, say};
use crate::render::english;
use crate::render::style::{FAINT, STRONG};
use judge::course::{Course, Derivation, Exercise, Written};
use judge::derivation::advice;
use judge::error::{Error, Result};
use judge::source;
use run::hinted::give;
use run::submission::{Files, Submission};

/// `grader list`
pub fn list(command: &List) -> Result<Status> {
    let (course, _) = open()?;
    let width = width();
    let mut text = String::new();
    let selection = Selection::of(&course, &[], command.assignment.as_deref())?;
    for name in &selection.exercises {
        let exercise = course.exercise(name)?;
        text += &format!("{STRONG}{name}{STRONG:#}  {} points  {}\n", exercise.max(), exercise.title);
        text += &format!("{FAINT}{}{FAINT:#}\n", wrapped("  ", &exercise.summary, 2, width));
        for function in &exercise.functions {
            // a type stays with what it is the type of
            let signature = function.signature.text.replace(": ", ":\u{a0}").replace("-> ", "->\u{a0}");
            let row = row(&function.max().to_string(), &format!("fn {}{signature}", function.name), width);
            text += &row.replace('\u{a0}', " ");
        }
        for written in &exercise.written {
            let (file, name) = (written.file(), written.name());
            text += &match written {
                Written::Derivation(_) => {
                    row(&written.max().to_string(), &format!("{file}: {}", written.asks()), width)
                }
                Written::Choice(_) => row(&written.max().to_string(), &format!("{file}: {name}"), width),
                Written::Text(_) => row("-", &format!("{file}: {name}, {} by a person", written.by_person()), width),
            };
        }
        text.push('\n');
    }
    for assignment in &selection.assignments {
        let (name, title) = (assignment.name.get_ref(), &assignment.title);
        text += &format!("{STRONG}{name}{STRONG:#}  {} points  {title}\n", assignment.max());
        for part in &assignment.parts {
            let names: Vec<&str> = part.exercises.iter().map(|name| name.get_ref().as_str()).collect();
            let what = format!("{} {}: {}", part.name, part.title, names.join(", "));
            text += &row(&part.points.get_ref().to_string(), &what, width);
        }
        text.push('\n');
    }
    text += "A hint: cargo run -p grader -- hint EXERCISE FUNCTION\n";
    say(&text)
}

/// Points, and beside them what they are given for.
fn row(points: &str, what: &str, width: usize) -> String {
    wrapped(&format!("  {points:>3}  "), what, 9, width) + "\n"
}

pub(super) fn wrapped(first: &str, text: &str, indent: usize, width: usize) -> String {
    let rest = " ".repeat(indent);
    textwrap::fill(
        text,
        textwrap::Options::new(width).initial_indent(first).subsequent_indent(&rest).break_words(false),
    )
}

/// `grader hint EXERCISE [FUNCTION [N]]`
pub fn hint(command: &Hint) -> Result<Status> {
    let (course, work) = open()?;
    let (exercise, name) = match target::one(&course, &command.names)? {
        Target::Entry(exercise, name) => (exercise, name),
        Target::Exercise(exercise) => {
            return match command.which {
                None => say(&names(exercise)),
                Some(which) => Err(Error::usage(
                    format!("`{}` has no hints as a whole", exercise.name),
                    format!("write `hint {} FUNCTION {which}`", exercise.name),
                )),
            };
        }
    };
    let which = command.which.map_or(1, usize::from);
    let text = hint_on(&course, exercise, name, which)?;
    give(&work, &course, &exercise.name, name, which);
    say(&text)
}

/// One hint on an entry.
pub(super) fn hint_on(course: &Course, exercise: &Exercise, name: &str, which: usize) -> Result<String> {
    let hints = hints(course, exercise, name)?;
    let all = hints.len();
    let Some(hint) = hints.get(which - 1) else {
        return Err(Error::usage(format!("`{name}` has {all} hints"), format!("write a number from 1 to {all}")));
    };
    let hint = wrapped("", hint, 0, width());
    let mut text = format!("{STRONG}{name}{STRONG:#}, hint {which} of {all}\n\n{hint}\n");
    if which < all {
        let (exercise, next) = (&exercise.name, which + 1);
        text += &format!("\n{FAINT}Still stuck? cargo run -p grader -- hint {exercise} {name} {next}{FAINT:#}\n");
    }
    Ok(text)
}

/// Everything there are hints for.
fn names(exercise: &Exercise) -> String {
    let width = width();
    let title = format!("{STRONG}{}{STRONG:#}: {}", exercise.title, exercise.summary);
    let first = format!("Read exercises/{}/README.md first. There are hints for", exercise.name);
    let mut text = format!("{}\n\n{}\n", wrapped("", &title, 0, width), wrapped("", &first, 0, width));
    let hinted = |name: &&str| derivation(exercise, name).is_some() || !stored(exercise, name).is_empty();
    for name in entries(exercise).filter(hinted) {
        text += &format!("  cargo run -p grader -- hint {} {name}\n", exercise.name);
    }
    text
}

/// The hints of the course; for a derivation, how to go on from the student's own lines.
pub(super) fn hints(course: &Course, exercise: &Exercise, name: &str) -> Result<Vec<String>> {
    let Some(derivation) = derivation(exercise, name) else { return Ok(stored(exercise, name).to_vec()) };
    let own = Submission::open(&course.root.join("exercises"))?;
    let files = match own.files(exercise) {
        Files::Present(files) => files,
        Files::Missing | Files::Refused(_) => vec![],
    };
    let text = source::text(&files, &format!("{name}.txt")).unwrap_or_default();
    let advice = advice(&derivation.task, text);
    Ok((1..=english::HINTS).map(|level| english::advice(&advice, level)).collect())
}

fn derivation<'a>(exercise: &'a Exercise, name: &str) -> Option<&'a Derivation> {
    exercise.written.iter().find_map(|written| match written {
        Written::Derivation(derivation) if derivation.name == name => Some(derivation),
        _ => None,
    })
}

fn stored<'a>(exercise: &'a Exercise, name: &str) -> &'a [String] {
    let function = exercise.functions.iter().find(|function| function.name == name);
    let written = || exercise.written.iter().find(|written| written.name() == name);
    function.map(|function| function.hints.as_slice()).or_else(|| Some(written()?.hints())).unwrap_or_default()
}

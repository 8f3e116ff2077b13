//! Everything there is about one function or question: `explain`.

use super::asking;
use super::command::Explain;
use super::selection::Selection;
use super::student::{grade_own, open};
use super::target::{self, Target};
use super::width::width;
use super::{Status, say};
use crate::render::style::{FAINT, STRONG};
use crate::render::{View, about, shown, to_terminal};
use judge::course::{Course, Exercise, STUBS};
use judge::error::{Error, Result};
use judge::source::MAIN;
use judge::stub;
use run::grade::Pictures;
use run::hinted::{give, given};
use std::fs;

/// `grader explain EXERCISE FUNCTION`: what is asked, what the handout says, the verdict, a picture, and the next hint.
pub fn explain(command: &Explain) -> Result<Status> {
    let (course, work) = open()?;
    let Target::Entry(exercise, name) = target::one(&course, &command.names)? else {
        return Err(Error::usage("`explain` needs a function or question, too", "write `explain EXERCISE FUNCTION`"));
    };
    let selection = Selection::of(&course, std::slice::from_ref(&exercise.name), None)?;
    // what was graded before is remembered
    let pictures = if exercise.has_pictures() { Pictures::Drawn } else { Pictures::Left };
    let report = grade_own(&course, &work, &selection, work.seed()?, pictures)?;
    let entry = report.exercises.iter().flat_map(|one| &one.functions).find(|entry| entry.name == name);
    let mut text = asked(&course, exercise, name) + &handout(&course, exercise, name);
    let view = View { width: width(), function: Some(name), ..View::default() };
    text += &to_terminal(&report, &view);
    let pictures = entry.iter().flat_map(|entry| &entry.pictures);
    text += &pictures.map(|picture| shown(name, picture, &view) + "\n").collect::<String>();
    let hints = asking::hints(&course, exercise, name)?.len();
    if entry.is_some_and(|entry| entry.points < entry.max) && hints > 0 {
        let next = hints.min(given(&work, &course, &exercise.name, name) + 1);
        text += &asking::hint_on(&course, exercise, name, next)?;
        give(&work, &course, &exercise.name, name, next);
    }
    say(&text)
}

/// The words of the stub, which the student may have removed.
fn asked(course: &Course, exercise: &Exercise, name: &str) -> String {
    let path = course.root.join(STUBS).join(&exercise.name).join(MAIN);
    let words = stub::words(&fs::read_to_string(path).unwrap_or_default()).remove(name).unwrap_or_default();
    let title = format!("\n{STRONG}{name}{STRONG:#} of {STRONG}{}{STRONG:#}\n", exercise.name);
    if words.is_empty() { title } else { title + &format!("\n{}\n", words.trim_end()) }
}

/// What the handout says of it, and where the rest is.
fn handout(course: &Course, exercise: &Exercise, name: &str) -> String {
    let path = format!("exercises/{}/README.md", exercise.name);
    // without a handout there is still the rest
    let all = fs::read_to_string(course.root.join(&path)).unwrap_or_default();
    let mut text = format!("\n{FAINT}In the handout, {path}{FAINT:#}\n");
    for part in about(&all, name) {
        let says = format!("{}: {}", part.heading, part.text.trim_start_matches("- "));
        text += &format!("{}\n", asking::wrapped("  ", &says, 4, width()));
    }
    text
}

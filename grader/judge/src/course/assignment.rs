//! Assignments: which exercises belong together, and how their points count.

use super::Choices;
use super::MOST_EXERCISES;
use super::bounds::{self, MOST_POINTS};
use super::name;
use super::schema::Lines;
use crate::error::{Error, Result};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::path::Path;
use toml::Spanned;

/// A named selection of exercises with points of its own.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assignment {
    /// For `--assignment`.
    pub name: Spanned<String>,
    /// For reports.
    pub title: String,
    /// At most this many points count.
    pub cap: Option<Spanned<u32>>,
    /// Until when it is to be handed in: an instant, a time on the course's clock, or a date, which means its end.
    pub due: Option<String>,
    /// What is told of questions with options, where the assignment says it.
    pub choices: Option<Choices>,
    /// The name of the file that is handed in, where the assignment has one of its own.
    pub hand_in: Option<Spanned<String>>,
    /// In the order of the sheet.
    #[serde(rename = "part")]
    pub parts: Vec<Part>,
}

/// One question of the sheet: some exercises, and the points that they share.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Its number on the sheet.
    pub name: String,
    /// For reports.
    pub title: String,
    /// What all of its exercises together are worth.
    pub points: Spanned<u32>,
    /// In the order in which a student should meet them.
    pub exercises: Vec<Spanned<String>>,
}

impl Assignment {
    /// The names of its exercises, with their places in the file.
    pub fn exercises(&self) -> impl Iterator<Item = &Spanned<String>> + Clone {
        self.parts.iter().flat_map(|part| &part.exercises)
    }

    /// What its parts are worth together, whatever the cap.
    pub fn printed(&self) -> u32 {
        self.parts.iter().map(|part| *part.points.get_ref()).sum()
    }

    /// What counts at most.
    pub fn max(&self) -> u32 {
        self.cap.as_ref().map_or(u32::MAX, |cap| *cap.get_ref()).min(self.printed())
    }
}

/// Checks the assignments, and lists their exercises in the order in which they are first named.
pub(super) fn order<'a>(
    assignments: &'a [Assignment],
    path: &Path,
    lines: &Lines<'_>,
) -> Result<Vec<&'a Spanned<String>>> {
    let wrong = |span: std::ops::Range<usize>, what: String, fix: &str| {
        Err(Error::fixture(path, lines.at(span.start), what, fix))
    };
    let mut order: Vec<&Spanned<String>> = vec![];
    let mut names = BTreeSet::new();
    let mut called = BTreeSet::new();
    for assignment in assignments {
        let (name, span) = (assignment.name.get_ref(), assignment.name.span());
        let said = bounds::line(name).and_then(|()| bounds::line(&assignment.title));
        if let Err(what) = said {
            return wrong(span, format!("the name or title of the assignment `{name}` has {what}"), "write one line");
        }
        if !called.insert(name) {
            return wrong(span, format!("two assignments are called `{name}`"), "rename one of them");
        }
        let mut listed = BTreeSet::new();
        for part in &assignment.parts {
            let (span, number) = (part.points.span(), &part.name);
            if let Err(what) = bounds::points(*part.points.get_ref()) {
                let fix = format!("write 1 to {MOST_POINTS}");
                return wrong(span, format!("part {number} of `{name}` has {what}"), &fix);
            }
            if let Err(what) = bounds::line(number).and_then(|()| bounds::line(&part.title)) {
                let what = format!("the name or title of part \"{number}\" of `{name}` has {what}");
                return wrong(span, what, "write one line");
            }
            if part.exercises.is_empty() {
                return wrong(span, format!("part {number} of `{name}` lists no exercise"), "list at least one");
            }
            for exercise in &part.exercises {
                let (one, span) = (exercise.get_ref(), exercise.span());
                if let Err(why) = name::of_exercise(one) {
                    let what = format!("`{}` is no name for an exercise: {why}", one.escape_debug());
                    return wrong(span, what, "rename the exercise");
                }
                if !listed.insert(one) {
                    return wrong(span, format!("`{one}` is listed twice in `{name}`"), "list it once");
                }
                if names.insert(one) {
                    order.push(exercise);
                }
            }
        }
        let sum = assignment.printed();
        if let Some(cap) = assignment.cap.as_ref().filter(|cap| !(1..=sum).contains(cap.get_ref())) {
            let what = format!("the cap {} of `{name}` does not fit its {sum} points", cap.get_ref());
            return wrong(cap.span(), what, "write a cap from 1 to that sum, or none");
        }
    }
    match order.get(MOST_EXERCISES) {
        None if order.is_empty() => {
            Err(Error::fixture(path, None, "no assignment lists an exercise", "list at least one"))
        }
        None => Ok(order),
        Some(first) => {
            wrong(first.span(), format!("this is more than {MOST_EXERCISES} exercises"), "divide the course")
        }
    }
}

//! What a loop knows of the exercises that it watches: the report as it is now, and what the next one is compared with.

use super::asking;
use super::keys::Key;
use super::width::width;
use crate::render::{Detail, Extent, Step, View, changed, step, to_do, to_terminal};
use judge::course::{Assignment, Course};
use judge::error::Result;
use judge::report::{ExerciseReport, Report, change, standing};
use judge::score::{self, Totals};
use std::collections::BTreeMap;

/// What is known.
pub struct Watched {
    /// Of everything that is watched.
    report: Report,
    /// Every exercise as it stood when it last compiled.
    stood: BTreeMap<String, ExerciseReport>,
    /// The exercise that was edited last.
    focus: Option<String>,
    /// What to do next, as it was told last.
    to_do: String,
    /// The entry that hints were given for, and how many.
    hinted: Option<(String, usize)>,
}

impl Watched {
    /// Begins with a report of everything.
    pub fn new(report: Report, focus: Option<String>) -> Watched {
        let stood = report.exercises.iter().map(|one| (one.name.clone(), one.clone())).collect();
        Watched { report, stood, focus, to_do: String::new(), hinted: None }
    }

    /// Where everything stands.
    pub fn first(&mut self) -> String {
        let what = match self.report.exercises.as_slice() {
            [only] => format!("exercises/{}", only.name),
            all => format!("{} exercises", all.len()),
        };
        let (points, max) = (self.report.points, self.report.max);
        format!("Watching {what}: {points} of {max} points. Save a file to see what changes.\n") + &self.next()
    }

    /// Takes in the report of an exercise that was edited, and tells what changed.
    pub fn take(&mut self, now: ExerciseReport, assignments: &[&Assignment]) -> String {
        self.focus = Some(now.name.clone());
        if let Some(old) = self.report.exercises.iter_mut().find(|one| one.name == now.name) {
            *old = now.clone();
        }
        let exercises = &self.report.exercises;
        self.report.assignments = assignments.iter().map(|one| score::assignment(one, exercises)).collect();
        let Totals { points, max, later } = score::totals(&self.report.assignments, exercises);
        (self.report.points, self.report.max, self.report.later) = (points, max, later);
        let before = self.stood.get(&now.name).unwrap_or(&now);
        let text = changed(&self.report, &change(before, &now), width());
        let stands = standing(before, &now);
        self.stood.insert(now.name.clone(), stands);
        // where it does not compile that is what is next
        if now.errors.is_empty() { text + &self.next() } else { text }
    }

    /// What to do next, where that is something else than before.
    fn next(&mut self) -> String {
        let to_do = to_do(&self.report, width(), self.focus.as_deref(), Extent::Telling);
        if to_do == self.to_do {
            return String::new();
        }
        self.to_do.clone_from(&to_do);
        to_do
    }

    /// What a key asks for.
    pub fn answer(&mut self, course: &Course, key: Key) -> Result<String> {
        let focus = self.focus.as_deref();
        match key {
            Key::Hint => self.hint(course),
            Key::Next => Ok(to_do(&self.report, width(), focus, Extent::Whole)),
            Key::List => {
                Ok(to_terminal(&self.report, &View { width: width(), detail: Detail::First, function: None, focus }))
            }
            Key::Page | Key::Quit => Ok(String::new()),
        }
    }

    /// A hint on what is next; the next one for the same entry is a stronger one.
    fn hint(&mut self, course: &Course) -> Result<String> {
        let Step::Entry { exercise, entry } = step(&self.report, self.focus.as_deref()) else {
            return Ok(to_do(&self.report, width(), self.focus.as_deref(), Extent::Whole));
        };
        let owed = course.exercise(&exercise.name)?;
        let all = asking::hints(course, owed, &entry.name)?.len();
        let before = self.hinted.take().filter(|(name, _)| *name == entry.name).map_or(0, |(_, given)| given);
        let which = (before + 1).min(all.max(1));
        let text = asking::hint_on(course, owed, &entry.name, which);
        self.hinted = Some((entry.name.clone(), which));
        text
    }
}

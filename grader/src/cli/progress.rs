//! `grader progress`: what was earned when.

use super::command::Progress;
use super::student::open;
use super::width::width;
use super::{Status, say, target};
use crate::render::{View, english, progress as drawn};
use judge::error::{Error, Result};
use run::attempts::{forget, recall};
use std::time::SystemTime;

/// `grader progress [EXERCISE]`
pub fn progress(command: &Progress) -> Result<Status> {
    let (course, work) = open()?;
    if command.forget && command.exercise.is_some() {
        let what = "`progress --forget` forgets everything, and not one exercise alone";
        return Err(Error::usage(what, "leave the exercise out"));
    }
    if command.forget {
        let anything = forget(&work, &course)?;
        return say(&format!("{}\n", english::forgotten(anything)));
    }
    let exercise = command.exercise.as_deref().map(|word| target::exercise(&course, word)).transpose()?;
    let attempts = recall(&work, &course, SystemTime::now());
    let view = View { width: width(), ..View::default() };
    say(&drawn(&attempts, exercise.map(|exercise| exercise.name.as_str()), &view))
}

//! What the command line selects of a course.

use super::target;
use judge::course::{Assignment, Course, Disclosure};
use judge::error::{Error, Result};
use judge::score::most;
use std::collections::BTreeSet;

/// What the command line selects.
pub struct Selection<'a> {
    /// The names of the exercises.
    pub exercises: Vec<&'a str>,
    /// Functions and questions of the only exercise that are to be shown in full.
    pub functions: Vec<&'a str>,
    /// The name of the assignment, or `all`.
    pub assignment: String,
    /// Those that are selected whole.
    pub assignments: Vec<&'a Assignment>,
}

impl<'a> Selection<'a> {
    /// What some names select; without one, everything of the assignment.
    pub fn of(course: &'a Course, names: &[String], assignment: Option<&str>) -> Result<Selection<'a>> {
        let assignments = match assignment {
            Some(name) => vec![course.assignment(name)?],
            None => course.assignments.iter().collect(),
        };
        let listed: BTreeSet<&str> =
            assignments.iter().flat_map(|one| one.exercises()).map(|name| name.get_ref().as_str()).collect();
        let all = course.exercises.iter().map(|exercise| exercise.name.as_str());
        let assigned: Vec<&str> = all.filter(|name| listed.contains(name)).collect();
        let assignment = match assignments.as_slice() {
            [only] => only.name.get_ref().clone(),
            _ => "all".into(),
        };
        if names.is_empty() {
            return Ok(Selection { exercises: assigned, functions: vec![], assignment, assignments });
        }
        let targets = target::several(course, names)?;
        let exercises: Vec<&str> = targets.exercises.iter().map(|exercise| exercise.name.as_str()).collect();
        if let Some(other) = exercises.iter().find(|name| !assigned.contains(name)) {
            return Err(Error::usage(
                format!("`{other}` is not part of `{assignment}`"),
                format!("choose among {}", assigned.join(", ")),
            ));
        }
        Ok(Selection { exercises, functions: targets.entries, assignment, assignments: vec![] })
    }

    /// All points that a report of it can show.
    pub fn max(&self, course: &Course, disclosure: &dyn Fn(&str) -> Disclosure) -> u32 {
        let worth = |name: &str| {
            let exercise = course.exercises.iter().find(|exercise| exercise.name == name);
            exercise.map_or((0, 0), |exercise| {
                let later = if disclosure(name) == Disclosure::Received { exercise.choices() } else { 0 };
                (exercise.max() - later, later)
            })
        };
        match self.assignments.as_slice() {
            [] => self.exercises.iter().map(|name| worth(name).0).sum(),
            whole => whole.iter().map(|assignment| most(assignment, &worth)).sum(),
        }
    }
}

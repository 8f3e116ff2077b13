//! How a run of the grader ended, for whoever called it.

use judge::report::{ExerciseReport, Report, State, Verdict};

/// The exit statuses, the whole list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// The work was done.
    Done,
    /// It was done, and did not come out as it should.
    Unsatisfied,
    /// It could not be done.
    Failed,
    /// A report was written, but the grader or the machine was disturbed while grading.
    Disturbed,
}

impl Status {
    /// All of them, by number.
    pub const ALL: [Status; 4] = [Status::Done, Status::Unsatisfied, Status::Failed, Status::Disturbed];

    /// The number.
    pub fn code(self) -> u8 {
        match self {
            Status::Done => 0,
            Status::Unsatisfied => 1,
            Status::Failed => 2,
            Status::Disturbed => 3,
        }
    }

    /// What it means, for the help.
    pub fn meaning(self) -> &'static str {
        match self {
            Status::Done => "done",
            Status::Unsatisfied => "done, but below --fail-under, not in order, or without a value",
            Status::Failed => "could not be done: the command line, the fixtures or a file is at fault",
            Status::Disturbed => "graded, but the grader or the machine was disturbed: points may be missing",
        }
    }
}

/// Exercises that may have lost points through no fault of the student, each with the reason.
pub fn disturbed(report: &Report) -> Vec<(&str, &str)> {
    report.exercises.iter().filter_map(|exercise| Some((exercise.name.as_str(), reason(exercise)?))).collect()
}

fn reason(exercise: &ExerciseReport) -> Option<&str> {
    const UNKNOWN: &str = "The grader does not know why.";
    if exercise.state == State::GraderError {
        return Some(exercise.message.as_deref().unwrap_or(UNKNOWN));
    }
    let checks = exercise.functions.iter().flat_map(|function| &function.checks);
    let check = checks.into_iter().find(|check| check.verdict == Verdict::GraderError)?;
    Some(check.evidence.iter().find_map(|one| one.message.as_deref()).unwrap_or(UNKNOWN))
}

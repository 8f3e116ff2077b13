//! How a run of the grader ended, for whoever called it.

use crate::render::{brief, english};
use judge::report::{ExerciseReport, Report, State, Verdict};

/// The exit statuses, the whole list. Each program has its own choice of them.
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
    /// It was done in part, and whoever asks again may have better luck.
    Again,
    /// Somebody ended it: what was done is kept.
    Stopped,
}

impl Status {
    /// The number.
    pub fn code(self) -> u8 {
        match self {
            Status::Done => 0,
            Status::Unsatisfied => 1,
            Status::Failed => 2,
            Status::Disturbed => 3,
            // sysexits.h: a temporary failure
            Status::Again => 75,
            // what a shell says of a program that Ctrl-C ended
            Status::Stopped => 130,
        }
    }

    /// What it means, for the help.
    pub fn meaning(self) -> &'static str {
        match self {
            Status::Done => "done",
            Status::Unsatisfied => "done, but below --fail-under, not in order, or without a value",
            Status::Failed => "could not be done: the command line, the fixtures or a file is at fault",
            Status::Disturbed => "graded, but the grader or the machine was disturbed: points may be missing",
            Status::Again => "a shard is not whole for no fault of a student's: run it again",
            Status::Stopped => "stopped by Ctrl-C or a signal: the same command goes on",
        }
    }
}

/// Exercises that may have lost points through no fault of the student, each with the reason.
pub fn disturbed(report: &Report) -> Vec<(&str, String)> {
    report.exercises.iter().filter_map(|exercise| Some((exercise.name.as_str(), reason(exercise)?))).collect()
}

/// Why an exercise may have lost points through no fault of the student.
pub fn reason(exercise: &ExerciseReport) -> Option<String> {
    if exercise.state == State::GraderError {
        return Some(exercise.remarks.first().map_or_else(unknown, english::remark));
    }
    exercise.functions.iter().find_map(|function| {
        let check = function.checks.iter().find(|check| check.verdict == Verdict::GraderError)?;
        let evidence = check.evidence.iter().find(|one| one.verdict() == Verdict::GraderError);
        Some(evidence.map_or_else(unknown, |one| brief(function, one).1))
    })
}

fn unknown() -> String {
    "The grader does not know why.".into()
}

//! Groups of students, by what their reports show: for whoever wants these graded again, and nobody else.

use super::outcome::{Outcome, Standing};
use judge::fate::FateWord;
use judge::report::State;

/// All for whom the grader was disturbed, or whose work could not be read.
pub const FAILED: &str = "failed";

/// The words that a group can be asked for by, in the order of a road: the whole work, an exercise, a call.
pub const GROUPS: [&str; 19] = [
    FAILED,
    "grader-error",
    "unreadable",
    "nothing",
    "missing",
    "refused",
    "not-started",
    "not-compiled",
    "compile-overtime",
    "not-built",
    "panicked",
    "unfinished",
    "overtime",
    "killed",
    "quit",
    "protocol",
    "not-called",
    "unsteady",
    "unread",
];

impl Outcome {
    /// Does this student belong to the group of this word?
    pub fn is_in(&self, group: &str) -> bool {
        match (&self.standing, group) {
            (Standing::Disturbed { .. }, FAILED | "grader-error") => true,
            (Standing::Unreadable { .. }, FAILED | "unreadable") => true,
            (Standing::Nothing, "nothing") => true,
            // there is no work that could show anything
            (Standing::Nothing | Standing::Unreadable { .. }, _) => false,
            (Standing::Graded | Standing::Disturbed { .. }, _) => {
                // what the compiler refused is left out, and the rest of the exercise is graded
                let refused = |word| group == "not-compiled" && word == State::Graded;
                let exercises = &self.whole.exercises;
                exercises
                    .iter()
                    .any(|one| of_state(one.state) == Some(group) || (refused(one.state) && !one.errors.is_empty()))
                    || self.each_check().any(|(_, _, check)| of_fate(check.fate) == Some(group))
            }
        }
    }
}

/// The group of those who have an exercise in this state.
fn of_state(state: State) -> Option<&'static str> {
    match state {
        State::Graded => None,
        State::NotStarted => Some("not-started"),
        State::NotCompiled => Some("not-compiled"),
        State::CompileOvertime => Some("compile-overtime"),
        State::Missing => Some("missing"),
        State::Refused => Some("refused"),
        State::GraderError => Some("grader-error"),
    }
}

/// The group of those of whom a check has this fate.
fn of_fate(fate: FateWord) -> Option<&'static str> {
    match fate {
        FateWord::Value => None,
        FateWord::Panicked => Some("panicked"),
        FateWord::Unfinished => Some("unfinished"),
        FateWord::Overtime => Some("overtime"),
        FateWord::Killed => Some("killed"),
        FateWord::Quit => Some("quit"),
        FateWord::Protocol => Some("protocol"),
        FateWord::Misuse => Some("grader-error"),
        FateWord::NotBuilt => Some("not-built"),
        FateWord::NotCalled => Some("not-called"),
        FateWord::Unsteady => Some("unsteady"),
        FateWord::Unread => Some("unread"),
    }
}

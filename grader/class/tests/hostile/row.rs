//! One hostile submission, and what must come of it.

use judge::fate::{Death, Ending, NotBuilt};
use judge::report::{ExerciseReport, State};

/// What stands in the file.
pub enum Code {
    /// A body of `log_sum_exp`. `HONEST` stands for an honest end.
    Body(&'static str),
    /// A body of another function.
    BodyOf(&'static str, &'static str),
    /// Something before everything else.
    Before(&'static str),
    /// Something after everything else.
    After(&'static str),
    /// Both.
    Around(&'static str, &'static str),
    /// Something after everything else, made by a function.
    Made(fn() -> String),
}

/// What must come of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The compiler refuses it.
    Refused,
    /// The compiler runs into its limit.
    CompileOvertime,
    /// All points: what it tried had no effect.
    Whole,
    /// A wrong value.
    Wrong,
    /// A panic, because what it tried was refused.
    Panicked,
    /// The system ended it for what it tried.
    Forbidden,
    /// It ended itself.
    Quit,
    /// It took part in the conversation.
    Protocol,
    /// Its limit of time.
    Overtime,
    /// It died of what it did to itself.
    Died,
}

/// A row of the corpus.
pub struct Row(pub &'static str, pub Code, pub Verdict);

/// Everything that a verdict is read from.
pub fn verdict(report: &ExerciseReport, function: &str) -> Vec<Verdict> {
    match report.state {
        State::CompileOvertime => return vec![Verdict::CompileOvertime],
        State::NotCompiled => return vec![Verdict::Refused],
        State::Graded => {}
        _ => return vec![],
    }
    if !report.errors.is_empty() {
        // what the compiler refused is left out, and the rest is graded
        return vec![Verdict::Refused];
    }
    if report.points == report.max {
        return vec![Verdict::Whole];
    }
    let function = report.functions.iter().find(|one| one.name == function).expect("the function");
    let endings = function.checks.iter().flat_map(|check| &check.evidence).filter_map(|one| one.ending());
    let found: Vec<Verdict> = endings
        .map(|ending| match ending {
            Ending::NotBuilt(NotBuilt::DoesNotCompile { .. } | NotBuilt::Needs { .. }) => Verdict::Refused,
            Ending::Panicked { .. } => Verdict::Panicked,
            Ending::Killed(Death::Forbidden) => Verdict::Forbidden,
            Ending::Killed(_) => Verdict::Died,
            Ending::Quit { .. } => Verdict::Quit,
            Ending::Protocol { .. } => Verdict::Protocol,
            Ending::Overtime { .. } => Verdict::Overtime,
            _ => Verdict::Wrong,
        })
        .collect();
    if found.is_empty() { vec![Verdict::Wrong] } else { found }
}

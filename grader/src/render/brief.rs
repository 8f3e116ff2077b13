//! Evidence in two clauses, for instructors: with which inputs, and what is wrong.

use super::english;
use super::page::GLUE;
use super::value::{Extent, named};
use judge::report::{Argument, Asks, CaseFinding, Evidence, FunctionReport, LawFinding};

/// Of long arguments no more than this many characters.
const MOST: usize = 120;

/// ` with energies = [1, 2], beta = 2`, and `the sign is flipped`.
pub fn brief(function: &FunctionReport, one: &Evidence) -> (String, String) {
    let with = |args: &[Argument]| match args {
        [] => String::new(),
        args => format!(" with {}", named(args, Extent::Telling, MOST, 6).replace(GLUE, " ")),
    };
    let returns = match &function.asks {
        Asks::Function { returns, .. } => returns.as_str(),
        Asks::Derivation { .. } | Asks::Choice { .. } | Asks::Text { .. } => "",
    };
    match one {
        Evidence::Case(case) => {
            let why = match &case.finding {
                CaseFinding::NoValue { ending } => english::ending(ending),
                CaseFinding::Unsteady { replies } => english::unsteady(replies.as_deref()),
                CaseFinding::Untold => english::UNTOLD.into(),
                CaseFinding::Differs { mismatch, .. } => english::difference(mismatch, returns),
            };
            (with(&case.args), why)
        }
        Evidence::Law(law) => {
            let inputs = match &law.finding {
                LawFinding::Broken { drawn, .. } => with(drawn),
                LawFinding::NoValue { args, .. } => with(args),
                _ => String::new(),
            };
            (inputs, english::law(&law.finding).unwrap_or_default())
        }
        Evidence::Line(line) => (String::new(), english::line(line)),
        Evidence::Option(option) => (format!(" in option {}", option.letter), english::option(&option.finding)),
        Evidence::Answer(answer) => (String::new(), english::answer_fault(&answer.fault)),
        Evidence::Text(text) => (String::new(), english::text(&text.finding)),
        Evidence::Unread(unread) => (String::new(), english::unread(unread)),
    }
}

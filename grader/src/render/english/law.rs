//! What the trials of a law showed.

use super::call;
use judge::number::show_number;
use judge::report::LawFinding;

/// A sentence or two; nothing of a law that holds.
pub fn law(finding: &LawFinding) -> Option<String> {
    Some(match finding {
        LawFinding::Holds => return None,
        LawFinding::Broken { says, .. } => says.clone(),
        LawFinding::Misshapen { what, says } => format!("{says} ({what})"),
        LawFinding::NoDerivative => {
            let limit = show_number(1e-5, 2);
            format!(
                "No derivative could be told to better than {limit} at any drawn input: is the loss computed in f32, or does it jump?"
            )
        }
        LawFinding::NoValue { ending, .. } => call::ending(ending),
        LawFinding::OtherHasNone { function, .. } => {
            format!("This law also needs `{function}`, which did not return a value.")
        }
        LawFinding::OtherIsWrong { function } => {
            format!("This law also needs `{function}`, which is not right yet. This function is, so its points count.")
        }
        LawFinding::Follows { base } => {
            format!("Right for your own `{base}`, which is not the one asked for: this earns the points for method.")
        }
        LawFinding::Unsettled => "The law needs more rounds of calls than the grader makes.".into(),
        LawFinding::Senseless { what } => {
            format!("The law itself makes no sense ({what}). Please tell the course staff.")
        }
    })
}

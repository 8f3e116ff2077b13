//! What the trials of a law showed.

use super::call;
use super::case::UNTOLD;
use judge::number::show_number;
use judge::report::{Content, Lack, LawFinding, PlainMeasure};

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
        LawFinding::Follows { base, content } => {
            let is = match content {
                Content::Known { name } => format!("a known mistake (\"{name}\")"),
                Content::Inherits { function } => format!("itself right for your own `{function}`"),
                Content::Meets => "not the one asked for, but has content".into(),
            };
            format!("Right for your own `{base}`, which is {is}: this earns the points for method.")
        }
        LawFinding::FollowsNothing { base, lack } => {
            let lacks = self::lack(lack);
            format!("It holds for your own `{base}`, but that {lacks}: the points for method need one with content.")
        }
        LawFinding::Unsettled => "The law needs more rounds of calls than the grader makes.".into(),
        LawFinding::Senseless { what } => {
            format!("The law itself makes no sense ({what}). Please tell the course staff.")
        }
        LawFinding::Untold { says } => format!("{says} {UNTOLD}").trim_start().to_owned(),
    })
}

/// Why a wrong function shows nothing, after "that".
fn lack(lack: &Lack) -> String {
    match lack {
        Lack::Unseen => "returns no value that could be looked at".into(),
        Lack::Constant => "is one number whatever the input".into(),
        Lack::Flat => "gives nothing but zeros here".into(),
        Lack::Deaf { parameter } => format!("never changes with `{parameter}`"),
        Lack::Linear => "is no more than a weighted sum of its numbers".into(),
        Lack::Plain { measure } => {
            let measure = match measure {
                PlainMeasure::Sum => "the sum of all its numbers",
                PlainMeasure::Mean => "the mean of all its numbers",
                PlainMeasure::Smallest => "the smallest of all its numbers",
                PlainMeasure::Largest => "the largest of all its numbers",
                PlainMeasure::Product => "the product of all its numbers",
                PlainMeasure::Squares => "the sum of the squares of all its numbers",
            };
            format!("is {measure}")
        }
        Lack::Copy { function } => format!("has the values of `{function}`"),
        Lack::CountsElsewhere { function } => format!("is the formula of your `{function}`, with which it counts once"),
        Lack::Echo { function } => format!("follows from your `{function}`, which has no content itself"),
        Lack::Keeps { relation } => format!("keeps what a right one does not ({relation})"),
    }
}

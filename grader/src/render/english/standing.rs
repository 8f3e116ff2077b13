//! Verdicts, kinds of checks and points in words.

use super::super::overview::Stand;
use judge::report::{Check, Kind, Verdict};

/// Where an entry stands.
pub fn stand(stand: Stand) -> &'static str {
    match stand {
        Stand::Right => "right",
        Stand::Part => "partly",
        Stand::Wrong => "wrong",
        Stand::Open => "to write",
        Stand::Collected => "given",
        Stand::Received => "received",
        Stand::Unread => "unread",
    }
}

/// `3 right, 1 wrong`
pub fn stands(stands: &[Stand]) -> String {
    let parts = [
        (Stand::Right, "right"),
        (Stand::Part, "partly"),
        (Stand::Wrong, "wrong"),
        (Stand::Open, "to write"),
        (Stand::Collected, "for a person"),
        (Stand::Received, "received"),
        (Stand::Unread, "unread"),
    ];
    let count = |wanted: Stand| stands.iter().filter(|stand| **stand == wanted).count();
    let parts = parts.into_iter().map(|(stand, word)| (count(stand), word)).filter(|(n, _)| *n > 0);
    parts.map(|(n, word)| format!("{n} {word}")).collect::<Vec<_>>().join(", ")
}

/// What a check found.
pub fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Right => "right",
        Verdict::Wrong => "wrong",
        Verdict::TooLarge => "true",
        Verdict::FollowThrough => "counts",
        Verdict::NotRun => "not run",
        Verdict::ByPerson => "given",
        Verdict::Received => "received",
        Verdict::GraderError => "our mistake",
    }
}

/// What sort of check it is, and its name.
pub fn check(check: &Check) -> (&'static str, &str) {
    match check.kind {
        Kind::Case => ("cases", "all together"),
        Kind::Stability => ("stability", &check.name),
        Kind::Property => ("law", &check.name),
        Kind::Derivation => ("lines", "each after the one above"),
        Kind::Choice if check.evidence.is_empty() => ("options", "all together"),
        Kind::Choice => ("options", "that are not right"),
        Kind::Text => ("text", &check.name),
    }
}

/// `3 of 5 points`, and what comes later.
pub fn points(points: u32, max: u32, by_person: u32, later: u32) -> String {
    let person = if by_person > 0 { format!(", {by_person} more by a person") } else { String::new() };
    let later = if later > 0 { format!(", {later} more when marked") } else { String::new() };
    format!("{points} of {max} points{person}{later}")
}

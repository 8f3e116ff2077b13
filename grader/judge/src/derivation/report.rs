//! A judged derivation as an entry of the report, beside the functions of its exercise.

use super::{End, Outcome, Verdict as Finding, check};
use crate::course::Derivation;
use crate::fate::FateWord;
use crate::report::{Check, Evidence, FunctionReport, Kind, Verdict};

/// Judges a text; `None` where there is no file.
pub fn report(derivation: &Derivation, text: Option<&str>, entry: &mut FunctionReport) {
    let outcome = check(&derivation.task, text.unwrap_or_default());
    let (verdict, fate) = standing(&outcome);
    let points = outcome.points(derivation.points);
    entry.points = points;
    let all_accepted = outcome.lines.iter().all(|line| line.verdict.accepted());
    entry.note = match verdict {
        Verdict::Wrong if all_accepted => outcome.headline().map(|what| sentence(&what)),
        Verdict::Wrong => Some(format!("{} of {} steps are accepted.", outcome.accepted, outcome.total)),
        _ => None,
    };
    let evidence = outcome.lines.iter().map(|line| {
        let verdict = if line.verdict.accepted() { Verdict::Right } else { Verdict::Wrong };
        let mut one = Evidence::new(&format!("line {}", line.number), verdict, FateWord::Value);
        one.call = Some(crate::foreign::clean(&line.text, 200));
        one.message = Some(sentence(&crate::foreign::clean(&line.sentence(), 500)));
        one
    });
    let name = derivation.task.name.to_owned();
    let max = derivation.points;
    entry.checks =
        vec![Check { kind: Kind::Derivation, name, verdict, fate, points, max, evidence: evidence.collect() }];
}

/// A file with its first line alone is not begun.
fn standing(outcome: &Outcome) -> (Verdict, FateWord) {
    let begun = outcome.end == End::TooLong || outcome.lines.iter().any(|line| line.verdict != Finding::Start);
    match (outcome.complete(), begun) {
        (true, _) => (Verdict::Right, FateWord::Value),
        (false, true) => (Verdict::Wrong, FateWord::Value),
        (false, false) => (Verdict::NotRun, FateWord::Unfinished),
    }
}

fn sentence(clause: &str) -> String {
    let mut chars = clause.chars();
    let first = chars.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    let rest = chars.as_str().trim_end_matches('.');
    format!("{first}{rest}.")
}

//! A judged derivation as an entry of the report, beside the functions of its exercise.

use crate::course::Derivation;
use crate::derivation::{End, Line, Outcome, Verdict as Finding, check};
use crate::fate::FateWord;
use crate::foreign;
use crate::report::{Check, Evidence, FunctionReport, Kind, LineEvidence, Note, Verdict};

/// Judges a text; `None` where there is no file.
pub fn judged(derivation: &Derivation, text: Option<&str>, entry: FunctionReport) -> FunctionReport {
    let outcome = check(&derivation.task, text.unwrap_or_default());
    let (verdict, fate) = standing(&outcome);
    let line = outcome.first_wrong().or(outcome.lines.last()).map(|line| line.number);
    let note = match (verdict, outcome.first_wrong()) {
        (Verdict::Wrong, None) => Some(Note::Ends { end: outcome.end.clone() }),
        (Verdict::Wrong, Some(_)) => Some(Note::Steps { accepted: outcome.accepted, all: outcome.total }),
        _ => None,
    };
    let points = outcome.points(derivation.points);
    let evidence = outcome.lines.iter().map(evidence).collect();
    let name = derivation.task.name;
    let check = Check::new(Kind::Derivation, name, derivation.points, verdict, fate, evidence).worth(points);
    FunctionReport { line, ..entry.judged(vec![check], None, note) }
}

fn evidence(line: &Line) -> Evidence {
    Evidence::Line(LineEvidence {
        number: line.number,
        text: foreign::line(&line.text, 200),
        verdict: if line.verdict.accepted() { Verdict::Right } else { Verdict::Wrong },
        by: line.by,
        finding: line.verdict.clone(),
    })
}

/// A file with its first line alone is not begun.
fn standing(outcome: &Outcome) -> (Verdict, FateWord) {
    let many = matches!(outcome.end, End::TooLong { .. });
    let begun = many || outcome.lines.iter().any(|line| line.verdict != Finding::Start);
    match (outcome.complete(), begun) {
        (true, _) => (Verdict::Right, FateWord::Value),
        (false, true) => (Verdict::Wrong, FateWord::Value),
        (false, false) => (Verdict::NotRun, FateWord::Unfinished),
    }
}

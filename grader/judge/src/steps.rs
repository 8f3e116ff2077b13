//! A judged derivation as an entry of the report, beside the functions of its exercise.

use crate::course::Derivation;
use crate::derivation::{End, Line, Outcome, Verdict as Finding, check};
use crate::fate::FateWord;
use crate::foreign;
use crate::report::{Check, Diagnosis, Evidence, FunctionReport, Kind, Likeness, LineEvidence, Note, Verdict};

/// Judges a text; `None` where there is no file.
pub fn judged(derivation: &Derivation, text: Option<&str>, entry: FunctionReport) -> FunctionReport {
    let outcome = check(&derivation.task, text.unwrap_or_default());
    let (verdict, fate) = standing(&outcome);
    let line = outcome.first_wrong().or(outcome.lines.last()).map(|line| line.number);
    let note = match (verdict, outcome.first_wrong()) {
        (Verdict::Wrong, None) => Some(Note::Ends { end: outcome.end.clone() }),
        (Verdict::Wrong | Verdict::TooLarge, Some(_)) => {
            Some(Note::Steps { accepted: outcome.accepted, all: outcome.total })
        }
        _ => None,
    };
    let points = outcome.points(derivation.points);
    let evidence = outcome.lines.iter().map(evidence).collect();
    let check =
        Check::new(Kind::Derivation, &derivation.name, derivation.points, verdict, fate, evidence).worth(points);
    FunctionReport { line, ..entry.judged(vec![check], diagnosis(&outcome), note) }
}

/// The mistake of the first line that is not right, if it has a name.
fn diagnosis(outcome: &Outcome) -> Option<Diagnosis> {
    let Finding::False(example) = &outcome.first_wrong()?.verdict else { return None };
    let known = example.mistake.as_ref()?;
    let like = Likeness::Listed { name: known.name.clone(), says: known.says.clone() };
    Some(Diagnosis { like, besides: vec![] })
}

fn evidence(line: &Line) -> Evidence {
    Evidence::Line(LineEvidence {
        number: line.number,
        text: foreign::line(&line.text, 200),
        verdict: worth(&line.verdict),
        by: line.by,
        finding: line.verdict.clone(),
    })
}

fn worth(finding: &Finding) -> Verdict {
    match finding {
        finding if finding.accepted() => Verdict::Right,
        Finding::TooLarge { .. } => Verdict::TooLarge,
        _ => Verdict::Wrong,
    }
}

/// A file with its first line alone is not begun. A derivation that only jumps is true, but not shown.
fn standing(outcome: &Outcome) -> (Verdict, FateWord) {
    let mut worths = outcome.lines.iter().map(|line| worth(&line.verdict)).filter(|worth| *worth != Verdict::Right);
    let first = worths.next();
    let jumps = first == Some(Verdict::TooLarge) && worths.all(|worth| worth == Verdict::TooLarge);
    let many = matches!(outcome.end, End::TooLong { .. });
    let begun = many || outcome.lines.iter().any(|line| line.verdict != Finding::Start);
    match (outcome.complete(), begun) {
        (true, _) => (Verdict::Right, FateWord::Value),
        (false, true) if jumps => (Verdict::TooLarge, FateWord::Value),
        (false, true) => (Verdict::Wrong, FateWord::Value),
        (false, false) => (Verdict::NotRun, FateWord::Unfinished),
    }
}

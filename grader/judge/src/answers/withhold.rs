//! What a report keeps to itself: the one place where a judged exercise is cut to what the course lets it tell of
//! questions with options.
//!
//! Whether an answer can be read at all is always told. That depends on how it is written, and on no option's truth.

use crate::course::Disclosure;
use crate::report::{Asks, Check, Evidence, ExerciseReport, FunctionReport, Note, OptionFinding, Verdict};

/// The same report, telling no more of its questions than this.
pub fn withhold(report: ExerciseReport, disclosure: Disclosure) -> ExerciseReport {
    let cut: fn(FunctionReport) -> FunctionReport = match disclosure {
        Disclosure::Options => return report,
        Disclosure::Score => score,
        Disclosure::Received => received,
    };
    let choice = |entry: &FunctionReport| matches!(entry.asks, Asks::Choice { .. });
    let each = report.functions.into_iter().map(|entry| if choice(&entry) { cut(entry) } else { entry });
    let functions: Vec<FunctionReport> = each.collect();
    ExerciseReport {
        points: functions.iter().map(|entry| entry.points).sum(),
        max: functions.iter().map(|entry| entry.max).sum(),
        later: functions.iter().map(FunctionReport::later).sum(),
        functions,
        ..report
    }
}

/// All points or none, and not a word why.
fn score(entry: FunctionReport) -> FunctionReport {
    let wrong = entry.checks.iter().any(|check| check.verdict == Verdict::Wrong && !misshapen(check));
    let note = wrong.then_some(Note::Withheld);
    let checks = entry.checks.iter().cloned().map(|check| {
        let points = if check.verdict == Verdict::Right { check.points } else { 0 };
        Check { evidence: form(check.evidence.clone()), ..check }.worth(points)
    });
    let checks = checks.collect();
    entry.judged(checks, None, note)
}

/// That there is an answer: the same for every answer of the form asked for. Done twice it is done once.
pub fn received(mut entry: FunctionReport) -> FunctionReport {
    if let Asks::Choice { later, .. } = &mut entry.asks {
        *later = (*later).max(entry.max);
    }
    let checks = entry.checks.iter().cloned().map(|check| {
        let verdict = match check.verdict {
            Verdict::Right => Verdict::Received,
            Verdict::Wrong if !misshapen(&check) => Verdict::Received,
            other => other,
        };
        Check { verdict, max: 0, evidence: form(check.evidence.clone()), ..check }.worth(0)
    });
    let checks = checks.collect();
    FunctionReport { max: 0, ..entry.judged(checks, None, None) }
}

/// The answer is not of the form asked for.
fn misshapen(check: &Check) -> bool {
    check.evidence.iter().any(|one| matches!(one, Evidence::Answer(_)))
}

/// What speaks of the form of an answer alone.
fn form(evidence: Vec<Evidence>) -> Vec<Evidence> {
    let formal = |one: &Evidence| match one {
        Evidence::Answer(_) | Evidence::Unread(_) => true,
        Evidence::Option(option) => match option.finding {
            OptionFinding::NearFamily { .. } | OptionFinding::NoFamily { .. } => true,
            OptionFinding::Ticked { .. } | OptionFinding::Misplaced { .. } => false,
        },
        Evidence::Case(_) | Evidence::Law(_) | Evidence::Line(_) | Evidence::Text(_) => false,
    };
    evidence.into_iter().filter(formal).collect()
}

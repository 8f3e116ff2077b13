//! Checks that nothing breaks: where no known wrong answer, mutant or constant is refused for its values, a check says
//! nothing. A panic and a NaN break every case and every law, and tell nothing of them; an extreme input is there for
//! exactly these.

use judge::compare::compare;
use judge::course::{Case, Function, Snapshot, Stored};
use judge::number::Value;
use judge::report::{Evidence, FunctionReport, Kind, LawFinding, Verdict};
use std::collections::BTreeSet;

/// Exercise, function, check: those that nothing has broken yet.
pub type Unbroken = BTreeSet<(String, String, String)>;

/// Is this a value that something can be learnt from?
pub fn is_told(value: &Value) -> bool {
    !value.numbers().iter().any(|(_, x)| x.is_nan())
}

/// Is a case broken by this reply, which is another value?
fn differs(case: &Case, stored: &Stored, got: &Value) -> bool {
    is_told(got) && compare(&stored.expected(case), got, case.tolerance).is_err()
}

/// The checks of a function that its known wrong bodies leave, case by case; `reports` are those on its bodies.
pub fn left(function: &Function, snapshot: &Snapshot, reports: &[FunctionReport]) -> Vec<String> {
    let cases = function.cases.iter().zip(&snapshot.cases).enumerate().filter(|(at, (case, stored))| {
        let replies = snapshot.wrong.iter().filter_map(|wrong| wrong.replies.get(*at)?.as_ref());
        let by_value = replies.into_iter().any(|got| differs(case, stored, got));
        let by_its_end = case.stability.is_some() && fails(reports, Kind::Stability, &case.name);
        !by_value && !by_its_end
    });
    let laws = function.properties.iter().filter(|law| !law_fails(reports, &law.name));
    let cases = cases.map(|(_, (case, _))| case.name.clone());
    // the wrong bodies are not asked for drawn inputs
    let drawn = function.drawn.iter().map(|drawn| drawn.name.clone());
    cases.chain(laws.map(|law| law.name.clone())).chain(drawn).collect()
}

fn fails(reports: &[FunctionReport], kind: Kind, name: &str) -> bool {
    let mut checks = reports.iter().flat_map(|report| &report.checks);
    checks.any(|check| check.kind == kind && check.name == name && check.verdict != Verdict::Right)
}

fn law_fails(reports: &[FunctionReport], name: &str) -> bool {
    let checks = reports.iter().flat_map(|report| &report.checks);
    let mut evidence = checks.filter(|check| check.kind == Kind::Property && check.name == name);
    evidence.any(|check| {
        check.evidence.iter().any(|evidence| match evidence {
            Evidence::Law(law) => match &law.finding {
                LawFinding::Broken { left, right, .. } => is_told(&left.value) && is_told(&right.value),
                LawFinding::Misshapen { .. } => true,
                _ => false,
            },
            _ => false,
        })
    })
}

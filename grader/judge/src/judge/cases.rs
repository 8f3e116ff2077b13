//! The cases and the stability inputs of one function: replies against expected values.

use super::replies::Replies;
use super::verdict_of;
use crate::compare::compare;
use crate::course::{Case, Function, Snapshot, Stored};
use crate::fate::{Fate, FateWord};
use crate::property::Call;
use crate::report::{Argument, CaseEvidence, CaseFinding, Check, Evidence, Excerpt, Kind, Verdict};

/// Of a check no more cases with a wrong value are kept than these; more would only bury the first.
const MOST_EVIDENCE: usize = 6;
/// After the first one no more are kept than have so many numbers together, arguments and all.
const MOST_TOGETHER: usize = 100;
/// Of an argument or an expected value no more numbers are kept.
pub const MOST_NUMBERS: usize = 400;
/// Of a reply that is larger than the expected value no more numbers are kept: its shape is what is wrong.
const MOST_OF_ANOTHER_SIZE: usize = 40;

/// What one case showed.
struct Seen<'a> {
    case: &'a Case,
    /// What speaks against it; nothing where it is right.
    against: Option<CaseEvidence>,
}

/// The cases and the stability checks of one function.
pub fn checks(function: &Function, snapshot: &Snapshot, replies: &Replies) -> Vec<Check> {
    let (mut ordinary, mut stability) = (vec![], vec![]);
    for (case, stored) in function.cases.iter().zip(&snapshot.cases) {
        let seen = Seen { case, against: against(function, case, stored, replies.of(function, case)) };
        match &case.stability {
            None => ordinary.push(seen),
            Some((points, _)) => stability.push(check(Kind::Stability, &case.name, *points, vec![seen])),
        }
    }
    let cases = (!ordinary.is_empty()).then(|| check(Kind::Case, "cases", function.points, ordinary));
    cases.into_iter().chain(stability).collect()
}

impl Replies {
    /// What became of the call of a case.
    pub fn of(&self, function: &Function, case: &Case) -> &Fate {
        static LOST: Fate = Fate::Misuse { message: String::new() };
        self.get(&Call { function: function.name.clone(), args: case.args.clone() }).unwrap_or(&LOST)
    }
}

/// Compares a reply with what is expected.
fn against(function: &Function, case: &Case, stored: &Stored, fate: &Fate) -> Option<CaseEvidence> {
    let (verdict, finding) = match (fate, fate.ending()) {
        (_, Some(ending)) => (verdict_of(&ending), CaseFinding::NoValue { ending }),
        (Fate::Value(got), None) => {
            let mismatch = compare(&stored.expected(case), got, case.tolerance).err()?;
            let expected = Excerpt::of(&stored.want, MOST_NUMBERS);
            let got = Excerpt::of(got, expected.size().max(MOST_OF_ANOTHER_SIZE));
            (Verdict::Wrong, CaseFinding::Differs { got, expected, mismatch, tolerance: case.tolerance })
        }
        // every fate but a value has an ending
        (_, None) => return None,
    };
    let shown = match &finding {
        CaseFinding::Differs { .. } => true,
        CaseFinding::NoValue { ending } => ending.due_to_arguments(),
    };
    let args = if shown { Argument::all(&function.signature.parameters, &case.args, MOST_NUMBERS) } else { vec![] };
    Some(CaseEvidence { name: case.name.clone(), verdict, args, finding })
}

/// The verdict on some cases together, and what speaks for it.
fn check(kind: Kind, name: &str, max: u32, seen: Vec<Seen<'_>>) -> Check {
    let (verdict, fate) = together(&seen);
    let right = seen.iter().filter(|one| one.against.is_none()).map(|one| one.case.name.clone()).collect();
    let all: Vec<CaseEvidence> = seen.into_iter().filter_map(|one| one.against).collect();
    let count = all.len();
    let evidence = telling(all);
    let more = count - evidence.len();
    Check { right, more, ..Check::new(kind, name, max, verdict, fate, evidence) }
}

/// All right, or the worst of them: the grader's own mistake, then a wrong reply, then none.
fn together(seen: &[Seen<'_>]) -> (Verdict, FateWord) {
    for verdict in [Verdict::GraderError, Verdict::Wrong, Verdict::NotRun] {
        if let Some(worst) = seen.iter().filter_map(|one| one.against.as_ref()).find(|one| one.verdict == verdict) {
            return match &worst.finding {
                CaseFinding::Differs { .. } => (verdict, FateWord::Value),
                CaseFinding::NoValue { ending } => (verdict, ending.word()),
            };
        }
    }
    (Verdict::Right, FateWord::Value)
}

/// The cases that tell something new: wrong values up to a number, and of each way to end the first.
fn telling(all: Vec<CaseEvidence>) -> Vec<Evidence> {
    let mut kept: Vec<CaseEvidence> = vec![];
    let mut together = 0;
    for one in all {
        together += size(&one);
        let room = kept.is_empty() || kept.len() < MOST_EVIDENCE && together <= MOST_TOGETHER;
        let new = match &one.finding {
            CaseFinding::Differs { .. } => room,
            CaseFinding::NoValue { ending } => !kept.iter().any(|other| match &other.finding {
                CaseFinding::NoValue { ending: known } => known == ending || known.word() == ending.word() && !room,
                CaseFinding::Differs { .. } => false,
            }),
        };
        if new {
            kept.push(one);
        }
    }
    kept.into_iter().map(Evidence::Case).collect()
}

/// The numbers of a case.
fn size(one: &CaseEvidence) -> usize {
    let values = match &one.finding {
        CaseFinding::Differs { got, expected, .. } => got.size() + expected.size(),
        CaseFinding::NoValue { .. } => 0,
    };
    values + one.args.iter().map(|arg| arg.value.size()).sum::<usize>()
}

//! The cases and the stability inputs of one function, stored and drawn: replies against expected values.

use super::drawn::{DrawnCase, Reference};
use super::hearing::Hearings;
use super::replies::Replies;
use super::shrink::simplest;
use super::verdict_of;
use crate::compare::{Expected, Tolerance, compare};
use crate::course::{Case, Drawn, Exercise, Function, Snapshot};
use crate::digest::seed_of;
use crate::error::Result;
use crate::fate::{Ending, Fate, FateWord};
use crate::number::Value;
use crate::property::Call;
use crate::report::{
    Argument, CaseEvidence, CaseFinding, Check, Evidence, Excerpt, Kind, OfDraws, Second, Twice, Verdict, WrongDraw,
};

/// Of a check no more cases with a wrong value are kept than these; more would only bury the first.
const MOST_EVIDENCE: usize = 3;
/// After the first one no more are kept than have so many numbers together, arguments and all.
const MOST_TOGETHER: usize = 60;
/// Of an argument or an expected value no more numbers are kept.
pub const MOST_NUMBERS: usize = 400;
/// Of a reply that is larger than the expected value no more numbers are kept: its shape is what is wrong.
const MOST_OF_ANOTHER_SIZE: usize = 6;
/// Of a wrong reply to a drawn input, beside its digest.
const MOST_OF_A_DRAW: usize = 4;

/// What one case showed, or all draws of one sort together.
struct Seen<'a> {
    name: &'a str,
    /// What speaks against it; nothing where it is right.
    against: Option<CaseEvidence>,
    /// Of draws, the wrong values.
    wrong_draws: Vec<WrongDraw>,
}

/// The cases and the stability checks of one function.
pub fn checks(function: &Function, snapshot: &Snapshot, drawn: &[DrawnCase<'_>], replies: &Replies) -> Vec<Check> {
    let (mut ordinary, mut stability) = (vec![], vec![]);
    for (case, stored) in function.cases.iter().zip(&snapshot.cases) {
        let asked = Asked {
            name: &case.name,
            args: &case.args,
            expected: stored.expected(case),
            shown: &stored.want,
            tolerance: case.tolerance,
        };
        let against = asked.against(function, replies.stored(function, case));
        let seen = Seen { name: &case.name, against, wrong_draws: vec![] };
        match &case.stability {
            None => ordinary.push(seen),
            Some((points, _)) => {
                let mut all = vec![seen];
                all.extend(of_draws(function, drawn, Some(case), replies));
                stability.push(check(Kind::Stability, &case.name, *points, all));
            }
        }
    }
    ordinary.extend(of_draws(function, drawn, None, replies));
    let cases = (!ordinary.is_empty()).then(|| check(Kind::Case, "cases", function.points, ordinary));
    cases.into_iter().chain(stability).collect()
}

/// The drawn cases that count with a stability input, or with the ordinary cases: one entry for each sort of draws.
fn of_draws<'a>(
    function: &'a Function,
    drawn: &[DrawnCase<'_>],
    with: Option<&'a Case>,
    replies: &'a Replies,
) -> impl Iterator<Item = Seen<'a>> {
    let sorts: Vec<&'a Drawn> = function.drawn.iter().filter(|sort| sort.counts_with(with)).collect();
    let seen: Vec<Option<Seen<'a>>> = sorts.into_iter().map(|sort| of_sort(function, sort, drawn, replies)).collect();
    seen.into_iter().flatten()
}

fn of_sort<'a>(function: &Function, sort: &'a Drawn, drawn: &[DrawnCase<'_>], replies: &Replies) -> Option<Seen<'a>> {
    let mine: Vec<&DrawnCase<'_>> = drawn.iter().filter(|case| std::ptr::eq(case.drawn, sort)).collect();
    let of = mine.len();
    let (mut first, mut wrong, mut wrong_draws): (Option<CaseEvidence>, usize, Vec<WrongDraw>) = (None, 0, vec![]);
    for (at, case) in mine.into_iter().enumerate() {
        let Some(against) = against_drawn(function, case, replies) else { continue };
        if let (CaseFinding::Differs { .. }, Fate::Value(got)) = (&against.finding, reply(function, case, replies)) {
            wrong_draws.push(wrong_draw(&sort.name, at + 1, got));
        }
        wrong += 1;
        // a call that was not made any more tells less than the one that is the reason
        if first.as_ref().is_none_or(|first| first.verdict == Verdict::NotRun && against.verdict != Verdict::NotRun) {
            first = Some(against);
        }
    }
    let against = first.map(|first| CaseEvidence { drawn: Some(OfDraws { wrong, of }), ..first });
    (of > 0).then_some(Seen { name: &sort.name, against, wrong_draws })
}

fn wrong_draw(name: &str, draw: usize, got: &Value) -> WrongDraw {
    // adding 0 makes −0, which equals it, read as 0
    let rounded = got.map(&mut |x| format!("{x:.8e}").parse().unwrap_or(x) + 0.0);
    let digest = seed_of(&rounded.to_json().to_string());
    let reply = Excerpt::of(got, MOST_OF_A_DRAW);
    WrongDraw { name: name.to_owned(), draw, digest: format!("{digest:016x}"), reply }
}

/// What became of the call of a drawn case.
fn reply<'a>(function: &Function, case: &DrawnCase<'_>, replies: &'a Replies) -> &'a Fate {
    replies.get(&Call { function: function.name.clone(), args: case.args.clone() }).unwrap_or(&LOST)
}

/// What speaks against a drawn case, the first time or again.
pub fn against_drawn(function: &Function, case: &DrawnCase<'_>, replies: &Replies) -> Option<CaseEvidence> {
    static NOTHING: Value = Value::Nothing;
    let lost;
    let (expected, shown, fate) = match &case.want {
        Ok(want) => (want.expected(), &want.value, reply(function, case, replies)),
        Err(why) => {
            lost = Fate::Misuse { message: why.clone() };
            (Expected::Exactly(Value::Nothing), &NOTHING, &lost)
        }
    };
    let asked = Asked { name: &case.drawn.name, args: &case.args, expected, shown, tolerance: case.drawn.tolerance };
    asked.against(function, fate).or_else(|| {
        let again = replies.again(&case.call(&function.name)?)?;
        asked.against_again(function, fate, again)
    })
}

/// Shows the simplest drawn input that fails, where nothing but drawn inputs does.
pub fn simplify(
    exercise: &Exercise,
    function: &Function,
    drawn: &[DrawnCase<'_>],
    checks: &mut [Check],
    reference: &mut Reference<'_, '_>,
    replies: &mut Replies,
    hearings: &mut Hearings<'_>,
) -> Result<()> {
    for check in checks {
        // the first piece of evidence is of a draw only where every stored case is right
        let Some(Evidence::Case(shown)) = check.evidence.first_mut() else { continue };
        let Some(of) = shown.drawn else { continue };
        let mut mine = drawn.iter().filter(|case| case.drawn.name == shown.name);
        let Some(first) = mine.find(|case| against_drawn(function, case, replies).is_some()) else { continue };
        let simplest = simplest(exercise, function, first.clone(), reference, replies, hearings)?;
        if let Some(against) = against_drawn(function, &simplest, replies) {
            *shown = CaseEvidence { drawn: Some(of), ..against };
            // one simple input tells more than it would beside others that are not
            check.more += check.evidence.len() - 1;
            check.evidence.truncate(1);
        }
    }
    Ok(())
}

static LOST: Fate = Fate::Misuse { message: String::new() };

impl Replies {
    /// What became of the call of a stored case.
    pub fn stored(&self, function: &Function, case: &Case) -> &Fate {
        self.public(&Call { function: function.name.clone(), args: case.args.clone() }).unwrap_or(&LOST)
    }
}

/// An input and what is right for it.
struct Asked<'a> {
    name: &'a str,
    args: &'a [Value],
    expected: Expected,
    /// One value that is right, for people.
    shown: &'a Value,
    tolerance: Tolerance,
}

impl Asked<'_> {
    /// Compares a reply with what is expected.
    fn against(&self, function: &Function, fate: &Fate) -> Option<CaseEvidence> {
        let (verdict, finding) = match (fate, fate.ending()) {
            (_, Some(ending)) => (verdict_of(&ending), CaseFinding::NoValue { ending }),
            (Fate::Value(got), None) => {
                let mismatch = compare(&self.expected, got, self.tolerance).err()?;
                let expected = Excerpt::of(self.shown, MOST_NUMBERS);
                let got = Excerpt::of(got, expected.size().max(MOST_OF_ANOTHER_SIZE));
                (Verdict::Wrong, CaseFinding::Differs { got, expected, mismatch, tolerance: self.tolerance })
            }
            // every fate but a value has an ending
            (_, None) => return None,
        };
        let shown = match &finding {
            CaseFinding::Differs { .. } => true,
            CaseFinding::NoValue { ending } => ending.due_to_arguments(),
            CaseFinding::Unsteady { .. } | CaseFinding::Untold => false,
        };
        let args = if shown { Argument::all(&function.signature.parameters, self.args, MOST_NUMBERS) } else { vec![] };
        Some(CaseEvidence { name: self.name.to_owned(), verdict, args, drawn: None, finding })
    }

    /// What speaks against the second reply, where the first is right.
    fn against_again(&self, function: &Function, first: &Fate, again: &Fate) -> Option<CaseEvidence> {
        let against = self.against(function, again)?;
        let second = match against.finding {
            CaseFinding::Differs { got, mismatch, .. } => Second::Value { got, mismatch },
            // neither says anything about the function
            CaseFinding::NoValue { ending: Ending::Misuse { .. } | Ending::NotCalled { .. } } => return Some(against),
            CaseFinding::NoValue { ending } => Second::NoValue { ending },
            CaseFinding::Unsteady { .. } | CaseFinding::Untold => return Some(against),
        };
        let first = Excerpt::of(first.value()?, MOST_NUMBERS);
        let finding = CaseFinding::Unsteady { replies: Some(Box::new(Twice { first, second })) };
        let args = Argument::all(&function.signature.parameters, self.args, MOST_NUMBERS);
        Some(CaseEvidence { verdict: Verdict::Wrong, args, finding, ..against })
    }
}

/// The verdict on some cases together, and what speaks for it.
fn check(kind: Kind, name: &str, max: u32, seen: Vec<Seen<'_>>) -> Check {
    let (verdict, fate) = together(&seen);
    let right = seen.iter().filter(|one| one.against.is_none()).map(|one| one.name.to_owned()).collect();
    let (mut all, mut wrong_draws) = (vec![], vec![]);
    for one in seen {
        all.extend(one.against);
        wrong_draws.extend(one.wrong_draws);
    }
    let count = all.len();
    let evidence = telling(all);
    let more = count - evidence.len();
    Check { right, more, wrong_draws, ..Check::new(kind, name, max, verdict, fate, evidence) }
}

/// All right, or the worst of them: the grader's own mistake, then a wrong reply, then none.
fn together(seen: &[Seen<'_>]) -> (Verdict, FateWord) {
    for verdict in [Verdict::GraderError, Verdict::Wrong, Verdict::NotRun] {
        if let Some(worst) = seen.iter().filter_map(|one| one.against.as_ref()).find(|one| one.verdict == verdict) {
            return match &worst.finding {
                CaseFinding::Differs { .. } | CaseFinding::Untold => (verdict, FateWord::Value),
                CaseFinding::Unsteady { .. } => (verdict, FateWord::Unsteady),
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
            CaseFinding::Differs { .. } | CaseFinding::Untold => room,
            CaseFinding::NoValue { ending } => !kept.iter().any(|other| match &other.finding {
                CaseFinding::NoValue { ending: known } => known.word() == ending.word(),
                CaseFinding::Differs { .. } | CaseFinding::Unsteady { .. } | CaseFinding::Untold => false,
            }),
            CaseFinding::Unsteady { .. } => {
                !kept.iter().any(|other| matches!(other.finding, CaseFinding::Unsteady { .. }))
            }
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
        CaseFinding::NoValue { .. } | CaseFinding::Unsteady { .. } | CaseFinding::Untold => 0,
    };
    values + one.args.iter().map(|arg| arg.value.size()).sum::<usize>()
}

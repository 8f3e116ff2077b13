//! From replies to verdicts, for the functions of one exercise. Does no IO: whoever calls it makes
//! the calls.

use crate::compare::compare;
use crate::course::{Case, Exercise, Function, Property, Snapshot, Stored};
use crate::diagnose::diagnose;
use crate::digest::seed_of;
use crate::error::Result;
use crate::fate::{Fate, FateWord};
use crate::number::{Value, show_number};
use crate::property::{Call, Trial};
use crate::report::{Check, Evidence, FunctionReport, Kind, Verdict};
use crate::score::{lawless, score};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Makes calls to the judged functions: one fate per call.
pub type Ask<'a> = dyn FnMut(&[Call]) -> Result<Vec<Fate>> + 'a;

/// Rounds in which calls may depend on earlier replies.
const MOST_ROUNDS: usize = 8;

/// Judges every function of an exercise. Inputs of properties are drawn from `seed`.
pub fn judge(
    exercise: &Exercise,
    snapshots: &BTreeMap<String, Snapshot>,
    seed: u64,
    ask: &mut Ask<'_>,
) -> Result<Vec<FunctionReport>> {
    judge_some(exercise, &exercise.functions.iter().collect::<Vec<_>>(), snapshots, seed, ask)
}

/// Judges some functions of an exercise, all others being known to be right.
pub fn judge_some(
    exercise: &Exercise,
    functions: &[&Function],
    snapshots: &BTreeMap<String, Snapshot>,
    seed: u64,
    ask: &mut Ask<'_>,
) -> Result<Vec<FunctionReport>> {
    let mut replies = Replies::default();
    let of_cases = |extreme: bool| {
        functions.iter().flat_map(move |function| {
            let cases = function.cases.iter().filter(move |case| case.stability.is_some() == extreme);
            cases.map(|case| Call { function: function.name.clone(), args: case.args.clone() })
        })
    };
    // extreme inputs come last: a loop on one of them must not cost the laws
    let mut open: Vec<Call> = of_cases(false).collect();
    for round in 0..MOST_ROUNDS {
        for law in laws(functions) {
            for trial in 0..law.1.law.trials() {
                if let Trial::Needs(calls) = replies.attempt(exercise, law, seed, trial) {
                    open.extend(calls);
                }
            }
        }
        let settled = !replies.settle(&mut open, ask)?;
        if round > 0 && settled {
            break;
        }
    }
    open.extend(of_cases(true));
    replies.settle(&mut open, ask)?;
    let mut checks: BTreeMap<&str, Vec<Check>> = BTreeMap::new();
    for &function in functions {
        if let Some(snapshot) = snapshots.get(&function.name) {
            checks.insert(&function.name, cases(function, snapshot, &replies));
        }
    }
    let right = exercise.functions.iter().map(|function| (function.name.as_str(), Verdict::Right));
    let mut formula_is: BTreeMap<&str, Verdict> = right.collect();
    for function in functions {
        let first = checks.get(function.name.as_str()).and_then(|checks| checks.first());
        match first.filter(|first| first.kind == Kind::Case) {
            Some(cases) => formula_is.insert(&function.name, cases.verdict),
            None => formula_is.remove(function.name.as_str()),
        };
    }
    let mut reports = vec![];
    for &function in functions {
        let Some(mut checks) = checks.remove(function.name.as_str()) else { continue };
        for property in &function.properties {
            checks.push(replies.law(exercise, (function, property), seed, &formula_is));
        }
        score(&mut checks);
        let fates: Vec<&Fate> = function.cases.iter().map(|case| replies.of(function, case)).collect();
        let wrong = checks.iter().any(|check| check.kind != Kind::Property && check.verdict == Verdict::Wrong);
        let diagnosis =
            snapshots.get(&function.name).filter(|_| wrong).and_then(|snapshot| diagnose(function, snapshot, &fates));
        reports.push(FunctionReport {
            points: checks.iter().map(|check| check.points).sum(),
            note: note(function, &checks, diagnosis.is_some()),
            checks,
            diagnosis,
            ..FunctionReport::of_function(function)
        });
    }
    Ok(reports)
}

type Owned<'a> = (&'a Function, &'a Property);

fn laws<'a>(functions: &'a [&'a Function]) -> impl Iterator<Item = Owned<'a>> {
    functions.iter().flat_map(|function| function.properties.iter().map(move |property| (*function, property)))
}

/// One sentence about the whole function; a diagnosis that names the mistake already says where it breaks.
fn note(function: &Function, checks: &[Check], named: bool) -> Option<String> {
    let (formula, rest) = checks.split_first().filter(|(first, _)| first.kind == Kind::Case)?;
    if formula.verdict == Verdict::Right && lawless(checks) {
        return Some("Right on the inputs of the cases, but no law holds on inputs that nobody knew before: a formula is asked for, so nothing counts.".into());
    }
    let unstable = rest.iter().find(|check| check.kind == Kind::Stability && check.verdict == Verdict::Wrong);
    if let (Verdict::Right, Some(unstable)) = (formula.verdict, unstable) {
        let case = function.cases.iter().find(|case| case.name == unstable.name);
        let breaks = case.and_then(|case| case.stability.as_ref()).map_or("", |(_, breaks)| breaks);
        let why = if named { String::new() } else { format!(" Where it breaks: {breaks}") };
        return Some(format!("Right formula, unstable evaluation.{why}"));
    }
    if rest.iter().any(|check| check.verdict == Verdict::FollowThrough) {
        return Some(
            "Follow-through: wrong by itself, but right for what you wrote before; these points count.".into(),
        );
    }
    let withheld = rest.iter().any(|check| check.verdict == Verdict::Right && check.points < check.max);
    (formula.verdict == Verdict::Wrong && withheld)
        .then(|| "Some laws hold already; they count once every case is right.".into())
}

/// The cases and the stability checks of one function.
fn cases(function: &Function, snapshot: &Snapshot, replies: &Replies) -> Vec<Check> {
    let mut ordinary = vec![];
    let mut stability = vec![];
    for (case, stored) in function.cases.iter().zip(&snapshot.cases) {
        let evidence = replies.case(function, case, stored);
        match &case.stability {
            None => ordinary.push(evidence),
            Some((points, _)) => stability.push(check(Kind::Stability, &case.name, *points, vec![evidence])),
        }
    }
    let cases = (!ordinary.is_empty()).then(|| check(Kind::Case, "cases", function.points, ordinary));
    cases.into_iter().chain(stability).collect()
}

fn check(kind: Kind, name: &str, max: u32, evidence: Vec<Evidence>) -> Check {
    let all = |verdict| evidence.iter().all(|one: &Evidence| one.verdict == verdict);
    let any = |verdict| evidence.iter().find(|one| one.verdict == verdict);
    let (verdict, telling) = if all(Verdict::Right) {
        (Verdict::Right, evidence.first())
    } else if let Some(one) = any(Verdict::GraderError) {
        (Verdict::GraderError, Some(one))
    } else if let Some(one) = any(Verdict::Wrong) {
        (Verdict::Wrong, Some(one))
    } else {
        (Verdict::NotRun, any(Verdict::NotRun))
    };
    let fate = telling.map_or(FateWord::Value, |one| one.fate);
    Check { kind, name: name.into(), verdict, fate, points: 0, max, evidence }
}

fn verdict_of(fate: &Fate) -> Verdict {
    match fate {
        Fate::Value(_) => Verdict::Right,
        Fate::Unfinished | Fate::NotBuilt { .. } | Fate::NotCalled { .. } => Verdict::NotRun,
        Fate::Panicked { .. } | Fate::Overtime { .. } | Fate::Killed(_) | Fate::Quit { .. } | Fate::Protocol { .. } => {
            Verdict::Wrong
        }
        Fate::Misuse { .. } => Verdict::GraderError,
    }
}

/// Fates by call.
#[derive(Default)]
struct Replies {
    known: HashMap<Vec<u8>, Fate>,
    /// Functions that are not called again, and why: one limit is enough to wait for.
    stopped: BTreeMap<String, String>,
}

/// All that tells two calls apart. A derivative looks up thousands: bits are had sooner than digits.
fn key(call: &Call) -> Vec<u8> {
    fn write(value: &Value, key: &mut Vec<u8>) {
        match value {
            Value::Number(x) => {
                key.push(b'x');
                key.extend_from_slice(&x.to_bits().to_le_bytes());
            }
            Value::List(list) => {
                key.push(b'[');
                key.extend_from_slice(&(list.len() as u64).to_le_bytes());
                list.iter().for_each(|inner| write(inner, key));
            }
            Value::Text(text) => {
                key.push(b'"');
                key.extend_from_slice(&(text.len() as u64).to_le_bytes());
                key.extend_from_slice(text.as_bytes());
            }
            Value::Truth(truth) => key.push(if *truth { b't' } else { b'f' }),
            Value::Nothing => key.push(b'0'),
        }
    }
    let mut key = call.function.clone().into_bytes();
    call.args.iter().for_each(|value| write(value, &mut key));
    key
}

impl Replies {
    /// Makes the calls that are not known yet; says whether there were any.
    fn settle(&mut self, open: &mut Vec<Call>, ask: &mut Ask<'_>) -> Result<bool> {
        // in the order of asking: the first call of a function that dies is the one that explains it
        let mut seen = BTreeSet::new();
        let new: Vec<(Vec<u8>, Call)> = open
            .drain(..)
            .map(|call| (key(&call), call))
            .filter(|(key, _)| !self.known.contains_key(key) && seen.insert(key.clone()))
            .collect();
        if new.is_empty() {
            return Ok(false);
        }
        let (stopped, new): (Vec<_>, Vec<_>) =
            new.into_iter().partition(|(_, call)| self.stopped.contains_key(&call.function));
        for (key, call) in stopped {
            let because = self.stopped.get(&call.function).cloned().unwrap_or_default();
            self.known.insert(key, Fate::NotCalled { because });
        }
        let (keys, calls): (Vec<Vec<u8>>, Vec<Call>) = new.into_iter().unzip();
        let fates = if calls.is_empty() { vec![] } else { ask(&calls)? };
        for (call, fate) in calls.iter().zip(&fates) {
            if let Fate::NotCalled { because } = fate {
                self.stopped.insert(call.function.clone(), because.clone());
            }
        }
        self.known.extend(keys.into_iter().zip(fates));
        Ok(true)
    }

    fn get(&self, call: &Call) -> Option<Fate> {
        self.known.get(&key(call)).cloned()
    }

    fn of(&self, function: &Function, case: &Case) -> &Fate {
        static LOST: Fate = Fate::Misuse { message: String::new() };
        let call = Call { function: function.name.clone(), args: case.args.clone() };
        self.known.get(&key(&call)).unwrap_or(&LOST)
    }

    fn case(&self, function: &Function, case: &Case, stored: &Stored) -> Evidence {
        let fate = self.of(function, case);
        let mut evidence = Evidence::new(&case.name, verdict_of(fate), fate.word());
        evidence.call = Some(function.show_call(&case.args));
        match fate {
            Fate::Value(got) => {
                let expected = stored.expected(case);
                if let Err(mismatch) = compare(&expected, got, case.tolerance) {
                    evidence.verdict = Verdict::Wrong;
                    evidence.expected = Some(stored.want.to_json());
                    evidence.got = Some(got.to_json());
                    evidence.message = Some(mismatch.describe());
                    evidence.error = mismatch.error().map(|(absolute, relative)| {
                        [Value::Number(absolute).to_json(), Value::Number(relative).to_json()]
                    });
                    evidence.tolerance = Some([case.tolerance.relative, case.tolerance.absolute]);
                }
            }
            Fate::NotBuilt { message } => {
                evidence.call = None;
                evidence.message = Some(message.clone());
            }
            other => evidence.message = Some(other.explain()),
        }
        evidence
    }

    fn attempt(&self, exercise: &Exercise, (function, property): Owned<'_>, seed: u64, trial: u64) -> Trial {
        let text = format!("{seed}/{}/{}/{}/{trial}", exercise.name, function.name, property.name);
        let seed = seed_of(&text);
        property.law.attempt(seed, property.tolerance, &|call| self.get(call))
    }

    fn law(
        &self,
        exercise: &Exercise,
        (function, property): Owned<'_>,
        seed: u64,
        formula_is: &BTreeMap<&str, Verdict>,
    ) -> Check {
        let mut evidence = Evidence::new(&property.law.text, Verdict::Right, FateWord::Value);
        let mut largest: f64 = 0.0;
        let mut told = false;
        for trial in 0..property.law.trials() {
            match self.attempt(exercise, (function, property), seed, trial) {
                Trial::Holds { size } => {
                    largest = largest.max(size);
                    told = true;
                    continue;
                }
                Trial::Inconclusive => continue,
                Trial::Broken { drawn, left, right } => {
                    let drawn: Vec<_> =
                        drawn.iter().map(|(name, value)| format!("{name} = {}", value.show(6))).collect();
                    evidence.verdict = Verdict::Wrong;
                    evidence.call = Some(drawn.join(", "));
                    evidence.got = Some(left.to_json());
                    evidence.expected = Some(right.to_json());
                    evidence.message = Some(property.says.clone());
                    evidence.tolerance = Some([property.tolerance.relative, property.tolerance.absolute]);
                }
                Trial::Shape { what } => {
                    evidence.verdict = Verdict::Wrong;
                    evidence.message = Some(format!("{} ({what})", property.says));
                }
                Trial::NoReply { call, fate } => {
                    evidence.verdict = verdict_of(&fate);
                    evidence.fate = fate.word();
                    let owner = exercise.functions.iter().find(|other| other.name == call.function);
                    evidence.call = owner.map(|owner| owner.show_call(&call.args));
                    evidence.message = Some(if call.function == function.name {
                        fate.explain()
                    } else {
                        // another function is at fault: nothing is known about this one
                        evidence.verdict = if evidence.verdict == Verdict::GraderError {
                            Verdict::GraderError
                        } else {
                            Verdict::NotRun
                        };
                        format!("This law also needs `{}`, which did not return a value.", call.function)
                    });
                }
                Trial::Needs(_) => {
                    evidence.verdict = Verdict::GraderError;
                    evidence.message = Some("The law needs more rounds of calls than the grader makes.".into());
                }
            }
            break;
        }
        if evidence.verdict == Verdict::Right && !told {
            evidence.verdict = Verdict::Wrong;
            let limit = show_number(1e-5, 2);
            evidence.message = Some(format!(
                "No derivative could be told to better than {limit} at any drawn input: is the loss computed in f32, or does it jump?"
            ));
        }
        let is = |name: &str, verdict: Verdict| formula_is.get(name) == Some(&verdict);
        let others = property.law.calls();
        let at_fault = others.iter().find(|other| **other != function.name && !is(other, Verdict::Right));
        if let (Verdict::Wrong | Verdict::NotRun, Some(other), true) =
            (evidence.verdict, at_fault, is(&function.name, Verdict::Right))
        {
            // a right function does not pay for another one's mistake
            evidence = Evidence::new(&property.law.text, Verdict::FollowThrough, FateWord::Value);
            evidence.message = Some(format!(
                "This law also needs `{other}`, which is not right yet. This function is, so its points count."
            ));
        }
        if evidence.verdict == Verdict::Right
            && let Some(base) = &property.follow_through
            && is(&function.name, Verdict::Wrong)
            && is(base, Verdict::Wrong)
            && largest > 1e-9
        {
            evidence.verdict = Verdict::FollowThrough;
            evidence.message = Some(format!(
                "Right for your own `{base}`, which is not the one asked for: this earns the points for method."
            ));
        }
        let (verdict, fate) = (evidence.verdict, evidence.fate);
        Check {
            kind: Kind::Property,
            name: property.name.clone(),
            verdict,
            fate,
            points: 0,
            max: property.points,
            evidence: vec![evidence],
        }
    }
}

//! An exercise answered by machine: some functions in a given way, and those that have a law for follow-through so that
//! it holds. What they need is either a program's reply or follows from a law, read as what it says of its function.

use super::super::reference::{REFERENCE_LIMIT, Replies};
use judge::course::{Exercise, Function, Property, Snapshot};
use judge::error::Result;
use judge::fate::Fate;
use judge::judge::{Hearings, Truth, judge_some, seed_of_trial};
use judge::number::Value;
use judge::property::{Call, Told};
use judge::report::FunctionReport;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashMap};

/// Rounds in which calls may depend on earlier replies.
const MOST_ROUNDS: usize = 12;

/// What a program replies; nothing as long as it was not asked.
pub type Program<'a> = dyn Fn(&Call) -> Option<Fate> + 'a;

/// How a function answers that follows from nothing; and one that does, where its laws do not say how.
pub type Start<'a> = dyn Fn(&Call, &Program<'_>) -> Option<Fate> + 'a;

/// A program that was asked before remembers.
pub struct Asked<'a> {
    /// The exercise.
    pub exercise: &'a Exercise,
    /// The program.
    pub replies: &'a Replies,
    /// CPU seconds for a call.
    limit: Cell<f64>,
    known: RefCell<HashMap<Vec<u8>, Fate>>,
    missing: RefCell<Vec<Call>>,
}

impl<'a> Asked<'a> {
    /// Nothing asked yet.
    pub fn new(exercise: &'a Exercise, replies: &'a Replies) -> Self {
        let limit = Cell::new(REFERENCE_LIMIT);
        Asked { exercise, replies, limit, known: RefCell::default(), missing: RefCell::default() }
    }

    /// From now on a call may take so long.
    pub fn limit(&self, seconds: f64) {
        self.limit.set(seconds);
    }

    /// A reply that is there, or a note that it is wanted.
    fn reply(&self, call: &Call) -> Option<Fate> {
        let known = self.known.borrow().get(&call.key()).cloned();
        if known.is_none() {
            self.missing.borrow_mut().push(call.clone());
        }
        known
    }

    /// Asks for what is wanted; says whether anything was.
    fn settle(&self) -> Result<bool> {
        let mut wanted: BTreeMap<Vec<u8>, Call> = BTreeMap::new();
        wanted.extend(self.missing.take().into_iter().map(|call| (call.key(), call)));
        if wanted.is_empty() {
            return Ok(false);
        }
        let (keys, calls): (Vec<Vec<u8>>, Vec<Call>) = wanted.into_iter().unzip();
        let fates = self.replies.ask(&self.exercise.name, &calls, self.limit.get())?;
        self.known.borrow_mut().extend(keys.into_iter().zip(fates));
        Ok(true)
    }
}

/// One way to answer an exercise.
pub struct Chain<'a> {
    asked: &'a Asked<'a>,
    start: &'a Start<'a>,
    seed: u64,
    /// The functions whose laws are made to hold.
    followers: Vec<&'a Function>,
    /// Those of them that others follow: they must answer anything, and not the laws alone.
    bases: Vec<&'a Function>,
    known: RefCell<HashMap<Vec<u8>, Fate>>,
}

impl<'a> Chain<'a> {
    /// These functions follow, all others start.
    pub fn new(asked: &'a Asked<'a>, followers: Vec<&'a Function>, start: &'a Start<'a>, seed: u64) -> Self {
        let laws =
            asked.exercise.functions.iter().flat_map(|other| other.properties.iter().map(move |law| (other, law)));
        let laws: Vec<_> = laws.filter(|(_, law)| law.follow_through.is_some()).collect();
        let followed = |function: &&&Function| {
            laws.iter().any(|(other, law)| other.name != function.name && law.law.calls().contains(&function.name))
        };
        let bases = followers.iter().filter(followed).copied().collect();
        Chain { asked, start, seed, followers, bases, known: RefCell::default() }
    }

    /// The reports of these functions.
    pub fn judged(
        &self,
        functions: &[&Function],
        snapshots: &BTreeMap<String, Snapshot>,
    ) -> Result<Vec<FunctionReport>> {
        let laws =
            self.followers.iter().flat_map(|function| function.properties.iter().map(move |law| (*function, law)));
        let laws = laws.filter(|(_, law)| law.follow_through.is_some());
        let mut open: Vec<_> =
            laws.flat_map(|(function, law)| (0..law.law.trials()).map(move |at| (function, law, at))).collect();
        for _ in 0..MOST_ROUNDS {
            open.retain(|(function, law, trial)| match self.solved(function, law, *trial) {
                Some((call, reply)) => {
                    self.known.borrow_mut().insert(call.key(), reply);
                    false
                }
                None => true,
            });
            if !self.asked.settle()? {
                break;
            }
        }
        let mut ask = |calls: &[Call]| {
            loop {
                let fates: Vec<Option<Fate>> = calls.iter().map(|call| self.answer(call)).collect();
                if !self.asked.settle()? {
                    return Ok(fates.into_iter().map(|fate| fate.unwrap_or(Fate::Unfinished)).collect());
                }
            }
        };
        judge_some(self.asked.exercise, functions, &[], snapshots, self.seed, Hearings::Joint(&mut ask), Truth::Never)
    }

    fn answer(&self, call: &Call) -> Option<Fate> {
        if self.followers.iter().all(|function| function.name != call.function) {
            return (self.start)(call, &|call| self.asked.reply(call));
        }
        let key = call.key();
        if let Some(fate) = self.known.borrow().get(&key) {
            return Some(fate.clone());
        }
        let follower = self.bases.iter().find(|function| function.name == call.function);
        let fate = match follower.and_then(|function| self.defined(function, call)) {
            Some(defined) => defined?,
            None => (self.start)(call, &|call| self.asked.reply(call))?,
        };
        self.known.borrow_mut().insert(key, fate.clone());
        Some(fate)
    }

    /// What the laws of a function say of it, if they do; and that, if it is known yet.
    fn defined(&self, function: &Function, call: &Call) -> Option<Option<Fate>> {
        let mut parts: BTreeMap<usize, Value> = BTreeMap::new();
        for property in function.properties.iter().filter(|law| law.follow_through.is_some()) {
            let definition = property.law.definition(&function.name, &call.args, &|call| self.answer(call));
            let Some(definition) = definition else { continue };
            match (definition.told, definition.part) {
                (Told::Needs(_), _) => return Some(None),
                (Told::Nothing, _) => {}
                (Told::Values(values), None) => return Some(values.into_iter().next().map(Fate::Value)),
                (Told::Values(values), Some(part)) => {
                    parts.extend(values.into_iter().next().map(|value| (part, value)))
                }
            }
        }
        if parts.is_empty() {
            return None;
        }
        match self.asked.reply(call) {
            None => Some(None),
            Some(Fate::Value(Value::List(whole))) if whole.len() == parts.len() => {
                Some(Some(Fate::Value(Value::List(parts.into_values().collect()))))
            }
            Some(_) => None,
        }
    }

    /// Finds what a function must reply in one trial of a law for that to hold, if it appears in it once and each
    /// number of the law is a multiple of one of its numbers, plus something.
    fn solved(&self, function: &Function, property: &Property, trial: u64) -> Option<(Call, Fate)> {
        let exercise = &self.asked.exercise.name;
        let seed = seed_of_trial(exercise, &function.name, &property.name, self.seed, trial);
        let mine = |call: &Call| call.function == function.name;
        let open = RefCell::new(vec![]);
        let told = property.law.sides(seed, &|call| {
            if mine(call) {
                open.borrow_mut().push(call.clone());
                return None;
            }
            self.answer(call)
        });
        let mut open = open.into_inner();
        open.dedup();
        let ([call], Told::Needs(_)) = (open.as_slice(), told) else { return None };
        if self.known.borrow().contains_key(&call.key()) {
            return None;
        }
        let Some(Fate::Value(form)) = self.asked.reply(call) else { return None };
        let reply = |candidate: &Value, call: &Call| {
            if mine(call) { Some(Fate::Value(candidate.clone())) } else { self.answer(call) }
        };
        let values = |told: Told| match told {
            Told::Values(values) => Some(values.iter().map(numbers).collect::<Vec<_>>()),
            Told::Needs(_) | Told::Nothing => None,
        };
        let [zero, ones, ramp] = [|_| 0.0, |_| 1.0, |at: usize| at as f64 + 1.0].map(|number| with(&form, &number));
        let both = values(property.law.sides(seed, &|call| reply(&zero, call)))?;
        let [base, right] = both.as_slice() else { return None };
        let left =
            |candidate: &Value| values(property.law.left(seed, &|call| reply(candidate, call)))?.into_iter().next();
        let (once, turn) = (left(&ones)?, left(&ramp)?);
        let mut found: BTreeMap<usize, f64> = BTreeMap::new();
        for at in 0..base.len() {
            let factor = once[at] - base[at];
            let place = (turn[at] - base[at]) / factor - 1.0;
            if factor == 0.0 || (place - place.round()).abs() > 1e-6 {
                return None;
            }
            let wanted = right.get(at).or(right.first())?;
            found.insert(place.round() as usize, (wanted - base[at]) / factor);
        }
        let reply = with(&form, &|at| found.get(&at).copied().unwrap_or(0.0));
        Some((call.clone(), Fate::Value(reply)))
    }
}

fn numbers(value: &Value) -> Vec<f64> {
    value.numbers().into_iter().map(|(_, x)| x).collect()
}

/// The same form with these numbers, counted from 0.
pub fn with(form: &Value, number: &dyn Fn(usize) -> f64) -> Value {
    fn walk(form: &Value, at: &mut usize, number: &dyn Fn(usize) -> f64) -> Value {
        match form {
            Value::Number(_) => {
                *at += 1;
                Value::Number(number(*at - 1))
            }
            Value::List(list) => Value::List(list.iter().map(|inner| walk(inner, at, number)).collect()),
            other => other.clone(),
        }
    }
    walk(form, &mut 0, number)
}

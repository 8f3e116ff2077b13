//! Laws are tried on the reference before a student meets them: each must make sense, hold, and be such that
//! something could break it.

use super::expected::ended;
use super::reference::{REFERENCE_LIMIT, Replies};
use judge::course::{Exercise, Function, Property};
use judge::digest::seed_of;
use judge::error::{Error, Place, Result};
use judge::fate::Fate;
use judge::number::Value;
use judge::property::{Call, Trial};
use std::collections::{BTreeMap, HashMap};

/// Each law is tried as often as in this many gradings.
const GRADINGS: u64 = 3;
/// Rounds in which calls may depend on earlier replies.
const MOST_ROUNDS: usize = 8;
/// Other replies of a function, by which its law should break.
const OTHERS: usize = 4;
/// The one of them that has another length and the same numbers.
const SHORTER: usize = 3;

/// What is wrong with the laws of an exercise, each with the place of the law.
pub fn troubles(exercise: &Exercise, replies: &Replies, seed: u64) -> Result<Vec<Error>> {
    let mut reference = Reference { exercise, replies, known: HashMap::new() };
    let mut open: Vec<Trying<'_>> = vec![];
    for function in &exercise.functions {
        for property in &function.properties {
            let seeds = (0..GRADINGS * property.law.trials())
                .map(|trial| seed_of(&format!("{seed}/{}/{}/{}/{trial}", exercise.name, function.name, property.name)));
            open.extend(seeds.map(|seed| Trying { function, property, seed, other: None, trial: None }));
        }
    }
    reference.settle(&mut open)?;
    let mut found: BTreeMap<*const Property, (Error, usize)> = BTreeMap::new();
    let mut sound: Vec<(&Function, &Property, Vec<u64>)> = vec![];
    let path = exercise.folder.join("exercise.toml");
    for law in open.chunk_by(|a, b| std::ptr::eq(a.property, b.property)) {
        let Some(Trying { function, property, .. }) = law.first() else { continue };
        match law.iter().find_map(|one| one.trouble(exercise)) {
            Some((place, what, fix)) => {
                let what = format!("the law `{}` of `{}` {what}", property.name, function.name);
                found.insert(*property, (Error::fixture(&path, place, what, fix), found.len()));
            }
            None => {
                let held = law.iter().filter(|one| matches!(one.trial, Some(Trial::Holds { .. })));
                let seeds: Vec<u64> = held.map(|one| one.seed).take(3).collect();
                if seeds.is_empty() {
                    let what = format!(
                        "the law `{}` of `{}` cannot be told on any of its inputs: the derivative of the reference has a kink there",
                        property.name, function.name
                    );
                    let place = property.places.holds;
                    found.insert(*property, (Error::fixture(&path, place, what, "draw other inputs"), found.len()));
                } else {
                    sound.push((function, property, seeds));
                }
            }
        }
    }
    let mut errors: Vec<(Error, usize)> = found.into_values().collect();
    errors.sort_by_key(|(_, order)| *order);
    let mut errors: Vec<Error> = errors.into_iter().map(|(error, _)| error).collect();
    for (function, property) in reference.unbreakable(sound)? {
        let what = format!(
            "the law `{}` of `{}` cannot be broken: it holds whatever `{}` returns",
            property.name, function.name, function.name
        );
        errors.push(Error::fixture(&path, property.places.holds, what, "let it say something about the value"));
    }
    Ok(errors)
}

/// One law on the inputs of one seed.
struct Trying<'a> {
    function: &'a Function,
    property: &'a Property,
    seed: u64,
    /// Which other replies take the place of the function's own.
    other: Option<usize>,
    trial: Option<Trial>,
}

impl Trying<'_> {
    /// What a reference that is right must not show: where, what, and the fix.
    fn trouble(&self, exercise: &Exercise) -> Option<(Place, String, &'static str)> {
        const MEND: &str = "mend the law or the reference";
        let holds = self.property.places.holds;
        Some(match self.trial.as_ref()? {
            Trial::Holds { .. } | Trial::Inconclusive => return None,
            Trial::Broken { drawn, left, right } => {
                let drawn: Vec<_> = drawn.iter().map(|(name, value)| format!("{name} = {}", value.show(6))).collect();
                let drawn = if drawn.is_empty() { String::new() } else { format!(" with {}", drawn.join(", ")) };
                let what = format!("is false of the reference{drawn}: {} and {}", left.show(6), right.show(6));
                (holds, what, MEND)
            }
            Trial::Shape { what } => (holds, format!("does not fit what the reference returns, {what}"), MEND),
            Trial::Defect { piece, what } => {
                (self.property.places.of(*piece), format!("makes no sense, {what}"), "mend the expression")
            }
            Trial::NoReply { call, fate } => {
                let call = exercise.function(&call.function).map(|function| function.show_call(&call.args));
                let what = format!("has no reply of the reference to {}", call.unwrap_or_default());
                let what = format!("{what} ({})", ended(fate));
                (holds, what, "draw inputs within the preconditions, or mend the reference")
            }
            Trial::Needs(_) => {
                (holds, format!("needs more than {MOST_ROUNDS} rounds of calls"), "nest fewer calls in calls")
            }
        })
    }
}

/// The reference's replies, each asked for once.
struct Reference<'a> {
    exercise: &'a Exercise,
    replies: &'a Replies,
    known: HashMap<Vec<u8>, Fate>,
}

impl Reference<'_> {
    /// Tries until nothing is missing, all laws side by side: one start of the program answers many calls.
    fn settle(&mut self, open: &mut [Trying<'_>]) -> Result<()> {
        for _ in 0..MOST_ROUNDS {
            let mut calls: HashMap<Vec<u8>, Call> = HashMap::new();
            for one in open.iter_mut().filter(|one| matches!(one.trial, None | Some(Trial::Needs(_)))) {
                let trial = self.attempt(one);
                if let Trial::Needs(needs) = &trial {
                    calls.extend(needs.iter().map(|call| (call.key(), call.clone())));
                }
                one.trial = Some(trial);
            }
            if calls.is_empty() {
                break;
            }
            let (keys, calls): (Vec<Vec<u8>>, Vec<Call>) = calls.into_iter().unzip();
            let fates = self.replies.ask(&self.exercise.name, &calls, REFERENCE_LIMIT)?;
            self.known.extend(keys.into_iter().zip(fates));
        }
        Ok(())
    }

    fn attempt(&self, one: &Trying<'_>) -> Trial {
        one.property.law.attempt(one.seed, one.property.tolerance, &|call| {
            let key = call.key();
            let fate = self.known.get(&key)?.clone();
            Some(match (fate, one.other) {
                (Fate::Value(value), Some(other)) if call.function == one.function.name => Fate::Value(another(
                    &value,
                    other,
                    &mut Noise(seed_of(&format!("{key:?}")) as f64 / u64::MAX as f64),
                )),
                (fate, _) => fate,
            })
        })
    }

    /// The laws that hold whatever their function returns.
    fn unbreakable<'a>(
        &mut self,
        laws: Vec<(&'a Function, &'a Property, Vec<u64>)>,
    ) -> Result<Vec<(&'a Function, &'a Property)>> {
        let mut left = laws;
        for other in 0..OTHERS {
            let mut open: Vec<Trying<'a>> = vec![];
            for (function, property, seeds) in &left {
                open.extend(seeds.iter().map(|&seed| Trying {
                    function,
                    property,
                    seed,
                    other: Some(other),
                    trial: None,
                }));
            }
            self.settle(&mut open)?;
            left.retain(|(_, property, _)| {
                let mut of = open.iter().filter(|one| std::ptr::eq(one.property, *property));
                let holds = |one: &Trying<'_>| matches!(one.trial, Some(Trial::Holds { .. }));
                // the derivative of noise is never told: such a law is not said to be unbreakable
                of.clone().any(holds) && of.all(|one| holds(one) || one.trial == Some(Trial::Inconclusive))
            });
        }
        Ok(left.into_iter().map(|(function, property, _)| (function, property)).collect())
    }
}

/// Numbers between 0 and 1, of which no two near ones are alike.
struct Noise(f64);

impl Noise {
    fn next(&mut self) -> f64 {
        self.0 = (self.0 + 0.618_033_988_749_895).fract();
        self.0
    }
}

/// Another value of the same form.
fn another(value: &Value, other: usize, noise: &mut Noise) -> Value {
    match value {
        Value::Number(x) => Value::Number(match other {
            SHORTER => *x,
            0 => x + 17.0 + noise.next(),
            1 => -x - 1.0 - noise.next(),
            _ => 1000.0 * x - 13.0 * noise.next(),
        }),
        Value::List(list) if other == SHORTER => Value::List(list.iter().skip(1).cloned().collect()),
        Value::List(list) => Value::List(list.iter().map(|inner| another(inner, other, noise)).collect()),
        Value::Text(text) => Value::Text(format!("{text}{}", noise.next())),
        Value::Truth(_) => Value::Truth(noise.next() < 0.5),
        Value::Nothing => Value::Number(17.0 + other as f64),
    }
}

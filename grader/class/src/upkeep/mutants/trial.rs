//! Whether a check sees that an answer is wrong: check by check, up to the first that does.

use super::super::beside::divert;
use super::super::reference::REFERENCE_LIMIT;
use super::super::vacuous::is_told;
use judge::compare::{Expected, Tolerance, compare};
use judge::course::{Case, Exercise, Function, Property, SHORTEST_LIMIT, Snapshot, Stored, With};
use judge::digest::seed_of;
use judge::error::Result;
use judge::fate::Fate;
use judge::judge::DrawnCase;
use judge::number::Value;
use judge::property::{Call, Trial};
use run::runner::Conversation;
use std::collections::HashMap;

/// Rounds in which calls of a law may depend on earlier replies.
const MOST_ROUNDS: usize = 8;

/// A check by itself; a report counts cases together.
#[derive(Clone, Copy, Debug)]
pub enum Check<'a> {
    /// One case, ordinary or extreme.
    Case(&'a Case, &'a Stored),
    /// One law.
    Law(&'a Property),
    /// One drawn input, for which the reference says what is right.
    Drawn(&'a DrawnCase<'a>),
}

/// What a check is, in the order of asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// An ordinary case.
    Case,
    /// A law.
    Law,
    /// An extreme input.
    Extreme,
    /// A drawn input.
    Drawn,
}

impl<'a> Check<'a> {
    /// All checks of a function, those first that every student sees.
    pub fn all(function: &'a Function, snapshot: &'a Snapshot, drawn: &'a [DrawnCase<'a>]) -> Vec<Check<'a>> {
        let cases = function.cases.iter().zip(&snapshot.cases).map(|(case, stored)| Check::Case(case, stored));
        let laws = function.properties.iter().map(Check::Law);
        let mut all: Vec<Check<'a>> = cases.chain(laws).chain(drawn.iter().map(Check::Drawn)).collect();
        all.sort_by_key(|check| check.sort());
        all
    }

    /// Its name within the function; draws of a kind share it.
    pub fn name(self) -> &'a str {
        match self {
            Check::Case(case, _) => &case.name,
            Check::Law(property) => &property.name,
            Check::Drawn(drawn) => &drawn.drawn.name,
        }
    }

    /// What it is.
    pub fn sort(self) -> Sort {
        match self {
            Check::Case(case, _) if case.stability.is_some() => Sort::Extreme,
            Check::Case(..) => Sort::Case,
            Check::Law(_) => Sort::Law,
            Check::Drawn(_) => Sort::Drawn,
        }
    }

    /// Is it there for answers that end in no number at all?
    pub fn is_extreme(self) -> bool {
        match self {
            Check::Case(case, _) => case.stability.is_some(),
            Check::Drawn(drawn) => matches!(drawn.drawn.with, With::Stability(_)),
            Check::Law(_) => false,
        }
    }
}

/// What a check sees of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// Nothing wrong.
    Right,
    /// Another value.
    Differs,
    /// No value where one should be: a panic, a loop, NaN.
    Fails,
}

/// Who replies in the place of a function.
#[derive(Clone, Copy, Debug)]
pub enum Voice<'a> {
    /// What the program offers under this name.
    Offered(&'a str),
    /// A number wherever the reference has one.
    Constant(f64),
}

/// An answer for one function, and its replies so far.
pub struct Suspect<'a> {
    function: &'a Function,
    voice: Voice<'a>,
    replies: HashMap<Vec<u8>, Fate>,
}

impl<'a> Suspect<'a> {
    /// Nothing is asked yet.
    pub fn new(function: &'a Function, voice: Voice<'a>) -> Suspect<'a> {
        Suspect { function, voice, replies: HashMap::new() }
    }
}

/// The exercise in which suspects are tried; the replies of the reference are asked for once.
pub struct Court<'a> {
    /// The exercise.
    pub exercise: &'a Exercise,
    /// Inputs of laws are drawn from it.
    pub seed: u64,
    reference: HashMap<Vec<u8>, Fate>,
}

impl<'a> Court<'a> {
    /// Nothing is known yet.
    pub fn new(exercise: &'a Exercise, seed: u64) -> Court<'a> {
        Court { exercise, seed, reference: HashMap::new() }
    }

    /// What a check sees of this answer.
    pub fn look(&mut self, asked: &mut Conversation<'_>, suspect: &mut Suspect<'_>, check: Check<'_>) -> Result<Seen> {
        match check {
            Check::Case(case, stored) => {
                self.compare(asked, suspect, &case.args, &stored.expected(case), case.tolerance)
            }
            Check::Drawn(drawn) => match &drawn.want {
                Ok(want) => self.compare(asked, suspect, &drawn.args, &want.expected(), drawn.drawn.tolerance),
                // the fixtures' own fault
                Err(_) => Ok(Seen::Right),
            },
            Check::Law(property) => {
                let mut told = false;
                for number in 0..property.law.trials() {
                    match self.attempt(asked, suspect, property, number)? {
                        Trial::Holds { .. } => told = true,
                        Trial::Inconclusive => {}
                        Trial::Broken { left, right, .. } if is_told(&left) && is_told(&right) => {
                            return Ok(Seen::Differs);
                        }
                        Trial::Shape { .. } => return Ok(Seen::Differs),
                        Trial::Broken { .. } => return Ok(Seen::Fails),
                        Trial::NoReply { call, .. } if call.function == suspect.function.name => {
                            return Ok(Seen::Fails);
                        }
                        // another function's fault, or the fixtures' own, which other checks of them name
                        Trial::NoReply { .. } | Trial::Defect { .. } | Trial::Needs(_) => return Ok(Seen::Right),
                    }
                }
                Ok(if told { Seen::Right } else { Seen::Fails })
            }
        }
    }

    fn compare(
        &mut self,
        asked: &mut Conversation<'_>,
        suspect: &mut Suspect<'_>,
        args: &[Value],
        expected: &Expected,
        tolerance: Tolerance,
    ) -> Result<Seen> {
        let call = Call { function: suspect.function.name.clone(), args: args.to_vec() };
        let key = call.key();
        self.ask(asked, suspect, vec![call])?;
        Ok(match suspect.replies.get(&key) {
            Some(Fate::Value(got)) if compare(expected, got, tolerance).is_ok() => Seen::Right,
            Some(Fate::Value(got)) if is_told(got) => Seen::Differs,
            _ => Seen::Fails,
        })
    }

    fn attempt(
        &mut self,
        asked: &mut Conversation<'_>,
        suspect: &mut Suspect<'_>,
        property: &Property,
        number: u64,
    ) -> Result<Trial> {
        let own = suspect.function.name.as_str();
        let seed = seed_of(&format!("{}/{}/{own}/{}/{number}", self.seed, self.exercise.name, property.name));
        let mut trial = Trial::Needs(vec![]);
        for _ in 0..MOST_ROUNDS {
            trial = property.law.attempt(seed, property.tolerance, &|call| {
                let of = if call.function == own { &suspect.replies } else { &self.reference };
                of.get(&call.key()).cloned()
            });
            match &trial {
                Trial::Needs(calls) => self.ask(asked, suspect, calls.clone())?,
                _ => break,
            }
        }
        Ok(trial)
    }

    /// Makes these calls, as far as they are not known.
    fn ask(&mut self, asked: &mut Conversation<'_>, suspect: &mut Suspect<'_>, calls: Vec<Call>) -> Result<()> {
        let name = suspect.function.name.as_str();
        let (own, others): (Vec<Call>, Vec<Call>) = calls.into_iter().partition(|call| call.function == name);
        self.consult(asked, others)?;
        let new = own.into_iter().filter(|call| !suspect.replies.contains_key(&call.key()));
        let new: Vec<Call> = new.collect();
        match suspect.voice {
            Voice::Offered(offered) => {
                let calls = divert(&new, name, offered);
                let fates = asked.ask(&calls, &|_| SHORTEST_LIMIT)?;
                suspect.replies.extend(new.iter().map(Call::key).zip(fates));
            }
            Voice::Constant(number) => {
                self.consult(asked, new.clone())?;
                let said = |call: &Call| {
                    let key = call.key();
                    let fate = match self.reference.get(&key)? {
                        Fate::Value(value) => Fate::Value(constant(value, number)),
                        other => other.clone(),
                    };
                    Some((key, fate))
                };
                suspect.replies.extend(new.iter().filter_map(said));
            }
        }
        Ok(())
    }

    /// Asks the reference, once.
    fn consult(&mut self, asked: &mut Conversation<'_>, calls: Vec<Call>) -> Result<()> {
        let new = calls.into_iter().filter(|call| !self.reference.contains_key(&call.key()));
        let new: Vec<Call> = new.collect();
        let fates = asked.ask(&new, &|_| REFERENCE_LIMIT)?;
        self.reference.extend(new.iter().map(Call::key).zip(fates));
        Ok(())
    }
}

/// The same form with one number everywhere.
fn constant(value: &Value, number: f64) -> Value {
    match value {
        Value::Number(_) => Value::Number(number),
        Value::List(list) => Value::List(list.iter().map(|inner| constant(inner, number)).collect()),
        Value::Text(_) => Value::Text(String::new()),
        Value::Truth(_) => Value::Truth(number != 0.0),
        Value::Nothing => Value::Nothing,
    }
}

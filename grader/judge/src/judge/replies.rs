//! The fates of all calls of one exercise, by call; and how more of them are asked for.

use super::hearing::{Hearing, Hearings};
use crate::error::Result;
use crate::fate::{Because, Fate};
use crate::property::{Call, Trial};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Fates by call and hearing.
#[derive(Default)]
pub struct Replies {
    known: HashMap<Vec<u8>, BTreeMap<Hearing, Fate>>,
    /// Functions that are not called again in this hearing and later ones, and why: one limit is enough to wait for.
    stopped: BTreeMap<(String, Hearing), Because>,
    /// Trials of laws that need nothing more: no reply changes, so neither do they.
    tried: RefCell<HashMap<u64, Trial>>,
}

impl Replies {
    /// Makes the calls that are not known yet; says whether there were any.
    pub fn settle(&mut self, open: &mut Vec<(Hearing, Call)>, hearings: &mut Hearings<'_>) -> Result<bool> {
        let mut any = false;
        for hearing in Hearing::ALL {
            // in the order of asking: the first call of a function that dies is the one that explains it
            let mut seen = BTreeSet::new();
            let mine = open.iter().filter(|(belongs, _)| hearings.place(*belongs) == hearing);
            let new = mine.map(|(_, call)| (call.key(), call.clone()));
            let new: Vec<(Vec<u8>, Call)> =
                new.filter(|(key, _)| self.of(hearing, key).is_none() && seen.insert(key.clone())).collect();
            any |= !new.is_empty();
            let (mut keys, mut calls) = (vec![], vec![]);
            for (key, call) in new {
                match self.stopped(hearing, &call) {
                    Some(because) => self.keep(hearing, key, Fate::NotCalled(because)),
                    None => {
                        keys.push(key);
                        calls.push(call);
                    }
                }
            }
            let fates = if calls.is_empty() { vec![] } else { hearings.ask(hearing, &calls)? };
            for ((key, call), fate) in keys.into_iter().zip(calls).zip(fates) {
                if let Fate::NotCalled(because) = fate {
                    self.stopped.insert((call.function, hearing), because);
                }
                self.keep(hearing, key, fate);
            }
        }
        open.clear();
        Ok(any)
    }

    /// Why a function is not called any more. What is public is never decided by what is not.
    fn stopped(&self, hearing: Hearing, call: &Call) -> Option<Because> {
        let of = |earlier: &Hearing| self.stopped.get(&(call.function.clone(), *earlier)).copied();
        Hearing::ALL.iter().filter(|earlier| **earlier <= hearing).find_map(of)
    }

    fn keep(&mut self, hearing: Hearing, key: Vec<u8>, fate: Fate) {
        self.known.entry(key).or_default().insert(hearing, fate);
    }

    /// What a hearing knows of a call. What came in public is known in the closed one, and never the other way round.
    fn of(&self, hearing: Hearing, key: &[u8]) -> Option<&Fate> {
        let known = self.known.get(key)?;
        match hearing {
            Hearing::Public | Hearing::Again => known.get(&hearing),
            Hearing::Closed => known.get(&Hearing::Public).or_else(|| known.get(&Hearing::Closed)),
        }
    }

    /// What comes of a trial of a law, found out by `attempt` unless that is known. `seed` tells trials apart.
    pub fn tried(&self, seed: u64, attempt: &dyn Fn() -> Trial) -> Trial {
        if let Some(known) = self.tried.borrow().get(&seed) {
            return known.clone();
        }
        let trial = attempt();
        if !matches!(trial, Trial::Needs(_)) {
            self.tried.borrow_mut().insert(seed, trial.clone());
        }
        trial
    }

    /// What became of a call, if that is known; nothing of it is shown to students whose inputs are secret.
    pub fn get(&self, call: &Call) -> Option<&Fate> {
        self.of(Hearing::Closed, &call.key())
    }

    /// What became of it in a process that heard public inputs alone.
    pub fn public(&self, call: &Call) -> Option<&Fate> {
        self.of(Hearing::Public, &call.key())
    }

    /// What became of it the second time.
    pub fn again(&self, call: &Call) -> Option<&Fate> {
        self.of(Hearing::Again, &call.key())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::Value;

    fn call(function: &str, x: f64) -> Call {
        Call { function: function.into(), args: vec![Value::Number(x)] }
    }

    /// Calls in the first hearing.
    fn public(calls: Vec<Call>) -> Vec<(Hearing, Call)> {
        calls.into_iter().map(|call| (Hearing::Public, call)).collect()
    }

    #[test]
    fn a_call_is_made_once_and_a_stopped_function_not_again() {
        let mut replies = Replies::default();
        let mut asked = vec![];
        let mut ask = |calls: &[Call]| {
            asked.push(calls.len());
            let fate = |call: &Call| match call.function.as_str() {
                "slow" => Fate::NotCalled(Because::Overtime),
                _ => Fate::Value(call.args[0].clone()),
            };
            Ok(calls.iter().map(fate).collect())
        };
        let mut joint = Hearings::Joint(&mut ask);
        let mut open = public(vec![call("f", 1.0), call("f", 1.0), call("slow", 1.0)]);
        assert!(replies.settle(&mut open, &mut joint).expect("replies"));
        let mut open = public(vec![call("f", 1.0), call("slow", 2.0)]);
        // where nothing is kept from anybody there is one hearing
        open.push((Hearing::Closed, call("f", 1.0)));
        open.push((Hearing::Again, call("f", 1.0)));
        assert!(replies.settle(&mut open, &mut joint).expect("replies"));
        assert!(!replies.settle(&mut public(vec![call("f", 1.0)]), &mut joint).expect("replies"));
        assert_eq!(asked, [2]);
        assert_eq!(replies.get(&call("slow", 2.0)), Some(&Fate::NotCalled(Because::Overtime)));
        assert_eq!(replies.get(&call("f", 2.0)), None);
        assert_eq!(replies.again(&call("f", 1.0)), None);
    }

    #[test]
    fn what_is_public_comes_from_public_calls_alone() {
        let mut replies = Replies::default();
        let mut hear = |hearing: Hearing, calls: &[Call]| {
            let fate = |call: &Call| match (hearing, call.function.as_str()) {
                (Hearing::Closed, "slow") => Fate::NotCalled(Because::Deaths),
                (Hearing::Public, _) => Fate::Value(Value::Number(1.0)),
                (_, _) => Fate::Value(Value::Number(2.0)),
            };
            Ok(calls.iter().map(fate).collect())
        };
        let mut apart = Hearings::Apart { hear: &mut hear, seed: 7 };
        let mut settle = |hearing, call| replies.settle(&mut vec![(hearing, call)], &mut apart).expect("replies");
        let (first, second) = (Fate::Value(Value::Number(1.0)), Fate::Value(Value::Number(2.0)));
        // a secret input may be a public one by chance, before and after
        assert!(settle(Hearing::Closed, call("f", 1.0)));
        assert!(settle(Hearing::Public, call("f", 1.0)));
        assert!(settle(Hearing::Public, call("f", 2.0)));
        assert!(!settle(Hearing::Closed, call("f", 2.0)));
        assert!(settle(Hearing::Closed, call("f", 3.0)));
        // what stops in secret does not stop in public
        assert!(settle(Hearing::Closed, call("slow", 1.0)));
        assert!(settle(Hearing::Public, call("slow", 2.0)));
        assert!(settle(Hearing::Again, call("slow", 2.0)));
        assert_eq!(replies.public(&call("f", 1.0)), Some(&first));
        assert_eq!(replies.public(&call("f", 3.0)), None);
        assert_eq!(replies.get(&call("f", 2.0)), Some(&first));
        assert_eq!(replies.get(&call("f", 3.0)), Some(&second));
        assert_eq!(replies.public(&call("slow", 2.0)), Some(&first));
        assert_eq!(replies.again(&call("slow", 2.0)), Some(&Fate::NotCalled(Because::Deaths)));
    }
}

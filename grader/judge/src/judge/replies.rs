//! The fates of all calls of one exercise, by call; and how more of them are asked for.

use super::Ask;
use crate::error::Result;
use crate::fate::{Because, Fate};
use crate::property::Call;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Fates by call.
#[derive(Default)]
pub struct Replies {
    known: HashMap<Vec<u8>, Fate>,
    /// Functions that are not called again, and why: one limit is enough to wait for.
    stopped: BTreeMap<String, Because>,
}

impl Replies {
    /// Makes the calls that are not known yet; says whether there were any.
    pub fn settle(&mut self, open: &mut Vec<Call>, ask: &mut Ask<'_>) -> Result<bool> {
        // in the order of asking: the first call of a function that dies is the one that explains it
        let mut seen = BTreeSet::new();
        let new: Vec<(Vec<u8>, Call)> = open
            .drain(..)
            .map(|call| (call.key(), call))
            .filter(|(key, _)| !self.known.contains_key(key) && seen.insert(key.clone()))
            .collect();
        if new.is_empty() {
            return Ok(false);
        }
        let (mut keys, mut calls) = (vec![], vec![]);
        for (key, call) in new {
            match self.stopped.get(&call.function) {
                Some(because) => drop(self.known.insert(key, Fate::NotCalled(*because))),
                None => {
                    keys.push(key);
                    calls.push(call);
                }
            }
        }
        let fates = if calls.is_empty() { vec![] } else { ask(&calls)? };
        for (call, fate) in calls.iter().zip(&fates) {
            if let Fate::NotCalled(because) = fate {
                self.stopped.insert(call.function.clone(), *because);
            }
        }
        self.known.extend(keys.into_iter().zip(fates));
        Ok(true)
    }

    /// What became of a call, if that is known.
    pub fn get(&self, call: &Call) -> Option<&Fate> {
        self.known.get(&call.key())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::Value;

    #[test]
    fn a_call_is_made_once_and_a_stopped_function_not_again() {
        let call = |function: &str, x: f64| Call { function: function.into(), args: vec![Value::Number(x)] };
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
        let mut open = vec![call("f", 1.0), call("f", 1.0), call("slow", 1.0)];
        assert!(replies.settle(&mut open, &mut ask).expect("replies"));
        let mut open = vec![call("f", 1.0), call("slow", 2.0)];
        assert!(replies.settle(&mut open, &mut ask).expect("replies"));
        assert!(!replies.settle(&mut vec![call("f", 1.0)], &mut ask).expect("replies"));
        assert_eq!(asked, [2]);
        assert_eq!(replies.get(&call("slow", 2.0)), Some(&Fate::NotCalled(Because::Overtime)));
        assert_eq!(replies.get(&call("f", 2.0)), None);
    }
}

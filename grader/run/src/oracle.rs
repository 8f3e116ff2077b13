//! The reference's replies to drawn inputs: asked when they are needed, and remembered for a seed.

use crate::bench::{Bench, Sitting};
use crate::cache;
use crate::compile::Built;
use crate::runner::{Conversation, Extra};
use crate::work::Work;
use judge::error::{Error, Result};
use judge::fate::Fate;
use judge::number::Value;
use judge::property::Call;
use std::collections::HashMap;

/// No more replies are remembered: looking for a simpler input asks for many.
const MOST_KEPT: usize = 2000;

/// The reference of one exercise.
pub struct Oracle<'a> {
    work: &'a Work,
    exercise: &'a str,
    build: &'a dyn Fn() -> Result<Bench<'a>>,
    /// Under which its replies are remembered, if they can be.
    key: Option<String>,
    known: HashMap<Vec<u8>, (Call, Value)>,
    /// How many of them were remembered.
    old: usize,
    started: Option<(Bench<'a>, Conversation<'a>)>,
}

impl<'a> Oracle<'a> {
    /// The reference whose files are those of the sitting; it is built at the first call that is not remembered.
    pub fn new(work: &'a Work, sitting: &Sitting<'a>, seed: u64, build: &'a dyn Fn() -> Result<Bench<'a>>) -> Self {
        let exercise = sitting.exercise.name.as_str();
        let key = cache::key_of_replies(sitting.exercise, sitting.files, seed).ok();
        let kept = key.as_ref().and_then(|key| cache::recall_replies(work, exercise, key));
        let known: HashMap<_, _> =
            kept.unwrap_or_default().into_iter().map(|(call, value)| (call.key(), (call, value))).collect();
        Oracle { work, exercise, build, key, old: known.len(), known, started: None }
    }

    /// What the reference replies. A reference without a reply is no fault of the student's.
    pub fn ask(&mut self, calls: &[Call]) -> Result<Vec<Fate>> {
        let new: Vec<Call> = calls.iter().filter(|call| !self.known.contains_key(&call.key())).cloned().collect();
        let mut others: HashMap<Vec<u8>, Fate> = HashMap::new();
        if !new.is_empty() {
            for (call, fate) in new.iter().zip(self.call(&new)?) {
                match fate {
                    Fate::Value(value) => drop(self.known.insert(call.key(), (call.clone(), value))),
                    fate => drop(others.insert(call.key(), fate)),
                }
            }
        }
        let fate = |call: &Call| {
            let key = call.key();
            let known = self.known.get(&key).map(|(_, value)| Fate::Value(value.clone()));
            known.or_else(|| others.get(&key).cloned()).unwrap_or(Fate::Misuse { message: "a reply was lost".into() })
        };
        Ok(calls.iter().map(fate).collect())
    }

    fn call(&mut self, calls: &[Call]) -> Result<Vec<Fate>> {
        if self.started.is_none() {
            let bench = (self.build)()?;
            let conversation = match &bench.built {
                Built::Program { program, dropped, .. } if dropped.is_empty() => {
                    bench.conversation(program, Extra::None)?
                }
                Built::Disturbed { cause, .. } | Built::Damaged { cause } => return Err(Error::disturbed(cause)),
                Built::Program { .. } | Built::Failed { .. } | Built::Overtime { .. } => {
                    let cause = format!("the reference of `{}` does not compile whole", self.exercise);
                    return Err(Error::disturbed(&cause));
                }
            };
            self.started = Some((bench, conversation));
        }
        match &mut self.started {
            Some((bench, conversation)) => conversation.ask(calls, &|function| bench.limit(function)),
            None => Ok(vec![]),
        }
    }

    /// Keeps what was new for the next submission.
    pub fn remember(self) {
        let Some(key) = &self.key else { return };
        if self.known.len() > self.old && self.known.len() <= MOST_KEPT {
            let all: Vec<(Call, Value)> = self.known.into_values().collect();
            cache::remember_replies(self.work, self.exercise, key, &all);
        }
    }
}

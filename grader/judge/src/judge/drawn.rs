//! Drawn cases: inputs drawn from the seed of the run, and what the reference replies to them.

use super::MOST_ROUNDS;
use super::hearing::{Ask, Hearing, Hearings};
use super::replies::Replies;
use crate::compare::Expected;
use crate::course::{Drawn, Exercise, Function, TRIES};
use crate::digest::seed_of;
use crate::error::Result;
use crate::fate::Fate;
use crate::number::Value;
use crate::property::{Attempt, Call, Draw, Tape};
use std::collections::BTreeMap;

/// Where the expected values of drawn cases come from.
pub enum Truth<'a> {
    /// From the reference, which is called here.
    Reference(&'a mut Ask<'a>),
    /// The reference is not here; drawn cases are added when the work is handed in.
    Later,
    /// This course does without them.
    Never,
}

/// A case whose input was drawn.
#[derive(Clone, Debug)]
pub struct DrawnCase<'a> {
    /// From what.
    pub drawn: &'a Drawn,
    /// In stub order; empty where nothing could be drawn.
    pub args: Vec<Value>,
    /// What is right, or why that is not known: the fixtures' fault or the reference's.
    pub want: std::result::Result<Want, String>,
    seed: u64,
    tape: Tape,
}

/// What is right.
#[derive(Clone, Debug, PartialEq)]
pub struct Want {
    /// The reference's reply.
    pub value: Value,
    /// What is right, where that is more than this reply.
    pub range: Option<Expected>,
}

impl Want {
    /// What a reply is compared with.
    pub fn expected(&self) -> Expected {
        self.range.clone().unwrap_or_else(|| Expected::Exactly(self.value.clone()))
    }
}

impl DrawnCase<'_> {
    /// What was drawn.
    pub fn tape(&self) -> &Tape {
        &self.tape
    }

    /// The call, where there is one.
    pub fn call(&self, function: &str) -> Option<Call> {
        self.want.is_ok().then(|| Call { function: function.to_owned(), args: self.args.clone() })
    }
}

/// Asks the reference, and keeps what it replied.
pub struct Reference<'a, 'b> {
    /// What it replied.
    replies: Replies,
    ask: &'a mut Ask<'b>,
}

/// One draw on its way to a case.
struct Open<'a> {
    function: &'a Function,
    drawn: &'a Drawn,
    draw: &'a Draw,
    number: u64,
    seed: u64,
    tape: Option<Tape>,
    tries: u64,
    settled: Option<DrawnCase<'a>>,
}

impl<'a, 'b> Reference<'a, 'b> {
    /// Nothing is asked yet.
    pub fn new(ask: &'a mut Ask<'b>) -> Self {
        Reference { replies: Replies::default(), ask }
    }

    /// Draws every case of these functions, by their names.
    pub fn draw<'f>(
        &mut self,
        exercise: &Exercise,
        functions: &[&'f Function],
        seed: u64,
    ) -> Result<BTreeMap<&'f str, Vec<DrawnCase<'f>>>> {
        let each = functions.iter().flat_map(|function| function.drawn.iter().map(move |drawn| (*function, drawn)));
        // a course that was handed out does not say how
        let each = each.filter_map(|(function, drawn)| Some((function, drawn, drawn.draw.as_ref()?)));
        let mut open: Vec<Open<'f>> = each
            .flat_map(|(function, drawn, draw)| {
                (0..drawn.draws).map(move |number| Open {
                    function,
                    drawn,
                    draw,
                    number,
                    seed: 0,
                    tape: None,
                    tries: 0,
                    settled: None,
                })
            })
            .collect();
        for one in &mut open {
            one.seed = one.seed_of(exercise, seed);
        }
        self.settle(exercise, seed, &mut open)?;
        let mut drawn: BTreeMap<&str, Vec<DrawnCase<'f>>> = BTreeMap::new();
        for one in open {
            drawn.entry(&one.function.name).or_default().push(one.close());
        }
        Ok(drawn)
    }

    /// The same case drawn from other tapes, as far as these are possible.
    pub fn redraw<'f>(
        &mut self,
        exercise: &Exercise,
        function: &'f Function,
        case: &DrawnCase<'f>,
        tapes: Vec<Tape>,
    ) -> Result<Vec<DrawnCase<'f>>> {
        let Some(draw) = &case.drawn.draw else { return Ok(vec![]) };
        let one = |tape| Open {
            function,
            drawn: case.drawn,
            draw,
            number: 0,
            seed: case.seed,
            tape: Some(tape),
            tries: 0,
            settled: None,
        };
        let mut open: Vec<Open<'f>> = tapes.into_iter().map(one).collect();
        self.settle(exercise, case.seed, &mut open)?;
        Ok(open.into_iter().map(Open::close).filter(|case| case.want.is_ok()).collect())
    }

    fn settle(&mut self, exercise: &Exercise, seed: u64, open: &mut [Open<'_>]) -> Result<()> {
        // one round more than calls may depend on each other: the last is for the case itself
        for _ in 0..=MOST_ROUNDS {
            let mut calls = vec![];
            for one in open.iter_mut().filter(|one| one.settled.is_none()) {
                let needs = one.advance(exercise, seed, &self.replies);
                calls.extend(needs.into_iter().map(|call| (Hearing::Closed, call)));
            }
            if !self.replies.settle(&mut calls, &mut Hearings::Joint(&mut *self.ask))? {
                break;
            }
        }
        Ok(())
    }
}

impl<'a> Open<'a> {
    fn seed_of(&self, exercise: &Exercise, seed: u64) -> u64 {
        let Open { function, drawn, number, tries, .. } = self;
        seed_of(&format!("{seed}/{}/{}/drawn/{}/{number}/{tries}", exercise.name, function.name, drawn.name))
    }

    /// Goes as far as the replies known so far allow, and says what has to be asked.
    fn advance(&mut self, exercise: &Exercise, seed: u64, known: &Replies) -> Vec<Call> {
        loop {
            match self.draw.attempt(self.seed, self.tape.as_ref(), &|call| known.get(call).cloned()) {
                Attempt::Needs(calls) => return calls,
                // a tape is what it is
                Attempt::Unsuited if self.tape.is_some() => return self.fails("it is not wanted".into()),
                Attempt::Unsuited if self.tries == TRIES => {
                    return self.fails(format!("`when` holds for none of {TRIES} draws"));
                }
                Attempt::Unsuited => {
                    self.tries += 1;
                    self.seed = self.seed_of(exercise, seed);
                }
                Attempt::Defect { what, .. } => return self.fails(what),
                Attempt::NoReply { call, .. } => {
                    return self.fails(format!("the reference of `{}` returns nothing", call.function));
                }
                Attempt::Call { args, range, tape } => {
                    let call = Call { function: self.function.name.clone(), args };
                    let want = match known.get(&call) {
                        None => return vec![call],
                        Some(Fate::Value(value)) if value.numbers().iter().all(|(_, x)| !x.is_nan()) => {
                            Ok(Want { value: value.clone(), range })
                        }
                        Some(Fate::Value(_)) => Err("the reference returns NaN".into()),
                        Some(_) => Err("the reference returns nothing".into()),
                    };
                    let (drawn, seed) = (self.drawn, self.seed);
                    self.settled = Some(DrawnCase { drawn, args: call.args, want, seed, tape });
                    return vec![];
                }
            }
        }
    }

    fn fails(&mut self, why: String) -> Vec<Call> {
        self.settled = Some(self.without(why));
        vec![]
    }

    fn without(&self, why: String) -> DrawnCase<'a> {
        DrawnCase { drawn: self.drawn, args: vec![], want: Err(why), seed: self.seed, tape: vec![] }
    }

    fn close(self) -> DrawnCase<'a> {
        match self.settled {
            Some(case) => case,
            None => self.without("it needs more rounds of calls than the grader makes".into()),
        }
    }
}

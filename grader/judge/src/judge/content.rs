//! Whether a function that is wrong still shows something. What follows from it is paid only then.
//!
//! One number throughout, or a plain measure of all the numbers it is given, shows nothing. Else a wrong function has
//! content where its replies are, on every ordinary case, those of a known wrong answer; of several functions with one
//! such formula, the first. If it is no known one it must meet these conditions: it reacts to every argument, and is no
//! weighted sum of its numbers (one of them, for example); its values are not those of another function, up to a factor
//! and an added number; and it breaks every relation that the law says an answer without content keeps.
//!
//! A function that itself follows a wrong one shows what that shows: nothing comes of nothing.

#[cfg(test)]
mod tests;

use super::hearing::{Hearing, Hearings};
use super::law::Formulas;
use super::replies::Replies;
use super::{MOST_ROUNDS, Owned, vary};
use crate::course::{Exercise, Function, Snapshot};
use crate::diagnose::known;
use crate::error::Result;
use crate::number::Value;
use crate::property::{Call, Trial};
use crate::report::{Content, Lack, PlainMeasure, Verdict};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// Numbers of two replies are the same up to this, relative to the larger.
const SAME: f64 = 1e-9;
/// Fewer replies show no likeness.
const FEWEST: usize = 3;

/// Law by law, the first wrong function that it follows and what that shows.
#[derive(Default)]
pub struct Contents(BTreeMap<(String, String), Worth>);

/// A wrong function and what it shows.
pub struct Worth {
    /// The function.
    pub base: String,
    /// What it shows, or lacks.
    pub shows: std::result::Result<Content, Lack>,
}

/// A law that a wrong function keeps, and the other wrong functions in it.
pub struct Following<'a> {
    /// The function and its law.
    pub owned: Owned<'a>,
    /// In the order of the exercise, the one that the law names first.
    pub bases: Vec<&'a Function>,
    /// It holds of zeros alone.
    pub flat: bool,
}

impl Contents {
    /// Looks at every wrong function that a law follows. Of several in one law each must have content.
    pub fn of(
        seen: &Seen<'_>,
        follow: &[Following<'_>],
        replies: &mut Replies,
        hearings: &mut Hearings<'_>,
    ) -> Result<Contents> {
        for _ in 0..MOST_ROUNDS {
            let look = Look { seen, replies, missing: RefCell::default() };
            let contents = follow.iter().filter_map(|following| {
                let (function, property) = following.owned;
                let key = (function.name.clone(), property.name.clone());
                let of = |base: &&Function| {
                    let shows = look.shows(base, following.owned);
                    let shows = if following.flat { shows.and(Err(Lack::Flat)) } else { shows };
                    Worth { base: base.name.clone(), shows }
                };
                let all: Vec<Worth> = following.bases.iter().map(of).collect();
                let lacking = all.iter().position(|worth| worth.shows.is_err());
                Some((key, all.into_iter().nth(lacking.unwrap_or(0))?))
            });
            let contents = Contents(contents.collect()).inherited(seen.exercise);
            let mut missing = look.missing.into_inner();
            if !replies.settle(&mut missing, hearings)? {
                return Ok(contents);
            }
        }
        Ok(Contents::default())
    }

    /// A base that itself follows another one shows what that shows, whatever it looks like by itself.
    fn inherited(mut self, exercise: &Exercise) -> Contents {
        for base in &exercise.functions {
            let mut above = self.0.iter().filter(|((function, _), _)| *function == base.name).map(|(_, worth)| worth);
            let lacking = above.clone().find(|worth| worth.shows.is_err());
            let Some(above) = lacking.or_else(|| above.next()) else { continue };
            let (function, shows) = (above.base.clone(), above.shows.is_ok());
            for worth in self.0.values_mut().filter(|worth| worth.base == base.name) {
                match &worth.shows {
                    Err(Lack::Unseen | Lack::Constant | Lack::Plain { .. }) => {}
                    Ok(_) if shows => {}
                    _ if shows => worth.shows = Ok(Content::Inherits { function: function.clone() }),
                    _ => worth.shows = Err(Lack::Echo { function: function.clone() }),
                }
            }
        }
        self
    }

    /// What is known of the function that a law follows.
    pub fn get(&self, (function, property): Owned<'_>) -> Option<&Worth> {
        self.0.get(&(function.name.clone(), property.name.clone()))
    }
}

/// What is known of the exercise so far.
pub struct Seen<'a> {
    /// The exercise.
    pub exercise: &'a Exercise,
    /// Expected values and known wrong answers.
    pub snapshots: &'a BTreeMap<String, Snapshot>,
    /// Which functions are wrong.
    pub formulas: &'a Formulas<'a>,
    /// The seed of the run.
    pub seed: u64,
}

/// One look at the replies; what is not there yet is collected.
struct Look<'a> {
    seen: &'a Seen<'a>,
    replies: &'a Replies,
    missing: RefCell<Vec<(Hearing, Call)>>,
}

impl Look<'_> {
    fn shows(&self, base: &Function, owned: Owned<'_>) -> std::result::Result<Content, Lack> {
        let values: Vec<&Value> = ordinary(base).filter_map(|args| self.reply(base, args)).collect();
        if values.is_empty() {
            return Err(Lack::Unseen);
        }
        if constant(&values) {
            return Err(Lack::Constant);
        }
        if let Some(measure) = self.plain(base) {
            return Err(Lack::Plain { measure });
        }
        if let Some(name) = self.known(base) {
            let mut earlier = self.wrong().take_while(|other| other.name != base.name);
            return match earlier.find(|other| self.known(other).is_some() && self.alike(base, other)) {
                Some(other) => Err(Lack::CountsElsewhere { function: other.name.clone() }),
                None => Ok(Content::Known { name: name.to_owned() }),
            };
        }
        // all of them, so that their calls are made together
        let lacks = [self.deaf(base), self.linear(base), self.copy(base), self.keeps(owned)];
        lacks.into_iter().flatten().next().map_or(Ok(Content::Meets), Err)
    }

    /// A reply to a public input, or one made of such, or a note that it must be asked for: what it shows is told.
    fn reply(&self, function: &Function, args: &[Value]) -> Option<&Value> {
        let call = Call { function: function.name.clone(), args: args.to_vec() };
        match self.replies.public(&call) {
            Some(fate) => fate.value(),
            None => {
                self.missing.borrow_mut().push((Hearing::Public, call));
                None
            }
        }
    }

    fn wrong(&self) -> impl Iterator<Item = &Function> {
        self.seen.exercise.functions.iter().filter(|other| self.seen.formulas.is(&other.name, Verdict::Wrong))
    }

    fn known<'a>(&'a self, base: &'a Function) -> Option<&'a str> {
        let snapshot = self.seen.snapshots.get(&base.name)?;
        let fates: Vec<_> = base.cases.iter().map(|case| self.replies.stored(base, case)).collect();
        known(base, snapshot, &fates)
    }

    /// An argument that changes nothing wherever it was changed.
    fn deaf(&self, base: &Function) -> Option<Lack> {
        let mut deaf = None;
        for (at, parameter) in base.signature.parameters.iter().enumerate() {
            let (mut tried, mut reacts) = (false, false);
            for args in ordinary(base) {
                for other in vary::elsewhere(base, args, at) {
                    tried = true;
                    let pair = self.reply(base, args).zip(self.reply(base, &other));
                    reacts |= pair.is_some_and(|(a, b)| !same(a, b));
                }
            }
            if tried && !reacts {
                deaf.get_or_insert(Lack::Deaf { parameter: parameter.name.clone() });
            }
        }
        deaf
    }

    /// Halfway between two replies lies the one to the arguments halfway, everywhere.
    fn linear(&self, base: &Function) -> Option<Lack> {
        let (mut tried, mut bends) = (false, false);
        for args in ordinary(base) {
            for [up, down] in vary::beside(base, args) {
                let three = [args, up.as_slice(), down.as_slice()].map(|args| self.reply(base, args));
                let [Some(middle), Some(up), Some(down)] = three else { continue };
                let (middle, up, down) = (numbers(middle), numbers(up), numbers(down));
                tried = true;
                let straight =
                    |((m, u), d): ((&f64, &f64), &f64)| (u + d - 2.0 * m).abs() <= SAME * (u.abs() + d.abs() + m.abs());
                bends |= middle.len() != up.len() || !middle.iter().zip(&up).zip(&down).all(straight);
            }
        }
        (tried && !bends).then_some(Lack::Linear)
    }

    /// A plain measure of all numbers together, wherever it was tried.
    fn plain(&self, base: &Function) -> Option<PlainMeasure> {
        let both =
            |args: &[Value]| [vec![args.to_vec()], vary::beside(base, args).into_iter().flatten().collect()].concat();
        let tried: Vec<Vec<Value>> = ordinary(base).flat_map(both).collect();
        let values = tried.iter().filter_map(|args| Some((args, filled(self.reply(base, args)?)?)));
        let values: Vec<(Vec<f64>, f64)> =
            values.map(|(args, value)| (args.iter().flat_map(numbers).collect(), value)).collect();
        let is = |measure: &PlainMeasure| values.iter().all(|(all, value)| near(*value, of_all(*measure, all)));
        // one that is not filled with one number is no measure
        let all = tried.iter().filter(|args| self.reply(base, args).is_some()).count();
        (values.len() >= FEWEST && values.len() == all).then(|| PlainMeasure::ALL.into_iter().find(is)).flatten()
    }

    /// Another function of the exercise with the same values; not one that follows others, where this one does not.
    fn copy(&self, base: &Function) -> Option<Lack> {
        let follows = |function: &Function| function.properties.iter().any(|law| law.follow_through.is_some());
        let other = |other: &&Function| other.name != base.name && (follows(base) || !follows(other));
        let others = self.seen.exercise.functions.iter().filter(other);
        let alike: Vec<&Function> = others.filter(|other| self.alike(base, other)).collect();
        alike.first().map(|other| Lack::Copy { function: other.name.clone() })
    }

    /// Are the values of two functions the same, up to a factor and an added number, wherever both can be asked?
    fn alike(&self, base: &Function, other: &Function) -> bool {
        if base.signature.result != other.signature.result {
            return false;
        }
        let here = ordinary(base).map(|args| Some((args.to_vec(), vary::adapted(base, args, other)?)));
        let there = ordinary(other).map(|args| Some((vary::adapted(other, args, base)?, args.to_vec())));
        let both: Vec<(Vec<Value>, Vec<Value>)> = here.chain(there).flatten().collect();
        let replies = both.iter().map(|(ours, theirs)| (self.reply(base, ours), self.reply(other, theirs)));
        let replies: Vec<(&Value, &Value)> = replies.filter_map(|(a, b)| a.zip(b)).collect();
        let pairs: Vec<(Vec<f64>, Vec<f64>)> = replies.iter().map(|(a, b)| (numbers(a), numbers(b))).collect();
        pairs.len() >= FEWEST
            && pairs.iter().all(|(a, b)| a.len() == b.len())
            && on_a_line(pairs.iter().flat_map(|(a, b)| a.iter().copied().zip(b.iter().copied())))
    }

    /// A relation of the law that answers without content keep.
    fn keeps(&self, (function, property): Owned<'_>) -> Option<Lack> {
        let mut kept = None;
        for law in &property.content_free {
            let trials = (0..law.trials()).map(|trial| {
                let trial =
                    self.replies.attempt_law(self.seen.exercise, (function, property), law, self.seen.seed, trial);
                if let Trial::Needs(calls) = &trial {
                    let calls = calls.iter().cloned().map(|call| (Hearing::Closed, call));
                    self.missing.borrow_mut().extend(calls);
                }
                trial
            });
            let trials: Vec<Trial> = trials.collect();
            let holds = |trial: &Trial| matches!(trial, Trial::Holds { .. });
            if trials.iter().any(holds) && trials.iter().all(|trial| holds(trial) || *trial == Trial::Inconclusive) {
                kept.get_or_insert(Lack::Keeps { relation: law.text.clone() });
            }
        }
        kept
    }
}

/// The arguments of the ordinary cases.
fn ordinary(function: &Function) -> impl Iterator<Item = &[Value]> {
    function.cases.iter().filter(|case| case.stability.is_none()).map(|case| case.args.as_slice())
}

fn numbers(value: &Value) -> Vec<f64> {
    value.numbers().into_iter().map(|(_, x)| x).collect()
}

fn constant(values: &[&Value]) -> bool {
    let mut all = values.iter().flat_map(|value| numbers(value));
    all.next().is_none_or(|first| all.all(|x| near(x, first) || x.is_nan() && first.is_nan()))
}

/// The number that stands in every place of a value.
fn filled(value: &Value) -> Option<f64> {
    let all = numbers(value);
    let first = *all.first()?;
    all.iter().all(|x| near(*x, first)).then_some(first)
}

fn near(a: f64, b: f64) -> bool {
    a == b || (a - b).abs() <= SAME * a.abs().max(b.abs())
}

fn same(a: &Value, b: &Value) -> bool {
    let (a, b) = (numbers(a), numbers(b));
    a.len() == b.len() && a.iter().zip(&b).all(|(a, b)| near(*a, *b) || a.is_nan() && b.is_nan())
}

/// `b = p·a + q` for every pair of finite numbers, with one `p` that is not 0. A line through few points says nothing.
fn on_a_line(pairs: impl Iterator<Item = (f64, f64)>) -> bool {
    let pairs: Vec<(f64, f64)> = pairs.filter(|(a, b)| a.is_finite() && b.is_finite()).collect();
    let by_first = |x: &&(f64, f64), y: &&(f64, f64)| x.0.total_cmp(&y.0);
    let (Some(low), Some(high)) = (pairs.iter().min_by(by_first), pairs.iter().max_by(by_first)) else { return false };
    let between = |(a, _): &(f64, f64)| !near(*a, low.0) && !near(*a, high.0);
    if near(low.0, high.0) || pairs.iter().all(|(a, b)| near(*a, *b)) {
        return !near(low.0, high.0);
    }
    let slope = (high.1 - low.1) / (high.0 - low.0);
    let size = low.1.abs().max(high.1.abs());
    slope != 0.0
        && pairs.iter().any(between)
        && pairs.iter().all(|(a, b)| (low.1 + slope * (a - low.0) - b).abs() <= SAME * (size + b.abs()))
}

fn of_all(measure: PlainMeasure, all: &[f64]) -> f64 {
    match measure {
        PlainMeasure::Sum => all.iter().sum(),
        PlainMeasure::Mean => all.iter().sum::<f64>() / all.len() as f64,
        PlainMeasure::Smallest => all.iter().copied().fold(f64::INFINITY, f64::min),
        PlainMeasure::Largest => all.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        PlainMeasure::Product => all.iter().product(),
        PlainMeasure::Squares => all.iter().map(|x| x * x).sum(),
    }
}

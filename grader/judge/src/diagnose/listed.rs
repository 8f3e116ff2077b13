//! The wrong bodies that the course knows.

use super::alike::{alike, same_kinds};
use super::asked::{Asked, Bearing, Told};
use super::constant;
use super::suspect::Suspect;
use crate::course::{Case, Function, Snapshot, Wrong, WrongReplies};
use crate::number::Value;
use crate::report::Likeness;
use std::borrow::Cow;

/// A known wrong body as a suspect.
pub struct Listed<'a> {
    pub suspect: Suspect,
    /// It does no harm on ordinary inputs.
    pub only_extreme: bool,
    /// It makes the same value of every case.
    pub constant: bool,
    wrong: &'a Wrong,
    cases: &'a [Case],
    replies: &'a [Option<Value>],
}

impl<'a> Listed<'a> {
    /// All of them.
    pub fn all(function: &'a Function, snapshot: &'a Snapshot, asked: &[Asked<'_>], failing: usize) -> Vec<Self> {
        let bodies = function.wrong.iter().zip(&snapshot.wrong);
        bodies.map(|(wrong, stored)| Self::of(wrong, &function.cases, stored, asked, failing)).collect()
    }

    fn of(wrong: &'a Wrong, cases: &'a [Case], stored: &'a WrongReplies, asked: &[Asked<'_>], failing: usize) -> Self {
        let reply = |one: &Asked<'_>| stored.replies.get(one.index).and_then(Option::as_ref);
        let tell = |one: &Asked<'_>| reply(one).map_or(Told::NoValue, |value| Told::Value(Cow::Borrowed(value)));
        let like = Likeness::Listed { name: wrong.name.clone(), says: wrong.says.clone() };
        let harmless = |one: &Asked<'_>| reply(one).is_some_and(|value| one.allows(value));
        Listed {
            suspect: Suspect::new(like, asked, failing, tell),
            only_extreme: asked.iter().filter(|one| one.ordinary()).all(harmless),
            constant: constant::value(stored.replies.iter().map(Option::as_ref)).is_some(),
            wrong,
            cases,
            replies: &stored.replies,
        }
    }

    /// Where it explains a failure, is it not finite in the same way as the reply?
    pub fn ends_alike(&self, asked: &[Asked<'_>]) -> bool {
        let alike = |one: &Asked<'_>| match (self.replies.get(one.index), one.got()) {
            (Some(Some(told)), Some(got)) => same_kinds(told, got),
            (Some(Some(_)), None) | (Some(None), Some(_)) => false,
            _ => true,
        };
        let explained = self.suspect.bearings.iter().zip(asked).filter(|(bearing, _)| **bearing == Bearing::Explains);
        explained.map(|(_, one)| one).all(alike)
    }

    /// The one of these that is meant, if there is no doubt: others are other names for it or make the same of every
    /// case. NaN and −∞ may be two ideas: one that ends as the replies do is nearer.
    pub fn only<'b>(these: &[&'b Listed<'a>], asked: &[Asked<'_>]) -> Option<&'b Listed<'a>> {
        let (first, rest) = these.split_first()?;
        let nearest = these.iter().find(|one| one.ends_alike(asked)).unwrap_or(first);
        rest.iter().all(|other| first.same_as(other)).then_some(nearest)
    }

    /// Two names for one idea, or no case tells them apart.
    pub fn same_as(&self, other: &Listed<'_>) -> bool {
        let root = |wrong: &Wrong| wrong.like.clone().unwrap_or_else(|| wrong.name.clone());
        let alike = |((case, a), b): ((&Case, &Option<Value>), &Option<Value>)| match (a, b) {
            (Some(a), Some(b)) => alike(a, None, b, case.tolerance),
            (None, None) => true,
            _ => false,
        };
        root(self.wrong) == root(other.wrong) || self.cases.iter().zip(self.replies).zip(other.replies).all(alike)
    }

    /// Two of them that explain every failure between them, each one that the other does not, and no other two do.
    /// Only cases of which `counts` says so are looked at.
    pub fn two<'b>(
        all: &'b [Listed<'a>],
        asked: &[Asked<'_>],
        counts: &dyn Fn(&Asked<'_>) -> bool,
    ) -> Option<[&'b Listed<'a>; 2]> {
        let explains = |one: &Listed<'_>, at: usize| one.suspect.bearings.get(at) == Some(&Bearing::Explains);
        let agrees = |one: &Listed<'_>, at: usize| one.suspect.bearings.get(at) == Some(&Bearing::Agrees);
        let looked: Vec<usize> = asked.iter().enumerate().filter(|(_, one)| counts(one)).map(|(at, _)| at).collect();
        let mut found: Option<[&Listed<'a>; 2]> = None;
        for (i, a) in all.iter().enumerate() {
            if !looked.iter().any(|at| explains(a, *at)) {
                continue;
            }
            for b in all.iter().skip(i + 1) {
                let (mut by_a, mut by_b) = (0, 0);
                let whole = looked.iter().all(|&at| {
                    by_a += usize::from(explains(a, at) && !explains(b, at));
                    by_b += usize::from(explains(b, at) && !explains(a, at));
                    explains(a, at) || explains(b, at) || agrees(a, at) && agrees(b, at)
                });
                if !whole || by_a == 0 || by_b == 0 || by_a + by_b < 3 {
                    continue;
                }
                let same = |[c, d]: [&Listed<'_>; 2]| a.same_as(c) && b.same_as(d) || a.same_as(d) && b.same_as(c);
                let ends = |pair: [&Listed<'_>; 2]| pair.iter().all(|one| one.ends_alike(asked));
                match found {
                    Some(known) if !same(known) => return None,
                    Some(known) if ends(known) || !ends([a, b]) => {}
                    _ => found = Some(if by_a >= by_b { [a, b] } else { [b, a] }),
                }
            }
        }
        found
    }
}

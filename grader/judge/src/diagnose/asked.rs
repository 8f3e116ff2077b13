//! One case with what became of its call, and what a mistake makes of it.

use super::alike::{alike, close, each};
use crate::compare::compare;
use crate::course::{Case, Function, Snapshot};
use crate::fate::Fate;
use crate::number::Value;
use std::borrow::Cow;

/// A case that was called.
pub struct Asked<'a> {
    /// Its place among the cases of the function.
    pub index: usize,
    /// The case.
    pub case: &'a Case,
    /// The right value; on a kink one of them.
    pub want: &'a Value,
    /// What came of the call.
    pub fate: &'a Fate,
    /// Is that right?
    pub right: bool,
}

/// What a mistake says of a case.
pub enum Told<'t> {
    /// It makes this value.
    Value(Cow<'t, Value>),
    /// It makes no value: a panic, a loop.
    NoValue,
    /// It says nothing.
    Silent,
}

/// How a case bears on a mistake.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Bearing {
    /// The reply is wrong, and just as the mistake makes it.
    Explains,
    /// The mistake does no harm here, and the reply is right; or nothing can be said.
    Agrees,
    /// The reply is not what the mistake makes.
    Contradicts,
}

impl<'a> Asked<'a> {
    /// The cases that were called, with what came of it.
    pub fn all(function: &'a Function, snapshot: &'a Snapshot, fates: &[&'a Fate]) -> Vec<Asked<'a>> {
        let cases = function.cases.iter().zip(&snapshot.cases).zip(fates).enumerate();
        let known = cases.filter(|(_, (_, fate))| match fate {
            Fate::Value(_) | Fate::Panicked { .. } | Fate::Overtime { .. } | Fate::Killed(_) | Fate::Quit { .. } => {
                true
            }
            Fate::Unfinished | Fate::Protocol(_) | Fate::Misuse { .. } | Fate::NotBuilt(_) | Fate::NotCalled(_) => {
                false
            }
        });
        let asked = known.map(|(index, ((case, stored), fate))| {
            let mut asked = Asked { index, case, want: &stored.want, fate, right: false };
            asked.right = asked.got().is_some_and(|got| asked.allows(got));
            asked
        });
        asked.collect()
    }

    /// The returned value, if there is one.
    pub fn got(&self) -> Option<&'a Value> {
        self.fate.value()
    }

    /// Is it an ordinary input, or an extreme one?
    pub fn ordinary(&self) -> bool {
        self.case.stability.is_none()
    }

    /// Is this value right?
    pub fn allows(&self, value: &Value) -> bool {
        match &self.case.kink {
            Some(kink) => compare(kink, value, self.case.tolerance).is_ok(),
            None => close(self.want, value, self.case.tolerance),
        }
    }

    /// Did nothing finite come of it?
    pub fn unbounded(&self) -> bool {
        let mut unbounded = self.got().is_none();
        if let Some(got) = self.got() {
            each(got, &mut |x| unbounded |= !x.is_finite());
        }
        unbounded
    }

    /// How the case bears on a mistake that makes this of it.
    pub fn bearing(&self, told: &Told<'_>) -> Bearing {
        let harmless = match told {
            Told::Silent => return Bearing::Agrees,
            Told::Value(value) => self.allows(value),
            Told::NoValue => false,
        };
        match (harmless || self.right, harmless && self.right) {
            (_, true) => Bearing::Agrees,
            (false, _) if self.comes_to(told) => Bearing::Explains,
            _ => Bearing::Contradicts,
        }
    }

    fn comes_to(&self, told: &Told<'_>) -> bool {
        match (told, self.fate) {
            (Told::Value(told), Fate::Value(got)) => alike(told, Some(self.want), got, self.case.tolerance),
            // a panic of whole numbers that overflow is what an infinity is for others
            (Told::Value(told), Fate::Panicked { message, .. }) if message.contains("overflow") => {
                let mut unbounded = false;
                each(told, &mut |x| unbounded |= !x.is_finite());
                unbounded
            }
            (Told::NoValue, Fate::Panicked { .. } | Fate::Overtime { .. } | Fate::Killed(_)) => true,
            _ => false,
        }
    }
}

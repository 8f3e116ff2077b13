//! A mistake that may explain the replies, and how far it does.

use super::asked::{Asked, Bearing, Told};
use crate::report::Likeness;

/// A mistake that may explain the replies.
pub struct Suspect {
    /// What it is.
    pub like: Likeness,
    /// How each case that was called bears on it.
    pub bearings: Vec<Bearing>,
    /// It explains no fewer failures than these.
    pub least: usize,
}

impl Suspect {
    /// Of two cases at least, if so many fail.
    pub fn new<'t>(like: Likeness, asked: &[Asked<'_>], failing: usize, tell: impl Fn(&Asked<'_>) -> Told<'t>) -> Self {
        Suspect { like, bearings: asked.iter().map(|one| one.bearing(&tell(one))).collect(), least: failing.min(2) }
    }

    /// The same for one that must explain every ordinary case, without looking further than to the first that it
    /// does not explain. On a kink it need not: the right value is one of many there.
    pub fn of_ordinary<'t>(
        like: Likeness,
        asked: &[Asked<'t>],
        least: usize,
        tell: impl Fn(&Asked<'t>) -> Option<Told<'t>>,
    ) -> Option<Self> {
        let mut bearings = vec![];
        for one in asked {
            let bearing = tell(one).map_or(Bearing::Contradicts, |told| one.bearing(&told));
            let bearing = match (bearing, &one.case.kink) {
                (Bearing::Contradicts, Some(_)) => Bearing::Agrees,
                (Bearing::Contradicts, None) if one.ordinary() => return None,
                (other, _) => other,
            };
            bearings.push(bearing);
        }
        let suspect = Suspect { like, bearings, least };
        (suspect.count(Bearing::Explains) >= least).then_some(suspect)
    }

    /// How many cases bear on it in this way.
    pub fn count(&self, bearing: Bearing) -> usize {
        self.bearings.iter().filter(|one| **one == bearing).count()
    }

    /// It explains all that was asked, but for so many cases.
    pub fn explains_all_but(&self, excused: usize) -> bool {
        self.count(Bearing::Contradicts) <= excused && self.explains_enough()
    }

    /// It explains every ordinary case.
    pub fn explains_ordinary(&self, asked: &[Asked<'_>]) -> bool {
        let none_against = self.of(asked, true).all(|bearing| bearing != Bearing::Contradicts);
        none_against && self.of(asked, true).any(|bearing| bearing == Bearing::Explains) && self.explains_enough()
    }

    fn explains_enough(&self) -> bool {
        self.count(Bearing::Explains) >= self.least.max(1)
    }

    /// The bearings of ordinary or of extreme cases.
    pub fn of<'b>(&'b self, asked: &'b [Asked<'_>], ordinary: bool) -> impl Iterator<Item = Bearing> + 'b {
        let bearings = self.bearings.iter().zip(asked).filter(move |(_, one)| one.ordinary() == ordinary);
        bearings.map(|(bearing, _)| *bearing)
    }
}

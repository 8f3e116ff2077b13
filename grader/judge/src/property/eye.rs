//! An eye on a picture: it looks at one value after another.

use super::evaluate::{Evaluation, Seen, Stop};
use super::expression::Expression;
use super::plot::{Entry, Flaw, Gap, STATE, Spot, flaw};
use crate::number::Value;

/// A running variable has no more values.
const MOST_VALUES: usize = 200;

/// An evaluation that looks at one value after another.
pub struct Eye<'a> {
    /// With the names that are bound now.
    pub evaluation: Evaluation<'a>,
    /// Where it looks.
    pub places: Places,
}

/// At which values of a running variable something is looked at.
#[derive(Clone, Copy)]
pub enum Places {
    /// At each.
    All,
    /// At the first and the last.
    Ends,
}

impl Places {
    /// Those of them.
    pub fn of(self, values: &[Value]) -> impl Iterator<Item = &Value> {
        let step = match self {
            Places::All => 1,
            Places::Ends => values.len().saturating_sub(1).max(1),
        };
        values.iter().step_by(step)
    }
}

impl Eye<'_> {
    /// Stops where what was evaluated makes no sense.
    pub fn sound(&mut self, spot: Spot) -> Result<(), Flaw> {
        self.evaluation.defect.take().map_or(Ok(()), |what| Err(flaw(spot, what)))
    }

    /// The values of a running variable.
    pub fn values(&mut self, spot: Spot, (_, list): &(String, Expression)) -> Result<Vec<Value>, Flaw> {
        let value = self.evaluation.whole(list);
        self.sound(spot)?;
        match value {
            Ok(seen) => match seen.value {
                Value::List(list) if (1..=MOST_VALUES).contains(&list.len()) => Ok(list),
                Value::List(list) => Err(flaw(spot, format!("{} values are not 1 to {MOST_VALUES}", list.len()))),
                _ => Err(flaw(spot, "it is no list of values")),
            },
            Err(_) => Err(flaw(spot, "it has no value")),
        }
    }

    /// A value under some names; nothing where a reply is not there yet.
    pub fn with(&mut self, names: &[(&str, &Value)], one: &Expression, spot: Spot) -> Result<Option<Entry>, Flaw> {
        for (name, value) in names {
            // what a walk has reached came from replies
            self.evaluation.name(name, Seen { value: (*value).clone(), theirs: *name == STATE });
        }
        let seen = self.evaluation.value(one);
        for _ in names {
            self.evaluation.unname();
        }
        self.sound(spot)?;
        Ok(match seen {
            Ok(seen) => Some(Ok(seen.value)),
            Err(Stop::Missing) => None,
            Err(Stop::NoReply(call, fate)) => Some(Err(Gap::NoReply(call, fate))),
            Err(Stop::Shape(what)) => Some(Err(Gap::Shape(what))),
            Err(Stop::Defect(what)) => return Err(flaw(spot, what)),
            Err(Stop::Inconclusive) => return Err(flaw(spot, "a picture takes no derivatives")),
        })
    }
}

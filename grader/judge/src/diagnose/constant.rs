//! The same value whatever the input.

use super::alike::{each, same};
use super::asked::Asked;
use crate::number::{Real, Value};
use crate::report::Likeness;

/// What the replies are, where they are all the same: one value, or filled with one number.
pub enum Same {
    /// One number everywhere.
    Number(f64),
    /// One value.
    Value,
}

/// The replies are constant, and the right values are not.
pub fn suspect(asked: &[Asked<'_>]) -> Option<Likeness> {
    let found = value(asked.iter().map(Asked::got))?;
    if value(asked.iter().map(|one| Some(one.want))).is_some() {
        return None;
    }
    Some(Likeness::Constant {
        value: match found {
            Same::Number(x) => Some(Real(x)),
            Same::Value => None,
        },
    })
}

/// Are all these the same? There must be two of them.
pub fn value<'a>(replies: impl Iterator<Item = Option<&'a Value>>) -> Option<Same> {
    let replies: Vec<&Value> = replies.collect::<Option<_>>()?;
    let (first, rest) = replies.split_first().filter(|(_, rest)| !rest.is_empty())?;
    let mut number: Option<f64> = None;
    let mut filled = true;
    for reply in &replies {
        each(reply, &mut |x| match number {
            None => number = Some(x),
            Some(known) => filled &= known == x || known.is_nan() && x.is_nan(),
        });
        filled &= numeric(reply);
    }
    match number {
        Some(x) if filled => Some(Same::Number(x)),
        _ => rest.iter().all(|other| same(first, other)).then_some(Same::Value),
    }
}

/// It holds numbers and nothing else.
fn numeric(value: &Value) -> bool {
    match value {
        Value::Number(_) => true,
        Value::List(list) => list.iter().all(numeric),
        Value::Text(_) | Value::Truth(_) | Value::Nothing => false,
    }
}

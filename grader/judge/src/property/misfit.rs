//! Why values do not go together, and whose fault that can be.

use crate::foreign::line;
use crate::number::Value;

/// Of a word no more is shown.
const LONGEST: usize = 40;

/// Values that do not go together.
#[derive(Clone, Debug, PartialEq)]
pub enum Misfit {
    /// Something is of another kind, or nested deeper: Rust's types fix that for every reply, so only the law
    /// can be wrong.
    Kind(String),
    /// A length or a number is not what it must be: that may come from a reply.
    Size(String),
}

impl Misfit {
    /// Two values of which one should go with the other.
    pub fn between(a: &Value, b: &Value) -> Misfit {
        let what = format!("{} and {} do not go together", shown(a), shown(b));
        Misfit::of(what, &[a.clone(), b.clone()])
    }

    /// `None` and an empty list stand for something of any kind: these are a matter of size.
    pub fn of(what: String, values: &[Value]) -> Misfit {
        fn hollow(value: &Value) -> bool {
            match value {
                Value::Nothing => true,
                Value::List(list) => list.is_empty() || list.iter().any(hollow),
                _ => false,
            }
        }
        let lengths = |value: &Value| matches!(value, Value::List(_));
        if values.iter().any(hollow) || values.len() == 2 && values.iter().all(lengths) {
            Misfit::Size(what)
        } else {
            Misfit::Kind(what)
        }
    }

    /// The sentence.
    pub fn what(self) -> String {
        match self {
            Misfit::Kind(what) | Misfit::Size(what) => what,
        }
    }
}

/// A value by its shape.
pub fn shown(value: &Value) -> String {
    match value {
        Value::List(_) => format!("the shape {:?}", value.shape()),
        Value::Number(_) => "a number".into(),
        // it may be a reply: text that others wrote
        Value::Text(text) => format!("the word '{}'", line(text, LONGEST)),
        Value::Truth(_) => "a truth value".into(),
        Value::Nothing => "None".into(),
    }
}

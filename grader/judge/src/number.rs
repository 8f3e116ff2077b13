//! Values as the grader sees them, and their wire form: nested lists, words for NaN and ±∞.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Value as Json, json};
use std::fmt::Write;

/// An argument or a result: a number, a list of values, a text, a truth value, or nothing (`None`).
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A number; whole numbers are kept as floating point, exact up to 2⁵³.
    Number(f64),
    /// A vector, a tuple, or (as a list of lists) a matrix.
    List(Vec<Value>),
    /// A text.
    Text(String),
    /// True or false.
    Truth(bool),
    /// Rust's `None`.
    Nothing,
}

impl Value {
    /// Reads the wire form; `None` where it is something else.
    pub fn from_json(json: &Json) -> Option<Value> {
        Some(match json {
            Json::Null => Value::Nothing,
            Json::Bool(truth) => Value::Truth(*truth),
            Json::Number(x) => Value::Number(x.as_f64()?),
            Json::String(word) => match word.as_str() {
                "nan" => Value::Number(f64::NAN),
                "inf" => Value::Number(f64::INFINITY),
                "-inf" => Value::Number(f64::NEG_INFINITY),
                // an enumeration's word, as an argument
                _ => Value::Text(word.clone()),
            },
            Json::Array(list) => Value::List(list.iter().map(Value::from_json).collect::<Option<_>>()?),
            Json::Object(object) => Value::Text(object.get("text")?.as_str()?.to_owned()),
        })
    }

    /// Writes the wire form of a result with all its digits.
    pub fn to_json(&self) -> Json {
        self.write(&|x| x)
    }

    /// Writes the wire form with 12 significant digits, as snapshots keep it: readable, and immune
    /// to the last-digit noise of another machine.
    pub fn to_rounded_json(&self) -> Json {
        // adding 0 makes −0, which equals it, read as 0
        self.write(&|x| format!("{x:.11e}").parse().unwrap_or(x) + 0.0)
    }

    fn write(&self, number: &dyn Fn(f64) -> f64) -> Json {
        match self {
            Value::Number(x) if x.is_nan() => "nan".into(),
            Value::Number(x) if *x == f64::INFINITY => "inf".into(),
            Value::Number(x) if *x == f64::NEG_INFINITY => "-inf".into(),
            Value::Number(x) => {
                let x = number(*x);
                // whole numbers without a decimal point, so that labels and counts read as such
                if x.fract() == 0.0 && x.abs() < 9.0e15 && !(x == 0.0 && x.is_sign_negative()) {
                    json!(x as i64)
                } else {
                    json!(x)
                }
            }
            Value::List(list) => list.iter().map(|value| value.write(number)).collect(),
            Value::Text(text) => json!({ "text": text }),
            Value::Truth(truth) => json!(truth),
            Value::Nothing => Json::Null,
        }
    }

    /// The shape as ndarray would say it: `[]` for a number, `[3]` for a vector, `[2, 3]` for a matrix.
    pub fn shape(&self) -> Vec<usize> {
        match self {
            Value::List(list) => {
                let mut shape = vec![list.len()];
                shape.extend(list.first().map(Value::shape).unwrap_or_default());
                shape
            }
            _ => vec![],
        }
    }

    /// The number, where it is one.
    pub fn as_number(&self) -> Option<f64> {
        match self {
            Value::Number(x) => Some(*x),
            _ => None,
        }
    }

    /// The same form with other numbers.
    pub fn map(&self, change: &mut dyn FnMut(f64) -> f64) -> Value {
        match self {
            Value::Number(x) => Value::Number(change(*x)),
            Value::List(list) => Value::List(list.iter().map(|inner| inner.map(change)).collect()),
            other => other.clone(),
        }
    }

    /// All numbers in reading order, each with its index path.
    pub fn numbers(&self) -> Vec<(Vec<usize>, f64)> {
        fn walk(value: &Value, at: &mut Vec<usize>, out: &mut Vec<(Vec<usize>, f64)>) {
            match value {
                Value::Number(x) => out.push((at.clone(), *x)),
                Value::List(list) => {
                    for (i, inner) in list.iter().enumerate() {
                        at.push(i);
                        walk(inner, at, out);
                        at.pop();
                    }
                }
                _ => {}
            }
        }
        let mut out = vec![];
        walk(self, &mut vec![], &mut out);
        out
    }

    /// For people: `digits` significant digits, long lists cut after twelve entries.
    pub fn show(&self, digits: usize) -> String {
        const MOST: usize = 12;
        match self {
            Value::Number(x) => show_number(*x, digits),
            Value::List(list) => {
                let mut text = String::from("[");
                for (i, value) in list.iter().take(MOST).enumerate() {
                    let comma = if i == 0 { "" } else { ", " };
                    let _ = write!(text, "{comma}{}", value.show(digits));
                }
                if list.len() > MOST {
                    let _ = write!(text, ", … {} in all", list.len());
                }
                text.push(']');
                text
            }
            Value::Text(text) => format!("{text:?}"),
            Value::Truth(truth) => truth.to_string(),
            Value::Nothing => "None".into(),
        }
    }
}

/// As its wire form.
impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_json().serialize(serializer)
    }
}

/// From its wire form.
impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
        let json = Json::deserialize(deserializer)?;
        Value::from_json(&json).ok_or_else(|| serde::de::Error::custom(format!("{json} is no value")))
    }
}

/// A single number in its wire form, for fields that may be infinite or NaN.
#[derive(Clone, Copy, Debug)]
pub struct Real(pub f64);

/// NaN is the same as NaN here: a report that is read back is the report that was written.
impl PartialEq for Real {
    fn eq(&self, other: &Real) -> bool {
        self.0 == other.0 || self.0.is_nan() && other.0.is_nan()
    }
}

impl Serialize for Real {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Value::Number(self.0).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Real {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Real, D::Error> {
        let value = Value::deserialize(deserializer)?;
        value.as_number().map(Real).ok_or_else(|| serde::de::Error::custom("a number is expected"))
    }
}

/// The wire form of an argument: all its digits, and an enumeration's word as a plain word.
pub fn argument(value: &Value) -> Json {
    match value {
        Value::Text(word) => json!(word),
        other => other.to_json(),
    }
}

/// One number for people, in `digits` significant digits, without trailing zeros.
pub fn show_number(x: f64, digits: usize) -> String {
    if x.is_nan() {
        return "NaN".into();
    }
    if x.is_infinite() {
        return if x > 0.0 { "∞".into() } else { "−∞".into() };
    }
    if x == 0.0 {
        return "0".into();
    }
    let text = if x.abs() < 1e-4 || x.abs() >= 1e15 {
        let text = format!("{x:.*e}", digits.saturating_sub(1));
        match text.split_once('e') {
            Some((mantissa, exponent)) => format!("{}e{exponent}", trim(mantissa)),
            None => text,
        }
    } else {
        let before = x.abs().log10().floor() as i64 + 1;
        let after = (digits as i64 - before).max(0) as usize;
        trim(&format!("{x:.after$}")).to_owned()
    };
    text.replace('-', "−").replace("e−", "e-")
}

fn trim(text: &str) -> &str {
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_what_json_cannot_say_read_back() {
        for x in [f64::INFINITY, f64::NEG_INFINITY, -0.0, 5e-324, 1.0e308, 0.1] {
            let back = Value::from_json(&Value::Number(x).to_json()).and_then(|v| v.as_number());
            assert_eq!(back.map(f64::to_bits), Some(x.to_bits()), "{x}");
        }
        assert!(Value::from_json(&json!("nan")).and_then(|v| v.as_number()).is_some_and(f64::is_nan));
    }

    #[test]
    fn people_see_few_digits_and_no_trailing_zeros() {
        assert_eq!(show_number(0.866_813_332, 6), "0.866813");
        assert_eq!(show_number(1000.0, 6), "1000");
        assert_eq!(show_number(-4.2e-18, 6), "−4.2e-18");
        assert_eq!(show_number(-0.5, 6), "−0.5");
        assert_eq!(show_number(0.0, 6), "0");
        assert_eq!(show_number(1_234_567.0, 6), "1234567");
    }

    #[test]
    fn a_snapshot_keeps_twelve_digits() {
        assert_eq!(Value::Number(1.0 / 3.0).to_rounded_json().to_string(), "0.333333333333");
        assert_eq!(Value::Number(2.0).to_rounded_json().to_string(), "2");
    }
}

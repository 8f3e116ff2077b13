//! The wire form of one number: JSON has no NaN and no infinity, so these travel as words.

use serde_json::Value;

/// Writes a number: shortest digits that read back to the same bits, words for what JSON cannot say.
pub fn number(x: f64) -> Value {
    if x.is_nan() {
        "nan".into()
    } else if x == f64::INFINITY {
        "inf".into()
    } else if x == f64::NEG_INFINITY {
        "-inf".into()
    } else {
        x.into()
    }
}

/// Reads a number written by [`number`]; whole numbers need no decimal point.
pub fn read_number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(x) => x.as_f64(),
        Value::String(word) => match word.as_str() {
            "nan" => Some(f64::NAN),
            "inf" => Some(f64::INFINITY),
            "-inf" => Some(f64::NEG_INFINITY),
            _ => None,
        },
        _ => None,
    }
}

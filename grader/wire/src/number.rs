//! One number: JSON has no NaN and no infinity, so these travel as words.

use serde_json::Value;

/// Writes a number: shortest digits that read back to the same bits, words for what JSON cannot say.
pub fn number(x: f64) -> Value {
    word(x).map_or_else(|| x.into(), Into::into)
}

/// The word for a number that JSON cannot write.
pub fn word(x: f64) -> Option<&'static str> {
    if x.is_nan() {
        Some("nan")
    } else if x.is_infinite() {
        Some(if x > 0.0 { "inf" } else { "-inf" })
    } else {
        None
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_reads_back_to_the_same_bits() {
        for x in [f64::INFINITY, f64::NEG_INFINITY, -0.0, 5e-324, f64::MAX, 0.1, 3.0] {
            assert_eq!(read_number(&number(x)).map(f64::to_bits), Some(x.to_bits()), "{x}");
        }
        assert!(read_number(&number(f64::NAN)).is_some_and(f64::is_nan));
        assert_eq!(read_number(&Value::from("Mean")), None);
    }
}

//! Enums in signatures: choices that travel in calls as the name of the variant.
//!
//! They live here, and not in an exercise, because they are part of a signature. Another one is another
//! entry of `words!`, and a line of `WORDS` in the grader's `course/signature.rs`.

use crate::argument::{Argument, Decode};
use serde_json::Value;

/// Defines enums whose variants are read from their own names.
macro_rules! words {
    ($($(#[$about:meta])* $word:ident {
        $(#[$first_about:meta])* $first:ident $(, $(#[$next_about:meta])* $next:ident)* $(,)?
    })*) => {$(
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $word {
            $(#[$first_about])* $first
            $(, $(#[$next_about])* $next)*
        }

        impl Decode for $word {
            const EXPECTED: &'static str =
                concat!("\"", stringify!($first), "\"" $(, " or \"", stringify!($next), "\"")*);
            fn decode(value: &Value) -> Option<Self> {
                match value.as_str()? {
                    stringify!($first) => Some($word::$first),
                    $(stringify!($next) => Some($word::$next),)*
                    _ => None,
                }
            }
        }

        impl<'a> Argument<'a> for $word {
            type Owned = $word;
            fn lend(owned: &'a $word) -> Self { *owned }
        }
    )*};
}

words! {
    /// How a sum over latent values is normalised inside a free energy.
    Normaliser {
        /// Divide by the number of latent values: −(1/β) ln((1/n) Σ exp(−βE)). The convention of this course.
        Mean,
        /// Do not divide: −(1/β) ln(Σ exp(−βE)). The convention of statistical physics.
        Sum,
    }

    /// What a model that sees right answers only is trained with.
    Loss {
        /// The energy loss: the mean energy of the right answers, (1/N) Σ F(x_i, y_i).
        Energy,
        /// The negative log-likelihood: the same plus the mean log-partition, (1/β) ln ∫ exp(−βF(x_i, y)) dy.
        Nll,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variant_is_read_from_its_name_and_from_nothing_else() {
        assert_eq!(Normaliser::decode(&"Sum".into()), Some(Normaliser::Sum));
        assert_eq!(Loss::decode(&"Energy".into()), Some(Loss::Energy));
        for other in [Value::from("energy"), Value::from("Mean"), Value::from(0), Value::Null] {
            assert_eq!(Loss::decode(&other), None);
        }
        assert_eq!(Loss::EXPECTED, "\"Energy\" or \"Nll\"");
    }
}

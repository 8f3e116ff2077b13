//! Whether a function that is wrong still shows something: what follows from it is paid only then.

use serde::{Deserialize, Serialize};

/// What a wrong function shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "content", rename_all = "snake_case")]
pub enum Content {
    /// On every case it is a known wrong answer to what is asked.
    Known {
        /// The name of that answer.
        name: String,
    },
    /// It follows from another wrong function, which has content.
    Inherits {
        /// Which.
        function: String,
    },
    /// It is no known wrong answer, and none of the conditions speaks against it.
    Meets,
}

/// Why a wrong function shows nothing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "lack", rename_all = "snake_case")]
pub enum Lack {
    /// It did not return what could be looked at.
    Unseen,
    /// One and the same number whatever the input.
    Constant,
    /// Wherever the law was tried, nothing but zeros follows from it.
    Flat,
    /// An argument changes nothing.
    Deaf {
        /// Which.
        parameter: String,
    },
    /// A weighted sum of its numbers, such as one of them.
    Linear,
    /// A plain measure of all its numbers together.
    Plain {
        /// Which.
        measure: PlainMeasure,
    },
    /// The values of another function, up to a factor and an added number.
    Copy {
        /// Which.
        function: String,
    },
    /// The same formula is a known wrong answer of an earlier function, and counts there.
    CountsElsewhere {
        /// Of which.
        function: String,
    },
    /// It follows from a function that shows nothing itself.
    Echo {
        /// Which.
        function: String,
    },
    /// It keeps what an answer without content keeps.
    Keeps {
        /// The relation, as the course writes it.
        relation: String,
    },
}

/// What can be made of numbers without looking at what they mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PlainMeasure {
    /// Their sum.
    Sum,
    /// Their mean.
    Mean,
    /// The smallest.
    Smallest,
    /// The largest.
    Largest,
    /// All multiplied.
    Product,
    /// The squares added.
    Squares,
}

impl PlainMeasure {
    /// All of them.
    pub const ALL: [PlainMeasure; 6] = [
        PlainMeasure::Sum,
        PlainMeasure::Mean,
        PlainMeasure::Smallest,
        PlainMeasure::Largest,
        PlainMeasure::Product,
        PlainMeasure::Squares,
    ];
}

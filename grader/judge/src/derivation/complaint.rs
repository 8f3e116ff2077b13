//! Why a line of a derivation cannot be used, as data.

use crate::foreign;
use serde::{Deserialize, Serialize};

/// What is wrong at one column of a line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "fault", rename_all = "snake_case")]
pub enum Complaint {
    /// A symbol is missing where the line ends.
    Missing {
        /// Which.
        symbol: char,
        /// Behind what.
        after: After,
    },
    /// Something else stands where a symbol is expected.
    Instead {
        /// What is expected.
        symbol: char,
        /// Behind what.
        after: After,
        /// What stands there.
        token: String,
    },
    /// Two things stand side by side inside a bracket.
    NoOperatorInside,
    /// Two things stand side by side.
    NoOperator,
    /// A bracket closes nothing.
    ClosesNothing {
        /// Which.
        symbol: char,
    },
    /// Something stands where the line may end.
    NotTheEnd {
        /// What.
        token: String,
    },
    /// The line ends where a value is expected.
    TooShort,
    /// Something else stands where a value is expected.
    NoValue {
        /// What.
        token: String,
    },
    /// The line has too many parts.
    TooLong {
        /// How many may be.
        most: usize,
    },
    /// The line is nested too deep.
    TooDeep {
        /// How deep it may be.
        most: usize,
    },
    /// A letter stands where a value is expected.
    OnlyALetter {
        /// Which.
        name: String,
    },
    /// There is no such function.
    NoFunction {
        /// Its name.
        name: String,
        /// What there is.
        known: Vec<String>,
    },
    /// A name does not occur in this derivation.
    NotHere {
        /// Which.
        name: String,
        /// What there is.
        known: Vec<String>,
    },
    /// A derivative of a derivative.
    SecondDerivative,
    /// Something else than the input behind `|`.
    OnlyTheInput,
    /// No letter where one is expected.
    NoLetter,
    /// No letter where a sum needs one.
    NoSumLetter,
    /// The letter of a latent value where an answer is expected.
    LatentForAnswer {
        /// Which.
        name: String,
    },
    /// The letter of an answer where a latent value is expected.
    AnswerForLatent {
        /// Which.
        name: String,
    },
    /// A letter without a meaning.
    UnknownLetter {
        /// Which.
        name: String,
        /// Those that are given.
        known: Vec<String>,
    },
    /// A sum over a letter that is already in use.
    TakenLetter {
        /// Which.
        name: String,
    },
    /// A sum over the input.
    SumOverInput,
    /// A sum over β.
    SumOverBeta,
    /// Too many sums inside each other.
    TooManySums {
        /// How many may be.
        most: usize,
    },
    /// More than one expression.
    SecondExpression,
    /// A number with too many digits, or none.
    Number {
        /// As written.
        word: String,
    },
    /// A power that is no small whole number.
    Power,
    /// Something that can be read in two ways.
    TwoWays,
    /// A character that the notation does not have.
    Character {
        /// Which; of one that cannot be shown, its number: `U+001B`.
        character: String,
    },
    /// Nothing but `=` or `by`.
    Nothing,
}

impl Complaint {
    /// About a character that the notation does not have.
    pub fn character(character: char) -> Complaint {
        let shown = kept(&character.to_string());
        let character = if shown.is_empty() { format!("U+{:04X}", u32::from(character)) } else { shown };
        Complaint::Character { character }
    }
}

/// A student's word as a report may keep it.
pub fn kept(word: &str) -> String {
    foreign::line(word, 60)
}

/// What stands before the place where a symbol is expected.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "after", rename_all = "snake_case")]
pub enum After {
    /// A name.
    Name {
        /// Which.
        name: String,
    },
    /// The argument of a function.
    Argument {
        /// Of which.
        name: String,
    },
    /// The letters of a function.
    Letters {
        /// Of which.
        name: String,
    },
    /// What stands in a bracket.
    Bracket,
    /// The answer.
    Answer,
    /// The letter of a sum.
    SumLetter,
    /// A latent value.
    Latent,
}

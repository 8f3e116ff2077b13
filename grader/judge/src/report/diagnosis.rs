//! What wrong replies look like: a known mistake, or something that is plain from the numbers alone.

use crate::number::Real;
use serde::{Deserialize, Serialize};

/// "Looks like …", never "is".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Diagnosis {
    /// What explains the replies; of two slips the one that explains more.
    #[serde(flatten)]
    pub like: Likeness,
    /// Other slips, which explain the rest.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub besides: Vec<Likeness>,
}

/// One thing that wrong replies can look like.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "looks_like", rename_all = "snake_case")]
pub enum Likeness {
    /// A wrong body that the course knows.
    Listed {
        /// The wrong idea.
        name: String,
        /// The sentence that helps.
        says: String,
    },
    /// The same value whatever the input.
    Constant {
        /// The number, where it is one, or where it fills every result.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        value: Option<Real>,
    },
    /// An argument, or its first or last entry.
    Argument {
        /// The name of the argument.
        parameter: String,
        /// How much of it.
        part: Part,
    },
    /// Right up to the sign.
    Sign,
    /// Right up to a factor.
    Times {
        /// The factor.
        by: Quantity,
    },
    /// Right up to a number that is added.
    Plus {
        /// What is added.
        by: Quantity,
    },
    /// Right, but with rows for columns.
    Transposed,
    /// Right, but from the last entry to the first.
    Reversed,
    /// Right, but shifted by one place, and what falls out comes in at the other end.
    Rotated {
        /// Whereto.
        turn: Turn,
    },
    /// Right, but sorted.
    Sorted {
        /// How.
        order: Order,
    },
    /// Right in the digits that f32 has.
    SinglePrecision,
    /// Right in the first entry or row only.
    FirstOnly {
        /// What the others are.
        rest: Rest,
    },
    /// The right result of another function of the exercise.
    OtherFunction {
        /// Which.
        function: String,
        /// What the two are to each other.
        relation: Relation,
    },
    /// Nothing finite comes of extreme inputs.
    Unstable,
    /// Extreme inputs go wrong in some other way.
    Elsewhere,
}

/// How much of an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// All of it.
    Whole,
    /// Its first entry, or row.
    First,
    /// Its last entry, or row.
    Last,
}

/// A direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Turn {
    /// Every entry stands one place too early.
    Left,
    /// Every entry stands one place too late.
    Right,
}

/// An order of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// The smallest first.
    Ascending,
    /// The largest first.
    Descending,
}

/// What stands behind the first entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Rest {
    /// Zeros.
    Zero,
    /// The first entry again.
    Copied,
}

/// What another function is to the one that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// Its derivative.
    Derivative,
    /// That of which it is the derivative.
    Base,
    /// Neither.
    Neighbour,
}

/// A number that is the same in every case, or follows from the arguments in the same way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Quantity {
    /// Plus or minus.
    pub sign: Sign,
    /// What is multiplied: one factor or two.
    pub factors: Vec<Factor>,
}

/// Plus or minus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Sign {
    /// +
    Plus,
    /// −
    Minus,
}

/// Something measured, and what is made of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Factor {
    /// What is made of it.
    pub form: Form,
    /// What is measured.
    #[serde(flatten)]
    pub measure: Measure,
}

/// What is made of a measured number x.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// x
    Itself,
    /// 1/x
    Inverse,
    /// 2x
    Twice,
    /// x/2
    Half,
    /// 2/x
    TwiceInverse,
    /// x²
    Square,
    /// 1/x²
    InverseSquare,
    /// √x
    Root,
    /// 1/√x
    InverseRoot,
    /// ln x
    Logarithm,
    /// x − 1
    OneLess,
    /// 1/(x − 1)
    InverseOneLess,
    /// (x − 1)/x
    ShareOneLess,
    /// x/(x − 1)
    InverseShareOneLess,
    /// 1 − x
    Complement,
}

/// A number, or what is measured of the arguments.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "measure", rename_all = "snake_case")]
pub enum Measure {
    /// The same number in every case.
    Number {
        /// Which; never negative.
        value: Real,
    },
    /// An argument that is a number.
    Parameter {
        /// Its name.
        parameter: String,
    },
    /// The length of an argument.
    Length {
        /// Its name.
        parameter: String,
    },
    /// The number of rows of an argument.
    Rows {
        /// Its name.
        parameter: String,
    },
    /// The number of columns of an argument.
    Columns {
        /// Its name.
        parameter: String,
    },
    /// The smallest entry of an argument.
    Smallest {
        /// Its name.
        parameter: String,
    },
    /// The largest entry of an argument.
    Largest {
        /// Its name.
        parameter: String,
    },
    /// The sum of an argument.
    Sum {
        /// Its name.
        parameter: String,
    },
}

//! One call that was made in two processes.

use super::Excerpt;
use crate::compare::Mismatch;
use crate::fate::Ending;
use serde::{Deserialize, Serialize};

/// What came of one call that was made twice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Twice {
    /// The first time: the right value.
    pub first: Excerpt,
    /// The second time: something else.
    pub second: Second,
}

/// What came the second time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "came", rename_all = "snake_case")]
pub enum Second {
    /// Another value.
    Value {
        /// Which.
        got: Excerpt,
        /// How it differs from the expected one.
        mismatch: Mismatch,
    },
    /// No value.
    NoValue {
        /// What became of the call.
        ending: Ending,
    },
}

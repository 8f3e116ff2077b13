//! From replies to verdicts, points and reasons: the pure part of the grader.
//!
//! Here are no processes, no clock and no cargo. The only files that are read are the fixtures, by `course`; of the
//! environment only the current folder is asked for, by `error`, to name paths. Whoever calls [`examine`] hands it a way
//! to make calls.

pub mod advice;
pub mod answers;
pub mod attempts;
pub mod audience;
pub mod compare;
pub mod course;
pub mod derivation;
pub mod diagnose;
mod diagnostic;
pub mod digest;
pub mod drawing;
pub mod error;
mod examine;
pub mod fate;
pub mod foreign;
pub mod judge;
pub mod number;
pub mod picture;
pub mod property;
pub mod report;
#[cfg(test)]
mod sample;
pub mod score;
pub mod source;
mod standing;
mod steps;
pub mod stub;

pub use crate::judge::{Hearing, Hearings, Truth};
pub use examine::{add_file_remarks, examine, illustrate};
pub use standing::{Standing, not_built};

//! The crate that is linked to student code: calls in, replies out, nothing else.
//!
//! The grader generates one small program per exercise, with one [`item!`] line per owed function.
//! That line is the contract, the registry, the adapter between JSON and Rust, and the check of the
//! signature at once: a changed parameter, return type, name or visibility is one compiler error on
//! exactly that line.
//!
//! Nothing here knows an expected value, and nothing here judges.

mod argument;
mod item;
mod reply;
mod serve;
mod warm;

pub use argument::{Argument, Decode};
pub use item::{Arguments, Item, Misuse};
pub use reply::Reply;
pub use serve::{Panics, serve};
pub use warm::warm;

pub use ndarray;
pub use serde_json;

/// How a sum over latent values is normalised inside a free energy.
///
/// It lives here, and not in an exercise, because it is part of a signature and travels in calls
/// as the word `"Mean"` or `"Sum"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Normaliser {
    /// Divide by the number of latent values: −(1/β) ln((1/n) Σ exp(−βE)). The convention of this course.
    Mean,
    /// Do not divide: −(1/β) ln(Σ exp(−βE)). The convention of statistical physics.
    Sum,
}

/// Stands for the body of a function that does not compile, so that the others can be graded.
///
/// # Panics
/// Always: nothing is known of such a function.
pub fn left_out(function: &str) -> ! {
    panic!("{}{function}", wire::LEFT_OUT)
}

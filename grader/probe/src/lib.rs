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
pub mod word;

pub use argument::{Argument, Decode};
pub use item::{Arguments, Item, Misuse};
pub use reply::Reply;
pub use serve::{Panics, Part, serve, serve_part};
pub use warm::warm;
pub use word::*;

pub use ndarray;
pub use serde_json;

/// Stands for the body of a function that does not compile, so that the others can be graded.
///
/// # Panics
/// Always: nothing is known of such a function.
pub fn left_out(function: &str) -> ! {
    panic!("{}{function}", wire::LEFT_OUT)
}

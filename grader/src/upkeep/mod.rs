//! The upkeep of the course: recompute, check and audit the fixtures.

mod audit;
mod check;
mod effect;
mod expected;
mod handout;
mod laws;
mod reference;
mod update;

pub use audit::{Audit, Catch, audit};
pub use check::{Findings, check};
pub use effect::{Effect, effects};
pub use expected::snapshot;
pub use reference::{Replies, Timed, reference_replies};
pub use update::{Change, Recomputed, Update, changes, update};

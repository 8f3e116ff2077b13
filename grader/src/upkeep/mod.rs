//! The upkeep of the course: recompute, check and audit the fixtures.

mod audit;
mod check;
mod effect;
mod handout;
mod reference;
mod update;

pub use audit::{Audit, Catch, audit};
pub use check::{Findings, check};
pub use effect::{Effect, effects};
pub use reference::{Replies, reference_replies, snapshot};
pub use update::{Change, Update, changes, update};

//! The upkeep of the course: recompute, check and audit the fixtures.

mod audit;
mod check;
mod effect;
mod handout;
mod innocent;
mod naming;
mod reference;
mod truth;
mod update;

pub use audit::{Audit, Called, Catch, audit};
pub use check::{Findings, check};
pub use effect::{Effect, effects};
pub use naming::{FalseName, Naming};
pub use reference::{Replies, reference_replies, snapshot};
pub use update::{Change, Update, changes, update};

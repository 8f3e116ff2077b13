//! The work on a class in shards: a plan says what is to be graded, many machines grade parts of it in any order and as
//! often as they like, and a merge holds what they found against the plan.
//!
//! Whoever grades a whole class at once makes the same plan and works on it alone, so there is one road.

mod lack;
mod manifest;
mod plan;

pub use lack::{Cause, Lack, Missing, lacks};
pub use manifest::{Manifest, Sizes, differences};
pub use plan::{Plan, Planner, pieces, troubles};

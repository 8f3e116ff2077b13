//! The upkeep of the course: recompute, check and audit the fixtures.

mod audit;
mod audit_file;
mod beside;
mod change;
mod check;
mod effect;
mod expected;
mod follow;
mod handout;
mod innocent;
mod laws;
mod markdown;
mod naming;
mod new;
mod reference;
mod stub;
mod students;
mod truth;
mod update;

pub use audit::{Audit, Called, Catch, audit};
pub use audit_file::{Arguable, AuditFile, Few, Right};
pub use beside::{Beside, Sort};
pub use change::{Change, changes, term_changes};
pub use check::{Findings, check};
pub use effect::{Effect, Score, effects};
pub use expected::snapshot;
pub use follow::{Earned, FollowThrough, Honest, Outcome, Root};
pub use naming::{FalseName, Naming};
pub use new::new;
pub use reference::{Company, Replies, reference_replies};
pub use stub::{Laid, lay};
pub use update::{Content, Recomputed, Update, update};

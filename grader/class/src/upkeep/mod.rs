//! The upkeep of the course: recompute, check and audit the fixtures.

mod audit;
mod audit_file;
mod beside;
mod change;
mod check;
mod effect;
mod expected;
mod handout;
mod innocent;
mod laws;
mod markdown;
mod mutants;
mod naming;
mod new;
mod reference;
mod stub;
mod students;
mod ticking;
mod truth;
mod update;
mod vacuous;

pub use audit::{Audit, Called, Catch, audit};
pub use audit_file::{AuditFile, Few, Right};
pub use beside::{Beside, Sort};
pub use change::{Change, changes, term_changes};
pub use check::{Findings, check};
pub use effect::{Effect, Score, effects};
pub use expected::snapshot;
pub use naming::{FalseName, Naming};
pub use new::new;
pub use reference::{Company, Replies, reference_replies};
pub use stub::{Laid, lay};
pub use update::{Content, Recomputed, Update, update};

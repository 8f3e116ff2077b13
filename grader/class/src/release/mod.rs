//! A course to hand out: a student's workspace made from the checkout, without what answers it, which proves itself
//! before anybody gets it.

mod difference;
mod fixture;
mod gather;
mod ledger;
mod links;
mod list;
mod lock;
mod manifest;
mod page;
mod proof;
mod put;
mod scan;
mod secret;
mod tracked;
mod untested;
mod update;

pub use difference::{changelog, of_course, of_files, of_work};
pub use gather::{Files, Handed, Whose, gather};
pub use ledger::{LEDGER, Ledger};
pub use list::{Form, LIST, Line};
pub use proof::{Proof, Step, questions};
pub use put::{lay, must_be_free};
pub use scan::{Leak, scan};
pub use secret::{Secret, Secrets};
pub use tracked::Tracked;
pub use update::{Act, Plan, plan};

/// What changed since a course was handed out: the file that every update writes on.
pub const CHANGELOG: &str = "CHANGELOG.md";

/// The same files with the list of them.
pub fn written(mut files: Files, updates: u32) -> Files {
    let text = Ledger::of(&files, updates).to_text();
    files.insert(LEDGER.into(), Handed::ours(text));
    files
}

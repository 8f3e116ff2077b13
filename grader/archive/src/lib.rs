//! Reads a student's work from a zip archive, and packs it into one. Nothing is ever extracted: entries are read in memory, as many bytes of
//! each as are asked for, and what belongs to the student is decided where that is decided for folders,
//! `run::submission`. What an archive as a whole can be refused for is a [`Refusal`]; what is wrong with one file costs
//! what uses it, as in a folder. The map of the rooms is in `grader/README.md`.

pub mod asked;
pub mod check;
pub mod contents;
pub mod manifest;
pub mod name;
pub mod open;
pub mod pack;
pub mod refusal;

pub use contents::Contents;
pub use open::{Opened, open, open_bytes};
pub use refusal::{MOST_BYTES, MOST_ENTRIES, Refusal};

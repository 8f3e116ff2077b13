//! Hands a course out, grades a class and keeps the fixtures of the course, for instructors: no student compiles any of this.
//!
//! Grading, rendering and the machinery of the command line are those of the crate `grader`. The map of the rooms is
//! in `grader/README.md`.

pub mod book;
pub mod cli;
pub mod clock;
pub mod crew;
pub mod intake;
pub mod marking;
pub mod mutation;
pub mod release;
pub mod shard;
pub mod stats;
pub mod store;
pub mod upkeep;

//! Keeps the fixtures of the course, for instructors: no student compiles any of this.
//!
//! Grading, rendering and the machinery of the command line are those of the crate `grader`. The map of the rooms is
//! in `grader/README.md`.

pub mod cli;
pub mod mutation;
pub mod release;
pub mod upkeep;

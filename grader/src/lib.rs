//! Grades the exercises of the course and says what is wrong, why, and what to do next.
//!
//! The students' and the instructors' commands, what they print, and the upkeep of the fixtures. Judging is in
//! the crate `judge`, everything that touches the machine in `run`. The map of the rooms is in `grader/README.md`.

pub mod cli;
pub mod mutation;
pub mod render;
pub mod upkeep;

//! Grades the exercises of the course and says what is wrong, why, and what to do next.
//!
//! The students' commands, what they print, and the machinery of every command line. Judging is in the crate `judge`,
//! everything that touches the machine in `run`, what instructors do in `class`. The map of the rooms is in
//! `grader/README.md`.

pub mod cli;
pub mod render;

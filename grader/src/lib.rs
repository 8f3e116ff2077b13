//! Grades the exercises of the course and says what is wrong, why, and what to do next.
//!
//! `fixtures (Course) + a folder of student files (Submission) → staged workspace → cargo build →
//! probe process → replies → verdicts → score → report`. The map of the rooms is in `grader/README.md`.

pub mod advice;
pub mod answers;
pub mod cache;
pub mod cli;
pub mod compare;
pub mod compile;
pub mod course;
pub mod derivation;
pub mod diagnose;
pub mod error;
pub mod fate;
pub mod fixtures;
pub mod grade;
pub mod judge;
pub mod number;
pub mod process;
pub mod property;
pub mod report;
pub mod runner;
pub mod sandbox;
pub mod score;
pub mod stage;
pub mod submission;
pub mod training;
pub mod work;

/// Bytes as hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

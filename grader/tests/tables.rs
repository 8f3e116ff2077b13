//! The students' commands and flags: every one is in the help, and every example can be typed.

#[path = "common/tables.rs"]
mod tables;

use grader::cli::STUDENTS as TABLE;

//! Everything of the grader that touches the machine: the work folder, the student's files, staging, the
//! compiler, processes and their limits, what is remembered, and the road that strings them together.

pub mod cache;
pub mod compile;
pub mod grade;
pub mod output;
pub mod process;
pub mod provenance;
pub mod runner;
pub mod sandbox;
pub mod stage;
pub mod submission;
pub mod training;
pub mod work;

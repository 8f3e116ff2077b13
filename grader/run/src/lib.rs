//! Everything of the grader that touches the machine: the work folder, the student's files, staging, the
//! compiler, processes and their limits, what is remembered, and the road that strings them together.

pub mod attempts;
pub mod bench;
pub mod cache;
pub mod common;
pub mod compile;
pub mod contain;
pub mod desktop;
pub mod grade;
pub mod hinted;
pub mod interrupt;
pub mod kit;
pub mod left_out;
pub mod nature;
mod oracle;
pub mod output;
pub mod packing;
pub mod patience;
pub mod press;
pub mod probe;
pub mod process;
pub mod program;
pub mod provenance;
pub mod runner;
pub mod rustc;
pub mod saves;
pub mod session;
pub mod shared;
pub mod stage;
pub mod submission;
pub mod toolchain;
pub mod training;
pub mod work;

//! A jail for code of strangers: a process that gives up everything that it does not need, and then becomes the program
//! it was asked for. Programs of student code live in it, and so does the compiler at work on student code.
//!
//! Nothing here needs a privilege, and nothing trusts one alone: limits before the start, an identity of its own where
//! the grader is root, no new privileges, a view of a few files (Landlock), a list of system calls (seccomp). What
//! holds on a machine is found out by trying it: [`level`].

mod level;
#[cfg(target_os = "linux")]
mod linux;
#[cfg(not(target_os = "linux"))]
#[path = "elsewhere.rs"]
mod linux;
mod trial;

pub use level::{Bounds, Level, Linking, Outcome, Tried};
pub use linux::{cage, cage_of, compiles, inside, linking};
pub use trial::{admit, level};

//! What the grader and the programs that hold student code say to each other, once for both sides: calls and
//! replies, numbers that JSON cannot write, panics, and the names of what a student lends.
//!
//! **A conversation.** The program says [`Hello`] first: which files it was built from. Then the grader makes a
//! call and waits for its reply, one at a time, so that it always knows whom to blame for an end. One line is one
//! message. Standard output and standard error belong to the student and mean nothing here.
//!
//! Nothing here judges, and nothing here knows an expected value.

mod call;
mod channel;
mod lent;
mod number;
mod panic;

pub use call::{Call, Hello, Outcome, Reply};
pub use channel::Channel;
pub use lent::{CALLED, LENT};
pub use number::{number, read_number, word};
pub use panic::{Panic, Place, note_panics};

pub use serde_json;

/// The exit status of our own programs for a failure that is not the student's. It is told to people, and never
/// believed: student code can end with it, too.
pub const BROKEN: u8 = 70;

/// An argument of a program: note for every panic where in the student's file it came from, also where it
/// happened elsewhere.
pub const TRACE: &str = "trace";
/// An argument of a program: tell with every reply how long it took.
pub const TIME: &str = "time";

/// An argument of a program that holds several exercises: the name of the one to serve follows.
pub const OF: &str = "of=";

/// How the panic of a function begins that was left out; its name follows.
pub const LEFT_OUT: &str = "left out, because it does not compile: ";

//! What became of one call to student code.

use crate::number::Value;
use serde::{Deserialize, Serialize};

/// The fate of one call. It is carried to the report as it is; nothing is folded into "failed".
#[derive(Clone, Debug, PartialEq)]
pub enum Fate {
    /// The function returned.
    Value(Value),
    /// It panicked.
    Panicked {
        /// What the panic said.
        message: String,
        /// The line in the student's file, where the panic names one.
        line: Option<u64>,
    },
    /// It ran into `todo!()`.
    Unfinished,
    /// It was still running at its limit.
    Overtime {
        /// The limit.
        seconds: f64,
    },
    /// The program died during the call.
    Killed(Death),
    /// The program ended itself during the call.
    Quit {
        /// Its exit status.
        status: i32,
    },
    /// The program said something else than the reply to the call it was given: code of the student's own
    /// took part in the conversation.
    Protocol {
        /// What it said.
        what: String,
    },
    /// The call could not be made: a mistake of the grader, or trouble of the machine, never the student's.
    Misuse {
        /// What was wrong.
        message: String,
    },
    /// The function is not in the program: missing, private, or of another signature.
    NotBuilt {
        /// rustc's first message.
        message: String,
    },
    /// Not called any more, after an earlier call of the same function ended badly.
    NotCalled {
        /// The reason.
        because: String,
    },
}

/// How a program died.
#[derive(Clone, Debug, PartialEq)]
pub enum Death {
    /// The stack overflowed: unbounded recursion, mostly.
    StackOverflow,
    /// It asked for more memory than the limit.
    Memory {
        /// The limit.
        mebibytes: u64,
    },
    /// It printed more than the limit.
    Output {
        /// The limit.
        mebibytes: u64,
    },
    /// It returned more than the limit.
    Reply {
        /// The limit.
        mebibytes: u64,
    },
    /// It wrote a larger file than the limit.
    File {
        /// The limit.
        mebibytes: u64,
    },
    /// It aborted.
    Abort,
    /// Another signal.
    Signal(i32),
}

/// A fate without its details: the word in the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the words are those of `Fate`")]
pub enum FateWord {
    Value,
    Panicked,
    Unfinished,
    Overtime,
    Killed,
    Quit,
    Protocol,
    Misuse,
    NotBuilt,
    NotCalled,
}

impl Fate {
    /// The word for the report.
    pub fn word(&self) -> FateWord {
        match self {
            Fate::Value(_) => FateWord::Value,
            Fate::Panicked { .. } => FateWord::Panicked,
            Fate::Unfinished => FateWord::Unfinished,
            Fate::Overtime { .. } => FateWord::Overtime,
            Fate::Killed(_) => FateWord::Killed,
            Fate::Quit { .. } => FateWord::Quit,
            Fate::Protocol { .. } => FateWord::Protocol,
            Fate::Misuse { .. } => FateWord::Misuse,
            Fate::NotBuilt { .. } => FateWord::NotBuilt,
            Fate::NotCalled { .. } => FateWord::NotCalled,
        }
    }

    /// The returned value, if there is one.
    pub fn value(&self) -> Option<&Value> {
        match self {
            Fate::Value(value) => Some(value),
            _ => None,
        }
    }

    /// What happened and what it usually means, in one or two sentences; empty for a value.
    pub fn explain(&self) -> String {
        match self {
            Fate::Value(_) => String::new(),
            Fate::Unfinished => "Not written yet: the body is still `todo!()`.".into(),
            Fate::Panicked { message, line: Some(line) } => format!("It panicked on line {line}: {message}"),
            Fate::Panicked { message, line: None } => format!("It panicked outside your file: {message}"),
            Fate::Overtime { seconds } => format!(
                "Still running after {seconds} s, so it was stopped. Is there a loop whose condition never becomes false?"
            ),
            Fate::Killed(Death::StackOverflow) => {
                "The stack overflowed: a function that calls itself never reaches its end case.".into()
            }
            Fate::Killed(Death::Memory { mebibytes }) => format!(
                "It asked for more than {mebibytes} MiB of memory. Does a vector grow inside a loop that never ends?"
            ),
            Fate::Killed(Death::Output { mebibytes }) => format!(
                "It printed more than {mebibytes} MiB, so it was stopped. Is there a `println!` in a loop that never ends?"
            ),
            Fate::Killed(Death::Reply { mebibytes }) => {
                format!("It returned a value of more than {mebibytes} MiB. Is the result as long as the handout says?")
            }
            Fate::Killed(Death::File { mebibytes }) => {
                format!("It wrote a file of more than {mebibytes} MiB. No function of the course writes files.")
            }
            Fate::Killed(Death::Abort) => "It aborted the program. Return a value instead of calling `abort`.".into(),
            Fate::Killed(Death::Signal(signal)) => format!("The program died from signal {signal}."),
            Fate::Quit { status } => {
                format!("It ended the program with exit status {status} instead of returning a value.")
            }
            Fate::Protocol { what } => {
                format!(
                    "It took part in the conversation with the grader: {what}. Return a value, and leave the rest alone."
                )
            }
            Fate::Misuse { message } => format!("No usable reply: {message}."),
            Fate::NotBuilt { message } => message.clone(),
            Fate::NotCalled { because } => format!("Not called: {because}."),
        }
    }
}

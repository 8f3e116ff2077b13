//! What became of one call to student code.

use crate::diagnostic::Diagnostic;
use crate::foreign::{clean, line};
use crate::number::Value;
use serde::{Deserialize, Serialize};

/// Of what a panic says no more characters are kept.
const MOST_MESSAGE: usize = 250;

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
    Protocol(Breach),
    /// The call could not be made: a mistake of the grader, or trouble of the machine, never the student's.
    Misuse {
        /// What was wrong.
        message: String,
    },
    /// The function is not in the program.
    NotBuilt(NotBuilt),
    /// Not called any more, after an earlier call of the same function ended badly.
    NotCalled(Because),
}

/// Why a function is not in the program.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum NotBuilt {
    /// There is none of this name.
    Missing {
        /// Its name.
        function: String,
        /// What rustc says.
        rustc: String,
    },
    /// It is private.
    Private {
        /// Its name.
        function: String,
        /// What rustc says.
        rustc: String,
    },
    /// It has another signature.
    Signature {
        /// The one asked for, with its name.
        asked: String,
        /// The one that is there.
        yours: Option<String>,
        /// What rustc says.
        rustc: String,
    },
    /// It calls another function whose body was left out, because that does not compile.
    Needs {
        /// The other function.
        function: String,
    },
    /// Its body does not compile, and was left out so that the others can be called.
    DoesNotCompile {
        /// rustc's first error in it.
        diagnostic: Box<Diagnostic>,
    },
}

/// What a program said that it should not have said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Breach {
    /// A reply to another call.
    OtherCall,
    /// Something that is no reply.
    NoReply,
    /// A reply with something else in it than a value.
    NoValue,
    /// Something else than the program's own first word, or an end before it.
    Start,
}

/// Why a function is not called any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Because {
    /// An earlier call ran into its time limit.
    Overtime,
    /// Earlier calls ended the program.
    Deaths,
}

/// How a program died.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "death", rename_all = "snake_case")]
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
    /// It asked the system for something that no function of the course needs.
    Forbidden,
    /// Another signal.
    Signal {
        /// Which.
        number: i32,
    },
}

/// What became of a call that returned no value, as a report keeps it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "fate", rename_all = "snake_case")]
pub enum Ending {
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
    /// The program died.
    Killed(Death),
    /// The program ended itself.
    Quit {
        /// Its exit status.
        status: i32,
    },
    /// The program took part in the conversation with the grader.
    Protocol {
        /// How.
        breach: Breach,
    },
    /// The grader's or the fixtures' own mistake.
    Misuse {
        /// What was wrong.
        message: String,
    },
    /// The function is not in the program.
    NotBuilt(NotBuilt),
    /// Not called any more.
    NotCalled {
        /// Why.
        because: Because,
    },
}

/// A fate without its details: the word in the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum FateWord {
    /// It returned; of writing, it was read.
    Value,
    /// It panicked.
    Panicked,
    /// It is not written yet.
    Unfinished,
    /// It ran into its limit.
    Overtime,
    /// The program died.
    Killed,
    /// The program ended itself.
    Quit,
    /// The program took part in the conversation with the grader.
    Protocol,
    /// The grader's own mistake.
    Misuse,
    /// It is not in the program.
    NotBuilt,
    /// It was not called any more.
    NotCalled,
    /// It was right, and not again.
    Unsteady,
    /// Of writing: the file cannot be read.
    Unread,
}

impl Fate {
    /// The returned value, if there is one.
    pub fn value(&self) -> Option<&Value> {
        match self {
            Fate::Value(value) => Some(value),
            _ => None,
        }
    }

    /// What became of the call, where it returned no value, as a report may keep it.
    pub fn ending(&self) -> Option<Ending> {
        Some(match self {
            Fate::Value(_) => return None,
            Fate::Panicked { message, line } => Ending::Panicked { message: clean(message, MOST_MESSAGE), line: *line },
            Fate::Unfinished => Ending::Unfinished,
            Fate::Overtime { seconds } => Ending::Overtime { seconds: *seconds },
            Fate::Killed(death) => Ending::Killed(death.clone()),
            Fate::Quit { status } => Ending::Quit { status: *status },
            Fate::Protocol(breach) => Ending::Protocol { breach: *breach },
            Fate::Misuse { message } => Ending::Misuse { message: line(message, MOST_MESSAGE) },
            Fate::NotBuilt(why) => Ending::NotBuilt(why.clone()),
            Fate::NotCalled(because) => Ending::NotCalled { because: *because },
        })
    }
}

impl Ending {
    /// The word for the report.
    pub fn word(&self) -> FateWord {
        match self {
            Ending::Panicked { .. } => FateWord::Panicked,
            Ending::Unfinished => FateWord::Unfinished,
            Ending::Overtime { .. } => FateWord::Overtime,
            Ending::Killed(_) => FateWord::Killed,
            Ending::Quit { .. } => FateWord::Quit,
            Ending::Protocol { .. } => FateWord::Protocol,
            Ending::Misuse { .. } => FateWord::Misuse,
            Ending::NotBuilt(_) => FateWord::NotBuilt,
            Ending::NotCalled { .. } => FateWord::NotCalled,
        }
    }

    /// May it be due to the arguments of the call, so that these are worth showing?
    pub fn due_to_arguments(&self) -> bool {
        match self {
            Ending::Panicked { .. }
            | Ending::Overtime { .. }
            | Ending::Killed(_)
            | Ending::Quit { .. }
            | Ending::Protocol { .. }
            | Ending::Misuse { .. } => true,
            Ending::Unfinished | Ending::NotBuilt(_) | Ending::NotCalled { .. } => false,
        }
    }
}

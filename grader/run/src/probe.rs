//! The probe program of an exercise, once it is built: what the compiler made, and the runner starts.

use crate::contain::Tenant;
use std::ffi::OsString;
use std::path::PathBuf;

/// A program that answers calls.
#[derive(Clone, Debug)]
pub struct Program {
    /// Where it is.
    pub executable: PathBuf,
    /// The digest of what it was built from; the program has to know it.
    pub sources: String,
    /// Its exercise: the folder by which the compiler names its files.
    pub exercise: String,
    /// Whether it is the only one.
    pub holds: Holds,
    /// What a panic does to it.
    pub panics: Panics,
    /// Whose functions they are.
    pub tenant: Tenant,
}

/// How many exercises a program holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// One.
    One,
    /// Several, of which a process is told the one that it serves.
    Several,
}

/// What a panic does to a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Panics {
    /// It ends the call.
    Unwind,
    /// It ends the program, and another one is started.
    End,
}

impl Panics {
    /// How the compiler is told.
    pub fn flag(self) -> Option<OsString> {
        match self {
            Panics::End => Some("-Cpanic=abort".into()),
            Panics::Unwind => None,
        }
    }
}

//! How well code of strangers is contained, and what that rests on.

use judge::course::Allowance;
use run::contain::{Limits, Programs};
use std::fmt;

/// How well it is contained. A higher level is a greater one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Bounds in time, memory and output: for one's own code.
    Bounded,
    /// It starts nothing, writes nothing and talks to nobody. It can read what the grader can.
    Calls,
    /// It is also a user of its own, and reads what everybody may.
    Private,
    /// It also sees no file but those that it is made of.
    Hidden,
}

impl Level {
    /// Below this, code of strangers is not graded.
    pub const NEEDED: Level = Level::Private;

    /// What it means, in one sentence without its full stop.
    pub fn means(self) -> &'static str {
        match self {
            Level::Bounded => "time, memory and output are bounded, and that is all",
            Level::Calls => "it starts, writes and sends nothing, but could read the grader's memory and the solutions",
            Level::Private => "it is a user of its own, but can read what everybody on this machine may",
            Level::Hidden => "it sees no file but its own, starts, writes and sends nothing",
        }
    }

    /// What to do about it, if anything.
    pub fn advice(self) -> Option<&'static str> {
        match self {
            Level::Hidden => None,
            Level::Private => Some(
                "This is enough where nothing secret can be read by everybody. For more, use a kernel with Landlock (Linux 5.13 or newer, `lsm=…,landlock`).",
            ),
            Level::Calls | Level::Bounded => Some(
                "Grade strangers on a Linux of 5.13 or newer with Landlock (`cat /sys/kernel/security/lsm` names it), or as root in a container that holds nothing else, with the toolchain where every user can read it.",
            ),
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Level::Bounded => "L0",
            Level::Calls => "L1",
            Level::Private => "L2",
            Level::Hidden => "L3",
        })
    }
}

/// How programs of strangers are linked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Linking {
    /// With everything in them: then they open no file at all, and cannot even ask whether there is one.
    Whole,
    /// With the system's libraries, which the loader has to read.
    Shared,
}

/// What strangers may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// A program of theirs, all calls of one function after another.
    pub program: Limits,
    /// The compiler on a file of theirs.
    pub compiler: Limits,
}

impl Bounds {
    /// What a course allows.
    pub fn of(allowed: &Allowance) -> Bounds {
        // what may be started is the business of the list of system calls
        let programs = Programs::Allowed;
        Bounds {
            program: Limits {
                memory: *allowed.program_memory_mib.get_ref(),
                cpu: *allowed.program_cpu_seconds.get_ref(),
                file: 0,
                programs,
            },
            compiler: Limits {
                memory: *allowed.compiler_memory_mib.get_ref(),
                cpu: *allowed.compiler_cpu_seconds.get_ref(),
                file: *allowed.compiler_file_mib.get_ref(),
                programs,
            },
        }
    }
}

impl Default for Bounds {
    fn default() -> Bounds {
        Bounds::of(&Allowance::default())
    }
}

/// One attempt to get out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tried {
    /// What was tried, in a few words.
    pub what: &'static str,
    /// Which level rests on its failure.
    pub level: Level,
    /// What came of it.
    pub outcome: Outcome,
}

/// What came of an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was refused, or an honest answer arrived: as it should be.
    Good(String),
    /// Not so.
    Bad(String),
}

impl Tried {
    /// Is everything as it should be?
    pub fn is_good(&self) -> bool {
        matches!(self.outcome, Outcome::Good(_))
    }
}

/// The highest level of which everything holds.
pub(crate) fn reached(tried: &[Tried]) -> Level {
    let holds = |level: Level| tried.iter().filter(|one| one.level <= level).all(Tried::is_good);
    let all = [Level::Calls, Level::Private, Level::Hidden];
    if tried.is_empty() {
        return Level::Bounded;
    }
    all.into_iter().take_while(|level| holds(*level)).last().unwrap_or(Level::Bounded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_holds_as_far_as_nothing_gets_out() {
        let tried = |bad: &[Level]| -> Vec<Tried> {
            let all = [Level::Bounded, Level::Calls, Level::Private, Level::Hidden];
            let outcome =
                |level| if bad.contains(&level) { Outcome::Bad("x".into()) } else { Outcome::Good("x".into()) };
            all.into_iter().map(|level| Tried { what: "w", level, outcome: outcome(level) }).collect()
        };
        for (bad, level) in [
            (&[][..], Level::Hidden),
            (&[Level::Hidden], Level::Private),
            (&[Level::Private], Level::Calls),
            (&[Level::Calls, Level::Hidden], Level::Bounded),
            // without an honest answer nothing is worth anything
            (&[Level::Bounded], Level::Bounded),
        ] {
            assert_eq!(reached(&tried(bad)), level);
        }
        assert_eq!(reached(&[]), Level::Bounded);
    }
}

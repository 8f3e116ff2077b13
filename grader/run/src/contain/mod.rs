//! How a program is contained: bounds that are set before it starts, what it has used so far, and its end with
//! all that it began. The only room that knows the operating system.
//!
//! On a student's own machine this keeps mistakes from spreading: loops, floods, runaway memory, programs that
//! stay behind. It is no defence against malice; programs run with the rights of whoever started the grader. For
//! code of strangers there is a jail, which is another value of the same seam.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(unix)]
mod unix;
#[cfg(not(unix))]
mod windows;
mod word;

pub use word::Said;

#[cfg(target_os = "linux")]
use linux as system;
#[cfg(all(unix, not(target_os = "linux")))]
use unix as system;
#[cfg(not(unix))]
use windows as system;

use crate::interrupt::Interrupt;
use judge::error::Result;
use std::fmt::Debug;
use std::io;
use std::path::Path;
use std::process::{Child, Command, ExitStatus};
use std::time::Duration;

#[cfg(unix)]
const MEBIBYTE: u64 = 1024 * 1024;

/// What a program may use. Where a system cannot bound one of these, `grader/README.md` says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Address space, in MiB.
    pub memory: u64,
    /// CPU time of the whole program, in seconds.
    pub cpu: u64,
    /// The largest file that it may write, in MiB.
    pub file: u64,
    /// May it start other programs?
    pub programs: Programs,
}

/// May a program start others?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Programs {
    /// A compiler starts a linker.
    Allowed,
    /// A student's function starts nothing; threads are free.
    Forbidden,
}

/// For every program that holds student code: a hundred times what the reference needs.
const STUDENT: Limits = Limits { memory: 1024, cpu: 240, file: 64, programs: Programs::Forbidden };

/// For the compiler at work on a student's file.
pub const COMPILER: Limits = Limits { memory: 8 * 1024, cpu: 60, file: 1024, programs: Programs::Allowed };

/// What is contained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inmate {
    /// A program of student code.
    Program,
    /// The compiler, at work on student code.
    Compiler,
}

/// Whose files these are, among all that are worked on at the same time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tenant(pub u32);

/// What a contained process is given of the machine besides what every program needs.
#[derive(Clone, Debug)]
pub struct Cell<'a> {
    /// What it is.
    pub inmate: Inmate,
    /// Whose.
    pub tenant: Tenant,
    /// What it may read: files, and folders with all that is in them.
    pub reads: Vec<&'a Path>,
    /// The one folder that it may write to.
    pub writes: Option<&'a Path>,
}

/// What becomes of a folder or a file that the grader has made for a contained process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// It leads to others.
    Passage,
    /// One tenant alone may go further.
    Door(Tenant),
    /// It is read.
    Reading,
    /// The compiler writes there.
    Writing(Tenant),
}

/// A command that is ready to be started.
#[derive(Debug)]
pub struct Enclosed {
    /// Where its input and output go is still open.
    pub command: Command,
    /// The word that stands in the first line of the conversation, which nobody else knows: whoever says it is
    /// still the grader's own, and what comes after it is the program's.
    pub word: Option<String>,
}

/// How what runs and compiles student code is contained: a seam, because code of strangers needs more than one's own.
pub trait Contain: Debug + Send + Sync {
    /// What it may use.
    fn limits(&self, inmate: Inmate) -> Limits;

    /// Encloses a command that is about to be started; nothing of it may have run before. Its environment is what it
    /// says, and nothing else.
    fn enclose(&self, command: Command, cell: &Cell<'_>) -> Enclosed;

    /// Lets whoever it is meant for at something that was just made, and that is private so far.
    fn allot(&self, path: &Path, use_: Use) -> Result<()> {
        let _ = (path, use_);
        Ok(())
    }

    /// Flags of the compiler for programs that are contained like this.
    fn flags(&self) -> &'static [&'static str] {
        &[]
    }

    /// What ends it before its time.
    fn interrupt(&self) -> Interrupt {
        Interrupt::default()
    }
}

/// On one's own machine: mistakes do not spread.
#[derive(Clone, Copy, Debug)]
pub struct Own;

impl Contain for Own {
    fn limits(&self, inmate: Inmate) -> Limits {
        match inmate {
            Inmate::Program => STUDENT,
            Inmate::Compiler => COMPILER,
        }
    }

    fn enclose(&self, mut command: Command, cell: &Cell<'_>) -> Enclosed {
        bound(&mut command, self.limits(cell.inmate));
        Enclosed { command, word: None }
    }
}

/// As on one's own machine, within other bounds.
#[derive(Clone, Copy, Debug)]
pub struct Within {
    /// Of a program.
    pub program: Limits,
    /// Of the compiler.
    pub compiler: Limits,
}

impl Contain for Within {
    fn limits(&self, inmate: Inmate) -> Limits {
        match inmate {
            Inmate::Program => self.program,
            Inmate::Compiler => self.compiler,
        }
    }

    fn enclose(&self, mut command: Command, cell: &Cell<'_>) -> Enclosed {
        bound(&mut command, self.limits(cell.inmate));
        Enclosed { command, word: None }
    }
}

/// As another, for as long as somebody wants it.
#[derive(Debug)]
pub struct Until<'a> {
    /// How.
    pub like: &'a dyn Contain,
    /// How long.
    pub interrupt: &'a Interrupt,
}

impl Contain for Until<'_> {
    fn limits(&self, inmate: Inmate) -> Limits {
        self.like.limits(inmate)
    }

    fn enclose(&self, command: Command, cell: &Cell<'_>) -> Enclosed {
        self.like.enclose(command, cell)
    }

    fn allot(&self, path: &Path, use_: Use) -> Result<()> {
        self.like.allot(path, use_)
    }

    fn flags(&self) -> &'static [&'static str] {
        self.like.flags()
    }

    fn interrupt(&self) -> Interrupt {
        self.interrupt.clone()
    }
}

/// Bounds a program that is about to be started. It gets a session or a process group of its own, ends with the thread
/// that starts it, and holds no open file of ours but its input and output.
pub fn bound(command: &mut Command, limits: Limits) {
    system::bound(command, limits);
}

/// What a running program has used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Usage {
    /// CPU time of all its threads.
    pub cpu: Duration,
    /// Is it waiting of its own will, rather than for the machine?
    pub asleep: bool,
}

/// What a program has used so far; `None` where it is gone or the system does not tell.
pub fn usage(child: &Child) -> Option<Usage> {
    system::usage(child)
}

/// Has somebody bounded the grader itself more closely than this? Then a bound that is met need not be ours.
pub fn is_bounded_closer(limits: Limits) -> bool {
    system::is_bounded_closer(limits)
}

/// The status of a program that has ended by itself, once everything that is left of its group has ended, too.
pub fn over(child: &mut Child) -> io::Result<Option<ExitStatus>> {
    if !system::is_over(child)? {
        return Ok(None);
    }
    // as long as nobody has waited for it, its number belongs to nobody else
    system::end_group(child);
    child.wait().map(Some)
}

/// Ends a program with everything in its group, and waits for it.
pub fn end(child: &mut Child) -> Option<ExitStatus> {
    system::end_group(child);
    // it may be gone already, and then its status is still to be had
    let _ = child.kill();
    child.wait().ok()
}

/// How a program ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// With an exit status.
    Exit(i32),
    /// It aborted itself.
    Abort,
    /// It touched memory that is not its own; on some systems that is how a stack overflow shows.
    Fault,
    /// It used up its CPU time.
    Cpu,
    /// It wrote a larger file than it may.
    FileSize,
    /// It asked the system for something that it may not have.
    Forbidden,
    /// Another signal.
    Signal(i32),
}

/// Tells how a program ended.
pub fn ended(status: ExitStatus) -> End {
    system::signal(status).unwrap_or_else(|| End::Exit(status.code().unwrap_or(-1)))
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::process::Stdio;

    fn shell(script: &str, limits: Limits) -> Child {
        let mut command = Command::new("/bin/sh");
        command.args(["-c", script]).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        bound(&mut command, limits);
        command.spawn().expect("a shell")
    }

    #[test]
    fn a_shell_within_its_bounds_ends_as_it_says() {
        let mut child = shell("exit 7", STUDENT);
        assert_eq!(ended(child.wait().expect("an end")), End::Exit(7));
    }

    #[test]
    fn cpu_time_is_bounded_before_the_program_starts() {
        let mut child = shell("while :; do :; done", Limits { cpu: 1, ..STUDENT });
        assert_eq!(ended(child.wait().expect("an end")), End::Cpu);
    }

    #[test]
    fn an_ended_program_is_gone() {
        let mut child = shell("while :; do :; done", STUDENT);
        assert!(end(&mut child).is_some());
        assert_eq!(usage(&child), None);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_program_that_may_start_none_starts_none() {
        let mut child = shell("/bin/true & wait $! || exit 9", STUDENT);
        assert_ne!(ended(child.wait().expect("an end")), End::Exit(0));
        let mut child = shell("/bin/true & wait $!", Limits { programs: Programs::Allowed, ..STUDENT });
        assert_eq!(ended(child.wait().expect("an end")), End::Exit(0));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_sleeper_is_told_from_a_worker() {
        let wait = |script: &str, wanted: &dyn Fn(Usage) -> bool| {
            let mut child = shell(script, Limits { programs: Programs::Allowed, ..STUDENT });
            let seen = std::iter::repeat_with(|| {
                std::thread::sleep(Duration::from_millis(10));
                usage(&child)
            })
            .take(3_000)
            .flatten()
            .any(wanted);
            end(&mut child);
            seen
        };
        assert!(wait("exec sleep 600", &|usage| usage.asleep));
        assert!(wait("while :; do :; done", &|usage| usage.cpu > Duration::from_millis(50)));
    }
}

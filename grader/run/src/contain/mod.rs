//! How a program is contained: bounds that are set before it starts, what it has used so far, and its end with
//! all that it began. The only room that knows the operating system.
//!
//! On a student's own machine this keeps mistakes from spreading: loops, floods, runaway memory, programs that
//! stay behind. It is no defence against malice; programs run with the rights of whoever started the grader.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(unix)]
mod unix;
#[cfg(not(unix))]
mod windows;

#[cfg(target_os = "linux")]
use linux as system;
#[cfg(all(unix, not(target_os = "linux")))]
use unix as system;
#[cfg(not(unix))]
use windows as system;

use crate::interrupt::Interrupt;
use std::process::{Child, Command, ExitStatus};
use std::time::Duration;

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

/// How programs of student code are contained: a seam, because code of strangers needs more than one's own.
pub trait Contain: Sync {
    /// What a program may use.
    fn limits(&self) -> Limits;

    /// Bounds a program that is about to be started; nothing of it may have run before.
    fn bound(&self, command: &mut Command);

    /// What ends it before its time.
    fn interrupt(&self) -> Interrupt {
        Interrupt::default()
    }
}

/// On one's own machine: mistakes do not spread.
#[derive(Clone, Copy, Debug)]
pub struct Own;

impl Contain for Own {
    fn limits(&self) -> Limits {
        STUDENT
    }

    fn bound(&self, command: &mut Command) {
        bound(command, self.limits());
    }
}

/// The same, for as long as somebody wants it.
#[derive(Clone, Debug)]
pub struct Until(pub Interrupt);

impl Contain for Until {
    fn limits(&self) -> Limits {
        Own.limits()
    }

    fn bound(&self, command: &mut Command) {
        Own.bound(command);
    }

    fn interrupt(&self) -> Interrupt {
        self.0.clone()
    }
}

/// Bounds a program that is about to be started. It gets a process group of its own, and ends with the thread
/// that starts it.
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

//! What only the operating system can do: groups of processes, limits, and telling deaths apart.
//! The only place that knows it.
//!
//! On a student's own machine this keeps mistakes from spreading: loops, floods, runaway memory. It
//! is no defence against malice; programs run with the rights of whoever started the grader.

use std::process::{Child, Command, ExitStatus};

/// What a program may use.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Address space, in MiB.
    pub memory: u64,
    /// What it may print, in MiB.
    pub output: u64,
}

/// For every probe: a hundred times what the reference needs.
pub const PROBE_LIMITS: Limits = Limits { memory: 1024, output: 4 };

/// Starts the program in a process group of its own, so that it can be ended with all it starts.
pub fn own_group(command: &mut Command) {
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt;
        command.process_group(0);
    }
    #[cfg(not(unix))]
    let _ = command;
}

/// Sets the limits of a program that has just been started.
pub fn limit(child: &Child, limits: Limits) {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{Pid, Resource, Rlimit, prlimit};
        const MEBIBYTE: u64 = 1024 * 1024;
        let pid = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
        for (resource, most) in [
            (Resource::As, limits.memory * MEBIBYTE),
            // a net below the grader's own watch over the output
            (Resource::Fsize, 16 * limits.output * MEBIBYTE),
            (Resource::Core, 0),
        ] {
            // a program that is already gone needs no limit
            let _ = prlimit(pid, resource, Rlimit { current: Some(most), maximum: Some(most) });
        }
    }
    #[cfg(not(target_os = "linux"))]
    let _ = (child, limits);
}

/// Ends a program with everything that it started, and waits for it.
pub fn kill_group(child: &mut Child) {
    #[cfg(unix)]
    if let Some(pid) = i32::try_from(child.id()).ok().and_then(rustix::process::Pid::from_raw) {
        let _ = rustix::process::kill_process_group(pid, rustix::process::Signal::KILL);
    }
    let _ = child.kill();
    let _ = child.wait();
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
    /// It wrote more than it may.
    FileSize,
    /// Another signal.
    Signal(i32),
}

/// Tells how a program ended.
pub fn end(status: ExitStatus) -> End {
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt;
        if let Some(signal) = status.signal() {
            return match rustix::process::Signal::from_named_raw(signal) {
                Some(rustix::process::Signal::ABORT) => End::Abort,
                Some(rustix::process::Signal::SEGV | rustix::process::Signal::BUS) => End::Fault,
                Some(rustix::process::Signal::XFSZ) => End::FileSize,
                _ => End::Signal(signal),
            };
        }
    }
    End::Exit(status.code().unwrap_or(-1))
}

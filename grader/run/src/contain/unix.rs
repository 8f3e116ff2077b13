//! What every Unix offers: process groups, limits on resources, and signals that tell how a program ended.

use super::{End, Limits, MEBIBYTE};
use rustix::process::{Pid, Resource, Rlimit, Signal, WaitId, WaitIdOptions, getrlimit, setrlimit, waitid};
use std::io;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{Child, Command, ExitStatus};

#[cfg(not(target_os = "linux"))]
use super::Usage;

/// Address space and files, CPU time, no core file; a process group of its own.
#[cfg(not(target_os = "linux"))]
pub fn bound(command: &mut Command, limits: Limits) {
    command.process_group(0);
    before_start(command, move || set(limits));
}

/// Runs `step` in the new process, between its birth and the program's start.
#[allow(unsafe_code, reason = "limits that hold from the first instruction can only be set between fork and exec")]
pub fn before_start(command: &mut Command, step: impl FnMut() -> io::Result<()> + Send + Sync + 'static) {
    // SAFETY: the steps given here are plain system calls; they allocate nothing and take no lock
    unsafe {
        command.pre_exec(step);
    }
}

/// Sets the limits of this process.
pub fn set(limits: Limits) -> io::Result<()> {
    for (resource, most, after) in [
        (Resource::As, limits.memory * MEBIBYTE, 0),
        // a signal that tells says why; who does not heed it is killed a little later
        (Resource::Cpu, limits.cpu, 5),
        (Resource::Fsize, limits.file * MEBIBYTE, 0),
        // too little for a core file, and what keeps a program that collects cores from being started
        (Resource::Core, 1, 0),
    ] {
        // what is bounded closer already stays so
        let inherited = getrlimit(resource);
        let least = |most: u64, inherited: Option<u64>| Some(inherited.map_or(most, |inherited| most.min(inherited)));
        let maximum = least(most + after, inherited.maximum);
        let current = least(most, least(u64::MAX, inherited.current)).map(|most| most.min(maximum.unwrap_or(most)));
        // a system may not know the resource at all
        let _ = setrlimit(resource, Rlimit { current, maximum });
    }
    Ok(())
}

/// Not to be had without a system call of each system's own.
#[cfg(not(target_os = "linux"))]
pub fn usage(_: &Child) -> Option<Usage> {
    None
}

/// Has somebody bounded the grader itself more closely than this?
pub fn is_bounded_closer(limits: Limits) -> bool {
    let closer = |resource, most: u64| getrlimit(resource).current.is_some_and(|inherited| inherited < most);
    closer(Resource::As, limits.memory * MEBIBYTE) || closer(Resource::Fsize, limits.file * MEBIBYTE)
}

/// Has it ended? It is not waited for.
pub fn is_over(child: &Child) -> io::Result<bool> {
    let Some(pid) = pid(child) else { return Ok(true) };
    let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
    Ok(waitid(WaitId::Pid(pid), options)?.is_some())
}

/// Kills the group.
pub fn end_group(child: &Child) {
    if let Some(pid) = pid(child) {
        let _ = rustix::process::kill_process_group(pid, Signal::KILL);
    }
}

/// The process of a child that has not been waited for.
pub fn pid(child: &Child) -> Option<Pid> {
    i32::try_from(child.id()).ok().and_then(Pid::from_raw)
}

/// The signal that ended a program.
pub fn signal(status: ExitStatus) -> Option<End> {
    let signal = status.signal()?;
    Some(match Signal::from_named_raw(signal) {
        Some(Signal::ABORT) => End::Abort,
        Some(Signal::SEGV | Signal::BUS) => End::Fault,
        Some(Signal::XCPU) => End::Cpu,
        Some(Signal::XFSZ) => End::FileSize,
        Some(Signal::SYS) => End::Forbidden,
        _ => End::Signal(signal),
    })
}

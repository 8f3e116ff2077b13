//! What Linux adds: an end with the parent, no new programs, and what a program has used.

pub use super::unix::{end_group, is_bounded_closer, is_over, signal};

use super::unix::{before_start, set};
use super::{Limits, Programs, Usage};
use rustix::process::{Signal, getppid, set_parent_process_death_signal, setsid};
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule,
    TargetArch, apply_filter,
};
use std::collections::BTreeMap;
use std::io;
use std::process::{Child, Command};
use std::sync::OnceLock;
use std::time::Duration;

/// All limits, an end with the thread that starts it, and filters against new programs.
pub fn bound(command: &mut Command, limits: Limits) {
    let parent = i32::try_from(std::process::id()).ok();
    let filters = match limits.programs {
        Programs::Allowed => &[],
        Programs::Forbidden => filters(),
    };
    before_start(command, move || {
        // a session has no terminal, and its group ends with whoever leads it
        setsid()?;
        set_parent_process_death_signal(Some(Signal::KILL))?;
        if getppid().map(|pid| pid.as_raw_nonzero().get()) != parent {
            // the parent has died in between
            return Err(io::ErrorKind::Interrupted.into());
        }
        set(limits)?;
        close_files();
        for filter in filters {
            // where the kernel has no filters the process group remains
            let _ = apply_filter(filter);
        }
        Ok(())
    });
}

/// Every file of ours but input and output is closed when the program begins, also those that somebody else opened
/// carelessly. Where the kernel is too old those stay open that our own standard library did not open.
#[allow(unsafe_code, reason = "the standard library and rustix know of no such call")]
fn close_files() {
    // SAFETY: a plain system call that marks files, and closes none before the program begins
    unsafe {
        libc::syscall(libc::SYS_close_range, 3, libc::c_uint::MAX, libc::CLOSE_RANGE_CLOEXEC);
    }
}

/// Filters that let a program start threads and no processes. Made once, before any fork.
fn filters() -> &'static [BpfProgram] {
    static FILTERS: OnceLock<Vec<BpfProgram>> = OnceLock::new();
    FILTERS.get_or_init(|| make_filters().unwrap_or_default())
}

/// New processes are refused; `clone3`, whose flags no filter can see, is said not to exist, so that the C
/// library makes its threads with `clone`.
fn make_filters() -> Option<Vec<BpfProgram>> {
    let arch: TargetArch = std::env::consts::ARCH.try_into().ok()?;
    let clone_thread = libc_numbers::CLONE_THREAD;
    let no_thread = SeccompCondition::new(0, SeccompCmpArgLen::Qword, SeccompCmpOp::MaskedEq(clone_thread), 0).ok()?;
    let mut processes = BTreeMap::from([(libc_numbers::CLONE, vec![SeccompRule::new(vec![no_thread]).ok()?])]);
    for call in libc_numbers::FORKS {
        processes.insert(*call, vec![]);
    }
    let clone3 = BTreeMap::from([(libc_numbers::CLONE3, vec![])]);
    let refuse = |calls, error| -> Option<BpfProgram> {
        let filter = SeccompFilter::new(calls, SeccompAction::Allow, SeccompAction::Errno(error), arch).ok()?;
        filter.try_into().ok()
    };
    Some(vec![refuse(processes, libc_numbers::EPERM)?, refuse(clone3, libc_numbers::ENOSYS)?])
}

/// Numbers of the kernel's interface, which never change.
mod libc_numbers {
    pub const CLONE_THREAD: u64 = 0x0001_0000;
    pub const EPERM: u32 = 1;
    pub const ENOSYS: u32 = 38;
    pub const CLONE3: i64 = 435;
    #[cfg(target_arch = "x86_64")]
    pub const CLONE: i64 = 56;
    #[cfg(target_arch = "x86_64")]
    pub const FORKS: &[i64] = &[57, 58];
    #[cfg(not(target_arch = "x86_64"))]
    pub const CLONE: i64 = 220;
    #[cfg(not(target_arch = "x86_64"))]
    pub const FORKS: &[i64] = &[];
}

/// From `/proc`: the state and the CPU time of a program that has not been waited for.
pub fn usage(child: &Child) -> Option<Usage> {
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", child.id())).ok()?;
    // the name in brackets may hold anything
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let state = *fields.first()?;
    let ticks = fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?;
    let rate = rustix::param::clock_ticks_per_second().max(1);
    let gone = matches!(state, "Z" | "X");
    (!gone).then(|| Usage { cpu: Duration::from_millis(1000 * ticks / rate), asleep: matches!(state, "S" | "T") })
}

//! Machines that are not as this one: other kernels, other toolchains, as far as this one can play them.
#![allow(dead_code, reason = "each test binary uses its own part of this")]

use seccompiler::{BpfProgram, SeccompAction, SeccompFilter, SeccompRule, apply_filter};
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Output};

pub fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

/// Runs it under a filter for system calls, as a container does: what the thread that starts it may not do, it may not do.
pub fn under(filter: Option<BpfProgram>, command: &mut Command) -> (String, Output) {
    std::thread::scope(|scope| {
        let started = scope.spawn(|| {
            if let Some(filter) = filter {
                rustix::thread::set_no_new_privs(true).expect("no new privileges");
                apply_filter(&filter).expect("a filter");
            }
            command.output().expect("an end")
        });
        let output = started.join().expect("an end");
        (String::from_utf8(output.stdout.clone()).expect("text"), output)
    })
}

pub fn filter(rules: BTreeMap<i64, Vec<SeccompRule>>, error: i32) -> BpfProgram {
    let arch = std::env::consts::ARCH.try_into().expect("a processor");
    let action = SeccompAction::Errno(error.unsigned_abs());
    SeccompFilter::new(rules, SeccompAction::Allow, action, arch).expect("a filter").try_into().expect("a filter")
}

/// A kernel without Landlock.
pub fn old_kernel() -> BpfProgram {
    let calls = [libc::SYS_landlock_create_ruleset, libc::SYS_landlock_add_rule, libc::SYS_landlock_restrict_self];
    filter(calls.into_iter().map(|call| (call, vec![])).collect(), libc::ENOSYS)
}

/// A place where every user can reach the compiler: in a view of folders of its own, what closes it is another folder.
/// For root alone.
pub fn with_open_toolchain(words: &[&str]) -> Command {
    let home = run::toolchain::home();
    let closed = |path: &&std::path::Path| fs::metadata(path).is_ok_and(|meta| meta.permissions().mode() & 0o001 == 0);
    let Some(top) = home.ancestors().skip(1).filter(closed).last() else {
        let mut command = Command::new(words[0]);
        command.args(&words[1..]);
        return command;
    };
    let script = "mount --make-rprivate / && mount --bind \"$1\" /mnt && mount -t tmpfs -o mode=755 none \"$2\" && \
                  mkdir -p \"$1\" && mount --bind /mnt \"$1\" && shift 2 && exec \"$@\"";
    let mut command = Command::new("unshare");
    command.args(["-m", "sh", "-c", script, "sh"]).arg(home).arg(top).args(words).current_dir("/");
    command
}

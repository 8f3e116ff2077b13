//! What `class doctor` says where the machine is as it should be, and where it is not.
#![cfg(target_os = "linux")]

mod machine;

use machine::{filter, is_root, old_kernel, under, with_open_toolchain};
use seccompiler::{BpfProgram, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompRule};
use std::collections::BTreeMap;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

const CLASS: &str = env!("CARGO_BIN_EXE_class");

/// What Docker's default profile refuses to a container without further capabilities.
fn docker() -> BpfProgram {
    let calls = [
        libc::SYS_add_key,
        libc::SYS_bpf,
        libc::SYS_clone3,
        libc::SYS_fanotify_init,
        libc::SYS_io_uring_enter,
        libc::SYS_io_uring_register,
        libc::SYS_io_uring_setup,
        libc::SYS_kcmp,
        libc::SYS_keyctl,
        libc::SYS_mount,
        libc::SYS_move_mount,
        libc::SYS_open_by_handle_at,
        libc::SYS_perf_event_open,
        libc::SYS_pidfd_getfd,
        libc::SYS_pivot_root,
        libc::SYS_request_key,
        libc::SYS_setns,
        libc::SYS_umount2,
        libc::SYS_unshare,
        libc::SYS_userfaultfd,
    ];
    let mut rules: BTreeMap<i64, Vec<SeccompRule>> = calls.into_iter().map(|call| (call, vec![])).collect();
    let namespace = |bit: i32| {
        let bit = u64::from(bit.unsigned_abs());
        let condition = SeccompCondition::new(0, SeccompCmpArgLen::Qword, SeccompCmpOp::MaskedEq(bit), bit);
        SeccompRule::new(vec![condition.expect("a condition")]).expect("a rule")
    };
    let bits = [libc::CLONE_NEWNS, libc::CLONE_NEWUSER, libc::CLONE_NEWPID, libc::CLONE_NEWNET, libc::CLONE_NEWIPC];
    rules.insert(libc::SYS_clone, bits.into_iter().map(namespace).collect());
    // the C library has to be told that there is no such call
    rules.remove(&libc::SYS_clone3);
    filter(rules, libc::EPERM)
}

fn doctor() -> Command {
    let mut command = Command::new(CLASS);
    command.arg("doctor");
    command
}

/// The lines of what stands open.
fn open(text: &str) -> Vec<&str> {
    text.lines().filter(|line| line.trim_start().starts_with("open")).collect()
}

#[test]
fn here_strangers_are_contained() {
    let (text, output) = under(None, &mut doctor());
    assert!(output.status.success(), "{text}");
    assert_eq!(open(&text), Vec::<&str>::new(), "{text}");
    assert!(text.contains("\nL3: ") && text.contains("Strangers can be graded here."), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
}

#[test]
fn in_a_container_with_the_usual_profile_strangers_are_contained() {
    let (text, output) = under(Some(docker()), &mut doctor());
    assert!(output.status.success() && text.contains("\nL3: "), "{text}");
}

#[test]
fn without_landlock_root_is_enough_where_everybody_can_reach_the_compiler() {
    if !is_root() {
        let (text, output) = under(Some(old_kernel()), &mut doctor());
        assert!(output.status.code() == Some(1) && text.contains("\nL1: "), "{text}");
        eprintln!("left out: what root has without Landlock, because this is not root");
        return;
    }
    let (text, output) = under(Some(old_kernel()), &mut with_open_toolchain(&[CLASS, "doctor"]));
    if text.is_empty() {
        let why = String::from_utf8_lossy(&output.stderr);
        eprintln!("left out: a place where everybody can reach the compiler, which this machine does not allow: {why}");
        return;
    }
    assert!(output.status.success() && text.contains("\nL2: "), "{text}{}", String::from_utf8_lossy(&output.stderr));
    assert!(text.contains("Strangers can be graded here.") && text.contains("For more, use a kernel"), "{text}");
    let others = ["read a file of everybody's", "write outside its stage"];
    assert!(open(&text).iter().all(|line| others.iter().any(|other| line.contains(other))), "{text}");
}

#[test]
fn an_ordinary_user_is_enough() {
    if !is_root() {
        eprintln!("left out: to become another user, because this is not root; `here_…` has shown it of this one");
        return;
    }
    // where every user can reach the program
    let folder = tempfile::tempdir().expect("a folder");
    let copy = folder.path().join("class");
    fs::copy(CLASS, &copy).expect("a copy");
    for path in [folder.path(), &copy] {
        fs::set_permissions(path, Permissions::from_mode(0o755)).expect("a mode");
    }
    let somebody = ["setpriv", "--reuid=12345", "--regid=12345", "--clear-groups"];
    let words = [&somebody[..], &[copy.to_str().expect("text"), "doctor"]].concat();
    for (filter, level) in [(None, "\nL3: "), (Some(old_kernel()), "\nL1: ")] {
        let (text, output) = under(filter, &mut with_open_toolchain(&words));
        if text.is_empty() {
            eprintln!("left out: {}", String::from_utf8_lossy(&output.stderr));
            continue;
        }
        assert!(text.contains(level), "{text}");
        assert_eq!(output.status.success(), level == "\nL3: ", "{text}");
    }
}

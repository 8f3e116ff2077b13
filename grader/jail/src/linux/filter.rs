//! Which system calls a jail may make: for a program a short list of what may be, for the compiler a list of what may
//! not. Calls of another kind of processor than ours (32 bits, x32) end a program wherever they are made.

use crate::level::Linking;
use run::contain::Inmate;
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule,
    apply_filter,
};
use std::collections::BTreeMap;

/// What a program needs in order to compute and to answer: memory, time, its open files, its own end.
const COMPUTING: &[i64] = &[
    libc::SYS_read,
    libc::SYS_write,
    libc::SYS_readv,
    libc::SYS_writev,
    libc::SYS_pread64,
    libc::SYS_lseek,
    libc::SYS_close,
    libc::SYS_fstat,
    libc::SYS_mmap,
    libc::SYS_mprotect,
    libc::SYS_munmap,
    libc::SYS_mremap,
    libc::SYS_madvise,
    libc::SYS_brk,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_sigaltstack,
    libc::SYS_execve,
    libc::SYS_exit,
    libc::SYS_exit_group,
    libc::SYS_restart_syscall,
    libc::SYS_set_tid_address,
    libc::SYS_set_robust_list,
    libc::SYS_rseq,
    libc::SYS_getrandom,
    libc::SYS_clock_gettime,
    libc::SYS_clock_getres,
    libc::SYS_clock_nanosleep,
    libc::SYS_nanosleep,
    libc::SYS_gettimeofday,
    libc::SYS_futex,
    libc::SYS_sched_yield,
    libc::SYS_sched_getaffinity,
    libc::SYS_getpid,
    libc::SYS_gettid,
    libc::SYS_getppid,
    libc::SYS_getuid,
    libc::SYS_geteuid,
    libc::SYS_getgid,
    libc::SYS_getegid,
    libc::SYS_getrusage,
    libc::SYS_times,
    libc::SYS_uname,
    libc::SYS_ppoll,
    libc::SYS_dup,
    libc::SYS_dup3,
    libc::SYS_getcwd,
    libc::SYS_readlinkat,
];
/// The same, by names that newer processors do not have.
#[cfg(target_arch = "x86_64")]
const COMPUTING_OLD: &[i64] =
    &[libc::SYS_arch_prctl, libc::SYS_dup2, libc::SYS_poll, libc::SYS_readlink, libc::SYS_time];
#[cfg(not(target_arch = "x86_64"))]
const COMPUTING_OLD: &[i64] = &[];

/// What is refused, so that a function learns of it: files in every form, and what belongs to the whole machine.
const REFUSED: &[i64] = &[
    libc::SYS_chdir,
    libc::SYS_chroot,
    libc::SYS_copy_file_range,
    libc::SYS_epoll_create1,
    libc::SYS_eventfd2,
    libc::SYS_faccessat,
    libc::SYS_faccessat2,
    libc::SYS_fadvise64,
    libc::SYS_fallocate,
    libc::SYS_fchdir,
    libc::SYS_fchmod,
    libc::SYS_fchmodat,
    libc::SYS_fchown,
    libc::SYS_fchownat,
    libc::SYS_fdatasync,
    libc::SYS_flock,
    libc::SYS_fstatfs,
    libc::SYS_fsync,
    libc::SYS_ftruncate,
    libc::SYS_getdents64,
    libc::SYS_getpriority,
    libc::SYS_getxattr,
    libc::SYS_inotify_init1,
    libc::SYS_ioctl,
    libc::SYS_linkat,
    libc::SYS_membarrier,
    libc::SYS_memfd_create,
    libc::SYS_mincore,
    libc::SYS_mkdirat,
    libc::SYS_mknodat,
    libc::SYS_mlock,
    libc::SYS_mount,
    libc::SYS_openat2,
    libc::SYS_pipe2,
    libc::SYS_pwrite64,
    libc::SYS_pwritev,
    libc::SYS_preadv,
    libc::SYS_renameat2,
    libc::SYS_sched_getparam,
    libc::SYS_sched_getscheduler,
    libc::SYS_sched_setaffinity,
    libc::SYS_sched_setscheduler,
    libc::SYS_sendfile,
    libc::SYS_setpriority,
    libc::SYS_setxattr,
    libc::SYS_splice,
    libc::SYS_statfs,
    libc::SYS_symlinkat,
    libc::SYS_sync,
    libc::SYS_sysinfo,
    libc::SYS_tee,
    libc::SYS_truncate,
    libc::SYS_umask,
    libc::SYS_umount2,
    libc::SYS_unlinkat,
    libc::SYS_utimensat,
];
#[cfg(target_arch = "x86_64")]
const REFUSED_OLD: &[i64] = &[
    libc::SYS_access,
    libc::SYS_chmod,
    libc::SYS_chown,
    libc::SYS_creat,
    libc::SYS_lchown,
    libc::SYS_link,
    libc::SYS_lstat,
    libc::SYS_mkdir,
    libc::SYS_mknod,
    libc::SYS_pipe,
    libc::SYS_rename,
    libc::SYS_renameat,
    libc::SYS_rmdir,
    libc::SYS_stat,
    libc::SYS_symlink,
    libc::SYS_unlink,
    libc::SYS_utime,
    libc::SYS_utimes,
];
#[cfg(not(target_arch = "x86_64"))]
const REFUSED_OLD: &[i64] = &[];

/// What only a loader asks for, by names that newer processors do not have.
#[cfg(target_arch = "x86_64")]
const NAMED_OLD: &[i64] = &[libc::SYS_open, libc::SYS_readlink];
#[cfg(not(target_arch = "x86_64"))]
const NAMED_OLD: &[i64] = &[];

/// What the compiler and its linker have no business with. It is refused and does not end them.
const NOT_FOR_COMPILERS: &[i64] = &[
    libc::SYS_accept,
    libc::SYS_accept4,
    libc::SYS_add_key,
    libc::SYS_bind,
    libc::SYS_bpf,
    libc::SYS_chroot,
    libc::SYS_connect,
    libc::SYS_fanotify_init,
    libc::SYS_fchown,
    libc::SYS_fchownat,
    libc::SYS_io_uring_enter,
    libc::SYS_io_uring_register,
    libc::SYS_io_uring_setup,
    libc::SYS_kcmp,
    libc::SYS_keyctl,
    libc::SYS_kill,
    libc::SYS_listen,
    libc::SYS_mknodat,
    libc::SYS_mount,
    libc::SYS_mq_open,
    libc::SYS_msgget,
    libc::SYS_open_by_handle_at,
    libc::SYS_perf_event_open,
    libc::SYS_personality,
    libc::SYS_pidfd_getfd,
    libc::SYS_pidfd_open,
    libc::SYS_pidfd_send_signal,
    libc::SYS_pivot_root,
    libc::SYS_process_vm_readv,
    libc::SYS_process_vm_writev,
    libc::SYS_ptrace,
    libc::SYS_request_key,
    libc::SYS_semget,
    libc::SYS_setns,
    libc::SYS_setpgid,
    libc::SYS_setsid,
    libc::SYS_setuid,
    libc::SYS_setgid,
    libc::SYS_setreuid,
    libc::SYS_setregid,
    libc::SYS_setresuid,
    libc::SYS_setresgid,
    libc::SYS_shmget,
    libc::SYS_socket,
    libc::SYS_tkill,
    libc::SYS_umount2,
    libc::SYS_unshare,
    libc::SYS_userfaultfd,
];

/// Bits that only a call has that makes a new namespace.
const NAMESPACES: [u64; 8] =
    [0x0002_0000, 0x0200_0000, 0x0400_0000, 0x0800_0000, 0x1000_0000, 0x2000_0000, 0x4000_0000, 0x80];

type Rules = BTreeMap<i64, Vec<SeccompRule>>;

/// All calls of a list, whatever their arguments.
fn plain(calls: &[&[i64]]) -> Rules {
    calls.iter().flat_map(|list| list.iter()).map(|call| (*call, vec![])).collect()
}

/// One rule: all of these must hold.
fn rule(conditions: &[(u8, SeccompCmpOp, u64)]) -> Result<SeccompRule, String> {
    let condition = |(index, op, value): &(u8, SeccompCmpOp, u64)| {
        SeccompCondition::new(*index, SeccompCmpArgLen::Qword, op.clone(), *value)
    };
    let conditions =
        conditions.iter().map(condition).collect::<Result<Vec<_>, _>>().map_err(|error| error.to_string())?;
    SeccompRule::new(conditions).map_err(|error| error.to_string())
}

fn filter(rules: Rules, otherwise: SeccompAction, matched: SeccompAction) -> Result<BpfProgram, String> {
    let arch = std::env::consts::ARCH.try_into().map_err(|_| "there is no filter for this processor")?;
    let filter = SeccompFilter::new(rules, otherwise, matched, arch).map_err(|error| error.to_string())?;
    filter.try_into().map_err(|error: seccompiler::BackendError| error.to_string())
}

fn refuse(rules: Rules, error: i32) -> Result<BpfProgram, String> {
    filter(rules, SeccompAction::Allow, SeccompAction::Errno(error.unsigned_abs()))
}

/// The filters of a program, in the order in which they are set: the last one forbids to set any more.
fn of_program(linking: Linking) -> Result<Vec<BpfProgram>, String> {
    use SeccompCmpOp::{MaskedEq, Ne};
    let bits = |value: i32| u64::from(value.unsigned_abs());
    let mut refused = plain(&[REFUSED, REFUSED_OLD]);
    // files are opened to be read: the loader does, and what it may not see is hidden
    let writes = [libc::O_WRONLY, libc::O_RDWR, libc::O_CREAT, libc::O_TRUNC, libc::O_APPEND, libc::O_PATH];
    let opens = |index: u8| -> Result<Vec<SeccompRule>, String> {
        writes.iter().map(|bit| rule(&[(index, MaskedEq(bits(*bit)), bits(*bit))])).collect()
    };
    refused.insert(libc::SYS_openat, opens(2)?);
    #[cfg(target_arch = "x86_64")]
    refused.insert(libc::SYS_open, opens(1)?);
    // an open file is looked at, and no path
    let unnamed = bits(libc::AT_EMPTY_PATH);
    refused.insert(libc::SYS_newfstatat, vec![rule(&[(3, MaskedEq(unnamed), 0)])?]);
    refused.insert(libc::SYS_statx, vec![rule(&[(2, MaskedEq(unnamed), 0)])?]);
    if linking == Linking::Whole {
        for call in [&[libc::SYS_openat, libc::SYS_readlinkat], NAMED_OLD].concat() {
            refused.insert(call, vec![]);
        }
    }
    // limits are read and not changed
    refused.insert(libc::SYS_prlimit64, vec![rule(&[(2, Ne, 0)])?]);
    let copies = [libc::F_DUPFD, libc::F_GETFD, libc::F_SETFD, libc::F_GETFL, libc::F_DUPFD_CLOEXEC];
    refused.insert(libc::SYS_fcntl, vec![rule(&copies.map(|command| (1, Ne, bits(command))))?]);

    let mut allowed = plain(&[COMPUTING, COMPUTING_OLD]);
    allowed.extend(refused.keys().map(|call| (*call, vec![])));
    // a program aborts itself, and nobody else
    let own = u64::from(std::process::id());
    let abort = [(0, SeccompCmpOp::Eq, own), (2, SeccompCmpOp::Eq, bits(libc::SIGABRT))];
    allowed.insert(libc::SYS_tgkill, vec![rule(&abort)?]);
    Ok(vec![refuse(refused, libc::EPERM)?, filter(allowed, SeccompAction::KillProcess, SeccompAction::Allow)?])
}

/// The filters of the compiler.
fn of_compiler() -> Result<Vec<BpfProgram>, String> {
    let mut refused = plain(&[NOT_FOR_COMPILERS]);
    let new = |bit: &u64| rule(&[(0, SeccompCmpOp::MaskedEq(*bit), *bit)]);
    refused.insert(libc::SYS_clone, NAMESPACES.iter().map(new).collect::<Result<_, _>>()?);
    // no filter sees what it is asked for; the C library then uses the older call
    let unseen = plain(&[&[libc::SYS_clone3]]);
    Ok(vec![refuse(unseen, libc::ENOSYS)?, refuse(refused, libc::EPERM)?])
}

/// Sets the filters of this process: what it does from here on, only an inmate does.
pub fn set(inmate: Inmate, linking: Linking) -> Result<(), String> {
    let filters = match inmate {
        Inmate::Program => of_program(linking)?,
        Inmate::Compiler => of_compiler()?,
    };
    filters.iter().try_for_each(|filter| apply_filter(filter)).map_err(|error| format!("no filter of calls: {error}"))
}

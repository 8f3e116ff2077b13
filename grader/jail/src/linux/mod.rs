//! The jail of Linux.

mod cage;
mod canary;
mod confine;
mod files;
mod filter;
mod identity;
mod spec;
mod tries;

pub use cage::{cage, cage_of, is_open};
pub use identity::user;
pub use tries::{compiles, linking, try_all};

use std::process::ExitCode;

/// The first argument of a process that becomes a jail.
const JAIL: &str = "__jail";
/// The first argument of a process that tries to get out of one.
const CANARY: &str = "__canary";

/// Does what this process was started for, if that is a part of a jail. A program that uses jails asks this before it
/// does anything else: what it has opened or started by then would be in the jail, too.
pub fn inside() -> Option<ExitCode> {
    let mut args = std::env::args_os().skip(1);
    match args.next()?.to_str()? {
        JAIL => Some(confine::become_jail(args)),
        CANARY => Some(canary::sing(args)),
        _ => None,
    }
}

//! Where the standard library is all there is: a program can be started and ended, and nothing of it is bounded
//! but its time.

use super::{End, Limits, Usage};
use std::io;
use std::process::{Child, Command, ExitStatus};

pub fn bound(_: &mut Command, _: Limits) {}

pub fn usage(_: &Child) -> Option<Usage> {
    None
}

pub fn is_bounded_closer(_: Limits) -> bool {
    false
}

pub fn is_over(child: &mut Child) -> io::Result<bool> {
    child.try_wait().map(|status| status.is_some())
}

pub fn end_group(_: &Child) {}

pub fn signal(_: ExitStatus) -> Option<End> {
    None
}

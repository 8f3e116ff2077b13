//! Where there is no jail.

use crate::level::{Bounds, Level, Linking, Tried};
use judge::error::{Error, Result};
use run::contain::Contain;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

/// Nobody is asked to become a jail.
pub fn inside() -> Option<ExitCode> {
    None
}

/// There is none.
pub fn cage(_: Level, _: Bounds, _: Linking) -> Result<Arc<dyn Contain>> {
    Err(Error::usage("code of strangers can be contained on Linux only", "grade on a Linux machine, or in a container"))
}

/// There is none, and so it is as on one's own machine.
pub fn cage_of(_: &Path, _: Level, _: Bounds, _: Linking) -> Arc<dyn Contain> {
    Arc::new(run::contain::Own)
}

/// Nothing is tried.
pub fn try_all(_: &Path) -> Result<Vec<Tried>> {
    Ok(vec![])
}

/// Nothing is compiled.
pub fn compiles(_: &Path) -> Result<Option<Tried>> {
    Ok(None)
}

/// The number of whoever grades, which nothing needs here.
pub fn user() -> u32 {
    0
}

/// Nobody asks.
pub fn is_open(_: &Path) -> bool {
    true
}

/// Nothing is linked.
pub fn linking(_: &Path, _: &Path) -> Result<Linking> {
    Ok(Linking::Shared)
}

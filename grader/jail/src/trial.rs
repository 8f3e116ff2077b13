//! How well code of strangers is contained on this machine: found out by trying to get out.

use crate::level::{Level, Tried, reached};
use crate::linux;
use judge::error::Result;
use std::path::Path;

/// The level of this machine, and what it rests on. Takes some hundredths of a second; what it plants for the attempts
/// lies in a new folder below `temporary`, and goes away.
pub fn level(temporary: &Path) -> Result<(Level, Vec<Tried>)> {
    let tried = linux::try_all(temporary)?;
    Ok((reached(&tried), tried))
}

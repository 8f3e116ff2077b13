//! How well code of strangers is contained on this machine: found out by trying to get out.

use crate::level::{Level, Tried, reached};
use crate::linux;
use judge::error::{Error, Result};
use run::work::Work;
use std::path::{Path, PathBuf};

/// The level of this machine, and what it rests on. Takes some hundredths of a second; what it plants for the attempts
/// lies in a new folder below `temporary`, and goes away.
pub fn level(temporary: &Path) -> Result<(Level, Vec<Tried>)> {
    let tried = linux::try_all(temporary)?;
    Ok((reached(&tried), tried))
}

/// Lets strangers in: their code will be contained as well as this machine can, in a private folder outside the checkout.
/// Where that is not well enough nothing is graded, and the error says what to do.
pub fn admit(work: Work) -> Result<(Work, Level)> {
    let temporary = std::env::temp_dir();
    let (level, tried) = level(&temporary)?;
    if level < Level::NEEDED {
        let open = tried.iter().find(|one| !one.is_good());
        let first = open.map_or_else(String::new, |one| format!(" (first of all: {})", one.what));
        return Err(Error::usage(
            format!("code of strangers cannot be contained on this machine, whose level is {level}{first}"),
            "run `cargo class doctor`, which says what to do",
        ));
    }
    if let (Level::Private, Some(advice)) = (level, level.advice()) {
        eprintln!("{level}: {}. {advice}", level.means());
    }
    Ok((work.contained(linux::cage(level)?, &stages(&temporary))?, level))
}

/// Where the code of strangers is built and run: one folder for everybody whom the same user grades on this machine, so
/// that no two of them are the same tenant.
fn stages(temporary: &Path) -> PathBuf {
    temporary.join(format!("class-{}", linux::user()))
}

//! How well code of strangers is contained on this machine: found out by trying to get out.

use crate::level::{Level, Tried, reached};
use crate::linux;
use judge::course::SOLUTIONS;
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
    let secret = ["fixtures", SOLUTIONS].map(|folder| work.root.join(folder));
    if let (Level::Private, Some(open)) = (level, secret.iter().find(|path| linux::is_everybodys(path))) {
        // whoever is only another user reads what everybody may
        return Err(Error::usage(
            format!(
                "at level {level} strangers read what everybody on this machine may, and {} is that",
                open.display()
            ),
            "write `chmod -R go= PATH` for it, or grade on a machine of level L3",
        ));
    }
    if let (Level::Private, Some(advice)) = (level, level.advice()) {
        eprintln!("{level}: {}. {advice}", level.means());
    }
    let own = std::env::current_exe().map_err(|error| Error::machine("the grader cannot find itself", error))?;
    let linking = linux::linking(&own, &temporary)?;
    Ok((work.contained(linux::cage(level, linking)?, &stages(&temporary))?, level))
}

/// Where the code of strangers is built and run: one folder for everybody whom the same user grades on this machine, so
/// that no two of them are the same tenant.
fn stages(temporary: &Path) -> PathBuf {
    temporary.join(format!("class-{}", linux::user()))
}

//! How well code of strangers is contained on this machine: found out by trying to get out.

use crate::level::{Bounds, Level, Tried, reached};
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

/// Lets strangers in: their code will be contained within bounds as well as this machine can, in a private folder outside the checkout.
/// Where that is not well enough, or where these folders are not kept from them, nothing is graded, and the error says
/// what to do.
pub fn admit(work: Work, bounds: Bounds, secret: &[&Path]) -> Result<(Work, Level)> {
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
    if level == Level::Private {
        keep_from_others(&work, secret)?;
    }
    if let (Level::Private, Some(advice)) = (level, level.advice()) {
        eprintln!("{level}: {}. {advice}", level.means());
    }
    let own = std::env::current_exe().map_err(|error| Error::machine("the grader cannot find itself", error))?;
    let linking = linux::linking(&own, &temporary)?;
    Ok((work.contained(linux::cage(level, bounds, linking)?, &stages(&temporary))?, level))
}

/// Whoever is only another user reads and writes what everybody may.
fn keep_from_others(work: &Work, secret: &[&Path]) -> Result<()> {
    let course = ["fixtures", SOLUTIONS].map(|folder| work.root.join(folder));
    let secret = course.iter().map(PathBuf::as_path).chain(secret.iter().copied());
    if let Some(open) = secret.into_iter().find(|path| linux::is_open(path)) {
        let what = format!(
            "at level {} strangers get at what everybody on this machine may, and {} is that",
            Level::Private,
            open.display()
        );
        let fix = "write `mkdir -p PATH && chmod go= PATH` for it, or grade on a machine of level L3";
        return Err(Error::usage(what, fix));
    }
    // what is remembered of the reference lies beside what strangers' programs are linked with
    work.close_memories()
}

/// Where the code of strangers is built and run: one folder for everybody whom the same user grades on this machine, so
/// that no two of them are the same tenant.
fn stages(temporary: &Path) -> PathBuf {
    temporary.join(format!("class-{}", linux::user()))
}

//! Opens one entry: a folder, an archive, or a folder with nothing but an archive in it.

use super::platform::is_packed;
use archive::Refusal;
use judge::course::Course;
use judge::error::{Error, Result};
use judge::foreign::line;
use judge::report::Why;
use run::submission::{Submission, is_beside};
use std::fs;
use std::path::{Path, PathBuf};

/// So many folders around an archive are looked through.
const DEEPEST: usize = 3;

/// A student's work, ready to be read.
pub struct Opened {
    /// The work.
    pub submission: Submission,
    /// What else was handed in.
    pub strays: Vec<String>,
}

/// Opens what lies at a path. An error of the command line is about what was handed in; any other is about the machine.
pub fn open(path: &Path, course: &Course) -> Result<Opened> {
    let meta = fs::symlink_metadata(path).map_err(Error::file("look at", path))?;
    if !meta.is_dir() {
        return packed(path, course);
    }
    let error = match Submission::find(path, course) {
        Ok(submission) => return Ok(found(submission, path, course)),
        Err(error) => error,
    };
    match archives(path, DEEPEST)?.as_slice() {
        [] => Err(error),
        [only] => packed(only, course),
        several => {
            let names = several.iter().filter_map(|path| path.file_name()).map(|name| name.to_string_lossy());
            let names: Vec<String> = names.map(|name| line(&name, 100)).collect();
            let what = format!("there are several archives: {}", names.join(", "));
            Err(Error::usage(what, "leave the one that is to be graded"))
        }
    }
}

fn found(submission: Submission, path: &Path, course: &Course) -> Opened {
    let strays = submission.strays(path, course);
    Opened { submission, strays }
}

fn packed(path: &Path, course: &Course) -> Result<Opened> {
    match archive::open(path, course) {
        Ok(opened) => Ok(found(opened.submission, path, course)),
        Err(Refusal::Closed(Why::System { what })) => {
            Err(Error::machine(format!("cannot read {}", path.display()), std::io::Error::other(what)))
        }
        Err(refusal) => Err(refusal.into()),
    }
}

/// The archives of a folder in which nothing else lies, or of the only folder in it.
fn archives(folder: &Path, depth: usize) -> Result<Vec<PathBuf>> {
    let (mut archives, mut folders) = (vec![], vec![]);
    for entry in fs::read_dir(folder).map_err(Error::file("read", folder))? {
        let entry = entry.map_err(Error::file("read", folder))?;
        let kind = entry.file_type().map_err(Error::file("look at", &entry.path()))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if is_beside(&name) {
            continue;
        }
        if kind.is_dir() {
            folders.push(entry.path());
        } else if kind.is_file() && is_packed(&name) {
            archives.push(entry.path());
        }
    }
    archives.sort();
    match (archives.is_empty(), folders.as_slice()) {
        (true, [only]) if depth > 0 => self::archives(only, depth - 1),
        _ => Ok(archives),
    }
}

//! Writes what was proved where it was asked for.

use super::gather::Files;
use judge::error::{Error, Result};
use run::work::write_bytes;
use std::fs;
use std::path::{Path, PathBuf};

/// Refuses a folder in which something lies.
pub fn must_be_free(folder: &Path) -> Result<()> {
    match fs::read_dir(folder) {
        Ok(mut entries) => match entries.next() {
            None => Ok(()),
            Some(_) => {
                let what = format!("{} exists and is not empty", folder.display());
                let fix = format!(
                    "name another folder, or bring a course up to date that was handed out: `release --update {}`",
                    folder.display()
                );
                Err(Error::usage(what, fix))
            }
        },
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(Error::file("read", folder)(error)),
    }
}

/// Writes all files into a new folder: beside it first, so that there is a whole release or none.
pub fn lay(folder: &Path, files: &Files) -> Result<()> {
    must_be_free(folder)?;
    let beside = beside(folder)?;
    let laid = write(&beside, files).and_then(|()| {
        // an empty folder may be there
        let _ = fs::remove_dir(folder);
        fs::rename(&beside, folder).map_err(Error::file("create", folder))
    });
    if laid.is_err() {
        let _ = fs::remove_dir_all(&beside);
    }
    laid
}

/// A new folder beside another, which nobody else has.
fn beside(folder: &Path) -> Result<PathBuf> {
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).ok_or_else(|| {
        Error::usage(format!("{} is no name for a folder", folder.display()), "name a folder that is not there yet")
    })?;
    if let Some(parent) = folder.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        fs::create_dir_all(parent).map_err(Error::file("create", parent))?;
    }
    let beside = folder.with_file_name(format!(".{name}.{}.part", std::process::id()));
    fs::create_dir(&beside).map_err(Error::file("create", &beside))?;
    Ok(beside)
}

fn write(folder: &Path, files: &Files) -> Result<()> {
    files.iter().try_for_each(|(path, file)| one(folder, path, &file.bytes))
}

/// Writes one file below a folder.
pub fn one(folder: &Path, path: &str, bytes: &[u8]) -> Result<()> {
    let path = folder.join(path);
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(Error::file("create", parent))?;
    }
    write_bytes(&path, bytes)
}

//! Opens files of others: regular ones alone, below a folder, and never through a link.

use judge::report::FileKind as Kind;
use std::fs::{self, File, FileType};
use std::io::{self, Read};
use std::path::Path;

/// Why a file was not opened.
#[derive(Debug)]
pub enum Fault {
    /// There is nothing.
    Absent,
    /// There is something else than a regular file.
    Kind(Kind),
    /// The system refused.
    System(io::Error),
}

/// What a file is, if it is not regular.
pub fn kind(of: FileType) -> Option<Kind> {
    match of {
        of if of.is_file() => None,
        of if of.is_symlink() => Some(Kind::Link),
        of if of.is_dir() => Some(Kind::Folder),
        _ => Some(Kind::Special),
    }
}

/// Opens a regular file, given by names below a folder; also returns its length.
pub fn open(folder: &Path, names: &str) -> Result<(File, u64), Fault> {
    // looked at before it is opened: to open a device may do something
    let found = fs::symlink_metadata(folder.join(names)).map_err(fault)?;
    if let Some(kind) = kind(found.file_type()) {
        return Err(Fault::Kind(kind));
    }
    let file = descend(folder, names).map_err(fault)?;
    let meta = file.metadata().map_err(fault)?;
    match kind(meta.file_type()) {
        Some(kind) => Err(Fault::Kind(kind)),
        None => Ok((file, meta.len())),
    }
}

/// Reads at most this many bytes.
pub fn read(file: File, most: u64) -> Result<Vec<u8>, Fault> {
    let mut bytes = vec![];
    file.take(most).read_to_end(&mut bytes).map_err(fault)?;
    Ok(bytes)
}

fn fault(error: io::Error) -> Fault {
    match error.kind() {
        // a part of the path may be a file
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Fault::Absent,
        _ => Fault::System(error),
    }
}

/// Folder by folder, so that none of them can be a link either.
#[cfg(unix)]
fn descend(folder: &Path, names: &str) -> io::Result<File> {
    use rustix::fs::{Mode, OFlags, open, openat};
    let all = OFlags::RDONLY | OFlags::CLOEXEC;
    let mut at = open(folder, all | OFlags::DIRECTORY, Mode::empty())?;
    let (folders, name) = names.rsplit_once('/').unwrap_or(("", names));
    for folder in folders.split('/').filter(|name| !name.is_empty()) {
        at = openat(&at, folder, all | OFlags::DIRECTORY | OFlags::NOFOLLOW, Mode::empty())?;
    }
    // a pipe that took the file's place meanwhile must not block
    Ok(openat(&at, name, all | OFlags::NOFOLLOW | OFlags::NONBLOCK, Mode::empty())?.into())
}

#[cfg(not(unix))]
fn descend(folder: &Path, names: &str) -> io::Result<File> {
    File::open(folder.join(names))
}

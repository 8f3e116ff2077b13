//! When the files of a folder were written, and how long they are: enough to see that somebody saved one.

use super::ground::Ground;
use super::walk::walk;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::SystemTime;

/// By path, relative to the folder.
pub type Stamps = BTreeMap<String, Stamp>;

/// What the system says of a file without its being opened. A hint, never evidence: dates of files lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// When it was written, where the system tells.
    pub written: Option<SystemTime>,
    /// In bytes.
    pub length: u64,
}

/// The stamps of all regular files below a folder; what editors keep beside them is nobody's.
pub fn stamps(folder: &Path) -> Stamps {
    let of = |path: String| Some((path.clone(), stamp(&folder.join(path))?));
    walk(&Ground::Folder(folder.to_owned()).whole(), "").files.into_iter().filter_map(of).collect()
}

/// The stamp of one file, if it is there.
pub fn stamp(path: &Path) -> Option<Stamp> {
    let meta = fs::symlink_metadata(path).ok()?;
    Some(Stamp { written: meta.modified().ok(), length: meta.len() })
}

//! Where the files of a submission lie: in a folder, or in an archive that is read in memory. The seam below all that
//! decides what belongs to a student, so that this is the same for both.

use super::beneath::{self, Fault, kind};
use judge::report::{FileKind, Why};
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Files that lie in no folder.
pub trait Packed: Debug + Send + Sync {
    /// All that is in there, by paths with `/`, folders among them. A file has nothing below it.
    fn entries(&self) -> &BTreeMap<String, Entry>;

    /// At most so many bytes of a file.
    fn read(&self, path: &str, most: u64) -> Result<Vec<u8>, Why>;
}

/// What one path of [`Packed`] files is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A regular file.
    File {
        /// In bytes, as far as it is declared.
        length: u64,
    },
    /// A folder.
    Folder,
    /// A link, a pipe, a device.
    Closed(FileKind),
}

/// A folder on the ground, with its path from there; empty for the whole.
#[derive(Clone, Debug)]
pub struct Spot<'a> {
    ground: &'a Ground,
    path: String,
}

/// The ground itself.
#[derive(Clone, Debug)]
pub enum Ground {
    /// A folder.
    Folder(PathBuf),
    /// An archive.
    Packed(Arc<dyn Packed>),
}

/// A file that can be read.
pub struct Open<'a> {
    from: From<'a>,
    /// In bytes.
    pub length: u64,
}

enum From<'a> {
    File(fs::File),
    Packed(&'a dyn Packed, String),
}

/// What was found in a folder; a name that is no text is nobody's.
pub type Found = (String, Option<FileKind>);

impl Ground {
    /// The whole of it.
    pub fn whole(&self) -> Spot<'_> {
        Spot { ground: self, path: String::new() }
    }
}

impl<'a> Spot<'a> {
    /// A folder below.
    pub fn at(&self, inner: &str) -> Spot<'a> {
        Spot { ground: self.ground, path: joined(&self.path, inner) }
    }

    /// The last name of its path, on the machine if need be.
    pub fn name(&self) -> Option<String> {
        match self.ground {
            Ground::Folder(folder) => {
                let path = fs::canonicalize(folder.join(&self.path)).ok()?;
                Some(path.file_name()?.to_str()?.to_owned())
            }
            Ground::Packed(_) => self.path.rsplit('/').next().filter(|name| !name.is_empty()).map(str::to_owned),
        }
    }

    /// How a person is told of it.
    pub fn shown(&self) -> String {
        match self.ground {
            Ground::Folder(folder) if self.path.is_empty() => folder.to_string_lossy().into_owned(),
            Ground::Folder(folder) => Path::join(folder, &self.path).to_string_lossy().into_owned(),
            Ground::Packed(_) if self.path.is_empty() => "the archive".into(),
            Ground::Packed(_) => self.path.clone(),
        }
    }

    /// Is there a folder of this name, and no link?
    pub fn has_folder(&self, inner: &str) -> bool {
        let path = joined(&self.path, inner);
        match self.ground {
            Ground::Folder(folder) => fs::symlink_metadata(folder.join(path)).is_ok_and(|meta| meta.is_dir()),
            Ground::Packed(packed) => path.is_empty() || packed.entries().get(&path) == Some(&Entry::Folder),
        }
    }

    /// What lies directly in it, in any order; `None` for what has a name that is no text.
    pub fn list(&self) -> Box<dyn Iterator<Item = Option<Found>> + 'a> {
        match self.ground {
            Ground::Folder(folder) => {
                let entries = fs::read_dir(folder.join(&self.path)).into_iter().flatten().flatten();
                Box::new(entries.map(|entry| {
                    let name = entry.file_name().into_string().ok()?;
                    Some((name, kind(entry.file_type().ok()?)))
                }))
            }
            Ground::Packed(packed) => {
                let start = if self.path.is_empty() { String::new() } else { format!("{}/", self.path) };
                let below = packed.entries().range(start.clone()..);
                let below = below.take_while({
                    let start = start.clone();
                    move |(path, _)| path.starts_with(&start)
                });
                Box::new(below.filter_map(move |(path, entry)| {
                    let name = path.get(start.len()..).filter(|name| !name.is_empty() && !name.contains('/'))?;
                    let kind = match entry {
                        Entry::File { .. } => None,
                        Entry::Folder => Some(FileKind::Folder),
                        Entry::Closed(kind) => Some(*kind),
                    };
                    Some(Some((name.to_owned(), kind)))
                }))
            }
        }
    }

    /// Opens a regular file, given by names below.
    pub fn open(&self, names: &str) -> Result<Open<'a>, Fault> {
        match self.ground {
            Ground::Folder(folder) => {
                let (file, length) = beneath::open(&folder.join(&self.path), names)?;
                Ok(Open { from: From::File(file), length })
            }
            Ground::Packed(packed) => {
                let path = joined(&self.path, names);
                match packed.entries().get(&path) {
                    None => Err(Fault::Absent),
                    Some(Entry::Folder) => Err(Fault::Kind(FileKind::Folder)),
                    Some(Entry::Closed(kind)) => Err(Fault::Kind(*kind)),
                    Some(Entry::File { length }) => {
                        Ok(Open { from: From::Packed(packed.as_ref(), path), length: *length })
                    }
                }
            }
        }
    }
}

impl Open<'_> {
    /// Reads at most so many bytes.
    pub fn read(self, most: u64) -> Result<Vec<u8>, Why> {
        match self.from {
            From::File(file) => beneath::read(file, most).map_err(Why::from),
            From::Packed(packed, path) => packed.read(&path, most),
        }
    }
}

fn joined(path: &str, inner: &str) -> String {
    match (path, inner) {
        ("", inner) => inner.to_owned(),
        (path, "") => path.to_owned(),
        (path, inner) => format!("{path}/{inner}"),
    }
}

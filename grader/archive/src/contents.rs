//! What lies in an archive: its list of files, looked at as a whole, and the bytes of one file, when asked for.

use crate::name::{Outcast, place};
use crate::refusal::{MOST_BYTES, MOST_ENTRIES, Refusal};
use judge::report::{FileKind, Why};
use run::submission::{Entry, Packed, is_beside};
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::sync::Arc;
use zip::{CompressionMethod, ZipArchive};

const SIGNATURE_OF_END: &[u8] = b"PK\x05\x06";
/// What may follow the list of files: the end, its larger form, or a signature.
const AFTER_LIST: [&[u8]; 3] = [SIGNATURE_OF_END, b"PK\x06\x06", b"PK\x05\x05"];
/// The type of a file in its mode.
const TYPE: u32 = 0o170_000;
const LINK: u32 = 0o120_000;
const FOLDER: u32 = 0o040_000;
const REGULAR: u32 = 0o100_000;

/// What lies in an archive.
#[derive(Clone, Debug)]
pub struct Contents {
    bytes: Arc<[u8]>,
    archive: ZipArchive<Cursor<Arc<[u8]>>>,
    entries: BTreeMap<String, Entry>,
    /// The number of each file in the archive.
    files: BTreeMap<String, usize>,
    /// What has no place in it, by the name it has.
    pub outcasts: Vec<(String, Outcast)>,
}

impl Contents {
    /// Looks at the list of files. What it says is not believed further than it can be checked.
    pub fn of(bytes: Vec<u8>) -> Result<Contents, Refusal> {
        if bytes.is_empty() {
            return Err(Refusal::Empty);
        }
        if bytes.len() as u64 > MOST_BYTES {
            return Err(Refusal::TooLarge);
        }
        if declared_entries(&bytes).is_some_and(|count| count > MOST_ENTRIES) {
            return Err(Refusal::TooMany);
        }
        let like = like(&bytes);
        let bytes: Arc<[u8]> = bytes.into();
        let mut archive = ZipArchive::new(Cursor::new(bytes.clone())).map_err(|_| match like {
            Some("a zip archive") => Refusal::Damaged,
            like => Refusal::NotZip { like },
        })?;
        if archive.has_duplicate_names() {
            // which of them is meant differs from program to program, and so it is not for us to say
            return Err(Refusal::Twice { name: None });
        }
        if archive.len() > MOST_ENTRIES {
            return Err(Refusal::TooMany);
        }
        if archive.has_overlapping_entries().map_err(|_| Refusal::Damaged)? {
            return Err(Refusal::Overlapping);
        }
        let (entries, files) = (BTreeMap::new(), BTreeMap::new());
        let mut contents = Contents { bytes, archive, entries, files, outcasts: vec![] };
        if !contents.is_listed_whole() {
            return Err(Refusal::Damaged);
        }
        contents.list()?;
        contents.tell_apart()?;
        Ok(contents)
    }

    /// Does the list of files end where it should? Where it goes on, other programs show more files than there are here.
    fn is_listed_whole(&self) -> bool {
        let Some(last) = self.archive.len().checked_sub(1) else { return true };
        let end = || {
            let start = self.header(last)?;
            let lengths = [28, 30, 32].map(|at| self.word(start + at));
            Some(start + 46 + usize::from(lengths[0]?) + usize::from(lengths[1]?) + usize::from(lengths[2]?))
        };
        end().and_then(|end| self.bytes.get(end..)).is_some_and(|rest| AFTER_LIST.iter().any(|of| rest.starts_with(of)))
    }

    /// Where a file stands in the list.
    fn header(&self, index: usize) -> Option<usize> {
        usize::try_from(self.archive.by_index_data(index).ok()?.central_header_start()).ok()
    }

    fn word(&self, at: usize) -> Option<u16> {
        Some(u16::from_le_bytes([*self.bytes.get(at)?, *self.bytes.get(at + 1)?]))
    }

    fn list(&mut self) -> Result<(), Refusal> {
        let mut found: BTreeMap<String, (usize, Entry)> = BTreeMap::new();
        let mut folders = vec![];
        for index in 0..self.archive.len() {
            let file = self.archive.by_index_data(index).map_err(|_| Refusal::Damaged)?;
            // not UTF-8 is read as what DOS had, which keeps different names apart
            let decoded = file.name().map_err(|_| Refusal::Damaged)?.into_owned();
            let name = match place(&decoded) {
                Ok(name) => name,
                Err(outcast) => {
                    self.outcasts.push((decoded, outcast));
                    continue;
                }
            };
            let entry = match file.unix_mode().unwrap_or_default() & TYPE {
                _ if name.folder => Entry::Folder,
                0 | REGULAR => Entry::File { length: file.size() },
                FOLDER => Entry::Folder,
                LINK => Entry::Closed(FileKind::Link),
                _ => Entry::Closed(FileKind::Special),
            };
            if entry == Entry::Folder {
                folders.push(name.path);
            } else if found.insert(name.path.clone(), (index, entry)).is_some() {
                return Err(Refusal::Twice { name: Some(name.path) });
            }
        }
        let in_file = |path: &str| above(path).any(|above| found.contains_key(above));
        for folder in folders.iter().filter(|path| !in_file(path) && !found.contains_key(*path)) {
            self.add_folders(folder);
            self.entries.insert(folder.clone(), Entry::Folder);
        }
        for (path, (index, entry)) in &found {
            if in_file(path) {
                self.outcasts.push((path.clone(), Outcast::InFile));
                continue;
            }
            self.add_folders(path);
            self.entries.insert(path.clone(), *entry);
            self.files.insert(path.clone(), *index);
        }
        Ok(())
    }

    fn add_folders(&mut self, path: &str) {
        for folder in above(path) {
            if !self.entries.contains_key(folder) {
                self.entries.insert(folder.to_owned(), Entry::Folder);
            }
        }
    }

    /// Refuses files that some systems take for the same.
    fn tell_apart(&self) -> Result<(), Refusal> {
        let mut seen: BTreeMap<String, &String> = BTreeMap::new();
        for path in self.files.keys().filter(|path| !is_beside(path)) {
            if let Some(one) = seen.insert(path.to_lowercase(), path) {
                return Err(Refusal::Alike { one: one.clone(), other: path.clone() });
            }
        }
        Ok(())
    }

    /// The only file in there, if it is a zip archive itself: a folder packed twice over.
    pub fn inner_archive(&self) -> Option<&str> {
        let mut files = self.files.keys().filter(|path| !is_beside(path));
        let only = files.next().filter(|path| path.to_ascii_lowercase().ends_with(".zip"))?;
        files.next().is_none().then_some(only)
    }

    /// Regular files with their lengths, sorted by their paths.
    pub fn files(&self) -> impl Iterator<Item = (&str, u64)> {
        self.entries.iter().filter_map(|(path, entry)| match entry {
            Entry::File { length } => Some((path.as_str(), *length)),
            Entry::Folder | Entry::Closed(_) => None,
        })
    }
}

impl Packed for Contents {
    fn entries(&self) -> &BTreeMap<String, Entry> {
        &self.entries
    }

    fn read(&self, path: &str, most: u64) -> Result<Vec<u8>, Why> {
        let gone = || Why::System { what: "it is gone".into() };
        let index = *self.files.get(path).ok_or_else(gone)?;
        // a reader of its own: only where it stands is copied
        let mut archive = self.archive.clone();
        let about = archive.by_index_data(index).map_err(|_| Why::Damaged)?;
        if about.encrypted() {
            return Err(Why::Encrypted);
        }
        let length = about.size();
        if !matches!(about.compression(), CompressionMethod::Stored | CompressionMethod::Deflated) {
            let method = self.header(index).and_then(|start| self.word(start + 10));
            return Err(method.map_or(Why::Damaged, |method| Why::Compression { method }));
        }
        let file = archive.by_index(index).map_err(|_| Why::Damaged)?;
        let mut bytes = vec![];
        // one byte more than it should have: so its end is seen, and its checksum looked at
        file.take(length.min(most).saturating_add(1)).read_to_end(&mut bytes).map_err(|_| Why::Damaged)?;
        if length <= most && bytes.len() as u64 != length {
            return Err(Why::Damaged);
        }
        bytes.truncate(usize::try_from(most).unwrap_or(usize::MAX));
        Ok(bytes)
    }
}

/// The folders above a path, from the top down.
fn above(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
}

/// How many entries the end of the archive declares; a hint that saves work, and no evidence.
fn declared_entries(bytes: &[u8]) -> Option<usize> {
    let tail = &bytes[bytes.len().saturating_sub(22 + 0xffff)..];
    let at = tail.windows(4).rposition(|four| four == SIGNATURE_OF_END)?;
    let count = tail.get(at + 10..at + 12)?;
    // the largest number says that the true one stands elsewhere
    let count = u16::from_le_bytes([count[0], count[1]]);
    (count != u16::MAX).then_some(usize::from(count))
}

/// What a file looks like from its first bytes.
fn like(bytes: &[u8]) -> Option<&'static str> {
    let starts = |with: &[u8]| bytes.starts_with(with);
    match () {
        () if starts(b"PK\x03\x04") || starts(b"PK\x05\x06") => Some("a zip archive"),
        () if starts(b"\x1f\x8b") => Some("a gzip archive (.gz, .tgz)"),
        () if starts(b"BZh") => Some("a bzip2 archive"),
        () if starts(b"\xfd7zXZ\0") => Some("an xz archive"),
        () if starts(b"7z\xbc\xaf\x27\x1c") => Some("a 7-Zip archive"),
        () if starts(b"Rar!\x1a\x07") => Some("a RAR archive"),
        () if starts(b"\x28\xb5\x2f\xfd") => Some("a zstd archive"),
        () if bytes.get(257..262) == Some(b"ustar") => Some("a tar archive"),
        () if starts(b"%PDF") => Some("a PDF"),
        () if starts(b"<") => Some("a web page"),
        () => None,
    }
}

//! What of a student's work is handed in: their files as they lie there, each in its place.

use crate::cache;
use crate::submission::{Files, Source, Submission};
use judge::course::{Course, Id};
use judge::digest::Digest;
use judge::error::{Error, Result};
use judge::report::FileRemark;
use std::fs;
use std::io::Read;
use std::path::Path;

/// Files of students are smaller; this bounds what is read of one.
const MOST_BYTES: u64 = 4 * 1024 * 1024;

/// The file in an archive that says what is in it. It comes first, and is not compressed.
pub const MANIFEST: &str = "manifest.json";
/// What it begins with, so that an archive of ours is known again without being unpacked.
pub const FORM: &str = "{\n  \"form\": \"packed work, 1\",";
/// Where the name of the first file begins in an archive.
const NAME_AT: usize = 30;

/// All that is packed of some exercises.
#[derive(Clone, Debug, Default)]
pub struct Packing {
    /// By their paths in the archive: `gibbs/src/lib.rs`.
    pub files: Vec<(String, Vec<u8>)>,
    /// What is to be said of files.
    pub remarks: Vec<FileRemark>,
    /// Exercises of which nothing is there.
    pub missing: Vec<String>,
    /// The digest of the files as they are graded: that of a report of the same exercises.
    pub digest: String,
}

impl Packing {
    /// Collects the files of these exercises.
    pub fn of(course: &Course, exercises: &[&str], submission: &Submission) -> Result<Packing> {
        let mut packing = Packing::default();
        let mut digest = Digest::new();
        for name in exercises {
            let reading = submission.read(course.exercise(name)?);
            match &reading.files {
                Files::Present(files) => {
                    digest.field(name).field(cache::of_files(files));
                }
                Files::Refused(remark) => packing.remarks.push(remark.clone()),
                Files::Missing => {}
            }
            let wanted = match &reading.files {
                Files::Present(files) => files,
                Files::Missing | Files::Refused(_) => &reading.texts,
            };
            if wanted.is_empty() {
                packing.missing.push((*name).to_owned());
            }
            for file in wanted {
                let gone = |_| Error::usage(format!("{name}/{} changed meanwhile", file.path), "run this again");
                let origin = reading.origins.get(&file.path).map_or(file.path.as_str(), String::as_str);
                let bytes = submission.bytes(origin, MOST_BYTES).map_err(gone)?;
                packing.files.push((format!("{name}/{}", file.path), bytes));
            }
            packing.remarks.extend(reading.remarks);
        }
        packing.digest = digest.finish_hex();
        Ok(packing)
    }
}

/// What lies where an archive is to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InTheWay {
    /// Nothing.
    Nothing,
    /// An archive that was packed for the same id: it may be replaced.
    Ours,
    /// Something else.
    Other,
}

/// Looks at what lies there.
pub fn in_the_way(path: &Path, id: &Id) -> InTheWay {
    let Ok(meta) = fs::symlink_metadata(path) else { return InTheWay::Nothing };
    let mut start = vec![];
    let mut read = || fs::File::open(path)?.take(1024).read_to_end(&mut start);
    if !meta.is_file() || read().is_err() {
        return InTheWay::Other;
    }
    let begins = |at: usize, with: &str| start.get(at..).is_some_and(|rest| rest.starts_with(with.as_bytes()));
    let named = format!("{FORM}\n  \"id\": \"{}\",", id.as_str());
    let manifest = begins(0, "PK\u{3}\u{4}") && begins(NAME_AT, MANIFEST);
    // some fields may stand between the name and the text
    let said = (NAME_AT + MANIFEST.len()..NAME_AT + MANIFEST.len() + 64).any(|at| begins(at, &named));
    if manifest && said { InTheWay::Ours } else { InTheWay::Other }
}

//! From an archive to a submission.

use crate::contents::Contents;
use crate::refusal::{MOST_BYTES, Refusal};
use judge::course::Course;
use judge::error::Error;
use judge::report::Why;
use run::submission::{Packed, Submission, regular};
use std::path::Path;
use std::sync::Arc;

/// An archive with work of a course in it.
#[derive(Clone, Debug)]
pub struct Opened {
    /// What the student handed in: from here on nothing differs from a folder.
    pub submission: Submission,
    /// What lies in the archive; in the inner one where it was packed twice over.
    pub contents: Arc<Contents>,
}

/// Opens an archive, which is a regular file and no link.
pub fn open(path: &Path, course: &Course) -> Result<Opened, Refusal> {
    open_bytes(regular(path, MOST_BYTES + 1).map_err(Refusal::Closed)?, path, course)
}

/// The same with the bytes at hand. A folder that was zipped twice over is accepted: once.
pub fn open_bytes(bytes: Vec<u8>, path: &Path, course: &Course) -> Result<Opened, Refusal> {
    let outer = Contents::of(bytes)?;
    let Some(inner) = outer.inner_archive() else { return found(outer, path, course) };
    let bytes = outer.read(inner, MOST_BYTES + 1).map_err(|why| match why {
        Why::Damaged => Refusal::Damaged,
        why => Refusal::Closed(why),
    })?;
    found(Contents::of(bytes)?, path, course)
}

fn found(contents: Contents, path: &Path, course: &Course) -> Result<Opened, Refusal> {
    let contents = Arc::new(contents);
    match Submission::find_packed(path, contents.clone(), course) {
        Ok(submission) => Ok(Opened { submission, contents }),
        Err(Error::Usage { what, .. }) => Err(Refusal::Nothing { what }),
        Err(other) => Err(Refusal::Nothing { what: other.to_string() }),
    }
}

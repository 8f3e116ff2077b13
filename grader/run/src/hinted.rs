//! Hints that were given, so that the next one asked for is a stronger one. Nothing depends on it but that.

use crate::work::{Work, write_atomically};
use judge::course::Course;
use judge::digest::Digest;
use std::fs;
use std::path::PathBuf;

/// The strongest hint on an entry that was given in this checkout; 0 where there was none, or nobody remembers.
pub fn given(work: &Work, course: &Course, exercise: &str, entry: &str) -> usize {
    let text = fs::read_to_string(path(work, course, exercise, entry));
    text.ok().and_then(|text| text.trim().parse().ok()).unwrap_or(0)
}

/// Remembers that a hint was given. Where that cannot be written the hint was given all the same.
pub fn give(work: &Work, course: &Course, exercise: &str, entry: &str, which: usize) {
    if which > given(work, course, exercise, entry) {
        let path = path(work, course, exercise, entry);
        let folder = path.parent().map_or(Ok(()), fs::create_dir_all);
        let _ = folder.map(|()| write_atomically(&path, &which.to_string()));
    }
}

/// One small file for each entry. Several checkouts may share a target folder.
fn path(work: &Work, course: &Course, exercise: &str, entry: &str) -> PathBuf {
    let mut digest = Digest::new();
    digest.field(course.root.as_os_str().as_encoded_bytes());
    digest.field(exercise).field(entry);
    work.hints().join(digest.finish_hex())
}

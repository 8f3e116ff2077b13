//! Results remembered by content: what was graded once with the same files, fixtures, seed, probe
//! and compiler is not built or run again. A run that hit a limit is never kept.

use crate::provenance::{HOME, TOOLCHAIN, VERSION};
use crate::submission::StudentFile;
use crate::work::{Work, write_atomically};
use judge::course::Exercise;
use judge::digest::Digest;
use judge::error::Result;
use judge::report::ExerciseReport;
use std::fs;
use std::path::PathBuf;

/// How many results of one exercise are kept.
const KEPT: usize = 40;

/// The digest of everything that decides the result of one exercise.
pub fn key(exercise: &Exercise, files: &[StudentFile], seed: u64) -> Result<String> {
    let mut key = Digest::new();
    key.field(VERSION).field(TOOLCHAIN).field(myself()).field(seed.to_le_bytes());
    key.field(exercise.digest()?).field(digest(files));
    Ok(key.finish_hex())
}

/// The digest of a student's files for one exercise.
pub fn digest(files: &[StudentFile]) -> [u8; 32] {
    let mut digest = Digest::new();
    for file in files {
        digest.field(&file.path).field(&file.text);
    }
    digest.finish()
}

/// This very grader, probe included: a rebuilt one forgets what it knew.
fn myself() -> String {
    let meta = std::env::current_exe().and_then(fs::metadata);
    let stamp = meta.and_then(|meta| Ok((meta.len(), meta.modified()?)));
    let probe = fs::read_dir(std::path::Path::new(HOME).join("probe/src")).into_iter().flatten().flatten();
    let mut probe: Vec<_> = probe.filter_map(|entry| entry.metadata().ok()?.modified().ok()).collect();
    probe.sort();
    format!("{stamp:?} {:?}", probe.last())
}

/// What is remembered under a key.
pub fn recall(work: &Work, exercise: &str, key: &str) -> Option<ExerciseReport> {
    let text = fs::read_to_string(work.cache(exercise).join(format!("{key}.json"))).ok()?;
    serde_json::from_str(&text).ok()
}

/// Remembers a result, unless load or the grader itself may have decided it.
pub fn remember(work: &Work, key: &str, report: &ExerciseReport) {
    if !report.repeatable() {
        return;
    }
    let folder = work.cache(&report.name);
    // forgetting is no error: the next run does the work again
    let Ok(text) = serde_json::to_string(report) else { return };
    if fs::create_dir_all(&folder).is_ok() && write_atomically(&folder.join(format!("{key}.json")), &text).is_ok() {
        forget_old(folder);
    }
}

/// Keeps what was remembered last in a folder, and removes the rest.
pub fn forget_old(folder: PathBuf) {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<_> =
        entries.filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path()))).collect();
    files.sort();
    for (_, path) in files.iter().rev().skip(KEPT) {
        let _ = fs::remove_file(path);
    }
}

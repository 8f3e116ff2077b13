//! Results remembered by content: what was graded once with the same files, fixtures, seed, probe
//! and compiler is not built or run again. A run that hit a limit is never kept.

use crate::bench::{Drawing, Pictures};
use crate::kit::{self, Which};
use crate::provenance::{SOURCES, TOOLCHAIN, VERSION};
use crate::submission::StudentFile;
use crate::work::{Work, write_atomically};
use judge::course::{Disclosure, Exercise};
use judge::digest::{self, Digest};
use judge::error::Result;
use judge::number::Value;
use judge::property::Call;
use judge::report::{Before, ExerciseReport, State};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fs;
use std::path::{Path, PathBuf};

/// How many results of one exercise are kept.
const KEPT: usize = 40;

/// The digest of everything that decides the result of one exercise.
pub fn key(
    exercise: &Exercise,
    files: &[StudentFile],
    seed: u64,
    told: Disclosure,
    drawing: &Drawing<'_>,
    pictures: Pictures,
) -> Result<String> {
    let mut key = digest_of(exercise, files, seed)?;
    key.field(told.word());
    match drawing {
        Drawing::Reference(files) => key.field("reference").field(of_files(files)),
        Drawing::Later => key.field("later"),
        Drawing::Never => key.field("never"),
    };
    match pictures {
        Pictures::Drawn => key.field("pictures"),
        Pictures::Left => key.field("no pictures"),
    };
    Ok(key.finish_hex())
}

/// The digest of everything that decides what the reference replies to drawn inputs.
pub fn key_of_replies(exercise: &Exercise, reference: &[StudentFile], seed: u64) -> Result<String> {
    Ok(digest_of(exercise, reference, seed)?.finish_hex())
}

fn digest_of(exercise: &Exercise, files: &[StudentFile], seed: u64) -> Result<Digest> {
    let mut key = Digest::new();
    key.field(VERSION).field(SOURCES).field(TOOLCHAIN).field(seed.to_le_bytes());
    key.field(kit::key(Which::Probe)?).field(exercise.digest()?).field(of_files(files));
    Ok(key)
}

/// The digest of a student's files for one exercise.
pub fn of_files(files: &[StudentFile]) -> [u8; 32] {
    let mut digest = Digest::new();
    for file in files {
        digest.field(&file.path).field(&file.text);
    }
    digest.finish()
}

/// What is remembered under a key.
pub fn recall(work: &Work, exercise: &str, key: &str) -> Option<ExerciseReport> {
    let report: ExerciseReport = read(work, &work.cache(exercise).join(format!("{key}.json")), key)?;
    // points are what the checks earned, also in a memory
    let sums =
        report.functions.iter().all(|one| one.checks.iter().map(|check| check.points).sum::<u32>() == one.points);
    let sum: u32 = report.functions.iter().map(|function| function.points).sum();
    (sums && sum == report.points && report.name == exercise).then_some(report)
}

/// Remembers a result, unless load or the grader itself may have decided it.
pub fn remember(work: &Work, key: &str, report: &ExerciseReport) {
    if report.repeatable() {
        let folder = work.cache(&report.name);
        write(work, &folder.join(format!("{key}.json")), key, report);
        forget_old(folder);
    }
}

/// The reference's replies that are remembered under a key.
pub fn recall_replies(work: &Work, exercise: &str, key: &str) -> Option<Vec<(Call, Value)>> {
    let kept: Vec<(String, Vec<Value>, Value)> = read(work, &replies(work, exercise, key), key)?;
    Some(kept.into_iter().map(|(function, args, value)| (Call { function, args }, value)).collect())
}

/// Remembers replies of the reference.
pub fn remember_replies(work: &Work, exercise: &str, key: &str, all: &[(Call, Value)]) {
    let kept: Vec<(&str, &[Value], &Value)> =
        all.iter().map(|(call, value)| (call.function.as_str(), call.args.as_slice(), value)).collect();
    let path = replies(work, exercise, key);
    write(work, &path, key, &kept);
    forget_old(path.with_file_name(""));
}

fn replies(work: &Work, exercise: &str, key: &str) -> PathBuf {
    work.cache(exercise).join("reference").join(format!("{key}.json"))
}

/// Remembers what the last state of an exercise earned that compiled, and tells it of one that does not.
/// Points that another disclosure counted are another memory.
pub fn last_good(work: &Work, report: &ExerciseReport, disclosure: Disclosure) -> Option<Before> {
    let path = work.last_good(&report.name);
    let purpose = format!("{} {}", report.name, disclosure.word());
    match report.state {
        // what a part of a file earned is not what the file had
        State::Graded if !report.errors.is_empty() => None,
        State::Graded | State::NotStarted => {
            write(work, &path, &purpose, &Before { points: report.points, max: report.max });
            None
        }
        State::NotCompiled => read(work, &path, &purpose),
        State::CompileOvertime | State::Missing | State::Refused | State::GraderError => None,
    }
}

/// Reads what [`write`] wrote, for the same purpose, by a grader with the same key. Anything else is not there.
fn read<T: DeserializeOwned>(work: &Work, path: &Path, purpose: &str) -> Option<T> {
    // whatever stands at that name may be somebody else's: a FIFO would be waited for
    if !fs::symlink_metadata(path).ok()?.is_file() {
        return None;
    }
    let text = fs::read_to_string(path).ok()?;
    let (seal, body) = text.split_once('\n')?;
    if seal != digest::seal(&work.key().ok()?, &format!("{purpose}\n{body}")) {
        return None;
    }
    serde_json::from_str(body).ok()
}

/// Writes a memory under a seal. Forgetting is no error: the next run does the work again.
fn write<T: Serialize>(work: &Work, path: &Path, purpose: &str, memory: &T) {
    let (Ok(body), Ok(key)) = (serde_json::to_string(memory), work.key()) else { return };
    let seal = digest::seal(&key, &format!("{purpose}\n{body}"));
    let made = path.parent().is_some_and(|folder| fs::create_dir_all(folder).is_ok());
    if made {
        let _ = write_atomically(path, &format!("{seal}\n{body}"));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_memory_is_believed_only_under_its_own_seal() {
        let folder = tempfile::tempdir().expect("a folder");
        let work = Work::open(folder.path()).expect("a work folder");
        let path = folder.path().join("memory.json");
        let points = Before { points: 3, max: 5 };
        write(&work, &path, "gibbs", &points);
        assert_eq!(read::<Before>(&work, &path, "gibbs"), Some(points));
        assert_eq!(read::<Before>(&work, &path, "nll"), None);
        let forged = fs::read_to_string(&path).expect("the memory").replace('3', "5");
        fs::write(&path, forged).expect("a forged memory");
        assert_eq!(read::<Before>(&work, &path, "gibbs"), None);
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_file_is_not_opened() {
        let folder = tempfile::tempdir().expect("a folder");
        let work = Work::open(folder.path()).expect("a work folder");
        let path = folder.path().join("fifo");
        let made = std::process::Command::new("mkfifo").arg(&path).status().expect("mkfifo");
        assert!(made.success());
        assert_eq!(read::<Before>(&work, &path, "gibbs"), None);
    }
}

//! Trained networks remembered by content: the same functions, trainer, compiler and plan make the same network.

use super::{Plan, Trained};
use crate::cache;
use crate::kit::sources;
use crate::provenance::{HOME, TARGET, TOOLCHAIN};
use crate::submission::StudentFile;
use crate::work::{Work, write_atomically};
use judge::digest::Digest;
use judge::error::{Error, Result};
use std::fs;
use std::path::{Path, PathBuf};

/// The digest of everything that decides what comes out of a training.
pub fn key(files: &[StudentFile], plan: Plan) -> Result<String> {
    let mut key = Digest::new();
    key.field(TOOLCHAIN).field(TARGET).field(plan.loss.name()).field([u8::from(plan.cold)]);
    for name in ["reader", "wire"] {
        for path in sources(&Path::new(HOME).join(name))? {
            key.field(fs::read(&path).map_err(Error::file("read", &path))?);
        }
    }
    let code: Vec<StudentFile> = files.iter().filter(|file| file.path.ends_with(".rs")).cloned().collect();
    key.field(cache::of_files(&code));
    Ok(key.finish_hex())
}

fn path(work: &Work, exercise: &str, key: &str) -> PathBuf {
    work.networks(exercise).join(format!("{key}.json"))
}

/// The network that is remembered under a key.
pub fn recall(work: &Work, exercise: &str, key: &str) -> Option<Trained> {
    let text = fs::read_to_string(path(work, exercise, key)).ok()?;
    serde_json::from_str(&text).ok()
}

/// Remembers a network; forgetting is no error, the next run trains again.
pub fn remember(work: &Work, exercise: &str, key: &str, trained: &Trained) {
    let folder = work.networks(exercise);
    let Ok(text) = serde_json::to_string(trained) else { return };
    if fs::create_dir_all(&folder).is_ok() && write_atomically(&path(work, exercise, key), &text).is_ok() {
        cache::forget_old(folder);
    }
}

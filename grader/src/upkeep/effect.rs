//! What recomputed values do to the scores of stored submissions.

use super::update::Update;
use judge::course::{Course, Snapshot};
use judge::error::{Error, Result};
use run::compile::{Compiler, Habit};
use run::session::{Session, Sitting};
use run::submission::{Files, Submission};
use run::work::Work;
use std::collections::{BTreeMap, BTreeSet};

/// One stored submission's points for one exercise, with the stored and the recomputed values.
#[derive(Clone, Debug, PartialEq)]
pub struct Effect {
    /// The folder below `fixtures/submissions`.
    pub submission: String,
    /// The exercise.
    pub exercise: String,
    /// With the stored values; `None` where these do not fit the fixtures any more.
    pub before: Option<u32>,
    /// With the recomputed values.
    pub after: u32,
}

/// Grades every stored submission that has a changed exercise, twice.
pub fn effects(course: &Course, work: &Work, updates: &[&Update], seed: u64) -> Result<Vec<Effect>> {
    let changed: BTreeSet<&str> = updates.iter().map(|update| update.exercise.as_str()).collect();
    let folder = course.root.join("fixtures/submissions");
    let Ok(entries) = std::fs::read_dir(&folder) else { return Ok(vec![]) };
    let mut folders: Vec<_> = entries.flatten().map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    let mut effects = vec![];
    for folder in folders {
        let submission = Submission::open(&folder)?;
        for name in &changed {
            let exercise = course.exercise(name)?;
            let Files::Present(files) = submission.files(exercise) else { continue };
            let old = exercise.snapshots();
            let mut new: BTreeMap<String, Snapshot> = BTreeMap::new();
            for function in &exercise.functions {
                let update = updates.iter().find(|update| update.exercise == *name && update.function == function.name);
                let snapshot = match (update, &old) {
                    (Some(update), _) => update.snapshot.clone(),
                    (None, Ok(old)) => match old.get(&function.name) {
                        Some(snapshot) => snapshot.clone(),
                        None => continue,
                    },
                    (None, Err(_)) => Snapshot::load(&exercise.snapshot_path(&function.name))?,
                };
                new.insert(function.name.clone(), snapshot);
            }
            let compiler = Compiler { work, habit: Habit::Once };
            let session = Session::usual(&compiler, seed);
            let mut points = vec![];
            for snapshots in [old.as_ref().ok(), Some(&new)] {
                points.push(match snapshots {
                    Some(snapshots) => Some(session.sit(&Sitting { exercise, files: &files, snapshots })?.points),
                    None => None,
                });
            }
            let [before, Some(after)] = points.as_slice() else {
                return Err(Error::usage("a stored submission could not be graded", "run `fixtures check`"));
            };
            let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
            effects.push(Effect { submission: name, exercise: exercise.name.clone(), before: *before, after: *after });
        }
    }
    Ok(effects)
}

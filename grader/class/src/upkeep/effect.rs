//! What changed values, laws and points do to the scores of stored submissions.

use super::update::Update;
use judge::course::{Course, Exercise, Snapshot, Terms};
use judge::error::Result;
use run::compile::{Compiler, Habit};
use run::session::{Drawing, Session, Sitting};
use run::submission::{Files, Submission};
use run::work::Work;
use std::collections::{BTreeMap, BTreeSet};

/// One stored submission's points for one exercise, as it was stored and as it would be.
#[derive(Clone, Debug, PartialEq)]
pub struct Effect {
    /// The folder below `fixtures/submissions`.
    pub submission: String,
    /// The exercise.
    pub exercise: String,
    /// By the stored terms and values; `None` where these cannot be graded by any more.
    pub before: Option<Score>,
    /// By those of today.
    pub after: Score,
}

/// Points, and how many there are to be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Score {
    /// Earned.
    pub points: u32,
    /// To be earned.
    pub max: u32,
}

/// Grades every stored submission that has a changed exercise, twice.
pub fn effects(course: &Course, work: &Work, updates: &[Update], seed: u64) -> Result<Vec<Effect>> {
    let changed: BTreeSet<&str> =
        updates.iter().filter(|update| !update.changes.is_empty()).map(|update| update.exercise.as_str()).collect();
    let folder = course.root.join("fixtures/submissions");
    let Ok(entries) = std::fs::read_dir(&folder) else { return Ok(vec![]) };
    let mut folders: Vec<_> = entries.flatten().map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    let compiler = Compiler { work, habit: Habit::Once };
    let session = Session::usual(&compiler, seed);
    let score = |exercise: &Exercise, files: &[_], snapshots: &BTreeMap<String, Snapshot>| -> Result<Score> {
        let report = session.sit(&Sitting { exercise, files, snapshots, drawing: Drawing::Never, pictures: None })?;
        Ok(Score { points: report.points, max: report.max })
    };
    let mut effects = vec![];
    for name in &changed {
        let exercise = course.exercise(name)?;
        let stored = stored(exercise);
        let new = updates.iter().filter(|update| update.exercise == *name);
        let new = new.filter_map(|update| Some((update.name.clone(), update.values()?.clone()))).collect();
        for folder in &folders {
            let Files::Present(files) = Submission::open(folder)?.files(exercise) else { continue };
            let before = stored.as_ref().map(|(exercise, snapshots)| score(exercise, &files, snapshots)).transpose()?;
            let after = score(exercise, &files, &new)?;
            let submission = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
            effects.push(Effect { submission, exercise: exercise.name.clone(), before, after });
        }
    }
    effects.sort_by(|a, b| (&a.submission, &a.exercise).cmp(&(&b.submission, &b.exercise)));
    Ok(effects)
}

/// The exercise as it is stored, with its expected values.
fn stored(exercise: &Exercise) -> Option<(Exercise, BTreeMap<String, Snapshot>)> {
    let terms = Terms::load(&exercise.terms_path()).ok()?;
    let functions = terms.terms.iter().filter(|term| term.kind == "function");
    let snapshots = functions.map(|term| {
        let snapshot = Snapshot::load(&exercise.snapshot_path(&term.of)).ok()?;
        Some((term.of.clone(), snapshot))
    });
    let snapshots = snapshots.collect::<Option<_>>()?;
    Some((terms.restored(exercise, &snapshots)?, snapshots))
}

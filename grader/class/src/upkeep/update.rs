//! Recomputes what is stored beside `exercise.toml`: expected values from the reference, and the terms of the
//! exercise. What changes is shown before anything is written.

use super::beside::wrong_bodies;
use super::change::{Change, changes, contents, limit_moves, picture_changes, term_changes};
use super::draws;
use super::expected::snapshot;
use super::laws;
use super::reference::{REFERENCE_LIMIT, reference_replies};
use judge::compare::{Expected, compare};
use judge::course::{Course, Exercise, Function, PICTURES, Snapshot, StoredPictures, TERMS, Terms};
use judge::drawing::of_reference;
use judge::error::{Error, Result};
use judge::property::Call;
use run::work::{Work, write_atomically};
use std::path::PathBuf;

/// A recomputed file, and how it differs from the stored one.
#[derive(Debug)]
pub struct Update {
    /// The exercise.
    pub exercise: String,
    /// The file's name: that of the function, [`TERMS`] or [`PICTURES`].
    pub name: String,
    /// The file.
    pub path: PathBuf,
    /// What it would hold.
    pub content: Content,
    /// Empty where nothing changes.
    pub changes: Vec<Change>,
}

/// What a stored file holds.
#[derive(Debug)]
pub enum Content {
    /// The expected values of one function.
    Values(Snapshot),
    /// The terms of the exercise.
    Terms(Terms),
    /// What the reference draws.
    Pictures(StoredPictures),
}

impl Update {
    /// Writes the file, where anything changes.
    pub fn accept(&self) -> Result<()> {
        if self.changes.is_empty() {
            return Ok(());
        }
        let text = match &self.content {
            Content::Values(snapshot) => snapshot.to_file(),
            Content::Terms(terms) => terms.to_file(),
            Content::Pictures(pictures) => pictures.to_file(),
        };
        write_atomically(&self.path, &text)
    }

    /// The expected values, where the file holds such.
    pub fn values(&self) -> Option<&Snapshot> {
        match &self.content {
            Content::Values(snapshot) => Some(snapshot),
            Content::Terms(_) | Content::Pictures(_) => None,
        }
    }

    /// What the file would hold below insta's header.
    pub fn to_body(&self) -> String {
        match &self.content {
            Content::Values(snapshot) => snapshot.to_body(),
            Content::Terms(terms) => terms.to_body(),
            Content::Pictures(pictures) => pictures.to_body(),
        }
    }
}

/// What comes of computing some exercises anew.
#[derive(Debug)]
pub struct Recomputed {
    /// One for each file.
    pub updates: Vec<Update>,
    /// Laws that the reference breaks, or that make no sense, each with its place. Nothing is worth accepting
    /// before they are mended.
    pub troubles: Vec<Error>,
}

/// Recomputes the snapshots of some exercises, compares them with the stored ones, and tries every law on the
/// reference with inputs drawn from `seed`.
pub fn update(course: &Course, work: &Work, names: &[&str], seed: u64) -> Result<Recomputed> {
    let replies = reference_replies(course, work, names, &|exercise| Ok(wrong_bodies(exercise)))?;
    let mut updates = vec![];
    let mut troubles = vec![];
    for name in names {
        let exercise = course.exercise(name)?;
        troubles.extend(laws::troubles(exercise, &replies, seed)?);
        troubles.extend(draws::troubles(exercise, &replies, seed)?);
        updates.push(terms(exercise));
        for function in &exercise.functions {
            let new = snapshot(exercise, function, &replies)?;
            updates.push(values(exercise, function, new));
        }
        if exercise.has_pictures() {
            let mut ask = |calls: &[Call]| replies.ask(name, calls, REFERENCE_LIMIT);
            updates.push(pictures(exercise, of_reference(exercise, &mut ask)?));
        }
    }
    Ok(Recomputed { updates, troubles })
}

fn values(exercise: &Exercise, function: &Function, new: Snapshot) -> Update {
    let path = exercise.snapshot_path(&function.name);
    let (snapshot, changes) = if path.exists() {
        match Snapshot::load(&path) {
            Ok(old) => (settled(&old, new.clone()), changes(&old, &new)),
            Err(error) => (new, vec![Change::Unreadable { why: error.to_string() }]),
        }
    } else {
        let contents = contents(&new);
        (new, contents)
    };
    let (exercise, name) = (exercise.name.clone(), function.name.clone());
    Update { exercise, name, path, content: Content::Values(snapshot), changes }
}

fn terms(exercise: &Exercise) -> Update {
    let path = exercise.terms_path();
    let new = Terms::of(exercise);
    let changes = if path.exists() {
        match Terms::load(&path) {
            Ok(old) => term_changes(&old, &new),
            Err(error) => vec![Change::Unreadable { why: error.to_string() }],
        }
    } else {
        let all = new.terms.iter().cloned().map(Change::NewTerm);
        std::iter::once(Change::NewFile).chain(all).collect()
    };
    Update { exercise: exercise.name.clone(), name: TERMS.into(), path, content: Content::Terms(new), changes }
}

fn pictures(exercise: &Exercise, new: StoredPictures) -> Update {
    let path = exercise.pictures_path();
    let (kept, changes) = if path.exists() {
        match StoredPictures::load(&path) {
            Ok(old) => {
                let changes = picture_changes(&old, &new);
                // the last digit of another machine is no change
                (if changes.is_empty() { old } else { new }, changes)
            }
            Err(error) => (new, vec![Change::Unreadable { why: error.to_string() }]),
        }
    } else {
        let all = picture_changes(&StoredPictures::default(), &new);
        (new, std::iter::once(Change::NewFile).chain(all).collect())
    };
    Update { exercise: exercise.name.clone(), name: PICTURES.into(), path, content: Content::Pictures(kept), changes }
}

/// Keeps a stored value where the recomputed one is within its tolerance: last-digit noise of
/// another machine is no change.
fn settled(old: &Snapshot, mut new: Snapshot) -> Snapshot {
    if !limit_moves(old, &new) {
        new.limit_seconds = old.limit_seconds;
    }
    for case in &mut new.cases {
        if let Some(stored) = old.cases.iter().find(|stored| stored.name == case.name)
            && compare(&Expected::Exactly(stored.want.clone()), &case.want, case.tolerance).is_ok()
        {
            case.want = stored.want.clone();
        }
    }
    new
}

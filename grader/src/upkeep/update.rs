//! Recomputes expected values from the reference, and shows what changes before anything is written.

use super::expected::snapshot;
use super::laws;
use super::reference::reference_replies;
use judge::compare::{Expected, compare};
use judge::course::{Course, Snapshot};
use judge::error::{Error, Result};
use judge::number::{Value, show_number};
use run::work::{Work, write_atomically};
use std::fmt;
use std::path::PathBuf;

/// One difference between the stored and the recomputed snapshots.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// The file is new.
    NewFile,
    /// The stored file cannot be read; the recomputed one replaces it.
    Unreadable {
        /// Why.
        why: String,
    },
    /// A case is new.
    NewCase {
        /// Its name.
        case: String,
        /// Its expected value.
        value: Value,
    },
    /// A case is gone.
    GoneCase {
        /// Its name.
        case: String,
    },
    /// Arguments or tolerance of a case changed.
    OtherCase {
        /// Its name.
        case: String,
    },
    /// An expected value changed by more than its tolerance.
    Value {
        /// The case.
        case: String,
        /// Stored.
        old: Value,
        /// Recomputed.
        new: Value,
        /// The largest relative change.
        relative: f64,
        /// Relative and absolute tolerance.
        tolerance: (f64, f64),
    },
    /// The replies of a wrong body changed, or the body is new or gone.
    Wrong {
        /// Its name.
        name: String,
    },
    /// The time limit changed.
    Limit {
        /// Stored.
        old: f64,
        /// Recomputed.
        new: f64,
    },
}

/// The recomputed snapshot of one function, and how it differs from the stored one.
#[derive(Debug)]
pub struct Update {
    /// The exercise.
    pub exercise: String,
    /// The function.
    pub function: String,
    /// The file.
    pub path: PathBuf,
    /// What it would hold.
    pub snapshot: Snapshot,
    /// Empty where nothing changes.
    pub changes: Vec<Change>,
}

impl Update {
    /// Writes the file, where anything changes.
    pub fn accept(&self) -> Result<()> {
        if self.changes.is_empty() { Ok(()) } else { write_atomically(&self.path, &self.snapshot.to_file()) }
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
    let replies = reference_replies(course, work, names)?;
    let mut updates = vec![];
    let mut troubles = vec![];
    for name in names {
        let exercise = course.exercise(name)?;
        troubles.extend(laws::troubles(exercise, &replies, seed)?);
        for function in &exercise.functions {
            let path = exercise.snapshot_path(&function.name);
            let new = snapshot(exercise, function, &replies)?;
            let (snapshot, changes) = if path.exists() {
                match Snapshot::load(&path) {
                    Ok(old) => (settled(&old, new.clone()), changes(&old, &new)),
                    Err(error) => (new, vec![Change::Unreadable { why: error.to_string() }]),
                }
            } else {
                (new, vec![Change::NewFile])
            };
            updates.push(Update {
                exercise: exercise.name.clone(),
                function: function.name.clone(),
                path,
                snapshot,
                changes,
            });
        }
    }
    Ok(Recomputed { updates, troubles })
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

/// A limit is generous and measured on whatever machine the instructor has: a step or two is no change.
fn limit_moves(old: &Snapshot, new: &Snapshot) -> bool {
    new.limit_seconds > 5.0 * old.limit_seconds || old.limit_seconds > 50.0 * new.limit_seconds
}

/// All differences between two snapshots of one function.
pub fn changes(old: &Snapshot, new: &Snapshot) -> Vec<Change> {
    let mut changes = vec![];
    for case in &new.cases {
        let Some(stored) = old.cases.iter().find(|stored| stored.name == case.name) else {
            changes.push(Change::NewCase { case: case.name.clone(), value: case.want.clone() });
            continue;
        };
        let args = |args: &[Value]| args.iter().map(|arg| arg.to_json().to_string()).collect::<Vec<_>>();
        if args(&stored.args) != args(&case.args) || stored.tolerance != case.tolerance {
            changes.push(Change::OtherCase { case: case.name.clone() });
        }
        if compare(&Expected::Exactly(stored.want.clone()), &case.want, case.tolerance).is_err() {
            changes.push(Change::Value {
                case: case.name.clone(),
                old: stored.want.clone(),
                new: case.want.clone(),
                relative: relative(&stored.want, &case.want),
                tolerance: (case.tolerance.relative, case.tolerance.absolute),
            });
        }
    }
    let gone = old.cases.iter().filter(|stored| new.cases.iter().all(|case| case.name != stored.name));
    changes.extend(gone.map(|stored| Change::GoneCase { case: stored.name.clone() }));
    if changes.is_empty() && old.cases.iter().zip(&new.cases).any(|(old, new)| old.name != new.name) {
        changes.push(Change::OtherCase { case: "(another order)".into() });
    }
    let names = || old.wrong.iter().map(|wrong| &wrong.name).chain(new.wrong.iter().map(|wrong| &wrong.name));
    let mut seen = std::collections::BTreeSet::new();
    for name in names().filter(|name| seen.insert(name.as_str())) {
        let find = |snapshot: &Snapshot| snapshot.wrong.iter().find(|wrong| wrong.name == *name).cloned();
        let same = match (find(old), find(new)) {
            (Some(old), Some(new)) => {
                old.replies.len() == new.replies.len() && old.replies.iter().zip(&new.replies).all(alike)
            }
            _ => false,
        };
        if !same {
            changes.push(Change::Wrong { name: name.clone() });
        }
    }
    if changes.is_empty() && old.wrong.iter().zip(&new.wrong).any(|(old, new)| old.name != new.name) {
        changes.push(Change::Wrong { name: "(another order)".into() });
    }
    if limit_moves(old, new) {
        changes.push(Change::Limit { old: old.limit_seconds, new: new.limit_seconds });
    }
    changes
}

fn alike((old, new): (&Option<Value>, &Option<Value>)) -> bool {
    let tolerance = judge::compare::Tolerance { relative: 1e-6, absolute: 1e-12 };
    match (old, new) {
        (Some(old), Some(new)) => compare(&Expected::Exactly(old.clone()), new, tolerance).is_ok(),
        (None, None) => true,
        _ => false,
    }
}

fn relative(old: &Value, new: &Value) -> f64 {
    let (old, new) = (old.numbers(), new.numbers());
    if old.len() != new.len() {
        return f64::INFINITY;
    }
    old.iter().zip(&new).map(|((_, old), (_, new))| (new - old).abs() / old.abs()).fold(0.0, f64::max)
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Change::NewFile => write!(f, "new file"),
            Change::Unreadable { why } => write!(f, "replaces a file that cannot be read: {why}"),
            Change::NewCase { case, value } => write!(f, "new case \"{case}\": {}", value.show(12)),
            Change::GoneCase { case } => write!(f, "case \"{case}\" is gone"),
            Change::OtherCase { case } => write!(f, "case \"{case}\": arguments, tolerance or order changed"),
            Change::Value { case, old, new, relative, tolerance } => write!(
                f,
                "case \"{case}\": the expected value changes\n      old {}\n      new {}\n      relative change {}, tolerance {} relative, {} absolute",
                old.show(12),
                new.show(12),
                show_number(*relative, 3),
                show_number(tolerance.0, 3),
                show_number(tolerance.1, 3)
            ),
            Change::Wrong { name } => write!(f, "wrong body \"{name}\": its replies changed, or it is new or gone"),
            Change::Limit { old, new } => write!(f, "time limit {old} s becomes {new} s"),
        }
    }
}

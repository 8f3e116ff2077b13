//! What a plan is still missing: which results are not there, and why.

use super::manifest::{Manifest, unlike};
use crate::crew::each;
use crate::marking::Job;
use crate::store::{Gradebook, Key};
use grader::cli::reason;
use judge::error::Result;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A shard that is not whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lack {
    /// Its number.
    pub shard: usize,
    /// How many results it should have.
    pub units: usize,
    /// Those that it does not have.
    pub missing: Vec<Missing>,
}

/// A result that is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// Of this exercise.
    pub exercise: String,
    /// Of what lies there.
    pub path: PathBuf,
    /// Why.
    pub cause: Cause,
}

/// Why a result is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// It was never graded, or what was found is damaged.
    NotGraded,
    /// The grader or the machine was disturbed.
    Disturbed {
        /// How, in a sentence.
        why: String,
    },
    /// It is graded, but not with what the plan was made with.
    Unlike {
        /// What is not the same.
        what: Vec<String>,
    },
}

/// Every shard that is not whole. All results are read.
pub fn lacks(gradebook: &Gradebook, manifest: &Manifest, submissions: &Path, workers: usize) -> Result<Vec<Lack>> {
    let numbers: Vec<usize> = (0..manifest.shards.len()).collect();
    let missing = each(workers, &numbers, |number| {
        let jobs = manifest.shard(gradebook, *number, submissions)?;
        let units = jobs.iter().map(|job| job.units.len()).sum();
        let missing = jobs.iter().flat_map(|job| open(gradebook, job)).collect::<Vec<_>>();
        Ok((*number, units, missing))
    })?;
    let mut others: BTreeMap<String, BTreeMap<String, Vec<String>>> = BTreeMap::new();
    let mut found = vec![];
    for (shard, units, missing) in missing.into_iter().filter(|(_, _, missing)| !missing.is_empty()) {
        let mut explained = vec![];
        for (exercise, unit, path) in missing {
            let noted = gradebook.disturbance(&exercise, &unit);
            let others = others.entry(exercise.clone()).or_insert_with(|| elsewhere(gradebook, manifest, &exercise));
            let cause = match (noted, others.get(&unit)) {
                (Some(noted), _) => Cause::Disturbed { why: reason(&noted.report).unwrap_or_default() },
                (None, Some(what)) => Cause::Unlike { what: what.clone() },
                (None, None) => Cause::NotGraded,
            };
            explained.push(Missing { exercise, path, cause });
        }
        found.push(Lack { shard, units, missing: explained });
    }
    Ok(found)
}

/// The units of a submission that have no result.
fn open(gradebook: &Gradebook, job: &Job) -> Vec<(String, String, PathBuf)> {
    let missing = job.units.iter().filter(|(exercise, unit)| gradebook.unit(exercise, unit).is_none());
    missing.map(|(exercise, unit)| (exercise.clone(), unit.clone(), job.path.clone())).collect()
}

/// Results of an exercise that were found with something else than the plan says: under the names that they would have
/// with what the plan says, what is not the same.
fn elsewhere(gradebook: &Gradebook, manifest: &Manifest, exercise: &str) -> BTreeMap<String, Vec<String>> {
    let Some(planned) = manifest.keys.iter().find(|key| key.exercise == exercise) else { return BTreeMap::new() };
    let keys = gradebook.keys(exercise).into_iter().filter(|key| !unlike(planned, key).is_empty());
    let named = keys.map(|key| {
        let what = unlike(planned, &key);
        (Key { submission: key.submission, ..planned.clone() }.name(), what)
    });
    named.collect()
}

//! The unit of grading: one exercise of one submission. Its result is a function of its key alone, and holds nothing
//! else, so that grading it twice writes the same bytes twice.

use super::{Gradebook, SCHEMA, file_name, files, read, short};
use judge::digest::Digest;
use judge::error::{Error, Result};
use judge::report::{ExerciseReport, State, Verdict};
use run::work::{write_atomically, write_durably};
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::PathBuf;
use std::time::Duration;

/// All that decides a result.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Key {
    /// Which exercise.
    pub exercise: String,
    /// The digest of what was handed in for it.
    pub submission: String,
    /// The digest of its fixtures, and of what code of strangers may use.
    pub fixtures: String,
    /// The digest of the reference, where drawn inputs are asked of it.
    pub reference: Option<String>,
    /// The grader's version and sources.
    pub grader: String,
    /// The compiler, the machine it compiles for, and what programs are linked with.
    pub toolchain: String,
    /// The digest of the secret from which inputs are drawn.
    pub seed: String,
}

impl Key {
    /// Its name: a digest of the whole of it.
    pub fn name(&self) -> String {
        let mut digest = Digest::new();
        let Key { exercise, submission, fixtures, reference, grader, toolchain, seed } = self;
        digest.field(SCHEMA).field(exercise).field(submission).field(fixtures);
        digest.field(reference.as_deref().unwrap_or("none")).field(grader).field(toolchain).field(seed);
        digest.finish_hex()
    }
}

/// A result. It is whole: what students are not told is cut out when a report is made of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Unit {
    schema: String,
    /// What decided it.
    pub key: Key,
    /// What was found.
    pub report: ExerciseReport,
}

/// Why there is no result: the grader's or the machine's trouble, which costs no points and is tried again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Disturbance {
    schema: String,
    /// What was to be graded.
    pub key: Key,
    /// What happened, as far as it came.
    pub report: ExerciseReport,
}

impl Unit {
    /// What was found, under its key.
    pub fn new(key: Key, report: ExerciseReport) -> Unit {
        Unit { schema: SCHEMA.into(), key, report }
    }

    /// Did the grader or the machine fail, in all of it or in one check?
    pub fn is_disturbed(report: &ExerciseReport) -> bool {
        let mut checks = report.functions.iter().flat_map(|entry| &entry.checks);
        report.state == State::GraderError || checks.any(|check| check.verdict == Verdict::GraderError)
    }
}

impl Gradebook {
    fn result(&self, exercise: &str, unit: &str) -> PathBuf {
        self.folder.join("results").join(file_name(exercise)).join(format!("{unit}.json"))
    }

    fn disturbed(&self, exercise: &str, unit: &str) -> PathBuf {
        self.folder.join("disturbed").join(file_name(exercise)).join(format!("{unit}.json"))
    }

    /// The result of this name; none where there is none, or something else than a grader wrote.
    pub fn unit(&self, exercise: &str, unit: &str) -> Option<Unit> {
        let found: Unit = read(&self.result(exercise, unit)).ok()?;
        let whole = found.schema == SCHEMA && found.key.name() == unit && found.report.name == exercise;
        // points are what the checks earned, in a file that somebody changed, too
        let sum: u32 = found.report.functions.iter().map(|entry| entry.points).sum();
        (whole && sum == found.report.points).then_some(found)
    }

    /// The keys of all results of an exercise that can be read.
    pub fn keys(&self, exercise: &str) -> Vec<Key> {
        #[derive(Deserialize)]
        struct Keyed {
            key: Key,
        }
        let folder = self.folder.join("results").join(file_name(exercise));
        files(&folder, ".json").iter().filter_map(|path| read::<Keyed>(path).ok()).map(|keyed| keyed.key).collect()
    }

    /// What went wrong where there is no result.
    pub fn disturbance(&self, exercise: &str, unit: &str) -> Option<Disturbance> {
        let found: Disturbance = read(&self.disturbed(exercise, unit)).ok()?;
        (found.key.name() == unit).then_some(found)
    }

    /// Keeps a result, and forgets what went wrong before it.
    pub fn keep(&self, unit: &Unit) -> Result<()> {
        let name = unit.key.name();
        self.within(&format!("results/{}", file_name(&unit.key.exercise)))?;
        write_durably(&self.result(&unit.key.exercise, &name), &short(unit)?)?;
        match fs::remove_file(self.disturbed(&unit.key.exercise, &name)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(Error::file("remove", &self.disturbed(&unit.key.exercise, &name))(error))
            }
            _ => Ok(()),
        }
    }

    /// Notes that a unit could not be graded.
    pub fn note(&self, key: &Key, report: ExerciseReport) -> Result<()> {
        self.within(&format!("disturbed/{}", file_name(&key.exercise)))?;
        let disturbance = Disturbance { schema: SCHEMA.into(), key: key.clone(), report };
        write_durably(&self.disturbed(&key.exercise, &key.name()), &short(&disturbance)?)
    }

    /// Takes a result away, so that it is graded again.
    pub fn forget(&self, exercise: &str, unit: &str) -> Result<()> {
        let path = self.result(exercise, unit);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Error::file("remove", &path)(error)),
            _ => Ok(()),
        }
    }

    /// Notes how long a unit took, apart from its result. Losing this is no loss.
    pub fn time(&self, key: &Key, took: Duration) {
        #[derive(Serialize)]
        struct Took {
            seconds: f64,
        }
        let Ok(folder) = self.within(&format!("times/{}", file_name(&key.exercise))) else { return };
        if let Ok(text) = short(&Took { seconds: took.as_secs_f64() }) {
            let _ = write_atomically(&folder.join(format!("{}.json", key.name())), &text);
        }
    }
}

//! The road of a class: of every submission that is to be worked on, the units that are not known yet are graded, and
//! each result is kept before the next is begun. Whatever ends this, what is kept stays, and the same run goes on from
//! there; in which order, and on which machine, decides nothing.

use crate::crew::{each, locked};
use crate::intake::open;
use crate::store::{Gradebook, Key, Secret, Unit};
use judge::Standing;
use judge::course::{Course, Exercise, SOLUTIONS, Snapshot};
use judge::digest::{Digest, hex};
use judge::error::{Error, Result};
use judge::report::ExerciseReport;
use run::cache;
use run::common::Common;
use run::compile::Compiler;
use run::contain::Contain;
use run::kit::{self, Which};
use run::provenance::{SOURCES, TARGET, TOOLCHAIN, VERSION};
use run::session::{Drawing, Session, Sitting, without_program};
use run::submission::{Files, Reading, Source, StudentFile, Submission};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Mutex;
use std::time::Instant;

/// An exercise with all that its units have in common.
pub struct Prepared<'a> {
    /// The exercise.
    pub exercise: &'a Exercise,
    snapshots: BTreeMap<String, Snapshot>,
    reference: Option<Vec<StudentFile>>,
    /// The key of its units, but for the submission.
    key: Key,
}

/// The exercises of an assignment, ready to grade.
pub struct Bench<'a> {
    /// In course order.
    pub exercises: Vec<Prepared<'a>>,
    /// From which inputs are drawn.
    pub seed: u64,
}

/// The grader, as keys and commitments name it.
pub fn grader() -> String {
    format!("{VERSION}+{SOURCES}")
}

impl<'a> Bench<'a> {
    /// Reads what all units have in common. Whatever is wrong with the fixtures or the reference ends the run here.
    pub fn prepare(course: &'a Course, names: &[&'a str], secret: &Secret) -> Result<Bench<'a>> {
        let solutions = if course.drawn.class { Some(Submission::open(&course.root.join(SOLUTIONS))?) } else { None };
        let toolchain = format!("{TOOLCHAIN}; {TARGET}; {}", kit::key(Which::Probe)?);
        let prepare = |name: &&'a str| {
            let exercise = course.exercise(name)?;
            let reference = match solutions.as_ref().map(|solutions| solutions.files(exercise)) {
                None => None,
                Some(Files::Present(files)) => Some(files),
                Some(Files::Missing | Files::Refused(_)) => {
                    let what = format!("the reference of `{name}` cannot be read, and drawn inputs are asked of it");
                    return Err(Error::usage(
                        what,
                        "restore it, or write `class = false` under [drawn] in course.toml",
                    ));
                }
            };
            let key = Key {
                exercise: exercise.name.clone(),
                submission: String::new(),
                fixtures: course.bounds.digest_with(exercise)?,
                reference: reference.as_ref().map(|files| hex(&cache::of_files(files))),
                grader: grader(),
                toolchain: toolchain.clone(),
                seed: secret.digest(),
            };
            Ok(Prepared { exercise, snapshots: exercise.snapshots()?, reference, key })
        };
        Ok(Bench { exercises: names.iter().map(prepare).collect::<Result<_>>()?, seed: secret.seed() })
    }

    /// The keys of all units, but for the submission.
    pub fn keys(&self) -> Vec<Key> {
        self.exercises.iter().map(|prepared| prepared.key.clone()).collect()
    }

    /// The digests of all fixtures, and of all references.
    pub fn digests(&self) -> (String, String) {
        let (mut fixtures, mut references) = (Digest::new(), Digest::new());
        for Prepared { key, .. } in &self.exercises {
            fixtures.field(&key.exercise).field(&key.fixtures);
            references.field(&key.exercise).field(key.reference.as_deref().unwrap_or("none"));
        }
        (fixtures.finish_hex(), references.finish_hex())
    }
}

/// The digest of what was handed in for an exercise.
pub fn submitted(reading: &Reading) -> String {
    let mut digest = Digest::new();
    match &reading.files {
        Files::Present(files) => digest.field("present").field(cache::of_files(files)),
        Files::Missing => digest.field("missing").field(cache::of_files(&reading.texts)),
        Files::Refused(why) => digest.field("refused").field(format!("{why:?}")).field(cache::of_files(&reading.texts)),
    };
    digest.finish_hex()
}

impl Prepared<'_> {
    /// The key of what was handed in for this exercise.
    pub fn key(&self, reading: &Reading) -> Key {
        Key { submission: submitted(reading), ..self.key.clone() }
    }

    /// Grades it.
    pub fn judge(&self, session: &Session<'_>, reading: &Reading) -> Result<ExerciseReport> {
        let exercise = self.exercise;
        let unbuilt = |standing| without_program(exercise, &reading.texts, standing, session.seed);
        let files = match &reading.files {
            Files::Present(files) => files,
            Files::Missing => return Ok(unbuilt(Standing::Missing)),
            Files::Refused(why) => return Ok(unbuilt(Standing::Refused(why.clone()))),
        };
        let drawing = self.reference.as_ref().map_or(Drawing::Never, |files| Drawing::Reference(files));
        session.sit(&Sitting { exercise, files, snapshots: &self.snapshots, drawing, pictures: None })
    }
}

/// A submission to work on, and what is to be graded of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// Where it lies.
    pub path: PathBuf,
    /// The names of its units, by exercises: those that no submission before it has.
    pub units: BTreeMap<String, String>,
}

/// The work on submissions of one class.
pub struct Marking<'a> {
    /// Where results are kept.
    pub gradebook: &'a Gradebook,
    /// What is graded.
    pub bench: &'a Bench<'a>,
    /// How programs are made.
    pub compiler: Compiler<'a>,
    /// How they are contained.
    pub contain: &'a dyn Contain,
    /// The course.
    pub course: &'a Course,
    /// How many work at a time.
    pub workers: usize,
    /// Told after every submission.
    pub told: &'a (dyn Fn(&Tally) + Sync),
}

/// What a run did so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Submissions in all.
    pub submissions: usize,
    /// Submissions that are done.
    pub done: usize,
    /// Units that were graded in this run.
    pub graded: usize,
    /// Units that were known.
    pub known: usize,
    /// Units that could not be graded, for no fault of a student's.
    pub disturbed: usize,
    /// Submissions that could not be opened again, for no fault of a student's; as sentences.
    pub troubles: Vec<String>,
    /// Submissions that are not what they were when the work was planned.
    pub changed: Vec<PathBuf>,
}

impl Marking<'_> {
    /// Grades what is not known.
    pub fn all(&self, jobs: &[Job]) -> Result<Tally> {
        let tally = Mutex::new(Tally { submissions: jobs.len(), ..Tally::default() });
        each(self.workers, jobs, |job| {
            self.job(job, &tally)?;
            let tally = {
                let mut tally = locked(&tally);
                tally.done += 1;
                tally.clone()
            };
            (self.told)(&tally);
            Ok(())
        })?;
        let mut tally = locked(&tally).clone();
        // whoever was faster
        tally.troubles.sort();
        tally.changed.sort();
        Ok(tally)
    }

    fn job(&self, job: &Job, tally: &Mutex<Tally>) -> Result<()> {
        let is_open = |(exercise, unit): &(&String, &String)| self.gradebook.unit(exercise, unit).is_none();
        let left: BTreeMap<&String, &String> = job.units.iter().filter(is_open).collect();
        locked(tally).known += job.units.len() - left.len();
        if left.is_empty() {
            return Ok(());
        }
        let submission = match open(&job.path, self.course) {
            Ok(opened) => opened.submission,
            // it could be read when it was planned
            Err(Error::Usage { .. }) => {
                locked(tally).changed.push(job.path.clone());
                return Ok(());
            }
            Err(error) => {
                let mut tally = locked(tally);
                tally.disturbed += left.len();
                tally.troubles.push(error.to_string());
                return Ok(());
            }
        };
        let mut units = vec![];
        for prepared in &self.bench.exercises {
            let Some(name) = left.get(&prepared.exercise.name) else { continue };
            let reading = submission.read(prepared.exercise);
            let key = prepared.key(&reading);
            if key.name() != **name {
                locked(tally).changed.push(job.path.clone());
                return Ok(());
            }
            units.push((prepared, key, reading));
        }
        let start = Instant::now();
        let files: Vec<_> = units
            .iter()
            .filter_map(|(prepared, _, reading)| match &reading.files {
                Files::Present(files) => Some((prepared.exercise, files.as_slice())),
                Files::Missing | Files::Refused(_) => None,
            })
            .collect();
        let common = Common::of(self.compiler, &files);
        // what all had in common took each its share
        let share = start.elapsed() / u32::try_from(files.len()).unwrap_or(u32::MAX).max(1);
        let session =
            Session { build: &common, contain: self.contain, ..Session::handed_in(&self.compiler, self.bench.seed) };
        for (prepared, key, reading) in &units {
            let start = Instant::now();
            self.unit(&session, prepared, key, reading, tally)?;
            self.gradebook.time(key, share + start.elapsed());
        }
        Ok(())
    }

    /// Grades a unit. What the machine disturbed is tried once more, and then noted.
    fn unit(
        &self,
        session: &Session<'_>,
        prepared: &Prepared<'_>,
        key: &Key,
        reading: &Reading,
        tally: &Mutex<Tally>,
    ) -> Result<()> {
        let mut report = prepared.judge(session, reading)?;
        if Unit::is_disturbed(&report) && !session.work.interrupt.is_wished() {
            report = prepared.judge(session, reading)?;
        }
        if session.work.interrupt.is_wished() {
            // what the interrupt may have decided came before this line
            return Err(Error::Interrupted);
        }
        if Unit::is_disturbed(&report) {
            self.gradebook.note(key, report)?;
            locked(tally).disturbed += 1;
        } else {
            self.gradebook.keep(&Unit::new(key.clone(), report))?;
            locked(tally).graded += 1;
        }
        Ok(())
    }
}

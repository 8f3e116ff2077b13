//! The road of a class: every submission is read, every unit that is not known yet is graded, and each result is kept
//! before the next is begun. Whatever ends this, what is kept stays, and the same run goes on from there.

use crate::intake::{Entry, Opened, Student, open};
use crate::store::{Attempt, Gradebook, HandIn, Key, Piece, Secret, Taken, Unit};
use judge::Standing;
use judge::course::{Course, Exercise, SOLUTIONS, Snapshot};
use judge::digest::{Digest, hex};
use judge::error::{Error, Result};
use judge::foreign::line;
use judge::report::ExerciseReport;
use run::cache;
use run::kit::{self, Which};
use run::provenance::{SOURCES, TARGET, TOOLCHAIN, VERSION};
use run::session::{Drawing, Session, Sitting, without_program};
use run::submission::{Files, Reading, Source, StudentFile, Submission};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
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
                fixtures: hex(&exercise.digest()?),
                reference: reference.as_ref().map(|files| hex(&cache::of_files(files))),
                grader: grader(),
                toolchain: toolchain.clone(),
                seed: secret.digest(),
            };
            Ok(Prepared { exercise, snapshots: exercise.snapshots()?, reference, key })
        };
        Ok(Bench { exercises: names.iter().map(prepare).collect::<Result<_>>()?, seed: secret.seed() })
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

impl Prepared<'_> {
    /// The key of what was handed in for this exercise.
    pub fn key(&self, reading: &Reading) -> Key {
        let mut digest = Digest::new();
        match &reading.files {
            Files::Present(files) => digest.field("present").field(cache::of_files(files)),
            Files::Missing => digest.field("missing").field(cache::of_files(&reading.texts)),
            Files::Refused(why) => {
                digest.field("refused").field(format!("{why:?}")).field(cache::of_files(&reading.texts))
            }
        };
        Key { submission: digest.finish_hex(), ..self.key.clone() }
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

/// The work on one class.
pub struct Marking<'a> {
    /// Where results are kept.
    pub gradebook: &'a Gradebook,
    /// What is graded.
    pub bench: &'a Bench<'a>,
    /// How programs are made, contained and asked.
    pub session: Session<'a>,
    /// The course.
    pub course: &'a Course,
    /// Which attempts of a student are graded, oldest first: one truth value each.
    pub chosen: &'a (dyn Fn(&[Entry]) -> Vec<bool> + Sync),
    /// How many work at a time.
    pub workers: usize,
    /// Told after every student.
    pub told: &'a (dyn Fn(&Tally) + Sync),
}

/// What a run did so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Students in all.
    pub students: usize,
    /// Students that are done.
    pub done: usize,
    /// Units that were graded in this run.
    pub graded: usize,
    /// Units that were known.
    pub known: usize,
    /// Units that could not be graded, for no fault of a student's.
    pub disturbed: usize,
}

/// What the workers share.
struct Shared {
    next: AtomicUsize,
    /// Somebody met what nobody can work with.
    stop: AtomicBool,
    failed: Mutex<Option<Error>>,
    tally: Mutex<Tally>,
    /// Units that some worker has taken in this run: identical work is done once.
    taken: Mutex<BTreeSet<String>>,
}

impl Marking<'_> {
    /// Grades a class.
    pub fn all(&self, students: &[Student]) -> Result<Tally> {
        let shared = Shared {
            next: AtomicUsize::new(0),
            stop: AtomicBool::new(false),
            failed: Mutex::new(None),
            tally: Mutex::new(Tally { students: students.len(), ..Tally::default() }),
            taken: Mutex::new(BTreeSet::new()),
        };
        let work = || {
            while !shared.stop.load(Ordering::Relaxed) {
                let Some(student) = students.get(shared.next.fetch_add(1, Ordering::Relaxed)) else { break };
                let done = self.student(student, &shared);
                if let Err(error) = done {
                    locked(&shared.failed).get_or_insert(error);
                    shared.stop.store(true, Ordering::Relaxed);
                    break;
                }
                let tally = {
                    let mut tally = locked(&shared.tally);
                    tally.done += 1;
                    *tally
                };
                (self.told)(&tally);
            }
        };
        std::thread::scope(|scope| {
            for _ in 0..self.workers.clamp(1, students.len().max(1)) {
                scope.spawn(work);
            }
        });
        match shared.failed.into_inner().unwrap_or_else(PoisonError::into_inner) {
            Some(error) => Err(error),
            None => Ok(shared.tally.into_inner().unwrap_or_else(PoisonError::into_inner)),
        }
    }

    fn student(&self, student: &Student, shared: &Shared) -> Result<()> {
        let mut attempts = vec![];
        for (entry, chosen) in student.entries.iter().zip((self.chosen)(&student.entries)) {
            let taken = if chosen { self.attempt(entry, shared)? } else { Taken::LeftOut };
            attempts.push(Attempt {
                source: entry.shown.clone(),
                file: entry.named.file.as_ref().map(|file| line(file, 160)),
                at: entry.named.at.clone(),
                marked_late: entry.named.late,
                taken,
            });
        }
        // units come first: whoever finds this file finds them, too
        self.gradebook.keep_hand_in(&HandIn::new(&student.id, student.name.clone(), attempts))
    }

    fn attempt(&self, entry: &Entry, shared: &Shared) -> Result<Taken> {
        let Opened { submission, strays } = match open(entry, self.course) {
            Ok(opened) => opened,
            // what is said of the command line is about what was handed in; the rest is about the machine
            Err(error @ Error::Usage { .. }) => return Ok(Taken::Unreadable { why: error.to_string() }),
            Err(error) => return Ok(Taken::Trouble { why: error.to_string() }),
        };
        let mut exercises = BTreeMap::new();
        let mut files = Digest::new();
        for prepared in &self.bench.exercises {
            let reading = submission.read(prepared.exercise);
            let key = prepared.key(&reading);
            files.field(&key.exercise).field(&key.submission);
            self.unit(prepared, &key, &reading, shared)?;
            exercises.insert(key.exercise.clone(), Piece { unit: key.name(), remarks: reading.remarks });
        }
        Ok(Taken::Read { exercises, strays, files: files.finish_hex() })
    }

    /// Grades a unit that is not known. What the machine disturbed is tried once more, and then noted.
    fn unit(&self, prepared: &Prepared<'_>, key: &Key, reading: &Reading, shared: &Shared) -> Result<()> {
        let name = key.name();
        let known = self.gradebook.unit(&key.exercise, &name).is_some();
        if known || !locked(&shared.taken).insert(name) {
            locked(&shared.tally).known += 1;
            return Ok(());
        }
        let start = Instant::now();
        let mut report = prepared.judge(&self.session, reading)?;
        if Unit::is_disturbed(&report) {
            report = prepared.judge(&self.session, reading)?;
        }
        if Unit::is_disturbed(&report) {
            self.gradebook.note(key, report)?;
            locked(&shared.tally).disturbed += 1;
        } else {
            self.gradebook.keep(&Unit::new(key.clone(), report))?;
            locked(&shared.tally).graded += 1;
        }
        self.gradebook.time(key, start.elapsed());
        Ok(())
    }
}

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

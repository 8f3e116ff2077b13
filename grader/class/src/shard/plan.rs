//! From what was handed in to what is to be graded: every submission is read once, and what several have in common is
//! work of the first of them.

use crate::crew::each;
use crate::intake::{Entry, Opened, Student, open};
use crate::marking::{Bench, Job};
use crate::store::{Attempt, Gradebook, HandIn, Piece, Taken};
use judge::course::Course;
use judge::digest::Digest;
use judge::error::{Error, Result};
use judge::foreign::line;
use run::submission::Source;
use std::collections::{BTreeMap, BTreeSet};

/// All work on a class.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// What everybody handed in, in the order of the students.
    pub hand_ins: Vec<HandIn>,
    /// What is to be graded, each exercise of each text once.
    pub jobs: Vec<Job>,
}

/// What a plan is made with.
pub struct Planner<'a> {
    /// The course.
    pub course: &'a Course,
    /// What is graded.
    pub bench: &'a Bench<'a>,
    /// Which attempts of a student are graded, oldest first: one truth value each.
    pub chosen: &'a (dyn Fn(&[Entry]) -> Vec<bool> + Sync),
    /// How many work at a time.
    pub workers: usize,
}

impl Planner<'_> {
    /// Reads what these students handed in.
    pub fn plan(&self, students: &[Student]) -> Result<Plan> {
        let mut plan = Plan::default();
        let mut planned = BTreeSet::new();
        for (hand_in, jobs) in each(self.workers, students, |student| Ok(self.student(student)))? {
            for mut job in jobs {
                job.units.retain(|_, unit| planned.insert(unit.clone()));
                if !job.units.is_empty() {
                    plan.jobs.push(job);
                }
            }
            plan.hand_ins.push(hand_in);
        }
        Ok(plan)
    }

    fn student(&self, student: &Student) -> (HandIn, Vec<Job>) {
        let (mut attempts, mut jobs) = (vec![], vec![]);
        for (entry, chosen) in student.entries.iter().zip((self.chosen)(&student.entries)) {
            let taken = if chosen { self.attempt(entry) } else { Taken::LeftOut };
            if let Taken::Read { exercises, .. } = &taken {
                let units = exercises.iter().map(|(exercise, piece)| (exercise.clone(), piece.unit.clone()));
                jobs.push(Job { path: entry.path.clone(), units: units.collect() });
            }
            attempts.push(Attempt {
                source: entry.shown.clone(),
                file: entry.named.file.as_ref().map(|file| line(file, 160)),
                at: entry.named.at.clone(),
                marked_late: entry.named.late,
                taken,
            });
        }
        (HandIn::new(&student.id, student.name.clone(), attempts), jobs)
    }

    fn attempt(&self, entry: &Entry) -> Taken {
        let Opened { submission, strays } = match open(&entry.path, self.course) {
            Ok(opened) => opened,
            // what is said of the command line is about what was handed in; the rest is about the machine
            Err(error @ Error::Usage { .. }) => return Taken::Unreadable { why: error.to_string() },
            Err(error) => return Taken::Trouble { why: error.to_string() },
        };
        let mut exercises = BTreeMap::new();
        let mut files = Digest::new();
        for prepared in &self.bench.exercises {
            let reading = submission.read(prepared.exercise);
            let key = prepared.key(&reading);
            files.field(&key.exercise).field(&key.submission);
            exercises.insert(key.exercise.clone(), Piece { unit: key.name(), remarks: reading.remarks });
        }
        Taken::Read { exercises, strays, files: files.finish_hex() }
    }
}

impl Plan {
    /// Notes what was handed in. Whoever reads it before all is graded finds that something is not graded yet.
    pub fn keep(&self, gradebook: &Gradebook, workers: usize) -> Result<()> {
        each(workers, &self.hand_ins, |hand_in| gradebook.keep_hand_in(hand_in)).map(drop)
    }

    /// How many results there will be.
    pub fn units(&self) -> usize {
        self.jobs.iter().map(|job| job.units.len()).sum()
    }

    /// How many exercises were handed in, what several have in common counted for each of them.
    pub fn pieces(&self) -> usize {
        pieces(&self.hand_ins)
    }

    /// Whose work could not be read, for no fault of theirs, each with the reason.
    pub fn troubles(&self) -> Vec<(&str, &str)> {
        troubles(&self.hand_ins)
    }
}

/// Whose work could not be read, for no fault of theirs, each with the reason.
pub fn troubles(hand_ins: &[HandIn]) -> Vec<(&str, &str)> {
    let attempts =
        hand_ins.iter().flat_map(|hand_in| hand_in.attempts.iter().map(|attempt| (hand_in.id.as_str(), attempt)));
    let trouble = attempts.filter_map(|(id, attempt)| match &attempt.taken {
        Taken::Trouble { why } => Some((id, why.as_str())),
        Taken::Read { .. } | Taken::Unreadable { .. } | Taken::LeftOut => None,
    });
    trouble.collect()
}

/// How many exercises were handed in, what several have in common counted for each of them.
pub fn pieces(hand_ins: &[HandIn]) -> usize {
    let attempts = hand_ins.iter().flat_map(|hand_in| &hand_in.attempts);
    let pieces = attempts.map(|attempt| match &attempt.taken {
        Taken::Read { exercises, .. } => exercises.len(),
        Taken::Unreadable { .. } | Taken::Trouble { .. } | Taken::LeftOut => 0,
    });
    pieces.sum()
}

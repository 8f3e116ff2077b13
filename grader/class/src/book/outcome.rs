//! What one student has: the attempt that counts, its report for the student and for the staff, and the points.

use super::Sources;
use super::lines::{Account, HandedIn, account};
use crate::intake::Person;
use crate::store::{Act, Attempt, HandIn, Key, Piece, Taken};
use judge::answers::withhold;
use judge::audience::for_student;
use judge::course::Counts;
use judge::digest::Digest;
use judge::error::Result;
use judge::report::{ExerciseReport, Provenance, Report, Slot, Submitted};
use judge::{Standing as Built, add_file_remarks};
use run::grade::Whole;
use run::provenance::TARGET;
use run::session::without_program;
use std::collections::{BTreeMap, BTreeSet};

/// One student.
#[derive(Debug)]
pub struct Outcome {
    /// As the course staff knows the student.
    pub id: String,
    /// The id under which the work was handed in.
    pub from: String,
    /// The name, where one is known.
    pub name: Option<String>,
    /// The section, where one is known.
    pub section: Option<String>,
    /// Is the student on the list of the class?
    pub listed: bool,
    /// How far grading came.
    pub standing: Standing,
    /// The attempt that counts.
    pub attempt: Option<Attempt>,
    /// How the grade came about.
    pub account: Account,
    /// What is told to the student.
    pub told: Report,
    /// Everything.
    pub whole: Report,
}

/// How far grading a student's work came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Everything that was handed in is graded.
    Graded,
    /// Nothing was handed in.
    Nothing,
    /// What was handed in holds nothing that could be graded.
    Unreadable {
        /// Why, as a sentence.
        why: String,
    },
    /// The grader or the machine failed: the points are not known yet, and nobody loses any.
    Disturbed {
        /// What happened, by exercises; as a sentence.
        why: BTreeMap<String, String>,
    },
}

impl Standing {
    /// A word for tables.
    pub fn word(&self) -> &'static str {
        match self {
            Standing::Graded => "graded",
            Standing::Nothing => "nothing handed in",
            Standing::Unreadable { .. } => "unreadable",
            Standing::Disturbed { .. } => "grader error",
        }
    }
}

/// Who is asked about: what was handed in, and who that is.
pub struct Who<'a> {
    /// What was handed in.
    pub hand_in: &'a HandIn,
    /// The student on the list of the class.
    pub person: Option<&'a Person>,
    /// What people did for this student, in the order of time.
    pub acts: &'a [&'a Act],
}

impl Outcome {
    /// What a student has: of the attempts that were graded the last, or the one that earns most.
    pub fn of(sources: &Sources<'_>, who: &Who<'_>) -> Result<Outcome> {
        let mut best: Option<Outcome> = None;
        for attempt in who.hand_in.attempts.iter().filter(|attempt| attempt.taken != Taken::LeftOut) {
            let outcome = Outcome::of_attempt(sources, who, Some(attempt))?;
            let better = match (&best, sources.course.policy.attempt) {
                (Some(best), Counts::Best) => {
                    (outcome.is_final(), outcome.account.total) >= (best.is_final(), best.account.total)
                }
                (None, _) | (_, Counts::Last) => true,
            };
            if better {
                best = Some(outcome);
            }
        }
        best.map_or_else(|| Outcome::of_attempt(sources, who, None), Ok)
    }

    fn of_attempt(sources: &Sources<'_>, who: &Who<'_>, attempt: Option<&Attempt>) -> Result<Outcome> {
        let Who { hand_in, person, acts } = *who;
        let id = person.map_or(&hand_in.id, |person| &person.id);
        let mut made = None;
        let (standing, exercises, files) = match attempt.map(|attempt| &attempt.taken) {
            Some(Taken::Read { exercises, files, .. }) => {
                let (reports, why, keys) = graded(sources, exercises)?;
                made = provenance(&keys);
                let standing = if why.is_empty() { Standing::Graded } else { Standing::Disturbed { why } };
                (standing, reports, files.clone())
            }
            Some(Taken::Trouble { why }) => {
                let why = BTreeMap::from([("all".to_owned(), why.clone())]);
                (Standing::Disturbed { why }, nothing(sources)?, String::new())
            }
            Some(Taken::Unreadable { why }) => {
                (Standing::Unreadable { why: why.clone() }, nothing(sources)?, String::new())
            }
            Some(Taken::LeftOut) | None => (Standing::Nothing, nothing(sources)?, String::new()),
        };
        let source = attempt.map_or("", |attempt| attempt.source.as_str());
        let whole = |folder: &str, slot, exercises| {
            let submission = Submitted { id: id.clone(), folder: folder.to_owned(), slot };
            let (assignment, assignments) = (sources.gradebook.assignment.as_str(), &[sources.assignment]);
            let whole = Whole { assignment, assignments, submission, seed: sources.seed, files: files.clone() };
            whole.report(sources.course, exercises)
        };
        let disclosed = |report: &ExerciseReport| {
            let told = sources.course.choices(&report.name, Some(&sources.gradebook.assignment)).class;
            withhold(report.clone(), told)
        };
        // a student's commands are about the student's own folder
        let told = whole("exercises", Slot::Exercises, exercises.iter().map(disclosed).collect())?;
        let made = |report: Report| match &made {
            Some(made) => Report { provenance: Provenance { submission: files.clone(), ..made.clone() }, ..report },
            None => report,
        };
        let told = made(told);
        let ids = person.map_or_else(|| vec![id.clone()], |person| person.ids.clone());
        let table = ids.iter().chain([&hand_in.id]).find_map(|id| sources.times.get(&id.to_lowercase()));
        // a table speaks of the newest attempt; the others keep the time of their names
        let newest = hand_in.attempts.last() == attempt;
        let attempt = attempt.cloned().map(|attempt| match table.filter(|_| newest) {
            Some(at) => Attempt { at: Some(at.clone()), ..attempt },
            None => attempt,
        });
        let account = account(sources, &HandedIn { ids, attempt: attempt.as_ref(), acts, standing: &standing }, &told)?;
        Ok(Outcome {
            id: id.clone(),
            from: hand_in.id.clone(),
            name: person.and_then(|person| person.name.clone()).or_else(|| hand_in.name.clone()),
            section: person.and_then(|person| person.section.clone()),
            listed: person.is_some(),
            standing,
            attempt,
            account,
            told: for_student(told),
            whole: made(whole(source, Slot::Submission, exercises)?),
        })
    }

    /// Lets go of what it is not for: only the sums are left.
    pub(super) fn forget_reports(&mut self) {
        self.told.exercises = vec![];
        self.whole.exercises = vec![];
    }

    /// Was everything graded that was handed in?
    pub fn is_graded(&self) -> bool {
        self.standing == Standing::Graded
    }

    /// Are the points known?
    pub fn is_final(&self) -> bool {
        !matches!(self.standing, Standing::Disturbed { .. })
    }

    /// All that can be had, but for a bonus.
    pub fn max(&self) -> u32 {
        self.told.max + self.told.by_person
    }
}

/// Finds the results of an attempt.
fn graded(sources: &Sources<'_>, exercises: &BTreeMap<String, Piece>) -> Result<Graded> {
    let (mut reports, mut why, mut keys) = (vec![], BTreeMap::new(), vec![]);
    for name in &sources.exercises {
        let piece = exercises.get(*name);
        let found = piece.and_then(|piece| sources.gradebook.unit(name, &piece.unit));
        let mut report = match (found, piece) {
            (Some(unit), _) => {
                keys.push(unit.key);
                unit.report
            }
            (None, Some(piece)) => {
                let noted = sources.gradebook.disturbance(name, &piece.unit).map(|noted| noted.report);
                let report = noted.map_or_else(|| not_yet(sources, name), Ok)?;
                why.insert((*name).to_owned(), cause(&report));
                report
            }
            (None, None) => {
                let report = not_yet(sources, name)?;
                why.insert((*name).to_owned(), cause(&report));
                report
            }
        };
        add_file_remarks(&mut report, piece.map_or(&[], |piece| piece.remarks.as_slice()));
        reports.push(report);
    }
    Ok((reports, why, keys))
}

/// The reports of an attempt, what disturbed the grader, and what decided the results.
type Graded = (Vec<ExerciseReport>, BTreeMap<String, String>, Vec<Key>);

/// What made the results of an attempt: what is fixed before anybody hands in has the same digest.
fn provenance(keys: &[Key]) -> Option<Provenance> {
    let mut fixtures = Digest::new();
    for key in keys {
        fixtures.field(&key.exercise).field(&key.fixtures);
    }
    let each = |name: fn(&Key) -> &String| {
        let all: BTreeSet<&str> = keys.iter().map(|key| name(key).as_str()).collect();
        all.into_iter().collect::<Vec<_>>().join(" and ")
    };
    (!keys.is_empty()).then(|| Provenance {
        grader: each(|key| &key.grader),
        fixtures: fixtures.finish_hex(),
        submission: String::new(),
        toolchain: each(|key| &key.toolchain),
        target: TARGET.into(),
    })
}

/// Of an exercise that waits to be graded.
fn not_yet(sources: &Sources<'_>, name: &str) -> Result<ExerciseReport> {
    let standing = Built::Disturbed { cause: "It is not graded yet.".into() };
    Ok(without_program(sources.course.exercise(name)?, &[], standing, sources.seed))
}

/// Of an assignment of which nothing is there.
fn nothing(sources: &Sources<'_>) -> Result<Vec<ExerciseReport>> {
    let of = |name: &&str| Ok(without_program(sources.course.exercise(name)?, &[], Built::Missing, sources.seed));
    sources.exercises.iter().map(of).collect()
}

/// What disturbed an exercise, in a sentence.
fn cause(report: &ExerciseReport) -> String {
    grader::cli::reason(report).unwrap_or_else(|| "The grader does not know why.".into())
}

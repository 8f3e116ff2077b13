//! The main road: a course and a submission in, a report out.

pub use crate::bench::Pictures;
use crate::cache;
use crate::compile::Compiler;
use crate::contain::Until;
use crate::provenance;
use crate::session::{Drawing, Session, Sitting, without_program};
use crate::submission::{Files, Source, StudentFile, Submission};
use crate::training::{self, Wish};
use crate::work::{Slot, Work};
use judge::answers::withhold;
use judge::course::{Assignment, Course, Disclosure, Exercise, SOLUTIONS, Snapshot, StoredPictures};
use judge::digest::Digest;
use judge::error::{Error, Result};
use judge::report::{
    AssignmentReport, ExerciseReport, FileRemark, Provenance, Report, SCHEMA, Submitted, TrainingReport,
};
use judge::score::{self, Totals};
use judge::{Standing, add_file_remarks};
use std::collections::BTreeMap;

/// What to grade.
pub struct Request<'a> {
    /// The names of the exercises, in report order.
    pub exercises: Vec<&'a str>,
    /// The name of the assignment, for the report.
    pub assignment: String,
    /// The assignments that these exercises make up.
    pub assignments: Vec<&'a Assignment>,
    /// Where the student's files come from.
    pub submission: &'a dyn Source,
    /// How the report names it.
    pub shown_as: String,
    /// Which staged workspace to use.
    pub slot: Slot,
    /// From which inputs of properties are drawn.
    pub seed: u64,
    /// What is told of the questions of an exercise.
    pub disclosure: &'a dyn Fn(&str) -> Disclosure,
    /// Whether to train a network with functions that are right.
    pub training: Wish,
    /// Whether inputs are drawn, for which the reference says what is expected.
    pub drawn: Ask,
    /// Whether the report has pictures of the functions.
    pub pictures: Pictures,
}

/// Whether inputs are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// Where the reference is there to answer them.
    Now,
    /// When the work is handed in.
    Later,
    /// Not at all.
    Never,
}

/// Grades a submission.
pub fn grade(course: &Course, work: &Work, request: &Request<'_>) -> Result<Report> {
    let mut reports: BTreeMap<&str, ExerciseReport> = BTreeMap::new();
    let mut remarks: BTreeMap<&str, Vec<FileRemark>> = BTreeMap::new();
    let mut open = vec![];
    let mut hash = Digest::new();
    let solutions = match request.drawn {
        Ask::Now => Submission::open(&course.root.join(SOLUTIONS)).ok(),
        Ask::Later | Ask::Never => None,
    };
    for name in &request.exercises {
        let exercise = course.exercise(name)?;
        let read = request.submission.read(exercise);
        let disclosure = (request.disclosure)(name);
        // whatever is not told is gone before anything is remembered or counted
        let unbuilt = |files: &[StudentFile], standing: Standing| {
            withhold(without_program(exercise, files, standing, request.seed), disclosure)
        };
        remarks.insert(name, read.remarks);
        match read.files {
            Files::Present(files) => {
                hash.field(name).field(cache::of_files(&files));
                let reference = solutions.as_ref().map_or(Files::Missing, |solutions| solutions.files(exercise));
                let reference = match (request.drawn, reference) {
                    (Ask::Never, _) => Answers::Nobody,
                    (Ask::Later, _) | (Ask::Now, Files::Missing) => Answers::Later,
                    (Ask::Now, Files::Present(files)) => Answers::Reference(files),
                    (Ask::Now, Files::Refused(_)) => {
                        let cause = format!("The reference of `{name}` cannot be read.");
                        let standing = Standing::Disturbed { cause };
                        reports.insert(name, without_program(exercise, &files, standing, request.seed));
                        continue;
                    }
                };
                let key =
                    cache::key(exercise, &files, request.seed, disclosure, &reference.drawing(), request.pictures)?;
                if let Some(report) = cache::recall(work, name, &key) {
                    reports.insert(name, report);
                    continue;
                }
                let pictures = match request.pictures {
                    Pictures::Drawn => exercise.pictures().map(Some),
                    Pictures::Left => Ok(None),
                };
                match exercise.snapshots().and_then(|snapshots| Ok((snapshots, pictures?))) {
                    Ok((snapshots, pictures)) => {
                        open.push(Open { exercise, files, snapshots, disclosure, key, reference, pictures });
                    }
                    Err(error) => {
                        // the trouble of this exercise, and of no other
                        let standing = Standing::Disturbed { cause: error.for_students().to_string() };
                        reports.insert(name, unbuilt(&files, standing));
                    }
                }
            }
            // what is written beside the functions counts without them
            Files::Missing => {
                reports.insert(name, unbuilt(&read.texts, Standing::Missing));
            }
            Files::Refused(file) => {
                reports.insert(name, unbuilt(&read.texts, Standing::Refused(file)));
            }
        }
    }
    let compiler = Compiler { work, habit: request.slot.habit() };
    let contain = Until { like: &*work.contain, interrupt: &work.interrupt };
    let session = Session { contain: &contain, ..Session::usual(&compiler, request.seed) };
    let sittings: Vec<Sitting<'_>> = open.iter().map(Open::sitting).collect();
    let sat = session.sit_all(&sittings)?;
    if work.interrupt.is_wished() {
        // what an interrupt may have decided came before this line, and goes no further
        return Err(Error::Interrupted);
    }
    for (open, report) in open.iter().zip(sat) {
        let report = withhold(report, open.disclosure);
        cache::remember(work, &open.key, &report);
        reports.insert(&open.exercise.name, report);
    }
    let mut exercises: Vec<ExerciseReport> = request.exercises.iter().filter_map(|name| reports.remove(name)).collect();
    for report in &mut exercises {
        if request.slot == Slot::Exercises {
            report.before = cache::last_good(work, report, (request.disclosure)(&report.name));
        }
        add_file_remarks(report, remarks.get(report.name.as_str()).map_or(&[], Vec::as_slice));
    }
    let mut trainings = vec![];
    for report in &exercises {
        let exercise = course.exercise(&report.name)?;
        let training = training::bonus(work, exercise, request.submission, &request.training, report);
        trainings.extend(training.map(|training| TrainingReport { exercise: report.name.clone(), training }));
    }
    let whole = Whole {
        assignment: &request.assignment,
        assignments: &request.assignments,
        submission: Submitted::folder(&request.shown_as, slot(request.slot)),
        seed: request.seed,
        files: hash.finish_hex(),
    };
    let report = whole.report(course, exercises)?;
    Ok(Report { training: trainings, ..report })
}

/// What a report says of a submission as a whole.
pub struct Whole<'a> {
    /// The name of the assignment.
    pub assignment: &'a str,
    /// The assignments that the exercises make up.
    pub assignments: &'a [&'a Assignment],
    /// What was graded.
    pub submission: Submitted,
    /// From which inputs were drawn.
    pub seed: u64,
    /// The digest of all files that were graded.
    pub files: String,
}

impl Whole<'_> {
    /// The report of exercises that are judged already.
    pub fn report(self, course: &Course, exercises: Vec<ExerciseReport>) -> Result<Report> {
        let each = self.assignments.iter();
        let assignments: Vec<AssignmentReport> = each.map(|one| score::assignment(one, &exercises)).collect();
        let Totals { points, max, later } = score::totals(&assignments, &exercises);
        Ok(Report {
            schema: SCHEMA.into(),
            course: course.title.clone(),
            assignment: self.assignment.to_owned(),
            submission: self.submission,
            points,
            max,
            by_person: exercises.iter().flat_map(|exercise| &exercise.functions).map(|entry| entry.by_person()).sum(),
            later,
            seed: Some(self.seed),
            provenance: Provenance {
                grader: provenance::VERSION.into(),
                fixtures: course.digest()?,
                submission: self.files,
                toolchain: provenance::TOOLCHAIN.into(),
                target: provenance::TARGET.into(),
            },
            assignments,
            exercises,
            training: vec![],
        })
    }
}

/// What a report calls a staged workspace.
fn slot(slot: Slot) -> judge::report::Slot {
    match slot {
        Slot::Exercises => judge::report::Slot::Exercises,
        Slot::Submission => judge::report::Slot::Submission,
        Slot::Reference => judge::report::Slot::Reference,
    }
}

/// An exercise that has to be built and run.
struct Open<'a> {
    exercise: &'a Exercise,
    files: Vec<StudentFile>,
    snapshots: BTreeMap<String, Snapshot>,
    disclosure: Disclosure,
    key: String,
    reference: Answers,
    pictures: Option<StoredPictures>,
}

/// Who answers drawn inputs.
enum Answers {
    Reference(Vec<StudentFile>),
    Later,
    Nobody,
}

impl Answers {
    fn drawing(&self) -> Drawing<'_> {
        match self {
            Answers::Reference(files) => Drawing::Reference(files),
            Answers::Later => Drawing::Later,
            Answers::Nobody => Drawing::Never,
        }
    }
}

impl Open<'_> {
    fn sitting(&self) -> Sitting<'_> {
        let drawing = self.reference.drawing();
        let pictures = self.pictures.as_ref();
        Sitting { exercise: self.exercise, files: &self.files, snapshots: &self.snapshots, drawing, pictures }
    }
}

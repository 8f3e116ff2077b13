//! Is the course in order? Everything a student could stumble over, before a student does.

use super::change::Change;
use super::handout::handout;
use super::inputs::inputs;
use super::students::students;
use super::ticking::ticking;
use super::update::{Recomputed, update};
use grader::render::brief;
use judge::course::{Course, Disclosure, Exercise, PICTURES, Stored, TERMS};
use judge::error::{Error, Result};
use judge::fate::FateWord;
use judge::report::{ExerciseReport, Kind, Report, Skipped, Verdict};
use run::grade::{Ask, Pictures, Request, grade};
use run::submission::Submission;
use run::training::Wish;
use run::work::{Slot, Work};
use std::fs;
use std::path::{Path, PathBuf};

/// What a check found: problems fail it, remarks do not.
#[derive(Debug, Default)]
pub struct Findings {
    /// What was looked at, in the order of looking.
    pub passed: Vec<String>,
    /// What must be mended.
    pub problems: Vec<String>,
    /// What may be as it should.
    pub remarks: Vec<String>,
}

/// Checks the fixtures of some exercises, and the list of all.
pub fn check(course: &Course, work: &Work, names: &[&str], seed: u64) -> Result<Findings> {
    let mut findings = Findings::default();
    let functions: usize = course.exercises.iter().map(|exercise| exercise.functions.len()).sum();
    let written: usize = course.exercises.iter().map(|exercise| exercise.written.len()).sum();
    findings.passed.push(format!(
        "{} exercises with {functions} functions and {written} pieces of writing can be read; hints, points and tolerances are in order",
        course.exercises.len()
    ));
    unlisted(course, &mut findings)?;
    for name in names {
        handout(&course.root, course.exercise(name)?, &mut findings);
        inputs(&course.root, course.exercise(name)?, &mut findings);
    }
    ticking(course, &mut findings);
    // with stale snapshots the scores below would mean nothing
    if snapshots(course, work, names, seed, &mut findings)? {
        students(course, work, names, seed, &mut findings)?;
        reference(course, work, names, seed, &mut findings)?;
    }
    for assignment in &course.assignments {
        let parts: Vec<String> =
            assignment.parts.iter().map(|part| format!("{} in {}", part.points.get_ref(), part.name)).collect();
        let cap = assignment.cap.as_ref().map(|cap| format!(", capped at {}", cap.get_ref())).unwrap_or_default();
        let (name, sum, parts) = (assignment.name.get_ref(), assignment.printed(), parts.join(", "));
        findings.passed.push(format!("`{name}` adds up to {sum} points{cap}: {parts}"));
    }
    Ok(findings)
}

/// Adds one sentence that names the file and the fix.
pub fn problem(findings: &mut Findings, file: &Path, what: impl Into<String>, fix: impl Into<String>) {
    findings.problems.push(Error::fixture(file, None, what, fix).to_string());
}

/// Every folder belongs to a listed exercise.
fn unlisted(course: &Course, findings: &mut Findings) -> Result<()> {
    for room in ["exercises", "solutions", "fixtures"] {
        let folder = course.root.join(room);
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(_) if room == "solutions" => continue,
            Err(error) => return Err(Error::file("read", &folder)(error)),
        };
        for entry in entries.flatten().filter(|entry| entry.path().is_dir()) {
            let name = entry.file_name().to_string_lossy().into_owned();
            let ours =
                room == "fixtures" && ["submissions", "src", "tests", "benches", "examples"].contains(&name.as_str());
            if !ours && !name.starts_with('.') && course.exercises.iter().all(|exercise| exercise.name != name) {
                problem(
                    findings,
                    &entry.path(),
                    "no assignment lists this exercise",
                    "add it to fixtures/course.toml or remove the folder",
                );
            }
        }
    }
    for exercise in &course.exercises {
        for entry in fs::read_dir(&exercise.folder).map_err(Error::file("read", &exercise.folder))?.flatten() {
            let path = entry.path();
            let of = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
            if path.extension().is_some_and(|end| end == "snap")
                && of != TERMS
                && !(of == PICTURES && exercise.has_pictures())
                && exercise.functions.iter().all(|function| function.name != of)
            {
                problem(findings, &path, "this snapshot belongs to no function", "remove it");
            }
        }
    }
    findings.passed.push("every folder and every snapshot belongs to a listed exercise".into());
    Ok(())
}

/// Stored expected values are those of the reference, stored terms those of today. Says whether the values are.
fn snapshots(course: &Course, work: &Work, names: &[&str], seed: u64, findings: &mut Findings) -> Result<bool> {
    let Recomputed { updates, troubles } = update(course, work, names, seed)?;
    if troubles.is_empty() {
        findings.passed.push("every law makes sense, holds for the reference, and could be broken".into());
    }
    findings.problems.extend(troubles.iter().map(Error::to_string));
    let before = findings.problems.len();
    let mut fresh = true;
    for update in updates {
        let exercise = course.exercise(&update.exercise)?;
        let stored = update.values().map(|values| values.cases.as_slice()).unwrap_or_default();
        let cases =
            exercise.functions.iter().filter(|function| function.name == update.name).flat_map(|one| &one.cases);
        for (case, stored) in cases.zip(stored) {
            if case.kink.is_none() && takes_zero(stored) {
                let file = exercise.folder.join("exercise.toml");
                let what = format!("the tolerance of the case `{}` of `{}` takes 0 for right", case.name, update.name);
                let fix = "write `absolute = 0`, or an input with a larger value";
                findings.problems.push(Error::fixture(&file, case.place, what, fix).to_string());
            }
        }
        // a limit depends on the machine and is not worth a red light
        let mut real = update.changes.iter().filter(|change| !matches!(change, Change::Limit { .. }));
        if let Some(change) = real.next() {
            let more = match real.count() {
                0 => String::new(),
                more => format!(", and {more} more"),
            };
            let what = change.to_string().lines().next().unwrap_or_default().to_owned();
            let what = format!("the snapshot is stale: {what}{more}");
            problem(findings, &update.path, what, "run `cargo run -p class -- fixtures update`");
            fresh = fresh && update.values().is_none();
        }
    }
    if findings.problems.len() == before {
        findings.passed.push("expected values are those of the reference, and terms those of exercise.toml".into());
    }
    Ok(fresh)
}

/// Is every number of an expected value so small that 0 passes for it?
fn takes_zero(stored: &Stored) -> bool {
    let numbers = stored.want.numbers();
    let small = |x: f64| x.is_finite() && x.abs() <= stored.tolerance.allows(x);
    numbers.iter().any(|(_, x)| *x != 0.0) && numbers.iter().all(|(_, x)| small(*x))
}

/// Grades a folder of ours, without training.
pub fn graded(
    course: &Course,
    work: &Work,
    names: &[&str],
    seed: u64,
    submission: &Submission,
    shown_as: &str,
) -> Result<Report> {
    let request = Request {
        exercises: names.to_vec(),
        assignment: "check".into(),
        assignments: vec![],
        submission,
        shown_as: shown_as.into(),
        slot: Slot::Submission,
        seed,
        // what is ours hides nothing from us
        disclosure: &|_| Disclosure::Options,
        training: Wish::Skip(Skipped::Declined),
        drawn: Ask::Now,
        pictures: Pictures::Left,
    };
    grade(course, work, &request)
}

/// The file in which somebody writes an entry of an exercise: the Rust, or the text beside it.
pub fn own_file(exercise: &Exercise, submission: &Submission, entry: &str) -> PathBuf {
    match exercise.written.iter().find(|written| written.name() == entry) {
        Some(written) => submission.folder.join(&exercise.name).join(written.file()),
        None => submission.main_file(&exercise.name),
    }
}

/// Our own files compile without a warning.
pub fn warned(findings: &mut Findings, file: &Path, exercise: &ExerciseReport, which: &str) {
    let Some(warning) = exercise.warnings.first() else { return };
    let line = warning.line;
    let what = format!("the {which} compiles with a warning ({})", warning.message);
    findings.problems.push(Error::fixture(file, line, what, format!("mend the {which}")).to_string());
}

/// The reference compiles without a warning and scores everything.
fn reference(course: &Course, work: &Work, names: &[&str], seed: u64, findings: &mut Findings) -> Result<()> {
    let solutions = Submission::open(&course.root.join("solutions"))?;
    let report = graded(course, work, names, seed, &solutions, "solutions")?;
    let before = findings.problems.len();
    for exercise in &report.exercises {
        let file = solutions.main_file(&exercise.name);
        warned(findings, &file, exercise, "reference");
        for function in &exercise.functions {
            // laws were tried on the reference already, and their own places named
            let owed = function.checks.iter().filter(|check| check.kind != Kind::Property);
            for check in owed.filter(|check| !matches!(check.verdict, Verdict::Right | Verdict::ByPerson)) {
                let evidence = check.evidence.iter().find(|one| one.verdict() != Verdict::Right);
                let (inputs, why) = evidence.map(|one| brief(function, one)).unwrap_or_default();
                let why = if check.fate == FateWord::Unfinished { "nothing is written" } else { &why };
                let why = if why.is_empty() { String::new() } else { format!(" ({})", why.trim_end_matches('.')) };
                let what = format!("the reference fails \"{}\" of `{}`{inputs}{why}", check.name, function.name);
                let file = own_file(course.exercise(&exercise.name)?, &solutions, &function.name);
                problem(findings, &file, what, "mend the reference or the check");
            }
        }
    }
    if findings.problems.len() == before {
        findings.passed.push(format!("the reference scores {} of {}", report.points, report.max));
    }
    Ok(())
}

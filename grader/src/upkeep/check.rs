//! Is the course in order? Everything a student could stumble over, before a student does.

use super::handout::handout;
use super::update::update;
use crate::render::{brief, english};
use judge::answers::Answers;
use judge::course::STUBS;
use judge::course::{ANSWERS, Course, Exercise, Written};
use judge::error::{Error, Result};
use judge::fate::FateWord;
use judge::report::{ExerciseReport, Report, Skipped, State, Verdict};
use run::grade::{Request, grade};
use run::submission::{Files, Submission};
use run::training::Wish;
use run::work::{Slot, Work};
use std::fs;
use std::path::Path;

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
    }
    // with stale snapshots the scores below would mean nothing
    if snapshots(course, work, names, &mut findings)? {
        stubs(course, work, names, seed, &mut findings)?;
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
                && exercise.functions.iter().all(|function| function.name != of)
            {
                problem(findings, &path, "this snapshot belongs to no function", "remove it");
            }
        }
    }
    findings.passed.push("every folder and every snapshot belongs to a listed exercise".into());
    Ok(())
}

/// Stored expected values are those of the reference.
fn snapshots(course: &Course, work: &Work, names: &[&str], findings: &mut Findings) -> Result<bool> {
    let before = findings.problems.len();
    for update in update(course, work, names)? {
        // a limit depends on the machine and is not worth a red light
        let real = update.changes.iter().find(|change| !matches!(change, super::Change::Limit { .. }));
        if let Some(change) = real {
            let what = format!("the snapshot is stale: {}", change.to_string().lines().next().unwrap_or_default());
            problem(findings, &update.path, what, "run `cargo run -p grader -- fixtures update`");
        }
    }
    let fresh = findings.problems.len() == before;
    if fresh {
        findings.passed.push("expected values are those of the reference".into());
    }
    Ok(fresh)
}

fn graded(
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
        training: Wish::Skip(Skipped::Declined),
    };
    grade(course, work, &request)
}

/// The stubs compile without a warning, score 0, and every function is still `todo!()`.
fn stubs(course: &Course, work: &Work, names: &[&str], seed: u64, findings: &mut Findings) -> Result<()> {
    let stubs = Submission::open(&course.root.join(STUBS))?;
    let report = graded(course, work, names, seed, &stubs, STUBS)?;
    let before = findings.problems.len();
    for exercise in &report.exercises {
        let file = stubs.main_file(&exercise.name);
        let missing = (exercise.state == State::Missing).then(|| english::summary(exercise.state).to_owned());
        if let Some(message) = exercise.remarks.first().map(english::remark).or(missing) {
            let first = exercise.errors.first().map(|error| format!(" ({})", error.message)).unwrap_or_default();
            problem(
                findings,
                &file,
                format!("the stub cannot be graded: {}{first}", message.trim_end_matches('.')),
                "mend the stub",
            );
            continue;
        }
        warned(findings, &file, exercise, "stub");
        for function in &exercise.functions {
            if !function.untouched() {
                let fate =
                    function.checks.iter().find(|check| check.fate != FateWord::Unfinished).map(|check| check.fate);
                problem(
                    findings,
                    &file,
                    format!("`{}` is not empty in the stub (its fate is {fate:?})", function.name),
                    "make its body `todo!()` and its signature that of exercise.toml, or its answer empty",
                );
            }
        }
        if exercise.points > 0 {
            problem(
                findings,
                &file,
                format!("the stub scores {} points", exercise.points),
                "make its bodies `todo!()`",
            );
        }
        let asked = course.exercise(&exercise.name)?;
        questions(asked, &stubs, findings);
        let own = Submission::open(&course.root.join("exercises"))?;
        match (own.files(asked), stubs.files(asked)) {
            (Files::Present(own), Files::Present(stub)) if own == stub => {}
            _ => findings.remarks.push(format!(
                "exercises/{0} differs from {STUBS}/{0}: fine where somebody works on it; after a change of the stub, copy it there.",
                exercise.name
            )),
        }
    }
    if findings.problems.len() == before {
        findings.passed.push("the stubs compile without a warning and score 0".into());
    }
    Ok(())
}

/// Our own files compile without a warning.
fn warned(findings: &mut Findings, file: &Path, exercise: &ExerciseReport, which: &str) {
    let Some(warning) = exercise.warnings.first() else { return };
    let line = warning.line;
    let what = format!("the {which} compiles with a warning ({})", warning.message);
    findings.problems.push(Error::fixture(file, line, what, format!("mend the {which}")).to_string());
}

/// The stub of the answers asks every question in the words of the fixture, and has a place for each answer.
fn questions(exercise: &Exercise, stubs: &Submission, findings: &mut Findings) {
    let path = stubs.folder.join(&exercise.name).join(ANSWERS);
    let text = fs::read_to_string(&path).unwrap_or_default();
    let answers = Answers::read(Some(&text));
    let spaced = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let words: Vec<&str> = text.lines().map(|line| line.trim_start().trim_start_matches('#')).collect();
    let words = spaced(&words.join(" "));
    for written in &exercise.written {
        let (asked, options) = match written {
            Written::Derivation(_) => continue,
            Written::Choice(choice) => (&choice.question, choice.options()),
            Written::Text(text) => (&text.question, vec![]),
        };
        let lacks = std::iter::once(asked.as_str()).chain(options).find(|text| !words.contains(&spaced(text)));
        if let Some(lacks) = lacks {
            let what = format!("the question `{}` does not say \"{}\" there", written.name(), spaced(lacks));
            problem(findings, &path, what, "copy the words from exercise.toml into a comment");
        }
        if !answers.names(written.name()) {
            let what = format!("there is no place for the answer to `{}`", written.name());
            problem(findings, &path, what, format!("add `{} = \"\"`", written.name()));
        }
    }
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
            for check in
                function.checks.iter().filter(|check| !matches!(check.verdict, Verdict::Right | Verdict::ByPerson))
            {
                let evidence = check.evidence.iter().find(|one| one.verdict() != Verdict::Right);
                let (inputs, why) = evidence.map(|one| brief(function, one)).unwrap_or_default();
                let what = format!(
                    "the reference fails \"{}\" of `{}`{inputs} ({})",
                    check.name,
                    function.name,
                    why.trim_end_matches('.')
                );
                problem(findings, &file, what, "mend the reference or the check");
            }
        }
    }
    if findings.problems.len() == before {
        findings.passed.push(format!("the reference scores {} of {}", report.points, report.max));
    }
    Ok(())
}

//! What students really get: the stubs, and `exercises/` as it lies in the checkout.

use super::check::{Findings, graded, own_file, problem, warned};
use super::stub::lacks;
use grader::render::{brief, english};
use judge::course::{Course, STUBS};
use judge::error::{Error, Result};
use judge::fate::FateWord;
use judge::report::{Asks, ExerciseReport, State};
use run::submission::{Files, Submission};
use run::work::Work;

/// The stubs compile without a warning, score 0, and every function is still `todo!()`; and what lies in
/// `exercises/` is the same, or at least compiles.
pub fn students(course: &Course, work: &Work, names: &[&str], seed: u64, findings: &mut Findings) -> Result<()> {
    let stubs = Submission::open(&course.root.join(STUBS))?;
    let report = graded(course, work, names, seed, &stubs, STUBS)?;
    let own = Submission::open(&course.root.join("exercises"))?;
    let before = findings.problems.len();
    let mut different = vec![];
    for exercise in &report.exercises {
        let file = stubs.main_file(&exercise.name);
        if let Some(why) = ungraded(exercise) {
            problem(findings, &file, format!("the stub cannot be graded: {why}"), "mend the stub");
            continue;
        }
        warned(findings, &file, exercise, "stub");
        let fixture = course.exercise(&exercise.name)?;
        for function in exercise.functions.iter().filter(|function| !function.untouched()) {
            let (file, fix) = match function.asks {
                Asks::Function { .. } => (&file, "make its body `todo!()` and its signature that of exercise.toml"),
                _ => (&own_file(fixture, &stubs, &function.name), "leave the answer empty"),
            };
            let check = function.checks.iter().find(|check| check.fate != FateWord::Unfinished);
            let why = check.and_then(|check| check.evidence.first()).map(|one| brief(function, one).1);
            let why = why.filter(|why| !why.is_empty());
            let why = why.map(|why| format!(" ({})", why.trim_end_matches('.'))).unwrap_or_default();
            problem(findings, file, format!("`{}` is not empty in the stub{why}", function.name), fix);
        }
        if exercise.points > 0 {
            problem(
                findings,
                &file,
                format!("the stub scores {} points", exercise.points),
                "make its bodies `todo!()`",
            );
        }
        for (file, place, what, fix) in lacks(&stubs.folder, fixture) {
            findings.problems.push(Error::fixture(&file, place, what, fix).to_string());
        }
        match (own.files(fixture), stubs.files(fixture)) {
            (Files::Present(own), Files::Present(stub)) if own == stub => {}
            _ => different.push(exercise.name.as_str()),
        }
    }
    if findings.problems.len() == before {
        findings.passed.push("the stubs compile without a warning and score 0".into());
    }
    at_work(course, work, &different, seed, &own, findings)
}

/// Why an exercise of ours came to no verdict.
fn ungraded(exercise: &ExerciseReport) -> Option<String> {
    let missing = (exercise.state == State::Missing).then(|| english::summary(exercise.state).to_owned());
    let remark = exercise.remarks.first().map(english::remark).or(missing);
    let error = exercise.errors.first().map(|error| error.message.clone());
    let why: Vec<String> =
        [remark, error].into_iter().flatten().map(|why| why.trim_end_matches('.').to_owned()).collect();
    (!why.is_empty()).then(|| why.join(": "))
}

/// Where `exercises/` differs from the stubs somebody works on it, which is fine as long as it compiles and
/// nothing is missing: a student may get it as it is.
fn at_work(
    course: &Course,
    work: &Work,
    names: &[&str],
    seed: u64,
    own: &Submission,
    findings: &mut Findings,
) -> Result<()> {
    if names.is_empty() {
        return Ok(());
    }
    let report = graded(course, work, names, seed, own, "exercises")?;
    for exercise in &report.exercises {
        let file = own.main_file(&exercise.name);
        let fix = format!("mend it, or copy {STUBS}/{} there", exercise.name);
        match (exercise.errors.first(), ungraded(exercise)) {
            (Some(error), _) => {
                let what = format!("what students get does not compile ({})", error.message);
                findings.problems.push(Error::fixture(&file, error.line, what, fix).to_string());
            }
            (None, Some(why)) => problem(findings, &file, format!("what students get cannot be graded: {why}"), fix),
            (None, None) => findings.remarks.push(format!(
                "exercises/{0} differs from {STUBS}/{0}: fine where somebody works on it; after a change of the stub, copy it there.",
                exercise.name
            )),
        }
        for written in &course.exercise(&exercise.name)?.written {
            let path = own.folder.join(&exercise.name).join(written.file());
            if !path.is_file() {
                let fix = format!("run `cargo run -p class -- fixtures stubs {}`", exercise.name);
                problem(findings, &path, format!("the file for `{}` is missing", written.name()), fix);
            }
        }
    }
    Ok(())
}

//! From a student's files and what building them came to, to the report of one exercise: the only place where such
//! a report is made.

use crate::answers::Answers;
use crate::course::{ANSWERS, Exercise, Function, Snapshot, StoredPictures, Written};
use crate::fate::{Fate, NotBuilt};
use crate::foreign;
use crate::judge::{Ask, Hearing, Hearings, Truth, judge};
use crate::property::Call;
use crate::report::{Diagnostic, ExerciseReport, FileRemark, FunctionReport, Remark, State};
use crate::source::{self, StudentFile, line_of};
use crate::standing::Standing;
use crate::{answers, drawing, steps};
use std::collections::BTreeMap;

/// Of remarks on files so many are kept; the rest is counted.
const MOST_FILE_REMARKS: usize = 5;
/// Of rustc's errors and warnings this many are kept each; the rest is counted.
const MOST_DIAGNOSTICS: usize = 20;
/// Of these so many as rustc prints them, of the rest the first line alone.
const WHOLE_DIAGNOSTICS: usize = 2;

/// Judges an exercise as far as it can be judged. What is written beside the functions is judged in any standing.
///
/// `hearings` make calls to the functions of the program, where there is one. Where they fail, the machine is at fault.
pub fn examine(
    exercise: &Exercise,
    files: &[StudentFile],
    standing: Standing,
    snapshots: &BTreeMap<String, Snapshot>,
    seed: u64,
    hearings: Hearings<'_>,
    truth: Truth<'_>,
) -> ExerciseReport {
    let (functions, standing) = match standing {
        Standing::Runs { dropped, errors, warnings } => {
            let judged = match hearings {
                Hearings::Joint(ask) => {
                    let mut offered = |calls: &[Call]| offered(calls, &dropped, ask);
                    judge(exercise, files, snapshots, seed, Hearings::Joint(&mut offered), truth)
                }
                Hearings::Apart { hear, seed: order } => {
                    let mut offered =
                        |hearing: Hearing, calls: &[Call]| offered(calls, &dropped, &mut |calls| hear(hearing, calls));
                    let hearings = Hearings::Apart { hear: &mut offered, seed: order };
                    judge(exercise, files, snapshots, seed, hearings, truth)
                }
            };
            match judged {
                Ok(functions) => (functions, Standing::Runs { dropped, errors, warnings }),
                Err(error) => (unjudged(exercise, files), Standing::Disturbed { cause: error.to_string() }),
            }
        }
        other => (unjudged(exercise, files), other),
    };
    let answers = Answers::read(source::text(files, ANSWERS));
    let written: Vec<FunctionReport> = exercise.written.iter().map(|owed| judged(owed, files, &answers)).collect();
    let entries: Vec<FunctionReport> = functions.into_iter().chain(written).collect();
    let untouched = entries.iter().all(FunctionReport::untouched);
    let mut report = ExerciseReport {
        name: exercise.name.clone(),
        title: exercise.title.clone(),
        points: entries.iter().map(|entry| entry.points).sum(),
        max: exercise.max(),
        later: 0,
        state: state(&standing, untouched),
        before: None,
        remarks: remark(&standing).into_iter().chain(answers.complaint(&exercise.written)).collect(),
        errors: vec![],
        more_errors: 0,
        warnings: vec![],
        more_warnings: 0,
        functions: entries,
    };
    match standing {
        Standing::NotCompiled { errors } => (report.errors, report.more_errors) = first(errors),
        Standing::Runs { errors, warnings, .. } => {
            (report.errors, report.more_errors) = first(errors);
            (report.warnings, report.more_warnings) = first(warnings);
        }
        _ => {}
    }
    report
}

/// Adds pictures of the functions to a report. They are asked for last, when whatever is judged has been asked.
pub fn illustrate(
    report: ExerciseReport,
    exercise: &Exercise,
    stored: &StoredPictures,
    dropped: &BTreeMap<String, NotBuilt>,
    ask: &mut Ask<'_>,
) -> crate::error::Result<ExerciseReport> {
    let mut drawn =
        drawing::pictures(exercise, &exercise.functions, stored, &mut |calls| offered(calls, dropped, ask))?;
    let each = report.functions.into_iter().map(|function| {
        let pictures = drawn.remove(&function.name).unwrap_or_default();
        FunctionReport { pictures, ..function }
    });
    Ok(ExerciseReport { functions: each.collect(), ..report })
}

/// The functions of an exercise without a program.
fn unjudged(exercise: &Exercise, files: &[StudentFile]) -> Vec<FunctionReport> {
    let entry = |function: &Function| FunctionReport::of_function(function, line_of(files, &function.name));
    exercise.functions.iter().map(entry).collect()
}

/// A piece of writing.
fn judged(owed: &Written, files: &[StudentFile], answers: &Answers) -> FunctionReport {
    let entry = FunctionReport::of_written(owed, None);
    match owed {
        Written::Derivation(derivation) => steps::judged(derivation, source::text(files, &owed.file()), entry),
        Written::Choice(choice) => answers::choice(choice, answers, entry),
        Written::Text(text) => answers::text(text, answers, entry),
    }
}

/// Makes the calls that the program offers; the others cannot be made, and why is known.
fn offered(calls: &[Call], dropped: &BTreeMap<String, NotBuilt>, ask: &mut Ask<'_>) -> crate::error::Result<Vec<Fate>> {
    let offered: Vec<Call> = calls.iter().filter(|call| !dropped.contains_key(&call.function)).cloned().collect();
    let mut fates = if offered.is_empty() { vec![] } else { ask(&offered)? }.into_iter();
    let each = calls.iter().map(|call| match dropped.get(&call.function) {
        Some(why) => Fate::NotBuilt(why.clone()),
        None => fates.next().unwrap_or(Fate::Misuse { message: "a reply was lost".into() }),
    });
    Ok(each.collect())
}

fn state(standing: &Standing, untouched: bool) -> State {
    match standing {
        Standing::Missing => State::Missing,
        Standing::Refused(_) => State::Refused,
        Standing::NotCompiled { .. } => State::NotCompiled,
        Standing::CompileOvertime { .. } => State::CompileOvertime,
        Standing::Disturbed { .. } => State::GraderError,
        // who has written something that does not compile has started
        Standing::Runs { errors, .. } if untouched && errors.is_empty() => State::NotStarted,
        Standing::Runs { .. } => State::Graded,
    }
}

/// Why grading came no further. Of a missing file the state says all there is to say.
fn remark(standing: &Standing) -> Option<Remark> {
    match standing {
        Standing::Missing | Standing::Runs { .. } => None,
        Standing::Refused(file) => Some(Remark::Refused { file: file.cleaned() }),
        Standing::NotCompiled { .. } => Some(Remark::NotCompiled),
        Standing::CompileOvertime { seconds } => Some(Remark::CompileOvertime { seconds: *seconds }),
        Standing::Disturbed { cause } => Some(Remark::Disturbed { cause: foreign::line(cause, 1_000) }),
    }
}

/// The first ones, and how many more there are.
fn first(mut all: Vec<Diagnostic>) -> (Vec<Diagnostic>, usize) {
    let more = all.len().saturating_sub(MOST_DIAGNOSTICS);
    all.truncate(MOST_DIAGNOSTICS);
    for later in all.iter_mut().skip(WHOLE_DIAGNOSTICS) {
        later.rendered.clear();
    }
    (all, more)
}

/// Adds what is to be said of a student's files. It costs nothing, and is no part of what the files decide.
pub fn add_file_remarks(report: &mut ExerciseReport, files: &[FileRemark]) {
    let kept = files.iter().take(MOST_FILE_REMARKS);
    report.remarks.extend(kept.map(|file| Remark::File { file: file.cleaned() }));
    if files.len() > MOST_FILE_REMARKS {
        report.remarks.push(Remark::FilesToo { all: files.len() - MOST_FILE_REMARKS });
    }
}
#[cfg(test)]
mod tests;

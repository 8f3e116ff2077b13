//! Grading, and the way back: what everybody starts with.

use super::command::{Format, Grade, Reset};
use super::output::writable;
use super::reading::show_on_terminal;
use super::recent::edited_last;
use super::selection::Selection;
use super::status::disturbed;
use super::subject::{How, Subject};
use super::{Status, say, target, width};
use crate::render::style::{BAD, FAINT};
use crate::render::{Detail, View, english, to_markdown, to_rustc, to_terminal};
use judge::attempts::{Of, Since};
use judge::course::STUBS;
use judge::course::{Course, Disclosure};
use judge::error::{Error, Result};
use judge::report::{Report, Skipped, State, to_json};
use run::attempts;
use run::grade::Pictures;
use run::output::{self, write_output};
use run::submission::{Files, Submission};
use run::training::Wish;
use run::work::{Slot, Work, write_atomically};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// The course around the current folder, and where the grader keeps its things.
pub fn open() -> Result<(Course, Work)> {
    let here = std::env::current_dir().map_err(Error::file("find", Path::new("the current folder")))?;
    let root = Course::find_root(&here)?;
    Ok((Course::load(&root)?, Work::open(&root)?))
}

/// `grader [EXERCISE [FUNCTION…]]`
pub fn grade(command: &Grade) -> Result<Status> {
    let (course, work) = open()?;
    let subject = Subject::of(&course, command.submission.as_deref())?;
    let selection = Selection::of(&course, &command.names, command.assignment.as_deref())?;
    let named = command.assignment.as_deref();
    let disclosure = |exercise: &str| subject.disclosure(&course, exercise, named);
    let max = selection.max(&course, &disclosure);
    if let Some(least) = command.fail_under.filter(|least| *least > max) {
        return Err(Error::usage(
            format!("`--fail-under {least}` asks for more than the {max} points there are"),
            format!("write a number from 0 to {max}"),
        ));
    }
    if let Some(output) = &command.output {
        writable(output, &course, &subject.submission)?;
    }
    let own = subject.slot == Slot::Exercises;
    let focus = own.then(|| edited_last(&course, &subject.submission, &selection.exercises)).flatten();
    let seed = command.seed.map_or_else(|| work.seed(), Ok)?;
    let training = wish(&course, command.training, subject.slot);
    let how = How { assignment: named, training, pictures: command.pictures, ..subject.usual(&course, seed) };
    let report = subject.grade(&course, &work, &selection, how)?;
    let since = own.then(|| since(&course, &work, &report, &disclosure)).flatten();
    let text = match command.format {
        Format::Json => to_json(&report),
        Format::Markdown => anstream::adapter::strip_str(&to_markdown(&report)).to_string(),
        Format::Rustc => to_rustc(&report, &subject.submission.folder, &|exercise, file| {
            text(&course, &subject.submission, exercise, file)
        }),
        Format::Terminal => {
            let width = if command.output.is_some() { width::USUAL } else { width::width() };
            let detail = if command.names.is_empty() { Detail::First } else { Detail::Every };
            let view =
                View { width, detail, function: None, focus: focus.as_ref().map(|focus| focus.exercise.as_str()) };
            match selection.functions.as_slice() {
                [] => to_terminal(&report, &view) + &since.map(|since| later(since, &view)).unwrap_or_default(),
                each => each.iter().map(|name| to_terminal(&report, &View { function: Some(*name), ..view })).collect(),
            }
        }
    };
    match &command.output {
        Some(output) => {
            let written = write_output(output, &anstream::adapter::strip_str(&text).to_string())?;
            let points = format!("{} of {} points; the report is in {}", report.points, report.max, output.display());
            match written {
                output::Written::File => drop(say(&format!("{points}\n"))?),
                // it may have gone to standard output
                output::Written::Through => anstream::eprintln!("{points}"),
            }
        }
        None => {
            say(&text)?;
        }
    }
    Ok(status(&report, command.fail_under))
}

/// Grades what is selected of the student's own files, without training.
pub(super) fn grade_own(
    course: &Course,
    work: &Work,
    selection: &Selection<'_>,
    seed: u64,
    pictures: Pictures,
) -> Result<Report> {
    // what a submission lists is listed once, so each run has one of its own
    let subject = Subject::own(course)?;
    let report = subject.grade(course, work, selection, How { pictures, ..subject.usual(course, seed) })?;
    since(course, work, &report, &|exercise: &str| subject.disclosure(course, exercise, None));
    Ok(report)
}

/// How much more that is, as the last line of a report.
fn later(since: Since, view: &View<'_>) -> String {
    format!("{FAINT}{}{FAINT:#}", english::paragraph(&english::since_then(since), view.columns()))
}

/// Remembers what was earned, and says how much more that is than before this sitting. What does not compile now says
/// nothing of the rest.
pub(super) fn since(course: &Course, work: &Work, report: &Report, told: &dyn Fn(&str) -> Disclosure) -> Option<Since> {
    let attempts = attempts::remember(work, course, report, told, SystemTime::now());
    let whole = report.assignments.iter().map(|assignment| (Of::Assignment, assignment.name.as_str()));
    let each = report.exercises.iter().map(|exercise| (Of::Exercise, exercise.name.as_str()));
    let states = [State::Graded, State::NotStarted];
    let compiles = report.exercises.iter().all(|exercise| states.contains(&exercise.state));
    match report.assignments.is_empty() {
        _ if !compiles => None,
        true => attempts.since(each),
        false => attempts.since(whole),
    }
}

/// The text of a student's file, as it was graded.
fn text(course: &Course, submission: &Submission, exercise: &str, file: &str) -> Option<String> {
    let Files::Present(files) = submission.files(course.exercise(exercise).ok()?) else { return None };
    files.into_iter().find(|one| one.path == file).map(|one| one.text)
}

/// How a grading run ended; says what disturbed it.
pub(super) fn status(report: &Report, fail_under: Option<u32>) -> Status {
    let disturbed = disturbed(report);
    for (exercise, why) in &disturbed {
        anstream::eprintln!(
            "{BAD}error{BAD:#}: `{exercise}` could not be graded fairly, and it is not your mistake: {why}"
        );
    }
    let enough = fail_under.is_none_or(|least| report.points >= least);
    match (disturbed.is_empty(), enough) {
        (false, _) => Status::Disturbed,
        (true, false) => Status::Unsatisfied,
        (true, true) => Status::Done,
    }
}

/// Whether to train: what the command line says, else what the course says of such a folder.
pub(super) fn wish(course: &Course, asked: Option<bool>, slot: Slot) -> Wish {
    let usual = if slot == Slot::Exercises { course.training.own } else { course.training.class };
    match asked {
        Some(false) => Wish::Skip(Skipped::Declined),
        None if !usual => Wish::Skip(Skipped::NotAsked),
        asked => Wish::Train { asked: asked.is_some(), progress: show_on_terminal },
    }
}

/// `grader reset EXERCISE`: the student's files are kept beside the stubs.
pub fn reset(command: &Reset) -> Result<Status> {
    let (course, _) = open()?;
    let exercise = target::exercise(&course, &command.exercise)?;
    let Subject { submission, shown_as, .. } = Subject::of(&course, command.submission.as_deref())?;
    let stubs = Submission::open(&course.root.join(STUBS))?;
    let Files::Present(files) = stubs.files(exercise) else {
        return Err(Error::fixture(&stubs.main_file(&exercise.name), None, "the stub is missing", "restore it"));
    };
    let mut text = String::new();
    for stub in files {
        let path = submission.exercise_folder(&exercise.name).join(&stub.path);
        let shown = format!("{shown_as}/{}/{}", exercise.name, stub.path);
        let old = fs::symlink_metadata(&path).is_ok();
        if old && fs::read(&path).is_ok_and(|text| text == stub.text.as_bytes()) {
            text += &format!("{shown} is empty already.\n");
            continue;
        }
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(Error::file("create", folder))?;
        }
        if old {
            let kept = free_name(&path);
            fs::rename(&path, &kept).map_err(Error::file("move", &path))?;
            let name = kept.file_name().unwrap_or_default().to_string_lossy().into_owned();
            text += &format!("Your work is kept beside it, as {name}.\n");
        }
        write_atomically(&path, &stub.text)?;
        text += &format!("{shown} is empty again.\n");
    }
    say(&text)
}

fn free_name(path: &Path) -> PathBuf {
    let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let name = |count: u32| path.with_file_name(format!("{file}.before-reset-{count}"));
    let mut count = 1;
    while fs::symlink_metadata(name(count)).is_ok() {
        count += 1;
    }
    name(count)
}

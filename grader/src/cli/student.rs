//! Grading, and the way back: what everybody starts with.

use super::command::{Format, Grade, Reset};
use super::output::writable;
use super::reading::show_on_terminal;
use super::recent::edited_last;
use super::status::disturbed;
use super::{Status, say, target, width};
use crate::render::style::{BAD, FAINT};
use crate::render::{Detail, View, english, to_markdown, to_rustc, to_terminal};
use judge::attempts::{Of, Since};
use judge::course::STUBS;
use judge::course::{Assignment, Course, Disclosure, DrawnDefault};
use judge::error::{Error, Result};
use judge::foreign::line;
use judge::report::{Report, Skipped, State, to_json};
use judge::score::most;
use run::attempts;
use run::grade::{Ask, Pictures, Request, grade as grade_submission};
use run::output::{self, write_output};
use run::submission::{Files, Submission};
use run::training::Wish;
use run::work::{Slot, Work, write_atomically};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// The course around the current folder, and where the grader keeps its things.
pub fn open() -> Result<(Course, Work)> {
    let here = std::env::current_dir().map_err(Error::file("find", Path::new("the current folder")))?;
    let root = Course::find_root(&here)?;
    Ok((Course::load(&root)?, Work::open(&root)?))
}

/// The folder to grade, its name in reports, and the staged workspace it uses.
pub fn submission(course: &Course, folder: Option<&Path>) -> Result<(Submission, String, Slot)> {
    let own = course.root.join("exercises");
    let Some(folder) = folder else {
        return Ok((Submission::open(&own)?, "exercises".into(), Slot::Exercises));
    };
    let submission = Submission::find(folder, course)?;
    let same = |a: &Path, b: &Path| fs::canonicalize(a).ok().is_some_and(|a| fs::canonicalize(b).is_ok_and(|b| a == b));
    let slot = if same(&submission.folder, &own) { Slot::Exercises } else { Slot::Submission };
    let shown = line(submission.folder.to_string_lossy().trim_end_matches('/'), 500);
    Ok((submission, shown, slot))
}

/// What the command line selects.
pub struct Selection<'a> {
    /// The names of the exercises.
    pub exercises: Vec<&'a str>,
    /// Functions and questions of the only exercise that are to be shown in full.
    pub functions: Vec<&'a str>,
    /// The name of the assignment, or `all`.
    pub assignment: String,
    /// Those that are selected whole.
    pub assignments: Vec<&'a Assignment>,
}

impl<'a> Selection<'a> {
    /// What some names select; without one, everything of the assignment.
    pub fn of(course: &'a Course, names: &[String], assignment: Option<&str>) -> Result<Selection<'a>> {
        let assignments = match assignment {
            Some(name) => vec![course.assignment(name)?],
            None => course.assignments.iter().collect(),
        };
        let listed: BTreeSet<&str> =
            assignments.iter().flat_map(|one| one.exercises()).map(|name| name.get_ref().as_str()).collect();
        let all = course.exercises.iter().map(|exercise| exercise.name.as_str());
        let assigned: Vec<&str> = all.filter(|name| listed.contains(name)).collect();
        let assignment = match assignments.as_slice() {
            [only] => only.name.get_ref().clone(),
            _ => "all".into(),
        };
        if names.is_empty() {
            return Ok(Selection { exercises: assigned, functions: vec![], assignment, assignments });
        }
        let targets = target::several(course, names)?;
        let exercises: Vec<&str> = targets.exercises.iter().map(|exercise| exercise.name.as_str()).collect();
        if let Some(other) = exercises.iter().find(|name| !assigned.contains(name)) {
            return Err(Error::usage(
                format!("`{other}` is not part of `{assignment}`"),
                format!("choose among {}", assigned.join(", ")),
            ));
        }
        Ok(Selection { exercises, functions: targets.entries, assignment, assignments: vec![] })
    }

    /// All points that a report of it can show.
    fn max(&self, course: &Course, disclosure: &dyn Fn(&str) -> Disclosure) -> u32 {
        let worth = |name: &str| {
            let exercise = course.exercises.iter().find(|exercise| exercise.name == name);
            exercise.map_or((0, 0), |exercise| {
                let later = if disclosure(name) == Disclosure::Received { exercise.choices() } else { 0 };
                (exercise.max() - later, later)
            })
        };
        match self.assignments.as_slice() {
            [] => self.exercises.iter().map(|name| worth(name).0).sum(),
            whole => whole.iter().map(|assignment| most(assignment, &worth)).sum(),
        }
    }
}

/// `grader [EXERCISE [FUNCTION…]]`
pub fn grade(command: &Grade) -> Result<Status> {
    let (course, work) = open()?;
    let (submission, shown_as, slot) = submission(&course, command.submission.as_deref())?;
    let selection = Selection::of(&course, &command.names, command.assignment.as_deref())?;
    let named = command.assignment.as_deref();
    let disclosure = |exercise: &str| disclosure(&course, exercise, named, slot);
    let max = selection.max(&course, &disclosure);
    if let Some(least) = command.fail_under.filter(|least| *least > max) {
        return Err(Error::usage(
            format!("`--fail-under {least}` asks for more than the {max} points there are"),
            format!("write a number from 0 to {max}"),
        ));
    }
    if let Some(output) = &command.output {
        writable(output, &course, &submission)?;
    }
    let Selection { exercises, functions, assignment, assignments } = selection;
    let focus = (slot == Slot::Exercises).then(|| edited_last(&course, &submission, &exercises)).flatten();
    let seed = command.seed.map_or_else(|| work.seed(), Ok)?;
    let training = wish(&course, command, slot);
    let drawn = drawn(&course, slot);
    let report = grade_submission(
        &course,
        &work,
        &Request {
            exercises,
            assignment,
            assignments,
            submission: &submission,
            shown_as,
            slot,
            seed,
            disclosure: &disclosure,
            training,
            drawn,
            pictures: command.pictures,
        },
    )?;
    let since = (slot == Slot::Exercises).then(|| since(&course, &work, &report, &disclosure)).flatten();
    let text = match command.format {
        Format::Json => to_json(&report),
        Format::Markdown => anstream::adapter::strip_str(&to_markdown(&report)).to_string(),
        Format::Rustc => {
            to_rustc(&report, &submission.folder, &|exercise, file| text(&course, &submission, exercise, file))
        }
        Format::Terminal => {
            let width = if command.output.is_some() { width::USUAL } else { width::width() };
            let detail = if command.names.is_empty() { Detail::First } else { Detail::Every };
            let view =
                View { width, detail, function: None, focus: focus.as_ref().map(|focus| focus.exercise.as_str()) };
            match functions.as_slice() {
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
    selection: Selection<'_>,
    seed: u64,
    pictures: Pictures,
) -> Result<Report> {
    let slot = Slot::Exercises;
    let Selection { exercises, assignment, assignments, .. } = selection;
    let request = Request {
        exercises,
        assignment,
        assignments,
        // what a submission lists is listed once, so each run has one of its own
        submission: &Submission::open(&course.root.join("exercises"))?,
        shown_as: "exercises".into(),
        slot,
        seed,
        disclosure: &|exercise: &str| course.choices(exercise, None).own,
        training: Wish::Skip(Skipped::NotAsked),
        drawn: drawn(course, slot),
        pictures,
    };
    let report = grade_submission(course, work, &request)?;
    since(course, work, &report, request.disclosure);
    Ok(report)
}

/// How much more that is, as the last line of a report.
fn later(since: Since, view: &View<'_>) -> String {
    format!("{FAINT}{}{FAINT:#}", english::paragraph(&english::since_then(since), view.columns()))
}

/// Remembers what was earned, and says how much more that is than before this sitting. What does not compile now says
/// nothing of the rest.
fn since(course: &Course, work: &Work, report: &Report, told: &dyn Fn(&str) -> Disclosure) -> Option<Since> {
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

/// What is told of the questions of an exercise.
pub(super) fn disclosure(course: &Course, exercise: &str, named: Option<&str>, slot: Slot) -> Disclosure {
    let choices = course.choices(exercise, named);
    if slot == Slot::Exercises { choices.own } else { choices.class }
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
fn wish(course: &Course, command: &Grade, slot: Slot) -> Wish {
    let usual = if slot == Slot::Exercises { course.training.own } else { course.training.class };
    match command.training {
        Some(false) => Wish::Skip(Skipped::Declined),
        None if !usual => Wish::Skip(Skipped::NotAsked),
        asked => Wish::Train { asked: asked.is_some(), progress: show_on_terminal },
    }
}

/// Whether inputs are drawn, as the course says of such a folder.
pub(super) fn drawn(course: &Course, slot: Slot) -> Ask {
    let own = slot == Slot::Exercises;
    match course.drawn {
        DrawnDefault { own: true, .. } if own => Ask::Now,
        DrawnDefault { class: true, .. } if own => Ask::Later,
        DrawnDefault { class: true, .. } => Ask::Now,
        DrawnDefault { .. } => Ask::Never,
    }
}

/// `grader reset EXERCISE`: the student's files are kept beside the stubs.
pub fn reset(command: &Reset) -> Result<Status> {
    let (course, _) = open()?;
    let exercise = target::exercise(&course, &command.exercise)?;
    let (submission, shown_as, _) = submission(&course, command.submission.as_deref())?;
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

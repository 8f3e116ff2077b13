//! The commands of students.

use super::arguments::{Format, Options, command_like};
use super::reading::show_on_terminal;
use super::{Outcome, say};
use crate::render::style::{BAD, FAINT, STRONG};
use crate::render::{Detail, View, english, to_terminal};
use judge::course::STUBS;
use judge::course::{Assignment, Course, Exercise, Written, unknown};
use judge::error::{Error, Result};
use judge::fate::Fate;
use judge::number::Value;
use judge::property::Call;
use judge::report::{Skipped, to_json};
use run::grade::{Request, Session, Sitting, grade as grade_submission};
use run::submission::{Files, Submission};
use run::training::Wish;
use run::work::{Slot, Work, write_atomically};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The course around the current folder, and where the grader keeps its things.
pub fn open() -> Result<(Course, Work)> {
    let here = std::env::current_dir().map_err(Error::file("find", Path::new("the current folder")))?;
    let root = Course::find_root(&here)?;
    Ok((Course::load(&root)?, Work::open(&root)?))
}

/// The folder to grade, its name in reports, and the staged workspace it uses.
pub fn submission(course: &Course, options: &Options) -> Result<(Submission, String, Slot)> {
    let own = course.root.join("exercises");
    let Some(folder) = &options.submission else {
        return Ok((Submission::open(&own)?, "exercises".into(), Slot::Exercises));
    };
    let submission = Submission::open(folder)?;
    let same = |a: &Path, b: &Path| fs::canonicalize(a).ok().is_some_and(|a| fs::canonicalize(b).is_ok_and(|b| a == b));
    let slot = if same(folder, &own) { Slot::Exercises } else { Slot::Submission };
    let shown = folder.to_string_lossy().trim_end_matches('/').to_owned();
    Ok((submission, shown, slot))
}

/// What the command line selects.
struct Selection<'a> {
    exercises: Vec<&'a str>,
    /// The name of the assignment, or `all`.
    assignment: String,
    /// Those that are selected whole.
    assignments: Vec<&'a Assignment>,
}

fn selection<'a>(course: &'a Course, options: &Options) -> Result<Selection<'a>> {
    let assignments = match &options.assignment {
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
    if options.exercises.is_empty() {
        return Ok(Selection { exercises: assigned, assignment, assignments });
    }
    let mut names = vec![];
    for name in &options.exercises {
        // `exercises/gibbs/` is what a shell completes to
        let plain = name.trim_end_matches('/').rsplit('/').next().unwrap_or(name);
        let exercise = course.exercise(plain).map_err(|error| match command_like(plain) {
            Some(command) => Error::usage(
                format!("there is no exercise called `{plain}`"),
                format!("did you mean the command `{command}`"),
            ),
            None => error,
        })?;
        if !assigned.contains(&exercise.name.as_str()) {
            return Err(Error::usage(
                format!("`{plain}` is not part of `{assignment}`"),
                format!("choose among {}", assigned.join(", ")),
            ));
        }
        if !names.contains(&exercise.name.as_str()) {
            names.push(exercise.name.as_str());
        }
    }
    Ok(Selection { exercises: names, assignment, assignments: vec![] })
}

/// `grader [EXERCISE…]`
pub fn grade(options: &Options) -> Result<Outcome> {
    let (course, work) = open()?;
    let (submission, shown_as, slot) = submission(&course, options)?;
    let Selection { exercises, assignment, assignments } = selection(&course, options)?;
    if let Some(output) = &options.output {
        writable(output)?;
    }
    let detail = !options.exercises.is_empty();
    let seed = options.seed.map_or_else(|| work.seed(), Ok)?;
    let training = wish(&course, options, slot);
    let report = grade_submission(
        &course,
        &work,
        &Request { exercises, assignment, assignments, submission: &submission, shown_as, slot, seed, training },
    )?;
    let detail = if detail { Detail::Every } else { Detail::First };
    let view = View { detail, ..View::default() };
    let text = match options.format {
        Format::Json => to_json(&report),
        Format::Terminal => to_terminal(&report, &view),
    };
    match &options.output {
        Some(output) => {
            write_atomically(output, &anstream::adapter::strip_str(&text).to_string())?;
            say(&format!("{} of {} points; the report is in {}\n", report.points, report.max, output.display()))?;
        }
        None => {
            say(&text)?;
        }
    }
    let enough = options.fail_under.is_none_or(|least| report.points >= least);
    Ok(if enough { Outcome::Satisfied } else { Outcome::Unsatisfied })
}

/// Whether to train: what the command line says, else what the course says of such a folder.
fn wish(course: &Course, options: &Options, slot: Slot) -> Wish {
    let usual = if slot == Slot::Exercises { course.training.own } else { course.training.class };
    match options.training {
        Some(false) => Wish::Skip(Skipped::Declined),
        None if !usual => Wish::Skip(Skipped::NotAsked),
        asked => Wish::Train { asked: asked.is_some(), progress: show_on_terminal },
    }
}

/// Refuses an output file before any work is done for it.
fn writable(output: &Path) -> Result<()> {
    let folder = match output.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    if !folder.is_dir() {
        return Err(Error::usage(
            format!("the folder {} of --output does not exist", folder.display()),
            "create it first",
        ));
    }
    if output.is_dir() {
        return Err(Error::usage(format!("--output {} is a folder", output.display()), "name a file"));
    }
    Ok(())
}

/// `grader list`
pub fn list(options: &Options) -> Result<Outcome> {
    let (course, _) = open()?;
    let mut text = String::new();
    let selection = selection(&course, options)?;
    for name in &selection.exercises {
        let exercise = course.exercise(name)?;
        text += &format!("{STRONG}{name}{STRONG:#}  {} points  {}\n", exercise.max(), exercise.title);
        text += &format!("{FAINT}  {}{FAINT:#}\n", exercise.summary);
        for function in &exercise.functions {
            text += &format!("  {:>3}  fn {}{}\n", function.max(), function.name, function.signature.text);
        }
        for written in &exercise.written {
            text += &match written {
                Written::Derivation(_) => format!("  {:>3}  {}: {}\n", written.max(), written.file(), written.asks()),
                Written::Choice(_) => format!("  {:>3}  {}: {}\n", written.max(), written.file(), written.name()),
                Written::Text(_) => {
                    format!("    -  {}: {}, {} by a person\n", written.file(), written.name(), written.by_person())
                }
            };
        }
        text.push('\n');
    }
    for assignment in &selection.assignments {
        text += &format!(
            "{STRONG}{}{STRONG:#}  {} points  {}\n",
            assignment.name.get_ref(),
            assignment.max(),
            assignment.title
        );
        for part in &assignment.parts {
            let names: Vec<&str> = part.exercises.iter().map(|name| name.get_ref().as_str()).collect();
            text += &format!("  {:>3}  {} {}: {}\n", part.points.get_ref(), part.name, part.title, names.join(", "));
        }
        text.push('\n');
    }
    text += "A hint: cargo run -p grader -- hint EXERCISE FUNCTION\n";
    say(&text)
}

/// `grader hint EXERCISE [FUNCTION [NUMBER]]`
pub fn hint(exercise: &str, function: Option<&str>, which: usize, _options: &Options) -> Result<Outcome> {
    let (course, _) = open()?;
    let exercise = course.exercise(exercise)?;
    let Some(function) = function else {
        let mut text = format!("{STRONG}{}{STRONG:#}: {}\n\n", exercise.title, exercise.summary);
        text += &format!("Read exercises/{}/README.md first. Hints are per function:\n", exercise.name);
        for name in entries(exercise) {
            text += &format!("  cargo run -p grader -- hint {} {name}\n", exercise.name);
        }
        return say(&text);
    };
    let written = exercise.written.iter().find(|written| written.name() == function);
    let (name, hints) = match (written, exercise.function(function)) {
        (Some(written), _) => (written.name(), written.hints()),
        (None, Ok(function)) => (function.name.as_str(), function.hints.as_slice()),
        (None, Err(_)) => {
            let kind = format!("function or question in `{}`", exercise.name);
            return Err(unknown(&kind, function, entries(exercise)));
        }
    };
    let all = hints.len();
    let Some(hint) = hints.get(which - 1) else {
        return Err(Error::usage(format!("`{name}` has {all} hints"), format!("write a number from 1 to {all}")));
    };
    let mut text = format!("{STRONG}{name}{STRONG:#}, hint {which} of {all}\n\n{}\n", textwrap::fill(hint, 78));
    if which < all {
        let (exercise, next) = (&exercise.name, which + 1);
        text += &format!("\n{FAINT}Still stuck? cargo run -p grader -- hint {exercise} {name} {next}{FAINT:#}\n");
    }
    say(&text)
}

/// The names of everything that an exercise asks for.
fn entries(exercise: &Exercise) -> impl Iterator<Item = &str> + Clone {
    let functions = exercise.functions.iter().map(|function| function.name.as_str());
    functions.chain(exercise.written.iter().map(Written::name))
}

/// `grader reset EXERCISE`: the student's files are kept beside the stubs.
pub fn reset(exercise: &str, options: &Options) -> Result<Outcome> {
    let (course, _) = open()?;
    let exercise = course.exercise(exercise)?;
    let (submission, shown_as, _) = submission(&course, options)?;
    let stubs = Submission::open(&course.root.join(STUBS))?;
    let Files::Present(files) = stubs.files(&exercise.name) else {
        return Err(Error::fixture(&stubs.main_file(&exercise.name), None, "the stub is missing", "restore it"));
    };
    let mut text = String::new();
    for stub in files {
        let path = submission.folder.join(&exercise.name).join(&stub.path);
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

/// `grader call EXERCISE FUNCTION 'JSON ARGS'`
pub fn call(exercise: &str, function: &str, args: &str, options: &Options) -> Result<Outcome> {
    let (course, work) = open()?;
    let exercise = course.exercise(exercise)?;
    let function = exercise.function(function)?;
    let usage = || format!("write a JSON list that fits {}{}", function.name, function.signature.text);
    let json: serde_json::Value = serde_json::from_str(args)
        .map_err(|error| Error::usage(format!("the arguments are not JSON ({error})"), usage()))?;
    let values = json.as_array().map(|list| list.iter().map(Value::from_json).collect::<Option<Vec<_>>>());
    let Some(Some(args)) = values else {
        return Err(Error::usage("the arguments are not a JSON list of values", usage()));
    };
    function
        .signature
        .accepts(&args)
        .map_err(|what| Error::usage(format!("the arguments do not fit, {what}"), usage()))?;
    let (submission, shown_as, slot) = submission(&course, options)?;
    let (fate, log) =
        one_call(&course, &work, exercise, &submission, slot, Call { function: function.name.clone(), args })?;
    for line in log.lines() {
        anstream::eprintln!("{FAINT}{}{FAINT:#}", judge::foreign::clean(line, 500));
    }
    match (fate.value(), fate.ending()) {
        (Some(value), _) => say(&format!("{}\n", value.to_json())),
        (None, ending) => {
            let why = ending.map(|ending| english::ending(&ending)).unwrap_or_default();
            anstream::eprintln!("{BAD}no value{BAD:#}: {why}");
            anstream::eprintln!("The file is {shown_as}/{}/src/lib.rs.", exercise.name);
            Ok(Outcome::Unsatisfied)
        }
    }
}

fn one_call(
    course: &Course,
    work: &Work,
    exercise: &Exercise,
    submission: &Submission,
    slot: Slot,
    call: Call,
) -> Result<(Fate, String)> {
    let files = match submission.files(&exercise.name) {
        Files::Present(files) => files,
        Files::Missing => {
            let file = submission.main_file(&exercise.name);
            return Err(Error::usage(
                format!("there is no {}", file.display()),
                format!("bring it back with `reset {}`", exercise.name),
            ));
        }
        Files::Refused { why } => return Err(Error::usage(why.trim_end_matches('.'), "mend the file")),
    };
    // limits come with the snapshots; a call works without them
    let snapshots = exercise.snapshots().unwrap_or_default();
    Session { course, work, slot, seed: 0 }.call(&Sitting { exercise, files: &files, snapshots: &snapshots }, call)
}

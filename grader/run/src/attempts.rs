//! Attempts, remembered: a line for every grading of a student's own files that changed something. They are on the
//! student's machine alone, and in nothing that is handed in.

use crate::work::Work;
use judge::attempts::{Attempt, Attempts, Of};
use judge::course::{Course, Disclosure};
use judge::digest::{Digest, seal};
use judge::error::{Error, Result};
use judge::report::{ExerciseReport, Report, State};
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

/// Of a longer file the end is read: a year of hard work has a tenth of it.
const MOST_BYTES: u64 = 1024 * 1024;
/// Of a seal and of terms so many digits stand in a line.
const DIGITS: usize = 16;

/// Remembers what a report of a student's own files says, as far as it is new. That it cannot be written is no error:
/// nothing but this rests on it.
pub fn remember(
    work: &Work,
    course: &Course,
    report: &Report,
    told: &dyn Fn(&str) -> Disclosure,
    now: SystemTime,
) -> Attempts {
    let mut attempts = recall(work, course, now);
    let Ok(key) = work.key() else { return attempts };
    let mut text = String::new();
    for attempt in of_report(course, report, told, attempts.now) {
        let before = attempts.last(attempt.of, &attempt.name);
        if before.is_none_or(|before| !before.says_the_same(&attempt)) {
            // a line that was cut short before this one ends here
            text += &format!("\n{}", line(&attempt, &key));
            attempts.all.push(attempt);
        }
    }
    if !text.is_empty() {
        let path = kept_in(work, course);
        if let Some(folder) = path.parent() {
            let _ = fs::create_dir_all(folder);
        }
        // in one piece, behind whatever somebody else has written meanwhile
        let file = OpenOptions::new().create(true).append(true).open(path);
        let _ = file.and_then(|mut file| file.write_all((text + "\n").as_bytes()));
    }
    attempts
}

/// All that is remembered. A line that is damaged, or that was not written here, is none.
pub fn recall(work: &Work, course: &Course, now: SystemTime) -> Attempts {
    let now = now.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let text = text(kept_in(work, course)).unwrap_or_default();
    let key = work.key().unwrap_or_default();
    Attempts { all: text.lines().filter_map(|one| attempt(one, &key)).collect(), now }
}

/// Forgets all of it; says whether there was anything.
pub fn forget(work: &Work, course: &Course) -> Result<bool> {
    let path = kept_in(work, course);
    match fs::remove_file(&path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(Error::file("remove", &path)(error)),
    }
}

/// Where they are: a file for each checkout, as several may share what cargo builds.
pub fn kept_in(work: &Work, course: &Course) -> PathBuf {
    let root = fs::canonicalize(&course.root).unwrap_or_else(|_| course.root.clone());
    let mut digest = Digest::new();
    digest.field(root.as_os_str().as_encoded_bytes());
    work.attempts().join(&digest.finish_hex()[..DIGITS])
}

fn text(path: PathBuf) -> Option<String> {
    // whatever stands at that name may be somebody else's: a FIFO would be waited for
    if !fs::symlink_metadata(&path).ok()?.is_file() {
        return None;
    }
    let mut file = fs::File::open(path).ok()?;
    let length = file.metadata().ok()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(MOST_BYTES))).ok()?;
    let mut bytes = vec![];
    file.take(MOST_BYTES).read_to_end(&mut bytes).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

fn line(attempt: &Attempt, key: &[u8]) -> String {
    let of = match attempt.of {
        Of::Assignment => "assignment",
        Of::Exercise => "exercise",
    };
    let Attempt { at, points, max, terms, name, .. } = attempt;
    let body = format!("{at} {points} {max} {terms} {of} {name}");
    format!("{} {body}", &seal(key, &body)[..DIGITS])
}

fn attempt(line: &str, key: &[u8]) -> Option<Attempt> {
    let (sealed, body) = line.split_once(' ')?;
    if sealed != &seal(key, body)[..DIGITS] {
        return None;
    }
    let mut parts = body.splitn(6, ' ');
    let mut part = || parts.next();
    let (at, points, max) = (part()?.parse().ok()?, part()?.parse().ok()?, part()?.parse().ok()?);
    let terms = part()?.to_owned();
    let of = match part()? {
        "assignment" => Of::Assignment,
        "exercise" => Of::Exercise,
        _ => return None,
    };
    Some(Attempt { at, of, name: part()?.to_owned(), points, max, terms })
}

/// What is worth remembering: what compiles, and what nothing disturbed.
fn of_report(course: &Course, report: &Report, told: &dyn Fn(&str) -> Disclosure, at: u64) -> Vec<Attempt> {
    let counts = |exercise: &ExerciseReport| {
        exercise.repeatable() && matches!(exercise.state, State::Graded | State::NotStarted)
    };
    let terms = |digest: Option<String>, names: &[&str]| {
        let mut all = Digest::new();
        all.field(digest.unwrap_or_default());
        for name in names {
            all.field(name).field(told(name).word());
        }
        all.finish_hex()[..DIGITS].to_owned()
    };
    let exercises = report.exercises.iter().filter(|exercise| counts(exercise)).map(|exercise| {
        let digest = course.exercise(&exercise.name).ok().and_then(|exercise| exercise.digest().ok());
        let terms = terms(digest.map(|digest| format!("{digest:?}")), &[&exercise.name]);
        let ExerciseReport { name, points, max, .. } = exercise;
        Attempt { at, of: Of::Exercise, name: name.clone(), points: *points, max: *max, terms }
    });
    let whole = |names: &[&str]| {
        let mut of = report.exercises.iter().filter(|exercise| names.contains(&exercise.name.as_str()));
        of.all(counts)
    };
    let assignments = report.assignments.iter().filter_map(|assignment| {
        let names: Vec<&str> = assignment.parts.iter().flat_map(|part| &part.exercises).map(String::as_str).collect();
        let terms = terms(course.digest().ok(), &names);
        let (name, points, max) = (assignment.name.clone(), assignment.points, assignment.max);
        whole(&names).then_some(Attempt { at, of: Of::Assignment, name, points, max, terms })
    });
    exercises.collect::<Vec<_>>().into_iter().chain(assignments).collect()
}

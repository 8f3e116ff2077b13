//! Which of a student's files was edited last. A hint for what is shown first, never evidence: dates of files lie.

use judge::course::{Course, Exercise, STUBS};
use run::submission::{Files, StudentFile, Submission};
use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

/// Dates that lie closer together say nothing: an archive or a checkout writes many files at once.
const SLACK: Duration = Duration::from_secs(2);

/// What a student was at work on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Focus {
    /// The name of the exercise.
    pub exercise: String,
    /// The file, relative to the exercise: `src/lib.rs`.
    pub file: String,
}

/// The file that was edited last among those of some exercises. None where nothing was edited, where two
/// exercises were edited at the same time, or where the dates cannot be had.
pub fn edited_last(course: &Course, submission: &Submission, exercises: &[&str]) -> Option<Focus> {
    let stubs = Submission::open(&course.root.join(STUBS)).ok()?;
    let now = SystemTime::now();
    let mut last: Option<(SystemTime, Focus)> = None;
    let mut tied = false;
    for &exercise in exercises {
        let Ok(owed) = course.exercise(exercise) else { continue };
        let Some((date, file)) = newest(submission, &stubs, owed, now) else { continue };
        let before = last.as_ref().map(|(date, _)| *date);
        if before.is_none_or(|before| date > before) {
            tied = before.is_some_and(|before| close(date, before));
            last = Some((date, Focus { exercise: exercise.to_owned(), file }));
        } else {
            tied |= before.is_some_and(|before| close(before, date));
        }
    }
    last.filter(|_| !tied).map(|(_, focus)| focus)
}

fn close(later: SystemTime, earlier: SystemTime) -> bool {
    later.duration_since(earlier).is_ok_and(|apart| apart < SLACK)
}

/// The newest file of one exercise that is not as it was handed out.
fn newest(
    submission: &Submission,
    stubs: &Submission,
    exercise: &Exercise,
    now: SystemTime,
) -> Option<(SystemTime, String)> {
    let Files::Present(files) = submission.files(exercise) else {
        // what cannot be read may still be what somebody is at work on
        let main = submission.main_file(&exercise.name);
        return Some((date(&main, now)?, "src/lib.rs".into()));
    };
    let untouched = match stubs.files(exercise) {
        Files::Present(files) => files,
        Files::Missing | Files::Refused(_) => vec![],
    };
    let folder = submission.exercise_folder(&exercise.name);
    let edited = files.into_iter().filter(|file: &StudentFile| !untouched.contains(file));
    edited.filter_map(|file| Some((date(&folder.join(&file.path), now)?, file.path))).max()
}

/// When a file was written; a date in the future says nothing.
fn date(path: &Path, now: SystemTime) -> Option<SystemTime> {
    fs::metadata(path).ok()?.modified().ok().filter(|date| *date <= now + SLACK)
}

//! Which exercises were saved since the last look. Looking again and again works on every drive, and with every
//! editor: one that writes in place, one that puts another file in the place of the old one, one on the other side of a
//! network. A stamp that changed is a reason to read a file; its text alone says that it is another.

use crate::submission::{Files, Reading, Source, Stamps, Submission, stamps};
use judge::course::{COURSE, Course, Exercise};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// For so many looks after a save the texts are read though no stamp changes: some drives tell full seconds only.
const ALERT: u32 = 100 * READ;
/// At one of so many such looks: reading takes much longer than a look at stamps.
const READ: u32 = 8;
/// A file that is gone or empty is a file about to be written, so many times that it is read.
const HALF: u32 = 40;

/// What was seen of the student's files.
pub struct Saves {
    folder: PathBuf,
    seen: BTreeMap<String, Seen>,
}

struct Seen {
    stamps: Stamps,
    /// What was told last.
    reading: Option<Reading>,
    /// For so many more looks the texts are read.
    alert: u32,
    /// So many more times a file that is gone or empty is waited for.
    half: u32,
}

impl Saves {
    /// Begins to look at the exercises in a folder.
    pub fn of(folder: PathBuf, exercises: &[&Exercise]) -> Saves {
        let mut saves = Saves { folder, seen: BTreeMap::new() };
        saves.look(exercises);
        saves
    }

    /// The names of those of these exercises whose files are others than at the last look.
    pub fn look(&mut self, exercises: &[&Exercise]) -> Vec<String> {
        // what a submission lists is listed once, so each look has one of its own
        let Ok(submission) = Submission::open(&self.folder) else { return vec![] };
        let saved = exercises.iter().filter(|exercise| self.is_saved(&submission, exercise));
        saved.map(|exercise| exercise.name.clone()).collect()
    }

    fn is_saved(&mut self, submission: &Submission, exercise: &Exercise) -> bool {
        let now = stamps(&submission.exercise_folder(&exercise.name));
        let Some(seen) = self.seen.get_mut(&exercise.name) else {
            let reading = Some(submission.read(exercise));
            self.seen.insert(exercise.name.clone(), Seen { stamps: now, reading, alert: ALERT, half: HALF });
            return false;
        };
        if seen.stamps != now {
            seen.alert = ALERT;
            seen.stamps = now;
        }
        let is_read = seen.alert > 0 && seen.alert.is_multiple_of(READ);
        seen.alert = seen.alert.saturating_sub(1);
        if !is_read {
            return false;
        }
        let reading = submission.read(exercise);
        if !is_half(&reading.files) {
            seen.half = HALF;
        } else if seen.half > 0 {
            seen.half -= 1;
            return false;
        }
        if seen.reading.as_ref() == Some(&reading) {
            return false;
        }
        seen.alert = ALERT;
        seen.reading = Some(reading);
        true
    }
}

/// Is the main file gone, or empty?
fn is_half(files: &Files) -> bool {
    match files {
        Files::Present(files) => files.iter().any(|file| file.path == "src/lib.rs" && file.text.trim().is_empty()),
        Files::Missing | Files::Refused(_) => true,
    }
}

/// What was seen of the fixtures.
pub struct Fixtures {
    seen: Vec<Stamps>,
}

impl Fixtures {
    /// Begins to look.
    pub fn of(course: &Course) -> Fixtures {
        Fixtures { seen: fixtures(course) }
    }

    /// Did one of them change since the last look?
    pub fn look(&mut self, course: &Course) -> bool {
        let now = fixtures(course);
        let changed = now != self.seen;
        self.seen = now;
        changed
    }
}

fn fixtures(course: &Course) -> Vec<Stamps> {
    let folder = course.root.join("fixtures");
    let name = COURSE.trim_start_matches("fixtures/");
    let own = |name: &String| name.ends_with(".snap") || name.ends_with(".toml");
    let of_exercise = |exercise: &Exercise| {
        let mut stamps = stamps(&folder.join(&exercise.name));
        stamps.retain(|path, _| own(path));
        stamps
    };
    let mut all: Vec<Stamps> = course.exercises.iter().map(of_exercise).collect();
    let file = crate::submission::stamp(&folder.join(name)).map(|stamp| (name.to_owned(), stamp));
    all.push(file.into_iter().collect());
    all
}

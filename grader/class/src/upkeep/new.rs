//! A new exercise: everything that one needs, in its places, small and in order, to be changed from there.

use judge::course::{COURSE, Course, STUBS, name};
use judge::error::{Error, Result};
use run::work::write_atomically;
use std::fs;
use std::path::{Path, PathBuf};

/// The files of a new exercise, relative to the checkout, in which `NAME` stands for its name.
const FILES: [(&str, &str); 7] = [
    ("exercises/NAME/Cargo.toml", include_str!("new/Cargo.toml.txt")),
    ("exercises/NAME/README.md", include_str!("new/README.md.txt")),
    ("exercises/NAME/src/lib.rs", include_str!("new/stub.rs.txt")),
    ("fixtures/submissions/stubs/NAME/src/lib.rs", include_str!("new/stub.rs.txt")),
    ("fixtures/NAME/exercise.toml", include_str!("new/exercise.toml.txt")),
    ("fixtures/NAME/audit.toml", include_str!("new/audit.toml.txt")),
    ("solutions/NAME/src/lib.rs", include_str!("new/solution.rs.txt")),
];

/// Where the folders of exercises are.
const ROOMS: [&str; 4] = ["exercises", "fixtures", STUBS, "solutions"];

/// Writes the files and names the exercise in the last part of the last assignment. Returns what was written.
pub fn new(course: &Course, name: &str) -> Result<Vec<PathBuf>> {
    name::of_exercise(name).map_err(|why| {
        Error::usage(format!("`{}` is no name for an exercise: {why}", name.escape_debug()), "write another name")
    })?;
    let rooms = ROOMS.map(|room| course.root.join(room).join(name));
    if course.exercises.iter().any(|exercise| exercise.name == name) {
        return Err(Error::usage(format!("there is an exercise called `{name}` already"), "write another name"));
    }
    if let Some(taken) = rooms.iter().find(|folder| fs::symlink_metadata(folder).is_ok()) {
        let what = format!("{} is there already", taken.display());
        return Err(Error::usage(what, "write another name, or remove that folder"));
    }
    let listed = listed(course, name)?;
    let written = write(course, name, &listed);
    if written.is_err() {
        // none of them was there before
        for folder in &rooms {
            let _ = fs::remove_dir_all(folder);
        }
    }
    written
}

fn write(course: &Course, name: &str, listed: &str) -> Result<Vec<PathBuf>> {
    let mut written = vec![];
    for (path, text) in FILES {
        let path = course.root.join(path.replace("NAME", name));
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(Error::file("create", folder))?;
        }
        write_atomically(&path, &text.replace("NAME", name))?;
        written.push(path);
    }
    let path = course.root.join(COURSE);
    write_atomically(&path, listed)?;
    written.push(path);
    Ok(written)
}

/// The course file with one more name, and nothing else changed.
fn listed(course: &Course, name: &str) -> Result<String> {
    let path = course.root.join(COURSE);
    let raw = fs::read_to_string(&path).map_err(Error::file("read", &path))?;
    let last = course.assignments.last().and_then(|assignment| assignment.parts.last());
    let last = last.and_then(|part| part.exercises.last()).map(|name| name.span().end);
    inserted(&raw, last, name).ok_or_else(|| lost(&path))
}

fn lost(path: &Path) -> Error {
    Error::fixture(path, None, "the place of the last exercise was not found", "add the name to a part by hand")
}

/// Puts a name behind the byte `at`, counted in the text with plain line ends; those of the file stay.
fn inserted(raw: &str, at: Option<usize>, name: &str) -> Option<String> {
    let (mark, raw) = raw.strip_prefix('\u{feff}').map_or(("", raw), |rest| ("\u{feff}", rest));
    let crlf = raw.contains("\r\n");
    let mut text = raw.replace("\r\n", "\n");
    let at = at.filter(|&at| text.get(..at).is_some_and(|before| before.ends_with(['"', '\''])))?;
    text.insert_str(at, &format!(", \"{name}\""));
    Some(mark.to_owned() + &if crlf { text.replace('\n', "\r\n") } else { text })
}

#[cfg(test)]
mod tests {
    use super::inserted;

    #[test]
    fn a_name_is_added_and_line_ends_stay() {
        let text = "exercises = [\"a\"]\ncap = 1\n";
        let at = text.find(']');
        assert_eq!(inserted(text, at, "b").as_deref(), Some("exercises = [\"a\", \"b\"]\ncap = 1\n"));
        let windows = format!("\u{feff}{}", text.replace('\n', "\r\n"));
        let added = "\u{feff}exercises = [\"a\", \"b\"]\r\ncap = 1\r\n";
        assert_eq!(inserted(&windows, at, "b").as_deref(), Some(added));
        assert_eq!(inserted(text, Some(3), "b"), None);
    }
}

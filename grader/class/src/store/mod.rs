//! The folder of a gradebook: what was found (results), what was handed in, what people did (acts), and what is made
//! of these at will (reports and tables).
//!
//! There is no database. Whatever cannot be computed again is one small file, written whole or not at all and on the
//! disk before anything rests on it; so a run may end at any moment, and the same command goes on.

mod act;
mod hand_in;
mod secret;
mod unit;

pub use act::{Act, Cost, Deed};
pub use hand_in::{Attempt, HandIn, Piece, Taken, digest_of};
pub use secret::{Commitment, Secret};
pub use unit::{Disturbance, Key, Unit};

use judge::error::{Error, Result};
use run::work::{PART, folder_durably, write_durably};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

/// The version of everything in a gradebook.
const SCHEMA: &str = "ebm-gradebook/1";

/// Where gradebooks are, below the checkout, unless somebody says.
pub const USUAL: &str = "gradebook";

/// The folder of one class and one assignment.
#[derive(Clone, Debug)]
pub struct Gradebook {
    /// The folder.
    pub folder: PathBuf,
    /// The name of the assignment.
    pub assignment: String,
}

/// What a gradebook says of itself.
#[derive(Serialize, Deserialize)]
struct Label {
    schema: String,
    assignment: String,
}

impl Gradebook {
    /// The gradebook in a folder, for this assignment; made where there is none.
    pub fn make(folder: &Path, assignment: &str) -> Result<Gradebook> {
        let label = folder.join("gradebook.json");
        if label.exists() {
            let there = Gradebook::open(folder)?;
            if there.assignment != assignment {
                let what = format!("{} is the gradebook of `{}`", folder.display(), there.assignment);
                return Err(Error::usage(what, format!("name another folder for `{assignment}`")));
            }
            return Ok(there);
        }
        // a run that ended in this very moment left a part of the label
        let other = |entry: std::io::Result<fs::DirEntry>| {
            entry.is_ok_and(|entry| !entry.file_name().to_string_lossy().ends_with(PART))
        };
        if fs::read_dir(folder).is_ok_and(|mut entries| entries.any(other)) {
            let what = format!("{} holds other things than a gradebook", folder.display());
            return Err(Error::usage(what, "name a new folder"));
        }
        folder_durably(folder)?;
        let gradebook = Gradebook { folder: folder.to_owned(), assignment: assignment.to_owned() };
        let text = json(&Label { schema: SCHEMA.into(), assignment: assignment.to_owned() })?;
        write_durably(&label, &text)?;
        Ok(gradebook)
    }

    /// A gradebook that is there.
    pub fn open(folder: &Path) -> Result<Gradebook> {
        let path = folder.join("gradebook.json");
        if !path.exists() {
            let what = format!("there is no gradebook in {}", folder.display());
            return Err(Error::usage(what, "grade first, or name its folder with `--gradebook`"));
        }
        let label: Label = read(&path)?;
        if label.schema != SCHEMA {
            let what = format!("{} is of the schema `{}`, not `{SCHEMA}`", path.display(), label.schema);
            return Err(Error::usage(what, "use the grader that made it, or another folder"));
        }
        Ok(Gradebook { folder: folder.to_owned(), assignment: label.assignment })
    }

    /// Only one grader at a time works in a gradebook; the lock goes with the returned file.
    pub fn lock(&self) -> Result<File> {
        let (path, file) = self.lock_file(".lock")?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(TryLockError::WouldBlock) => {
                let what = format!("another grader is at work in {}", self.folder.display());
                Err(Error::usage(what, "wait for it"))
            }
            Err(TryLockError::Error(error)) => Err(Error::file("lock", &path)(error)),
        }
    }

    /// Whoever writes what people did, or what is made of it, waits for a turn, which goes with the returned file: people
    /// act while a class is graded, and the last to write has seen what all others did.
    pub fn turn(&self) -> Result<File> {
        let (path, file) = self.lock_file(".turn")?;
        file.lock().map_err(Error::file("lock", &path))?;
        Ok(file)
    }

    /// A file that is only there to be locked.
    fn lock_file(&self, name: &str) -> Result<(PathBuf, File)> {
        let path = self.folder.join(name);
        let opened = File::options().write(true).create(true).truncate(false).open(&path);
        let file = opened.map_err(Error::file("open", &path))?;
        Ok((path, file))
    }

    /// Removes what a run left that ended while it wrote. Only for who holds the lock.
    pub fn sweep(&self) -> Result<()> {
        // an act that is being written is nobody's leftover
        let _turn = self.turn()?;
        let mut folders = vec![self.folder.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
                let path = entry.path();
                match entry.file_type() {
                    Ok(of) if of.is_dir() => folders.push(path),
                    Ok(of) if of.is_file() && path.to_string_lossy().ends_with(PART) => drop(fs::remove_file(path)),
                    _ => {}
                }
            }
        }
        Ok(())
    }

    /// A folder of it, made where it is not there.
    pub fn within(&self, name: &str) -> Result<PathBuf> {
        let folder = self.folder.join(name);
        folder_durably(&folder)?;
        Ok(folder)
    }
}

impl Gradebook {
    /// Notes where the submissions are.
    pub fn keep_source(&self, submissions: &Path) -> Result<()> {
        let whole = fs::canonicalize(submissions).map_err(Error::file("open the submissions", submissions))?;
        write_durably(&self.folder.join(".submissions"), &format!("{}\n", whole.display()))
    }

    /// Where the submissions are.
    pub fn source(&self) -> Result<PathBuf> {
        let path = self.folder.join(".submissions");
        let text = fs::read_to_string(&path).map_err(Error::file("read", &path))?;
        Ok(PathBuf::from(text.trim_end()))
    }

    /// Every result, byte for byte, by exercise and unit.
    pub fn results(&self) -> BTreeMap<String, Vec<u8>> {
        let mut all = BTreeMap::new();
        for folder in files(&self.folder.join("results"), "") {
            for path in files(&folder, ".json") {
                let name = path.strip_prefix(self.folder.join("results")).unwrap_or(&path);
                if let Ok(bytes) = fs::read(&path) {
                    all.insert(name.to_string_lossy().into_owned(), bytes);
                }
            }
        }
        all
    }

    /// Where the table of times is, once somebody gave one.
    pub fn times(&self) -> PathBuf {
        self.folder.join("times.csv")
    }

    /// Keeps a table of times, as it is.
    pub fn keep_times(&self, from: &Path) -> Result<()> {
        let bytes = fs::read(from).map_err(Error::file("read the times", from))?;
        write_durably(&self.times(), &String::from_utf8_lossy(&bytes))
    }

    /// Where the list of the class is, once somebody gave one.
    pub fn roster(&self) -> PathBuf {
        self.folder.join("roster.csv")
    }

    /// Keeps a list of the class, as it is.
    pub fn keep_roster(&self, from: &Path) -> Result<()> {
        let bytes = fs::read(from).map_err(Error::file("read the roster", from))?;
        write_durably(&self.roster(), &String::from_utf8_lossy(&bytes))
    }
}

/// A name for a file that says this, whatever it is: letters, digits, `-` and `_` stay, as does a dot that is not the
/// first.
pub fn file_name(text: &str) -> String {
    let mut name = String::new();
    for (index, byte) in text.bytes().enumerate() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' => name.push(char::from(byte)),
            b'.' if index > 0 => name.push('.'),
            other => name += &format!("%{other:02x}"),
        }
    }
    name
}

/// One value as JSON, ending in a line break: readable, or short.
fn json<T: Serialize>(value: &T) -> Result<String> {
    written(serde_json::to_string_pretty(value))
}

pub(crate) fn short<T: Serialize>(value: &T) -> Result<String> {
    written(serde_json::to_string(value))
}

fn written(text: serde_json::Result<String>) -> Result<String> {
    text.map(|text| text + "\n").map_err(|error| Error::usage(error.to_string(), "please tell the course staff"))
}

/// A file that holds one value as JSON.
pub(crate) fn read<T: DeserializeOwned>(path: &Path) -> Result<T> {
    let text = fs::read_to_string(path).map_err(Error::file("read", path))?;
    serde_json::from_str(&text).map_err(|error| {
        let what = format!("{} is not as the grader wrote it: {error}", path.display());
        Error::usage(what, "restore it, or remove it and grade again")
    })
}

/// The files of a folder that end like this, in order of their names.
fn files(folder: &Path, end: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.retain(|path| path.file_name().is_some_and(|name| name.to_string_lossy().ends_with(end)));
    paths.sort();
    paths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_for_a_file_is_one_wherever_it_comes_from() {
        let names = ["0042", "jane.doe", "..", "a/b", "=1+1", "é"].map(file_name);
        assert_eq!(names, ["0042", "jane.doe", "%2e.", "a%2fb", "%3d1%2b1", "%c3%a9"]);
    }

    #[test]
    fn a_gradebook_is_of_one_assignment_and_in_a_folder_of_its_own() {
        let home = tempfile::tempdir().expect("a folder");
        let folder = home.path().join("book");
        let made = Gradebook::make(&folder, "homework").expect("a gradebook");
        assert!(Gradebook::make(&folder, "homework").is_ok());
        let error = Gradebook::make(&folder, "midterm").expect_err("a refusal").to_string();
        assert!(error.contains("is the gradebook of `homework`"), "{error}");
        let error = Gradebook::make(home.path(), "homework").expect_err("a refusal").to_string();
        assert!(error.contains("other things than a gradebook"), "{error}");
        let lock = made.lock().expect("the lock");
        assert!(made.lock().is_err());
        drop(lock);
        let part = made.within("results/gibbs").expect("a folder").join(format!("x.json.1-2{PART}"));
        fs::write(&part, "half").expect("written");
        made.sweep().expect("swept");
        assert!(!part.exists() && made.lock().is_ok());
    }
}

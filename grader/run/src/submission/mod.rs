//! Which files belong to the student: the only place that decides.
//!
//! A submission is a folder, or an archive, with one folder per exercise; of each the Rust files under `src/` count, and the texts that
//! the exercise asks for. Manifests, build scripts, cargo configuration and programs are ours, and never read. Where a
//! file is not in its place, one that can only be it is read as it, and said so; what looks as if it were meant and is
//! not read is named. What cannot be read costs only what uses it. Nothing is read through a link.

mod beneath;
mod code;
mod comments;
mod decode;
mod find;
mod ground;
mod names;
mod place;
mod stamps;
mod strays;
mod texts;
mod walk;

pub use ground::{Entry, Packed};
pub use judge::source::StudentFile;
pub use stamps::{Stamp, Stamps, stamp, stamps};

use ground::{Ground, Spot};
use judge::course::{Course, Exercise};
use judge::error::{Error, Result};
use judge::report::{FileRemark, Why};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use walk::Listing;

/// A folder or an archive with a student's work.
#[derive(Clone, Debug)]
pub struct Submission {
    /// The folder; of an archive, its path and the folder within.
    pub folder: PathBuf,
    /// Where the files are.
    ground: Ground,
    /// The folder of all exercises on that ground.
    base: String,
    /// The one exercise that the folder itself is.
    alone: Option<String>,
    /// What lies in it, once somebody had to look.
    below: OnceLock<Listing>,
}

/// What a submission holds for one exercise.
#[derive(Clone, Debug, PartialEq)]
pub enum Files {
    /// The files, `src/lib.rs` among them, sorted by path.
    Present(Vec<StudentFile>),
    /// There is no `src/lib.rs`.
    Missing,
    /// They cannot be graded.
    Refused(FileRemark),
}

/// All there is to know of one exercise.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// What can be graded.
    pub files: Files,
    /// The texts among the files, which count whatever became of the Rust.
    pub texts: Vec<StudentFile>,
    /// What is to be said of files, and costs nothing.
    pub remarks: Vec<FileRemark>,
    /// Where in the submission each file was found, by its place in the exercise.
    pub origins: BTreeMap<String, String>,
}

/// Where a student's files come from: a seam, because an archive is no folder.
pub trait Source: Sync {
    /// Reads what belongs to the student of an exercise.
    fn read(&self, exercise: &Exercise) -> Reading;
}

/// Reads a regular file of others, never through a link; at most so many bytes.
pub fn regular(path: &Path, most: u64) -> std::result::Result<Vec<u8>, Why> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = path.file_name().and_then(|name| name.to_str()).ok_or(Why::Name)?;
    let (file, _) = beneath::open(folder, name)?;
    Ok(beneath::read(file, most)?)
}

/// Is this a path at which no student's work is looked for: what systems, editors, cargo and courses lay down?
pub fn is_beside(path: &str) -> bool {
    path.split('/').any(|name| names::is_nobodys(name) || names::is_foreign(name))
}

impl Source for Submission {
    fn read(&self, exercise: &Exercise) -> Reading {
        self.read_named(&exercise.name, &find::wanted(exercise))
    }
}

impl Submission {
    /// Opens exactly this folder. [`Submission::find`] is for what people hand in.
    pub fn open(folder: &Path) -> Result<Submission> {
        let meta = fs::metadata(folder).map_err(Error::file("open the submission", folder))?;
        if !meta.is_dir() {
            let what = format!("{} is not a folder", folder.display());
            let packed =
                folder.extension().is_some_and(|ending| ["zip", "gz", "tgz", "tar"].iter().any(|of| ending == *of));
            let fix = if packed { "unpack it first, then name" } else { "name" };
            return Err(Error::usage(what, format!("{fix} the folder that holds one folder per exercise")));
        }
        Ok(Submission::of(folder.to_owned(), Ground::Folder(folder.to_owned()), String::new()))
    }

    /// Finds the work in an archive, called by its path, as [`Submission::find`] finds it in a folder.
    pub fn find_packed(path: &Path, packed: Arc<dyn Packed>, course: &Course) -> Result<Submission> {
        Submission::found(Submission::of(path.to_owned(), Ground::Packed(packed), String::new()), &find::asked(course))
    }

    fn of(folder: PathBuf, ground: Ground, base: String) -> Submission {
        Submission { folder, ground, base, alone: None, below: OnceLock::new() }
    }

    fn whole(&self) -> Spot<'_> {
        self.ground.whole().at(&self.base)
    }

    /// The folder in which an exercise is, or should be.
    pub fn exercise_folder(&self, exercise: &str) -> PathBuf {
        match &self.alone {
            Some(alone) if alone == exercise => self.folder.clone(),
            _ => self.folder.join(exercise),
        }
    }

    /// Where the student's main file of an exercise is, or should be.
    pub fn main_file(&self, exercise: &str) -> PathBuf {
        self.exercise_folder(exercise).join("src/lib.rs")
    }

    /// What can be graded of an exercise.
    pub fn files(&self, exercise: &Exercise) -> Files {
        self.read(exercise).files
    }

    /// The folder of all exercises within an archive; nothing where that is the whole, or there is none.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The bytes of a file, by its path in the submission, as they lie there; at most so many.
    pub fn bytes(&self, path: &str, most: u64) -> std::result::Result<Vec<u8>, Why> {
        self.whole().open(path)?.read(most)
    }

    fn read_named(&self, name: &str, texts: &[String]) -> Reading {
        let mut place = match self.home(name, texts) {
            Ok(place) => place,
            Err(several) => {
                let of = |path: &String| FileRemark::not_read(path, Why::Several { wanted: name.to_owned() });
                let mut remarks: Vec<FileRemark> = several.iter().map(of).collect();
                let asked = std::iter::once("src/lib.rs").chain(texts.iter().map(String::as_str));
                remarks.extend(asked.flat_map(|file| self.loose(name, file)));
                return Reading { files: missing(name, &remarks), texts: vec![], remarks, origins: BTreeMap::new() };
            }
        };
        if place.inner != name && !place.inner.is_empty() {
            place.remarks.push(FileRemark::ReadAs { found: place.inner.clone(), wanted: name.to_owned() });
        }
        let files = code::read(&mut place);
        let wanted = texts;
        let texts = texts::read(&mut place, wanted);
        for file in wanted.iter().filter(|file| !texts.iter().any(|text| text.path == **file)) {
            place.remarks.extend(self.loose(name, file));
        }
        let files = match files {
            Files::Missing => {
                let loose = self.loose(name, "src/lib.rs");
                let files = missing(name, &loose);
                place.remarks.extend(loose);
                files
            }
            Files::Present(mut all) => {
                all.extend(texts.iter().cloned());
                all.sort_by(|a, b| a.path.cmp(&b.path));
                Files::Present(all)
            }
            other => other,
        };
        Reading { files, texts, remarks: place.remarks, origins: place.origins }
    }
}

/// Nothing is there; or something is, and it is undecided whether it is meant.
fn missing(name: &str, remarks: &[FileRemark]) -> Files {
    if remarks.is_empty() {
        Files::Missing
    } else {
        Files::Refused(FileRemark::Absent { path: format!("{name}/src/lib.rs") })
    }
}

#[cfg(test)]
mod tests;

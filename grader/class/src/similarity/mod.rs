//! What a search for similar work needs, under pseudonyms: trees as JPlag and Dolos read them, and equal wrong replies.
//! There is no engine here: whoever searches uses one of these, and looks.

mod equal;
mod graph;
mod names;
mod pseudonym;
mod trees;

pub use equal::{Equal, Graphs, Pair, equal, pairs};
pub use graph::Graph;
pub use names::Names;
pub use pseudonym::Pseudonyms;

use crate::book::{Book, Outcome, Sources};
use crate::intake::{Intake, look, open};
use crate::marking::submitted;
use crate::stats::graded;
use crate::store::Taken;
use judge::course::STUBS;
use judge::error::{Error, Result};
use run::submission::{Files, Source, StudentFile, Submission};
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::Path;

/// What came of an export.
#[derive(Debug, Default)]
pub struct Exported {
    /// Students with files.
    pub students: usize,
    /// What is not as it was graded, or not there: whose, and why. For the staff alone.
    pub troubles: Vec<(String, String)>,
    /// Files that name somebody of the class: whose, of which exercise, and whom. For the staff alone.
    pub named: Vec<(String, String, Vec<String>)>,
    /// Replies that several share.
    pub replies: usize,
}

/// Writes everything into a new folder, whole or not at all.
pub fn export(book: &Book, sources: &Sources<'_>, folder: &Path) -> Result<Exported> {
    free(folder, sources)?;
    if graded(book).next().is_none() {
        let what = format!("nobody's work is graded in {}", sources.gradebook.folder.display());
        return Err(Error::usage(what, "grade first"));
    }
    let pseudonyms = Pseudonyms::of(book, sources.gradebook)?;
    pseudonyms.keep(book, sources.gradebook)?;
    let name = folder.file_name().unwrap_or(OsStr::new("export"));
    let part = folder.with_file_name(format!("{}.{}.part", name.to_string_lossy(), std::process::id()));
    let done = write(book, sources, &pseudonyms, &part).and_then(|exported| {
        // an empty folder makes room
        let _ = fs::remove_dir(folder);
        fs::rename(&part, folder).map_err(Error::file("write", folder))?;
        Ok(exported)
    });
    if done.is_err() {
        let _ = fs::remove_dir_all(&part);
    }
    done
}

/// Only a new or empty folder is written to, and none of the gradebook, which names everybody.
fn free(folder: &Path, sources: &Sources<'_>) -> Result<()> {
    if fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some()) || folder.is_file() {
        let what = format!("{} is there already, and not empty", folder.display());
        return Err(Error::usage(what, "name a new folder"));
    }
    if folder.file_name().is_none() {
        return Err(Error::usage(format!("{} has no name", folder.display()), "name a new folder"));
    }
    let above = folder.parent().filter(|above| !above.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(above).map_err(Error::file("create", above))?;
    let whole = |path: &Path| fs::canonicalize(path).map_err(Error::file("open", path));
    if whole(above)?.starts_with(whole(&sources.gradebook.folder)?) {
        let what = format!("{} is in the gradebook, which names students", folder.display());
        return Err(Error::usage(what, "name a folder elsewhere"));
    }
    Ok(())
}

fn write(book: &Book, sources: &Sources<'_>, pseudonyms: &Pseudonyms, root: &Path) -> Result<Exported> {
    let mut exported = Exported::default();
    let intake = look(&sources.gradebook.source()?, &|name| sources.course.id_in(sources.assignment, name))?;
    let names = Names::of(book);
    let mut with: BTreeMap<&str, Vec<&Outcome>> = BTreeMap::new();
    let mut graphs = Graphs::new();
    let mut students: Vec<&Outcome> = graded(book).collect();
    // an order that says nothing of who it is
    students.sort_by_key(|one| pseudonyms.student(&one.id).to_owned());
    for student in students {
        let found = match files(student, sources, &intake) {
            Ok(found) => found,
            Err(error) => {
                exported.troubles.push((student.id.clone(), error.to_string()));
                continue;
            }
        };
        exported.students += 1;
        for (exercise, files, same) in found {
            if !same {
                let what = format!("{exercise} is not as it was graded; what is there now is exported");
                exported.troubles.push((student.id.clone(), what));
            }
            let rust = trees::rust(&files);
            let mut whom: Vec<String> = vec![];
            for (_, text) in &rust {
                whom.extend(names.within(text).into_iter().map(str::to_owned));
            }
            whom.sort();
            whom.dedup();
            if !whom.is_empty() {
                exported.named.push((student.id.clone(), exercise.to_owned(), whom));
            }
            graphs.insert((&student.id, exercise), Graph::of(rust.iter().map(|(_, text)| *text)));
            trees::write(root, Some(pseudonyms.student(&student.id)), exercise, &rust)?;
            with.entry(exercise).or_default().push(student);
        }
    }
    let stubs = Submission::open(&sources.course.root.join(STUBS))?;
    for (exercise, students) in &with {
        let handed_out = stubs.files(sources.course.exercise(exercise)?);
        let base = if let Files::Present(files) = &handed_out { trees::rust(files) } else { vec![] };
        if !base.is_empty() {
            trees::write(root, None, exercise, &base)?;
        }
        trees::info(root, exercise, students, pseudonyms, !base.is_empty())?;
    }
    let equal = equal(book, &graphs);
    exported.replies = equal.len();
    let named = |id: &str| pseudonyms.student(id).to_owned();
    trees::put(&root.join("equal-replies.csv"), &equal::replies_table(&equal, &named))?;
    trees::put(&root.join("equal-pairs.csv"), &equal::pairs_table(&pairs(&equal), &named))?;
    trees::put(&root.join("README.md"), include_str!("README.md.txt"))?;
    Ok(exported)
}

/// An exercise, its files, and whether they are those that were graded.
type Found<'a> = (&'a str, Vec<StudentFile>, bool);

/// The Rust of the attempt that counts.
fn files<'a>(student: &Outcome, sources: &Sources<'a>, intake: &Intake) -> Result<Vec<Found<'a>>> {
    let attempt = student.attempt.as_ref();
    let source = attempt.map_or("", |attempt| attempt.source.as_str());
    let mut entries = intake.student(&student.from).into_iter().flat_map(|one| &one.entries);
    let Some(entry) = entries.find(|entry| entry.shown == source) else {
        let what = format!("{source} is no longer in the folder of submissions");
        return Err(Error::usage(what, "put it back, or grade again"));
    };
    let opened = open(&entry.path, sources.course)?;
    let mut found = vec![];
    for name in &sources.exercises {
        let reading = opened.submission.read(sources.course.exercise(name)?);
        let unit = match attempt.map(|attempt| &attempt.taken) {
            Some(Taken::Read { exercises, .. }) => {
                exercises.get(*name).and_then(|piece| sources.gradebook.unit(name, &piece.unit))
            }
            _ => None,
        };
        let same = unit.is_none_or(|unit| unit.key.submission == submitted(&reading));
        if let Files::Present(files) = reading.files {
            found.push((*name, files, same));
        }
    }
    Ok(found)
}

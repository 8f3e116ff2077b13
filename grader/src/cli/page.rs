//! The commands whose outcome is read in a browser. What writes it is a package of its own, `page`, which nobody
//! compiles who does not ask for a page.

use super::command::{Book, Page};
use super::output::writable;
use super::selection::Selection;
use super::student::{open, since, status, wish};
use super::subject::{How, Subject};
use super::{Status, say};
use crate::render::english;
use judge::attempts::Attempts;
use judge::error::{Error, Result};
use judge::report::to_json;
use run::attempts::recall;
use run::desktop;
use run::grade::Pictures;
use run::press::{Press, Pressed};
use run::work::Slot;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// `grader page [EXERCISE…]`: the page is made from a report, which the program that writes it reads from its input.
pub fn page(command: &Page) -> Result<Status> {
    let (course, work) = open()?;
    let subject = Subject::of(&course, command.submission.as_deref())?;
    let selection = Selection::of(&course, &command.names, None)?;
    let output = match &command.output {
        Some(output) => {
            writable(output, &course, &subject.submission)?;
            absolute(output)?
        }
        None => {
            let folder = work.page();
            fs::create_dir_all(&folder).map_err(Error::file("create", &folder))?;
            folder.join("index.html")
        }
    };
    let seed = command.seed.map_or_else(|| work.seed(), Ok)?;
    let training = wish(&course, None, subject.slot);
    let how = How { training, pictures: Pictures::Drawn, ..subject.usual(&course, seed) };
    let report = subject.grade(&course, &work, &selection, how)?;
    // they are of the student's own files, and of no other folder
    let attempts = match subject.slot {
        Slot::Submission | Slot::Reference => Attempts::default(),
        Slot::Exercises => {
            since(&course, &work, &report, &|exercise: &str| subject.disclosure(&course, exercise, None));
            recall(&work, &course, SystemTime::now())
        }
    };
    let material = format!("{}\0{}", to_json(&report), attempts.to_json());
    let args = ["report".as_ref(), course.root.as_os_str(), output.as_os_str()];
    if Press::Page.press(&work, &args, &material)? == Pressed::Refused {
        return Ok(Status::Failed);
    }
    say(&english::page_is_in(&report, &output))?;
    if command.open {
        desktop::open(&output)?;
    }
    Ok(status(&report, None))
}

/// `grader book DIR`
pub fn book(command: &Book) -> Result<Status> {
    let (course, work) = open()?;
    let folder = absolute(&command.folder)?;
    if Press::Page.press(&work, &["book".as_ref(), course.root.as_os_str(), folder.as_os_str()], "")?
        == Pressed::Refused
    {
        return Ok(Status::Failed);
    }
    say(&english::book_is_in(&folder.join("index.html")))
}

/// The same path from the root.
pub(super) fn absolute(path: &Path) -> Result<PathBuf> {
    std::path::absolute(path).map_err(Error::file("find", path))
}

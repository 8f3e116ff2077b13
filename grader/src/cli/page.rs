//! The commands whose outcome is read in a browser. What writes it is a package of its own, `page`, which nobody
//! compiles who does not ask for a page.

use super::command::{Book, Format, Grade, Page};
use super::output::writable;
use super::student::{grade, open, submission};
use super::{Status, say};
use crate::render::english;
use judge::attempts::Attempts;
use judge::error::{Error, Result};
use run::attempts::recall;
use run::desktop;
use run::grade::Pictures;
use run::press::{Press, Pressed};
use run::work::write_atomically;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// `grader page [EXERCISE…]`: the page is made from the report that grading writes.
pub fn page(command: &Page) -> Result<Status> {
    let (course, work) = open()?;
    let folder = work.page();
    fs::create_dir_all(&folder).map_err(Error::file("create", &folder))?;
    let output = match &command.output {
        Some(output) => {
            let (submission, ..) = submission(&course, command.submission.as_deref())?;
            writable(output, &course, &submission)?;
            absolute(output)?
        }
        None => folder.join("index.html"),
    };
    let report = folder.join("report.json");
    let status = grade(&Grade {
        names: command.names.clone(),
        assignment: None,
        submission: command.submission.clone(),
        format: Format::Json,
        output: Some(report.clone()),
        fail_under: None,
        seed: command.seed,
        training: None,
        pictures: Pictures::Drawn,
    })?;
    let attempts = folder.join("attempts.json");
    // they are of the student's own files, and of no other folder
    let known = match command.submission {
        Some(_) => Attempts::default(),
        None => recall(&work, &course, SystemTime::now()),
    };
    write_atomically(&attempts, &known.to_json())?;
    let paths = [&course.root, &report, &output, &attempts].map(|path| path.as_os_str());
    let args = [&["report".as_ref()][..], &paths].concat();
    if Press::Page.press(&work, &args)? == Pressed::Refused {
        return Ok(Status::Failed);
    }
    say(&english::page_is_in(&output))?;
    if command.open {
        desktop::open(&output)?;
    }
    Ok(status)
}

/// `grader book DIR`
pub fn book(command: &Book) -> Result<Status> {
    let (course, work) = open()?;
    let folder = absolute(&command.folder)?;
    if Press::Page.press(&work, &["book".as_ref(), course.root.as_os_str(), folder.as_os_str()])? == Pressed::Refused {
        return Ok(Status::Failed);
    }
    say(&english::book_is_in(&folder.join("index.html")))
}

/// The same path from the root.
pub(super) fn absolute(path: &Path) -> Result<PathBuf> {
    std::path::absolute(path).map_err(Error::file("find", path))
}

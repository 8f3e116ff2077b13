//! `grader pack`: the work of an assignment as the one file that is handed in. What writes and reads archives is a
//! package of its own, which nobody compiles who does not pack.

use super::command::Pack;
use super::page::absolute;
use super::selection::Selection;
use super::student::{self, open};
use super::subject::{How, Subject};
use super::width::width;
use super::{Status, say};
use crate::render::{View, packing};
use judge::error::{Error, Result};
use run::packing::{InTheWay, Packing, in_the_way};
use run::press::{Press, Pressed};
use std::path::Path;

/// `grader pack --id ID`, or `grader pack --check ZIP`
pub fn pack(command: &Pack) -> Result<Status> {
    let elsewhere = command.assignment.is_some() || command.submission.is_some();
    match (&command.check, &command.id) {
        (Some(_), _) if elsewhere => {
            let what = "`pack --check` looks at nothing but the archive";
            Err(Error::usage(what, "leave `--assignment` and `--submission` out"))
        }
        (Some(archive), _) => check(archive),
        (None, Some(id)) => write(command, id),
        (None, None) => {
            let what = "`pack` needs to know whose work it is";
            Err(Error::usage(what, "write `pack --id` and your id, or `pack --check` and an archive"))
        }
    }
}

fn write(command: &Pack, id: &str) -> Result<Status> {
    let (course, work) = open()?;
    let id = course.id(id)?;
    let assignment = course.handed_in(command.assignment.as_deref())?;
    let name = course.name_of(assignment, &id);
    let output = absolute(Path::new(&name))?;
    if in_the_way(&output, &id) == InTheWay::Other {
        return Err(Error::usage(
            format!("{name} is in the way, and was not packed here for `{}`", id.as_str()),
            "move it, or run this in another folder",
        ));
    }
    let subject = Subject::of(&course, command.submission.as_deref())?;
    let named = assignment.name.get_ref().as_str();
    let selection = Selection::of(&course, &[], Some(named))?;
    let packing = Packing::of(&course, &selection.exercises, &subject.submission)?;
    if packing.files.is_empty() {
        let what = format!("there is nothing of `{named}` in {}", subject.shown_as);
        return Err(Error::usage(what, "name the folder of your work with `--submission`"));
    }
    let how = How { assignment: Some(named), ..subject.usual(&course, work.seed()?) };
    let report = subject.grade(&course, &work, &selection, how)?;
    say(&packing::to_pack(&report, &packing, &View { width: width(), ..View::default() }))?;
    let folder = absolute(&subject.submission.folder)?;
    let args = [
        "pack".as_ref(),
        course.root.as_os_str(),
        folder.as_os_str(),
        output.as_os_str(),
        named.as_ref(),
        id.as_str().as_ref(),
        report.provenance.submission.as_ref(),
    ];
    if Press::Archive.press(&work, &args, "")? == Pressed::Refused {
        return Ok(Status::Failed);
    }
    Ok(student::status(&report, None))
}

fn check(archive: &Path) -> Result<Status> {
    let (course, work) = open()?;
    // whoever names a link means what it leads to
    let archive = std::fs::canonicalize(archive).map_err(Error::file("open", archive))?;
    let columns = View { width: width(), ..View::default() }.columns().to_string();
    let args = ["check".as_ref(), course.root.as_os_str(), archive.as_os_str(), columns.as_ref()];
    Ok(match Press::Archive.press(&work, &args, "")? {
        Pressed::Written => Status::Done,
        Pressed::Amiss => Status::Unsatisfied,
        Pressed::Refused => Status::Failed,
    })
}

//! What the grader asks of this program: to pack, or to look into what was packed.

use crate::check::check;
use crate::pack::{Asked, pack};
use judge::course::Course;
use judge::error::{Error, Result};
use std::ffi::OsString;
use std::io::Write;
use std::path::Path;

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// What was asked for.
    Done,
    /// The same, and an archive is not in order.
    Amiss,
}

/// `pack ROOT SUBMISSION OUTPUT ASSIGNMENT ID DIGEST` or `check ROOT ZIP COLUMNS`; paths begin at the root.
pub fn carry_out(args: Vec<OsString>) -> Result<Outcome> {
    let words: Vec<&str> = args.iter().map(|arg| arg.to_str().unwrap_or_default()).collect();
    let path = |at: usize| Path::new(&args[at]);
    match words.as_slice() {
        ["pack", _, _, _, assignment, id, digest] => {
            let course = Course::load(path(1))?;
            let asked = Asked {
                submission: path(2),
                output: path(3),
                assignment: course.handed_in(Some(assignment))?,
                id: course.id(id)?,
                digest,
            };
            say(&pack(&course, &asked)?)?;
            Ok(Outcome::Done)
        }
        ["check", _, _, columns] => {
            let course = Course::load(path(1))?;
            let checked = check(&course, path(2), columns.parse().unwrap_or(80))?;
            say(&checked.text)?;
            Ok(if checked.in_order { Outcome::Done } else { Outcome::Amiss })
        }
        _ => Err(Error::usage("this program is started by the grader", "write `cargo run -p grader -- pack`")),
    }
}

/// A reader that has gone away (`| head`) is no error.
fn say(text: &str) -> Result<()> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Error::file("write", Path::new("standard output"))(error))
        }
        _ => Ok(()),
    }
}

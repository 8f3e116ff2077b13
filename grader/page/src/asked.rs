//! What the grader asks of this program: a page from a report, or a book.

use crate::book;
use crate::material::Material;
use crate::report::page_over_time;
use judge::attempts::Attempts;
use judge::course::Course;
use judge::error::{Error, Result};
use judge::report::from_json;
use run::output::write_output;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// `report ROOT OUTPUT`, with a report and the attempts before it as the input and a NUL between them, or
/// `book ROOT DIR`; paths begin at the root.
pub fn carry_out(args: Vec<PathBuf>, input: impl Read) -> Result<()> {
    let words: Vec<&Path> = args.iter().map(PathBuf::as_path).collect();
    match words.as_slice() {
        [what, root, output] if *what == Path::new("report") => {
            let course = Course::load(root)?;
            let material = io::read_to_string(input).map_err(Error::file("read", Path::new("the report")))?;
            let (report, attempts) = material.split_once('\0').unwrap_or((&material, ""));
            let report = from_json(report).map_err(|what| {
                Error::usage(format!("the input is no report: {what}"), "let `grader page` write it")
            })?;
            // without what was earned before it is a page all the same
            let attempts = Attempts::from_json(attempts).ok();
            let page = page_over_time(&report, &Material { course: &course }, attempts.as_ref());
            write_output(output, &page).map(drop)
        }
        [what, root, folder] if *what == Path::new("book") => {
            let course = Course::load(root)?;
            book::write(&Material { course: &course }, folder)
        }
        _ => Err(Error::usage("this program is started by the grader", "write `cargo run -p grader -- page`")),
    }
}

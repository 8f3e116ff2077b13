//! What the grader asks of this program: a page from a report, or a book.

use crate::book;
use crate::material::Material;
use crate::report::page_over_time;
use judge::attempts::Attempts;
use judge::course::Course;
use judge::error::{Error, Result};
use judge::report::from_json;
use run::output::write_output;
use std::fs;
use std::path::{Path, PathBuf};

/// `report ROOT REPORT OUTPUT ATTEMPTS` or `book ROOT DIR`; paths begin at the root.
pub fn carry_out(args: Vec<PathBuf>) -> Result<()> {
    let words: Vec<&Path> = args.iter().map(PathBuf::as_path).collect();
    match words.as_slice() {
        [what, root, report, output, attempts] if *what == Path::new("report") => {
            let course = Course::load(root)?;
            let text = fs::read_to_string(report).map_err(Error::file("read", report))?;
            let report = from_json(&text).map_err(|what| {
                Error::usage(format!("{} is no report: {what}", report.display()), "let `grader page` write it again")
            })?;
            // without what was earned before it is a page all the same
            let attempts = fs::read_to_string(attempts).ok().and_then(|text| Attempts::from_json(&text).ok());
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

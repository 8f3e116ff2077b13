//! `class stats`: what the results say of the sheet.

use super::about_class::{Format, Stats as Asked};
use super::place::{gradebook, secret};
use crate::book::{Book, Sources};
use crate::stats::Stats;
use grader::cli::{Status, open, say};
use judge::error::Result;

/// Counts what is in a gradebook.
pub fn stats(command: &Asked) -> Result<Status> {
    let (course, _) = open()?;
    let gradebook = gradebook(&course, &command.place)?;
    let secret = secret(&course, &gradebook)?;
    let sources = Sources::of(&course, &gradebook, &secret)?;
    let stats = Stats::of(&Book::make(&sources)?, &sources);
    say(&match command.format {
        Format::Terminal => stats.to_text(),
        Format::Json => stats.to_json(),
        Format::Csv => stats.to_csv(),
    })
}

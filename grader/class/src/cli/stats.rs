//! `class stats`: what the results say of the sheet.

use super::about_class::{Format, Stats as Asked};
use super::place::Opened;
use crate::book::Book;
use crate::stats::Stats;
use grader::cli::{Status, say};
use judge::error::Result;

/// Counts what is in a gradebook.
pub fn stats(command: &Asked) -> Result<Status> {
    let opened = Opened::of(&command.place)?;
    let sources = opened.sources()?;
    let stats = Stats::of(&Book::make(&sources)?, &sources);
    say(&match command.format {
        Format::Terminal => stats.to_text(),
        Format::Json => stats.to_json(),
        Format::Csv => stats.to_csv(),
    })
}

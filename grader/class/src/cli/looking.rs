//! The commands that only look.

use super::on_class::{Export, Form, Show, Where};
use super::place::Opened;
use super::told::{told, troubles};
use crate::book::Book;
use grader::cli::{Status, say};
use grader::render::style::{BAD, STRONG};
use judge::error::Result;
use std::collections::BTreeMap;

/// `class status`
pub fn status(place: &Where) -> Result<Status> {
    let opened = Opened::of(place)?;
    let sources = opened.sources()?;
    let book = Book::counted(&sources)?;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for student in &book.students {
        *counts.entry(student.standing.word()).or_default() += 1;
    }
    let mut text = format!("{STRONG}{}{STRONG:#}  {}\n", sources.assignment.title, opened.gradebook.folder.display());
    for (word, count) in counts {
        text += &format!("{count:>6}  {word}\n");
    }
    text += &book.mixed().map(|mixed| told(BAD, "mixed", &mixed)).unwrap_or_default();
    text += &troubles(&book);
    say(&text)
}

/// `class show STUDENT`
pub fn show(command: &Show) -> Result<Status> {
    let opened = Opened::of(&command.place)?;
    let student = Book::part(&opened.sources()?, &command.student)?;
    say(&if command.staff { student.for_staff() } else { student.for_student() })
}

/// `class export FORM`
pub fn export(command: &Export) -> Result<Status> {
    let opened = Opened::of(&command.place)?;
    let sources = opened.sources()?;
    say(&match command.form {
        Form::Csv => Book::counted(&sources)?.grades(),
        Form::Checks => Book::checks(&sources)?,
        Form::Json => Book::json(&sources)?,
    })
}

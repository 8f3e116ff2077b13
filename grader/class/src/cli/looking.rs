//! The commands that only look.

use super::on_class::{Export, Form, Show, Where};
use super::place::Opened;
use crate::book::{Book, Standing};
use grader::cli::{Status, say};
use grader::render::style::{BAD, STRONG};
use judge::error::Result;
use std::collections::BTreeMap;

/// `class status`
pub fn status(place: &Where) -> Result<Status> {
    let opened = Opened::of(place)?;
    let sources = opened.sources()?;
    let book = Book::make(&sources)?;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for student in &book.students {
        *counts.entry(student.standing.word()).or_default() += 1;
    }
    let mut text = format!("{STRONG}{}{STRONG:#}  {}\n", sources.assignment.title, opened.gradebook.folder.display());
    for (word, count) in counts {
        text += &format!("{count:>6}  {word}\n");
    }
    text += &book.mixed().map(|mixed| format!("{BAD}mixed{BAD:#}       {mixed}\n")).unwrap_or_default();
    for student in &book.students {
        match &student.standing {
            Standing::Graded | Standing::Nothing => {}
            Standing::Unreadable { why } => {
                text += &format!("{STRONG}unreadable{STRONG:#}  {}: {why}\n", student.shown())
            }
            Standing::Disturbed { why } => {
                for (exercise, why) in why {
                    text += &format!("{BAD}error{BAD:#}       {}, {exercise}: {why}\n", student.shown());
                }
            }
        }
    }
    say(&text)
}

/// `class show STUDENT`
pub fn show(command: &Show) -> Result<Status> {
    let book = book(&command.place)?;
    let student = book.student(&command.student)?;
    say(&if command.staff { student.for_staff() } else { student.for_student() })
}

/// The book of a gradebook.
fn book(place: &Where) -> Result<Book> {
    let opened = Opened::of(place)?;
    Book::make(&opened.sources()?)
}

/// `class export FORM`
pub fn export(command: &Export) -> Result<Status> {
    let book = book(&command.place)?;
    say(&match command.form {
        Form::Csv => book.grades(),
        Form::Checks => book.checks(),
        Form::Json => book.json(),
    })
}

//! `class export similarity DIR`: what a search for similar work needs.

use super::about_class::Similarity;
use super::place::Opened;
use crate::book::Book;
use crate::similarity::{Exported, export as write};
use grader::cli::{Status, say};
use grader::render::style::{BAD, GOOD, STRONG};
use judge::error::Result;

/// Writes it, and says what to look at before anybody else sees the folder.
pub fn export(command: &Similarity) -> Result<Status> {
    let opened = Opened::of(&command.place)?;
    let _lock = opened.gradebook.lock()?;
    let sources = opened.sources()?;
    let book = Book::make(&sources)?;
    let Exported { students, troubles, named, replies } = write(&book, &sources, &command.folder)?;
    let mut text = String::new();
    for (student, why) in &troubles {
        text += &format!("{BAD}not as graded{BAD:#}  {student}: {why}\n");
    }
    for (student, exercise, whom) in &named {
        let whom: Vec<&str> = whom.iter().map(|id| if id == student { "its author" } else { id.as_str() }).collect();
        text +=
            &format!("{STRONG}names{STRONG:#}          {student}, {exercise}: the code names {}\n", whom.join(", "));
    }
    text += &format!("{students} students, {replies} wrong replies that several share and nothing explains.\n");
    text += &format!(
        "{GOOD}The files are in {}{GOOD:#}: its README.md says how JPlag and Dolos read them.\nWho is who is in {}\n",
        command.folder.display(),
        opened.gradebook.folder.join("pseudonyms.csv").display()
    );
    say(&text)?;
    Ok(if troubles.is_empty() { Status::Done } else { Status::Unsatisfied })
}

//! `class grade`: a class on one machine, from what was handed in to the gradebook.

use super::command::Grade;
use super::desk::Desk;
use crate::book::{Book, Sources, Standing};
use grader::cli::{Status, say};
use grader::render::style::{BAD, FAINT, GOOD, STRONG};
use judge::error::Result;

/// What a run did, for its last words.
pub struct Done {
    /// How many exercises were graded in it; none where it graded nothing because others had done that.
    pub graded: Option<usize>,
    /// How many were known, each counted for everybody who has it.
    pub known: usize,
    /// What lies among the submissions and is none.
    pub strays: Vec<String>,
}

/// `class grade SUBMISSIONS --assignment NAME [--gradebook DIR]`
pub fn grade(command: &Grade) -> Result<Status> {
    let (desk, intake, _lock) = Desk::make(&command.class, &command.submissions, command.roster.as_deref())?;
    let bench = desk.bench()?;
    let plan = desk.plan(&bench, &intake)?;
    let tally = desk.mark(&bench, &plan.jobs, &command.hands)?;
    let known = plan.pieces() - tally.graded - tally.disturbed;
    finish(&desk, &Done { graded: Some(tally.graded), known, strays: intake.strays })
}

/// Makes the book of what is graded, and says what it came to.
pub fn finish(desk: &Desk, done: &Done) -> Result<Status> {
    let sources = Sources::of(&desk.course, &desk.gradebook, &desk.secret)?;
    let book = Book::make(&sources)?;
    book.write(&sources)?;
    summary(&sources, &book, done)
}

/// What a run came to.
fn summary(sources: &Sources<'_>, book: &Book, done: &Done) -> Result<Status> {
    let mut text = String::new();
    for stray in &done.strays {
        text += &format!("{FAINT}not graded{FAINT:#}  {stray}\n");
    }
    let mut disturbed = 0;
    for student in &book.students {
        if sources.roster.is_some() && !student.listed {
            text += &format!("{STRONG}not listed{STRONG:#}  {} is not on the roster\n", student.shown());
        }
        match &student.standing {
            Standing::Graded | Standing::Nothing => {}
            Standing::Unreadable { why } => {
                text += &format!("{STRONG}unreadable{STRONG:#}  {}: {why}\n", student.shown());
            }
            Standing::Disturbed { why } => {
                disturbed += 1;
                for (exercise, why) in why {
                    text += &format!("{BAD}error{BAD:#}       {}, {exercise}: {why}\n", student.shown());
                }
            }
        }
    }
    let students = book.students.len();
    text += &match done.graded {
        Some(graded) => format!("{students} students: {graded} exercises graded, {} known already.\n", done.known),
        None => format!("{students} students: {} exercises.\n", done.known),
    };
    text += &format!("{GOOD}The gradebook is in {}{GOOD:#}\n", sources.gradebook.folder.display());
    if disturbed > 0 {
        text += &format!(
            "{BAD}The grader was disturbed for {disturbed} students.{BAD:#} They lose no points; the same command tries again.\n"
        );
    }
    say(&text)?;
    Ok(if disturbed > 0 { Status::Disturbed } else { Status::Done })
}

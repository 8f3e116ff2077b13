//! The commands on a class, each with exactly what it can be told.

use super::command::Command;
use super::verbs::{ASSIGNMENT, GRADEBOOK, ROSTER, STAFF, TRUSTED};
use grader::cli::Given;
use judge::error::Result;
use std::path::PathBuf;

/// One command on a class.
#[derive(Debug)]
pub enum OnClass {
    /// `class open`
    Open(Where),
    /// `class grade SUBMISSIONS`
    Grade(Grade),
    /// `class only WHO…`
    Only(Only),
    /// `class verify GRADEBOOK`
    Verify(Again),
    /// `class status`
    Status(Where),
    /// `class show STUDENT`
    Show(Show),
}

/// Which gradebook is meant.
#[derive(Debug)]
pub struct Where {
    pub assignment: Option<String>,
    pub gradebook: Option<PathBuf>,
}

/// `class grade SUBMISSIONS --assignment NAME`
#[derive(Debug)]
pub struct Grade {
    pub submissions: PathBuf,
    pub place: Where,
    /// The list of the class.
    pub roster: Option<PathBuf>,
    /// Is the code one's own?
    pub trusted: bool,
}

/// `class only WHO…`
#[derive(Debug)]
pub struct Only {
    /// Ids, or `failed`.
    pub who: Vec<String>,
    pub place: Where,
    pub trusted: bool,
}

/// `class verify GRADEBOOK`
#[derive(Debug)]
pub struct Again {
    pub gradebook: PathBuf,
    pub trusted: bool,
}

/// `class show STUDENT`
#[derive(Debug)]
pub struct Show {
    pub student: String,
    /// Everything, and not what the student is told.
    pub staff: bool,
    pub place: Where,
}

impl Where {
    /// What the flags say.
    pub fn of(given: &Given) -> Where {
        Where { assignment: given.text(&ASSIGNMENT), gradebook: given.path(&GRADEBOOK) }
    }
}

pub fn open(given: &Given) -> Result<Command> {
    Ok(Command::OnClass(OnClass::Open(Where::of(given))))
}

pub fn grade(given: &Given) -> Result<Command> {
    let (submissions, place) = (given.words.concat().into(), Where::of(given));
    let (roster, trusted) = (given.path(&ROSTER), given.has(&TRUSTED));
    Ok(Command::OnClass(OnClass::Grade(Grade { submissions, place, roster, trusted })))
}

pub fn only(given: &Given) -> Result<Command> {
    let (who, trusted) = (given.words.clone(), given.has(&TRUSTED));
    Ok(Command::OnClass(OnClass::Only(Only { who, place: Where::of(given), trusted })))
}

pub fn verify(given: &Given) -> Result<Command> {
    let again = Again { gradebook: given.words.concat().into(), trusted: given.has(&TRUSTED) };
    Ok(Command::OnClass(OnClass::Verify(again)))
}

pub fn status(given: &Given) -> Result<Command> {
    Ok(Command::OnClass(OnClass::Status(Where::of(given))))
}

pub fn show(given: &Given) -> Result<Command> {
    let show = Show { student: given.words.concat(), staff: given.has(&STAFF), place: Where::of(given) };
    Ok(Command::OnClass(OnClass::Show(show)))
}

//! The commands on a class, each with exactly what it can be told.

use super::command::Command;
use super::verbs::{APPLY, AS, ASSIGNMENT, COMMENT, GRADEBOOK, ROSTER, STAFF, TIMES, TRUSTED, WHERE};
use crate::store::Cost;
use grader::cli::Given;
use judge::course::unknown;
use judge::error::{Error, Result};
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
    /// `class mark STUDENT ITEM POINTS`
    Mark(Mark),
    /// `class waive STUDENT COST`
    Waive(Waive),
    /// `class extend STUDENT UNTIL`
    Extend(Extend),
    /// `class texts`
    Texts(Texts),
    /// `class export FORM`
    Export(Export),
    /// `class regrade`
    Regrade(Regrade),
}

/// `class regrade`
#[derive(Debug)]
pub struct Regrade {
    /// Does it count?
    pub apply: bool,
    /// Students whose report holds this text.
    pub only: Option<String>,
    pub code: Code,
    pub place: Where,
}

/// `class export FORM`
#[derive(Debug)]
pub struct Export {
    pub form: Form,
    pub place: Where,
}

/// In what form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A row a student.
    Csv,
    /// A row a check.
    Checks,
    /// Everything.
    Json,
}

impl Form {
    const ALL: [(&str, Form); 3] = [("csv", Form::Csv), ("checks", Form::Checks), ("json", Form::Json)];
}

/// Whose code is graded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// One's own, as somebody says who trusts it.
    Own,
    /// Strangers'.
    Strangers,
}

impl Code {
    /// What the flag says.
    pub fn of(given: &Given) -> Code {
        if given.has(&TRUSTED) { Code::Own } else { Code::Strangers }
    }
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
    /// When work was handed in.
    pub times: Option<PathBuf>,
    pub code: Code,
}

/// `class only WHO…`
#[derive(Debug)]
pub struct Only {
    /// Ids, or words for groups.
    pub who: Vec<String>,
    pub place: Where,
    pub code: Code,
}

/// `class verify GRADEBOOK`
#[derive(Debug)]
pub struct Again {
    pub gradebook: PathBuf,
    pub code: Code,
}

/// `class show STUDENT`
#[derive(Debug)]
pub struct Show {
    pub student: String,
    /// Everything, and not what the student is told.
    pub staff: bool,
    pub place: Where,
}

/// `class mark STUDENT ITEM POINTS`
#[derive(Debug)]
pub struct Mark {
    pub student: String,
    pub item: String,
    pub points: u32,
    pub comment: Option<String>,
    pub author: Option<String>,
    pub place: Where,
}

/// `class waive STUDENT COST`
#[derive(Debug)]
pub struct Waive {
    pub student: String,
    pub cost: Cost,
    pub comment: Option<String>,
    pub author: Option<String>,
    pub place: Where,
}

/// `class extend STUDENT UNTIL`
#[derive(Debug)]
pub struct Extend {
    pub student: String,
    pub until: String,
    pub comment: Option<String>,
    pub author: Option<String>,
    pub place: Where,
}

/// `class texts`
#[derive(Debug)]
pub struct Texts {
    pub author: Option<String>,
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
    let (roster, times, code) = (given.path(&ROSTER), given.path(&TIMES), Code::of(given));
    Ok(Command::OnClass(OnClass::Grade(Grade { submissions, place, roster, times, code })))
}

pub fn only(given: &Given) -> Result<Command> {
    let (who, code) = (given.words.clone(), Code::of(given));
    Ok(Command::OnClass(OnClass::Only(Only { who, place: Where::of(given), code })))
}

pub fn verify(given: &Given) -> Result<Command> {
    let again = Again { gradebook: given.words.concat().into(), code: Code::of(given) };
    Ok(Command::OnClass(OnClass::Verify(again)))
}

pub fn status(given: &Given) -> Result<Command> {
    Ok(Command::OnClass(OnClass::Status(Where::of(given))))
}

pub fn show(given: &Given) -> Result<Command> {
    let show = Show { student: given.words.concat(), staff: given.has(&STAFF), place: Where::of(given) };
    Ok(Command::OnClass(OnClass::Show(show)))
}

/// The word at a place; the table has counted them.
fn word(given: &Given, index: usize) -> String {
    given.words.get(index).cloned().unwrap_or_default()
}

pub fn mark(given: &Given) -> Result<Command> {
    let points = word(given, 2);
    let points = points
        .parse()
        .map_err(|_| Error::usage(format!("`{points}` is no number of points"), "write a whole number from 0 up"))?;
    let (student, item) = (word(given, 0), word(given, 1));
    let (comment, author) = (given.text(&COMMENT), given.text(&AS));
    Ok(Command::OnClass(OnClass::Mark(Mark { student, item, points, comment, author, place: Where::of(given) })))
}

pub fn waive(given: &Given) -> Result<Command> {
    let typed = word(given, 1);
    let cost = Cost::ALL.into_iter().find(|cost| cost.word() == typed);
    let cost = cost.ok_or_else(|| unknown("cost", &typed, Cost::ALL.iter().map(|cost| cost.word())))?;
    let (student, comment, author) = (word(given, 0), given.text(&COMMENT), given.text(&AS));
    Ok(Command::OnClass(OnClass::Waive(Waive { student, cost, comment, author, place: Where::of(given) })))
}

pub fn extend(given: &Given) -> Result<Command> {
    let (student, until) = (word(given, 0), word(given, 1));
    let (comment, author) = (given.text(&COMMENT), given.text(&AS));
    Ok(Command::OnClass(OnClass::Extend(Extend { student, until, comment, author, place: Where::of(given) })))
}

pub fn texts(given: &Given) -> Result<Command> {
    Ok(Command::OnClass(OnClass::Texts(Texts { author: given.text(&AS), place: Where::of(given) })))
}

pub fn export(given: &Given) -> Result<Command> {
    let typed = word(given, 0);
    let form = Form::ALL.iter().find(|(name, _)| *name == typed).map(|(_, form)| *form);
    let form = form.ok_or_else(|| unknown("form", &typed, Form::ALL.iter().map(|(name, _)| *name)))?;
    Ok(Command::OnClass(OnClass::Export(Export { form, place: Where::of(given) })))
}

pub fn regrade(given: &Given) -> Result<Command> {
    let (apply, only, code) = (given.has(&APPLY), given.text(&WHERE), Code::of(given));
    Ok(Command::OnClass(OnClass::Regrade(Regrade { apply, only, code, place: Where::of(given) })))
}

//! The commands that only look.

use super::on_class::{Export, Form, Show, Where};
use super::place::{gradebook, secret};
use crate::book::{Book, Sources, Standing};
use crate::stats::{self, Item, SMALL, Stats};
use grader::cli::{Status, open, say};
use grader::render::style::{BAD, FAINT, STRONG};
use judge::error::Result;
use std::collections::BTreeMap;

/// `class status`
pub fn status(place: &Where) -> Result<Status> {
    let (course, _) = open()?;
    let gradebook = gradebook(&course, place)?;
    let secret = secret(&course, &gradebook)?;
    let sources = Sources::of(&course, &gradebook, &secret)?;
    let book = Book::make(&sources)?;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for student in &book.students {
        *counts.entry(student.standing.word()).or_default() += 1;
    }
    let mut text = format!("{STRONG}{}{STRONG:#}  {}\n", sources.assignment.title, gradebook.folder.display());
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
    let (course, _) = open()?;
    let gradebook = gradebook(&course, &command.place)?;
    let secret = secret(&course, &gradebook)?;
    let sources = Sources::of(&course, &gradebook, &secret)?;
    let book = Book::make(&sources)?;
    let student = book.student(&command.student)?;
    say(&if command.staff { student.for_staff() } else { student.for_student() })
}

/// The book of a gradebook.
fn book(place: &Where) -> Result<Book> {
    let (course, _) = open()?;
    let gradebook = gradebook(&course, place)?;
    let secret = secret(&course, &gradebook)?;
    Book::make(&Sources::of(&course, &gradebook, &secret)?)
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

/// `class stats`
pub fn stats(place: &Where) -> Result<Status> {
    say(&sheet(&stats::of(&book(place)?)))
}

/// Of groups and mistakes so many are shown.
const MOST: usize = 20;

fn sheet(stats: &Stats) -> String {
    let number = |value: Option<f64>| value.map_or("-".to_owned(), |value| format!("{value:.2}"));
    let of = &stats.sheet;
    let mut text = format!(
        "{STRONG}{} students{STRONG:#}  mean {:.1}, standard deviation {:.1}, alpha {}, standard error {}\n",
        of.n,
        of.mean,
        of.deviation,
        number(of.alpha),
        number(of.error)
    );
    if of.n < SMALL {
        text +=
            &format!("{FAINT}With fewer than {SMALL} students discrimination and alpha are mostly chance.{FAINT:#}\n");
    }
    let mut exercise = "";
    for row in &stats.rows {
        if row.exercise != exercise {
            exercise = &row.exercise;
            text += &format!("\n{STRONG}{exercise:<42}{STRONG:#}  max  facility  discr.  weight\n");
        }
        let Item { facility, discrimination, weight } = row.item;
        let name = row.check.as_ref().map_or(format!("  {}", row.entry), |check| format!("    {check}"));
        let name: String = name.chars().take(42).collect();
        let (discrimination, weight) = (number(discrimination), number(weight));
        text += &format!("{name:<42} {:>4}  {facility:>8.2}  {discrimination:>6}  {weight:>6}\n", row.max);
    }
    if !stats.mistakes.is_empty() {
        text += &format!("\n{STRONG}Mistakes{STRONG:#}\n");
    }
    for (count, [exercise, entry, mistake]) in stats.mistakes.iter().take(MOST) {
        text += &format!("{count:>4}  {exercise}::{entry}: {mistake}\n");
    }
    if !stats.alike.is_empty() {
        text += &format!("\n{STRONG}Failed alike, and no known mistake explains it{STRONG:#}\n");
    }
    for (who, [exercise, entry]) in stats.alike.iter().take(MOST) {
        let shown: Vec<&str> = who.iter().take(6).map(String::as_str).collect();
        let more = if who.len() > shown.len() { ", …" } else { "" };
        text += &format!("{:>4}  {exercise}::{entry}: {}{more}\n", who.len(), shown.join(", "));
    }
    text
}

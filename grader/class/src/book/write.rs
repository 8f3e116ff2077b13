//! The files that are made of a book: a report for every student and for the staff, and the table of grades.

use super::cells::Table;
use super::outcome::{Outcome, Standing};
use super::{Book, Sources};
use crate::store::file_name;
use grader::cli::plain;
use grader::render::{Detail, View, to_terminal};
use judge::error::{Error, Result};
use judge::report::{Report, to_json};
use run::work::write_durably;
use std::fs;
use std::path::Path;

impl Book {
    /// Writes every file that is not as it should be.
    pub fn write(&self, sources: &Sources<'_>) -> Result<()> {
        for student in &self.students {
            let name = file_name(&student.id);
            let folder = sources.gradebook.within(&format!("students/{name}"))?;
            keep(&folder.join("report.txt"), &student.for_student())?;
            keep(&folder.join("report.json"), &to_json(&student.told))?;
            let folder = sources.gradebook.within(&format!("staff/{name}"))?;
            keep(&folder.join("report.txt"), &student.for_staff())?;
            keep(&folder.join("report.json"), &to_json(&student.whole))?;
        }
        keep(&sources.gradebook.folder.join("grades.csv"), &self.grades())
    }

    /// One row a student.
    pub fn grades(&self) -> String {
        let mut table = Table::new(&["id", "name", "section", "state", "points", "max", "source", "handed_in"]);
        for student in &self.students {
            let points = if student.is_final() { student.told.points.to_string() } else { String::new() };
            let attempt = student.attempt.as_ref();
            table.row(&[
                student.id.as_str(),
                student.name.as_deref().unwrap_or_default(),
                student.section.as_deref().unwrap_or_default(),
                student.standing.word(),
                &points,
                &student.told.max.to_string(),
                attempt.map_or("", |attempt| attempt.source.as_str()),
                attempt.and_then(|attempt| attempt.at.as_deref()).unwrap_or_default(),
            ]);
        }
        table.text()
    }
}

impl Outcome {
    /// What the student is told.
    pub fn for_student(&self) -> String {
        self.text(&self.told, None)
    }

    /// Everything.
    pub fn for_staff(&self) -> String {
        self.text(&self.whole, self.cause())
    }

    /// A report as text: whose it is, what it came to, and why.
    fn text(&self, report: &Report, cause: Option<String>) -> String {
        let mut text = format!("{}\n", self.shown());
        if let Some(attempt) = &self.attempt {
            let at = attempt.at.as_ref().map(|at| format!(", handed in {at}")).unwrap_or_default();
            text += &format!("Graded: {}{at}\n", attempt.source);
        }
        text += &match &self.standing {
            Standing::Graded => String::new(),
            Standing::Nothing => "\nNothing was handed in.\n".to_owned(),
            Standing::Unreadable { why } => format!("\nNothing in it could be graded: {why}\n"),
            Standing::Disturbed { .. } => {
                "\nThe grader was disturbed. This is not the student's mistake and costs no points: it is graded again.\n"
                    .to_owned()
            }
        };
        text += &cause.map(|cause| format!("{cause}\n")).unwrap_or_default();
        match self.standing {
            Standing::Nothing | Standing::Unreadable { .. } => text,
            Standing::Graded | Standing::Disturbed { .. } => {
                text + &plain(&to_terminal(report, &View { detail: Detail::Every, ..View::default() }))
            }
        }
    }

    /// The id, and the name where there is one.
    pub fn shown(&self) -> String {
        match &self.name {
            Some(name) => format!("{} ({name})", self.id),
            None => self.id.clone(),
        }
    }

    fn cause(&self) -> Option<String> {
        let Standing::Disturbed { why } = &self.standing else { return None };
        let each = why.iter().map(|(exercise, why)| format!("  {exercise}: {why}"));
        Some(each.collect::<Vec<_>>().join("\n"))
    }
}

/// Writes a file unless it is as it should be.
fn keep(path: &Path, text: &str) -> Result<()> {
    match fs::read(path) {
        Ok(old) if old == text.as_bytes() => Ok(()),
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Error::file("read", path)(error)),
        _ => write_durably(path, text),
    }
}

//! The files that are made of a book: a report for every student and for the staff, and the table of grades.

use super::cells::Table;
use super::outcome::{Outcome, Standing};
use super::{Book, Sources};
use crate::store::{Cost, file_name};
use grader::cli::plain;
use grader::render::{Detail, View, to_terminal};
use judge::error::{Error, Result};
use judge::report::{Report, to_json};
use run::work::write_durably;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

impl Book {
    /// Writes the table.
    pub(super) fn write(&self, sources: &Sources<'_>) -> Result<()> {
        keep(&sources.gradebook.folder.join("grades.csv"), &self.grades())
    }

    /// One row a student.
    pub fn grades(&self) -> String {
        let mut table = Table::new(&[
            "id",
            "name",
            "section",
            "state",
            "points",
            "max",
            "machine",
            "by_hand",
            "format",
            "not_executable",
            "late",
            "bonus",
            "waiting",
            "changed_since",
            "source",
            "handed_in",
            "submission",
            "fixtures",
            "grader",
            "toolchain",
        ]);
        for student in &self.students {
            let Outcome { account, attempt, told, .. } = student;
            let known = |points: String| if student.is_final() { points } else { String::new() };
            let cost = |cost: Cost| known(account.costs.get(&cost).map_or(0, |taken| *taken).to_string());
            table.row(&[
                student.id.clone(),
                student.name.clone().unwrap_or_default(),
                student.section.clone().unwrap_or_default(),
                student.standing.word().to_owned(),
                known(account.total.to_string()),
                student.max().to_string(),
                known(account.machine.to_string()),
                known(account.by_hand.to_string()),
                cost(Cost::Format),
                cost(Cost::NotExecutable),
                cost(Cost::Late),
                account.bonus.to_string(),
                account.waiting.len().to_string(),
                account.stale_items.len().to_string(),
                attempt.as_ref().map_or(String::new(), |attempt| attempt.source.clone()),
                attempt.as_ref().and_then(|attempt| attempt.at.clone()).unwrap_or_default(),
                told.provenance.submission.clone(),
                told.provenance.fixtures.clone(),
                told.provenance.grader.clone(),
                told.provenance.toolchain.clone(),
            ]);
        }
        table.text()
    }
}

impl Outcome {
    /// Writes the files of one student.
    pub(super) fn write(&self, sources: &Sources<'_>) -> Result<()> {
        let name = file_name(&self.id);
        let folder = sources.gradebook.within(&format!("students/{name}"))?;
        keep(&folder.join("report.txt"), &self.for_student())?;
        keep(&folder.join("report.json"), &to_json(&self.told))?;
        keep(&folder.join("grade.json"), &format!("{:#}\n", self.grade_as_json()))?;
        let folder = sources.gradebook.within(&format!("staff/{name}"))?;
        keep(&folder.join("report.txt"), &self.for_staff())?;
        keep(&folder.join("report.json"), &to_json(&self.whole))
    }

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
        text += &self.sums();
        match self.standing {
            Standing::Nothing | Standing::Unreadable { .. } => text,
            Standing::Graded | Standing::Disturbed { .. } => {
                text + &plain(&to_terminal(report, &View { detail: Detail::Every, ..View::default() }))
            }
        }
    }

    /// The grade and its lines, as JSON.
    pub fn grade_as_json(&self) -> Value {
        let lines = self.account.lines.iter().map(|line| json!({ "what": line.what, "points": line.points }));
        json!({
            "schema": "ebm-grade/1",
            "id": self.id,
            "state": self.standing.word(),
            "points": self.is_final().then_some(self.account.total),
            "max": self.max(),
            "found": self.is_final().then_some(self.account.machine),
            "lines": lines.collect::<Vec<_>>(),
            "waiting": self.account.waiting.len(),
        })
    }

    /// The id, and the name where there is one.
    pub fn shown(&self) -> String {
        match &self.name {
            Some(name) => format!("{} ({name})", self.id),
            None => self.id.clone(),
        }
    }

    /// How the grade came about, a line for each rule.
    fn sums(&self) -> String {
        let account = &self.account;
        if account.lines.is_empty() && account.waiting.is_empty() || !self.is_final() {
            return String::new();
        }
        let mut rows = vec![("found by the grader".to_owned(), format!("{} / {}", account.machine, self.told.max))];
        rows.extend(account.lines.iter().map(|line| (line.what.clone(), format!("{:+}", line.points))));
        if !account.waiting.is_empty() {
            rows.push((format!("answers that a person still reads: {}", account.waiting.len()), String::new()));
        }
        rows.push(("points".to_owned(), format!("{} / {}", account.total, self.max())));
        let mut text = String::from("\n");
        for (what, points) in rows {
            let lines = textwrap::wrap(&what, 66);
            for (index, line) in lines.iter().enumerate() {
                let points = if index + 1 == lines.len() { points.as_str() } else { "" };
                text += format!("  {line:<66} {points:>10}").trim_end();
                text += "\n";
            }
        }
        text
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

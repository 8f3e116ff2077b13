//! What others read: a row for every check, and everything as one JSON document. Made of what students are told, so that
//! a table may be shown to them.

use super::cells::Table;
use super::{Book, Outcome, Sources};
use grader::render::english;
use judge::error::Result;
use judge::report::{Asks, Check, FunctionReport};
use serde_json::{Value, json};

impl Book {
    /// A row a check, of everybody who handed something in. Of a large class no reports are held for it.
    pub fn checks(sources: &Sources<'_>) -> Result<String> {
        let mut table = Table::new(&[
            "id",
            "state",
            "exercise",
            "entry",
            "form",
            "kind",
            "check",
            "verdict",
            "fate",
            "points",
            "max",
            "diagnosis",
        ]);
        for rows in Book::each(sources, &sources.gradebook.hand_ins()?, |student| Ok(student.checks()))? {
            table.rows(rows);
        }
        Ok(table.text())
    }

    /// Everything, as one document. Of a large class no reports are held for it.
    pub fn json(sources: &Sources<'_>) -> Result<String> {
        // the depth of a student in the document
        let indented = |student: Outcome| Ok(format!("{:#}", student.json()).replace('\n', "\n    "));
        let students = Book::each(sources, &sources.gradebook.hand_ins()?, indented)?;
        let students = match students.as_slice() {
            [] => "[]".to_owned(),
            all => format!("[\n    {}\n  ]", all.join(",\n    ")),
        };
        Ok(format!("{{\n  \"schema\": \"ebm-class/1\",\n  \"students\": {students}\n}}\n"))
    }
}

impl Outcome {
    /// A row a check, where something was handed in.
    fn checks(&self) -> Table {
        let mut rows = Table::default();
        for (exercise, entry, check) in self.each_check().filter(|_| self.attempt.is_some()) {
            let diagnosis = entry.diagnosis.as_ref().map(english::in_short).unwrap_or_default();
            let (kind, name) = english::check(check);
            rows.row(&[
                self.id.as_str(),
                self.standing.word(),
                exercise,
                &entry.name,
                form(entry),
                kind,
                name,
                &word(json!(check.verdict)),
                &word(json!(check.fate)),
                &check.points.to_string(),
                &check.max.to_string(),
                &diagnosis,
            ]);
        }
        rows
    }

    fn json(&self) -> Value {
        let checks = self.each_check().map(|(exercise, entry, check)| {
            json!({
                "exercise": exercise, "entry": entry.name, "check": title(check), "verdict": check.verdict,
                "points": check.points, "max": check.max,
            })
        });
        let checks: Vec<Value> = checks.collect();
        let mut whole = self.grade_as_json();
        whole["name"] = json!(self.name);
        whole["section"] = json!(self.section);
        whole["source"] = json!(self.attempt.as_ref().map(|attempt| &attempt.source));
        whole["handed_in"] = json!(self.attempt.as_ref().and_then(|attempt| attempt.at.as_ref()));
        whole["provenance"] = json!(self.told.provenance);
        whole["parts"] = json!(self.told.assignments.iter().flat_map(|one| &one.parts).collect::<Vec<_>>());
        whole["checks"] = json!(checks);
        whole
    }

    /// Every check, with where it belongs.
    pub fn each_check(&self) -> impl Iterator<Item = (&str, &FunctionReport, &Check)> {
        self.told.exercises.iter().flat_map(|exercise| {
            let entries = exercise.functions.iter();
            entries.flat_map(move |entry| entry.checks.iter().map(move |check| (exercise.name.as_str(), entry, check)))
        })
    }
}

/// The name of a check, with its kind.
pub fn title(check: &Check) -> String {
    let (kind, name) = english::check(check);
    format!("{kind}: {name}")
}

fn form(entry: &FunctionReport) -> &'static str {
    match entry.asks {
        Asks::Function { .. } => "function",
        Asks::Derivation { .. } => "derivation",
        Asks::Choice { .. } => "choice",
        Asks::Text { .. } => "text",
    }
}

fn word(value: Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

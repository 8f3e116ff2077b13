//! What others read: a row for every check, and everything as one JSON document. Made of what students are told, so that
//! a table may be shown to them.

use super::cells::Table;
use super::{Book, Outcome};
use grader::render::english;
use judge::report::{Asks, Check, FunctionReport};
use serde_json::{Value, json};

impl Book {
    /// A row a check, of everybody who handed something in.
    pub fn checks(&self) -> String {
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
        for student in self.students.iter().filter(|student| student.attempt.is_some()) {
            for (exercise, entry, check) in student.each_check() {
                let diagnosis = entry.diagnosis.as_ref().map(english::in_short).unwrap_or_default();
                let (kind, name) = english::check(check);
                table.row(&[
                    student.id.as_str(),
                    student.standing.word(),
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
        }
        table.text()
    }

    /// Everything, as one document.
    pub fn json(&self) -> String {
        let student = |student: &Outcome| {
            let checks = student.each_check().map(|(exercise, entry, check)| {
                json!({
                    "exercise": exercise, "entry": entry.name, "check": title(check), "verdict": check.verdict,
                    "points": check.points, "max": check.max,
                })
            });
            let checks: Vec<Value> = checks.collect();
            let mut whole = student.grade_as_json();
            whole["name"] = json!(student.name);
            whole["section"] = json!(student.section);
            whole["source"] = json!(student.attempt.as_ref().map(|attempt| &attempt.source));
            whole["handed_in"] = json!(student.attempt.as_ref().and_then(|attempt| attempt.at.as_ref()));
            whole["provenance"] = json!(student.told.provenance);
            whole["parts"] = json!(student.told.assignments.iter().flat_map(|one| &one.parts).collect::<Vec<_>>());
            whole["checks"] = json!(checks);
            whole
        };
        let students: Vec<Value> = self.students.iter().map(student).collect();
        format!("{:#}\n", json!({ "schema": "ebm-class/1", "students": students }))
    }
}

impl Outcome {
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

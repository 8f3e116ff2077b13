//! A report as `cargo check --message-format=json` would say it: one JSON object per line, which is what editors read.
//! Every function that is not right is a message at its name; what the compiler says passes through.

use super::overview::{Stand, stand};
use super::section::{against, short, simplest};
use super::{brief, english, place};
use judge::report::{Asks, Diagnostic, ExerciseReport, FunctionReport, Level, Report, is_uncompiled};
use serde_json::{Value as Json, json};
use std::path::Path;

/// Under which editors group what is not the compiler's.
const CODE: &str = "grader";

/// Lines of JSON. `home` is the folder that was graded, as the system names it; `text` gives the text of a file of an
/// exercise, for places within lines, and may have none.
pub fn to_rustc(report: &Report, home: &Path, text: &dyn Fn(&str, &str) -> Option<String>) -> String {
    let mut lines = vec![];
    for exercise in &report.exercises {
        let scene = Scene { report, exercise, home, text };
        let compiler = exercise.errors.iter().chain(&exercise.warnings).map(|one| scene.of_compiler(one));
        let functions = exercise.functions.iter().filter_map(|one| scene.of_function(one));
        lines.extend(compiler.chain(functions).map(|message| scene.line(&message)));
    }
    let success = !lines.iter().any(|line| line["message"]["level"] == "error");
    lines.push(json!({ "reason": "build-finished", "success": success }));
    lines.iter().map(|line| format!("{line}\n")).collect()
}

struct Scene<'a> {
    report: &'a Report,
    exercise: &'a ExerciseReport,
    home: &'a Path,
    text: &'a dyn Fn(&str, &str) -> Option<String>,
}

impl Scene<'_> {
    /// A message with what cargo says around one.
    fn line(&self, message: &Json) -> Json {
        let folder = self.home.join(&self.exercise.name);
        let path = |file: &str| folder.join(file).to_string_lossy().into_owned();
        json!({
            "reason": "compiler-message",
            "package_id": format!("path+file://{}#{}", folder.to_string_lossy(), self.report.provenance.grader),
            "manifest_path": path("Cargo.toml"),
            "target": {
                "kind": ["lib"],
                "crate_types": ["lib"],
                "name": self.exercise.name,
                "src_path": path("src/lib.rs"),
                "edition": "2024",
                "doc": true,
                "doctest": false,
                "test": true,
            },
            "message": message,
        })
    }

    /// A function that is not right.
    fn of_function(&self, entry: &FunctionReport) -> Option<Json> {
        let level = match (&entry.asks, stand(entry)) {
            (Asks::Function { .. }, Stand::Wrong) => "error",
            (Asks::Function { .. }, Stand::Part) => "warning",
            _ => return None,
        };
        // the compiler's own message says it
        if is_uncompiled(entry) {
            return None;
        }
        let says: Vec<String> = entry
            .upstream
            .iter()
            .map(|upstream| english::upstream(upstream))
            .chain(entry.note.iter().map(english::note))
            .chain(entry.diagnosis.iter().map(english::diagnosis))
            .collect();
        let says = if says.is_empty() { short(entry).into_iter().collect() } else { says };
        let message = english::not_right(&entry.name, entry.points, entry.max, &says);
        let note = simplest(&against(entry)).map(|(_, one)| {
            let (with, why) = brief(entry, one);
            json!({ "level": "note", "text": english::fails(&entry.name, &with, &why) })
        });
        let how = format!("cargo run -p grader -- {} {}", self.exercise.name, entry.name);
        let help = json!({ "level": "help", "text": format!("{how}{}", place::option(self.report)) });
        let children: Vec<Json> = note.into_iter().chain([help]).collect();
        let span = self.span(&entry.file, entry.line, None, Some(&entry.name));
        Some(message_of(level, Some(CODE), &message, span, &children, None))
    }

    /// What the compiler says.
    fn of_compiler(&self, said: &Diagnostic) -> Json {
        let level = match said.level {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Note => "note",
        };
        let help: Vec<Json> =
            said.advice.iter().map(|advice| json!({ "level": "help", "text": advice.says })).collect();
        let span = said.file.as_ref().and_then(|file| self.span(file, said.line, said.column, None));
        let code = said.code.as_ref().map(|code| code.0.as_str());
        let rendered = Some(said.rendered.as_str()).filter(|text| !text.is_empty());
        message_of(level, code, &said.message, span, &help, rendered)
    }

    /// A word of a file: the one that is named, or the one in this column.
    fn span(&self, file: &str, line: Option<usize>, column: Option<usize>, word: Option<&str>) -> Option<Json> {
        let line = line?;
        let text = (self.text)(&self.exercise.name, file).unwrap_or_default();
        let before: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
        let row = text.split('\n').nth(line - 1).unwrap_or_default().trim_end_matches('\r');
        let (start, end) = within(row, column, word);
        let bytes = |column: usize| before + row.chars().take(column - 1).map(char::len_utf8).sum::<usize>();
        Some(json!({
            "file_name": place::file(self.report, self.exercise, file),
            "byte_start": bytes(start),
            "byte_end": bytes(end),
            "line_start": line,
            "line_end": line,
            "column_start": start,
            "column_end": end,
            "is_primary": true,
            "text": [{ "text": row, "highlight_start": start, "highlight_end": end }],
            "label": null,
            "suggested_replacement": null,
            "suggestion_applicability": null,
            "expansion": null,
        }))
    }
}

/// From which column to which a word goes, counted from 1: one that is named, or the one in a column.
fn within(row: &str, column: Option<usize>, word: Option<&str>) -> (usize, usize) {
    let named = word.and_then(|word| {
        let start = row.find(&format!("fn {word}"))? + "fn ".len();
        let start = row[..start].chars().count() + 1;
        Some((start, start + word.chars().count()))
    });
    named.unwrap_or_else(|| {
        let start = column.unwrap_or_else(|| row.chars().take_while(|c| c.is_whitespace()).count() + 1);
        let inside = |c: &char| c.is_alphanumeric() || *c == '_';
        let length = row.chars().skip(start - 1).take_while(inside).count();
        (start, start + length.max(1))
    })
}

fn message_of(
    level: &str,
    code: Option<&str>,
    message: &str,
    span: Option<Json>,
    children: &[Json],
    rendered: Option<&str>,
) -> Json {
    let text = |child: &Json, key: &str| child[key].as_str().unwrap_or_default().to_owned();
    let rendered = rendered.map_or_else(
        || {
            let place = span.iter().map(|span| {
                format!("\n --> {}:{}:{}", text(span, "file_name"), span["line_start"], span["column_start"])
            });
            let more = children.iter().map(|child| format!("\n  = {}: {}", text(child, "level"), text(child, "text")));
            format!("{level}: {message}{}\n", place.chain(more).collect::<String>())
        },
        |rendered| format!("{}\n", rendered.trim_end()),
    );
    let child = |child: &Json| json!({ "message": child["text"], "code": null, "level": child["level"], "spans": [], "children": [], "rendered": null });
    json!({
        "$message_type": "diagnostic",
        "message": message,
        "code": code.map(|code| json!({ "code": code, "explanation": null })),
        "level": level,
        "spans": span.into_iter().collect::<Vec<Json>>(),
        "children": children.iter().map(child).collect::<Vec<Json>>(),
        "rendered": rendered,
    })
}

#[cfg(test)]
mod tests {
    use super::within;

    #[test]
    fn a_word_is_found_by_its_name_or_its_column() {
        assert_eq!(within("pub fn gibbs(x: f64) -> f64 {", None, Some("gibbs")), (8, 13));
        assert_eq!(within("/* ü */ pub fn gibbs(", None, Some("gibbs")), (16, 21));
        assert_eq!(within("    \"one\"", Some(5), None), (5, 6));
        assert_eq!(within("    let wrong = 1;", Some(9), None), (9, 14));
        assert_eq!(within("    other", None, Some("gibbs")), (5, 10));
        assert_eq!(within("", None, Some("gibbs")), (1, 2));
    }
}

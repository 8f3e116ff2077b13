//! The handout of an exercise: is it there, do its links lead somewhere, are its points those of the fixtures?

use super::check::{Findings, problem};
use super::markdown;
use judge::course::{Exercise, STUBS, Written};
use judge::error::Error;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// A handout of fewer words explains nothing.
const FEWEST_WORDS: usize = 30;

/// Checks the files beside the stubs.
pub fn handout(root: &Path, exercise: &Exercise, findings: &mut Findings) {
    let name = &exercise.name;
    let folder = root.join("exercises").join(name);
    let before = findings.problems.len();
    manifest(&folder.join("Cargo.toml"), name, findings);
    let path = folder.join("README.md");
    let Ok(text) = fs::read_to_string(&path) else {
        problem(findings, &path, "the file is missing", "write it");
        return;
    };
    let text = text.replace("\r\n", "\n");
    let mut on_line = |line: usize, what: String, fix: &str| {
        findings.problems.push(Error::fixture(&path, line, what, fix).to_string());
    };
    if text.split_whitespace().count() < FEWEST_WORDS || !text.lines().any(|line| line.starts_with("# ")) {
        on_line(1, "the handout is nearly empty, or has no title".into(), "write a title, the theory, and what to do");
    }
    for (line, what) in markdown::unbalanced(&text) {
        on_line(line, what, "close it");
    }
    for (line, label) in markdown::undefined(&text) {
        on_line(line, format!("the link `[{label}]` is defined nowhere"), &format!("add a line `[{label}]: TARGET`"));
    }
    for (line, link) in markdown::links(&text) {
        let (target, anchor) = link.split_once('#').unwrap_or((&link, ""));
        if target.contains("://") || target.starts_with("mailto:") {
            continue;
        }
        // a student may have removed what the exercise was handed out with
        let there =
            || [folder.join(target), root.join(STUBS).join(name).join(target)].into_iter().find(|file| file.exists());
        let file = if target.is_empty() { Some(path.clone()) } else { there() };
        let Some(file) = file else {
            on_line(line, format!("the link to `{target}` leads nowhere"), "correct the path");
            continue;
        };
        if !anchor.is_empty() && file.extension().is_some_and(|end| end == "md") {
            let there = fs::read_to_string(&file).unwrap_or_default();
            if !markdown::anchors(&there).iter().any(|other| other == anchor) {
                on_line(line, format!("the link to `#{anchor}` leads to no heading"), "write the heading's own words");
            }
        }
    }
    let points = points(exercise);
    for (line, entry, stated) in table(&text, &points) {
        let right = points.get(entry.as_str()).copied().unwrap_or_default();
        if stated != Some(right) {
            let stated = stated.map_or("no number".to_owned(), |stated| format!("{stated} points"));
            on_line(line, format!("the table says {stated} for `{entry}`"), &format!("write {right}"));
        }
    }
    for entry in points
        .keys()
        .filter(|entry| ![format!("`{entry}`"), format!("`{entry}.txt`")].iter().any(|name| text.contains(name)))
    {
        problem(findings, &path, format!("the handout never names `{entry}`"), "add it to the table of points");
    }
    if findings.problems.len() == before {
        findings.passed.push(format!("the handout of `{name}` is there, its links and its points are right"));
    }
}

/// The manifest is that of the exercise, not one copied from another.
fn manifest(path: &Path, name: &str, findings: &mut Findings) {
    let Ok(text) = fs::read_to_string(path) else {
        problem(findings, path, "the file is missing", "write it");
        return;
    };
    let spaced: Vec<String> = text.lines().map(|line| line.split_whitespace().collect()).collect();
    if !spaced.contains(&format!("name=\"{name}\"")) {
        problem(findings, path, "this is not the manifest of the exercise", format!("write `name = \"{name}\"`"));
    }
}

/// Everything that the exercise asks for, with the points of the machine or, for texts, of a person.
fn points(exercise: &Exercise) -> BTreeMap<&str, u32> {
    let functions = exercise.functions.iter().map(|function| (function.name.as_str(), function.max()));
    let written = exercise.written.iter().map(|written| match written {
        Written::Derivation(_) | Written::Choice(_) => (written.name(), written.max()),
        Written::Text(_) => (written.name(), written.by_person()),
    });
    functions.chain(written).collect()
}

/// The rows ``| `a`, `b` | 3 + 4 | …``: each entry with its line and the points beside it.
fn table(text: &str, known: &BTreeMap<&str, u32>) -> Vec<(usize, String, Option<u32>)> {
    let mut rows = vec![];
    for (i, line) in text.lines().enumerate().filter(|(_, line)| line.starts_with('|')) {
        let plain = line.replace("\\|", " ");
        let cells: Vec<&str> = plain.split('|').map(str::trim).collect();
        for pair in cells.windows(2) {
            let names: Option<Vec<&str>> = pair[0]
                .split(", ")
                .map(|name| name.strip_prefix('`')?.strip_suffix('`'))
                .map(|name| Some(name?.trim_end_matches(".txt")))
                .collect();
            let Some(names) = names.filter(|names| names.iter().all(|name| known.contains_key(name))) else { continue };
            let numbers: Vec<Option<u32>> = pair[1].split('+').map(|number| number.trim().parse().ok()).collect();
            if numbers.iter().all(Option::is_none) {
                // a table of something else
                continue;
            }
            for (at, name) in names.iter().enumerate() {
                rows.push((i + 1, (*name).to_owned(), numbers.get(at).copied().flatten()));
            }
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::table;

    #[test]
    fn points_stand_beside_their_names() {
        let known = [("a", 3), ("b", 4)].into_iter().collect();
        let text = "| `a`, `b` | 3 + 5 | $x \\| y$ |\n| `b` | 4 |\n| `a` | a word |\n| `c` | 1 |\n| `a`, `b` | 3 |\n";
        let row = |line, name: &str, points| (line, name.to_owned(), points);
        let found =
            [row(1, "a", Some(3)), row(1, "b", Some(5)), row(2, "b", Some(4)), row(5, "a", Some(3)), row(5, "b", None)];
        assert_eq!(table(text, &known), found);
    }
}

//! The handout of an exercise: is it there, do its links lead somewhere, are its points those of the fixtures?

use super::check::{Findings, problem};
use judge::course::{Exercise, STUBS, Written};
use judge::error::Error;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Checks the files beside the stubs.
pub fn handout(root: &Path, exercise: &Exercise, findings: &mut Findings) {
    let name = &exercise.name;
    let folder = root.join("exercises").join(name);
    let before = findings.problems.len();
    for file in ["Cargo.toml", "README.md"] {
        if !folder.join(file).is_file() {
            problem(findings, &folder.join(file), "the file is missing", "write it");
        }
    }
    let path = folder.join("README.md");
    let text = fs::read_to_string(&path).unwrap_or_default();
    let mut on_line = |line: usize, what: String, fix: &str| {
        findings.problems.push(Error::fixture(&path, line, what, fix).to_string());
    };
    for (line, link) in links(&text) {
        let target = link.split('#').next().unwrap_or_default();
        let elsewhere = target.is_empty() || target.contains("://") || target.starts_with("mailto:");
        // a student may have removed what the exercise was handed out with
        let there = [&folder, &root.join(STUBS).join(name)].iter().any(|folder| folder.join(target).exists());
        if !elsewhere && !there {
            on_line(line, format!("the link to `{target}` leads nowhere"), "correct the path");
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
    for entry in points.keys().filter(|entry| {
        !text.is_empty() && ![format!("`{entry}`"), format!("`{entry}.txt`")].iter().any(|name| text.contains(name))
    }) {
        problem(findings, &path, format!("the handout never names `{entry}`"), "add it to the table of points");
    }
    if findings.problems.len() == before {
        findings.passed.push(format!("the handout of `{name}` is there, its links and its points are right"));
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

/// The targets of Markdown links, with their lines. Code is no link: `sum[k](F(k))` is a sum.
fn links(text: &str) -> Vec<(usize, String)> {
    let mut links = vec![];
    let mut fenced = false;
    for (i, line) in text.lines().enumerate() {
        fenced ^= line.trim_start().starts_with("```");
        if fenced {
            continue;
        }
        // between backticks is every second piece
        let prose: String = line.split('`').step_by(2).collect::<Vec<_>>().join("``");
        let mut rest = prose.as_str();
        while let Some((_, after)) = rest.split_once("](") {
            let Some((target, after)) = after.split_once(')') else { break };
            links.push((i + 1, target.trim().to_owned()));
            rest = after;
        }
    }
    links
}

#[cfg(test)]
mod tests {
    use super::{links, table};

    #[test]
    fn code_is_no_link() {
        let text = "see [a](a.md) and `sum[k](x)` and [`b`](b.md)\n```\nc[0](d)\n```\n[e](e.md)\n";
        assert_eq!(links(text), [(1, "a.md".into()), (1, "b.md".into()), (5, "e.md".into())]);
    }

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

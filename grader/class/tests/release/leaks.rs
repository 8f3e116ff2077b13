//! Looks for answers in a course that was handed out, by a rule of its own and a program of its own: whatever the release
//! believes of itself, this does not use.
//!
//! A line of a body, a derivation, a text or an answer of the instructors that has more than 25 characters is found where
//! a line of a file holds it, whatever the spaces. What stands in handouts, stubs, hints or laws is public. In the grader's
//! sources one such line is a chance, and two of one body are none.

use crate::common::checkout;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

const LONG: usize = 25;

fn bare(line: &str) -> String {
    line.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Paths that are none of a student's.
const NEVER: [&str; 12] = [
    "solutions/",
    "target/",
    ".git/",
    ".ci/",
    "gradebook/",
    "grader/class/",
    "grader/jail/",
    "grader/benches/",
    "grader/tests/",
    "fixtures/src/",
    "fixtures/tests/",
    "fixtures/Cargo.toml",
];

/// Everything that nobody may find.
pub fn nothing_answers_the_course(handed: &BTreeMap<String, String>) {
    for path in handed.keys() {
        assert!(NEVER.iter().all(|never| !path.starts_with(never)), "{path}");
        assert!(!path.ends_with("audit.toml") && !path.ends_with("exercise.snap"), "{path}");
        let stored = path.strip_prefix("fixtures/submissions/");
        assert!(stored.is_none_or(|below| below.starts_with("stubs/")), "{path}");
        assert!(!path.ends_with('~') && !path.ends_with(".orig") && !path.contains("/.#"), "{path}");
    }
    let mut found = vec![];
    let (secrets, public) = collected(handed);
    let total: usize = secrets.values().map(BTreeSet::len).sum();
    assert!(total > 3000, "only {total} lines are looked for");
    for (path, text) in handed {
        let text = text.replace("\\n", " ").replace("\\\"", "\"");
        let text = bare(&text);
        for (of, lines) in &secrets {
            let mut here: Vec<&String> = lines.iter().filter(|line| text.contains(line.as_str())).collect();
            here.retain(|line| !public.contains(line.as_str()));
            let program = path.starts_with("grader/") && path.ends_with(".rs");
            if here.len() > usize::from(program) {
                found.push(format!("{path}: {of}: {here:?}"));
            }
        }
    }
    assert_eq!(found, Vec::<String>::new());
    keys(handed);
}

/// Lines by the body they belong to, and everything that is public in one text.
fn collected(handed: &BTreeMap<String, String>) -> (BTreeMap<String, BTreeSet<String>>, String) {
    let mut secrets: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut keep = |of: &str, line: &str| {
        let line = bare(line);
        if line.chars().count() > LONG {
            secrets.entry(of.to_owned()).or_default().insert(line);
        }
    };
    let mut public: String =
        handed.iter().filter(|(path, _)| path.starts_with("exercises/")).map(|(_, text)| bare(text)).collect();
    let root = checkout();
    for exercise in fs::read_dir(root.join("solutions")).expect("the reference").flatten() {
        for file in ["src/lib.rs", "answers.toml"] {
            let Ok(text) = fs::read_to_string(exercise.path().join(file)) else { continue };
            let mut of = String::new();
            for line in text.lines() {
                match line.starts_with(' ') || file == "answers.toml" {
                    true if line.trim_start().starts_with("//") || line.starts_with('#') => {}
                    true => keep(&format!("{}{of}", exercise.path().display()), line),
                    false => of = line.to_owned(),
                }
            }
        }
        for derivation in fs::read_dir(exercise.path()).expect("a folder").flatten() {
            let path = derivation.path();
            if path.extension().is_some_and(|end| end == "txt") {
                let text = fs::read_to_string(&path).expect("text");
                text.lines().for_each(|line| keep(&path.display().to_string(), line));
            }
        }
    }
    for folder in fs::read_dir(root.join("fixtures")).expect("fixtures").flatten() {
        let table = |name: &str| -> toml::Table {
            let text = fs::read_to_string(folder.path().join(name)).unwrap_or_default();
            text.parse().expect("TOML")
        };
        let list = |table: &toml::Table, key: &str| -> Vec<toml::Table> {
            let list = table.get(key).and_then(|list| list.as_array()).into_iter().flatten();
            list.filter_map(|entry| entry.as_table().cloned()).collect()
        };
        let exercise = table("exercise.toml");
        for function in list(&exercise, "function") {
            for (index, wrong) in list(&function, "wrong").iter().enumerate() {
                let of = format!("{} {} {index}", folder.path().display(), function["name"]);
                wrong["body"].as_str().expect("a body").lines().for_each(|line| keep(&of, line));
            }
            for drawn in list(&function, "drawn") {
                let lines = ["given", "when", "args"].iter().filter_map(|key| drawn.get(*key)?.as_array()).flatten();
                lines.filter_map(toml::Value::as_str).for_each(|line| keep(&format!("{}", drawn["name"]), line));
            }
            public += &bare(&function["hints"].to_string().replace("\\\"", "\""));
            for law in list(&function, "property") {
                public += &bare(&law["given"].to_string());
                public += &bare(&law["holds"].to_string());
            }
        }
        for right in list(&table("audit.toml"), "right") {
            let of = format!("{} {}", folder.path().display(), right["name"]);
            right["body"].as_str().expect("a body").lines().for_each(|line| keep(&of, line));
        }
        for choice in list(&exercise, "choice") {
            for option in list(&choice, "option") {
                option.get("says").and_then(|says| says.as_str()).into_iter().for_each(|says| keep("a reason", says));
            }
        }
    }
    (secrets, public)
}

/// No option says what it is, and a seal is the only thing that is said of an answer.
fn keys(handed: &BTreeMap<String, String>) {
    let mut seals = 0;
    for (path, text) in handed.iter().filter(|(path, _)| Path::new(path).ends_with("exercise.toml")) {
        let table: toml::Table = text.parse().expect("TOML");
        for choice in table.get("choice").and_then(|list| list.as_array()).into_iter().flatten() {
            seals += usize::from(choice.get("key").is_some());
            for option in choice["option"].as_array().expect("options") {
                let keys: Vec<&String> = option.as_table().expect("an option").keys().collect();
                assert_eq!(keys, ["text"], "{path}: {choice}");
            }
        }
        assert!(!text.contains("body ="), "{path}");
    }
    assert!(seals > 20, "{seals}");
}

//! What must not be found in a release.
//!
//! The rule: of every body (the reference's, known wrong ones, right ones of an audit), every derivation and text of
//! the reference, every stored submission, every recipe of drawn cases and every reason of an option, a line that has
//! more than 25 characters without its spaces is a secret, and so is every whole body of so many. What the course
//! tells students anyway is none: handouts and stubs in `exercises/`, hints, laws; a whole body of three lines or more
//! is a secret there, too. In the sources of the grader, which share idioms with any program, one line alone is a
//! chance: there it takes two different ones of the same body, or a whole body.

use judge::answers::right;
use judge::course::{Choice, Course, Key, STUBS, Sort, Statement, Written, source};
use judge::error::{Error, Result};
use run::submission::{Files as Found, Source, Submission};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use toml::{Table, Value};

/// A line of no more characters says nothing that many would not write.
pub const LONGEST: usize = 25;
/// A body of fewer lines may stand in a handout: it is a formula.
const BODY: usize = 3;

/// One line, or one body, that stays here.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Secret {
    /// Without spaces.
    pub text: String,
    /// Of which body, for people.
    pub of: String,
    /// How many lines it has.
    pub lines: usize,
}

/// Everything that stays here.
#[derive(Debug, Default)]
pub struct Secrets {
    /// Lines that stand nowhere in a release.
    pub lines: Vec<Secret>,
    /// Bodies that stand whole nowhere.
    pub bodies: Vec<Secret>,
}

/// A text without its spaces.
pub fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

impl Secrets {
    /// Collects them from the instructors' checkout.
    pub fn of(course: &Course) -> Result<Secrets> {
        let mut secrets = Secrets::default();
        let solutions = Submission::open(&course.root.join("solutions"))?;
        for exercise in &course.exercises {
            let name = &exercise.name;
            let reading = solutions.read(exercise);
            let Found::Present(files) = reading.files else {
                let path = course.root.join("solutions").join(name);
                return Err(Error::fixture(
                    &path,
                    None,
                    "the reference is missing",
                    "write it: the release is proved with it",
                ));
            };
            for file in &files {
                let of = format!("solutions/{name}/{}", file.path);
                match file.path.ends_with(".rs") {
                    true => secrets.rust(&file.text, &of),
                    false => secrets.texts(file.text.lines().filter(|line| !line.trim_start().starts_with('#')), &of),
                }
            }
            let path = exercise.folder.join("exercise.toml");
            for function in &exercise.functions {
                for wrong in &function.wrong {
                    let of = format!("the known wrong answer \"{}\" of `{name}::{}`", wrong.name, function.name);
                    secrets.body(wrong.body.as_deref().unwrap_or_default(), &of);
                }
                for drawn in &function.drawn {
                    let of = format!("the drawn cases \"{}\" of `{name}::{}`", drawn.name, function.name);
                    let Some(draw) = &drawn.draw else { continue };
                    let ends = draw.text.range.iter().flat_map(|range| range.ends());
                    let parts = draw.text.given.iter().chain(&draw.text.when).chain(&draw.text.args).chain(ends);
                    secrets.texts(parts.map(String::as_str), &of);
                }
            }
            for written in &exercise.written {
                if let Written::Choice(choice) = written {
                    let of = format!("what is said of an option of `{name}::{}`", choice.name);
                    secrets.texts(reasons(choice), &of);
                }
            }
            let audit = exercise.folder.join("audit.toml");
            if audit.is_file() {
                let table: Table = judge::course::located(&audit, "", toml::from_str(&source::read(&audit)?))?;
                let right = table.get("right").and_then(Value::as_array).into_iter().flatten();
                for body in right.filter_map(|right| right.get("body")?.as_str()) {
                    secrets.body(body, &format!("a right answer of fixtures/{name}/audit.toml"));
                }
            }
            if right_keys(exercise.written.iter()).is_none() {
                let what = "a question does not say which answer is right";
                return Err(Error::fixture(&path, None, what, "release the course from the instructors' checkout"));
            }
        }
        secrets.submissions(&course.root.join("fixtures/submissions"))?;
        secrets.lines.sort();
        secrets.lines.dedup();
        Ok(secrets)
    }

    /// Those that students read anyway are none.
    pub fn without(mut self, course: &Course, pages: &[&str]) -> Secrets {
        let mut public: Vec<String> = pages.iter().map(|page| bare(page)).collect();
        for function in course.exercises.iter().flat_map(|exercise| &exercise.functions) {
            let laws = function.properties.iter();
            public.extend(laws.flat_map(|law| law.law.inputs.iter().chain([&law.law.text])).map(|line| bare(line)));
            public.extend(function.hints.iter().map(|hint| bare(hint)));
        }
        let written = course.exercises.iter().flat_map(|exercise| &exercise.written);
        public.extend(written.flat_map(Written::hints).map(|hint| bare(hint)));
        let public = public.join("\n");
        self.lines.retain(|secret| !public.contains(&secret.text));
        self.bodies.retain(|body| body.lines >= BODY || !public.contains(&body.text));
        self
    }

    /// The lines of functions: those further to the right than items.
    fn rust(&mut self, text: &str, of: &str) {
        let mut items: Vec<(String, Vec<&str>)> = vec![];
        for line in text.lines() {
            match items.last_mut() {
                Some((_, lines)) if line.starts_with(' ') => lines.push(line),
                _ => items.push((line.to_owned(), vec![])),
            }
        }
        let mut of_function = of.to_owned();
        for (head, lines) in items {
            if let Some((_, rest)) = head.split_once("fn ") {
                let name = rest.split(['(', '<']).next().unwrap_or_default();
                of_function = format!("`{name}` in {of}");
            }
            if head.ends_with('(') {
                // parameters, a line each
                continue;
            }
            let of = if head.contains("fn ") || head.starts_with(')') { &of_function } else { of };
            self.body(&lines.join("\n"), of);
        }
    }

    fn body(&mut self, text: &str, of: &str) {
        let lines = || text.lines().filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with("//"));
        self.texts(lines(), of);
        let text: String = lines().map(bare).collect();
        if text.chars().count() > LONGEST {
            self.bodies.push(Secret { text, of: of.to_owned(), lines: lines().count() });
        }
    }

    fn texts<'a>(&mut self, lines: impl Iterator<Item = &'a str>, of: &str) {
        let lines = lines.map(bare).filter(|line| line.chars().count() > LONGEST);
        self.lines.extend(lines.map(|text| Secret { text, of: of.to_owned(), lines: 1 }));
    }

    /// What somebody handed in once.
    fn submissions(&mut self, folder: &Path) -> Result<()> {
        let Ok(entries) = fs::read_dir(folder) else { return Ok(()) };
        let stubs = Path::new(STUBS).file_name();
        for entry in entries.flatten().filter(|entry| Some(entry.file_name().as_os_str()) != stubs) {
            let of = format!("fixtures/submissions/{}", entry.file_name().to_string_lossy());
            let mut open = vec![entry.path()];
            while let Some(path) = open.pop() {
                if path.is_dir() {
                    let inner = fs::read_dir(&path).map_err(Error::file("read", &path))?;
                    open.extend(inner.flatten().map(|entry| entry.path()));
                } else if path.extension().is_some_and(|end| end == "rs") {
                    self.rust(&fs::read_to_string(&path).unwrap_or_default(), &of);
                } else {
                    let text = fs::read_to_string(&path).unwrap_or_default();
                    self.texts(text.lines().filter(|line| !line.trim_start().starts_with('#')), &of);
                }
            }
        }
        Ok(())
    }
}

/// What those are told who tick or place something wrongly.
fn reasons(choice: &Choice) -> impl Iterator<Item = &str> {
    let (statements, items) = match &choice.sort {
        Sort::Tick(statements) => (statements.as_slice(), [].as_slice()),
        Sort::Place { items, .. } => ([].as_slice(), items.as_slice()),
    };
    let wrong = statements.iter().filter_map(|statement| match statement {
        Statement::Wrong { says, .. } => Some(says.as_str()),
        Statement::Right(_) | Statement::Untold(_) => None,
    });
    wrong.chain(items.iter().map(|item| item.says.as_str()))
}

/// The right answers of all questions.
fn right_keys<'a>(written: impl Iterator<Item = &'a Written>) -> Option<BTreeSet<String>> {
    let choices = written.filter_map(|written| match written {
        Written::Choice(choice) => Some(choice),
        Written::Derivation(_) | Written::Text(_) => None,
    });
    choices.map(right).collect()
}

/// What a course that is handed out says that it should not: bodies, recipes, keys. It is looked at as the grader reads it.
pub fn told(handed: &Course, tells: impl Fn(&str) -> bool) -> Vec<String> {
    let mut told = vec![];
    for exercise in &handed.exercises {
        let name = &exercise.name;
        for function in &exercise.functions {
            let of = format!("`{name}::{}`", function.name);
            let bodies = function.wrong.iter().filter(|wrong| wrong.body.is_some());
            told.extend(
                bodies.map(|wrong| format!("fixtures/{name}/exercise.toml has the body of \"{}\" of {of}", wrong.name)),
            );
            let drawn = function.drawn.iter().filter(|drawn| drawn.draw.is_some());
            told.extend(
                drawn
                    .map(|drawn| format!("fixtures/{name}/exercise.toml says how \"{}\" of {of} is drawn", drawn.name)),
            );
        }
        for written in &exercise.written {
            let Written::Choice(choice) = written else { continue };
            let of = format!("fixtures/{name}/exercise.toml has the key of `{}`", choice.name);
            match choice.key {
                Key::Told => told.push(of),
                Key::Sealed { .. } if !tells(name) => {
                    told.push(format!("{of} under a seal, and nothing is told of it"))
                }
                Key::Sealed { .. } | Key::Kept => {}
            }
        }
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_of_bodies_are_secrets_and_items_are_none() {
        let mut secrets = Secrets::default();
        let long = "    let weights = energies.mapv(f64::exp);";
        secrets.rust(&format!("const LONG_NAME_OF_A_CONSTANT: usize = 26;\npub fn f() {{\n{long}\n    // let weights = energies.mapv(f64::exp);\n    short\n}}\n"), "lib.rs");
        let text = "letweights=energies.mapv(f64::exp);".to_owned();
        assert_eq!(secrets.lines, [Secret { text, of: "`f` in lib.rs".into(), lines: 1 }]);
        assert_eq!((secrets.bodies.len(), secrets.bodies[0].lines), (1, 2));
        assert!(secrets.bodies[0].text.ends_with("short"));
    }
}

//! Small real workspaces, and the real binary run in them: the grader, or the instructors' program in its own tests.
#![allow(dead_code, reason = "each test binary uses its own part of this")]

use assert_cmd::Command;
use std::fs;
use std::path::{Path, PathBuf};

/// The program of the package these tests belong to.
pub const PROGRAM: &str = match (option_env!("CARGO_BIN_EXE_grader"), option_env!("CARGO_BIN_EXE_class")) {
    (Some(program), _) | (None, Some(program)) => program,
    (None, None) => panic!("these are tests of a package with a program"),
};

/// The checkout these tests belong to.
pub fn checkout() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = package.ancestors().find(|folder| folder.join("Cargo.lock").is_file()).expect("the checkout");
    root.canonicalize().expect("the checkout")
}

/// A checkout in a temporary folder, with a course of some of the real exercises.
pub struct Workspace {
    pub root: tempfile::TempDir,
}

impl Workspace {
    /// Untouched stubs of these exercises.
    pub fn of(exercises: &[&str]) -> Workspace {
        let root = tempfile::tempdir().expect("a temporary folder");
        let workspace = Workspace { root };
        let home = checkout();
        for name in exercises {
            copy(&home.join("fixtures").join(name), &workspace.path(&format!("fixtures/{name}")));
            copy(&home.join("solutions").join(name), &workspace.path(&format!("solutions/{name}")));
            let stub = format!("fixtures/submissions/stubs/{name}");
            copy(&home.join(&stub), &workspace.path(&stub));
            copy(&home.join(&stub), &workspace.path(&format!("exercises/{name}")));
            for file in ["Cargo.toml", "README.md"] {
                let file = format!("exercises/{name}/{file}");
                fs::copy(home.join(&file), workspace.path(&file)).expect("a copy");
            }
        }
        let list: Vec<String> = exercises.iter().map(|name| format!("{name:?}")).collect();
        let course = format!(
            "title = \"A small course\"\n[[assignment]]\nname = \"homework\"\ntitle = \"Homework\"\n[[assignment.part]]\nname = \"1\"\ntitle = \"All\"\npoints = 100\nexercises = [{}]\n",
            list.join(", ")
        );
        workspace.write("fixtures/course.toml", &course);
        workspace
    }

    /// The reference in the place of the stubs.
    pub fn solved(exercises: &[&str]) -> Workspace {
        let workspace = Workspace::of(exercises);
        for name in exercises {
            copy(&workspace.path(&format!("solutions/{name}")), &workspace.path(&format!("exercises/{name}")));
        }
        workspace
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.root.path().join(path)
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    pub fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    /// Replaces one passage of a file, which must be there.
    pub fn change(&self, path: &str, old: &str, new: &str) {
        let text = self.read(path);
        assert!(text.contains(old), "{path} does not hold {old:?}");
        self.write(path, &text.replacen(old, new, 1));
    }

    /// Gives a function of the student's file another body.
    pub fn body(&self, exercise: &str, function: &str, body: &str) {
        let path = format!("exercises/{exercise}/src/lib.rs");
        let text = self.read(&path);
        let start = text.find(&format!("pub fn {function}(")).unwrap_or_else(|| panic!("no {function}"));
        let open = start + text[start..].find('{').expect("a body");
        let close =
            open + text[open..].find("\n}\n").map_or_else(|| text[open..].find('}').expect("an end"), |end| end + 1);
        self.write(&path, &format!("{}{{\n{body}\n}}{}", &text[..open], &text[close + 1..]));
    }

    /// Links of a handout to other exercises lead to itself: a small course lacks most of them.
    pub fn links_stay_here(&self, exercise: &str) {
        let path = format!("exercises/{exercise}/README.md");
        let text = self.read(&path);
        let mut pieces = text.split("](../");
        let mut kept = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            let (_, rest) = piece.split_once(')').expect("the end of a link");
            kept += &format!("](README.md){rest}");
        }
        self.write(&path, &kept);
    }

    /// Line ends and byte order marks of another system's editor, in every fixture.
    pub fn edited_elsewhere(&self, exercise: &str) {
        let files = fs::read_dir(self.path(&format!("fixtures/{exercise}"))).expect("a folder").flatten();
        for path in files.map(|entry| entry.path()).chain([self.path("fixtures/course.toml")]) {
            let text = fs::read_to_string(&path).expect("a fixture");
            fs::write(&path, format!("\u{feff}{}", text.replace('\n', "\r\n"))).expect("a fixture");
        }
    }

    /// Puts a stored submission's files over the student's.
    pub fn overlay(&self, submission: &str) {
        copy(&checkout().join("fixtures/submissions").join(submission), &self.path("exercises"));
    }

    /// The program, in this workspace. Tests share one folder for what is built.
    pub fn program(&self, args: &[&str]) -> Command {
        let mut command = Command::new(PROGRAM);
        command.current_dir(self.root.path()).args(args);
        command.env("CARGO_TARGET_DIR", env!("CARGO_TARGET_TMPDIR")).env_remove("RUST_BACKTRACE").env_remove("COLUMNS");
        command
    }

    /// Makes a student's file one that nobody graded before, in this run of the tests or an earlier one.
    pub fn never_seen(&self, exercise: &str) {
        let path = format!("exercises/{exercise}/src/lib.rs");
        self.write(&path, &format!("{}\n// {}\n", self.read(&path), self.root.path().display()));
    }

    /// The program behind a shell that bounds the size of files, as a quota or a full disk would.
    #[cfg(unix)]
    pub fn bounded(&self, kibibytes: u32, args: &[&str]) -> std::process::Output {
        let script = format!("ulimit -f {kibibytes}; exec \"$0\" \"$@\"");
        let mut command = std::process::Command::new("/bin/bash");
        command.args(["-c", &script, PROGRAM]).args(args).current_dir(self.root.path());
        command.env("CARGO_TARGET_DIR", env!("CARGO_TARGET_TMPDIR")).output().expect("a run")
    }

    /// Standard output of a run that must succeed.
    pub fn stdout(&self, args: &[&str]) -> String {
        let output = self.program(args).output().expect("a run");
        let text = String::from_utf8(output.stdout).expect("text");
        assert!(output.status.success(), "{args:?}: {text}{}", String::from_utf8_lossy(&output.stderr));
        text
    }

    /// Standard error of a run that must fail with exit status 2.
    pub fn error(&self, args: &[&str]) -> String {
        let output = self.program(args).output().expect("a run");
        let text = String::from_utf8(output.stderr).expect("text");
        assert_eq!(output.status.code(), Some(2), "{args:?}: {}{text}", String::from_utf8_lossy(&output.stdout));
        text
    }

    /// The report of a grading run with a fixed seed.
    pub fn report(&self, args: &[&str]) -> serde_json::Value {
        let args = [args, &["--format", "json", "--seed", "7"]].concat();
        serde_json::from_str(&self.stdout(&args)).expect("JSON")
    }
}

/// A function's part of a report.
pub fn function<'a>(report: &'a serde_json::Value, exercise: &str, function: &str) -> &'a serde_json::Value {
    let list = |value: &'a serde_json::Value| value.as_array().expect("a list").iter();
    let exercise = list(&report["exercises"]).find(|e| e["name"] == exercise).expect("the exercise");
    list(&exercise["functions"]).find(|f| f["name"] == function).expect("the function")
}

/// The first piece of evidence of a check, and what the terminal report says of it.
pub fn first_evidence<'a>(report: &'a serde_json::Value, exercise: &str, name: &str) -> &'a serde_json::Value {
    &function(report, exercise, name)["checks"][0]["evidence"][0]
}

/// A terminal report without its line breaks, so that sentences can be searched.
pub fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Points of every function that has not all of them: `gibbs::entropy 0/5`.
pub fn losses(report: &serde_json::Value) -> Vec<String> {
    let mut losses = vec![];
    for exercise in report["exercises"].as_array().expect("a list") {
        for function in exercise["functions"].as_array().expect("a list") {
            if function["points"] != function["max"] {
                let name = format!("{}::{}", exercise["name"], function["name"]).replace('"', "");
                losses.push(format!("{name} {}/{}", function["points"], function["max"]));
            }
        }
    }
    losses
}

pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).unwrap_or_else(|error| panic!("{}: {error}", from.display())) {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a copy");
        }
    }
}

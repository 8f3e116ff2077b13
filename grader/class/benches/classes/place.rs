//! Where a class is graded: a clone of the checkout, and room for what it writes.

use crate::homework::{Author, EXERCISES};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use stopwatch::checkout::Checkout;
use tempfile::TempDir;

/// The assignment that the comparison with others is about; the course has none of `gibbs` alone.
pub const SMALL: &str = "small";

const SMALL_ASSIGNMENT: &str = r#"
[[assignment]]
name = "small"
title = "The Gibbs distribution"

[[assignment.part]]
name = "1"
title = "All"
points = 100
exercises = ["gibbs"]
"#;

/// The instructors' program, unless `CLASS` names another build of it. Benchmarks are built in the profile of `cargo class`,
/// see the workspace's manifest.
const PROGRAM: &str = env!("CARGO_BIN_EXE_class");
/// Where it remembers what it does.
const TARGET: &str = env!("CARGO_TARGET_TMPDIR");
/// How `cargo class` is said to start it.
const ALIAS: &str = "class = \"run -q -p class --\"";

/// The program that is measured.
pub fn program() -> PathBuf {
    std::env::var_os("CLASS").map_or_else(|| PROGRAM.into(), PathBuf::from)
}

/// The clone.
pub struct Place {
    /// The clone.
    pub checkout: Checkout,
    /// Who writes the homeworks.
    pub author: Author,
    /// Where student code is built and run; everybody may pass through it, as through `/tmp`.
    pub scratch: TempDir,
}

impl Place {
    /// Clones, and sees to it that whatever is built once is built.
    pub fn new() -> Place {
        let checkout = Checkout::clone_here();
        let course = checkout.path("fixtures/course.toml");
        let text = checkout.read("fixtures/course.toml") + SMALL_ASSIGNMENT;
        fs::write(&course, text).unwrap_or_else(|error| panic!("{}: {error}", course.display()));
        assert!(checkout.read(".cargo/config.toml").contains(ALIAS), "`cargo class` is not what is measured here");
        let author = Author::of(&checkout, &EXERCISES);
        let scratch = tempfile::Builder::new().prefix("class-speed-").tempdir().expect("a temporary folder");
        passable(scratch.path());
        let place = Place { checkout, author, scratch };
        // what all programs are linked with is built once, and by nobody who is measured
        place.author.write(0, &place.checkout.path("first/1000"));
        let mut first = place.grade("first", "homework", "gradebook/first", &[]);
        let output = first.output().unwrap_or_else(|error| panic!("{first:?}: {error}"));
        assert!(output.status.success(), "{first:?}: {}", String::from_utf8_lossy(&output.stderr));
        place
    }

    /// The instructors' program, as one types it.
    pub fn class(&self, args: &[&str]) -> Command {
        let mut command = self.checkout.command(program().into(), "");
        command.args(args).env("CARGO_TARGET_DIR", TARGET).env("TMPDIR", self.scratch.path());
        command
    }

    /// `class grade`, of a folder of submissions into a gradebook, both by their names in the clone.
    pub fn grade(&self, submissions: &str, assignment: &str, gradebook: &str, more: &[&str]) -> Command {
        let usual = ["grade", submissions, "--assignment", assignment, "--gradebook", gradebook];
        self.class(&[&usual, more].concat())
    }

    /// Of a gradebook its seed alone is left, and what it says of itself: what comes next draws the same inputs.
    pub fn keep_seed(&self, gradebook: &str, assignment: &str) {
        let folder = self.checkout.path(gradebook);
        if !folder.exists() {
            let mut open = self.class(&["open", "--assignment", assignment, "--gradebook", gradebook]);
            assert!(open.output().is_ok_and(|output| output.status.success()), "{open:?} failed");
        }
        let kept = ["gradebook.json", "seed", "commitment.json"];
        for entry in fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())).flatten() {
            let path = entry.path();
            let gone = match kept.iter().any(|name| entry.file_name() == *name) {
                true => Ok(()),
                false if path.is_dir() => fs::remove_dir_all(&path),
                false => fs::remove_file(&path),
            };
            gone.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        }
    }
}

#[cfg(unix)]
fn passable(folder: &Path) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o711)).expect("a folder of one's own");
}

#[cfg(not(unix))]
fn passable(_: &Path) {}

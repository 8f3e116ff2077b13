//! A temporary clone of the checkout, so that nobody's exercises and nobody's build are touched.

use judge::course::Course;
use std::env::consts::EXE_SUFFIX;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use tempfile::TempDir;

/// The clone, with a target folder of its own.
pub struct Checkout {
    /// What its fixtures say.
    pub course: Course,
    folder: TempDir,
}

impl Checkout {
    /// The checkout as a student first finds it.
    pub fn clone_here() -> Checkout {
        let folder = tempfile::Builder::new().prefix("grader-speed-").tempdir().expect("a temporary folder");
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../.."), folder.path());
        copy(&folder.path().join("fixtures/submissions/stubs"), &folder.path().join("exercises"));
        let course = Course::load(folder.path()).unwrap_or_else(|error| panic!("{error}"));
        Checkout { course, folder }
    }

    /// Puts the reference in the place of the stubs.
    pub fn solve(&self) {
        copy(&self.path("solutions"), &self.path("exercises"));
    }

    /// A path in the clone.
    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// The text of a file in the clone.
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Cargo, in a folder of the clone. Nothing is downloaded: that would measure the network.
    pub fn cargo(&self, folder: &str, args: &[&str]) -> Command {
        let mut command = self.command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()), folder);
        command.args(args).env("CARGO_NET_OFFLINE", "true");
        command
    }

    /// The grader that the clone has built, without cargo in front of it.
    pub fn grader(&self) -> Command {
        self.command(self.path(&format!("target/debug/grader{EXE_SUFFIX}")).into(), "")
    }

    /// Any program, in a folder of the clone.
    pub fn command(&self, program: OsString, folder: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(self.path(folder));
        // every panic of a probe would cost a tenth of a second more
        command.env("RUST_BACKTRACE", "0");
        command.env_remove("CARGO_TARGET_DIR").env_remove("CARGO_BUILD_TARGET_DIR");
        command
    }
}

/// A file in which one function can be changed again and again.
pub struct Source {
    path: PathBuf,
    text: String,
    passage: &'static str,
}

static EDITS: AtomicU32 = AtomicU32::new(1);

impl Source {
    /// A file that will hold `text`, in which `passage` must be a number.
    pub fn new(path: PathBuf, text: String, passage: &'static str) -> Source {
        assert!(text.contains(passage), "there is no `{passage}` to edit in the text for {}", path.display());
        Source { path, text, passage }
    }

    /// Changes the code, but not what it computes: the number is multiplied by a new way to write 1.
    pub fn edit(&self) {
        let edit = EDITS.fetch_add(1, Ordering::Relaxed);
        let factor = format!("({}) * (1.0 + 0.0 * {edit}.0)", self.passage);
        write(&self.path, &self.text.replacen(self.passage, &factor, 1));
    }
}

/// Writes a file and the folders above it.
pub fn write(path: &Path, text: &str) {
    let written =
        fs::create_dir_all(path.parent().expect("a file lies in a folder")).and_then(|()| fs::write(path, text));
    written.unwrap_or_else(|error| panic!("{} cannot be written: {error}", path.display()));
}

/// Copies a folder over another, without what was built or graded in it.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap_or_else(|error| panic!("{}: {error}", to.display()));
    for entry in fs::read_dir(from).unwrap_or_else(|error| panic!("{}: {error}", from.display())) {
        let entry = entry.unwrap_or_else(|error| panic!("{}: {error}", from.display()));
        let (name, target) = (entry.file_name(), to.join(entry.file_name()));
        if name == "target" || name == ".git" || name == "gradebook" {
            continue;
        }
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap_or_else(|error| panic!("{}: {error}", entry.path().display()));
        }
    }
}

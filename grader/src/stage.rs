//! Puts the student's files beside our manifests: a workspace that holds nothing else, least of all
//! an expected value.

use crate::course::{Course, Exercise};
use crate::error::{Error, Result};
use crate::submission::StudentFile;
use crate::training::LENT;
use crate::work::{Slot, Work, write_if_changed};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

/// Where this grader was built from: the probe crate and the lock file belong to it.
pub const HOME: &str = env!("CARGO_MANIFEST_DIR");

/// A staged workspace.
#[derive(Debug)]
pub struct Stage {
    /// Its folder.
    pub folder: PathBuf,
    /// Which one.
    pub slot: Slot,
}

/// Which functions the probe program of an exercise offers.
#[derive(Clone, Debug, Default)]
pub struct Offer {
    /// Left out, because they do not compile with their signature.
    pub dropped: BTreeSet<String>,
    /// Also offer the known wrong bodies, as `function~0`, `function~1`, ….
    pub wrong: bool,
}

impl Stage {
    /// Prepares the workspace of a slot: manifests and lock file.
    pub fn open(work: &Work, slot: Slot, course: &Course) -> Result<Stage> {
        let stage = Stage { folder: work.stage(slot), slot };
        // member paths carry the slot's name: cargo tells packages of two workspaces that share a
        // target folder apart by their path inside the workspace
        let trained = course.exercises.iter().filter(|exercise| exercise.training.is_some());
        let readers = trained.clone().map(|exercise| reader(&exercise.name));
        let names = course.exercises.iter().map(|exercise| exercise.name.clone()).chain(readers);
        let members: Vec<String> = names.map(|name| format!("\"{}/{name}\"", slot.name())).collect();
        let manifest = format!(
            "[workspace]\nresolver = \"3\"\nmembers = [{}]\n\n[profile.dev]\ndebug = 0\n\n[profile.dev.package.\"*\"]\nopt-level = 2\n\n[profile.dev.package.probe]\nopt-level = 0\n",
            members.join(", ")
        );
        write_if_changed(&stage.folder.join("Cargo.toml"), &manifest)?;
        for exercise in &course.exercises {
            let folder = stage.exercise(&exercise.name);
            write_if_changed(&folder.join("Cargo.toml"), &package(&exercise.name))?;
            for (path, text) in [("src/lib.rs", ""), ("probe/main.rs", "fn main() {}\n")] {
                if !folder.join(path).exists() {
                    write_if_changed(&folder.join(path), text)?;
                }
            }
        }
        for exercise in trained {
            let folder = stage.exercise(&reader(&exercise.name));
            write_if_changed(&folder.join("Cargo.toml"), &reader_package(&exercise.name))?;
            write_if_changed(&folder.join("main.rs"), &reader_program(&exercise.name))?;
        }
        stage.lock()?;
        Ok(stage)
    }

    /// The staged folder of an exercise.
    pub fn exercise(&self, name: &str) -> PathBuf {
        self.folder.join(self.slot.name()).join(name)
    }

    /// The course's lock file, from which cargo itself drops what is not needed here.
    fn lock(&self) -> Result<()> {
        let source = Path::new(HOME).join("../Cargo.lock");
        let text = fs::read_to_string(&source).map_err(Error::file("read", &source))?;
        let manifest = fs::read_to_string(self.folder.join("Cargo.toml")).unwrap_or_default();
        let mark = crate::hex(&hmac_sha256::Hash::hash(format!("{manifest}{text}").as_bytes()));
        let marker = self.folder.join("Cargo.lock.from");
        let lock = self.folder.join("Cargo.lock");
        if lock.exists() && fs::read_to_string(&marker).is_ok_and(|old| old == mark) {
            return Ok(());
        }
        fs::write(&lock, text).map_err(Error::file("write", &lock))?;
        crate::compile::prune_lock(&self.folder)?;
        write_if_changed(&marker, &mark)
    }

    /// Lays down a student's files and the probe program for them.
    pub fn lay(&self, exercise: &Exercise, files: &[StudentFile]) -> Result<()> {
        let source = self.exercise(&exercise.name).join("src");
        let wanted: BTreeSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
        remove_others(&source, "src", &wanted)?;
        for file in files.iter().filter(|file| file.path.ends_with(".rs")) {
            write_if_changed(&self.exercise(&exercise.name).join(&file.path), &file.text)?;
        }
        Ok(())
    }

    /// Writes the probe program. The line of each function is known to [`item_line`].
    pub fn offer(&self, exercise: &Exercise, offer: &Offer) -> Result<()> {
        let folder = self.exercise(&exercise.name).join("probe");
        write_if_changed(&folder.join("main.rs"), &program(exercise, offer))?;
        if offer.wrong {
            for function in &exercise.functions {
                for (i, wrong) in function.wrong.iter().enumerate() {
                    let text = format!(
                        "#![allow(warnings, clippy::all)]\nuse {}::*;\nuse probe::{{word::*, ndarray::*}};\npub fn {}{} {{\n{}\n}}\n",
                        exercise.name, function.name, function.signature.text, wrong.body
                    );
                    write_if_changed(&folder.join(wrong_file(&function.name, i)), &text)?;
                }
            }
        }
        Ok(())
    }
}

/// The name by which the reference's probe offers a wrong body.
pub fn wrong_name(function: &str, index: usize) -> String {
    format!("{function}~{index}")
}

/// The file that holds a wrong body.
pub fn wrong_file(function: &str, index: usize) -> String {
    format!("wrong_{function}_{index}.rs")
}

const HEAD: &str = "#![allow(unused_imports)]\nuse probe::{word::*, item, ndarray::{Array1, Array2, Array3, ArrayView1, ArrayView2}};\nfn main() -> std::process::ExitCode {\nprobe::serve(&[\n";

/// The function whose `item!` stands on a line of the probe program, counted from 1.
pub fn item_line(exercise: &Exercise, line: usize) -> Option<&str> {
    let index = line.checked_sub(HEAD.lines().count() + 1)?;
    exercise.functions.get(index).map(|function| function.name.as_str())
}

fn program(exercise: &Exercise, offer: &Offer) -> String {
    let mut text = HEAD.to_owned();
    for function in &exercise.functions {
        if !offer.dropped.contains(&function.name) {
            let name = &function.name;
            let _ = write!(text, "item!({name:?}, {}::{name}, fn{}),", exercise.name, function.signature.text);
        }
        // a dropped function leaves its line empty, so that the lines of the others stay
        text.push('\n');
    }
    let mut modules = String::new();
    if offer.wrong {
        for function in &exercise.functions {
            for i in 0..function.wrong.len() {
                let (name, file) = (&function.name, wrong_file(&function.name, i));
                let module = file.trim_end_matches(".rs");
                let offered = wrong_name(name, i);
                let _ = writeln!(text, "item!({offered:?}, {module}::{name}, fn{}),", function.signature.text);
                let _ = writeln!(modules, "mod {module};");
            }
        }
    }
    text + "])\n}\n" + &modules
}

/// The package that trains a network with an exercise's functions. It is built when asked for, and never before.
pub fn reader(exercise: &str) -> String {
    format!("{exercise}-reader")
}

const READER_HEAD: &str = "fn main() -> std::process::ExitCode {\nreader::run(reader::Functions {\n";

/// The function that a line of the reader program lends, counted from 1.
pub fn lent_line(line: usize) -> Option<&'static str> {
    LENT.get(line.checked_sub(READER_HEAD.lines().count() + 1)?).copied()
}

fn reader_program(exercise: &str) -> String {
    let lines: String = LENT.iter().map(|function| format!("{function}: {exercise}::{function},\n")).collect();
    format!("{READER_HEAD}{lines}}})\n}}\n")
}

fn reader_package(exercise: &str) -> String {
    let source = Path::new(HOME).join("reader");
    let name = reader(exercise);
    format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\nbuild = false\n\n\
         [[bin]]\nname = \"{name}\"\npath = \"main.rs\"\n\n\
         [dependencies]\n{exercise} = {{ path = \"../{exercise}\" }}\nreader = {{ path = {source:?} }}\n"
    )
}

fn package(name: &str) -> String {
    let probe = Path::new(HOME).join("probe");
    format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\nbuild = false\nautobins = false\nautoexamples = false\nautotests = false\nautobenches = false\n\n\
         [lib]\ndoctest = false\n\n[[bin]]\nname = \"{name}-probe\"\npath = \"probe/main.rs\"\n\n\
         [dependencies]\nndarray = {{ version = \"0.17\", default-features = false, features = [\"std\"] }}\nprobe = {{ path = {probe:?} }}\n\n\
         [lints.rust]\nunsafe_code = \"deny\"\n"
    )
}

/// Removes what an earlier submission left: stale modules must not compile.
fn remove_others(folder: &Path, name: &str, wanted: &BTreeSet<&str>) -> Result<()> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(()) };
    for entry in entries.flatten() {
        let inner = format!("{name}/{}", entry.file_name().to_string_lossy());
        let path = entry.path();
        if path.is_dir() {
            remove_others(&path, &inner, wanted)?;
        } else if !wanted.contains(inner.as_str()) {
            fs::remove_file(&path).map_err(Error::file("remove", &path))?;
        }
    }
    Ok(())
}

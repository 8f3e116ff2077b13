//! Where a report may be written.

use judge::course::Course;
use judge::error::{Error, Result};
use run::submission::Submission;
use std::fs;
use std::path::{Path, PathBuf};

/// Kinds of files that the course, its students' work and cargo are made of.
const INPUTS: [&str; 4] = ["rs", "toml", "lock", "snap"];

/// Refuses an output file before any work is done for it.
pub fn writable(output: &Path, course: &Course, submission: &Submission) -> Result<()> {
    let folder = folder(output);
    if !folder.is_dir() {
        return Err(Error::usage(
            format!("the folder {} of --output does not exist", folder.display()),
            "create it first",
        ));
    }
    if output.is_dir() {
        return Err(Error::usage(format!("--output {} is a folder", output.display()), "name a file"));
    }
    if is_input(output, course, submission) {
        return Err(Error::usage(
            format!("--output {} is, or would be, a file that the grader reads", output.display()),
            "name another file, such as report.json",
        ));
    }
    Ok(())
}

fn folder(output: &Path) -> &Path {
    match output.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// Whether a report in this place would be read as a part of the course or of a student's work, or replace one.
fn is_input(output: &Path, course: &Course, submission: &Submission) -> bool {
    let Some(place) = place(output) else { return false };
    let within = |folder: &Path| fs::canonicalize(folder).is_ok_and(|folder| place.starts_with(folder));
    let name = place.file_name().unwrap_or_default().to_string_lossy();
    let derivation = name.starts_with("derivation") && name.ends_with(".txt");
    let ours = place.extension().is_some_and(|end| INPUTS.iter().any(|input| end == *input));
    (ours || derivation || name == "README.md") && (within(&course.root) || within(&submission.folder))
}

/// The file itself, behind every link.
fn place(output: &Path) -> Option<PathBuf> {
    fs::canonicalize(output).ok().or_else(|| Some(fs::canonicalize(folder(output)).ok()?.join(output.file_name()?)))
}

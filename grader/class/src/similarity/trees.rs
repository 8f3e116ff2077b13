//! The files: a folder for each student as JPlag reads them, a file for each student and exercise as Dolos does.

use super::pseudonym::Pseudonyms;
use crate::book::{Outcome, Table};
use judge::error::{Error, Result};
use run::submission::StudentFile;
use std::fs;
use std::path::Path;

/// The name of what was handed out, where Dolos wants a file.
const BASE: &str = "base.rs";

/// The Rust of one student and exercise, under names of ours: files may be called after somebody.
pub fn rust(files: &[StudentFile]) -> Vec<(String, &str)> {
    let mut others = 0;
    let rust = files.iter().filter(|file| file.path.ends_with(".rs"));
    rust.map(|file| match file.path.as_str() {
        "src/lib.rs" => ("lib.rs".to_owned(), file.text.as_str()),
        _ => {
            others += 1;
            (format!("module{others}.rs"), file.text.as_str())
        }
    })
    .collect()
}

/// Writes one exercise of one student, or what was handed out, into both layouts.
pub fn write(root: &Path, whose: Option<&str>, exercise: &str, files: &[(String, &str)]) -> Result<()> {
    let (tree, alone) = match whose {
        Some(name) => (format!("jplag/submissions/{name}"), format!("{name}.rs")),
        None => ("jplag/base".to_owned(), BASE.to_owned()),
    };
    for (name, text) in files {
        put(&root.join(tree.as_str()).join(exercise).join(name), text)?;
    }
    let texts: Vec<&str> = files.iter().map(|(_, text)| *text).collect();
    put(&root.join("dolos").join(exercise).join(alone), &texts.join("\n"))
}

/// What Dolos is told of the files of one exercise.
pub fn info(root: &Path, exercise: &str, students: &[&Outcome], pseudonyms: &Pseudonyms, base: bool) -> Result<()> {
    let mut table = Table::new(&["filename", "full_name", "label", "ignored"]);
    if base {
        table.row(&[BASE, "handed out", "", "true"]);
    }
    for student in students {
        let name = pseudonyms.student(&student.id);
        table.row(&[&format!("{name}.rs"), name, pseudonyms.section(student.section.as_deref()), "false"]);
    }
    put(&root.join("dolos").join(exercise).join("info.csv"), &table.text())
}

/// Writes a new file.
pub fn put(path: &Path, text: &str) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(Error::file("create", folder))?;
    }
    fs::write(path, text).map_err(Error::file("write", path))
}

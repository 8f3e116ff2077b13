//! A small class: a course of one or two exercises, and what students handed in for it.
#![allow(dead_code, reason = "each test binary uses its own part of this")]

use crate::common::{Workspace, copy};
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;

/// Where the submissions lie in the workspace.
pub const HANDED_IN: &str = "handed-in";

/// The gradebook that `grade` makes there.
pub const GRADEBOOK: &str = "gradebook/homework";

/// A course without submissions.
pub fn course(exercises: &[&str]) -> Workspace {
    let workspace = Workspace::of(exercises);
    fs::create_dir(workspace.path(HANDED_IN)).expect("a folder");
    workspace
}

/// The reference as a submission of this name.
pub fn solved(workspace: &Workspace, name: &str) {
    copy(&workspace.path("solutions"), &workspace.path(&format!("{HANDED_IN}/{name}")));
}

/// The stubs as a submission of this name.
pub fn untouched(workspace: &Workspace, name: &str) {
    copy(&workspace.path("fixtures/submissions/stubs"), &workspace.path(&format!("{HANDED_IN}/{name}")));
}

/// The reference with another body of one function.
pub fn with_body(workspace: &Workspace, name: &str, exercise: &str, function: &str, body: &str) {
    solved(workspace, name);
    let path = format!("{HANDED_IN}/{name}/{exercise}/src/lib.rs");
    let text = workspace.read(&path);
    let start = text.find(&format!("pub fn {function}(")).unwrap_or_else(|| panic!("no {function}"));
    let open = start + text[start..].find(" {\n").expect("a body") + 1;
    let close = open + text[open..].find("\n}\n").expect("an end") + 1;
    workspace.write(&path, &format!("{}{{\n{body}\n}}{}", &text[..open], &text[close + 1..]));
}

/// A zip archive of a folder, below another folder unless that is empty, with these files beside.
pub fn zipped(folder: &Path, below: &str, beside: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(vec![]));
    let options = zip::write::SimpleFileOptions::default();
    let mut add = |name: &str, bytes: &[u8]| {
        archive.start_file(name, options).expect("an entry");
        archive.write_all(bytes).expect("its bytes");
    };
    for (name, bytes) in bytes(folder) {
        add(&if below.is_empty() { name } else { format!("{below}/{name}") }, &bytes);
    }
    for (name, text) in beside {
        add(name, text.as_bytes());
    }
    archive.finish().expect("an archive").into_inner()
}

/// Every file of a gradebook that must not differ between two runs, by its path: all but how long things took.
pub fn bytes(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(inner) = folders.pop() {
        for entry in fs::read_dir(&inner).unwrap_or_else(|error| panic!("{}: {error}", inner.display())) {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(folder).expect("a path below").to_string_lossy().replace('\\', "/");
            if !name.starts_with("times/") {
                found.insert(name, fs::read(&path).expect("a file"));
            }
        }
    }
    found
}

/// The names of files that differ between two gradebooks.
pub fn differ(one: &BTreeMap<String, Vec<u8>>, other: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let names = one.keys().chain(other.keys());
    let mut names: Vec<String> = names.filter(|name| one.get(*name) != other.get(*name)).cloned().collect();
    names.dedup();
    names
}

/// Of the gradebook its seed alone is left, and what it says of itself.
pub fn kept_seed(workspace: &Workspace) {
    let folder = workspace.path(GRADEBOOK);
    let all = bytes(&folder);
    fs::remove_dir_all(&folder).expect("removed");
    fs::create_dir_all(&folder).expect("a folder");
    for name in ["gradebook.json", "seed", "commitment.json"] {
        fs::write(folder.join(name), &all[name]).expect("a file");
    }
}

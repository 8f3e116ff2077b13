//! Notes the compiler, where it lies, and the target: asking at run time would cost every student a tenth of a
//! second, and another compiler could answer. Also a digest of the sources that decide results.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

fn main() {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let ask = |args: &[&str]| {
        let output = Command::new(&rustc).args(args).output().ok();
        output.and_then(|output| String::from_utf8(output.stdout).ok()).unwrap_or_default().trim().to_owned()
    };
    println!("cargo:rustc-env=GRADER_TOOLCHAIN={}", ask(&["--version"]));
    println!("cargo:rustc-env=GRADER_SYSROOT={}", ask(&["--print", "sysroot"]));
    println!("cargo:rustc-env=GRADER_TARGET={}", std::env::var("TARGET").unwrap_or_default());
    // results are remembered for a grader of these sources: nothing else tells two graders apart
    let mut hash = DefaultHasher::new();
    for folder in ["../judge/src", "../run/src", "../wire/src"] {
        println!("cargo:rerun-if-changed={folder}");
        files(Path::new(folder)).iter().for_each(|path| (path, fs::read(path).ok()).hash(&mut hash));
    }
    println!("cargo:rustc-env=GRADER_SOURCES={:016x}", hash.finish());
    println!("cargo:rerun-if-changed=build.rs");
}

/// All files below a folder, in order.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = vec![];
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

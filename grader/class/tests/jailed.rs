//! Honest code of strangers is graded in the jail as anywhere else.
#![cfg(target_os = "linux")]

mod ground;

use ground::{Ground, is_whole};
use jail::Level;
use judge::fate::Ending;
use run::session::Drawing;
use std::fs;

#[test]
fn the_reference_has_full_marks_in_the_jail_also_on_drawn_inputs() {
    let ground = Ground::of(Level::Bounded);
    let report = ground.grade(&ground.honest, Drawing::Reference(&ground.honest));
    assert!(is_whole(&report), "{report:?}");
    // nothing is left of it but the locks of the folders
    let stages = ground.stages.path().join("stages");
    let left = fs::read_dir(stages).expect("a folder").flatten().map(|entry| entry.path());
    assert_eq!(left.filter(|path| path.is_dir()).count(), 0);
}

#[test]
fn a_panic_in_the_jail_names_the_students_line() {
    let ground = Ground::of(Level::Bounded);
    let body = "    let mut list = vec![1.0];\n    list.pop();\n    list.swap_remove(values.len())";
    let files = ground.with_body(ground::FUNCTION, body);
    let report = ground.grade(&files, Drawing::Never);
    let line = files.iter().find(|file| file.path == "src/lib.rs").and_then(|file| {
        file.text.lines().position(|line| line.contains("list.swap_remove")).map(|line| line as u64 + 1)
    });
    let function = report.functions.iter().find(|function| function.name == ground::FUNCTION).expect("the function");
    let mut endings = function.checks.iter().flat_map(|check| &check.evidence).filter_map(|one| one.ending());
    assert!(
        endings
            .any(|ending| matches!(ending, Ending::Panicked { line: found, .. } if *found == line && line.is_some())),
        "{function:?}"
    );
}

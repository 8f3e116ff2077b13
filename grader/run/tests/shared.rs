//! A program that loads its libraries says what one says that holds them; where it cannot be made, the other is.

mod common;

use common::{Reference, work};
use judge::report::ExerciseReport;
use run::kit::{Kit, Which};
use run::shared;
use run::submission::StudentFile;
use std::path::Path;

/// What a report says of the functions.
fn told(report: &ExerciseReport) -> String {
    assert!(report.remarks.is_empty(), "{:?}", report.remarks);
    serde_json::to_string(&report.functions).expect("JSON")
}

#[test]
fn both_kinds_of_programs_say_the_same() {
    let work = work();
    let mut reference = Reference::of("gibbs");
    let right = reference.files.clone();
    let bodies = [
        "values.sum()",
        "panic!(\"no {}\", values.len())",
        "values[values.len()]",
        "todo!()",
        "std::process::exit(3)",
        "log_sum_exp(values)",
        "values.iter().map(|v| v.exp()).sum::<f64>().ln()",
    ];
    let texts = bodies.map(|body| rewritten(&right, body));
    for files in [right].into_iter().chain(texts) {
        reference.files = files;
        assert_eq!(told(&reference.edited("gibbs", &work)), told(&reference.graded("gibbs", &work)));
    }
}

/// Another body of the first function.
fn rewritten(files: &[StudentFile], body: &str) -> Vec<StudentFile> {
    let mut files = files.to_vec();
    let text = &mut files.iter_mut().find(|file| file.path == "src/lib.rs").expect("the main file").text;
    let start = text.find("pub fn log_sum_exp(").expect("the function");
    let open = start + text[start..].find('{').expect("a body") + 1;
    let close = open + text[open..].find("\n}\n").expect("its end");
    text.replace_range(open..close, &format!("\n    {body}"));
    files
}

#[test]
fn a_path_that_a_loader_would_misread_is_left_alone() {
    let work = work();
    let kit = Kit::open(&work, Which::Probe).expect("a kit");
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["a:b", "$ORIGIN", "a;b"] {
        assert_eq!(shared::make(&work, &kit.externs, &folder.path().join(name)), None, "{name}");
    }
    // nothing to make it of
    assert_eq!(shared::make(&work, &[], folder.path()), None);
    let of_nothing = [("ndarray".to_owned(), Path::new("nowhere.rlib").to_owned())];
    assert_eq!(shared::make(&work, &of_nothing, folder.path()), None);
}

#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[test]
fn here_programs_load_it() {
    let kit = Kit::open(&work(), Which::Probe).expect("a kit");
    // a toolchain may come without what would be loaded
    let standard = run::toolchain::home().join("lib/rustlib").join(run::provenance::TARGET).join("lib");
    let files = std::fs::read_dir(standard).expect("the standard library").flatten();
    let may_be_loaded = files.map(|file| file.file_name()).any(|name| name.to_string_lossy().ends_with(".so"));
    assert_eq!(kit.shared.is_some_and(|library| library.is_file()), may_be_loaded);
}

//! Whose fault is it? A right answer never pays for the machine: what goes wrong outside a student's file is an error
//! of the grader's with its cause in one sentence, is never remembered, and costs no other exercise anything.
#![cfg(unix)]

mod common;

use common::{Reference, work};
use judge::report::State;
use run::toolchain::Toolchain;
use run::work::Work;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

/// A compiler that does this instead of its work.
fn faulty(folder: &Path, script: &str) -> Work {
    let rustc = folder.join("rustc");
    fs::write(&rustc, format!("#!/bin/sh\n{script}\n")).expect("a script");
    fs::set_permissions(&rustc, fs::Permissions::from_mode(0o755)).expect("a program");
    let own = Toolchain::own();
    work().with(Toolchain { rustc, ..own })
}

#[test]
fn whatever_keeps_the_compiler_from_its_work_is_no_fault_of_the_students() {
    let reference = Reference::of("gibbs");
    let whole = reference.graded("gibbs", &work());
    assert_eq!((whole.state, whole.points), (State::Graded, whole.max));
    let folder = tempfile::tempdir().expect("a folder");
    let full = r#"echo '{"message":"linking with `cc` failed: exit status: 1","level":"error","code":null,"spans":[],"rendered":"collect2: fatal error: final link: No space left on device"}' >&2; exit 1"#;
    let elsewhere = r#"echo '{"message":"expected item","level":"error","code":null,"spans":[{"file_name":"/usr/lib/x.rs","line_start":1,"column_start":1,"is_primary":true}],"rendered":"r"}' >&2; exit 1"#;
    for (script, cause) in [
        ("exit 1", "status 1"),
        ("kill -9 $$", "was killed"),
        ("kill -15 $$", "ended badly"),
        ("kill -11 $$", "ended badly"),
        (full, "no space is left on the device"),
        (elsewhere, "expected item"),
        ("echo 'error: could not create temporary directory' >&2; exit 101", "could not create temporary directory"),
        ("exit 0", ""),
    ] {
        let report = reference.graded("gibbs", &faulty(folder.path(), script));
        assert_eq!((report.state, report.points), (State::GraderError, 0), "{script}: {report:?}");
        let said = format!("{:?}", report.remarks);
        assert!(said.contains(cause), "{script}: {said}");
        assert!(!report.repeatable(), "{script}");
    }
    let missing = Toolchain { rustc: folder.path().join("nothing"), ..Toolchain::own() };
    let report = reference.graded("gibbs", &work().with(missing));
    assert_eq!(report.state, State::GraderError);
    assert!(format!("{:?}", report.remarks).contains("could not be started"), "{:?}", report.remarks);
}

#[test]
fn time_stamps_are_no_evidence() {
    let reference = Reference::of("latent");
    let work = work();
    let first = reference.graded("latent", &work);
    let hour = std::time::Duration::from_secs(3600);
    // everything that was ever built says that it is from the future
    let mut folders = vec![work.build(), work.kit(), work.incremental("latent")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            if entry.path().is_dir() {
                folders.push(entry.path());
            } else if let Ok(file) = fs::File::options().write(true).open(entry.path()) {
                let _ = file.set_modified(std::time::SystemTime::now() + hour);
            }
        }
    }
    let mut wrong = Reference { files: reference.files.clone(), ..Reference::of("latent") };
    let main = wrong.files.iter_mut().find(|file| file.path == "src/lib.rs").expect("the main file");
    main.text = main.text.replacen("pub fn infer(", "pub fn infer_other(", 1);
    let lost = wrong.graded("latent", &work);
    assert!(lost.points < first.points);
    assert_eq!(reference.graded("latent", &work).points, first.points);
}

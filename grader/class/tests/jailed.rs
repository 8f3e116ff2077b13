//! Honest code of strangers is graded in the jail as anywhere else.
#![cfg(target_os = "linux")]

#[path = "../../tests/common/mod.rs"]
mod common;
mod ground;

use common::Workspace;
use ground::{Ground, is_whole};
use jail::{Bounds, Level, Linking};
use judge::fate::Ending;
use run::session::Drawing;
use run::work::Work;
use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

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

#[test]
fn where_strangers_are_built_is_nobody_elses() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    fs::create_dir(path("other")).expect("a folder");
    symlink(path("other"), path("link")).expect("a link");
    fs::write(path("file"), "").expect("a file");
    assert!(Command::new("mkfifo").arg(path("fifo")).status().expect("mkfifo").success());
    fs::create_dir(path("open")).expect("a folder");
    fs::set_permissions(path("open"), Permissions::from_mode(0o777)).expect("a mode");
    for name in ["link", "file", "fifo", "open"] {
        let cage = jail::cage_of(Path::new(common::PROGRAM), Level::Bounded, Bounds::default(), Linking::Shared);
        let work = Work::open(Path::new(env!("CARGO_TARGET_TMPDIR"))).expect("a work folder");
        let error = work.contained(cage, &path(name)).expect_err(name).to_string();
        assert!(error.contains("no folder of yours"), "{error}");
    }
    assert_eq!(fs::read_dir(path("other")).expect("a folder").count(), 0);
}

/// Processes that run a program below a folder.
fn running(folder: &Path) -> Vec<PathBuf> {
    let processes = fs::read_dir("/proc").expect("processes").flatten().map(|entry| entry.path());
    let programs = processes.filter_map(|path| fs::read_link(path.join("exe")).ok());
    programs.filter(|program| program.starts_with(folder)).collect()
}

/// Waits until something holds.
fn soon(what: impl Fn() -> bool) -> bool {
    let deadline = Instant::now() + Duration::from_secs(300);
    while !what() {
        if Instant::now() > deadline {
            return false;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    true
}

#[test]
fn nothing_of_a_stranger_outlives_a_grader_that_is_killed() {
    let workspace = Workspace::solved(&["gibbs"]);
    workspace.body("gibbs", "log_sum_exp", "let mut x = values[0]; loop { x += 1.0; if x.is_nan() { return x; } }");
    common::copy(&workspace.path("exercises/gibbs"), &workspace.path("handed-in/s1234567/gibbs"));
    let temporary = tempfile::tempdir().expect("a folder");
    let place = temporary.path().canonicalize().expect("a folder");
    let mut command = Command::new(common::PROGRAM);
    command.args(["grade", "handed-in", "--assignment", "homework"]).current_dir(workspace.root.path());
    command.env("CARGO_TARGET_DIR", env!("CARGO_TARGET_TMPDIR")).env("TMPDIR", &place);
    let mut grader = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("a grader");
    let looping = || running(&place).iter().any(|program| program.ends_with("gibbs-probe"));
    assert!(soon(|| looping() || grader_is_gone(grader.id())), "no program was started");
    assert!(looping(), "the grader ended before its time");
    grader.kill().expect("a kill");
    grader.wait().expect("an end");
    assert!(soon(|| running(&place).is_empty()), "{:?}", running(&place));
}

fn grader_is_gone(id: u32) -> bool {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
    stat.rsplit_once(')').is_none_or(|(_, rest)| rest.trim_start().starts_with('Z'))
}

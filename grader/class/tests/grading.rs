//! A whole class is graded: every student has a report, whatever was handed in and whatever happens meanwhile.

#[path = "../../tests/common/mod.rs"]
mod common;
mod folders;

use common::{Workspace, flat};
use folders::{GRADEBOOK, HANDED_IN, bytes, course, differ, solved, untouched, with_body};
use std::fs;

/// Three students of a small course.
fn three() -> Workspace {
    let class = course(&["latent"]);
    solved(&class, "0042");
    untouched(&class, "0043");
    with_body(&class, "doejane_12_900_hw4", "latent", "infer", "    let _ = energies;\n    7");
    class
}

#[test]
fn a_class_is_graded_in_one_command_and_nothing_is_graded_twice() {
    let class = three();
    class.write(&format!("{HANDED_IN}/notes.txt"), "hello");
    fs::create_dir(class.path(&format!("{HANDED_IN}/0044"))).expect("a folder");
    // the same work under another name is the same unit
    solved(&class, "0045");
    let text = flat(&class.stdout(&["grade", "--trusted", HANDED_IN, "--assignment", "homework"]));
    assert!(text.contains("not graded notes.txt: neither a folder nor an archive"), "{text}");
    assert!(text.contains("unreadable 0044: there is no exercise in"), "{text}");
    assert!(text.contains("5 students: 3 exercises graded, 1 known already."), "{text}");
    let table = class.read(&format!("{GRADEBOOK}/grades.csv"));
    let rows: Vec<Vec<&str>> = table.lines().map(|row| row.split(',').take(5).collect()).collect();
    assert_eq!(rows[0], ["id", "name", "section", "state", "points"]);
    assert_eq!(rows[1], ["0042", "", "", "graded", "100"]);
    assert_eq!(rows[2], ["0043", "", "", "graded", "0"]);
    assert_eq!(rows[3], ["0044", "", "", "unreadable", "0"]);
    assert_eq!(rows[4], ["0045", "", "", "graded", "100"]);
    assert_eq!(rows[5][..4], ["12", "doejane", "", "graded"]);
    for student in ["0042", "0043", "0044", "0045", "12"] {
        assert!(class.read(&format!("{GRADEBOOK}/students/{student}/report.txt")).starts_with(student));
    }
    let before = bytes(&class.path(GRADEBOOK));
    let text = flat(&class.stdout(&["grade", "--trusted", HANDED_IN]));
    assert!(text.contains("5 students: 0 exercises graded, 4 known already."), "{text}");
    assert_eq!(differ(&before, &bytes(&class.path(GRADEBOOK))), Vec::<String>::new());
}

#[cfg(unix)]
#[test]
fn a_grader_killed_at_any_moment_goes_on_to_the_same_bytes() {
    let class = three();
    class.stdout(&["grade", "--trusted", HANDED_IN]);
    let whole = bytes(&class.path(GRADEBOOK));
    let mut kills = 0;
    let mut pause = 0;
    while kills < 50 {
        // the same seed, and nothing else
        fs::remove_dir_all(class.path(GRADEBOOK)).expect("removed");
        fs::create_dir_all(class.path(GRADEBOOK)).expect("a folder");
        for file in ["gradebook.json", "seed", "commitment.json"] {
            fs::write(class.path(&format!("{GRADEBOOK}/{file}")), &whole[file]).expect("a file");
        }
        for _ in 0..10 {
            // any pause will do: what is compared is the same wherever it ends
            pause = (pause * 37 + 113) % 1201;
            killed(&class, pause);
            kills += 1;
        }
        class.stdout(&["grade", "--trusted", HANDED_IN]);
        assert_eq!(differ(&whole, &bytes(&class.path(GRADEBOOK))), Vec::<String>::new());
    }
}

/// Starts grading and kills it after a while, unless it was done before.
#[cfg(unix)]
fn killed(class: &Workspace, milliseconds: u64) {
    let mut command = std::process::Command::new(common::PROGRAM);
    command.args(["grade", "--trusted", HANDED_IN]).current_dir(class.root.path());
    command.env("CARGO_TARGET_DIR", env!("CARGO_TARGET_TMPDIR"));
    command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
    let mut grader = command.spawn().expect("a grader");
    std::thread::sleep(std::time::Duration::from_millis(milliseconds));
    grader.kill().expect("killed");
    grader.wait().expect("its end");
}

#[cfg(target_os = "linux")]
#[test]
fn strangers_are_graded_in_a_jail_to_the_same_bytes_or_not_at_all() {
    let class = three();
    let doctor = class.program(&["doctor"]).output().expect("a run");
    let output = class.program(&["grade", HANDED_IN]).output().expect("a run");
    let (text, error) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    if !doctor.status.success() {
        // what this machine cannot contain is refused, and nothing of it is run
        assert_eq!(output.status.code(), Some(2), "{text}{error}");
        assert!(error.contains("code of strangers cannot be contained on this machine"), "{error}");
        assert!(!class.path(&format!("{GRADEBOOK}/results")).exists());
        return;
    }
    assert!(output.status.success(), "{text}{error}");
    let jailed = bytes(&class.path(GRADEBOOK));
    fs::remove_dir_all(class.path(&format!("{GRADEBOOK}/results"))).expect("removed");
    class.stdout(&["grade", "--trusted", HANDED_IN]);
    assert_eq!(differ(&jailed, &bytes(&class.path(GRADEBOOK))), Vec::<String>::new());
}

//! Work is found in whatever platforms and people make of it, and what is nobody's is told.

#[path = "../../tests/common/mod.rs"]
mod common;
mod folders;

use common::{Workspace, flat};
use folders::{GRADEBOOK, HANDED_IN, course, solved, untouched, zipped};
use std::fs;
use std::path::PathBuf;

fn place(class: &Workspace, name: &str) -> PathBuf {
    let path = class.path(&format!("{HANDED_IN}/{name}"));
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    path
}

/// The rows of the table of grades: id, name, section, state, points.
fn grades(class: &Workspace) -> Vec<Vec<String>> {
    let table = class.read(&format!("{GRADEBOOK}/grades.csv"));
    table.lines().skip(1).map(|row| row.split(',').take(5).map(str::to_owned).collect()).collect()
}

#[test]
fn downloads_of_every_platform_are_graded() {
    let class = course(&["latent"]);
    let (right, stubs) = (class.path("solutions"), class.path("fixtures/submissions/stubs"));
    let put = |name: &str, bytes: Vec<u8>| fs::write(place(&class, name), bytes).expect("a file");
    // the newest attempt counts, whole
    put("doejane_11_900_hw.zip", zipped(&stubs, "", &[]));
    put("doejane_LATE_11_901_hw-1.zip", zipped(&right, "hw", &[("__MACOSX/hw/._x", "x"), ("hw/tests.py", "x")]));
    put("Ann Lee_12_assignsubmission_file_/work.zip", zipped(&right, "", &[]));
    put("13-77 - Bo Li - Oct 5, 2023 1159 PM - hw.zip", zipped(&right, "", &[]));
    put("13-77 - Bo Li - Oct 5, 2023 1158 PM - hw.zip", zipped(&stubs, "", &[]));
    // zipped twice over, in a folder more
    let inner = zipped(&right, "a/b", &[]);
    fs::write(class.path("inner.zip"), inner).expect("a file");
    fs::create_dir(class.path("twice")).expect("a folder");
    fs::rename(class.path("inner.zip"), class.path("twice/inner.zip")).expect("moved");
    put("0014.zip", zipped(&class.path("twice"), "", &[]));
    put("0015.zip", b"no archive".to_vec());
    put("0016.rar", b"Rar!\x1a\x07\x01\x00".to_vec());
    put("0017/one.zip", zipped(&right, "", &[]));
    put("0017/two.zip", zipped(&right, "", &[]));
    put("index.html", b"<html>".to_vec());
    class.write("roster.csv", "id,name,section\n11,Jane Doe,A\n12,Ann Lee,B\n0099,Nobody,A\n");
    let text = flat(&class.stdout(&["grade", "--trusted", HANDED_IN, "--roster", "roster.csv"]));
    for says in [
        "not graded index.html: neither a folder nor an archive",
        "unreadable 0015: the archive is not read, because it is no zip archive: pack the folder as a zip archive.",
        "unreadable 0016: the archive is not read, because it is a RAR archive, and no zip archive",
        "unreadable 0017: there are several archives: one.zip, two.zip: leave the one that is to be graded.",
        "not listed 13 (Bo Li) is not on the roster",
        "8 students: 1 exercises graded, 3 known already.",
    ] {
        assert!(text.contains(says), "{says}: {text}");
    }
    let rows = grades(&class);
    let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
    assert_eq!(
        rows,
        [
            ["0014", "", "", "graded", "100"],
            ["0015", "", "", "unreadable", "0"],
            ["0016", "", "", "unreadable", "0"],
            ["0017", "", "", "unreadable", "0"],
            ["0099", "Nobody", "A", "nothing handed in", "0"],
            ["11", "Jane Doe", "A", "graded", "100"],
            ["12", "Ann Lee", "B", "graded", "100"],
            ["13", "Bo Li", "", "graded", "100"],
        ]
    );
    let jane = class.read(&format!("{GRADEBOOK}/hand-ins/11.json"));
    assert!(jane.contains("\"hw/tests.py\"") && !jane.contains("__MACOSX"), "{jane}");
    assert!(jane.contains("\"left_out\"") && jane.contains("\"marked_late\": true"), "{jane}");
    for student in ["0014", "0015", "0016", "0017", "0099", "11", "12", "13"] {
        assert!(class.path(&format!("{GRADEBOOK}/students/{student}/report.txt")).is_file(), "{student}");
    }
}

#[test]
fn what_cannot_be_one_students_work_is_refused_before_anything_is_graded() {
    let class = course(&["latent"]);
    solved(&class, "0042");
    fs::write(place(&class, "0042.zip"), zipped(&class.path("solutions"), "", &[])).expect("a file");
    let error = class.error(&["grade", "--trusted", HANDED_IN]);
    assert!(error.contains("`0042` and `0042.zip` both belong to `0042`: rename one of them"), "{error}");
    assert!(!class.path(GRADEBOOK).exists());
    fs::remove_file(place(&class, "0042.zip")).expect("removed");
    untouched(&class, "jd17");
    class.write("roster.csv", "id,login\n0042,jd17\n");
    let error = class.error(&["grade", "--trusted", HANDED_IN, "--roster", "roster.csv"]);
    assert!(error.contains("`0042` and `jd17` both belong to `0042`"), "{error}");
    class.write("roster.csv", "name\nJane\n");
    let error = class.error(&["grade", "--trusted", HANDED_IN, "--roster", "roster.csv"]);
    assert!(error.contains("roster.csv: there is no column of ids"), "{error}");
    assert!(class.error(&["grade", "nowhere"]).contains("cannot open the submissions nowhere"));
    assert!(
        class.error(&["grade", "--trusted", HANDED_IN, "--assignment", "homwork"]).contains("did you mean `homework`")
    );
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_no_text_links_and_pipes_are_survived() {
    use std::os::unix::ffi::OsStrExt;
    let class = course(&["latent"]);
    solved(&class, "0042");
    let odd = class.path(HANDED_IN).join(std::ffi::OsStr::from_bytes(b"j\xffd"));
    common::copy(&class.path("solutions"), &odd);
    std::os::unix::fs::symlink(class.path("solutions"), place(&class, "0043")).expect("a link");
    std::os::unix::fs::symlink("/etc/passwd", place(&class, "0042/latent/secret.txt")).expect("a link");
    let made = std::process::Command::new("mkfifo").arg(place(&class, "0044.zip")).status().expect("mkfifo");
    assert!(made.success());
    let text = flat(&class.stdout(&["grade", "--trusted", HANDED_IN]));
    assert!(text.contains("not graded 0043: a link, which is not followed"), "{text}");
    assert!(text.contains("not graded 0044.zip: neither a folder nor an archive"), "{text}");
    assert!(text.contains("2 students: 1 exercises graded, 1 known already."), "{text}");
    let points: Vec<String> = grades(&class).into_iter().map(|row| row[4].clone()).collect();
    assert_eq!(points, ["100", "100"]);
    let facts = class.read(&format!("{GRADEBOOK}/hand-ins/0042.json"));
    assert!(facts.contains("latent/secret.txt") && !facts.contains("root:"), "{facts}");
}

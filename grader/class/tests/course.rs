//! The course of this checkout is in order, and no known wrong answer gets through.

#[path = "../../tests/common/mod.rs"]
mod common;

use assert_cmd::Command;

fn class(args: &[&str]) -> (String, Option<i32>) {
    let mut command = Command::new(common::PROGRAM);
    command.current_dir(common::checkout()).args(args).env("CARGO_TARGET_DIR", env!("CARGO_TARGET_TMPDIR"));
    let output = command.output().expect("a run");
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    (text, output.status.code())
}

#[test]
fn the_course_is_in_order() {
    let (text, status) = class(&["fixtures", "check"]);
    assert_eq!(status, Some(0), "{text}");
}

/// Those that take longest to audit: as much as all others together.
const LONG: [&str; 3] = ["architectural", "lstm", "ocr"];

/// No known wrong answer, mutant or answer by heart gets through, and nearly every wrong one is named.
fn audited(exercises: &[&str]) {
    let (text, status) = class(&[&["fixtures", "audit"], exercises].concat());
    assert_eq!(status, Some(0), "{text}");
    let share =
        text.rsplit_once('(').and_then(|(_, rest)| rest.split_once(" %")).and_then(|(share, _)| share.parse().ok());
    let share: f64 = share.expect("a percentage");
    assert!(share >= 95.0, "{text}");
    let page = page();
    for exercise in exercises {
        let found = row(&text, exercise).expect("the exercise's figures");
        assert_eq!(row(&page, exercise), Some(found), "grader/README.md has other figures");
    }
}

/// The page that shows what the audit finds.
fn page() -> String {
    std::fs::read_to_string(common::checkout().join("grader/README.md")).expect("the page")
}

/// The cells of the row that begins with this name.
fn row<'a>(text: &'a str, name: &str) -> Option<Vec<&'a str>> {
    let cells = |line: &'a str| line.trim_matches('|').split('|').map(str::trim).collect::<Vec<&str>>();
    text.lines().filter(|line| line.starts_with('|')).map(cells).find(|cells| cells.first() == Some(&name))
}

fn exercises() -> Vec<String> {
    let folders = std::fs::read_dir(common::checkout().join("solutions")).expect("the reference").flatten();
    let folders = folders.filter(|entry| entry.path().is_dir());
    folders.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}

#[test]
fn the_audit_of_the_longest_exercises_passes() {
    audited(&LONG);
}

#[test]
fn the_audit_of_all_other_exercises_passes() {
    let names = exercises();
    let names: Vec<&str> = names.iter().map(String::as_str).filter(|name| !LONG.contains(name)).collect();
    assert!(names.len() + LONG.len() >= 14, "{names:?}");
    audited(&names);
}

#[test]
fn the_figures_on_the_page_add_up() {
    let page = page();
    let all = exercises();
    let mut sums: Vec<[usize; 2]> = vec![];
    let share = |cell: &str| {
        let (some, all) = cell.split_once(" of ").expect("a share");
        [some, all].map(|number| number.parse::<usize>().expect("a number"))
    };
    for exercise in &all {
        let row = row(&page, exercise).unwrap_or_else(|| panic!("grader/README.md has no figures of {exercise}"));
        let shares: Vec<[usize; 2]> = row[1..].iter().map(|cell| share(cell)).collect();
        sums.resize(shares.len(), [0; 2]);
        sums.iter_mut().zip(&shares).for_each(|(sum, share)| *sum = [sum[0] + share[0], sum[1] + share[1]]);
    }
    let together: Vec<[usize; 2]> =
        row(&page, "together").expect("a sum")[1..].iter().map(|cell| share(cell)).collect();
    assert_eq!(together, sums);
}

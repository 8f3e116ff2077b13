//! What a hand-in costs beside its answers, and what people do: every rule is a line, and nothing is ever written over.

#[path = "../../tests/common/mod.rs"]
mod common;
mod folders;

use common::{Workspace, flat};
use folders::{GRADEBOOK, HANDED_IN, course, solved, with_body, zipped};
use std::fs;

/// A course with rules.
fn strict(exercise: &str, policy: &str) -> Workspace {
    let class = course(&[exercise]);
    let course = "fixtures/course.toml";
    class.change(
        course,
        "[[assignment]]",
        &format!("[policy]\ntime_zone = \"America/New_York\"\n{policy}\n[[assignment]]"),
    );
    class.change(course, "title = \"Homework\"", "title = \"Homework\"\ndue = \"2026-02-24\"");
    class
}

fn hand_in(class: &Workspace, name: &str, beside: &[(&str, &str)]) {
    let bytes = zipped(&class.path("solutions"), "", beside);
    fs::write(class.path(&format!("{HANDED_IN}/{name}")), bytes).expect("a file");
}

/// One column of the table of grades, by ids.
fn column(class: &Workspace, name: &str) -> Vec<(String, String)> {
    let table = class.read(&format!("{GRADEBOOK}/grades.csv"));
    let mut rows = table.lines().map(|row| row.split(',').map(str::to_owned).collect::<Vec<_>>());
    let heading = rows.next().expect("a heading");
    let at = heading.iter().position(|cell| cell == name).expect("the column");
    rows.map(|row| (row[0].clone(), row[at].clone())).collect()
}

fn grade(class: &Workspace, id: &str) -> String {
    column(class, "points").into_iter().find(|(of, _)| of == id).expect("the student").1
}

#[test]
fn every_rule_is_a_line_of_its_own_and_applies_when_a_report_is_made() {
    let class = strict(
        "latent",
        "format = 10\nnot_executable = 20\nlate = { per = \"day\", percent = 10, most = 40, grace = 10 }",
    );
    hand_in(&class, "0001_homework.zip", &[]);
    hand_in(&class, "0002.zip", &[]);
    hand_in(&class, "0003_homework.zip", &[("tests.py", "x")]);
    solved(&class, "0004");
    hand_in(&class, "5-1 - Ann Lee - Feb 26, 2026 0900 AM - 5_homework.zip", &[]);
    hand_in(&class, "doejane_LATE_6_900_6_homework-1.zip", &[]);
    with_body(&class, "0007", "latent", "infer", "    let 1 = energies; 0");
    solved(&class, "0008");
    class.write("times.csv", "id,time\n0001,2026-02-25T04:59:59Z\n0004,2026-02-25 00:11\n0008,2027-01-01\n");
    class.write("times.csv", "id,time\n0001,2026-02-25T04:59:59Z\n0004,2026-02-25T00:11\n0008,2027-01-01T00:00\n");
    class.stdout(&["grade", "--trusted", HANDED_IN, "--times", "times.csv"]);
    let cost = |name: &str| -> Vec<String> {
        column(&class, name)
            .into_iter()
            .filter(|(_, cost)| cost != "0")
            .map(|(id, cost)| format!("{id} {cost}"))
            .collect()
    };
    assert_eq!(cost("format"), ["0002 10", "0003 10"]);
    assert_eq!(cost("late"), ["0004 10", "0008 40", "5 20"]);
    let broken = cost("not_executable");
    assert!(broken.len() == 1 && broken[0].starts_with("0007 "), "{broken:?}");
    assert_eq!(
        ["0001", "0002", "0003", "0004", "0008", "5", "6"].map(|id| grade(&class, id)),
        ["100", "90", "90", "90", "60", "80", "100"]
    );
    let says = |id: &str, what: &str| {
        let text = flat(&class.read(&format!("{GRADEBOOK}/students/{id}/report.txt")));
        assert!(text.contains(what), "{id}: {what}: {text}");
    };
    says(
        "0002",
        "found by the grader 100 / 100 not in the form asked for (`0002.zip` and not `0002_homework.zip`), 10 % -10 points 90 / 100",
    );
    says("0003", "not in the form asked for (extra: tests.py), 10 % -10");
    says("5", "2 days late: handed in 2026-02-26 09:00 EST, due 2026-02-24 23:59 EST, 20 % -20");
    says("6", "the platform marks it late and tells no time, so nothing is taken off +0");
    says("0007", "does not compile as handed in (latent), 20 % -");
    // another rule is another table, and nothing is graded for it
    class.change("fixtures/course.toml", "format = 10", "format = 50");
    let text = flat(&class.stdout(&["grade", "--trusted", HANDED_IN]));
    assert!(text.contains("0 exercises graded"), "{text}");
    assert_eq!(grade(&class, "0002"), "50");
    class.change("fixtures/course.toml", "format = 50", "format = 101");
    assert!(class.error(&["status"]).contains("101 per cent is more than there is: write 0 to 100."));
    class.change("fixtures/course.toml", "format = 101", "format = 0");
    class.change("fixtures/course.toml", "America/New_York", "Moon/Base");
    assert!(class.error(&["status"]).contains("`Moon/Base` under [policy] in course.toml is no time zone"));
}

#[test]
fn the_best_attempt_counts_where_the_course_says_so() {
    let class = strict("latent", "attempt = \"best\"\nlate = { per = \"day\", percent = 30 }");
    hand_in(&class, "5-1 - Ann Lee - Feb 24, 2026 0900 AM - 5_homework.zip", &[]);
    let stubs = zipped(&class.path("fixtures/submissions/stubs"), "", &[]);
    fs::write(class.path(&format!("{HANDED_IN}/5-1 - Ann Lee - Feb 25, 2026 0900 AM - 5_homework.zip")), stubs)
        .expect("a file");
    class.stdout(&["grade", "--trusted", HANDED_IN]);
    assert_eq!(grade(&class, "5"), "100");
    assert!(class.read(&format!("{GRADEBOOK}/students/5/report.txt")).contains("Feb 24"));
    class.change("fixtures/course.toml", "attempt = \"best\"", "attempt = \"last\"");
    class.stdout(&["grade", "--trusted", HANDED_IN]);
    assert_eq!(grade(&class, "5"), "0");
}

#[test]
fn what_people_do_is_added_and_never_written_over() {
    let class = strict("intuition", "bonus = 5\nlate = { per = \"day\", percent = 10 }");
    for (id, text) in [
        ("0001", "It has several equally low energies there."),
        ("0002", "One answer for each of them, and none between."),
    ] {
        solved(&class, id);
        class.write(
            &format!("{HANDED_IN}/{id}/intuition/answers.toml"),
            &format!("[texts]\nseveral_answers = \"{text}\"\n"),
        );
    }
    class.write("times.csv", "id,time\n0001,2026-02-26T12:00\n0002,2026-02-25T12:00\n");
    class.stdout(&["grade", "--trusted", HANDED_IN, "--times", "times.csv"]);
    let before: u32 = grade(&class, "0001").parse().expect("points");
    // a person reads both answers, without a name
    let output =
        class.program(&["texts", "--as", "anna"]).write_stdin("9\n1 as in the lecture\n\n").output().expect("a run");
    let text = flat(&String::from_utf8_lossy(&output.stdout));
    assert!(output.status.success(), "{text}");
    for says in [
        "2 answers wait.",
        "intuition, several_answers 0 to 1 points",
        "- says what the energy looks like over y when several answers are right",
        "It has several equally low energies there.",
        "`9` is no number from 0 to 1.",
        "1 answers marked, 1 wait.",
    ] {
        assert!(text.contains(says), "{says}: {text}");
    }
    assert!(!text.contains("0001") && !text.contains("0002"), "{text}");
    let says = |id: &str, what: &str| {
        let text = flat(&class.read(&format!("{GRADEBOOK}/students/{id}/report.txt")));
        assert!(text.contains(what), "{id}: {what}: {text}");
    };
    says("0001", "intuition, several_answers: 1 by anna (as in the lecture) +1");
    says("0002", "answers that a person still reads: 1");
    let text = class.stdout(&["waive", "0001", "late", "--as", "bo", "--comment", "ill"]);
    assert!(text.starts_with(&format!("0001: nothing is taken off for `late`. {} -> ", before + 1)), "{text}");
    says("0001", "waived by bo (ill) +0");
    class.stdout(&["extend", "0002", "2026-02-25", "--as", "bo"]);
    says("0002", "deadline moved to 2026-02-25 by bo +0");
    assert_eq!(column(&class, "late")[1].1, "0");
    class.stdout(&["mark", "0002", "bonus", "9", "--as", "bo"]);
    says("0002", "bonus by bo +9 of a bonus no more than 5 points count -4");
    class.stdout(&["mark", "0002", "several_answers", "0", "--as", "bo"]);
    class.stdout(&["mark", "0002", "intuition::several_answers", "1", "--as", "anna"]);
    says("0002", "intuition, several_answers: 1 by anna +1");
    assert_eq!(fs::read_dir(class.path(&format!("{GRADEBOOK}/acts"))).expect("acts").count(), 6);
    assert!(class.stdout(&["texts", "--as", "bo"]).contains("No answer waits for a person."));
    for (args, error) in [
        (&["mark", "0002", "several_answers", "2"][..], "is worth 1 points, and not 2"),
        (&["mark", "0002", "several_answer", "1"], "did you mean `several_answers`"),
        (&["mark", "0002", "several_answers", "-1"], "`-1` is no number of points"),
        (&["mark", "0009", "several_answers", "1"], "there is no student called `0009`"),
        (&["waive", "0002", "lat"], "did you mean `late`"),
        (&["extend", "0002", "soon"], "`soon` is no time"),
    ] {
        let said = class.error(&[args, &["--as", "bo"]].concat());
        assert!(said.contains(error), "{said}");
    }
    // the answer changes under the mark: the mark stays, is flagged, and the answer waits again
    let answers = format!("{HANDED_IN}/0001/intuition/answers.toml");
    class.change(&answers, "several equally", "very many equally");
    class.stdout(&["grade", "--trusted", HANDED_IN]);
    says("0001", "1 by anna (as in the lecture); the answer changed since: look again +1");
    assert_eq!(column(&class, "changed_since")[0].1, "1");
    let output = class.program(&["texts", "--as", "bo"]).write_stdin("q\n").output().expect("a run");
    assert!(String::from_utf8_lossy(&output.stdout).contains("1 answers wait."));
}

//! What the course lets a report tell of questions with options: reasons, the score, or that there is an answer.

mod common;

use common::{Workspace, flat, function};
use judge::course::{Choices, Course, Disclosure};
use serde_json::Value as Json;

const ANSWERS: &str = "exercises/lstm/answers.toml";
const COURSE: &str = "fixtures/course.toml";
/// A question to tick, and one to sort.
const TICK: &str = "one_factor";
const SORT: &str = "long_chains";

/// A course with one exercise that tells this much, and one answer to the question to tick.
fn course(own: &str, class: &str) -> Workspace {
    let workspace = Workspace::of(&["lstm"]);
    let text = workspace.read(COURSE);
    let told = format!("[choices]\nown = \"{own}\"\nclass = \"{class}\"\n[[assignment]]\n");
    workspace.write(COURSE, &text.replacen("[[assignment]]\n", &told, 1));
    workspace
}

/// Writes this answer to the question to tick.
fn tick(workspace: &Workspace, letters: &str) {
    let empty = workspace.read("fixtures/submissions/stubs/lstm/answers.toml");
    workspace.write(ANSWERS, &empty.replace(&format!("\n{TICK} = \"\""), &format!("\n{TICK} = \"{letters}\"")));
}

/// The right letters, and those of all options.
fn key(workspace: &Workspace) -> (String, String) {
    let reference: toml::Table = workspace.read("solutions/lstm/answers.toml").parse().expect("TOML");
    let right = reference["choices"][TICK].as_str().expect("letters").to_owned();
    (right, "abcdef".into())
}

/// A report without what says which files it is of.
fn anonymous(mut report: Json) -> Json {
    report["provenance"]["submission"] = Json::Null;
    report["provenance"]["fixtures"] = Json::Null;
    report
}

/// What a student may not read anywhere.
fn tells(text: &str) -> Option<&'static str> {
    let telling = ["\"letter\"", "\"says\"", "\"ticked\"", "\"misplaced\"", "\"incomplete\"", "\"placed\"", "\"open\""];
    telling.into_iter().find(|word| text.contains(word))
}

#[test]
fn a_course_that_tells_what_nobody_can_mean_is_refused() {
    let workspace = Workspace::of(&["lstm"]);
    let good = workspace.read(COURSE);
    let refused = |told: &str, says: &str| {
        workspace.write(COURSE, &good.replacen("[[assignment]]\n", &format!("{told}[[assignment]]\n"), 1));
        let error = workspace.error(&["list"]);
        assert!(error.contains(COURSE) && flat(&error).contains(says), "{says}: {error}");
    };
    refused("[choices]\nown = \"scores\"\nclass = \"options\"\n", "course.toml:3:7: unknown variant `scores`");
    refused("[choices]\nown = \"score\"\n", "missing field `class`");
    refused("[choices]\nown = \"score\"\nclass = \"options\"\nall = \"score\"\n", "unknown field `all`");
    refused("[choices]\nown = true\nclass = \"options\"\n", "course.toml:3:7: ");
    let own = "name = \"homework\"\nchoices = { own = \"nothing\", class = \"score\" }\n";
    workspace.write(COURSE, &good.replacen("name = \"homework\"\n", own, 1));
    assert!(workspace.error(&["list"]).contains("unknown variant `nothing`"));
}

#[test]
fn this_course_tells_students_the_score_and_marks_what_is_handed_in() {
    let course = Course::load(&common::checkout()).expect("the course");
    for exercise in &course.exercises {
        let told = course.choices(&exercise.name, None);
        assert_eq!(told, Choices { own: Disclosure::Score, class: Disclosure::Options }, "{}", exercise.name);
    }
}

#[test]
fn with_the_options_a_wrong_tick_is_explained() {
    let workspace = course("options", "options");
    tick(&workspace, "abcdef");
    let report = workspace.report(&[]);
    let entry = function(&report, "lstm", TICK);
    let letters: String = entry["checks"][0]["evidence"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| one["letter"].as_str().expect("a letter"))
        .collect();
    let (right, all) = key(&workspace);
    assert_eq!(letters, all.chars().filter(|letter| !right.contains(*letter)).collect::<String>());
    assert_eq!(report["later"], Json::Null);
}

#[test]
fn with_the_score_every_answer_that_is_not_all_right_has_the_same_report() {
    let workspace = course("score", "options");
    let (right, all) = key(&workspace);
    tick(&workspace, &all);
    let first = anonymous(workspace.report(&[]));
    let terminal = workspace.stdout(&["lstm", TICK, "--seed", "7"]);
    let part: String = right.chars().skip(1).collect();
    let wrong: Vec<String> = all.chars().map(String::from).chain([part, format!("{right}b"), "bd".into()]).collect();
    assert!(wrong.iter().all(|letters| *letters != right));
    for letters in wrong {
        tick(&workspace, &letters);
        let report = workspace.report(&[]);
        assert_eq!(tells(&report.to_string()), None, "{letters}");
        assert_eq!(anonymous(report), first, "{letters}");
        assert_eq!(workspace.stdout(&["lstm", TICK, "--seed", "7"]), terminal, "{letters}");
    }
    let entry = function(&first, "lstm", TICK);
    assert_eq!((&entry["points"], &entry["max"], &entry["note"]["note"]), (&0.into(), &3.into(), &"withheld".into()));
    assert_eq!(workspace.program(&["--fail-under", "1"]).output().expect("a run").status.code(), Some(1));
    tick(&workspace, &right);
    let report = workspace.report(&[]);
    assert_eq!(function(&report, "lstm", TICK)["points"], 3);
    assert!(workspace.program(&["--fail-under", "3"]).output().expect("a run").status.success());
}

#[test]
fn what_is_only_received_is_the_same_right_or_wrong_and_in_no_total() {
    let workspace = course("received", "options");
    let (right, all) = key(&workspace);
    let mut reports = vec![];
    let mut terminals = vec![];
    for letters in [right.as_str(), &all, "a", "b", "ab"] {
        tick(&workspace, letters);
        let report = workspace.report(&[]);
        assert_eq!(tells(&report.to_string()), None, "{letters}");
        reports.push(anonymous(report));
        terminals.push(workspace.stdout(&["--seed", "7"]) + &workspace.stdout(&["lstm", TICK, "--seed", "7"]));
    }
    assert!(reports.windows(2).all(|pair| pair[0] == pair[1]));
    assert!(terminals.windows(2).all(|pair| pair[0] == pair[1]));
    let report = &reports[0];
    let entry = function(report, "lstm", TICK);
    assert_eq!((&entry["points"], &entry["max"], &entry["later"]), (&0.into(), &0.into(), &3.into()));
    assert_eq!(entry["checks"][0]["verdict"], "received");
    assert_eq!((&entry["checks"][0]["max"], &entry["note"]), (&0.into(), &Json::Null));
    // 37 points of functions, 9 of questions, of a part of 100
    let exercise = &report["exercises"][0];
    assert_eq!((&exercise["max"], &exercise["later"]), (&37.into(), &9.into()));
    let part = &report["assignments"][0]["parts"][0];
    assert_eq!((&part["max"], &part["later"]), (&80.into(), &20.into()));
    assert_eq!((&report["max"], &report["later"]), (&80.into(), &20.into()));
    assert!(terminals[0].contains("0 of 80 points, 2 more by a person, 20 more when marked"), "{}", terminals[0]);
    assert!(terminals[0].contains("received  3 when marked"), "{}", terminals[0]);
    assert!(workspace.error(&["--fail-under", "81"]).contains("more than the 80 points"));
}

#[test]
fn all_that_is_marked_may_be_right_while_questions_wait() {
    let workspace = Workspace::solved(&["lstm"]);
    let text = workspace.read(COURSE);
    let told = "[choices]\nown = \"received\"\nclass = \"options\"\n[[assignment]]\n";
    workspace.write(COURSE, &text.replacen("[[assignment]]\n", told, 1));
    let text = flat(&workspace.stdout(&[]));
    assert!(text.contains("80 of 80 points") && text.contains("Everything that is marked already is right."), "{text}");
    tick(&workspace, "");
    let text = flat(&workspace.stdout(&[]));
    assert!(text.contains("answer the questions in exercises/lstm/answers.toml:"), "{text}");
}

#[test]
fn the_form_of_an_answer_is_told_whatever_else_is_not() {
    for told in ["score", "received"] {
        let workspace = course(told, "options");
        tick(&workspace, "ax");
        let evidence = &function(&workspace.report(&[]), "lstm", TICK)["checks"][0]["evidence"][0].clone();
        assert_eq!((&evidence["found"], &evidence["option"]), (&"no_option".into(), &"x".into()), "{told}");
        workspace.change(ANSWERS, &format!("[choices.{SORT}]"), &format!("[choices.{SORT}]\nz = \"stable\""));
        let report = workspace.report(&[]);
        assert_eq!(function(&report, "lstm", SORT)["checks"][0]["evidence"][0]["found"], "no_option", "{told}");
    }
}

#[test]
fn sorted_options_tell_no_count() {
    let workspace = course("score", "options");
    let empty = workspace.read(ANSWERS);
    let sorted = |families: [&str; 2]| {
        let at = empty.find(&format!("[choices.{SORT}]")).expect("the question");
        let (before, after) = empty.split_at(at);
        let after = after.replacen("a = \"\"", &format!("a = \"{}\"", families[0]), 1);
        workspace
            .write(ANSWERS, &(before.to_owned() + &after.replacen("b = \"\"", &format!("b = \"{}\"", families[1]), 1)));
        let report = workspace.report(&[]);
        assert_eq!(tells(&report.to_string()), None);
        anonymous(report)
    };
    assert_eq!(sorted(["vanishing", "stable"]), sorted(["exploding", "vanishing"]));
}

#[test]
fn an_assignment_tells_what_it_says_and_none_named_the_least() {
    let workspace = course("options", "options");
    let second = "\n[[assignment]]\nname = \"exam\"\ntitle = \"Exam\"\nchoices = { own = \"received\", class = \"score\" }\n\
                  [[assignment.part]]\nname = \"1\"\ntitle = \"All\"\npoints = 50\nexercises = [\"lstm\"]\n";
    workspace.write(COURSE, &(workspace.read(COURSE) + second));
    tick(&workspace, "abcdef");
    let verdict = |args: &[&str]| {
        let report = workspace.report(args);
        let check = function(&report, "lstm", TICK)["checks"][0].clone();
        (check["verdict"].as_str().expect("a verdict").to_owned(), check["evidence"].as_array().map(Vec::len))
    };
    // each twice: what one remembers is not shown by another
    for _ in 0..2 {
        let (wrong, evidence) = verdict(&["--assignment", "homework"]);
        assert!(wrong == "wrong" && evidence > Some(0));
        assert_eq!(verdict(&["--assignment", "exam"]), ("received".into(), Some(0)));
        assert_eq!(verdict(&[]), ("received".into(), Some(0)));
        assert_eq!(verdict(&["lstm"]), ("received".into(), Some(0)));
    }
    // handed in, it is marked
    let folder = workspace.path("class/anna");
    common::copy(&workspace.path("exercises"), &folder);
    let folder = folder.to_str().expect("a path");
    assert_eq!(verdict(&["--submission", folder, "--assignment", "exam"]), ("wrong".into(), Some(0)));
    assert!(verdict(&["--submission", folder, "--assignment", "homework"]).1 > Some(0));
}

#[test]
fn nothing_that_is_remembered_tells_more() {
    let workspace = course("received", "options");
    let (right, _) = key(&workspace);
    tick(&workspace, &format!("{right}b"));
    workspace.never_seen("lstm");
    workspace.stdout(&["--seed", "7"]);
    // other tests remember things in the same folder: of all that received answers, none may tell more
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("grader/cache/lstm");
    let mut read = 0;
    for entry in std::fs::read_dir(&folder).expect("memories").flatten() {
        // older ones are forgotten meanwhile
        let Ok(text) = std::fs::read_to_string(entry.path()) else { continue };
        if text.contains("\"received\"") {
            read += 1;
            assert_eq!(tells(&text), None, "{}", entry.path().display());
        }
    }
    assert!(read > 0, "nothing is remembered");
}

//! Choices and short texts, as students and instructors meet them.

mod common;

use common::{Workspace, flat, function, losses};
use serde_json::Value as Json;

const ANSWERS: &str = "exercises/intuition/answers.toml";

/// An empty answer in the student's file becomes this one.
fn answer(workspace: &Workspace, question: &str, letters: &str) {
    workspace.change(ANSWERS, &format!("\n{question} = \"\""), &format!("\n{question} = \"{letters}\""));
}

fn points(report: &Json, entry: &str) -> (u64, u64) {
    let entry = function(report, "intuition", entry);
    (entry["points"].as_u64().expect("points"), entry["max"].as_u64().expect("points"))
}

#[test]
fn the_right_answers_earn_everything_and_texts_wait_for_a_person() {
    let workspace = Workspace::solved(&["intuition"]);
    let report = workspace.report(&[]);
    assert_eq!(losses(&report), Vec::<String>::new());
    let by_person = report["by_person"].as_u64().expect("points");
    assert!(by_person > 0);
    let texts = |report: &Json| -> Vec<Json> {
        let entries = report["exercises"][0]["functions"].as_array().expect("a list").clone();
        entries.into_iter().filter(|entry| entry["form"] == "text").collect()
    };
    assert_eq!(texts(&report).iter().map(|text| text["by_person"].as_u64().expect("points")).sum::<u64>(), by_person);
    for text in texts(&report) {
        assert_eq!((&text["points"], &text["max"]), (&0.into(), &0.into()));
        assert_eq!(text["checks"][0]["verdict"], "by_person");
        assert!(text["rubric"].as_array().is_some_and(|rubric| !rubric.is_empty()));
    }
    // without any text the machine's points are the same
    let stub = workspace.read("fixtures/submissions/stubs/intuition/answers.toml");
    let mine = workspace.read(ANSWERS);
    let choices = mine.split("[texts]").next().expect("choices");
    let empty = stub.split("[texts]").nth(1).expect("texts");
    workspace.write(ANSWERS, &format!("{choices}[texts]{empty}"));
    let without = workspace.report(&[]);
    assert_eq!((&without["points"], &without["max"]), (&report["points"], &report["max"]));
    assert!(texts(&without).iter().all(|text| text["checks"][0]["verdict"] == "not_run"));
    let text = workspace.stdout(&["--seed", "7"]);
    assert!(
        text.contains("more by a person") && text.contains("for a person to grade, in exercises/intuition"),
        "{text}"
    );
}

#[test]
fn a_report_never_names_an_option_that_is_right() {
    let key = std::fs::read_to_string(common::checkout().join("fixtures/intuition/exercise.toml")).expect("the key");
    let key: toml::Table = key.parse().expect("TOML");
    let choices = key["choice"].as_array().expect("choices");
    let ticked: Vec<&toml::Value> = choices.iter().filter(|choice| choice.get("sorts").is_none()).collect();
    let text = |value: &toml::Value| value.as_str().expect("a text").to_owned();
    let workspace = Workspace::of(&["intuition"]);
    let stub = workspace.read(ANSWERS);
    for letters in ["a", "b", "c", "d", "abcd"] {
        workspace.write(ANSWERS, &stub);
        for choice in &ticked {
            answer(&workspace, &text(&choice["name"]), letters);
        }
        let report = workspace.report(&[]);
        let terminal = workspace.stdout(&["intuition", "--seed", "7"]);
        assert!(!terminal.contains("expected"), "{terminal}");
        for choice in &ticked {
            let entry = function(&report, "intuition", &text(&choice["name"])).clone();
            let said = format!("{} {}", entry["checks"], entry["note"]);
            for option in choice["option"].as_array().expect("options").iter().filter(|one| text(&one["is"]) == "right")
            {
                let right = Json::from(text(&option["text"])).to_string();
                assert!(!said.contains(right.trim_matches('"')), "{letters}: {right}");
            }
        }
    }
}

#[test]
fn a_wrong_tick_is_explained_and_takes_a_right_one_away() {
    let workspace = Workspace::of(&["intuition"]);
    let reference = std::fs::read_to_string(workspace.path("solutions/intuition/answers.toml")).expect("the reference");
    let reference: toml::Table = reference.parse().expect("TOML");
    let right = reference["choices"]["one_to_many_how"].as_str().expect("letters").to_owned();
    let wrong = ('a'..='f').find(|&letter| !right.contains(letter)).expect("a wrong option");
    answer(&workspace, "one_to_many_how", &right);
    let (all, max) = points(&workspace.report(&[]), "one_to_many_how");
    assert_eq!(all, max);
    workspace.change(ANSWERS, &format!("= \"{right}\""), &format!("= \"{right}{wrong}\""));
    let report = workspace.report(&[]);
    assert!(points(&report, "one_to_many_how").0 < max);
    let evidence = &function(&report, "intuition", "one_to_many_how")["checks"][0]["evidence"];
    assert_eq!(evidence.as_array().map(Vec::len), Some(1));
    assert_eq!(evidence[0]["letter"], wrong.to_string());
    assert!(evidence[0]["says"].as_str().is_some_and(|says| !says.is_empty()));
}

#[test]
fn an_unreadable_file_of_answers_costs_its_answers_alone() {
    for (text, says) in [
        ("[choices]\none_to_many_how = a", "Line 2 of answers.toml cannot be read"),
        ("[choices]\none_to_mny_how = \"a\"", "Did you mean `one_to_many_how`?"),
        ("[answers]\nof_mine = \"a\"", "`answers` is neither [choices] nor [texts]"),
        (&format!("[choices]\n#{}", "-".repeat(40_000)), "answers.toml is larger than 32 KiB"),
        ("choices = 3", "`choices` is a heading"),
    ] {
        let workspace = Workspace::solved(&["intuition"]);
        workspace.write(ANSWERS, text);
        let report = workspace.report(&[]);
        assert_eq!(report["exercises"][0]["remarks"].as_array().map(Vec::len), Some(1), "{says}");
        assert_eq!(points(&report, "one_to_many_how").0, 0);
        assert_eq!(points(&report, "push_table"), (8, 8));
        let shown = workspace.stdout(&["--seed", "7"]);
        assert_eq!(flat(&shown).matches(says).count(), 1, "{shown}");
    }
}

#[test]
fn answers_count_although_the_rust_does_not_compile() {
    let workspace = Workspace::solved(&["intuition"]);
    workspace.write("exercises/intuition/src/lib.rs", "fn broken( {");
    let report = workspace.report(&[]);
    assert_eq!(report["exercises"][0]["state"], "not_compiled");
    let (earned, max) = points(&report, "one_to_many_how");
    assert_eq!((earned, points(&report, "push_table").0), (max, 0));
}

#[test]
fn without_the_file_nothing_is_answered() {
    let workspace = Workspace::solved(&["intuition"]);
    std::fs::remove_file(workspace.path(ANSWERS)).expect("removed");
    let report = workspace.report(&[]);
    assert_eq!(function(&report, "intuition", "one_to_many_how")["checks"][0]["verdict"], "not_run");
    workspace.stdout(&["reset", "intuition"]);
    assert_eq!(workspace.read(ANSWERS), workspace.read("fixtures/submissions/stubs/intuition/answers.toml"));
}

#[test]
fn hints_and_the_list_know_questions() {
    let workspace = Workspace::of(&["intuition"]);
    assert!(workspace.stdout(&["hint", "intuition", "three_methods"]).contains("hint 1 of"));
    let list = workspace.stdout(&["list"]);
    assert!(list.contains("answers.toml: three_methods") && list.contains("by a person"), "{list}");
    assert!(workspace.error(&["hint", "intuition", "three_method"]).contains("did you mean `three_methods`"));
}

#[test]
fn malformed_questions_get_one_sentence_with_the_line() {
    let workspace = Workspace::of(&["gibbs"]);
    let path = "fixtures/gibbs/exercise.toml";
    let clean = workspace.read(path);
    let question = "\n[[choice]]\nname = \"cold\"\npoints = 2\nquestion = \"Which is cold?\"\nhints = [\"Touch it.\"]\n[[choice.option]]\ntext = \"ice\"\nis = \"right\"\n[[choice.option]]\ntext = \"fire\"\nis = \"wrong\"\nsays = \"It burns.\"\n";
    let text = "\n[[text]]\nname = \"why\"\npoints = 2\nquestion = \"Why?\"\nrubric = [\"a reason\"]\n";
    let all = clean.clone() + question + text;
    workspace.write(path, &all);
    assert!(workspace.stdout(&["list"]).contains("answers.toml: cold"));
    for (old, new, says) in [
        ("name = \"cold\"\npoints = 2", "name = \"cold\"\npoints = 0", "`cold` has 0 points"),
        ("[\"Touch it.\"]", "[]", "`cold` has no hint"),
        ("is = \"right\"", "is = \"true\"", "an option of `cold` is `true`"),
        ("is = \"right\"", "is = \"right\"\nsays = \"Yes.\"", "has a `says`, which nobody would see"),
        ("says = \"It burns.\"\n", "", "the wrong option \"fire\" of `cold` says nothing"),
        ("is = \"right\"", "is = \"wrong\"\nsays = \"No.\"", "`cold` has no right option"),
        ("is = \"wrong\"\nsays = \"It burns.\"", "is = \"right\"", "`cold` has no wrong option"),
        ("name = \"cold\"", "name = \"entropy\"", "the name `entropy` is used twice"),
        ("hints = [\"Touch it.\"]", "hints = [\"Touch it.\"]\nsorts = [\"a\"]", "fewer than two families"),
        ("hints = [\"Touch it.\"]", "hints = [\"Touch it.\"]\nsorts = [\"a\", \"b\"]", "which is none of its `sorts`"),
        ("[\"a reason\"]", "[]", "`why` has no rubric or an empty one"),
        ("name = \"why\"", "name = \"cold\"", "the name `cold` is used twice"),
        ("rubric =", "rubrik =", "unknown field `rubrik`"),
    ] {
        assert!(all.contains(old), "{old}");
        workspace.write(path, &all.replacen(old, new, 1));
        let error = workspace.error(&["list"]);
        assert!(error.contains(says) && error.contains("exercise.toml:"), "{new}: {error}");
        assert_eq!(error.trim_end().lines().count(), 1, "{error}");
    }
}

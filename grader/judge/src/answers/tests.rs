//! Answers as students write them: what they earn, and what is said of them.

use super::*;
use crate::course::Written;

fn tick() -> Choice {
    let wrong = |text: &str| Statement::Wrong { text: text.into(), says: format!("{text} is not so.") };
    let right = |text: &str| Statement::Right(text.into());
    let sort = Sort::Tick(vec![right("A"), wrong("B"), right("C"), wrong("D")]);
    Choice { name: "q".into(), question: "?".into(), points: 4, hints: vec!["h".into()], sort, key: Key::Told }
}

fn place() -> Choice {
    let item = |text: &str, family| Item { text: text.into(), family: Some(family), says: "Think of its name.".into() };
    let families = vec!["warm".into(), "cold".into(), "mild".into()];
    let sort = Sort::Place { families, items: vec![item("fire", 0), item("ice", 1), item("snow", 1)] };
    Choice { name: "q".into(), question: "?".into(), points: 3, hints: vec!["h".into()], sort, key: Key::Told }
}

/// Points and verdict, and all that is said, as data.
fn judged(owed: Choice, toml: &str) -> (u32, Verdict, String) {
    let written = Written::Choice(owed);
    let entry = FunctionReport::of_written(&written, None);
    let Written::Choice(owed) = &written else { unreachable!() };
    let entry = choice(owed, &Answers::read(Some(toml)), entry);
    let check = &entry.checks[0];
    let said = check.evidence.iter().map(|one| serde_json::to_string(one).expect("JSON"));
    let note = entry.note.iter().map(|note| serde_json::to_string(note).expect("JSON"));
    (entry.points, check.verdict, said.chain(note).collect::<Vec<_>>().join(" | "))
}

#[test]
fn letters_may_be_written_in_many_ways() {
    for answer in
        [r#""ac""#, r#""AC""#, r#""a, c""#, r#""c and a""#, r#"" a) c)""#, r#"["a", "c"]"#, r#""(a) (c)""#, r#""aacc""#]
    {
        assert_eq!(judged(tick(), &format!("[choices]\nq = {answer}")), (4, Verdict::Right, String::new()), "{answer}");
    }
}

#[test]
fn every_right_tick_counts_and_every_wrong_one_takes_one_away() {
    let points = |letters: &str| judged(tick(), &format!("[choices]\nq = \"{letters}\"")).0;
    let expected = [("a", 2), ("c", 2), ("b", 0), ("ab", 0), ("abc", 2), ("abcd", 0), ("bd", 0), ("ac", 4)];
    for (letters, wanted) in expected {
        assert_eq!(points(letters), wanted, "{letters}");
    }
}

#[test]
fn what_is_said_never_names_a_right_option() {
    for letters in ["a", "b", "c", "d", "ab", "ad", "bd", "abd", "bcd"] {
        let said = judged(tick(), &format!("[choices]\nq = \"{letters}\"")).2;
        assert!(!said.contains('A') && !said.contains('C'), "{letters}: {said}");
        assert_eq!(said.contains("B is not so."), letters.contains('b'), "{letters}: {said}");
    }
}

#[test]
fn an_answer_that_cannot_be_read_says_why() {
    let said = |toml: &str| judged(tick(), toml);
    assert_eq!(said("[choices]\nq = \"\"").1, Verdict::NotRun);
    assert_eq!(said("").1, Verdict::NotRun);
    let no_ticks = r#"{"kind":"answer","found":"no_ticks"}"#;
    assert_eq!(said("[choices]\nq = 3"), (0, Verdict::Wrong, no_ticks.into()));
    assert!(said("[choices]\nq = \"ax\"").2.contains(r#""found":"no_option","option":"x","last":"d""#));
    assert!(said("[choices]\nq = \"first\"").2.contains(r#""given":"first","found":"no_option""#));
    assert!(said("[choices]\nq = \"a1\"").2.contains(r#""found":"no_letter","word":"a1""#));
}

#[test]
fn every_item_in_its_place_counts() {
    let judge = |toml: &str| judged(place(), &format!("[choices.q]\n{toml}"));
    assert_eq!(judge("a = \"warm\"\nb = \"Cold.\"\nc = \" cold \""), (3, Verdict::Right, String::new()));
    assert_eq!(judge("a = \"warm\"\nb = \"\"").0, 1);
    let (points, _, said) = judge("a = \"cold\"\nb = \"cold\"\nc = \"cool\"");
    assert_eq!(points, 1);
    assert!(said.contains(r#""found":"misplaced","family":"cold","says":"Think of"#), "{said}");
    assert!(said.contains(r#""found":"near_family","word":"cool","near":"cold""#), "{said}");
    assert!(!said.contains("warm") && !said.contains("ice"), "{said}");
    assert_eq!(judge("").1, Verdict::NotRun);
    assert!(judge("z = \"warm\"").2.contains(r#""no_option","option":"z","last":"c""#));
    assert_eq!(judged(place(), "[choices]\nq = \"warm\"").1, Verdict::Wrong);
}

#[test]
fn of_two_families_only_the_count_is_told() {
    let mut two = place();
    if let Sort::Place { families, .. } = &mut two.sort {
        families.truncate(2);
    }
    let (points, verdict, said) = judged(two, "[choices.q]\na = \"cold\"\nb = \"cold\"\nc = \"warm\"");
    assert_eq!((points, verdict, said.contains("ice")), (1, Verdict::Wrong, false));
    assert_eq!(said, r#"{"note":"placed","right":1,"all":3,"open":0,"untold":"of_two_families"}"#);
}

#[test]
fn a_text_is_collected_when_it_is_there_and_short() {
    let owed = Text { name: "t".into(), question: "?".into(), points: 2, rubric: vec!["an example".into()] };
    let verdict = |toml: &str| {
        let entry = FunctionReport::of_written(&Written::Choice(tick()), None);
        let entry = text(&owed, &Answers::read(Some(toml)), entry);
        (entry.checks[0].verdict, entry.points, entry.checks[0].fate)
    };
    let written = |given: &str| verdict(&format!("[texts]\nt = \"\"\"\n{given}\"\"\""));
    assert_eq!(written("Because of the margin.\n"), (Verdict::ByPerson, 0, FateWord::Value));
    assert_eq!(written("One line.\n\nTwo.\n3.\n4.\n5.\n").0, Verdict::ByPerson);
    assert_eq!(written("One line.\nTwo.\n3.\n4.\n5.\n6.").0, Verdict::NotRun);
    assert_eq!(written("x").0, Verdict::NotRun);
    assert_eq!(written(&"long ".repeat(200)).0, Verdict::NotRun);
    assert_eq!(written(&format!("{}\r\nend", "x".repeat(596))).0, Verdict::ByPerson);
    assert_eq!(written("  \n ").2, FateWord::Unfinished);
    assert_eq!(verdict("").2, FateWord::Unfinished);
    assert_eq!(verdict("[texts]\nt = 4").0, Verdict::NotRun);
}

#[test]
fn an_unread_file_costs_its_answers_and_names_its_line() {
    let written = Written::Choice(tick());
    let Written::Choice(owed) = &written else { unreachable!() };
    let entry = |toml: &str| choice(owed, &Answers::read(Some(toml)), FunctionReport::of_written(&written, None));
    let unread = entry("[choices]\nq = a c");
    assert_eq!(
        (unread.checks[0].fate, unread.checks[0].verdict, unread.points),
        (FateWord::Unread, Verdict::NotRun, 0)
    );
    assert_eq!((unread.line, unread.untouched()), (Some(2), false));
    assert_eq!(entry("# mine\n[choices]\n\nq = \"b\"").line, Some(4));
    assert_eq!(entry(&"#".repeat(40_000)).checks[0].fate, FateWord::Unread);
}

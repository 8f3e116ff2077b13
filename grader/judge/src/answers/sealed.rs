//! Answers whose key is a seal: right or wrong as a whole, and not a word more.

use super::Finding;
use crate::course::{Choice, Sort, Statement, letter};
use crate::fate::FateWord;
use crate::report::Note;

impl Finding {
    /// The same answer, right where the seal is that of it. An answer that has not the form asked for stays as it is.
    pub fn unsealed(self, is_right: impl Fn(&str) -> bool) -> Finding {
        let Some(written) = &self.written else { return self };
        if is_right(written) {
            return Finding { credit: 1, whole: 1, note: None, evidence: vec![], ..self };
        }
        // what speaks of the form of an answer names no option that is right
        let note = (self.fate == FateWord::Value).then_some(Note::Withheld);
        Finding { credit: 0, whole: 1, note, ..self }
    }
}

/// The one way of writing where items are placed; an odd word is no family.
pub fn places(places: impl IntoIterator<Item = (usize, Option<usize>)>) -> String {
    let each = places.into_iter().map(|(item, family)| {
        let family = family.map_or("?".to_owned(), |family| family.to_string());
        format!("{}{family}", letter(item))
    });
    each.collect::<Vec<_>>().join(" ")
}

/// The right answer in the one way of writing it; nothing where the course does not say.
pub fn right(choice: &Choice) -> Option<String> {
    match &choice.sort {
        Sort::Tick(statements) => {
            let each = statements.iter().enumerate().map(|(index, statement)| match statement {
                Statement::Right(_) => Some(letter(index).to_string()),
                Statement::Wrong { .. } => Some(String::new()),
                Statement::Untold(_) => None,
            });
            each.collect()
        }
        Sort::Place { items, .. } => {
            let each = items.iter().enumerate().map(|(index, item)| Some((index, Some(item.family?))));
            Some(places(each.collect::<Option<Vec<_>>>()?))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answers::{Answers, choice};
    use crate::course::{Item, Key, Released, Written};
    use crate::report::{FunctionReport, Verdict};

    /// The same question as it is handed out.
    fn handed_out(sort: Sort, sealed: bool) -> Written {
        let released = Released { salt: "salt".into() };
        let (name, question) = ("q".to_owned(), "?".to_owned());
        let mut owed = Choice { name, question, points: 3, hints: vec!["h".into()], sort, key: Key::Told };
        let seal = released.seal("q", &right(&owed).expect("a right answer"));
        owed.sort = match owed.sort {
            Sort::Tick(all) => Sort::Tick(all.iter().map(|one| Statement::Untold(one.text().into())).collect()),
            Sort::Place { families, items } => {
                let untold = |item: Item| Item { family: None, says: String::new(), ..item };
                Sort::Place { families, items: items.into_iter().map(untold).collect() }
            }
        };
        owed.key = if sealed { Key::Sealed { released, question: "q".into(), seal } } else { Key::Kept };
        assert_eq!(right(&owed), None);
        Written::Choice(owed)
    }

    fn judged(written: &Written, toml: &str) -> FunctionReport {
        let Written::Choice(owed) = written else { unreachable!() };
        choice(owed, &Answers::read(Some(toml)), FunctionReport::of_written(written, None))
    }

    fn ticks() -> Sort {
        let wrong = |text: &str| Statement::Wrong { text: text.into(), says: "No.".into() };
        let right = |text: &str| Statement::Right(text.into());
        Sort::Tick(vec![right("A"), wrong("B"), right("C"), wrong("D")])
    }

    fn places() -> Sort {
        let item = |text: &str, family| Item { text: text.into(), family: Some(family), says: "Think.".into() };
        let families = vec!["warm".into(), "cold".into(), "mild".into()];
        Sort::Place { families, items: vec![item("fire", 0), item("ice", 1)] }
    }

    #[test]
    fn a_seal_tells_the_right_answer_from_all_others_and_not_a_word_more() {
        let ticks = handed_out(ticks(), true);
        for answer in [r#""ac""#, r#""C, A""#, r#"["c", "a"]"#] {
            let entry = judged(&ticks, &format!("[choices]\nq = {answer}"));
            assert_eq!((entry.points, entry.checks[0].verdict), (3, Verdict::Right), "{answer}");
        }
        let wrong: Vec<FunctionReport> = ["a", "c", "b", "abc", "abcd", "bd"]
            .map(|ticked| judged(&ticks, &format!("[choices]\nq = \"{ticked}\"")))
            .into();
        for entry in &wrong {
            assert_eq!(
                (entry.points, entry.checks[0].verdict, &entry.note),
                (0, Verdict::Wrong, &Some(Note::Withheld))
            );
            assert_eq!(entry.checks, wrong[0].checks);
        }
        let places = handed_out(places(), true);
        let points = |toml: &str| judged(&places, &format!("[choices.q]\n{toml}")).points;
        assert_eq!(
            (points("a = \"warm\"\nb = \"Cold.\""), points("a = \"warm\"\nb = \"mild\""), points("a = \"warm\"")),
            (3, 0, 0)
        );
    }

    #[test]
    fn an_answer_of_another_form_is_told_as_such_under_a_seal_too() {
        let said = |toml: &str| {
            let entry = judged(&handed_out(ticks(), true), toml);
            (entry.checks[0].verdict, serde_json::to_string(&entry.checks[0].evidence).expect("JSON"), entry.note)
        };
        let (verdict, evidence, note) = said("[choices]\nq = \"ax\"");
        assert_eq!((verdict, note), (Verdict::Wrong, None));
        assert!(evidence.contains(r#""found":"no_option","option":"x""#), "{evidence}");
        assert_eq!(said("[choices]\nq = \"\"").0, Verdict::NotRun);
        let odd = judged(&handed_out(places(), true), "[choices.q]\na = \"warn\"\nb = \"cold\"");
        let evidence = serde_json::to_string(&odd.checks[0].evidence).expect("JSON");
        assert!(evidence.contains(r#""found":"near_family","word":"warn","near":"warm""#), "{evidence}");
    }

    #[test]
    fn without_a_key_every_answer_is_received_alike() {
        let ticks = handed_out(ticks(), false);
        let entries = ["ac", "b", "abcd"].map(|ticked| judged(&ticks, &format!("[choices]\nq = \"{ticked}\"")));
        for entry in &entries {
            assert!(entry.received() && entry.max == 0 && entry.later() == 3 && entry.note.is_none());
            assert_eq!(entry.checks, entries[0].checks);
        }
        assert!(!judged(&ticks, "[choices]\nq = \"\"").received());
    }
}

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

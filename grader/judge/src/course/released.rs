//! A course as it is handed out: what would answer its questions is not in it.

use super::reader::Reader;
use super::schema::{ChoiceEntry, OptionEntry};
use super::written::{Item, Key, Sort, Statement};
use crate::digest::Digest;
use crate::error::{Error, Result};
use serde::Deserialize;

/// What `course.toml` says of a course that was handed out. In any other, every key and every body must be there.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Released {
    /// Part of every sealed key, so that two courses with the same answers do not show it.
    pub salt: String,
}

impl Released {
    /// The seal of an answer: enough to tell whether another is the same, and not what it is. There are few answers to
    /// one question, so somebody who tries them all finds the right one.
    pub fn seal(&self, question: &str, answer: &str) -> String {
        let mut digest = Digest::new();
        digest.field("an answer").field(&self.salt).field(question).field(answer);
        digest.finish_hex()[..32].to_owned()
    }
}

impl Reader<'_> {
    /// The error about a key of `exercise.toml` that only a course handed out may lack.
    pub(super) fn lacks(&self, offset: usize, key: &str) -> Error {
        self.wrong(offset, format!("missing field `{key}`"), "add the key")
    }

    /// How a question of a course handed out is judged; `None` where its options say what is right.
    pub(super) fn sealed(&self, name: &str, entry: &ChoiceEntry) -> Result<Option<(Key, Sort)>> {
        let offset = entry.name.span().start;
        let Some(released) = self.released else {
            return match &entry.key {
                Some(_) => {
                    let what = format!("`{name}` has a `key`, which only a course handed out has");
                    Err(self.wrong(offset, what, "take it away, and say of each option what it is"))
                }
                None => Ok(None),
            };
        };
        let told = |option: &&OptionEntry| option.is.is_some() || option.says.is_some();
        if let Some(option) = entry.option.iter().find(told) {
            let what = format!("the option \"{}\" of `{name}` says what is right", option.text);
            return Err(self.wrong(offset, what, "hand the course out anew"));
        }
        let key = match &entry.key {
            Some(seal) => Key::Sealed { released: released.clone(), question: name.to_owned(), seal: seal.clone() },
            None => Key::Kept,
        };
        let texts = entry.option.iter().map(|option| option.text.clone());
        let sort = match &entry.sorts {
            None => Sort::Tick(texts.map(Statement::Untold).collect()),
            Some(families) => {
                let item = |text| Item { text, family: None, says: String::new() };
                Sort::Place { families: families.clone(), items: texts.map(item).collect() }
            }
        };
        Ok(Some((key, sort)))
    }
}

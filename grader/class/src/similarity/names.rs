//! Names of the class in what a student wrote: an export cannot take them out, so they are told.

use crate::book::Book;
use std::collections::BTreeMap;

/// Shorter words mean too many other things.
const SHORTEST: usize = 4;

/// The words that name somebody.
pub struct Names<'a> {
    of: BTreeMap<String, &'a str>,
}

impl<'a> Names<'a> {
    /// The ids of a class, and the names: as they stand, and with the last word first.
    pub fn of(book: &'a Book) -> Names<'a> {
        let mut of = BTreeMap::new();
        let mut add = |word: String, id: &'a str| {
            if word.chars().count() >= SHORTEST {
                of.insert(word, id);
            }
        };
        for student in &book.students {
            for id in [&student.id, &student.from] {
                // a short number is a number
                let digits = id.bytes().all(|byte| byte.is_ascii_digit());
                if !digits || id.len() > SHORTEST || id.starts_with('0') {
                    add(words(id).concat(), &student.id);
                }
            }
            let name: Vec<String> = student.name.iter().flat_map(|name| words(name)).collect();
            let turned: Vec<String> = name.last().into_iter().chain(name.iter().rev().skip(1).rev()).cloned().collect();
            add(name.concat(), &student.id);
            add(turned.concat(), &student.id);
        }
        Names { of }
    }

    /// The ids of those whom a text names.
    pub fn within(&self, text: &str) -> Vec<&'a str> {
        let words = words(text);
        // an id may be several words, as may a name
        let runs = (1..=4).flat_map(|length| words.windows(length));
        let mut found: Vec<&str> = runs.filter_map(|run| self.of.get(&run.concat()).copied()).collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}

fn words(text: &str) -> Vec<String> {
    text.split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

//! Mutants of the functions of a file, made by machine: each is one item with one small change in it. Texts, comments,
//! attributes, patterns, types and macros that compute nothing stay as they are.

mod item;
mod operand;
mod operator;
mod swap;
#[cfg(test)]
mod tests;
mod token;

pub use item::{Item, items, users};

use std::collections::BTreeMap;

/// One item with one change.
#[derive(Clone, Debug, PartialEq)]
pub struct Mutant {
    /// The item.
    pub item: String,
    /// The change: the line of the item, counted from its first, and what is changed there.
    pub mutation: String,
    /// The item as changed.
    pub text: String,
}

/// All mutants of an item, in the order of its text; `file` is the text that the item was read from.
pub fn mutants(file: &str, item: &Item) -> Vec<Mutant> {
    let mut edits = operator::edits(file, &item.body);
    edits.sort_by_key(|edit| (edit.place.start, edit.place.end));
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut mutants: Vec<Mutant> = vec![];
    for edit in edits {
        let (start, end) = (item.place.start, item.place.end);
        let (Some(before), Some(behind)) = (file.get(start..edit.place.start), file.get(edit.place.end..end)) else {
            continue;
        };
        let line = before.matches('\n').count() + 1;
        let text = format!("{before}{}{behind}", edit.by);
        let mutation = format!("line {line}: {}", edit.name);
        let count = seen.entry(mutation.clone()).or_default();
        *count += 1;
        let mutation = if *count == 1 { mutation } else { format!("{mutation}, place {count}") };
        if mutants.iter().all(|other| other.text != text) {
            mutants.push(Mutant { item: item.name.clone(), mutation, text });
        }
    }
    mutants
}

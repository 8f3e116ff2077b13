//! Which functions a student's function calls, by itself or through others: what is wrong there is wrong here, too.

use judge::source::code;
use std::collections::{BTreeMap, BTreeSet};

/// The words behind each name of a function, up to the next function; comments and texts are no words.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    named: BTreeMap<String, BTreeSet<String>>,
}

impl Graph {
    /// Of the files of one exercise.
    pub fn of<'a>(texts: impl Iterator<Item = &'a str>) -> Graph {
        let mut named: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for text in texts {
            let code = code(text);
            let words = code.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
            let (mut function, mut begins) = (None, false);
            for word in words.filter(|word| !word.is_empty()) {
                if begins {
                    function = Some(word.to_owned());
                    named.entry(word.to_owned()).or_default();
                } else if let Some(function) = &function {
                    named.entry(function.clone()).or_default().insert(word.to_owned());
                }
                begins = word == "fn";
            }
        }
        Graph { named }
    }

    /// Does the first function come to call the second?
    pub fn reaches(&self, function: &str, other: &str) -> bool {
        let (mut open, mut seen) = (vec![function], BTreeSet::new());
        while let Some(next) = open.pop() {
            for word in self.named.get(next).into_iter().flatten() {
                if word == other {
                    return true;
                }
                if self.named.contains_key(word) && seen.insert(word.as_str()) {
                    open.push(word);
                }
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_found_through_helpers_and_other_files() {
        let main =
            "mod help;\n/// calls lost\npub fn one(x: f64) -> f64 { help::two(x) } // lost(x)\npub fn alone() {}";
        let other = "pub fn two(x: f64) -> f64 { super::three(x) }\nfn lost() {}\nfn three(x: f64) -> f64 { one(x) }";
        let graph = Graph::of([main, other].into_iter());
        let reaches = |other| graph.reaches("one", other);
        assert!(reaches("two") && reaches("three") && reaches("one"));
        assert!(!reaches("lost") && !reaches("alone") && !graph.reaches("alone", "one"));
    }
}

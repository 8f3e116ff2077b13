//! How work is handed in: what ids look like, and what the file of one is called.

use super::schema::Lines;
use super::{Assignment, Course};
use crate::error::{Error, Result};
use serde::Deserialize;
use std::path::Path;
use toml::Spanned;

/// Where the id and the assignment stand in a name.
const ID: &str = "{id}";
const ASSIGNMENT: &str = "{assignment}";
const USUAL: &str = "{id}_{assignment}.zip";
/// Longer ones are no ids, patterns or names.
const LONGEST: usize = 64;

/// What the course says of it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandIn {
    /// The name of the file, unless an assignment has its own.
    pub name: Option<Spanned<String>>,
    /// What ids look like: `#` is a digit, `@` a letter, `*` anything, every other character itself.
    pub id: Option<Spanned<String>>,
}

/// Whose work it is, as it may stand in the name of a file. It is text: zeros in front count.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Id(String);

impl Id {
    /// The text of it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What may stand in an id and in the name of a file.
fn is_plain(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || "-_.".contains(letter)
}

impl Course {
    /// An id, checked.
    pub fn id(&self, text: &str) -> Result<Id> {
        let shown: String = text.chars().filter(|letter| !letter.is_control()).take(LONGEST).collect();
        let wrong = |why: &str, fix: String| Err(Error::usage(format!("the id `{shown}` {why}"), fix));
        if text.is_empty() {
            return wrong("is empty", "write your own, such as `--id s1234567`".into());
        }
        if let Some(strange) = text.chars().find(|letter| !is_plain(*letter)) {
            let strange = strange.escape_debug();
            return wrong(&format!("has `{strange}` in it"), "write letters, digits, `-`, `_` and `.` alone".into());
        }
        if text.len() > LONGEST {
            return wrong(&format!("has more than {LONGEST} letters"), "write your own id".into());
        }
        if text.starts_with(['.', '-']) || text.ends_with('.') {
            return wrong(
                "begins with `.` or `-`, or ends with `.`",
                "begin and end it with a letter or a digit".into(),
            );
        }
        match &self.hand_in.id {
            Some(pattern) if !matches(pattern.get_ref(), text) => {
                let pattern = pattern.get_ref();
                wrong("is none of this course", format!("ids look like `{pattern}`{}", legend(pattern)))
            }
            _ => Ok(Id(text.to_owned())),
        }
    }

    /// The assignment that is handed in: the one that is named, or the only one.
    pub fn handed_in(&self, named: Option<&str>) -> Result<&Assignment> {
        let names = || self.assignments.iter().map(|one| one.name.get_ref().as_str());
        match (named, self.assignments.as_slice()) {
            (Some(name), _) => self.assignment(name),
            (None, [only]) => Ok(only),
            (None, _) => {
                let all: Vec<String> = names().map(|name| format!("`--assignment {name}`")).collect();
                Err(Error::usage("it is not said which assignment is handed in", format!("add {}", all.join(" or "))))
            }
        }
    }

    /// What the file is called.
    pub fn name_of(&self, assignment: &Assignment, id: &Id) -> String {
        self.template(assignment).replace(ID, id.as_str())
    }

    /// Whose work a file of this name is, if it is called as it should be.
    pub fn id_in(&self, assignment: &Assignment, name: &str) -> Option<String> {
        let template = self.template(assignment);
        let (before, behind) = template.split_once(ID)?;
        let id = name.strip_prefix(before)?.strip_suffix(behind)?;
        Some(id.to_owned()).filter(|id| !id.is_empty())
    }

    /// The name with a place for the id.
    fn template(&self, assignment: &Assignment) -> String {
        let template = assignment.hand_in.as_ref().or(self.hand_in.name.as_ref());
        let template = template.map_or(USUAL, |template| template.get_ref());
        let plain = |letter: char| if is_plain(letter) { letter } else { '-' };
        let name: String = assignment.name.get_ref().chars().map(plain).collect();
        template.replace(ASSIGNMENT, &name)
    }
}

/// Checks what the course says.
pub(super) fn check(hand_in: &HandIn, assignments: &[Assignment], path: &Path, lines: &Lines<'_>) -> Result<()> {
    let wrong = |span: std::ops::Range<usize>, what: String, fix: &str| {
        Err(Error::fixture(path, lines.at(span.start), what, fix))
    };
    let own = assignments.iter().filter_map(|assignment| assignment.hand_in.as_ref());
    for name in hand_in.name.iter().chain(own) {
        let (text, fix) = (name.get_ref(), "write a name such as `{id}_{assignment}.zip`");
        let rest = text.replacen(ID, "", 1).replacen(ASSIGNMENT, "", 1);
        let why = if !text.contains(ID) {
            "does not say where the id stands"
        } else if !text.ends_with(".zip") {
            "does not end with `.zip`"
        } else if !rest.chars().all(is_plain) || text.starts_with(['.', '-']) || text.len() > LONGEST {
            "is none that every system knows"
        } else {
            continue;
        };
        return wrong(name.span(), format!("the name `{}` of what is handed in {why}", text.escape_debug()), fix);
    }
    match &hand_in.id {
        Some(pattern)
            if !(1..=LONGEST).contains(&pattern.get_ref().len()) || !pattern.get_ref().chars().all(in_pattern) =>
        {
            let what = format!("`{}` is no pattern of ids", pattern.get_ref().escape_debug());
            wrong(
                pattern.span(),
                what,
                "write `#` for a digit, `@` for a letter, `*` for anything, and plain characters",
            )
        }
        _ => Ok(()),
    }
}

fn in_pattern(letter: char) -> bool {
    is_plain(letter) || "#@*".contains(letter)
}

/// What the signs of a pattern mean, as far as they stand in it.
fn legend(pattern: &str) -> String {
    let signs = [('#', "`#` is a digit"), ('@', "`@` a letter"), ('*', "`*` anything")];
    let said: Vec<&str> = signs.iter().filter(|(sign, _)| pattern.contains(*sign)).map(|(_, says)| *says).collect();
    if said.is_empty() { String::new() } else { format!(", where {}", said.join(", ")) }
}

/// Does a text look like a pattern? In time that grows with the product of their lengths, whatever stands in them.
fn matches(pattern: &str, text: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    // which beginnings of the text the pattern so far fits
    let mut fits: Vec<bool> = (0..=letters.len()).map(|length| length == 0).collect();
    for sign in pattern.chars() {
        let mut next = vec![false; fits.len()];
        for at in 0..fits.len() {
            let one = |letter: char| match sign {
                '#' => letter.is_ascii_digit(),
                '@' => letter.is_ascii_alphabetic(),
                other => letter == other,
            };
            next[at] = match sign {
                '*' => fits[at] || at > 0 && next[at - 1],
                _ => at > 0 && fits[at - 1] && one(letters[at - 1]),
            };
        }
        fits = next;
    }
    fits.last() == Some(&true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_means_what_its_signs_say() {
        for (pattern, yes, no) in [
            ("s#######", vec!["s1234567", "s0000000"], vec!["1234567", "s123456", "s12345678", "S1234567", ""]),
            ("@@*", vec!["ab", "ab1234", "Ab.c"], vec!["a", "a1", "1ab"]),
            ("*", vec!["", "x"], vec![]),
            ("*#*-a", vec!["1-a", "xx2yy-a"], vec!["-a", "1-b"]),
        ] {
            for text in yes {
                assert!(matches(pattern, text), "{pattern} {text}");
            }
            for text in no {
                assert!(!matches(pattern, text), "{pattern} {text}");
            }
        }
        assert!(!matches(&"*a".repeat(32), &"a".repeat(31)));
        assert_eq!(legend("s##"), ", where `#` is a digit");
        assert_eq!(legend("x"), "");
    }
}

//! A student's files as text, and where things stand in them.

use crate::foreign;

/// The student's main file, below the exercise.
pub const MAIN: &str = "src/lib.rs";

/// One file of a student.
#[derive(Clone, Debug, PartialEq)]
pub struct StudentFile {
    /// Relative to the exercise, with `/`: `src/lib.rs`.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// The text of a file.
pub fn text<'a>(files: &'a [StudentFile], path: &str) -> Option<&'a str> {
    files.iter().find(|file| file.path == path).map(|file| file.text.as_str())
}

/// The line on which a function starts in the main file, counted from 1.
pub fn line_of(files: &[StudentFile], function: &str) -> Option<usize> {
    let start = format!("fn {function}");
    let begins = |line: &str| {
        let rest = line.split_once(&start).map(|(_, rest)| rest.trim_start());
        rest.is_some_and(|rest| rest.starts_with('(') || rest.starts_with('<')) && !line.trim_start().starts_with("//")
    };
    text(files, MAIN)?.lines().position(begins).map(|index| index + 1)
}

/// The code of a file: what stands in comments and in quotes is blank.
pub fn code(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let at = |index: usize| letters.get(index).copied();
    let mut code = String::with_capacity(text.len());
    let mut from = 0;
    while let Some(letter) = at(from) {
        let end = match (letter, at(from + 1)) {
            ('/', Some('/')) => (from..).find(|index| at(*index).is_none_or(|c| c == '\n')),
            ('/', Some('*')) => Some(end_of_block(&letters, from)),
            ('"', _) => Some(end_of_quote(&letters, from, '"')),
            ('\'', Some('\\')) => Some(end_of_quote(&letters, from, '\'')),
            // two letters further on there is a quote, or it is a lifetime
            ('\'', Some(_)) if at(from + 2) == Some('\'') => Some(from + 3),
            _ => None,
        };
        match end {
            Some(end) => {
                code.push(' ');
                from = end;
            }
            None => {
                code.push(letter);
                from += 1;
            }
        }
    }
    code
}

/// The end of a comment between `/*` and `*/`, which may hold others.
fn end_of_block(letters: &[char], from: usize) -> usize {
    let (mut depth, mut at) = (0, from);
    while at < letters.len() {
        match (letters[at], letters.get(at + 1)) {
            ('/', Some('*')) => {
                depth += 1;
                at += 2;
            }
            ('*', Some('/')) if depth == 1 => return at + 2,
            ('*', Some('/')) => {
                depth -= 1;
                at += 2;
            }
            _ => at += 1,
        }
    }
    at
}

/// The end of a text in quotes; what follows `\` ends none.
fn end_of_quote(letters: &[char], from: usize, quote: char) -> usize {
    let mut at = from + 1;
    while at < letters.len() {
        match letters[at] {
            '\\' => at += 2,
            letter if letter == quote => return at + 1,
            _ => at += 1,
        }
    }
    at
}

/// The names of all functions in code, in order.
pub fn functions(code: &str) -> impl Iterator<Item = &str> {
    let part = |letter: char| letter.is_alphanumeric() || letter == '_';
    words(code, "fn").filter_map(move |at| {
        let rest = code[at + 2..].trim_start();
        let name = &rest[..rest.find(|letter| !part(letter)).unwrap_or(rest.len())];
        (!name.is_empty()).then_some(name)
    })
}

/// Does the body of a function call another one by its name? A method is another function, and so is what the
/// body itself calls by that name.
pub fn calls(code: &str, function: &str, other: &str) -> bool {
    let Some(body) = body(code, function) else { return false };
    let own = ["let", "fn", "mut"].iter().any(|word| {
        words(body, other).any(|at| body[..at].trim_end().ends_with(word) && body[..at].ends_with(char::is_whitespace))
    });
    let called = |at: usize| {
        let after = body[at + other.len()..].trim_start();
        let method = body[..at].trim_end().ends_with('.');
        after.starts_with('(') && !method
    };
    !own && words(body, other).any(called)
}

/// What stands between the braces of a function.
fn body<'a>(code: &'a str, function: &str) -> Option<&'a str> {
    let named = |at: &usize| code[..*at].trim_end().ends_with("fn") && code[..*at].ends_with(char::is_whitespace);
    let start = words(code, function).find(named)?;
    let open = start + code[start..].find('{')?;
    let mut depth = 0;
    for (at, letter) in code[open..].char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 1 => return code.get(open + 1..open + at),
            '}' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Where a word stands that is no part of a longer one.
fn words<'a>(code: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    let part = |letter: char| letter.is_alphanumeric() || letter == '_';
    code.match_indices(word)
        .map(|(at, _)| at)
        .filter(move |at| !code[..*at].ends_with(part) && !code[*at + word.len()..].starts_with(part))
}

/// A function's signature as the student wrote it, on one line.
pub fn own_signature(files: &[StudentFile], function: &str) -> Option<String> {
    let line = line_of(files, function)?;
    let rest: Vec<&str> = text(files, MAIN)?.lines().skip(line - 1).take(12).collect();
    let rest = rest.join(" ");
    let signature = rest.split_once("fn ")?.1.split('{').next()?;
    let signature = signature.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(foreign::line(&format!("fn {signature}"), 300))
}

/// The line of a key or a table of TOML, counted from 1: `name = …` or `[section.name]`.
pub fn line_of_key(text: &str, section: &str, key: &str) -> Option<usize> {
    let table = format!("{section}.{key}");
    let mut within = "";
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            within = name.0.trim();
            if within == table {
                return Some(index + 1);
            }
        } else if let Some((name, _)) = line.split_once('=') {
            let name = name.trim().trim_matches(['"', '\'']);
            if name == key && within == section {
                return Some(index + 1);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(text: &str) -> Vec<StudentFile> {
        vec![StudentFile { path: MAIN.into(), text: text.into() }]
    }

    #[test]
    fn a_function_is_found_by_its_whole_name_and_not_in_a_comment() {
        let files = files("// fn gibbs(x)\nfn gibbs_batch() {}\npub fn gibbs(\n    x: f64,\n) -> f64 {\n    x }\n");
        assert_eq!(
            (line_of(&files, "gibbs"), line_of(&files, "gibbs_batch"), line_of(&files, "x")),
            (Some(3), Some(2), None)
        );
        assert_eq!(own_signature(&files, "gibbs").as_deref(), Some("fn gibbs( x: f64, ) -> f64"));
        assert_eq!(own_signature(&[], "gibbs"), None);
    }

    #[test]
    fn a_key_is_found_in_its_own_section() {
        let text = "[texts]\nq = \"\"\n[choices]\n# q = 1\nq = \"a\"\n\n[choices.place]\na = \"x\"\n";
        let line = |key| line_of_key(text, "choices", key);
        assert_eq!((line("q"), line("place"), line("a")), (Some(5), Some(7), None));
    }
}

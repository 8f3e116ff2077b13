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

//! Where a student's files are, and how commands name the folder that was graded.

use judge::report::{ExerciseReport, FunctionReport, Report, Slot};
use judge::source::MAIN;

/// A file of an exercise: `exercises/gibbs/src/lib.rs`.
pub fn file(report: &Report, exercise: &ExerciseReport, file: &str) -> String {
    format!("{}/{}/{file}", report.submission.folder.trim_end_matches('/'), exercise.name)
}

/// The main file of an exercise.
pub fn main_file(report: &Report, exercise: &ExerciseReport) -> String {
    file(report, exercise, MAIN)
}

/// Where an entry stands: `exercises/gibbs/src/lib.rs:33`.
pub fn entry(report: &Report, exercise: &ExerciseReport, function: &FunctionReport) -> String {
    let line = function.line.map(|line| format!(":{line}")).unwrap_or_default();
    file(report, exercise, &function.file) + &line
}

/// What a command needs to be about the same folder; nothing for the student's own.
pub fn option(report: &Report) -> String {
    match report.submission.slot {
        Slot::Exercises => String::new(),
        Slot::Submission | Slot::Reference => format!(" --submission {}", quoted(&report.submission.folder)),
    }
}

/// A word for a POSIX shell.
pub fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:@%+=,".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_word_reaches_a_shell_as_it_is() {
        assert_eq!(quoted("class/anna-1"), "class/anna-1");
        assert_eq!(quoted("my class"), "'my class'");
        assert_eq!(quoted("it's $HOME"), "'it'\\''s $HOME'");
        assert_eq!(quoted(""), "''");
    }
}

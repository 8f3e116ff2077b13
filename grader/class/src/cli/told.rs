//! What is told of students one by one: a word, and a sentence behind it, in 80 columns.

use crate::book::{Book, Standing};
use grader::render::style::{BAD, STRONG};
use std::fmt::Display;
use textwrap::{Options, WordSplitter, fill};

/// Where sentences begin.
const INDENT: &str = "            ";

/// A word and a sentence behind it. No name or path is broken in two.
pub fn told(style: impl Display, word: &str, sentence: &str) -> String {
    let options = Options::new(80).initial_indent(INDENT).subsequent_indent(INDENT);
    let text = fill(sentence, options.break_words(false).word_splitter(WordSplitter::NoHyphenation));
    format!("{style}{word:<10}{style:#}  {}\n", text.trim_start())
}

/// Who has no grade though something was handed in, and why.
pub fn troubles(book: &Book) -> String {
    let mut text = String::new();
    for student in &book.students {
        match &student.standing {
            Standing::Graded | Standing::Nothing => {}
            Standing::Unreadable { why } => {
                text += &told(STRONG, "unreadable", &format!("{}: {why}", student.shown()));
            }
            Standing::Disturbed { why } => {
                for (exercise, why) in why {
                    text += &told(BAD, "error", &format!("{}, {exercise}: {why}", student.shown()));
                }
            }
        }
    }
    text
}

//! What `--help` prints, made of the tables.

use super::flag::{FLAGS, Flag};
use super::given::flags_of;
use super::status::Status;
use super::verb::{Audience, GRADE, VERBS, Verb};
use crate::render::style::{FAINT, STRONG};

/// Columns of what is typed; what it does stands beside.
const LEFT: usize = 32;
/// How everything begins.
const SHORT: &str = "cargo grade";

/// All commands and flags, or all that there is to one command.
pub fn help(verb: Option<&Verb>, width: usize) -> String {
    verb.map_or_else(|| everything(width), |verb| page(verb, width))
}

fn everything(width: usize) -> String {
    let mut text = paragraph("Grades the exercises and says what is wrong, why, and what to do next.", width);
    text += &format!("\n  {STRONG}{SHORT}{STRONG:#} [COMMAND] [OPTIONS]\n");
    text += &format!("  {FAINT}short for: cargo run -q -p grader -- [COMMAND] [OPTIONS]{FAINT:#}\n");
    for (audience, title) in [(Audience::Students, "For students"), (Audience::Instructors, "For instructors")] {
        text += &format!("\n{STRONG}{title}{STRONG:#}\n");
        for verb in VERBS.iter().filter(|verb| verb.audience == audience) {
            text += &row(&verb.usage(), verb.help, width);
            if let Some(example) = verb.examples.first() {
                let example = format!("{SHORT} {example}");
                // never broken: it is there to be copied
                let indent = LEFT.min(width.saturating_sub(example.chars().count()));
                text += &format!("{}{FAINT}{example}{FAINT:#}\n", " ".repeat(indent));
            }
        }
    }
    text += &format!("\n{STRONG}Options{STRONG:#} {FAINT}(of grading, where no other command is named){FAINT:#}\n");
    for flag in FLAGS {
        let plain = flag.with.len() == VERBS.len() || matches!(flag.with, [only] if **only == GRADE);
        let with = if plain { String::new() } else { format!(" ({})", flag.companions()) };
        text += &row(&usage(flag), &format!("{}{with}", flag.help), width);
    }
    text + "\n" + &statuses(width)
}

fn page(verb: &Verb, width: usize) -> String {
    let mut text = format!("{STRONG}{}{STRONG:#}\n\n", format!("{SHORT} {}", verb.usage()).trim_end());
    text += &paragraph(&sentence(verb.help), width);
    if !verb.more.is_empty() {
        text += &paragraph(verb.more, width);
    }
    text += &format!("\n{STRONG}Examples{STRONG:#}\n");
    for example in verb.examples {
        text += &format!("  {}\n", format!("{SHORT} {example}").trim_end());
    }
    text += &format!("\n{STRONG}Options{STRONG:#}\n");
    for flag in flags_of(verb) {
        text += &row(&usage(flag), flag.help, width);
    }
    text + "\n" + &statuses(width)
}

fn statuses(width: usize) -> String {
    let mut text = format!("{STRONG}Exit status{STRONG:#}\n");
    for status in Status::ALL {
        text += &wrapped(&format!("  {}  ", status.code()), status.meaning(), 5, width);
    }
    text
}

fn usage(flag: &Flag) -> String {
    let short = flag.short.map(|letter| format!(", -{letter}")).unwrap_or_default();
    flag.usage() + &short
}

/// What is typed on the left, what it does on the right.
fn row(left: &str, right: &str, width: usize) -> String {
    let label = format!("  {left:<room$}", room = LEFT - 2);
    if label.chars().count() > LEFT {
        return format!("{label}\n") + &wrapped(&" ".repeat(LEFT), right, LEFT, width);
    }
    wrapped(&label, right, LEFT, width)
}

fn wrapped(first: &str, text: &str, indent: usize, width: usize) -> String {
    let rest = " ".repeat(indent);
    let options = textwrap::Options::new(width).initial_indent(first).subsequent_indent(&rest).break_words(false);
    textwrap::fill(text, options) + "\n"
}

fn paragraph(text: &str, width: usize) -> String {
    wrapped("", text, 0, width)
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>() + ".").unwrap_or_default()
}

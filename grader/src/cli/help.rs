//! What `--help` prints, made of the tables.

use super::flag::Flag;
use super::status::Status;
use super::table::Table;
use super::verb::Verb;
use crate::render::style::{FAINT, STRONG};

/// Columns of what is typed; what it does stands beside.
const LEFT: usize = 32;

/// All commands and flags, or all that there is to one command.
pub fn help<C>(table: &Table<C>, verb: Option<&Verb<C>>, width: usize) -> String {
    verb.map_or_else(|| everything(table, width), |verb| page(table, verb, width))
}

fn everything<C>(table: &Table<C>, width: usize) -> String {
    let Table { short, long, .. } = table;
    let mut text = paragraph(table.about, width);
    text += &format!("\n  {STRONG}{short}{STRONG:#} [COMMAND] [OPTIONS]\n");
    text += &format!("  {FAINT}short for: {long} [COMMAND] [OPTIONS]{FAINT:#}\n");
    text += &format!("\n{STRONG}Commands{STRONG:#}\n");
    for verb in table.verbs {
        text += &row(&verb.usage(), verb.help, width);
        if let Some(example) = verb.examples.first() {
            let example = format!("{short} {example}");
            // never broken: it is there to be copied
            let indent = LEFT.min(width.saturating_sub(example.chars().count()));
            text += &format!("{}{FAINT}{example}{FAINT:#}\n", " ".repeat(indent));
        }
    }
    text += &match table.verbs.iter().find(|verb| verb.name.is_empty()) {
        Some(verb) => {
            format!("\n{STRONG}Options{STRONG:#} {FAINT}(of {verb}, where no other command is named){FAINT:#}\n")
        }
        None => format!("\n{STRONG}Options{STRONG:#}\n"),
    };
    for flag in table.flags {
        let with: Vec<&Verb<C>> = table.with(flag).collect();
        let plain = with.len() == table.verbs.len() || matches!(with.as_slice(), [only] if only.name.is_empty());
        let with = if plain { String::new() } else { format!(" ({})", table.companions(flag)) };
        text += &row(&usage(flag), &format!("{}{with}", flag.help), width);
    }
    text += &format!("\n{}", statuses(table.statuses, width));
    if let Some(other) = table.neighbour() {
        text += &format!("\nFor {}: {} --help\n", other.whose, other.program);
    }
    text
}

fn page<C>(table: &Table<C>, verb: &Verb<C>, width: usize) -> String {
    let short = table.short;
    let mut text = format!("{STRONG}{}{STRONG:#}\n\n", format!("{short} {}", verb.usage()).trim_end());
    text += &paragraph(&sentence(verb.help), width);
    if !verb.more.is_empty() {
        text += &paragraph(verb.more, width);
    }
    text += &format!("\n{STRONG}Examples{STRONG:#}\n");
    for example in verb.examples {
        text += &format!("  {}\n", format!("{short} {example}").trim_end());
    }
    text += &format!("\n{STRONG}Options{STRONG:#}\n");
    for flag in table.flags.iter().filter(|flag| verb.takes(flag)).map(|flag| verb.own(flag)) {
        text += &row(&usage(flag), flag.help, width);
    }
    text + "\n" + &statuses(table.statuses, width)
}

fn statuses(all: &[Status], width: usize) -> String {
    let mut text = format!("{STRONG}Exit status{STRONG:#}\n");
    for status in all {
        text += &wrapped(&format!("  {:<3}", status.code()), status.meaning(), 5, width);
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

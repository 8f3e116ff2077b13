//! Cuts the text of `answers.toml` into headings and entries, however broken some of them are.

/// The quotes that editors and keyboards set in the place of `"`.
const DOUBLE: [char; 7] = ['“', '”', '„', '‟', '«', '»', '＂'];
/// And in the place of `'`.
const SINGLE: [char; 4] = ['‘', '’', '‚', '‛'];
/// An array that goes on for more lines than this is not closed.
const MOST_LINES: usize = 60;

/// A part of the text, with the line on which it starts, counted from 0.
#[derive(Debug, PartialEq)]
pub struct Piece<'a> {
    pub line: usize,
    pub part: Part<'a>,
}

/// The parts of which answers are made.
#[derive(Debug, PartialEq)]
pub enum Part<'a> {
    /// `[choices]`
    Heading(Vec<String>),
    /// `name = value`
    Entry { names: Vec<String>, value: Vec<&'a str>, closed: bool },
    /// Anything else, and the name that it may have been meant for.
    Stray(Option<String>),
}

/// Cuts a text into its parts. Remarks and empty lines are none.
pub fn cut(text: &str) -> Vec<Piece<'_>> {
    let lines: Vec<&str> = text.lines().collect();
    let mut pieces: Vec<Piece<'_>> = vec![];
    let mut at = 0;
    while at < lines.len() {
        let line = at;
        at += 1;
        let trimmed = lines[line].trim();
        if trimmed.is_empty() || trimmed.starts_with('#') {
            continue;
        }
        let part = if let Some(names) = heading(trimmed) {
            Part::Heading(names)
        } else if let Some((names, first)) = entry(trimmed) {
            let (more, closed) = extent(first, &lines[at..]);
            let value = std::iter::once(first).chain(lines[at..at + more].iter().copied()).collect();
            at += more;
            Part::Entry { names, value, closed }
        } else {
            Part::Stray(meant(trimmed))
        };
        let again = matches!((&part, pieces.last()), (Part::Stray(None), Some(Piece { part: Part::Stray(_), .. })));
        if !again {
            pieces.push(Piece { line, part });
        }
    }
    pieces
}

/// A text with straight quotes alone.
pub fn straight(text: &str) -> String {
    let one = |c: char| match c {
        c if DOUBLE.contains(&c) => '"',
        c if SINGLE.contains(&c) => '\'',
        '\u{a0}' => ' ',
        c => c,
    };
    text.chars().map(one).collect()
}

/// `[choices]`, `[choices.name]`, and the same with a bracket forgotten.
fn heading(line: &str) -> Option<Vec<String>> {
    let closed_alone = line.ends_with(']') && !line.contains(['=', '"', '[', '\'']);
    if !line.starts_with('[') && !closed_alone {
        return None;
    }
    let inner = line.trim_start_matches('[').split([']', '#']).next()?;
    names(inner)
}

/// The names before the first `=`, and what follows it.
fn entry(line: &str) -> Option<(Vec<String>, &str)> {
    let (left, right) = line.split_once('=')?;
    Some((names(left)?, right.trim_start()))
}

/// Names between full stops, bare or quoted.
fn names(text: &str) -> Option<Vec<String>> {
    let quotes = |c: char| c == '"' || c == '\'' || DOUBLE.contains(&c) || SINGLE.contains(&c);
    let each = text.split('.').map(|name| name.trim().trim_matches(quotes));
    each.map(|name| is_name(name).then(|| name.to_owned())).collect()
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-')
}

/// `name "ac"` and `name: "ac"` lack their `=`.
fn meant(line: &str) -> Option<String> {
    let end = line.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '-')?;
    let (name, rest) = line.split_at(end);
    let rest = straight(rest.trim_start_matches(|c: char| c.is_whitespace() || ":-=>".contains(c)));
    (is_name(name) && rest.starts_with(['"', '\''])).then(|| name.to_owned())
}

/// How many of the following lines belong to a value, and whether it is closed there.
fn extent(first: &str, following: &[&str]) -> (usize, bool) {
    let begin = straight(first);
    // looked for only where it matters: a file may be one long list of entries
    let until = || following.iter().position(|line| begins(line)).unwrap_or(following.len());
    let quotes = ["\"\"\"", "'''"].into_iter().find(|quotes| begin.starts_with(quotes));
    if let Some(quotes) = quotes {
        if closes(&begin[quotes.len()..], quotes) {
            return (0, true);
        }
        let until = until();
        return match following[..until].iter().position(|line| closes(&straight(line), quotes)) {
            Some(index) => (index + 1, true),
            None => (until, false),
        };
    }
    if !begin.starts_with(['[', '{']) {
        return (0, true);
    }
    if closed(&begin) {
        return (0, true);
    }
    let until = until();
    let mut value = begin;
    for more in 0..=until.min(MOST_LINES) {
        if closed(&value) {
            return (more, true);
        }
        if let Some(line) = following[..until].get(more) {
            value = format!("{value}\n{}", straight(line));
        }
    }
    (0, false)
}

/// Does the line begin an entry or a section, whatever stands open before it?
fn begins(line: &str) -> bool {
    let line = line.trim();
    let quoted = |rest: &str| straight(rest).starts_with(['"', '\'', '[', '{']);
    let section = line.starts_with('[') && line.ends_with(']') && !line.contains([',', '"', '\'', ' ']);
    section && heading(line).is_some() || entry(line).is_some_and(|(_, rest)| quoted(rest))
}

/// Do these quotes end a text here? A quote behind `\` does not.
fn closes(line: &str, quotes: &str) -> bool {
    line.match_indices(quotes).any(|(at, _)| !line[..at].ends_with('\\'))
}

/// Does every bracket outside of quotes have its partner?
fn closed(value: &str) -> bool {
    let mut open = 0usize;
    let mut within = None;
    for c in value.chars() {
        match (within, c) {
            (Some(quote), c) if c == quote || c == '\n' => within = None,
            (None, '"' | '\'') => within = Some(c),
            (None, '[' | '{') => open += 1,
            (None, ']' | '}') => open = open.saturating_sub(1),
            _ => {}
        }
    }
    open == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(text: &str) -> Vec<String> {
        let of = |piece: &Piece<'_>| {
            let what = match &piece.part {
                Part::Heading(names) => format!("[{}]", names.join(".")),
                Part::Entry { names, value, closed } => {
                    format!("{}={}{}", names.join("."), value.len(), if *closed { "" } else { "!" })
                }
                Part::Stray(name) => format!("?{}", name.as_deref().unwrap_or_default()),
            };
            format!("{}:{what}", piece.line + 1)
        };
        cut(text).iter().map(of).collect()
    }

    #[test]
    fn every_entry_ends_where_the_next_begins() {
        let text = "# remark\n[choices]\nq = \"a\"\n[choices.place]\na = \"warm\"\n\n[texts]\nt = \"\"\"\nq is 3\n\"\"\"\nu = \"\"\"one line\"\"\"";
        assert_eq!(shape(text), ["2:[choices]", "3:q=1", "4:[choices.place]", "5:a=1", "7:[texts]", "8:t=3", "11:u=1"]);
        assert_eq!(shape("t = \"\"\"\nlost\nu = \"\"\"\nkept\n\"\"\""), ["1:t=2!", "3:u=3"]);
        assert_eq!(shape("t = \"\"\"\na margin = 0 collapses\n[0, 1] is an interval\n\"\"\""), ["1:t=4"]);
        assert_eq!(shape("t = “””\nlost\n“”\"\nq = \"a\""), ["1:t=3", "4:q=1"]);
        assert_eq!(shape("q = [\"a\",\n \"c\"]\nr = [\"a\"\ns = \"b\""), ["1:q=2", "3:r=1!", "4:s=1"]);
    }

    #[test]
    fn what_is_no_entry_is_named_where_it_can_be() {
        assert_eq!(shape("[choices\nchoices]\n[[choices]]"), ["1:[choices]", "2:[choices]", "3:[choices]"]);
        assert_eq!(shape("q \"ac\"\nr: “b”\nsome words\nof mine\nq = \"a\""), ["1:?q", "2:?r", "5:q=1"]);
        assert_eq!(shape("some words\nof mine\n\n\"\"\""), ["1:?"]);
    }
}

//! Leaves out of a student's file what does not compile, so that the rest can be graded.
//!
//! An error inside a function's body costs this body; an error elsewhere costs the item it stands in (a `use`, a
//! constant, a signature). The lines of everything else stay where they are. A file whose brackets and quotes do not
//! fit together cannot be parted, and is left as it is.

use proc_macro2::{Delimiter, LineColumn, TokenStream, TokenTree};
use std::str::FromStr;

/// What was left out, and what is left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The file without it, line for line.
    pub text: String,
    /// The functions that are affected, each with the number of the place that affects it.
    pub functions: Vec<(usize, String)>,
}

/// A place in a file: line from 1, column in characters from 1, as the compiler counts.
pub type Place = (u64, u64);

/// One function or other item.
#[derive(Debug)]
struct Part {
    name: Option<String>,
    start: LineColumn,
    end: LineColumn,
    /// Between its braces, braces included.
    body: Option<(LineColumn, LineColumn)>,
}

/// Items in items in items are looked at so far down.
const DEEPEST: usize = 50;

/// Leaves out what holds these places; `None` where that is nothing, or where the file cannot be parted.
pub fn leave_out(text: &str, places: &[Place]) -> Option<LeftOut> {
    let stream = TokenStream::from_str(text).ok()?;
    let mut parts = vec![];
    items(stream, DEEPEST, &mut parts);
    let mut cuts: Vec<(LineColumn, LineColumn, Option<String>)> = vec![];
    let mut functions = vec![];
    for (number, &(line, column)) in places.iter().enumerate() {
        let place = LineColumn { line: usize::try_from(line).ok()?, column: usize::try_from(column).ok()?.max(1) - 1 };
        let inside = |(start, end): (LineColumn, LineColumn)| start <= place && place < end;
        // the innermost comes last: functions of an `impl` follow it
        let Some(part) = parts.iter().rev().find(|part| inside((part.start, part.end))) else { continue };
        let cut = match (part.body.filter(|body| inside(*body)), &part.name) {
            (Some((start, end)), Some(name)) => (start, end, Some(format!("{{ ::probe::left_out({name:?}) }}"))),
            _ => (part.start, part.end, None),
        };
        if cuts.iter().all(|(start, ..)| *start != cut.0) {
            functions.extend(part.name.clone().map(|name| (number, name)));
            cuts.push(cut);
        }
    }
    if cuts.is_empty() {
        return None;
    }
    // from the end, so that places above stay
    cuts.sort_by_key(|(start, ..)| std::cmp::Reverse(*start));
    let mut left = text.to_owned();
    for (start, end, replacement) in cuts {
        let (start, end) = (offset(&left, start)?, offset(&left, end)?);
        let lines = left.get(start..end)?.matches('\n').count();
        let blank = replacement.unwrap_or_default() + &"\n".repeat(lines);
        left.replace_range(start..end, &blank);
    }
    (left != text).then_some(LeftOut { text: left, functions })
}

/// The byte at a place.
fn offset(text: &str, place: LineColumn) -> Option<usize> {
    let mut start = 0;
    for _ in 1..place.line {
        start += text.get(start..)?.find('\n')? + 1;
    }
    let rest = text.get(start..)?;
    let column = rest.char_indices().nth(place.column).map_or(rest.len(), |(byte, _)| byte);
    Some(start + column)
}

/// The items of a file or of a block of items.
fn items(stream: TokenStream, deeper: usize, parts: &mut Vec<Part>) {
    let mut current: Vec<TokenTree> = vec![];
    for token in stream {
        let ends = match &token {
            TokenTree::Punct(punct) => punct.as_char() == ';',
            TokenTree::Group(group) => group.delimiter() == Delimiter::Brace && !is_use(&current),
            _ => false,
        };
        current.push(token);
        if ends {
            item(std::mem::take(&mut current), deeper, parts);
        }
    }
    item(current, deeper, parts);
}

/// The braces of a `use` do not end it.
fn is_use(tokens: &[TokenTree]) -> bool {
    keyword(tokens, "use").is_some() && keyword(tokens, "fn").is_none()
}

fn keyword(tokens: &[TokenTree], word: &str) -> Option<usize> {
    tokens.iter().position(|token| matches!(token, TokenTree::Ident(ident) if ident == word))
}

fn item(tokens: Vec<TokenTree>, deeper: usize, parts: &mut Vec<Part>) {
    let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return };
    let (start, end) = (first.span().start(), last.span().end());
    let name = keyword(&tokens, "fn").and_then(|index| match tokens.get(index + 1) {
        Some(TokenTree::Ident(name)) => Some(name.to_string()),
        _ => None,
    });
    let group = match last {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => Some(group),
        _ => None,
    };
    let body = group.map(|group| (group.span_open().start(), group.span_close().end()));
    let holds_items = ["impl", "mod", "trait"].iter().any(|word| keyword(&tokens, word).is_some());
    parts.push(Part { body: body.filter(|_| name.is_some()), name: name.clone(), start, end });
    if let (Some(group), true, None, Some(deeper)) = (group, holds_items, name, deeper.checked_sub(1)) {
        items(group.stream(), deeper, parts);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "use probe::ndarray::{Array1, Array2};\nuse rand::Rng;\n\n/// One.\npub fn one(x: f64) -> f64 {\n    let y = x +;\n    y\n}\n\nstruct S { x: f64 }\n\nimpl S {\n    fn get(&self) -> f64 {\n        self.y\n    }\n    fn ok(&self) -> f64 { 1.0 }\n}\n\nfn two() -> Missing { 2.0 }\n";

    fn left(places: &[Place]) -> (Vec<String>, Vec<String>) {
        let left = leave_out(FILE, places).expect("something is left out");
        assert_eq!(left.text.matches('\n').count(), FILE.matches('\n').count());
        let lines = left.text.lines().map(str::to_owned).collect();
        (lines, left.functions.into_iter().map(|(_, name)| name).collect())
    }

    #[test]
    fn no_depth_is_too_deep() {
        let deep = "mod a {".repeat(100_000) + &"}".repeat(100_000);
        assert!(leave_out(&deep, &[(1, 9)]).is_some());
    }

    #[test]
    fn an_error_in_a_body_costs_the_body() {
        let (lines, functions) = left(&[(6, 16)]);
        assert_eq!(functions, ["one"]);
        assert_eq!(lines[4], "pub fn one(x: f64) -> f64 { ::probe::left_out(\"one\") }");
        assert_eq!((lines[5].as_str(), lines[9].as_str()), ("", "struct S { x: f64 }"));
    }

    #[test]
    fn an_error_in_a_method_costs_the_method() {
        let (lines, functions) = left(&[(14, 14)]);
        assert_eq!(functions, ["get"]);
        assert_eq!(lines[12], "    fn get(&self) -> f64 { ::probe::left_out(\"get\") }");
        assert_eq!(lines[15], "    fn ok(&self) -> f64 { 1.0 }");
    }

    #[test]
    fn an_error_elsewhere_costs_the_item() {
        let (lines, functions) = left(&[(2, 5), (19, 13)]);
        assert_eq!(functions, ["two"]);
        assert_eq!((lines[1].as_str(), lines[18].as_str()), ("", ""));
        assert_eq!(lines[0], "use probe::ndarray::{Array1, Array2};");
    }

    #[test]
    fn two_errors_in_one_body_cost_it_once() {
        assert_eq!(left(&[(6, 16), (7, 5)]).1, ["one"]);
    }

    #[test]
    fn letters_of_other_alphabets_do_not_move_the_cut() {
        let text = "fn β(x: f64) -> f64 { let ε = \"üü\"; x + ε }\nfn two() {}\n";
        let left = leave_out(text, &[(1, 42)]).expect("left out");
        assert_eq!(left.text, "fn β(x: f64) -> f64 { ::probe::left_out(\"β\") }\nfn two() {}\n");
    }

    #[test]
    fn what_does_not_fit_together_is_left_as_it_is() {
        assert_eq!(leave_out("fn one() { (1.0 }\n", &[(1, 12)]), None);
        assert_eq!(leave_out("fn one() { \"open }\n", &[(1, 12)]), None);
        assert_eq!(leave_out(FILE, &[(3, 1)]), None);
    }
}

//! Where the operands of an operator begin and end.

use super::token::{Kind, Token};
use proc_macro2::Delimiter;
use std::ops::Range;

/// How strongly an operator binds; the weakest are ranges.
pub fn strength(sign: &str) -> Option<u8> {
    Some(match sign {
        "*" | "/" | "%" => 9,
        "+" | "-" => 8,
        "<<" | ">>" => 7,
        "&" => 6,
        "^" => 5,
        "|" => 4,
        "==" | "!=" | "<" | ">" | "<=" | ">=" => 3,
        "&&" => 2,
        "||" => 1,
        ".." | "..=" => 0,
        _ => return None,
    })
}

/// Does the sign here join two operands?
pub fn is_binary(tokens: &[Token], at: usize) -> bool {
    at > 0 && tokens.get(at - 1).is_some_and(Token::ends_operand)
}

/// No operand reaches over this.
fn is_boundary(token: &Token) -> bool {
    match &token.kind {
        Kind::Gap | Kind::Head => true,
        Kind::Sign(sign) => {
            matches!(
                sign.as_str(),
                "," | ";" | ":" | "=" | "=>" | "->" | "+=" | "-=" | "*=" | "/=" | "%=" | "&=" | "|=" | "^="
            )
        }
        Kind::Word(word) => {
            matches!(word.as_str(), "return" | "in" | "if" | "while" | "match" | "else" | "move" | "break")
        }
        Kind::Group(delimiter, _) => *delimiter == Delimiter::Brace,
        Kind::Literal(_) | Kind::Tail => false,
    }
}

/// The strength of the binary operator here, if there is one.
fn joint(tokens: &[Token], at: usize) -> Option<u8> {
    match &tokens.get(at)?.kind {
        Kind::Sign(sign) if is_binary(tokens, at) => strength(sign),
        _ => None,
    }
}

/// The tokens left of an operator that it takes.
pub fn left(tokens: &[Token], at: usize, of: u8) -> Option<Range<usize>> {
    let mut from = at;
    while from > 0 && !tokens.get(from - 1).is_some_and(is_boundary) {
        if joint(tokens, from - 1).is_some_and(|other| other < of) {
            break;
        }
        from -= 1;
    }
    (from < at).then_some(from..at)
}

/// The tokens right of an operator that it takes; none where they begin with a block or a closure.
pub fn right(tokens: &[Token], at: usize, of: u8) -> Option<Range<usize>> {
    let mut to = at + 1;
    while tokens.get(to).is_some_and(|token| !is_boundary(token)) {
        if to > at + 1 && joint(tokens, to).is_some_and(|other| other <= of) {
            break;
        }
        to += 1;
    }
    (to > at + 1).then_some(at + 1..to)
}

/// Where what a method is called on begins: `self.x[k]` before `.abs()`.
pub fn receiver(tokens: &[Token], dot: usize) -> Option<Range<usize>> {
    let mut from = dot;
    let mut operand = false;
    while let Some(token) = from.checked_sub(1).and_then(|before| tokens.get(before)) {
        let goes_on = match &token.kind {
            Kind::Sign(sign) => matches!(sign.as_str(), "." | "::" | "?"),
            Kind::Group(delimiter, _) => *delimiter != Delimiter::Brace,
            Kind::Tail => true,
            // two names side by side are not one operand
            Kind::Word(_) | Kind::Literal(_) => token.ends_operand() && !operand,
            Kind::Gap | Kind::Head => false,
        };
        if !goes_on {
            break;
        }
        operand = matches!(token.kind, Kind::Word(_) | Kind::Literal(_));
        from -= 1;
    }
    (from < dot).then_some(from..dot)
}

/// The place of some tokens in the text.
pub fn place(tokens: &[Token], range: &Range<usize>) -> Option<Range<usize>> {
    let (first, last) = (tokens.get(range.start)?, tokens.get(range.end.checked_sub(1)?)?);
    Some(first.place.start..last.place.end)
}

/// The parts between commas.
pub fn parts(tokens: &[Token]) -> Vec<&[Token]> {
    let parts = tokens.split(|token| token.is_sign(","));
    parts.filter(|part| !part.is_empty()).collect()
}

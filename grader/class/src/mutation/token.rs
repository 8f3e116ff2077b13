//! The tokens of an expression, with their places in the text; what is no expression is set apart.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use std::ops::Range;

/// One token.
#[derive(Clone, Debug)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// Where it stands, in bytes.
    pub place: Range<usize>,
}

/// What a token is.
#[derive(Clone, Debug)]
pub enum Kind {
    /// A name or a keyword.
    Word(String),
    /// An operator or another sign, as long as it can be.
    Sign(String),
    /// A number, a text or a character.
    Literal(String),
    /// What stands between brackets.
    Group(Delimiter, Vec<Token>),
    /// What goes on where an operand ends: a type behind `as`, a turbofish, a macro that is left alone.
    Tail,
    /// What ends an expression and is none: a pattern with its `=` or `=>`, an attribute.
    Gap,
    /// The parameters of a closure.
    Head,
}

/// Signs of several characters, the longest first.
const SIGNS: [&str; 23] = [
    "..=", "<<=", ">>=", "&&", "||", "==", "!=", "<=", ">=", "->", "=>", "..", "::", "+=", "-=", "*=", "/=", "%=",
    "^=", "&=", "|=", "<<", ">>",
];

/// Words behind which an expression begins.
const OPENERS: [&str; 12] =
    ["return", "in", "if", "while", "match", "else", "move", "break", "mut", "let", "unsafe", "loop"];

/// Macros whose arguments are expressions that compute something.
const COMPUTING: [&str; 6] = ["array", "azip", "concatenate", "s", "stack", "vec"];

impl Token {
    /// Is it this sign?
    pub fn is_sign(&self, sign: &str) -> bool {
        matches!(&self.kind, Kind::Sign(own) if own == sign)
    }

    /// Is it this word?
    pub fn is_word(&self, word: &str) -> bool {
        matches!(&self.kind, Kind::Word(own) if own == word)
    }

    /// The tokens between these brackets.
    pub fn inside(&self, delimiter: Delimiter) -> Option<&[Token]> {
        match &self.kind {
            Kind::Group(own, inner) if *own == delimiter => Some(inner),
            _ => None,
        }
    }

    /// May an operand end here, so that a sign behind it joins two?
    pub fn ends_operand(&self) -> bool {
        match &self.kind {
            Kind::Word(word) => !OPENERS.contains(&word.as_str()),
            Kind::Literal(_) | Kind::Tail => true,
            Kind::Sign(sign) => sign == "?",
            Kind::Group(delimiter, _) => *delimiter != Delimiter::Brace,
            Kind::Gap | Kind::Head => false,
        }
    }
}

/// All tokens, nothing set apart.
pub fn plain(stream: TokenStream) -> Vec<Token> {
    let mut tokens: Vec<Token> = vec![];
    let mut joint = false;
    for tree in stream {
        let place = tree.span().byte_range();
        let kind = match tree {
            TokenTree::Ident(ident) => Kind::Word(ident.to_string()),
            TokenTree::Literal(literal) => Kind::Literal(literal.to_string()),
            TokenTree::Group(group) => Kind::Group(group.delimiter(), plain(group.stream())),
            TokenTree::Punct(punct) => {
                let before = std::mem::replace(&mut joint, punct.spacing() == Spacing::Joint);
                if before
                    && let Some(Token { kind: Kind::Sign(sign), place: own }) = tokens.last_mut()
                    && SIGNS.contains(&format!("{sign}{}", punct.as_char()).as_str())
                {
                    sign.push(punct.as_char());
                    own.end = place.end;
                    continue;
                }
                Kind::Sign(punct.as_char().to_string())
            }
        };
        joint = joint && matches!(kind, Kind::Sign(_));
        tokens.push(Token { kind, place });
    }
    tokens
}

/// The same with what is no expression set apart: patterns, types, attributes, closure parameters, macros.
pub fn expressions(tokens: Vec<Token>) -> Vec<Token> {
    level(tokens, Level::Block)
}

/// What a list of tokens is.
#[derive(Clone, Copy, PartialEq)]
enum Level {
    /// Statements, arguments, one expression.
    Block,
    /// The arms of a `match`.
    Arms,
}

fn level(tokens: Vec<Token>, of: Level) -> Vec<Token> {
    let mut left: Vec<Token> = vec![];
    let mut matching = false;
    let mut at = 0;
    let mut arm = of == Level::Arms;
    while let Some(token) = tokens.get(at) {
        let here = at;
        if arm {
            at = arm_head(&tokens, at, &mut left);
            arm = false;
            continue;
        }
        let rest = &tokens[at..];
        let prefix = left.last().is_none_or(|last| !last.ends_operand());
        let skipped = match &token.kind {
            Kind::Sign(sign) if sign == "#" => Some((Kind::Gap, 2)),
            Kind::Sign(sign) if sign == "||" && prefix => Some((Kind::Head, 1)),
            Kind::Sign(sign) if sign == "|" && prefix => until(&rest[1..], "|").map(|n| (Kind::Head, n + 1)),
            Kind::Sign(sign) if sign == "::" && rest.get(1).is_some_and(|next| next.is_sign("<")) => {
                Some((Kind::Tail, 1 + angles(&rest[1..])))
            }
            Kind::Word(word) if word == "as" => Some((Kind::Tail, 1 + path(&rest[1..]))),
            Kind::Word(word) if word == "let" => until(rest, "=").map(|n| (Kind::Gap, n)),
            Kind::Word(word) if word == "for" => {
                rest.iter().position(|token| token.is_word("in")).map(|n| (Kind::Gap, n + 1))
            }
            Kind::Word(word)
                if rest.get(1).is_some_and(|next| next.is_sign("!"))
                    && rest.get(2).is_some_and(|next| matches!(next.kind, Kind::Group(..)))
                    && !COMPUTING.contains(&word.as_str()) =>
            {
                Some((Kind::Tail, 3))
            }
            _ => None,
        };
        if let Some((kind, count)) = skipped {
            let end = tokens.get(here + count - 1).map_or(token.place.end, |last| last.place.end);
            left.push(Token { kind, place: token.place.start..end });
            at += count;
            continue;
        }
        at += 1;
        matching = matching || token.is_word("match");
        let kind = match &token.kind {
            Kind::Group(delimiter, inner) => {
                let arms = *delimiter == Delimiter::Brace && std::mem::take(&mut matching);
                let of = if arms { Level::Arms } else { Level::Block };
                Kind::Group(*delimiter, level(inner.clone(), of))
            }
            other => other.clone(),
        };
        // an arm ends at its comma, or behind its braces
        let braces =
            token.inside(Delimiter::Brace).is_some() && !tokens.get(at).is_some_and(|next| next.is_word("else"));
        if of == Level::Arms
            && (token.is_sign(",") || braces && left.last().is_some_and(|last| matches!(last.kind, Kind::Gap)))
        {
            arm = true;
        }
        left.push(Token { kind, place: token.place.clone() });
        if arm && braces && tokens.get(at).is_some_and(|next| next.is_sign(",")) {
            at += 1;
        }
    }
    left
}

/// The pattern of an arm and its `=>`; a guard is an expression. Returns where the arm goes on.
fn arm_head(tokens: &[Token], at: usize, left: &mut Vec<Token>) -> usize {
    let Some(arrow) = tokens[at..].iter().position(|token| token.is_sign("=>")).map(|n| at + n) else {
        return tokens.len();
    };
    let guard = tokens[at..arrow].iter().position(|token| token.is_word("if")).map(|n| at + n);
    let pattern_end = guard.unwrap_or(arrow + 1);
    let gap = |range: Range<usize>| Token {
        place: tokens[range.start].place.start..tokens[range.end - 1].place.end,
        kind: Kind::Gap,
    };
    if pattern_end > at {
        left.push(gap(at..pattern_end));
    }
    if let Some(guard) = guard {
        left.extend(level(tokens[guard..arrow].to_vec(), Level::Block));
        left.push(gap(arrow..arrow + 1));
    }
    arrow + 1
}

/// How many tokens up to this sign, itself included.
fn until(tokens: &[Token], sign: &str) -> Option<usize> {
    tokens.iter().position(|token| token.is_sign(sign)).map(|n| n + 1)
}

/// How many tokens from `<` to its `>`.
fn angles(tokens: &[Token]) -> usize {
    let mut depth = 0_usize;
    for (n, token) in tokens.iter().enumerate() {
        let Kind::Sign(sign) = &token.kind else { continue };
        match sign.as_str() {
            "<" => depth += 1,
            ">" => depth = depth.saturating_sub(1),
            ">>" => depth = depth.saturating_sub(2),
            _ => {}
        }
        if depth == 0 {
            return n + 1;
        }
    }
    tokens.len()
}

/// How many tokens the path of a type has: `f64`, `std::f64`.
fn path(tokens: &[Token]) -> usize {
    let continues = |n: usize| tokens.get(n).is_some_and(|token| token.is_sign("::"));
    let mut count = 1;
    while continues(count) {
        count += 2;
    }
    count.min(tokens.len())
}

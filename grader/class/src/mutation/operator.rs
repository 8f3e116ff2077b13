//! The mutations: every single change of a function's expressions.

use super::operand::{is_binary, left, parts, place, receiver, right, strength};
use super::swap::{converts, names, numbers, operators, unwrapped};
use super::token::{Kind, Token};
use proc_macro2::Delimiter;
use std::ops::Range;

/// One change of the text of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    /// What is replaced, in bytes.
    pub place: Range<usize>,
    /// By what.
    pub by: String,
    /// What to call it.
    pub name: String,
}

/// What is added to the argument of a logarithm or a root, and to a divisor: as people do who fear a 0.
const SMALL: &str = "1e-6";

/// All mutations of some expressions.
pub fn edits(text: &str, tokens: &[Token]) -> Vec<Edit> {
    let mut walk = Walk { text, edits: vec![] };
    walk.statements(tokens);
    walk.level(tokens);
    walk.edits
}

struct Walk<'a> {
    text: &'a str,
    edits: Vec<Edit>,
}

impl Walk<'_> {
    fn replace(&mut self, place: &Range<usize>, by: &str) {
        let old = self.at(place);
        if old != by {
            self.edits.push(Edit {
                place: place.clone(),
                by: by.into(),
                name: format!("`{}` → `{}`", brief(old), brief(by)),
            });
        }
    }

    fn drop(&mut self, place: Range<usize>) {
        let name = format!("without `{}`", brief(self.at(&place)));
        self.edits.push(Edit { place, by: String::new(), name });
    }

    fn at(&self, place: &Range<usize>) -> &str {
        self.text.get(place.clone()).unwrap_or_default()
    }

    fn level(&mut self, tokens: &[Token]) {
        for (at, token) in tokens.iter().enumerate() {
            match &token.kind {
                Kind::Sign(sign) if sign == "." => self.method(tokens, at),
                Kind::Sign(sign) => self.sign(tokens, at, sign),
                Kind::Word(word) => self.word(tokens, at, word),
                Kind::Literal(literal) => {
                    for other in numbers(literal) {
                        self.replace(&token.place, &other);
                    }
                }
                Kind::Group(delimiter, inner) => {
                    if *delimiter == Delimiter::Brace {
                        self.statements(inner);
                    } else if *delimiter == Delimiter::Bracket && is_binary(tokens, at) {
                        self.index(inner);
                    }
                    self.level(inner);
                }
                Kind::Tail | Kind::Gap | Kind::Head => {}
            }
        }
    }

    fn sign(&mut self, tokens: &[Token], at: usize, sign: &str) {
        let Some(token) = tokens.get(at) else { return };
        let joins = is_binary(tokens, at);
        if !joins {
            if sign == "-" || sign == "!" {
                self.drop(token.place.clone());
            } else if matches!(sign, ".." | "..=") {
                self.range(tokens, at, sign);
            }
            return;
        }
        if matches!(sign, ".." | "..=") {
            return self.range(tokens, at, sign);
        }
        for other in operators(sign) {
            self.replace(&token.place, other);
        }
        if matches!(sign, "+" | "-" | "*" | "/") {
            self.operands(tokens, at, sign);
        }
    }

    /// A dropped term or factor, and a divisor with a little added.
    fn operands(&mut self, tokens: &[Token], at: usize, sign: &str) {
        let (Some(of), Some(token)) = (strength(sign), tokens.get(at)) else { return };
        let before = left(tokens, at, of).and_then(|range| place(tokens, &range));
        let behind = right(tokens, at, of).and_then(|range| place(tokens, &range));
        let (Some(before), Some(behind)) = (before, behind) else { return };
        match sign {
            "-" => self.drop(before.start..token.place.start),
            "/" => self.replace(&behind, &format!("({} + {SMALL})", self.at(&behind))),
            _ => self.drop(before.start..behind.start),
        }
        self.drop(before.end..behind.end);
    }

    fn range(&mut self, tokens: &[Token], at: usize, sign: &str) {
        let Some(token) = tokens.get(at) else { return };
        let bound = |range: Option<Range<usize>>| {
            // numbers have mutations of their own
            let range = range.filter(|range| {
                !(range.len() == 1 && matches!(tokens.get(range.start), Some(Token { kind: Kind::Literal(_), .. })))
            })?;
            place(tokens, &range)
        };
        let to = right(tokens, at, 0);
        if to.is_some() {
            for other in operators(sign) {
                self.replace(&token.place, other);
            }
        }
        if let Some(from) = bound(left(tokens, at, 0)) {
            self.replace(&from, &format!("{} + 1", self.at(&from)));
        }
        if let Some(to) = bound(to) {
            self.replace(&to, &format!("{} - 1", self.at(&to)));
        }
    }

    /// Other places of an index, one off, and its two parts exchanged.
    fn index(&mut self, inner: &[Token]) {
        let inner = match inner {
            [one] => one.inside(Delimiter::Bracket).unwrap_or(inner),
            _ => inner,
        };
        if inner.iter().any(|token| token.is_sign("..") || token.is_sign("..=")) {
            return;
        }
        let parts = parts(inner);
        let whole = |part: &[Token]| place(part, &(0..part.len()));
        for part in &parts {
            let number = matches!(part, [Token { kind: Kind::Literal(_), .. }]);
            let Some(place) = whole(part).filter(|_| !number) else { continue };
            for beside in ["+ 1", "- 1"] {
                let old = self.at(&place);
                let name = format!("`[{}]` → `[… {beside}]`", brief(old));
                self.edits.push(Edit { by: format!("{old} {beside}"), place: place.clone(), name });
            }
        }
        if let [first, second] = parts.as_slice()
            && let (Some(first), Some(second)) = (whole(first), whole(second))
        {
            let other = format!("{}, {}", self.at(&second), self.at(&first));
            self.replace(&(first.start..second.end), &other);
        }
    }

    /// A dropped method, another one, or the same on a slightly larger number.
    fn method(&mut self, tokens: &[Token], dot: usize) {
        let Some(Token { kind: Kind::Word(name), place: own }) = tokens.get(dot + 1) else { return };
        let turbofish = usize::from(tokens.get(dot + 2).is_some_and(|token| matches!(token.kind, Kind::Tail)));
        let Some(arguments) = tokens.get(dot + 2 + turbofish) else { return };
        let (Some(start), Some(_)) = (tokens.get(dot), arguments.inside(Delimiter::Parenthesis)) else { return };
        if !converts(name) {
            self.drop(start.place.start..arguments.place.end);
        }
        if let Some(other) = unwrapped(name) {
            let other = format!("{other}{}.unwrap()", self.at(&arguments.place));
            self.replace(&(own.start..arguments.place.end), &other);
        }
        if matches!(name.as_str(), "ln" | "sqrt")
            && let Some(number) = receiver(tokens, dot).and_then(|range| place(tokens, &range))
        {
            self.replace(&number, &format!("({} + {SMALL})", self.at(&number)));
        }
    }

    fn word(&mut self, tokens: &[Token], at: usize, word: &str) {
        let Some(token) = tokens.get(at) else { return };
        let before = |sign: &str| at > 0 && tokens.get(at - 1).is_some_and(|token| token.is_sign(sign));
        // a variable may be called `row`: only what is called or named by its path is a method
        let path = before(".") || before("::");
        if path || matches!(word, "true" | "false" | "PI" | "TAU") {
            for other in names(word).iter().filter(|other| !(path && other.contains("::"))) {
                self.replace(&token.place, other);
            }
        }
        match word {
            "if" | "while" => self.condition(tokens, at),
            _ => {}
        }
        if let Some(arguments) = tokens.get(at + 1)
            && let Some(inner) = arguments.inside(Delimiter::Parenthesis)
            && token.ends_operand()
            && !path
            && parts(inner).len() == 1
        {
            self.drop(token.place.clone());
        }
    }

    /// Always, or never.
    fn condition(&mut self, tokens: &[Token], at: usize) {
        let rest = tokens.get(at + 1..).unwrap_or_default();
        let ends = |token: &Token| token.inside(Delimiter::Brace).is_some() || matches!(token.kind, Kind::Gap);
        let Some(count) = rest.iter().position(ends).filter(|count| *count > 0) else { return };
        let Some(condition) = place(rest, &(0..count)) else { return };
        if tokens.get(at).is_some_and(|token| token.is_word("if")) {
            self.replace(&condition, "true");
        }
        self.replace(&condition, "false");
    }

    /// Every statement but a `let` dropped.
    fn statements(&mut self, tokens: &[Token]) {
        let mut from = 0;
        for (at, token) in tokens.iter().enumerate() {
            let block = token.inside(Delimiter::Brace).is_some();
            if token.is_sign(";") {
                let statement = tokens.get(from..at).unwrap_or_default();
                // a binding, or a macro that computes nothing
                let stays = statement.first().is_some_and(|first| matches!(first.kind, Kind::Gap | Kind::Tail));
                if let Some(place) = place(statement, &(0..statement.len())).filter(|_| !stays) {
                    self.drop(place.start..token.place.end);
                }
            }
            // the braces of `a = match b {…};` end nothing
            let goes_on = tokens.get(from..at).unwrap_or_default().iter().any(|token| token.is_sign("="))
                || tokens
                    .get(from)
                    .is_some_and(|first| matches!(first.kind, Kind::Gap) && self.at(&first.place).starts_with("let"));
            if block && !goes_on || token.is_sign(";") {
                from = at + 1;
            }
        }
    }
}

/// A text on one line, and not a long one.
fn brief(text: &str) -> String {
    const MOST: usize = 60;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= MOST { text } else { text.chars().take(MOST - 1).chain(['…']).collect() }
}

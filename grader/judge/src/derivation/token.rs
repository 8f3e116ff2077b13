//! The words and signs of one line, each with its column.
//!
//! Read is what people write: `=>` or `⇔` in front, `1.`, a remark behind `#`, `//` or `%`, `(by gibbs)`, a full
//! stop at the end, `\beta`, `Σ_k`, `−`, spaces of every width. What remains is the expression.

use super::complaint::{Complaint, kept};
use super::expression::{Fault, NODES};
use super::ratio::Ratio;
use std::fmt;

/// A word or a sign.
#[derive(Clone, Debug, PartialEq)]
pub enum Token {
    Number(Ratio),
    Name(String),
    Symbol(char),
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Token::Number(number) => write!(f, "{}", number.as_f64()),
            Token::Name(name) => f.write_str(name),
            Token::Symbol(symbol) => write!(f, "{symbol}"),
        }
    }
}

/// A token and its column, counted from 1.
#[derive(Clone, Debug)]
pub struct Spot {
    pub token: Token,
    pub column: usize,
}

/// A line cut into tokens.
pub struct Read {
    pub tokens: Vec<Spot>,
    /// The column after the last token.
    pub end: usize,
    /// What stands after `by`.
    pub by: Option<String>,
}

/// A character and its column; what one character stands for may be two.
#[derive(Clone, Copy)]
struct Sign {
    char: char,
    column: usize,
}

/// Cuts a line into the tokens of its expression.
pub fn tokens(text: &str, left: &[String]) -> Result<Read, Fault> {
    let mut signs = signs(text);
    let written = !signs.iter().all(|sign| sign.char.is_whitespace());
    let remark = remark(&signs);
    let starts_with_remark = signs[..remark].iter().all(|sign| sign.char.is_whitespace());
    signs.truncate(remark);
    let by = by(&mut signs);
    while signs.last().is_some_and(|sign| sign.char.is_whitespace() || ".,;\\".contains(sign.char)) {
        signs.pop();
    }
    let end = signs.last().map_or(1, |sign| sign.column + 1);
    let first = after_number(&signs);
    let (tokens, relation) = expression(lex(&signs[first..])?, left)?;
    if tokens.is_empty() && (relation || by.is_some() || (written && !starts_with_remark)) {
        return Err(Fault::Syntax(end.max(1), Complaint::Nothing));
    }
    Ok(Read { tokens, end, by })
}

/// The characters that can be seen, those of other alphabets as ours.
fn signs(text: &str) -> Vec<Sign> {
    let mut signs = vec![];
    for (index, char) in text.chars().enumerate() {
        let column = index + 1;
        let meant: &[char] = match char {
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => &[],
            '−' | '–' | '—' | '‐' | '‑' => &['-'],
            '·' | '×' | '∙' | '⋅' | '•' | '∗' => &['*'],
            '÷' | '∕' | '⁄' => &['/'],
            '∣' => &['|'],
            '′' | '’' => &['\''],
            '⇒' | '⇔' | '→' | '⟹' | '⟺' | '↔' | '≡' => &['='],
            '²' => &['^', '2'],
            '³' => &['^', '3'],
            '⁻' => &['^', '-'],
            '¹' => &['1'],
            'ᵢ' => &['_', 'i'],
            'ⱼ' => &['_', 'j'],
            'ₖ' => &['_', 'k'],
            _ => &[char],
        };
        signs.extend(meant.iter().map(|char| Sign { char: *char, column }));
    }
    signs
}

/// Where the remark begins.
fn remark(signs: &[Sign]) -> usize {
    let at = |index: usize| signs.get(index).map(|sign| sign.char);
    let begins = |index: &usize| match at(*index) {
        Some('#' | '%') => true,
        Some('/') => at(index + 1) == Some('/'),
        _ => false,
    };
    (0..signs.len()).find(begins).unwrap_or(signs.len())
}

/// Takes `by …` away, also in a bracket of its own.
fn by(signs: &mut Vec<Sign>) -> Option<String> {
    let letter = |index: usize| signs.get(index).is_some_and(|sign| sign.char.is_alphanumeric());
    let is = |index: usize, char: char| signs.get(index).is_some_and(|sign| sign.char.eq_ignore_ascii_case(&char));
    let word = |at: &usize| is(*at, 'b') && is(at + 1, 'y') && !letter(at + 2) && (*at == 0 || !letter(at - 1));
    let at = (0..signs.len()).find(word)?;
    let said: String = signs[at + 2..].iter().map(|sign| sign.char).collect();
    signs.truncate(at);
    while signs.last().is_some_and(|sign| sign.char.is_whitespace()) {
        signs.pop();
    }
    if signs.last().is_some_and(|sign| "([{".contains(sign.char)) {
        signs.pop();
    }
    Some(said.trim().to_owned())
}

/// Where the line begins behind its number: `1.`, `1)`, `(1)`.
fn after_number(signs: &[Sign]) -> usize {
    let at = |index: usize| signs.get(index).map(|sign| sign.char);
    let spaces =
        |from: usize| signs[from.min(signs.len())..].iter().take_while(|sign| sign.char.is_whitespace()).count();
    let first = spaces(0);
    let open = usize::from(at(first) == Some('('));
    let digits = signs[first + open..].iter().take_while(|sign| sign.char.is_ascii_digit()).count();
    let closed = first + open + digits;
    let closes = match at(closed) {
        Some(')') => true,
        Some('.' | ':') => open == 0,
        _ => false,
    };
    let gap = spaces(closed + 1);
    let next = closed + 1 + gap;
    // `(1) * b` and `1. + b` are expressions
    let goes_on = at(next).is_some_and(|char| !"*/+^".contains(char));
    let apart = gap > 0 || at(next) == Some('=');
    if closes && (1..=2).contains(&digits) && goes_on && apart { next } else { 0 }
}

/// The tokens behind every `=` and what may stand before it, and whether there is one.
fn expression(tokens: Vec<Spot>, left: &[String]) -> Result<(Vec<Spot>, bool), Fault> {
    let equals = |spot: &Spot| spot.token == Token::Symbol('=');
    let mut rest = tokens.as_slice();
    let mut relation = false;
    while let Some(at) = rest.iter().position(equals) {
        let before: String = rest[..at].iter().map(|spot| spot.token.to_string()).collect();
        let before = before.replace("|x", "").replace("x,", "");
        let may = before.is_empty() || before == "L" || left.iter().any(|left| left.replace(' ', "") == before);
        if !may || relation && at == 0 {
            return Err(Fault::Syntax(rest[at].column, Complaint::SecondExpression));
        }
        relation = true;
        rest = &rest[at + 1..];
    }
    Ok((rest.to_vec(), relation))
}

fn lex(signs: &[Sign]) -> Result<Vec<Spot>, Fault> {
    let mut tokens: Vec<Spot> = vec![];
    let mut at = 0;
    while let Some(Sign { char, column }) = signs.get(at).copied() {
        let start = at;
        at += 1;
        let token = match char {
            space if space.is_whitespace() || "$&~".contains(space) => continue,
            '\\' => match command(signs, &mut at) {
                Some(token) => token,
                None => continue,
            },
            '=' | '<' if arrow(signs, start) > 0 => {
                at = start + arrow(signs, start);
                Token::Symbol('=')
            }
            '-' if arrow(signs, start) > 1 => {
                at = start + arrow(signs, start);
                Token::Symbol('=')
            }
            digit if digit.is_ascii_digit() || digit == '.' => {
                at = number_end(signs, start);
                let word: String = signs[start..at].iter().map(|sign| sign.char).collect();
                let number = Ratio::parse(&word);
                Token::Number(number.ok_or_else(|| Fault::Syntax(column, Complaint::Number { word: kept(&word) }))?)
            }
            '∑' | '∫' => Token::Name("sum".into()),
            '∂' | '∇' => Token::Name("D".into()),
            letter if letter.is_alphabetic() => Token::Name(word(signs, start, &mut at)),
            symbol if "+-*/()[]{},|_^".contains(symbol) => Token::Symbol(symbol),
            other => return Err(Fault::Syntax(column, Complaint::character(other))),
        };
        tokens.push(Spot { token, column });
        if tokens.len() > 4 * NODES {
            return Err(Fault::Syntax(column, Complaint::TooLong { most: NODES }));
        }
    }
    Ok(tokens)
}

/// How many characters an equals sign or an arrow has here.
fn arrow(signs: &[Sign], start: usize) -> usize {
    let here: String = signs[start..].iter().take(3).map(|sign| sign.char).collect();
    let found = ["<=>", "<->", "==>", "=>", "->", "==", "="].into_iter().find(|arrow| here.starts_with(arrow));
    found.map_or(0, str::len)
}

/// A word; an index behind `F_` or `sum_` is a word of its own.
fn word(signs: &[Sign], start: usize, at: &mut usize) -> String {
    let mut word = String::from(signs[start].char);
    while let Some(sign) = signs.get(*at) {
        let indexed = sign.char == '_' && matches!(meaning(&word), "F" | "P" | "p" | "E" | "S" | "sum");
        if indexed || !(sign.char.is_alphanumeric() || "_'".contains(sign.char)) {
            break;
        }
        word.push(sign.char);
        *at += 1;
    }
    meaning(&word).to_owned()
}

/// A command of LaTeX; `None` where it only sets spaces and sizes.
fn command(signs: &[Sign], at: &mut usize) -> Option<Token> {
    let start = *at;
    while signs.get(*at).is_some_and(|sign| sign.char.is_ascii_alphabetic()) {
        *at += 1;
    }
    let word: String = signs[start..*at].iter().map(|sign| sign.char).collect();
    Some(match word.as_str() {
        "" => {
            let char = signs.get(*at)?.char;
            *at += 1;
            return "{}|".contains(char).then_some(Token::Symbol(char));
        }
        "left" | "right" | "big" | "Big" | "bigl" | "bigr" | "Bigl" | "Bigr" | "quad" | "qquad" | "limits"
        | "displaystyle" | "mathrm" | "operatorname" | "text" => return None,
        "cdot" | "times" | "ast" => Token::Symbol('*'),
        "mid" | "vert" => Token::Symbol('|'),
        "lbrace" => Token::Symbol('{'),
        "rbrace" => Token::Symbol('}'),
        "Rightarrow" | "Leftrightarrow" | "implies" | "iff" | "to" | "rightarrow" => Token::Symbol('='),
        "dfrac" | "tfrac" => Token::Name("frac".into()),
        "partial" | "nabla" => Token::Name("D".into()),
        other => Token::Name(meaning(other).to_owned()),
    })
}

/// Other spellings of the same word.
fn meaning(word: &str) -> &str {
    match word {
        "β" | "beta" => "b",
        "τ" | "tau" => "t",
        "ln" | "Ln" | "Log" | "LOG" => "log",
        "Exp" | "EXP" => "exp",
        "sigma" | "sigmoid" | "σ" => "s",
        "int" | "Σ" | "Sum" | "SUM" => "sum",
        _ => word,
    }
}

fn number_end(signs: &[Sign], start: usize) -> usize {
    let at = |index: usize| signs.get(index).map(|sign| sign.char);
    let digits =
        |from: usize| from + signs[from..].iter().take_while(|s| s.char.is_ascii_digit() || s.char == '.').count();
    let end = digits(start);
    let sign = usize::from(matches!(at(end + 1), Some('-' | '+')));
    let exponent = matches!(at(end), Some('e' | 'E'));
    let digit = at(end + 1 + sign).is_some_and(|char| char.is_ascii_digit());
    if exponent && digit { digits(end + 1 + sign) } else { end }
}

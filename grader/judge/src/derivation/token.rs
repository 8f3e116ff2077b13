//! The words and signs of one line, each with its column.

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

/// Cuts a line into tokens, without its comment, its `L =` and its `by`.
pub fn tokens(text: &str, left: &str) -> Result<Read, Fault> {
    let line: Vec<char> = text.chars().collect();
    let mut read = Read { tokens: vec![], end: 1, by: None };
    let mut left_side = None;
    let mut at = 0;
    while at < line.len() && line[at] != '#' {
        let (start, column) = (at, at + 1);
        at += 1;
        let token = match line[start] {
            space if space.is_whitespace() => continue,
            '=' => {
                let before: String = line[..start].iter().filter(|c| !c.is_whitespace()).collect();
                if left_side.is_some() || !["", "L", left].contains(&before.as_str()) {
                    return Err(Fault::Syntax(column, Complaint::SecondExpression));
                }
                left_side = Some(at);
                read.tokens.clear();
                read.end = at + 1;
                continue;
            }
            digit if digit.is_ascii_digit() || digit == '.' => {
                at = number_end(&line, start);
                let word: String = line[start..at].iter().collect();
                let number = Ratio::parse(&word);
                Token::Number(number.ok_or_else(|| Fault::Syntax(column, Complaint::Number { word: kept(&word) }))?)
            }
            letter if letter.is_alphabetic() || letter == '∑' || letter == '∫' => {
                while line.get(at).is_some_and(|c| c.is_alphanumeric() || "_'′".contains(*c)) {
                    at += 1;
                }
                let word: String = line[start..at].iter().collect();
                if word == "by" {
                    let rest: String = line[at..].iter().take_while(|c| **c != '#').collect();
                    read.by = Some(rest.trim().to_owned());
                    break;
                }
                Token::Name(meaning(&word).to_owned())
            }
            '−' | '–' => Token::Symbol('-'),
            '·' | '×' | '∙' => Token::Symbol('*'),
            '^' => {
                return Err(Fault::Syntax(column, Complaint::Power));
            }
            symbol if "+-*/()[],|".contains(symbol) => Token::Symbol(symbol),
            other => return Err(Fault::Syntax(column, Complaint::character(other))),
        };
        read.end = at + 1;
        read.tokens.push(Spot { token, column });
        if read.tokens.len() > 4 * NODES {
            return Err(Fault::Syntax(column, Complaint::TooLong { most: NODES }));
        }
    }
    if read.tokens.is_empty() && (left_side.is_some() || read.by.is_some()) {
        return Err(Fault::Syntax(read.end, Complaint::Nothing));
    }
    Ok(read)
}

/// Other spellings of the same word.
fn meaning(word: &str) -> &str {
    match word {
        "β" | "beta" => "b",
        "ln" => "log",
        "sigma" | "sigmoid" | "σ" => "s",
        "int" | "Σ" | "∑" | "∫" => "sum",
        _ => word,
    }
}

fn number_end(line: &[char], start: usize) -> usize {
    let digits = |from: usize| from + line[from..].iter().take_while(|c| c.is_ascii_digit() || **c == '.').count();
    let end = digits(start);
    let sign = usize::from(line.get(end + 1).is_some_and(|c| *c == '-' || *c == '+'));
    let exponent = line.get(end).is_some_and(|c| *c == 'e' || *c == 'E');
    if exponent && line.get(end + 1 + sign).is_some_and(char::is_ascii_digit) { digits(end + 1 + sign) } else { end }
}

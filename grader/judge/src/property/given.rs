//! What can be told of expressions before anything is drawn: the names that they give and use, and what they call.

use super::builtin;
use super::expression::{self, Expression, Trouble};
use super::{Piece, Unreadable};
use std::collections::BTreeSet;

/// A law names no more inputs.
const MOST_GIVEN: usize = 40;

/// The names that lines of `given` give to expressions.
pub fn bindings(given: &[&str]) -> Result<Vec<(String, Expression)>, Unreadable> {
    let mut bindings: Vec<(String, Expression)> = vec![];
    if let Some(first) = given.get(MOST_GIVEN) {
        let what = format!("`{first}` is more than the {MOST_GIVEN} lines that a law may have");
        return Err(Unreadable { piece: Piece::Given(MOST_GIVEN), at: 0, what });
    }
    for (index, line) in given.iter().enumerate() {
        let fault = |at: usize, what: String| Unreadable { piece: Piece::Given(index), at, what };
        let (name, text) =
            line.split_once('=').ok_or_else(|| fault(0, format!("`{line}` is not `name = expression`")))?;
        let start = name.len() + 1;
        let name = name.trim();
        let letters = |c: char| c.is_ascii_alphanumeric() || c == '_';
        if !name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') || !name.chars().all(letters) {
            return Err(fault(0, format!("`{name}` is not a name")));
        }
        if matches!(name, "inf" | "D") {
            return Err(fault(0, format!("`{name}` means something else")));
        }
        if bindings.iter().any(|(other, _)| other == name) {
            return Err(fault(0, format!("`{name}` is given twice")));
        }
        let expression = expression::parse(text).map_err(|Trouble { at, what }| fault(start + at, what))?;
        let known: BTreeSet<&str> = bindings.iter().map(|(name, _)| name.as_str()).collect();
        sensible(&expression, &known).map_err(|what| fault(start, what))?;
        bindings.push((name.into(), expression));
    }
    Ok(bindings)
}

/// The calls of functions that are not built in.
pub fn sites(piece: Piece, expression: &Expression) -> Vec<(Piece, String, usize)> {
    let mut sites = vec![];
    expression.visit(&mut |node| match node {
        Expression::Call(name, args) if name == builtin::TABLE => {
            if let Some(Expression::Word(function)) = args.first() {
                sites.push((piece, function.clone(), 2));
            }
        }
        Expression::Call(name, args) if !builtin::exists(name) => sites.push((piece, name.clone(), args.len())),
        _ => {}
    });
    sites
}

/// Does it draw from the seed?
pub fn draws_something(expression: &Expression) -> bool {
    let mut draws = false;
    expression.visit(&mut |node| draws |= matches!(node, Expression::Call(name, _) if builtin::draws(name)));
    draws
}

/// What can be told of an expression before anything is drawn: its names are known, and the built-ins get as
/// many arguments as they take.
pub fn sensible(expression: &Expression, known: &BTreeSet<&str>) -> Result<(), String> {
    let mut trouble = None;
    expression.visit(&mut |node| {
        let found = match node {
            Expression::Name(name) | Expression::Derivative(name, _) if !known.contains(name.as_str()) => {
                Err(format!("`{name}` is not given"))
            }
            Expression::Call(name, args)
                if name == builtin::TABLE && !matches!(args.first(), Some(Expression::Word(_))) =>
            {
                Err("`table` takes a quoted name and two lists".into())
            }
            Expression::Call(name, args) => builtin::takes(name, args.len()),
            _ => Ok(()),
        };
        if let Err(what) = found {
            trouble.get_or_insert(what);
        }
    });
    trouble.map_or(Ok(()), Err)
}

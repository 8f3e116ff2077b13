//! The functions and constants of a file, and which of them use which.

use super::token::{Kind, Token, expressions, plain};
use proc_macro2::{Delimiter, TokenStream};
use std::collections::BTreeSet;
use std::ops::Range;
use std::str::FromStr;

/// A function or a constant.
#[derive(Clone, Debug)]
pub struct Item {
    /// Its name.
    pub name: String,
    /// Is it offered to others?
    pub public: bool,
    /// Where it stands in the file, without attributes.
    pub place: Range<usize>,
    /// The expressions that it is made of.
    pub body: Vec<Token>,
    /// Every name in it.
    names: BTreeSet<String>,
}

/// The items of a file, in order; none where its brackets do not fit together.
pub fn items(text: &str) -> Vec<Item> {
    let Ok(stream) = TokenStream::from_str(text) else { return vec![] };
    let mut items = vec![];
    let mut current: Vec<Token> = vec![];
    for token in plain(stream) {
        let is_use = current.iter().any(|token| token.is_word("use"));
        let ends = token.is_sign(";") || token.inside(Delimiter::Brace).is_some() && !is_use;
        current.push(token);
        if ends {
            items.extend(item(std::mem::take(&mut current)));
        }
    }
    items
}

fn item(mut tokens: Vec<Token>) -> Option<Item> {
    while tokens.first().is_some_and(|token| token.is_sign("#")) {
        // `#`, perhaps `!`, and the brackets
        let bracket = tokens.iter().position(|token| token.inside(Delimiter::Bracket).is_some())?;
        tokens.drain(..=bracket);
    }
    let keyword = tokens.iter().position(|token| token.is_word("fn") || token.is_word("const"))?;
    let Kind::Word(name) = &tokens.get(keyword + 1)?.kind else { return None };
    let (first, last) = (tokens.first()?, tokens.last()?);
    let body = match last.inside(Delimiter::Brace) {
        Some(inner) => inner.to_vec(),
        None => {
            let equals = tokens.iter().position(|token| token.is_sign("="))?;
            tokens[equals + 1..tokens.len() - 1].to_vec()
        }
    };
    let mut names = BTreeSet::new();
    collect(&tokens, &mut names);
    Some(Item {
        name: name.clone(),
        public: first.is_word("pub"),
        place: first.place.start..last.place.end,
        body: expressions(body),
        names,
    })
}

fn collect(tokens: &[Token], names: &mut BTreeSet<String>) {
    for token in tokens {
        match &token.kind {
            Kind::Word(word) => {
                names.insert(word.clone());
            }
            Kind::Group(_, inner) => collect(inner, names),
            _ => {}
        }
    }
}

/// What must stand beside an item so that a change of it is felt: the private items that use it, theirs in turn, and
/// the public functions at the end. A public item is felt in itself alone.
pub fn users<'a>(items: &'a [Item], changed: &'a Item) -> Vec<&'a Item> {
    let mut found: Vec<&Item> = vec![changed];
    if changed.public {
        return found;
    }
    let mut at = 0;
    while let Some(used) = found.get(at).copied() {
        at += 1;
        if !used.public {
            let using = items.iter().filter(|item| item.names.contains(&used.name));
            for item in using {
                if !found.iter().any(|known| known.name == item.name) {
                    found.push(item);
                }
            }
        }
    }
    found
}

//! An argument, or its first or last entry, comes back.

use super::asked::{Asked, Told};
use super::suspect::Suspect;
use crate::course::Parameter;
use crate::number::Value;
use crate::report::{Likeness, Part};
use std::borrow::Cow;

/// Of each argument every part.
pub fn suspects<'a>(
    asked: &'a [Asked<'a>],
    parameters: &'a [Parameter],
    least: usize,
) -> impl Iterator<Item = Suspect> + 'a {
    let parts = [Part::Whole, Part::First, Part::Last];
    let all = parameters.iter().enumerate().flat_map(move |(at, name)| parts.map(|part| (at, name, part)));
    all.filter_map(move |(at, name, part)| {
        let like = Likeness::Argument { parameter: name.name.clone(), part };
        let argument = |one: &Asked<'a>| Some(Told::Value(Cow::Borrowed(of(one.case.args.get(at)?, part)?)));
        Suspect::of_ordinary(like, asked, least, argument)
    })
}

fn of(argument: &Value, part: Part) -> Option<&Value> {
    match (argument, part) {
        (whole, Part::Whole) => Some(whole),
        (Value::List(list), Part::First) => list.first(),
        (Value::List(list), Part::Last) => list.last(),
        _ => None,
    }
}

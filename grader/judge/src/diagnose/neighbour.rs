//! The right value of another function of the exercise, where both have cases with the same arguments.

use super::alike::same;
use super::asked::{Asked, Bearing, Told};
use super::suspect::Suspect;
use crate::course::{Function, Snapshot};
use crate::report::{Likeness, Relation};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Both functions have so many cases with the same arguments that the replies can be told to be the other's.
const LEAST: usize = 2;

/// Every other function of the exercise.
pub fn suspects<'a>(
    function: &'a Function,
    asked: &'a [Asked<'a>],
    snapshots: &'a BTreeMap<String, Snapshot>,
) -> impl Iterator<Item = Suspect> + 'a {
    let others = snapshots.values().filter(|other| other.function != function.name);
    others.filter_map(|other| {
        let relation = relation(&function.name, &other.function);
        let like = Likeness::OtherFunction { function: other.function.clone(), relation };
        let told = |one: &Asked<'a>| {
            let stored = other.cases.iter().find(|stored| {
                stored.args.len() == one.case.args.len()
                    && stored.args.iter().zip(&one.case.args).all(|(a, b)| same(a, b))
            });
            Some(stored.map_or(Told::Silent, |stored| Told::Value(Cow::Borrowed(&stored.want))))
        };
        let suspect = Suspect::of_ordinary(like, asked, LEAST, told)?;
        let failing = asked.iter().filter(|one| one.ordinary() && !one.right).count();
        let explained = suspect.of(asked, true).filter(|bearing| *bearing == Bearing::Explains).count();
        (2 * explained >= failing).then_some(suspect)
    })
}

/// Told by their names: `loss` and `loss_grad`.
fn relation(function: &str, other: &str) -> Relation {
    let derived = |of: &str, name: &str| {
        name.strip_prefix(of).is_some_and(|rest| ["_grad", "_grads", "_gradient", "_derivative"].contains(&rest))
    };
    if derived(function, other) {
        Relation::Derivative
    } else if derived(other, function) {
        Relation::Base
    } else {
        Relation::Neighbour
    }
}

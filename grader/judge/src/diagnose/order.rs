//! The right numbers in the wrong places; or in the first place only.

use super::asked::{Asked, Told};
use super::suspect::Suspect;
use crate::number::Value;
use crate::report::{Likeness, Order, Rest, Turn};
use std::borrow::Cow;

/// Every way of misplacing what is right.
pub fn suspects<'a>(asked: &'a [Asked<'a>], least: usize) -> impl Iterator<Item = Suspect> + 'a {
    let ways = [
        Likeness::Transposed,
        Likeness::Reversed,
        Likeness::Rotated { turn: Turn::Left },
        Likeness::Rotated { turn: Turn::Right },
        Likeness::Sorted { order: Order::Ascending },
        Likeness::Sorted { order: Order::Descending },
        Likeness::FirstOnly { rest: Rest::Zero },
        Likeness::FirstOnly { rest: Rest::Copied },
    ];
    ways.into_iter().filter_map(move |way| {
        let told = |one: &Asked<'a>| Some(Told::Value(Cow::Owned(misplaced(one.want, &way)?)));
        Suspect::of_ordinary(way.clone(), asked, least, told)
    })
}

/// The same numbers elsewhere; nothing where that cannot be.
fn misplaced(right: &Value, way: &Likeness) -> Option<Value> {
    let Value::List(list) = right else { return None };
    let mut list = list.clone();
    match way {
        Likeness::Transposed => return transposed(&list),
        Likeness::Reversed => list.reverse(),
        Likeness::Rotated { turn } if !list.is_empty() => match turn {
            Turn::Left => list.rotate_left(1),
            Turn::Right => list.rotate_right(1),
        },
        Likeness::Sorted { order } => {
            let mut numbers: Vec<f64> = list.iter().map(Value::as_number).collect::<Option<_>>()?;
            numbers.sort_by(f64::total_cmp);
            if *order == Order::Descending {
                numbers.reverse();
            }
            list = numbers.into_iter().map(Value::Number).collect();
        }
        Likeness::FirstOnly { rest } => {
            let first = list.first()?.clone();
            let shape = first.shape();
            for other in list.iter_mut().skip(1).filter(|other| other.shape() == shape) {
                *other = match rest {
                    Rest::Zero => other.map(&mut |_| 0.0),
                    Rest::Copied => first.clone(),
                };
            }
        }
        _ => {}
    }
    Some(Value::List(list))
}

fn transposed(rows: &[Value]) -> Option<Value> {
    let rows: Vec<&Vec<Value>> = rows
        .iter()
        .map(|row| match row {
            Value::List(row) => Some(row),
            _ => None,
        })
        .collect::<Option<_>>()?;
    let columns = rows.first()?.len();
    let column = |at: usize| rows.iter().map(|row| row.get(at).cloned()).collect::<Option<Vec<_>>>();
    let same = rows.iter().all(|row| row.len() == columns);
    let all: Vec<Value> = (0..columns).map(|at| column(at).map(Value::List)).collect::<Option<_>>()?;
    same.then_some(Value::List(all))
}

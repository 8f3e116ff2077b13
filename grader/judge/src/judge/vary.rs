//! Other arguments near those of a case: enough to see what a function reacts to, and still within what it may be
//! given. Nothing is drawn, so that the same answer always meets the same questions.

use crate::course::Function;
use crate::number::Value;

/// How far numbers of either sign are moved.
const STEPS: [f64; 2] = [0.7, 3.0];
/// Numbers that are positive in every case stay so: temperatures, margins, widths.
const FACTORS: [f64; 4] = [0.3, 0.6, 1.6, 3.0];

/// What a parameter takes.
enum Sort {
    /// Real numbers.
    Real {
        /// All of them are positive in every case.
        positive: bool,
    },
    /// Labels, counts, choices.
    Whole,
    /// Words and truth values.
    Other,
}

fn sort(function: &Function, at: usize) -> Sort {
    let Some(parameter) = function.signature.parameters.get(at) else { return Sort::Other };
    if parameter.kind.contains("f64") {
        let arguments = function.cases.iter().filter_map(|case| case.args.get(at));
        let positive = arguments.flat_map(Value::numbers).all(|(_, x)| x > 0.0);
        return Sort::Real { positive };
    }
    let whole = ["usize", "u8", "u32", "u64", "i32", "i64"].iter().any(|kind| parameter.kind.contains(kind));
    if whole { Sort::Whole } else { Sort::Other }
}

/// The arguments of a call with another one at this place.
pub fn elsewhere(function: &Function, args: &[Value], at: usize) -> Vec<Vec<Value>> {
    let Some(argument) = args.get(at) else { return vec![] };
    let others: Vec<Value> = match sort(function, at) {
        Sort::Real { positive: true } => FACTORS.iter().map(|factor| scaled(argument, *factor)).collect(),
        Sort::Real { positive: false } => {
            let both = STEPS.iter().flat_map(|step| [*step, -step]);
            both.map(|step| moved(argument, step, step)).collect()
        }
        Sort::Whole => whole(argument),
        Sort::Other => {
            let used = function.cases.iter().filter_map(|case| case.args.get(at));
            let mut others: Vec<Value> = vec![];
            for other in used.filter(|other| *other != argument && other.shape() == argument.shape()) {
                if !others.contains(other) {
                    others.push(other.clone());
                }
            }
            others
        }
    };
    let with = |other: Value| {
        let mut args = args.to_vec();
        args[at] = other;
        args
    };
    others.into_iter().filter(|other| other != argument).map(with).collect()
}

/// Pairs of arguments with those of the call in the middle, all real numbers being moved at once.
pub fn beside(function: &Function, args: &[Value]) -> Vec<[Vec<Value>; 2]> {
    let real = |at: usize| matches!(sort(function, at), Sort::Real { .. });
    if !(0..args.len()).any(real) {
        return vec![];
    }
    let all = |step: f64| {
        let each = args.iter().enumerate().map(|(at, argument)| match sort(function, at) {
            Sort::Real { positive: true } => scaled(argument, 1.0 + 0.2 * step * (1.0 + 0.1 * at as f64)),
            Sort::Real { positive: false } => moved(argument, step * (1.0 + 0.3 * at as f64), step),
            Sort::Whole | Sort::Other => argument.clone(),
        });
        each.collect()
    };
    STEPS.iter().map(|step| [all(*step), all(-step)]).collect()
}

/// Every number by an amount of its own; in lists up and down by turns.
fn moved(argument: &Value, first: f64, step: f64) -> Value {
    let mut at = 0_u32;
    change(argument, &mut |x| {
        at += 1;
        let turn = if at % 2 == 1 { first } else { -0.6 * step };
        x + turn * (1.0 + 0.17 * f64::from(at % 7))
    })
}

fn scaled(argument: &Value, factor: f64) -> Value {
    change(argument, &mut |x| factor * x)
}

/// Smaller ones, and lists in another order: a label that is there stays within its classes.
fn whole(argument: &Value) -> Vec<Value> {
    let lowered = |least: f64, to: &dyn Fn(f64) -> f64| {
        let mut done = false;
        change(argument, &mut |x| {
            let lowers = !done && x >= least;
            done |= lowers;
            if lowers { to(x) } else { x }
        })
    };
    let mut others = vec![lowered(1.0, &|x| x - 1.0), lowered(2.0, &|_| 0.0)];
    if let Value::List(list) = argument {
        let mut turned = list.clone();
        turned.reverse();
        others.push(Value::List(turned));
    }
    others
}

/// The same form with other numbers.
fn change(value: &Value, to: &mut dyn FnMut(f64) -> f64) -> Value {
    match value {
        Value::Number(x) => Value::Number(to(*x)),
        Value::List(list) => Value::List(list.iter().map(|inner| change(inner, to)).collect()),
        other => other.clone(),
    }
}

/// The arguments of one function as those of another: each parameter takes the next of its kind. Nothing, where one
/// is missing.
pub fn adapted(from: &Function, args: &[Value], to: &Function) -> Option<Vec<Value>> {
    let mut used = vec![false; args.len()];
    let parameters = to.signature.parameters.iter().map(|wanted| {
        let mut offered = from.signature.parameters.iter().enumerate();
        let (at, _) = offered.find(|(at, one)| !used[*at] && one.kind == wanted.kind)?;
        used[at] = true;
        args.get(at).cloned()
    });
    parameters.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{exercise, vector};

    #[test]
    fn positive_numbers_stay_positive_and_others_move_by_turns() {
        let exercise = exercise();
        let loss = exercise.function("loss").expect("a function");
        let others = elsewhere(loss, &[vector(&[1.0, 2.0])], 0);
        assert_eq!(others.len(), 4);
        assert!(others.iter().flatten().flat_map(Value::numbers).all(|(_, x)| x > 0.0));
        let [up, down] = &beside(loss, &[vector(&[1.0, 2.0])])[0];
        let both = up[0].numbers().into_iter().zip(down[0].numbers());
        assert!(both.zip([1.0, 2.0]).all(|(((_, a), (_, b)), x)| (a + b - 2.0 * x).abs() < 1e-12 && a != b));
    }

    #[test]
    fn whole_numbers_become_smaller_or_change_places() {
        assert_eq!(whole(&Value::Number(3.0)), [Value::Number(2.0), Value::Number(0.0)]);
        let others = whole(&vector(&[0.0, 2.0]));
        assert_eq!(others, [vector(&[0.0, 1.0]), vector(&[0.0, 0.0]), vector(&[2.0, 0.0])]);
    }

    #[test]
    fn arguments_go_to_parameters_of_their_kind() {
        let exercise = exercise();
        let [loss, grad] = [&exercise.functions[0], &exercise.functions[1]];
        assert_eq!(adapted(loss, &[vector(&[1.0])], grad), Some(vec![vector(&[1.0])]));
    }
}

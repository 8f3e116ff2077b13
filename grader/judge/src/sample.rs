//! A small exercise for tests: a loss, its gradient, a derivation, two questions and a text.

use crate::course::{Exercise, Snapshot, Stored};
use crate::fate::Fate;
use crate::number::Value;
use crate::property::Call;
use std::collections::BTreeMap;

const TOML: &str = r#"
title = "A small exercise"
summary = "Means and their slopes"
tolerance = { relative = 1e-9, absolute = 1e-12 }

[[function]]
name = "loss"
signature = "(v: &Array1<f64>) -> f64"
points = 4
hints = ["Add, then divide."]
[[function.case]]
name = "one"
args = [[1.0]]
[[function.case]]
name = "two"
args = [[1.0, 2.0]]
[[function.stability]]
name = "large"
points = 2
args = [[1e308, 1e308]]
breaks = "the sum overflows; divide first."
[[function.drawn]]
name = "two to five numbers"
given = ["n = integer(2, 5)", "v = 3 * normal(n)"]
args = ["v"]
[[function.drawn]]
name = "large numbers"
with = "large"
draws = 3
given = ["v = uniform(1e307, 1e308, 2)"]
when = ["v[0] <= v[1]"]
args = ["v"]
[[function.property]]
name = "a shift shifts it"
points = 3
given = ["v = normal(3)", "c = normal()"]
holds = "loss(v + c) = loss(v) + c"
says = "The mean moves with its numbers."
[[function.wrong]]
name = "twice"
body = "2.0 * v.sum() / v.len() as f64"
says = "It is twice too large."
[[function.wrong]]
name = "sum first"
body = "v.sum() / v.len() as f64"
says = "A large sum is infinite."
[[function.plot]]
name = "the mean of x and 1"
kind = "curves"
shows = "A line through the point where both are 1."
x = { name = "x", from = 0, to = 4 }
y = { name = "mean", from = 0, to = 3 }
over = "x = linspace(0, 4, 5)"
[[function.plot.series]]
name = "the mean"
of = "loss([x, 1])"
[[function.plot.series]]
name = "x itself"
of = "x"

[[function]]
name = "grad"
signature = "(v: &Array1<f64>) -> Array1<f64>"
points = 5
hints = ["All entries are equal."]
[[function.case]]
name = "three"
args = [[1.0, 2.0, 3.0]]
[[function.property]]
name = "it is the slope of the loss"
points = 2
given = ["v = normal(3)"]
holds = "grad(v) = D(v, loss(v))"
follow_through = "loss"
says = "Move one number and see."

[[derivation]]
name = "derivation_loss"
points = 6
left = ["L"]
start = "-(1/b) * log(P(y))"
goal = "F(y) + (1/b) * log(sum[k](exp(-b*F(k))))"
required = ["gibbs", "log-quotient", "log-exp"]
notation = ["b", "F", "P", "log", "exp", "sum"]

[[choice]]
name = "which"
points = 2
question = "Which is a mean?"
hints = ["Divide."]
[[choice.option]]
text = "(a + b) / 2"
is = "right"
[[choice.option]]
text = "a + b"
is = "wrong"
says = "That is a sum."

[[text]]
name = "why"
points = 3
question = "Why?"
rubric = ["a reason"]
"#;

/// The exercise.
pub fn exercise() -> Exercise {
    let root = tempfile::tempdir().expect("a folder");
    let folder = root.path().join("fixtures/small");
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join("exercise.toml"), TOML).expect("a file");
    Exercise::load(root.path(), "small").expect("an exercise")
}

/// What the reference replies.
pub fn right(call: &Call) -> Fate {
    let numbers: Vec<f64> = call.args[0].numbers().into_iter().map(|(_, x)| x).collect();
    let n = numbers.len() as f64;
    Fate::Value(match call.function.as_str() {
        "loss" => Value::Number(numbers.iter().map(|x| x / n).sum()),
        _ => vector(&vec![1.0 / n; numbers.len()]),
    })
}

/// A list of numbers.
pub fn vector(numbers: &[f64]) -> Value {
    Value::List(numbers.iter().map(|x| Value::Number(*x)).collect())
}

/// Every number of a value, multiplied.
pub fn times(fate: Fate, factor: f64) -> Fate {
    fn scaled(value: &Value, factor: f64) -> Value {
        match value {
            Value::Number(x) => Value::Number(factor * x),
            Value::List(list) => Value::List(list.iter().map(|inner| scaled(inner, factor)).collect()),
            other => other.clone(),
        }
    }
    match fate {
        Fate::Value(value) => Fate::Value(scaled(&value, factor)),
        other => other,
    }
}

/// What a wrong body replies where the reference replies this.
fn mistaken(name: &str, fate: Fate) -> Option<Value> {
    match (name, fate) {
        ("sum first", Fate::Value(Value::Number(x))) if x > 1e300 => Some(Value::Number(f64::INFINITY)),
        ("sum first", fate) => fate.value().cloned(),
        (_, fate) => times(fate, 2.0).value().cloned(),
    }
}

/// The expected values, from the reference.
pub fn snapshots(exercise: &Exercise) -> BTreeMap<String, Snapshot> {
    let each = exercise.functions.iter().map(|function| {
        let reply = |args: &Vec<Value>| right(&Call { function: function.name.clone(), args: args.clone() });
        let want = |args: &Vec<Value>| reply(args).value().cloned().expect("a value");
        let stored = function.cases.iter().map(|case| Stored {
            name: case.name.clone(),
            args: case.args.clone(),
            tolerance: case.tolerance,
            want: want(&case.args),
        });
        let wrong = function.wrong.iter().map(|wrong| crate::course::WrongReplies {
            name: wrong.name.clone(),
            replies: function.cases.iter().map(|case| mistaken(&wrong.name, reply(&case.args))).collect(),
        });
        let snapshot = Snapshot {
            function: function.name.clone(),
            limit_seconds: 2.0,
            cases: stored.collect(),
            wrong: wrong.collect(),
        };
        (function.name.clone(), snapshot)
    });
    each.collect()
}

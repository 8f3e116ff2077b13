//! Is what a diagnosis says true of the replies? Asked in another way than the diagnosis was found.

use judge::course::{Function, Snapshot};
use judge::diagnose::evaluate;
use judge::number::Value;
use judge::report::{Diagnosis, Likeness, Order, Part, Rest, Turn};
use std::collections::BTreeMap;

/// Replies agree to six digits.
const DIGITS: f64 = 1e-6;

/// The replies of an answer to the cases of a function.
pub struct Answer<'a> {
    /// The function.
    pub function: &'a Function,
    /// The right values of all functions of the exercise.
    pub snapshots: &'a BTreeMap<String, Snapshot>,
    /// One per case; none for a panic or a loop.
    pub replies: &'a [Option<Value>],
}

/// Of which cases something is said.
#[derive(Clone, Copy)]
pub enum Of {
    /// All.
    All,
    /// The ordinary ones.
    Ordinary,
    /// The extreme ones.
    Extreme,
}

impl Answer<'_> {
    /// Is the plain thing true that a diagnosis says first, of all cases that it is said of?
    pub fn is_plainly(&self, diagnosis: &Diagnosis) -> bool {
        self.is(&diagnosis.like, if diagnosis.besides.is_empty() { Of::All } else { Of::Ordinary })
    }

    /// Is this true of every case, of the ordinary or of the extreme ones? On a kink more than one value is right, so
    /// that nothing can be said.
    pub fn is(&self, like: &Likeness, of: Of) -> bool {
        let Some(snapshot) = self.snapshots.get(&self.function.name) else { return false };
        let holds = |(at, case): (usize, &judge::course::Case)| {
            let looked = match of {
                Of::All => true,
                Of::Ordinary => case.stability.is_none(),
                Of::Extreme => case.stability.is_some(),
            };
            if case.kink.is_some() || !looked {
                return true;
            }
            let got = self.replies.get(at).and_then(Option::as_ref);
            let Some(want) = snapshot.cases.get(at).map(|stored| &stored.want) else { return false };
            match (like, got) {
                (Likeness::Listed { name, .. }, got) => self.body(name, at, got),
                (_, Some(got)) => self.of_case(like, case, want, got),
                (_, None) => false,
            }
        };
        self.function.cases.iter().enumerate().all(holds)
    }

    fn body(&self, name: &str, at: usize, got: Option<&Value>) -> bool {
        let stored = self.snapshots.get(&self.function.name);
        let body = stored.and_then(|stored| stored.wrong.iter().find(|wrong| wrong.name == name));
        match (body.and_then(|body| body.replies.get(at)), got) {
            (Some(Some(told)), Some(got)) => equal(told, got),
            (Some(None), None) => true,
            _ => false,
        }
    }

    fn of_case(&self, like: &Likeness, case: &judge::course::Case, want: &Value, got: &Value) -> bool {
        let parameters = &self.function.signature.parameters;
        match like {
            Likeness::Listed { .. } | Likeness::Unstable | Likeness::Elsewhere => false,
            Likeness::Constant { value: Some(value) } => {
                got.numbers().iter().all(|(_, x)| *x == value.0 || x.is_nan() && value.0.is_nan())
            }
            Likeness::Constant { value: None } => self.replies.first().and_then(Option::as_ref) == Some(got),
            Likeness::Argument { parameter, part } => {
                let at = parameters.iter().position(|one| &one.name == parameter);
                let part = match (at.and_then(|at| case.args.get(at)), part) {
                    (Some(Value::List(list)), Part::First) => list.first(),
                    (Some(Value::List(list)), Part::Last) => list.last(),
                    (whole, _) => whole,
                };
                part.is_some_and(|part| equal(part, got))
            }
            Likeness::Sign => numbers(want, got, &|want, got| near(-want, got)),
            Likeness::Times { by } => {
                let by = evaluate(by, parameters, &case.args);
                numbers(want, got, &|want, got| near(by * want, got) || want == 0.0 && got == 0.0)
            }
            Likeness::Plus { by } => {
                let by = evaluate(by, parameters, &case.args);
                numbers(want, got, &|want, got| near(want + by, got))
            }
            Likeness::Transposed => {
                let turned = |at: &[usize]| entry(want, &at.iter().rev().copied().collect::<Vec<_>>());
                let shape: Vec<usize> = got.shape().into_iter().rev().collect();
                shape == want.shape() && got.numbers().iter().all(|(at, x)| turned(at).is_some_and(|y| near(y, *x)))
            }
            Likeness::Reversed => moved(want, got, &|at, n| n - 1 - at),
            Likeness::Rotated { turn: Turn::Left } => moved(want, got, &|at, n| (at + 1) % n),
            Likeness::Rotated { turn: Turn::Right } => moved(want, got, &|at, n| (at + n - 1) % n),
            Likeness::Sorted { order } => {
                let in_order = |pair: &[f64]| match order {
                    Order::Ascending => pair[0] <= pair[1],
                    Order::Descending => pair[0] >= pair[1],
                };
                let sorted = |value: &Value| {
                    let mut all: Vec<f64> = value.numbers().into_iter().map(|(_, x)| x).collect();
                    all.sort_by(f64::total_cmp);
                    all
                };
                let given: Vec<f64> = got.numbers().into_iter().map(|(_, x)| x).collect();
                let (a, b) = (sorted(want), sorted(got));
                given.windows(2).all(in_order) && a.len() == b.len() && a.iter().zip(&b).all(|(a, b)| near(*a, *b))
            }
            Likeness::SinglePrecision => {
                numbers(want, got, &|_, got| (f64::from(got as f32) - got).abs() <= 1e-11 * got.abs())
            }
            Likeness::FirstOnly { rest } => match (want, got) {
                (Value::List(want), Value::List(got)) => {
                    let rest = |later: &Value| match rest {
                        Rest::Zero => later.numbers().iter().all(|(_, x)| *x == 0.0),
                        Rest::Copied => got.first().is_some_and(|first| equal(first, later)),
                    };
                    want.first().zip(got.first()).is_none_or(|(a, b)| equal(a, b)) && got.iter().skip(1).all(rest)
                }
                _ => false,
            },
            Likeness::OtherFunction { function, .. } => {
                let cases = self.snapshots.get(function).map(|other| other.cases.as_slice()).unwrap_or_default();
                let same = cases.iter().find(|other| format!("{:?}", other.args) == format!("{:?}", case.args));
                same.is_none_or(|other| equal(&other.want, got))
            }
        }
    }
}

/// Six digits, and all that is not finite is one.
fn near(a: f64, b: f64) -> bool {
    !a.is_finite() && !b.is_finite() || (a - b).abs() <= DIGITS * a.abs() + 1e-12
}

fn numbers(want: &Value, got: &Value, holds: &dyn Fn(f64, f64) -> bool) -> bool {
    let (a, b) = (want.numbers(), got.numbers());
    a.len() == b.len() && a.iter().zip(&b).all(|((at, a), (place, b))| at == place && holds(*a, *b))
}

fn equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::List(a), Value::List(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| equal(a, b)),
        (Value::Number(a), Value::Number(b)) => near(*a, *b),
        (a, b) => a == b,
    }
}

fn entry(value: &Value, at: &[usize]) -> Option<f64> {
    match (value, at) {
        (Value::Number(x), []) => Some(*x),
        (Value::List(list), [first, rest @ ..]) => entry(list.get(*first)?, rest),
        _ => None,
    }
}

/// Every entry of the one list is an entry of the other, which `from` tells.
fn moved(want: &Value, got: &Value, from: &dyn Fn(usize, usize) -> usize) -> bool {
    match (want, got) {
        (Value::List(want), Value::List(got)) => {
            let of = |(at, got): (usize, &Value)| want.get(from(at, want.len())).is_some_and(|want| equal(want, got));
            want.len() == got.len() && got.iter().enumerate().all(of)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use judge::course::Course;
    use judge::number::Real;
    use judge::report::{Factor, Form, Measure, Quantity, Sign};
    use std::path::Path;

    type Made = fn(&Value) -> Value;

    fn each(value: &Value, change: fn(f64) -> f64) -> Value {
        match value {
            Value::Number(x) => Value::Number(change(*x)),
            Value::List(list) => Value::List(list.iter().map(|inner| each(inner, change)).collect()),
            other => other.clone(),
        }
    }

    fn list(value: &Value, change: fn(&mut Vec<Value>)) -> Value {
        let Value::List(list) = value else { panic!("a list") };
        let mut list = list.clone();
        change(&mut list);
        Value::List(list)
    }

    #[test]
    fn each_thing_is_true_of_its_own_replies_alone() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let course = Course::load(&root).expect("the course");
        let exercise = course.exercise("gibbs").expect("an exercise");
        let snapshots = exercise.snapshots().expect("snapshots");
        let function = exercise.function("gibbs").expect("a function");
        let stored = &snapshots["gibbs"];
        let beta_left_out = &stored.wrong.iter().find(|wrong| wrong.name == "beta left out").expect("a body").replies;
        let factor = Factor { form: Form::Itself, measure: Measure::Number { value: Real(2.0) } };
        let twice = Quantity { sign: Sign::Plus, factors: vec![factor] };
        let kinds: [(Likeness, Made); 9] = [
            (Likeness::Constant { value: Some(Real(0.0)) }, |want| each(want, |_| 0.0)),
            (Likeness::Sign, |want| each(want, |x| -x)),
            (Likeness::Times { by: twice.clone() }, |want| each(want, |x| 2.0 * x)),
            (Likeness::Plus { by: twice }, |want| each(want, |x| x + 2.0)),
            (Likeness::Reversed, |want| list(want, |list| list.reverse())),
            (Likeness::Rotated { turn: Turn::Left }, |want| list(want, |list| list.rotate_left(1))),
            (Likeness::Rotated { turn: Turn::Right }, |want| list(want, |list| list.rotate_right(1))),
            (Likeness::FirstOnly { rest: Rest::Zero }, |want| {
                list(want, |list| list[1..].iter_mut().for_each(|other| *other = Value::Number(0.0)))
            }),
            (Likeness::SinglePrecision, |want| each(want, |x| f64::from(x as f32))),
        ];
        for (like, _) in &kinds {
            for (other, made) in &kinds {
                let replies: Vec<Option<Value>> = stored.cases.iter().map(|case| Some(made(&case.want))).collect();
                let answer = Answer { function, snapshots: &snapshots, replies: &replies };
                // a power of two times a number of f32 is one of f32 only if that is; 0 and ±2 are of f32
                let also = *like == Likeness::SinglePrecision && matches!(other, Likeness::Constant { .. });
                assert_eq!(answer.is(like, Of::All), like == other || also, "{like:?} of {other:?}");
                let known = Likeness::Listed { name: "beta left out".into(), says: String::new() };
                assert!(!answer.is(&known, Of::All), "{other:?}");
            }
        }
        let answer = Answer { function, snapshots: &snapshots, replies: beta_left_out };
        let known = |name: &str| Likeness::Listed { name: name.into(), says: String::new() };
        assert!(answer.is(&known("beta left out"), Of::All) && !answer.is(&known("no shift"), Of::Ordinary));
    }
}

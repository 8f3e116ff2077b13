//! Laws read from the other end: what a function must reply so that a law of it holds. An audit makes answers by it
//! that are right for whatever was written before.

use super::draws::{Digits, Draws};
use super::evaluate::{Evaluation, Known, Seen};
use super::expression::Expression;
use super::{Call, Law};
use crate::number::Value;

/// Values of a law, as far as they can be told.
#[derive(Clone, Debug, PartialEq)]
pub enum Told {
    /// These calls have to be made first.
    Needs(Vec<Call>),
    /// The values.
    Values(Vec<Value>),
    /// There are none: a call did not return, a derivative cannot be told, a reply does not fit.
    Nothing,
}

/// What a law says of a function's value, where it reads `f(a, b) = …` or `f(a, b)[1] = …`.
#[derive(Clone, Debug, PartialEq)]
pub struct Definition {
    /// The part of the value, where the law is about one.
    pub part: Option<usize>,
    /// The one value of the other side.
    pub told: Told,
}

impl Law {
    /// The values of all sides on the inputs of one seed.
    pub fn sides(&self, seed: u64, reply: Known<'_>) -> Told {
        self.first_sides(usize::MAX, seed, reply)
    }

    /// The value of the left side alone: derivatives, which cost most, stand on the right.
    pub fn left(&self, seed: u64, reply: Known<'_>) -> Told {
        self.first_sides(1, seed, reply)
    }

    fn first_sides(&self, most: usize, seed: u64, reply: Known<'_>) -> Told {
        let mut evaluation = Evaluation::new(Draws::new(seed, Digits::All), Some(reply));
        for (name, expression) in &self.given {
            let value = evaluation.whole(expression);
            evaluation.bind(name, value);
        }
        let sides: Vec<_> = self.holds.sides().take(most).map(|side| evaluation.whole(side)).collect();
        told(evaluation, sides)
    }

    /// What a function must reply to these arguments; nothing where the law does not read as a definition of it, or
    /// not for such arguments.
    pub fn definition(&self, function: &str, args: &[Value], reply: Known<'_>) -> Option<Definition> {
        let sides: Vec<&Expression> = self.holds.sides().collect();
        let [left, right] = sides.as_slice() else { return None };
        let (left, part) = match left {
            Expression::Index(list, index) => match index.as_ref() {
                Expression::Number(at) => (list.as_ref(), Some(*at as usize)),
                _ => return None,
            },
            left => (*left, None),
        };
        let Expression::Call(name, patterns) = left else { return None };
        if name != function || patterns.len() != args.len() {
            return None;
        }
        let mut bound = vec![];
        patterns.iter().zip(args).all(|(pattern, value)| matches(pattern, value, &mut bound)).then_some(())?;
        let mut evaluation = Evaluation::new(Draws::new(0, Digits::All), Some(reply));
        for (name, expression) in &self.given {
            let value = match bound.iter().find(|(other, _)| other == name) {
                Some((_, value)) => Ok(Seen { value: value.clone(), theirs: true }),
                None => evaluation.whole(expression),
            };
            evaluation.bind(name, value);
        }
        let value = evaluation.whole(right);
        Some(Definition { part, told: told(evaluation, vec![value]) })
    }
}

fn told<E>(evaluation: Evaluation<'_>, values: Vec<Result<Seen, E>>) -> Told {
    if !evaluation.missing.is_empty() {
        return Told::Needs(evaluation.missing);
    }
    let values: Result<Vec<Value>, E> = values.into_iter().map(|seen| Ok(seen?.value)).collect();
    values.map_or(Told::Nothing, Told::Values)
}

/// Does an argument fit what a law writes in its place? Names are bound, numbers and words must be the same.
fn matches(pattern: &Expression, value: &Value, bound: &mut Vec<(String, Value)>) -> bool {
    match (pattern, value) {
        (Expression::Name(name), value) => {
            let new = bound.iter().all(|(other, _)| other != name);
            bound.push((name.clone(), value.clone()));
            new
        }
        (Expression::Number(wanted), Value::Number(x)) => wanted == x,
        (Expression::Word(wanted), Value::Text(word)) => wanted == word,
        (Expression::List(patterns), Value::List(list)) => {
            patterns.len() == list.len() && patterns.iter().zip(list).all(|(inner, value)| matches(inner, value, bound))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fate::Fate;

    fn numbers(call: &Call) -> Vec<f64> {
        call.args.iter().flat_map(Value::numbers).map(|(_, x)| x).collect()
    }

    fn sum(call: &Call) -> Option<Fate> {
        Some(Fate::Value(Value::Number(numbers(call).iter().map(|x| x * x).sum())))
    }

    fn list(numbers: &[f64]) -> Value {
        Value::List(numbers.iter().map(|x| Value::Number(*x)).collect())
    }

    #[test]
    fn a_law_defines_its_function_for_any_arguments() {
        let law = Law::parse(&["n = integer(2, 3)", "v = normal(n)"], "g(v, 1) = D(v, f(v))").expect("a law");
        let args = [list(&[1.0, -2.0]), Value::Number(1.0)];
        let Some(Definition { part: None, told: Told::Values(values) }) = law.definition("g", &args, &sum) else {
            panic!("a value")
        };
        let slopes: Vec<f64> = values[0].numbers().into_iter().map(|(_, x)| x).collect();
        assert!((slopes[0] - 2.0).abs() < 1e-9 && (slopes[1] + 4.0).abs() < 1e-9, "{slopes:?}");
        let other = [list(&[1.0]), Value::Number(2.0)];
        assert_eq!(law.definition("g", &other, &sum), None);
        assert_eq!(law.definition("f", &args, &sum), None);
        let needs = law.definition("g", &args, &|_| None).map(|definition| definition.told);
        assert!(matches!(needs, Some(Told::Needs(calls)) if calls.iter().all(|call| call.function == "f")));
    }

    #[test]
    fn a_part_is_told_and_what_stands_in_lists_and_in_given_is_bound() {
        let given = ["a = normal()", "b = normal()", "s = f([a, b])"];
        let law = Law::parse(&given, "g([a, b])[1] = s + a").expect("a law");
        let definition = law.definition("g", &[list(&[1.0, 2.0])], &sum);
        let told = Told::Values(vec![Value::Number(6.0)]);
        assert_eq!(definition, Some(Definition { part: Some(1), told }));
        assert_eq!(law.definition("g", &[list(&[1.0])], &sum), None);
    }

    #[test]
    fn sides_are_values_or_calls() {
        let law = Law::parse(&["x = 2", "y = f(x)"], "f(x) + 1 = 2 * y").expect("a law");
        assert_eq!(law.sides(1, &sum), Told::Values(vec![Value::Number(5.0), Value::Number(8.0)]));
        assert_eq!(law.left(1, &sum), Told::Values(vec![Value::Number(5.0)]));
        assert!(matches!(law.sides(1, &|_| None), Told::Needs(_)));
        assert_eq!(law.sides(1, &|_| Some(Fate::Unfinished)), Told::Nothing);
    }
}

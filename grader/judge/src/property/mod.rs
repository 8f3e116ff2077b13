//! Laws that hold for any input: checks without an answer, which therefore cannot be hard-coded.
//!
//! A law is written in `exercise.toml` as a reader would write it on paper,
//! `gibbs(f + c, beta) = gibbs(f, beta)`, over inputs drawn from the seed of the run. The student's
//! functions appear in it by name; their values come from the probe. See `fixtures/README.md`.

mod builtin;
mod evaluate;
mod expression;
mod worst;

use crate::compare::Tolerance;
use crate::fate::Fate;
use crate::number::Value;
use evaluate::{Evaluation, Stop};
use expression::{Expression, Relation};
use std::collections::BTreeSet;

/// How many inputs are drawn for each law.
const TRIALS: u64 = 6;

/// Drawn inputs, then a relation between values.
#[derive(Clone, Debug)]
pub struct Law {
    given: Vec<(String, Expression)>,
    holds: Relation,
    /// The relation as written.
    pub text: String,
}

/// A call to a student's function.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// Which function.
    pub function: String,
    /// In stub order.
    pub args: Vec<Value>,
}

/// What one trial showed.
#[derive(Clone, Debug, PartialEq)]
pub enum Trial {
    /// These calls have to be made first.
    Needs(Vec<Call>),
    /// The relation holds.
    Holds {
        /// The largest number on its left side, for telling a real gradient from a constant 0.
        size: f64,
    },
    /// It does not.
    Broken {
        /// The drawn inputs.
        drawn: Vec<(String, Value)>,
        /// The side that differs, as values.
        left: Value,
        /// The other side.
        right: Value,
    },
    /// A value in it has another shape than the law can use.
    Shape {
        /// What does not fit.
        what: String,
    },
    /// A call in it did not return.
    NoReply {
        /// The call.
        call: Call,
        /// What became of it.
        fate: Fate,
    },
    /// A derivative could not be told at this point (a kink, or noise).
    Inconclusive,
}

impl Law {
    /// Reads a law; the error says what cannot be read.
    pub fn parse(given: &[String], holds: &str) -> Result<Law, String> {
        let mut bindings: Vec<(String, Expression)> = vec![];
        for line in given {
            let (name, text) = line.split_once('=').ok_or_else(|| format!("`{line}` is not `name = expression`"))?;
            let name = name.trim();
            if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
                return Err(format!("`{name}` is not a name"));
            }
            if bindings.iter().any(|(other, _)| other == name) {
                return Err(format!("`{name}` is given twice"));
            }
            bindings.push((name.into(), expression::parse(text)?));
        }
        let relation = expression::parse_relation(holds)?;
        let mut known: BTreeSet<&str> = BTreeSet::new();
        for (name, expression) in &bindings {
            must_be_known(expression, &known)?;
            known.insert(name);
        }
        for side in relation.sides() {
            must_be_known(side, &known)?;
        }
        Ok(Law { given: bindings, holds: relation, text: holds.trim().into() })
    }

    /// The names it calls that are not built in.
    pub fn calls(&self) -> BTreeSet<String> {
        let mut calls = BTreeSet::new();
        let sides = self.given.iter().map(|(_, expression)| expression).chain(self.holds.sides());
        for side in sides {
            side.visit(&mut |node| match node {
                Expression::Call(name, args) if name == builtin::TABLE => {
                    if let Some(Expression::Word(function)) = args.first() {
                        calls.insert(function.clone());
                    }
                }
                Expression::Call(name, _) if !builtin::exists(name) => {
                    calls.insert(name.clone());
                }
                _ => {}
            });
        }
        calls
    }

    /// How often it is worth trying: a law that draws nothing says the same every time.
    pub fn trials(&self) -> u64 {
        let mut draws = false;
        for side in self.given.iter().map(|(_, expression)| expression).chain(self.holds.sides()) {
            side.visit(&mut |node| draws |= matches!(node, Expression::Call(name, _) if builtin::draws(name)));
        }
        if draws { TRIALS } else { 1 }
    }

    /// Tries the law on the inputs of one seed, with the replies known so far.
    pub fn attempt(&self, seed: u64, tolerance: Tolerance, reply: &dyn Fn(&Call) -> Option<Fate>) -> Trial {
        let mut evaluation = Evaluation::new(seed, reply);
        for (name, expression) in &self.given {
            let value = evaluation.value(expression);
            evaluation.bind(name, value);
        }
        let sides: Vec<_> = self.holds.sides().map(|side| evaluation.value(side)).collect();
        if !evaluation.missing.is_empty() {
            return Trial::Needs(evaluation.missing);
        }
        let mut values = vec![];
        for side in sides {
            match side {
                Ok(value) => values.push(value),
                Err(Stop::NoReply(call, fate)) => return Trial::NoReply { call, fate },
                Err(Stop::Shape(what)) => return Trial::Shape { what },
                Err(Stop::Inconclusive) => return Trial::Inconclusive,
                Err(Stop::Missing) => return Trial::Shape { what: "a reply is missing".into() },
            }
        }
        let slack = 10.0 * evaluation.slack;
        for ((left, right), relation) in values.iter().zip(&values[1..]).zip(self.holds.signs()) {
            match relation.holds(left, right, tolerance, slack) {
                Ok(true) => {}
                Ok(false) => {
                    let drawn = evaluation.bindings();
                    return Trial::Broken { drawn, left: left.clone(), right: right.clone() };
                }
                Err(what) => return Trial::Shape { what },
            }
        }
        let size = values[0].numbers().into_iter().fold(0.0, |size: f64, (_, x)| size.max(x.abs()));
        Trial::Holds { size }
    }
}

fn must_be_known(expression: &Expression, known: &BTreeSet<&str>) -> Result<(), String> {
    let mut unknown = None;
    expression.visit(&mut |node| match node {
        Expression::Name(name) | Expression::Derivative(name, _) if !known.contains(name.as_str()) => {
            unknown = Some(name.clone());
        }
        _ => {}
    });
    match unknown {
        Some(name) => Err(format!("`{name}` is not given")),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const USUAL: Tolerance = Tolerance { relative: 1e-9, absolute: 1e-12 };

    fn law(given: &[&str], holds: &str) -> Law {
        let given: Vec<String> = given.iter().map(|line| (*line).to_owned()).collect();
        Law::parse(&given, holds).expect("a law")
    }

    /// Answers every call of a law in rounds, as the grader does.
    fn settle(law: &Law, seed: u64, function: &dyn Fn(&Call) -> Fate) -> Trial {
        let mut replies: Vec<(Call, Fate)> = vec![];
        loop {
            let known = |call: &Call| replies.iter().find(|(other, _)| other == call).map(|(_, fate)| fate.clone());
            match law.attempt(seed, USUAL, &known) {
                Trial::Needs(calls) => replies.extend(calls.into_iter().map(|call| (call.clone(), function(&call)))),
                trial => return trial,
            }
        }
    }

    fn vector(call: &Call) -> Vec<f64> {
        call.args[0].numbers().into_iter().map(|(_, x)| x).collect()
    }

    #[test]
    fn a_true_law_holds_and_a_broken_one_shows_its_inputs() {
        let law = law(&["v = normal(4)", "c = normal()"], "f(v + c) = f(v) + c");
        let max = |call: &Call| Fate::Value(Value::Number(vector(call).into_iter().fold(f64::MIN, f64::max)));
        let sum = |call: &Call| Fate::Value(Value::Number(vector(call).into_iter().sum()));
        assert!(matches!(settle(&law, 7, &max), Trial::Holds { .. }));
        match settle(&law, 7, &sum) {
            Trial::Broken { drawn, .. } => assert_eq!(drawn.len(), 2),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_derivative_is_found_to_ten_digits() {
        let law = law(&["v = normal(3)"], "g(v) = D(v, f(v))");
        let function = |call: &Call| {
            let v = vector(call);
            Fate::Value(match call.function.as_str() {
                "f" => Value::Number(v.iter().map(|x| (2.0 * x).exp()).sum::<f64>()),
                _ => Value::List(v.iter().map(|x| Value::Number(2.0 * (2.0 * x).exp())).collect()),
            })
        };
        assert!(matches!(settle(&law, 3, &function), Trial::Holds { size } if size > 0.0));
        let wrong = |call: &Call| match function(call) {
            Fate::Value(Value::List(list)) => Fate::Value(Value::List(
                list.iter().map(|x| Value::Number(x.as_number().unwrap_or(0.0) * (1.0 + 1e-7))).collect(),
            )),
            fate => fate,
        };
        assert!(matches!(settle(&law, 3, &wrong), Trial::Broken { .. }));
    }

    #[test]
    fn the_same_seed_draws_the_same_inputs_and_another_seed_others() {
        let law = law(&["v = normal(2)"], "f(v) = 0");
        let first = |seed| match law.attempt(seed, USUAL, &|_| None) {
            Trial::Needs(calls) => calls,
            other => panic!("{other:?}"),
        };
        assert_eq!(first(1), first(1));
        assert_ne!(first(1), first(2));
    }

    #[test]
    fn a_call_that_does_not_return_is_reported_as_such() {
        let law = law(&["v = normal(2)"], "f(v) = 0");
        assert!(matches!(settle(&law, 1, &|_| Fate::Unfinished), Trial::NoReply { fate: Fate::Unfinished, .. }));
    }

    #[test]
    fn nested_calls_and_chains_are_settled_in_rounds() {
        let law = law(&["v = normal(2)", "w = f(v)"], "min(v) <= sum(f(w)) <= max(v)");
        let half =
            |call: &Call| Fate::Value(Value::List(vector(call).iter().map(|x| Value::Number(x / 2.0)).collect()));
        assert!(!matches!(settle(&law, 1, &half), Trial::Needs(_)));
    }

    #[test]
    fn a_table_calls_a_function_on_every_pair() {
        let law = law(&["a = [1, 2]", "b = [10, 20, 30]"], "table('f', a, b) = outer(a, b)");
        assert_eq!(law.calls().into_iter().collect::<Vec<_>>(), ["f"]);
        let product = |call: &Call| Fate::Value(Value::Number(call.args.iter().filter_map(Value::as_number).product()));
        assert_eq!(settle(&law, 1, &product), Trial::Holds { size: 60.0 });
    }

    #[test]
    fn all_paths_through_a_matrix_are_found() {
        // five windows, three symbols: C(4, 2) paths, each of five cells
        let law = law(&["m = linspace(1, 1, 3)", "all = path_energies([m, m, m, m, m])"], "f(all) = len(all)");
        assert_eq!(settle(&law, 1, &|_| Fate::Value(Value::Number(6.0))), Trial::Holds { size: 6.0 });
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        for (given, holds) in
            [(vec!["v"], "f(v) = 0"), (vec![], "f(v) = 0"), (vec!["v = normal(2"], "f(v) = 0"), (vec!["v = 1"], "f(v)")]
        {
            let given: Vec<String> = given.into_iter().map(str::to_owned).collect();
            assert!(Law::parse(&given, holds).is_err(), "{holds}");
        }
    }
}

//! Laws that hold for any input: checks without an answer, which therefore cannot be hard-coded.
//!
//! A law is written in `exercise.toml` as a reader would write it on paper,
//! `gibbs(f + c, beta) = gibbs(f, beta)`, over inputs drawn from the seed of the run. The student's
//! functions appear in it by name; their values come from the probe. See `fixtures/README.md`.

mod answer;
mod builtin;
mod drawn;
mod draws;
mod evaluate;
mod expression;
mod eye;
mod given;
mod misfit;
mod plot;
mod worst;

use crate::compare::Tolerance;
use crate::fate::Fate;
use crate::number::Value;
use draws::{Digits, Draws};
use evaluate::{Evaluation, Stop};
use expression::{Expression, Relation, Trouble};
use given::{bindings, draws_something, sensible, sites};
use misfit::Misfit;
use std::collections::BTreeSet;

pub use answer::{Definition, Told};
pub use builtin::exists as is_builtin;
pub use drawn::{Attempt, Draw, Range, Text};
pub use draws::{Tape, simpler};
pub use plot::{Entry, Flaw, Gap, Look, MOST_CALLS, Part, Plot, PlotText, Sketch, Spot, States, Way, WayText};

/// How many inputs are drawn for each law.
const TRIALS: u64 = 6;

/// Drawn inputs, then a relation between values.
#[derive(Clone, Debug)]
pub struct Law {
    given: Vec<(String, Expression)>,
    holds: Relation,
    /// The relation as written.
    pub text: String,
    /// Its inputs as written.
    pub inputs: Vec<String>,
}

/// One of the texts that make up a law, or a draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece {
    /// A line of `given`, counted from 0.
    Given(usize),
    /// The relation.
    Holds,
    /// A line of `when`, counted from 0.
    When(usize),
    /// An argument, counted from 0.
    Argument(usize),
    /// What is right.
    Range,
}

/// Why a law cannot be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Unreadable {
    /// In which of its texts.
    pub piece: Piece,
    /// At which byte.
    pub at: usize,
    /// What is wrong there.
    pub what: String,
}

/// A call to a student's function.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// Which function.
    pub function: String,
    /// In stub order.
    pub args: Vec<Value>,
}

impl Call {
    /// All that tells two calls apart. A derivative looks up thousands: bits are had sooner than digits.
    pub fn key(&self) -> Vec<u8> {
        fn write(value: &Value, key: &mut Vec<u8>) {
            match value {
                Value::Number(x) => {
                    key.push(b'x');
                    key.extend_from_slice(&x.to_bits().to_le_bytes());
                }
                Value::List(list) => {
                    key.push(b'[');
                    key.extend_from_slice(&(list.len() as u64).to_le_bytes());
                    list.iter().for_each(|inner| write(inner, key));
                }
                Value::Text(text) => {
                    key.push(b'"');
                    key.extend_from_slice(&(text.len() as u64).to_le_bytes());
                    key.extend_from_slice(text.as_bytes());
                }
                Value::Truth(truth) => key.push(if *truth { b't' } else { b'f' }),
                Value::Nothing => key.push(b'0'),
            }
        }
        let mut key = self.function.clone().into_bytes();
        self.args.iter().for_each(|value| write(value, &mut key));
        key
    }
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
    /// A reply has another shape than the law can use.
    Shape {
        /// What does not fit.
        what: String,
    },
    /// The law itself makes no sense on these inputs, whatever is replied: the fixtures' fault.
    Defect {
        /// Which of its texts.
        piece: Piece,
        /// What is wrong with it.
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
    /// Reads a law; the error says what cannot be read, and where.
    pub fn parse(given: &[&str], holds: &str) -> Result<Law, Unreadable> {
        let bindings = bindings(given)?;
        let fault = |at: usize, what: String| Unreadable { piece: Piece::Holds, at, what };
        let relation = expression::parse_relation(holds).map_err(|Trouble { at, what }| fault(at, what))?;
        let known: BTreeSet<&str> = bindings.iter().map(|(name, _)| name.as_str()).collect();
        for side in relation.sides() {
            sensible(side, &known).map_err(|what| fault(0, what))?;
        }
        let inputs = given.iter().map(|line| line.trim().to_owned()).collect();
        Ok(Law { given: bindings, holds: relation, text: holds.trim().into(), inputs })
    }

    /// Every call of a function that is not built in: its name, and how many arguments it is given.
    pub fn call_sites(&self) -> Vec<(Piece, String, usize)> {
        let given = self.given.iter().enumerate().map(|(index, (_, expression))| (Piece::Given(index), expression));
        let holds = self.holds.sides().map(|side| (Piece::Holds, side));
        given.chain(holds).flat_map(|(piece, expression)| sites(piece, expression)).collect()
    }

    /// Is one side the same text as the next? Such a law says nothing.
    pub fn repeats_itself(&self) -> bool {
        let sides: Vec<&Expression> = self.holds.sides().collect();
        sides.windows(2).any(|pair| pair[0] == pair[1])
    }

    /// The names it calls that are not built in.
    pub fn calls(&self) -> BTreeSet<String> {
        self.call_sites().into_iter().map(|(_, name, _)| name).collect()
    }

    /// How often it is worth trying: a law that draws nothing says the same every time.
    pub fn trials(&self) -> u64 {
        let mut all = self.given.iter().map(|(_, expression)| expression).chain(self.holds.sides());
        let draws = all.any(draws_something);
        if draws { TRIALS } else { 1 }
    }

    /// Tries the law on the inputs of one seed, with the replies known so far.
    pub fn attempt(&self, seed: u64, tolerance: Tolerance, reply: &dyn Fn(&Call) -> Option<Fate>) -> Trial {
        self.evaluate(Evaluation::new(Draws::new(seed, Digits::All), Some(reply)), tolerance)
    }

    /// Draws the inputs of one seed and calls nothing: the first calls that the law needs, or its defect.
    pub fn rehearse(&self, seed: u64, tolerance: Tolerance) -> Trial {
        self.evaluate(Evaluation::new(Draws::new(seed, Digits::All), None), tolerance)
    }

    fn evaluate(&self, mut evaluation: Evaluation<'_>, tolerance: Tolerance) -> Trial {
        for (index, (name, expression)) in self.given.iter().enumerate() {
            let value = evaluation.whole(expression);
            if let Some(what) = evaluation.defect.take() {
                return Trial::Defect { piece: Piece::Given(index), what };
            }
            evaluation.bind(name, value);
        }
        let sides: Vec<_> = self.holds.sides().map(|side| evaluation.whole(side)).collect();
        let piece = Piece::Holds;
        if let Some(what) = evaluation.defect.take() {
            return Trial::Defect { piece, what };
        }
        if !evaluation.missing.is_empty() {
            return Trial::Needs(evaluation.missing);
        }
        let mut values = vec![];
        for side in sides {
            match side {
                Ok(seen) => values.push(seen),
                Err(Stop::NoReply(call, fate)) => return Trial::NoReply { call, fate },
                Err(Stop::Shape(what)) => return Trial::Shape { what },
                Err(Stop::Defect(what)) => return Trial::Defect { piece, what },
                Err(Stop::Inconclusive) => return Trial::Inconclusive,
                Err(Stop::Missing) => return Trial::Defect { piece, what: "a reply is missing".into() },
            }
        }
        let slack = 10.0 * evaluation.slack;
        for (pair, sign) in values.windows(2).zip(self.holds.signs()) {
            let (left, right) = (&pair[0], &pair[1]);
            match sign.holds(&left.value, &right.value, tolerance, slack) {
                Ok(true) => {}
                Ok(false) => {
                    let drawn = evaluation.bindings();
                    return Trial::Broken { drawn, left: left.value.clone(), right: right.value.clone() };
                }
                Err(Misfit::Size(what)) if left.theirs || right.theirs => return Trial::Shape { what },
                Err(misfit) => return Trial::Defect { piece, what: misfit.what() },
            }
        }
        let size = values[0].value.numbers().into_iter().fold(0.0, |size: f64, (_, x)| size.max(x.abs()));
        Trial::Holds { size }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const USUAL: Tolerance = Tolerance { relative: 1e-9, absolute: 1e-12 };

    fn law(given: &[&str], holds: &str) -> Law {
        Law::parse(given, holds).expect("a law")
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
    fn the_slope_beside_a_corner_is_right_or_left_out() {
        let law = law(&["x = 0.01 * normal()"], "slope(x) = D(x, square(x))");
        let function = |call: &Call| {
            let up = call.args[0].as_number().unwrap_or(f64::NAN).max(0.0);
            Fate::Value(Value::Number(if call.function == "square" { up * up } else { 2.0 * up }))
        };
        let trials: Vec<Trial> = (0..2000).map(|seed| settle(&law, seed, &function)).collect();
        let broken = trials.iter().find(|trial| matches!(trial, Trial::Broken { .. }));
        assert_eq!(broken, None);
        assert!(trials.iter().any(|trial| matches!(trial, Trial::Holds { .. })));
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
    fn what_cannot_be_read_is_said_with_its_place() {
        let deep = format!("f({}v{}) = 0", "(".repeat(20_000), ")".repeat(20_000));
        let nested = format!("f({}v{}) = 0", "(".repeat(60), ")".repeat(60));
        let signs = format!("f({}v) = 0", "-".repeat(300));
        let long = format!("f(v) = {}", ["1"; 400].join("+"));
        let most: Vec<String> = (0..41).map(|i| format!("x{i} = 1")).collect();
        let most: Vec<&str> = most.iter().map(String::as_str).collect();
        for (given, holds, piece, at, says) in [
            (vec!["v"], "f(v) = 0", Piece::Given(0), 0, "is not `name = expression`"),
            (vec![], "f(v) = 0", Piece::Holds, 0, "`v` is not given"),
            (vec!["v = normal(2"], "f(v) = 0", Piece::Given(0), 12, "`,` is missing before the end"),
            (vec!["v = 1"], "f(v)", Piece::Holds, 0, "has no `=`"),
            (vec!["v = 1"], "f(v) = 1 + ) 2", Piece::Holds, 11, "`)` stands where a value should"),
            (vec!["v = 1"], "f(v) = 1 2", Piece::Holds, 9, "`2` stands where"),
            (vec!["v = 1"], "f(v) = 10^9", Piece::Holds, 9, "`^` is not part of the notation"),
            (vec!["v = 1e999"], "f(v) = 0", Piece::Given(0), 4, "`1e999` is not a number"),
            (vec!["v = sum(1, 2)"], "f(v) = 0", Piece::Given(0), 3, "`sum` takes 1 arguments, not 2"),
            (vec!["v = 1"], "table(f, [v], [v]) = 0", Piece::Holds, 0, "`table` takes a quoted name"),
            (vec!["inf = 1"], "f(inf) = 0", Piece::Given(0), 0, "`inf` means something else"),
            (vec!["v = 1"], &deep, Piece::Holds, 0, "longer than"),
            (vec!["v = 1"], &nested, Piece::Holds, 42, "nested deeper than"),
            (vec!["v = 1"], &signs, Piece::Holds, 42, "nested deeper than"),
            (vec!["v = 1"], &long, Piece::Holds, 306, "more than 300 parts"),
            (most, "f(x1) = 0", Piece::Given(40), 0, "more than the 40 lines"),
        ] {
            let error = Law::parse(&given, holds).expect_err(says);
            assert!(error.what.contains(says), "{says}: {error:?}");
            assert_eq!((error.piece, error.at), (piece, at), "{error:?}");
        }
    }

    #[test]
    fn a_law_that_makes_no_sense_is_a_defect_whatever_is_replied() {
        let one = |_: &Call| Fate::Value(Value::List(vec![Value::Number(1.0); 2]));
        for (given, holds) in [
            (vec!["n = integer(5, 2)", "v = normal(2)"], "f(v) = 0"),
            (vec!["a = ones(integer(10000, 10001))", "v = outer(a, a)"], "f(v) = 0"),
            (vec!["a = ones(integer(100000, 100001))"], "f(a) = 0"),
            (vec!["v = [1, 2] + [1, 2, 3]"], "f(v) = 0"),
            (vec!["v = 1 / 0"], "f(v) = 0"),
            (vec!["z = normal(2)", "v = 1 / (z - z)"], "f(v) = 0"),
            (vec!["v = ln(-1)"], "f(v) = 0"),
            (vec!["v = exp(1000)"], "f(v) = 0"),
            (vec!["v = normal(2)"], "f(v) = ln(0)"),
            (vec!["v = normal(2)"], "f(v) = f(v) + 'Mean'"),
            (vec!["v = normal(2)"], "f(v) = f(v) + [1, 2] * [1, 2, 3]"),
            (vec!["v = normal(2)"], "f(v)[0][0] = 1"),
            (vec!["v = normal(2)"], "f(v) = D(v, f(v))"),
            (vec!["v = normal(2)"], "f(v)[5 - 7] = 1"),
            (vec!["a = zeros(20000)", "b = [a, a, a]", "c = [b, b, b]"], "f(c) = 0"),
            (vec!["a = linspace(0, 1, 300)"], "sum(table('f', a, a)) = 0"),
            (vec!["a = [1]", "b = [[[[a]]]]", "c = [[[[b]]]]", "d = [[[[c]]]]"], "f(d) = 0"),
        ] {
            let trial = settle(&law(&given, holds), 1, &one);
            assert!(matches!(trial, Trial::Defect { .. }), "{given:?} {holds}: {trial:?}");
        }
    }

    #[test]
    fn a_reply_of_another_length_is_the_students() {
        let two = |_: &Call| Fate::Value(Value::List(vec![Value::Number(1.0); 2]));
        let none = |_: &Call| Fate::Value(Value::Nothing);
        for holds in ["f(v) = v", "f(v) + v = 0", "f(v)[2] = 0", "dot(f(v), v) = 0"] {
            for reply in [&two as &dyn Fn(&Call) -> Fate, &none] {
                let trial = settle(&law(&["v = normal(3)"], holds), 1, reply);
                assert!(matches!(trial, Trial::Shape { .. }), "{holds}: {trial:?}");
            }
        }
        let zero = |_: &Call| Fate::Value(Value::Number(0.0));
        let nan = |_: &Call| Fate::Value(Value::Number(f64::NAN));
        let law = law(&["v = normal(3)"], "1 / f(v) = 0");
        assert!(matches!(settle(&law, 1, &zero), Trial::Broken { .. }));
        assert!(matches!(settle(&law, 1, &nan), Trial::Broken { .. }));
    }

    #[test]
    fn a_derivative_without_end_is_refused() {
        for (given, holds) in [
            ("v = normal(60)", "f(D(v, sum(D(v, sum(D(v, sum(v * v))))))) = 0"),
            ("v = normal(1000)", "sum(f(v)) = sum(D(v, f(v)))"),
        ] {
            let trial = law(&[given], holds).attempt(1, USUAL, &|_| None);
            assert!(matches!(trial, Trial::Defect { .. }), "{holds}");
        }
    }
}

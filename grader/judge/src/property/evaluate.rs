//! Evaluates a law's expressions. Student functions are looked up among the replies known so far;
//! what is not known yet is collected, so that one run of the probe answers many calls.

use super::Call;
use super::builtin::{self, elementwise};
use super::expression::Expression;
use crate::fate::Fate;
use crate::number::Value;

/// Why an expression has no value.
#[derive(Clone, Debug)]
pub enum Stop {
    /// A reply is not there yet.
    Missing,
    /// A call did not return.
    NoReply(Call, Fate),
    /// Values do not fit together.
    Shape(String),
    /// A derivative could not be told.
    Inconclusive,
}

/// One evaluation with the inputs of one seed.
pub struct Evaluation<'a> {
    random: fastrand::Rng,
    reply: &'a dyn Fn(&Call) -> Option<Fate>,
    names: Vec<(String, Result<Value, Stop>)>,
    /// Calls that have to be made.
    pub missing: Vec<Call>,
    /// The largest error estimate of a numerical derivative.
    pub slack: f64,
}

impl<'a> Evaluation<'a> {
    /// Starts with no names.
    pub fn new(seed: u64, reply: &'a dyn Fn(&Call) -> Option<Fate>) -> Self {
        let random = fastrand::Rng::with_seed(seed);
        Evaluation { random, reply, names: vec![], missing: vec![], slack: 0.0 }
    }

    /// Gives a name to a value, or to the reason why there is none.
    pub fn bind(&mut self, name: &str, value: Result<Value, Stop>) {
        self.names.push((name.into(), value));
    }

    /// The names that have values.
    pub fn bindings(&self) -> Vec<(String, Value)> {
        let bound = self.names.iter();
        bound.filter_map(|(name, value)| Some((name.clone(), value.clone().ok()?))).collect()
    }

    /// Evaluates everything below a node before it stops, so that all missing calls are found and
    /// the random numbers are drawn in the same order every time.
    pub fn value(&mut self, expression: &Expression) -> Result<Value, Stop> {
        match expression {
            Expression::Number(x) => Ok(Value::Number(*x)),
            Expression::Word(word) => Ok(Value::Text(word.clone())),
            Expression::Name(name) => match self.names.iter().rev().find(|(other, _)| other == name) {
                Some((_, value)) => value.clone(),
                None => Err(Stop::Shape(format!("`{name}` is not given"))),
            },
            Expression::List(list) => Ok(Value::List(self.values(list)?)),
            Expression::Negative(inner) => {
                elementwise(&Value::Number(0.0), &self.value(inner)?, &|a, b| a - b).map_err(Stop::Shape)
            }
            Expression::Binary(symbol, left, right) => {
                let (left, right) = (self.value(left), self.value(right));
                let operation: fn(f64, f64) -> f64 = match symbol {
                    '+' => |a, b| a + b,
                    '-' => |a, b| a - b,
                    '*' => |a, b| a * b,
                    _ => |a, b| a / b,
                };
                elementwise(&left?, &right?, &operation).map_err(Stop::Shape)
            }
            Expression::Index(list, index) => {
                let (list, index) = (self.value(list), self.value(index));
                builtin::index(&list?, &index?).map_err(Stop::Shape)
            }
            Expression::Call(name, args) if name == builtin::TABLE => {
                let args = self.values(args)?;
                let [Value::Text(function), Value::List(rows), Value::List(columns)] = args.as_slice() else {
                    return Err(Stop::Shape("`table` takes a quoted name and two lists".into()));
                };
                let entry =
                    |a: &Value, b: &Value| Call { function: function.clone(), args: vec![a.clone(), b.clone()] };
                let cells: Vec<Vec<Call>> =
                    rows.iter().map(|a| columns.iter().map(|b| entry(a, b)).collect()).collect();
                let asked: Vec<Vec<_>> =
                    cells.into_iter().map(|row| row.into_iter().map(|call| self.ask(call)).collect()).collect();
                let rows = asked.into_iter().map(|row| row.into_iter().collect::<Result<_, _>>().map(Value::List));
                rows.collect::<Result<_, _>>().map(Value::List)
            }
            Expression::Call(name, args) => {
                let args = self.values(args)?;
                match builtin::call(name, &args, &mut self.random) {
                    Some(value) => value.map_err(Stop::Shape),
                    None => self.ask(Call { function: name.clone(), args }),
                }
            }
            Expression::Derivative(name, inner) => self.derivative(name, inner),
        }
    }

    fn values(&mut self, list: &[Expression]) -> Result<Vec<Value>, Stop> {
        let values: Vec<_> = list.iter().map(|inner| self.value(inner)).collect();
        values.into_iter().collect()
    }

    fn ask(&mut self, call: Call) -> Result<Value, Stop> {
        match (self.reply)(&call) {
            Some(Fate::Value(value)) => Ok(value),
            Some(fate) => Err(Stop::NoReply(call, fate)),
            None => {
                self.missing.push(call);
                Err(Stop::Missing)
            }
        }
    }

    /// The derivative of a scalar with respect to every number of a name, by central differences
    /// whose step is halved five times and extrapolated (Ridders 1982).
    fn derivative(&mut self, name: &str, inner: &Expression) -> Result<Value, Stop> {
        let at = self.value(&Expression::Name(name.into()))?;
        let points = at.numbers();
        let mut slopes = vec![];
        let mut stop = None;
        for (path, x) in &points {
            let mut differences = vec![];
            for halving in 0..6 {
                let step = 0.02 * x.abs().max(1.0) / f64::from(1 << halving);
                let up = self.with(name, replaced(&at, path, x + step), inner);
                let down = self.with(name, replaced(&at, path, x - step), inner);
                match (up, down) {
                    (Ok(up), Ok(down)) => differences.push((up - down) / (2.0 * step)),
                    (Err(error), _) | (_, Err(error)) => stop = stop.or(Some(error)),
                }
            }
            if differences.len() == 6 {
                slopes.push(extrapolate(&differences));
            }
        }
        if let Some(stop) = stop {
            return Err(stop);
        }
        for &(slope, error) in &slopes {
            if error.is_nan() || error > 1e-5 * (1.0 + slope.abs()) {
                return Err(Stop::Inconclusive);
            }
            self.slack = self.slack.max(error);
        }
        let mut result = at.clone();
        for ((path, _), (slope, _)) in points.iter().zip(slopes) {
            result = replaced(&result, path, slope);
        }
        Ok(result)
    }

    fn with(&mut self, name: &str, value: Value, inner: &Expression) -> Result<f64, Stop> {
        self.bind(name, Ok(value));
        let result = self.value(inner);
        self.names.pop();
        result?.as_number().ok_or_else(|| Stop::Shape("only a single number can be differentiated".into()))
    }
}

/// Neville's table over halved steps: the entry that its neighbours confirm best, and by how much.
fn extrapolate(differences: &[f64]) -> (f64, f64) {
    let mut best = (f64::NAN, f64::INFINITY);
    let mut column = differences.to_vec();
    for order in 1..differences.len() {
        let factor = 4f64.powi(order as i32);
        let next: Vec<f64> = column.windows(2).map(|pair| (factor * pair[1] - pair[0]) / (factor - 1.0)).collect();
        for (i, &value) in next.iter().enumerate() {
            let error = (value - column[i]).abs().max((value - column[i + 1]).abs());
            if error < best.1 {
                best = (value, error);
            }
        }
        column = next;
    }
    best
}

fn replaced(value: &Value, path: &[usize], x: f64) -> Value {
    match (value, path.split_first()) {
        (Value::List(list), Some((first, rest))) => {
            let inner =
                |(i, inner): (usize, &Value)| if i == *first { replaced(inner, rest, x) } else { inner.clone() };
            Value::List(list.iter().enumerate().map(inner).collect())
        }
        _ => Value::Number(x),
    }
}

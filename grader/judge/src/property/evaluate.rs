//! Evaluates a law's expressions. Student functions are looked up among the replies known so far;
//! what is not known yet is collected, so that one run of the probe answers many calls.
//!
//! Whose fault is a value that does not fit? The law's, where no reply has touched it, and wherever things
//! of another kind meet, since Rust's types fix the kind of every reply. The reply's, where a length or a
//! number is not what the law needs and a reply had a part in it.

use super::Call;
use super::builtin::{self, MOST_ENTRIES, elementwise, entries};
use super::draws::{Draws, clean};
use super::expression::Expression;
use super::misfit::{Misfit, shown};
use crate::fate::Fate;
use crate::number::Value;

/// One evaluation may make this many numbers: a derivative of a derivative of a large matrix has no end.
const MOST_WORK: usize = 5_000_000;
/// One trial of a law may ask for this many calls …
const MOST_CALLS: usize = 20_000;
/// … with this many numbers in their arguments together.
const MOST_ASKED: usize = 2_000_000;
/// Lists in lists.
const DEEPEST: usize = 8;

/// The replies known so far.
pub type Known<'a> = &'a dyn Fn(&Call) -> Option<Fate>;

/// Why an expression has no value.
#[derive(Clone, Debug)]
pub enum Stop {
    /// A reply is not there yet.
    Missing,
    /// A call did not return.
    NoReply(Call, Fate),
    /// A reply does not fit the law.
    Shape(String),
    /// The law itself makes no sense.
    Defect(String),
    /// A derivative could not be told.
    Inconclusive,
}

/// A value, and whether a reply of the student's had a part in it.
#[derive(Clone, Debug)]
pub struct Seen {
    pub value: Value,
    pub theirs: bool,
}

impl Seen {
    fn ours(value: Value) -> Seen {
        Seen { value, theirs: false }
    }
}

/// One evaluation with the inputs of one seed.
pub struct Evaluation<'a> {
    draws: Draws<'a>,
    /// Nobody replies where only the law itself is looked at.
    reply: Option<Known<'a>>,
    names: Vec<(String, Result<Seen, Stop>)>,
    work: usize,
    asked: usize,
    /// Calls that have to be made.
    pub missing: Vec<Call>,
    /// The first reason why the law makes no sense, whether a value needed it or not.
    pub defect: Option<String>,
    /// The largest error estimate of a numerical derivative.
    pub slack: f64,
}

impl<'a> Evaluation<'a> {
    /// Starts with no names.
    pub fn new(draws: Draws<'a>, reply: Option<Known<'a>>) -> Self {
        Evaluation { draws, reply, names: vec![], work: 0, asked: 0, missing: vec![], defect: None, slack: 0.0 }
    }

    /// Gives a name to a value, or to the reason why there is none.
    pub fn bind(&mut self, name: &str, value: Result<Seen, Stop>) {
        self.names.push((name.into(), value));
    }

    /// Gives a name to a value, until [`unname`](Self::unname).
    pub fn name(&mut self, name: &str, seen: Seen) {
        self.names.push((name.into(), Ok(seen)));
    }

    /// Takes the last name away.
    pub fn unname(&mut self) {
        self.names.pop();
    }

    /// A value for a call, without the noise of arithmetic where few digits are wanted.
    pub fn cleaned(&self, value: Value) -> Value {
        match value {
            Value::Number(x) if self.draws.few() => Value::Number(clean(x)),
            Value::List(list) => Value::List(list.into_iter().map(|inner| self.cleaned(inner)).collect()),
            other => other,
        }
    }

    /// All that was drawn.
    pub fn into_tape(self) -> super::draws::Tape {
        self.draws.into_tape()
    }

    /// The names that have values.
    pub fn bindings(&self) -> Vec<(String, Value)> {
        let bound = self.names.iter();
        bound.filter_map(|(name, value)| Some((name.clone(), value.clone().ok()?.value))).collect()
    }

    /// A drawn input, or a side of the relation: finite, unless the law itself says `inf`.
    pub fn whole(&mut self, expression: &Expression) -> Result<Seen, Stop> {
        let seen = self.value(expression)?;
        match builtin::find(&seen.value, |x| !x.is_finite()) {
            Some(x) if !seen.theirs && !expression.names_infinity() => self.senseless(format!("a value is {x}")),
            _ => Ok(seen),
        }
    }

    /// Evaluates everything below a node before it stops, so that all missing calls are found and
    /// the random numbers are drawn in the same order every time.
    pub fn value(&mut self, expression: &Expression) -> Result<Seen, Stop> {
        self.work += 1;
        if self.work > MOST_WORK {
            return self.senseless("it takes too long to evaluate".into());
        }
        match expression {
            Expression::Number(x) => Ok(Seen::ours(Value::Number(*x))),
            Expression::Word(word) => Ok(Seen::ours(Value::Text(word.clone()))),
            Expression::Name(name) => match self.names.iter().rev().find(|(other, _)| other == name) {
                Some((_, value)) => value.clone(),
                None => self.senseless(format!("`{name}` is not given")),
            },
            Expression::List(list) => {
                let (values, theirs) = self.values(list)?;
                self.checked(Ok(Value::List(values)), theirs)
            }
            Expression::Negative(inner) => {
                let inner = self.value(inner)?;
                self.checked(elementwise(&Value::Number(0.0), &inner.value, &|a, b| a - b), inner.theirs)
            }
            Expression::Binary(symbol, left, right) => {
                let (left, right) = (self.value(left), self.value(right));
                let (left, right) = (left?, right?);
                if *symbol == '/' && !right.theirs && builtin::find(&right.value, |x| x == 0.0).is_some() {
                    return self.senseless("it divides by 0".into());
                }
                let operation: fn(f64, f64) -> f64 = match symbol {
                    '+' => |a, b| a + b,
                    '-' => |a, b| a - b,
                    '*' => |a, b| a * b,
                    _ => |a, b| a / b,
                };
                self.checked(elementwise(&left.value, &right.value, &operation), left.theirs || right.theirs)
            }
            Expression::Index(list, index) => {
                let (list, index) = (self.value(list), self.value(index));
                let (list, index) = (list?, index?);
                match builtin::size(&index.value) {
                    Ok(place) => self.checked(builtin::index(&list.value, place), list.theirs || index.theirs),
                    Err(misfit) => self.checked(Err(misfit), index.theirs),
                }
            }
            Expression::Call(name, args) if name == builtin::TABLE => self.table(args),
            Expression::Call(name, args) => {
                let (args, theirs) = self.values(args)?;
                match builtin::call(name, &args, &mut self.draws) {
                    Some(value) => self.checked(value, theirs),
                    None => self.ask(Call { function: name.clone(), args }),
                }
            }
            Expression::Derivative(name, inner) => self.derivative(name, inner),
        }
    }

    /// All values, and whether a reply had a part in any.
    fn values(&mut self, list: &[Expression]) -> Result<(Vec<Value>, bool), Stop> {
        let seen: Vec<_> = list.iter().map(|inner| self.value(inner)).collect();
        let seen = seen.into_iter().collect::<Result<Vec<_>, _>>()?;
        let theirs = seen.iter().any(|one| one.theirs);
        Ok((seen.into_iter().map(|one| one.value).collect(), theirs))
    }

    /// The matrix of a function's values.
    fn table(&mut self, args: &[Expression]) -> Result<Seen, Stop> {
        let (args, theirs) = self.values(args)?;
        let [Value::Text(function), Value::List(rows), Value::List(columns)] = args.as_slice() else {
            return self.senseless("`table` takes a quoted name and two lists".into());
        };
        if rows.len().saturating_mul(columns.len()) > MOST_CALLS {
            return self.checked(Err(Misfit::Size("`table` asks for too many calls".into())), theirs);
        }
        let entry = |a: &Value, b: &Value| Call { function: function.clone(), args: vec![a.clone(), b.clone()] };
        let cells: Vec<Vec<Call>> = rows.iter().map(|a| columns.iter().map(|b| entry(a, b)).collect()).collect();
        let asked: Vec<Vec<_>> =
            cells.into_iter().map(|row| row.into_iter().map(|call| self.ask(call)).collect()).collect();
        let row = |row: Vec<Result<Seen, Stop>>| {
            row.into_iter().map(|seen| seen.map(|seen| seen.value)).collect::<Result<_, _>>().map(Value::List)
        };
        let rows = asked.into_iter().map(row).collect::<Result<_, _>>()?;
        Ok(Seen { value: Value::List(rows), theirs: true })
    }

    /// The law makes no sense.
    fn senseless<T>(&mut self, what: String) -> Result<T, Stop> {
        self.defect.get_or_insert_with(|| what.clone());
        Err(Stop::Defect(what))
    }

    /// What an operation made of values, or whose fault it is that it made nothing.
    fn checked(&mut self, made: Result<Value, Misfit>, theirs: bool) -> Result<Seen, Stop> {
        let value = match made {
            Ok(value) => value,
            Err(Misfit::Size(what)) if theirs => return Err(Stop::Shape(what)),
            Err(misfit) => return self.senseless(misfit.what()),
        };
        let size = entries(&value);
        self.work = self.work.saturating_add(size);
        if !theirs {
            if size > 2 * MOST_ENTRIES || value.shape().len() > DEEPEST {
                return self.senseless(format!("a list has more than {MOST_ENTRIES} entries, or is nested too deep"));
            }
            if builtin::find(&value, f64::is_nan).is_some() {
                return self.senseless("a value is no number (NaN)".into());
            }
        }
        Ok(Seen { value, theirs })
    }

    fn ask(&mut self, call: Call) -> Result<Seen, Stop> {
        match self.reply.and_then(|reply| reply(&call)) {
            Some(Fate::Value(value)) => Ok(Seen { value, theirs: true }),
            Some(fate) => Err(Stop::NoReply(call, fate)),
            None => {
                self.asked = call.args.iter().map(entries).fold(self.asked, usize::saturating_add);
                if self.missing.len() == MOST_CALLS || self.asked > MOST_ASKED {
                    return self.senseless("it asks for too many calls".into());
                }
                self.missing.push(call);
                Err(Stop::Missing)
            }
        }
    }

    /// The derivative of a scalar with respect to every number of a name, by central differences
    /// whose step is halved five times and extrapolated (Ridders 1982).
    fn derivative(&mut self, name: &str, inner: &Expression) -> Result<Seen, Stop> {
        let Seen { value: at, theirs } = self.value(&Expression::Name(name.into()))?;
        if self.reply.is_none() {
            // one value shows what a difference of two would
            return match self.with(name, Seen { value: at, theirs }, inner) {
                Ok(_) => Err(Stop::Missing),
                Err(stop) => Err(stop),
            };
        }
        let points = at.numbers();
        let mut slopes = vec![];
        let mut stop = None;
        for (path, x) in &points {
            let mut differences = vec![];
            for halving in 0..6 {
                let step = 0.02 * x.abs().max(1.0) / f64::from(1 << halving);
                let up = self.with(name, Seen { value: replaced(&at, path, x + step), theirs }, inner);
                let down = self.with(name, Seen { value: replaced(&at, path, x - step), theirs }, inner);
                match (up, down) {
                    (Ok(up), Ok(down)) => differences.push((up - down) / (2.0 * step)),
                    (Err(error @ Stop::Defect(_)), _) | (_, Err(error @ Stop::Defect(_))) => return Err(error),
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
        for &Slope { slope, error, spread } in &slopes {
            if error.is_nan() || spread.is_nan() || spread > 1e-6 * (1.0 + slope.abs()) {
                return Err(Stop::Inconclusive);
            }
            self.slack = self.slack.max(error);
        }
        let mut result = at.clone();
        for ((path, _), Slope { slope, .. }) in points.iter().zip(slopes) {
            result = replaced(&result, path, slope);
        }
        // a function is differentiated, and it is the student's
        Ok(Seen { value: result, theirs: true })
    }

    fn with(&mut self, name: &str, seen: Seen, inner: &Expression) -> Result<f64, Stop> {
        self.bind(name, Ok(seen));
        let result = self.value(inner);
        self.names.pop();
        let Seen { value, .. } = result?;
        match value.as_number() {
            Some(x) => Ok(x),
            None if value == Value::Nothing => Err(Stop::Shape("None cannot be differentiated".into())),
            None => self.senseless(format!("only a single number can be differentiated, not {}", shown(&value))),
        }
    }
}

/// What a table of differences tells.
struct Slope {
    slope: f64,
    /// By how much the neighbours of the best entry differ from it.
    error: f64,
    /// By how much any of the last columns does. Where the slope has a corner, as that of ([u]⁺)² at 0, two neighbours
    /// may agree by chance, but not all of them.
    spread: f64,
}

/// From this order on every entry agrees where a function is smooth.
const SMOOTH: usize = 3;

/// Neville's table over halved steps: the entry that its neighbours confirm best.
fn extrapolate(differences: &[f64]) -> Slope {
    let mut best = (f64::NAN, f64::INFINITY);
    let mut column = differences.to_vec();
    let mut last = vec![];
    for order in 1..differences.len() {
        let factor = 4f64.powi(order as i32);
        let next: Vec<f64> = column.windows(2).map(|pair| (factor * pair[1] - pair[0]) / (factor - 1.0)).collect();
        for (i, &value) in next.iter().enumerate() {
            let error = (value - column[i]).abs().max((value - column[i + 1]).abs());
            if error < best.1 {
                best = (value, error);
            }
        }
        if order >= SMOOTH {
            last.extend_from_slice(&next);
        }
        column = next;
    }
    let (slope, error) = best;
    // of a NaN the spread is a NaN
    let spread = last.iter().fold(0.0, |spread: f64, value| {
        let off = (value - slope).abs();
        if off > spread || off.is_nan() { off } else { spread }
    });
    Slope { slope, error, spread }
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

//! Numbers that the arguments of a case give: β, n, 1/n, ln n/β.

use super::alike::each;
use super::asked::Asked;
use crate::course::Parameter;
use crate::number::{Real, Value};
use crate::report::{Factor, Form, Measure, Quantity, Sign};

/// So near a number must be to what is made of the arguments, relative to itself.
const EXACT: f64 = 1e-8;

/// From the simplest on.
const FORMS: [Form; 15] = [
    Form::Itself,
    Form::Inverse,
    Form::Twice,
    Form::Half,
    Form::TwiceInverse,
    Form::Square,
    Form::InverseSquare,
    Form::Root,
    Form::InverseRoot,
    Form::Logarithm,
    Form::OneLess,
    Form::InverseOneLess,
    Form::ShareOneLess,
    Form::InverseShareOneLess,
    Form::Complement,
];

/// What is made of a number.
fn form(form: Form, x: f64) -> f64 {
    match form {
        Form::Itself => x,
        Form::Inverse => 1.0 / x,
        Form::Twice => 2.0 * x,
        Form::Half => x / 2.0,
        Form::TwiceInverse => 2.0 / x,
        Form::Square => x * x,
        Form::InverseSquare => 1.0 / (x * x),
        Form::Root => x.sqrt(),
        Form::InverseRoot => 1.0 / x.sqrt(),
        Form::Logarithm => x.ln(),
        Form::OneLess => x - 1.0,
        Form::InverseOneLess => 1.0 / (x - 1.0),
        Form::ShareOneLess => (x - 1.0) / x,
        Form::InverseShareOneLess => x / (x - 1.0),
        Form::Complement => 1.0 - x,
    }
}

/// All that can be measured of arguments of these types.
fn measures(parameters: &[Parameter]) -> Vec<(usize, Measure)> {
    let of = |(at, parameter): (usize, &Parameter)| {
        let name = || parameter.name.clone();
        let measures = match parameter.kind.as_str() {
            "f64" | "usize" | "u32" => vec![Measure::Parameter { parameter: name() }],
            "&Array1<f64>" | "&[f64]" => vec![
                Measure::Length { parameter: name() },
                Measure::Smallest { parameter: name() },
                Measure::Largest { parameter: name() },
                Measure::Sum { parameter: name() },
            ],
            "&Array2<f64>" => vec![
                Measure::Rows { parameter: name() },
                Measure::Columns { parameter: name() },
                Measure::Sum { parameter: name() },
            ],
            "&[usize]" => vec![Measure::Length { parameter: name() }],
            _ => vec![],
        };
        measures.into_iter().map(move |measure| (at, measure)).collect::<Vec<_>>()
    };
    parameters.iter().enumerate().flat_map(of).collect()
}

/// Measures an argument.
fn measured(measure: &Measure, argument: &Value) -> f64 {
    let fold = |start: f64, with: fn(f64, f64) -> f64| {
        let mut all = start;
        each(argument, &mut |x| all = with(all, x));
        all
    };
    let shape = |axis: usize| argument.shape().get(axis).map_or(f64::NAN, |n| *n as f64);
    match measure {
        Measure::Number { value } => value.0,
        Measure::Parameter { .. } => argument.as_number().unwrap_or(f64::NAN),
        Measure::Length { .. } | Measure::Rows { .. } => shape(0),
        Measure::Columns { .. } => shape(1),
        Measure::Smallest { .. } => fold(f64::INFINITY, f64::min),
        Measure::Largest { .. } => fold(f64::NEG_INFINITY, f64::max),
        Measure::Sum { .. } => fold(0.0, |a, b| a + b),
    }
}

/// What a quantity is for these arguments.
pub fn evaluate(quantity: &Quantity, parameters: &[Parameter], arguments: &[Value]) -> f64 {
    let of = |factor: &Factor| {
        let name = match &factor.measure {
            Measure::Number { value } => return form(factor.form, value.0),
            Measure::Parameter { parameter }
            | Measure::Length { parameter }
            | Measure::Rows { parameter }
            | Measure::Columns { parameter }
            | Measure::Smallest { parameter }
            | Measure::Largest { parameter }
            | Measure::Sum { parameter } => parameter,
        };
        let at = parameters.iter().position(|parameter| &parameter.name == name);
        let argument = at.and_then(|at| arguments.get(at));
        argument.map_or(f64::NAN, |argument| form(factor.form, measured(&factor.measure, argument)))
    };
    let product: f64 = quantity.factors.iter().map(of).product();
    match quantity.sign {
        Sign::Plus => product,
        Sign::Minus => -product,
    }
}

/// A number in a case, and how far it may be off by rounding.
pub struct Found<'a> {
    /// The case.
    pub asked: &'a Asked<'a>,
    /// The number.
    pub number: f64,
    /// How far it may be off.
    pub error: f64,
}

/// What these numbers are in every case: one number, or the same thing of the arguments. There are two of them
/// at least; to be a product of two things, there must be three that differ.
pub fn recognise(found: &[Found<'_>], parameters: &[Parameter]) -> Option<Quantity> {
    let (first, rest) = found.split_first().filter(|(_, rest)| !rest.is_empty())?;
    let agree = |a: &Found<'_>, b: &Found<'_>| (a.number - b.number).abs() <= a.error + b.error;
    if rest.iter().all(|other| agree(first, other)) {
        // the sharpest of them is the number
        let sharpest = found.iter().min_by(|a, b| a.error.total_cmp(&b.error))?;
        let value = Real(sharpest.number.abs());
        let factor = Factor { form: Form::Itself, measure: Measure::Number { value } };
        return Some(Quantity { sign: sign(sharpest.number), factors: vec![factor] });
    }
    let readings = readings(found, parameters);
    let single = readings.iter().filter_map(|one| {
        let sign = fits(found, &|case| one.at(case))?;
        Some(Quantity { sign, factors: vec![one.factor.clone()] })
    });
    let mut single = single.peekable();
    if single.peek().is_some() {
        return only(single);
    }
    let distinct = found.iter().enumerate().filter(|(i, one)| !found[..*i].iter().any(|other| agree(one, other)));
    if distinct.count() < 3 {
        return None;
    }
    let twofold = readings.iter().enumerate().flat_map(|(i, a)| {
        let others = readings.iter().skip(i + 1).filter(|b| b.factor.measure != a.factor.measure);
        others.filter_map(|b| {
            let sign = fits(found, &|case| a.at(case) * b.at(case))?;
            Some(Quantity { sign, factors: vec![a.factor.clone(), b.factor.clone()] })
        })
    });
    only(twofold)
}

/// A way to read the numbers of all cases.
struct Reading {
    factor: Factor,
    /// What it makes of each case.
    made: Vec<f64>,
}

impl Reading {
    fn at(&self, case: usize) -> f64 {
        self.made.get(case).copied().unwrap_or(f64::NAN)
    }
}

/// Everything that can be made of one measured number. Of two lengths that are the same in every case the first is
/// meant.
fn readings(found: &[Found<'_>], parameters: &[Parameter]) -> Vec<Reading> {
    let mut known: Vec<(Measure, Vec<f64>)> = vec![];
    for (at, measure) in measures(parameters) {
        let of = |one: &Found<'_>| one.asked.case.args.get(at).map_or(f64::NAN, |given| measured(&measure, given));
        let values: Vec<f64> = found.iter().map(of).collect();
        let length = |measure: &Measure| matches!(measure, Measure::Length { .. } | Measure::Rows { .. });
        if !known.iter().any(|(other, same)| length(other) && length(&measure) && *same == values) {
            known.push((measure, values));
        }
    }
    let readings = known.iter().flat_map(|(measure, values)| {
        FORMS.iter().map(|shape| Reading {
            factor: Factor { form: *shape, measure: measure.clone() },
            made: values.iter().map(|x| form(*shape, *x)).collect(),
        })
    });
    readings.collect()
}

/// The sign with which these are the numbers of all cases.
fn fits(found: &[Found<'_>], value: &dyn Fn(usize) -> f64) -> Option<Sign> {
    let all = |sign: f64| {
        found.iter().enumerate().all(|(case, one)| {
            let value = sign * value(case);
            (one.number - value).abs() <= one.error + EXACT * value.abs()
        })
    };
    if all(1.0) {
        Some(Sign::Plus)
    } else if all(-1.0) {
        Some(Sign::Minus)
    } else {
        None
    }
}

/// The first, where all measure the same: two readings are none.
fn only(mut all: impl Iterator<Item = Quantity>) -> Option<Quantity> {
    fn measures(quantity: &Quantity) -> Vec<&Measure> {
        quantity.factors.iter().map(|factor| &factor.measure).collect()
    }
    let first = all.next()?;
    all.all(|other| measures(&other) == measures(&first)).then_some(first)
}

fn sign(x: f64) -> Sign {
    if x < 0.0 { Sign::Minus } else { Sign::Plus }
}

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
    let measures = measures(parameters);
    let tables: Vec<(Factor, usize, Vec<f64>)> = measures
        .iter()
        .flat_map(|(at, measure)| {
            let of = |one: &Found<'_>| one.asked.case.args.get(*at).map_or(f64::NAN, |given| measured(measure, given));
            let values: Vec<f64> = found.iter().map(of).collect();
            FORMS.map(|shape| {
                let made = values.iter().map(|x| form(shape, *x)).collect();
                (Factor { form: shape, measure: measure.clone() }, *at, made)
            })
        })
        .collect();
    let fits = |value: &dyn Fn(usize) -> f64| {
        let all = |sign: f64| {
            found.iter().enumerate().all(|(i, one)| {
                let value = sign * value(i);
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
    };
    let single = tables.iter().filter_map(|(factor, _, made)| {
        let sign = fits(&|i| made.get(i).copied().unwrap_or(f64::NAN))?;
        Some(Quantity { sign, factors: vec![factor.clone()] })
    });
    let mut single = single.peekable();
    if single.peek().is_some() {
        // two readings are none
        let first = single.next();
        return first.filter(|first| single.all(|other| measure_of(&other) == measure_of(first)));
    }
    let distinct = found.iter().enumerate().filter(|(i, one)| !found[..*i].iter().any(|other| agree(one, other)));
    if distinct.count() < 3 {
        return None;
    }
    let mut twofold = vec![];
    for (i, (a, of_a, made)) in tables.iter().enumerate() {
        for (b, of_b, other) in tables.iter().skip(i + 1).filter(|(b, ..)| b.measure != a.measure) {
            let value = |i: usize| made.get(i).zip(other.get(i)).map_or(f64::NAN, |(a, b)| a * b);
            let near = |sign: f64| {
                let value = sign * value(0);
                (first.number - value).abs() <= first.error + EXACT * value.abs()
            };
            if !near(1.0) && !near(-1.0) {
                continue;
            }
            if let Some(sign) = fits(&value) {
                twofold.push(((*of_a, *of_b), Quantity { sign, factors: vec![a.clone(), b.clone()] }));
            }
        }
    }
    let mut twofold = twofold.into_iter();
    let (of, first) = twofold.next()?;
    twofold.all(|(other, _)| other == of).then_some(first)
}

fn measure_of(quantity: &Quantity) -> Option<&Measure> {
    quantity.factors.first().map(|factor| &factor.measure)
}

fn sign(x: f64) -> Sign {
    if x < 0.0 { Sign::Minus } else { Sign::Plus }
}

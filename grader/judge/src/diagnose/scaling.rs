//! Right up to a factor, or up to a number that is added: the same in every case, or made of the arguments in
//! the same way.

use super::alike::pairs;
use super::asked::{Asked, Told};
use super::constant;
use super::quantity::{Found, evaluate, recognise};
use super::suspect::Suspect;
use crate::course::Parameter;
use crate::report::{Form, Likeness, Measure, Quantity, Sign};
use std::borrow::Cow;

/// What rounding may do to a reply, relative to itself: replies and right values may be stored in twelve digits.
const ROUNDING: f64 = 1e-10;
/// A term must be larger than what rounding may do to it, by this factor.
const VISIBLE: f64 = 1e3;
/// A factor or number of which so few cases speak could be any.
const LEAST: usize = 2;

/// Right up to a factor.
pub fn factor(asked: &[Asked<'_>], parameters: &[Parameter]) -> Option<Suspect> {
    let found = each_case(asked, ratio)?;
    let by = recognise(&found, parameters)?;
    let value = |one: &Asked<'_>| evaluate(&by, parameters, &one.case.args);
    Suspect::of_ordinary(likeness(&by), asked, LEAST, |one| {
        let value = value(one);
        Some(Told::Value(Cow::Owned(one.want.map(&mut |x| if x == 0.0 { x } else { value * x }))))
    })
}

/// Right up to a number that is added.
pub fn offset(asked: &[Asked<'_>], parameters: &[Parameter]) -> Option<Suspect> {
    let found = each_case(asked, difference)?;
    let by = recognise(&found, parameters)?;
    let value = |one: &Asked<'_>| evaluate(&by, parameters, &one.case.args);
    let like = Likeness::Plus { by: by.clone() };
    Suspect::of_ordinary(like, asked, LEAST, |one| {
        let value = value(one);
        Some(Told::Value(Cow::Owned(one.want.map(&mut |x| x + value))))
    })
}

/// A factor −1 is a matter of the sign.
fn likeness(by: &Quantity) -> Likeness {
    match (by.sign, &by.factors[..]) {
        (Sign::Minus, [only]) if only.form == Form::Itself && is_one(&only.measure) => Likeness::Sign,
        _ => Likeness::Times { by: by.clone() },
    }
}

fn is_one(measure: &Measure) -> bool {
    match measure {
        Measure::Number { value } => (value.0 - 1.0).abs() < 1e-9,
        _ => false,
    }
}

/// The right number, and the one that came.
type Pair = (f64, f64);

/// What one case says of the number that is looked for.
enum Says {
    /// It is this, up to that.
    Number(f64, f64),
    /// It may be any: all is 0, say.
    Any,
    /// There is none.
    None,
}

/// The number of every ordinary case that speaks of one. None, where a case speaks against it.
fn each_case<'a>(asked: &'a [Asked<'a>], of: fn(&[Pair]) -> Says) -> Option<Vec<Found<'a>>> {
    // one right value is any multiple of another
    constant::value(asked.iter().map(|one| Some(one.want))).is_none().then_some(())?;
    let mut found = vec![];
    for one in asked.iter().filter(|one| one.ordinary() && one.case.kink.is_none()) {
        match of(&pairs(one.want, one.got()?)?) {
            Says::Number(number, error) => found.push(Found { asked: one, number, error }),
            Says::Any => {}
            Says::None => return None,
        }
    }
    Some(found)
}

/// All (right, got) have one ratio.
fn ratio(pairs: &[Pair]) -> Says {
    let finite = pairs.iter().filter(|(right, _)| right.is_finite());
    let Some((right, got)) = finite.max_by(|(a, _), (b, _)| a.abs().total_cmp(&b.abs())).filter(|(x, _)| *x != 0.0)
    else {
        return if pairs.iter().all(|(right, got)| right == got) { Says::Any } else { Says::None };
    };
    let ratio = got / right;
    if !ratio.is_finite() || ratio == 0.0 {
        return Says::None;
    }
    let scale = got.abs();
    let fits = |(right, got): &Pair| match right.is_finite() {
        true => (got - ratio * right).abs() <= 10.0 * ROUNDING * got.abs() + 1e-15 * scale,
        false => !got.is_finite(),
    };
    if pairs.iter().all(fits) { Says::Number(ratio, 2.0 * ROUNDING * ratio.abs()) } else { Says::None }
}

/// All (right, got) have one difference.
fn difference(pairs: &[Pair]) -> Says {
    let finite: Vec<_> = pairs.iter().filter(|(right, _)| right.is_finite()).collect();
    let Some((right, got)) = finite.first() else { return Says::Any };
    let scale = finite.iter().fold(0.0_f64, |most, (right, got)| most.max(right.abs()).max(got.abs()));
    let difference = got - right;
    let error = ROUNDING * scale;
    if !difference.is_finite() {
        return Says::None;
    }
    let fits = |(right, got): &Pair| match right.is_finite() {
        true => ((got - right) - difference).abs() <= 2.0 * error,
        false => !got.is_finite(),
    };
    match pairs.iter().all(fits) {
        // beside a large value a small term is lost
        true if difference.abs() < VISIBLE * error => Says::Any,
        true => Says::Number(difference, error),
        false => Says::None,
    }
}

//! Right in the digits that f32 has: every number of every reply is one of f32, and near the right one. A clip, a
//! cap or a constant that is added leaves numbers that f32 does not have.

use super::alike::pairs;
use super::asked::{Asked, Bearing};
use super::suspect::Suspect;
use crate::report::Likeness;

/// What is lost of a number by a few operations in f32, relative to the largest number of the reply.
const LOST: f64 = 1e-5;
/// Replies may be stored in twelve digits.
const STORED: f64 = 1e-11;

/// The replies are those of f32: nearly all are wrong, and all are of f32.
pub fn suspect(asked: &[Asked<'_>], least: usize) -> Option<Suspect> {
    let bearings = asked.iter().map(|one| if one.right { Bearing::Agrees } else { of(one) }).collect();
    let suspect = Suspect { like: Likeness::SinglePrecision, bearings, least };
    let of_f32 = asked.iter().filter(|one| one.ordinary()).all(|one| of(one) == Bearing::Explains);
    if !of_f32 {
        return None;
    }
    // a right value that f32 has, such as 0.5, tells nothing, and neither does a wide tolerance
    let rounded = |one: &Asked<'_>| one.want.map(&mut |x| f64::from(x as f32));
    let telling = asked.iter().filter(|one| one.ordinary() && !one.allows(&rounded(one)));
    let (all, failing) = telling.fold((0, 0), |(all, failing), one| (all + 1, failing + usize::from(!one.right)));
    (10 * failing >= 9 * all && suspect.count(Bearing::Explains) >= least).then_some(suspect)
}

fn of(one: &Asked<'_>) -> Bearing {
    let Some(pairs) = one.got().and_then(|got| pairs(one.want, got)) else { return Bearing::Contradicts };
    let scale = pairs.iter().filter(|(right, _)| right.is_finite()).fold(0.0_f64, |most, (x, _)| most.max(x.abs()));
    let fits = |(right, got): &(f64, f64)| {
        if !right.is_finite() || !got.is_finite() {
            return !right.is_finite() && !got.is_finite();
        }
        has(*got) && (got - right).abs() <= LOST * scale
    };
    if pairs.iter().all(fits) { Bearing::Explains } else { Bearing::Contradicts }
}

/// Does f32 have this number?
fn has(x: f64) -> bool {
    (x - f64::from(x as f32)).abs() <= STORED * x.abs()
}

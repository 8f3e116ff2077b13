//! What can be told of a law before anything is called: its functions are there and get as many arguments as
//! they take, and the inputs that are drawn fit them.

use super::exercise::{Exercise, Function, Property};
use crate::error::Place;
use crate::property::{Piece, Trial};

/// A place, what is wrong there, and the fix.
type Trouble = (Place, String, &'static str);

/// Checks one law; the sentence goes on where "the property `…` of `…`" ends.
pub(super) fn check(exercise: &Exercise, function: &Function, property: &Property) -> Result<(), Trouble> {
    let sites = property.law.call_sites();
    for (piece, name, count) in &sites {
        let place = property.places.of(*piece);
        let Some(called) = exercise.functions.iter().find(|other| other.name == *name) else {
            let what = format!("uses `{name}`, which is neither a function of this exercise nor a built-in");
            return Err((place, what, "spell it as the function or built-in you mean"));
        };
        let wanted = called.signature.parameters.len();
        if *count != wanted {
            let what = format!("calls `{name}` with {count} arguments where its signature has {wanted}");
            return Err((place, what, "make the call fit the signature"));
        }
    }
    if sites.iter().all(|(_, name, _)| *name != function.name) {
        let what = format!("never calls `{}`", function.name);
        return Err((property.places.holds, what, "call the function it belongs to"));
    }
    if let Some(base) = &property.follow_through
        && sites.iter().all(|(_, name, _)| name != base)
    {
        let what = format!("names `{base}` for follow-through and never calls it");
        return Err((property.places.name, what, "name a function that the law calls"));
    }
    if property.law.repeats_itself() {
        let what = "says the same on both sides, so that nothing can break it".into();
        return Err((property.places.holds, what, "write what must be so"));
    }
    // one draw shows what is wrong on every draw: ranges, sizes, shapes
    match property.law.rehearse(0, property.tolerance) {
        Trial::Defect { piece, what } => {
            Err((property.places.of(piece), format!("makes no sense, {what}"), "mend the expression"))
        }
        Trial::Needs(calls) => calls.iter().try_for_each(|call| {
            let called = exercise.functions.iter().find(|other| other.name == call.function);
            let fits = called.map_or(Ok(()), |called| called.signature.accepts(&call.args));
            fits.map_err(|what| {
                let what = format!("calls `{}` with what does not fit it, {what}", call.function);
                (property.places.of(Piece::Holds), what, "make the call fit the signature")
            })
        }),
        _ => Ok(()),
    }
}

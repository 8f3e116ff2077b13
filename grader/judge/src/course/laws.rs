//! What can be told of a law before anything is called: its functions are there and get as many arguments as
//! they take, and the inputs that are drawn fit them.

use super::exercise::{Exercise, Function, Property};
use super::sites;
use crate::error::Place;
use crate::property::{Piece, Trial};

/// A place, what is wrong there, and the fix.
type Trouble = (Place, String, &'static str);

/// Checks one law; the sentence goes on where "the property `…` of `…`" ends.
pub(super) fn check(exercise: &Exercise, function: &Function, property: &Property) -> Result<(), Trouble> {
    let sites = property.law.call_sites();
    sites::check(exercise, &sites, "s").map_err(|(place, what, fix)| (property.places.of(place), what, fix))?;
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
    for (law, place) in property.content_free.iter().zip(&property.places.content_free) {
        let trouble = |what: &str, fix: &'static str| Err((*place, format!("has in `content_free` {what}"), fix));
        if property.follow_through.is_none() {
            return trouble("a relation, and no `follow_through`", "name the function whose content is meant");
        }
        let sites = law.call_sites();
        if sites.iter().all(|(_, name, _)| Some(name) != property.follow_through.as_ref()) {
            return trouble("a relation that says nothing of the base", "call the function named by `follow_through`");
        }
        for (_, name, count) in &sites {
            let called = exercise.functions.iter().find(|other| other.name == *name);
            if called.is_none_or(|called| called.signature.parameters.len() != *count) {
                return trouble(&format!("a call of `{name}` that does not fit it"), "make the call fit the signature");
            }
        }
        if let Trial::Defect { what, .. } = law.rehearse(0, property.tolerance) {
            return trouble(&format!("what makes no sense, {what}"), "mend the expression");
        }
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

//! Calls of functions in the notation of laws: the functions are there, and get as many arguments as they take.

use super::exercise::Exercise;

/// The first call that cannot be meant: its place, what is wrong there, and the fix. The sentence goes on where its
/// subject ends: `ending` is that of the verb, "s" behind one law, nothing behind several cases.
pub(super) fn check<P: Copy>(
    exercise: &Exercise,
    sites: &[(P, String, usize)],
    ending: &str,
) -> Result<(), (P, String, &'static str)> {
    for (place, name, count) in sites {
        let Some(called) = exercise.functions.iter().find(|other| other.name == *name) else {
            let what = format!("use{ending} `{name}`, which is neither a function of this exercise nor a built-in");
            return Err((*place, what, "spell it as the function or built-in you mean"));
        };
        let wanted = called.signature.parameters.len();
        if *count != wanted {
            let what = format!("call{ending} `{name}` with {count} arguments where its signature has {wanted}");
            return Err((*place, what, "make the call fit the signature"));
        }
    }
    Ok(())
}

//! Drawn cases are tried on the reference before a student meets them: each must be possible, and have an answer.

use super::reference::{REFERENCE_LIMIT, Replies};
use judge::compare::compare;
use judge::course::{Exercise, Function};
use judge::error::{Error, Result};
use judge::property::Call;
use std::collections::BTreeMap;

/// Each is drawn as often as in this many gradings.
const GRADINGS: u64 = 3;

/// What is wrong with the drawn cases of an exercise: each must be possible, and have an answer.
pub fn troubles(exercise: &Exercise, replies: &Replies, seed: u64) -> Result<Vec<Error>> {
    let functions: Vec<&Function> = exercise.functions.iter().collect();
    let path = exercise.folder.join("exercise.toml");
    let mut errors: BTreeMap<(usize, &str), Error> = BTreeMap::new();
    for grading in 0..GRADINGS {
        let mut ask = |calls: &[Call]| replies.ask(&exercise.name, calls, REFERENCE_LIMIT);
        let drawn = judge::judge::drawn(exercise, &functions, seed.wrapping_add(grading), &mut ask)?;
        for (order, function) in functions.iter().enumerate() {
            for case in drawn.get(function.name.as_str()).into_iter().flatten() {
                let why = match &case.want {
                    Err(why) => why.clone(),
                    Ok(want) => match compare(&want.expected(), &want.value, case.drawn.tolerance) {
                        Ok(()) => continue,
                        Err(_) => "the reference's own reply is not in the range that is right".into(),
                    },
                };
                let at = if case.args.is_empty() {
                    String::new()
                } else {
                    format!(" for {}", function.show_call(&case.args))
                };
                let what =
                    format!("the drawn cases `{}` of `{}` have no answer{at}: {why}", case.drawn.name, function.name);
                let error = || {
                    Error::fixture(
                        &path,
                        case.drawn.places.name,
                        what,
                        "draw what the handout allows, or mend the reference",
                    )
                };
                errors.entry((order, &case.drawn.name)).or_insert_with(error);
            }
        }
    }
    Ok(errors.into_values().collect())
}

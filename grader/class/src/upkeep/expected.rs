//! What is stored of the reference and of the wrong bodies: values, and limits on a coarse scale. Nothing of it
//! may depend on how busy the machine is, so a time limit that is reached is an error and never a value.

use super::beside::Sort;
use super::reference::{REFERENCE_LIMIT, Replies, body_limit};
use grader::render::english;
use judge::course::{Case, Exercise, Function, SHORTEST_LIMIT, Snapshot, Stored, Wrong, WrongReplies};
use judge::error::{Error, Result};
use judge::fate::{Death, Fate};
use judge::number::Value;
use judge::property::Call;

/// A limit is this many times what the reference needs for all its cases.
const GENEROSITY: f64 = 100.0;

/// The expected values of one function as the reference gives them now.
pub fn snapshot(exercise: &Exercise, function: &Function, replies: &Replies) -> Result<Snapshot> {
    let calls = |name: &str| {
        function.cases.iter().map(|case| Call { function: name.into(), args: case.args.clone() }).collect::<Vec<_>>()
    };
    let timed = replies.timed(&exercise.name, &calls(&function.name), REFERENCE_LIMIT)?;
    // CPU time: a busy machine must not write its mood into the fixtures
    let seconds = timed.iter().filter_map(|one| one.seconds).sum();
    let mut cases = vec![];
    for (case, timed) in function.cases.iter().zip(timed) {
        let want = expected(exercise, function, case, timed.fate)?;
        cases.push(Stored { name: case.name.clone(), args: case.args.clone(), tolerance: case.tolerance, want });
    }
    let mut wrong = vec![];
    for (i, body) in function.wrong.iter().enumerate() {
        let fates = replies.ask(&exercise.name, &calls(&Sort::Wrong.offered(&function.name, i)), body_limit(body))?;
        wrong.push(WrongReplies { name: body.name.clone(), replies: of_body(exercise, function, body, fates)? });
    }
    Ok(Snapshot { function: function.name.clone(), limit_seconds: limit(seconds), cases, wrong })
}

/// The reference's value for a case, which must be one.
fn expected(exercise: &Exercise, function: &Function, case: &Case, fate: Fate) -> Result<Value> {
    let refused = |what: String, fix: &str| {
        let what = format!("the reference returns {what} for the case `{}` of `{}`", case.name, function.name);
        Err(Error::fixture(&exercise.folder.join("exercise.toml"), case.place, what, fix))
    };
    let Fate::Value(want) = fate else {
        let what = format!("nothing ({})", ended(&fate));
        return refused(what, "keep the inputs within the preconditions, or mend the reference");
    };
    let nan = want.numbers().iter().any(|(_, x)| x.is_nan());
    match (nan, case.nan) {
        (true, false) => refused("NaN".into(), "mend the reference, or write `nan = true` where NaN is meant"),
        (false, true) => refused("no NaN".into(), "take `nan = true` away"),
        _ => Ok(want),
    }
}

/// What a wrong body replies to each case; nothing where it ends by its own doing.
fn of_body(exercise: &Exercise, function: &Function, body: &Wrong, fates: Vec<Fate>) -> Result<Vec<Option<Value>>> {
    let refused = |what: String, fix: &str| {
        let what = format!("the wrong body `{}` of `{}` {what}", body.name, function.name);
        Err(Error::fixture(&exercise.folder.join("exercise.toml"), body.place, what, fix))
    };
    let ran_on = fates.iter().any(|fate| matches!(fate, Fate::Overtime { .. }));
    if body.loops && !ran_on {
        return refused("returns on every case".into(), "take `loops = true` away");
    }
    let mut replies = vec![];
    for (case, fate) in function.cases.iter().zip(fates) {
        replies.push(match fate {
            Fate::Value(value) => Some(value),
            Fate::Overtime { .. } if !body.loops => {
                let what = format!("ran into its limit on the case `{}`", case.name);
                return refused(what, "mark it `loops = true` where it never ends, or mend it");
            }
            Fate::Misuse { .. } | Fate::NotBuilt(_) | Fate::Protocol(_) | Fate::Killed(Death::Signal { .. }) => {
                let what = format!("has no reply to the case `{}` ({})", case.name, ended(&fate));
                return refused(what, "run again; if it stays so, mend it");
            }
            Fate::Panicked { .. }
            | Fate::Unfinished
            | Fate::Overtime { .. }
            | Fate::Killed(_)
            | Fate::Quit { .. }
            | Fate::NotCalled(_) => None,
        });
    }
    Ok(replies)
}

/// What became of a call that returned nothing, in words.
pub fn ended(fate: &Fate) -> String {
    let ending = fate.ending().map(|ending| english::ending(&ending)).unwrap_or_default();
    ending.trim_end_matches('.').to_owned()
}

/// The limit of a function whose reference needs this long, on a coarse scale.
fn limit(seconds: f64) -> f64 {
    let wanted = GENEROSITY * seconds;
    [SHORTEST_LIMIT, 5.0, 10.0, 20.0, 50.0].into_iter().find(|&step| wanted <= step).unwrap_or(100.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use judge::course::Course;
    use std::path::Path;

    #[test]
    fn a_limit_that_is_reached_is_never_a_value() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let course = Course::load(&root).expect("the course");
        let exercise = course.exercise("gibbs").expect("an exercise");
        let function = &exercise.functions[0];
        let body = |loops| Wrong {
            name: "a loop".into(),
            body: Some(String::new()),
            place: Default::default(),
            says: String::new(),
            like: None,
            loops,
        };
        let ended = |loops, fate: Fate| {
            let mut fates = vec![Fate::Value(Value::Number(1.0)); function.cases.len()];
            fates[1] = fate;
            of_body(exercise, function, &body(loops), fates).map(|replies| replies[1].clone())
        };
        let overtime = || Fate::Overtime { seconds: 20.0 };
        let error = ended(false, overtime()).expect_err("refused").to_string();
        let says = "the wrong body `a loop` of `log_sum_exp` ran into its limit on the case `one value`: mark it `loops = true`";
        assert!(error.contains(says), "{error}");
        assert_eq!(ended(true, overtime()).expect("nothing"), None);
        assert!(ended(true, Fate::Value(Value::Number(2.0))).is_err());
        assert_eq!(ended(false, Fate::Killed(Death::StackOverflow)).expect("nothing"), None);
        assert!(ended(false, Fate::Killed(Death::Signal { number: 9 })).is_err());
        assert!(ended(false, Fate::Misuse { message: "garbled".into() }).is_err());
    }

    #[test]
    fn limits_are_coarse_and_generous() {
        assert_eq!([0.0, 0.001, 0.02, 0.021, 0.3, 7.0].map(limit), [2.0, 2.0, 2.0, 5.0, 50.0, 100.0]);
    }
}

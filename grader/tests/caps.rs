//! A report of the whole course stays small, whatever a student's functions reply and the compiler says.

mod common;

use judge::course::Course;
use judge::fate::Fate;
use judge::number::Value;
use judge::property::Call;
use judge::report::{Code, Diagnostic, Level, Provenance, Report, SCHEMA, Slot, Submitted, to_json};
use judge::source::StudentFile;
use judge::{Hearings, Standing, examine};
use std::cell::Cell;
use std::collections::BTreeMap;

/// In bytes, of which every letter here takes two.
const MOST: usize = 1_500_000;

/// The report of the whole course with these replies, a flood of warnings, and long files beside the functions.
fn graded(reply: Reply<'_>) -> Report {
    let course = Course::load(&common::checkout()).expect("a course");
    let long = "ü".repeat(15_000);
    let derivation = format!("-(1/b) * log(P(y)) # {long}\n").repeat(20);
    let exercises = course.exercises.iter().map(|exercise| {
        let snapshots = exercise.snapshots().expect("snapshots");
        let answers = exercise.written.iter().map(|one| format!("{} = '{}'\n", one.name(), &long[..600]));
        let mut files = vec![StudentFile {
            path: "answers.toml".into(),
            text: format!("[choices]\n{}", answers.collect::<String>()),
        }];
        files.extend(exercise.written.iter().map(|one| StudentFile { path: one.file(), text: derivation.clone() }));
        let warning = Diagnostic::new(Level::Warning, Some(Code::new("unused")), &long).rendered(&long);
        let standing = Standing::Runs { dropped: BTreeMap::new(), errors: vec![], warnings: vec![warning; 1_000] };
        let mut ask = |calls: &[Call]| {
            let nothing = Value::Nothing;
            let first = |call: &Call| Some(&snapshots.get(&call.function)?.cases.first()?.want);
            let want = |call: &Call| first(call).unwrap_or(&nothing);
            Ok(calls.iter().map(|call| reply(call, want(call))).collect())
        };
        examine(exercise, &files, standing, &snapshots, 7, Hearings::Joint(&mut ask), judge::Truth::Never)
    });
    Report {
        schema: SCHEMA.into(),
        course: course.title.clone(),
        assignment: "all".into(),
        submission: Submitted::folder("exercises", Slot::Exercises),
        points: 0,
        max: 0,
        by_person: 0,
        later: 0,
        seed: Some(7),
        provenance: Provenance {
            grader: "0".into(),
            fixtures: "0".into(),
            submission: "0".into(),
            toolchain: "0".into(),
            target: "0".into(),
        },
        assignments: vec![],
        exercises: exercises.collect(),
        training: vec![],
    }
}

/// What a student's function does with a call, given a value of the right shape.
type Reply<'a> = &'a dyn Fn(&Call, &Value) -> Fate;

/// The same shape with other digits everywhere.
fn noisy(value: &Value, by: f64) -> Value {
    match value {
        Value::Number(x) => Value::Number(x + by),
        Value::List(list) => Value::List(list.iter().map(|inner| noisy(inner, by * 1.1)).collect()),
        Value::Text(_) => Value::Text("ü".repeat(400)),
        other => other.clone(),
    }
}

#[test]
fn a_report_has_a_bound() {
    let count = Cell::new(0.0);
    let next = || {
        count.set(count.get() + 0.123_456_789);
        count.get()
    };
    let long = Value::List(vec![Value::Number(1.0 / 3.0); 500]);
    let replies: [(&str, Reply<'_>); 3] = [
        ("values of the right shape", &|_, want| Fate::Value(noisy(want, next()))),
        ("long values", &|_, _| Fate::Value(long.clone())),
        ("panics", &|_, _| Fate::Panicked { message: format!("{} {}", next(), "ü".repeat(400)), line: Some(1) }),
    ];
    for (name, reply) in replies {
        let size = to_json(&graded(reply)).len();
        assert!(size < MOST, "{name}: {size} bytes");
    }
}

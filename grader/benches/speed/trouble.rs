//! One broken function: what it costs in time, and what it costs in points.

use judge::course::Snapshot;
use judge::report::{ExerciseReport, State, from_json};
use stopwatch::checkout::{Checkout, Source};
use stopwatch::lap::{Contender, in_turn};
use stopwatch::table;

/// Stored submissions whose `entropy` is broken, each in another way.
const BROKEN: [&str; 6] = ["loops", "aborts", "recurses", "syntax_error", "type_error", "panics"];

/// Grades the reference and each of them, in turn, always with a fresh edit elsewhere.
pub fn run(checkout: &Checkout, rounds: usize) {
    let source = |folder: String| {
        let text = checkout.read(&format!("{folder}/gibbs/src/lib.rs"));
        Source::new(checkout.path("exercises/gibbs/src/lib.rs"), text, "weights / total")
    };
    let sound = source("solutions".into());
    let broken = BROKEN.map(|name| (name, source(format!("fixtures/submissions/{name}"))));
    let contender = |name, source| {
        let command = || checkout.cargo("", &["run", "-q", "-p", "grader", "--", "--format", "json"]);
        Contender::new(name, "", move || Source::edit(source), command)
    };
    let mut contenders = vec![contender("nothing is broken", &sound)];
    contenders.extend(broken.iter().map(|(name, source)| contender(name, source)));

    let records = in_turn(&contenders, rounds);
    table::head("one broken function, gibbs::entropy", ["wall s", "CPU s", "more s", "points"]);
    for record in &records {
        let report = from_json(&record.printed).unwrap_or_else(|error| panic!("{}: {error}", record.name));
        let more = record.against(&records[0], |broken, sound| broken - sound);
        let points = format!("{} of {}", report.points, report.max);
        table::row(record.name, record.lap(), format!("{more:.3}"), &points);
        let lost: Vec<String> = report.exercises.iter().flat_map(losses).collect();
        if !lost.is_empty() {
            println!("  lost: {}", lost.join(", "));
        }
    }
    let snapshot = Snapshot::load(&checkout.path("fixtures/gibbs/entropy.snap"));
    let limit = snapshot.unwrap_or_else(|error| panic!("{error}")).limit_seconds;
    println!("target: everything else is scored; a loop takes at most {:.1} s more ({limit:.1} + 0.5)", limit + 0.5);
}

/// What an exercise lost, function by function, or all of it for one reason.
fn losses(exercise: &ExerciseReport) -> Vec<String> {
    if exercise.state == State::NotCompiled {
        return vec![format!("{} -{}: it does not compile", exercise.name, exercise.max)];
    }
    let lost = exercise.functions.iter().filter(|function| function.points < function.max);
    lost.map(|function| format!("{}::{} -{}", exercise.name, function.name, function.max - function.points)).collect()
}

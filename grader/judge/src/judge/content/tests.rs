//! Which wrong bases count: two losses of a small exercise, each with its gradient, answered in many ways.

use super::super::{Hearings, Truth, judge};
use crate::course::{Exercise, Snapshot, Stored, WrongReplies};
use crate::fate::Fate;
use crate::number::Value;
use crate::property::Call;
use crate::report::{Content, Evidence, FunctionReport, Lack, LawFinding, PlainMeasure};
use crate::sample::vector;
use std::collections::BTreeMap;

/// Of one loss; `NAME` stands for its name.
const LOSS: &str = r#"
[[function]]
name = "NAME"
signature = "(x: f64, y: f64) -> f64"
points = 2
hints = ["Add."]
[[function.case]]
name = "a"
args = [1.5, -0.5]
[[function.case]]
name = "b"
args = [-0.25, 2.0]
[[function.case]]
name = "c"
args = [0.75, 1.25]
[[function.case]]
name = "d"
args = [-1.0, -0.75]
[[function.wrong]]
name = "the first squared"
body = "x * x"
says = "The other is lost."
[[function.wrong]]
name = "seven"
body = "7.0"
says = "That is a number."

[[function]]
name = "NAME_grad"
signature = "(x: f64, y: f64) -> (f64, f64)"
points = 3
hints = ["Both slopes."]
[[function.case]]
name = "a"
args = [1.5, -0.5]
[[function.property]]
name = "slopes"
points = 1
given = ["x = normal()", "y = normal()"]
holds = "NAME_grad(x, y) = [D(x, NAME(x, y)), D(y, NAME(x, y))]"
follow_through = "NAME"
content_free = ["NAME(y, x) = NAME(x, y)"]
tolerance = { relative = 1e-7, absolute = 1e-8 }
says = "These are not its slopes."

[[function]]
name = "NAME_sum"
signature = "(x: f64, y: f64) -> f64"
points = 3
hints = ["Add the slopes."]
[[function.case]]
name = "a"
args = [1.5, -0.5]
[[function.property]]
name = "added"
points = 1
given = ["x = normal()", "y = normal()", "s = NAME_grad(x, y)"]
holds = "NAME_sum(x, y) = s[0] * x + s[1] * y"
follow_through = "NAME_grad"
says = "These are not the slopes added."
"#;

/// A value and its two slopes.
type Formula = fn(f64, f64) -> [f64; 3];

const RIGHT: [Formula; 2] = [
    |x, y| [x * y + x.exp(), y + x.exp(), x],
    |x, y| [(x + 2.0 * y).sin(), (x + 2.0 * y).cos(), 2.0 * (x + 2.0 * y).cos()],
];

fn exercise() -> Exercise {
    let root = tempfile::tempdir().expect("a folder");
    let folder = root.path().join("fixtures/pair");
    std::fs::create_dir_all(&folder).expect("a folder");
    let head = "title = \"A pair\"\nsummary = \"Two losses\"\ntolerance = { relative = 1e-9, absolute = 1e-12 }\n";
    let text = format!("{head}{}{}", LOSS.replace("NAME", "near"), LOSS.replace("NAME", "far"));
    std::fs::write(folder.join("exercise.toml"), text).expect("a file");
    Exercise::load(root.path(), "pair").expect("an exercise")
}

fn reply(formulas: [Formula; 2], call: &Call) -> Value {
    let [x, y] = [0, 1].map(|at| call.args[at].as_number().expect("a number"));
    let [value, dx, dy] = formulas[usize::from(call.function.starts_with("far"))](x, y);
    match call.function.as_str() {
        grad if grad.ends_with("_grad") => vector(&[dx, dy]),
        sum if sum.ends_with("_sum") => Value::Number(dx * x + dy * y),
        _ => Value::Number(value),
    }
}

fn snapshots(exercise: &Exercise) -> BTreeMap<String, Snapshot> {
    let each = exercise.functions.iter().map(|function| {
        let want = |formulas, args: &Vec<Value>| {
            reply(formulas, &Call { function: function.name.clone(), args: args.clone() })
        };
        let of = |case: &crate::course::Case| Stored {
            name: case.name.clone(),
            args: case.args.clone(),
            tolerance: case.tolerance,
            want: want(RIGHT, &case.args),
        };
        let square: Formula = |x, _| [x * x, 2.0 * x, 0.0];
        let seven: Formula = |_, _| [7.0, 0.0, 0.0];
        let wrong = function.wrong.iter().zip([square, seven]).map(|(wrong, formula)| WrongReplies {
            name: wrong.name.clone(),
            replies: function.cases.iter().map(|case| Some(want([formula; 2], &case.args))).collect(),
        });
        let snapshot = Snapshot {
            function: function.name.clone(),
            limit_seconds: 2.0,
            cases: function.cases.iter().map(of).collect(),
            wrong: wrong.collect(),
        };
        (function.name.clone(), snapshot)
    });
    each.collect()
}

/// The points of both gradients, and what their laws show.
fn judged(formulas: [Formula; 2]) -> [(u32, LawFinding); 2] {
    let exercise = exercise();
    let mut ask = |calls: &[Call]| Ok(calls.iter().map(|call| Fate::Value(reply(formulas, call))).collect());
    let reports = judge(&exercise, &[], &snapshots(&exercise), 7, Hearings::Joint(&mut ask), crate::Truth::Never)
        .expect("reports");
    let law = |report: &FunctionReport| match &report.checks.last().expect("a law").evidence[..] {
        [Evidence::Law(law)] => (report.points, law.finding.clone()),
        other => panic!("{other:?}"),
    };
    [law(&reports[1]), law(&reports[4])]
}

/// What the sum of the slopes of the first loss earns, and shows.
fn sum_of_slopes(formula: Formula) -> (u32, LawFinding) {
    let exercise = exercise();
    let mut ask = |calls: &[Call]| Ok(calls.iter().map(|call| Fate::Value(reply([formula, RIGHT[1]], call))).collect());
    let reports =
        judge(&exercise, &[], &snapshots(&exercise), 7, Hearings::Joint(&mut ask), Truth::Never).expect("reports");
    match &reports[2].checks.last().expect("a law").evidence[..] {
        [Evidence::Law(law)] => (reports[2].points, law.finding.clone()),
        other => panic!("{other:?}"),
    }
}

fn follows(content: Content) -> (u32, LawFinding) {
    (3, LawFinding::Follows { base: "near".into(), content })
}

/// What a formula for the first loss lacks, the second being right.
fn lack(formula: Formula) -> Lack {
    match judged([formula, RIGHT[1]]) {
        [(0, LawFinding::FollowsNothing { base, lack }), (4, LawFinding::Holds)] if base == "near" => lack,
        other => panic!("{other:?}"),
    }
}

fn deaf(parameter: &str) -> Lack {
    Lack::Deaf { parameter: parameter.into() }
}

#[test]
fn right_functions_have_nothing_to_follow() {
    assert_eq!(judged(RIGHT), [(4, LawFinding::Holds), (4, LawFinding::Holds)]);
}

#[test]
fn a_known_wrong_answer_counts_and_so_does_another_with_content() {
    let square: Formula = |x, _| [x * x, 2.0 * x, 0.0];
    let known = Content::Known { name: "the first squared".into() };
    assert_eq!(judged([square, RIGHT[1]])[0], follows(known));
    let half: Formula = |x, y| [x * y + 2.0 * x.exp(), y + 2.0 * x.exp(), x];
    assert_eq!(judged([half, RIGHT[1]])[0], follows(Content::Meets));
}

#[test]
fn a_slope_that_is_not_of_the_own_loss_earns_nothing() {
    let odd: Formula = |x, y| [x * y + 2.0 * x.exp(), y + x.exp() + 0.1, x];
    let [(points, finding), _] = judged([odd, RIGHT[1]]);
    assert!(points == 0 && matches!(finding, LawFinding::Broken { .. }), "{finding:?}");
}

#[test]
fn constants_earn_nothing_though_they_are_known() {
    assert_eq!(lack(|_, _| [7.0, 0.0, 0.0]), Lack::Constant);
    // slopes that are 0 wherever the law is tried
    assert_eq!(lack(|x, y| [(x * y * 8.0 + 4.0 * x).round(), 0.0, 0.0]), Lack::Flat);
    let cube: Formula = |_, y| [y * y * y, 0.0, 3.0 * y * y];
    assert_eq!(lack(cube), deaf("x"));
    assert_eq!(lack(|x, _| [x * x * x, 3.0 * x * x, 0.0]), deaf("y"));
}

#[test]
fn what_does_not_look_at_its_arguments_earns_nothing() {
    assert_eq!(lack(|x, _| [x - 1.0, 1.0, 0.0]), deaf("y"));
    assert_eq!(lack(|x, y| [0.5 * x - 3.0 * y + 1.0, 0.5, -3.0]), Lack::Linear);
    let is = |measure| Lack::Plain { measure };
    assert_eq!(lack(|x, y| [x + y, 1.0, 1.0]), is(PlainMeasure::Sum));
    assert_eq!(lack(|x, y| [0.5 * (x + y), 0.5, 0.5]), is(PlainMeasure::Mean));
    assert_eq!(lack(|x, y| [x.min(y), f64::from(x < y), f64::from(y < x)]), is(PlainMeasure::Smallest));
    assert_eq!(lack(|x, y| [x.max(y), f64::from(x > y), f64::from(y > x)]), is(PlainMeasure::Largest));
    assert_eq!(lack(|x, y| [x * y, y, x]), is(PlainMeasure::Product));
    assert_eq!(lack(|x, y| [x * x + y * y, 2.0 * x, 2.0 * y]), is(PlainMeasure::Squares));
    let even: Formula = |x, y| [(x + y).exp(), (x + y).exp(), (x + y).exp()];
    assert_eq!(lack(even), Lack::Keeps { relation: "near(y, x) = near(x, y)".into() });
}

#[test]
fn the_values_of_another_function_earn_nothing() {
    let other: Formula = |x, y| {
        let [value, dx, dy] = RIGHT[1](x, y);
        [3.0 * value - 2.0, 3.0 * dx, 3.0 * dy]
    };
    assert_eq!(lack(other), Lack::Copy { function: "far".into() });
}

#[test]
fn one_formula_for_all_counts_once_where_it_is_known_and_else_never() {
    let square: Formula = |x, _| [x * x, 2.0 * x, 0.0];
    let once =
        LawFinding::FollowsNothing { base: "far".into(), lack: Lack::CountsElsewhere { function: "near".into() } };
    assert_eq!(judged([square, square]), [follows(Content::Known { name: "the first squared".into() }), (0, once)]);
    let own: Formula = |x, y| [x * x * y, 2.0 * x * y, x * x];
    let nothing = |base: &str, function: &str| {
        let lack = Lack::Copy { function: function.into() };
        (0, LawFinding::FollowsNothing { base: base.into(), lack })
    };
    assert_eq!(judged([own, own]), [nothing("near", "far"), nothing("far", "near")]);
}

#[test]
fn what_follows_itself_shows_what_its_own_base_shows() {
    let base = || String::from("near_grad");
    let half: Formula = |x, y| [x * y + 2.0 * x.exp(), y + 2.0 * x.exp(), x];
    assert_eq!(sum_of_slopes(half), (3, LawFinding::Follows { base: base(), content: Content::Meets }));
    // slopes that say little by themselves, of a loss that says something
    let curved: Formula = |x, y| [x * y + x * x, y + 2.0 * x, x];
    let content = Content::Inherits { function: "near".into() };
    assert_eq!(sum_of_slopes(curved), (3, LawFinding::Follows { base: base(), content }));
    let product: Formula = |x, y| [x * y, y, x];
    let deaf: Formula = |x, _| [x.exp(), x.exp(), 0.0];
    for empty in [product, deaf] {
        let lack = Lack::Echo { function: "near".into() };
        assert_eq!(sum_of_slopes(empty), (0, LawFinding::FollowsNothing { base: base(), lack }));
    }
}

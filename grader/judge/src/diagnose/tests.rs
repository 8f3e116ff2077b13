//! Every kind of diagnosis on a function of a few cases, and the rule of matching.

use super::*;
use crate::compare::{Expected, Tolerance};
use crate::course::{Case, Signature, Stored, Wrong, WrongReplies};
use crate::error::Place;
use crate::number::{Real, Value};
use crate::report::{Factor, Form, Measure, Order, Part, Quantity, Relation, Rest, Sign, Turn};
use serde_json::{Value as Json, json};

const TOLERANCE: Tolerance = Tolerance { relative: 1e-9, absolute: 1e-12 };

fn v(json: &Json) -> Value {
    Value::from_json(json).expect("a value")
}

/// A function with its right values and its known wrong bodies.
struct Task {
    function: Function,
    snapshots: BTreeMap<String, Snapshot>,
}

impl Task {
    /// Arguments and the right value of each case.
    fn new(signature: &str, cases: &[(Json, Json)]) -> Task {
        let function = Function {
            name: "f".into(),
            signature: Signature::parse(signature).expect("a signature"),
            points: 1,
            hints: vec![],
            cases: vec![],
            drawn: vec![],
            properties: vec![],
            wrong: vec![],
            plots: vec![],
        };
        let snapshot = Snapshot { function: "f".into(), limit_seconds: 2.0, cases: vec![], wrong: vec![] };
        let mut task = Task { function, snapshots: BTreeMap::from([("f".to_owned(), snapshot)]) };
        cases.iter().for_each(|(args, want)| task.add(args, want, None));
        task
    }

    /// The same function of one number with these right values.
    fn of(wants: &[f64]) -> Task {
        let cases = wants.iter().enumerate().map(|(at, want)| (json!([at as f64 + 0.5]), json!(want)));
        Task::new("(x: f64) -> f64", &cases.collect::<Vec<_>>())
    }

    fn stored(&mut self) -> &mut Snapshot {
        self.snapshots.get_mut("f").expect("its snapshot")
    }

    fn add(&mut self, args: &Json, want: &Json, stability: Option<(u32, String)>) {
        let Value::List(args) = v(args) else { panic!("a list of arguments") };
        let name = format!("case {}", self.function.cases.len());
        self.function.cases.push(Case {
            name: name.clone(),
            args: args.clone(),
            tolerance: TOLERANCE,
            kink: None,
            stability,
            nan: false,
            place: Place::default(),
        });
        self.stored().cases.push(Stored { name, args, tolerance: TOLERANCE, want: v(want) });
    }

    fn extreme(mut self, args: Json, want: Json) -> Task {
        self.add(&args, &want, Some((1, "it breaks".into())));
        self
    }

    /// A known wrong body; `{"none": true}` for no reply.
    fn wrong(mut self, name: &str, replies: Json) -> Task {
        let replies = replies.as_array().expect("replies").iter();
        let replies = replies.map(|reply| (!reply.is_object()).then(|| v(reply))).collect();
        self.stored().wrong.push(WrongReplies { name: name.into(), replies });
        let (name, says) = (name.to_owned(), format!("Mind {name}."));
        self.function.wrong.push(Wrong {
            name,
            body: Some(String::new()),
            place: Place::default(),
            says,
            like: None,
            loops: false,
        });
        self
    }

    /// Another function with cases of the same arguments.
    fn beside(mut self, name: &str, wants: &[f64]) -> Task {
        let own = self.stored().cases.clone();
        let cases = own.into_iter().zip(wants).map(|(stored, want)| Stored { want: Value::Number(*want), ..stored });
        let (cases, function) = (cases.collect(), name.to_owned());
        self.snapshots.insert(name.into(), Snapshot { function, limit_seconds: 2.0, cases, wrong: vec![] });
        self
    }

    fn diagnose(&self, fates: &[Fate]) -> Option<Diagnosis> {
        diagnose(&self.function, &self.snapshots, &fates.iter().collect::<Vec<_>>())
    }

    /// What these replies look like; nothing, or one thing.
    fn like(&self, replies: Json) -> Option<Likeness> {
        let diagnosis = self.diagnose(&values(&replies))?;
        assert_eq!(diagnosis.besides, []);
        Some(diagnosis.like)
    }

    /// The names of what the replies look like.
    fn names(&self, replies: Json) -> Vec<String> {
        let diagnosis = self.diagnose(&values(&replies));
        let all = diagnosis.into_iter().flat_map(|one| std::iter::once(one.like).chain(one.besides));
        let name = |like| match like {
            Likeness::Listed { name, .. } => name,
            other => format!("{other:?}"),
        };
        all.map(name).collect()
    }
}

fn values(replies: &Json) -> Vec<Fate> {
    replies.as_array().expect("replies").iter().map(|reply| Fate::Value(v(reply))).collect()
}

fn listed(name: &str) -> Option<Likeness> {
    Some(Likeness::Listed { name: name.into(), says: format!("Mind {name}.") })
}

fn number(sign: Sign, value: f64) -> Quantity {
    made(sign, &[(Form::Itself, Measure::Number { value: Real(value) })])
}

fn made(sign: Sign, factors: &[(Form, Measure)]) -> Quantity {
    let factors = factors.iter().map(|(form, measure)| Factor { form: *form, measure: measure.clone() });
    Quantity { sign, factors: factors.collect() }
}

#[test]
fn right_replies_look_like_nothing() {
    assert_eq!(Task::of(&[1.0, 2.0]).wrong("one", json!([1.0, 1.0])).like(json!([1.0, 2.0])), None);
}

#[test]
fn a_constant_is_no_known_mistake_that_agrees_where_it_is_wrong() {
    let task = Task::of(&[0.3, 1.2, 0.7]).wrong("clipped", json!([0.0, 1.2, 0.7]));
    assert_eq!(task.like(json!([0.0, 0.0, 0.0])), Some(Likeness::Constant { value: Some(Real(0.0)) }));
    assert_eq!(task.like(json!([0.0, 1.2, 0.7])), listed("clipped"));
    let task = task.wrong("nothing", json!([0.0, 0.0, 0.0]));
    assert_eq!(task.like(json!([0.0, 0.0, 0.0])), listed("nothing"));
}

#[test]
fn a_constant_needs_right_values_that_differ() {
    assert_eq!(Task::of(&[0.3, 0.3, 0.3]).like(json!([0.5, 0.5, 0.5])), None);
    let lists = Task::new("(n: usize) -> Array1<f64>", &[(json!([2]), json!([0.2, 0.8])), (json!([1]), json!([1.0]))]);
    assert_eq!(lists.like(json!([[0.0, 0.0], [0.0]])), Some(Likeness::Constant { value: Some(Real(0.0)) }));
    assert_eq!(lists.like(json!([[0.3, 0.4], [0.3, 0.4]])), Some(Likeness::Constant { value: None }));
}

#[test]
fn an_argument_comes_back_whole_or_in_part() {
    let cases = [(json!([0.5, [3.0, 4.0]]), json!(1.0)), (json!([0.7, [5.0, 6.0, 7.0]]), json!(2.5))];
    let task = Task::new("(beta: f64, v: &Array1<f64>) -> f64", &cases);
    let of = |parameter: &str, part| Some(Likeness::Argument { parameter: parameter.into(), part });
    assert_eq!(task.like(json!([0.5, 0.7])), of("beta", Part::Whole));
    assert_eq!(task.like(json!([3.0, 5.0])), of("v", Part::First));
    assert_eq!(task.like(json!([4.0, 7.0])), of("v", Part::Last));
    assert_eq!(task.like(json!([4.0, 6.0])), None);
}

#[test]
fn a_sign_and_a_factor_are_told_by_two_cases() {
    let task = Task::of(&[1.5, -2.0, 0.0]);
    assert_eq!(task.like(json!([-1.5, 2.0, 0.0])), Some(Likeness::Sign));
    assert_eq!(task.like(json!([0.75, -1.0, 0.0])), Some(Likeness::Times { by: number(Sign::Plus, 0.5) }));
    assert_eq!(task.like(json!([-3.0, 4.0, 0.0])), Some(Likeness::Times { by: number(Sign::Minus, 2.0) }));
    assert_eq!(task.like(json!([0.75, -1.0, 0.1])), None);
    assert_eq!(task.like(json!([0.75, -1.1, 0.0])), None);
    // any number is some multiple of another
    assert_eq!(Task::of(&[1.5, 0.0]).like(json!([0.75, 0.0])), None);
}

#[test]
fn factors_and_terms_are_made_of_the_arguments() {
    let signature = "(energies: &Array1<f64>, beta: f64) -> f64";
    let arguments = [(vec![1.0, 2.5], 0.5), (vec![2.0, 3.1, 4.7], 2.0), (vec![0.3, 4.4, 1.0, 2.0, 9.0], 3.0)];
    let wants = [1.25, -0.6, 7.3];
    let cases: Vec<_> = arguments.iter().zip(wants).map(|((e, b), want)| (json!([e, b]), json!(want))).collect();
    let task = Task::new(signature, &cases);
    let replies = |change: &dyn Fn(f64, &[f64], f64) -> f64| -> Json {
        arguments.iter().zip(wants).map(|((e, b), want)| json!(change(want, e, *b))).collect()
    };
    let beta = || Measure::Parameter { parameter: "beta".into() };
    let n = || Measure::Length { parameter: "energies".into() };
    let times = |by| Some(Likeness::Times { by });
    let plus = |by| Some(Likeness::Plus { by });
    assert_eq!(task.like(replies(&|x, _, b| x * b)), times(made(Sign::Plus, &[(Form::Itself, beta())])));
    assert_eq!(task.like(replies(&|x, _, b| -x * b * b)), times(made(Sign::Minus, &[(Form::Square, beta())])));
    assert_eq!(task.like(replies(&|x, e, _| x / e.len() as f64)), times(made(Sign::Plus, &[(Form::Inverse, n())])));
    assert_eq!(
        task.like(replies(&|x, e, _| x + (e.len() as f64).ln())),
        plus(made(Sign::Plus, &[(Form::Logarithm, n())]))
    );
    let product = made(Sign::Minus, &[(Form::Logarithm, n()), (Form::Inverse, beta())]);
    assert_eq!(task.like(replies(&|x, e, b| x - (e.len() as f64).ln() / b)), plus(product));
    let smallest = Measure::Smallest { parameter: "energies".into() };
    let least = |e: &[f64]| e.iter().copied().fold(f64::INFINITY, f64::min);
    assert_eq!(task.like(replies(&|x, e, _| x - least(e))), plus(made(Sign::Minus, &[(Form::Itself, smallest)])));
    assert_eq!(task.like(replies(&|x, e, b| x + b.sin() * e[0])), None);
}

#[test]
fn two_readings_of_a_factor_are_none_and_equal_lengths_are_one() {
    let of = |lists: [Vec<f64>; 2], beta: f64, want: f64| (json!([lists[0], lists[1], beta]), json!(want));
    let signature = "(a: &Array1<f64>, b: &Array1<f64>, beta: f64) -> f64";
    let lengths = |n: usize| [vec![0.7; n], vec![0.3; n]];
    let task = |beta: fn(f64) -> f64| {
        let cases = [(2, 1.5), (3, 0.7), (5, -2.1)].map(|(n, want)| of(lengths(n), beta(n as f64), want));
        Task::new(signature, &cases)
    };
    let replies = json!([0.75, 0.7 / 3.0, -0.42]);
    let length = Measure::Length { parameter: "a".into() };
    let by = made(Sign::Plus, &[(Form::Inverse, length)]);
    assert_eq!(task(|n| n.sin()).like(replies.clone()), Some(Likeness::Times { by }));
    assert_eq!(task(|n| n).like(replies), None);
}

#[test]
fn a_term_may_be_lost_beside_a_large_value() {
    let like = Task::of(&[1.5, -2.0, 1e15]).like(json!([2.5, -1.0, 1e15]));
    assert_eq!(like, Some(Likeness::Plus { by: number(Sign::Plus, 1.0) }));
}

#[test]
fn right_numbers_in_wrong_places_are_told_by_the_places() {
    let lists = Task::new(
        "(n: usize) -> Array1<f64>",
        &[(json!([1]), json!([0.3, 0.1, 0.6])), (json!([2]), json!([0.7, 0.2, 0.5, 0.1]))],
    );
    for (replies, like) in [
        (json!([[0.6, 0.1, 0.3], [0.1, 0.5, 0.2, 0.7]]), Likeness::Reversed),
        (json!([[0.1, 0.6, 0.3], [0.2, 0.5, 0.1, 0.7]]), Likeness::Rotated { turn: Turn::Left }),
        (json!([[0.6, 0.3, 0.1], [0.1, 0.7, 0.2, 0.5]]), Likeness::Rotated { turn: Turn::Right }),
        (json!([[0.1, 0.3, 0.6], [0.1, 0.2, 0.5, 0.7]]), Likeness::Sorted { order: Order::Ascending }),
        (json!([[0.6, 0.3, 0.1], [0.7, 0.5, 0.2, 0.1]]), Likeness::Sorted { order: Order::Descending }),
        (json!([[0.3, 0.0, 0.0], [0.7, 0.0, 0.0, 0.0]]), Likeness::FirstOnly { rest: Rest::Zero }),
        (json!([[0.3, 0.3, 0.3], [0.7, 0.7, 0.7, 0.7]]), Likeness::FirstOnly { rest: Rest::Copied }),
    ] {
        assert_eq!(lists.like(replies), Some(like));
    }
    assert_eq!(lists.like(json!([[0.6, 0.1, 0.3], [0.2, 0.5, 0.1, 0.7]])), None);
    let matrices = Task::new(
        "(n: usize) -> Array2<f64>",
        &[(json!([1]), json!([[1.0, 2.0], [3.0, 5.0]])), (json!([2]), json!([[1.0, 2.0, 4.0]]))],
    );
    assert_eq!(matrices.like(json!([[[1.0, 3.0], [2.0, 5.0]], [[1.0], [2.0], [4.0]]])), Some(Likeness::Transposed));
    let rows = json!([[[1.0, 2.0], [0.0, 0.0]], [[1.0, 2.0, 4.0]]]);
    assert_eq!(matrices.like(rows), Some(Likeness::FirstOnly { rest: Rest::Zero }));
}

#[test]
fn single_precision_is_that_of_f32_and_no_clip() {
    let wants = [0.1, 0.7, 1.3, 2.9];
    let task = Task::of(&wants);
    let replies = |change: &dyn Fn(f64) -> f64| wants.iter().map(|x| json!(change(*x))).collect::<Json>();
    assert_eq!(task.like(replies(&|x| f64::from(x as f32))), Some(Likeness::SinglePrecision));
    let twice_rounded = |x: f64| f64::from((x as f32).exp().ln());
    assert_eq!(task.like(replies(&twice_rounded)), Some(Likeness::SinglePrecision));
    assert_eq!(task.like(replies(&|x| x + 1e-7 * x.sin())), None);
    assert_eq!(task.like(replies(&|x| x.clamp(0.100_000_1, 2.899_999))), None);
    // another rounding than that of the known body is f32 all the same
    let task = task.wrong("in f32", replies(&|x| f64::from((x as f32).sqrt().powi(2))));
    assert_eq!(task.like(replies(&|x| f64::from(x as f32))), Some(Likeness::SinglePrecision));
}

#[test]
fn another_function_is_told_by_its_values() {
    let task = Task::of(&[1.5, -2.0, 0.7]).beside("f_grad", &[0.1, 0.2, 0.45]).beside("g", &[3.0, 8.0, 9.1]);
    let other = |function: &str, relation| Some(Likeness::OtherFunction { function: function.into(), relation });
    assert_eq!(task.like(json!([0.1, 0.2, 0.45])), other("f_grad", Relation::Derivative));
    assert_eq!(task.like(json!([3.0, 8.0, 9.1])), other("g", Relation::Neighbour));
    assert_eq!(task.like(json!([3.0, 8.0, 9.2])), None);
}

#[test]
fn a_known_body_must_agree_wherever_it_is_wrong_and_do_no_harm_elsewhere() {
    let task = Task::of(&[1.0, 2.0, 4.0]).wrong("a", json!([1.0, 2.5, 5.5]));
    assert_eq!(task.like(json!([1.0, 2.5, 5.5])), listed("a"));
    assert_eq!(task.like(json!([1.0, 2.500_000_1, 5.5])), listed("a"));
    assert_eq!(task.like(json!([1.3, 2.5, 5.5])), None);
    assert_eq!(task.like(json!([1.0, 2.5, 5.7])), None);
    assert_eq!(task.like(json!([1.0, 2.5, 4.0])), None);
}

#[test]
fn one_failure_in_ten_is_excused_and_not_two() {
    let wants: Vec<f64> = (0..12).map(|i| 1.0 + f64::from(i).sin()).collect();
    let body: Vec<f64> = wants.iter().map(|x| x.exp() + 0.3 * x).collect();
    let task = Task::of(&wants).wrong("a", json!(body));
    let mut replies = body.clone();
    replies[3] = 9.0;
    assert_eq!(task.like(json!(replies)), listed("a"));
    replies[5] = 9.5;
    assert_eq!(task.like(json!(replies)), None);
}

#[test]
fn two_failures_must_be_explained_where_two_cases_fail() {
    let task = Task::of(&[1.0, 2.0, 4.0]).wrong("a", json!([1.5, 2.0, 4.0]));
    assert_eq!(task.like(json!([1.5, 2.0, 4.0])), listed("a"));
    assert_eq!(task.like(json!([1.5, 2.3, 4.0])), None);
    // two were not called, and might have failed
    let looped = Fate::Overtime { seconds: 2.0 };
    let lost = || Fate::NotCalled(crate::fate::Because::Overtime);
    let task = Task::of(&[1.0, 2.0, 4.0]).wrong("a loop", json!([{"none": true}, 2.0, 4.0]));
    assert_eq!(task.diagnose(&[looped.clone(), lost(), lost()]), None);
    let rest = [Fate::Value(Value::Number(2.0)), Fate::Value(Value::Number(4.0))];
    let all: Vec<Fate> = std::iter::once(looped).chain(rest).collect();
    assert_eq!(task.diagnose(&all).map(|one| one.like), listed("a loop"));
}

#[test]
fn on_a_kink_every_subgradient_is_right() {
    let mut task = Task::of(&[1.0, 2.0, 0.0]).wrong("a", json!([1.5, 2.25, 0.0]));
    task.function.cases[2].kink = Some(Expected::Segment(Value::Number(-1.0), Value::Number(1.0)));
    for subgradient in [0.0, 1.0, -1.0, 0.4] {
        assert_eq!(task.like(json!([1.5, 2.25, subgradient])), listed("a"));
        assert_eq!(task.like(json!([-1.0, -2.0, subgradient])), Some(Likeness::Sign));
    }
    assert_eq!(task.like(json!([1.5, 2.25, 1.4])), None);
}

#[test]
fn what_is_not_finite_is_alike() {
    let task = Task::of(&[1.0, 2.0]).extreme(json!([1e3]), json!(1000.0)).extreme(json!([-1e3]), json!(0.0));
    let task = task.wrong("no shift", json!([1.0, 2.0, "inf", "-inf"]));
    for (a, b) in [("inf", "-inf"), ("nan", "inf"), ("nan", "nan")] {
        assert_eq!(task.like(json!([1.0, 2.0, a, b])), listed("no shift"));
    }
    assert_eq!(task.like(json!([1.0, 2.0, "nan", 0.0])), None);
    assert_eq!(task.like(json!([1.0, "nan", "nan", "nan"])), None);
    let panic = |says: &str| Fate::Panicked { message: says.into(), line: None };
    let fates = |last: Fate| [values(&json!([1.0, 2.0, "nan"])), vec![last]].concat();
    let overflow = task.diagnose(&fates(panic("attempt to multiply with overflow")));
    assert_eq!(overflow.map(|one| one.like), listed("no shift"));
    assert_eq!(task.diagnose(&fates(panic("index out of bounds"))), None);
}

#[test]
fn of_two_bodies_that_differ_in_nothing_finite_the_one_that_ends_alike_is_told() {
    let task = Task::of(&[1.0, 2.0]).extreme(json!([9.0]), json!("inf")).extreme(json!([8.0]), json!("inf"));
    let task = task.wrong("minus", json!([1.0, 2.0, "-inf", "-inf"])).wrong("nan", json!([1.0, 2.0, "nan", "nan"]));
    assert_eq!(task.like(json!([1.0, 2.0, "nan", "nan"])), listed("nan"));
    assert_eq!(task.like(json!([1.0, 2.0, "-inf", "-inf"])), listed("minus"));
    assert_eq!(task.like(json!([1.0, 2.0, "-inf", "nan"])), listed("minus"));
}

#[test]
fn a_known_body_that_explains_everything_is_told_before_what_is_plain() {
    let task = Task::of(&[1.0, -2.0, 3.0]).wrong("a minus", json!([-1.0, 2.0, -3.0]));
    assert_eq!(task.like(json!([-1.0, 2.0, -3.0])), listed("a minus"));
    let task = task.extreme(json!([9.0]), json!(5.0));
    let task = Task { function: Function { wrong: vec![], ..task.function }, ..task };
    assert_eq!(task.like(json!([-1.0, 2.0, -3.0, -5.0])), Some(Likeness::Sign));
}

#[test]
fn extreme_cases_may_be_a_second_slip() {
    let task = Task::of(&[1.0, -2.0, 3.0]).extreme(json!([1e3]), json!(5.0)).extreme(json!([2e3]), json!(7.0));
    let task = task.wrong("a", json!([1.5, -1.0, 3.0, 5.5, 7.5]));
    let unstable = task.names(json!([1.5, -1.0, 3.0, "nan", 7.5]));
    assert_eq!(unstable, ["a", "Unstable"]);
    assert_eq!(task.names(json!([1.5, -1.0, 3.0, "nan", 8.5])), ["a", "Elsewhere"]);
    assert_eq!(task.names(json!([-1.0, 2.0, -3.0, "inf", "inf"])), ["Sign", "Unstable"]);
    let task = task.wrong("no shift", json!([1.0, -2.0, 3.0, "inf", "inf"]));
    assert_eq!(task.names(json!([1.5, -1.0, 3.0, "nan", "nan"])), ["a", "no shift"]);
    assert_eq!(task.names(json!([-1.0, 2.0, -3.0, "inf", "inf"])), ["Sign", "no shift"]);
    // right where the slip does harm: it is another one
    assert_eq!(task.names(json!([1.5, -1.0, 3.0, 5.0, "nan"])), [""; 0]);
    // two bodies fit the extreme cases, so neither is named
    let task =
        task.wrong("no scale", json!([1.0, -2.0, 3.0, "nan", "nan"])).wrong("cap", json!([1.0, -2.0, 3.0, "nan", 7.0]));
    assert_eq!(task.names(json!([1.5, -1.0, 3.0, "nan", 7.5])), ["a", "Unstable"]);
}

#[test]
fn two_slips_in_one_formula_are_told_where_no_other_two_would_do() {
    let task = Task::of(&[1.0, 2.0, 3.0, 4.0, 5.0])
        .wrong("a", json!([1.5, 2.5, 3.0, 4.0, 5.0]))
        .wrong("b", json!([1.0, 2.0, 3.7, 4.9, 5.0]));
    assert_eq!(task.names(json!([1.5, 2.5, 3.7, 4.9, 5.0])), ["a", "b"]);
    assert_eq!(task.names(json!([1.5, 2.5, 3.7, 4.9, 5.8])), [""; 0]);
    assert_eq!(task.names(json!([1.5, 2.5, 3.7, 4.0, 5.0])), [""; 0]);
    let task = task.wrong("c", json!([1.5, 2.5, 3.7, 4.0, 5.0]));
    assert_eq!(task.names(json!([1.5, 2.5, 3.7, 4.9, 5.0])), [""; 0]);
    let task = Task::of(&[1.0, 2.0, 3.0, 4.0])
        .extreme(json!([1e3]), json!(9.0))
        .wrong("a", json!([1.5, 2.5, 3.0, 4.0, 9.0]))
        .wrong("b", json!([1.0, 2.0, 3.7, 4.9, 9.0]))
        .wrong("no shift", json!([1.0, 2.0, 3.0, 4.0, "inf"]));
    assert_eq!(task.names(json!([1.5, 2.5, 3.7, 4.9, "nan"])), ["a", "b", "no shift"]);
}

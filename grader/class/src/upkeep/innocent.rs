//! Wrong answers that are nobody's known mistake, made by machine: none of them may be called by the name of one.

use judge::course::{Exercise, Function, Snapshot};
use judge::digest::seed_of;
use judge::number::Value;
use std::collections::BTreeMap;

/// One of them.
pub struct Innocent {
    /// How it was made.
    pub kind: String,
    /// Its replies to the cases of the function; none where it panics.
    pub replies: Vec<Option<Value>>,
}

/// Those for one function.
pub fn innocents(exercise: &Exercise, function: &Function, snapshots: &BTreeMap<String, Snapshot>) -> Vec<Innocent> {
    let Some(snapshot) = snapshots.get(&function.name) else { return vec![] };
    let wants: Vec<&Value> = snapshot.cases.iter().map(|stored| &stored.want).collect();
    let mut all = vec![];
    let mut add = |kind: &str, replies: Vec<Option<Value>>| all.push(Innocent { kind: kind.to_owned(), replies });
    let each = |change: &dyn Fn(usize, f64) -> f64| {
        wants.iter().enumerate().map(|(case, want)| Some(want.map(&mut |x| change(case, x)))).collect()
    };
    add("0", each(&|_, _| 0.0));
    add("1", each(&|_, _| 1.0));
    add("NaN", each(&|_, _| f64::NAN));
    add("the first expected value", wants.iter().map(|_| wants.first().map(|want| (*want).clone())).collect());
    add("clipped from 1e-15 to 1", each(&|_, x| x.clamp(1e-15, 1.0)));
    add("capped at 10", each(&|_, x| x.clamp(-10.0, 10.0)));
    add("rounded to 3 places", each(&|_, x| (x * 1e3).round() / 1e3));
    add("1e-7 added to the size", each(&|_, x| x + 1e-7 * x.abs()));
    for seed in 0..3 {
        let mut random = Random(seed_of(&format!("{}/{}/{seed}", exercise.name, function.name)));
        let replies = wants.iter().map(|want| Some(want.map(&mut |x| random.like(x))));
        add("random numbers", replies.collect());
        let replies = wants.iter().map(|want| Some(want.map(&mut |x| x * (1.0 + 0.01 * random.next()))));
        add("the right ones, up to 1 % off", replies.collect());
    }
    for (at, parameter) in function.signature.parameters.iter().enumerate() {
        let arguments = || function.cases.iter().filter_map(|case| case.args.get(at));
        let kind = parameter.kind.trim_start_matches('&');
        if kind == function.signature.result || wants.iter().zip(arguments()).all(|(a, b)| a.shape() == b.shape()) {
            add(&format!("the argument {}", parameter.name), arguments().cloned().map(Some).collect());
        }
        for (name, measure) in MEASURES {
            let numbers = || {
                arguments().map(|argument| measure(&argument.numbers().into_iter().map(|(_, x)| x).collect::<Vec<_>>()))
            };
            let numbers: Vec<f64> = numbers().collect();
            if numbers.iter().all(|x| x.is_finite()) {
                add(
                    &format!("the {name} of {}", parameter.name),
                    each(&|case, _| numbers.get(case).copied().unwrap_or(0.0)),
                );
            }
        }
    }
    let same = |other: &&Function| {
        let kinds = |one: &Function| one.signature.parameters.iter().map(|one| one.kind.clone()).collect::<Vec<_>>();
        other.name != function.name
            && kinds(other) == kinds(function)
            && other.signature.result == function.signature.result
    };
    for other in exercise.functions.iter().filter(same) {
        let Some(stored) = snapshots.get(&other.name) else { continue };
        let right: Vec<_> = stored.cases.iter().map(|case| Some(case.want.clone())).collect();
        add(&format!("`{}`", other.name), elsewhere(function, other, &right));
        for wrong in &stored.wrong {
            add(&format!("`{}` with \"{}\"", other.name, wrong.name), elsewhere(function, other, &wrong.replies));
        }
    }
    all
}

type Measured = (&'static str, fn(&[f64]) -> f64);

const MEASURES: [Measured; 4] = [
    ("sum", |x| x.iter().sum()),
    ("mean", |x| x.iter().sum::<f64>() / x.len() as f64),
    ("largest", |x| x.iter().copied().fold(f64::NEG_INFINITY, f64::max)),
    ("spread", |x| x.iter().map(|a| a * a).sum::<f64>().sqrt()),
];

/// What another function replies: to the same arguments where it has such a case, else to one of its own.
fn elsewhere(function: &Function, other: &Function, replies: &[Option<Value>]) -> Vec<Option<Value>> {
    let same = |args: &[Value]| other.cases.iter().position(|case| format!("{:?}", case.args) == format!("{args:?}"));
    let of = |(at, case): (usize, &judge::course::Case)| {
        let at = same(&case.args).unwrap_or(at % replies.len().max(1));
        replies.get(at).cloned().flatten()
    };
    function.cases.iter().enumerate().map(of).collect()
}

/// Numbers that look drawn.
pub struct Random(pub u64);

impl Random {
    /// From −1 to 1.
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
    }

    /// A number of the same kind: whole numbers for whole ones.
    pub fn like(&mut self, x: f64) -> f64 {
        let drawn = 3.0 * self.next();
        if x.fract() == 0.0 && x.abs() < 20.0 { drawn.abs().floor() } else { drawn }
    }
}

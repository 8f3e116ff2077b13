//! Is what is not precise enough refused? The reference in single precision, and the reference ten times further off
//! than is allowed.

use super::figures::Share;
use super::reference::{REFERENCE_LIMIT, Replies};
use judge::compare::compare;
use judge::course::{Exercise, Function, Snapshot};
use judge::error::{Error, Result};
use judge::fate::Fate;
use judge::judge::{Hearings, Truth, judge_some};
use judge::number::Value;
use judge::property::Call;
use judge::report::{Kind, Verdict};
use std::collections::BTreeMap;

/// A reply that is off by so many tolerances must be wrong.
const TOO_FAR: f64 = 10.0;

/// How single precision comes into an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Single {
    /// Every reply is rounded.
    Replies,
    /// Every argument, too.
    Arguments,
}

/// What was tried, and what was taken for right.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Precision {
    /// Functions that return what has digits.
    pub functions: usize,
    /// Functions that return whole numbers, texts or truth values alone, whatever their type.
    pub whole: usize,
    /// Cases with a number that can be off.
    pub cases: usize,
    /// What is taken for right and should not be: one sentence each.
    pub taken: Vec<String>,
}

impl Precision {
    /// Tries every function of an exercise.
    pub fn add(&mut self, exercise: &Exercise, replies: &Replies, seed: u64) -> Result<()> {
        let snapshots = exercise.snapshots()?;
        for function in &exercise.functions {
            if !has_digits(function, snapshots.get(&function.name)) {
                self.whole += 1;
                continue;
            }
            self.functions += 1;
            for single in [Single::Replies, Single::Arguments] {
                self.single(exercise, function, &snapshots, single, replies, seed)?;
            }
            if let Some(snapshot) = snapshots.get(&function.name) {
                self.off(exercise, function, snapshot);
            }
        }
        Ok(())
    }

    /// The reference in single precision must lose its cases.
    fn single(
        &mut self,
        exercise: &Exercise,
        function: &Function,
        snapshots: &BTreeMap<String, Snapshot>,
        single: Single,
        replies: &Replies,
        seed: u64,
    ) -> Result<()> {
        let mut ask = |calls: &[Call]| {
            let own = |call: &Call| call.function == function.name;
            let rounded: Vec<Call> = calls
                .iter()
                .map(|call| match single {
                    Single::Arguments if own(call) => {
                        Call { args: call.args.iter().map(rounded).collect(), function: call.function.clone() }
                    }
                    _ => call.clone(),
                })
                .collect();
            let fates = replies.ask(&exercise.name, &rounded, REFERENCE_LIMIT)?;
            Ok(calls
                .iter()
                .zip(fates)
                .map(|(call, fate)| match fate {
                    Fate::Value(value) if own(call) => Fate::Value(self::rounded(&value)),
                    fate => fate,
                })
                .collect())
        };
        let reports = judge_some(exercise, &[function], &[], snapshots, seed, Hearings::Joint(&mut ask), Truth::Never)?;
        let Some(report) = reports.iter().find(|report| report.name == function.name) else { return Ok(()) };
        let mut cases = report.checks.iter().filter(|check| check.kind == Kind::Case);
        if cases.all(|check| check.verdict == Verdict::Right) {
            let what = match single {
                Single::Replies => "its replies rounded to single precision",
                Single::Arguments => "its arguments and replies rounded to single precision",
            };
            let what = format!("`{}` of the reference is taken for right with {what}", function.name);
            self.says(exercise, Default::default(), what, "add a case with digits, or a narrower tolerance");
        }
        Ok(())
    }

    /// A reply off by ten tolerances must be wrong in every case.
    fn off(&mut self, exercise: &Exercise, function: &Function, snapshot: &Snapshot) {
        for (case, stored) in function.cases.iter().zip(&snapshot.cases) {
            let can_be_off = stored.want.numbers().iter().any(|(_, x)| x.is_finite() && *x != 0.0);
            if case.kink.is_some() || !can_be_off {
                continue;
            }
            self.cases += 1;
            let off = stored.want.map(&mut |x| x * (1.0 + TOO_FAR * case.tolerance.relative));
            if compare(&stored.expected(case), &off, case.tolerance).is_ok() {
                let what = format!(
                    "the case `{}` of `{}` takes a reply for right that is off by {TOO_FAR} times the relative tolerance",
                    case.name, function.name
                );
                self.says(exercise, case.place, what, "write a smaller `absolute`, or an input with a larger value");
            }
        }
    }

    fn says(&mut self, exercise: &Exercise, place: judge::error::Place, what: String, fix: &str) {
        let path = exercise.folder.join("exercise.toml");
        self.taken.push(Error::fixture(&path, place, what, fix).to_string());
    }

    /// Nothing imprecise is taken for right.
    pub fn passes(&self) -> bool {
        self.taken.is_empty()
    }

    /// What is taken for right, among functions in single precision and cases that are off.
    pub fn share(&self) -> Share {
        Share { some: self.taken.len(), all: self.functions + self.cases }
    }

    /// What is taken for right, then the figures.
    pub fn to_text(&self) -> String {
        let mut text: String = self.taken.iter().map(|one| format!("{one}\n")).collect();
        text += &format!(
            "{} functions in single precision and {} cases off by {TOO_FAR} tolerances, {} taken for right ({} functions return no digits).\n",
            self.functions,
            self.cases,
            self.taken.len(),
            self.whole
        );
        text
    }
}

/// Is there anything to round? Labels, counts, texts and truth values have no digits, and neither have slopes that are
/// 0, 1 or −1 in every case. Where there is no case, many functions are right, and no digit of one is wrong.
fn has_digits(function: &Function, snapshot: Option<&Snapshot>) -> bool {
    let whole = |x: f64| x.fract() == 0.0 || !x.is_finite();
    let wants = snapshot.iter().flat_map(|snapshot| &snapshot.cases).map(|stored| stored.want.numbers());
    function.signature.result.contains("f64") && wants.flatten().any(|(_, x)| !whole(x))
}

fn rounded(value: &Value) -> Value {
    value.map(&mut |x| f64::from(x as f32))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn single_precision_keeps_what_it_can() {
        let value = Value::List(vec![Value::Number(0.1), Value::Number(0.5), Value::Number(f64::INFINITY)]);
        let Value::List(list) = rounded(&value) else { panic!("a list") };
        assert_ne!(list[0], Value::Number(0.1));
        assert_eq!(list[1..], [Value::Number(0.5), Value::Number(f64::INFINITY)]);
    }
}

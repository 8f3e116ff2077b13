//! Could answers be learnt by heart? Every stored case is answered from a table, every other input by something that
//! is wrong: that must keep no point that the wrong answer would not have by itself.

use super::audit_file::AuditFile;
use super::beside::{Sort, divert};
use super::figures::Share;
use super::innocent::Random;
use super::reference::{REFERENCE_LIMIT, Replies, body_limit};
use judge::compare::compare;
use judge::course::{Exercise, Function, Snapshot};
use judge::digest::seed_of;
use judge::error::Result;
use judge::fate::Fate;
use judge::judge::{Hearings, Truth, judge_some};
use judge::number::Value;
use judge::property::Call;
use judge::report::{Check, Kind};
use std::collections::{BTreeMap, HashMap};

/// Of a hundred functions so many must have a law that such an answer breaks, also where nothing is drawn.
const DEFINED: usize = 95;

/// What answers learnt by heart keep.
#[derive(Debug, Default)]
pub struct Heart {
    /// How many were tried.
    tried: usize,
    /// Those that keep something although inputs are drawn.
    kept: Vec<Kept>,
    /// How many functions there are.
    functions: usize,
    /// Those that no law defines, each with an answer that shows it.
    undefined: Vec<Kept>,
}

/// An answer learnt by heart that keeps something.
#[derive(Clone, Debug, PartialEq)]
struct Kept {
    function: String,
    /// What is answered elsewhere.
    elsewhere: String,
    /// What it keeps.
    points: u32,
    /// What it would have without the table.
    alone: u32,
}

/// What is answered where the table has nothing.
#[derive(Clone, Debug)]
enum Elsewhere {
    /// A known wrong body of this number.
    Wrong(usize),
    /// The right form with this number everywhere.
    Constant(f64),
    /// The value of the first case.
    First,
    /// The argument of this number.
    Argument(usize),
    /// The right form with other numbers.
    Random,
}

impl Elsewhere {
    fn all(function: &Function) -> Vec<Elsewhere> {
        let result = function.signature.result.trim_start_matches('&');
        let of_result = |kind: &str| kind.trim_start_matches('&') == result;
        let arguments = function.signature.parameters.iter().enumerate().filter(|(_, one)| of_result(&one.kind));
        let bodies = function.wrong.iter().enumerate().filter(|(_, wrong)| !wrong.loops && wrong.like.is_none());
        let mut all: Vec<Elsewhere> = bodies.map(|(index, _)| Elsewhere::Wrong(index)).collect();
        all.extend([Elsewhere::Constant(0.0), Elsewhere::Constant(1.0), Elsewhere::First, Elsewhere::Random]);
        all.extend(arguments.map(|(index, _)| Elsewhere::Argument(index)));
        all
    }

    /// Is its value wrong on at least half of the ordinary cases? Where there is none, because the body panics, no
    /// law is broken either.
    fn mostly_wrong(&self, function: &Function, snapshots: &BTreeMap<String, Snapshot>) -> bool {
        let (Elsewhere::Wrong(index), Some(stored)) = (self, snapshots.get(&function.name)) else { return true };
        let Some(body) = stored.wrong.get(*index) else { return true };
        let cases = function.cases.iter().zip(&stored.cases).zip(&body.replies);
        let right = cases.filter(|((case, _), _)| case.stability.is_none()).map(|((case, stored), reply)| {
            reply.as_ref().is_none_or(|reply| compare(&stored.expected(case), reply, case.tolerance).is_ok())
        });
        let right: Vec<bool> = right.collect();
        2 * right.iter().filter(|right| !**right).count() >= right.len()
    }

    fn name(&self, function: &Function) -> String {
        match self {
            Elsewhere::Wrong(index) => {
                function.wrong.get(*index).map(|wrong| format!("\"{}\"", wrong.name)).unwrap_or_default()
            }
            Elsewhere::Constant(x) => format!("{x} everywhere"),
            Elsewhere::First => "the value of the first case".into(),
            Elsewhere::Argument(index) => {
                let parameter = function.signature.parameters.get(*index);
                parameter.map(|parameter| format!("the argument {}", parameter.name)).unwrap_or_default()
            }
            Elsewhere::Random => "random numbers".into(),
        }
    }
}

/// An answer in the place of a function, all other functions being the reference's.
struct StandIn<'a> {
    exercise: &'a Exercise,
    function: &'a Function,
    replies: &'a Replies,
    elsewhere: Elsewhere,
    /// The table; empty where the answer stands by itself.
    table: HashMap<Vec<u8>, Value>,
    first: Option<&'a Value>,
    /// Stability inputs of which there is one alone: to know it by heart is to know it.
    singles: Vec<&'a str>,
}

impl StandIn<'_> {
    /// The points of the function.
    fn points(&self, snapshots: &BTreeMap<String, Snapshot>, seed: u64, drawn: bool) -> Result<u32> {
        let mut reference = |calls: &[Call]| self.replies.ask(&self.exercise.name, calls, REFERENCE_LIMIT);
        let truth = if drawn { Truth::Reference(&mut reference) } else { Truth::Never };
        let mut ask = |calls: &[Call]| self.ask(calls);
        let reports =
            judge_some(self.exercise, &[self.function], &[], snapshots, seed, Hearings::Joint(&mut ask), truth)?;
        let of_single = |check: &&Check| check.kind == Kind::Stability && self.singles.contains(&check.name.as_str());
        let checks =
            reports.iter().filter(|report| report.name == self.function.name).flat_map(|report| &report.checks);
        Ok(checks.filter(|check| !of_single(check)).map(|check| check.points).sum())
    }

    fn ask(&self, calls: &[Call]) -> Result<Vec<Fate>> {
        let known = |call: &Call| self.table.get(&call.key()).filter(|_| call.function == self.function.name);
        let open: Vec<Call> = calls.iter().filter(|call| known(call).is_none()).cloned().collect();
        let mut fates = self.elsewhere(&open)?.into_iter();
        let fate = |call: &Call| match known(call) {
            Some(value) => Fate::Value(value.clone()),
            None => fates.next().unwrap_or(Fate::Misuse { message: "a reply was lost".into() }),
        };
        Ok(calls.iter().map(fate).collect())
    }

    /// What is answered to calls that the table does not know.
    fn elsewhere(&self, calls: &[Call]) -> Result<Vec<Fate>> {
        let name = &self.function.name;
        if let Elsewhere::Wrong(index) = self.elsewhere {
            let limit = self.function.wrong.get(index).map_or(REFERENCE_LIMIT, body_limit);
            return self.replies.ask(
                &self.exercise.name,
                &divert(calls, name, &Sort::Wrong.offered(name, index)),
                limit,
            );
        }
        let right = self.replies.ask(&self.exercise.name, calls, REFERENCE_LIMIT)?;
        let each = calls.iter().zip(right).map(|(call, right)| match (right, &self.elsewhere) {
            (right, _) if call.function != *name => right,
            (Fate::Value(right), elsewhere) => Fate::Value(match elsewhere {
                Elsewhere::Constant(x) => map(&right, &mut |_| *x),
                Elsewhere::First => self.first.cloned().unwrap_or(right),
                Elsewhere::Argument(index) => call.args.get(*index).cloned().unwrap_or(right),
                Elsewhere::Random | Elsewhere::Wrong(_) => {
                    // the same number for the same input, as a function would have it
                    let mut random = Random(seed_of(&format!("{:?}", call.args)));
                    map(&right, &mut |x| random.like(x))
                }
            }),
            (other, _) => other,
        });
        Ok(each.collect())
    }
}

impl Heart {
    /// Tries one exercise.
    pub fn add(
        &mut self,
        exercise: &Exercise,
        snapshots: &BTreeMap<String, Snapshot>,
        file: &AuditFile,
        replies: &Replies,
        seed: u64,
    ) -> Result<()> {
        for function in exercise.functions.iter().filter(|function| !function.cases.is_empty()) {
            self.functions += 1;
            let calls: Vec<Call> = function
                .cases
                .iter()
                .map(|case| Call { function: function.name.clone(), args: case.args.clone() })
                .collect();
            let right = replies.ask(&exercise.name, &calls, REFERENCE_LIMIT)?;
            let table: HashMap<Vec<u8>, Value> =
                calls.iter().zip(right).filter_map(|(call, fate)| Some((call.key(), fate.value()?.clone()))).collect();
            let first = snapshots.get(&function.name).and_then(|stored| stored.cases.first()).map(|case| &case.want);
            let singles = file.single.iter().filter(|single| single.function == function.name);
            let singles: Vec<&str> = singles.map(|single| single.input.as_str()).collect();
            let mut defined = true;
            for elsewhere in Elsewhere::all(function) {
                self.tried += 1;
                let name = elsewhere.name(function);
                let with = |table: HashMap<Vec<u8>, Value>| StandIn {
                    exercise,
                    function,
                    replies,
                    elsewhere: elsewhere.clone(),
                    table,
                    first,
                    singles: singles.clone(),
                };
                let by_heart = with(table.clone());
                let points = by_heart.points(snapshots, seed, true)?;
                let alone = with(HashMap::new()).points(snapshots, seed, true)?;
                let kept = |points| Kept {
                    function: format!("{}::{}", exercise.name, function.name),
                    elsewhere: name.clone(),
                    points,
                    alone,
                };
                if points > alone {
                    self.kept.push(kept(points));
                }
                // what is right on most ordinary inputs is not told from the formula by a law on ordinary inputs
                if defined && alone == 0 && elsewhere.mostly_wrong(function, snapshots) {
                    let points = by_heart.points(snapshots, seed, false)?;
                    if points > 0 {
                        defined = false;
                        self.undefined.push(kept(points));
                    }
                }
            }
        }
        Ok(())
    }

    /// Nothing is kept, and nearly every function is defined by a law.
    pub fn passes(&self) -> bool {
        self.kept.is_empty() && 100 * self.undefined.len() <= (100 - DEFINED) * self.functions
    }

    /// Those that keep something.
    pub fn kept(&self) -> Share {
        Share { some: self.kept.len(), all: self.tried }
    }

    /// Functions that no law defines.
    pub fn undefined(&self) -> Share {
        Share { some: self.undefined.len(), all: self.functions }
    }

    /// What is kept and not defined, then the figures.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        for one in &self.kept {
            text += &format!("{one} although inputs are drawn\n");
        }
        for one in &self.undefined {
            text += &format!("{one} where nothing is drawn: no law defines it\n");
        }
        let (all, undefined) = (self.functions, self.undefined.len());
        let share = if all == 0 { 100.0 } else { 100.0 * (all - undefined) as f64 / all as f64 };
        text + &format!(
            "{} answers learnt by heart, {} keep points that are not their own; {} of {all} functions are defined by a law ({share:.1} %).\n",
            self.tried,
            self.kept.len(),
            all - undefined,
        )
    }
}

impl std::fmt::Display for Kept {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Kept { function, elsewhere, points, alone } = self;
        write!(f, "{function}  by heart, elsewhere {elsewhere}: keeps {points} and not {alone} points")
    }
}

/// The same form with other numbers, or another truth.
fn map(value: &Value, change: &mut dyn FnMut(f64) -> f64) -> Value {
    match value {
        Value::Truth(truth) => Value::Truth(change(f64::from(u8::from(*truth))) > 0.5),
        other => other.map(change),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(points: u32, alone: u32) -> Kept {
        Kept { function: "gibbs::gibbs".into(), elsewhere: "0 everywhere".into(), points, alone }
    }

    #[test]
    fn nothing_may_be_kept_and_five_functions_in_a_hundred_may_lack_a_law() {
        let heart = |kept: Vec<Kept>, undefined: usize| Heart {
            tried: 900,
            kept,
            functions: 100,
            undefined: vec![self::kept(3, 0); undefined],
        };
        assert!(heart(vec![], 0).passes() && heart(vec![], 5).passes());
        assert!(!heart(vec![], 6).passes() && !heart(vec![kept(3, 1)], 0).passes());
        assert!(heart(vec![], 5).to_text().ends_with("95 of 100 functions are defined by a law (95.0 %).\n"));
        assert!(heart(vec![kept(3, 1)], 0).to_text().contains("elsewhere 0 everywhere: keeps 3 and not 1 points"));
    }

    #[test]
    fn another_value_has_the_same_form() {
        let value = Value::List(vec![Value::Number(2.0), Value::List(vec![Value::Number(0.5)]), Value::Truth(true)]);
        let other = map(&value, &mut |_| 0.0);
        assert_eq!(other.shape(), value.shape());
        let mut random = Random(7);
        let drawn = random.like(4.0);
        assert!(drawn.fract() == 0.0 && drawn >= 0.0);
        assert_ne!(random.like(0.5), random.like(0.5));
    }
}

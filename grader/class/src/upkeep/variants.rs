//! Are right answers that are written otherwise taken for right, and with room to spare?

use super::audit_file::AuditFile;
use super::beside::Sort;
use super::figures::Share;
use super::reference::{REFERENCE_LIMIT, Replies};
use grader::render::brief;
use judge::compare::Tolerance;
use judge::course::{Course, Exercise, Function, SHORTEST_LIMIT, Snapshot};
use judge::error::{Error, Result};
use judge::fate::Fate;
use judge::judge::{Hearings, Truth, judge_some};
use judge::property::Call;
use judge::report::{FunctionReport, Verdict};
use std::collections::{BTreeMap, HashMap};

/// What a right answer may be off is a tenth of what is allowed.
const TO_SPARE: f64 = 10.0;
/// Laws and drawn cases are tried on the inputs of so many gradings.
const GRADINGS: u64 = 5;
/// Of how many right answers a function has, unless it says why there are fewer.
const ENOUGH: usize = 3;

/// How a right answer fares.
#[derive(Clone, Debug, PartialEq)]
pub enum Fares {
    /// Full points, and ten times nearer than it must be.
    WithRoom,
    /// Full points, but nearer to the edge than that; in which check, and what is compared there.
    Narrowly(String),
    /// It loses points; in which check, and why.
    Loses(String),
}

/// One right answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// The exercise.
    pub exercise: String,
    /// The function.
    pub function: String,
    /// What is different in it.
    pub name: String,
    /// What became of it.
    pub fares: Fares,
}

/// All right answers of some exercises.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Variants {
    /// In the order of the fixtures.
    pub each: Vec<Variant>,
    /// Exercises of which all functions are written otherwise: none may pay for the accepted form of another.
    pub together: Vec<Variant>,
    /// Functions that have too few of them and do not say why, or say so without need: one sentence each.
    pub count: Vec<String>,
    /// Functions that say why there are few.
    pub few: usize,
    /// All functions that have cases.
    pub functions: usize,
}

impl Variants {
    /// Judges every right body of an exercise in the place of its function.
    pub fn add(&mut self, course: &Course, name: &str, replies: &Replies, seed: u64) -> Result<()> {
        let exercise = course.exercise(name)?;
        let file = AuditFile::load(exercise)?;
        let snapshots = exercise.snapshots()?;
        let strict = strict(course, name)?;
        let judge = |offered: BTreeMap<String, String>| {
            let mut stand_in = StandIn { replies, exercise, offered, known: HashMap::new() };
            Ok::<_, Error>(match stand_in.against(&strict, &snapshots, seed)? {
                None => Fares::WithRoom,
                Some(narrow) => match stand_in.against(exercise, &snapshots, seed)? {
                    None => Fares::Narrowly(narrow),
                    Some(why) => Fares::Loses(why),
                },
            })
        };
        for function in &exercise.functions {
            for (index, right) in file.right_of(&function.name) {
                let fares = judge([(function.name.clone(), Sort::Right.offered(&function.name, index))].into())?;
                let (exercise, function) = (exercise.name.clone(), function.name.clone());
                self.each.push(Variant { exercise, function, name: right.name.clone(), fares });
            }
            // where there is no case, many functions are right, and no number of them is enough
            if !function.cases.is_empty() {
                self.counted(exercise, function, &file);
            }
        }
        for index in 0..ENOUGH {
            let together = together(exercise, &file, index);
            if !together.is_empty() {
                let fares = judge(together)?;
                let name = format!("body {} of every function", index + 1);
                self.together.push(Variant { exercise: exercise.name.clone(), function: "all".into(), name, fares });
            }
        }
        Ok(())
    }

    /// Three, or a reason.
    fn counted(&mut self, exercise: &Exercise, function: &Function, file: &AuditFile) {
        self.functions += 1;
        let count = file.right_of(&function.name).count();
        let few = file.few.iter().find(|few| few.function == function.name);
        self.few += usize::from(few.is_some());
        let (place, what, fix) = match few {
            None if count >= ENOUGH => return,
            Some(_) if count < ENOUGH => return,
            None => (
                Default::default(),
                format!("`{}` has {count} right bodies", function.name),
                format!("write {ENOUGH}, or a [[few]] with the reason why there are fewer"),
            ),
            Some(few) => (
                few.place,
                format!("`{}` has {count} right bodies, which are not few", function.name),
                "take the [[few]] away".to_owned(),
            ),
        };
        let path = exercise.folder.join("audit.toml");
        self.count.push(Error::fixture(&path, place, what, fix).to_string());
    }

    /// Nothing that is right loses a point or comes near to it.
    pub fn passes(&self) -> bool {
        self.count.is_empty() && self.all().all(|one| one.fares == Fares::WithRoom)
    }

    fn all(&self) -> impl Iterator<Item = &Variant> {
        self.each.iter().chain(&self.together)
    }

    /// Those that lose points or come too near to it.
    pub fn share(&self) -> Share {
        let narrow = self.all().filter(|one| one.fares != Fares::WithRoom).count();
        Share { some: narrow, all: self.all().count() }
    }

    /// Those that do not fare well, then the figures.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        for one in self.all() {
            let (how, what) = match &one.fares {
                Fares::WithRoom => continue,
                Fares::Narrowly(what) => ("is right, but not by a factor of 10", what),
                Fares::Loses(what) => ("is right and loses points", what),
            };
            text += &format!("{}::{}  \"{}\" {how}: {what}\n", one.exercise, one.function, one.name);
        }
        for count in &self.count {
            text += &format!("{count}\n");
        }
        let count = |wanted: fn(&Fares) -> bool| self.all().filter(|one| wanted(&one.fares)).count();
        let (loses, narrowly) =
            (count(|fares| matches!(fares, Fares::Loses(_))), count(|fares| matches!(fares, Fares::Narrowly(_))));
        let (all, together, functions, few) = (self.each.len(), self.together.len(), self.functions, self.few);
        text + &format!(
            "{all} right answers written otherwise to {functions} functions ({few} with a reason for fewer than {ENOUGH}) and {together} submissions of nothing else: {loses} lose points, {narrowly} come nearer than a factor of 10.\n"
        )
    }
}

/// The exercise with a tenth of every tolerance.
fn strict(course: &Course, name: &str) -> Result<Exercise> {
    let mut exercise = Exercise::load(&course.root, name)?;
    let tighten = |tolerance: &mut Tolerance| {
        tolerance.relative /= TO_SPARE;
        tolerance.absolute /= TO_SPARE;
    };
    for function in &mut exercise.functions {
        function.cases.iter_mut().for_each(|case| tighten(&mut case.tolerance));
        function.drawn.iter_mut().for_each(|drawn| tighten(&mut drawn.tolerance));
        function.properties.iter_mut().for_each(|property| tighten(&mut property.tolerance));
    }
    Ok(exercise)
}

/// One body of every function that has cases, by the name under which it is offered; the last where there are fewer.
fn together(exercise: &Exercise, file: &AuditFile, index: usize) -> BTreeMap<String, String> {
    let owed = exercise.functions.iter().filter(|function| !function.cases.is_empty());
    let one = owed.filter_map(|function| {
        let last = file.right_of(&function.name).count().checked_sub(1)?;
        Some((function.name.clone(), Sort::Right.offered(&function.name, index.min(last))))
    });
    one.collect()
}

/// Bodies in the place of some functions, all others being the reference's.
struct StandIn<'a> {
    replies: &'a Replies,
    exercise: &'a Exercise,
    /// The name under which the body of a function is offered.
    offered: BTreeMap<String, String>,
    /// The same calls are asked for twice, and are the same under every tolerance.
    known: HashMap<Vec<u8>, Fate>,
}

impl StandIn<'_> {
    /// The first check that one of them fails on the inputs of some gradings, if any.
    fn against(
        &mut self,
        exercise: &Exercise,
        snapshots: &BTreeMap<String, Snapshot>,
        seed: u64,
    ) -> Result<Option<String>> {
        let functions: Vec<&Function> =
            exercise.functions.iter().filter(|function| self.offered.contains_key(&function.name)).collect();
        let limits = functions.iter().filter_map(|function| Some(snapshots.get(&function.name)?.limit_seconds));
        let limit = limits.fold(SHORTEST_LIMIT, f64::max);
        for grading in 0..GRADINGS {
            let replies = self.replies;
            let mut truth = |calls: &[Call]| replies.ask(&exercise.name, calls, REFERENCE_LIMIT);
            let truth = Truth::Reference(&mut truth);
            let seed = seed.wrapping_add(grading);
            let mut ask = |calls: &[Call]| self.ask(calls, limit);
            let reports = judge_some(exercise, &functions, &[], snapshots, seed, Hearings::Joint(&mut ask), truth)?;
            if let Some(why) = reports.iter().find_map(failing) {
                return Ok(Some(why));
            }
        }
        Ok(None)
    }

    fn ask(&mut self, calls: &[Call], limit: f64) -> Result<Vec<Fate>> {
        let new: Vec<Call> = calls.iter().filter(|call| !self.known.contains_key(&call.key())).cloned().collect();
        let diverted: Vec<Call> = new
            .iter()
            .map(|call| Call {
                function: self.offered.get(&call.function).unwrap_or(&call.function).clone(),
                args: call.args.clone(),
            })
            .collect();
        let fates = self.replies.ask(&self.exercise.name, &diverted, limit)?;
        self.known.extend(new.iter().map(Call::key).zip(fates));
        let lost = || Fate::Misuse { message: "a reply was lost".into() };
        Ok(calls.iter().map(|call| self.known.get(&call.key()).cloned().unwrap_or_else(lost)).collect())
    }
}

/// The first check that is not right, and what speaks against it.
fn failing(report: &FunctionReport) -> Option<String> {
    let check = report.checks.iter().find(|check| check.verdict != Verdict::Right)?;
    let evidence = check.evidence.iter().find(|one| one.verdict() != Verdict::Right);
    let (inputs, why) = evidence.map(|one| brief(report, one)).unwrap_or_default();
    let name = match evidence {
        Some(judge::report::Evidence::Case(case)) => &case.name,
        _ => &check.name,
    };
    Some(format!("\"{name}\" of `{}`{inputs}: {}", report.name, why.trim_end_matches('.')))
}

#[cfg(test)]
mod tests {
    use super::super::audit_file::{Few, Right};
    use super::*;
    use judge::error::Place;
    use std::path::Path;

    fn counted(right: usize, reason: Option<&str>) -> Vec<String> {
        let root = Course::find_root(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("a course");
        let exercise = Exercise::load(&root, "gibbs").expect("an exercise");
        let function = || String::from("entropy");
        let body = |name: usize| Right {
            function: function(),
            name: name.to_string(),
            body: "".into(),
            place: Place::default(),
        };
        let few = reason.map(|reason| Few { function: function(), reason: reason.into(), place: Place::from(7) });
        let file = AuditFile {
            path: exercise.folder.join("audit.toml"),
            right: (0..right).map(body).collect(),
            few: few.into_iter().collect(),
            ..AuditFile::default()
        };
        let mut variants = Variants::default();
        variants.counted(&exercise, exercise.function("entropy").expect("a function"), &file);
        assert_eq!(variants.passes(), variants.count.is_empty());
        variants.count
    }

    #[test]
    fn a_function_has_three_right_bodies_or_a_reason() {
        assert!(counted(3, None).is_empty() && counted(2, Some("a sum")).is_empty());
        assert!(counted(2, None)[0].contains("`entropy` has 2 right bodies: write 3, or a [[few]]"));
        assert!(counted(3, Some("a sum"))[0].contains("audit.toml:7: `entropy` has 3 right bodies, which are not few"));
    }
}

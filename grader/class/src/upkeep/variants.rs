//! Are right answers that are written otherwise taken for right, and with room to spare?

use super::audit_file::AuditFile;
use super::beside::{Sort, divert};
use super::reference::{REFERENCE_LIMIT, Replies};
use grader::render::brief;
use judge::compare::Tolerance;
use judge::course::{Course, Exercise, Function, SHORTEST_LIMIT, Snapshot};
use judge::error::{Error, Result};
use judge::fate::Fate;
use judge::judge::{Truth, judge_some};
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
        for (function, narrow) in exercise.functions.iter().zip(&strict.functions) {
            for (index, right) in file.right_of(&function.name) {
                let offered = Sort::Right.offered(&function.name, index);
                let mut stand_in = StandIn { replies, exercise, function, offered, known: HashMap::new() };
                let narrow = stand_in.against(&strict, narrow, &snapshots, seed)?;
                let fares = match narrow {
                    None => Fares::WithRoom,
                    Some(narrow) => match stand_in.against(exercise, function, &snapshots, seed)? {
                        None => Fares::Narrowly(narrow),
                        Some(why) => Fares::Loses(why),
                    },
                };
                let (exercise, function) = (exercise.name.clone(), function.name.clone());
                self.each.push(Variant { exercise, function, name: right.name.clone(), fares });
            }
            // where there is no case, many functions are right, and no number of them is enough
            if !function.cases.is_empty() {
                self.counted(exercise, function, &file);
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
        self.count.is_empty() && self.each.iter().all(|one| one.fares == Fares::WithRoom)
    }

    /// Those that do not fare well, then the figures.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        for one in &self.each {
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
        let count = |wanted: fn(&Fares) -> bool| self.each.iter().filter(|one| wanted(&one.fares)).count();
        let (loses, narrowly) =
            (count(|fares| matches!(fares, Fares::Loses(_))), count(|fares| matches!(fares, Fares::Narrowly(_))));
        let (all, functions, few) = (self.each.len(), self.functions, self.few);
        text + &format!(
            "{all} right answers written otherwise to {functions} functions ({few} with a reason for fewer than {ENOUGH}), {loses} lose points, {narrowly} come nearer than a factor of 10.\n"
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

/// A body in the place of a function, all other functions being the reference's.
struct StandIn<'a> {
    replies: &'a Replies,
    exercise: &'a Exercise,
    function: &'a Function,
    offered: String,
    /// The same calls are asked for twice, and are the same under every tolerance.
    known: HashMap<Vec<u8>, Fate>,
}

impl StandIn<'_> {
    /// The first check that it fails on the inputs of some gradings, if any.
    fn against(
        &mut self,
        exercise: &Exercise,
        function: &Function,
        snapshots: &BTreeMap<String, Snapshot>,
        seed: u64,
    ) -> Result<Option<String>> {
        let limit = snapshots.get(&function.name).map_or(SHORTEST_LIMIT, |snapshot| snapshot.limit_seconds);
        for grading in 0..GRADINGS {
            let replies = self.replies;
            let mut truth = |calls: &[Call]| replies.ask(&exercise.name, calls, REFERENCE_LIMIT);
            let truth = Truth::Reference(&mut truth);
            let seed = seed.wrapping_add(grading);
            let mut ask = |calls: &[Call]| self.ask(calls, limit);
            let reports = judge_some(exercise, &[function], &[], snapshots, seed, &mut ask, truth)?;
            if let Some(why) = reports.iter().find(|report| report.name == function.name).and_then(failing) {
                return Ok(Some(why));
            }
        }
        Ok(None)
    }

    fn ask(&mut self, calls: &[Call], limit: f64) -> Result<Vec<Fate>> {
        let new: Vec<Call> = calls.iter().filter(|call| !self.known.contains_key(&call.key())).cloned().collect();
        let diverted = divert(&new, &self.function.name, &self.offered);
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
    Some(format!("\"{name}\"{inputs}: {}", why.trim_end_matches('.')))
}

//! Do the checks catch every known wrong body, and is each called by its name?

use super::laws;
use super::reference::{body_limit, reference_replies, wrong_offer};
use judge::course::{Course, Exercise};
use judge::error::Result;
use judge::judge::judge_some;
use judge::report::{Kind, Verdict};
use run::work::Work;

/// What became of one wrong body.
#[derive(Clone, Debug, PartialEq)]
pub struct Catch {
    /// The exercise.
    pub exercise: String,
    /// The function.
    pub function: String,
    /// The wrong body.
    pub name: String,
    /// The points it still gets.
    pub points: u32,
    /// The points of the function.
    pub max: u32,
    /// The checks that are not right, by kind: cases, stability, properties.
    pub failed: [usize; 3],
    /// What the diagnosis calls it.
    pub called: Option<String>,
    /// Is that its name, or that of a body no input can tell from it?
    pub rightly: bool,
}

impl Catch {
    /// It gets full points: no check sees that it is wrong.
    pub fn survives(&self) -> bool {
        self.points == self.max
    }
}

/// All wrong bodies of some exercises.
#[derive(Debug, Default)]
pub struct Audit {
    /// In the order of the fixtures.
    pub catches: Vec<Catch>,
}

/// Runs every wrong body in the place of its function, all other functions being the reference's.
pub fn audit(course: &Course, work: &Work, names: &[&str], seed: u64) -> Result<Audit> {
    let replies = reference_replies(course, work, names)?;
    for name in names {
        if let Some(trouble) = laws::troubles(course.exercise(name)?, &replies, seed)?.into_iter().next() {
            return Err(trouble);
        }
    }
    let mut audit = Audit::default();
    for name in names {
        let exercise = course.exercise(name)?;
        let snapshots = exercise.snapshots()?;
        for function in &exercise.functions {
            for (index, wrong) in function.wrong.iter().enumerate() {
                let mut ask = |calls: &[judge::property::Call]| {
                    replies.ask(name, &wrong_offer(calls, &function.name, index), body_limit(wrong))
                };
                let reports = judge_some(exercise, &[function], &[], &snapshots, seed, &mut ask)?;
                let Some(report) = reports.into_iter().find(|report| report.name == function.name) else { continue };
                let failed = [Kind::Case, Kind::Stability, Kind::Property].map(|kind| {
                    report.checks.iter().filter(|check| check.kind == kind && check.verdict != Verdict::Right).count()
                });
                let called = report.diagnosis.map(|diagnosis| diagnosis.name);
                audit.catches.push(Catch {
                    exercise: exercise.name.clone(),
                    function: function.name.clone(),
                    name: wrong.name.clone(),
                    points: report.points,
                    max: report.max,
                    failed,
                    rightly: called
                        .as_ref()
                        .is_some_and(|called| same_idea(exercise, &function.name, called, &wrong.name)),
                    called,
                });
            }
        }
    }
    Ok(audit)
}

/// Two names for what no input can tell apart.
fn same_idea(exercise: &Exercise, function: &str, called: &str, name: &str) -> bool {
    let Ok(function) = exercise.function(function) else { return false };
    let root = |name: &str| {
        let like = function.wrong.iter().find(|wrong| wrong.name == name).and_then(|wrong| wrong.like.clone());
        like.unwrap_or_else(|| name.to_owned())
    };
    root(called) == root(name)
}

impl Audit {
    /// Bodies that no check catches.
    pub fn survivors(&self) -> impl Iterator<Item = &Catch> {
        self.catches.iter().filter(|catch| catch.survives())
    }

    /// One line per body, then the totals.
    pub fn to_text(&self) -> String {
        let mut text =
            String::from("Which check catches which known wrong body: C cases, S stability, P properties.\n");
        let mut place = (String::new(), String::new());
        for catch in &self.catches {
            let here = (catch.exercise.clone(), catch.function.clone());
            if here != place {
                text += &format!("\n{}::{} ({} points)\n", here.0, here.1, catch.max);
                place = here;
            }
            let marks: Vec<String> = ["C", "S", "P"]
                .iter()
                .zip(catch.failed)
                .filter(|(_, n)| *n > 0)
                .map(|(mark, n)| format!("{mark}{n}"))
                .collect();
            let verdict = if catch.survives() { "SURVIVES".to_owned() } else { marks.join(" ") };
            let called = match (&catch.called, catch.rightly) {
                (Some(_), true) => "named rightly".to_owned(),
                (Some(called), false) => format!("confused with \"{called}\""),
                (None, _) => "not named".to_owned(),
            };
            text += &format!("  {:<44} {verdict:<10} keeps {:>2}   {called}\n", catch.name, catch.points);
        }
        let all = self.catches.len();
        let named = self.catches.iter().filter(|catch| catch.rightly).count();
        let share = if all == 0 { 100.0 } else { 100.0 * named as f64 / all as f64 };
        text += &format!(
            "\n{all} known wrong bodies, {} survive, {named} named rightly ({share:.1} %).\n",
            self.survivors().count()
        );
        text
    }
}

//! The commands of instructors.

use super::command::{Audit, Check, Update as Asked};
use super::student::open;
use super::{Status, say, target};
use crate::render::style::{BAD, FAINT, GOOD, STRONG};
use crate::upkeep::{self, Update, effects};
use judge::course::Course;
use judge::error::Result;
use run::work::Work;

/// A fixed seed, so that two checks of the same course say the same.
const SEED: u64 = 20_061;

fn names<'a>(course: &'a Course, exercises: &[String]) -> Result<Vec<&'a str>> {
    if exercises.is_empty() {
        return Ok(course.exercises.iter().map(|exercise| exercise.name.as_str()).collect());
    }
    exercises.iter().map(|name| Ok(target::exercise(course, name)?.name.as_str())).collect()
}

/// `grader fixtures update [EXERCISE…] [--accept]`
pub fn update(command: &Asked) -> Result<Status> {
    let (course, work) = open()?;
    let names = names(&course, &command.exercises)?;
    let updates = upkeep::update(&course, &work, &names)?;
    let changed: Vec<&Update> = updates.iter().filter(|update| !update.changes.is_empty()).collect();
    if changed.is_empty() {
        return say(&format!("{} snapshots, nothing changes.\n", updates.len()));
    }
    let mut text = String::new();
    for update in &changed {
        let path = update.path.strip_prefix(&course.root).unwrap_or(&update.path);
        text += &format!("{STRONG}{}{STRONG:#}\n", path.display());
        for change in &update.changes {
            text += &format!("    {change}\n");
        }
    }
    text += &scores(&course, &work, &changed)?;
    if command.accept {
        for update in &changed {
            update.accept()?;
        }
        text += &format!("\n{GOOD}Accepted{GOOD:#}: {} files written.\n", changed.len());
    } else {
        text += &format!(
            "\nNothing is written yet: {} of {} files would change. Accept with `--accept`.\n",
            changed.len(),
            updates.len()
        );
    }
    say(&text)
}

/// What the changes do to the score of every stored submission.
fn scores(course: &Course, work: &Work, changed: &[&Update]) -> Result<String> {
    let effects = effects(course, work, changed, SEED)?;
    let mut text = format!("\nStored submissions ({} graded with the new values):\n", effects.len());
    let moved: Vec<_> = effects.iter().filter(|effect| effect.before != Some(effect.after)).collect();
    for effect in &moved {
        let before = effect.before.map_or("new values:".to_owned(), |points| points.to_string());
        text += &format!("    {:<28} {:<16} {before} -> {} points\n", effect.submission, effect.exercise, effect.after);
    }
    if moved.is_empty() {
        text += "    no score changes\n";
    }
    Ok(text)
}

/// `grader fixtures check [EXERCISE…]`
pub fn check(command: &Check) -> Result<Status> {
    let (course, work) = open()?;
    let findings = upkeep::check(&course, &work, &names(&course, &command.exercises)?, command.seed.unwrap_or(SEED))?;
    let mut text = String::new();
    for line in &findings.passed {
        text += &format!("{GOOD}ok{GOOD:#}       {line}\n");
    }
    for line in &findings.remarks {
        text += &format!("{FAINT}note{FAINT:#}     {line}\n");
    }
    for line in &findings.problems {
        text += &format!("{BAD}problem{BAD:#}  {line}\n");
    }
    text += &match findings.problems.len() {
        0 => format!("\n{GOOD}The course is in order.{GOOD:#}\n"),
        1 => format!("\n{BAD}1 problem.{BAD:#}\n"),
        many => format!("\n{BAD}{many} problems.{BAD:#}\n"),
    };
    say(&text)?;
    Ok(if findings.problems.is_empty() { Status::Done } else { Status::Unsatisfied })
}

/// `grader fixtures audit [EXERCISE…]`
pub fn audit(command: &Audit) -> Result<Status> {
    let (course, work) = open()?;
    let audit = upkeep::audit(&course, &work, &names(&course, &command.exercises)?, command.seed.unwrap_or(SEED))?;
    say(&audit.to_text())?;
    Ok(if audit.passes() { Status::Done } else { Status::Unsatisfied })
}

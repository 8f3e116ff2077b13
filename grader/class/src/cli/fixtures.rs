//! The commands on fixtures.

use super::command::{Audit, Check, New, Stubs, Update as Asked};
use crate::upkeep::{self, Effect, Laid, Recomputed, Update, effects};
use grader::cli::{Status, exercise, open, say};
use grader::render::style::{BAD, FAINT, GOOD, STRONG};
use judge::course::Course;
use judge::error::Result;
use run::work::Work;

/// A fixed seed, so that two checks of the same course say the same.
const SEED: u64 = 20_061;

fn names<'a>(course: &'a Course, exercises: &[String]) -> Result<Vec<&'a str>> {
    if exercises.is_empty() {
        return Ok(course.exercises.iter().map(|exercise| exercise.name.as_str()).collect());
    }
    exercises.iter().map(|name| Ok(exercise(course, name)?.name.as_str())).collect()
}

/// `class fixtures update [EXERCISE…] [--accept]`
pub fn update(command: &Asked) -> Result<Status> {
    let (course, work) = open()?;
    let names = names(&course, &command.exercises)?;
    let Recomputed { updates, troubles } = upkeep::update(&course, &work, &names, SEED)?;
    let changed: Vec<&Update> = updates.iter().filter(|update| !update.changes.is_empty()).collect();
    if changed.is_empty() && troubles.is_empty() {
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
    if let Some(trouble) = troubles.into_iter().next() {
        say(&text)?;
        return Err(trouble);
    }
    text += &scores(&course, &work, &updates)?;
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
fn scores(course: &Course, work: &Work, updates: &[Update]) -> Result<String> {
    let effects = effects(course, work, updates, SEED)?;
    let mut text = format!("\nStored submissions ({} graded with the new fixtures):\n", effects.len());
    let moved: Vec<_> = effects.iter().filter(|effect| effect.before != Some(effect.after)).collect();
    for Effect { submission, exercise, before, after } in &moved {
        let change = match before {
            Some(before) if before.max == after.max => format!("{} -> {} points", before.points, after.points),
            Some(before) => {
                format!("{} of {} -> {} of {} points", before.points, before.max, after.points, after.max)
            }
            None => format!("new fixtures: {} of {} points", after.points, after.max),
        };
        text += &format!("    {submission:<28} {exercise:<16} {change}\n");
    }
    if moved.is_empty() {
        text += "    no score changes\n";
    }
    Ok(text)
}

/// `class fixtures check [EXERCISE…]`
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

/// `class fixtures audit [EXERCISE…]`
pub fn audit(command: &Audit) -> Result<Status> {
    let (course, work) = open()?;
    let audit = upkeep::audit(&course, &work, &names(&course, &command.exercises)?, command.seed.unwrap_or(SEED))?;
    say(&audit.to_text())?;
    Ok(if audit.passes() { Status::Done } else { Status::Unsatisfied })
}

/// `class fixtures new EXERCISE`
pub fn new(command: &New) -> Result<Status> {
    let name = command.exercise.as_str();
    let (course, _) = open()?;
    let mut text = String::new();
    for path in upkeep::new(&course, name)? {
        text += &format!("{}\n", path.strip_prefix(&course.root).unwrap_or(&path).display());
    }
    text += &format!(
        "\nNow fill them in; then\n  cargo run -p class -- fixtures stubs {name}             where it asks questions or derivations\n  cargo run -p class -- fixtures update {name} --accept\n  cargo run -p class -- fixtures check {name}\n"
    );
    say(&text)
}

/// `class fixtures stubs [EXERCISE…]`
pub fn stubs(command: &Stubs) -> Result<Status> {
    let (course, _) = open()?;
    let mut text = String::new();
    for name in names(&course, &command.exercises)? {
        for (path, laid) in upkeep::lay(&course, course.exercise(name)?)? {
            let what = match laid {
                Laid::InOrder => "is in order",
                Laid::Written => "is written",
                Laid::Kept => "is kept: somebody works on it",
            };
            text += &format!("{} {what}\n", path.strip_prefix(&course.root).unwrap_or(&path).display());
        }
    }
    if text.is_empty() {
        text += "There are neither questions nor derivations.\n";
    }
    say(&text)
}

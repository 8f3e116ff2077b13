//! What an update changes, in sentences: what is asked first, then pages and programs, then what a student has to do.

use super::gather::Files;
use super::update::{Act, Plan, there};
use crate::upkeep::{Change, changes, term_changes};
use judge::course::{ANSWERS, Course, Exercise, Function, STUBS, Snapshot, Terms, Written};
use judge::error::Result;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A value of a field that is shorter is shown with its change.
const SHOWN: usize = 60;

/// What changes of the course.
/// Exercises whose fixtures somebody changed in the folder say nothing of how they were handed out.
pub fn of_course(old: &Course, new: &Course, plan: &Plan) -> Vec<String> {
    let mut says = vec![];
    if old.title != new.title {
        says.push(format!("The course is called \"{}\" now.", new.title));
    }
    let named = |course: &Course, name: &str| course.exercises.iter().any(|exercise| exercise.name == name);
    for exercise in &new.exercises {
        match old.exercises.iter().find(|before| before.name == exercise.name) {
            None => says.push(format!("`{}` is a new exercise: {}.", exercise.name, exercise.title)),
            Some(_) if is_edited(plan, &exercise.name) => {
                says.push(format!("`{}` is as it is handed out now, whatever it was before.", exercise.name));
            }
            Some(before) => of_exercise(before, exercise, &mut says),
        }
    }
    for gone in old.exercises.iter().filter(|exercise| !named(new, &exercise.name)) {
        says.push(format!("`{}` belongs to the course no more; what was written for it stays.", gone.name));
    }
    if assignments(old) != assignments(new) {
        says.push("The assignments share out their points otherwise.".into());
    }
    if (old.usual, old.released.is_some()) != (new.usual, new.released.is_some()) {
        says.push(format!("Of questions with options reports tell \"{}\" now.", new.usual.own.word()));
    }
    says
}

fn is_edited(plan: &Plan, exercise: &str) -> bool {
    let folder = format!("fixtures/{exercise}/");
    plan.acts.iter().any(|(path, act)| path.starts_with(&folder) && *act == Act::RenewEdited)
}

fn assignments(course: &Course) -> Vec<String> {
    let parts = course.assignments.iter().flat_map(|assignment| {
        assignment.parts.iter().map(move |part| {
            let exercises: Vec<&str> = part.exercises.iter().map(|name| name.get_ref().as_str()).collect();
            format!("{} {:?} {:?} {} {exercises:?}", assignment.name.get_ref(), assignment.cap, part.name, part.points)
        })
    });
    parts.collect()
}

fn of_exercise(old: &Exercise, new: &Exercise, says: &mut Vec<String>) {
    let name = &new.name;
    let mut say = |what: String| says.push(format!("`{name}`: {what}."));
    for change in term_changes(&Terms::of(old), &Terms::of(new)) {
        say(told(&change));
    }
    let (was, is) = (old.snapshots().unwrap_or_default(), new.snapshots().unwrap_or_default());
    for function in &new.functions {
        let Some(before) = old.functions.iter().find(|before| before.name == function.name) else { continue };
        if let (Some(was), Some(is)) = (was.get(&function.name), is.get(&function.name)) {
            for change in of_snapshot(was, is) {
                say(format!("`{}`: {}", function.name, told(&change)));
            }
        }
        of_words(before, function, &mut say);
    }
    for written in &new.written {
        let before = old.written.iter().find(|before| before.name() == written.name());
        if let (Written::Choice(is), Some(Written::Choice(was))) = (written, before)
            && (was.key != is.key || was.options() != is.options())
        {
            say(format!("the question `{}` is judged anew", is.name));
        }
        if before.is_some_and(|before| before.hints() != written.hints()) {
            say(format!("the hints of `{}` are others", written.name()));
        }
    }
}

/// Limits follow the machine of the instructor.
fn of_snapshot(was: &Snapshot, is: &Snapshot) -> Vec<Change> {
    changes(was, is).into_iter().filter(|change| !matches!(change, Change::Limit { .. })).collect()
}

fn of_words(old: &Function, new: &Function, say: &mut impl FnMut(String)) {
    if old.hints != new.hints {
        say(format!("the hints of `{}` are others", new.name));
    }
    let says = |function: &Function| {
        let wrong = function.wrong.iter().map(|wrong| (wrong.name.clone(), wrong.says.clone()));
        let laws = function.properties.iter().map(|law| (law.name.clone(), law.says.clone()));
        wrong.chain(laws).collect::<BTreeMap<_, _>>()
    };
    let (was, is) = (says(old), says(new));
    if is.iter().any(|(name, says)| was.get(name).is_some_and(|before| before != says)) {
        say(format!("what is said of mistakes in `{}` is in other words", new.name));
    }
    if format!("{:?}", old.plots.iter().map(|plot| &plot.name).collect::<Vec<_>>())
        != format!("{:?}", new.plots.iter().map(|plot| &plot.name).collect::<Vec<_>>())
    {
        say(format!("`{}` has other pictures", new.name));
    }
}

/// A change as part of a sentence.
fn told(change: &Change) -> String {
    match change {
        Change::NewTerm(term) => format!("new {}", term.title()),
        Change::NewBody { name } => format!("the mistake \"{name}\" is known now"),
        Change::GoneBody { name } => format!("the mistake \"{name}\" is not known any more"),
        Change::Body { name, .. } => format!("the mistake \"{name}\" replies something else"),
        Change::NewCase { case, .. } => format!("new case \"{case}\""),
        Change::Term { title, field, old: Some(old), new: Some(new) }
            if old.to_string().chars().count().max(new.to_string().chars().count()) <= SHOWN =>
        {
            format!("{title}: {field} {old} becomes {new}")
        }
        Change::Term { title, field, .. } => format!("{title}: {field} is another"),
        other => other.to_string().lines().next().unwrap_or_default().to_owned(),
    }
}

/// What changes of pages, settings and programs.
pub fn of_files(plan: &Plan) -> Vec<String> {
    let mut says = vec![];
    let mut programs: BTreeSet<&str> = BTreeSet::new();
    for (path, act) in &plan.acts {
        let parts: Vec<&str> = path.split('/').collect();
        match (parts.as_slice(), act) {
            (_, Act::Keep) => {}
            (["grader", "README.md" | "REPORT.md" | "SPEED.md"], _) => says.push(format!("{path} is another.")),
            (["grader", package, _, ..], _) => {
                programs.insert(if *package == "src" { "grader" } else { package });
            }
            (["grader", _] | ["Cargo.lock" | "Cargo.toml"], _) => {
                programs.insert("grader");
            }
            // what is asked is told by what it asks
            (["fixtures", ..], _) => {}
            (["exercises", name, "README.md"], Act::Renew | Act::RenewEdited) => {
                says.push(format!("The handout of `{name}` is another."));
            }
            (["exercises", _, _, ..], _) => {}
            (_, Act::Write) => says.push(format!("{path} is new.")),
            (_, Act::Remove | Act::RemoveEdited) => says.push(format!("{path} is gone.")),
            (_, Act::Renew | Act::RenewEdited) => says.push(format!("{path} is another.")),
        }
    }
    if !programs.is_empty() {
        let list: Vec<&str> = programs.into_iter().collect();
        says.push(format!("The program that grades is another ({}).", list.join(", ")));
    }
    says
}

/// What whoever works in the folder has to know: what was changed there and is kept aside, and what their files lack.
pub fn of_work(folder: &Path, old: Option<&Course>, new: &Course, plan: &Plan, files: &Files) -> Result<Vec<String>> {
    let mut says = vec![];
    for (path, act) in &plan.acts {
        match act {
            Act::RenewEdited => says.push(format!("{path} was changed here and is ours: it is renewed, and yours is kept beside it as {path}.before-update.")),
            Act::RemoveEdited => says.push(format!("{path} was changed here and belongs to the course no more: it is kept as {path}.before-update.")),
            Act::Renew if path.starts_with("exercises/") && files.get(path).is_some_and(|file| file.whose == super::Whose::Students) => {
                says.push(format!("{path} was untouched, and is the new stub now."));
            }
            Act::Keep => {
                let before = says.len();
                lacks(folder, path, old, new, &mut says)?;
                if says.len() == before {
                    says.push(format!("{path} stays as it is; its stub says something else now: {}.", stub(path)));
                }
            }
            Act::Write | Act::Renew | Act::Remove => {}
        }
    }
    Ok(says)
}

/// The stub of a student's file.
fn stub(path: &str) -> String {
    path.replacen("exercises", STUBS, 1)
}

/// What a file that somebody works on lacks of what is asked now.
fn lacks(folder: &Path, path: &str, old: Option<&Course>, new: &Course, says: &mut Vec<String>) -> Result<()> {
    let text = String::from_utf8_lossy(&there(folder, path)?.unwrap_or_default()).into_owned();
    let parts: Vec<&str> = path.split('/').collect();
    let ["exercises", name, inner @ ..] = parts.as_slice() else { return Ok(()) };
    let Ok(exercise) = new.exercise(name) else { return Ok(()) };
    let before = old.and_then(|old| old.exercise(name).ok());
    match inner {
        ["src", "lib.rs"] => {
            for function in &exercise.functions {
                let now = format!("pub fn {}{}", function.name, function.signature.text);
                let was = before.and_then(|before| before.functions.iter().find(|one| one.name == function.name));
                let written = text.contains(&format!("fn {}(", function.name));
                match was {
                    Some(was) if was.signature.text != function.signature.text && written => says.push(format!(
                        "{path} stays as it is, and `{}` is asked for with another signature now: `{now}` (it was `{}`).",
                        function.name, was.signature.text
                    )),
                    _ if !written => says.push(format!(
                        "{path} stays as it is, and lacks `{}`, which is asked for now: copy its stub from {}.",
                        function.name,
                        stub(path)
                    )),
                    _ => {}
                }
            }
        }
        [ANSWERS] => {
            for written in exercise.written.iter().filter(|written| written.file() == ANSWERS) {
                let before = before.and_then(|before| before.written.iter().find(|one| one.name() == written.name()));
                let options = |written: &Written| match written {
                    Written::Choice(choice) => choice.options().into_iter().map(str::to_owned).collect(),
                    Written::Derivation(_) | Written::Text(_) => vec![],
                };
                let says_else =
                    |before: &Written| before.asks() != written.asks() || options(before) != options(written);
                let what = match before {
                    None => "is asked now, and has no place in it",
                    Some(before) if says_else(before) => "is asked in other words now",
                    Some(_) => continue,
                };
                says.push(format!(
                    "{path} stays as it is, and the question `{}` {what}: see {}.",
                    written.name(),
                    stub(path)
                ));
            }
        }
        _ => {}
    }
    Ok(())
}

/// The changelog of a course that was handed out, with one section more.
pub fn changelog(before: &str, update: u32, says: &[String]) -> String {
    let mut lines = before.lines();
    let title = lines.next().unwrap_or_default();
    let rest = lines.collect::<Vec<_>>().join("\n").trim().to_owned();
    let rest = if rest.starts_with("## ") { format!("\n\n{rest}") } else { String::new() };
    let list: Vec<String> = says.iter().map(|says| format!("- {says}")).collect();
    format!("{title}\n\n## Update {update}\n\n{}{rest}\n", list.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::changelog;

    #[test]
    fn the_latest_update_stands_first() {
        let first = changelog("# What changed\n\nNothing so far.\n", 1, &["A.".into()]);
        assert_eq!(first, "# What changed\n\n## Update 1\n\n- A.\n");
        assert_eq!(
            changelog(&first, 2, &["B.".into(), "C.".into()]),
            "# What changed\n\n## Update 2\n\n- B.\n- C.\n\n## Update 1\n\n- A.\n"
        );
    }
}

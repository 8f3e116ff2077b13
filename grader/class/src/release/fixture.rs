//! The course and its exercises without what answers them: read as TOML, cut, and written anew, so that no remark of the
//! instructors is left either.

use judge::answers::right;
use judge::course::{Choice, Choices, Course, Disclosure, Exercise, Released, Written};
use judge::digest::Digest;
use judge::error::{Error, Result};
use std::path::Path;
use toml::{Table, Value};

/// Above every file made here.
const HEADER: &str = "# Made for students by `class release`: what is asked, and nothing that answers it.\n\n";

/// What a release says of itself: the same for the same course, whatever changes in it.
pub fn released(course: &Course) -> Released {
    let mut digest = Digest::new();
    digest.field("a salt").field(&course.title);
    Released { salt: digest.finish_hex()[..16].to_owned() }
}

/// Most that a release can tell: without keys it knows no reasons.
pub fn told(own: Disclosure) -> Disclosure {
    own.max(Disclosure::Score)
}

/// Does any report of a student's own loop tell whether answers to this exercise's questions are right?
pub fn tells(course: &Course, exercise: &str) -> bool {
    let stands = course.assignments.iter().filter(|one| one.exercises().any(|name| name.get_ref() == exercise));
    let mut each = stands.map(|assignment| assignment.choices.unwrap_or(course.usual).own);
    each.any(|own| told(own) < Disclosure::Received)
}

/// `course.toml`: both roads tell the same, and no more than is known.
pub fn course(course: &Course, path: &Path, text: &str) -> Result<String> {
    let mut table = parsed(path, text)?;
    table.insert("choices".into(), choices(course.usual));
    for assignment in tables(&mut table, "assignment") {
        let Some(own) = assignment.get("name").and_then(Value::as_str).and_then(|name| course.assignment(name).ok())
        else {
            continue;
        };
        if let Some(own) = own.choices {
            assignment.insert("choices".into(), choices(own));
        }
    }
    let mut known = Table::new();
    known.insert("salt".into(), Value::String(released(course).salt));
    table.insert("released".into(), Value::Table(known));
    written(path, &table)
}

fn choices(choices: Choices) -> Value {
    let word = Value::String(told(choices.own).word().to_owned());
    Value::Table([("own".to_owned(), word.clone()), ("class".to_owned(), word)].into_iter().collect())
}

/// `exercise.toml`: known mistakes without their bodies, drawn cases by their names, questions with the seal of their
/// answer, or without where nothing is told.
pub fn exercise(course: &Course, exercise: &Exercise, path: &Path, text: &str) -> Result<String> {
    let mut table = parsed(path, text)?;
    for function in tables(&mut table, "function") {
        for wrong in tables(function, "wrong") {
            wrong.remove("body");
        }
        for drawn in tables(function, "drawn") {
            drawn.retain(|key, _| ["name", "with", "draws"].contains(&key));
        }
    }
    let seals = tells(course, &exercise.name).then(|| released(course));
    for choice in tables(&mut table, "choice") {
        for option in tables(choice, "option") {
            option.retain(|key, _| key == "text");
        }
        let name = choice.get("name").and_then(Value::as_str).unwrap_or_default().to_owned();
        let owed = exercise.written.iter().find_map(|written| match written {
            Written::Choice(owed) if owed.name == name => Some(owed),
            _ => None,
        });
        if let (Some(released), Some(owed)) = (&seals, owed) {
            choice.insert("key".into(), Value::String(seal(released, owed, path)?));
        }
    }
    written(path, &table)
}

fn seal(released: &Released, choice: &Choice, path: &Path) -> Result<String> {
    let right = right(choice).ok_or_else(|| {
        let what = format!("`{}` does not say which answer is right", choice.name);
        Error::fixture(path, None, what, "release the course from the instructors' checkout")
    })?;
    Ok(released.seal(&choice.name, &right))
}

fn parsed(path: &Path, text: &str) -> Result<Table> {
    judge::course::located(path, text, toml::from_str(text))
}

fn written(path: &Path, table: &Table) -> Result<String> {
    let text = toml::to_string(table).map_err(|error| {
        Error::fixture(path, None, format!("it cannot be written anew ({error})"), "write it in plain TOML")
    })?;
    Ok(HEADER.to_owned() + &text)
}

/// The tables of a list, wherever there is one.
fn tables<'a>(table: &'a mut Table, key: &str) -> impl Iterator<Item = &'a mut Table> {
    let list = table.get_mut(key).and_then(Value::as_array_mut);
    list.into_iter().flatten().filter_map(Value::as_table_mut)
}

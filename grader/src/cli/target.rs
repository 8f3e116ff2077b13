//! Which exercise, function or question a word means.
//!
//! A word is a name (`gibbs`), a name within an exercise (`gibbs::entropy`, `gibbs/entropy`), or a path as a shell
//! completes it or a report prints it (`exercises/gibbs/src/lib.rs:33`). Exercises come first; behind an exercise, a
//! word that is both an exercise and one of its functions means the function.

use super::students::STUDENTS;
use judge::course::{ANSWERS, Course, Exercise, Written, nearest, unknown};
use judge::error::{Error, Result};

/// What a word means.
#[derive(Clone, Copy, Debug)]
pub enum Target<'a> {
    /// A whole exercise.
    Exercise(&'a Exercise),
    /// A function or question of one.
    Entry(&'a Exercise, &'a str),
}

impl<'a> Target<'a> {
    /// The exercise that is meant, or that the entry belongs to.
    pub fn exercise(self) -> &'a Exercise {
        match self {
            Target::Exercise(exercise) | Target::Entry(exercise, _) => exercise,
        }
    }
}

/// Exercises, and of a single one the entries that are to be shown in full.
#[derive(Debug, Default)]
pub struct Targets<'a> {
    /// In the order of the words, each once.
    pub exercises: Vec<&'a Exercise>,
    /// In the order of the words, each once.
    pub entries: Vec<&'a str>,
}

/// The names of everything that an exercise asks for.
pub fn entries(exercise: &Exercise) -> impl Iterator<Item = &str> + Clone {
    let functions = exercise.functions.iter().map(|function| function.name.as_str());
    functions.chain(exercise.written.iter().map(Written::name))
}

fn entry<'a>(exercise: &'a Exercise, name: &str) -> Option<&'a str> {
    entries(exercise).find(|entry| *entry == name)
}

/// The exercise that a word means.
pub fn exercise<'a>(course: &'a Course, word: &str) -> Result<&'a Exercise> {
    match target(course, word)? {
        Target::Exercise(exercise) => Ok(exercise),
        Target::Entry(exercise, entry) => Err(Error::usage(
            format!("`{word}` is the part `{entry}` of an exercise, and a whole one is wanted"),
            format!("write `{}`", exercise.name),
        )),
    }
}

/// What one or two words mean: an exercise, and what it asks for.
pub fn one<'a>(course: &'a Course, words: &[String]) -> Result<Target<'a>> {
    let (first, rest) = words.split_first().map_or(("", words), |(first, rest)| (first.as_str(), rest));
    match (target(course, first)?, rest) {
        (target, []) => Ok(target),
        (Target::Exercise(exercise), [name]) => {
            let found = entry(exercise, name).or_else(|| match target_of(course, name) {
                Some(Target::Entry(same, entry)) if same.name == exercise.name => Some(entry),
                _ => None,
            });
            found.map(|entry| Target::Entry(exercise, entry)).ok_or_else(|| no_entry(exercise, name))
        }
        (Target::Entry(exercise, entry), [more, ..]) => Err(Error::usage(
            format!("`{more}` is one name too many behind `{entry}` of `{}`", exercise.name),
            "leave it out",
        )),
        (_, [_, more, ..]) => Err(Error::usage(format!("`{more}` is one name too many"), "leave it out")),
    }
}

/// What the words of a grading run mean.
pub fn several<'a>(course: &'a Course, words: &[String]) -> Result<Targets<'a>> {
    let mut targets = Targets::default();
    let mut owner = None;
    for word in words {
        let before = targets.exercises.last().copied();
        let meant = match before.and_then(|exercise| Some(Target::Entry(exercise, entry(exercise, word)?))) {
            Some(entry) => entry,
            None => target(course, word).map_err(|error| match before {
                None => command(course, word).unwrap_or(error),
                Some(exercise) => neither(course, exercise, word),
            })?,
        };
        if targets.exercises.iter().all(|one| one.name != meant.exercise().name) {
            targets.exercises.push(meant.exercise());
        }
        if let Target::Entry(exercise, entry) = meant
            && !targets.entries.contains(&entry)
        {
            targets.entries.push(entry);
            owner = owner.or(Some((&exercise.name, entry)));
        }
        if let Some((exercise, entry)) = owner.filter(|_| targets.exercises.len() > 1) {
            return Err(Error::usage(
                "functions are shown in full for one exercise at a time",
                format!("write `{exercise} {entry}`"),
            ));
        }
    }
    Ok(targets)
}

/// What one word means.
fn target<'a>(course: &'a Course, word: &str) -> Result<Target<'a>> {
    if let Some(target) = target_of(course, word) {
        return Ok(target);
    }
    let parts = parts(word);
    // what is around a name in the path of a student's file
    let ours = |part: &&&str| !["exercises", "src", "lib.rs"].contains(*part);
    let name = parts.iter().find(ours).copied().unwrap_or(word);
    let exercise = |part: &&&str| course.exercises.iter().any(|exercise| exercise.name == **part);
    if let Some((at, name)) = parts.iter().enumerate().find(|(_, part)| exercise(part))
        && let ([entry], Ok(exercise)) = (&parts[at + 1..], course.exercise(name))
    {
        return Err(no_entry(exercise, entry));
    }
    if let Some(owner) = course.exercises.iter().find(|exercise| entry(exercise, name).is_some()) {
        let what = format!("there is no exercise called `{name}`");
        return Err(Error::usage(what, format!("did you mean `{} {name}`", owner.name)));
    }
    let names = course.exercises.iter().map(|exercise| exercise.name.as_str());
    Err(unknown("exercise", name, names))
}

/// What is no command is graded: the word may have been meant as one.
fn command(course: &Course, word: &str) -> Option<Error> {
    let mut known: Vec<&str> = course.exercises.iter().map(|exercise| exercise.name.as_str()).collect();
    known.extend(course.exercises.iter().flat_map(entries));
    known.extend(STUDENTS.names().map(|name| -> &str { name }));
    let near = nearest(word, known.into_iter())?;
    let error = || {
        let what = format!("there is no exercise called `{word}`");
        Error::usage(what, format!("did you mean the command `{near}`"))
    };
    STUDENTS.names().any(|name| name == near).then(error)
}

fn target_of<'a>(course: &'a Course, word: &str) -> Option<Target<'a>> {
    let parts = parts(word);
    // a folder above may be called like an exercise: what follows decides
    parts.iter().enumerate().find_map(|(at, part)| {
        let exercise = course.exercises.iter().find(|exercise| exercise.name == *part)?;
        match &parts[at + 1..] {
            [] | ["src", ..] => Some(Target::Exercise(exercise)),
            [name] if entry(exercise, name).is_some() => Some(Target::Entry(exercise, entry(exercise, name)?)),
            [file] if [ANSWERS, "README.md", "Cargo.toml"].contains(file) => Some(Target::Exercise(exercise)),
            [file] => Some(Target::Entry(exercise, entry(exercise, file.strip_suffix(".txt")?)?)),
            _ => None,
        }
    })
}

/// The names of a path or of something like `gibbs::entropy`, without the number of a line.
fn parts(word: &str) -> Vec<&str> {
    let mut parts: Vec<&str> = word.split(['/', '\\', ':']).filter(|part| !part.is_empty() && *part != ".").collect();
    while parts.len() > 1 && parts.last().is_some_and(|part| part.bytes().all(|byte| byte.is_ascii_digit())) {
        parts.pop();
    }
    parts
}

fn no_entry(exercise: &Exercise, name: &str) -> Error {
    unknown(&format!("function or question in `{}`", exercise.name), name, entries(exercise))
}

/// A word behind an exercise that is no exercise and nothing of that one.
fn neither(course: &Course, exercise: &Exercise, word: &str) -> Error {
    let what = format!("there is no exercise called `{word}`, and no function or question in `{}`", exercise.name);
    let exercises = course.exercises.iter().map(|exercise| exercise.name.as_str());
    let fix = nearest(word, entries(exercise).chain(exercises))
        .map_or_else(|| "see `list`".to_owned(), |near| format!("did you mean `{near}`"));
    Error::usage(what, fix)
}

//! What people do: points for answers, costs waived, deadlines moved. Each command adds to the log of acts.

use super::on_class::{Extend, Mark, Texts, Waive, Where};
use super::place::Opened;
use crate::book::{Book, Outcome, answer};
use crate::clock::{Clock, now};
use crate::store::{Act, Deed};
use grader::cli::{Status, say};
use grader::render::style::{BAD, FAINT, STRONG};
use judge::course::{Course, unknown};
use judge::error::{Error, Result};
use judge::report::{Asks, Evidence, ExerciseReport, FunctionReport};
use std::collections::BTreeMap;
use std::io::{BufRead, Write};

/// The word for points beyond the sheet.
const BONUS: &str = "bonus";

/// Who acts: as said, else as the system knows.
fn author(given: Option<&String>) -> Result<String> {
    let known = || ["USER", "USERNAME", "LOGNAME"].iter().find_map(|name| std::env::var(name).ok());
    let author = given.cloned().or_else(known).map(|name| judge::foreign::line(name.trim(), 60));
    author
        .filter(|name| !name.is_empty())
        .ok_or_else(|| Error::usage("it is not known who you are", "write `--as NAME`"))
}

/// Does something about a student, and writes what follows from it.
fn acted(
    (place, student): (&Where, &str),
    (author, comment): (Option<&String>, Option<&String>),
    deed: impl FnOnce(&Course, &Outcome) -> Result<(Deed, String)>,
) -> Result<Status> {
    let author = self::author(author)?;
    let opened = Opened::of(place)?;
    let sources = opened.sources()?;
    let before = Book::part(&sources, student)?;
    let (deed, told) = deed(&opened.course, &before)?;
    opened.gradebook.act(&Act::new(now(), &author, &before.id, comment.cloned(), deed))?;
    let book = renewed(Book::written_for(&sources, &before.id))?;
    let student = book.student(&before.id)?;
    let points = format!("{} -> {} of {} points", before.account.total, student.account.total, student.max());
    say(&format!("{}: {told}. {points}\n", student.shown()))
}

/// What follows from acts, once it is written. Where that fails they are kept all the same, and nobody is to act twice.
fn renewed(book: Result<Book>) -> Result<Book> {
    book.map_err(|error| match error {
        Error::File { doing, path, source } => Error::usage(
            format!("the act is kept, but not every report shows it: cannot {doing} {}: {source}", path.display()),
            "mend that and do not repeat the act: `class grade` writes what is missing",
        ),
        other => other,
    })
}

/// The entry that `exercise::item`, `exercise/item` or a name alone means.
fn item<'a>(student: &'a Outcome, word: &str) -> Result<(&'a ExerciseReport, &'a FunctionReport)> {
    let (exercise, name) = match word.split_once("::").or_else(|| word.split_once('/')) {
        Some((exercise, name)) => (Some(exercise), name),
        None => (None, word),
    };
    let all = || student.told.exercises.iter().flat_map(|one| one.functions.iter().map(move |entry| (one, entry)));
    let here = |(one, entry): &(&ExerciseReport, &FunctionReport)| {
        entry.name == name && exercise.is_none_or(|exercise| one.name == exercise)
    };
    let found: Vec<_> = all().filter(here).collect();
    match found.as_slice() {
        [only] => Ok(*only),
        [] => Err(unknown("function or question", name, all().map(|(_, entry)| entry.name.as_str()))),
        several => {
            let names: Vec<String> = several.iter().map(|(one, _)| format!("`{}::{name}`", one.name)).collect();
            Err(Error::usage(format!("there are several called `{name}`"), format!("write {}", names.join(" or "))))
        }
    }
}

/// What an entry can be given at most.
fn most(entry: &FunctionReport) -> u32 {
    match entry.asks {
        Asks::Text { by_person, .. } => by_person,
        Asks::Function { .. } | Asks::Derivation { .. } | Asks::Choice { .. } => entry.max,
    }
}

fn marked(student: &Outcome, word: &str, points: u32) -> Result<Deed> {
    if word == BONUS {
        return Ok(Deed::Bonus { points });
    }
    let (exercise, entry) = item(student, word)?;
    if points > most(entry) {
        let what = format!("`{}` is worth {} points, and not {points}", entry.name, most(entry));
        return Err(Error::usage(what, format!("write 0 to {}, or give a `{BONUS}`", most(entry))));
    }
    let under = answer(exercise, entry);
    Ok(Deed::Mark { exercise: exercise.name.clone(), item: entry.name.clone(), points, under })
}

/// `class mark STUDENT ITEM POINTS`
pub fn mark(command: &Mark) -> Result<Status> {
    let (whom, by) = ((&command.place, command.student.as_str()), (command.author.as_ref(), command.comment.as_ref()));
    acted(whom, by, |_, student| {
        let deed = marked(student, &command.item, command.points)?;
        Ok((deed, format!("{} points for {}", command.points, command.item)))
    })
}

/// `class waive STUDENT COST`
pub fn waive(command: &Waive) -> Result<Status> {
    let (whom, by) = ((&command.place, command.student.as_str()), (command.author.as_ref(), command.comment.as_ref()));
    acted(whom, by, |_, _| {
        Ok((Deed::Waive { cost: command.cost }, format!("nothing is taken off for `{}`", command.cost.word())))
    })
}

/// `class extend STUDENT UNTIL`
pub fn extend(command: &Extend) -> Result<Status> {
    let (whom, by) = ((&command.place, command.student.as_str()), (command.author.as_ref(), command.comment.as_ref()));
    acted(whom, by, |course, _| {
        let until = Clock::of(course.policy.time_zone.as_deref())?.deadline(&command.until)?;
        Ok((Deed::Extend { until: command.until.clone() }, format!("the deadline is {}", until.shown())))
    })
}

/// An answer that waits for a person.
struct Waiting<'a> {
    student: &'a Outcome,
    exercise: &'a ExerciseReport,
    entry: &'a FunctionReport,
}

/// `class texts`: all answers to one question after each other. Nobody's name is shown.
pub fn texts(command: &Texts) -> Result<Status> {
    let opened = Opened::of(&command.place)?;
    let sources = opened.sources()?;
    let book = Book::make(&sources)?;
    let waiting = waiting(&book);
    if waiting.is_empty() {
        return say("No answer waits for a person.\n");
    }
    let author = author(command.author.as_ref())?;
    say(&format!(
        "{} answers wait. Type points, and a comment behind them if you like; nothing to leave one out, `q` to stop.\n",
        waiting.len()
    ))?;
    let mut lines = std::io::stdin().lock().lines();
    let (mut asked, mut given) = (None, 0);
    let mut same: BTreeMap<String, (u32, Option<String>)> = BTreeMap::new();
    for (number, one) in waiting.iter().enumerate() {
        let under = answer(one.exercise, one.entry);
        // the very same words are read once
        let (points, comment) = match same.get(&under) {
            Some(mark) => mark.clone(),
            None => {
                if asked != Some((&one.exercise.name, &one.entry.name)) {
                    asked = Some((&one.exercise.name, &one.entry.name));
                    say(&question(one))?;
                }
                say(&format!("\n{STRONG}answer {} of {}{STRONG:#}\n{}\n", number + 1, waiting.len(), text(one.entry)))?;
                match read(&mut lines, most(one.entry))? {
                    None => break,
                    Some((None, _)) => continue,
                    Some((Some(points), comment)) => (points, comment),
                }
            }
        };
        same.insert(under, (points, comment.clone()));
        let deed = marked(one.student, &format!("{}::{}", one.exercise.name, one.entry.name), points)?;
        opened.gradebook.act(&Act::new(now(), &author, &one.student.id, comment, deed))?;
        given += 1;
    }
    renewed(Book::written(&sources))?;
    say(&format!("\n{given} answers marked, {} wait.\n", waiting.len() - given))
}

/// What waits, and what was marked before the answer changed: by questions, then by students.
fn waiting(book: &Book) -> Vec<Waiting<'_>> {
    let mut all: Vec<Waiting<'_>> = vec![];
    for student in book.students.iter().filter(|student| student.is_final()) {
        for exercise in &student.told.exercises {
            for entry in exercise.functions.iter().filter(|entry| entry.collected()) {
                let open = student.account.waiting.iter().any(|(of, item)| *of == exercise.name && *item == entry.name);
                let stale =
                    student.account.stale_items.iter().any(|(of, item)| *of == exercise.name && *item == entry.name);
                if open || stale {
                    all.push(Waiting { student, exercise, entry });
                }
            }
        }
    }
    let order: Vec<(&str, &str)> = book.students.first().map_or(vec![], |one| {
        let each = one.told.exercises.iter();
        each.flat_map(|of| of.functions.iter().map(|entry| (of.name.as_str(), entry.name.as_str()))).collect()
    });
    all.sort_by_key(|one| order.iter().position(|at| *at == (one.exercise.name.as_str(), one.entry.name.as_str())));
    all
}

fn question(one: &Waiting<'_>) -> String {
    let Asks::Text { question, rubric, by_person } = &one.entry.asks else { return String::new() };
    let wrapped = |text: &str, first: &str, rest: &str| {
        textwrap::fill(text, textwrap::Options::new(78).initial_indent(first).subsequent_indent(rest)) + "\n"
    };
    let mut text = format!("\n{STRONG}{}, {}{STRONG:#}  0 to {by_person} points\n", one.exercise.name, one.entry.name);
    text += &wrapped(question, "  ", "  ");
    for line in rubric {
        text += &format!("{FAINT}{}{FAINT:#}", wrapped(line, "  - ", "    "));
    }
    text
}

/// The answer itself.
fn text(entry: &FunctionReport) -> String {
    let evidence = entry.checks.iter().flat_map(|check| &check.evidence);
    let given = evidence.filter_map(|one| match one {
        Evidence::Text(text) => text.given.as_deref(),
        _ => None,
    });
    let given: String = given.collect();
    let given = given.split_whitespace().collect::<Vec<_>>().join(" ");
    textwrap::fill(&given, textwrap::Options::new(78).initial_indent("  ").subsequent_indent("  "))
}

/// What a person typed: points or none, and a comment; nothing at the end.
type Typed = Option<(Option<u32>, Option<String>)>;

fn read(lines: &mut impl Iterator<Item = std::io::Result<String>>, most: u32) -> Result<Typed> {
    loop {
        // a prompt that cannot be shown is no reason to stop
        let _ = write!(std::io::stdout(), "  points (0-{most}): ").and_then(|()| std::io::stdout().flush());
        let Some(line) = lines.next() else { return Ok(None) };
        let line = line.map_err(Error::file("read", std::path::Path::new("standard input")))?;
        let (points, comment) = line.trim().split_once(char::is_whitespace).unwrap_or((line.trim(), ""));
        let comment = Some(judge::foreign::line(comment.trim(), 500)).filter(|comment| !comment.is_empty());
        match points {
            "" => return Ok(Some((None, None))),
            "q" => return Ok(None),
            points => match points.parse() {
                Ok(points) if points <= most => return Ok(Some((Some(points), comment))),
                _ => drop(say(&format!("{BAD}`{points}` is no number from 0 to {most}.{BAD:#}\n"))?),
            },
        }
    }
}

//! `class regrade`: what a change of fixtures, reference or grader would do to whose grade, before it does anything.

use super::grading::{bench, handed_in, marked, planner};
use super::on_class::Regrade;
use super::place::Opened;
use crate::book::{Book, Outcome, title};
use crate::crew;
use grader::cli::{Status, plain, say};
use grader::render::style::{BAD, FAINT, GOOD, STRONG};
use judge::error::Result;
use std::collections::{BTreeMap, BTreeSet};

/// Of one student so many changes are shown.
const MOST: usize = 12;

/// `class regrade [--apply] [--where TEXT]`
pub fn regrade(command: &Regrade) -> Result<Status> {
    let (opened, _lock) = Opened::to_grade(&command.place, command.code)?;
    let Opened { course, work, gradebook, secret } = &opened;
    let sources = opened.sources()?;
    let before = Book::make(&sources)?;
    let wanted: BTreeSet<&str> = before
        .students
        .iter()
        .filter(|student| command.only.as_ref().is_none_or(|text| says(student, text)))
        .map(|student| student.from.as_str())
        .collect();
    let mut students = handed_in(course, gradebook)?;
    students.retain(|student| wanted.contains(student.id.as_str()));
    let bench = bench(course, gradebook, secret)?;
    let plan = planner(course, &bench).plan(&students)?;
    // results are kept under all that decides them: which of them count, the hand-ins say, and these wait
    let tally = marked(course, work, &bench, gradebook, &plan.jobs, crew::usual())?;
    let mut hand_ins = gradebook.hand_ins()?;
    for new in &plan.hand_ins {
        match hand_ins.iter_mut().find(|old| old.id == new.id) {
            Some(old) => *old = new.clone(),
            None => hand_ins.push(new.clone()),
        }
    }
    let after = Book::of(&sources, &hand_ins)?;
    let mut text = String::new();
    let mut changed = 0;
    for student in &after.students {
        let Ok(old) = before.student(&student.id) else { continue };
        let changes = changes(old, student);
        if changes.is_empty() && old.account.total == student.account.total {
            continue;
        }
        changed += 1;
        let (was, is) = (old.account.total, student.account.total);
        text += &format!("{STRONG}{}{STRONG:#}  {was} -> {is} of {} points\n", student.shown(), student.max());
        for change in changes.iter().take(MOST) {
            text += &format!("    {change}\n");
        }
        if changes.len() > MOST {
            text += &format!("    {FAINT}and {} more{FAINT:#}\n", changes.len() - MOST);
        }
    }
    text += &format!("{changed} of {} students change; {} exercises graded.\n", students.len(), tally.graded);
    if tally.disturbed > 0 {
        text +=
            &format!("{BAD}The grader was disturbed in {} exercises; nothing is applied.{BAD:#}\n", tally.disturbed);
        say(&text)?;
        return Ok(Status::Disturbed);
    }
    if command.apply {
        plan.keep(gradebook, crew::usual())?;
        Book::written(&sources)?;
        text += &format!("{GOOD}Applied.{GOOD:#}\n");
        text += &after.mixed().map(|mixed| format!("{BAD}{mixed}{BAD:#}\n")).unwrap_or_default();
    } else {
        text += "Nothing is changed yet: apply with `--apply`.\n";
    }
    say(&text)
}

/// Does the report of a student hold this text?
fn says(student: &Outcome, text: &str) -> bool {
    let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    flat(&plain(&student.for_staff())).contains(&flat(text))
}

/// Every check whose verdict or points are others now.
fn changes(before: &Outcome, now: &Outcome) -> Vec<String> {
    let checks = |student: &Outcome| -> BTreeMap<[String; 3], (u32, String)> {
        let mut all = BTreeMap::new();
        for (exercise, entry, check) in student.each_check() {
            let verdict = grader::render::english::verdict(check.verdict).to_owned();
            all.insert([exercise.to_owned(), entry.name.clone(), title(check)], (check.points, verdict));
        }
        all
    };
    let (before, now) = (checks(before), checks(now));
    let mut changes = vec![];
    for (name, new) in &now {
        let [exercise, entry, check] = name;
        match before.get(name) {
            Some(old) if old == new => {}
            Some((points, verdict)) => {
                let (now, said) = new;
                changes.push(format!("{exercise}::{entry}, {check}: {verdict} {points} -> {said} {now}"));
            }
            None => changes.push(format!("{exercise}::{entry}, {check}: new, {} {}", new.1, new.0)),
        }
    }
    let gone = before.iter().filter(|(name, _)| !now.contains_key(*name));
    changes.extend(
        gone.map(|([exercise, entry, check], (points, _))| {
            format!("{exercise}::{entry}, {check}: gone, {points} points")
        }),
    );
    changes
}

//! The command that hands a course out.

use super::command::Release;
use crate::release::{
    CHANGELOG, Files, Ledger, Proof, Step, Tracked, changelog, gather, lay, must_be_free, of_course, of_files, of_work,
    plan, questions, written,
};
use grader::cli::{Status, open, say};
use grader::render::style::{FAINT, GOOD, STRONG};
use judge::course::Course;
use judge::error::Result;
use run::work::Work;
use std::path::Path;

/// `class release DIR [--update]`
pub fn release(command: &Release) -> Result<Status> {
    match command {
        Release::New(folder) => new(folder),
        Release::Update(folder) => update(folder),
    }
}

fn new(folder: &Path) -> Result<Status> {
    must_be_free(folder)?;
    let (course, work) = open()?;
    let mut files = gather(&course)?;
    let _lock = work.lock("tries out a release")?;
    Proof::new(&work).lock(&course, &work, &mut files)?;
    prove(&course, &work, &files)?;
    lay(folder, &written(files, 0))?;
    say(&format!("\n{GOOD}Handed out{GOOD:#}: {}\n", folder.display()))
}

fn update(folder: &Path) -> Result<Status> {
    let old = Ledger::load(folder)?;
    let (course, work) = open()?;
    let mut files = gather(&course)?;
    let _lock = work.lock("tries out a release")?;
    Proof::new(&work).lock(&course, &work, &mut files)?;
    // that of the folder goes on
    let history = std::fs::read_to_string(folder.join(CHANGELOG)).ok().filter(|_| old.updates > 0);
    if let (Some(history), Some(file)) = (history, files.get_mut(CHANGELOG)) {
        file.bytes = history.into_bytes();
    }
    let changed = plan(folder, &old, &files)?;
    if changed.is_empty() {
        return say(&format!("{} is up to date, nothing changes.\n", folder.display()));
    }
    let proof = prove(&course, &work, &files)?;
    let new = proof.course()?;
    let before = Course::load(folder);
    let mut says = match &before {
        Ok(before) => of_course(before, &new, &changed),
        Err(error) => vec![format!("What was asked before cannot be read any more, so only files are named ({error})")],
    };
    says.extend(of_files(&changed));
    let work_says = of_work(folder, before.as_ref().ok(), &new, &changed, &files)?;
    if says.is_empty() && work_says.is_empty() {
        says.push("Stored values differ in digits that decide nothing.".into());
    }
    let updates = old.updates + u32::from(!says.is_empty());
    if let Some(file) = files.get_mut(CHANGELOG).filter(|_| !says.is_empty()) {
        file.bytes = changelog(file.text(), updates, &says).into_bytes();
    }
    let files = written(files, updates);
    plan(folder, &old, &files)?.carry_out(folder, &files)?;
    let mut text = String::new();
    for (title, says) in [("What changes", &says), ("For whoever works in it", &work_says)] {
        if !says.is_empty() {
            text += &format!("\n{STRONG}{title}{STRONG:#}\n");
            text += &says.iter().map(|says| format!("  {says}\n")).collect::<String>();
        }
    }
    say(&format!("{text}\n{GOOD}Brought up to date{GOOD:#}: {} (see {CHANGELOG})\n", folder.display()))
}

/// Takes every step, and says what each found as soon as it has.
fn prove(course: &Course, work: &Work, files: &Files) -> Result<Proof> {
    for remark in remarks(course) {
        say(&format!("{FAINT}note{FAINT:#}  {remark}\n"))?;
    }
    let proof = Proof::new(work);
    for step in Step::ALL {
        let found = proof.step(step, course, work, files)?;
        say(&format!("{GOOD}ok{GOOD:#}    {:<10}  {found}\n", step.name()))?;
    }
    Ok(proof)
}

/// What an instructor should know of what is told.
fn remarks(course: &Course) -> Vec<String> {
    let (sealed, kept) = questions(course);
    let mut remarks = vec![];
    if sealed > 0 {
        remarks.push(format!("{sealed} questions come with a seal of their answer: right or wrong is told, and a script that tries every answer finds it"));
    }
    if kept > 0 {
        remarks.push(format!("{kept} questions come without a key: it is told that there is an answer"));
    }
    if let Tracked::Unknown = Tracked::of(&course.root) {
        remarks.push("git knows nothing of this folder, so files that only lie about are not told from others".into());
    }
    remarks
}

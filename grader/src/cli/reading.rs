//! The commands that train a network with a student's functions, and let it read.

use super::command::{Read, Train};
use super::student::open;
use super::subject::Subject;
use super::{Status, say};
use crate::render::style::{BAD, FAINT, GOOD, PART, STRONG};
use crate::render::{drawn, english};
use judge::course::{Course, Exercise};
use judge::error::{Error, Result};
use judge::report::Trouble;
use run::submission::Files;
use run::training::{self, Plan, Progress, Trained, Trainer};
use std::io::IsTerminal;

/// Steps between two lines, where lines cannot be redrawn.
const QUIET: u64 = 100;

/// `grader train`
pub fn train(command: &Train) -> Result<Status> {
    let (course, work) = open()?;
    let exercise = trained_exercise(&course)?;
    let Subject { submission, shown_as, .. } = Subject::of(&course, command.submission.as_deref())?;
    let files = files(exercise, submission.files(exercise))?;
    let trainer = Trainer { work: &work, exercise, files: &files };
    match trainer.train(command.plan, &mut show_each)? {
        training::Outcome::Done(trained) => say(&summary(exercise, &trained, command)),
        training::Outcome::Failed(why) => Ok(failed("not trained", exercise, &shown_as, &why)),
    }
}

/// `grader read WORD`
pub fn read(command: &Read) -> Result<Status> {
    let word = command.word.as_str();
    let (course, work) = open()?;
    let exercise = trained_exercise(&course)?;
    let Subject { submission, shown_as, .. } = Subject::of(&course, command.submission.as_deref())?;
    let files = files(exercise, submission.files(exercise))?;
    let trainer = Trainer { work: &work, exercise, files: &files };
    let trained = match trainer.recall(command.plan)? {
        Some(trained) => training::Outcome::Done(trained),
        None => trainer.train(command.plan, &mut show_each)?,
    };
    let picture = match trained {
        training::Outcome::Done(trained) => trainer.read(&trained, word)?,
        training::Outcome::Failed(why) => return Ok(failed("not trained", exercise, &shown_as, &why)),
    };
    match picture {
        training::Outcome::Done(picture) => say(&format!("\n{}", drawn(&picture, word))),
        training::Outcome::Failed(why) => Ok(failed("not read", exercise, &shown_as, &why)),
    }
}

fn trained_exercise(course: &Course) -> Result<&Exercise> {
    course.exercises.iter().find(|exercise| exercise.training.is_some()).ok_or_else(|| {
        Error::usage("no exercise of this course has a training", "add a table [training] to its exercise.toml")
    })
}

fn files(exercise: &Exercise, files: Files) -> Result<Vec<run::submission::StudentFile>> {
    match files {
        Files::Present(files) => Ok(files),
        Files::Missing => Err(Error::usage(
            format!("there is no src/lib.rs of `{}`", exercise.name),
            format!("bring it back with `reset {}`", exercise.name),
        )),
        Files::Refused(file) => Err(Error::usage(english::file(&file).trim_end_matches('.'), "mend the file")),
    }
}

fn failed(what: &str, exercise: &Exercise, shown_as: &str, why: &Trouble) -> Status {
    anstream::eprintln!("{BAD}{what}{BAD:#}: {}", english::trouble(why));
    anstream::eprintln!("The file is {shown_as}/{}/src/lib.rs.", exercise.name);
    Status::Unsatisfied
}

/// Shows every step that is worth it: one line redrawn on a terminal, a line now and then elsewhere.
pub fn show_each(at: &Progress) {
    let terminal = std::io::stderr().is_terminal();
    if terminal || at.step.is_multiple_of(QUIET) {
        show(at, terminal);
    }
}

/// Shows a training that nobody asked for: a line that goes away again on a terminal, nothing elsewhere.
pub fn show_on_terminal(at: &Progress) {
    if std::io::stderr().is_terminal() {
        show(at, true);
    }
}

fn show(at: &Progress, redraw: bool) {
    const BAR: usize = 24;
    let done = usize::try_from(at.step * BAR as u64 / at.of.max(1)).unwrap_or(0).min(BAR);
    let bar = format!("{}{}", "█".repeat(done), "░".repeat(BAR - done));
    let loss = at.loss.map_or("not a number".into(), number);
    let stage = judge::foreign::clean(&at.stage, 14);
    let line = format!("training  {bar}  {:>4} of {}  {stage:<14}  loss {loss}", at.step, at.of);
    match (redraw, at.step < at.of) {
        (true, true) => eprint!("\r{line:<79}"),
        (true, false) => eprint!("\r{:79}\r", ""),
        (false, _) => eprintln!("{line}"),
    }
}

/// A loss with the digits that matter.
fn number(loss: f64) -> String {
    let text = if loss.abs() >= 100.0 { format!("{loss:.0}") } else { format!("{loss:.4}") };
    text.replace('-', "−")
}

fn summary(exercise: &Exercise, trained: &Trained, command: &Train) -> String {
    let Plan { loss, cold } = command.plan;
    let start = if cold { "from a cold start" } else { "after single letters" };
    let seconds = trained.seconds;
    let mut text = format!("\n{STRONG}Trained{STRONG:#} with {}, {start}, in {seconds:.1} s.\n\n", loss.title());
    for (name, share) in [("noisy", trained.noisy), ("clean", trained.clean)] {
        let style = if share > 0.5 { GOOD } else { BAD };
        text += &format!("  {name} words  {style}{:>7}{style:#}  read without a mistake\n", english::share(share));
    }
    let value = trained.loss.map_or("not a number".into(), number);
    text += &format!("  loss        {value:>7}  per word, at the end\n\n");
    if let Some(step) = trained.broke_off {
        text += &format!("  The loss of step {step} was no finite number, so the training ended there.\n\n");
    }
    let width = trained.samples.iter().map(|(word, _)| word.chars().count()).max().unwrap_or(0);
    for (word, read) in &trained.samples {
        let read = judge::foreign::clean(read, 40);
        text += &match read.as_str() {
            "" => format!("  {word:<width$}  read as  {BAD}nothing{BAD:#}\n"),
            read if read == word => format!("  {word:<width$}  read as  {GOOD}{read}{GOOD:#}\n"),
            read => format!("  {word:<width$}  read as  {BAD}{read:<width$}  wrong{BAD:#}\n"),
        };
    }
    if let (true, Some(least)) = (command.plan == Plan::default(), exercise.training) {
        let reached = trained.noisy >= least.noisy && trained.clean >= least.clean;
        let (style, word) = if reached { (GOOD, "reached") } else { (PART, "not reached") };
        text += &format!(
            "\nThe course asks for {} of noisy and {} of clean words: {style}{word}{style:#}.\n",
            english::share(least.noisy),
            english::share(least.clean)
        );
    }
    let mut same = String::new();
    if loss != Plan::default().loss {
        same += &format!(" --loss {}", loss.name());
    }
    if cold {
        same += " --cold";
    }
    if let Some(folder) = &command.submission {
        same += &format!(" --submission {}", folder.display());
    }
    text + &format!("\n{FAINT}What it sees in a word: cargo run -p grader -- read hello{same}{FAINT:#}\n")
}

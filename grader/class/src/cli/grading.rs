//! The commands on a class's work.

use super::command::Grade;
use crate::book::{Book, Sources, Standing, exercises};
use crate::intake::{Entry, Roster, look};
use crate::marking::{Bench, Marking, Tally, grader};
use crate::store::{Commitment, Gradebook, Secret, USUAL};
use grader::cli::{Status, open, say};
use grader::render::style::{BAD, FAINT, GOOD, STRONG};
use judge::course::{Assignment, Course, SOLUTIONS};
use judge::error::{Error, Result};
use run::compile::{Compiler, Habit};
use run::kit::{Kit, Which};
use run::session::Session;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

/// The assignment of this name, or the only one.
fn assignment<'a>(course: &'a Course, name: Option<&str>) -> Result<&'a Assignment> {
    match (name, course.assignments.as_slice()) {
        (Some(name), _) => course.assignment(name),
        (None, [only]) => Ok(only),
        (None, all) => {
            let names: Vec<&str> = all.iter().map(|one| one.name.get_ref().as_str()).collect();
            let fix = format!("write `--assignment` and one of {}", names.join(", "));
            Err(Error::usage("there are several assignments", fix))
        }
    }
}

/// Where the gradebook of an assignment is.
fn folder(course: &Course, given: Option<&Path>, assignment: &str) -> PathBuf {
    given.map_or_else(|| course.root.join(USUAL).join(assignment), Path::to_owned)
}

/// The secret of a gradebook; where it is not drawn yet it is drawn, and what is fixed with it is kept.
fn secret(course: &Course, gradebook: &Gradebook) -> Result<Secret> {
    let secret = match gradebook.secret()? {
        Some(secret) => secret,
        None => gradebook.draw()?,
    };
    if gradebook.commitment()?.is_none() {
        let names = exercises(course, course.assignment(&gradebook.assignment)?);
        let (fixtures, reference) = Bench::prepare(course, &names, &secret)?.digests();
        gradebook.commit(&Commitment::new(&gradebook.assignment, &secret, fixtures, reference, grader()))?;
    }
    Ok(secret)
}

/// `class grade SUBMISSIONS --assignment NAME [--gradebook DIR]`
pub fn grade(command: &Grade) -> Result<Status> {
    let (course, work) = open()?;
    let assignment = assignment(&course, command.assignment.as_deref())?;
    let intake = look(&command.submissions)?;
    if let Some(roster) = &command.roster {
        intake.fits(&Roster::read(roster)?)?;
    }
    let closed = ["fixtures", SOLUTIONS].map(|folder| course.root.join(folder));
    let work = if command.trusted { work } else { jail::admit(work, &closed.each_ref().map(PathBuf::as_path))?.0 };
    let name = assignment.name.get_ref();
    let gradebook = Gradebook::make(&folder(&course, command.gradebook.as_deref(), name), name)?;
    let _lock = gradebook.lock()?;
    gradebook.sweep();
    match &command.roster {
        Some(roster) => gradebook.keep_roster(roster)?,
        None if gradebook.roster().exists() => intake.fits(&Roster::read(&gradebook.roster())?)?,
        None => {}
    }
    let secret = secret(&course, &gradebook)?;
    let bench = Bench::prepare(&course, &exercises(&course, assignment), &secret)?;
    // what all need is built before any of them, and by one alone
    Kit::open(&work, Which::Probe)?;
    let compiler = Compiler { work: &work, habit: Habit::Once };
    let start = Instant::now();
    let progress = Progress { start, shown: std::io::stderr().is_terminal() };
    let marking = Marking {
        gradebook: &gradebook,
        bench: &bench,
        session: Session::usual(&compiler, bench.seed),
        course: &course,
        chosen: &|entries: &[Entry]| (1..=entries.len()).map(|number| number == entries.len()).collect(),
        workers: std::thread::available_parallelism().map_or(1, usize::from),
        told: &|tally: &Tally| progress.tell(tally),
    };
    let tally = marking.all(&intake.students);
    progress.end();
    let tally = tally?;
    let sources = Sources::of(&course, &gradebook, &secret)?;
    let book = Book::make(&sources)?;
    book.write(&sources)?;
    summary(&sources, &book, &tally, &intake.strays)
}

/// What a run came to.
fn summary(sources: &Sources<'_>, book: &Book, tally: &Tally, strays: &[String]) -> Result<Status> {
    let mut text = String::new();
    for stray in strays {
        text += &format!("{FAINT}not graded{FAINT:#}  {stray}\n");
    }
    let mut disturbed = 0;
    for student in &book.students {
        if sources.roster.is_some() && !student.listed {
            text += &format!("{STRONG}not listed{STRONG:#}  {} is not on the roster\n", student.shown());
        }
        match &student.standing {
            Standing::Graded | Standing::Nothing => {}
            Standing::Unreadable { why } => {
                text += &format!("{STRONG}unreadable{STRONG:#}  {}: {why}\n", student.shown());
            }
            Standing::Disturbed { why } => {
                disturbed += 1;
                for (exercise, why) in why {
                    text += &format!("{BAD}error{BAD:#}       {}, {exercise}: {why}\n", student.shown());
                }
            }
        }
    }
    text += &format!(
        "{} students: {} exercises graded, {} known already.\n",
        book.students.len(),
        tally.graded,
        tally.known
    );
    text += &format!("{GOOD}The gradebook is in {}{GOOD:#}\n", sources.gradebook.folder.display());
    if disturbed > 0 {
        text += &format!(
            "{BAD}The grader was disturbed for {disturbed} students.{BAD:#} They lose no points; the same command tries again.\n"
        );
    }
    say(&text)?;
    Ok(if disturbed > 0 { Status::Disturbed } else { Status::Done })
}

/// How far a run is, on a terminal alone.
struct Progress {
    start: Instant,
    shown: bool,
}

impl Progress {
    fn tell(&self, tally: &Tally) {
        if !self.shown {
            return;
        }
        let mut line = format!("{} of {} students", tally.done, tally.students);
        if tally.disturbed > 0 {
            line += &format!(", {} errors", tally.disturbed);
        }
        // what was known took no time, and says nothing of what is left
        if tally.graded > 0 && tally.done < tally.students {
            let each = self.start.elapsed().as_secs_f64() / tally.done as f64;
            let left = each * (tally.students - tally.done) as f64;
            line += &format!(", about {} left", duration(left));
        }
        // a terminal that went away is no reason to stop
        let _ = write!(std::io::stderr(), "\r\u{1b}[K{line}");
    }

    fn end(&self) {
        if self.shown {
            let _ = write!(std::io::stderr(), "\r\u{1b}[K");
        }
    }
}

fn duration(seconds: f64) -> String {
    match seconds.ceil() as u64 {
        seconds @ 0..90 => format!("{seconds} s"),
        seconds @ 90..5400 => format!("{} min", seconds.div_ceil(60)),
        seconds => format!("{} h", seconds.div_ceil(3600)),
    }
}

//! The loop that follows the hand: on every save what was edited is graded, and what changed is told.
//!
//! One thread looks at files and tells; a run of the grader is a thread of its own, and a save interrupts it. Of a run
//! that was interrupted nothing is told or remembered.

use super::command::{Page, Watch};
use super::keys::{HELP, Key};
use super::recent::edited_last;
use super::selection::Selection;
use super::student::{grade_own, open};
use super::watched::Watched;
use super::{Reader, Status, page, target, tell};
use crate::render::style::{BAD, FAINT};
use judge::course::{Course, Exercise};
use judge::error::{Error, Result};
use judge::report::Report;
use run::grade::Pictures;
use run::interrupt::Interrupt;
use run::saves::{Fixtures, Saves};
use run::submission::Submission;
use run::work::Work;
use std::io::{BufRead, IsTerminal};
use std::sync::Arc;
use std::sync::mpsc::{self, Sender};
use std::time::{Duration, Instant};

/// Between two looks at the student's files: looking takes a twentieth of the time at most, unless the drive is slow.
const LOOK: Duration = Duration::from_millis(4);
const SLOWEST: Duration = Duration::from_millis(100);
/// The same while something is graded, which wants the processors.
const BUSY: Duration = Duration::from_millis(20);
const SHARE: u32 = 20;
/// The fixtures are looked at after so many looks.
const FIXTURES: u32 = 500;

/// What the loop waits for besides saves.
enum Event {
    /// Somebody typed a line.
    Typed(String),
    /// Nobody will type any more.
    Closed,
    /// A run came to its end.
    Graded(Result<Box<Report>>),
}

/// A run on its way.
struct Running {
    exercise: String,
    interrupt: Interrupt,
}

/// Everything that a run needs, read once.
struct Desk {
    course: Course,
    work: Work,
    seed: u64,
    /// What is watched: one exercise, or all.
    names: Vec<String>,
    /// The names of the exercises that are watched.
    exercises: Vec<String>,
}

/// `grader watch [EXERCISE]`
pub fn watch(command: &Watch) -> Result<Status> {
    let (course, work) = open()?;
    let seed = command.seed.map_or_else(|| work.seed(), Ok)?;
    let names = match &command.exercise {
        Some(word) => vec![target::exercise(&course, word)?.name.clone()],
        None => vec![],
    };
    let mut desk = Arc::new(Desk::new(course, work, seed, names)?);
    let mut saves = Saves::of(desk.folder(), &desk.exercises()?);
    let mut fixtures = Fixtures::of(&desk.course);
    let mut watched = desk.watched()?;
    let (sender, events) = mpsc::channel();
    let keys = std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
    let mut text = watched.first();
    if keys {
        text += &format!("{FAINT}{HELP}{FAINT:#}\n");
        listen(sender.clone())?;
    }
    let mut running: Option<Running> = None;
    let mut waiting: Vec<String> = vec![];
    let (mut looks, mut stale, mut pause) = (0, false, LOOK);
    loop {
        if !text.is_empty() && tell(&text)? == Reader::Gone {
            return Ok(Status::Done);
        }
        text = match events.recv_timeout(pause) {
            Ok(Event::Typed(line)) => match Key::read(&line) {
                Some(Key::Quit) => return Ok(Status::Done),
                Some(Key::Page) => desk.page().map_or_else(complaint, |_| String::new()),
                Some(key) => watched.answer(&desk.course, key)?,
                None => format!("{FAINT}{HELP}{FAINT:#}\n"),
            },
            Ok(Event::Closed) => return Ok(Status::Done),
            Ok(Event::Graded(result)) => {
                let wanted = running.take().is_some_and(|run| !run.interrupt.is_wished());
                match result {
                    Ok(report) if wanted => desk.told(&mut watched, *report)?,
                    Err(error) if wanted => complaint(error),
                    Ok(_) | Err(_) => String::new(),
                }
            }
            Err(_) => String::new(),
        };
        looks += 1;
        if looks % FIXTURES == 0 && fixtures.look(&desk.course) {
            stale = true;
            running.iter().for_each(|run| run.interrupt.wish());
        }
        if stale && running.is_none() {
            stale = false;
            match desk.again().and_then(|again| Ok((again.watched()?, again))) {
                Ok((all, again)) => {
                    desk = Arc::new(again);
                    watched = all;
                    text += &format!("The course changed. {}", watched.first());
                }
                Err(error) => text += &complaint(error),
            }
        }
        let began = Instant::now();
        let saved = saves.look(&desk.exercises()?);
        pause = (began.elapsed() * SHARE).clamp(LOOK, SLOWEST);
        if running.is_some() {
            pause = pause.max(BUSY);
        }
        for name in saved {
            if let Some(run) = &running {
                run.interrupt.wish();
                waiting.retain(|waits| *waits != run.exercise);
                waiting.insert(0, run.exercise.clone());
            }
            waiting.retain(|waits| *waits != name);
            waiting.push(name);
        }
        if running.is_none()
            && let Some(exercise) = waiting.pop()
        {
            running = Some(start(&desk, exercise, sender.clone())?);
        }
    }
}

/// Grades an exercise in a thread of its own.
fn start(desk: &Arc<Desk>, exercise: String, tell: Sender<Event>) -> Result<Running> {
    let interrupt = Interrupt::default();
    let run = Running { exercise: exercise.clone(), interrupt: interrupt.clone() };
    let desk = Arc::clone(desk);
    let work = move || {
        let result = desk.grade(&[&exercise], &interrupt).map(Box::new);
        // nobody listens where the loop has ended
        let _ = tell.send(Event::Graded(result));
    };
    thread(work).map(|()| run)
}

/// Hands on what is typed, line by line.
fn listen(tell: Sender<Event>) -> Result<()> {
    thread(move || {
        for line in std::io::stdin().lock().lines().map_while(std::io::Result::ok) {
            if tell.send(Event::Typed(line)).is_err() {
                return;
            }
        }
        let _ = tell.send(Event::Closed);
    })
}

fn thread(work: impl FnOnce() + Send + 'static) -> Result<()> {
    let started = std::thread::Builder::new().spawn(work);
    started.map(drop).map_err(|error| Error::machine("no thread could be had", error))
}

/// An error that the loop outlives.
fn complaint(error: Error) -> String {
    format!("{BAD}error{BAD:#}: {}\n", error.for_students())
}

impl Desk {
    fn new(course: Course, work: Work, seed: u64, names: Vec<String>) -> Result<Desk> {
        let selected = Selection::of(&course, &names, None)?.exercises;
        let exercises = selected.into_iter().map(str::to_owned).collect();
        Ok(Desk { course, work, seed, names, exercises })
    }

    fn folder(&self) -> std::path::PathBuf {
        self.course.root.join("exercises")
    }

    fn selection(&self) -> Result<Selection<'_>> {
        Selection::of(&self.course, &self.names, None)
    }

    /// The exercises that are watched.
    fn exercises(&self) -> Result<Vec<&Exercise>> {
        self.exercises.iter().map(|name| self.course.exercise(name)).collect()
    }

    /// Writes a page and shows it.
    fn page(&self) -> Result<Status> {
        page::page(&Page {
            names: self.names.clone(),
            submission: None,
            output: None,
            seed: Some(self.seed),
            open: true,
        })
    }

    /// The same with the course as it is now.
    fn again(&self) -> Result<Desk> {
        Desk::new(Course::load(&self.course.root)?, self.work.clone(), self.seed, self.names.clone())
    }

    /// Everything that is watched, graded; what was graded before is remembered.
    fn watched(&self) -> Result<Watched> {
        let names = self.selection()?.exercises;
        let focus = edited_last(&self.course, &Submission::open(&self.folder())?, &names);
        let report = self.grade(&names, &Interrupt::default())?;
        Ok(Watched::new(report, focus.map(|focus| focus.exercise)))
    }

    fn grade(&self, names: &[&str], interrupt: &Interrupt) -> Result<Report> {
        let mut selection = self.selection()?;
        if selection.exercises != names {
            selection.assignments = vec![];
            selection.exercises = names.to_vec();
        }
        // a picture is looked at when one wants it, not at every save
        grade_own(&self.course, &self.work.until(interrupt), &selection, self.seed, Pictures::Left)
    }

    /// What the report of one exercise tells.
    fn told(&self, watched: &mut Watched, report: Report) -> Result<String> {
        let assignments = self.selection()?.assignments;
        let each = report.exercises.into_iter().map(|now| watched.take(now, &assignments));
        Ok(each.collect())
    }
}

//! What every command on a class's work has before it: the course, the gradebook with its secret, and the road that
//! submissions take.

use super::command::Class;
use crate::book::exercises;
use crate::crew;
use crate::intake::{Entry, Intake, Roster, look};
use crate::marking::{Bench, Job, Marking, Tally, grader};
use crate::shard::{Plan, Planner};
use crate::store::{Commitment, Gradebook, Secret, USUAL};
use grader::cli::open;
use judge::course::{Assignment, Course};
use judge::error::{Error, Result};
use run::compile::{Compiler, Habit};
use run::kit::{Kit, Which};
use run::session::Session;
use run::work::Work;
use std::fs::File;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Where one works on a class.
pub struct Desk {
    pub course: Course,
    pub work: Work,
    pub gradebook: Gradebook,
    pub secret: Secret,
}

impl Desk {
    /// For a gradebook that is there.
    pub fn open(class: &Class) -> Result<Desk> {
        let (course, work) = open()?;
        let gradebook = match (&class.gradebook, &class.assignment) {
            (Some(folder), None) => Gradebook::open(folder)?,
            (folder, name) => {
                let name = assignment(&course, name.as_deref())?.name.get_ref();
                let gradebook = Gradebook::open(&self::folder(&course, folder.as_deref(), name))?;
                if gradebook.assignment != *name {
                    let what = format!("the gradebook is that of `{}`", gradebook.assignment);
                    return Err(Error::usage(what, format!("name that of `{name}`")));
                }
                gradebook
            }
        };
        let Some(secret) = gradebook.secret()? else {
            let what = format!("{} has no seed: nothing was graded or planned in it", gradebook.folder.display());
            return Err(Error::usage(what, "grade or plan first"));
        };
        Ok(Desk { course, work, gradebook, secret })
    }

    /// For what lies in a folder; the gradebook is made where there is none. Nobody else works in it while the lock is
    /// held.
    pub fn make(class: &Class, submissions: &Path, roster: Option<&Path>) -> Result<(Desk, Intake, File)> {
        let (course, work) = open()?;
        let assignment = assignment(&course, class.assignment.as_deref())?;
        let intake = look(submissions)?;
        if let Some(roster) = roster {
            intake.fits(&Roster::read(roster)?)?;
        }
        let name = assignment.name.get_ref();
        let gradebook = Gradebook::make(&folder(&course, class.gradebook.as_deref(), name), name)?;
        let lock = gradebook.lock()?;
        gradebook.sweep();
        match roster {
            Some(roster) => gradebook.keep_roster(roster)?,
            None if gradebook.roster().exists() => intake.fits(&Roster::read(&gradebook.roster())?)?,
            None => {}
        }
        let secret = secret(&course, &gradebook)?;
        Ok((Desk { course, work, gradebook, secret }, intake, lock))
    }

    /// What all units have in common.
    pub fn bench(&self) -> Result<Bench<'_>> {
        let assignment = self.course.assignment(&self.gradebook.assignment)?;
        Bench::prepare(&self.course, &exercises(&self.course, assignment), &self.secret)
    }

    /// Reads what was handed in, and notes it.
    pub fn plan(&self, bench: &Bench<'_>, intake: &Intake) -> Result<Plan> {
        let planner = Planner {
            course: &self.course,
            bench,
            chosen: &|entries: &[Entry]| (1..=entries.len()).map(|number| number == entries.len()).collect(),
            workers: crew::usual(),
        };
        let plan = planner.plan(&intake.students)?;
        plan.keep(&self.gradebook, crew::usual())?;
        Ok(plan)
    }

    /// Grades what is not graded yet.
    pub fn mark(&self, bench: &Bench<'_>, jobs: &[Job], hands: &Hands) -> Result<Tally> {
        let admitted;
        let work = match hands.trusted {
            true => &self.work,
            false => {
                (admitted, _) = jail::admit(self.work.clone())?;
                &admitted
            }
        };
        // what all need is built before any of them, and by one alone
        Kit::open(work, Which::Probe)?;
        let compiler = Compiler { work, habit: Habit::Once };
        let progress = Progress { start: Instant::now(), shown: std::io::stderr().is_terminal() };
        let marking = Marking {
            gradebook: &self.gradebook,
            bench,
            session: Session::usual(&compiler, bench.seed),
            course: &self.course,
            workers: hands.workers.unwrap_or_else(crew::usual),
            told: &|tally: &Tally| progress.tell(tally),
        };
        let tally = marking.all(jobs);
        progress.end();
        let tally = tally?;
        if let Some(first) = tally.changed.first() {
            let what = format!("{} is not what it was when the work was planned", first.display());
            let many = if tally.changed.len() > 1 {
                format!(", nor are {} others", tally.changed.len() - 1)
            } else {
                String::new()
            };
            return Err(Error::usage(what + &many, "leave the submissions alone meanwhile, and grade or plan again"));
        }
        Ok(tally)
    }
}

/// Who works.
#[derive(Debug)]
pub struct Hands {
    /// Is the code one's own?
    pub trusted: bool,
    /// How many at a time; none for as many as the machine has room for.
    pub workers: Option<usize>,
}

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
        let mut line = format!("{} of {} submissions", tally.done, tally.submissions);
        if tally.disturbed > 0 {
            line += &format!(", {} errors", tally.disturbed);
        }
        // what was known took no time, and says nothing of what is left
        if tally.graded > 0 && tally.done < tally.submissions {
            let each = self.start.elapsed().as_secs_f64() / tally.done as f64;
            let left = each * (tally.submissions - tally.done) as f64;
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

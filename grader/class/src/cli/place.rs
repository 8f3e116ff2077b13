//! Which assignment and which gradebook a command is about.

use super::on_class::{Code, Where};
use crate::book::{Sources, exercises};
use crate::intake::{Intake, Roster, look};
use crate::marking::{Bench, grader};
use crate::store::{Commitment, Gradebook, Secret, USUAL};
use grader::cli::open;
use jail::Bounds;
use judge::course::{Assignment, Course};
use judge::error::{Error, Result};
use run::contain::{Contain, Inmate, Limits, Own, Within};
use run::work::Work;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The assignment of this name, or the only one.
pub fn assignment<'a>(course: &'a Course, name: Option<&str>) -> Result<&'a Assignment> {
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
pub fn folder(course: &Course, given: Option<&Path>, assignment: &str) -> PathBuf {
    given.map_or_else(|| course.root.join(USUAL).join(assignment), Path::to_owned)
}

/// The gradebook that is there: named, of an assignment, or the only one.
pub fn gradebook(course: &Course, place: &Where) -> Result<Gradebook> {
    if let Some(folder) = &place.gradebook {
        return Gradebook::open(folder);
    }
    if let Some(name) = &place.assignment {
        return Gradebook::open(&folder(course, None, course.assignment(name)?.name.get_ref()));
    }
    let names = course.assignments.iter().map(|one| one.name.get_ref().as_str());
    let there: Vec<&str> = names.filter(|name| folder(course, None, name).join("gradebook.json").exists()).collect();
    match there.as_slice() {
        [only] => Gradebook::open(&folder(course, None, only)),
        [] => Err(Error::usage(
            format!("there is no gradebook in {}", course.root.join(USUAL).display()),
            "grade first, or name its folder with `--gradebook`",
        )),
        several => {
            let fix = format!("write `--assignment` and one of {}", several.join(", "));
            Err(Error::usage("there are several gradebooks", fix))
        }
    }
}

/// What lies in a folder of submissions, and the gradebook for it, made where there is none. Nobody else works in it
/// while the lock is held.
pub fn received(
    course: &Course,
    place: &Where,
    submissions: &Path,
    roster: Option<&Path>,
) -> Result<(Gradebook, Intake, File)> {
    let assignment = assignment(course, place.assignment.as_deref())?;
    let name = assignment.name.get_ref();
    let intake = look(submissions, &|name| course.id_in(assignment, name))?;
    if let Some(roster) = roster {
        intake.fits(&Roster::read(roster)?)?;
    }
    let gradebook = Gradebook::make(&folder(course, place.gradebook.as_deref(), name), name)?;
    let lock = gradebook.lock()?;
    gradebook.sweep()?;
    match roster {
        Some(roster) => gradebook.keep_roster(roster)?,
        None if gradebook.roster().exists() => intake.fits(&Roster::read(&gradebook.roster())?)?,
        None => {}
    }
    gradebook.keep_source(submissions)?;
    Ok((gradebook, intake, lock))
}

/// A gradebook that is there, with all that a command on it needs.
pub struct Opened {
    /// The course.
    pub course: Course,
    /// Where programs are made and run.
    pub work: Work,
    /// The gradebook.
    pub gradebook: Gradebook,
    /// From which inputs are drawn.
    pub secret: Secret,
}

impl Opened {
    /// To look at, or for people's acts.
    pub fn of(place: &Where) -> Result<Opened> {
        let (course, work) = open()?;
        let gradebook = gradebook(&course, place)?;
        let secret = secret(&course, &gradebook)?;
        Ok(Opened { course, work, gradebook, secret })
    }

    /// To grade in: strangers are let in, and nobody else grades while the lock is held.
    pub fn to_grade(place: &Where, code: Code) -> Result<(Opened, File)> {
        let opened = Opened::of(place)?;
        let work =
            admitted(&opened.course, opened.work, code, &[&opened.gradebook.folder, &opened.gradebook.source()?])?;
        let lock = opened.gradebook.lock()?;
        opened.gradebook.sweep()?;
        Ok((Opened { work, ..opened }, lock))
    }

    /// What its book is made from.
    pub fn sources(&self) -> Result<Sources<'_>> {
        Sources::of(&self.course, &self.gradebook, &self.secret)
    }
}

/// The machine with what strangers need, unless the code is one's own: within the course's bounds either way. What
/// strangers must not get at is named.
pub fn admitted(course: &Course, work: Work, code: Code, secret: &[&Path]) -> Result<Work> {
    let bounds = Bounds::of(&course.bounds);
    match code {
        Code::Own => {
            let usual = Own.limits(Inmate::Program);
            let program = Limits { memory: bounds.program.memory, cpu: bounds.program.cpu, ..usual };
            Ok(work.within(Arc::new(Within { program, compiler: bounds.compiler })))
        }
        Code::Strangers => Ok(jail::admit(work, bounds, secret)?.0),
    }
}

/// The secret of a gradebook; where it is not drawn yet it is drawn, and what is fixed with it is kept.
pub fn secret(course: &Course, gradebook: &Gradebook) -> Result<Secret> {
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

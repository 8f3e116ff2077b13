//! The commands that grade: a class, some students of it again, and all of it to see that every byte comes again.

use super::on_class::{Again, Grade, Only, Where};
use super::place::{Opened, admitted, assignment, folder, received, secret};
use super::progress::Progress;
use super::stop::Stop;
use super::told::{told, troubles};
use crate::book::{Book, Sources, exercises};
use crate::crew;
use crate::intake::{Entry, Student, look};
use crate::marking::{Bench, Job, Marking, Tally, grader};
use crate::shard::{Plan, Planner};
use crate::store::{Commitment, Gradebook, Secret, Taken};
use grader::cli::{Status, open, say};
use grader::render::style::{BAD, FAINT, GOOD, STRONG};
use judge::course::{Counts, Course};
use judge::error::{Error, Result};
use run::compile::{Compiler, Habit};
use run::contain::Until;
use run::kit::{Kit, Which};
use run::work::Work;
use std::collections::BTreeSet;

/// What all submissions have in common.
pub fn bench<'a>(course: &'a Course, gradebook: &Gradebook, secret: &Secret) -> Result<Bench<'a>> {
    Bench::prepare(course, &exercises(course, course.assignment(&gradebook.assignment)?), secret)
}

/// Reads what was handed in.
pub fn planner<'a>(course: &'a Course, bench: &'a Bench<'a>) -> Planner<'a> {
    let chosen: &'static (dyn Fn(&[Entry]) -> Vec<bool> + Sync) = match course.policy.attempt {
        Counts::Best => &|entries| vec![true; entries.len()],
        Counts::Last => &|entries| (1..=entries.len()).map(|number| number == entries.len()).collect(),
    };
    Planner { course, bench, chosen, workers: crew::usual() }
}

/// Reads what was handed in, and notes it.
pub fn planned(course: &Course, bench: &Bench<'_>, gradebook: &Gradebook, students: &[Student]) -> Result<Plan> {
    let plan = planner(course, bench).plan(students)?;
    plan.keep(gradebook, crew::usual())?;
    Ok(plan)
}

/// Grades what is not known yet of these.
pub fn marked(
    course: &Course,
    work: &Work,
    bench: &Bench<'_>,
    gradebook: &Gradebook,
    jobs: &[Job],
    workers: usize,
) -> Result<Tally> {
    let stop = Stop::listen()?;
    let work = &work.until(&stop.interrupt);
    let compiler = Compiler { work, habit: Habit::Once };
    let progress = Progress::new(jobs.len());
    let told = |tally: &Tally| progress.tell(tally);
    let contain = Until { like: &*work.contain, interrupt: &stop.interrupt };
    let marking = Marking { gradebook, bench, compiler, contain: &contain, course, workers, told: &told };
    // what all need is built before any of them, and by one alone
    let tally = Kit::open(work, Which::Probe).and_then(|_| marking.all(jobs));
    if tally.is_err() && stop.interrupt.is_wished() {
        progress.stopped();
        return Err(Error::Interrupted);
    }
    progress.end();
    let tally = tally?;
    let Some(first) = tally.changed.first() else { return Ok(tally) };
    let others = tally.changed.len() - 1;
    let others = if others > 0 { format!(", nor are {others} others") } else { String::new() };
    let what = format!("{} is not what it was when the work was planned{others}", first.display());
    Err(Error::usage(what, "leave the submissions alone meanwhile, and grade or plan again"))
}

/// The whole road on this machine alone: a plan, and the work on all of it.
fn mark(course: &Course, work: &Work, gradebook: &Gradebook, secret: &Secret, students: &[Student]) -> Result<Done> {
    let bench = bench(course, gradebook, secret)?;
    let plan = planned(course, &bench, gradebook, students)?;
    let tally = marked(course, work, &bench, gradebook, &plan.jobs, crew::usual())?;
    // what several have in common is known from the second on
    let known = plan.pieces() - tally.graded - tally.disturbed;
    Ok(Done { graded: Some(tally.graded), known })
}

/// What a run did, for its last words.
pub struct Done {
    /// How many exercises were graded; none where others had done that.
    pub graded: Option<usize>,
    /// How many were known, each counted for everybody who has it.
    pub known: usize,
}

/// What was handed in where a gradebook was made from.
pub fn handed_in(course: &Course, gradebook: &Gradebook) -> Result<Vec<Student>> {
    let assignment = course.assignment(&gradebook.assignment)?;
    Ok(look(&gradebook.source()?, &|name| course.id_in(assignment, name))?.students)
}

/// `class open --assignment NAME`
pub fn publish(place: &Where) -> Result<Status> {
    let (course, _) = open()?;
    let name = assignment(&course, place.assignment.as_deref())?.name.get_ref();
    let gradebook = Gradebook::make(&folder(&course, place.gradebook.as_deref(), name), name)?;
    let _lock = gradebook.lock()?;
    let seed = gradebook.folder.join("seed");
    secret(&course, &gradebook)?;
    let Some(Commitment { digest, .. }) = gradebook.commitment()? else {
        return Err(Error::usage("the commitment could not be kept", "check the folder of the gradebook"));
    };
    say(&format!(
        "Publish this with the assignment:\n\n  {STRONG}{digest}{STRONG:#}\n\nIt is a digest of the seed, the fixtures, the reference and the grader; its parts are in {}.\nKeep {} secret until the grades are out: from it every drawn input follows.\n",
        gradebook.folder.join("commitment.json").display(),
        seed.display()
    ))
}

/// `class grade SUBMISSIONS --assignment NAME`
pub fn grade(command: &Grade) -> Result<Status> {
    let (course, work) = open()?;
    let name = assignment(&course, command.place.assignment.as_deref())?.name.get_ref();
    let book = folder(&course, command.place.gradebook.as_deref(), name);
    let work = admitted(&course, work, command.code, &[&book, &command.submissions])?;
    let (gradebook, intake, _lock) =
        received(&course, &command.place, &command.submissions, command.roster.as_deref())?;
    if let Some(times) = &command.times {
        crate::intake::times(times)?;
        gradebook.keep_times(times)?;
    }
    let secret = secret(&course, &gradebook)?;
    let done = mark(&course, &work, &gradebook, &secret, &intake.students)?;
    let sources = Sources::of(&course, &gradebook, &secret)?;
    let book = Book::written(&sources)?;
    summary(&sources, &book, &done, &intake.strays)
}

/// `class only WHO…`: these students are graded again, and nobody else.
pub fn only(command: &Only) -> Result<Status> {
    let (opened, _lock) = Opened::to_grade(&command.place, command.code)?;
    let Opened { course, work, gradebook, secret } = &opened;
    let sources = opened.sources()?;
    let book = Book::make(&sources)?;
    let mut who: BTreeSet<&str> = BTreeSet::new();
    for word in &command.who {
        who.extend(book.meant(word)?.into_iter().map(|student| student.from.as_str()));
    }
    let mut students = handed_in(course, gradebook)?;
    students.retain(|student| who.contains(student.id.as_str()));
    for hand_in in gradebook.hand_ins()?.iter().filter(|one| who.contains(one.id.as_str())) {
        for attempt in &hand_in.attempts {
            let Taken::Read { exercises, .. } = &attempt.taken else { continue };
            for (exercise, piece) in exercises {
                gradebook.forget(exercise, &piece.unit)?;
            }
        }
    }
    if students.is_empty() {
        return say("There is nobody to grade again.\n");
    }
    let done = mark(course, work, gradebook, secret, &students)?;
    let book = Book::written(&sources)?;
    summary(&sources, &book, &done, &[])
}

/// `class verify GRADEBOOK`: everything is graded again elsewhere, and every byte compared.
pub fn verify(command: &Again) -> Result<Status> {
    let (course, work) = open()?;
    let gradebook = Gradebook::open(&command.gradebook)?;
    let work = admitted(&course, work, command.code, &[&gradebook.folder, &gradebook.source()?])?;
    let _lock = gradebook.lock()?;
    let Some(secret) = gradebook.secret()? else {
        let what = format!("{} has no seed", gradebook.folder.display());
        return Err(Error::usage(what, "put the seed that was published into its file `seed`"));
    };
    let students = handed_in(&course, &gradebook)?;
    let names = exercises(&course, course.assignment(&gradebook.assignment)?);
    let (fixtures, reference) = Bench::prepare(&course, &names, &secret)?.digests();
    let now = Commitment::new(&gradebook.assignment, &secret, fixtures, reference, grader());
    let mut text = String::new();
    let mut same = true;
    match gradebook.commitment()? {
        Some(before) if before == now => {
            text += &format!("{GOOD}same{GOOD:#}       what was fixed before: {}\n", before.digest);
        }
        Some(before) => {
            same = false;
            for (what, before, now) in [
                ("the seed", &before.seed, &now.seed),
                ("the fixtures", &before.fixtures, &now.fixtures),
                ("the reference", &before.reference, &now.reference),
                ("the grader", &before.grader, &now.grader),
            ] {
                if before != now {
                    text += &format!("{BAD}changed{BAD:#}    {what}: {before} was fixed, and {now} is here\n");
                }
            }
        }
        None => text += &format!("{FAINT}unknown{FAINT:#}    nothing was fixed before\n"),
    }
    let scratch = work.scratch()?;
    let again = Gradebook::make(&scratch.folder.join("gradebook"), &gradebook.assignment)?;
    mark(&course, &work, &again, &secret, &students)?;
    let (mut equal, mut other) = (0, vec![]);
    let (kept, repeated) = (gradebook.results(), again.results());
    for (name, bytes) in &repeated {
        match kept.get(name) {
            Some(old) if old == bytes => equal += 1,
            Some(_) => other.push(format!("{name} differs")),
            None => other.push(format!("{name} was not there")),
        }
    }
    for what in &other {
        text += &format!("{BAD}different{BAD:#}  {what}\n");
    }
    text += &format!("{equal} of {} results came again, byte for byte.\n", repeated.len());
    say(&text)?;
    Ok(if same && other.is_empty() { Status::Done } else { Status::Unsatisfied })
}

/// What a run came to.
pub fn summary(sources: &Sources<'_>, book: &Book, done: &Done, strays: &[String]) -> Result<Status> {
    let mut text = String::new();
    for stray in strays {
        text += &told(FAINT, "not graded", stray);
    }
    for student in &book.students {
        if sources.roster.is_some() && !student.listed {
            text += &told(STRONG, "not listed", &format!("{} is not on the roster", student.shown()));
        }
    }
    text += &troubles(book);
    let disturbed = book.students.iter().filter(|student| !student.is_final()).count();
    text += &book.mixed().map(|mixed| told(BAD, "mixed", &mixed)).unwrap_or_default();
    let students = book.students.len();
    text += &match done.graded {
        Some(graded) => format!("{students} students: {graded} exercises graded, {} known already.\n", done.known),
        None => format!("{students} students: {} exercises.\n", done.known),
    };
    text += &format!("{GOOD}The gradebook is in {}{GOOD:#}\n", sources.gradebook.folder.display());
    if disturbed > 0 {
        text += &format!(
            "{BAD}The grader was disturbed for {disturbed} students.{BAD:#} They lose no points; the same command tries again.\n"
        );
    }
    say(&text)?;
    Ok(if disturbed > 0 { Status::Disturbed } else { Status::Done })
}

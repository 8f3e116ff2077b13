//! The book: what every student has, made of results and facts at will. Nothing is graded here, and nothing that is
//! made here is ever read back.

mod cells;
mod export;
mod group;
mod lines;
mod outcome;
mod write;

pub use cells::Table;
pub use export::title;
pub use group::GROUPS;
pub use lines::{Account, Line, answer};
pub use outcome::{Outcome, Standing, Who};

use crate::crew;
use crate::intake::{self, Person, Roster};
use crate::store::{Act, Gradebook, HandIn, Secret};
use judge::course::{Assignment, Course, unknown};
use judge::error::{Error, Result};
use judge::report::Provenance;
use std::collections::{BTreeMap, BTreeSet};

/// Everybody in a class.
#[derive(Debug)]
pub struct Book {
    /// In the order of their ids.
    pub students: Vec<Outcome>,
}

/// What a book is made from.
pub struct Sources<'a> {
    /// The course.
    pub course: &'a Course,
    /// The assignment.
    pub assignment: &'a Assignment,
    /// The names of its exercises, in course order.
    pub exercises: Vec<&'a str>,
    /// The gradebook.
    pub gradebook: &'a Gradebook,
    /// Who is in the class, where a list was given.
    pub roster: Option<Roster>,
    /// When work was handed in, where a table was given; by ids in lower case.
    pub times: BTreeMap<String, String>,
    /// From which inputs were drawn.
    pub seed: u64,
}

impl<'a> Sources<'a> {
    /// What the book of a gradebook is made from.
    pub fn of(course: &'a Course, gradebook: &'a Gradebook, secret: &Secret) -> Result<Sources<'a>> {
        let assignment = course.assignment(&gradebook.assignment)?;
        let roster = gradebook.roster();
        let roster = if roster.exists() { Some(Roster::read(&roster)?) } else { None };
        let exercises = exercises(course, assignment);
        let times = if gradebook.times().exists() { intake::times(&gradebook.times())? } else { BTreeMap::new() };
        Ok(Sources { times, course, assignment, exercises, gradebook, roster, seed: secret.seed() })
    }
}

/// Whose is whose, by ids: what everybody handed in, if anything, and who that is on the list of the class.
fn everybody<'a>(roster: &'a Roster, hand_ins: &[HandIn]) -> Result<BTreeMap<String, (HandIn, Option<&'a Person>)>> {
    let mut all: BTreeMap<String, (HandIn, Option<&Person>)> = BTreeMap::new();
    for hand_in in hand_ins {
        let person = roster.find(&hand_in.id);
        let id = person.map_or(&hand_in.id, |person| &person.id);
        if let Some((other, _)) = all.insert(id.clone(), (hand_in.clone(), person)) {
            let what =
                format!("the work of `{}` and of `{}` belongs to one student of the roster", hand_in.id, other.id);
            let fix = "take one of them out of the gradebook's `hand-ins`, or mend the roster";
            return Err(Error::usage(what, fix));
        }
    }
    for person in &roster.people {
        let nothing = || (HandIn::new(&person.id, None, vec![]), Some(person));
        all.entry(person.id.clone()).or_insert_with(nothing);
    }
    Ok(all)
}

/// What people did, by students: nobody looks through all of it for one.
struct ActsOf<'a> {
    all: &'a [Act],
    about: BTreeMap<&'a str, Vec<usize>>,
}

impl<'a> ActsOf<'a> {
    fn new(all: &'a [Act]) -> ActsOf<'a> {
        let mut about: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (number, act) in all.iter().enumerate() {
            about.entry(&act.student).or_default().push(number);
        }
        ActsOf { all, about }
    }

    /// In the order of time.
    fn about(&self, hand_in: &HandIn, person: Option<&Person>) -> Vec<&'a Act> {
        // who is listed under another id than the folder's may have acts under both
        let ids = BTreeSet::from([person.map_or(&hand_in.id, |person| &person.id), &hand_in.id]);
        let numbers: BTreeSet<usize> =
            ids.into_iter().flat_map(|id| self.about.get(id.as_str())).flatten().copied().collect();
        numbers.into_iter().filter_map(|number| self.all.get(number)).collect()
    }
}

/// The names of the exercises of an assignment, in course order.
pub fn exercises<'a>(course: &'a Course, assignment: &Assignment) -> Vec<&'a str> {
    let listed = |name: &&str| assignment.exercises().any(|one| one.get_ref() == name);
    course.exercises.iter().map(|exercise| exercise.name.as_str()).filter(listed).collect()
}

impl Book {
    /// Makes it of what is kept.
    pub fn make(sources: &Sources<'_>) -> Result<Book> {
        Book::of(sources, &sources.gradebook.hand_ins()?)
    }

    /// Makes it as if this had been handed in.
    pub fn of(sources: &Sources<'_>, hand_ins: &[HandIn]) -> Result<Book> {
        Book::gather(sources, hand_ins, |_| Ok(()))
    }

    /// Makes it of what is kept and writes every file of it. What is written of a student is not held any longer: the
    /// reports of a large class would fill any memory.
    pub fn written(sources: &Sources<'_>) -> Result<Book> {
        Book::written_where(sources, |_| true)
    }

    /// The same after something was done about one student, by which nobody else's files change.
    pub fn written_for(sources: &Sources<'_>, id: &str) -> Result<Book> {
        Book::written_where(sources, |student| student.id == id)
    }

    fn written_where(sources: &Sources<'_>, changes: impl Fn(&Outcome) -> bool + Sync) -> Result<Book> {
        let _turn = sources.gradebook.turn()?;
        let book = Book::gather(sources, &sources.gradebook.hand_ins()?, |student| {
            if changes(student) {
                student.write(sources)?;
            }
            student.forget_reports();
            Ok(())
        })?;
        book.write(sources)?;
        Ok(book)
    }

    /// Makes it of what is kept, without the reports: for who counts, and would hold those of a large class for nothing.
    pub fn counted(sources: &Sources<'_>) -> Result<Book> {
        Book::gather(sources, &sources.gradebook.hand_ins()?, |student| {
            student.forget_reports();
            Ok(())
        })
    }

    /// One student's part of it, or a sentence with the nearest id: nobody else's results are read.
    pub fn part(sources: &Sources<'_>, id: &str) -> Result<Outcome> {
        let (none, hand_ins, acts) = (Roster::default(), sources.gradebook.hand_ins()?, sources.gradebook.acts()?);
        let everybody = everybody(sources.roster.as_ref().unwrap_or(&none), &hand_ins)?;
        let found = everybody.iter().find(|(own, (hand_in, _))| *own == id || hand_in.id == id);
        let Some((_, (hand_in, person))) = found else {
            return Err(unknown("student", id, everybody.keys().map(String::as_str)));
        };
        let acts = ActsOf::new(&acts).about(hand_in, *person);
        Outcome::of(sources, &Who { hand_in, person: *person, acts: &acts })
    }

    /// Makes it of these, and does with each what is to be done.
    fn gather(
        sources: &Sources<'_>,
        hand_ins: &[HandIn],
        each: impl Fn(&mut Outcome) -> Result<()> + Sync,
    ) -> Result<Book> {
        let students = Book::each(sources, hand_ins, |mut outcome| each(&mut outcome).map(|()| outcome))?;
        Ok(Book { students })
    }

    /// What becomes of everybody's part of it, several students at a time, in the order of their ids.
    fn each<R: Send>(
        sources: &Sources<'_>,
        hand_ins: &[HandIn],
        of: impl Fn(Outcome) -> Result<R> + Sync,
    ) -> Result<Vec<R>> {
        let none = Roster::default();
        let acts = sources.gradebook.acts()?;
        let acts = ActsOf::new(&acts);
        let all: Vec<_> = everybody(sources.roster.as_ref().unwrap_or(&none), hand_ins)?.into_values().collect();
        crew::each(crew::usual(), &all, |(hand_in, person)| {
            let acts = acts.about(hand_in, *person);
            of(Outcome::of(sources, &Who { hand_in, person: *person, acts: &acts })?)
        })
    }

    /// The student of this id, or a sentence with the nearest one.
    pub fn student(&self, id: &str) -> Result<&Outcome> {
        let found = self.students.iter().find(|student| student.id == id || student.from == id);
        found.ok_or_else(|| unknown("student", id, self.students.iter().map(|student| student.id.as_str())))
    }

    /// Where grades come from different fixtures, graders or compilers: that they do, in a sentence.
    pub fn mixed(&self) -> Option<String> {
        let of = |name: fn(&Provenance) -> &String| -> usize {
            let graded = self.students.iter().filter(|student| student.is_graded());
            graded.map(|student| name(&student.told.provenance)).collect::<BTreeSet<_>>().len()
        };
        let counts = [
            ("fixtures", of(|one| &one.fixtures)),
            ("graders", of(|one| &one.grader)),
            ("compilers", of(|one| &one.toolchain)),
        ];
        let several: Vec<String> =
            counts.iter().filter(|(_, count)| *count > 1).map(|(what, count)| format!("{count} {what}")).collect();
        (!several.is_empty())
            .then(|| format!("The grades come from {}: `regrade` shows the difference.", several.join(" and ")))
    }

    /// Those whom a word of the command line means: one student by the id, or a group.
    pub fn meant(&self, word: &str) -> Result<Vec<&Outcome>> {
        if GROUPS.contains(&word) {
            return Ok(self.students.iter().filter(|student| student.is_in(word)).collect());
        }
        let known = || GROUPS.into_iter().chain(self.students.iter().map(|student| student.id.as_str()));
        let found = self.students.iter().find(|student| student.id == word || student.from == word);
        found.map(|one| vec![one]).ok_or_else(|| unknown("student or group", word, known()))
    }
}

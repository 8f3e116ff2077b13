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
        let _turn = sources.gradebook.turn()?;
        let book = Book::gather(sources, &sources.gradebook.hand_ins()?, |student| {
            student.write(sources)?;
            student.told.exercises = vec![];
            student.whole.exercises = vec![];
            Ok(())
        })?;
        book.write(sources)?;
        Ok(book)
    }

    fn gather(sources: &Sources<'_>, hand_ins: &[HandIn], each: impl Fn(&mut Outcome) -> Result<()>) -> Result<Book> {
        let none = Roster::default();
        let roster = sources.roster.as_ref().unwrap_or(&none);
        let acts = sources.gradebook.acts()?;
        // whose is whose comes before anything is made of it
        let mut whose: BTreeMap<&str, &HandIn> = BTreeMap::new();
        for hand_in in hand_ins {
            let id = roster.find(&hand_in.id).map_or(&hand_in.id, |person| &person.id);
            if let Some(other) = whose.insert(id, hand_in) {
                let what =
                    format!("the work of `{}` and of `{}` belongs to one student of the roster", hand_in.id, other.id);
                return Err(Error::usage(
                    what,
                    "take one of them out of the gradebook's `hand-ins`, or mend the roster",
                ));
            }
        }
        let mut about: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (number, act) in acts.iter().enumerate() {
            about.entry(&act.student).or_default().push(number);
        }
        let of = |hand_in: &HandIn, person: Option<&Person>| {
            // who is listed under another id than the folder's may have acts under both
            let ids = BTreeSet::from([person.map_or(&hand_in.id, |person| &person.id), &hand_in.id]);
            let numbers = ids.into_iter().flat_map(|id| about.get(id.as_str())).flatten();
            let numbers: BTreeSet<usize> = numbers.copied().collect();
            let acts: Vec<&Act> = numbers.into_iter().filter_map(|number| acts.get(number)).collect();
            let mut outcome = Outcome::of(sources, &Who { hand_in, person, acts: &acts })?;
            each(&mut outcome)?;
            Ok::<_, Error>((outcome.id.clone(), outcome))
        };
        let mut students: BTreeMap<String, Outcome> = BTreeMap::new();
        for hand_in in hand_ins {
            students.extend([of(hand_in, roster.find(&hand_in.id))?]);
        }
        for person in &roster.people {
            if !students.contains_key(&person.id) {
                students.extend([of(&HandIn::new(&person.id, None, vec![]), Some(person))?]);
            }
        }
        Ok(Book { students: students.into_values().collect() })
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

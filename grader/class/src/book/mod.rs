//! The book: what every student has, made of results and facts at will. Nothing is graded here, and nothing that is
//! made here is ever read back.

mod csv;
mod outcome;
mod write;

pub use outcome::{Outcome, Standing};

use crate::store::{Gradebook, Secret};
use judge::course::{Assignment, Course};
use judge::error::Result;

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
    /// From which inputs were drawn.
    pub seed: u64,
}

impl<'a> Sources<'a> {
    /// What the book of a gradebook is made from.
    pub fn of(course: &'a Course, gradebook: &'a Gradebook, secret: &Secret) -> Result<Sources<'a>> {
        let assignment = course.assignment(&gradebook.assignment)?;
        Ok(Sources { course, assignment, exercises: exercises(course, assignment), gradebook, seed: secret.seed() })
    }
}

/// The names of the exercises of an assignment, in course order.
pub fn exercises<'a>(course: &'a Course, assignment: &Assignment) -> Vec<&'a str> {
    let listed = |name: &&str| assignment.exercises().any(|one| one.get_ref() == name);
    course.exercises.iter().map(|exercise| exercise.name.as_str()).filter(listed).collect()
}

impl Book {
    /// Makes it.
    pub fn make(sources: &Sources<'_>) -> Result<Book> {
        let mut students = vec![];
        for hand_in in sources.gradebook.hand_ins()? {
            students.push(Outcome::of(sources, &hand_in)?);
        }
        Ok(Book { students })
    }
}

//! What a class's results say of the sheet: items, reliability, mistakes with a name, and who fails alike.

mod data;
mod failures;
mod measure;
mod moments;
mod paper;
mod text;

pub use failures::{Failures, Group, Misconception};
pub use measure::{Measured, SMALL, Totals, Whole};
pub use moments::{Quantity, Why, covariance};
pub use paper::{Absent, Column, Form, Item, Paper, graded, is_blank, result};

use crate::book::{Book, Sources};

/// Everything there is to say.
#[derive(Clone, Debug, PartialEq)]
pub struct Stats {
    /// The title of the assignment.
    pub title: String,
    /// Its points before the cap.
    pub points: u32,
    /// Who has which points where.
    pub paper: Paper,
    /// The whole sheet.
    pub whole: Whole,
    /// Every item, with its checks.
    pub items: Vec<(Measured, Vec<Measured>)>,
    /// What is wrong.
    pub failures: Failures,
}

impl Stats {
    /// Of a book.
    pub fn of(book: &Book, sources: &Sources<'_>) -> Stats {
        let paper = Paper::of(book, sources);
        let totals = Totals::of(&paper);
        let measured = |item: &Item| {
            let checks = item.columns.iter().map(|column| totals.check(item, column)).collect();
            (totals.item(item), checks)
        };
        let (whole, items) = (totals.whole(), paper.items.iter().map(measured).collect());
        let failures = Failures::of(book, &paper);
        let texts: u32 = paper.items.iter().filter(|item| item.form == Form::Text).map(|item| item.max).sum();
        let (title, points) = (sources.assignment.title.clone(), sources.assignment.printed() + texts);
        Stats { title, points, whole, items, failures, paper }
    }
}

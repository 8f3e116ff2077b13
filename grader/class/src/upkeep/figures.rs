//! What an audit found, as a table: a row for each exercise, and of each kind of answer how many got through.

use super::audit::{Audit, Called};
use super::mutants::Hunt;
use std::fmt::{self, Display, Formatter};
use std::ops::{Add, Sub};

/// The columns: what is counted among what.
const COLUMNS: [&str; 11] = [
    "known wrong answers that survive",
    "known wrong answers not named",
    "mutants that survive",
    "mutants that are the same function",
    "right answers that lose points",
    "answers without the digits taken for right",
    "answers by heart that keep points",
    "functions that no law defines",
    "right steps after a slip, unpaid",
    "innocent answers with a false name",
    "known wrong answers that look right in a picture",
];

/// So many of so many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// How many got through.
    pub some: usize,
    /// How many there were.
    pub all: usize,
}

/// One row: a share for every column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures([Share; COLUMNS.len()]);

impl Figures {
    /// What stands in an audit up to now, mutants aside: those are hunted at the end.
    pub fn of(audit: &Audit) -> Figures {
        let catches = |wanted: fn(&super::Catch) -> bool| audit.catches.iter().filter(|catch| wanted(catch)).count();
        let nameable = catches(|catch| catch.called != Called::Unnameable);
        Figures([
            Share { some: audit.survivors().count(), all: audit.catches.len() },
            Share { some: nameable - catches(super::Catch::named), all: nameable },
            Share::default(),
            Share::default(),
            audit.variants.share(),
            audit.precision.share(),
            audit.heart.kept(),
            audit.heart.undefined(),
            audit.follow.unpaid_steps(),
            audit.naming.share(),
            audit.sight.share(),
        ])
    }

    /// The same with the mutants of an exercise.
    pub fn with_mutants(mut self, hunt: &Hunt) -> Figures {
        self.0[2] = Share { some: hunt.survivors.len(), all: hunt.made };
        self.0[3] = Share { some: hunt.listed, all: hunt.made };
        self
    }
}

impl Add for Figures {
    type Output = Figures;

    fn add(self, other: Figures) -> Figures {
        let both = |one: Share, two: Share| Share { some: one.some + two.some, all: one.all + two.all };
        Figures(std::array::from_fn(|column| both(self.0[column], other.0[column])))
    }
}

impl Sub for Figures {
    type Output = Figures;

    fn sub(self, other: Figures) -> Figures {
        let but = |one: Share, two: Share| Share { some: one.some - two.some, all: one.all - two.all };
        Figures(std::array::from_fn(|column| but(self.0[column], other.0[column])))
    }
}

impl Display for Figures {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|Share { some, all }| write!(f, " {some} of {all} |"))
    }
}

/// The rows as Markdown, with their sum.
pub fn table(rows: &[(String, Figures)]) -> String {
    let mut text = format!("| exercise | {} |\n|---|{}\n", COLUMNS.join(" | "), "---|".repeat(COLUMNS.len()));
    for (exercise, figures) in rows {
        text += &format!("| {exercise} |{figures}\n");
    }
    let sum = rows.iter().fold(Figures::default(), |sum, (_, figures)| sum + *figures);
    text + &format!("| together |{sum}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(some: usize, all: usize) -> Figures {
        Figures([Share { some, all }; COLUMNS.len()])
    }

    #[test]
    fn rows_add_up() {
        let text = table(&[("gibbs".into(), figures(1, 4)), ("nll".into(), figures(0, 7))]);
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines[2].starts_with("| gibbs | 1 of 4 | 1 of 4 |"), "{text}");
        assert!(lines[4].starts_with("| together | 1 of 11 | 1 of 11 |"), "{text}");
        assert!(lines.iter().all(|line| line.matches('|').count() == COLUMNS.len() + 2), "{text}");
        assert_eq!(figures(1, 4) + figures(0, 7) - figures(0, 7), figures(1, 4));
    }

    #[test]
    fn mutants_stand_in_columns_of_their_own() {
        let hunt = Hunt { made: 9, listed: 2, ..Hunt::default() };
        let text = figures(1, 4).with_mutants(&hunt).to_string();
        assert!(text.starts_with(" 1 of 4 | 1 of 4 | 0 of 9 | 2 of 9 | 1 of 4 |"), "{text}");
    }
}

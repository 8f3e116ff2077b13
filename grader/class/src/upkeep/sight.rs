//! Does the picture of a wrong function make the mistake visible?

use super::beside::{Sort, divert};
use super::figures::Share;
use super::reference::{Replies, body_limit};
use judge::course::{Exercise, Function};
use judge::drawing::pictures;
use judge::error::Result;
use judge::property::Call;

/// Of the known wrong answers of a function so many must be seen in its pictures, or all where there are fewer.
const SEEN: usize = 5;

/// What one sees of known wrong answers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sight {
    /// Function by function, of those that have a picture.
    each: Vec<Seen>,
}

/// One function's.
#[derive(Clone, Debug, PartialEq)]
struct Seen {
    exercise: String,
    function: String,
    /// How many known wrong answers look like the right one.
    hidden: Vec<String>,
    /// How many there are.
    all: usize,
}

impl Seen {
    fn enough(&self) -> bool {
        self.all - self.hidden.len() >= SEEN.min(self.all)
    }
}

impl Sight {
    /// Draws every known wrong answer of an exercise that has a picture.
    pub fn add(&mut self, exercise: &Exercise, replies: &Replies) -> Result<()> {
        let stored = exercise.pictures()?;
        for function in exercise.functions.iter().filter(|function| !function.plots.is_empty()) {
            let mut hidden = vec![];
            for (index, wrong) in function.wrong.iter().enumerate() {
                let offered = Sort::Wrong.offered(&function.name, index);
                let mut ask = |calls: &[Call]| {
                    replies.ask(&exercise.name, &divert(calls, &function.name, &offered), body_limit(wrong))
                };
                let drawn = pictures(exercise, [function], &stored, &mut ask)?;
                if !drawn.into_values().flatten().any(|picture| picture.parts()) {
                    hidden.push(wrong.name.clone());
                }
            }
            self.each.push(seen(exercise, function, hidden));
        }
        Ok(())
    }

    /// Every function with a picture shows enough of its mistakes.
    pub fn passes(&self) -> bool {
        self.each.iter().all(Seen::enough)
    }

    /// Known wrong answers that look right, among those of functions with a picture.
    pub fn share(&self) -> Share {
        let (hidden, all) =
            self.each.iter().fold((0, 0), |(hidden, all), one| (hidden + one.hidden.len(), all + one.all));
        Share { some: hidden, all }
    }

    /// Where too few are seen, then the figures.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        for one in self.each.iter().filter(|one| !one.enough()) {
            let Seen { exercise, function, hidden, .. } = one;
            text +=
                &format!("{exercise}::{function}  its pictures show too little: nothing of {}\n", hidden.join(", "));
        }
        let Share { some, all } = self.share();
        let functions = self.each.len();
        text + &format!(
            "{functions} functions with pictures: of {all} known wrong answers {some} look like the right one.\n"
        )
    }
}

fn seen(exercise: &Exercise, function: &Function, hidden: Vec<String>) -> Seen {
    Seen { exercise: exercise.name.clone(), function: function.name.clone(), hidden, all: function.wrong.len() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sight(hidden: usize, all: usize) -> Sight {
        let hidden = (0..hidden).map(|index| format!("mistake {index}")).collect();
        Sight { each: vec![Seen { exercise: "gibbs".into(), function: "gibbs".into(), hidden, all }] }
    }

    #[test]
    fn five_mistakes_are_seen_or_all_of_fewer() {
        assert!(sight(4, 9).passes() && sight(0, 3).passes() && sight(0, 0).passes());
        assert!(!sight(5, 9).passes() && !sight(1, 3).passes());
        assert!(
            sight(1, 3).to_text().starts_with("gibbs::gibbs  its pictures show too little: nothing of mistake 0\n")
        );
        assert_eq!(
            sight(4, 9).to_text(),
            "1 functions with pictures: of 9 known wrong answers 4 look like the right one.\n"
        );
    }
}

//! Does the diagnosis ever call an answer by a name that is not its own?

use super::figures::Share;
use super::innocent::innocents;
use super::truth::{Answer, Of};
use grader::render::english;
use judge::course::{Exercise, Function, Snapshot};
use judge::diagnose::diagnose;
use judge::fate::Fate;
use judge::number::Value;
use judge::report::{Diagnosis, Likeness};
use std::collections::BTreeMap;

/// An innocent answer that was called by a name.
#[derive(Clone, Debug, PartialEq)]
pub struct FalseName {
    /// The exercise.
    pub exercise: String,
    /// The function.
    pub function: String,
    /// How the answer was made.
    pub answer: String,
    /// What it was called.
    pub called: String,
}

/// How innocent answers were named.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Naming {
    /// How many there were.
    pub innocent: usize,
    /// Those with a name that is not theirs.
    pub false_names: Vec<FalseName>,
}

/// Of how many innocent answers one may have a false name.
const ONE_IN: usize = 100;

impl Naming {
    /// Names the innocent answers to one exercise more.
    pub fn add(&mut self, exercise: &Exercise, snapshots: &BTreeMap<String, Snapshot>) {
        for function in &exercise.functions {
            for innocent in innocents(exercise, function, snapshots) {
                let fates: Vec<Fate> = innocent.replies.iter().map(fate).collect();
                let fates: Vec<&Fate> = fates.iter().collect();
                let answer = Answer { function, snapshots, replies: &innocent.replies };
                self.innocent += 1;
                let diagnosis = diagnose(function, snapshots, &fates);
                if let Some(diagnosis) = diagnosis.filter(|diagnosis| !rightly(&answer, diagnosis)) {
                    self.false_names.push(false_name(exercise, function, innocent.kind, &diagnosis));
                }
            }
        }
    }

    /// There are hardly any false names.
    pub fn passes(&self) -> bool {
        self.false_names.len() * ONE_IN <= self.innocent
    }

    /// False names among all.
    pub fn share(&self) -> Share {
        Share { some: self.false_names.len(), all: self.innocent }
    }

    /// The false names, then the figures.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        for one in &self.false_names {
            text += &format!("{}::{}  {}  is told: {}\n", one.exercise, one.function, one.answer, one.called);
        }
        let (all, wrong) = (self.innocent, self.false_names.len());
        let share = if all == 0 { 0.0 } else { 100.0 * wrong as f64 / all as f64 };
        text + &format!("{all} innocent answers, {wrong} false names ({share:.1} %).\n")
    }
}

fn false_name(exercise: &Exercise, function: &Function, answer: String, diagnosis: &Diagnosis) -> FalseName {
    let (exercise, function) = (exercise.name.clone(), function.name.clone());
    FalseName { exercise, function, answer, called: english::diagnosis(diagnosis) }
}

/// What becomes of a call that replies this.
fn fate(reply: &Option<Value>) -> Fate {
    match reply {
        Some(value) => Fate::Value(value.clone()),
        None => Fate::Panicked { message: String::new(), line: None },
    }
}

/// A name of the catalogue is right only where no case tells the answer from that body; what is plain from the
/// numbers must be true of them.
fn rightly(answer: &Answer<'_>, diagnosis: &Diagnosis) -> bool {
    let listed = |like: &&Likeness| matches!(like, Likeness::Listed { .. });
    match &diagnosis.like {
        Likeness::Listed { .. } => {
            let all = std::iter::once(&diagnosis.like).chain(&diagnosis.besides);
            all.filter(listed).all(|like| answer.is(like, Of::All))
        }
        _ => {
            answer.is_plainly(diagnosis)
                && diagnosis.besides.iter().filter(listed).all(|like| answer.is(like, Of::Extreme))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use judge::course::Course;
    use judge::number::Real;
    use std::path::Path;

    #[test]
    fn a_constant_may_be_called_a_constant_and_nothing_else() {
        let course = Course::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")).expect("the course");
        let exercise = course.exercise("gibbs").expect("an exercise");
        let snapshots = exercise.snapshots().expect("snapshots");
        let function = exercise.function("entropy").expect("a function");
        let replies = vec![Some(Value::Number(0.0)); function.cases.len()];
        let answer = Answer { function, snapshots: &snapshots, replies: &replies };
        let alone = |like| Diagnosis { like, besides: vec![] };
        let listed = Likeness::Listed { name: function.wrong[0].name.clone(), says: String::new() };
        assert!(rightly(&answer, &alone(Likeness::Constant { value: Some(Real(0.0)) })));
        assert!(!rightly(&answer, &alone(Likeness::Constant { value: Some(Real(1.0)) })));
        assert!(!rightly(&answer, &alone(listed.clone())));
        assert!(!rightly(&answer, &alone(Likeness::Sign)));
        let besides = vec![listed];
        assert!(!rightly(&answer, &Diagnosis { like: Likeness::Constant { value: Some(Real(0.0)) }, besides }));
    }

    #[test]
    fn one_false_name_in_a_hundred_passes() {
        let one = FalseName {
            exercise: "gibbs".into(),
            function: "gibbs".into(),
            answer: "0".into(),
            called: "Looks like \"beta left out\".".into(),
        };
        let naming = |innocent, wrong| Naming { innocent, false_names: vec![one.clone(); wrong] };
        assert!(
            naming(100, 1).passes() && naming(0, 0).passes() && !naming(99, 1).passes() && !naming(100, 2).passes()
        );
        assert!(naming(200, 1).to_text().ends_with("200 innocent answers, 1 false names (0.5 %).\n"));
    }
}

//! The sheet as numbers: who has which points in which item, and what is left out.

use crate::book::{Book, Outcome, Sources, Standing};
use judge::course::Assignment;
use judge::report::{Asks, Check, ExerciseReport, FunctionReport, Kind, Verdict, is_uncompiled};

/// A function, a derivation or a question of the sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// The exercise.
    pub exercise: String,
    /// Its name there.
    pub name: String,
    /// What sort of thing it is.
    pub form: Form,
    /// To be earned, in points of the exercise.
    pub max: u32,
    /// The part of the sheet that it counts in.
    pub part: usize,
    /// The points of every student; nothing where there is no result.
    pub points: Vec<Option<u32>>,
    /// How many have written nothing, or nothing that compiles.
    pub blank: usize,
    /// The checks that its points come from.
    pub columns: Vec<Column>,
}

/// The sorts of items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Rust.
    Function,
    /// Lines.
    Derivation,
    /// Options.
    Question,
    /// What a person marks.
    Text,
}

/// One check of an item.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Which sort of check.
    pub kind: Kind,
    /// Its name.
    pub name: String,
    /// To be earned; 0 where it counts with the cases.
    pub max: u32,
    /// The points of every student, or 1 and 0 where there are none to be earned.
    pub points: Vec<Option<u32>>,
}

/// A sheet that a class has worked on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Paper {
    /// The ids of those whose work is graded, at least in part; in their order.
    pub students: Vec<String>,
    /// In course order.
    pub items: Vec<Item>,
    /// What the points of each part are multiplied with, to give points of the sheet.
    pub weights: Vec<f64>,
    /// Who is left out.
    pub absent: Absent,
    /// How many texts are left out, because some still wait for a person.
    pub texts: usize,
}

/// Who and what is left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Absent {
    /// Nothing was handed in.
    pub nothing: usize,
    /// Nothing in it could be graded.
    pub unreadable: usize,
    /// The grader was disturbed; counted where there is a result, and left out of what is about the whole sheet.
    pub disturbed: usize,
}

impl Form {
    /// As data.
    pub fn word(self) -> &'static str {
        match self {
            Form::Function => "function",
            Form::Derivation => "derivation",
            Form::Question => "choice",
            Form::Text => "text",
        }
    }

    fn of(asks: &Asks) -> Form {
        match asks {
            Asks::Function { .. } => Form::Function,
            Asks::Derivation { .. } => Form::Derivation,
            Asks::Choice { .. } => Form::Question,
            Asks::Text { .. } => Form::Text,
        }
    }
}

/// Whose work is graded, at least in part.
pub fn graded(book: &Book) -> impl Iterator<Item = &Outcome> {
    book.students.iter().filter(|one| matches!(one.standing, Standing::Graded | Standing::Disturbed { .. }))
}

/// Is there no result of an exercise, for no fault of the student's?
fn is_disturbed(outcome: &Outcome, exercise: &str) -> bool {
    match &outcome.standing {
        Standing::Disturbed { why } => why.contains_key(exercise) || why.contains_key("all"),
        Standing::Graded | Standing::Nothing | Standing::Unreadable { .. } => false,
    }
}

/// The result of an entry; nothing where the grader was disturbed, or a person has to look first.
pub fn result<'a>(
    outcome: &'a Outcome,
    exercise: &str,
    name: &str,
) -> Option<(&'a ExerciseReport, &'a FunctionReport)> {
    if is_disturbed(outcome, exercise) {
        return None;
    }
    let report = outcome.whole.exercises.iter().find(|one| one.name == exercise)?;
    let entry = report.functions.iter().find(|entry| entry.name == name)?;
    let open = |check: &Check| matches!(check.verdict, Verdict::GraderError | Verdict::ByPerson | Verdict::Received);
    (!entry.checks.iter().any(open)).then_some((report, entry))
}

/// Did the student write nothing, or nothing that compiles?
pub fn is_blank(entry: &FunctionReport) -> bool {
    entry.untouched() || is_uncompiled(entry)
}

/// Is it as it should be?
pub fn holds(check: &Check) -> bool {
    matches!(check.verdict, Verdict::Right | Verdict::FollowThrough)
}

impl Paper {
    /// What a book says.
    pub fn of(book: &Book, sources: &Sources<'_>) -> Paper {
        let standing = |of: fn(&Standing) -> bool| book.students.iter().filter(|one| of(&one.standing)).count();
        let absent = Absent {
            nothing: standing(|one| matches!(one, Standing::Nothing)),
            unreadable: standing(|one| matches!(one, Standing::Unreadable { .. })),
            disturbed: standing(|one| matches!(one, Standing::Disturbed { .. })),
        };
        let outcomes: Vec<&Outcome> = graded(book).collect();
        let mut paper =
            Paper { students: outcomes.iter().map(|one| one.id.clone()).collect(), absent, ..Paper::default() };
        // everybody's report has every entry, whatever became of the work
        let Some(first) = outcomes.first() else { return paper };
        for report in &first.whole.exercises {
            for entry in &report.functions {
                let place = (report.name.clone(), entry.name.clone());
                match entry.asks {
                    Asks::Text { .. } if outcomes.iter().any(|one| one.account.waiting.contains(&place)) => {
                        paper.texts += 1;
                    }
                    _ => paper.items.push(Item::of(sources.assignment, report, entry, &outcomes)),
                }
            }
        }
        let parts = sources.assignment.parts.iter().enumerate();
        paper.weights = parts.map(|(at, part)| weight(*part.points.get_ref(), at, &paper.items)).collect();
        // what a person gives counts as it is, behind the parts
        paper.weights.push(1.0);
        paper
    }

    /// The students, by their places, who have a result in every item.
    pub fn complete(&self) -> Vec<usize> {
        (0..self.students.len()).filter(|at| self.items.iter().all(|item| item.points[*at].is_some())).collect()
    }
}

/// A part shares out its points in proportion to what its items earned.
fn weight(points: u32, part: usize, items: &[Item]) -> f64 {
    let all: u32 = items.iter().filter(|item| item.part == part).map(|item| item.max).sum();
    if all == 0 { 0.0 } else { f64::from(points) / f64::from(all) }
}

impl Item {
    fn of(assignment: &Assignment, report: &ExerciseReport, entry: &FunctionReport, outcomes: &[&Outcome]) -> Item {
        let form = Form::of(&entry.asks);
        if form == Form::Text {
            return Item::text(assignment.parts.len(), report, entry, outcomes);
        }
        let named = |part: &judge::course::Part| part.exercises.iter().any(|name| *name.get_ref() == report.name);
        let part = assignment.parts.iter().position(named).unwrap_or_default();
        let found: Vec<Option<&FunctionReport>> =
            outcomes.iter().map(|one| result(one, &report.name, &entry.name).map(|(_, entry)| entry)).collect();
        let mut columns: Vec<Column> = vec![];
        for check in found.iter().flatten().flat_map(|entry| &entry.checks) {
            match columns.iter_mut().find(|column| column.is(check)) {
                Some(column) => column.max = column.max.max(check.max),
                None => {
                    let (kind, name) = (check.kind, check.name.clone());
                    columns.push(Column { kind, name, max: check.max, points: vec![] });
                }
            }
        }
        for column in &mut columns {
            column.points = found.iter().map(|entry| entry.map(|entry| column.of(entry))).collect();
        }
        Item {
            exercise: report.name.clone(),
            name: entry.name.clone(),
            form,
            max: entry.max,
            part,
            points: found.iter().map(|entry| entry.map(|entry| entry.points)).collect(),
            blank: found.iter().flatten().filter(|entry| is_blank(entry)).count(),
            columns,
        }
    }
}

impl Item {
    /// A text that nobody still waits for: what is not marked was not written.
    fn text(part: usize, report: &ExerciseReport, entry: &FunctionReport, outcomes: &[&Outcome]) -> Item {
        let place = (report.name.clone(), entry.name.clone());
        let marks: Vec<Option<u32>> = outcomes
            .iter()
            .map(|one| (!is_disturbed(one, &report.name)).then(|| one.account.marks.get(&place).copied()))
            .map(|found| found.map(Option::unwrap_or_default))
            .collect();
        let unwritten = |one: &&&Outcome| !is_disturbed(one, &report.name) && !one.account.marks.contains_key(&place);
        Item {
            exercise: place.0.clone(),
            name: place.1.clone(),
            form: Form::Text,
            max: entry.by_person(),
            part,
            blank: outcomes.iter().filter(unwritten).count(),
            points: marks,
            columns: vec![],
        }
    }
}

impl Column {
    fn is(&self, check: &Check) -> bool {
        self.kind == check.kind && self.name == check.name
    }

    /// What a student has; where the check could not be made, nothing was earned.
    fn of(&self, entry: &FunctionReport) -> u32 {
        let check = entry.checks.iter().find(|check| self.is(check));
        check.map_or(0, |check| if self.max == 0 { u32::from(holds(check)) } else { check.points })
    }
}

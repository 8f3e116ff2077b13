//! Equal wrong replies: students whose functions return the same wrong value for the same drawn input, where neither a
//! known mistake nor a plain one explains it.
//!
//! What two students share by chance or by one common thought is shared by others, too. So a shared reply weighs
//! log₂(n/k): of n who wrote the function, k reply so. Draws of one function hang together; of each function a pair
//! counts the rarest alone, and functions add up.

use super::graph::Graph;
use crate::book::{Book, Table};
use crate::stats::{graded, is_blank, result};
use judge::number::Value;
use judge::report::{Evidence, Excerpt, ExerciseReport, FunctionReport, LawFinding, WrongDraw};
use std::collections::{BTreeMap, BTreeSet};

/// What so many reply says nothing of two of them.
const MOST_OF_A_PAIR: usize = 20;

/// Students who reply the same wrong value to the same drawn input.
#[derive(Clone, Debug, PartialEq)]
pub struct Equal {
    /// The exercise.
    pub exercise: String,
    /// The function.
    pub function: String,
    /// The sort of drawn inputs.
    pub inputs: String,
    /// Which draw.
    pub draw: usize,
    /// The beginning of the value.
    pub reply: Excerpt,
    /// How many have written the function.
    pub of: usize,
    /// A function that it calls and that is wrong without an explanation, too.
    pub follows: Option<String>,
    /// Their ids.
    pub students: BTreeSet<String>,
}

/// Two students, and what they share.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// Their ids.
    pub students: [String; 2],
    /// In how many functions.
    pub functions: usize,
    /// How many replies.
    pub replies: usize,
    /// What that weighs.
    pub bits: f64,
}

impl Equal {
    /// log₂(n/k)
    pub fn bits(&self) -> f64 {
        (self.of as f64 / self.students.len().max(1) as f64).log2()
    }
}

/// One wrong reply: the exercise and function, the sort of inputs, the draw, the digest.
type Reply = (String, String, String, usize, String);

/// What calls what in the files of a student and an exercise, where these are known.
pub type Graphs<'a> = BTreeMap<(&'a str, &'a str), Graph>;

/// Every wrong reply that several students share and nothing explains.
pub fn equal(book: &Book, graphs: &Graphs<'_>) -> Vec<Equal> {
    let mut written: BTreeMap<(String, String), usize> = BTreeMap::new();
    let mut found: BTreeMap<Reply, Equal> = BTreeMap::new();
    for outcome in graded(book) {
        for exercise in &outcome.whole.exercises {
            for entry in &exercise.functions {
                if result(outcome, &exercise.name, &entry.name).is_none() || is_blank(entry) {
                    continue;
                }
                *written.entry((exercise.name.clone(), entry.name.clone())).or_default() += 1;
                let graph = graphs.get(&(outcome.id.as_str(), exercise.name.as_str()));
                let (follows, draws) = unexplained(exercise, entry, graph);
                for draw in draws {
                    let (sort, digest) = (draw.name.clone(), draw.digest.clone());
                    let key = (exercise.name.clone(), entry.name.clone(), sort, draw.draw, digest);
                    let one = found.entry(key).or_insert_with(|| Equal {
                        exercise: exercise.name.clone(),
                        function: entry.name.clone(),
                        inputs: draw.name.clone(),
                        draw: draw.draw,
                        reply: draw.reply.clone(),
                        of: 0,
                        follows: follows.map(str::to_owned),
                        students: BTreeSet::new(),
                    });
                    one.students.insert(outcome.id.clone());
                }
            }
        }
    }
    let mut all: Vec<Equal> = found.into_values().filter(|one| one.students.len() > 1).collect();
    for one in &mut all {
        let place = (one.exercise.clone(), one.function.clone());
        one.of = written.get(&place).copied().unwrap_or_default();
    }
    // the rarest first; what weighs the same in the order of the course's names
    all.sort_by(|a, b| b.bits().total_cmp(&a.bits()));
    all
}

/// The wrong replies of a function that neither a mistake of its own nor one of a function that it calls explains, and
/// the function that it calls and that is wrong without an explanation, too.
fn unexplained<'a>(
    exercise: &'a ExerciseReport,
    entry: &'a FunctionReport,
    graph: Option<&Graph>,
) -> (Option<&'a str>, Vec<&'a WrongDraw>) {
    let draws = entry.checks.iter().flat_map(|check| &check.wrong_draws);
    let draws: Vec<&WrongDraw> = draws.filter(|draw| tells(&draw.reply)).collect();
    if entry.diagnosis.is_some() || draws.is_empty() {
        return (None, vec![]);
    }
    let told = [entry.upstream.as_deref(), base(entry)];
    let calls = |other: &str| match graph {
        // of two that call each other neither comes first
        Some(graph) => graph.reaches(&entry.name, other) && !graph.reaches(other, &entry.name),
        None => false,
    };
    let mut follows = None;
    for other in exercise.functions.iter().filter(|other| other.name != entry.name && other.points < other.max) {
        if calls(&other.name) || told.contains(&Some(other.name.as_str())) {
            if other.diagnosis.is_some() {
                return (None, vec![]);
            }
            follows = follows.or(Some(other.name.as_str()));
        }
    }
    (follows, draws)
}

/// The wrong function whose derivative this one is.
fn base(entry: &FunctionReport) -> Option<&str> {
    entry.checks.iter().flat_map(|check| &check.evidence).find_map(|one| match one {
        Evidence::Law(law) => match &law.finding {
            LawFinding::Follows { base, .. } | LawFinding::FollowsNothing { base, .. } => Some(base.as_str()),
            _ => None,
        },
        _ => None,
    })
}

/// Nothing, zeros, truth values and what is not finite come of many mistakes.
fn tells(reply: &Excerpt) -> bool {
    fn any(value: &Value) -> bool {
        match value {
            Value::Number(x) => x.is_finite() && *x != 0.0,
            Value::List(list) => list.iter().any(any),
            Value::Text(text) => !text.is_empty(),
            Value::Truth(_) | Value::Nothing => false,
        }
    }
    reply.cut_from.is_some() || any(&reply.value)
}

/// What two students share: of each function what its rarest reply weighs, and how many replies.
#[derive(Default)]
struct Shared<'a> {
    functions: BTreeMap<(&'a str, &'a str), f64>,
    replies: usize,
}

/// What pairs of students share, the heaviest first.
pub fn pairs(all: &[Equal]) -> Vec<Pair> {
    let mut of: BTreeMap<[&str; 2], Shared<'_>> = BTreeMap::new();
    // what follows from an earlier function is counted there
    let counts = |one: &&Equal| one.students.len() <= MOST_OF_A_PAIR && one.follows.is_none();
    for one in all.iter().filter(counts) {
        let students: Vec<&str> = one.students.iter().map(String::as_str).collect();
        for (at, first) in students.iter().enumerate() {
            for second in students.iter().skip(at + 1) {
                let shared = of.entry([first, second]).or_default();
                let bits = shared.functions.entry((&one.exercise, &one.function)).or_default();
                *bits = bits.max(one.bits());
                shared.replies += 1;
            }
        }
    }
    let pair = |(students, shared): ([&str; 2], Shared<'_>)| Pair {
        students: students.map(str::to_owned),
        functions: shared.functions.len(),
        replies: shared.replies,
        bits: shared.functions.values().sum(),
    };
    let mut pairs: Vec<Pair> = of.into_iter().map(pair).collect();
    pairs.sort_by(|a, b| b.bits.total_cmp(&a.bits));
    pairs
}

/// As a table, with other names for the students.
pub fn replies_table(all: &[Equal], named: &dyn Fn(&str) -> String) -> String {
    let columns = ["exercise", "function", "inputs", "draw", "reply", "students", "of", "bits", "follows", "who"];
    let mut table = Table::new(&columns);
    for one in all {
        let mut who: Vec<String> = one.students.iter().map(|id| named(id)).collect();
        who.sort();
        let cut = if one.reply.cut_from.is_some() { " …" } else { "" };
        table.row(&[
            one.exercise.clone(),
            one.function.clone(),
            one.inputs.clone(),
            one.draw.to_string(),
            one.reply.value.show(9) + cut,
            one.students.len().to_string(),
            one.of.to_string(),
            format!("{:.2}", one.bits()),
            one.follows.clone().unwrap_or_default(),
            who.join(" "),
        ]);
    }
    table.text()
}

/// As a table, with other names for the students.
pub fn pairs_table(all: &[Pair], named: &dyn Fn(&str) -> String) -> String {
    let mut table = Table::new(&["one", "other", "functions", "replies", "bits"]);
    for pair in all {
        let mut students = [named(&pair.students[0]), named(&pair.students[1])];
        students.sort();
        let [one, other] = students;
        let counts = [pair.functions.to_string(), pair.replies.to_string(), format!("{:.2}", pair.bits)];
        table.row(&[&[one, other], counts.as_slice()].concat());
    }
    table.text()
}

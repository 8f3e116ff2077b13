//! Answers without content over a whole exercise: every function that follows from nothing is answered by one and the
//! same idea, and everything else is right for that. What that earns should be nothing.

use super::super::reference::Replies;
use super::chain::{Asked, Chain, Program, with};
use super::honest::followers;
use judge::course::{Exercise, Function, Snapshot};
use judge::error::Result;
use judge::fate::Fate;
use judge::judge::adapted;
use judge::number::Value;
use judge::property::Call;
use judge::report::{Check, Content, Evidence, FunctionReport, Kind, LawEvidence, LawFinding, Verdict};
use std::collections::BTreeMap;

/// What a function without content of its own earned.
#[derive(Clone, Debug, PartialEq)]
pub struct Earned {
    /// The exercise.
    pub exercise: String,
    /// The idea that all functions share.
    pub idea: String,
    /// The function that earned something.
    pub function: String,
    /// How much.
    pub points: u32,
    /// Where that comes from.
    pub root: Root,
}

/// The wrong function at the beginning of what is paid, and what it was taken for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Root {
    /// The function.
    pub function: String,
    /// The known wrong answer that it is; else the idea behind it.
    pub like: String,
}

/// What all ideas earn in one exercise, and how many there were.
pub fn hollow(
    exercise: &Exercise,
    snapshots: &BTreeMap<String, Snapshot>,
    replies: &Replies,
    seed: u64,
) -> Result<(usize, Vec<Earned>)> {
    let asked = Asked::new(exercise, replies);
    let functions: Vec<&Function> = exercise.functions.iter().collect();
    let follows = |function: &&Function| function.properties.iter().any(|law| law.follow_through.is_some());
    let all: Vec<&Function> = exercise.functions.iter().filter(follows).collect();
    let ideas = ideas(exercise);
    let mut earned = vec![];
    for idea in &ideas {
        let start = |call: &Call, program: &Program<'_>| idea.answer(exercise, call, program);
        let chain = Chain::new(&asked, all.clone(), &start, seed);
        let reports = chain.judged(&functions, snapshots)?;
        let of = |report: &FunctionReport| {
            let (exercise, idea, function) = (exercise.name.clone(), idea.name.clone(), report.name.clone());
            Earned { exercise, function, points: report.points, root: root(&reports, report, &idea), idea }
        };
        earned.extend(reports.iter().filter(|report| undeserved(report)).map(of));
    }
    Ok((ideas.len(), earned))
}

/// Points without being right.
fn undeserved(report: &FunctionReport) -> bool {
    let right = |check: &Check| check.kind == Kind::Case && check.verdict == Verdict::Right;
    report.points > 0 && !report.checks.iter().any(right)
}

/// What a function follows, step by step up to what follows nothing.
fn root(reports: &[FunctionReport], report: &FunctionReport, idea: &str) -> Root {
    let mut root = Root { function: report.name.clone(), like: idea.to_owned() };
    while let Some((base, content)) = followed(reports, &root.function) {
        let like = match content {
            Content::Known { name } => name.clone(),
            Content::Inherits { .. } | Content::Meets => idea.to_owned(),
        };
        root = Root { function: base.clone(), like };
    }
    root
}

/// What a function is paid for following.
fn followed<'a>(reports: &'a [FunctionReport], function: &str) -> Option<(&'a String, &'a Content)> {
    let report = reports.iter().find(|report| report.name == function)?;
    report.checks.iter().flat_map(|check| &check.evidence).find_map(|one| match one {
        Evidence::Law(LawEvidence { finding: LawFinding::Follows { base, content }, .. }) => Some((base, content)),
        _ => None,
    })
}

/// One idea for everything.
struct Idea<'a> {
    name: String,
    kind: Kinds<'a>,
}

enum Kinds<'a> {
    /// One number, made of all numbers of the arguments.
    Measure(Measure),
    /// The same, another one for every function, beginning with this.
    Mixed(usize),
    /// The argument at this place.
    Argument(usize),
    /// The energy of the label, where there are both.
    Label,
    /// The formula of one function wherever its arguments are there, and else their sum.
    Copy(&'a Function),
}

type Measure = fn(&[f64]) -> f64;

const MEASURES: [(&str, Measure); 19] = [
    ("0", |_| 0.0),
    ("1", |_| 1.0),
    ("-2.5", |_| -2.5),
    ("the first number", |x| x.first().copied().unwrap_or(0.0)),
    ("the last number", |x| x.last().copied().unwrap_or(0.0)),
    ("the sum of all numbers", |x| x.iter().sum()),
    ("the mean of all numbers", |x| x.iter().sum::<f64>() / x.len().max(1) as f64),
    ("the smallest of all numbers", |x| x.iter().copied().fold(f64::INFINITY, f64::min)),
    ("the largest of all numbers", |x| x.iter().copied().fold(f64::NEG_INFINITY, f64::max)),
    ("the product of all numbers", |x| x.iter().product()),
    ("the sum of all squares", |x| x.iter().map(|x| x * x).sum()),
    ("a weighted sum of all numbers", |x| x.iter().zip(1..).map(|(x, at)| x * f64::from(at)).sum()),
    ("the first less the second number", |x| x.first().unwrap_or(&0.0) - x.get(1).unwrap_or(&0.0)),
    ("half the square of the sum", |x| 0.5 * x.iter().sum::<f64>().powi(2)),
    ("the exponential of the mean", |x| (x.iter().sum::<f64>() / x.len().max(1) as f64).exp()),
    ("the sine of the sum", |x| x.iter().sum::<f64>().sin()),
    ("the norm of all numbers", |x| x.iter().map(|x| x * x).sum::<f64>().sqrt()),
    ("the sum of all cubes", |x| x.iter().map(|x| x * x * x).sum()),
    ("the square of the first less the second", |x| (x.first().unwrap_or(&0.0) - x.get(1).unwrap_or(&0.0)).powi(2)),
];

/// All of them, for an exercise.
fn ideas(exercise: &Exercise) -> Vec<Idea<'_>> {
    let measures = MEASURES.iter().map(|(name, measure)| Idea { name: (*name).into(), kind: Kinds::Measure(*measure) });
    let most = exercise.functions.iter().map(|function| function.signature.parameters.len()).max().unwrap_or(0);
    let arguments = (0..most).map(|at| Idea { name: format!("argument {}", at + 1), kind: Kinds::Argument(at) });
    let label = Idea { name: "the energy of the label".into(), kind: Kinds::Label };
    let followed: Vec<&Function> =
        exercise.functions.iter().filter(|one| !followers(exercise, one).is_empty()).collect();
    // one function alone has an idea of its own anyway
    let first = if followed.len() > 1 { 0..MEASURES.len() } else { 0..0 };
    let mixed = first.map(|first| Idea {
        name: format!("an idea of its own for each, from {}", MEASURES[first].0),
        kind: Kinds::Mixed(first),
    });
    let copies = followed.iter().map(|of| Idea { name: format!("`{}` for all", of.name), kind: Kinds::Copy(of) });
    measures.chain(arguments).chain([label]).chain(mixed).chain(copies).collect()
}

impl Idea<'_> {
    fn answer(&self, exercise: &Exercise, call: &Call, program: &Program<'_>) -> Option<Fate> {
        let function = exercise.functions.iter().find(|function| function.name == call.function);
        if let (Kinds::Copy(of), Some(function)) = (&self.kind, function)
            && function.signature.result == of.signature.result
            && let Some(args) = adapted(function, &call.args, of)
        {
            return program(&Call { function: of.name.clone(), args });
        }
        let form = match function.map(|function| function.signature.result.as_str()) {
            Some("f64") => Fate::Value(Value::Number(0.0)),
            Some("(f64, f64)" | "[f64; 2]") => Fate::Value(Value::List(vec![Value::Number(0.0); 2])),
            _ => program(call)?,
        };
        let Fate::Value(form) = form else { return Some(form) };
        let all: Vec<f64> = call.args.iter().flat_map(Value::numbers).map(|(_, x)| x).collect();
        let filled = |x: f64| with(&form, &|_| x);
        Some(Fate::Value(match &self.kind {
            Kinds::Measure(measure) => filled(measure(&all)),
            Kinds::Copy(_) => filled(all.iter().sum()),
            Kinds::Mixed(first) => {
                let at = exercise.functions.iter().position(|function| function.name == call.function).unwrap_or(0);
                filled(MEASURES[(first + at) % MEASURES.len()].1(&all))
            }
            Kinds::Argument(at) => match call.args.get(*at) {
                Some(argument) if argument.shape() == form.shape() => argument.clone(),
                Some(argument) => filled(argument.numbers().first().map_or(0.0, |(_, x)| *x)),
                None => filled(0.0),
            },
            Kinds::Label => {
                let mut labels = call.args.iter().filter_map(Value::as_number);
                let energies = call.args.iter().find(|argument| argument.shape().len() == 1);
                let label = labels.find(|x| x.fract() == 0.0 && *x >= 0.0);
                let energy = energies.zip(label).and_then(|(energies, label)| match energies {
                    Value::List(list) => list.get(label as usize)?.as_number(),
                    _ => None,
                });
                filled(energy.or(all.first().copied()).unwrap_or(0.0))
            }
        }))
    }
}

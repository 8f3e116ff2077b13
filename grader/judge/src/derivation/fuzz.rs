//! Random expressions, rearranged at random by free steps only: the normal form must not change.

use super::build::{at_once, everywhere};
use super::check;
use super::checker::Checker;
use super::environment::Environment;
use super::evaluate;
use super::expression::{Expression, Letter, Range, Value};
use super::legal::rewritten;
use super::normal::Algebra;
use super::outcome::Verdict;
use super::parser::parse;
use super::ratio::Ratio;
use super::rule::{Rule, Rules};
use super::samples::RIGHT;
use super::task::Task;
use super::tasks::{self, FREE_ENERGY, NLL_GRAD};
use fastrand::Rng;

fn boxed(expression: Expression) -> Box<Expression> {
    Box::new(expression)
}

/// Positive wherever a logarithm or a denominator needs it.
fn positive(random: &mut Rng, depth: u32, sums: u8, task: &Task) -> Expression {
    use Expression::*;
    if depth == 0 {
        return if random.bool() { Beta } else { Exp(boxed(Expression::Value(value(random, sums, task)))) };
    }
    let (left, d) = (|random: &mut Rng| boxed(positive(random, depth - 1, sums, task)), depth - 1);
    match random.u8(..7) {
        0 => Add(left(random), left(random)),
        1 => Multiply(left(random), left(random)),
        2 => Divide(left(random), left(random)),
        3 | 4 => Exp(boxed(any(random, d, sums, task))),
        5 if sums < 2 => Sum(Range::Answers, boxed(positive(random, d, sums + 1, task))),
        _ => Number(Ratio::whole(random.i32(1..4))),
    }
}

pub fn any(random: &mut Rng, depth: u32, sums: u8, task: &Task) -> Expression {
    use Expression::*;
    if depth == 0 {
        return Expression::Value(value(random, sums, task));
    }
    let inner = |random: &mut Rng| boxed(any(random, depth - 1, sums, task));
    match random.u8(..8) {
        0 => Add(inner(random), inner(random)),
        1 => Subtract(inner(random), inner(random)),
        2 => Multiply(inner(random), inner(random)),
        3 => Divide(inner(random), boxed(positive(random, depth - 1, sums, task))),
        4 => Negative(inner(random)),
        5 => Log(boxed(positive(random, depth - 1, sums, task))),
        6 if sums < 2 => Sum(Range::Answers, boxed(any(random, depth - 1, sums + 1, task))),
        _ => positive(random, depth, sums, task),
    }
}

fn value(random: &mut Rng, sums: u8, task: &Task) -> Value {
    let letter = if sums == 0 || random.u8(..3) == 0 { Letter::Free(0) } else { Letter::Bound(random.u8(..sums)) };
    if task.notation().latent() || random.u8(..4) > 0 { Value::F(letter) } else { Value::P(letter) }
}

fn scale() -> Expression {
    Expression::Exp(boxed(Expression::Value(Value::F(Letter::Free(0)))))
}

/// Free steps at random places.
pub fn rearranged(expression: &Expression, random: &mut Rng) -> Expression {
    use Expression::*;
    let changed = match expression.clone() {
        Add(a, b) => match *a {
            Add(c, d) if random.bool() => Add(c, boxed(Add(d, b))),
            a => Add(b, boxed(a)),
        },
        Subtract(a, b) => Add(boxed(Negative(b)), a),
        Multiply(a, b) => match *a {
            Add(c, d) => Add(boxed(Multiply(c, b.clone())), boxed(Multiply(b, d))),
            a => Multiply(b, boxed(a)),
        },
        Divide(a, b) => match (*a, *b) {
            (Add(c, d), b) if random.bool() => Add(boxed(Divide(c, boxed(b.clone()))), boxed(Divide(d, boxed(b)))),
            (a, Multiply(c, d)) => Divide(boxed(Divide(boxed(a), d)), c),
            (a, b) if random.bool() => Multiply(boxed(Divide(boxed(Number(Ratio::ONE)), boxed(b))), boxed(a)),
            (a, b) => {
                let factor = boxed(scale());
                Divide(boxed(Multiply(factor.clone(), boxed(a))), boxed(Multiply(boxed(b), factor)))
            }
        },
        Exp(a) => match *a {
            Add(c, d) => Multiply(boxed(Exp(c)), boxed(Exp(d))),
            Subtract(c, d) => Divide(boxed(Exp(c)), boxed(Exp(d))),
            Negative(c) => Divide(boxed(Number(Ratio::ONE)), boxed(Exp(c))),
            a => Exp(boxed(a)),
        },
        Log(a) => match *a {
            Multiply(c, d) if matches!(*c, Exp(_) | Beta) => Add(boxed(Log(c)), boxed(Log(d))),
            a => Log(boxed(Multiply(boxed(a), boxed(Number(Ratio::ONE))))),
        },
        Sum(range, a) => match *a {
            Add(c, d) => Add(boxed(Sum(range, c)), boxed(Sum(range, d))),
            Sum(other, c) => Sum(range, boxed(Sum(other, c))),
            a => {
                let factor = scale();
                let inside = boxed(Multiply(boxed(a), boxed(factor.clone())));
                Divide(boxed(Sum(range, inside)), boxed(factor))
            }
        },
        Derivative(a) => match *a {
            Add(c, d) => Add(boxed(Derivative(c)), boxed(Derivative(d))),
            Negative(c) => Negative(boxed(Derivative(c))),
            Multiply(c, d) => {
                let left = Multiply(boxed(Derivative(c.clone())), d.clone());
                Add(boxed(left), boxed(Multiply(c, boxed(Derivative(d)))))
            }
            a => Divide(boxed(Derivative(boxed(Multiply(boxed(Beta), boxed(a))))), boxed(Beta)),
        },
        other => other,
    };
    let changed = if random.bool() { changed } else { expression.clone() };
    changed.map(&mut |_, inner| rearranged(inner, random))
}

/// The rare differences: several denominators of several terms in one quotient, whose partial fractions
/// depend on the order, and logarithms of quotients that cancel.
#[test]
fn free_steps_do_not_change_a_normal_form() {
    let (mut same, mut other) = (0, 0);
    for seed in 0..2000 {
        let mut random = Rng::with_seed(seed);
        let task: &Task = if seed % 2 == 0 { &NLL_GRAD } else { &FREE_ENERGY };
        let mut expression = any(&mut random, 4, 0, task);
        if seed % 3 == 0 && !task.notation().latent() {
            expression = Expression::Derivative(boxed(expression));
        }
        let moved = rearranged(&expression, &mut random);
        let environments = Environment::all(task);
        let values = [&expression, &moved].map(|expression| evaluate::values(expression, &environments));
        if !values[0].iter().zip(&values[1]).all(|(a, b)| a.agrees(*b)) {
            continue; // an exponential that overflows
        }
        let mut algebra = Algebra::new();
        for rules in [Rules::NONE, task.rules(), Rule::LogExp.into(), Rule::Gibbs.into()] {
            let forms = [&expression, &moved].map(|expression| algebra.normal_form(expression, rules));
            if forms[0].is_ok() && forms[0] == forms[1] { same += 1 } else { other += 1 }
        }
    }
    assert!(same > 7000 && other < 10, "{same} {other}");
}

/// How many random steps are tried; `DERIVATION_STEPS=100000` tries more.
fn steps(usual: usize) -> usize {
    std::env::var("DERIVATION_STEPS").ok().and_then(|steps| steps.parse().ok()).unwrap_or(usual)
}

/// The lines of the right derivations.
fn lines() -> Vec<(&'static Task, Expression)> {
    let mut all = vec![];
    for (task, text) in RIGHT {
        let read = |line: &str| parse(task.notation(), line).ok().flatten().map(|line| line.expression);
        all.extend(text.lines().filter_map(read).map(|line| (&**task, line)));
    }
    all
}

/// A line that one legal rule leads to, at one place or at all, moved by free steps.
fn legal_step(task: &Task, line: &Expression, random: &mut Rng) -> Option<Expression> {
    let rule = random.choice(task.rules().iter().collect::<Vec<_>>())?;
    let change = |node: &Expression| rewritten(rule, node);
    let lines = everywhere(line, &change).into_iter().map(|changed| changed.whole);
    let next = random.choice(lines.chain(at_once(line, &change)).collect::<Vec<_>>())?;
    Some(if random.bool() { rearranged(&next, random) } else { next })
}

#[test]
fn no_legal_step_is_called_false() {
    const LARGEST: usize = 80;
    let (lines, mut random) = (lines(), Rng::with_seed(3));
    let (mut all, mut followed, most) = (0, 0, steps(20_000));
    while all < most {
        let (task, mut line) = random.choice(&lines).cloned().expect("a line");
        let mut checker = Checker::from(task, &line);
        for _ in 0..12 {
            let Some(next) = legal_step(task, &line, &mut random).filter(|next| next.size() < LARGEST) else {
                continue;
            };
            let verdict = checker.step(&next, None);
            assert!(!matches!(verdict, Verdict::False(_)), "{verdict:?}\n{line:?}\n{next:?}");
            all += 1;
            followed += usize::from(verdict.accepted());
            if !checker.on_the_way() {
                break;
            }
            line = next;
        }
    }
    assert!(followed * 100 > all * 98, "{followed} of {all}");
}

#[test]
fn no_change_of_the_value_is_called_true() {
    let (lines, mut random) = (lines(), Rng::with_seed(4));
    let (mut all, most) = (0, steps(4_000));
    while all < most {
        let (task, line) = random.choice(&lines).cloned().expect("a line");
        let models = Environment::all(task);
        let step = legal_step(task, &line, &mut random).unwrap_or_else(|| line.clone());
        let strange = any(&mut random, 2, 0, task);
        let change = |node: &Expression| match node {
            Expression::Value(_) | Expression::Beta => vec![strange.clone()],
            Expression::Add(a, b) => vec![Expression::Subtract(a.clone(), b.clone())],
            Expression::Exp(a) => vec![Expression::Log(a.clone()), (**a).clone()],
            Expression::Log(a) | Expression::Derivative(a) | Expression::Negative(a) => vec![(**a).clone()],
            Expression::Multiply(a, b) => vec![Expression::Divide(a.clone(), b.clone())],
            _ => vec![],
        };
        let Some(changed) = random.choice(everywhere(&step, &change)) else { continue };
        let [a, b] = [&line, &changed.whole].map(|line| evaluate::values(line, &models));
        if a.iter().zip(&b).any(|(a, b)| a.differs(*b).is_some()) {
            all += 1;
            assert!(Checker::from(task, &line).refuses(&changed.whole), "{line:?}\n{:?}", changed.whole);
        }
    }
}

#[test]
fn whatever_is_written_has_a_verdict() {
    const WORDS: [&str; 40] = [
        "F(y)", "F_k", "F", "P(y)", "P", "E(y,z)", "P(z|y)", "log", "exp", "D", "s", "sum[k]", "Σ_z", "Σ_k", "sum",
        "b", "t", "e^", "^{-1}", "^2", "(", ")", "[", "]", "{", "}", "+", "-", "*", "/", "=", "=>", ",", "|", "_", "2",
        "0.5", "\\frac", "№", "by gibbs",
    ];
    let mut random = Rng::with_seed(5);
    for _ in 0..1_500 {
        let task = random.choice(tasks::all()).expect("a task");
        let line: String = (0..random.usize(1..12)).map(|_| WORDS[random.usize(..WORDS.len())]).collect();
        let text = format!("{}\n{line}\n{}", task.claim.start, task.claim.goal);
        assert!(check(task, &text).lines.len() >= 2, "{line}");
    }
}

/// The search for a known mistake is bounded by the size of the line, whatever the machine.
#[test]
fn long_false_lines_take_no_long_time() {
    for terms in [10, 40] {
        let long = vec!["sum[k](F(k)*exp(-b*F(k)))"; terms].join(" - ");
        let text = format!("{}\n", NLL_GRAD.claim.start) + &format!("{long}\n{long} + F(y)\n").repeat(5);
        let outcome = check(&NLL_GRAD, &text);
        assert!(outcome.lines[1..].iter().all(|line| matches!(line.verdict, Verdict::False(_))));
    }
}

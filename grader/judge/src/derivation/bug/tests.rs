//! How often a mistake is called by its name, and how often by a name that is not its own.

use super::super::build::{add, multiply};
use super::super::fuzz::{any, rearranged};
use super::super::parser::parse;
use super::super::ratio::Ratio;
use super::super::samples::RIGHT;
use super::super::tasks::{LOG_GRAD, NLL, NLL_GRAD};
use super::*;
use fastrand::Rng;
use std::collections::{BTreeMap, BTreeSet};

/// The lines of right derivations, each with the one below it.
fn steps_of_samples() -> Vec<(&'static Task, Expression, Expression)> {
    let mut steps = vec![];
    for (task, text) in RIGHT {
        let read = |line: &str| parse(task.notation(), line).ok().flatten().map(|line| line.expression);
        let lines: Vec<Expression> = text.lines().filter_map(read).collect();
        steps.extend(lines.windows(2).map(|pair| (&**task, pair[0].clone(), pair[1].clone())));
    }
    steps
}

fn differs(a: &Expression, b: &Expression, models: &[Environment]) -> bool {
    let pairs = models.iter().map(|model| (evaluate::reading(a, model), evaluate::reading(b, model)));
    let pairs: Vec<_> = pairs.collect();
    pairs.iter().all(|(_, b)| b.agrees(*b)) && pairs.iter().any(|(a, b)| a.differs(*b).is_some())
}

#[test]
fn there_are_many_mistakes_and_each_has_one_name_and_a_sentence() {
    let names: BTreeSet<&str> = bugs().map(|bug| bug.name).collect();
    assert_eq!(names.len(), bugs().count());
    assert!(names.len() >= 40);
    for bug in bugs() {
        assert!(bug.says.ends_with('.') && bug.says.len() > 20, "{}", bug.name);
    }
}

#[test]
fn mistakes_are_called_by_their_names() {
    let mut random = Rng::with_seed(1);
    let (mut all, mut named, mut same) = (0, 0, 0);
    let mut lost: BTreeMap<&str, usize> = BTreeMap::new();
    let mut made: BTreeSet<&str> = BTreeSet::new();
    for (task, above, below) in steps_of_samples() {
        let models = Environment::all(task);
        for bug in bugs() {
            for line in [&above, &below] {
                let wrong = random.choice(everywhere(line, &bug.wrong)).map(|wrong| wrong.whole);
                let Some(wrong) = wrong.filter(|wrong| differs(&above, wrong, &models)) else { continue };
                made.insert(bug.name);
                if random.u8(..6) > 0 {
                    continue;
                }
                let wrong = rearranged(&wrong, &mut random);
                all += 1;
                match mistake(task, &above, &wrong, &models) {
                    Some(found) => {
                        named += 1;
                        same += usize::from(found.name == bug.name);
                    }
                    None => *lost.entry(bug.name).or_default() += 1,
                }
            }
        }
    }
    println!("{all} mistakes, {named} named, {same} by the rule that made them; not named: {lost:?}");
    let never: Vec<&str> = bugs().map(|bug| bug.name).filter(|name| !made.contains(name)).collect();
    println!("never made: {never:?}");
    assert!(all > 500 && named * 10 >= all * 9, "{named} of {all}");
}

#[test]
fn the_commonest_mistakes_have_the_names_that_people_expect() {
    let nll = "-(1/b) * log(exp(-b*F(y)) / sum[k](exp(-b*F(k))))";
    let apart = "-(1/b) * (log(exp(-b*F(y))) - log(sum[k](exp(-b*F(k)))))";
    let slope = "D(F(y)) + (1/b) * D(log(sum[k](exp(-b*F(k)))))";
    let inner = "D(F(y)) + (1/b) * (sum[k](D(exp(-b*F(k)))) / sum[k](exp(-b*F(k))))";
    let outer = "D(F(y)) + (1/b) * (sum[k](-b*exp(-b*F(k))*D(F(k))) / sum[k](exp(-b*F(k))))";
    let cases: [(&Task, &str, &str, &str); 21] = [
        (&NLL, nll, "-(1/b) * log(exp(-b*F(y))) / log(sum[k](exp(-b*F(k))))", "log a / log b"),
        (&NLL, nll, "-(1/b) * (log(exp(-b*F(y))) + log(sum[k](exp(-b*F(k)))))", "sign of the denominator"),
        (&NLL, nll, "-(1/b) * (log(exp(-b*F(y))) - sum[k](log(exp(-b*F(k)))))", "Σ log for log Σ"),
        (&NLL, apart, "-(1/b) * (-b*F(y) - sum[k](-b*F(k)))", "Σ log for log Σ"),
        (&NLL, apart, "-(1/b) * (-b*F(y)) - log(sum[k](exp(-b*F(k))))", "factor on one term only"),
        (&NLL, apart, "F(y) - (1/b) * log(sum[k](exp(-b*F(k))))", "sign lost at a bracket"),
        (
            &NLL,
            "-(1/b) * log(P(y))",
            "-(1/b) * log(exp(b*F(y)) / sum[k](exp(b*F(k))))",
            "sign of the Gibbs distribution",
        ),
        (&NLL, "-(1/b) * log(P(y))", "-(1/b) * log(exp(-F(y)) / sum[k](exp(-F(k))))", "Gibbs without beta"),
        (&NLL, "-(1/b) * log(P(y))", "(1/b) * log(exp(-b*F(y)) / sum[k](exp(-b*F(k))))", "minus sign lost"),
        (&NLL_GRAD, slope, "D(F(y)) + (1/b) * (1 / sum[k](exp(-b*F(k))))", "D log without the inner derivative"),
        (&NLL_GRAD, slope, "D(F(y)) + (1/b) * sum[k](D(log(exp(-b*F(k)))))", "Σ log for log Σ"),
        (
            &NLL_GRAD,
            inner,
            "D(F(y)) + (1/b) * (sum[k](exp(-b*F(k))) / sum[k](exp(-b*F(k))))",
            "D exp without the inner derivative",
        ),
        (
            &NLL_GRAD,
            inner,
            "D(F(y)) + (1/b) * (sum[k](exp(-b*F(k))*D(F(k))) / sum[k](exp(-b*F(k))))",
            "factor of the inner derivative lost",
        ),
        (
            &NLL_GRAD,
            inner,
            "D(F(y)) + (1/b) * (sum[k](b*exp(-b*F(k))*D(F(k))) / sum[k](exp(-b*F(k))))",
            "sign of the inner derivative lost",
        ),
        (&NLL_GRAD, outer, "D(F(y)) - sum[k](P(y)*D(F(k)))", "P(y) for P(k)"),
        (&NLL_GRAD, outer, "D(F(y)) - sum[k](P(k)*D(F(y)))", "∂F(y) for ∂F(k)"),
        (&NLL_GRAD, outer, "D(F(y)) - b*sum[k](P(k)*D(F(k)))", "1/β lost"),
        (&NLL_GRAD, outer, "D(F(y)) - (1/b)*sum[k](P(k)*D(F(k)))", "β lost"),
        (&NLL_GRAD, outer, "D(F(y)) - sum[k](D(F(k)))", "weights lost"),
        (&LOG_GRAD, "D(log(1 + exp(F(y) - F(w))))", "D(exp(F(y) - F(w))) / exp(F(y) - F(w))", "1 lost beside exp"),
        (&LOG_GRAD, "D(log(1 + exp(F(y) - F(w))))", "1 / (1 + exp(F(y) - F(w)))", "D log without the inner derivative"),
    ];
    let mut others = vec![];
    for (task, above, wrong, name) in cases {
        let models = Environment::all(task);
        let [above, here] = [above, wrong].map(|line| match parse(task.notation(), line) {
            Ok(Some(line)) => line.expression,
            _ => panic!("{line}"),
        });
        let found = mistake(task, &above, &here, &models).map(|mistake| mistake.name);
        if found.as_deref() != Some(name) {
            others.push(format!("{wrong}: {found:?} instead of {name}"));
        }
    }
    assert!(others.is_empty(), "{others:#?}");
}

/// Wrong rules that no reference derivation invites.
#[test]
fn rare_mistakes_are_made_as_their_names_say() {
    let task: &Task = &NLL_GRAD;
    let models = Environment::all(task);
    for (above, wrong) in [
        ("log(exp(F(y)) - exp(-9))", "log(exp(F(y))) - log(exp(-9))"),
        ("exp(F(y) + b)", "exp(F(y)) + exp(b)"),
        ("exp(sum[k](F(k)))", "sum[k](exp(F(k)))"),
        ("D(F(y)*P(y))", "D(F(y))*D(P(y))"),
        ("D(F(y)*P(y))", "D(F(y))*P(y)"),
        ("D(F(y)/P(y))", "D(F(y))/D(P(y))"),
        ("D(F(y)/P(y))", "(D(F(y))*P(y) + F(y)*D(P(y)))/(P(y)*P(y))"),
        ("D(F(y)/P(y))", "(D(F(y))*P(y) - F(y)*D(P(y)))/P(y)"),
        ("D(F(y) + b)", "D(F(y)) + b"),
        ("D(3*F(y))", "D(F(y))"),
        ("sum[k](F(k) + b)", "sum[k](F(k)) + b"),
    ] {
        let [above, here] = [above, wrong].map(|line| match parse(task.notation(), line) {
            Ok(Some(line)) => line.expression,
            _ => panic!("{line}"),
        });
        assert!(mistake(task, &above, &here, &models).is_some(), "{wrong}");
    }
}

#[test]
fn what_no_rule_describes_has_no_name() {
    let mut random = Rng::with_seed(2);
    let (mut all, mut named) = (0, vec![]);
    for (task, above, below) in steps_of_samples() {
        let models = Environment::all(task);
        for _ in 0..4 {
            let odd = Expression::Number(Ratio::new(random.i128(3..40) * 2 + 1, 17).expect("a fraction"));
            let change = |node: &Expression| match random_change(node, &odd) {
                Some(changed) => vec![changed],
                None => vec![],
            };
            let strange = any(&mut random, 2, 0, task);
            let wrong = match random.u8(..3) {
                0 => random.choice(everywhere(&below, &change)).map(|changed| changed.whole),
                1 => Some(add(&below, &multiply(&odd, &strange))),
                _ => random
                    .choice(everywhere(&below, &|node: &Expression| {
                        if matches!(node, Expression::Value(_)) { vec![multiply(&odd, node)] } else { vec![] }
                    }))
                    .map(|changed| changed.whole),
            };
            let Some(wrong) = wrong.filter(|wrong| differs(&above, wrong, &models)) else { continue };
            all += 1;
            named.extend(mistake(task, &above, &wrong, &models).map(|mistake| mistake.name));
        }
    }
    println!("{all} changes, named {named:?}");
    assert!(all > 250 && named.len() * 100 <= all, "{named:?} of {all}");
}

fn random_change(node: &Expression, odd: &Expression) -> Option<Expression> {
    match node {
        Expression::Add(..) | Expression::Value(_) | Expression::Exp(_) | Expression::Log(_) => Some(add(node, odd)),
        _ => None,
    }
}

//! Wrong derivations: what is said of them, and what they are worth.

use super::samples::{RIGHT, first_wrong};
use super::tasks::{self, FREE_ENERGY, NLL, NLL_GRAD};
use super::*;

fn verdict(task: &Task, lines: &[&str]) -> Verdict {
    check(task, &lines.join("\n")).lines.pop().expect("a line").verdict
}

fn points(task: &Task, lines: &[&str]) -> u32 {
    check(task, &lines.join("\n")).points(12)
}

#[test]
fn start_and_goal_are_apart_by_the_required_rules() {
    for task in tasks::all() {
        let ends = [task.claim.start.as_str(), task.claim.goal.as_str()];
        let Verdict::TooLarge { mut rules } = verdict(task, &ends) else { panic!("{ends:?}") };
        let mut required = task.claim.required.clone();
        rules.sort();
        required.sort();
        assert_eq!(rules, required, "{ends:?}");
        assert_eq!(points(task, &ends), 0);
    }
}

#[test]
fn the_index_slip_of_2021_is_false_at_its_line() {
    let outcome = check(
        &NLL_GRAD,
        "D(L) = D(F(x,y)) + (1/b)*D(log(sum[i](exp(-b*F(x,i)))))
         = D(F(x,y)) + (1/b)*(D(sum[i](exp(-b*F(x,y)))) / sum[i](exp(-b*F(x,i))))
         = D(F(x,y)) + (1/b)*(sum[i](-b*exp(-b*F(x,i))*D(F(x,i))) / sum[i](exp(-b*F(x,i))))
         = D(F(x,y)) - sum[i](P(i|x)*D(F(x,i)))",
    );
    assert_eq!(first_wrong(&outcome), Some(1));
    let Verdict::False(example) = &outcome.lines[1].verdict else { panic!("{:?}", outcome.lines[1]) };
    assert!(example.model.beta.is_some() && example.model.slopes.is_some(), "{example:?}");
    assert_eq!(example.model.letters.iter().map(|(letter, _)| letter.as_str()).collect::<Vec<_>>(), ["y"]);
    let skipped = vec![Rule::DLog, Rule::DSum, Rule::DExp];
    assert_eq!(outcome.lines[2].verdict, Verdict::TooLarge { rules: skipped }, "the line after it is right again");
    assert_eq!(outcome.lines[3].verdict, Verdict::Follows { rule: Rule::Gibbs });
    assert_eq!(outcome.end, End::Without { rules: vec![Rule::DLog, Rule::DSum, Rule::DExp] });
    assert_eq!(outcome.points(12), 3);
}

#[test]
fn a_step_too_large_names_its_rules_and_costs_no_others() {
    let outcome = check(
        &NLL_GRAD,
        "D(F(y)) + (1/b)*D(log(sum[i](exp(-b*F(i)))))
         D(F(y)) + (1/b)*D(sum[i](exp(-b*F(i)))) / sum[i](exp(-b*F(i)))
         D(F(y)) + (1/b)*sum[i](-b*exp(-b*F(i))*D(F(i))) / sum[i](exp(-b*F(i)))
         D(F(y)) - sum[i](P(i)*D(F(i)))",
    );
    assert_eq!(outcome.lines[2].verdict, Verdict::TooLarge { rules: vec![Rule::DSum, Rule::DExp] });
    assert_eq!(outcome.first_wrong().map(|line| line.number), Some(3));
    assert_eq!((outcome.accepted, outcome.total, outcome.points(12)), (2, 3, 6));
}

#[test]
fn a_counterexample_can_be_computed_by_hand() {
    let Verdict::False(example) = verdict(&NLL, &[&NLL.claim.start, "F(y)"]) else { panic!("it is false") };
    let Energies::Answers(energies) = &example.model.energies else { panic!("{example:?}") };
    let beta = example.model.beta.expect("beta");
    let label = example.model.letters[0].1;
    assert_eq!(example.here.0, energies[label]);
    let partition: f64 = energies.iter().map(|f| (-beta * f).exp()).sum();
    assert!((example.above.0 - (energies[label] + partition.ln() / beta)).abs() < 1e-12);
}

/// The first derivation of the loss, line by line.
fn nll_lines() -> Vec<&'static str> {
    RIGHT[0].1.lines().collect()
}

#[test]
fn lines_that_add_nothing_earn_nothing() {
    let lines = nll_lines();
    let [start, goal] = [lines[0], lines[4]];
    let twice = "L = -(1/b)*log(P(y)) + log(exp(F(y))) - F(y)";
    let goal_twice = "F(y) + (1/b)*log(sum[k](exp(-b*F(k)))) + log(exp(F(y))) - F(y)";
    for (text, expected) in [
        (vec![start, goal], 0),
        (vec![goal], 0),
        (vec![start], 0),
        (vec![start, start, start, goal], 0),
        (vec![goal, goal, goal], 0),
        (vec![start, twice, goal], 0),
        (vec![start, twice, start, twice, start], 0),
        (vec![start, goal, goal_twice, goal], 0),
        (vec![start, "F(y)", goal], 0),
        (vec![start, lines[1]], 4),
        (vec![start, lines[1], lines[1], twice, lines[1]], 4),
        (vec![start, lines[1], goal], 4),
        (vec![start, lines[1], lines[2]], 8),
        (vec![start, lines[2], lines[3], goal], 4),
        (vec![lines[1], lines[2], lines[3], goal], 8),
    ] {
        assert_eq!(points(&NLL, &text), expected, "{text:?}");
    }
    assert!(matches!(verdict(&NLL, &[goal]), Verdict::WrongStart { .. }));
    assert_eq!(check(&NLL, start).end, End::Elsewhere { goal: NLL.claim.goal.clone() });
    let short = check(&NLL, &lines[..3].join("\n"));
    assert_eq!((short.first_wrong(), short.end.clone()), (None, End::Elsewhere { goal: NLL.claim.goal.clone() }));
}

#[test]
fn a_detour_is_no_mistake() {
    let mut lines = nll_lines();
    lines.insert(4, "-(1/b)*(-b*F(y) - log(sum[k](exp(-b*F(k))))) + log(exp(F(y))) - F(y)");
    assert_eq!(points(&NLL, &lines), 12);
}

#[test]
fn work_after_a_false_line_counts() {
    let lines = [
        "-(1/b)*log(P(y))",
        "-(1/b)*log(exp(b*F(y)) / sum[k](exp(-b*F(k))))",
        "-(1/b)*(log(exp(b*F(y))) - log(sum[k](exp(-b*F(k)))))",
        "-(1/b)*(b*F(y) - log(sum[k](exp(-b*F(k)))))",
        "-F(y) + (1/b)*log(sum[k](exp(-b*F(k))))",
    ];
    let outcome = check(&NLL, &lines.join("\n"));
    assert_eq!(outcome.earned, [Rule::LogQuotient, Rule::LogExp]);
    assert_eq!((first_wrong(&outcome), outcome.accepted, outcome.total, outcome.points(12)), (Some(1), 2, 3, 8));
}

#[test]
fn a_share_is_lost_even_if_every_rule_was_used() {
    let mut lines = nll_lines();
    lines.push("F(y) - (1/b)*log(sum[k](exp(-b*F(k))))");
    assert_eq!(points(&NLL, &lines), 8);
}

#[test]
fn a_tiny_term_is_no_step() {
    let mut lines = nll_lines();
    lines[3] = "-(1/b)*(-b*F(y) - log(sum[k](exp(-b*F(k))))) + 1e-16";
    let outcome = check(&NLL, &lines.join("\n"));
    assert_eq!(outcome.lines[3].verdict, Verdict::NoRule);
    assert_eq!(outcome.first_wrong().map(|line| line.number), Some(4));
    assert!(outcome.points(12) < 12);
}

#[test]
fn syntax_comes_with_its_column() {
    for (text, column, part) in [
        ("-(1/b) * log(P(y)", 18, "Missing { symbol: ')'"),
        ("-(1/b) * log(P(y)))", 19, "ClosesNothing { symbol: ')' }"),
        ("-(1/b * log(P(y))", 18, "Missing { symbol: ')'"),
        ("1/b log(P(y))", 5, "TwoWays"),
        ("log P(y) F(y)", 10, "TwoWays"),
        ("-(1/b) * log -P(y)", 14, "Instead { symbol: '(', after: Name { name: \"log\" }"),
        ("-(1/b) * log(P(y)) +", 21, "TooShort"),
        ("L =", 4, "Nothing"),
        ("L = -(1/b) * log(P(y)) = F(y)", 24, "SecondExpression"),
        ("F(y)^b", 5, "Power"),
        ("y * b", 1, "OnlyALetter { name: \"y\" }"),
        ("F(y) ! b", 6, "Character { character: \"!\" }"),
        ("sum(exp(-b*F(k)))", 4, "Instead { symbol: '[', after: Name { name: \"sum\" }"),
        ("softmax(F(y))", 1, "NoFunction { name: \"softmax\""),
        ("P(y|z)", 5, "OnlyTheInput"),
        ("1e99", 1, "Number { word: \"1e99\" }"),
        ("F(y) + * b", 8, "NoValue { token: \"*\" }"),
        ("log(F(y) 2)", 10, "NoOperatorInside"),
    ] {
        match verdict(&NLL, &[text]) {
            Verdict::Syntax { column: at, complaint } => {
                assert!(format!("{complaint:?}").contains(part), "{text}: {complaint:?}");
                assert_eq!(at, column, "{text}: {complaint:?}");
            }
            other => panic!("{text}: {other:?}"),
        }
    }
}

#[test]
fn names_without_a_meaning_are_found() {
    for (task, text, column, part) in [
        (&NLL, "F(k)", 3, "UnknownLetter { name: \"k\""),
        (&NLL, "sum[k](F(k)) + F(k)", 18, "UnknownLetter { name: \"k\""),
        (&NLL, "sum[y](F(y))", 5, "TakenLetter { name: \"y\" }"),
        (&NLL, "sum[k](F(k) * sum[k](F(k)))", 19, "TakenLetter { name: \"k\" }"),
        (&NLL, "sum[x](b)", 5, "SumOverInput"),
        (&NLL, "D(F(y))", 1, "NotHere { name: \"D\""),
        (&NLL, "Z * b", 1, "NotHere { name: \"Z\""),
        (&NLL, "sum[i](sum[j](sum[k](sum[l](F(i)))))", 26, "TooManySums { most: 3 }"),
        (&NLL_GRAD, "D(D(F(y)))", 1, "SecondDerivative"),
        (&FREE_ENERGY, "sum[k](E(y,k))", 12, "AnswerForLatent { name: \"k\" }"),
        (&FREE_ENERGY, "sum[z](F(z))", 10, "LatentForAnswer { name: \"z\" }"),
        (&FREE_ENERGY, "E(y,z)", 5, "UnknownLetter { name: \"z\""),
    ] {
        match verdict(task, &[text]) {
            Verdict::Scope { column: at, complaint } => {
                assert!(format!("{complaint:?}").contains(part), "{text}: {complaint:?}");
                assert_eq!(at, column, "{text}: {complaint:?}");
            }
            other => panic!("{text}: {other:?}"),
        }
    }
}

#[test]
fn sizes_are_limited() {
    assert_eq!(check(&NLL, "").end, End::Empty);
    assert_eq!(check(&NLL, "\n# nothing yet\n\n").end, End::Empty);
    let line = format!("{}\n", NLL.claim.start);
    assert_eq!(check(&NLL, &line.repeat(LINES)).lines.len(), LINES);
    assert_eq!(check(&NLL, &line.repeat(LINES + 1)).end, End::TooLong { most: LINES });
    assert_eq!(check(&NLL, &line.repeat(LINES + 1)).points(12), 0);
    let wide = vec!["b"; 300].join("+");
    let deep = format!("{}b{}", "(".repeat(80), ")".repeat(80));
    for (text, part) in
        [(wide, "TooLong { most: 400 }"), (deep, "TooDeep { most: 64 }"), ("-".repeat(90), "TooDeep { most: 64 }")]
    {
        assert!(
            matches!(verdict(&NLL, &[&text]), Verdict::Syntax { complaint, .. } if format!("{complaint:?}").contains(part))
        );
    }
}

#[test]
fn an_involved_line_is_no_step() {
    let product = vec!["(F(y)+b+P(y)+exp(F(y)))"; 18].join("*");
    let nested = format!("exp({product}) * {product}");
    for text in [product, nested] {
        let more = format!("{text} + P(y) - P(y)");
        assert!(matches!(verdict(&NLL, &[&text, &more]), Verdict::NoRule | Verdict::False(_)));
    }
}

#[test]
fn a_line_without_a_value_is_false() {
    for text in ["1/(b-b)", "log(-b)", "exp(exp(exp(exp(b + 9))))"] {
        let outcome = check(&NLL, &format!("{}\n{text}\n{text}", NLL.claim.start));
        let Verdict::False(example) = &outcome.lines[1].verdict else { panic!("{:?}", outcome.lines[1]) };
        assert!(!example.here.0.is_finite(), "{example:?}");
        // what overflows has a value, and a line repeats it
        assert_eq!(outcome.lines[2].verdict.accepted(), text.starts_with("exp"));
    }
}

#[test]
fn another_rule_than_the_named_one_is_mentioned() {
    let outcome = check(&NLL, "-log(P(y))/b\n-log(exp(-b*F(y))/sum[k](exp(-b*F(k))))/b by log-exp");
    assert_eq!(outcome.lines[1].verdict, Verdict::Follows { rule: Rule::Gibbs });
    assert_eq!(outcome.lines[1].by, Some(Rule::LogExp));
}

#[test]
fn other_models_give_the_same_verdicts() {
    for seed in 0..20 {
        for (task, text) in RIGHT {
            assert!(check(&task.seeded(seed), text).complete(), "{text} {seed}");
        }
        let slip = "D(F(y)) - sum[k](P(k)*D(F(y)))";
        assert!(matches!(verdict(&NLL_GRAD.seeded(seed), &[&NLL_GRAD.claim.goal, slip]), Verdict::False(_)));
    }
}

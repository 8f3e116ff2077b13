//! Right derivations, and what becomes of them when a line is spoilt or left out.

use super::tasks::{FREE_ENERGY, INFO_NCE, LOG_GRAD, NLL, NLL_GRAD, POSTERIOR};
use super::*;
use std::sync::LazyLock;

/// Right derivations, at least two styles each; the real ones are transcribed from answers of 2021 and 2024.
type Sample = (&'static LazyLock<Task>, &'static str);

pub const RIGHT: [Sample; 17] = [
    // 2021, 1.2 b
    (
        &NLL,
        "L = -(1/b)*log(P(y|x))
         = -(1/b)*log(exp(-b*F(x,y)) / sum[i](exp(-b*F(x,i))))   # the Gibbs distribution
         = -(1/b)*(log(exp(-b*F(x,y))) - log(sum[i](exp(-b*F(x,i)))))
         = -(1/b)*(-b*F(x,y) - log(sum[i](exp(-b*F(x,i)))))
         = F(x,y) + (1/b)*log(sum[i](exp(-b*F(x,i))))",
    ),
    // 2024, 1.2 ii, with 1/β in front from the first line on
    (
        &NLL,
        "L = (1/b)*(-log(P(y|x)))
         L = (1/b)*(-log(exp(-b*F(x,y)) / int[y'](exp(-b*F(x,y')))))
         L = (1/b)*(-[log(exp(-b*F(x,y))) - log(int[y'](exp(-b*F(x,y'))))])
         L = (1/b)*[b*F(x,y) + log(int[y'](exp(-b*F(x,y'))))]
         L = F(x,y) + (1/b)*log(int[y'](exp(-b*F(x,y'))))",
    ),
    // the reciprocal first
    (
        &NLL,
        "-log(P(y))/b
         1/b * log(1/P(y))                                  by log-quotient
         1/b * log(sum[k](exp(-b*F(k))) / exp(-b*F(y)))     by gibbs
         1/b * log(exp(b*F(y)) * sum[k](exp(-b*F(k))))      by arithmetic
         1/b * (log(exp(b*F(y))) + log(sum[k](exp(-b*F(k)))))
         1/b * (b*F(y) + log(sum[k](exp(-b*F(k)))))         by log-exp
         F(y) + log(sum[k](exp(-b*F(k))))/b",
    ),
    // energies relative to that of the label
    (
        &NLL,
        "−(1/β)·ln(P(y))
         −(1/β)·ln(exp(−β·F(y)) / ∑[j](exp(−β·F(j))))
         −(1/β)·ln(1 / ∑[j](exp(β·(F(y) − F(j)))))
         (1/β)·ln(∑[j](exp(β·F(y) − β·F(j))))
         (1/β)·ln(exp(β·F(y))) + (1/β)·ln(∑[j](exp(−β·F(j))))
         F(y) + (1/β)·ln(∑[j](exp(−β·F(j))))",
    ),
    // 2021, 1.2 c, with its index slip mended and its third line in two
    (
        &NLL_GRAD,
        "D(L) = D(F(x,y)) + (1/b)*D(log(sum[i](exp(-b*F(x,i)))))
         = D(F(x,y)) + (1/b)*(D(sum[i](exp(-b*F(x,i)))) / sum[i](exp(-b*F(x,i))))
         = D(F(x,y)) + (1/b)*(sum[i](D(exp(-b*F(x,i)))) / sum[i](exp(-b*F(x,i))))
         = D(F(x,y)) + (1/b)*(sum[i](-b*exp(-b*F(x,i))*D(F(x,i))) / sum[i](exp(-b*F(x,i))))
         = D(F(x,y)) - sum[i](P(i|x)*D(F(x,i)))",
    ),
    // 2024, 1.2 iii, its intermediate results put in
    (
        &NLL_GRAD,
        "D(F(x,y) + (1/b)*log(int[y'](exp(-b*F(x,y')))))
         D(F(x,y)) + (1/b)*D(log(int[y'](exp(-b*F(x,y')))))
         D(F(x,y)) + (1/b)*(1/int[y'](exp(-b*F(x,y'))))*D(int[y'](exp(-b*F(x,y'))))
         D(F(x,y)) + (1/b)*(1/int[y'](exp(-b*F(x,y'))))*int[y'](D(exp(-b*F(x,y'))))
         D(F(x,y)) + (1/b)*(1/int[y'](exp(-b*F(x,y'))))*int[y'](exp(-b*F(x,y'))*(-b*D(F(x,y'))))
         D(F(x,y)) - int[y'](P(y'|x)*D(F(x,y')))",
    ),
    // every small step, in the end a quotient inside the sum
    (
        &NLL_GRAD,
        "D(F(y) + (1/b) * log(sum[k](exp(-b*F(k)))))
         D(F(y)) + D(log(sum[k](exp(-b*F(k)))))/b
         D(F(y)) + D(sum[k](exp(-b*F(k)))) / (b*sum[k](exp(-b*F(k))))     by D-log
         D(F(y)) + sum[k](D(exp(-b*F(k)))) / (b*sum[k](exp(-b*F(k))))     by D-sum
         D(F(y)) + sum[k](exp(-b*F(k))*D(-b*F(k))) / (b*sum[k](exp(-b*F(k))))   by D-exp
         D(F(y)) - sum[k](exp(-b*F(k))*D(F(k))) / sum[k](exp(-b*F(k)))
         D(F(y)) - sum[k](exp(-b*F(k)) / sum[j](exp(-b*F(j))) * D(F(k)))
         D(F(y)) - sum[k](P(k)*D(F(k)))                                   by gibbs",
    ),
    // the exponential before the sum is not possible, but the sum before the logarithm's quotient is read
    (
        &NLL_GRAD,
        "D(F(y)) + D(log(sum[k](exp(-b*F(k)))))/b
         D(F(y)) + (D(sum[k](exp(-b*F(k))))/sum[j](exp(-b*F(j))))/b
         D(F(y)) + sum[k](D(exp(-b*F(k)))/sum[j](exp(-b*F(j))))/b
         D(F(y)) + sum[k](-b*D(F(k))*exp(-b*F(k))/sum[j](exp(-b*F(j))))/b
         D(F(y)) + sum[k](-b*D(F(k))*P(k))/b
         D(F(y)) - sum[k](D(F(k))*P(k))",
    ),
    // 2024, 1.3 c
    (
        &LOG_GRAD,
        "D(log(1 + exp(F(x,y) - F(x,w))))
         1/(1 + exp(F(x,y) - F(x,w))) * D(exp(F(x,y) - F(x,w)))
         1/(1 + exp(F(x,y) - F(x,w))) * exp(F(x,y) - F(x,w))*(D(F(x,y)) - D(F(x,w)))
         exp(F(x,y) - F(x,w))/(1 + exp(F(x,y) - F(x,w))) * (D(F(x,y)) - D(F(x,w)))
         sigma(F(x,y) - F(x,w)) * (D(F(x,y)) - D(F(x,w)))",
    ),
    // the other form of the sigmoid
    (
        &LOG_GRAD,
        "D(L) = D(log(1 + exp(F(y) - F(w))))
         = D(1 + exp(F(y) - F(w))) / (1 + exp(F(y) - F(w)))
         = exp(F(y) - F(w)) * D(F(y) - F(w)) / (1 + exp(F(y) - F(w)))
         = (D(F(y)) - D(F(w))) / (1 + exp(-(F(y) - F(w))))
         = (D(F(y)) - D(F(w))) * (1 - 1/(1 + exp(F(y) - F(w))))
         = s(F(y) - F(w))*D(F(y)) - s(F(y) - F(w))*D(F(w))",
    ),
    // the quotient taken apart first
    (
        &LOG_GRAD,
        "D(log(1 + exp(F(y) - F(w))))
         D(log(exp(F(w)) + exp(F(y))) - log(exp(F(w))))
         D(exp(F(y)) + exp(F(w)))/(exp(F(w)) + exp(F(y))) - D(exp(F(w)))/exp(F(w))                    by D-log
         (exp(F(y))*D(F(y)) + exp(F(w))*D(F(w)))/(exp(F(w)) + exp(F(y))) - D(F(w))                    by D-exp
         s(F(y) - F(w))*D(F(y)) + (s(F(w) - F(y)) - 1)*D(F(w))                                        by sigmoid
         s(F(y) - F(w))*(D(F(y)) - D(F(w)))                                                           by sigmoid",
    ),
    (
        &FREE_ENERGY,
        "P(y) = sum[z](exp(-b*E(y,z))) / sum[k](sum[z](exp(-b*E(k,z))))
         = exp(log(sum[z](exp(-b*E(y,z))))) / sum[k](exp(log(sum[z](exp(-b*E(k,z))))))
         = exp(-b*(-(1/b)*log(sum[z](exp(-b*E(y,z)))))) / sum[k](exp(-b*(-(1/b)*log(sum[z](exp(-b*E(k,z)))))))
         = exp(-b*F(y)) / sum[k](exp(-b*F(k)))",
    ),
    // numerator and denominator one after the other, the sums exchanged
    (
        &FREE_ENERGY,
        "sum[z](exp(-b*E(x,y,z))) / sum[z'](sum[y'](exp(-b*E(x,y',z'))))
         sum[z](exp(-b*E(x,y,z))) / sum[y'](sum[z'](exp(-b*E(x,y',z'))))
         exp(log(sum[z](exp(-b*E(x,y,z))))) / sum[y'](sum[z'](exp(-b*E(x,y',z'))))   by log-exp
         exp(-b*F(x,y)) / sum[y'](sum[z'](exp(-b*E(x,y',z'))))                       by marginal
         exp(-b*F(x,y)) / sum[y'](exp(log(sum[z'](exp(-b*E(x,y',z'))))))
         exp(-b*F(x,y)) / sum[y'](exp(-b*F(x,y')))",
    ),
    // the probabilities of the pairs are summed
    (
        &FREE_ENERGY,
        "sum[z](exp(-b*E(y,z)) / sum[k](sum[z1](exp(-b*E(k,z1)))))
         sum[z](exp(-b*E(y,z)) / sum[k](exp(log(sum[z1](exp(-b*E(k,z1)))))))   by log-exp
         sum[z](exp(-b*E(y,z)) / sum[k](exp(-b*F(k))))                         by marginal
         sum[z](exp(-b*E(y,z))) / sum[k](exp(-b*F(k)))
         exp(log(sum[z](exp(-b*E(y,z))))) / sum[k](exp(-b*F(k)))               by log-exp
         exp(-b*F(y)) / sum[k](exp(-b*F(k)))                                   by marginal",
    ),
    (
        &POSTERIOR,
        "D(F(y))
         = D(-(1/b) * log(sum[z](exp(-b*E(y,z)))))
         = -(1/b) * D(sum[z](exp(-b*E(y,z)))) / sum[z](exp(-b*E(y,z)))
         = -(1/b) * sum[z](D(exp(-b*E(y,z)))) / sum[z](exp(-b*E(y,z)))
         = -(1/b) * sum[z](exp(-b*E(y,z)) * (-b) * D(E(y,z))) / sum[z](exp(-b*E(y,z)))
         = sum[z](exp(-b*E(y,z)) / sum[z1](exp(-b*E(y,z1))) * D(E(y,z)))
         = sum[z](P(z|y) * D(E(y,z)))",
    ),
    // as it is written by hand
    (
        &INFO_NCE,
        "D(L) = D(-log(e^{S_y/\\tau} / Σ_k e^{S_k/τ}))
         = -D(log(e^{S_y/τ}) - log(Σ_k e^{S_k/τ}))             (by the log-quotient)
         = -D(S_y/τ - log(Σ_k e^{S_k/τ}))                      (by log-exp)
         = -D(S_y)/τ + D(Σ_k e^{S_k/τ}) / (Σ_k e^{S_k/τ})      (by D-log)
         = -D(S_y)/τ + (Σ_k D(e^{S_k/τ})) / (Σ_k e^{S_k/τ})    (by D-sum)
         = -D(S_y)/τ + (Σ_k e^{S_k/τ} D(S_k)/τ) / (Σ_k e^{S_k/τ})    (by D-exp)
         = -D(S_y)/τ + Σ_k P_k D(S_k)/τ                        (by gibbs)",
    ),
    (
        &INFO_NCE,
        "D(-log(exp(S(y)/t) / sum[k](exp(S(k)/t))))
         D(log(sum[k](exp(S(k)/t))) - log(exp(S(y)/t)))                                       by log-quotient
         D(sum[k](exp(S(k)/t)))/sum[k](exp(S(k)/t)) - D(exp(S(y)/t))/exp(S(y)/t)              by D-log
         sum[k](D(exp(S(k)/t)))/sum[k](exp(S(k)/t)) - D(exp(S(y)/t))/exp(S(y)/t)              by D-sum
         sum[k](exp(S(k)/t)*D(S(k)/t))/sum[k](exp(S(k)/t)) - D(S(y)/t)                        by D-exp
         (sum[k](P(k)*D(S(k))) - D(S(y)))/t                                                   by gibbs",
    ),
];

/// The place of the first line that is not accepted.
pub fn first_wrong(outcome: &Outcome) -> Option<usize> {
    outcome.lines.iter().position(|line| !line.verdict.accepted())
}

/// The key rules of all steps from one line to another.
fn rules_between(outcome: &Outcome, from: usize, to: usize) -> Vec<Rule> {
    let mut rules: Vec<Rule> = vec![];
    for line in &outcome.lines[from + 1..=to] {
        if let Verdict::Follows { rule } = line.verdict
            && !rules.contains(&rule)
        {
            rules.push(rule);
        }
    }
    rules.sort();
    rules
}

#[test]
fn right_derivations_are_accepted_in_every_style() {
    for (task, text) in RIGHT {
        let outcome = check(task, text);
        assert!(outcome.complete(), "{:#?}", outcome.lines);
        assert_eq!(outcome.points(7), 7);
        assert_eq!(outcome.accepted, outcome.total);
        assert!(outcome.complete());
        for line in outcome.lines.iter().filter(|line| line.by.is_some()) {
            assert!(line.by.map(|rule| Verdict::Follows { rule }) == Some(line.verdict.clone()), "{line:?}");
        }
    }
}

/// Texts with one occurrence of a word replaced by another.
fn mutations(line: &str) -> Vec<String> {
    const EDITS: [(&str, &str); 26] = [
        ("+", "-"),
        ("-", "+"),
        ("-", ""),
        ("*", "+"),
        ("*", "/"),
        ("/", "*"),
        ("1/", "2/"),
        ("1", "0"),
        ("b*", ""),
        ("b", "1"),
        ("(y)", "(k)"),
        ("(k)", "(y)"),
        ("(i)", "(y)"),
        (",i)", ",y)"),
        ("(w)", "(y)"),
        (",y)", ",w)"),
        ("E(k,", "E(y,"),
        ("log(", "exp("),
        ("exp(", "log("),
        ("log(", "("),
        ("exp(", "("),
        ("D(", "("),
        ("P(", "F("),
        ("F(", "P("),
        ("s(", "exp("),
        (")", ""),
    ];
    let mut mutations = vec![];
    for (from, to) in EDITS {
        for (at, _) in line.match_indices(from) {
            mutations.push(format!("{}{to}{}", &line[..at], &line[at + from.len()..]));
        }
    }
    for (at, _) in line.match_indices("sum[") {
        mutations.push(format!("{}{}", &line[..at], &line[at + "sum[k]".len()..]));
    }
    mutations
}

#[test]
fn every_mutation_is_caught_at_its_own_line() {
    let mut counts = [0; 4];
    for (task, text) in RIGHT {
        let environments = environment::Environment::all(task);
        let values = |line: &str| match parse(task.notation(), line) {
            Ok(Some(line)) => Some(evaluate::values(&line.expression, &environments)),
            _ => None,
        };
        let lines: Vec<&str> = text.lines().collect();
        for (i, line) in lines.iter().enumerate() {
            let code = line.split(" by ").next().unwrap_or_default().split('#').next().unwrap_or_default();
            let (left, code) = code.split_once('=').map_or(("", code), |(left, code)| (left, code));
            // every third one, since each false line is also searched for a known mistake
            for mutation in mutations(code).into_iter().skip(i % 3).step_by(3) {
                let changed = match (values(&mutation), values(code)) {
                    (Some(a), Some(b)) => a.iter().zip(&b).any(|(a, b)| b.differs(*a).is_some()),
                    _ => true,
                };
                let equals = if left.is_empty() { "" } else { "=" };
                let mutated = format!("{left}{equals}{mutation}");
                let mut lines = lines.clone();
                lines[i] = &mutated;
                // what stands below does not change what is said of a line
                let outcome = check(task, &lines[..=i].join("\n"));
                if changed {
                    assert_eq!(first_wrong(&outcome), Some(i), "{mutation}\n{:?}", outcome.first_wrong());
                    assert!(outcome.points(100) < 100);
                    counts[match outcome.lines[i].verdict {
                        Verdict::Syntax { .. } => 0,
                        Verdict::Scope { .. } => 1,
                        Verdict::False(_) | Verdict::WrongStart { .. } => 2,
                        ref other => panic!("{mutation}: {other:?}"),
                    }] += 1;
                } else {
                    counts[3] += 1;
                    // as true as before, but perhaps in a form that no rule leads to
                    assert!(!matches!(outcome.lines[i].verdict, Verdict::False(_)), "{mutation}");
                }
            }
        }
    }
    println!(
        "mutations: {} syntax, {} scope, {} false, {} of the same value",
        counts[0], counts[1], counts[2], counts[3]
    );
    assert!(counts[2] > 500);
}

#[test]
fn jumps_that_need_two_rules_are_too_large() {
    for (task, text) in RIGHT {
        let lines: Vec<&str> = text.lines().collect();
        let whole = check(task, text);
        for from in 0..lines.len() {
            for to in from + 1..lines.len() {
                let jump: Vec<&str> = lines[..=from].iter().chain(&lines[to..]).copied().collect();
                let outcome = check(task, &jump.join("\n"));
                let verdict = outcome.lines[from + 1].verdict.clone();
                match rules_between(&whole, from, to).as_slice() {
                    [] => assert_eq!(verdict, Verdict::Same),
                    [rule] => assert_eq!(verdict, Verdict::Follows { rule: *rule }),
                    // a way that uses other rules than the required ones is longer than it has to be
                    rules if rules.iter().any(|rule| !task.claim.required.contains(rule)) => {}
                    rules => {
                        assert_eq!(verdict, Verdict::TooLarge { rules: rules.to_vec() }, "{}", lines[to]);
                        assert!(outcome.points(100) < 100);
                    }
                }
            }
        }
    }
}

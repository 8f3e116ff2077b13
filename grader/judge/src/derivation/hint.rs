//! The next step of a derivation, from where the student is.

use super::checker::Step;
use super::expression::Expression;
use super::rule::Rule;
use super::task::Task;
use super::{LINES, Run, Verdict, read, run};

/// What is to be said to someone who asks how to go on.
#[derive(Clone, Debug, PartialEq)]
pub enum Advice {
    /// The derivation is finished.
    Finished,
    /// The goal is reached, and a line behind it is not right.
    Beyond {
        /// The number of that line.
        line: usize,
    },
    /// There are too many lines.
    TooLong {
        /// How many may be.
        most: usize,
    },
    /// A next step.
    Next(Next),
    /// No rules are known to lead from the last true line to the goal.
    Astray {
        /// Its number; without one, no line is true.
        line: Option<usize>,
    },
}

/// A next step.
#[derive(Clone, Debug, PartialEq)]
pub struct Next {
    /// The number of the line from which it starts; without one, from the given start.
    pub line: Option<usize>,
    /// The number of the line that the student may have meant for it, which is not right.
    pub instead_of: Option<usize>,
    /// The rule.
    pub rule: Rule,
    /// Where it applies.
    pub direction: Direction,
    /// At how many places.
    pub places: usize,
    /// The rules that are left after it.
    pub then: Vec<Rule>,
}

/// In which direction a rule is used, and so to what it applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// From the left side of the rule, as the handout writes it.
    Forth,
    /// From its right side.
    Back,
    /// exp(log u) is put in the place of u.
    Around,
    /// The line has to be rearranged before the rule can be seen.
    Hidden,
}

/// How to go on after these lines.
pub fn advice(task: &Task, text: &str) -> Advice {
    let lines = read(task, text);
    if lines.len() > LINES {
        return Advice::TooLong { most: LINES };
    }
    let Run { mut checker, lines, last } = run(task, lines);
    let bad = lines.iter().find(|line| !line.verdict.accepted());
    if checker.arrived() {
        let Some(bad) = bad else { return Advice::Finished };
        // what is missing lies before the first line that is not right
        let before: Vec<&str> = text.lines().take(bad.number - 1).collect();
        return match advice(task, &before.join("\n")) {
            Advice::Finished => Advice::Beyond { line: bad.number },
            Advice::Next(next) => Advice::Next(Next { instead_of: Some(bad.number), ..next }),
            other => other,
        };
    }
    let Some(Step { rule, was, places, left }) = checker.next() else { return Advice::Astray { line: last } };
    let after = lines.iter().find(|line| last.is_none_or(|last| line.number > last));
    let after = after.filter(|line| !matches!(line.verdict, Verdict::Start));
    let then = left.into_iter().filter(|other| *other != rule).collect();
    let direction = was.map_or(Direction::Hidden, |was| direction(rule, &was));
    Advice::Next(Next { line: last, instead_of: after.map(|line| line.number), rule, direction, places, then })
}

fn direction(rule: Rule, was: &Expression) -> Direction {
    match (rule, was) {
        (Rule::Gibbs | Rule::Posterior | Rule::Sigmoid, Expression::Value(_) | Expression::Sigmoid(_)) => {
            Direction::Forth
        }
        (Rule::Gibbs | Rule::Posterior | Rule::Sigmoid, _) => Direction::Back,
        (Rule::Marginal, Expression::Value(_)) => Direction::Forth,
        (Rule::Marginal, _) => Direction::Back,
        (Rule::LogExp, Expression::Log(_)) => Direction::Forth,
        (Rule::LogExp, Expression::Exp(_)) => Direction::Back,
        (Rule::LogExp, _) => Direction::Around,
        (Rule::LogQuotient | Rule::DLog | Rule::DSum | Rule::DExp, _) => Direction::Forth,
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::RIGHT;
    use super::super::tasks::{FREE_ENERGY, NLL, NLL_GRAD};
    use super::*;

    fn next(task: &Task, text: &str) -> Next {
        match advice(task, text) {
            Advice::Next(next) => next,
            other => panic!("{other:?}: {text}"),
        }
    }

    #[test]
    fn every_derivation_has_a_next_step_from_each_of_its_lines() {
        let (mut all, mut hidden) = (0, 0);
        for (task, text) in RIGHT {
            let lines: Vec<&str> = text.lines().collect();
            assert_eq!(advice(task, text), Advice::Finished, "{text}");
            for count in 1..lines.len() {
                let before = lines[..count].join("\n");
                match advice(task, &before) {
                    Advice::Next(next) => {
                        assert_eq!((next.line, next.instead_of), (Some(count), None), "{before}");
                        all += 1;
                        hidden += usize::from(next.direction == Direction::Hidden);
                    }
                    // what is left is arithmetic
                    Advice::Finished => assert_eq!(count + 1, lines.len(), "{before}"),
                    other => panic!("{other:?}: {before}"),
                }
            }
        }
        assert!(hidden * 5 < all, "{hidden} of {all}");
    }

    #[test]
    fn without_a_line_the_hint_starts_from_the_start() {
        for text in ["", "# nothing yet", "F(y)", "no line at all"] {
            let next = next(&NLL, text);
            assert_eq!((next.line, next.rule, next.direction), (None, Rule::Gibbs, Direction::Forth), "{text}");
            assert_eq!(next.then, [Rule::LogQuotient, Rule::LogExp]);
        }
        let both = next(&FREE_ENERGY, &FREE_ENERGY.claim.start);
        assert_eq!((both.rule, both.direction, both.places), (Rule::LogExp, Direction::Around, 2));
    }

    #[test]
    fn what_is_wrong_is_stepped_over() {
        let start = &NLL_GRAD.claim.start;
        let wrong = format!("{start}\n= D(F(y)) + D(sum[k](exp(-b*F(k))))/b\n№");
        let after = next(&NLL_GRAD, &wrong);
        assert_eq!((after.line, after.instead_of, after.rule), (Some(1), Some(2), Rule::DLog));
        let jump = format!("{start}\n{}", NLL_GRAD.claim.goal);
        let between = next(&NLL_GRAD, &jump);
        assert_eq!((between.line, between.instead_of, between.rule), (Some(1), Some(2), Rule::DLog));
        let beyond = format!("{}\nF(y)", RIGHT[4].1);
        assert_eq!(advice(&NLL_GRAD, &beyond), Advice::Beyond { line: 6 });
        let many = format!("{start}\n").repeat(LINES + 1);
        assert_eq!(advice(&NLL_GRAD, &many), Advice::TooLong { most: LINES });
    }
}

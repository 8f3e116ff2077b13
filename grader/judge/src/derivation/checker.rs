//! What lies between two lines, and what that is worth on the way to the goal.

use super::environment::Environment;
use super::evaluate;
use super::expression::{Expression, parse};
use super::normal::{Algebra, Result, Sum};
use super::outcome::{Counterexample, Verdict};
use super::rule::{Rule, Rules};
use super::task::Task;
use crate::number::Real;

/// Looks at one line after the other.
pub struct Checker<'a> {
    task: &'a Task,
    environments: Vec<Environment>,
    algebra: Algebra,
    goal: Known,
    /// The last line that could be read; the start before there is one.
    above: Known,
    /// The rules that lead from the line above to the goal; `None` after a false line.
    needed: Option<Rules>,
    /// The required rules that are neither earned nor skipped.
    open: Rules,
    earned: Rules,
    /// The rules of all accepted steps.
    used: Rules,
}

impl<'a> Checker<'a> {
    pub fn new(task: &'a Task) -> Checker<'a> {
        let environments = Environment::all(task);
        let own = |text| match parse(task, text) {
            Ok(Some(line)) => Known::new(line.expression, &environments),
            _ => panic!("the task {} cannot be read: {text}", task.name),
        };
        let (above, goal) = (own(task.start), own(task.goal));
        let open: Rules = task.required.iter().copied().collect();
        let (needed, earned, used) = (Some(open), Rules::NONE, Rules::NONE);
        Checker { task, environments, algebra: Algebra::new(), goal, above, needed, open, earned, used }
    }

    /// The required rules that accepted steps have brought in.
    pub fn earned(&self) -> Vec<Rule> {
        self.earned.iter().collect()
    }

    /// The required rules that no accepted step uses.
    pub fn missing(&self) -> Vec<Rule> {
        self.task.required.iter().copied().filter(|rule| !self.used.has(*rule)).collect()
    }

    /// Is the last line the goal?
    pub fn at_goal(&mut self) -> bool {
        self.above.equals(&mut self.goal, Rules::NONE, &mut self.algebra)
    }

    /// Judges the next line.
    pub fn step(&mut self, expression: Expression, first: bool, by: Option<Rule>) -> Verdict {
        let mut here = Known::new(expression, &self.environments);
        let verdict = self.verdict(&mut here, first, by);
        self.account(&mut here, &verdict);
        self.above = here;
        verdict
    }

    fn verdict(&mut self, here: &mut Known, first: bool, by: Option<Rule>) -> Verdict {
        let (above, algebra) = (&mut self.above, &mut self.algebra);
        if first {
            let start = above.equals(here, Rules::NONE, algebra);
            return if start { Verdict::Start } else { Verdict::WrongStart { start: self.task.start.into() } };
        }
        let pairs = above.values.iter().zip(&here.values);
        for ((above_value, value), environment) in pairs.zip(&self.environments) {
            if !evaluate::same(*above_value, *value) {
                let derivatives = above.expression.derives() || here.expression.derives();
                let model = environment.model(self.task, derivatives);
                return Verdict::False(Counterexample { model, above: Real(*above_value), here: Real(*value) });
            }
        }
        if above.equals(here, Rules::NONE, algebra) {
            return Verdict::Same;
        }
        if here.form(Rules::NONE, algebra).is_err() {
            return Verdict::NoRule;
        }
        let rules = self.task.rules();
        let likely = by.into_iter().filter(|by| rules.has(*by)).chain(self.open.iter());
        for rule in likely.chain(rules.iter()) {
            if above.equals(here, rule.into(), algebra) {
                return Verdict::Follows { rule };
            }
        }
        match fewest(above, here, rules, algebra) {
            Some(rules) => Verdict::TooLarge { rules: rules.iter().collect() },
            None => Verdict::NoRule,
        }
    }

    /// Keeps track of the rules that are still needed to reach the goal.
    fn account(&mut self, here: &mut Known, verdict: &Verdict) {
        match verdict {
            Verdict::Start | Verdict::Same => {}
            Verdict::Follows { rule } => {
                self.used = self.used.with(*rule);
                let settled = match self.needed {
                    None => true,
                    Some(needed) => {
                        let fewer = here.equals(&mut self.goal, needed.without(*rule), &mut self.algebra);
                        self.needed = Some(if fewer { needed.without(*rule) } else { needed.with(*rule) });
                        fewer
                    }
                };
                if settled && self.open.has(*rule) {
                    self.earned = self.earned.with(*rule);
                    self.open = self.open.without(*rule);
                }
            }
            _ => {
                self.needed = fewest(here, &mut self.goal, self.task.rules(), &mut self.algebra);
                self.open = self.needed.map_or(self.open, |needed| self.open.and(needed));
            }
        }
    }
}

/// A set of rules between two lines of which none can be left out.
fn fewest(a: &mut Known, b: &mut Known, rules: Rules, algebra: &mut Algebra) -> Option<Rules> {
    if !a.equals(b, rules, algebra) {
        return None;
    }
    let leave_out =
        |rules: Rules, rule| if a.equals(b, rules.without(rule), algebra) { rules.without(rule) } else { rules };
    Some(rules.iter().fold(rules, leave_out))
}

/// An expression and what has been found out about it.
struct Known {
    expression: Expression,
    values: Vec<f64>,
    forms: Vec<(Rules, Result<Sum>)>,
}

impl Known {
    fn new(expression: Expression, environments: &[Environment]) -> Known {
        let values = evaluate::values(&expression, environments);
        Known { expression, values, forms: vec![] }
    }

    fn form(&mut self, rules: Rules, algebra: &mut Algebra) -> &Result<Sum> {
        let known = self.forms.iter().position(|(other, _)| *other == rules);
        let index = known.unwrap_or_else(|| {
            self.forms.push((rules, algebra.normal_form(&self.expression, rules)));
            self.forms.len() - 1
        });
        &self.forms[index].1
    }

    /// Are the two equal, up to these rules?
    fn equals(&mut self, other: &mut Known, rules: Rules, algebra: &mut Algebra) -> bool {
        matches!((self.form(rules, algebra), other.form(rules, algebra)), (Ok(a), Ok(b)) if a == b)
    }
}

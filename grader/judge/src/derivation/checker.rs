//! What lies between two lines, and what that is worth on the way to the goal.
//!
//! Exact forms come first: lines with equal normal forms are equal, whatever the numbers say. Numbers decide
//! only what forms cannot, and only where they differ by far more than rounding explains.

use super::bug;
use super::build::{at_once, everywhere};
use super::environment::Environment;
use super::evaluate::{self, Reading};
use super::expression::Expression;
use super::legal::{all_linear, rewritten};
use super::normal::{Algebra, Formless, Result, Sum};
use super::outcome::{Counterexample, Verdict};
use super::rule::{Rule, Rules};
use super::task::Task;
use crate::number::Real;

/// A counterexample is looked for that differs by so much, relative to the larger value.
const PLAIN: f64 = 0.01;

/// Looks at one line after the other.
pub struct Checker<'a> {
    task: &'a Task,
    environments: Vec<Environment>,
    algebra: Algebra,
    goal: Known,
    /// The last true line; the start before there is one.
    truth: Known,
    /// The line above, where it is not true.
    astray: Option<Known>,
    /// Is there a line behind the last true one that would have been a step?
    gap: bool,
    /// The rules that lead from the last true line to the goal; `None` where none do.
    needed: Option<Rules>,
    /// The required rules that are neither earned nor skipped.
    open: Rules,
    earned: Rules,
    /// The rules of all accepted steps.
    used: Rules,
}

/// What lies between a line and the one it is compared with.
enum Between {
    Nothing,
    One(Rule),
    /// More than one, none of which can be left out.
    Several(Rules),
    /// Nothing that a rule would explain, though their numbers agree.
    Unexplained,
    /// The two differ, seen in this model.
    Differ(usize),
}

impl Between {
    /// May the line stand, where so many kinds of rules are allowed?
    fn accepted(&self, most: usize) -> bool {
        match self {
            Between::Nothing | Between::One(_) => true,
            Between::Several(rules) => rules.len() <= most,
            Between::Unexplained | Between::Differ(_) => false,
        }
    }
}

/// The rules between the start and the goal of a task.
pub fn between(task: &Task) -> Option<Rules> {
    let known = |expression: &Expression| Known { expression: expression.clone(), readings: vec![], forms: vec![] };
    fewest(&mut known(&task.start), &mut known(&task.goal), task.rules(), &mut Algebra::new())
}

/// A step that leads on to the goal.
pub struct Step {
    pub rule: Rule,
    /// What the rule is applied to; `None` where the line has to be rearranged first.
    pub was: Option<Expression>,
    /// At how many places.
    pub places: usize,
    /// The rules that lead from the line to the goal, in the order of the task.
    pub left: Vec<Rule>,
}

impl<'a> Checker<'a> {
    pub fn new(task: &'a Task) -> Checker<'a> {
        let environments = Environment::all(task);
        let (truth, goal) = (Known::new(&task.start, &environments), Known::new(&task.goal, &environments));
        let open: Rules = task.claim.required.iter().copied().collect();
        Checker {
            task,
            environments,
            algebra: Algebra::new(),
            goal,
            truth,
            astray: None,
            gap: false,
            needed: Some(open),
            open,
            earned: Rules::NONE,
            used: Rules::NONE,
        }
    }

    /// Goes on from this line as a true one.
    #[cfg(test)]
    pub fn from(task: &'a Task, line: &Expression) -> Checker<'a> {
        let mut checker = Checker::new(task);
        checker.truth = Known::new(line, &checker.environments);
        checker
    }

    /// Is this line certainly another one than the last true line?
    #[cfg(test)]
    pub fn refuses(&mut self, line: &Expression) -> bool {
        let mut here = Known::new(line, &self.environments);
        matches!(self.between(false, &mut here, None), Between::Differ(_))
    }

    /// The required rules that accepted steps have brought in.
    pub fn earned(&self) -> Vec<Rule> {
        self.earned.iter().collect()
    }

    /// The required rules that no accepted step uses.
    pub fn missing(&self) -> Vec<Rule> {
        self.task.claim.required.iter().copied().filter(|rule| !self.used.has(*rule)).collect()
    }

    /// Is the last line the goal?
    pub fn at_goal(&mut self) -> bool {
        let last = self.astray.as_mut().unwrap_or(&mut self.truth);
        last.equals(&mut self.goal, Rules::NONE, &mut self.algebra)
    }

    /// Is the last true line the goal?
    pub fn arrived(&mut self) -> bool {
        self.truth.equals(&mut self.goal, Rules::NONE, &mut self.algebra)
    }

    /// Is the line above true?
    pub fn on_the_way(&self) -> bool {
        self.astray.is_none()
    }

    /// The next step from the last true line, if one is known.
    pub fn next(&mut self) -> Option<Step> {
        let rules = fewest(&mut self.truth, &mut self.goal, self.task.rules(), &mut self.algebra)?;
        let required = self.task.claim.required.iter().copied();
        let others = self.task.rules().iter().filter(|rule| !self.task.claim.required.contains(rule));
        let order: Vec<Rule> = required.chain(others).filter(|rule| rules.has(*rule)).collect();
        for rule in &order {
            let rest = rules.without(*rule);
            for (was, places, line) in next_lines(&self.truth.expression, *rule) {
                let mut line = Known { expression: line, readings: vec![], forms: vec![] };
                if line.equals(&mut self.goal, rest, &mut self.algebra) {
                    return Some(Step { rule: *rule, was: Some(was), places, left: order });
                }
            }
        }
        let rule = *order.first()?;
        Some(Step { rule, was: None, places: 0, left: order })
    }

    /// Judges the first line.
    pub fn start(&mut self, expression: &Expression) -> Verdict {
        let mut here = Known::new(expression, &self.environments);
        match self.between(false, &mut here, None) {
            Between::Nothing => {
                self.truth = here;
                return Verdict::Start;
            }
            Between::One(_) | Between::Several(_) => self.advance(here),
            Between::Unexplained | Between::Differ(_) => self.stray(here),
        }
        Verdict::WrongStart { start: self.task.claim.start.clone() }
    }

    /// Judges the next line.
    pub fn step(&mut self, expression: &Expression, by: Option<Rule>) -> Verdict {
        let mut here = Known::new(expression, &self.environments);
        if self.astray.is_none() {
            let between = self.between(false, &mut here, by);
            return self.after_truth(here, between);
        }
        let above = self.between(true, &mut here, by);
        if above.accepted(1) {
            return self.after_astray(here, above);
        }
        match (self.between(false, &mut here, by), above) {
            (Between::Differ(_), above) => self.after_astray(here, above),
            (truth, _) => self.after_truth(here, truth),
        }
    }

    /// A line that cannot be read.
    pub fn skip(&mut self) {
        self.gap = true;
    }

    fn after_truth(&mut self, mut here: Known, between: Between) -> Verdict {
        let most = 1 + usize::from(self.gap);
        match between {
            Between::Nothing => {
                self.truth = here;
                (self.astray, self.gap) = (None, false);
                Verdict::Same
            }
            Between::One(rule) => {
                self.follow(&mut here, rule);
                self.truth = here;
                (self.astray, self.gap) = (None, false);
                Verdict::Follows { rule }
            }
            Between::Several(rules) => {
                let before = self.open;
                let bridges = rules.len() <= most;
                self.advance(here);
                if !bridges {
                    return Verdict::TooLarge { rules: rules.iter().collect() };
                }
                self.used = self.used.or(rules);
                let settled = before.minus(self.open).and(rules);
                // the first is what the line between would have earned
                let order = self.task.claim.required.iter().copied().filter(|rule| settled.has(*rule));
                let own: Rules = order.skip(settled.len().saturating_sub(1)).collect();
                self.earned = self.earned.or(own);
                Verdict::Bridges { rules: rules.iter().collect() }
            }
            Between::Unexplained => {
                self.stray(here);
                Verdict::NoRule
            }
            Between::Differ(model) => {
                let example = self.counterexample(&self.truth, &here, model);
                self.stray(here);
                Verdict::False(example)
            }
        }
    }

    /// The verdict on a line that is compared with a line that is not true itself.
    fn after_astray(&mut self, here: Known, between: Between) -> Verdict {
        let verdict = match between {
            Between::Nothing => Verdict::Same,
            Between::One(rule) => {
                self.used = self.used.with(rule);
                self.earned = self.earned.or(self.open.and(rule.into()));
                self.open = self.open.without(rule);
                Verdict::Follows { rule }
            }
            Between::Several(rules) => {
                self.open = self.open.minus(rules);
                Verdict::TooLarge { rules: rules.iter().collect() }
            }
            Between::Unexplained => Verdict::NoRule,
            Between::Differ(model) => {
                Verdict::False(self.counterexample(self.astray.as_ref().unwrap_or(&self.truth), &here, model))
            }
        };
        self.stray(here);
        verdict
    }

    fn stray(&mut self, here: Known) {
        self.gap = true;
        self.astray = Some(here);
    }

    /// Goes on from a true line that is more than one step away; what it skips can no longer be earned.
    fn advance(&mut self, mut here: Known) {
        self.needed = fewest(&mut here, &mut self.goal, self.task.rules(), &mut self.algebra);
        self.open = self.needed.map_or(self.open, |needed| self.open.and(needed));
        self.truth = here;
        (self.astray, self.gap) = (None, false);
    }

    /// Keeps track of the rules that are still needed to reach the goal.
    fn follow(&mut self, here: &mut Known, rule: Rule) {
        self.used = self.used.with(rule);
        let settled = match self.needed {
            None => true,
            Some(needed) => {
                let fewer = here.equals(&mut self.goal, needed.without(rule), &mut self.algebra);
                self.needed = Some(if fewer { needed.without(rule) } else { needed.with(rule) });
                fewer
            }
        };
        if settled && self.open.has(rule) {
            self.earned = self.earned.with(rule);
            self.open = self.open.without(rule);
        }
    }

    /// What lies between a line and the last true one, or the one above that is not true.
    fn between(&mut self, astray: bool, here: &mut Known, by: Option<Rule>) -> Between {
        let algebra = &mut self.algebra;
        let above = match &mut self.astray {
            Some(above) if astray => above,
            _ => &mut self.truth,
        };
        if let Some(model) = here.readings.iter().position(|reading| matches!(reading, Reading::Undefined)) {
            return Between::Differ(model);
        }
        if *here.form(Rules::NONE, algebra) == Err(Formless::Undefined) {
            here.readings[0] = Reading::Undefined;
            return Between::Differ(0);
        }
        if above.equals(here, Rules::NONE, algebra) {
            return Between::Nothing;
        }
        if let Some(model) = above.differs(here) {
            return Between::Differ(model);
        }
        if here.form(Rules::NONE, algebra).is_err() {
            return Between::Unexplained;
        }
        let rules = self.task.rules();
        let likely = by.into_iter().filter(|by| rules.has(*by)).chain(self.open.iter());
        for rule in likely.chain(rules.iter()) {
            if above.equals(here, rule.into(), algebra) {
                return Between::One(rule);
            }
        }
        fewest(above, here, rules, algebra).map_or(Between::Unexplained, Between::Several)
    }

    fn counterexample(&self, above: &Known, here: &Known, model: usize) -> Counterexample {
        let derivatives = above.expression.derives() || here.expression.derives();
        // the mistake may have been made in the line above, or again in the last true one
        let lines = [above, &self.truth];
        let mistake = lines
            .into_iter()
            .find_map(|line| bug::mistake(self.task, &line.expression, &here.expression, &self.environments));
        Counterexample {
            model: self.environments[model].model(self.task, derivatives),
            above: Real(above.readings[model].shown()),
            here: Real(here.readings[model].shown()),
            mistake,
        }
    }
}

/// What a rule makes of a line: a node to which it applies, at how many places it was applied, and the result.
fn next_lines(line: &Expression, rule: Rule) -> Vec<(Expression, usize, Expression)> {
    let change = |node: &Expression| rewritten(rule, node);
    let moved = all_linear(line);
    let mut found = vec![];
    for line in [line, &moved] {
        let each = everywhere(line, &change);
        let Some(first) = each.first().map(|one| one.was.clone()) else { continue };
        found.extend(at_once(line, &change).map(|whole| (first, each.len(), whole)));
        found.extend(each.into_iter().map(|one| (one.was, 1, one.whole)));
    }
    found
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
    readings: Vec<Reading>,
    forms: Vec<(Rules, Result<Sum>)>,
}

impl Known {
    fn new(expression: &Expression, environments: &[Environment]) -> Known {
        Known { expression: expression.clone(), readings: evaluate::values(expression, environments), forms: vec![] }
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

    /// The model in which another line is certainly another number: the first in which that is plain to see.
    fn differs(&self, here: &Known) -> Option<usize> {
        let pairs = self.readings.iter().zip(&here.readings).enumerate();
        let differences: Vec<(usize, f64)> =
            pairs.filter_map(|(model, (above, here))| Some((model, above.differs(*here)?))).collect();
        let plain = differences.iter().find(|(_, by)| *by > PLAIN);
        plain.or_else(|| differences.iter().max_by(|a, b| a.1.total_cmp(&b.1))).map(|(model, _)| *model)
    }
}

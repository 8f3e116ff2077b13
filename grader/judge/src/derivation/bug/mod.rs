//! Mistakes with a name: wrong rules, each applied at any place of a line.
//!
//! A false line that equals the line above with one wrong rule applied is called by that rule's name, and so is
//! one that becomes true when the mistake is undone in it, or that equals a legal next line with the mistake in
//! it. Equal means equal in all models, so that arithmetic and further legal steps do not matter.

mod constant;
mod derivative;
mod exponential;
mod logarithm;
mod lost;
mod model;
mod part;
mod sign;
mod sum;

use super::build::{Change, at_once, everywhere};
use super::environment::Environment;
use super::evaluate::{self, Reading};
use super::expression::Expression;
use super::legal::{all_linear, rewritten};
use super::normal::Algebra;
use super::outcome::Mistake;
use super::rule::Rules;
use super::task::Task;

/// A wrong rule.
pub struct Bug {
    /// Of the wrong idea.
    pub name: &'static str,
    /// What is right instead, in kind; never a line itself.
    pub says: &'static str,
    /// What the rule makes of a right node.
    pub wrong: Change,
    /// From what is wrong to what is right, where that can be told from the wrong line.
    pub right: Change,
}

/// Nothing can be told from the wrong line.
fn unknown(_: &Expression) -> Vec<Expression> {
    vec![]
}

/// All wrong rules: those of a special kind first, since they say more.
pub fn bugs() -> impl Iterator<Item = &'static Bug> {
    let special = model::BUGS.iter().chain(&logarithm::BUGS).chain(&exponential::BUGS).chain(&derivative::BUGS);
    special.chain(&sum::BUGS).chain(&constant::BUGS).chain(&sign::BUGS).chain(&lost::BUGS)
}

/// The most nodes of all lines that are tried for one false line; a right derivation's need a tenth.
const NODES: usize = 1_000_000;
/// In a line of more nodes nobody finds a mistake.
const LARGEST: usize = 150;

/// The mistake that leads from a true line to a false one.
pub fn mistake(task: &Task, above: &Expression, here: &Expression, models: &[Environment]) -> Option<Mistake> {
    if above.size().max(here.size()) > LARGEST {
        return None;
    }
    let mut search = Search { models, nodes: NODES };
    let (wrong, right) = (Target::new(here, models)?, Target::new(above, models)?);
    let mut all = bugs();
    let near = all.find(|bug| search.leads(above, bug.wrong, &wrong) || search.leads(here, bug.right, &right));
    let found = near.or_else(|| {
        let steps = steps(task, above);
        bugs().find(|bug| steps.iter().any(|step| search.leads(step, bug.wrong, &wrong)))
    });
    found.map(|bug| Mistake { name: bug.name.into(), says: bug.says.into() })
}

/// The lines that one legal step leads to.
fn steps(task: &Task, line: &Expression) -> Vec<Expression> {
    let mut steps = vec![];
    for line in [line.clone(), all_linear(line)] {
        for rule in task.rules().iter() {
            let change = |node: &Expression| rewritten(rule, node);
            steps.extend(everywhere(&line, &change).into_iter().map(|changed| changed.whole));
            steps.extend(at_once(&line, &change));
        }
        steps.push(line);
    }
    steps
}

/// A line that is looked for, as its numbers.
struct Target {
    readings: Vec<Reading>,
}

impl Target {
    /// `None` where it has no numbers to know it by.
    fn new(line: &Expression, models: &[Environment]) -> Option<Target> {
        let readings = evaluate::values(line, models);
        readings.iter().all(|reading| reading.agrees(*reading)).then_some(Target { readings })
    }
}

struct Search<'a> {
    models: &'a [Environment],
    /// How many may still be tried.
    nodes: usize,
}

impl Search<'_> {
    /// Does a change at one place, or at all, lead from a line to the target?
    fn leads(&mut self, line: &Expression, change: Change, target: &Target) -> bool {
        if self.nodes == 0 {
            return false;
        }
        let each = everywhere(line, &change).into_iter().map(|changed| changed.whole);
        let mut all = each.chain(at_once(line, &change));
        // what makes a term vanish would explain anything
        all.any(|whole| self.is(&whole, target) && !vanishes(&whole))
    }

    fn is(&mut self, candidate: &Expression, target: &Target) -> bool {
        self.nodes = self.nodes.saturating_sub(candidate.size());
        let mut pairs = self.models.iter().zip(&target.readings);
        self.nodes > 0 && pairs.all(|(model, reading)| evaluate::reading(candidate, model).agrees(*reading))
    }
}

/// Is a part of it 0?
fn vanishes(line: &Expression) -> bool {
    let zero = Algebra::new().normal_form(line, Rules::NONE).is_ok_and(|form| form.is_zero());
    zero || line.parts().into_iter().any(vanishes)
}

#[cfg(test)]
mod tests;

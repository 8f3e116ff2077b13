//! What does follow-through pay? Honest slips with everything right behind them, and answers without content.

mod chain;
mod hollow;
mod honest;

pub use hollow::{Earned, Root};
pub use honest::{Honest, Outcome};

use super::audit_file::{Arguable, AuditFile};
use super::figures::Share;
use super::reference::Replies;
use judge::course::{Exercise, Snapshot};
use judge::error::Result;
use std::collections::BTreeMap;

/// What follow-through pays in some exercises.
#[derive(Debug, Default)]
pub struct FollowThrough {
    /// How many ideas without content were tried.
    pub ideas: usize,
    /// What they earned.
    pub earned: Vec<Earned>,
    /// What they may earn, by exercise.
    pub arguable: Vec<(String, Arguable)>,
    /// Right steps after a slip.
    pub honest: Vec<Honest>,
}

impl FollowThrough {
    /// Looks at one exercise more.
    pub fn add(
        &mut self,
        exercise: &Exercise,
        snapshots: &BTreeMap<String, Snapshot>,
        replies: &Replies,
        seed: u64,
    ) -> Result<()> {
        let (ideas, earned) = hollow::hollow(exercise, snapshots, replies, seed)?;
        self.ideas += ideas;
        self.earned.extend(earned);
        let arguable = AuditFile::load(exercise)?.arguable.into_iter();
        self.arguable.extend(arguable.map(|entry| (exercise.name.clone(), entry)));
        self.honest.extend(honest::honest(exercise, snapshots, replies, seed)?);
        Ok(())
    }

    /// Every right step is paid, and nothing else that nobody argues for.
    pub fn passes(&self) -> bool {
        self.unpaid().next().is_none()
            && self.earned.iter().all(|one| self.argued(one).is_some())
            && self.idle().next().is_none()
    }

    fn unpaid(&self) -> impl Iterator<Item = (&Honest, &Outcome)> {
        self.honest.iter().map(|one| (one, &one.outcome)).filter(|(_, outcome)| matches!(outcome, Outcome::Unpaid(_)))
    }

    /// The reason why something may be earned.
    fn argued(&self, earned: &Earned) -> Option<&Arguable> {
        let Root { function, like } = &earned.root;
        let mut entries = self.arguable.iter().filter(|(exercise, _)| *exercise == earned.exercise);
        entries.find(|(_, entry)| entry.function == *function && entry.like == *like).map(|(_, entry)| entry)
    }

    /// Reasons for what is not earned.
    fn idle(&self) -> impl Iterator<Item = &(String, Arguable)> {
        let used = |exercise: &str, entry: &Arguable| {
            self.earned.iter().any(|one| one.exercise == exercise && self.argued(one) == Some(entry))
        };
        self.arguable.iter().filter(move |(exercise, entry)| !used(exercise, entry))
    }

    /// Right steps after a slip that are not paid; where nothing is left to follow there is no step.
    pub fn unpaid_steps(&self) -> Share {
        let none = self.honest.iter().filter(|one| one.outcome == Outcome::NoStep).count();
        Share { some: self.unpaid().count(), all: self.honest.len() - none }
    }

    /// What answers without content earn, chain by chain; then the figures.
    pub fn to_text(&self) -> String {
        let mut text = String::from("What answers without content earn, with all that follows from them right:\n");
        for chain in self.earned.chunk_by(|a, b| (&a.exercise, &a.idea, &a.root) == (&b.exercise, &b.idea, &b.root)) {
            let Some(first) = chain.first() else { continue };
            let earned: Vec<String> = chain.iter().map(|one| format!("{} {}", one.function, one.points)).collect();
            let Root { function, like } = &first.root;
            let why = self.argued(first).map_or("NOBODY ARGUES FOR IT", |entry| entry.reason.as_str());
            text += &format!("  {}, {}: {}\n", first.exercise, first.idea, earned.join(", "));
            text += &format!("    `{function}` like \"{like}\": {why}\n");
        }
        for (exercise, entry) in self.idle() {
            text += &format!(
                "  {exercise}: NOTHING IS EARNED by `{}` like \"{}\": take the entry out\n",
                entry.function, entry.like
            );
        }
        for (one, outcome) in self.unpaid() {
            let Honest { exercise, slip: (base, wrong), function, .. } = one;
            text += &format!("  {exercise}, `{base}` with \"{wrong}\": {function} is UNPAID: {outcome:?}\n");
        }
        let chains = self.earned.chunk_by(|a, b| (&a.exercise, &a.idea) == (&b.exercise, &b.idea)).count();
        let points: u32 = self.earned.iter().map(|one| one.points).sum();
        let unargued = self.earned.iter().filter(|one| self.argued(one).is_none()).count();
        text += &format!(
            "{} chains without content, {chains} earn something ({points} points), {unargued} times without a reason.\n",
            self.ideas
        );
        let paid = self.honest.iter().filter(|one| matches!(one.outcome, Outcome::Paid { .. })).count();
        let none = self.honest.iter().filter(|one| one.outcome == Outcome::NoStep).count();
        let all = self.honest.len() - none;
        text + &format!(
            "{all} right steps after a known slip, {paid} paid; after {none} more there is nothing to follow.\n"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use judge::error::Place;

    fn earned() -> Earned {
        let root = Root { function: "loss".into(), like: "the sum".into() };
        Earned { exercise: "small".into(), idea: "the sum".into(), function: "grad".into(), points: 3, root }
    }

    fn arguable(like: &str) -> (String, Arguable) {
        let entry = Arguable {
            function: "loss".into(),
            like: like.into(),
            reason: "it is a slip".into(),
            place: Place::default(),
        };
        ("small".into(), entry)
    }

    fn step(outcome: Outcome) -> Honest {
        let slip = ("loss".into(), "twice".into());
        Honest { exercise: "small".into(), slip, function: "grad".into(), outcome }
    }

    #[test]
    fn what_is_earned_needs_a_reason_and_a_reason_something_earned() {
        let follow = |earned: Vec<Earned>, arguable: Vec<(String, Arguable)>| FollowThrough {
            earned,
            arguable,
            ..FollowThrough::default()
        };
        assert!(follow(vec![], vec![]).passes() && follow(vec![earned()], vec![arguable("the sum")]).passes());
        assert!(!follow(vec![earned()], vec![]).passes() && !follow(vec![], vec![arguable("the sum")]).passes());
        assert!(!follow(vec![earned()], vec![arguable("the mean")]).passes());
        let text = follow(vec![earned()], vec![arguable("the sum")]).to_text();
        assert!(text.contains("small, the sum: grad 3\n    `loss` like \"the sum\": it is a slip\n"), "{text}");
    }

    #[test]
    fn every_right_step_is_paid() {
        let unpaid =
            judge::report::LawFinding::FollowsNothing { base: "loss".into(), lack: judge::report::Lack::Linear };
        let paid = || step(Outcome::Paid(3, 6));
        let follow = |honest: Vec<Honest>| FollowThrough { honest, ..FollowThrough::default() };
        assert!(follow(vec![paid(), step(Outcome::NoStep)]).passes());
        let with_unpaid = follow(vec![paid(), step(Outcome::Unpaid(unpaid))]);
        assert!(!with_unpaid.passes() && with_unpaid.to_text().contains("2 right steps after a known slip, 1 paid"));
    }
}

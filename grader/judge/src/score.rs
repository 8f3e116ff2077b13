//! From verdicts to points: the whole rule, and nothing else.
//!
//! 1. The points of the cases are earned when every case of the function is right, and not at all
//!    otherwise: a wrong formula passes many easy inputs. Nor are they where values break every law on drawn
//!    inputs: such a function knows the inputs of the cases, and nothing else. A law in which a call did not
//!    return (a limit, a death, a lost reply) is not broken by values, and takes nothing away but its own points.
//!    A law without points of its own counts with the cases, as a part of the formula.
//! 2. Stability and properties count once every case is right; wrong formulas keep laws too.
//! 3. Follow-through counts at once. It is given in two cases: a gradient that is wrong by itself, but
//!    the derivative of the student's own wrong loss, where that loss shows something (`judge/content.rs`); and a
//!    right function whose law also needs another function that is not right.
//! 4. In the first of them the step from loss to gradient is right, and that is most of what is asked for: beside the
//!    points of the law two thirds of those of the cases count, rounded down. Where several laws name one base
//!    (a part of a gradient each), it is so much of that as of these laws are followed.
//! 5. A part of an assignment gives its points in proportion to what its exercises earned, to the nearest
//!    whole point; all of them only where nothing is missing, and none only where nothing is there. An assignment
//!    counts no more than its cap. Where answers are only received, the points that can be had for the rest are those
//!    that a submission earns in which they alone are missing.

use crate::course::{Assignment, Part};
use crate::report::{AssignmentReport, Check, Evidence, ExerciseReport, Kind, PartReport, Verdict};

/// Of the points of the cases, what a right step from a wrong start is worth: so many of so many.
const METHOD: (u32, u32) = (2, 3);

/// How much of what follows from one wrong function is right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Followed {
    /// The laws that follow it.
    pub laws: u32,
    /// The laws that name it.
    pub of: u32,
}

impl Followed {
    /// What that is worth, of the points of the cases.
    fn share(self, points: u32) -> u32 {
        let (all, of) = (u64::from(points) * u64::from(METHOD.0 * self.laws), u64::from(METHOD.1 * self.of.max(1)));
        u32::try_from(all / of).unwrap_or(points).min(points)
    }
}

/// Sets the points of the checks of one function.
pub fn score(checks: &mut [Check], followed: Followed) {
    let right = checks.iter().filter(|check| check.kind == Kind::Case).all(|check| check.verdict == Verdict::Right);
    let right = right && !lawless(checks) && !formula_broken(checks);
    for check in checks {
        let earned = match check.verdict {
            Verdict::Right => right,
            Verdict::FollowThrough => true,
            Verdict::Wrong
            | Verdict::TooLarge
            | Verdict::NotRun
            | Verdict::ByPerson
            | Verdict::Received
            | Verdict::GraderError => false,
        };
        check.points = match check.kind {
            _ if earned => check.max,
            Kind::Case if check.verdict == Verdict::Wrong => followed.share(check.max),
            _ => 0,
        };
    }
}

/// There are laws, and the values of drawn inputs break every one of them.
pub fn lawless(checks: &[Check]) -> bool {
    let mut laws = checks.iter().filter(|check| check.kind == Kind::Property).peekable();
    laws.peek().is_some() && laws.all(|check| check.verdict == Verdict::Wrong && broken_by_values(check))
}

/// A law that counts with the cases is broken.
pub fn formula_broken(checks: &[Check]) -> bool {
    let mut laws = checks.iter().filter(|check| check.kind == Kind::Property && check.max == 0);
    laws.any(|check| check.verdict == Verdict::Wrong && broken_by_values(check))
}

fn broken_by_values(check: &Check) -> bool {
    check.evidence.iter().any(|one| matches!(one, Evidence::Law(law) if law.finding.broken_by_values()))
}

/// What the graded exercises are worth in an assignment.
pub fn assignment(assignment: &Assignment, exercises: &[ExerciseReport]) -> AssignmentReport {
    let parts: Vec<PartReport> = assignment.parts.iter().map(|owed| part(owed, exercises)).collect();
    let earned: u32 = parts.iter().map(|part| part.points).sum();
    let max = parts.iter().map(|part| part.max).sum::<u32>().min(assignment.max());
    AssignmentReport {
        name: assignment.name.get_ref().clone(),
        title: assignment.title.clone(),
        points: earned.min(max),
        max,
        later: assignment.max() - max,
        parts,
    }
}

/// The numbers of a whole report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Earned.
    pub points: u32,
    /// To be earned.
    pub max: u32,
    /// What is added when answers are marked that are only received so far.
    pub later: u32,
}

/// What was earned in all: in the assignments, or, where none is graded whole, in the exercises.
pub fn totals(assignments: &[AssignmentReport], exercises: &[ExerciseReport]) -> Totals {
    let add = |sum: Totals, (points, max, later)| Totals {
        points: sum.points + points,
        max: sum.max + max,
        later: sum.later + later,
    };
    match assignments {
        [] => exercises.iter().map(|one| (one.points, one.max, one.later)).fold(Totals::default(), add),
        whole => whole.iter().map(|one| (one.points, one.max, one.later)).fold(Totals::default(), add),
    }
}

/// What can be earned in an assignment whose exercises are worth this much: now, and when answers are marked that are
/// only received so far.
pub fn most(assignment: &Assignment, worth: &dyn Fn(&str) -> (u32, u32)) -> u32 {
    let of = |part: &Part| {
        let each = part.exercises.iter().map(|name| worth(name.get_ref()));
        let (now, later) = each.fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
        share(now, now + later, *part.points.get_ref())
    };
    assignment.parts.iter().map(of).sum::<u32>().min(assignment.max())
}

fn part(part: &Part, exercises: &[ExerciseReport]) -> PartReport {
    let names: Vec<String> = part.exercises.iter().map(|name| name.get_ref().clone()).collect();
    let of = exercises.iter().filter(|exercise| names.contains(&exercise.name));
    let (earned, now, later) = of.fold((0, 0, 0), |sum, one| (sum.0 + one.points, sum.1 + one.max, sum.2 + one.later));
    let all = *part.points.get_ref();
    let max = share(now, now + later, all);
    let points = if earned >= now { max } else { share(earned, now + later, all).min(max.saturating_sub(1)) };
    let (name, title) = (part.name.clone(), part.title.clone());
    PartReport { name, title, points, max, later: all - max, exercises: names }
}

/// `earned` of `whole`, in points of which there are `max`.
fn share(earned: u32, whole: u32, max: u32) -> u32 {
    if earned >= whole {
        return max;
    }
    let (earned, whole, all) = (u128::from(earned), u128::from(whole), u128::from(max));
    let nearest = (2 * earned * all + whole) / (2 * whole);
    let least = u32::from(earned > 0);
    u32::try_from(nearest).unwrap_or(max).max(least).min(max.saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fate::{Ending, FateWord};
    use crate::report::{LawEvidence, LawFinding};
    use std::collections::BTreeMap;

    #[test]
    fn a_part_is_shared_out_to_the_nearest_point_all_for_all_and_none_for_none() {
        let points = [0, 1, 9, 10, 144, 280, 288, 289].map(|earned| share(earned, 289, 15));
        assert_eq!(points, [0, 1, 1, 1, 7, 14, 14, 15]);
        assert_eq!(share(0, 50, 100), 0);
        assert_eq!(share(49, 50, 1), 0);
        assert_eq!(share(u32::MAX - 1, u32::MAX, u32::MAX), u32::MAX - 1);
    }

    #[test]
    fn what_is_marked_later_is_left_out_of_parts_and_caps() {
        let exercise = |points: u32, later: u32| {
            let exercise = crate::sample::exercise();
            let standing = crate::Standing::Missing;
            let report = crate::examine(
                &exercise,
                &[],
                standing,
                &BTreeMap::new(),
                7,
                crate::Hearings::Joint(&mut |_| Ok(vec![])),
                crate::Truth::Never,
            );
            ExerciseReport { name: "one".into(), points, max: 40 - later, later, ..report }
        };
        let course =
            "name = 'a'\ntitle = 'A'\ncap = 18\n[[part]]\nname = '1'\ntitle = 'P'\npoints = 20\nexercises = ['one']";
        let owed: Assignment = toml::from_str(course).expect("an assignment");
        let found = |points: u32, later: u32| {
            let report = assignment(&owed, &[exercise(points, later)]);
            assert_eq!(report.max, most(&owed, &|_| (40 - later, later)));
            (report.points, report.max, report.later, report.parts[0].max)
        };
        assert_eq!(found(40, 0), (18, 18, 0, 20));
        assert_eq!(found(30, 10), (15, 15, 3, 15));
        assert_eq!(found(29, 10), (14, 15, 3, 15));
        assert_eq!(found(1, 10), (1, 15, 3, 15));
        assert_eq!(found(0, 40), (0, 0, 18, 0));
        assert_eq!(found(39, 1), (18, 18, 0, 19));
    }

    /// A law that is wrong here is broken by values.
    fn check((kind, verdict): (Kind, Verdict)) -> Check {
        let says = String::new();
        let finding = LawFinding::Misshapen { what: says.clone(), says };
        let law = LawEvidence { law: String::new(), verdict, finding };
        let broken = (kind, verdict) == (Kind::Property, Verdict::Wrong);
        let evidence = broken.then_some(Evidence::Law(law)).into_iter().collect();
        Check::new(kind, "", 2, verdict, FateWord::Value, evidence).worth(9)
    }

    fn points(verdicts: [(Kind, Verdict); 3]) -> Vec<u32> {
        let mut checks = verdicts.map(check);
        score(&mut checks, Followed::default());
        checks.iter().map(|check| check.points).collect()
    }

    #[test]
    fn a_right_formula_earns_each_kind_on_its_own() {
        use {Kind::*, Verdict::*};
        assert_eq!(points([(Case, Right), (Stability, Wrong), (Property, Right)]), [2, 0, 2]);
        assert_eq!(points([(Case, Right), (Stability, Right), (Property, Right)]), [2, 2, 2]);
        assert_eq!(points([(Case, Right), (Stability, NotRun), (Property, GraderError)]), [2, 0, 0]);
    }

    #[test]
    fn inputs_known_by_heart_earn_nothing() {
        use {Kind::*, Verdict::*};
        assert_eq!(points([(Case, Right), (Property, Wrong), (Property, Wrong)]), [0, 0, 0]);
        assert_eq!(points([(Case, Right), (Stability, Right), (Property, Wrong)]), [0, 0, 0]);
        assert_eq!(points([(Case, Right), (Property, Right), (Property, Wrong)]), [2, 2, 0]);
        assert_eq!(points([(Case, Right), (Property, NotRun), (Property, Wrong)]), [2, 0, 0]);
        assert_eq!(points([(Case, Right), (Property, FollowThrough), (Property, Wrong)]), [2, 2, 0]);
        assert_eq!(points([(Case, Right), (Stability, Right), (Stability, Wrong)]), [2, 2, 0]);
    }

    #[test]
    fn laws_in_which_a_call_did_not_return_do_not_take_the_cases_away() {
        let mut ended = check((Kind::Property, Verdict::Wrong));
        let ending = Ending::Overtime { seconds: 2.0 };
        let finding = LawFinding::NoValue { args: vec![], ending };
        ended.evidence = vec![Evidence::Law(LawEvidence { law: String::new(), verdict: Verdict::Wrong, finding })];
        for last in [ended.clone(), check((Kind::Property, Verdict::Wrong))] {
            let mut checks = [check((Kind::Case, Verdict::Right)), ended.clone(), last];
            score(&mut checks, Followed::default());
            assert_eq!(checks.map(|check| check.points), [2, 0, 0]);
        }
    }

    #[test]
    fn a_right_step_from_a_wrong_start_earns_two_thirds_of_the_cases() {
        use {Kind::*, Verdict::*};
        let cases = |max: u32, verdict: Verdict, laws: u32, of: u32| {
            let case = Check::new(Case, "", max, verdict, FateWord::Value, vec![]);
            let mut checks = [case, check((Stability, Wrong)), check((Property, FollowThrough))];
            score(&mut checks, Followed { laws, of });
            checks.map(|check| check.points)
        };
        assert_eq!([1, 2, 3, 4, 6].map(|max| cases(max, Wrong, 1, 1)[0]), [0, 1, 2, 2, 4]);
        assert_eq!([0, 1, 2, 3, 4, 5].map(|laws| cases(4, Wrong, laws, 5)[0]), [0, 0, 1, 1, 2, 2]);
        assert_eq!(cases(3, Wrong, 2, 2), [2, 0, 2]);
        // what does not run, or is right, has no share
        assert_eq!(cases(3, NotRun, 1, 1), [0, 0, 2]);
        assert_eq!(cases(3, Right, 1, 1), [3, 0, 2]);
        assert_eq!(cases(u32::MAX, Wrong, 1, 1)[0], u32::MAX / 3 * 2);
    }

    #[test]
    fn a_wrong_formula_earns_nothing_but_follow_through() {
        use {Kind::*, Verdict::*};
        assert_eq!(points([(Case, Wrong), (Stability, Right), (Property, Right)]), [0, 0, 0]);
        assert_eq!(points([(Case, Wrong), (Stability, Right), (Property, FollowThrough)]), [0, 0, 2]);
        assert_eq!(points([(Case, NotRun), (Stability, NotRun), (Property, NotRun)]), [0, 0, 0]);
    }
}

//! From verdicts to points: the whole rule, and nothing else.
//!
//! 1. The points of the cases are earned when every case of the function is right, and not at all
//!    otherwise: a wrong formula passes many easy inputs.
//! 2. Stability and properties count once every case is right; wrong formulas keep laws too.
//! 3. Follow-through counts at once. It is given in two cases: a gradient that is wrong by itself, but
//!    the derivative of the student's own wrong loss; and a right function whose law also needs
//!    another function that is not right.

use crate::report::{Check, Kind, Verdict};

/// Sets the points of the checks of one function.
pub fn score(checks: &mut [Check]) {
    let right = checks.iter().filter(|check| check.kind == Kind::Case).all(|check| check.verdict == Verdict::Right);
    for check in checks {
        let earned = match check.verdict {
            Verdict::Right => right,
            Verdict::FollowThrough => true,
            Verdict::Wrong | Verdict::NotRun | Verdict::ByPerson | Verdict::GraderError => false,
        };
        check.points = if earned { check.max } else { 0 };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fate::FateWord;

    fn points(verdicts: [(Kind, Verdict); 3]) -> Vec<u32> {
        let check = |(kind, verdict)| Check {
            kind,
            name: String::new(),
            verdict,
            fate: FateWord::Value,
            points: 9,
            max: 2,
            evidence: vec![],
        };
        let mut checks = verdicts.map(check);
        score(&mut checks);
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
    fn a_wrong_formula_earns_nothing_but_follow_through() {
        use {Kind::*, Verdict::*};
        assert_eq!(points([(Case, Wrong), (Stability, Right), (Property, Right)]), [0, 0, 0]);
        assert_eq!(points([(Case, Wrong), (Stability, Right), (Property, FollowThrough)]), [0, 0, 2]);
        assert_eq!(points([(Case, NotRun), (Stability, NotRun), (Property, NotRun)]), [0, 0, 0]);
    }
}

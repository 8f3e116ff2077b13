//! What a student is told of grading on inputs that nobody knows: the one place where a whole report is cut to that,
//! as data, before anything is made of it.
//!
//! Stored cases are public, and stay as they are. Of what was drawn the verdict stays, and the course's own words: no
//! input, no value, no text of a panic, no count, no limit, no seed. What disturbed the grader may hold any of these,
//! and goes, too.

use crate::fate::Ending;
use crate::report::{
    CaseEvidence, CaseFinding, Check, Evidence, ExerciseReport, FunctionReport, LawEvidence, LawFinding, Remark, Report,
};

/// The same report, for the student whose work it is.
pub fn for_student(report: Report) -> Report {
    Report { seed: None, exercises: report.exercises.into_iter().map(exercise).collect(), ..report }
}

fn exercise(report: ExerciseReport) -> ExerciseReport {
    let told = |remark| match remark {
        Remark::Disturbed { .. } => Remark::Disturbed { cause: String::new() },
        other => other,
    };
    let remarks = report.remarks.into_iter().map(told).collect();
    ExerciseReport { remarks, functions: report.functions.into_iter().map(entry).collect(), ..report }
}

fn entry(entry: FunctionReport) -> FunctionReport {
    let check = |check: Check| {
        let evidence = check.evidence.into_iter().map(evidence).collect();
        Check { evidence, wrong_draws: vec![], ..check }
    };
    FunctionReport { checks: entry.checks.into_iter().map(check).collect(), ..entry }
}

fn evidence(one: Evidence) -> Evidence {
    match one {
        // of a drawn case that was never called it is told that, and not how many there are
        Evidence::Case(case) if is_told(&case) => Evidence::Case(CaseEvidence { drawn: None, ..case }),
        Evidence::Case(case) => {
            let finding = match case.finding {
                CaseFinding::Unsteady { .. } => CaseFinding::Unsteady { replies: None },
                CaseFinding::Differs { .. } | CaseFinding::NoValue { .. } | CaseFinding::Untold => CaseFinding::Untold,
            };
            Evidence::Case(CaseEvidence { args: vec![], drawn: None, finding, ..case })
        }
        Evidence::Law(law) => Evidence::Law(LawEvidence { finding: finding(law.finding), ..law }),
        public @ (Evidence::Line(_)
        | Evidence::Option(_)
        | Evidence::Answer(_)
        | Evidence::Text(_)
        | Evidence::Unread(_)) => public,
    }
}

/// A stored case that no mistake of the grader's speaks of, or one that was never called.
fn is_told(case: &CaseEvidence) -> bool {
    let ending = match &case.finding {
        CaseFinding::NoValue { ending } => Some(ending),
        CaseFinding::Differs { .. } | CaseFinding::Unsteady { .. } | CaseFinding::Untold => None,
    };
    match (case.drawn, ending) {
        (_, Some(ending)) if was_not_called(ending) => true,
        (_, Some(Ending::Misuse { .. })) => false,
        (drawn, _) => drawn.is_none(),
    }
}

fn was_not_called(ending: &Ending) -> bool {
    matches!(ending, Ending::Unfinished | Ending::NotBuilt(_) | Ending::NotCalled { .. })
}

fn finding(finding: LawFinding) -> LawFinding {
    let untold = |says: String| LawFinding::Untold { says };
    match finding {
        LawFinding::Broken { says, .. } | LawFinding::Misshapen { says, .. } | LawFinding::Untold { says } => {
            untold(says)
        }
        LawFinding::NoValue { ending, .. } if was_not_called(&ending) => LawFinding::NoValue { args: vec![], ending },
        LawFinding::OtherHasNone { function, ending } if was_not_called(&ending) => {
            LawFinding::OtherHasNone { function, ending }
        }
        LawFinding::NoValue { .. } | LawFinding::OtherHasNone { .. } | LawFinding::Senseless { .. } => {
            untold(String::new())
        }
        told @ (LawFinding::Holds
        | LawFinding::NoDerivative
        | LawFinding::OtherIsWrong { .. }
        | LawFinding::Follows { .. }
        | LawFinding::FollowsNothing { .. }
        | LawFinding::Unsettled) => told,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::Value;
    use crate::report::{Argument, Excerpt, OfDraws, Second, Twice, Verdict};

    fn case(drawn: Option<OfDraws>, ending: Ending) -> Evidence {
        let args = vec![Argument::new("beta", &Value::Number(0.725), 9)];
        let finding = CaseFinding::NoValue { ending };
        Evidence::Case(CaseEvidence { name: "warm".into(), verdict: Verdict::Wrong, args, drawn, finding })
    }

    #[test]
    fn wrong_values_of_drawn_inputs_are_not_told() {
        use crate::course::Function;
        use crate::fate::FateWord;
        use crate::report::{Kind, WrongDraw};
        let exercise = crate::sample::exercise();
        let function: &Function = &exercise.functions[0];
        let reply = Excerpt { value: Value::Number(0.725), cut_from: None };
        let draw = WrongDraw { name: "numbers".into(), draw: 1, digest: "0123".into(), reply };
        let check = Check::new(Kind::Case, "cases", 4, Verdict::Wrong, FateWord::Value, vec![]);
        let check = Check { wrong_draws: vec![draw], ..check };
        let told = entry(FunctionReport::of_function(function, None).judged(vec![check], None, None));
        assert!(told.checks[0].wrong_draws.is_empty());
    }

    #[test]
    fn of_drawn_inputs_the_verdict_alone_is_told() {
        let panicked = || Ending::Panicked { message: "at 0.725".into(), line: Some(7) };
        let draws = Some(OfDraws { wrong: 3, of: 8 });
        let told = |one: Evidence| serde_json::to_string(&evidence(one)).expect("JSON");
        let public = told(case(None, panicked()));
        assert!(public.contains("0.725") && public.contains("at 0.725"), "{public}");
        let secret = told(case(draws, panicked()));
        assert!(!secret.contains("0.725") && !secret.contains('8') && secret.contains("untold"), "{secret}");
        let misuse = told(case(None, Ending::Misuse { message: "at 0.725".into() }));
        assert!(!misuse.contains("0.725"), "{misuse}");
        let first = Excerpt { value: Value::Number(0.725), cut_from: None };
        let replies = Some(Box::new(Twice { first, second: Second::NoValue { ending: panicked() } }));
        let Evidence::Case(twice) = case(draws, Ending::Unfinished) else { panic!("a case") };
        let twice = told(Evidence::Case(CaseEvidence { finding: CaseFinding::Unsteady { replies }, ..twice }));
        assert!(!twice.contains("0.725") && !twice.contains('8') && twice.contains("unsteady"), "{twice}");
        let unfinished = told(case(draws, Ending::Unfinished));
        assert!(unfinished.contains("unfinished") && !unfinished.contains('8'), "{unfinished}");
        let law =
            |finding| told(Evidence::Law(LawEvidence { law: "f(x) > 0".into(), verdict: Verdict::Wrong, finding }));
        let says = || "It is positive.".to_owned();
        for finding in [
            LawFinding::Misshapen { what: "0.725".into(), says: says() },
            LawFinding::NoValue { args: vec![Argument::new("x", &Value::Number(0.725), 9)], ending: panicked() },
            LawFinding::OtherHasNone { function: "g".into(), ending: panicked() },
            LawFinding::Senseless { what: "0.725".into() },
        ] {
            let said = law(finding);
            assert!(!said.contains("0.725") && said.contains("untold"), "{said}");
        }
        assert!(law(LawFinding::Misshapen { what: "0.725".into(), says: says() }).contains("It is positive."));
    }
}

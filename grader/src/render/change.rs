//! What an edit changed, in a few lines: every entry that changed, then the rest in one line.

use super::english::Of;
use super::overview::{Stand, stand};
use super::page::{Page, plural};
use super::section::{short, word};
use super::style::{BAD, FAINT};
use super::{english, place};
use judge::report::{Change, Check, EntryChange, FunctionReport, Report, State};

/// More checks of one entry that turned are left out: its points tell of them.
const TURNED: usize = 2;
/// More entries that changed are only counted: somebody put another file in the place of the old one.
const ENTRIES: usize = 8;

/// What changed in an exercise of a report, which holds the later state.
pub fn changed(report: &Report, change: &Change<'_>, width: usize) -> String {
    let page = Page { width };
    let now = change.now;
    let mut text = String::new();
    if let Some(error) = now.errors.first() {
        let file = match &error.file {
            Some(file) => place::file(report, now, file),
            None => place::main_file(report, now),
        };
        let place: String = std::iter::once(file)
            .chain([error.line, error.column].into_iter().map_while(|number| number.map(|n| format!(":{n}"))))
            .collect();
        text += &page.paragraph(&format!("{BAD}{}{BAD:#}", english::compile_error(&place, error)), 0);
    }
    match now.state {
        State::Graded | State::NotStarted => {}
        State::NotCompiled => return text,
        State::GraderError => {
            let cause = now.remarks.first().map(english::remark).unwrap_or_default();
            return page.paragraph(&english::lost(&now.name, &cause), 0);
        }
        State::CompileOvertime | State::Missing | State::Refused => {
            let remarks: Vec<String> = now.remarks.iter().map(english::remark).collect();
            let says = format!("{}: {}. {}", now.name, english::summary(now.state), remarks.join(" "));
            return page.paragraph(says.trim_end(), 0);
        }
    }
    text += &change.entries.iter().take(ENTRIES).map(|one| entry(one, page)).collect::<String>();
    text + &rest(report, change, page)
}

/// One entry: `free_energy 6 → 8: stability holds now`.
fn entry(change: &EntryChange<'_>, page: Page) -> String {
    let (before, now) = (change.before, change.now);
    let stand = stand(now);
    let (_, style) = word(stand);
    let points = match before.points == now.points {
        true => format!("{} of {}", now.points, now.max),
        false => format!("{} → {}", before.points, now.points),
    };
    let mut says = vec![];
    if now.untouched() {
        says.push(english::unwritten().to_owned());
    } else {
        // what has one check alone is right or not, and of what was not there nothing turned
        if !before.untouched() && now.checks.len() > 1 {
            says =
                change.turned.iter().map(|(check, way)| english::turned(check, *way, spoken_of(now, check))).collect();
            says.dedup();
            says.truncate(TURNED);
        }
        match (stand, says.is_empty()) {
            (Stand::Right, none) => says.push(english::right(!none).to_owned()),
            (_, true) if before.untouched() => says.push(english::begun().to_owned()),
            _ => {}
        }
        if matches!(stand, Stand::Part | Stand::Wrong) {
            says.extend(short(now).map(|short| short.trim_end_matches('.').replace('\n', " ")));
        }
    }
    if says.is_empty() {
        says.push(english::otherwise().to_owned());
    }
    page.hanging(&format!("{} {style}{points}{style:#}: ", now.name), &says.join("; "), 2)
}

/// Are all checks of its sort as this one is?
fn spoken_of(entry: &FunctionReport, one: &Check) -> Of {
    let mut sort = entry.checks.iter().filter(|check| check.kind == one.kind);
    if sort.all(|check| check.verdict == one.verdict) { Of::All } else { Of::One }
}

/// Everything else in one line.
fn rest(report: &Report, change: &Change<'_>, page: Page) -> String {
    let (before, now) = (change.before, change.now);
    let was = if before.points == now.points { String::new() } else { format!(" (before {})", before.points) };
    let more = change.entries.len().saturating_sub(ENTRIES);
    let more = if more > 0 { format!(", {more} more changed") } else { String::new() };
    let same = match (change.entries.is_empty(), change.same) {
        (true, _) => ", nothing changed".to_owned(),
        (false, 0) => String::new(),
        (false, 1) => ", 1 other as before".to_owned(),
        (false, same) => format!(", {same} others as before"),
    };
    let all = format!("; {} of {} points in all", report.points, report.max);
    let warnings = match now.warnings.len() + now.more_warnings {
        0 => String::new(),
        some => format!(", {}", plural(some, "warning")),
    };
    let says = format!("{FAINT}{} of {}{was}{more}{same}{warnings}{all}{FAINT:#}", now.points, now.max);
    page.hanging(&format!("{} ", now.name), &says, 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use judge::fate::FateWord;
    use judge::report::{
        Asks, Check, Diagnosis, Diagnostic, ExerciseReport, FunctionReport, Kind, Level, Likeness, Provenance, SCHEMA,
        Slot, Submitted, Verdict, change,
    };

    fn check(kind: Kind, name: &str, verdict: Verdict, max: u32) -> Check {
        let fate = if verdict == Verdict::NotRun { FateWord::Unfinished } else { FateWord::Value };
        let points = if verdict == Verdict::Right { max } else { 0 };
        Check::new(kind, name, max, verdict, fate, vec![]).worth(points)
    }

    fn entry(name: &str, checks: Vec<Check>) -> FunctionReport {
        FunctionReport {
            name: name.into(),
            asks: Asks::Function { signature: format!("fn {name}() -> f64"), returns: "f64".into() },
            file: "src/lib.rs".into(),
            line: Some(7),
            points: checks.iter().map(|check| check.points).sum(),
            max: checks.iter().map(|check| check.max).sum(),
            checks,
            drawn_later: vec![],
            upstream: None,
            diagnosis: None,
            note: None,
            pictures: vec![],
        }
    }

    /// A function with these verdicts on its cases, on stability and on a law.
    fn function(name: &str, [cases, stability, law]: [Verdict; 3]) -> FunctionReport {
        let checks = vec![
            check(Kind::Case, "", cases, 5),
            check(Kind::Stability, "large", stability, 2),
            check(Kind::Property, "a shift changes nothing", law, 1),
        ];
        entry(name, checks)
    }

    fn exercise(functions: Vec<FunctionReport>) -> ExerciseReport {
        ExerciseReport {
            name: "gibbs".into(),
            title: "Gibbs".into(),
            points: functions.iter().map(|one| one.points).sum(),
            max: functions.iter().map(|one| one.max).sum(),
            later: 0,
            state: State::Graded,
            before: None,
            remarks: vec![],
            errors: vec![],
            more_errors: 0,
            warnings: vec![],
            more_warnings: 0,
            functions,
        }
    }

    fn told(before: &ExerciseReport, now: &ExerciseReport) -> String {
        let report = Report {
            schema: SCHEMA.into(),
            course: "A course".into(),
            assignment: "all".into(),
            submission: Submitted::folder("exercises", Slot::Exercises),
            points: now.points,
            max: 300,
            by_person: 0,
            later: 0,
            seed: Some(7),
            provenance: Provenance {
                grader: String::new(),
                fixtures: String::new(),
                submission: String::new(),
                toolchain: String::new(),
                target: String::new(),
            },
            assignments: vec![],
            exercises: vec![now.clone()],
            training: vec![],
        };
        anstream::adapter::strip_str(&changed(&report, &change(before, now), 80)).to_string()
    }

    use Verdict::{NotRun, Right, Wrong};

    #[test]
    fn an_entry_that_changed_is_told_with_what_turned_and_the_rest_in_a_line() {
        let others = || [function("entropy", [Right; 3]), function("variance", [NotRun; 3])];
        let with = |one: FunctionReport| exercise([one].into_iter().chain(others()).collect());
        let open = with(function("free_energy", [NotRun; 3]));
        let partly = with(function("free_energy", [Right, Wrong, Right]));
        let right = with(function("free_energy", [Right; 3]));
        let mut wrong = function("free_energy", [Wrong; 3]);
        wrong.diagnosis = Some(Diagnosis { like: Likeness::Sign, besides: vec![] });
        let wrong = with(wrong);
        let other = with(function("free_energy", [Wrong; 3]));
        let steps = [
            ("stability mended", &partly, &right),
            ("written at once", &open, &right),
            ("written wrong", &open, &wrong),
            ("broken", &right, &wrong),
            ("taken back", &right, &open),
            ("wrong in another way", &wrong, &other),
            ("a comment", &right, &right),
        ];
        let all: Vec<String> =
            steps.iter().map(|(name, before, now)| format!("{name}\n{}", told(before, now))).collect();
        insta::assert_snapshot!("entries", all.join("\n"));
    }

    #[test]
    fn what_does_not_compile_is_told_in_a_line_and_not_compared() {
        let before = exercise(vec![function("gibbs", [Right; 3])]);
        let mut now = exercise(vec![entry("gibbs", vec![])]);
        now.state = State::NotCompiled;
        let error = Diagnostic::new(Level::Error, Some(judge::report::Code::new("E0308")), "mismatched types");
        now.errors = vec![error.at("src/lib.rs", Some(35), Some(9))];
        assert_eq!(told(&before, &now), "exercises/gibbs/src/lib.rs:35:9: mismatched types [E0308]\n");
        assert_eq!(judge::report::standing(&before, &now).points, before.points);
    }
}

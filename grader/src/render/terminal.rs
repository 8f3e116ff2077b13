//! A report for a terminal of 80 columns. Every state has a word, so that nothing rests on colour.

use super::overview::{Stand, overview, stand};
use super::style::{BAD, FAINT, GOOD, PART, STRONG};
use super::{english, place};
use judge::course::ANSWERS;
use judge::number::Value;
use judge::report::{
    Argument, Asks, CaseFinding, Check, Evidence, ExerciseReport, FunctionReport, Kind, LawFinding, Report, Slot,
    State, Verdict,
};

pub const WIDTH: usize = 80;
/// Failing functions of one exercise that are explained when several exercises are shown.
const EXPLAINED: usize = 3;
/// More entries that nobody has begun are only counted, unless one exercise alone is shown.
const OPEN: usize = 5;
/// Failing cases and laws of one function that are shown in detail; more would only bury the first.
const SHOWN: usize = 6;

/// Writes the report. With `detail`, everything that is wrong; without, what to mend first.
pub fn to_terminal(report: &Report, detail: bool) -> String {
    let mut text = overview(report);
    for exercise in &report.exercises {
        // of a file that is not there the table says all there is to say, unless something is written beside it
        let untouched = exercise.functions.iter().all(FunctionReport::untouched);
        let silent = exercise.remarks.is_empty()
            && (exercise.state == State::NotStarted || exercise.state == State::Missing && !detail && untouched);
        let clean = exercise.points == exercise.max && exercise.warnings.is_empty() && exercise.remarks.is_empty();
        if !silent && (detail || !clean) {
            text += &section(report, exercise, detail);
        }
    }
    text += &next(report);
    if !untouched(report) {
        // where nothing was called nothing was drawn
        text += &seed(report);
    }
    text
}

/// Nobody has written anything yet.
fn untouched(report: &Report) -> bool {
    report.exercises.iter().all(|exercise| exercise.state == State::NotStarted)
}

fn seed(report: &Report) -> String {
    format!("{FAINT}Seed {}; run again with --seed {0} to draw the same inputs.{FAINT:#}\n", report.seed)
}

fn section(report: &Report, exercise: &ExerciseReport, detail: bool) -> String {
    let mut text = rule(&format!("{}: {}", exercise.name, exercise.title), &place::main_file(report, exercise));
    if exercise.state == State::Missing {
        text += &paragraph(&missing(report, exercise), 2);
    }
    let remarks: Vec<String> = exercise.remarks.iter().map(english::remark).collect();
    if !remarks.is_empty() {
        text += &paragraph(&remarks.join(" "), 2);
    }
    if let Some((first, rest)) = exercise.errors.split_first() {
        text += &block(&first.rendered, if detail { 60 } else { 16 });
        if !rest.is_empty() {
            text += &paragraph(
                &format!("{} more after this one; the first is the one to mend.", plural(rest.len(), "error")),
                2,
            );
        }
    }
    if let Some(warning) = exercise.warnings.first() {
        let place = warning.line.map(|line| format!(" on line {line}")).unwrap_or_default();
        let count = plural(exercise.warnings.len(), "warning");
        text += &paragraph(
            &format!("It compiles with {count}, which cost nothing; the first{place}: {}", warning.message),
            2,
        );
    }
    let mut explained = 0;
    let names = exercise.functions.iter().map(|function| function.name.chars().count()).fold(24, usize::max);
    let judged = || exercise.functions.iter().filter(|function| !function.checks.is_empty());
    let open: Vec<&str> =
        judged().filter(|entry| stand(entry) == Stand::Open).map(|entry| entry.name.as_str()).collect();
    let listed = detail || open.len() <= OPEN;
    for function in judged().filter(|entry| listed || stand(entry) != Stand::Open) {
        let stand = stand(function);
        let (word, style) = match stand {
            Stand::Right => ("right", GOOD),
            Stand::Part => ("partly", PART),
            Stand::Wrong => ("wrong", BAD),
            Stand::Open => ("to write", FAINT),
            Stand::Collected => ("given", GOOD),
            Stand::Unread => ("unread", BAD),
        };
        let points = match &function.asks {
            Asks::Text { by_person, .. } => format!("{by_person} by a person"),
            _ => format!("{:>2} / {}", function.points, function.max),
        };
        text += &format!("  {style}{word:<8}{style:#}  {:<names$} {style}{points}{style:#}\n", function.name);
        if matches!(stand, Stand::Part | Stand::Wrong) {
            explained += 1;
            if detail || explained <= EXPLAINED {
                text += &explanation(function, detail);
            }
        } else if let (Stand::Collected, Asks::Text { rubric, .. }, true) = (stand, &function.asks, detail) {
            text += &looks_for(rubric);
        }
    }
    if !listed {
        let more = open.len() - OPEN;
        let names = paragraph(&format!("{} and {more} more", open[..OPEN].join(", ")), 12);
        text += &format!("  {FAINT}to write{FAINT:#}  {}", names.trim_start());
    }
    if explained > EXPLAINED && !detail {
        text += &paragraph(&format!("All of it: cargo run -p grader -- {}", exercise.name), 2);
    }
    text.push('\n');
    text
}

/// Why a function has not all its points.
fn explanation(function: &FunctionReport, detail: bool) -> String {
    let mut text = String::new();
    let returns = match &function.asks {
        Asks::Function { returns, .. } => returns.as_str(),
        Asks::Text { rubric, .. } => {
            text += &looks_for(rubric);
            ""
        }
        Asks::Derivation { .. } | Asks::Choice { .. } => "",
    };
    if let Some(note) = &function.note {
        text += &paragraph(&english::note(note), 12);
    }
    if let Some(diagnosis) = &function.diagnosis {
        text += &paragraph(&format!("Looks like \"{}\". {}", diagnosis.name, diagnosis.says), 12);
    }
    let most = match function.asks {
        // the first wrong line alone: those below it may only inherit its mistake
        Asks::Derivation { .. } | Asks::Text { .. } => 1,
        Asks::Function { .. } | Asks::Choice { .. } if detail => SHOWN,
        Asks::Function { .. } | Asks::Choice { .. } => 1,
    };
    let mut shown = 0;
    let mut hidden = 0;
    let mut said = vec![];
    for check in function.checks.iter().filter(|check| check.points < check.max || check.kind == Kind::Text) {
        for one in check.evidence.iter().filter(|one| one.verdict() != Verdict::Right) {
            // one death explains itself once, however many calls it cost
            let same = one.ending().is_some_and(|ending| said.contains(&ending));
            if same {
                continue;
            }
            if shown < most {
                shown += 1;
                said.extend(one.ending());
                text += &evidence(function, check, one, returns);
            } else {
                hidden += 1;
            }
        }
        hidden += check.more;
    }
    if hidden > 0 && matches!(function.asks, Asks::Function { .. } | Asks::Choice { .. }) {
        text += &paragraph(&format!("and {hidden} more like this"), 12);
    }
    text
}

fn looks_for(rubric: &[String]) -> String {
    paragraph(&format!("A person looks for: {}.", rubric.join("; ").trim_end_matches('.')), 12)
}

fn evidence(function: &FunctionReport, check: &Check, one: &Evidence, returns: &str) -> String {
    let head = |kind: &str, name: &str| format!("{}{FAINT}{kind}:{FAINT:#} {STRONG}{name}{STRONG:#}\n", " ".repeat(12));
    let call = |args: &[Argument]| {
        if args.is_empty() {
            String::new()
        } else {
            let args: Vec<String> =
                args.iter().map(|one| format!("{} = {}", one.name, one.value.value.show(12))).collect();
            labelled("call", &format!("{}({})", function.name, args.join(", ")))
        }
    };
    match one {
        // the exercise says it, for all its answers together
        Evidence::Unread(_) => String::new(),
        Evidence::Case(case) => {
            let kind = if check.kind == Kind::Stability { "stability" } else { "case" };
            match &case.finding {
                CaseFinding::NoValue { ending: judge::fate::Ending::NotBuilt(why) } => {
                    paragraph(&english::not_built(why), 12)
                }
                CaseFinding::NoValue { ending } => {
                    head(kind, &case.name) + &call(&case.args) + &labelled("", &english::ending(ending))
                }
                CaseFinding::Differs { got, expected, mismatch, .. } => {
                    let (expected, got) = distinguishable(&expected.value, &got.value);
                    head(kind, &case.name)
                        + &call(&case.args)
                        + &labelled("yours", &got)
                        + &labelled("expected", &expected)
                        + &labelled("error", &english::difference(mismatch, returns))
                }
            }
        }
        Evidence::Law(law) => {
            let mut text = head("law", &check.name);
            match &law.finding {
                LawFinding::Broken { drawn, left, right, .. } => {
                    let drawn: Vec<String> =
                        drawn.iter().map(|one| format!("{} = {}", one.name, one.value.value.show(6))).collect();
                    let (right, left) = distinguishable(&right.value, &left.value);
                    text += &labelled("law", &law.law);
                    text += &labelled("with", &drawn.join(", "));
                    text += &labelled("left", &left);
                    text += &labelled("right", &right);
                }
                LawFinding::NoValue { ending: judge::fate::Ending::NotBuilt(why), .. } => {
                    return paragraph(&english::not_built(why), 12);
                }
                LawFinding::NoValue { args, .. } => text += &call(args).replace("call", "with"),
                _ => {}
            }
            text + &english::law(&law.finding).map(|says| labelled("", &says)).unwrap_or_default()
        }
        Evidence::Line(line) => {
            labelled(&format!("line {}", line.number), &line.text) + &labelled("", &english::line(line))
        }
        Evidence::Option(option) => {
            labelled(&option.letter.to_string(), &option.text) + &labelled("", &english::option(&option.finding))
        }
        Evidence::Answer(answer) => {
            let given = answer.given.iter().map(|given| labelled("answer", &format!("\"{given}\"")));
            given.collect::<String>() + &labelled("", &english::answer_fault(&answer.fault))
        }
        Evidence::Text(text) => paragraph(&english::text(&text.finding), 12),
    }
}

/// Both values with as many digits as it takes to see a difference.
fn distinguishable(expected: &Value, got: &Value) -> (String, String) {
    let show = |value: &Value, digits| value.show(digits);
    for digits in [6, 9, 12] {
        let pair = (show(expected, digits), show(got, digits));
        if pair.0 != pair.1 {
            return pair;
        }
    }
    (show(expected, 17), show(got, 17))
}

/// What to do now: one function, one file, one hint.
fn next(report: &Report) -> String {
    let broken = |exercise: &&ExerciseReport| {
        matches!(exercise.state, State::NotCompiled | State::CompileOvertime | State::Refused)
    };
    if let Some(exercise) = report.exercises.iter().find(broken) {
        let line =
            exercise.errors.first().and_then(|error| error.line).map(|line| format!(":{line}")).unwrap_or_default();
        return format!("{STRONG}Next{STRONG:#}  mend {}{line}\n\n", place::main_file(report, exercise));
    }
    let started = |exercise: &&ExerciseReport| exercise.state == State::Graded && exercise.points < exercise.max;
    let open = |exercise: &&ExerciseReport| exercise.state == State::NotStarted;
    let Some(exercise) = report.exercises.iter().find(started).or_else(|| report.exercises.iter().find(open)) else {
        if report.points == report.max {
            return format!("{GOOD}Everything is right. Well done.{GOOD:#}\n\n") + &texts(report);
        }
        let lost = report.exercises.iter().find(|exercise| exercise.state == State::Missing);
        return lost.map(|exercise| paragraph(&missing(report, exercise), 0) + "\n").unwrap_or_default();
    };
    // what is begun comes before what is not
    let unfinished = exercise.functions.iter().filter(|function| function.points < function.max);
    let begun = unfinished.clone().find(|function| !function.untouched());
    let Some(function) = begun.or_else(|| unfinished.clone().next()) else { return String::new() };
    let verb = if function.untouched() { "write" } else { "mend" };
    let mut text = String::new();
    let newcomer = untouched(report);
    if newcomer {
        text += &paragraph(
            "Each exercise is a small Rust crate whose functions still say `todo!()`. Write one, run this again, and see your points, what is wrong, and why.",
            0,
        );
        text.push('\n');
    }
    let file = place::entry(report, exercise, function);
    let asks = match &function.asks {
        Asks::Function { signature, .. } => format!("pub {signature}"),
        Asks::Derivation { start, goal } => format!("from {start} to {goal}"),
        Asks::Choice { question } | Asks::Text { question, .. } => question.clone(),
    };
    text += &format!("{STRONG}Next{STRONG:#}  {verb} `{}` in {file}\n", function.name);
    text += &paragraph(&asks, 6);
    let other = place::option(report);
    let rows = [
        ("the theory", format!("exercises/{}/README.md", exercise.name)),
        ("a hint", format!("cargo run -p grader -- hint {} {}", exercise.name, function.name)),
        ("this exercise alone", format!("cargo run -p grader -- {}{other}", exercise.name)),
    ];
    for (what, how) in rows.into_iter().take(if newcomer { 2 } else { 3 }) {
        text += &format!("      {FAINT}{what:<20}{FAINT:#}{how}\n");
    }
    text.push('\n');
    text
}

/// The texts that a person still waits for.
fn texts(report: &Report) -> String {
    let owed = |exercise: &&ExerciseReport| exercise.functions.iter().any(waiting);
    let Some(exercise) = report.exercises.iter().find(owed) else { return String::new() };
    let open = exercise.functions.iter().filter(|entry| waiting(entry));
    let names: Vec<&str> = open.map(|entry| entry.name.as_str()).collect();
    let file = place::file(report, exercise, ANSWERS);
    format!("{STRONG}Next{STRONG:#}  for a person to grade, in {file}:\n{}\n", paragraph(&names.join(", "), 6))
}

/// A text that nobody could grade yet.
fn waiting(entry: &FunctionReport) -> bool {
    matches!(entry.asks, Asks::Text { .. }) && !entry.collected()
}

/// What to do about a file that is not there.
fn missing(report: &Report, exercise: &ExerciseReport) -> String {
    let back = match report.submission.slot {
        Slot::Exercises => {
            format!(" `cargo run -p grader -- reset {}` brings the empty exercise back.", exercise.name)
        }
        Slot::Submission | Slot::Reference => String::new(),
    };
    format!("There is no {}.{back}", place::main_file(report, exercise))
}

fn rule(title: &str, file: &str) -> String {
    let room = WIDTH.saturating_sub(title.chars().count() + file.chars().count() + 2);
    format!("{STRONG}{title}{STRONG:#} {FAINT}{} {file}{FAINT:#}\n", "─".repeat(room.max(1)))
}

/// `label` in a narrow column, the rest beside it.
fn labelled(label: &str, text: &str) -> String {
    const INDENT: usize = 14;
    const COLUMN: usize = 9;
    let first = format!("{}{label:<COLUMN$}", " ".repeat(INDENT));
    let rest = " ".repeat(INDENT + COLUMN);
    let options = textwrap::Options::new(WIDTH).initial_indent(&first).subsequent_indent(&rest).break_words(false);
    textwrap::fill(text, options) + "\n"
}

pub(super) fn paragraph(text: &str, indent: usize) -> String {
    let space = " ".repeat(indent);
    let options = textwrap::Options::new(WIDTH).initial_indent(&space).subsequent_indent(&space).break_words(false);
    textwrap::fill(text, options) + "\n"
}

/// Foreign text as it is, indented, its length bounded.
fn block(text: &str, most: usize) -> String {
    let lines: Vec<&str> = text.trim_end().lines().collect();
    let mut block: String = lines.iter().take(most).map(|line| format!("  {line}\n")).collect();
    if lines.len() > most {
        block += &format!("  {FAINT}… {} more lines{FAINT:#}\n", lines.len() - most);
    }
    block
}

fn plural(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}

/// Evidence in two clauses: with which inputs, and what is wrong.
pub fn brief(function: &FunctionReport, one: &Evidence) -> (String, String) {
    let with = |args: &[Argument]| {
        let args: Vec<String> = args.iter().map(|one| format!("{} = {}", one.name, one.value.value.show(6))).collect();
        if args.is_empty() { String::new() } else { format!(" with {}", args.join(", ")) }
    };
    let returns = match &function.asks {
        Asks::Function { returns, .. } => returns.as_str(),
        Asks::Derivation { .. } | Asks::Choice { .. } | Asks::Text { .. } => "",
    };
    match one {
        Evidence::Case(case) => {
            let why = match &case.finding {
                CaseFinding::NoValue { ending } => english::ending(ending),
                CaseFinding::Differs { mismatch, .. } => english::difference(mismatch, returns),
            };
            (with(&case.args), why)
        }
        Evidence::Law(law) => {
            let inputs = match &law.finding {
                LawFinding::Broken { drawn, .. } => with(drawn),
                LawFinding::NoValue { args, .. } => with(args),
                _ => String::new(),
            };
            (inputs, english::law(&law.finding).unwrap_or_default())
        }
        Evidence::Line(line) => (String::new(), english::line(line)),
        Evidence::Option(option) => (format!(" in option {}", option.letter), english::option(&option.finding)),
        Evidence::Answer(answer) => (String::new(), english::answer_fault(&answer.fault)),
        Evidence::Text(text) => (String::new(), english::text(&text.finding)),
        Evidence::Unread(unread) => (String::new(), english::unread(unread)),
    }
}

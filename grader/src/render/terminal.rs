//! A report for a terminal of 80 columns. Every state has a word, so that nothing rests on colour.

use super::overview::{Stand, overview, stand};
use super::style::{BAD, FAINT, GOOD, PART, STRONG};
use judge::course::ANSWERS;
use judge::fate::FateWord;
use judge::number::Value;
use judge::report::{Check, Evidence, ExerciseReport, Form, FunctionReport, Kind, Report, State, Verdict};
use serde_json::Value as Json;

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
        let silent = exercise.state == State::NotStarted && exercise.message.is_none()
            || exercise.state == State::Missing && !detail && untouched;
        let clean = exercise.points == exercise.max && exercise.warnings.is_empty() && exercise.message.is_none();
        if !silent && (detail || !clean) {
            text += &section(exercise, detail);
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

fn section(exercise: &ExerciseReport, detail: bool) -> String {
    let mut text = rule(&format!("{}: {}", exercise.name, exercise.title), &exercise.file);
    if let Some(message) = &exercise.message {
        text += &paragraph(message, 2);
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
            Stand::Unread => ("unread", BAD),
            Stand::Open => ("to write", FAINT),
            Stand::Collected => ("given", GOOD),
        };
        let points = match function.form {
            Form::Text => format!("{} by a person", function.by_person),
            Form::Function | Form::Derivation | Form::Choice => format!("{:>2} / {}", function.points, function.max),
        };
        text += &format!("  {style}{word:<8}{style:#}  {:<names$} {style}{points}{style:#}\n", function.name);
        if matches!(stand, Stand::Part | Stand::Wrong) {
            explained += 1;
            if detail || explained <= EXPLAINED {
                text += &explanation(function, detail);
            }
        } else if stand == Stand::Collected && detail {
            text += &function.note.iter().map(|note| paragraph(note, 12)).collect::<String>();
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
    if let Some(note) = &function.note {
        text += &paragraph(note, 12);
    }
    if let Some(diagnosis) = &function.diagnosis {
        text += &paragraph(&format!("Looks like \"{}\". {}", diagnosis.name, diagnosis.says), 12);
    }
    let most = match function.form {
        // the first wrong line alone: those below it may only inherit its mistake
        Form::Derivation | Form::Text => 1,
        Form::Function | Form::Choice if detail => SHOWN,
        Form::Function | Form::Choice => 1,
    };
    let mut shown = 0;
    let mut hidden = 0;
    let mut said: Vec<&str> = vec![];
    for check in function.checks.iter().filter(|check| check.points < check.max || check.kind == Kind::Text) {
        for one in check.evidence.iter().filter(|one| one.verdict != Verdict::Right) {
            // one death explains itself once, however many calls it cost
            let same = one.got.is_none() && one.message.as_deref().is_some_and(|message| said.contains(&message));
            if same {
                continue;
            }
            if shown < most {
                shown += 1;
                said.extend(one.message.as_deref());
                text += &evidence(check, one);
            } else {
                hidden += 1;
            }
        }
    }
    if hidden > 0 && matches!(function.form, Form::Function | Form::Choice) {
        text += &paragraph(&format!("and {hidden} more like this"), 12);
    }
    text
}

fn evidence(check: &Check, one: &Evidence) -> String {
    let kind = match check.kind {
        Kind::Case => "case",
        Kind::Stability => "stability",
        Kind::Property => "law",
        // the section says it once for all questions
        Kind::Choice | Kind::Text if one.fate == FateWord::NotBuilt => return String::new(),
        Kind::Derivation | Kind::Choice => return quoted(one),
        Kind::Text => return paragraph(one.message.as_deref().unwrap_or_default(), 12),
    };
    let name = if check.kind == Kind::Property { &check.name } else { &one.name };
    if one.fate == FateWord::NotBuilt {
        // no call of it could be made, so none of them is worth naming
        return paragraph(one.message.as_deref().unwrap_or_default(), 12);
    }
    let mut text = format!("{}{FAINT}{kind}:{FAINT:#} {STRONG}{name}{STRONG:#}\n", " ".repeat(12));
    if check.kind == Kind::Property && one.got.is_some() {
        text += &labelled("law", &one.name);
    }
    if let Some(call) = &one.call {
        text += &labelled(if check.kind == Kind::Property { "with" } else { "call" }, call);
    }
    if let (Some(expected), Some(got)) = (&one.expected, &one.got) {
        let (expected, got) = distinguishable(expected, got);
        let labels = if check.kind == Kind::Property { ["left", "right"] } else { ["yours", "expected"] };
        text += &labelled(labels[0], &got);
        text += &labelled(labels[1], &expected);
    }
    if let Some(message) = &one.message {
        let label = if one.got.is_some() && check.kind != Kind::Property { "error" } else { "" };
        text += &labelled(label, message);
    }
    text
}

/// A line of a derivation or an option of a question, and what is wrong with it.
fn quoted(one: &Evidence) -> String {
    let call = one.call.iter().map(|call| labelled(&one.name, call));
    call.chain(one.message.iter().map(|message| labelled("", message))).collect()
}

/// Both values with as many digits as it takes to see a difference.
fn distinguishable(expected: &Json, got: &Json) -> (String, String) {
    let show =
        |json: &Json, digits| Value::from_json(json).map_or_else(|| json.to_string(), |value| value.show(digits));
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
        return format!("{STRONG}Next{STRONG:#}  mend {}{line}\n\n", exercise.file);
    }
    let started = |exercise: &&ExerciseReport| exercise.state == State::Graded && exercise.points < exercise.max;
    let open = |exercise: &&ExerciseReport| exercise.state == State::NotStarted;
    let Some(exercise) = report.exercises.iter().find(started).or_else(|| report.exercises.iter().find(open)) else {
        if report.points == report.max {
            return format!("{GOOD}Everything is right. Well done.{GOOD:#}\n\n") + &texts(report);
        }
        let missing = report.exercises.iter().find(|exercise| exercise.state == State::Missing);
        return missing
            .and_then(|exercise| exercise.message.as_deref())
            .map(|message| paragraph(message, 0) + "\n")
            .unwrap_or_default();
    };
    // what is begun comes before what is not
    let unfinished = exercise.functions.iter().filter(|function| function.points < function.max);
    let begun = unfinished.clone().find(|function| !function.untouched());
    let Some(function) = begun.or_else(|| unfinished.clone().next()) else { return String::new() };
    let line = function.line.map(|line| format!(":{line}")).unwrap_or_default();
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
    let folder = exercise.file.trim_end_matches("/src/lib.rs");
    let (file, signature) = match (function.form, function.signature.split_once(": ")) {
        (Form::Derivation | Form::Choice | Form::Text, Some((file, asks))) => {
            (format!("{folder}/{file}{line}"), asks.to_owned())
        }
        _ => (format!("{}{line}", exercise.file), format!("pub {}", function.signature)),
    };
    text += &format!("{STRONG}Next{STRONG:#}  {verb} `{}` in {file}\n", function.name);
    text += &paragraph(&signature, 6);
    let other = match report.submission.as_str() {
        "exercises" => String::new(),
        folder => format!(" --submission {folder}"),
    };
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
    let owed = |exercise: &&ExerciseReport| {
        exercise.functions.iter().any(|entry| entry.form == Form::Text && stand(entry) != Stand::Collected)
    };
    let Some(exercise) = report.exercises.iter().find(owed) else { return String::new() };
    let folder = exercise.file.trim_end_matches("/src/lib.rs");
    let open = exercise.functions.iter().filter(|entry| entry.form == Form::Text && stand(entry) != Stand::Collected);
    let names: Vec<&str> = open.map(|entry| entry.name.as_str()).collect();
    let file = format!("{folder}/{ANSWERS}");
    format!("{STRONG}Next{STRONG:#}  for a person to grade, in {file}:\n{}\n", paragraph(&names.join(", "), 6))
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

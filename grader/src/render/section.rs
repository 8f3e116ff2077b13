//! One exercise: what the compiler said, and every entry with its points and its reason.

use super::evidence::{Scene, diagnosed};
use super::overview::{Stand, stand};
use super::page::{GLUE, INDENT, Page, plural};
use super::style::{BAD, FAINT, GOOD, PART};
use super::value::Extent;
use super::view::Detail;
use super::{english, place};
use anstyle::Style;
use judge::compare::Mismatch;
use judge::report::{
    Asks, CaseFinding, Evidence, ExerciseReport, FunctionReport, Kind, LineEvidence, Note, Report, State, Verdict,
};

/// Options of one question that are explained at most.
const OPTIONS: usize = 6;
/// More entries than this that nobody has begun are only counted.
const OPEN: usize = 5;

/// The section of one exercise. Of the entries that `explained` names one reason is shown; of the others that are
/// not right a few words.
pub fn section(
    report: &Report,
    exercise: &ExerciseReport,
    page: Page,
    detail: Detail,
    explained: &dyn Fn(&FunctionReport) -> bool,
) -> String {
    let mut text = head(report, exercise, page, detail);
    let judged: Vec<&FunctionReport> = exercise.functions.iter().filter(|entry| !entry.checks.is_empty()).collect();
    let of = |stand_: Stand| judged.iter().copied().filter(move |entry| stand(entry) == stand_);
    let names = |stand_: Stand| of(stand_).map(|entry| entry.name.as_str()).collect::<Vec<&str>>();
    let every = detail == Detail::Every;
    let width = judged.iter().map(|entry| entry.name.chars().count()).max().unwrap_or(0).clamp(24, 26);
    // of a file that is not there nobody needs to hear that nothing in it is written
    let open = if exercise.state == State::Missing { 0 } else { names(Stand::Open).len() };
    for entry in &judged {
        let stand = stand(entry);
        let listed = match stand {
            Stand::Part | Stand::Wrong => true,
            Stand::Right => every || misnamed(entry).next().is_some(),
            Stand::Collected | Stand::Received => every,
            Stand::Open => every && open > 0,
            Stand::Unread => false,
        };
        if !listed {
            continue;
        }
        let wrong = matches!(stand, Stand::Part | Stand::Wrong);
        let explain = wrong && explained(entry);
        let words = if wrong && !explain { short(entry) } else { None };
        text += &row(entry, stand, width, words.as_deref(), page);
        if explain {
            text += &explanation(&Scene { report, exercise, function: entry, page, extent: Extent::Telling });
        } else if let (Stand::Collected, Asks::Text { rubric, .. }) = (stand, &entry.asks) {
            text += &looks_for(rubric, page);
        }
        if stand == Stand::Right || explain {
            let lines = misnamed(entry).map(|line| english::line(line) + " This costs nothing.");
            text += &lines.map(|says| page.paragraph(&says, INDENT)).collect::<String>();
        }
    }
    text += &group(Stand::Unread, &names(Stand::Unread), OPEN, page);
    if !every {
        let right: Vec<&str> = of(Stand::Right)
            .filter(|entry| misnamed(entry).next().is_none())
            .map(|entry| entry.name.as_str())
            .collect();
        text += &group(Stand::Right, &right, usize::MAX, page);
        text += &group(Stand::Collected, &names(Stand::Collected), usize::MAX, page);
        text += &group(Stand::Received, &names(Stand::Received), usize::MAX, page);
        if open > 0 {
            text += &group(Stand::Open, &names(Stand::Open), OPEN, page);
        }
    }
    text + "\n"
}

/// The rule, and what is to be said of the whole.
fn head(report: &Report, exercise: &ExerciseReport, page: Page, detail: Detail) -> String {
    let mut text = page.rule(&format!("{}: {}", exercise.name, exercise.title), &place::main_file(report, exercise));
    if exercise.state == State::Missing {
        text += &page.paragraph(&english::missing(report, exercise), 2);
    }
    let mut remarks: Vec<String> = exercise.remarks.iter().map(english::remark).collect();
    remarks.extend(exercise.before.map(|before| english::before(&before)));
    if !remarks.is_empty() {
        text += &page.paragraph(&remarks.join(" "), 2);
    }
    if let Some((first, rest)) = exercise.errors.split_first() {
        let extent = if detail == Detail::Every { Extent::Whole } else { Extent::Telling };
        text += &diagnosed(page, first, extent);
        let more = rest.len() + exercise.more_errors;
        if more > 0 {
            let more = plural(more, "error");
            text += &page.paragraph(&format!("{more} more after this one; the first is the one to mend."), 2);
        }
    }
    if let Some(warning) = exercise.warnings.first() {
        let place = warning.line.map(|line| format!(" on line {line}")).unwrap_or_default();
        let count = plural(exercise.warnings.len() + exercise.more_warnings, "warning");
        let there_are = if exercise.errors.is_empty() { "It compiles with" } else { "Besides, there are" };
        let says = format!("{there_are} {count}, which cost nothing; the first{place}: {}", warning.message);
        text += &page.paragraph(&says, 2);
    }
    text
}

/// The word for a stand, and its colour.
pub fn word(stand: Stand) -> (&'static str, Style) {
    let style = match stand {
        Stand::Right | Stand::Collected => GOOD,
        Stand::Part => PART,
        Stand::Wrong | Stand::Unread => BAD,
        Stand::Open | Stand::Received => FAINT,
    };
    (english::stand(stand), style)
}

/// One entry with its points, and a few words where there is room.
fn row(entry: &FunctionReport, stand: Stand, width: usize, words: Option<&str>, page: Page) -> String {
    let (word, style) = word(stand);
    let points = points(entry);
    let points = if words.is_some() { points.as_str() } else { points.trim_end() };
    let text = format!("  {style}{word:<8}{style:#}  {:<width$}  {style}{points}{style:#}", entry.name);
    let used = 12 + entry.name.chars().count().max(width) + 2 + points.chars().count() + 2;
    match (words, page.width.checked_sub(used)) {
        (Some(words), Some(room)) if room >= 12 => {
            format!("{text}  {FAINT}{}{FAINT:#}\n", cut(&words.replace('\n', " "), room))
        }
        _ => text + "\n",
    }
}

/// ` 3 / 5`, or what a person can give.
pub fn points(entry: &FunctionReport) -> String {
    match &entry.asks {
        Asks::Text { by_person, .. } => format!("{by_person} by a person"),
        Asks::Choice { later, .. } if *later > 0 => format!("{later} when marked"),
        Asks::Function { .. } | Asks::Derivation { .. } | Asks::Choice { .. } => {
            format!("{:>2} / {:<2}", entry.points, entry.max)
        }
    }
}

fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most.saturating_sub(1)).collect::<String>().trim_end().to_owned() + "…"
}

/// Entries of one stand by name, the first ones of many.
fn group(stand: Stand, names: &[&str], most: usize, page: Page) -> String {
    if names.is_empty() {
        return String::new();
    }
    let (word, style) = word(stand);
    let more = names.len().saturating_sub(most);
    let mut list = names[..names.len().min(most)].join(", ");
    if more > 0 {
        list += &format!(" and{GLUE}{more}{GLUE}more");
    }
    let text = page.hanging(&format!("  {word}"), &list, INDENT);
    text.replacen(word, &format!("{style}{word}{style:#}"), 1)
}

/// Why an entry has not all its points: what it looks like, and one piece of evidence.
fn explanation(scene: &Scene<'_>) -> String {
    let (function, page) = (scene.function, scene.page);
    let mut text = String::new();
    if let Asks::Text { rubric, .. } = &function.asks {
        text += &looks_for(rubric, page);
    }
    let last = function.note.as_ref().filter(|note| matches!(note, Note::LawsHold));
    if let (Some(note), None) = (&function.note, last) {
        text += &page.paragraph(&english::note(note), INDENT);
    }
    if let Some(upstream) = &function.upstream {
        text += &page.paragraph(&english::upstream(upstream), INDENT);
    }
    if let Some(diagnosis) = &function.diagnosis {
        text += &page.paragraph(&english::diagnosis(diagnosis), INDENT);
    }
    let lost = against(function);
    let most = match function.asks {
        Asks::Choice { .. } => OPTIONS,
        // of a derivation the first wrong line: those below it may only inherit its mistake
        Asks::Function { .. } | Asks::Derivation { .. } | Asks::Text { .. } => 1,
    };
    let first = simplest(&lost);
    let shown: Vec<_> =
        first.into_iter().chain(lost.iter().filter(|one| Some(**one) != first).copied()).take(most).collect();
    for (check, one) in &shown {
        text += &scene.evidence(check, one);
    }
    let hidden = lost.len() - shown.len() + function.checks.iter().map(|check| check.more).sum::<usize>();
    let mut after = vec![];
    if hidden > 0 && matches!(function.asks, Asks::Function { .. } | Asks::Choice { .. }) {
        let (exercise, name, other) = (&scene.exercise.name, &function.name, place::option(scene.report));
        after.push(format!("And {hidden} more: cargo run -p grader -- {exercise} {name}{other}"));
    }
    after.extend(last.map(english::note));
    after.iter().fold(text, |text, says| text + &page.paragraph(says, INDENT))
}

/// What speaks against an entry, each way to end once: a death explains itself however many calls it cost.
pub fn against(function: &FunctionReport) -> Vec<Against<'_>> {
    let mut known = vec![];
    let lost = function.checks.iter().filter(|check| check.points < check.max || check.kind == Kind::Text);
    let all = lost.flat_map(|check| check.evidence.iter().map(move |one| (check, one)));
    all.filter(|(_, one)| one.verdict() != Verdict::Right)
        .filter(|(_, one)| match one.ending() {
            Some(ending) => {
                let new = !known.contains(&ending);
                known.push(ending);
                new
            }
            None => true,
        })
        .collect()
}

/// The right lines of a derivation beside which another rule stands than the one that is used.
pub fn misnamed(function: &FunctionReport) -> impl Iterator<Item = &LineEvidence> {
    let all = function.checks.iter().flat_map(|check| &check.evidence);
    let lines = all.filter_map(|one| if let Evidence::Line(line) = one { Some(line) } else { None });
    lines.filter(|line| line.misnamed())
}

/// A piece of evidence with the check it belongs to.
pub type Against<'a> = (&'a judge::report::Check, &'a Evidence);

/// The first piece of evidence, unless its arguments are large and a later case of the same check has small ones.
pub fn simplest<'a>(lost: &[Against<'a>]) -> Option<Against<'a>> {
    /// As many numbers fit a line.
    const SMALL: usize = 12;
    let first = *lost.first()?;
    let size = |one: &Evidence| match one {
        Evidence::Case(case) => case.args.iter().map(|arg| arg.value.value.numbers().len()).sum::<usize>().max(SMALL),
        _ => SMALL,
    };
    lost.iter().filter(|(check, _)| check.kind == first.0.kind).min_by_key(|(_, one)| size(one)).copied()
}

fn looks_for(rubric: &[String], page: Page) -> String {
    page.paragraph(&format!("A person looks for: {}.", rubric.join("; ").trim_end_matches('.')), INDENT)
}

/// What is wrong with an entry, in a few words.
pub(super) fn short(function: &FunctionReport) -> Option<String> {
    if let Some(upstream) = &function.upstream {
        return Some(english::upstream(upstream));
    }
    if let Some(diagnosis) = &function.diagnosis {
        return Some(english::in_short(diagnosis));
    }
    let lost = against(function);
    let Some((check, one)) = simplest(&lost) else { return function.note.as_ref().map(english::note) };
    let returns = match &function.asks {
        Asks::Function { returns, .. } => returns.as_str(),
        Asks::Derivation { .. } | Asks::Choice { .. } | Asks::Text { .. } => "",
    };
    Some(match one {
        Evidence::Case(case) => match &case.finding {
            CaseFinding::Differs { mismatch: Mismatch::Shape { .. }, .. } => "another shape is expected".into(),
            CaseFinding::Differs { mismatch, .. } => english::difference(mismatch, returns),
            CaseFinding::NoValue { ending } => english::ending(ending),
            CaseFinding::Unsteady { .. } => "right, and not again".into(),
            CaseFinding::Untold => english::UNTOLD.into(),
        },
        Evidence::Law(law) => match one.ending() {
            Some(ending) => english::ending(ending),
            None => format!("law: {}", if check.name.is_empty() { &law.law } else { &check.name }),
        },
        Evidence::Line(line) => english::line(line),
        Evidence::Option(_) => {
            let letters = lost.iter().filter_map(|(_, one)| match one {
                Evidence::Option(option) => Some(option.letter.to_string()),
                _ => None,
            });
            format!("not {}", letters.collect::<Vec<_>>().join(", "))
        }
        Evidence::Answer(answer) => english::answer_fault(&answer.fault),
        Evidence::Text(text) => english::text(&text.finding),
        Evidence::Unread(unread) => english::unread(unread),
    })
}

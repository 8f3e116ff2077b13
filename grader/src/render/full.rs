//! One function or piece of writing with everything that was found, uncut.

use super::evidence::Scene;
use super::overview::stand;
use super::page::{INDENT, plural};
use super::section::{points, word};
use super::style::STRONG;
use super::value::Extent;
use super::{english, place};
use judge::fate::Ending;
use judge::report::{Asks, Check, Kind};

/// Everything about one entry.
pub fn full(scene: &Scene<'_>) -> String {
    let Scene { report, exercise, function, page, .. } = *scene;
    let scene = Scene { extent: Extent::Whole, ..*scene };
    let (stand, style) = word(stand(function));
    let mut text =
        page.rule(&format!("{}: {}", exercise.name, function.name), &place::entry(report, exercise, function));
    text += &format!("  {style}{stand:<8}{style:#}  {style}{}{style:#}\n", points(function).trim());
    let asks = match &function.asks {
        Asks::Function { signature, .. } => vec![english::signature(signature)],
        Asks::Derivation { start, goal } => vec![format!("from {start}"), format!("to {goal}")],
        Asks::Choice { question, .. } => vec![question.clone()],
        Asks::Text { question, rubric, .. } => {
            vec![question.clone(), format!("A person looks for: {}.", rubric.join("; ").trim_end_matches('.'))]
        }
    };
    let notes = function.note.iter().map(english::note);
    let upstream = function.upstream.iter().map(|upstream| english::upstream(upstream));
    let looks = function.diagnosis.iter().map(english::diagnosis);
    for says in asks.into_iter().chain(upstream).chain(looks).chain(notes) {
        text += &page.paragraph(&says, INDENT);
    }
    for remark in exercise.remarks.iter().filter(|_| function.checks.is_empty() || function.unread()) {
        text += &page.paragraph(&english::remark(remark), INDENT);
    }
    if !function.drawn_later.is_empty() {
        text += &page.paragraph(&english::drawn_later(&function.drawn_later), INDENT);
    }
    let mut known = vec![];
    for check in &function.checks {
        text.push('\n');
        text += &of_check(&scene, check, &mut known);
    }
    text + "\n"
}

fn of_check(scene: &Scene<'_>, check: &Check, known: &mut Vec<Ending>) -> String {
    let (kind, name) = english::check(check);
    let verdict = english::verdict(check.verdict);
    let points = match (scene.function.later(), check.max) {
        (0, 0) => "as case".to_owned(),
        (0, max) => format!("{:>2} / {max:<2}", check.points),
        (later, _) => format!("{later} when marked"),
    };
    let first = format!("  {verdict:<8}  {points}  ");
    let indent = first.chars().count();
    let mut text = scene.page.hanging(&first, &format!("{kind}: {name}"), indent);
    text = text.replacen(verdict, &format!("{STRONG}{verdict}{STRONG:#}"), 1);
    if check.kind == Kind::Case && !check.right.is_empty() {
        text += &scene.page.paragraph(&format!("right: {}", check.right.join("; ")), INDENT);
    }
    for one in &check.evidence {
        // one death explains itself once, however many calls it cost
        match one.ending() {
            Some(ending) if known.contains(ending) => continue,
            Some(ending) => known.push(ending.clone()),
            None => {}
        }
        text += &scene.evidence(check, one);
    }
    if check.more > 0 {
        text += &scene.page.paragraph(&format!("and {} that are not right", plural(check.more, "more case")), INDENT);
    }
    text
}

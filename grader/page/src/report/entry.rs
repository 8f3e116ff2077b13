//! One entry: what was asked, how it stands, why, and how to go on.

use super::evidence::Witness;
use super::picture::pictures;
use super::{Extent, Scene};
use crate::html::{Html, element, of, plain};
use crate::markdown::short;
use crate::sheet::{labelled, unfold};
use grader::render::english::{self, page};
use grader::render::{Stand, against, misnamed, place, simplest, stand};
use judge::course::{Choice, Sort, Written, letter};
use judge::report::{Asks, Check, Evidence, ExerciseReport, FunctionReport, Kind, Verdict};

/// Of one entry no more evidence than this is shown.
const MOST: usize = 5;

/// An entry to unfold; what is begun and not right is unfolded already.
pub fn entry(scene: &Scene<'_>, exercise: &ExerciseReport, entry: &FunctionReport, words: Option<&String>) -> Html {
    let stand = stand(entry);
    let to_mend = matches!(stand, Stand::Part | Stand::Wrong | Stand::Unread);
    let name = plain("h3", Html::code(&entry.name));
    let points = page::entry_points(entry.points, entry.max, entry.by_person(), entry.later());
    let summary = name + badge(stand) + of("span", "points", Html::text(&points));
    let mut inner = asked(scene, exercise, entry, words);
    inner += found(exercise, entry);
    inner += speaks_against(scene, exercise, entry);
    inner += lines(entry);
    inner += pictures(scene, exercise, entry, to_mend);
    if scene.extent == Extent::Everything || (scene.extent == Extent::Telling && to_mend) {
        inner += checks(entry);
    }
    if stand != Stand::Right {
        inner += hints(scene, exercise, entry);
    }
    let (id, class) = (format!("{}-{}", exercise.name, entry.name), format!("entry {}", class(stand)));
    let mut attributes = vec![("class", class.as_str()), ("id", &id)];
    attributes.extend(to_mend.then_some(("open", "")));
    element("details", &attributes, plain("summary", summary) + of("div", "inside", inner))
}

/// The class that gives a stand its colour.
fn class(stand: Stand) -> &'static str {
    match stand {
        Stand::Right | Stand::Collected => "good",
        Stand::Part => "part",
        Stand::Wrong | Stand::Unread => "bad",
        Stand::Open | Stand::Received => "open",
    }
}

/// How an entry stands; the sign before the word is a matter of style.
fn badge(stand: Stand) -> Html {
    of("span", "badge", Html::text(english::stand(stand)))
}

/// What was asked.
fn asked(scene: &Scene<'_>, exercise: &ExerciseReport, entry: &FunctionReport, words: Option<&String>) -> Html {
    let place = of("p", "about", Html::code(&place::entry(scene.report, exercise, entry)));
    let asks = match &entry.asks {
        Asks::Function { signature, .. } => {
            plain("pre", Html::code(&format!("pub {signature}"))) + words.map(|words| short(words)).unwrap_or_default()
        }
        Asks::Derivation { start, goal } => {
            labelled(vec![(page::FROM, Html::code(start)), (page::TO, Html::code(goal))])
        }
        Asks::Choice { question, .. } => plain("p", Html::sentence(question)) + options(scene, exercise, entry),
        Asks::Text { question, rubric, .. } => {
            plain("p", Html::sentence(question)) + of("p", "about", Html::sentence(&page::looks_for(rubric)))
        }
    };
    asks + place
}

fn options(scene: &Scene<'_>, exercise: &ExerciseReport, entry: &FunctionReport) -> Html {
    if scene.extent < Extent::Everything && entry.untouched() {
        return Html::none();
    }
    let owed = scene.material.exercise(&exercise.name).and_then(|exercise| {
        exercise.written.iter().find_map(|written| match written {
            Written::Choice(choice) if choice.name == entry.name => Some(choice),
            _ => None,
        })
    });
    owed.map(all_options).unwrap_or_default()
}

/// The options of a question with their letters.
pub fn all_options(choice: &Choice) -> Html {
    let one = |(at, text): (usize, &str)| {
        let letter = of("b", "letter", Html::text(&letter(at).to_string()));
        plain("li", letter + plain("span", Html::sentence(text)))
    };
    let list = of("ul", "options", choice.options().into_iter().enumerate().map(one).collect());
    match &choice.sort {
        Sort::Tick(_) => list,
        Sort::Place { families, .. } => {
            let families: Vec<String> = families.iter().map(|family| format!("`{family}`")).collect();
            of("p", "about", Html::sentence(&families.join(" · "))) + list
        }
    }
}

/// What is to be said of the whole.
fn found(exercise: &ExerciseReport, entry: &FunctionReport) -> Html {
    let mut inner = Html::none();
    let paragraph = |class: &str, says: &str| of("p", class, Html::sentence(says));
    inner += entry.upstream.iter().map(|upstream| paragraph("diagnosis", &english::upstream(upstream))).collect();
    inner += entry.diagnosis.iter().map(|like| paragraph("diagnosis", &english::diagnosis(like))).collect();
    inner += entry.note.iter().map(|note| paragraph("note", &english::note(note))).collect();
    if entry.unread() {
        inner += exercise.remarks.iter().map(|remark| paragraph("note", &english::remark(remark))).collect();
    }
    let is_derivation = matches!(entry.asks, Asks::Derivation { .. });
    if !is_derivation {
        inner += misnamed(entry).map(|line| paragraph("note", &english::line(line))).collect();
    }
    if !entry.drawn_later.is_empty() && !entry.untouched() {
        inner += paragraph("about", &english::drawn_later(&entry.drawn_later));
    }
    inner
}

/// The first case that fails, and some more to unfold.
fn speaks_against(scene: &Scene<'_>, exercise: &ExerciseReport, entry: &FunctionReport) -> Html {
    // the lines of a derivation are all shown, in their order
    if entry.untouched() || matches!(entry.asks, Asks::Derivation { .. }) {
        return Html::none();
    }
    let witness = Witness { report: scene.report, exercise, entry };
    let all = against(entry);
    let Some(first) = simplest(&all) else { return Html::none() };
    let case = matches!(first.1, Evidence::Case(_));
    let mut inner = plain("h4", Html::text(page::evidence(case))) + witness.shown(first.0, first.1);
    if scene.extent < Extent::Everything {
        return inner;
    }
    let rest: Vec<_> = all.into_iter().filter(|one| *one != first).collect();
    let hidden = rest.len().saturating_sub(MOST) + entry.checks.iter().map(|check| check.more).sum::<usize>();
    let mut more: Html = rest.iter().take(MOST).map(|(check, one)| witness.shown(check, one)).collect();
    if hidden > 0 {
        let other = place::option(scene.report);
        let command = format!("cargo run -p grader -- {} {}{other}", exercise.name, entry.name);
        more += of("p", "about", Html::sentence(&page::left_out(hidden, &command)));
    }
    if !more.is_empty() {
        inner += unfold("more", Html::text(&page::further(rest.len() + hidden)), more);
    }
    inner
}

/// The lines of a derivation, the first one that is not right marked.
fn lines(entry: &FunctionReport) -> Html {
    let all = entry.checks.iter().flat_map(|check| &check.evidence);
    let lines: Vec<_> = all.filter_map(|one| if let Evidence::Line(line) = one { Some(line) } else { None }).collect();
    if lines.is_empty() {
        return Html::none();
    }
    let first = lines.iter().find(|line| line.verdict != Verdict::Right).map(|line| line.number);
    let each = lines.iter().map(|line| {
        let class = match line.verdict {
            Verdict::Right => "good",
            Verdict::TooLarge => "part",
            _ => "bad",
        };
        let mut says = Html::sentence(&english::line(line));
        let is_first = first == Some(line.number);
        if is_first {
            says = plain("strong", Html::text(page::FIRST_WRONG)) + Html::text(" ") + says;
        }
        let class = if is_first { format!("{class} first") } else { class.to_owned() };
        of("li", &class, Html::code(&line.text) + of("span", "says", says))
    });
    of("ol", "lines", each.collect())
}

/// Every check with its verdict and its points.
fn checks(entry: &FunctionReport) -> Html {
    if entry.untouched() || entry.checks.len() < 2 {
        return Html::none();
    }
    let list = of("ul", "checks", entry.checks.iter().map(|check| row(entry, check)).collect());
    unfold("more", Html::text(page::CHECKS), list)
}

fn row(entry: &FunctionReport, check: &Check) -> Html {
    let (kind, name) = english::check(check);
    let class = match check.verdict {
        Verdict::Right | Verdict::ByPerson => "good",
        Verdict::FollowThrough | Verdict::TooLarge => "part",
        Verdict::Wrong | Verdict::GraderError => "bad",
        Verdict::NotRun | Verdict::Received => "open",
    };
    let verdict = of("span", &format!("verdict {class}"), Html::text(english::verdict(check.verdict)));
    let points = match (entry.later(), check.max) {
        (0, 0) => Html::none(),
        _ => of("span", "points", Html::text(&page::entry_points(check.points, check.max, 0, entry.later()))),
    };
    let right = match check.kind {
        Kind::Case if !check.right.is_empty() && check.verdict != Verdict::Right => {
            of("span", "about", Html::text(&page::right_cases(&check.right)))
        }
        _ => Html::none(),
    };
    plain("li", verdict + of("span", "what", Html::sentence(&format!("{kind}: {name}"))) + points + right)
}

/// The hints, each to unfold by itself; where there is no room, how to ask for them.
fn hints(scene: &Scene<'_>, exercise: &ExerciseReport, entry: &FunctionReport) -> Html {
    let Some(owed) = scene.material.exercise(&exercise.name) else { return Html::none() };
    let hints = scene.material.hints(owed, entry);
    if scene.extent == Extent::Least && !hints.is_empty() {
        let command = format!("cargo run -p grader -- hint {} {}", exercise.name, entry.name);
        return of("p", "about", Html::sentence(&page::a_hint(&command)));
    }
    let one = |(at, hint): (usize, &String)| {
        let name = Html::text(&page::hint(at + 1, hints.len()));
        plain("details", plain("summary", name) + Html::sentence(hint))
    };
    of("div", "hints", hints.iter().enumerate().map(one).collect())
}

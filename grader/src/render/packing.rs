//! What is said before work is packed: its points, and what is still missing.

use super::english;
use super::overview::{Stand, overview, stand};
use super::page::Page;
use super::style::{PART, STRONG};
use super::terminal::drawn_later;
use super::view::View;
use judge::report::{ExerciseReport, Report, State};
use run::packing::Packing;

/// The points, what is left to write, what is not packed, and what is added when it is handed in.
pub fn to_pack(report: &Report, packing: &Packing, view: &View<'_>) -> String {
    let page = Page { width: view.columns() };
    let mut text = overview(report, page);
    let mut rows = vec![];
    for exercise in &report.exercises {
        rows.extend(left(exercise).map(|says| (exercise.name.as_str(), says)));
    }
    if !rows.is_empty() {
        text += &format!("{PART}Not written yet{PART:#}\n");
        let width = rows.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0) + 4;
        for (name, says) in rows {
            text += &page.hanging(&format!("  {name}"), &says, width).replacen(
                name,
                &format!("{STRONG}{name}{STRONG:#}"),
                1,
            );
        }
        text.push('\n');
    }
    for remark in &packing.remarks {
        text += &page.paragraph(&english::file(&remark.cleaned()), 0);
    }
    text + &drawn_later(report, page)
}

/// What of an exercise is not written, or why all of it earns nothing.
fn left(exercise: &ExerciseReport) -> Option<String> {
    match exercise.state {
        State::NotStarted => return Some("everything".into()),
        State::Graded => {}
        State::NotCompiled | State::CompileOvertime | State::Missing | State::Refused | State::GraderError => {
            return Some(english::summary(exercise.state).into());
        }
    }
    let open = exercise.functions.iter().filter(|entry| matches!(stand(entry), Stand::Open | Stand::Unread));
    let open: Vec<&str> = open.map(|entry| entry.name.as_str()).collect();
    (!open.is_empty()).then(|| open.join(", "))
}

//! A report as one page: an overview, and every exercise with every entry.

mod entry;
mod evidence;
mod exercise;
mod overview;
mod picture;
mod progress;

pub use entry::all_options;

use crate::html::{Html, document, plain};
use crate::material::Material;
use crate::sheet::STYLE;
use judge::attempts::Attempts;
use judge::report::Report;

/// No page of a whole course is larger, in bytes: it can be sent, and opens at once.
pub const MOST: usize = 300_000;

/// How much of everything is shown: what there is room for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Extent {
    /// Nothing but what helps to go on with what is begun.
    Least,
    /// The same, with pictures of what is to be mended, and hints.
    Short,
    /// One reason for each entry that is not right, pictures of all that is begun, formulas of what is at work.
    Telling,
    /// All that is known.
    Everything,
}

/// A report, and what the course says beside it.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    /// The report.
    pub report: &'a Report,
    /// The course.
    pub material: &'a Material<'a>,
    /// How much is shown.
    pub extent: Extent,
    /// What was earned over time.
    pub attempts: Option<&'a Attempts>,
}

/// The whole page, with as much as there is room for. It needs no other file.
pub fn page(report: &Report, material: &Material<'_>) -> String {
    page_over_time(report, material, None)
}

/// The same, with what was earned over time.
pub fn page_over_time(report: &Report, material: &Material<'_>, attempts: Option<&Attempts>) -> String {
    let with = |extent| whole(&Scene { report, material, extent, attempts });
    let fuller =
        [Extent::Everything, Extent::Telling, Extent::Short].into_iter().map(with).find(|page| page.len() <= MOST);
    fuller.unwrap_or_else(|| with(Extent::Least))
}

fn whole(scene: &Scene<'_>) -> String {
    let report = scene.report;
    let over_time = scene.attempts.map(progress::progress).unwrap_or_default();
    let sections = report.exercises.iter().map(|exercise| exercise::section(scene, exercise));
    let main = plain("main", overview::overview(report) + over_time + sections.collect());
    let title = format!("{}: {}", report.course, report.submission.id);
    document(&title, plain("style", Html::own(STYLE.to_owned())), overview::head(report) + main)
}

/// Where an exercise stands on the page.
pub fn anchor(exercise: &str) -> String {
    format!("#{exercise}")
}

/// Where an entry stands on the page.
pub fn entry_anchor(exercise: &str, entry: &str) -> String {
    format!("#{exercise}-{entry}")
}

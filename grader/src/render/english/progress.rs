//! Points over time in words.

use judge::attempts::{Since, Way};

const HOUR: u64 = 3600;
const TWO_HOURS: u64 = 2 * HOUR;
const DAY: u64 = 24 * HOUR;
const TWO_DAYS: u64 = 2 * DAY;
/// After that weeks are counted.
const WEEKS: u64 = 21 * DAY;

/// How long ago something was: no more exactly than it matters.
pub fn ago(seconds: u64) -> String {
    match seconds {
        ..HOUR => "less than an hour ago".into(),
        HOUR..TWO_HOURS => "an hour ago".into(),
        TWO_HOURS..DAY => format!("{} hours ago", seconds / HOUR),
        DAY..TWO_DAYS => "a day ago".into(),
        TWO_DAYS..WEEKS => format!("{} days ago", seconds / DAY),
        _ => format!("{} weeks ago", seconds / (7 * DAY)),
    }
}

/// `12 more than a day ago`
pub fn since(since: Since) -> String {
    let word = if since.more < 0 { "fewer" } else { "more" };
    format!("{} {word} than {}", since.more.unsigned_abs(), ago(since.ago))
}

/// At the end of a report.
pub fn since_then(then: Since) -> String {
    let points = if then.more.unsigned_abs() == 1 { "point" } else { "points" };
    since(then).replacen(' ', &format!(" {points} "), 1) + "; `progress` shows the way."
}

/// The way of one thing in a sentence.
pub fn way(way: &Way<'_>, now: u64) -> String {
    let (Some(first), Some(last)) = (way.steps.first(), way.now()) else { return String::new() };
    let best = way.steps.iter().map(|step| step.points).max().unwrap_or_default();
    let most = if best > last.points { format!(", {best} at its best") } else { String::new() };
    let begun = ago(now.saturating_sub(first.at));
    if way.steps.len() == 1 {
        return format!("{} has {} of {} points; it was graded first {begun}.", way.name, last.points, last.max);
    }
    format!("{} had {} points {begun} and has {} of {} now{most}.", way.name, first.points, last.points, last.max)
}

/// Where nothing was earned yet.
pub const NO_WAY: &str = "There is no progress to show yet: points are kept as you earn them.";
/// Above all ways.
pub const OVER_TIME: &str = "Points over time";
/// The end of the line of time.
pub const NOW: &str = "now";
/// What was done with all of it.
pub fn forgotten(anything: bool) -> &'static str {
    if anything { "Forgotten: what you earned when. Your work is untouched." } else { "There was nothing to forget." }
}

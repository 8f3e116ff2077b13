//! Points over time on a terminal: a row for each assignment and exercise, and the same in words.

use super::english;
use super::page::Page;
use super::style::{FAINT, STRONG};
use super::view::View;
use judge::attempts::{Attempt, Attempts, Of, Way};

/// No height at all, then eighths of the whole.
const HEIGHTS: [char; 9] = ['_', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/// Where nothing is known.
const UNKNOWN: char = ' ';
/// Columns of a curve.
const MOST: usize = 40;

/// The curves of everything that ever earned a point; of one exercise every step, too.
pub fn progress(attempts: &Attempts, exercise: Option<&str>, view: &View<'_>) -> String {
    let page = Page { width: view.columns() };
    let all = attempts.ways();
    let named = |way: &&Way<'_>| exercise.is_none_or(|name| way.of == Of::Exercise && way.name == name);
    let ways: Vec<&Way<'_>> = all.iter().filter(named).collect();
    if ways.is_empty() {
        return page.paragraph(english::NO_WAY, 0);
    }
    let start = ways.iter().filter_map(|way| way.steps.first()).map(|step| step.at).min().unwrap_or(attempts.now);
    let name = ways.iter().map(|way| way.name.chars().count()).max().unwrap_or(0).min(24);
    let wide = page.width.saturating_sub(name + 40).clamp(8, MOST);
    let mut text = format!("{STRONG}{}{STRONG:#}\n", english::OVER_TIME);
    let mut before = Of::Assignment;
    for way in &ways {
        if way.of != before && text.lines().count() > 1 {
            text.push('\n');
        }
        before = way.of;
        text += &row(way, name, wide, [start, attempts.now]);
    }
    let from = english::ago(attempts.now.saturating_sub(start));
    let gap = wide.saturating_sub(from.chars().count() + english::NOW.len()).max(1);
    text += &format!("  {:name$}  {FAINT}{from}{:gap$}{}{FAINT:#}\n\n", "", "", english::NOW);
    if exercise.is_some() {
        for way in &ways {
            text += &steps(way, attempts.now);
        }
    }
    for way in &ways {
        text += &page.paragraph(&english::way(way, attempts.now), 0);
    }
    text
}

fn row(way: &Way<'_>, name: usize, wide: usize, [start, now]: [u64; 2]) -> String {
    let end = |column: usize| {
        // the last column is the present, whatever the clock says
        let share = (column + 1) as f64 / wide as f64;
        start + ((now.saturating_sub(start)) as f64 * share) as u64
    };
    let known = |column: usize| if column + 1 == wide { way.now() } else { way.at(end(column)) };
    let curve: String = (0..wide).map(|column| known(column).map_or(UNKNOWN, height)).collect();
    let points = way.now().map_or_else(String::new, |now| format!("{:>3} / {}", now.points, now.max));
    let since = way.since.map_or_else(String::new, english::since);
    let called: String = way.name.chars().take(name).collect();
    format!("  {called:<name$}  {curve}  {points:<9}  {since}").trim_end().to_owned() + "\n"
}

fn height(attempt: &Attempt) -> char {
    let eighths = if attempt.max == 0 { 0 } else { 8 * u64::from(attempt.points) / u64::from(attempt.max) };
    // something is never shown as nothing, and the full height is that of all points
    let least = usize::from(attempt.points > 0);
    HEIGHTS[usize::try_from(eighths).unwrap_or(8).clamp(least, 8)]
}

fn steps(way: &Way<'_>, now: u64) -> String {
    let mut text = String::new();
    let mut before: Option<&Attempt> = None;
    for step in &way.steps {
        let more = match before {
            Some(before) if (before.max, &before.terms) == (step.max, &step.terms) => {
                match i64::from(step.points) - i64::from(before.points) {
                    0 => String::new(),
                    more if more < 0 => format!("−{}", more.unsigned_abs()),
                    more => format!("+{more}"),
                }
            }
            _ => String::new(),
        };
        let line =
            format!("  {:<22}{:>3} / {:<5}{more:>5}", english::ago(now.saturating_sub(step.at)), step.points, step.max);
        text += line.trim_end();
        text.push('\n');
        before = Some(step);
    }
    text + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: u64 = 24 * 3600;

    fn attempts() -> Attempts {
        let attempt = |at: u64, of: Of, name: &str, points: u32, max: u32| Attempt {
            at,
            of,
            name: name.to_owned(),
            points,
            max,
            terms: String::new(),
        };
        let all = vec![
            attempt(10 * DAY, Of::Exercise, "gibbs", 0, 47),
            attempt(10 * DAY, Of::Exercise, "score_matching", 0, 30),
            attempt(10 * DAY, Of::Assignment, "homework", 0, 100),
            attempt(10 * DAY + 7200, Of::Exercise, "gibbs", 11, 47),
            attempt(11 * DAY, Of::Exercise, "gibbs", 40, 47),
            attempt(11 * DAY, Of::Assignment, "homework", 9, 100),
            attempt(12 * DAY, Of::Exercise, "gibbs", 38, 47),
            attempt(12 * DAY + 600, Of::Exercise, "gibbs", 47, 47),
            attempt(12 * DAY + 600, Of::Assignment, "homework", 12, 100),
        ];
        Attempts { all, now: 12 * DAY + 600 }
    }

    fn plain(text: &str) -> String {
        anstream::adapter::strip_str(text).to_string()
    }

    #[test]
    fn every_way_is_a_row_and_a_sentence() {
        for width in [60, 80, 120] {
            let text = plain(&progress(&attempts(), None, &View { width, ..View::default() }));
            assert!(text.lines().all(|line| line.chars().count() <= width), "{width}: {text}");
        }
        insta::assert_snapshot!(plain(&progress(&attempts(), None, &View::default())));
    }

    #[test]
    fn of_one_exercise_every_step_is_told() {
        insta::assert_snapshot!(plain(&progress(&attempts(), Some("gibbs"), &View::default())));
        let none = progress(&attempts(), Some("nll"), &View::default());
        assert_eq!(none, english::NO_WAY.to_owned() + "\n");
    }

    #[test]
    fn hours_and_days_are_told_as_people_do() {
        let said = [0, 3599, 3600, 7200, DAY - 1, DAY, 2 * DAY, 20 * DAY, 21 * DAY, u64::MAX].map(english::ago);
        assert_eq!(&said[..4], ["less than an hour ago", "less than an hour ago", "an hour ago", "2 hours ago"]);
        assert_eq!(&said[4..9], ["23 hours ago", "a day ago", "2 days ago", "20 days ago", "3 weeks ago"]);
    }
}

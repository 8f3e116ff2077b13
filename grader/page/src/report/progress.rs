//! Points over time: a line for each assignment and exercise, and the same in words.

use crate::html::{Html, element, of, plain};
use grader::render::english;
use judge::attempts::{Attempt, Attempts, Way};

/// The size of a drawing, in its own units.
const WIDE: f64 = 240.0;
const HIGH: f64 = 40.0;
/// Room around a line, so that nothing of it is cut off.
const EDGE: f64 = 2.0;

/// All ways; nothing where nothing was earned.
pub fn progress(attempts: &Attempts) -> Html {
    let ways = attempts.ways();
    if ways.is_empty() {
        return Html::none();
    }
    let start = ways.iter().filter_map(|way| way.steps.first()).map(|step| step.at).min().unwrap_or(attempts.now);
    let rows = ways.iter().map(|way| row(way, [start.min(attempts.now), attempts.now]));
    let rows = of("ul", "ways", rows.collect());
    let inner = plain("h2", Html::text(english::OVER_TIME)) + rows;
    element("section", &[("class", "overview"), ("id", "over-time")], inner)
}

fn row(way: &Way<'_>, times: [u64; 2]) -> Html {
    let says = english::way(way, times[1]);
    let since = way.since.map(|since| format!(" {}.", capital(&english::since(since)))).unwrap_or_default();
    // the words beside it say the same
    let view = format!("0 0 {} {}", WIDE + 2.0 * EDGE, HIGH + 2.0 * EDGE);
    let path = element("path", &[("class", "yours"), ("d", &line(way, times))], Html::none());
    let base = format!("M{EDGE} {}h{WIDE}", EDGE + HIGH);
    let axis = element("path", &[("class", "grid"), ("d", &base)], Html::none());
    let drawing = element("svg", &[("viewBox", &view), ("aria-hidden", "true")], axis + path);
    plain("li", drawing + plain("span", Html::text(&(says + &since))))
}

/// Level until the next step, and on to the present.
fn line(way: &Way<'_>, [start, now]: [u64; 2]) -> String {
    let across = |time: u64| match now.saturating_sub(start) {
        0 => WIDE,
        whole => WIDE * (time.saturating_sub(start).min(whole)) as f64 / whole as f64,
    };
    let up =
        |step: &Attempt| if step.max == 0 { HIGH } else { HIGH * (1.0 - f64::from(step.points) / f64::from(step.max)) };
    let place = |x: f64, y: f64| format!("{:.1} {:.1}", EDGE + x, EDGE + y.clamp(0.0, HIGH));
    let mut d = String::new();
    for step in &way.steps {
        let x = across(step.at);
        match d.is_empty() {
            true => d = format!("M{}", place(x, up(step))),
            false => d += &format!("H{:.1}V{:.1}", EDGE + x, EDGE + up(step).clamp(0.0, HIGH)),
        }
    }
    d + &format!("H{:.1}", EDGE + WIDE)
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().collect::<String>() + letters.as_str()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use judge::attempts::Of;

    #[test]
    fn a_way_is_level_between_its_steps_and_every_name_is_escaped() {
        let attempt = |at: u64, points: u32, name: &str| Attempt {
            at,
            of: Of::Assignment,
            name: name.to_owned(),
            points,
            max: 10,
            terms: String::new(),
        };
        let name = "<b>&";
        let all = vec![attempt(100, 0, name), attempt(50_000, 5, name), attempt(100_100, 10, name)];
        let attempts = Attempts { all, now: 100_100 };
        let html = progress(&attempts);
        assert!(html.as_str().contains("M2.0 42.0H121.8V22.0H242.0V2.0H242.0"), "{}", html.as_str());
        assert!(
            html.as_str()
                .contains("&lt;b&gt;&amp; had 0 points a day ago and has 10 of 10 now. 5 more than 13 hours ago."),
            "{}",
            html.as_str()
        );
        assert!(progress(&Attempts::default()).is_empty());
        // whatever a clock says, a drawing is within its frame
        let ahead = Attempts { all: vec![attempt(u64::MAX, 3, "x"), attempt(0, 4, "x")], now: 10 };
        let html = progress(&ahead);
        let mut paths = html.as_str().split(" d=\"").skip(1).filter_map(|rest| rest.split('"').next());
        assert!(paths.all(|d| !d.contains(['-', 'N'])), "{}", html.as_str());
    }
}

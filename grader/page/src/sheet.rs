//! What every page shares: its styles, and how progress is drawn.

use crate::html::{Html, element, of, plain};

/// The styles of all pages, for screens, dark screens and paper.
pub const STYLE: &str = include_str!("style.css");

/// A share of points as a bar; the words beside it say the same.
pub fn bar(points: u32, max: u32) -> Html {
    let percent = if max == 0 { 0.0 } else { 100.0 * f64::from(points.min(max)) / f64::from(max) };
    let class = match points {
        0 => "none",
        points if points >= max => "all",
        _ => "some",
    };
    let style = format!("width:{}%", (10.0 * percent).round() / 10.0);
    let fill = element("span", &[("class", class), ("style", &style)], Html::none());
    element("span", &[("class", "bar"), ("aria-hidden", "true")], fill)
}

/// Something to unfold.
pub fn unfold(class: &str, summary: Html, inner: Html) -> Html {
    of("details", class, plain("summary", summary) + inner)
}

/// Labels with what they are about.
pub fn labelled(pairs: Vec<(&str, Html)>) -> Html {
    let row = |(label, what): (&str, Html)| {
        of("div", "pair", element("dt", &[], Html::text(label)) + element("dd", &[], what))
    };
    of("dl", "pairs", pairs.into_iter().map(row).collect())
}

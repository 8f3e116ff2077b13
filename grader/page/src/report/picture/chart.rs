//! What is inside a drawing: axes, shades, bands, lines, bars, points and arrows.

use super::stroke;
use crate::html::{Html, element};
use judge::number::{Real, show_number};
use judge::report::{Axis, Mark, Parting, Picture, PictureKind, Point, Role, Series};

/// The drawing, in its own units, which a page makes as wide as there is room.
pub const WIDTH: u32 = 420;
/// Its height.
pub const HEIGHT: u32 = 264;

/// The part within the axes.
const LEFT: f64 = 50.0;
const TOP: f64 = 26.0;
const WIDE: f64 = 356.0;
const HIGH: f64 = 190.0;
/// Shades of a field.
const SHADES: usize = 7;
/// No more names stand below an axis.
const NAMES: usize = 12;

/// Everything between the axes, and the axes.
pub fn chart(picture: &Picture, cells: Option<&Vec<Vec<Real>>>) -> Html {
    let frame = Frame { x: &picture.x, y: &picture.y };
    let mut inner = cells.map(|cells| shades(picture, cells, &frame)).unwrap_or_default();
    inner += marks(&frame);
    for (at, series) in picture.series.iter().enumerate() {
        inner += match series.mark {
            Mark::Bars => bars(picture, at, series, &frame),
            _ => lines(picture.series.len(), at, series, &frame),
        };
    }
    let (x, y, width, height) = (LEFT.to_string(), TOP.to_string(), WIDE.to_string(), HIGH.to_string());
    // what lies beyond the axes is cut off
    let inside = element("svg", &[("x", &x), ("y", &y), ("width", &width), ("height", &height)], inner);
    axes(picture, &frame) + inside
}

struct Frame<'a> {
    x: &'a Axis,
    y: &'a Axis,
}

impl Frame<'_> {
    /// A point within the axes; nothing where it is no point.
    fn place(&self, point: &Point) -> Option<[f64; 2]> {
        let [x, y] = [self.across(point[0].0), self.up(point[1].0)];
        // far beyond the ends is as good as at infinity
        let near = |place: f64, size: f64| place.is_finite().then(|| place.clamp(-size, 2.0 * size));
        Some([near(x, WIDE)?, near(y, HIGH)?])
    }

    fn across(&self, x: f64) -> f64 {
        WIDE * share(self.x, x)
    }

    fn up(&self, y: f64) -> f64 {
        HIGH * (1.0 - share(self.y, y))
    }
}

fn share(axis: &Axis, at: f64) -> f64 {
    let length = axis.to - axis.from;
    if length == 0.0 { 0.5 } else { (at - axis.from) / length }
}

/// A number of a drawing, which needs no more than a tenth.
fn short(x: f64) -> String {
    let text = format!("{x:.1}");
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}

fn path(class: &str, d: &str) -> Html {
    if d.is_empty() { Html::none() } else { element("path", &[("class", class), ("d", d)], Html::none()) }
}

fn words(class: &str, x: f64, y: f64, text: &str) -> Html {
    element("text", &[("class", class), ("x", &short(x)), ("y", &short(y))], Html::text(text))
}

/// The places of an axis that are named: its categories, or round numbers.
fn ticks(axis: &Axis) -> Vec<(f64, String)> {
    if !axis.labels.is_empty() {
        let step = axis.labels.len().div_ceil(NAMES);
        let named = axis.labels.iter().enumerate().step_by(step);
        return named.map(|(at, name)| (at as f64, name.clone())).collect();
    }
    let rough = (axis.to - axis.from) / 5.0;
    if !(rough.is_finite() && rough > 0.0) {
        return vec![];
    }
    let power = 10f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|one| one * power).find(|step| *step >= rough).unwrap_or(power);
    let (first, last) = ((axis.from / step - 1e-9).ceil() as i64, (axis.to / step + 1e-9).floor() as i64);
    (first..=last.min(first + 20)).map(|at| at as f64 * step).map(|at| (at, show_number(at, 4))).collect()
}

/// What an axis says.
fn title(axis: &Axis) -> String {
    axis.unit.as_ref().map_or_else(|| axis.name.clone(), |unit| format!("{} in {unit}", axis.name))
}

fn axes(picture: &Picture, frame: &Frame<'_>) -> Html {
    let (mut grid, mut names) = (String::new(), Html::none());
    for (at, name) in ticks(frame.x) {
        let x = LEFT + frame.across(at);
        names += words("middle", x, TOP + HIGH + 15.0, &name);
        if frame.x.labels.is_empty() {
            grid += &format!("M{} {}v{}", short(x), short(TOP), short(HIGH));
        }
    }
    for (at, name) in ticks(frame.y) {
        let y = TOP + frame.up(at);
        names += words("end", LEFT - 6.0, y + 4.0, &name);
        grid += &format!("M{} {}h{}", short(LEFT), short(y), short(WIDE));
    }
    names += words("middle name", LEFT + WIDE / 2.0, TOP + HIGH + 36.0, &title(frame.x));
    let above = match &picture.field {
        Some(field) => format!("{}; shaded: {}", title(frame.y), title(&field.z)),
        None => title(frame.y),
    };
    names += words("name", 4.0, 13.0, &above);
    path("grid", &grid) + names
}

/// Places on the axes that have a name.
fn marks(frame: &Frame<'_>) -> Html {
    let mut inner = Html::none();
    for mark in &frame.x.marks {
        let x = frame.across(mark.at);
        inner += path("mark", &format!("M{} 0v{}", short(x), short(HIGH)));
        let class = if x > WIDE / 2.0 { "end" } else { "" };
        inner += words(class, if x > WIDE / 2.0 { x - 4.0 } else { x + 4.0 }, 12.0, &mark.name);
    }
    for mark in &frame.y.marks {
        let y = frame.up(mark.at);
        inner += path("mark", &format!("M0 {}h{}", short(y), short(WIDE)));
        inner += words("end", WIDE - 3.0, if y < 16.0 { y + 13.0 } else { y - 4.0 }, &mark.name);
    }
    inner
}

/// Lines, paths, points or arrows, with the band in which a reply is as good.
fn lines(of: usize, at: usize, series: &Series, frame: &Frame<'_>) -> Html {
    let class = match series.role {
        Role::Guide => "guide",
        Role::Asked => "reference",
    };
    let draw = |class: &str, points: &[Point]| match series.mark {
        Mark::Line | Mark::Path => path(class, &joined(points, frame)) + start(series.mark, class, points, frame),
        Mark::Points | Mark::Bars => path(&format!("{class} dots"), &dots(points, frame)),
        Mark::Arrows => path(&format!("{class} arrows"), &arrows(points, frame)),
    };
    let mut inner = path("band", &band(series, frame));
    // a line that lies on the reference's would be drawn twice
    if series.parting != Parting::Nowhere || !series.missed.is_empty() {
        inner += draw(class, &series.reference);
    }
    inner += draw("yours", &series.yours);
    // the number of each series stands at another place along it
    let place = (at + 1) * series.reference.len() / (of + 1);
    let within = |place: &[f64; 2]| (10.0..=WIDE - 10.0).contains(&place[0]) && (14.0..=HIGH).contains(&place[1]);
    let near = series.reference.iter().skip(place).chain(series.reference.iter().rev());
    let near = near.filter_map(|point| frame.place(point)).find(within);
    if let Some([x, y]) = near.filter(|_| of > 1 && series.mark != Mark::Points) {
        inner += words("middle digit", x, y - 5.0, &(at + 1).to_string());
    }
    inner
}

fn joined(points: &[Point], frame: &Frame<'_>) -> String {
    let places: Vec<Option<[f64; 2]>> = points.iter().map(|point| frame.place(point)).collect();
    let runs = places.split(Option::is_none).map(|run| run.iter().copied().flatten().collect::<Vec<_>>());
    runs.map(|run| stroke::stroke(&run)).collect()
}

/// Where a path begins.
fn start(mark: Mark, class: &str, points: &[Point], frame: &Frame<'_>) -> Html {
    match (mark, points.first().and_then(|point| frame.place(point))) {
        (Mark::Path, Some(_)) => path(&format!("{class} dots"), &dots(&points[..1], frame)),
        _ => Html::none(),
    }
}

/// A line without length has round ends: a dot.
fn dots(points: &[Point], frame: &Frame<'_>) -> String {
    points.iter().filter_map(|point| frame.place(point)).map(|[x, y]| format!("M{} {}h0", short(x), short(y))).collect()
}

fn arrows(points: &[Point], frame: &Frame<'_>) -> String {
    let mut d = String::new();
    for pair in points.chunks_exact(2) {
        let (Some([x, y]), Some([tip, top])) = (frame.place(&pair[0]), frame.place(&pair[1])) else { continue };
        d += &format!("M{} {}L{} {}", short(x), short(y), short(tip), short(top));
        let length = (tip - x).hypot(top - y);
        if length < 1.0 {
            continue;
        }
        let (along, aside) = ((tip - x) / length, (top - y) / length);
        for side in [-1.0, 1.0] {
            let barb = [tip - 5.0 * along + side * 3.0 * aside, top - 5.0 * aside - side * 3.0 * along];
            d += &format!("M{} {}L{} {}", short(tip), short(top), short(barb[0]), short(barb[1]));
        }
    }
    d
}

fn band(series: &Series, frame: &Frame<'_>) -> String {
    let edge = |sign: f64| {
        let pairs = series.reference.iter().zip(&series.band);
        let moved = pairs.map(move |(point, height)| [point[0], Real(point[1].0 + sign * height.0)]);
        moved.filter_map(|point| frame.place(&point)).collect::<Vec<_>>()
    };
    let (above, below) = (edge(1.0), edge(-1.0));
    if above.len() < 2 || above.len() != below.len() {
        return String::new();
    }
    let around: Vec<[f64; 2]> = above.into_iter().chain(below.into_iter().rev()).collect();
    stroke::stroke(&around) + "z"
}

/// Bars side by side: of each series the reference's, outlined, and the student's, filled.
fn bars(picture: &Picture, at: usize, series: &Series, frame: &Frame<'_>) -> Html {
    let sets = picture.series.iter().filter(|one| one.mark == Mark::Bars).count().max(1);
    let before = picture.series[..at].iter().filter(|one| one.mark == Mark::Bars).count();
    let slot = slot(series, frame);
    let full = if picture.kind == PictureKind::Histogram { 1.0 } else { 0.84 };
    let each = slot * full / sets as f64;
    let from = -slot * full / 2.0 + each * before as f64;
    let half = if series.role == Role::Guide { each } else { each / 2.0 };
    let draw = |class: &str, points: &[Point], shift: f64| {
        let zero = frame.up(0.0).clamp(0.0, HIGH);
        let bars = points.iter().filter_map(|point| {
            let [x, y] = frame.place(point)?;
            let (x, width) = (short(x + from + shift), short((half - 1.0).max(0.5)));
            Some(format!("M{x} {}h{width}V{}h-{width}z", short(zero), short(y)))
        });
        path(class, &bars.collect::<String>())
    };
    let class = if series.role == Role::Guide { "guide" } else { "reference bars" };
    let mut inner = draw(class, &series.reference, 0.0) + draw("yours bars", &series.yours, half);
    // the number of each set stands above its first bar
    let first = |points: &[Point]| points.first().and_then(|point| frame.place(point));
    if let Some([x, y]) = first(&series.reference).filter(|_| sets > 1) {
        let top = first(&series.yours).map_or(y, |[_, yours]| y.min(yours));
        inner += words("middle digit", x + from + each / 2.0, (top - 4.0).max(11.0), &(at + 1).to_string());
    }
    inner
}

/// The room of one bar: the smallest distance of two.
fn slot(series: &Series, frame: &Frame<'_>) -> f64 {
    let places: Vec<f64> = series.reference.iter().map(|point| frame.across(point[0].0)).collect();
    let nearest = places.windows(2).map(|pair| (pair[1] - pair[0]).abs()).filter(|far| *far > 0.0).reduce(f64::min);
    nearest.unwrap_or(WIDE / 3.0)
}

/// The cells of a field in a few shades, those of a row that are alike in one piece.
fn shades(picture: &Picture, cells: &[Vec<Real>], frame: &Frame<'_>) -> Html {
    let Some(field) = &picture.field else { return Html::none() };
    let (low, high) = (field.z.from, field.z.to);
    let shade = |z: f64| {
        let share = if high > low { ((z - low) / (high - low)).clamp(0.0, 1.0) } else { 0.5 };
        (share * (SHADES - 1) as f64).round()
    };
    let xs: Vec<f64> = field.xs.iter().map(|x| frame.across(x.0)).collect();
    let ys: Vec<f64> = field.ys.iter().map(|y| frame.up(y.0)).collect();
    let mut paths = vec![String::new(); SHADES];
    for (row, y) in cells.iter().zip(edges(&ys).windows(2)) {
        let across = edges(&xs);
        let mut at = 0;
        while at < row.len() && at + 1 < across.len() {
            let mut end = at + 1;
            let alike = |other: &Real| shade(other.0) == shade(row[at].0);
            while end < row.len() && end + 1 < across.len() && alike(&row[end]) {
                end += 1;
            }
            if let Some(d) = paths.get_mut(shade(row[at].0) as usize).filter(|_| row[at].0.is_finite()) {
                let (x, width) = (short(across[at]), short(across[end] - across[at]));
                *d += &format!("M{x} {}h{width}V{}h-{width}z", short(y[0]), short(y[1]));
            }
            at = end;
        }
    }
    let each = paths.iter().enumerate().map(|(level, d)| path(&format!("shade s{level}"), d));
    each.collect()
}

/// The edges of cells with these middles.
fn edges(middles: &[f64]) -> Vec<f64> {
    let (Some(first), Some(last)) = (middles.first(), middles.last()) else { return vec![] };
    let between = middles.windows(2).map(|pair| f64::midpoint(pair[0], pair[1]));
    let half = |pair: Option<&[f64]>| pair.map_or(WIDE / 2.0, |pair| (pair[1] - pair[0]) / 2.0);
    let before = first - half(middles.get(..2));
    let after = last + half(middles.get(middles.len().saturating_sub(2)..).filter(|pair| pair.len() == 2));
    std::iter::once(before).chain(between).chain([after]).collect()
}

//! Planes and maps: shades, and above them points, paths and arrows. The reference's and the student's have a plane each
//! where they differ.

use super::canvas::Canvas;
use super::scale::{below, cell, middle, number, ticks};
use super::{apart, digit, guide, joined, legend, numbers, title};
use crate::render::style::STRONG;
use judge::number::Real;
use judge::report::{Field, Mark, Parting, Picture, Point, Series};

/// Rows of a plane without labels.
const ROWS: usize = 18;
/// Columns left of it.
const LEFT: usize = 10;
/// From light to dark.
const SHADES: [char; 6] = [' ', '·', '░', '▒', '▓', '█'];

/// Whose numbers are drawn.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whose {
    Reference,
    Yours,
}

/// One plane, or two.
pub fn plane(picture: &Picture, width: usize) -> String {
    let differs = picture.series.iter().any(|series| differs(&series.parting))
        || picture.field.as_ref().is_some_and(|field| differs(&field.parting));
    let mut text = String::new();
    if differs {
        text += &format!("  {STRONG}the reference's{STRONG:#}\n{}", panel(picture, width, Whose::Reference));
        text += &format!("\n  {STRONG}yours{STRONG:#}\n{}", panel(picture, width, Whose::Yours));
    } else {
        text += &panel(picture, width, Whose::Reference);
    }
    text.push('\n');
    text += &legend(picture, width, |_, series| {
        let how = match series.mark {
            Mark::Path => ", which starts at S",
            Mark::Arrows => ", arrows",
            Mark::Points | Mark::Line | Mark::Bars => "",
        };
        let whose = if guide(series) { ", the same for everybody" } else { "" };
        format!("{how}{whose}")
    });
    if let Some(Field { z, .. }) = &picture.field {
        let shades: String = SHADES.iter().map(|shade| format!("[{shade}]")).collect();
        text += &format!("  shades {shades}: {} from {} to {}\n", title(z), number(z.from), number(z.to));
    }
    text
}

fn differs(parting: &Parting) -> bool {
    apart(parting) || *parting == Parting::Absent
}

fn panel(picture: &Picture, width: usize, whose: Whose) -> String {
    let labels = &picture.y.labels;
    let rows = if labels.is_empty() { ROWS } else { labels.len() * if labels.len() <= 8 { 2 } else { 1 } };
    let all = width - LEFT;
    // cells with a label are equally wide
    let columns = picture.x.labels.len().checked_sub(1).map_or(all, |last| all / (last + 1) * (last + 1));
    let mut canvas = Canvas::new(columns, rows);
    if let Some(field) = &picture.field {
        shade(&mut canvas, picture, field, whose);
    }
    for (index, series) in picture.series.iter().enumerate() {
        let points = match whose {
            Whose::Yours if !guide(series) => &series.yours,
            Whose::Reference | Whose::Yours => &series.reference,
        };
        put(&mut canvas, picture, series, points, digit(index));
    }
    let beside: Vec<(usize, String)> = if labels.is_empty() {
        ticks(&picture.y, 5).into_iter().filter_map(|y| Some((cell(&picture.y, rows, y)?, number(y)))).collect()
    } else {
        let each = labels.iter().enumerate();
        each.filter_map(|(index, label)| Some((cell(&picture.y, rows, index as f64)?, label.clone()))).collect()
    };
    let mut text = format!("  {}\n", title(&picture.y));
    for (top, row) in canvas.lines().enumerate() {
        let at = rows - 1 - top;
        let tick = beside.iter().find(|(row, _)| *row == at).map_or("", |(_, tick)| tick.as_str());
        text += format!("{tick:>0$} │{row}", LEFT - 2).trim_end();
        text.push('\n');
    }
    text += &format!("{}└{}\n", " ".repeat(LEFT - 1), "─".repeat(columns));
    text += &below(&picture.x, LEFT, columns);
    let name = title(&picture.x);
    text + &format!("{name:>0$}\n", LEFT + columns)
}

/// Every character has the shade of the nearest number.
fn shade(canvas: &mut Canvas, picture: &Picture, field: &Field, whose: Whose) {
    let rows = match whose {
        Whose::Yours if field.parting != Parting::Guide => &field.yours,
        Whose::Reference | Whose::Yours => &field.reference,
    };
    for row in 0..canvas.rows {
        for column in 0..canvas.columns {
            let (x, y) = (middle(&picture.x, canvas.columns, column), middle(&picture.y, canvas.rows, row));
            let (Some(i), Some(j)) = (nearest(&field.ys, y), nearest(&field.xs, x)) else { continue };
            let Some(z) = rows.get(i).and_then(|row| row.get(j)) else { continue };
            let share = (z.0 - field.z.from) / (field.z.to - field.z.from);
            let shade = if share.is_nan() { '?' } else { SHADES[((share * 6.0).max(0.0) as usize).min(5)] };
            canvas.mark(column, row, shade);
        }
    }
}

fn nearest(places: &[Real], x: f64) -> Option<usize> {
    (0..places.len()).min_by(|&a, &b| (places[a].0 - x).abs().total_cmp(&(places[b].0 - x).abs()))
}

/// Points, a path or arrows.
fn put(canvas: &mut Canvas, picture: &Picture, series: &Series, points: &[Point], mark: char) {
    let place = |canvas: &Canvas, [x, y]: [f64; 2]| {
        Some((cell(&picture.x, canvas.columns, x)?, cell(&picture.y, canvas.rows, y)?))
    };
    if series.mark == Mark::Arrows {
        for pair in points.chunks_exact(2) {
            let (foot, tip) = (numbers(&pair[0]), numbers(&pair[1]));
            if let Some((column, row)) = place(canvas, foot) {
                // as it is seen: both axes fill the plane
                let across = (tip[0] - foot[0]) / (picture.x.to - picture.x.from);
                let up = (tip[1] - foot[1]) / (picture.y.to - picture.y.from);
                canvas.mark(column, row, arrow(across, up));
            }
        }
        return;
    }
    if joined(series.mark) {
        for pair in points.windows(2) {
            let (from, to) = (numbers(&pair[0]), numbers(&pair[1]));
            let steps = 2 * canvas.columns;
            for step in 0..=steps {
                let share = step as f64 / steps as f64;
                let between = [0, 1].map(|axis| from[axis] + share * (to[axis] - from[axis]));
                if let Some((column, row)) = place(canvas, between) {
                    canvas.mark(column, row, mark);
                }
            }
        }
    }
    for point in points.iter().map(numbers) {
        if let Some((column, row)) = place(canvas, point) {
            canvas.mark(column, row, mark);
        }
    }
    let start = points.first().map(numbers).and_then(|point| place(canvas, point));
    if let (Some((column, row)), true) = (start, series.mark == Mark::Path) {
        canvas.mark(column, row, 'S');
    }
}

/// The arrow nearest to a direction.
fn arrow(across: f64, up: f64) -> char {
    const AROUND: [char; 8] = ['→', '↗', '↑', '↖', '←', '↙', '↓', '↘'];
    let size = across.hypot(up);
    if size.is_nan() {
        return '?';
    }
    if size < 2e-3 {
        return '•';
    }
    let eighth = (up.atan2(across) / std::f64::consts::FRAC_PI_4).round().rem_euclid(8.0);
    AROUND[(eighth as usize).min(7)]
}

//! Bars, one in a row: as long as the reference's, with a mark where the student's ends.

use super::scale::number;
use super::{apart, guide, numbers, title};
use crate::render::style::STRONG;
use judge::report::{Axis, Mark, Picture, PictureKind, Point, Series};

/// Columns for labels at the left,
const LEFT: usize = 12;
/// and for numbers at the right.
const RIGHT: usize = 22;
/// Where the student's bar ends.
const YOURS: char = '×';
/// Where a guide ends.
const GUIDE: char = '¦';

/// The bars and their numbers.
pub fn bars(picture: &Picture, width: usize) -> String {
    let columns = width - LEFT - RIGHT;
    let (drawn, guides): (Vec<&Series>, Vec<&Series>) =
        picture.series.iter().partition(|series| series.mark == Mark::Bars);
    let mut text = String::new();
    for series in &drawn {
        let about = if guide(series) { ", for comparison" } else { "" };
        text += &format!("  {STRONG}{}{STRONG:#}{about}\n", series.name);
        for (place, point) in series.reference.iter().enumerate() {
            let [x, wanted] = numbers(point);
            let label = match picture.kind {
                PictureKind::Histogram => number(x),
                _ => picture.x.labels.get(place).cloned().unwrap_or_default(),
            };
            let label: String = label.chars().take(LEFT - 3).collect();
            let yours = series
                .yours
                .get(place)
                .filter(|yours| apart(&series.parting) && differs(point, yours, &picture.y, series, place));
            let ends = guides.iter().filter_map(|guide| Some(numbers(guide.reference.get(place)?)[1]));
            let ends = ends.map(|y| (y, GUIDE)).chain(yours.map(|yours| (numbers(yours)[1], YOURS)));
            let row = row(&picture.y, columns, wanted, &ends.collect::<Vec<_>>());
            let mut numbers_right = number(wanted);
            if let Some(yours) = yours {
                numbers_right += &format!("  {YOURS} {}", number(numbers(yours)[1]));
            } else if apart(&series.parting) && series.yours.get(place).is_some_and(|point| point[1].0.is_nan()) {
                numbers_right += "  no value";
            }
            text += format!("{label:>0$} {row} {numbers_right}", LEFT - 2).trim_end();
            text.push('\n');
        }
    }
    let along = format!("{} from {} to {}", title(&picture.y), number(picture.y.from), number(picture.y.to));
    text += &format!("\n  rows: {}; bars: {along}\n", title(&picture.x));
    if drawn.iter().any(|series| apart(&series.parting)) {
        text += &format!("  bars and first numbers: the reference's; {YOURS}: yours, where it is another\n");
    }
    for guide in guides {
        text += &format!("  {GUIDE}: {}, for comparison\n", guide.name);
    }
    text
}

fn differs(reference: &Point, yours: &Point, axis: &Axis, series: &Series, place: usize) -> bool {
    let ([_, wanted], [_, got]) = (numbers(reference), numbers(yours));
    let band = series.band.get(place).map_or(0.0, |band| band.0);
    (got - wanted).abs() > band + 1e-4 * (axis.to - axis.from + wanted.abs())
}

/// One bar from 0, in eighths of a column, and marks.
fn row(axis: &Axis, columns: usize, height: f64, ends: &[(f64, char)]) -> String {
    const EIGHTHS: [char; 8] = [' ', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];
    let place = |y: f64| ((y - axis.from) / (axis.to - axis.from)).clamp(0.0, 1.0) * columns as f64;
    let (zero, end) = (place(0.0), place(height));
    let (from, to) = (zero.min(end), zero.max(end));
    let mut line: Vec<char> = (0..columns)
        .map(|column| {
            let column = column as f64;
            if from <= column + 0.5 && to >= column + 1.0 {
                '█'
            } else if from <= column && to > column {
                EIGHTHS[((to - column) * 8.0) as usize % 8]
            } else {
                ' '
            }
        })
        .collect();
    let zero = (zero as usize).min(columns.saturating_sub(1));
    if let Some(axis) = line.get_mut(zero)
        && *axis == ' '
    {
        *axis = '│';
    }
    for (y, mark) in ends.iter().filter(|(y, _)| y.is_finite()) {
        let mark = if *y > axis.to && *mark == YOURS {
            '→'
        } else if *y < axis.from && *mark == YOURS {
            '←'
        } else {
            *mark
        };
        if let Some(place) = line.get_mut((place(*y) as usize).min(columns - 1)) {
            *place = mark;
        }
    }
    line.into_iter().collect()
}

//! Curves: the reference's as lines of dots, the student's as marks where they leave it, guides dotted.

use super::canvas::Canvas;
use super::scale::{below, cell, number, ticks};
use super::{apart, digit, guide, joined, legend, numbers, title};
use judge::report::{Picture, Point, Series};

/// Rows of a picture.
const ROWS: usize = 16;
/// Columns left of it, for numbers.
const LEFT: usize = 10;
/// Columns right of it, for the digits of lines.
const RIGHT: usize = 2;
/// Marks of the student's series, in turn.
const MARKS: [char; 4] = ['×', 'o', '+', '#'];

/// The picture, its axes and its legend.
pub fn curves(picture: &Picture, width: usize) -> String {
    let columns = width - LEFT - RIGHT;
    let mut canvas = Canvas::new(columns, ROWS);
    for (index, marked) in picture.x.marks.iter().enumerate() {
        if let Some(column) = cell(&picture.x, 2 * columns, marked.at) {
            (0..4 * ROWS).step_by(3).for_each(|dot| canvas.dot(column, dot));
            canvas.mark(column / 2, ROWS - 1, letter(index));
        }
    }
    let mut ends: Vec<Option<char>> = vec![None; ROWS];
    for (index, series) in picture.series.iter().enumerate() {
        line(&mut canvas, picture, series);
        if let Some(row) = end(picture, series, columns) {
            // where two lines end alike the later one is named beside the next free row
            let free = (row..ROWS).chain((0..row).rev()).find(|row| ends.get(*row).is_some_and(Option::is_none));
            if let Some(place) = free.and_then(|row| ends.get_mut(row)) {
                *place = Some(digit(index));
            }
        }
    }
    for (index, series) in picture.series.iter().enumerate().filter(|(_, series)| apart(&series.parting)) {
        marks(&mut canvas, picture, series, mark(index));
    }
    let heights: Vec<(usize, String)> =
        ticks(&picture.y, 5).into_iter().filter_map(|y| Some((cell(&picture.y, ROWS, y)?, number(y)))).collect();
    let mut text = format!("  {}\n", title(&picture.y));
    for (top, row) in canvas.lines().enumerate() {
        let at = ROWS - 1 - top;
        let tick = heights.iter().find(|(row, _)| *row == at).map_or("", |(_, tick)| tick.as_str());
        let axis = if tick.is_empty() { '│' } else { '┤' };
        let end = ends.get(at).copied().flatten().unwrap_or(' ');
        text += format!("{tick:>0$} {axis}{row}{end}", LEFT - 2).trim_end();
        text.push('\n');
    }
    text += &format!("{}└{}\n", " ".repeat(LEFT - 1), "─".repeat(columns));
    text += &below(&picture.x, LEFT, columns);
    let name = title(&picture.x);
    text += &format!("{name:>0$}\n\n", LEFT + columns);
    for (index, marked) in picture.x.marks.iter().enumerate() {
        text += &format!("  {}  {} = {}: {}\n", letter(index), picture.x.name, number(marked.at), marked.name);
    }
    text + &legend(picture, width, |index, series| match (guide(series), apart(&series.parting)) {
        (true, _) => ", for comparison".into(),
        (false, true) => format!(": dots the reference's, {} yours where it leaves it", mark(index)),
        (false, false) => String::new(),
    })
}

/// Of a place on the x axis that has a name.
fn letter(index: usize) -> char {
    char::from(b'A' + (index % 26) as u8)
}

fn mark(index: usize) -> char {
    MARKS[index % MARKS.len()]
}

/// Where a line ends at the right.
fn end(picture: &Picture, series: &Series, columns: usize) -> Option<usize> {
    let mut seen = series.reference.iter().map(numbers).filter_map(|[x, y]| {
        let column = cell(&picture.x, columns, x)?;
        Some((column, cell(&picture.y, ROWS, y)?))
    });
    seen.next_back().map(|(_, row)| row)
}

/// The reference's line, or a guide with gaps.
fn line(canvas: &mut Canvas, picture: &Picture, series: &Series) {
    let (wide, high) = (2 * canvas.columns, 4 * canvas.rows);
    let gaps = guide(series);
    if !joined(series.mark) {
        for [x, y] in series.reference.iter().map(numbers) {
            if let (Some(x), Some(y)) = (cell(&picture.x, wide, x), cell(&picture.y, high, y)) {
                canvas.dot(x, y);
            }
        }
        return;
    }
    for column in 0..wide {
        let Some(y) = at(&picture.x, wide, column, &series.reference) else { continue };
        let Some(y) = cell(&picture.y, high, y) else { continue };
        if !gaps || column % 4 == 0 {
            canvas.dot(column, y);
        }
        // a steep line has no gaps
        let next = at(&picture.x, wide, column + 1, &series.reference).and_then(|y| cell(&picture.y, high, y));
        if let (Some(next), false) = (next, gaps) {
            for between in y.min(next)..y.max(next) {
                canvas.dot(column, between);
            }
        }
    }
}

/// The height of a line in the middle of a column.
fn at(axis: &judge::report::Axis, columns: usize, column: usize, points: &[Point]) -> Option<f64> {
    let x = super::scale::middle(axis, columns, column);
    let step = 0.51 * (axis.to - axis.from) / columns as f64;
    let pair = points.windows(2).find(|pair| {
        let [from, to] = [pair[0][0].0, pair[1][0].0];
        from - step <= x && x <= to + step
    })?;
    let ([x0, y0], [x1, y1]) = (numbers(&pair[0]), numbers(&pair[1]));
    let share = if x1 > x0 { ((x - x0) / (x1 - x0)).clamp(0.0, 1.0) } else { 0.0 };
    let y = y0 + share * (y1 - y0);
    y.is_finite().then_some(y)
}

/// The student's points where there is a difference; arrows where they lie beyond the picture.
fn marks(canvas: &mut Canvas, picture: &Picture, series: &Series, mark: char) {
    for (reference, yours) in series.reference.iter().zip(&series.yours) {
        let ([_, wanted], [x, y]) = (numbers(reference), numbers(yours));
        let Some(column) = cell(&picture.x, canvas.columns, x) else { continue };
        let span = picture.y.to - picture.y.from;
        if (y - wanted).abs() <= 1e-4 * (span + wanted.abs()) {
            continue;
        }
        match cell(&picture.y, canvas.rows, y) {
            Some(row) => canvas.mark(column, row, mark),
            None if y > picture.y.to => canvas.mark(column, canvas.rows - 1, '↑'),
            None if y < picture.y.from => canvas.mark(column, 0, '↓'),
            None => {}
        }
    }
}

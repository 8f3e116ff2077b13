//! From numbers to places on an axis, and round numbers to write beside it.

use judge::number::show_number;
use judge::report::Axis;

/// Which of some equal cells along an axis a number falls into; none beyond its ends.
pub fn cell(axis: &Axis, cells: usize, x: f64) -> Option<usize> {
    let share = (x - axis.from) / (axis.to - axis.from);
    if !(-1e-9..=1.0 + 1e-9).contains(&share) || cells == 0 {
        return None;
    }
    Some(((share * cells as f64).floor().max(0.0) as usize).min(cells - 1))
}

/// The middle of a cell.
pub fn middle(axis: &Axis, cells: usize, cell: usize) -> f64 {
    axis.from + (cell as f64 + 0.5) / cells as f64 * (axis.to - axis.from)
}

/// Round numbers on an axis, no more than so many.
pub fn ticks(axis: &Axis, most: usize) -> Vec<f64> {
    let rough = (axis.to - axis.from) / most.max(2) as f64;
    let power = 10f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|by| by * power).find(|step| *step >= rough).unwrap_or(power);
    let first = (axis.from / step - 1e-9).ceil();
    let all = (0..=most).map(|count| (first + count as f64) * step);
    all.take_while(|x| *x <= axis.to + 1e-9 * step).collect()
}

/// A number beside an axis.
pub fn number(x: f64) -> String {
    show_number(if x.abs() < 1e-12 { 0.0 } else { x }, 4)
}

/// The line below a picture: round numbers under their places, or the labels of cells.
pub fn below(axis: &Axis, left: usize, columns: usize) -> String {
    let mut line = vec![' '; left + columns];
    let mut free = 0;
    let mut write = |middle: usize, text: &str| {
        let width = text.chars().count();
        let start = (left + middle).saturating_sub(width / 2).min((left + columns).saturating_sub(width));
        if start >= free && start + width <= left + columns {
            for (place, c) in line.iter_mut().skip(start).zip(text.chars()) {
                *place = c;
            }
            free = start + width + 1;
        }
    };
    if axis.labels.is_empty() {
        for x in ticks(axis, columns / 12) {
            if let Some(column) = cell(axis, columns, x) {
                write(column, &number(x));
            }
        }
    } else {
        for (index, label) in axis.labels.iter().enumerate() {
            if let Some(column) = cell(axis, columns, index as f64) {
                write(column, label);
            }
        }
    }
    line.into_iter().collect::<String>().trim_end().to_owned() + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axis(from: f64, to: f64) -> Axis {
        Axis { name: "x".into(), unit: None, from, to, labels: vec![], marks: vec![] }
    }

    #[test]
    fn ticks_are_round_and_inside() {
        assert_eq!(ticks(&axis(0.0, 1.0), 5), [0.0, 0.2, 0.4, 0.6000000000000001, 0.8, 1.0]);
        assert_eq!(ticks(&axis(-3.0, 3.0), 4), [-2.0, 0.0, 2.0]);
        assert_eq!(ticks(&axis(0.1, 8.0), 4), [2.0, 4.0, 6.0, 8.0]);
    }

    #[test]
    fn both_ends_of_an_axis_have_a_cell_and_nothing_beyond() {
        let axis = axis(0.0, 2.0);
        let cells = [-0.1, 0.0, 1.0, 2.0, 2.1, f64::NAN].map(|x| cell(&axis, 4, x));
        assert_eq!(cells, [None, Some(0), Some(2), Some(3), None, None]);
        assert_eq!(middle(&axis, 4, 3), 1.75);
    }
}

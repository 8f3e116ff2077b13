//! The numbers of a picture, for those who read rather than look.

use crate::html::{Html, element, plain};
use crate::markdown::wide;
use grader::render::english::page;
use judge::number::show_number;
use judge::report::{Axis, Mark, Parting, Picture, PictureKind, Point, Role, Series};

/// No table of a line is longer.
const ROWS: usize = 16;
/// Nor has one of a field more rows or columns.
const CELLS: usize = 8;

/// A table for every series that is asked, and one for a field.
pub fn tables(picture: &Picture) -> Html {
    let asked = picture.series.iter().filter(|series| series.role == Role::Asked);
    let mut inner: Html = asked.map(|series| of_series(picture, series)).collect();
    if let Some(field) = &picture.field {
        let cells = if field.yours.is_empty() { &field.reference } else { &field.yours };
        let (rows, columns) = (some(field.ys.len(), CELLS), some(field.xs.len(), CELLS));
        let mut head = plain("td", Html::none());
        head += columns.iter().filter_map(|at| field.xs.get(*at)).map(|x| column(&number(x.0))).collect();
        let each = rows.iter().rev().filter_map(|at| Some((field.ys.get(*at)?, cells.get(*at)?)));
        let body = each.map(|(y, row)| {
            let cells = columns.iter().filter_map(|at| row.get(*at)).map(|z| cell(&number(z.0)));
            plain("tr", element("th", &[("scope", "row")], Html::text(&number(y.0))) + cells.collect())
        });
        inner += table(&field.z.name, head, body.collect());
    }
    inner
}

fn of_series(picture: &Picture, series: &Series) -> Html {
    let plane = matches!(picture.kind, PictureKind::Plane | PictureKind::Map);
    let (reference, yours) = (page::REFERENCE, page::YOURS);
    let head = match plane {
        true => vec![
            format!("{reference} {}", picture.x.name),
            picture.y.name.clone(),
            format!("{yours} {}", picture.x.name),
            picture.y.name.clone(),
        ],
        false => vec![picture.x.name.clone(), reference.to_owned(), yours.to_owned()],
    };
    let head = head.iter().map(|name| column(name)).collect();
    let mut shown = some(series.reference.len(), ROWS);
    if let Parting::At { first, .. } = &series.parting {
        shown.push(*first);
        shown.sort_unstable();
        shown.dedup();
    }
    let row = |at: &usize| {
        let reference = series.reference.get(*at)?;
        let yours = series.yours.get(*at);
        let y = |point: Option<&Point>| point.map(|point| number(point[1].0)).unwrap_or_default();
        let cells = match plane {
            true => vec![number(reference[0].0), number(reference[1].0), x(yours), y(yours)],
            false => vec![label(&picture.x, reference[0].0), number(reference[1].0), y(yours)],
        };
        Some(plain("tr", cells.iter().map(|text| cell(text)).collect()))
    };
    let name = match series.mark {
        Mark::Arrows => format!("{}: {}", series.name, page::ARROWS),
        _ => series.name.clone(),
    };
    table(&name, head, shown.iter().filter_map(row).collect())
}

fn x(point: Option<&Point>) -> String {
    point.map(|point| number(point[0].0)).unwrap_or_default()
}

/// A place on an axis by its label, where it has one.
fn label(axis: &Axis, at: f64) -> String {
    let label = (at >= 0.0).then(|| axis.labels.get(at.round() as usize)).flatten();
    label.cloned().unwrap_or_else(|| number(at))
}

fn number(x: f64) -> String {
    show_number(x, 4)
}

/// Some of many, from the first to the last.
fn some(all: usize, most: usize) -> Vec<usize> {
    if all <= most { (0..all).collect() } else { (0..most).map(|at| at * (all - 1) / (most - 1)).collect() }
}

fn column(name: &str) -> Html {
    element("th", &[("scope", "col")], Html::text(name))
}

fn cell(text: &str) -> Html {
    plain("td", Html::text(text))
}

fn table(name: &str, head: Html, body: Html) -> Html {
    let inner = plain("caption", Html::text(name)) + plain("thead", plain("tr", head)) + plain("tbody", body);
    wide(name, element("table", &[("class", "numbers")], inner))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_many_points_some_are_shown_with_the_first_and_the_last() {
        assert_eq!(some(3, 5), [0, 1, 2]);
        assert_eq!(some(101, 5), [0, 25, 50, 75, 100]);
    }

    #[test]
    fn a_place_has_its_label() {
        let axis = |labels: &[&str]| Axis {
            name: "y".into(),
            unit: None,
            from: 0.0,
            to: 1.0,
            labels: labels.iter().map(|one| (*one).to_owned()).collect(),
            marks: vec![],
        };
        assert_eq!(label(&axis(&["a", "b"]), 1.0), "b");
        assert_eq!(label(&axis(&[]), 0.5), "0.5");
        assert_eq!(number(f64::NAN), "NaN");
    }
}

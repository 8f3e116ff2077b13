//! Pictures of functions on a terminal: drawn with braille and blocks, told apart by marks and not by colour, and said
//! in words below.

mod bars;
mod canvas;
mod curves;
mod plane;
mod scale;

use super::english;
use super::page::Page;
use super::style::{FAINT, STRONG};
use super::view::View;
use judge::report::{Axis, Mark, Parting, Picture, PictureKind, Point, Role, Series};

/// One picture with its name, what it shows, and what is to be seen in words.
pub fn shown(function: &str, picture: &Picture, view: &View<'_>) -> String {
    let page = Page { width: view.columns() };
    let mut text = format!("{STRONG}{function}{STRONG:#}: {}\n\n", picture.name);
    text += &match picture.kind {
        PictureKind::Curves => curves::curves(picture, page.width),
        PictureKind::Bars | PictureKind::Histogram => bars::bars(picture, page.width),
        PictureKind::Plane | PictureKind::Map => plane::plane(picture, page.width),
    };
    text.push('\n');
    for line in english::picture(picture) {
        text += &page.hanging("  ", &line, 2);
    }
    text += &format!("{FAINT}{}{FAINT:#}", page.hanging("  ", &format!("Where it is right: {}", picture.shows), 2));
    text
}

/// The mark of a series, by its place in the picture.
fn digit(index: usize) -> char {
    char::from_digit(index as u32 + 1, 10).unwrap_or('?')
}

/// Does the student's series show beside the reference's?
fn apart(parting: &Parting) -> bool {
    matches!(parting, Parting::At { .. })
}

/// The numbers of a point.
fn numbers(point: &Point) -> [f64; 2] {
    [point[0].0, point[1].0]
}

/// What an axis says.
fn title(axis: &Axis) -> String {
    axis.unit.as_ref().map_or_else(|| axis.name.clone(), |unit| format!("{} in {unit}", axis.name))
}

/// How a series is told from the others.
fn legend(picture: &Picture, width: usize, of: impl Fn(usize, &Series) -> String) -> String {
    let each = picture.series.iter().enumerate().map(|(index, series)| {
        let (mark, name) = (digit(index), &series.name);
        Page { width }.hanging(&format!("  {mark}  "), &format!("{name}{}", of(index, series)), 5)
    });
    each.collect()
}

/// Is it the same for everybody?
fn guide(series: &Series) -> bool {
    match series.role {
        Role::Guide => true,
        Role::Asked => false,
    }
}

/// Are its points joined?
fn joined(mark: Mark) -> bool {
    match mark {
        Mark::Line | Mark::Path => true,
        Mark::Bars | Mark::Points | Mark::Arrows => false,
    }
}

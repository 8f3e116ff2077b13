//! A picture as SVG: the reference's series dashed, the student's drawn through, told apart by more than colour; and
//! its numbers as a table to unfold.

mod chart;
mod stroke;
mod table;

use super::{Extent, Scene};
use crate::html::{Html, element, of, plain};
use crate::sheet::unfold;
use grader::render::english::{self, page};
use judge::report::{ExerciseReport, Field, FunctionReport, Parting, Picture, Role};

/// All pictures of an entry that there is room for.
pub fn pictures(scene: &Scene<'_>, exercise: &ExerciseReport, entry: &FunctionReport, to_mend: bool) -> Html {
    let shown = match scene.extent {
        Extent::Everything | Extent::Telling => !entry.untouched(),
        Extent::Short => to_mend,
        Extent::Least => false,
    };
    let tables = match scene.extent {
        Extent::Everything => true,
        Extent::Telling => to_mend,
        Extent::Short | Extent::Least => false,
    };
    let all = entry.pictures.iter().filter(|_| shown).enumerate();
    all.map(|(at, picture)| figure(&format!("{}-{}-{at}", exercise.name, entry.name), picture, tables)).collect()
}

fn figure(id: &str, picture: &Picture, table: bool) -> Html {
    let name = plain("h4", Html::text(&picture.name));
    let drawings: Html = match &picture.field {
        // where the student's shades are others, they are a drawing of their own
        Some(field) if apart(field) => {
            let beside = |whose: &str, cells| {
                of("div", "half", of("p", "about", Html::text(whose)) + drawing(id, whose, picture, Some(cells)))
            };
            beside(page::EXPECTED, &field.reference) + beside(page::YOURS, &field.yours)
        }
        field => drawing(id, "", picture, field.as_ref().map(|field| &field.reference)),
    };
    let says = english::picture(picture).into_iter().map(|says| plain("p", Html::sentence(&says)));
    let caption = of("figcaption", "says", legend(picture) + says.collect());
    let numbers = match table {
        true => unfold("more", Html::text(page::NUMBERS), table::tables(picture)),
        false => Html::none(),
    };
    name + of("figure", "picture", of("div", "drawings", drawings) + caption) + numbers
}

fn apart(field: &Field) -> bool {
    field.role == Role::Asked && matches!(field.parting, Parting::At { .. })
}

/// The drawing, with its name and what it shows for those who do not see it.
fn drawing(id: &str, whose: &str, picture: &Picture, cells: Option<&Vec<Vec<judge::number::Real>>>) -> Html {
    let (title, desc) = (format!("{id}{whose}-t"), format!("{id}{whose}-d"));
    let name = if whose.is_empty() { picture.name.clone() } else { format!("{}: {whose}", picture.name) };
    let head = element("title", &[("id", &title)], Html::text(&name))
        + element("desc", &[("id", &desc)], Html::text(&picture.shows));
    let view = format!("0 0 {} {}", chart::WIDTH, chart::HEIGHT);
    let attributes =
        [("viewBox", view.as_str()), ("role", "img"), ("aria-labelledby", &title), ("aria-describedby", &desc)];
    element("svg", &attributes, head + chart::chart(picture, cells))
}

/// Which line is whose, and which series has which number.
fn legend(picture: &Picture) -> Html {
    let asked = picture.series.iter().any(|series| series.role == Role::Asked);
    let sample = |class: &str| {
        let line = element("path", &[("class", class), ("d", "M0 5H26")], Html::none());
        element("svg", &[("viewBox", "0 0 26 10"), ("class", "sample"), ("aria-hidden", "true")], line)
    };
    let whose = |class: &str, word: &str| plain("li", sample(class) + Html::text(word));
    let lines = match asked {
        true => whose("reference", page::REFERENCE) + whose("yours", page::YOURS),
        false => Html::none(),
    };
    let several = picture.series.len() > 1;
    let each = picture.series.iter().enumerate().filter(|_| several).map(|(at, series)| {
        let number = of("b", "letter", Html::text(&(at + 1).to_string()));
        let guide = if series.role == Role::Guide { sample("guide") } else { Html::none() };
        plain("li", number + guide + Html::text(&series.name))
    });
    let list: Html = lines + each.collect();
    if list.is_empty() { list } else { of("ul", "legend", list) }
}

//! What a picture shows, for somebody who does not see it.

use super::ending;
use judge::number::show_number;
use judge::report::{Axis, Field, Mark, Miss, Missed, Parting, Picture, PictureKind, Point, Role, Series};

/// A sentence or two for each thing that is asked: what the reference does, what yours does, and where they part.
pub fn picture(picture: &Picture) -> Vec<String> {
    let field = picture.field.iter().filter_map(|field| of_field(picture, field));
    let series = picture.series.iter().filter_map(|series| match series.role {
        Role::Guide => None,
        Role::Asked => Some(of_series(picture, series)),
    });
    field.chain(series).collect()
}

fn of_series(picture: &Picture, series: &Series) -> String {
    let mut text = format!("{}: the reference's {}", series.name, course(picture, series));
    text += &match &series.parting {
        Parting::Guide => ".".into(),
        Parting::Nowhere if series.missed.is_empty() => "; yours is the same.".into(),
        Parting::Nowhere => "; yours is the same where it has a value.".into(),
        Parting::Absent => "; yours draws nothing.".into(),
        Parting::At { first, reference, yours, points, all, largest } => {
            let place = place(picture, series, *first, reference);
            let (wanted, got) = match picture.kind {
                PictureKind::Plane | PictureKind::Map => (pair(reference), pair(yours)),
                _ => (short(reference[1].0), short(yours[1].0)),
            };
            let how = if points == all { "everywhere".to_owned() } else { format!("at {points} of {all} points") };
            let far = if largest.0.is_finite() { format!(", by up to {}", short(largest.0)) } else { String::new() };
            format!("; yours leaves it {place}, where it is {got} and not {wanted}. They differ {how}{far}.")
        }
    };
    text + &gaps(&series.missed)
}

fn of_field(picture: &Picture, field: &Field) -> Option<String> {
    if field.role == Role::Guide {
        return None;
    }
    let cells = field.reference.iter().flatten().enumerate();
    let lowest = cells.min_by(|a, b| a.1.0.total_cmp(&b.1.0)).map(|(index, z)| (index, z.0));
    let at = |index: usize| {
        let columns = field.xs.len().max(1);
        let x = field.xs.get(index % columns).map_or(f64::NAN, |x| x.0);
        let y = field.ys.get(index / columns).map_or(f64::NAN, |y| y.0);
        let on = |axis: &Axis, x: f64| match axis.labels.as_slice() {
            [] => format!("{} = {}", axis.name, short(x)),
            _ => value(axis, x),
        };
        format!("{}, {}", on(&picture.x, x), on(&picture.y, y))
    };
    let mut text = match lowest {
        Some((index, z)) => format!("{}: the reference's is lowest, {}, at {}", field.z.name, short(z), at(index)),
        None => format!("{}: the reference has none", field.z.name),
    };
    text += &match &field.parting {
        Parting::Guide => ".".into(),
        Parting::Nowhere => "; yours is the same.".into(),
        Parting::Absent => "; yours draws nothing.".into(),
        Parting::At { first, reference, yours, points, all, largest } => format!(
            "; yours is another in {points} of {all} cells, by up to {}: first at {}, where it is {} and not {}.",
            short(largest.0),
            at(*first),
            short(yours[1].0),
            short(reference[1].0)
        ),
    };
    Some(text + &gaps(&field.missed))
}

/// What the reference's series does.
fn course(picture: &Picture, series: &Series) -> String {
    let (Some(first), Some(last)) = (series.reference.first(), series.reference.last()) else {
        return "draws nothing".into();
    };
    let highest = series.reference.iter().max_by(|a, b| a[1].0.total_cmp(&b[1].0)).unwrap_or(first);
    let lowest = series.reference.iter().min_by(|a, b| a[1].0.total_cmp(&b[1].0)).unwrap_or(first);
    match picture.kind {
        PictureKind::Curves => {
            let ends = format!(
                "goes from {} at {} = {} to {} at {}",
                short(first[1].0),
                picture.x.name,
                short(first[0].0),
                short(last[1].0),
                short(last[0].0)
            );
            let inside = |point: &Point| point != first && point != last;
            let over = |point: &Point| point[1].0 > first[1].0.max(last[1].0) && inside(point);
            let under = |point: &Point| point[1].0 < first[1].0.min(last[1].0) && inside(point);
            let top = over(highest).then(|| format!(", highest {} at {}", short(highest[1].0), short(highest[0].0)));
            let low = under(lowest).then(|| format!(", lowest {} at {}", short(lowest[1].0), short(lowest[0].0)));
            ends + &low.unwrap_or_default() + &top.unwrap_or_default()
        }
        PictureKind::Bars | PictureKind::Histogram => {
            let name = |point: &Point| value(&picture.x, point[0].0);
            format!(
                "is highest, {}, at {} {} and lowest, {}, at {}",
                short(highest[1].0),
                picture.x.name,
                name(highest),
                short(lowest[1].0),
                name(lowest)
            )
        }
        PictureKind::Plane | PictureKind::Map => match series.mark {
            Mark::Path | Mark::Line => {
                format!("goes in {} points from {} to {}", series.reference.len(), pair(first), pair(last))
            }
            Mark::Arrows => format!("has {} arrows", series.reference.len() / 2),
            Mark::Points | Mark::Bars => format!("has {} points, the first at {}", series.reference.len(), pair(first)),
        },
    }
}

fn place(picture: &Picture, series: &Series, first: usize, reference: &Point) -> String {
    match picture.kind {
        PictureKind::Plane | PictureKind::Map if series.mark == Mark::Arrows => format!("at arrow {}", first / 2 + 1),
        PictureKind::Plane | PictureKind::Map => format!("at point {}", first + 1),
        _ if !picture.x.labels.is_empty() => format!("at {}", value(&picture.x, reference[0].0)),
        _ => format!("at {} = {}", picture.x.name, short(reference[0].0)),
    }
}

/// A place on an axis, by its label where it has one.
fn value(axis: &Axis, x: f64) -> String {
    let label = (x >= 0.0).then(|| axis.labels.get(x.round() as usize)).flatten();
    label.cloned().unwrap_or_else(|| short(x))
}

/// What is missing, and why.
fn gaps(missed: &[Missed]) -> String {
    let Some(first) = missed.first() else { return String::new() };
    let all: usize = missed.iter().map(|one| one.points).sum();
    let points = if all == 1 { "One point is".to_owned() } else { format!("{all} points are") };
    let why = match &first.because {
        Miss::NoReply { call, ending: how } => format!("{call}: {}", ending(how)),
        Miss::Shape { what } => format!("a reply has another form, {what}."),
    };
    format!(" {points} missing. {why}")
}

fn pair(point: &Point) -> String {
    format!("({}, {})", short(point[0].0), short(point[1].0))
}

fn short(x: f64) -> String {
    show_number(x, 4)
}

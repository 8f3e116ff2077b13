//! Pictures of one function, as `exercise.toml` states them.

use super::bounds;
use super::exercise::{Exercise, Function};
use super::reader::Reader;
use super::schema::{AxisEntry, FieldEntry, PlotEntry, SeriesEntry};
use super::sites;
use crate::digest::{Digest, seed_of};
use crate::error::{Error, Place, Result};
use crate::picture::{Axis, Mark, Marked, PictureKind};
use crate::property::{Flaw, Look, Part, PlotText, Spot, States, Way, WayText};
use std::collections::BTreeSet;
use toml::Spanned;

/// More series are no picture.
const MOST_SERIES: usize = 8;
/// A terminal has no room for more bins or labels.
const MOST_BINS: u64 = 40;

/// A picture that is asked of a function.
#[derive(Debug)]
pub struct Plot {
    /// Unique within the function.
    pub name: String,
    /// What sort of picture.
    pub kind: PictureKind,
    /// What one sees where the function is right.
    pub shows: String,
    /// From left to right.
    pub x: Axis,
    /// From bottom to top.
    pub y: Axis,
    /// What is shaded, of a map.
    pub z: Option<Axis>,
    /// How many bins a histogram has.
    pub bins: usize,
    /// In order.
    pub series: Vec<PlotSeries>,
    /// What is called.
    pub asks: crate::property::Plot,
    /// A digest of everything that decides the reference's numbers.
    pub digest: String,
    /// Where it stands in `exercise.toml`.
    pub places: PlotPlaces,
}

/// One series of it.
#[derive(Debug)]
pub struct PlotSeries {
    /// Its name.
    pub name: String,
    /// How it is drawn.
    pub mark: Mark,
    /// By how much a reply may differ and be as good; 0 where that cannot be seen.
    pub band: f64,
}

/// Where the pieces of a picture stand.
#[derive(Clone, Debug, Default)]
pub struct PlotPlaces {
    /// The name.
    pub name: Place,
    given: Vec<Place>,
    over: Option<Place>,
    along: Option<Place>,
    field: Option<Place>,
    series: Vec<[Place; 3]>,
}

impl PlotPlaces {
    /// Where a piece stands.
    pub fn of(&self, spot: Spot) -> Place {
        let found = match spot {
            Spot::Given(index) => self.given.get(index).copied(),
            Spot::Over => self.over,
            Spot::Along => self.along,
            Spot::Field => self.field,
            Spot::Series(index, part) => self.series.get(index).map(|three| match part {
                Part::Value => three[0],
                Part::From => three[1],
                Part::Next => three[2],
            }),
        };
        found.unwrap_or(self.name)
    }
}

impl Plot {
    /// From which its inputs are drawn: they are the same for everybody, whenever they look.
    pub fn seed(&self) -> u64 {
        seed_of(&self.digest)
    }
}

impl Reader<'_> {
    /// Reads one entry.
    pub(super) fn plot(&self, entry: PlotEntry) -> Result<Plot> {
        let offset = entry.name.span().start;
        let name = entry.name.get_ref().clone();
        self.said(&format!("`shows` of the picture `{name}`"), &entry.shows, bounds::line)?;
        let refused = |what: &str, fix: &str| self.wrong(offset, format!("the picture `{name}` {what}"), fix);
        let least = usize::from(entry.field.is_none());
        if !(least..=MOST_SERIES).contains(&entry.series.len()) {
            return Err(refused(
                &format!("has {} series", entry.series.len()),
                &format!("write {least} to {MOST_SERIES} [[function.plot.series]]"),
            ));
        }
        let bins = match (entry.kind, &entry.bins) {
            (PictureKind::Histogram, Some(bins)) if (2..=MOST_BINS).contains(bins.get_ref()) => *bins.get_ref(),
            (PictureKind::Histogram, _) => {
                return Err(refused("has no number of bins", &format!("add `bins`, from 2 to {MOST_BINS}")));
            }
            (_, Some(_)) => return Err(refused("has bins, and is no histogram", "leave `bins` out")),
            (_, None) => 0,
        };
        let labelled = entry.kind == PictureKind::Bars;
        if labelled == entry.x.labels.is_empty() {
            return Err(refused(
                "has labels on its x axis exactly where it has no bars",
                "name the bars in `labels` of `x`, and only bars",
            ));
        }
        if !entry.y.labels.is_empty() && !matches!(entry.kind, PictureKind::Map | PictureKind::Plane) {
            return Err(refused("has heights with labels", "leave `labels` of `y` out"));
        }
        if matches!(entry.kind, PictureKind::Map) != entry.field.is_some() {
            return Err(refused(
                "has a field exactly where it is no map",
                "give a map a [function.plot.field], and nothing else one",
            ));
        }
        let x = self.axis("x", &entry.x)?;
        let y = self.axis("y", &entry.y)?;
        let (z, field) = match &entry.field {
            Some(field) => {
                let (z, way) = self.field(&name, field, &entry)?;
                (Some(z), Some(way))
            }
            None => (None, None),
        };
        let mut seen = BTreeSet::new();
        let mut series = vec![];
        let mut ways = vec![];
        for one in &entry.series {
            self.said("name of a series", &one.name, bounds::line)?;
            if !seen.insert(one.name.get_ref()) {
                let what = format!("the series name `{}` is used twice in one picture", one.name.get_ref());
                return Err(self.wrong(one.name.span().start, what, "rename one of them"));
            }
            let way = self.way(one, &entry)?;
            series.push(self.series(one, entry.kind, &way)?);
            ways.push(way);
        }
        let at = |text: &Spanned<String>| self.lines.at(text.span().start);
        let places = PlotPlaces {
            name: self.lines.at(offset),
            given: entry.given.iter().map(at).collect(),
            over: entry.over.as_ref().map(at),
            along: entry.along.as_ref().map(at),
            field: entry.field.as_ref().and_then(|field| field.of.as_ref().or(field.whole.as_ref())).map(at),
            series: entry
                .series
                .iter()
                .map(|one| {
                    let value = one.of.as_ref().or(one.whole.as_ref()).or(one.sample.as_ref());
                    let or_name = |text: Option<&Spanned<String>>| at(text.unwrap_or(&one.name));
                    [or_name(value), or_name(one.from.as_ref()), or_name(one.next.as_ref())]
                })
                .collect(),
        };
        let words = |list: &[Spanned<String>]| list.iter().map(|text| text.get_ref().trim().to_owned()).collect();
        let word = |text: &Option<Spanned<String>>| text.as_ref().map(|text| text.get_ref().trim().to_owned());
        let text = PlotText {
            given: words(&entry.given),
            over: word(&entry.over),
            along: word(&entry.along),
            field,
            series: ways,
        };
        let digest = digest(&text, entry.kind, bins, &x);
        let asks = crate::property::Plot::parse(&text).map_err(|Flaw { spot, what, .. }| {
            let what = format!("the picture `{name}` cannot be read, {what}");
            Error::fixture(self.path, places.of(spot), what, "mend the expression")
        })?;
        let bins = usize::try_from(bins).unwrap_or(0);
        let shows = entry.shows.into_inner();
        Ok(Plot { name, kind: entry.kind, shows, x, y, z, bins, series, asks, digest, places })
    }

    fn axis(&self, which: &str, entry: &AxisEntry) -> Result<Axis> {
        self.said(&format!("name of the {which} axis"), &entry.name, bounds::line)?;
        if let Some(unit) = &entry.unit {
            self.said(&format!("unit of the {which} axis"), unit, bounds::line)?;
        }
        for label in &entry.labels {
            self.said("label of an axis", label, bounds::line)?;
        }
        let refused = |what: String, fix: &str| Err(self.wrong(entry.name.span().start, what, fix));
        if entry.labels.len() as u64 > MOST_BINS {
            let what = format!("the {which} axis has {} labels", entry.labels.len());
            return refused(what, &format!("write at most {MOST_BINS}"));
        }
        let usual = (!entry.labels.is_empty()).then_some((-0.5, entry.labels.len() as f64 - 0.5));
        let (from, to) = match (entry.from, entry.to, usual) {
            (None, None, Some(usual)) => usual,
            (Some(from), Some(to), None) => (from, to),
            (_, _, Some(_)) => {
                let what = format!("the {which} axis has labels and a range");
                return refused(what, "keep the labels");
            }
            (_, _, None) => {
                let what = format!("the {which} axis has no range");
                return refused(what, "write `from` and `to`");
            }
        };
        if !(from < to && from.is_finite() && to.is_finite()) {
            return refused(format!("the {which} axis goes from {from} to {to}"), "let it go upwards");
        }
        for mark in &entry.marks {
            let Marked { at, name } = mark.get_ref();
            if bounds::line(name).is_err() || !(from <= *at && *at <= to) {
                let what = format!("the {which} axis marks {at}, which has no name or lies beyond it");
                return Err(self.wrong(mark.span().start, what, "name a place between `from` and `to`"));
            }
        }
        let marks = entry.marks.iter().map(|mark| mark.get_ref().clone()).collect();
        let labels = entry.labels.iter().map(|label| label.get_ref().clone()).collect();
        let unit = entry.unit.as_ref().map(|unit| unit.get_ref().clone());
        Ok(Axis { name: entry.name.get_ref().clone(), unit, from, to, labels, marks })
    }

    fn field(&self, plot: &str, field: &FieldEntry, entry: &PlotEntry) -> Result<(Axis, WayText)> {
        let axis = AxisEntry {
            name: field.name.clone(),
            unit: field.unit.clone(),
            from: Some(field.from),
            to: Some(field.to),
            labels: vec![],
            marks: vec![],
        };
        let z = self.axis("z", &axis)?;
        let refused = |what: &str, fix: &str| {
            Err(self.wrong(field.name.span().start, format!("the field of `{plot}` has {what}"), fix))
        };
        let way = match (&field.of, &field.whole) {
            (Some(of), None) => Way::Each(of.get_ref().trim().to_owned()),
            (None, Some(whole)) => Way::Whole(whole.get_ref().trim().to_owned()),
            _ => return refused("not one of `of` and `whole`", "write one of them"),
        };
        if entry.over.is_none() || entry.along.is_none() {
            return refused("no columns or no rows", "write `over = \"x = …\"` and `along = \"y = …\"`");
        }
        Ok((z, way))
    }

    /// How the values of a series come about.
    fn way(&self, one: &SeriesEntry, entry: &PlotEntry) -> Result<WayText> {
        let refused = |what: &str, fix: &str| {
            let what = format!("the series `{}` has {what}", one.name.get_ref());
            Err(self.wrong(one.name.span().start, what, fix))
        };
        let text = |text: &Spanned<String>| text.get_ref().trim().to_owned();
        let walk = match (&one.from, &one.next, &one.steps) {
            (Some(from), Some(next), Some(steps)) => Some((text(from), text(next), *steps.get_ref())),
            (None, None, None) => None,
            _ => return refused("not all of `from`, `next` and `steps`", "write all three, or none"),
        };
        match (&one.of, &one.whole, &one.sample, walk) {
            (Some(of), None, None, Some((from, next, steps))) => {
                Ok(Way::Walk { from, next, steps, of: text(of), states: States::Each })
            }
            (None, None, Some(of), Some((from, next, steps))) if entry.kind == PictureKind::Histogram => {
                Ok(Way::Walk { from, next, steps, of: text(of), states: States::Last })
            }
            (Some(of), None, None, None) if entry.over.is_some() => Ok(Way::Each(text(of))),
            (Some(_), None, None, None) => {
                refused("a value for each place, and there are none", "write `over = \"x = …\"`, or `whole`")
            }
            (None, Some(whole), None, None) => Ok(Way::Whole(text(whole))),
            (None, None, Some(sample), None) if entry.kind == PictureKind::Histogram => Ok(Way::Sample(text(sample))),
            (None, None, Some(_), None) => {
                refused("a sample, and it is in no histogram", "make it one, or write `whole`")
            }
            _ => refused("not one of `of`, `whole` and `sample`", "write one of them"),
        }
    }

    fn series(&self, one: &SeriesEntry, kind: PictureKind, way: &WayText) -> Result<PlotSeries> {
        let walks = matches!(way, Way::Walk { .. });
        let (usual, allowed): (Mark, &[Mark]) = match kind {
            PictureKind::Curves => (Mark::Line, &[Mark::Line, Mark::Points]),
            PictureKind::Bars => (Mark::Bars, &[Mark::Bars, Mark::Points]),
            PictureKind::Histogram => (Mark::Bars, &[Mark::Bars, Mark::Line, Mark::Points]),
            PictureKind::Plane | PictureKind::Map if walks => (Mark::Path, &[Mark::Path, Mark::Points]),
            PictureKind::Plane | PictureKind::Map => (Mark::Points, &[Mark::Path, Mark::Points, Mark::Arrows]),
        };
        let mark = one.mark.unwrap_or(usual);
        let refused = |what: &str, fix: &str| {
            let what = format!("the series `{}` {what}", one.name.get_ref());
            Err(self.wrong(one.name.span().start, what, fix))
        };
        if !allowed.contains(&mark) {
            return refused("has a mark that its picture does not know", "leave `mark` out, or choose another");
        }
        if matches!(kind, PictureKind::Bars) && matches!(way, Way::Each(_) | Way::Walk { .. }) {
            return refused("has a value for each place where there are bars", "write `whole`, a list for all bars");
        }
        let band = one.band.as_ref().map_or(0.0, |band| *band.get_ref());
        if !(band >= 0.0 && band.is_finite()) || band > 0.0 && matches!(kind, PictureKind::Plane | PictureKind::Map) {
            return refused(&format!("has a band of {band}"), "write a height from 0 up, and none in a plane");
        }
        Ok(PlotSeries { name: one.name.get_ref().clone(), mark, band })
    }
}

/// Everything that decides the numbers: of other words the reference's series know nothing.
fn digest(text: &PlotText, kind: PictureKind, bins: u64, x: &Axis) -> String {
    let mut digest = Digest::new();
    digest.field(format!("{kind:?} {bins} {} {}", x.from, x.to));
    digest.field(format!("{:?} {:?} {:?}", text.given, text.over, text.along));
    digest.field(format!("{:?} {:?}", text.field, text.series));
    digest.finish_hex().chars().take(16).collect()
}

/// What can be told before anything is called: the place, what is wrong there, and the fix.
pub(super) fn check(
    exercise: &Exercise,
    function: &Function,
    plot: &Plot,
) -> std::result::Result<(), (Place, String, &'static str)> {
    let sites = plot.asks.call_sites();
    sites::check(exercise, &sites, "s").map_err(|(place, what, fix)| (plot.places.of(place), what, fix))?;
    if sites.iter().all(|(_, name, _)| *name != function.name) {
        let what = format!("never calls `{}`", function.name);
        return Err((plot.places.name, what, "call the function it belongs to"));
    }
    match plot.asks.rehearse(plot.seed()) {
        Look::Defect(Flaw { spot, what, .. }) => {
            Err((plot.places.of(spot), format!("makes no sense, {what}"), "mend the expression"))
        }
        Look::Needs(calls) => calls.iter().try_for_each(|call| {
            let called = exercise.functions.iter().find(|other| other.name == call.function);
            let fits = called.map_or(Ok(()), |called| called.signature.accepts(&call.args));
            fits.map_err(|what| {
                let what = format!("calls `{}` with what does not fit it, {what}", call.function);
                (plot.places.name, what, "make the call fit the signature")
            })
        }),
        Look::Seen(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::schema::{FunctionEntry, Lines};
    use std::path::Path;

    const CURVES: &str = r#"
name = "f"
signature = "(x: f64) -> f64"
hints = []
[[plot]]
name = "a line"
kind = "curves"
shows = "It rises."
x = { name = "x", unit = "m", from = 0, to = 4, marks = [{ at = 1, name = "one" }] }
y = { name = "f", from = 0, to = 3 }
over = "x = linspace(0, 4, 5)"
[[plot.series]]
name = "f"
of = "f(x)"
"#;

    fn read(text: &str) -> Result<Plot> {
        let entry: FunctionEntry = toml::from_str(text).expect("TOML");
        let reader =
            Reader { path: Path::new("exercise.toml"), lines: &Lines::of(text), exercise: None, released: None };
        reader.plot(entry.plot.into_iter().next().expect("a picture"))
    }

    #[test]
    fn a_picture_is_read_with_its_axes_and_marks() {
        let plot = read(CURVES).expect("a picture");
        assert_eq!((plot.kind, plot.series[0].mark, plot.asks.asks(0)), (PictureKind::Curves, Mark::Line, true));
        assert_eq!((plot.x.to, plot.x.unit.as_deref(), plot.x.marks.len()), (4.0, Some("m"), 1));
        // words are no part of what the reference draws
        assert_eq!(read(&CURVES.replace("It rises.", "It falls.")).expect("a picture").digest, plot.digest);
        assert_ne!(read(&CURVES.replace("f(x)", "f(2 * x)")).expect("a picture").digest, plot.digest);
    }

    #[test]
    fn what_cannot_be_meant_is_refused_with_line_and_fix() {
        for (old, new, says) in [
            ("It rises.", " ", "exercise.toml:8:9: the `shows` of the picture `a line` has no words"),
            ("from = 0, to = 3", "from = 3, to = 0", "10:14: the y axis goes from 3 to 0: let it go upwards"),
            ("from = 0, to = 3", "from = 0", "the y axis has no range: write `from` and `to`"),
            ("at = 1", "at = 7", "the x axis marks 7"),
            ("kind = \"curves\"", "kind = \"bars\"", "has labels on its x axis exactly where it has no bars"),
            ("kind = \"curves\"", "kind = \"histogram\"", "has no number of bins: add `bins`"),
            ("kind = \"curves\"", "kind = \"map\"", "has a field exactly where it is no map"),
            ("over = \"x = linspace(0, 4, 5)\"", "", "has a value for each place, and there are none"),
            ("linspace(0, 4, 5)", "linspace(0, 4", "11:8: the picture `a line` cannot be read"),
            ("of = \"f(x)\"", "of = \"f(z)\"", "14:6: the picture `a line` cannot be read, `z` is not given"),
            ("of = \"f(x)\"", "sample = \"f(x)\"", "has a sample, and it is in no histogram"),
            ("of = \"f(x)\"", "of = \"f(x)\"\nwhole = \"x\"", "has not one of `of`, `whole` and `sample`"),
            ("of = \"f(x)\"", "of = \"f(x)\"\nsteps = 3", "has not all of `from`, `next` and `steps`"),
            ("of = \"f(x)\"", "of = \"f(x)\"\nmark = \"arrows\"", "has a mark that its picture does not know"),
            ("of = \"f(x)\"", "of = \"f(x)\"\nband = -1.0", "has a band of -1"),
        ] {
            assert!(CURVES.contains(old), "{old}");
            let error = read(&CURVES.replace(old, new)).expect_err(says).to_string();
            assert!(error.contains(says), "{says}: {error}");
        }
    }
}

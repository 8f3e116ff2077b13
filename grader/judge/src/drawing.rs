//! Pictures of functions: points made of replies, and where the student's leave the reference's. No points of a grade
//! depend on them. Does no IO: whoever calls it makes the calls.

use crate::course::{Exercise, Function, Plot, StoredPicture, StoredPictures, rounded};
use crate::error::{Error, Result};
use crate::foreign::line;
use crate::judge::{Ask, Hearing, Hearings, Replies};
use crate::number::{Real, Value};
use crate::picture::{Mark, PictureKind};
use crate::property::{Call, Entry, Flaw, Gap, Look, MOST_CALLS, Part, Sketch, Spot};
use crate::report::{Field, Miss, Missed, Parting, Picture, Point, Role, Series};
use std::collections::BTreeMap;

/// Rounds in which calls may depend on earlier replies: a walk needs one or two for each step.
const MOST_ROUNDS: usize = 1000;
/// Two points are the same as far as one can see: so much of what the axis spans, and so much of the number.
const VISIBLE: f64 = 1e-4;
/// Of a call no more characters are kept.
const LONGEST_CALL: usize = 200;

/// A point, or why there is none.
type Made = std::result::Result<[f64; 2], Miss>;

/// One picture on its way.
struct Open<'a> {
    function: &'a Function,
    plot: &'a Plot,
    sketch: Option<Sketch>,
}

/// Draws the pictures of these functions, by their names.
pub fn pictures<'a>(
    exercise: &'a Exercise,
    functions: impl IntoIterator<Item = &'a Function>,
    stored: &StoredPictures,
    ask: &mut Ask<'_>,
) -> Result<BTreeMap<String, Vec<Picture>>> {
    let mut pictures: BTreeMap<String, Vec<Picture>> = BTreeMap::new();
    for Open { function, plot, sketch } in settled(exercise, functions, ask)? {
        let (Some(sketch), Some(stored)) = (sketch, stored.get(&function.name, &plot.name)) else { continue };
        let picture = Pen { exercise, plot, sketch: &sketch }.picture(stored);
        pictures.entry(function.name.clone()).or_default().push(picture);
    }
    Ok(pictures)
}

/// What the reference draws, for storing; a point that there is not is refused with its place.
pub fn of_reference(exercise: &Exercise, ask: &mut Ask<'_>) -> Result<StoredPictures> {
    let mut pictures = vec![];
    for Open { function, plot, sketch } in settled(exercise, &exercise.functions, ask)? {
        let refused = |spot: Spot, why: &str| {
            let what = format!("in the picture `{}` of `{}` the reference {why}", plot.name, function.name);
            let fix = "keep the inputs within the preconditions, or mend the reference";
            Error::fixture(&exercise.folder.join("exercise.toml"), plot.places.of(spot), what, fix)
        };
        let Some(sketch) = sketch else {
            return Err(refused(Spot::Series(0, Part::Value), "is asked without end"));
        };
        let pen = Pen { exercise, plot, sketch: &sketch };
        let sound = |spot: Spot, made: Vec<Made>| -> Result<Vec<[f64; 2]>> {
            let each = made.into_iter().map(|point| match point {
                Ok(point) if point.iter().all(|x| x.is_finite()) => Ok(point.map(rounded)),
                Ok(_) => Err(refused(spot, "returns what is no finite number")),
                Err(Miss::NoReply { call, .. }) => Err(refused(spot, &format!("returns nothing for {call}"))),
                Err(Miss::Shape { what }) => Err(refused(spot, &format!("returns what cannot be drawn ({what})"))),
            });
            each.collect()
        };
        let mut series = vec![];
        for index in 0..plot.series.len() {
            let points = sound(Spot::Series(index, Part::Value), pen.points(index, None))?;
            if points.is_empty() {
                return Err(refused(Spot::Series(index, Part::Value), "draws no point"));
            }
            series.push(if plot.asks.asks(index) { points } else { vec![] });
        }
        let field = sound(Spot::Field, pen.cells())?;
        let field = if plot.asks.field_asks() { field.into_iter().map(|[_, z]| z).collect() } else { vec![] };
        let (function, name, digest) = (function.name.clone(), plot.name.clone(), plot.digest.clone());
        pictures.push(StoredPicture { function, name, digest, field, series });
    }
    Ok(StoredPictures { pictures })
}

/// Makes every call that the pictures need, round by round.
fn settled<'a>(
    exercise: &'a Exercise,
    functions: impl IntoIterator<Item = &'a Function>,
    ask: &mut Ask<'_>,
) -> Result<Vec<Open<'a>>> {
    let each = functions.into_iter().flat_map(|function| function.plots.iter().map(move |plot| (function, plot)));
    let mut open: Vec<Open<'a>> = each.map(|(function, plot)| Open { function, plot, sketch: None }).collect();
    let mut replies = Replies::default();
    for _ in 0..MOST_ROUNDS {
        let mut calls: Vec<(Hearing, Call)> = vec![];
        for one in open.iter_mut().filter(|one| one.sketch.is_none()) {
            let refused = |spot: Spot, what: &str, fix: &str| {
                let what = format!("the picture `{}` of `{}` {what}", one.plot.name, one.function.name);
                Err(Error::fixture(&exercise.folder.join("exercise.toml"), one.plot.places.of(spot), what, fix))
            };
            match one.plot.asks.look(one.plot.seed(), &|call| replies.get(call).cloned()) {
                Look::Needs(more) if more.len() > MOST_CALLS => {
                    let what = format!("asks for {} calls", more.len());
                    return refused(Spot::Over, &what, "ask for fewer points");
                }
                Look::Needs(more) => calls.extend(more.into_iter().map(|call| (Hearing::Public, call))),
                Look::Seen(sketch) => one.sketch = Some(sketch),
                Look::Defect(Flaw { spot, what, .. }) => {
                    return refused(spot, &format!("makes no sense, {what}"), "mend the expression");
                }
            }
        }
        if !replies.settle(&mut calls, &mut Hearings::Joint(&mut *ask))? {
            break;
        }
    }
    Ok(open)
}

/// Makes points of what one picture saw.
struct Pen<'a> {
    exercise: &'a Exercise,
    plot: &'a Plot,
    sketch: &'a Sketch,
}

impl Pen<'_> {
    fn picture(&self, stored: &StoredPicture) -> Picture {
        let plot = self.plot;
        let series = plot.series.iter().enumerate().map(|(index, one)| {
            let made = |expected| self.points(index, expected);
            if !plot.asks.asks(index) {
                let reference = made(None).into_iter().flatten().map(point).collect();
                let (name, mark) = (one.name.clone(), one.mark);
                let (yours, band, missed, parting) = (vec![], vec![], vec![], Parting::Guide);
                return Series { name, role: Role::Guide, mark, reference, yours, band, parting, missed };
            }
            let reference = stored.series.get(index).map(Vec::as_slice).unwrap_or_default();
            let yours = made(Some(reference.len()));
            let band = if one.band > 0.0 { vec![Real(one.band); reference.len()] } else { vec![] };
            let spans = self.spans();
            let parting = parting(reference, &yours, |reference, yours| self.far(reference, yours, one.band, spans));
            let missed = missed(&yours);
            Series {
                name: one.name.clone(),
                role: Role::Asked,
                mark: one.mark,
                reference: reference.iter().copied().map(point).collect(),
                yours: if parting == Parting::Absent { vec![] } else { yours.into_iter().map(or_nan).collect() },
                band,
                parting,
                missed,
            }
        });
        Picture {
            name: plot.name.clone(),
            kind: plot.kind,
            shows: plot.shows.clone(),
            x: plot.x.clone(),
            y: plot.y.clone(),
            field: plot.z.as_ref().map(|z| {
                let cells = self.cells();
                let rows = |cells: Vec<f64>| -> Vec<Vec<Real>> {
                    cells
                        .chunks(self.sketch.over.len().max(1))
                        .map(|row| row.iter().map(|&z| Real(z)).collect())
                        .collect()
                };
                let heights = |made: Vec<Made>| made.into_iter().map(|one| or_nan(one)[1].0).collect::<Vec<f64>>();
                let middles = |values: &[Value]| values.iter().map(|x| Real(height(x).unwrap_or(f64::NAN))).collect();
                let (xs, ys) = (middles(&self.sketch.over), middles(&self.sketch.along));
                if !plot.asks.field_asks() {
                    let (role, parting) = (Role::Guide, Parting::Guide);
                    let reference = rows(heights(cells));
                    return Field { z: z.clone(), role, xs, ys, reference, yours: vec![], parting, missed: vec![] };
                }
                let reference: Vec<[f64; 2]> = stored.field.iter().map(|&z| [f64::NAN, z]).collect();
                let span = z.to - z.from;
                let far = |a: [f64; 2], b: [f64; 2]| beyond(a[1], b[1], 0.0, span);
                let parting = parting(&reference, &cells, far);
                let missed = missed(&cells);
                let yours = if parting == Parting::Absent { vec![] } else { rows(heights(cells)) };
                let reference = rows(stored.field.clone());
                Field { z: z.clone(), role: Role::Asked, xs, ys, reference, yours, parting, missed }
            }),
            series: series.collect(),
        }
    }

    fn spans(&self) -> [f64; 2] {
        [self.plot.x.to - self.plot.x.from, self.plot.y.to - self.plot.y.from]
    }

    fn heights(&self) -> bool {
        matches!(self.plot.kind, PictureKind::Curves | PictureKind::Bars | PictureKind::Histogram)
    }

    /// How far two points lie from each other, where one can see it.
    fn far(&self, reference: [f64; 2], yours: [f64; 2], band: f64, spans: [f64; 2]) -> Option<f64> {
        if self.heights() {
            return beyond(reference[1], yours[1], band, spans[1]);
        }
        let seen = (0..2).any(|axis| beyond(reference[axis], yours[axis], 0.0, spans[axis]).is_some());
        seen.then(|| (yours[0] - reference[0]).hypot(yours[1] - reference[1]))
    }

    /// The points of a series; of an asked one of the student's there are as many as the reference has.
    fn points(&self, index: usize, expected: Option<usize>) -> Vec<Made> {
        let entries = self.sketch.series.get(index).map(Vec::as_slice).unwrap_or_default();
        if self.heights() {
            let places = self.places(index, entries.len());
            let values = if self.plot.asks.samples(index) {
                self.shares(entries)
            } else if self.plot.asks.at_once(index) {
                self.spread(entries, places.len())
            } else {
                entries.iter().map(|entry| self.value(entry)).collect()
            };
            let each = values.into_iter().zip(places).map(|(value, x)| {
                let value = value?;
                height(&value).map(|y| [x, y]).ok_or_else(|| misfit("a number", &value))
            });
            return each.collect();
        }
        let arrows = self.plot.series.get(index).is_some_and(|series| series.mark == Mark::Arrows);
        let of = |value: std::result::Result<Value, Miss>| -> Vec<Made> {
            match (value, arrows) {
                (Err(miss), false) => vec![Err(miss)],
                (Err(miss), true) => vec![Err(miss.clone()), Err(miss)],
                (Ok(Value::List(ends)), true) if ends.len() == 2 => ends.iter().map(in_plane).collect(),
                (Ok(value), true) => vec![Err(misfit("two points", &value)); 2],
                (Ok(value), false) => vec![in_plane(&value)],
            }
        };
        if self.plot.asks.at_once(index) {
            let count = expected.map(|points| if arrows { points / 2 } else { points });
            let all = match (entries.first(), count) {
                (Some(Ok(Value::List(list))), None) => list.len(),
                (_, count) => count.unwrap_or(1),
            };
            return self.spread(entries, all).into_iter().flat_map(of).collect();
        }
        entries.iter().flat_map(|entry| of(self.value(entry))).collect()
    }

    /// Where the values of a series of heights belong.
    fn places(&self, index: usize, values: usize) -> Vec<f64> {
        let plot = self.plot;
        match plot.kind {
            PictureKind::Bars => (0..plot.x.labels.len()).map(|place| place as f64).collect(),
            PictureKind::Histogram => {
                let width = (plot.x.to - plot.x.from) / plot.bins as f64;
                (0..plot.bins).map(|bin| plot.x.from + (bin as f64 + 0.5) * width).collect()
            }
            _ if plot.asks.walks(index) || self.sketch.over.is_empty() => (0..values).map(|step| step as f64).collect(),
            _ => self.sketch.over.iter().map(|x| height(x).unwrap_or(f64::NAN)).collect(),
        }
    }

    /// One value for all places, as one for each.
    fn spread(&self, entries: &[Entry], places: usize) -> Vec<std::result::Result<Value, Miss>> {
        let all = entries.first().map_or_else(|| Err(misfit("a list", &Value::Nothing)), |entry| self.value(entry));
        match all {
            Ok(Value::List(list)) if list.len() == places => list.into_iter().map(Ok).collect(),
            Ok(Value::List(list)) => {
                let what = format!("{} values where {places} belong", list.len());
                vec![Err(Miss::Shape { what }); places]
            }
            Ok(other) => vec![Err(misfit("a list", &other)); places],
            Err(miss) => vec![Err(miss); places],
        }
    }

    /// The share of a sample in every bin; what lies outside counts in the whole.
    fn shares(&self, entries: &[Entry]) -> Vec<std::result::Result<Value, Miss>> {
        let (from, to, bins) = (self.plot.x.from, self.plot.x.to, self.plot.bins);
        let Some(Ok(sample)) = entries.first().map(|entry| self.value(entry)) else {
            return self.spread(entries, bins);
        };
        let numbers = sample.numbers();
        if numbers.is_empty() {
            return vec![Err(misfit("a sample", &sample)); bins];
        }
        let mut counts = vec![0usize; bins];
        for (_, x) in &numbers {
            let bin = ((x - from) / (to - from) * bins as f64).floor();
            if bin >= 0.0 && bin < bins as f64 {
                counts[bin as usize] += 1;
            }
        }
        counts.into_iter().map(|count| Ok(Value::Number(count as f64 / numbers.len() as f64))).collect()
    }

    /// The numbers of the field, row by row.
    fn cells(&self) -> Vec<Made> {
        let all = self.sketch.over.len() * self.sketch.along.len();
        let values: Vec<_> = match self.sketch.field.as_slice() {
            [] => return vec![],
            [one] if all != 1 => match one {
                Ok(Value::List(rows)) if rows.iter().all(|row| matches!(row, Value::List(_))) => {
                    let cells = rows.iter().flat_map(|row| match row {
                        Value::List(row) => row.clone(),
                        other => vec![other.clone()],
                    });
                    self.spread(&[Ok(Value::List(cells.collect()))], all)
                }
                _ => self.spread(std::slice::from_ref(one), all),
            },
            each => each.iter().map(|entry| self.value(entry)).collect(),
        };
        let number = |value: std::result::Result<Value, Miss>| {
            let value = value?;
            height(&value).map(|z| [0.0, z]).ok_or_else(|| misfit("a number", &value))
        };
        values.into_iter().map(number).collect()
    }

    fn value(&self, entry: &Entry) -> std::result::Result<Value, Miss> {
        entry.clone().map_err(|gap| match gap {
            Gap::Shape(what) => Miss::Shape { what: line(&what, LONGEST_CALL) },
            Gap::NoReply(Call { function, args }, fate) => {
                let known = self.exercise.functions.iter().find(|one| one.name == function);
                let call = known.map_or_else(|| function.clone(), |known| known.show_call(&args));
                let call = line(&call, LONGEST_CALL);
                fate.ending().map_or_else(
                    || Miss::Shape { what: "a reply was lost".into() },
                    |ending| Miss::NoReply { call, ending },
                )
            }
        })
    }
}

fn height(value: &Value) -> Option<f64> {
    match value {
        Value::Truth(truth) => Some(f64::from(u8::from(*truth))),
        other => other.as_number(),
    }
}

fn in_plane(value: &Value) -> Made {
    match value {
        Value::List(two) => match two.as_slice() {
            [Value::Number(x), Value::Number(y)] => Ok([*x, *y]),
            _ => Err(misfit("a point", value)),
        },
        other => Err(misfit("a point", other)),
    }
}

fn misfit(wanted: &str, value: &Value) -> Miss {
    Miss::Shape { what: line(&format!("{} where {wanted} belongs", value.show(6)), LONGEST_CALL) }
}

fn point([x, y]: [f64; 2]) -> Point {
    [Real(x), Real(y)]
}

fn or_nan(made: Made) -> Point {
    made.map_or([Real(f64::NAN), Real(f64::NAN)], point)
}

/// The distance of two numbers, where one can see it.
fn beyond(reference: f64, yours: f64, band: f64, span: f64) -> Option<f64> {
    let far = (yours - reference).abs();
    let seen = far.is_nan() || far > band + VISIBLE * (span + reference.abs());
    seen.then_some(far)
}

/// Where two series part.
fn parting(reference: &[[f64; 2]], yours: &[Made], far: impl Fn([f64; 2], [f64; 2]) -> Option<f64>) -> Parting {
    if yours.iter().all(std::result::Result::is_err) {
        return Parting::Absent;
    }
    let pairs = reference.iter().zip(yours).enumerate();
    let apart = pairs.filter_map(|(index, (reference, yours))| {
        let yours = yours.as_ref().ok()?;
        Some((index, *reference, *yours, far(*reference, *yours)?))
    });
    let apart: Vec<_> = apart.collect();
    let Some(&(first, from, to, _)) = apart.first() else { return Parting::Nowhere };
    let largest =
        apart.iter().map(|(.., far)| *far).fold(0.0, |most, far| if far > most || far.is_nan() { far } else { most });
    let all = reference.len();
    Parting::At { first, reference: point(from), yours: point(to), points: apart.len(), all, largest: Real(largest) }
}

/// Points that there are none of, those in a row together that are missing for one reason.
fn missed(yours: &[Made]) -> Vec<Missed> {
    let mut missed: Vec<Missed> = vec![];
    for (index, miss) in yours.iter().enumerate().filter_map(|(index, made)| Some((index, made.as_ref().err()?))) {
        match missed.last_mut() {
            Some(last) if last.first + last.points == index && alike(&last.because, miss) => last.points += 1,
            _ => missed.push(Missed { first: index, points: 1, because: miss.clone() }),
        }
    }
    missed
}

/// Of calls that ended alike the first is told.
fn alike(a: &Miss, b: &Miss) -> bool {
    match (a, b) {
        (Miss::NoReply { ending: a, .. }, Miss::NoReply { ending: b, .. }) => a.word() == b.word(),
        (Miss::Shape { .. }, Miss::Shape { .. }) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fate::{Ending, Fate};
    use crate::sample::{exercise, right, times};

    /// The only picture of the sample, as functions with these replies draw it.
    fn drawn(reply: &dyn Fn(&Call) -> Fate) -> Picture {
        let exercise = exercise();
        let all = |reply: &dyn Fn(&Call) -> Fate, calls: &[Call]| Ok(calls.iter().map(reply).collect());
        let stored = of_reference(&exercise, &mut |calls| all(&right, calls)).expect("a reference that draws");
        let mut pictures =
            pictures(&exercise, &exercise.functions, &stored, &mut |calls| all(reply, calls)).expect("pictures");
        pictures.remove("loss").and_then(|mut all| all.pop()).expect("a picture")
    }

    /// The number that runs along the picture.
    fn x(call: &Call) -> f64 {
        call.args[0].numbers()[0].1
    }

    #[test]
    fn the_reference_lies_on_itself_and_a_guide_is_the_same_for_everybody() {
        let picture = drawn(&right);
        let [mean, guide] = picture.series.as_slice() else { panic!("two series") };
        assert_eq!((mean.role, &mean.parting), (Role::Asked, &Parting::Nowhere));
        assert_eq!(mean.reference, [0.0, 1.0, 2.0, 3.0, 4.0].map(|x| point([x, (x + 1.0) / 2.0])));
        assert_eq!(mean.yours, mean.reference);
        assert_eq!((guide.role, &guide.parting), (Role::Guide, &Parting::Guide));
        assert_eq!((guide.reference.len(), guide.yours.len()), (5, 0));
    }

    #[test]
    fn a_wrong_function_parts_where_it_first_differs() {
        let picture = drawn(&|call| times(right(call), if x(call) > 1.5 { 2.0 } else { 1.0 }));
        let parting = Parting::At {
            first: 2,
            reference: point([2.0, 1.5]),
            yours: point([2.0, 3.0]),
            points: 3,
            all: 5,
            largest: Real(2.5),
        };
        assert_eq!(picture.series[0].parting, parting);
        // what no eye can see is no difference
        assert_eq!(drawn(&|call| times(right(call), 1.0 + 1e-9)).series[0].parting, Parting::Nowhere);
    }

    #[test]
    fn calls_that_do_not_return_leave_a_gap_with_its_reason() {
        let panics = |call: &Call| match x(call) {
            x if x > 2.5 => Fate::Panicked { message: "no".into(), line: Some(3) },
            _ => right(call),
        };
        let series = drawn(&panics).series.remove(0);
        assert_eq!(series.parting, Parting::Nowhere);
        assert!(series.yours[3][1].0.is_nan() && !series.yours[2][1].0.is_nan());
        let [Missed { first: 3, points: 2, because: Miss::NoReply { call, ending } }] = series.missed.as_slice() else {
            panic!("{:?}", series.missed)
        };
        assert_eq!(call, "loss(v = [3, 1])");
        assert_eq!(ending, &Ending::Panicked { message: "no".into(), line: Some(3) });
        let absent = drawn(&|_| Fate::Unfinished).series.remove(0);
        assert_eq!((absent.parting, absent.yours.len(), absent.missed.len()), (Parting::Absent, 0, 1));
        let list = drawn(&|_| Fate::Value(Value::List(vec![]))).series.remove(0);
        assert!(matches!(list.missed[0].because, Miss::Shape { .. }));
    }

    #[test]
    fn a_reference_that_draws_no_number_is_refused_with_its_place() {
        let exercise = exercise();
        for fate in [Fate::Unfinished, Fate::Value(Value::Number(f64::INFINITY)), Fate::Value(Value::Nothing)] {
            let error = of_reference(&exercise, &mut |calls| Ok(vec![fate.clone(); calls.len()])).expect_err("refused");
            let error = error.to_string();
            assert!(error.contains("in the picture `the mean of x and 1` of `loss` the reference"), "{error}");
        }
    }
}

//! What a picture asks of functions, in the notation of laws: inputs, a running variable, and series of values.

use super::builtin;
use super::draws::{Digits, Draws};
use super::evaluate::{Evaluation, Known};
use super::expression::{self, Expression, Trouble};
use super::eye::{Eye, Places};
use super::given::{bindings, draws_something, sensible, sites};
use super::{Call, Piece};
use crate::fate::Fate;
use crate::number::Value;
use std::collections::BTreeSet;

/// A walk has no more steps.
const MOST_STEPS: u64 = 200;
/// One look at a picture may ask for no more calls.
pub const MOST_CALLS: usize = 1200;
/// In a walk: what was reached so far, and the number of the step, counted from 1.
pub const STATE: &str = "s";
const STEP: &str = "k";

/// What a picture asks, ready to be evaluated.
#[derive(Clone, Debug)]
pub struct Plot {
    given: Vec<(String, Expression)>,
    over: Option<(String, Expression)>,
    along: Option<(String, Expression)>,
    field: Option<Way>,
    series: Vec<Way>,
}

/// The same as texts.
#[derive(Clone, Debug, Default)]
pub struct PlotText {
    /// Lines `name = expression`, which call no function of the exercise.
    pub given: Vec<String>,
    /// The running variable.
    pub over: Option<String>,
    /// A second one, of the rows of a field.
    pub along: Option<String>,
    /// What is shaded.
    pub field: Option<WayText>,
    /// In order.
    pub series: Vec<WayText>,
}

/// How values come about.
#[derive(Clone, Debug)]
pub enum Way<E = Expression> {
    /// One for every value of the running variable.
    Each(E),
    /// All at once.
    Whole(E),
    /// All at once, as a sample that is to be counted.
    Sample(E),
    /// Step by step, one for the start and one for each step.
    Walk {
        /// Where it starts.
        from: E,
        /// From one state to the next.
        next: E,
        /// How many steps.
        steps: u64,
        /// What is drawn of a state.
        of: E,
        /// Of which states.
        states: States,
    },
}

/// Which states of a walk are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum States {
    /// The start, and what each step reaches.
    Each,
    /// What the last step reaches, as a sample.
    Last,
}

/// The same as texts.
pub type WayText = Way<String>;

/// One of the texts of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot {
    /// A line of `given`, counted from 0.
    Given(usize),
    /// The running variable.
    Over,
    /// The second one.
    Along,
    /// The field.
    Field,
    /// A series, counted from 0, and which of its expressions.
    Series(usize, Part),
}

/// One of the expressions of a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// `of`, `whole` or `sample`.
    Value,
    /// The start of a walk.
    From,
    /// Its step.
    Next,
}

/// What is wrong with one of the texts.
#[derive(Clone, Debug, PartialEq)]
pub struct Flaw {
    /// Which.
    pub spot: Spot,
    /// At which byte.
    pub at: usize,
    /// What is wrong there.
    pub what: String,
}

/// What came of a look at a picture.
#[derive(Clone, Debug, PartialEq)]
pub enum Look {
    /// These calls have to be made first.
    Needs(Vec<Call>),
    /// Every value that there is.
    Seen(Sketch),
    /// It makes no sense, whatever is replied.
    Defect(Flaw),
}

/// The values of a picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sketch {
    /// The values of the running variable.
    pub over: Vec<Value>,
    /// Those of the second one.
    pub along: Vec<Value>,
    /// Row by row, one list or one value for all.
    pub field: Vec<Entry>,
    /// Of each series: one value for each place, or one for all of them.
    pub series: Vec<Vec<Entry>>,
}

/// A value, or why there is none.
pub type Entry = Result<Value, Gap>;

/// Why there is no value.
#[derive(Clone, Debug, PartialEq)]
pub enum Gap {
    /// A call did not return.
    NoReply(Call, Fate),
    /// A reply does not fit.
    Shape(String),
}

impl<E> Way<E> {
    /// Every expression.
    fn parts(&self) -> Vec<(Part, &E)> {
        match self {
            Way::Each(one) | Way::Whole(one) | Way::Sample(one) => vec![(Part::Value, one)],
            Way::Walk { from, next, of, .. } => vec![(Part::From, from), (Part::Next, next), (Part::Value, of)],
        }
    }

    fn map<T>(&self, each: &mut dyn FnMut(Part, &E) -> Result<T, Flaw>) -> Result<Way<T>, Flaw> {
        Ok(match self {
            Way::Each(one) => Way::Each(each(Part::Value, one)?),
            Way::Whole(one) => Way::Whole(each(Part::Value, one)?),
            Way::Sample(one) => Way::Sample(each(Part::Value, one)?),
            Way::Walk { from, next, steps, of, states } => Way::Walk {
                from: each(Part::From, from)?,
                next: each(Part::Next, next)?,
                steps: *steps,
                of: each(Part::Value, of)?,
                states: *states,
            },
        })
    }
}

impl Plot {
    /// Reads what a picture asks; the error says what cannot be read, and where.
    pub fn parse(text: &PlotText) -> Result<Plot, Flaw> {
        let lines: Vec<&str> = text.given.iter().map(String::as_str).collect();
        let given = bindings(&lines).map_err(|fault| {
            let spot = if let Piece::Given(index) = fault.piece { Spot::Given(index) } else { Spot::Given(0) };
            Flaw { spot, at: fault.at, what: fault.what }
        })?;
        for (index, (_, expression)) in given.iter().enumerate() {
            quiet(Spot::Given(index), expression)?;
        }
        let mut known: BTreeSet<&str> = given.iter().map(|(name, _)| name.as_str()).collect();
        let over = text.over.as_deref().map(|line| running(Spot::Over, line, &known)).transpose()?;
        let along = text.along.as_deref().map(|line| running(Spot::Along, line, &known)).transpose()?;
        known.extend(over.iter().chain(&along).map(|(name, _)| name.as_str()));
        let mut walking = known.clone();
        walking.extend([STATE, STEP]);
        let way = |spot: &dyn Fn(Part) -> Spot, way: &WayText| {
            let walks = matches!(way, Way::Walk { .. });
            if let Way::Walk { steps, .. } = way
                && !(1..=MOST_STEPS).contains(steps)
            {
                return Err(flaw(spot(Part::From), format!("{steps} steps are not 1 to {MOST_STEPS}")));
            }
            way.map(&mut |part, text| {
                let names = if walks && part != Part::From { &walking } else { &known };
                read(spot(part), text, names)
            })
        };
        let field = text.field.as_ref().map(|field| way(&|_| Spot::Field, field)).transpose()?;
        let series = text.series.iter().enumerate().map(|(index, one)| way(&|part| Spot::Series(index, part), one));
        let series = series.collect::<Result<_, _>>()?;
        Ok(Plot { given, over, along, field, series })
    }

    /// Every call of a function that is not built in: its name, and how many arguments it is given.
    pub fn call_sites(&self) -> Vec<(Spot, String, usize)> {
        let field = self.field.iter().flat_map(|way| way.parts()).map(|(_, one)| (Spot::Field, one));
        let series = self.series.iter().enumerate();
        let series =
            series.flat_map(|(index, way)| way.parts().into_iter().map(move |(p, one)| (Spot::Series(index, p), one)));
        let all = field.chain(series);
        all.flat_map(|(spot, one)| sites(Piece::Holds, one).into_iter().map(move |(_, name, n)| (spot, name, n)))
            .collect()
    }

    /// Does this series call a function?
    pub fn asks(&self, series: usize) -> bool {
        self.series.get(series).is_some_and(asks)
    }

    /// Is it made of one list for all places?
    pub fn at_once(&self, series: usize) -> bool {
        matches!(self.series.get(series), Some(Way::Whole(_) | Way::Sample(_) | Way::Walk { states: States::Last, .. }))
    }

    /// Is it a sample to be counted?
    pub fn samples(&self, series: usize) -> bool {
        matches!(self.series.get(series), Some(Way::Sample(_) | Way::Walk { states: States::Last, .. }))
    }

    /// Does it go step by step?
    pub fn walks(&self, series: usize) -> bool {
        matches!(self.series.get(series), Some(Way::Walk { .. }))
    }

    /// Does the field?
    pub fn field_asks(&self) -> bool {
        self.field.as_ref().is_some_and(asks)
    }

    /// Looks with the replies known so far.
    pub fn look(&self, seed: u64, reply: Known<'_>) -> Look {
        let evaluation = Evaluation::new(Draws::new(seed, Digits::Few), Some(reply));
        self.looked(Eye { evaluation, places: Places::All })
    }

    /// Calls nothing, and looks at both ends of the running variables alone: whoever reads a course waits for it.
    pub fn rehearse(&self, seed: u64) -> Look {
        let evaluation = Evaluation::new(Draws::new(seed, Digits::Few), None);
        self.looked(Eye { evaluation, places: Places::Ends })
    }

    fn looked(&self, mut eye: Eye<'_>) -> Look {
        match self.seen(&mut eye) {
            Err(flaw) => Look::Defect(flaw),
            Ok(_) if !eye.evaluation.missing.is_empty() => Look::Needs(eye.evaluation.missing),
            Ok(sketch) => Look::Seen(sketch),
        }
    }

    fn seen(&self, eye: &mut Eye<'_>) -> Result<Sketch, Flaw> {
        for (index, (name, expression)) in self.given.iter().enumerate() {
            let value = eye.evaluation.whole(expression);
            eye.sound(Spot::Given(index))?;
            eye.evaluation.bind(name, value);
        }
        let over = self.over.as_ref().map(|one| eye.values(Spot::Over, one)).transpose()?.unwrap_or_default();
        let along = self.along.as_ref().map(|one| eye.values(Spot::Along, one)).transpose()?.unwrap_or_default();
        let mut field = vec![];
        match (&self.field, &self.over, &self.along) {
            (Some(Way::Each(each)), Some((column, _)), Some((row, _))) => {
                for y in eye.places.of(&along) {
                    for x in eye.places.of(&over) {
                        field.extend(eye.with(&[(column, x), (row, y)], each, Spot::Field)?);
                    }
                }
            }
            (Some(Way::Whole(all)), ..) => field.extend(eye.with(&[], all, Spot::Field)?),
            _ => {}
        }
        let mut series = vec![];
        for (index, way) in self.series.iter().enumerate() {
            let spot = |part| Spot::Series(index, part);
            let mut values = vec![];
            match way {
                Way::Each(each) => {
                    for value in eye.places.of(&over) {
                        let name = self.over.as_ref().map_or("", |(name, _)| name);
                        values.extend(eye.with(&[(name, value)], each, spot(Part::Value))?);
                    }
                }
                Way::Whole(all) | Way::Sample(all) => {
                    let list = Value::List(over.clone());
                    let name = self.over.as_ref().map(|(name, _)| (name.as_str(), &list));
                    values.extend(eye.with(name.as_slice(), all, spot(Part::Value))?);
                }
                Way::Walk { from, next, steps, of, states } => {
                    let mut state = eye.with(&[], from, spot(Part::From))?;
                    for step in 0..=*steps {
                        let number = Value::Number(step as f64);
                        if step > 0 {
                            state = match &state {
                                Some(Ok(s)) => eye.with(&[(STATE, s), (STEP, &number)], next, spot(Part::Next))?,
                                other => other.clone(),
                            };
                        }
                        match &state {
                            Some(Ok(_)) if *states == States::Last && step < *steps => {}
                            Some(Ok(s)) => {
                                values.extend(eye.with(&[(STATE, s), (STEP, &number)], of, spot(Part::Value))?);
                            }
                            Some(Err(gap)) if *states == States::Last => {
                                values.push(Err(gap.clone()));
                                break;
                            }
                            Some(Err(gap)) => values.push(Err(gap.clone())),
                            None => break,
                        }
                    }
                }
            }
            series.push(values);
        }
        Ok(Sketch { over, along, field, series })
    }
}

/// Does it call a function of the exercise?
fn asks(way: &Way) -> bool {
    way.parts().into_iter().any(|(_, one)| !sites(Piece::Holds, one).is_empty())
}

/// What is wrong with a text as a whole.
pub fn flaw(spot: Spot, what: impl Into<String>) -> Flaw {
    Flaw { spot, at: 0, what: what.into() }
}

/// An expression that draws nothing: what is drawn has a name, so that every point sees the same.
fn read(spot: Spot, text: &str, known: &BTreeSet<&str>) -> Result<Expression, Flaw> {
    let read = expression::parse(text).map_err(|Trouble { at, what }| Flaw { spot, at, what })?;
    sensible(&read, known).map_err(|what| flaw(spot, what))?;
    if draws_something(&read) {
        return Err(flaw(spot, "it draws; only `given` may"));
    }
    Ok(read)
}

/// An expression that calls no function of the exercise: it is the same for everybody.
fn quiet(spot: Spot, expression: &Expression) -> Result<(), Flaw> {
    match sites(Piece::Holds, expression).first() {
        Some((_, name, _)) => Err(flaw(spot, format!("it calls `{name}`; only a series or the field may"))),
        None => Ok(()),
    }
}

/// `name = list`
fn running(spot: Spot, line: &str, known: &BTreeSet<&str>) -> Result<(String, Expression), Flaw> {
    let (name, text) =
        line.split_once('=').ok_or_else(|| flaw(spot, format!("`{line}` is not `name = expression`")))?;
    let start = name.len() + 1;
    let name = name.trim();
    let letters = |c: char| c.is_ascii_alphanumeric() || c == '_';
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) || !name.chars().all(letters) || name == "D" {
        return Err(flaw(spot, format!("`{name}` is not a name")));
    }
    if known.contains(name) || builtin::exists(name) || [STATE, STEP].contains(&name) {
        return Err(flaw(spot, format!("`{name}` means something else")));
    }
    let expression = read(spot, text, known).map_err(|flaw| Flaw { at: flaw.at + start, ..flaw })?;
    quiet(spot, &expression)?;
    Ok((name.to_owned(), expression))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(over: Option<&str>, series: Vec<WayText>) -> PlotText {
        PlotText { over: over.map(str::to_owned), series, ..PlotText::default() }
    }

    fn half(call: &Call) -> Option<Fate> {
        let x = call.args[0].as_number()?;
        Some(if x > 2.0 { Fate::Unfinished } else { Fate::Value(Value::Number(x / 2.0)) })
    }

    /// Looks until every call is answered.
    fn settled(plot: &Plot) -> Sketch {
        let mut known: Vec<(Call, Option<Fate>)> = vec![];
        loop {
            let reply = |call: &Call| known.iter().find(|(other, _)| other == call).and_then(|(_, fate)| fate.clone());
            match plot.look(1, &reply) {
                Look::Needs(calls) => known.extend(calls.into_iter().map(|call| (call.clone(), half(&call)))),
                Look::Seen(sketch) => return sketch,
                Look::Defect(flaw) => panic!("{flaw:?}"),
            }
        }
    }

    #[test]
    fn a_running_variable_has_a_value_at_every_place_and_a_gap_where_a_call_does_not_return() {
        let plot = Plot::parse(&text(Some("b = linspace(0, 4, 5)"), vec![Way::Each("f(b) + 1".into())]));
        let plot = plot.expect("a plot");
        assert!(plot.asks(0));
        let sketch = settled(&plot);
        let numbers: Vec<Option<f64>> = sketch.series[0].iter().map(|one| one.as_ref().ok()?.as_number()).collect();
        assert_eq!(numbers, [Some(1.0), Some(1.5), Some(2.0), None, None]);
        assert!(matches!(sketch.series[0][3], Err(Gap::NoReply(_, Fate::Unfinished))));
    }

    #[test]
    fn a_walk_goes_from_reply_to_reply() {
        let walk = Way::Walk {
            from: "1".into(),
            next: "f(s) + 0 * k".into(),
            steps: 3,
            of: "[k, s]".into(),
            states: States::Each,
        };
        let sketch = settled(&Plot::parse(&text(None, vec![walk])).expect("a plot"));
        let last = sketch.series[0].last().and_then(|one| one.as_ref().ok()).map(|value| value.show(6));
        assert_eq!((sketch.series[0].len(), last.as_deref()), (4, Some("[3, 0.125]")));
    }

    #[test]
    fn what_cannot_be_meant_is_refused_with_its_place() {
        let walk =
            |steps| Way::Walk { from: "1".into(), next: "f(s)".into(), steps, of: "s".into(), states: States::Each };
        let with = |given: &str| PlotText { given: vec![given.into()], ..text(None, vec![Way::Whole("f(v)".into())]) };
        for (text, spot, says) in [
            (text(Some("b"), vec![]), Spot::Over, "is not `name = expression`"),
            (text(Some("sum = [1]"), vec![]), Spot::Over, "means something else"),
            (text(Some("b = f(1)"), vec![]), Spot::Over, "it calls `f`"),
            (text(None, vec![Way::Each("f(c)".into())]), Spot::Series(0, Part::Value), "`c` is not given"),
            (text(None, vec![Way::Whole("f(normal())".into())]), Spot::Series(0, Part::Value), "it draws"),
            (text(None, vec![walk(0)]), Spot::Series(0, Part::From), "0 steps"),
            (text(None, vec![walk(201)]), Spot::Series(0, Part::From), "201 steps"),
            (with("v = f(1)"), Spot::Given(0), "it calls `f`"),
            (with("v = ("), Spot::Given(0), ""),
        ] {
            let flaw = Plot::parse(&text).expect_err("refused");
            assert!(flaw.spot == spot && flaw.what.contains(says), "{says}: {flaw:?}");
        }
        let plot = Plot::parse(&text(Some("b = 3"), vec![Way::Each("f(b)".into())])).expect("a plot");
        assert!(matches!(plot.rehearse(1), Look::Defect(Flaw { spot: Spot::Over, .. })));
    }
}

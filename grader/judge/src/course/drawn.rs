//! Drawn cases of one function, as `exercise.toml` states them.

use super::exercise::{Case, Exercise, Function};
use super::reader::Reader;
use super::schema::DrawnEntry;
use super::sites;
use crate::compare::Tolerance;
use crate::error::{Error, Place, Result};
use crate::property::{Attempt, Draw, Piece, Range, Text, Unreadable};
use serde::Deserialize;
use toml::Spanned;

/// How often one is drawn that does not say.
const USUAL: u64 = 8;
/// One is drawn no more often.
const MOST: u64 = 100;
/// One in so many draws must be wanted, or drawing them takes too long.
pub const TRIES: u64 = 200;

/// Cases whose inputs are drawn, and whose expected values are the reference's replies to them.
#[derive(Debug)]
pub struct Drawn {
    /// What is special about them.
    pub name: String,
    /// With what they count.
    pub with: With,
    /// How many are drawn.
    pub draws: u64,
    /// How; a course that was handed out does not say.
    pub draw: Option<Draw>,
    /// How far off a reply may be.
    pub tolerance: Tolerance,
    /// Where they stand in `exercise.toml`.
    pub places: DrawPlaces,
}

/// Whether grading draws inputs for which the reference says what is expected.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DrawnDefault {
    /// For a student's own `exercises/`.
    pub own: bool,
    /// For folders that `--submission` names.
    pub class: bool,
}

impl Default for DrawnDefault {
    fn default() -> Self {
        DrawnDefault { own: false, class: true }
    }
}

/// With what drawn cases count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum With {
    /// With the ordinary cases: all right, or no points.
    Cases,
    /// With the stability input of this name.
    Stability(String),
}

/// Where the pieces of a draw stand.
#[derive(Clone, Debug, Default)]
pub struct DrawPlaces {
    /// The name.
    pub name: Place,
    given: Vec<Place>,
    when: Vec<Place>,
    args: Vec<Place>,
    range: Option<Place>,
}

impl DrawPlaces {
    /// Where a piece of the draw stands.
    pub fn of(&self, piece: Piece) -> Place {
        let found = match piece {
            Piece::Given(index) => self.given.get(index).copied(),
            Piece::When(index) => self.when.get(index).copied(),
            Piece::Argument(index) => self.args.get(index).copied(),
            Piece::Range => self.range,
            Piece::Holds => None,
        };
        found.unwrap_or(self.name)
    }
}

impl Drawn {
    /// Do they count with this check?
    pub fn counts_with(&self, case: Option<&Case>) -> bool {
        match &self.with {
            With::Cases => case.is_none(),
            With::Stability(name) => case.is_some_and(|case| case.name == *name),
        }
    }
}

impl Reader<'_> {
    /// Reads one entry; `cases` are those of its function.
    pub(super) fn drawn(
        &self,
        function: &str,
        entry: DrawnEntry,
        cases: &[Case],
        inherited: Option<Tolerance>,
    ) -> Result<Drawn> {
        let offset = entry.name.span().start;
        let name = entry.name.get_ref().clone();
        let with = match &entry.with {
            None => With::Cases,
            Some(with) => {
                let of = |case: &&Case| case.name == *with.get_ref() && case.stability.is_some();
                if cases.iter().find(of).is_none() {
                    let what = format!(
                        "`{name}` counts with `{}`, which is no stability input of `{function}`",
                        with.get_ref()
                    );
                    return Err(self.wrong(
                        with.span().start,
                        what,
                        "name one, or leave `with` out to count with the cases",
                    ));
                }
                With::Stability(with.get_ref().clone())
            }
        };
        if with == With::Cases && cases.iter().all(|case| case.stability.is_some()) {
            let what = format!("`{name}` has no case of `{function}` to count with");
            return Err(self.wrong(offset, what, "add a [[function.case]]"));
        }
        let draws = entry.draws.as_ref().map_or(USUAL, |draws| *draws.get_ref());
        if !(1..=MOST).contains(&draws) {
            let at = entry.draws.as_ref().map_or(offset, |draws| draws.span().start);
            let what = format!("`{name}` is drawn {draws} times");
            return Err(self.wrong(at, what, &format!("draw it 1 to {MOST} times")));
        }
        let range = match (entry.segment, entry.r#box) {
            (Some(_), Some(_)) => {
                return Err(self.wrong(offset, format!("`{name}` has a segment and a box"), "keep one"));
            }
            (Some([from, to]), None) => Some(Range::Segment(from, to)),
            (None, Some([lower, upper])) => Some(Range::Box(lower, upper)),
            (None, None) => None,
        };
        let (given, args) = match (entry.given, entry.args) {
            (Some(given), Some(args)) => (given, args),
            (None, None) if self.released.is_some() => {
                let places = DrawPlaces { name: self.lines.at(offset), ..DrawPlaces::default() };
                let tolerance = self.tolerance(entry.tolerance, inherited, offset)?;
                return Ok(Drawn { name, with, draws, draw: None, tolerance, places });
            }
            (None, _) => return Err(self.lacks(offset, "given")),
            (_, None) => return Err(self.lacks(offset, "args")),
        };
        let at = |text: &Spanned<String>| self.lines.at(text.span().start);
        let all = |list: &[Spanned<String>]| list.iter().map(&at).collect();
        let places = DrawPlaces {
            name: self.lines.at(offset),
            given: all(&given),
            when: all(&entry.when),
            args: all(&args),
            range: range.as_ref().map(|range| at(range.ends()[0])),
        };
        let words = |list: &[Spanned<String>]| list.iter().map(|text| text.get_ref().trim().to_owned()).collect();
        let range = range.map(|range| range.map(|end| Ok::<_, Error>(end.get_ref().trim().to_owned()))).transpose()?;
        let text = Text { given: words(&given), when: words(&entry.when), args: words(&args), range };
        let draw = Draw::parse(text).map_err(|Unreadable { piece, what, .. }| {
            let what = format!("the drawn cases `{name}` cannot be read, {what}");
            Error::fixture(self.path, places.of(piece), what, "mend the expression")
        })?;
        let tolerance = self.tolerance(entry.tolerance, inherited, offset)?;
        Ok(Drawn { name, with, draws, draw: Some(draw), tolerance, places })
    }
}

/// What can be told before anything is called: the functions are there and get as many arguments as they take, and
/// what is drawn fits the signature. The place, what is wrong there, and the fix.
pub(super) fn check(
    exercise: &Exercise,
    function: &Function,
    drawn: &Drawn,
) -> std::result::Result<(), (Place, String, &'static str)> {
    let Some(draw) = &drawn.draw else { return Ok(()) };
    sites::check(exercise, &draw.call_sites(), "").map_err(|(place, what, fix)| (drawn.places.of(place), what, fix))?;
    if !draw.draws() {
        let what = "draw nothing, so that they are the same every time".into();
        return Err((drawn.places.name, what, "make it a [[function.case]], or draw something"));
    }
    let count = draw.text.args.len();
    let wanted = function.signature.parameters.len();
    if count != wanted {
        let what = format!("have {count} arguments where the signature has {wanted}");
        return Err((drawn.places.name, what, "write one expression for each parameter"));
    }
    // one draw that is wanted shows what is wrong on every draw: ranges, sizes, shapes
    for seed in 0..TRIES {
        match draw.rehearse(seed) {
            Attempt::Unsuited => {}
            Attempt::Defect { piece, what } => {
                return Err((drawn.places.of(piece), format!("make no sense, {what}"), "mend the expression"));
            }
            Attempt::Call { args, .. } => {
                return function.signature.accepts(&args).map_err(|what| {
                    let what = format!("do not fit `{}`, {what}", function.name);
                    (drawn.places.of(Piece::Argument(0)), what, "make args fit the signature")
                });
            }
            // the rest is told when the reference is asked
            Attempt::Needs(_) | Attempt::NoReply { .. } => return Ok(()),
        }
    }
    let what = format!("are never wanted: `when` holds for none of {TRIES} draws");
    Err((drawn.places.of(Piece::When(0)), what, "draw what is wanted, or ask for less"))
}

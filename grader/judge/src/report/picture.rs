//! Pictures of a function, as data: what the reference draws, what the student's function draws, and where the two
//! part. How they look is no part of it.

use crate::fate::Ending;
use crate::number::Real;
pub use crate::picture::{Axis, Mark, Marked, PictureKind};
use serde::{Deserialize, Serialize};

/// One picture of a function, as `exercise.toml` asks for it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Picture {
    /// Its name, unique within the function.
    pub name: String,
    /// What sort of picture it is.
    pub kind: PictureKind,
    /// One sentence: what one sees where the function is right.
    pub shows: String,
    /// From left to right.
    pub x: Axis,
    /// From bottom to top.
    pub y: Axis,
    /// Of a map: what is shaded behind the series.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub field: Option<Field>,
    /// Lines, bars, points, paths or arrows, in the order of `exercise.toml`.
    pub series: Vec<Series>,
}

impl Picture {
    /// Does one see that the student's function is another than the reference?
    pub fn parts(&self) -> bool {
        let partings = self.series.iter().map(|one| &one.parting).chain(self.field.iter().map(|field| &field.parting));
        partings.into_iter().any(|parting| matches!(parting, Parting::At { .. } | Parting::Absent))
    }
}

/// A point: its place on the x axis, then on the y axis.
pub type Point = [Real; 2];

/// One line, one set of bars, one set of points, one path, or arrows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Series {
    /// Its name.
    pub name: String,
    /// Whether it is asked of the student's function.
    pub role: Role,
    /// How it is drawn.
    pub mark: Mark,
    /// What the reference draws; of a guide, the only points there are.
    pub reference: Vec<Point>,
    /// What the student's function draws: one point for each of the reference's, with NaN where there is none. Empty
    /// for a guide, and where no call returned.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub yours: Vec<Point>,
    /// How far above and below the reference a reply is as good, one height for each of its points; empty where that
    /// is thinner than any line.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub band: Vec<Real>,
    /// Where the two part.
    pub parting: Parting,
    /// Points that there are none of, because a call did not return or returned something else.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub missed: Vec<Missed>,
}

/// Whether something is asked of the student's function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// It is, so that there is the reference's and the student's.
    Asked,
    /// It is the same for everybody: a bound, a density, points that are given.
    Guide,
}

/// What is shaded behind the series of a map: a number for every cell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Field {
    /// What the shade says, from light to dark.
    pub z: Axis,
    /// Whether it is asked of the student's function.
    pub role: Role,
    /// The middles of the columns.
    pub xs: Vec<Real>,
    /// The middles of the rows, in ascending order.
    pub ys: Vec<Real>,
    /// One list for each of `ys`, with a number for each of `xs`.
    pub reference: Vec<Vec<Real>>,
    /// The same of the student's function, with NaN where there is none; empty for a guide, and where no call returned.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub yours: Vec<Vec<Real>>,
    /// Where the two part; cells are counted row by row.
    pub parting: Parting,
    /// Cells that there is nothing for.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub missed: Vec<Missed>,
}

/// Where the student's series leaves the reference's, as far as one can see: a picture keeps few digits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "parting", rename_all = "snake_case")]
pub enum Parting {
    /// There is nothing to compare: a guide.
    Guide,
    /// They lie on each other.
    Nowhere,
    /// They part.
    At {
        /// The first point, counted from 0.
        first: usize,
        /// Of the reference, there.
        reference: Point,
        /// Of the student's function, there.
        yours: Point,
        /// How many points differ.
        points: usize,
        /// Of how many.
        all: usize,
        /// The largest distance, of heights or in the plane.
        largest: Real,
    },
    /// The student's function draws nothing.
    Absent,
}

/// Points in a row of which there are none, for one reason.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Missed {
    /// The first of them, counted from 0.
    pub first: usize,
    /// How many.
    pub points: usize,
    /// Why.
    pub because: Miss,
}

/// Why there is no point.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "miss", rename_all = "snake_case")]
pub enum Miss {
    /// A call did not return.
    NoReply {
        /// The call, as one would write it.
        call: String,
        /// What became of it.
        ending: Ending,
    },
    /// What it returned is no such point.
    Shape {
        /// What does not fit.
        what: String,
    },
}

impl Picture {
    /// Every reason why something is missing.
    pub fn missed(&self) -> impl Iterator<Item = &Missed> {
        let field = self.field.iter().flat_map(|field| &field.missed);
        field.chain(self.series.iter().flat_map(|series| &series.missed))
    }
}

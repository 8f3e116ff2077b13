//! The words of pictures: which sorts there are, how series are drawn, and axes.

use serde::{Deserialize, Serialize};

/// What sort of picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PictureKind {
    /// Lines: a height for every place of the x axis, from left to right.
    Curves,
    /// Bars: a height for every label of the x axis.
    Bars,
    /// Bars without gaps: the share of a sample in every bin of the x axis. A point is the middle of its bin.
    Histogram,
    /// Points, paths and arrows in a plane.
    Plane,
    /// The same, above a shaded field.
    Map,
}

/// One axis. Data may lie beyond its ends: then it is cut off there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Axis {
    /// What is laid off, in words or as a formula's letter.
    pub name: String,
    /// In what, where it has a unit.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub unit: Option<String>,
    /// Where the axis starts.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
    /// Of an axis of categories: their names, at 0, 1, 2, …
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub labels: Vec<String>,
    /// Places on it that have a name.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub marks: Vec<Marked>,
}

/// A place on an axis that has a name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Marked {
    /// Where.
    pub at: f64,
    /// What it is.
    pub name: String,
}

/// How a series is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// Joined from point to point.
    Line,
    /// Bars from 0.
    Bars,
    /// Each point for itself.
    Points,
    /// Joined in the order of the points; the first is where it starts.
    Path,
    /// Pairs of points: the foot of an arrow, then its tip.
    Arrows,
}

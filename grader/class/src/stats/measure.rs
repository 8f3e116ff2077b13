//! What classical test theory says of a sheet.
//!
//! The quantities are those of M. R. Novick, *The axioms and principal results of classical test theory* (Journal of
//! Mathematical Psychology 3, 1966) and F. M. Lord and M. R. Novick, *Statistical Theories of Mental Test Scores*
//! (Addison-Wesley 1968). Points are points of the sheet: those of an exercise times what its
//! part of the sheet is worth, without the rounding and without the cap. Variances have n − 1 below.

use super::moments::{LEAST, Quantity, Why, covariance, mean};
use super::paper::{Column, Item, Paper};

/// Below so many students these quantities say little: the standard error of a correlation is about 1/√n.
pub const SMALL: usize = 20;

/// Shares of a variance below this are what rounding leaves of zero.
const ZERO: f64 = 1e-12;

/// What is known of an item, or of a check.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// Those who have a result.
    pub n: usize,
    /// The mean share of the points: 1 where everybody has all of them (Lord and Novick call it difficulty).
    pub facility: Quantity,
    /// The item–rest correlation: of the points of the item with those of the sheet without it (corrected item–total
    /// correlation), over those who have a result in every item.
    pub discrimination: Quantity,
    /// The effective weight: the covariance of the points with the total, as a share of the variance of the total.
    /// The weights of all items add up to 1, as do those of the checks of an item to its own (nominal weights say what
    /// can be earned, these what tells students apart).
    pub weight: Quantity,
}

/// What is known of the whole sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct Whole {
    /// Those who have a result in every item.
    pub n: usize,
    /// How many items.
    pub items: usize,
    /// The mean of the totals.
    pub mean: Quantity,
    /// Their standard deviation.
    pub deviation: Quantity,
    /// L. J. Cronbach, *Coefficient alpha and the internal structure of tests* (Psychometrika 16, 1951):
    /// k/(k − 1) · (1 − Σ variances of the items / variance of the total). A lower bound of the reliability where
    /// errors of items are uncorrelated.
    pub alpha: Quantity,
    /// The standard error of measurement: standard deviation · √(1 − alpha), in points of the sheet.
    pub error: Quantity,
}

/// The totals of a class, and what varies with them.
pub struct Totals<'a> {
    paper: &'a Paper,
    complete: Vec<usize>,
    /// For each part, the points of its items together.
    parts: Vec<Vec<i64>>,
    variance: f64,
}

impl<'a> Totals<'a> {
    /// Of those who have a result in every item.
    pub fn of(paper: &'a Paper) -> Totals<'a> {
        let complete = paper.complete();
        let mut parts = vec![vec![0; complete.len()]; paper.weights.len()];
        for item in &paper.items {
            for (sum, points) in parts[item.part].iter_mut().zip(chosen(&item.points, &complete)) {
                *sum += points;
            }
        }
        let mut totals = Totals { paper, complete, parts, variance: 0.0 };
        let weighed = totals.parts.iter().zip(&paper.weights);
        totals.variance = weighed.map(|(part, weight)| weight * totals.with_total(part)).sum();
        totals
    }

    /// The covariance of some points with the total: that with each part, weighed, part after part.
    fn with_total(&self, points: &[i64]) -> f64 {
        let parts = self.parts.iter().zip(&self.paper.weights);
        parts.map(|(part, weight)| weight * covariance(points, part)).sum()
    }

    /// What is known of an item.
    pub fn item(&self, item: &Item) -> Measured {
        self.measured(&item.points, item.max, item.part)
    }

    /// What is known of one of its checks.
    pub fn check(&self, item: &Item, column: &Column) -> Measured {
        self.measured(&column.points, column.max, item.part)
    }

    fn measured(&self, points: &[Option<u32>], max: u32, part: usize) -> Measured {
        let all: Vec<i64> = points.iter().flatten().map(|points| i64::from(*points)).collect();
        let facility = match mean(&all) {
            Some(mean) => Quantity::Known(mean / f64::from(max.max(1))),
            None => Quantity::None(Why::Nobody),
        };
        let here = chosen(points, &self.complete);
        // what has no points of its own is 1 or 0, and no part of the total
        let scale = if max == 0 { 0.0 } else { self.paper.weights[part] };
        let (own, with_total) = (covariance(&here, &here), self.with_total(&here));
        let rest = self.variance - 2.0 * scale * with_total + scale * scale * own;
        let enough = |then: Quantity| if here.len() < LEAST { Quantity::None(Why::Few) } else { then };
        let discrimination = enough(if own == 0.0 {
            Quantity::None(Why::Alike)
        } else if rest <= ZERO * self.variance {
            Quantity::None(Why::RestAlike)
        } else {
            // the rest has the covariance of the total, less that with the item itself
            Quantity::Known(((with_total - scale * own) / (own * rest).sqrt()).clamp(-1.0, 1.0))
        });
        let weight = enough(if max == 0 {
            Quantity::None(Why::Pointless)
        } else if self.variance == 0.0 {
            Quantity::None(Why::Alike)
        } else {
            Quantity::Known(scale * with_total / self.variance)
        });
        Measured { n: all.len(), facility, discrimination, weight }
    }

    /// What is known of the whole.
    pub fn whole(&self) -> Whole {
        let (n, items) = (self.complete.len(), self.paper.items.len());
        let means = self.parts.iter().zip(&self.paper.weights).map(|(part, weight)| Some(weight * mean(part)?));
        let mean = means.sum::<Option<f64>>().filter(|_| n > 0);
        let of_item = |item: &Item| {
            let points = chosen(&item.points, &self.complete);
            self.paper.weights[item.part].powi(2) * covariance(&points, &points)
        };
        let parted: f64 = self.paper.items.iter().map(of_item).sum();
        let k = items as f64;
        let alpha = match (n, items) {
            (..LEAST, _) => Quantity::None(Why::Few),
            (_, ..2) => Quantity::None(Why::Alone),
            _ if self.variance == 0.0 => Quantity::None(Why::Alike),
            _ => Quantity::Known(k / (k - 1.0) * (1.0 - parted / self.variance)),
        };
        let error = match alpha {
            Quantity::Known(alpha) if alpha < 0.0 => Quantity::None(Why::Negative),
            // rounding may leave alpha a hair above 1
            Quantity::Known(alpha) => Quantity::Known((self.variance * (1.0 - alpha).max(0.0)).sqrt()),
            none @ Quantity::None(_) => none,
        };
        let deviation = if n < LEAST { Quantity::None(Why::Few) } else { Quantity::Known(self.variance.sqrt()) };
        Whole { n, items, mean: mean.map_or(Quantity::None(Why::Nobody), Quantity::Known), deviation, alpha, error }
    }
}

/// The points of these students.
fn chosen(points: &[Option<u32>], students: &[usize]) -> Vec<i64> {
    students.iter().map(|at| i64::from(points.get(*at).copied().flatten().unwrap_or_default())).collect()
}

//! From energies to probabilities, at any temperature and without overflow.
//!
//! The theory, the conventions and a worked number are in `README.md` beside this folder. You may
//! assume what it guarantees: at least one energy, at least one of them finite, no NaN, β > 0 and
//! finite, labels in range. An energy of `+∞` is an impossible answer.
//!
//! `cargo run -p grader -- gibbs` grades this file; `cargo run -p grader -- hint gibbs entropy` helps.

// The parameters of functions that are not written yet are unused; delete this line at the end.
#![allow(unused_variables)]

use probe::ndarray::{Array1, Array2};

/// ln Σ_k exp(v_k), the smooth maximum.
///
/// `values` has any length from 1 and may hold `−∞`, a term that adds nothing. If all of them are
/// `−∞` the sum is empty and the result is `−∞`.
///
/// Stability: values around ±1000, the pair (−1e308, 1e308), and all values `−∞`.
pub fn log_sum_exp(values: &Array1<f64>) -> f64 {
    todo!()
}

/// The log-partition ln Z(β) = ln Σ_k exp(−β F_k).
///
/// `energies` has one entry per answer. The result may be any number, huge or negative.
///
/// Stability: energies around ±1000.
pub fn log_partition(energies: &Array1<f64>, beta: f64) -> f64 {
    todo!()
}

/// The Gibbs distribution P(y) = exp(−β F_y) / Σ_k exp(−β F_k).
///
/// The result has the length of `energies` and sums to 1. One answer: `[1]`. An energy of `+∞`:
/// probability 0.
///
/// Stability: energies around ±1000, a gap of 800, and (1e308, 1e308) at β = 10.
pub fn gibbs(energies: &Array1<f64>, beta: f64) -> Array1<f64> {
    todo!()
}

/// The Gibbs distribution of every row: `energies[[b, y]]` is F(x_b, y).
///
/// Each row of the result sums to 1 by itself. A batch of 0 rows gives a result of 0 rows.
///
/// Stability: rows whose energies are far from each other.
pub fn gibbs_batch(energies: &Array2<f64>, beta: f64) -> Array2<f64> {
    todo!()
}

/// ln P(label), without leaving the log domain.
///
/// Stability: a probability that underflows, such as energies (0, 1000), label 1: the result is −1000.
pub fn log_prob(energies: &Array1<f64>, beta: f64, label: usize) -> f64 {
    todo!()
}

/// The entropy H = −Σ_k P_k ln P_k in nats, with 0·ln 0 = 0.
///
/// Stability: a probability that is 0 in floating point, and an impossible answer.
pub fn entropy(energies: &Array1<f64>, beta: f64) -> f64 {
    todo!()
}

/// The variance Σ_k P_k v_k² − (Σ_k P_k v_k)² of `values` under the Gibbs distribution of `energies`.
///
/// Both have the same length: `values[k]` is what answer k is worth, `energies[k]` its energy.
///
/// Stability: values around 1e8, where the two terms of the formula cancel.
pub fn variance(values: &Array1<f64>, energies: &Array1<f64>, beta: f64) -> f64 {
    todo!()
}

/// A density on a grid: exp(−β F_k) / (Σ_j exp(−β F_j) · dx).
///
/// `energies[k]` is the energy at grid point k, `dx` the width of a cell. The result integrates to
/// 1: the sum of its entries times `dx` is 1.
///
/// Stability: a well 1000 deep.
pub fn gibbs_density(energies: &Array1<f64>, dx: f64, beta: f64) -> Array1<f64> {
    todo!()
}

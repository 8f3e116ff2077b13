//! Inference: from energies to answers, with and without a latent variable.
//!
//! The theory, the conventions and a worked number are in `README.md` beside this folder. You may
//! assume what it guarantees: at least one answer and one value of the latent variable, at least one
//! finite energy, no NaN, β > 0 and finite. An energy of `+∞` is an impossible pair. In
//! `energies[[y, z]]` the rows are the answers y, the columns the values of the latent variable z.
//!
//! `cargo run -p grader -- latent` grades this file; `cargo run -p grader -- hint latent infer` helps.

// The parameters of functions that are not written yet are unused; delete this line at the end.
#![allow(unused_variables)]

use probe::ndarray::{Array1, Array2};

/// Inference: ŷ = argmin_y F(y).
///
/// `energies` has one entry per answer. Of several lowest energies the one of smallest index wins.
///
/// Stability: energies around 1000.
pub fn infer(energies: &Array1<f64>) -> usize {
    todo!()
}

/// One-to-many inference: all y with F(y) − min F ≤ `tolerance`, in ascending order.
///
/// `tolerance` is 0 or more and finite. 0 asks for the exact ties of the minimum; the result always
/// holds at least one index.
///
/// Stability: huge energies whose differences are small.
pub fn infer_all(energies: &Array1<f64>, tolerance: f64) -> Vec<usize> {
    todo!()
}

/// Inference with a latent variable: (ŷ, ẑ) with ŷ = argmin_y min_z G(y, z), ẑ = argmin_z G(ŷ, z).
///
/// The answer comes first, then the value of the latent variable that explains it. Ties: the
/// smallest y, and then the smallest z.
///
/// Stability: energies around 1000.
pub fn infer_latent(energies: &Array2<f64>) -> (usize, usize) {
    todo!()
}

/// The posterior P(z | x, y) = exp(−βG(y, z)) / Σ_z′ exp(−βG(y, z′)).
///
/// The result has the shape of `energies`; each row sums to 1. Every row of `energies` has at least
/// one finite entry.
///
/// Stability: rows far from each other, energies of 1e308 at β = 10, impossible pairs.
pub fn posterior_z(energies: &Array2<f64>, beta: f64) -> Array2<f64> {
    todo!()
}

/// The joint distribution P(y, z | x) = exp(−βG(y, z)) / Σ_y′ Σ_z′ exp(−βG(y′, z′)).
///
/// The result has the shape of `energies`; all its entries together sum to 1.
///
/// Stability: energies from −1000 to 1000, energies of 1e308 at β = 10, a row of impossible pairs.
pub fn joint_yz(energies: &Array2<f64>, beta: f64) -> Array2<f64> {
    todo!()
}

/// The marginal P(y | x) = Σ_z P(y, z | x).
///
/// The result has one entry per row of `energies` and sums to 1.
///
/// Stability: energies from −1000 to 1000, energies of 1e308 at β = 10, a row of impossible pairs.
pub fn marginal_y(energies: &Array2<f64>, beta: f64) -> Array1<f64> {
    todo!()
}

/// Inference by gradient descent: y ← y − lr·∂F/∂y, repeated `steps` times from `start`.
///
/// `gradient(&y)` returns ∂F/∂y at y, with the length of `start`. The result is the last y; with
/// `steps` = 0 it is `start`.
pub fn infer_by_gradient(
    start: &Array1<f64>,
    gradient: &dyn Fn(&Array1<f64>) -> Array1<f64>,
    lr: f64,
    steps: usize,
) -> Array1<f64> {
    todo!()
}

//! From the energies of a latent variable to one free energy, its gradient, and a model that learns.
//!
//! The theory, the conventions and a worked number are in `README.md` beside this folder. You may
//! assume what it guarantees: at least one energy, at least one of them finite, no NaN, β > 0, shapes
//! that match. β = `+∞` is allowed and means the minimum. An energy of `+∞` is an impossible latent value.
//!
//! `cargo run -p grader -- free_energy` grades this file;
//! `cargo run -p grader -- hint free_energy free_energy_grad` helps.

// The parameters of functions that are not written yet are unused; delete this line at the end.
#![allow(unused_variables)]

use probe::Normaliser;
use probe::ndarray::{Array1, Array2};

/// The free energy of one answer, whose latent values have these energies.
///
/// `Normaliser::Mean`: F = −(1/β) ln((1/n) Σ_z exp(−βE_z)). `Normaliser::Sum`: the same without 1/n.
/// `energies[z]` is E(x, y, z), n is their number. β = ∞: the smallest energy, with both normalisers.
///
/// Stability: energies around ±1000, two energies of 1e308 at β = 10, β = ∞, β = 1e-18 and an
/// impossible latent value.
pub fn free_energy(energies: &Array1<f64>, beta: f64, normaliser: Normaliser) -> f64 {
    todo!()
}

/// The gradient of the free energy with respect to the parameters: Σ_z p(z) ∂E_z, p(z) ∝ exp(−βE_z).
///
/// `energy_grads` has one row per latent value and one column per parameter; row z is ∂E_z. The
/// result has one entry per parameter. β = ∞: the row of the smallest energy, which is then unique.
///
/// Stability: energies around ±1000, energies near 1e308 at β = 10, and β = ∞.
pub fn free_energy_grad(energies: &Array1<f64>, energy_grads: &Array2<f64>, beta: f64) -> Array1<f64> {
    todo!()
}

/// The variational free energy of a distribution q over the latent values: Σ_z q_z E_z + (1/β) Σ_z q_z ln q_z.
///
/// `q` has the length of `energies` and sums to 1. 0·ln 0 counts as 0, and so does 0·∞. The result
/// is never below the free energy with `Normaliser::Sum`.
///
/// Stability: a probability of 0, and an impossible latent value of probability 0.
pub fn variational_free_energy(energies: &Array1<f64>, q: &Array1<f64>, beta: f64) -> f64 {
    todo!()
}

/// The energies of a point under the ellipse model: E_k = (y₀ − w₀ cos z_k)² + (y₁ − w₁ sin z_k)².
///
/// The latent values are the angles z_k = 2πk/nz for k = 0, …, nz − 1. The result has length `nz`.
pub fn ellipse_energy(y: [f64; 2], w: [f64; 2], nz: usize) -> Array1<f64> {
    todo!()
}

/// Fits the two half-axes w of an ellipse to points by gradient descent, and returns the last w.
///
/// Begins at w = `start` and repeats `steps` times, with N the number of rows of `points` and y_i a row:
///
///   w ← w − lr · (1/N) Σ_i ∂F(y_i, w)/∂w
///
/// F(y_i, w) is `free_energy(ellipse_energy(y_i, w, nz), beta, Normaliser::Mean)`. All points and both
/// components of a step use the same old w. 0 steps return `start`. β = ∞ is allowed.
///
/// Stability: a point far from the ellipse, and β = ∞.
pub fn ellipse_fit(points: &Array2<f64>, start: [f64; 2], nz: usize, beta: f64, lr: f64, steps: usize) -> [f64; 2] {
    todo!()
}

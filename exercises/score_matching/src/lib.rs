//! Learning from slopes: the score, score matching, and its version with noise.
//!
//! The theory, the conventions and a worked number are in `README.md` beside this folder. You may
//! assume what it guarantees: at least one sample, lengths and shapes match, no NaN, β > 0 and finite,
//! k > 0, σ > 0.
//!
//! `cargo run -p grader -- score_matching` grades this file;
//! `cargo run -p grader -- hint score_matching dsm_loss` helps.

// The parameters of functions that are not written yet are unused; delete this line at the end.
#![allow(unused_variables)]

use probe::ndarray::{Array1, Array2};

/// The score ∂ ln p/∂x = −β ∂E/∂x of the density p ∝ exp(−βE).
///
/// `grad` is ∂E/∂x, one entry per coordinate of x; the result has the same length.
pub fn score(grad: &Array1<f64>, beta: f64) -> Array1<f64> {
    todo!()
}

/// The score matching loss of E = k (x − mu)²/2 at β = 1: the mean over the samples of
/// ½ (k (x − mu))² − k.
///
/// `x` holds one number per sample. The loss is often negative.
///
/// Stability: samples around 1e8.
pub fn score_matching(x: &Array1<f64>, mu: f64, k: f64) -> f64 {
    todo!()
}

/// The gradient of `score_matching`: (∂/∂mu, ∂/∂k), in this order.
///
/// Stability: samples around 1e8.
pub fn score_matching_grad(x: &Array1<f64>, mu: f64, k: f64) -> (f64, f64) {
    todo!()
}

/// What a denoiser's score should be: −(x_noisy − x)/σ², entry by entry.
///
/// Stability: samples around 1e8.
pub fn dsm_target(x: &Array1<f64>, x_noisy: &Array1<f64>, sigma: f64) -> Array1<f64> {
    todo!()
}

/// The denoising score matching loss: the mean over the rows of ½ |score − target|².
///
/// The three matrices have the same shape. A row is a sample: what the model says is the score at the
/// noisy sample, the clean sample, and the noisy sample. The target of a row is that of `dsm_target`.
///
/// Stability: samples around 1e8.
pub fn dsm_loss(scores: &Array2<f64>, x: &Array2<f64>, x_noisy: &Array2<f64>, sigma: f64) -> f64 {
    todo!()
}

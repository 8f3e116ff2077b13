//! Learning without a normaliser: tell the right answer from wrong ones, or data from noise.
//!
//! The theory, the conventions and a worked number are in `README.md` beside this folder. You may
//! assume what it guarantees: vectors that are not 0, at least one score, τ > 0 and finite, ν > 0 and
//! finite, shapes that match, no NaN. Large scores are good, and the positive pair has index 0.
//!
//! `cargo run -p grader -- nce` grades this file; `cargo run -p grader -- hint nce nce_loss` helps.

// The parameters of functions that are not written yet are unused; delete this line at the end.
#![allow(unused_variables)]

use probe::ndarray::{Array1, Array2};

/// The cosine similarity u·v / (‖u‖ ‖v‖), a number from −1 to 1.
///
/// Both vectors have the same length from 1, and neither of them is 0.
///
/// Stability: components around 1e200 and around 1e-200, whose squares leave the range of f64.
pub fn cosine(u: &Array1<f64>, v: &Array1<f64>) -> f64 {
    todo!()
}

/// The probabilities h_k = exp(s_k/τ) / Σ_j exp(s_j/τ), with all scores in the one denominator.
///
/// `scores[0]` is the positive pair, the others are the N negatives. The result has the length of
/// `scores` and sums to 1. No negatives: `[1]`.
///
/// Stability: τ = 0.001, with scores that are large, far below 0, or best for a negative.
pub fn nce_probs(scores: &Array1<f64>, tau: f64) -> Array1<f64> {
    todo!()
}

/// ln(1 − h_index), with h from `nce_probs`: how sure the model is that pair `index` is *not* the one.
///
/// `index` may be any pair, the positive included. There are at least two scores.
///
/// Stability: h so close to 1 that 1 − h rounds to 0 (scores (0.8, 0), τ = 0.001, index 0: the
/// result is −800), h so small that 1 − h rounds to 1, and scores of −0.8 at τ = 0.001.
pub fn log1m_h(scores: &Array1<f64>, tau: f64, index: usize) -> f64 {
    todo!()
}

/// The loss of one positive pair and its negatives: −ln h_0 − Σ_{k≥1} ln(1 − h_k).
///
/// `scores` and h are those of `nce_probs`. No negatives: 0.
///
/// Stability: a negative that wins, narrowly and by far, a loss close to 0, and scores of 0.9 at
/// τ = 0.001.
pub fn nce_loss(scores: &Array1<f64>, tau: f64) -> f64 {
    todo!()
}

/// The InfoNCE loss of a batch of N pairs: (1/N) Σ_i [ ln Σ_j exp(s_ij/τ) − s_ii/τ ].
///
/// `scores[[i, j]]` compares anchor i with candidate j: an N×N matrix, its diagonal holds the
/// positive pairs, the rest of row i the negatives of anchor i. N is at least 1.
///
/// Stability: rows of very different height at τ = 0.001, a positive that loses by far, and a loss
/// close to 0.
pub fn info_nce(scores: &Array2<f64>, tau: f64) -> f64 {
    todo!()
}

/// The gradient of `info_nce` with respect to every score: (softmax(s_i/τ) − e_i) / (N τ) in row i.
///
/// The result has the shape of `scores`. e_i is 1 at position i and 0 elsewhere.
///
/// Stability: rows of very different height at τ = 0.001, a positive that loses by far, and a
/// gradient close to 0.
pub fn info_nce_grad(scores: &Array2<f64>, tau: f64) -> Array2<f64> {
    todo!()
}

/// The loss of telling data from noise, ν noise samples to each data sample:
/// mean over the data of softplus(−u), plus ν times the mean over the noise of softplus(u).
///
/// u = ln p_model − ln p_noise − ln ν, softplus(u) = ln(1 + exp(u)). Row i of all three inputs is one
/// sample: `log_model[i]` need not be normalised, `is_data[i]` is true for data and false for noise.
/// There is at least one row of each.
///
/// Stability: differences of ±800, a noise sample with u = 50, a loss close to 0, log densities around
/// −2000, and a noise sample that the model rules out (`log_model[i]` = −∞).
pub fn nce_binary(log_model: &Array1<f64>, log_noise: &Array1<f64>, is_data: &[bool], nu: f64) -> f64 {
    todo!()
}

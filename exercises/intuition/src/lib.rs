//! Ten small experiments: what energies can say, how learning goes wrong, and how losses push.
//!
//! The theory, the conventions and a worked number are in `README.md` beside this folder. You may
//! assume what it guarantees: lists of equal length with at least one entry where none is said to be
//! empty, finite numbers unless `+∞` is named, β, `dx`, `lr` and `margin` > 0, labels in range.
//!
//! The questions in words are in `answers.toml` beside this folder. The experiments answer some of them.
//!
//! `cargo run -p grader -- intuition` grades both; `cargo run -p grader -- hint intuition push_table` helps.

// The parameters of functions that are not written yet are unused; delete this line at the end.
#![allow(unused_variables)]

use probe::Loss;
use probe::ndarray::{Array1, Array2};

/// The best answers to x under F(x, y) = (y² − x)², and the energy of their mean.
///
/// The first result holds the indices of all `answers` whose energy is within 1e-9 of the lowest one, in
/// ascending order. The second is F(x, ȳ), where ȳ is the mean of those answers: what a model would pay
/// that must give one answer and splits the difference.
pub fn one_to_many(x: f64, answers: &Array1<f64>) -> (Vec<usize>, f64) {
    todo!()
}

/// What a shift of all energies changes, and what it does not: the energies are F_k + c.
///
/// Returns the inferred answer (lowest energy, the smallest index on ties), the Gibbs probabilities, and
/// the sum of the raw scores exp(−β(F_k + c)), which nobody has normalised. `shift` is c. An energy of
/// `+∞` is an impossible answer.
///
/// Stability: a shift of 3000 or −3000, and one of 1e17, in which the energies drown.
pub fn shift_experiment(energies: &Array1<f64>, shift: f64, beta: f64) -> (usize, Array1<f64>, f64) {
    todo!()
}

/// How sharp the Gibbs distribution is: one row per β, with its entropy and the variance of the answer.
///
/// `answers[k]` is a number y_k, `energies[k]` its energy. Row b of the result is
/// (−Σ P ln P, Σ P (y − mean)²) at `betas[b]`. No betas: a result of 0 rows.
///
/// Stability: energies around 1000, a probability of 0, answers around 1e8, and no betas.
pub fn sharpness_table(answers: &Array1<f64>, energies: &Array1<f64>, betas: &Array1<f64>) -> Array2<f64> {
    todo!()
}

/// The loss of the data under F(x, y) = e^s (y − a·x)².
///
/// `Loss::Energy` is the mean of F over the pairs (x_i, y_i). `Loss::Nll` is the same plus
/// (1/β) ln ∫ exp(−βF(x, y)) dy = (1/2β)(ln π − ln β − s).
///
/// Stability: s = −800.
pub fn fit_scale_loss(x: &Array1<f64>, y: &Array1<f64>, a: f64, s: f64, beta: f64, loss: Loss) -> f64 {
    todo!()
}

/// The slopes (∂/∂a, ∂/∂s) of `fit_scale_loss`.
pub fn fit_scale_grads(x: &Array1<f64>, y: &Array1<f64>, a: f64, s: f64, beta: f64, loss: Loss) -> (f64, f64) {
    todo!()
}

/// `steps` steps of gradient descent on (a, s), both at once, with the learning rate `lr`.
///
/// `start` is (a, s) before the first step, the result after the last one; 0 steps return `start`.
pub fn fit_scale(
    x: &Array1<f64>,
    y: &Array1<f64>,
    start: [f64; 2],
    beta: f64,
    loss: Loss,
    lr: f64,
    steps: usize,
) -> [f64; 2] {
    todo!()
}

/// Gradient descent of the NLL on a table of `n` energies that start at 0, with one datum, at `label`.
///
/// Each step sets F_k ← F_k − lr (δ_k − P_k) for all k at once; δ_k is 1 at the label and 0 elsewhere, P
/// the Gibbs distribution of the energies before the step. 0 steps return zeros.
///
/// Stability: steps of size 5000.
pub fn push_table(n: usize, label: usize, beta: f64, lr: f64, steps: usize) -> Array1<f64> {
    todo!()
}

/// How steep the energy is beside the label: the largest |F_neighbour − F_label| / dx.
///
/// `energies` is a function on a grid of cell width `dx`, with at least two points. The label has two
/// neighbours, or one where it stands at an end.
pub fn edge_slope(energies: &Array1<f64>, label: usize, dx: f64) -> f64 {
    todo!()
}

/// How hard a loss pushes a wrong answer that lies v below the margin: one row per v.
///
/// The columns are |∂L/∂F̄| of the simple loss [m − F̄]⁺ and of the square-square loss ([m − F̄]⁺)², with
/// v = m − F̄. A negative v is a wrong answer above the margin. No violations: 0 rows.
///
/// Stability: no violations at all.
pub fn violation_table(violations: &Array1<f64>) -> Array2<f64> {
    todo!()
}

/// The hinge loss and the log loss at a gap g = F̄ − F: one row per gap.
///
/// The columns are [m − g]⁺ and ln(1 + e^−g). A negative gap is a wrong order. No gaps: 0 rows.
///
/// Stability: gaps of 40, of ±1000 and of +∞, and no gaps at all.
pub fn gap_table(gaps: &Array1<f64>, margin: f64) -> Array2<f64> {
    todo!()
}

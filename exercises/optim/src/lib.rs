//! From a gradient to a step: plain descent, batches, momentum, adaptive rates, and when to lower the rate.
//!
//! The theory, the conventions and a worked number are in `README.md` beside this folder. You may
//! assume what it guarantees: vectors of equal length with at least one entry, finite numbers, η > 0,
//! v ≥ 0, decay rates α, β₁, β₂ from 0 to below 1, ε > 0. `lr` is the learning rate η.
//!
//! `cargo run -p grader -- optim` grades this file; `cargo run -p grader -- hint optim adam_step` helps.

// The parameters of functions that are not written yet are unused; delete this line at the end.
#![allow(unused_variables)]

use probe::ndarray::{Array1, Array2};

/// One step of gradient descent: θ − η·g.
///
/// `theta` and `grad` have the same length; so has the result.
pub fn gd_step(theta: &Array1<f64>, grad: &Array1<f64>, lr: f64) -> Array1<f64> {
    todo!()
}

/// The gradient of a mini-batch: the mean of g_i over the examples i in `indices`.
///
/// `grads` has one row per example of the training set and one column per parameter; the result has
/// one entry per parameter. `indices` holds at least one index; an index that occurs twice counts twice.
pub fn minibatch_grad(grads: &Array2<f64>, indices: &[usize]) -> Array1<f64> {
    todo!()
}

/// One step of gradient descent with momentum (heavy ball): w − η·g + β·(w − w_prev).
///
/// `w` is where we are, `w_prev` where we were one step before, `grad` the gradient at `w`. The
/// momentum `beta` is any number: 0 switches it off, and it may be negative.
pub fn heavy_ball_step(w: &Array1<f64>, w_prev: &Array1<f64>, grad: &Array1<f64>, lr: f64, beta: f64) -> Array1<f64> {
    todo!()
}

/// The spectral radius of [[1 + β − ηa, −β], [1, 0]]: the largest |λ| of its two eigenvalues.
///
/// The matrix takes (w, w_prev) one heavy-ball step further on the energy ½a·w². Below 1 the steps
/// converge. The eigenvalues may be a complex pair; |λ| is then the modulus. `beta` and the
/// curvature `a` are any numbers.
///
/// Stability: a curvature of 1e200.
pub fn spectral_radius(beta: f64, lr: f64, a: f64) -> f64 {
    todo!()
}

/// One step of RMSProp; returns (w_new, v_new), with g², √ and / entry by entry.
///
///   v_new = α·v + (1 − α)·g²,   w_new = w − η·g / (√v_new + ε)
pub fn rmsprop_step(
    w: &Array1<f64>,
    v: &Array1<f64>,
    grad: &Array1<f64>,
    lr: f64,
    alpha: f64,
    eps: f64,
) -> (Array1<f64>, Array1<f64>) {
    todo!()
}

/// One step of Adam; returns (w_new, m_new, v_new), with g², √ and / entry by entry.
///
///   m_new = β₁·m + (1 − β₁)·g,   v_new = β₂·v + (1 − β₂)·g²
///   m̂ = m_new / (1 − β₁ᵗ),   v̂ = v_new / (1 − β₂ᵗ),   w_new = w − η·m̂ / (√v̂ + ε)
///
/// `t` counts the steps from 1, this one included; before the first step m and v are 0.
#[expect(clippy::too_many_arguments, reason = "one for each letter of the formula: a struct would rename them all")]
pub fn adam_step(
    w: &Array1<f64>,
    m: &Array1<f64>,
    v: &Array1<f64>,
    grad: &Array1<f64>,
    t: usize,
    lr: f64,
    beta1: f64,
    beta2: f64,
    eps: f64,
) -> (Array1<f64>, Array1<f64>, Array1<f64>) {
    todo!()
}

/// The learning rate for the next epoch: lr/decay if `current` is above an old minimum, else lr.
///
/// `past` holds the losses of earlier epochs, the oldest first, without `current`. The old minimum is
/// the smallest of them without the last `nonmono`. With no loss that old, the rate stays. `decay` is
/// positive; `nonmono` may be 0.
///
/// Stability: fewer past losses than `nonmono`.
pub fn nonmono_decay(past: &[f64], current: f64, nonmono: usize, decay: f64, lr: f64) -> f64 {
    todo!()
}

/// The probability that a batch holds every class: Σ_j (−1)ʲ C(k, j) (1 − j/k)ᵇ over j = 0, …, k.
///
/// k = `classes` ≥ 1 classes are equally frequent, and the b = `batch` examples are drawn independently.
/// A batch smaller than k: 0.
///
/// Stability: thirty classes, two hundred classes, and an empty batch.
pub fn prob_all_classes(classes: usize, batch: usize) -> f64 {
    todo!()
}

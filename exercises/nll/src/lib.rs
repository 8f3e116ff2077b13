//! The negative log-likelihood: its value, its gradient, and what to do when the sum is too long.
//!
//! The theory, the conventions and a worked number are in `README.md` beside this folder. You may
//! assume what it guarantees: at least one energy, at least one of them finite, no NaN, β > 0 (and
//! `+∞` in `nll` only), labels counted from 0 and in range, shapes that match, batches and samples
//! that are not empty. An energy of `+∞` is an impossible answer, never the label; the gradients ∂F
//! are finite.
//!
//! `cargo run -p grader -- nll` grades this file; `cargo run -p grader -- hint nll nll_grad_w` helps.

// The parameters of functions that are not written yet are unused; delete this line at the end.
#![allow(unused_variables)]

use probe::ndarray::{Array1, Array2, Array3};

/// The loss of one example: −(1/β) ln P(label).
///
/// `energies` has one entry per class. The result is never negative. One class: 0. At β = `+∞` it
/// is the gap between the energy of the label and the lowest energy.
///
/// Stability: energies around ±1000, a label 1000 above the lowest energy, (1e308, 1e308) at β = 10,
/// an impossible answer, β = `+∞`, and a right answer so sure that the loss is near 1e-20.
pub fn nll(energies: &Array1<f64>, label: usize, beta: f64) -> f64 {
    todo!()
}

/// The derivative of `nll` with respect to every energy, the label's own included.
///
/// The result has the length of `energies`: entry k is ∂nll/∂F_k. One class: `[0]`.
///
/// Stability: energies around ±1000, (1e308, 1e308) at β = 10, an impossible answer, and a right
/// answer so sure that 1 − P rounds to 0.
pub fn nll_grad_energy(energies: &Array1<f64>, label: usize, beta: f64) -> Array1<f64> {
    todo!()
}

/// The derivative of `nll` with respect to the d parameters W.
///
/// `energy_grads` has one row per class and one column per parameter: row k is ∂F(x, k)/∂W. The
/// result has d entries.
///
/// Stability: energies around ±1000.
pub fn nll_grad_w(energies: &Array1<f64>, energy_grads: &Array2<f64>, label: usize, beta: f64) -> Array1<f64> {
    todo!()
}

/// The loss of a training set: the mean of `nll` over its examples.
///
/// `energies[[b, k]]` is F(x_b, k), and `labels[b]` is the right class of example b.
///
/// Stability: examples whose energies are far from each other, a label 2000 above the lowest energy,
/// and four labels that are unlikely together.
pub fn nll_batch(energies: &Array2<f64>, labels: &[usize], beta: f64) -> f64 {
    todo!()
}

/// The derivative of `nll_batch` with respect to the d parameters W.
///
/// `energy_grads[[b, k, j]]` is ∂F(x_b, k)/∂W_j: one matrix per example, as in `nll_grad_w`. The
/// result has d entries.
///
/// Stability: examples whose energies are far from each other or all around 1000.
pub fn nll_grad_w_batch(
    energies: &Array2<f64>,
    energy_grads: &Array3<f64>,
    labels: &[usize],
    beta: f64,
) -> Array1<f64> {
    todo!()
}

/// The estimate of `nll_grad_w` from samples, for when the sum over all classes is too long.
///
/// `grad_label` is ∂F(x, y)/∂W of the right answer. Row i of `grad_samples` is ∂F(x, y_i)/∂W of a
/// sample y_i that was drawn from P for you. There may be more or fewer samples than parameters.
pub fn nll_grad_mc(grad_label: &Array1<f64>, grad_samples: &Array2<f64>) -> Array1<f64> {
    todo!()
}

/// The natural logarithm of the number of terms in Z, when an answer is a word of `length` symbols
/// from an alphabet of `alphabet` symbols.
///
/// Symbols may repeat. There is one word of length 0, the empty one. `alphabet` is at least 1.
///
/// Stability: 10 and 1000 letters; the number of words fits no integer and no `f64`.
pub fn ln_partition_terms(alphabet: u32, length: u32) -> f64 {
    todo!()
}

//! A zoo of losses for energy-based models: what each pushes, and which of them a flat surface satisfies.
//!
//! The theory, the conventions and a worked number are in `README.md` beside this folder. You may
//! assume what it guarantees: at least two answers, a label in range, no NaN, a finite energy of the
//! label, parameters > 0 and finite. A wrong answer may have the energy `+∞`: it is impossible.
//!
//! `energies` has one entry per answer and `label` is the right one. c stands for `energies[label]`, o for
//! the energy of the most offending wrong answer. A gradient has one entry per energy. On a corner, where
//! a loss has several subgradients, each of them is right.
//!
//! `cargo run -p grader -- losses` grades this file; `cargo run -p grader -- hint losses mce` helps.

// The parameters of functions that are not written yet are unused; delete this line at the end.
#![allow(unused_variables)]

use probe::ndarray::Array1;

/// The most offending wrong answer: the one of lowest energy among all answers except `label`.
///
/// Of equal energies the smallest index.
///
/// Stability: energies of millions, and wrong answers that are all impossible (the first of them).
pub fn most_offending(energies: &Array1<f64>, label: usize) -> usize {
    todo!()
}

/// The energy loss: c, the energy of the right answer.
pub fn energy_loss(energies: &Array1<f64>, label: usize) -> f64 {
    todo!()
}

/// The gradient of `energy_loss` with respect to all energies: 1 at the label, 0 elsewhere.
pub fn energy_loss_grad(energies: &Array1<f64>, label: usize) -> Array1<f64> {
    todo!()
}

/// The perceptron loss: c − min_k E_k. The minimum runs over all answers, the right one included.
pub fn perceptron(energies: &Array1<f64>, label: usize) -> f64 {
    todo!()
}

/// The gradient of `perceptron`: 1 at the label, −1 at the lowest energy; all 0 where these are the same.
pub fn perceptron_grad(energies: &Array1<f64>, label: usize) -> Array1<f64> {
    todo!()
}

/// The LVQ2 loss: min(cap, [c − o]⁺).
///
/// Stability: a wrong answer that is impossible.
pub fn lvq2(energies: &Array1<f64>, label: usize, cap: f64) -> f64 {
    todo!()
}

/// The gradient of `lvq2`: 1 at the label and −1 at the most offending answer while 0 < c − o < cap.
pub fn lvq2_grad(energies: &Array1<f64>, label: usize, cap: f64) -> Array1<f64> {
    todo!()
}

/// The minimum classification error loss: σ(c − o) with σ(u) = 1/(1 + e^{−u}).
///
/// Stability: differences of −40 and +1000.
pub fn mce(energies: &Array1<f64>, label: usize) -> f64 {
    todo!()
}

/// The gradient of `mce`: σ(c − o)·(1 − σ(c − o)) at the label, minus that at the most offending answer.
///
/// Stability: differences of +40 and +1000, and a wrong answer that is impossible.
pub fn mce_grad(energies: &Array1<f64>, label: usize) -> Array1<f64> {
    todo!()
}

/// The square-exponential loss: c² + gamma · e^{−o}.
pub fn square_exp(energies: &Array1<f64>, label: usize, gamma: f64) -> f64 {
    todo!()
}

/// The gradient of `square_exp`: 2c at the label, −gamma · e^{−o} at the most offending answer.
pub fn square_exp_grad(energies: &Array1<f64>, label: usize, gamma: f64) -> Array1<f64> {
    todo!()
}

/// The minimum empirical error loss: 1 − P(label), with the Gibbs distribution P of all answers.
///
/// P(k) = exp(−βE_k) / Σ_j exp(−βE_j).
///
/// Stability: energies around ±1000, two energies of 1e308 at β = 10, an answer that is almost certain,
/// and an impossible answer.
pub fn mee(energies: &Array1<f64>, label: usize, beta: f64) -> f64 {
    todo!()
}

/// The gradient of `mee`: entry k is β P(label) (1[k = label] − P(k)).
///
/// Stability: energies around ±1000, two energies of 1e308 at β = 10, an answer that is almost certain,
/// and an impossible answer.
pub fn mee_grad(energies: &Array1<f64>, label: usize, beta: f64) -> Array1<f64> {
    todo!()
}

/// Which energies can feel a loss: two lists of indices, each ascending.
///
/// The first list is for the negative log-likelihood −(1/β) ln P(label): all k for which its slope
/// 1[k = label] − P(k) is not 0. The second is for a pairwise loss with an infinite margin, which is
/// never satisfied: the label and the most offending answer.
///
/// A slope is 0 only if the formula says so: a number that is too small for `f64` is not 0. At least
/// one wrong answer has a finite energy.
///
/// Stability: a probability that underflows, and an answer that is almost certain.
pub fn touched(energies: &Array1<f64>, label: usize, beta: f64) -> (Vec<usize>, Vec<usize>) {
    todo!()
}

/// A loss of your own that uses a negative example: any L(c, o) that leaves a gap between the two.
///
/// `energy` is c, `wrong_energy` is o; both are finite. There is no expected value. What the loss has
/// to do on 0 ≤ c, o ≤ 2 is in the handout, under "A loss of your own".
pub fn my_loss(energy: f64, wrong_energy: f64) -> f64 {
    todo!()
}

/// The slopes of `my_loss`: the pair (∂L/∂c, ∂L/∂o).
pub fn my_loss_grad(energy: f64, wrong_energy: f64) -> (f64, f64) {
    todo!()
}

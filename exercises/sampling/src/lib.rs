//! Samples from an energy without its partition function, and the gradient they give.
//!
//! The theory, the conventions and a worked number are in `README.md` beside this folder. You may
//! assume what it guarantees: lengths match, β > 0 and finite, η > 0, no NaN, indices in range, every u
//! in [0, 1), at least one row of data and one of the model, and a chain that starts at a finite energy.
//! All random numbers are arguments, so that the same call gives the same result.
//!
//! `cargo run -p grader -- sampling` grades this file; `cargo run -p grader -- hint sampling accept` helps.

// The parameters of functions that are not written yet are unused; delete this line at the end.
#![allow(unused_variables)]

use probe::ndarray::{Array1, Array2};

/// One Langevin step: x − η ∂E/∂x + √(2η/β) · noise.
///
/// `grad` is ∂E/∂x at `x`, and `noise` holds one standard normal number per coordinate. All three have
/// the same length, and so has the result.
pub fn langevin_step(x: &Array1<f64>, grad: &Array1<f64>, eta: f64, beta: f64, noise: &Array1<f64>) -> Array1<f64> {
    todo!()
}

/// The Metropolis rule: is a move that changes the energy by `delta` accepted?
///
/// Accepted where u < exp(−β delta). A move that does not climb is therefore always accepted.
///
/// Stability: a `delta` of `+∞`, and one of −1000.
pub fn accept(delta: f64, beta: f64, u: f64) -> bool {
    todo!()
}

/// A Metropolis chain over the states 0, 1, …: the state after each proposal.
///
/// The chain is in state `start`. Proposal t is `proposals[t]`, judged with `us[t]` and the change of
/// energy from the present state. After a rejection the present state is written down once more, so the
/// result is as long as `proposals`; it does not begin with `start`.
///
/// Stability: energies around ±1000, a state of energy `+∞` among the proposals, energies of 1e308 at
/// β = 10, and no proposals at all.
pub fn metropolis_chain(
    energies: &Array1<f64>,
    start: usize,
    proposals: &[usize],
    us: &[f64],
    beta: f64,
) -> Vec<usize> {
    todo!()
}

/// The gradient of the loss by samples: the mean of `data_grads` minus the mean of `model_grads`.
///
/// A row is ∂E/∂w at one sample. The two matrices have the same number of columns, and need not have
/// the same number of rows; the result has one entry per column.
pub fn cd_gradient(data_grads: &Array2<f64>, model_grads: &Array2<f64>) -> Array1<f64> {
    todo!()
}

/// One block Gibbs sweep of a restricted Boltzmann machine: visible → hidden → new visible.
///
/// The energy is E(v, h) = −v·W h − b·v − c·h, with v and h of zeros and ones, W = `weights` of n rows and
/// m columns, b = `visible_bias` and c = `hidden_bias`. First every hidden unit, h_j = 1 where
/// `us[j]` < σ(β (c_j + Σ_i v_i W_ij)), else 0. Then every visible unit from this h, v_i = 1 where
/// `us[m + i]` < σ(β (b_i + Σ_j W_ij h_j)), else 0. The result is the new v, of length n.
///
/// Stability: weights of ±1000.
pub fn gibbs_sweep(
    visible: &Array1<f64>,
    weights: &Array2<f64>,
    visible_bias: &Array1<f64>,
    hidden_bias: &Array1<f64>,
    beta: f64,
    us: &[f64],
) -> Array1<f64> {
    todo!()
}

//! Contrastive losses: push the energy of the right answer down and that of a wrong answer up.
//!
//! The theory, the conventions and worked numbers are in `README.md` beside this folder. You may
//! assume what it guarantees: a finite `energy` F, a `wrong_energy` F̄ that is finite or `+∞`, a finite
//! margin m > 0, no NaN, two gradients of the same length. Where a loss has a corner, every
//! subgradient is right.
//!
//! `cargo run -p grader -- contrastive` grades this file; `cargo run -p grader -- hint contrastive hinge`
//! helps.

// The parameters of functions that are not written yet are unused; delete this line at the end.
#![allow(unused_variables)]

use probe::ndarray::Array1;

/// The simple loss `[F]⁺ + [m − F̄]⁺`.
///
/// `energy` is F, of the correct answer; `wrong_energy` is F̄, of the wrong one.
///
/// Stability: an impossible wrong answer, F̄ = +∞.
pub fn simple(energy: f64, wrong_energy: f64, margin: f64) -> f64 {
    todo!()
}

/// The slopes (∂L/∂F, ∂L/∂F̄) of `simple`.
///
/// On a corner (F = 0 or F̄ = m) any subgradient counts.
///
/// Stability: an impossible wrong answer.
pub fn simple_grad(energy: f64, wrong_energy: f64, margin: f64) -> (f64, f64) {
    todo!()
}

/// The gradient ∂L/∂w of `simple` with respect to the parameters.
///
/// `energy_grad` is ∂F/∂w, `wrong_energy_grad` is ∂F̄/∂w; the result has their length.
pub fn simple_grad_w(
    energy: f64,
    wrong_energy: f64,
    margin: f64,
    energy_grad: &Array1<f64>,
    wrong_energy_grad: &Array1<f64>,
) -> Array1<f64> {
    todo!()
}

/// The hinge loss `[m + F − F̄]⁺`.
///
/// Stability: an impossible wrong answer.
pub fn hinge(energy: f64, wrong_energy: f64, margin: f64) -> f64 {
    todo!()
}

/// The slopes (∂L/∂F, ∂L/∂F̄) of `hinge`.
///
/// On the corner m + F = F̄ any subgradient counts.
///
/// Stability: an impossible wrong answer.
pub fn hinge_grad(energy: f64, wrong_energy: f64, margin: f64) -> (f64, f64) {
    todo!()
}

/// The gradient ∂L/∂w of `hinge` with respect to the parameters.
pub fn hinge_grad_w(
    energy: f64,
    wrong_energy: f64,
    margin: f64,
    energy_grad: &Array1<f64>,
    wrong_energy_grad: &Array1<f64>,
) -> Array1<f64> {
    todo!()
}

/// The log loss ln(1 + exp(F − F̄)).
///
/// Stability: F − F̄ = ±1000, F − F̄ = −40 (the loss is 4.2e-18, not 0), two energies far from zero,
/// and an impossible wrong answer.
pub fn log_loss(energy: f64, wrong_energy: f64) -> f64 {
    todo!()
}

/// The slopes (∂L/∂F, ∂L/∂F̄) of `log_loss`.
///
/// Stability: F − F̄ = 1000, F − F̄ = −40, two energies far from zero, and an impossible wrong answer.
pub fn log_loss_grad(energy: f64, wrong_energy: f64) -> (f64, f64) {
    todo!()
}

/// The gradient ∂L/∂w of `log_loss` with respect to the parameters.
///
/// Stability: F − F̄ = 1000 and F − F̄ = −40.
pub fn log_loss_grad_w(
    energy: f64,
    wrong_energy: f64,
    energy_grad: &Array1<f64>,
    wrong_energy_grad: &Array1<f64>,
) -> Array1<f64> {
    todo!()
}

/// The square-square loss `([F]⁺)² + ([m − F̄]⁺)²`.
///
/// Stability: an impossible wrong answer.
pub fn square_square(energy: f64, wrong_energy: f64, margin: f64) -> f64 {
    todo!()
}

/// The slopes (∂L/∂F, ∂L/∂F̄) of `square_square`.
///
/// Stability: an impossible wrong answer.
pub fn square_square_grad(energy: f64, wrong_energy: f64, margin: f64) -> (f64, f64) {
    todo!()
}

/// The gradient ∂L/∂w of `square_square` with respect to the parameters.
pub fn square_square_grad_w(
    energy: f64,
    wrong_energy: f64,
    margin: f64,
    energy_grad: &Array1<f64>,
    wrong_energy_grad: &Array1<f64>,
) -> Array1<f64> {
    todo!()
}

/// The soft hinge (1/β) ln(1 + exp(β(m + x))), where `x` is the difference F − F̄.
///
/// For β → ∞ it is the hinge loss.
///
/// Stability: β = 1e6, differences far beyond the margin (x = −10 at β = 5: the loss is 5.7e-21, not 0;
/// x = −1000), and an x so large that β·x overflows.
pub fn soft_hinge(x: f64, margin: f64, beta: f64) -> f64 {
    todo!()
}

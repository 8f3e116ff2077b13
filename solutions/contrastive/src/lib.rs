//! Reference solution of `contrastive`.

use probe::ndarray::Array1;

/// `[u]⁺`
fn positive(u: f64) -> f64 {
    u.max(0.0)
}

/// The slope of `[u]⁺`: 1 where u > 0. On the corner, of all subgradients, 0.
fn active(u: f64) -> f64 {
    if u > 0.0 { 1.0 } else { 0.0 }
}

/// ln(1 + exp(u)): the exponential is never of a positive number.
fn softplus(u: f64) -> f64 {
    positive(u) + (-u.abs()).exp().ln_1p()
}

/// 1/(1 + exp(−u)), the slope of the softplus.
fn sigmoid(u: f64) -> f64 {
    (-softplus(-u)).exp()
}

/// The chain rule: a·∂F/∂w + b·∂F̄/∂w.
fn chain(slopes: (f64, f64), energy_grad: &Array1<f64>, wrong_energy_grad: &Array1<f64>) -> Array1<f64> {
    slopes.0 * energy_grad + slopes.1 * wrong_energy_grad
}

/// `[F]⁺ + [m − F̄]⁺`.
pub fn simple(energy: f64, wrong_energy: f64, margin: f64) -> f64 {
    positive(energy) + positive(margin - wrong_energy)
}

/// (1 where F > 0, −1 where F̄ < m).
pub fn simple_grad(energy: f64, wrong_energy: f64, margin: f64) -> (f64, f64) {
    (active(energy), -active(margin - wrong_energy))
}

/// `1[F > 0]·∂F/∂w − 1[F̄ < m]·∂F̄/∂w`.
pub fn simple_grad_w(
    energy: f64,
    wrong_energy: f64,
    margin: f64,
    energy_grad: &Array1<f64>,
    wrong_energy_grad: &Array1<f64>,
) -> Array1<f64> {
    chain(simple_grad(energy, wrong_energy, margin), energy_grad, wrong_energy_grad)
}

/// m + F − F̄, the difference of the energies first: it is exact where they are close.
fn violation(energy: f64, wrong_energy: f64, margin: f64) -> f64 {
    margin + (energy - wrong_energy)
}

/// `[m + F − F̄]⁺`.
pub fn hinge(energy: f64, wrong_energy: f64, margin: f64) -> f64 {
    positive(violation(energy, wrong_energy, margin))
}

/// (1, −1) where m + F > F̄, else (0, 0).
pub fn hinge_grad(energy: f64, wrong_energy: f64, margin: f64) -> (f64, f64) {
    let slope = active(violation(energy, wrong_energy, margin));
    (slope, -slope)
}

/// `1[m + F > F̄]·(∂F/∂w − ∂F̄/∂w)`.
pub fn hinge_grad_w(
    energy: f64,
    wrong_energy: f64,
    margin: f64,
    energy_grad: &Array1<f64>,
    wrong_energy_grad: &Array1<f64>,
) -> Array1<f64> {
    chain(hinge_grad(energy, wrong_energy, margin), energy_grad, wrong_energy_grad)
}

/// ln(1 + exp(F − F̄)).
pub fn log_loss(energy: f64, wrong_energy: f64) -> f64 {
    softplus(energy - wrong_energy)
}

/// (σ, −σ) with σ = 1/(1 + exp(F̄ − F)).
pub fn log_loss_grad(energy: f64, wrong_energy: f64) -> (f64, f64) {
    let slope = sigmoid(energy - wrong_energy);
    (slope, -slope)
}

/// σ·(∂F/∂w − ∂F̄/∂w) with σ = 1/(1 + exp(F̄ − F)).
pub fn log_loss_grad_w(
    energy: f64,
    wrong_energy: f64,
    energy_grad: &Array1<f64>,
    wrong_energy_grad: &Array1<f64>,
) -> Array1<f64> {
    chain(log_loss_grad(energy, wrong_energy), energy_grad, wrong_energy_grad)
}

/// `([F]⁺)² + ([m − F̄]⁺)²`.
pub fn square_square(energy: f64, wrong_energy: f64, margin: f64) -> f64 {
    positive(energy).powi(2) + positive(margin - wrong_energy).powi(2)
}

/// `(2[F]⁺, −2[m − F̄]⁺)`.
pub fn square_square_grad(energy: f64, wrong_energy: f64, margin: f64) -> (f64, f64) {
    (2.0 * positive(energy), -2.0 * positive(margin - wrong_energy))
}

/// `2[F]⁺·∂F/∂w − 2[m − F̄]⁺·∂F̄/∂w`.
pub fn square_square_grad_w(
    energy: f64,
    wrong_energy: f64,
    margin: f64,
    energy_grad: &Array1<f64>,
    wrong_energy_grad: &Array1<f64>,
) -> Array1<f64> {
    chain(square_square_grad(energy, wrong_energy, margin), energy_grad, wrong_energy_grad)
}

/// (1/β) ln(1 + exp(β(m + x))): the hinge plus what rounds its corner. Only the corner is scaled by
/// β, so that nothing overflows.
pub fn soft_hinge(x: f64, margin: f64, beta: f64) -> f64 {
    let u = margin + x;
    positive(u) + (-beta * u.abs()).exp().ln_1p() / beta
}

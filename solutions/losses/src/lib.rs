//! Reference solution of `losses`.

use probe::ndarray::Array1;

/// argmin_{k ≠ y} E_k, the smallest index of several.
pub fn most_offending(energies: &Array1<f64>, label: usize) -> usize {
    let wrong = (0..energies.len()).filter(|&k| k != label);
    wrong.reduce(|best, k| if energies[k] < energies[best] { k } else { best }).unwrap_or(label)
}

/// u = c − o, how far the right answer lies above its rival.
fn violation(energies: &Array1<f64>, label: usize) -> f64 {
    energies[label] - energies[most_offending(energies, label)]
}

/// The vector that is `at_label` at the right answer, `at_rival` at the most offending one, and 0 elsewhere.
fn pair(energies: &Array1<f64>, label: usize, at_label: f64, at_rival: f64) -> Array1<f64> {
    let mut slope = Array1::zeros(energies.len());
    slope[label] = at_label;
    slope[most_offending(energies, label)] = at_rival;
    slope
}

/// L = E_y.
pub fn energy_loss(energies: &Array1<f64>, label: usize) -> f64 {
    energies[label]
}

/// ∂L = δ_y.
pub fn energy_loss_grad(energies: &Array1<f64>, label: usize) -> Array1<f64> {
    pair(energies, label, 1.0, 0.0)
}

/// L = E_y − min E = [c − o]⁺.
pub fn perceptron(energies: &Array1<f64>, label: usize) -> f64 {
    violation(energies, label).max(0.0)
}

/// ∂L = δ_y − δ_argmin.
pub fn perceptron_grad(energies: &Array1<f64>, label: usize) -> Array1<f64> {
    lvq2_grad(energies, label, f64::INFINITY)
}

/// L = min(cap, [c − o]⁺).
pub fn lvq2(energies: &Array1<f64>, label: usize, cap: f64) -> f64 {
    perceptron(energies, label).min(cap)
}

/// ∂L = δ_y − δ_rival where 0 < c − o < cap, else 0.
pub fn lvq2_grad(energies: &Array1<f64>, label: usize, cap: f64) -> Array1<f64> {
    let u = violation(energies, label);
    let active = if 0.0 < u && u < cap { 1.0 } else { 0.0 };
    pair(energies, label, active, -active)
}

/// σ(u) = 1/(1 + e^{−u}), with no positive exponent.
fn sigmoid(u: f64) -> f64 {
    u.min(0.0).exp() / (1.0 + (-u.abs()).exp())
}

/// L = σ(c − o).
pub fn mce(energies: &Array1<f64>, label: usize) -> f64 {
    sigmoid(violation(energies, label))
}

/// ∂L = σ(u)σ(−u)(δ_y − δ_rival): no 1 − σ, which loses its digits where σ is nearly 1.
pub fn mce_grad(energies: &Array1<f64>, label: usize) -> Array1<f64> {
    let u = violation(energies, label);
    let slope = sigmoid(u) * sigmoid(-u);
    pair(energies, label, slope, -slope)
}

/// L = c² + γe^{−o}.
pub fn square_exp(energies: &Array1<f64>, label: usize, gamma: f64) -> f64 {
    energies[label].powi(2) + gamma * (-energies[most_offending(energies, label)]).exp()
}

/// ∂L = 2c δ_y − γe^{−o} δ_rival.
pub fn square_exp_grad(energies: &Array1<f64>, label: usize, gamma: f64) -> Array1<f64> {
    let rival = energies[most_offending(energies, label)];
    pair(energies, label, 2.0 * energies[label], -gamma * (-rival).exp())
}

/// P(k) = exp(−βE_k) / Σ exp(−βE).
fn gibbs(energies: &Array1<f64>, beta: f64) -> Array1<f64> {
    let low = energies.iter().copied().fold(f64::INFINITY, f64::min);
    let weights = energies.mapv(|e| (-beta * (e - low)).exp());
    let total = weights.sum();
    weights / total
}

/// 1 − P(y) as the sum of the other probabilities, which keeps its digits where P(y) is nearly 1.
fn error(p: &Array1<f64>, label: usize) -> f64 {
    p.iter().enumerate().filter(|&(k, _)| k != label).map(|(_, p)| p).sum()
}

/// L = 1 − P(y).
pub fn mee(energies: &Array1<f64>, label: usize, beta: f64) -> f64 {
    error(&gibbs(energies, beta), label)
}

/// ∂L = βP(y)(δ_y − P).
pub fn mee_grad(energies: &Array1<f64>, label: usize, beta: f64) -> Array1<f64> {
    let p = gibbs(energies, beta);
    let scale = beta * p[label];
    let mut slope = &p * -scale;
    slope[label] = scale * error(&p, label);
    slope
}

/// Where the NLL has a slope (P(k) > 0 at every finite energy, whatever β), and where a pairwise loss can have one.
pub fn touched(energies: &Array1<f64>, label: usize, _beta: f64) -> (Vec<usize>, Vec<usize>) {
    let possible = (0..energies.len()).filter(|&k| energies[k].is_finite());
    let rival = most_offending(energies, label);
    (possible.collect(), vec![label.min(rival), label.max(rival)])
}

/// The square of a hinge with margin 1: L = ([1 + c − o]⁺)².
pub fn my_loss(energy: f64, wrong_energy: f64) -> f64 {
    (1.0 + energy - wrong_energy).max(0.0).powi(2)
}

/// (∂L/∂c, ∂L/∂o) = (2u, −2u) with u = [1 + c − o]⁺.
pub fn my_loss_grad(energy: f64, wrong_energy: f64) -> (f64, f64) {
    let slope = 2.0 * (1.0 + energy - wrong_energy).max(0.0);
    (slope, -slope)
}

//! Reference solution of `intuition`.

use probe::ndarray::{Array1, Array2, Axis, Zip};
use std::f64::consts::PI;

/// The smallest entry.
fn lowest(values: &Array1<f64>) -> f64 {
    values.iter().copied().fold(f64::INFINITY, f64::min)
}

/// P_k = exp(−βF_k) / Σ_j exp(−βF_j), shifted by the smallest energy.
fn gibbs(energies: &Array1<f64>, beta: f64) -> Array1<f64> {
    let low = lowest(energies);
    let weights = energies.mapv(|f| (-beta * (f - low)).exp());
    let total = weights.sum();
    weights / total
}

/// A table of two columns.
fn columns(first: &Array1<f64>, second: &Array1<f64>) -> Array2<f64> {
    let mut table = Array2::zeros((first.len(), 2));
    table.index_axis_mut(Axis(1), 0).assign(first);
    table.index_axis_mut(Axis(1), 1).assign(second);
    table
}

/// The minima of (y² − x)² over the answers, and the energy of their mean.
pub fn one_to_many(x: f64, answers: &Array1<f64>) -> (Vec<usize>, f64) {
    let energy = |y: f64| (y * y - x).powi(2);
    let energies = answers.mapv(energy);
    let low = lowest(&energies);
    let best: Vec<usize> = (0..answers.len()).filter(|&k| energies[k] <= low + 1e-9).collect();
    let mean = best.iter().map(|&k| answers[k]).sum::<f64>() / best.len() as f64;
    (best, energy(mean))
}

/// argmin F, the Gibbs distribution, and Σ exp(−β(F + c)); the first two without c, which they do not see.
pub fn shift_experiment(energies: &Array1<f64>, shift: f64, beta: f64) -> (usize, Array1<f64>, f64) {
    let inferred = (1..energies.len()).fold(0, |best, k| if energies[k] < energies[best] { k } else { best });
    let raw = energies.mapv(|f| (-beta * (f + shift)).exp()).sum();
    (inferred, gibbs(energies, beta), raw)
}

/// (−Σ P ln P, Σ P (y − mean)²) for every β.
pub fn sharpness_table(answers: &Array1<f64>, energies: &Array1<f64>, betas: &Array1<f64>) -> Array2<f64> {
    let entropy = |p: &Array1<f64>| -p.iter().filter(|&&p| p > 0.0).map(|p| p * p.ln()).sum::<f64>();
    let variance = |p: &Array1<f64>| {
        let mean = p.dot(answers);
        Zip::from(p).and(answers).fold(0.0, |sum, p, y| sum + p * (y - mean).powi(2))
    };
    let each = betas.mapv(|beta| gibbs(energies, beta));
    columns(&each.iter().map(entropy).collect(), &each.iter().map(variance).collect())
}

/// The mean of e^s (y − ax)², for the NLL plus (ln π − ln β − s) / 2β.
pub fn fit_scale_loss(x: &Array1<f64>, y: &Array1<f64>, a: f64, s: f64, beta: f64, loss: &str) -> f64 {
    let energy = s.exp() * (y - a * x).mapv(|r| r * r).mean().unwrap_or(0.0);
    match loss {
        "nll" => energy + (PI.ln() - beta.ln() - s) / (2.0 * beta),
        _ => energy,
    }
}

/// ∂/∂a = −2 e^s · mean x(y − ax); ∂/∂s = the mean energy, for the NLL less 1/2β.
pub fn fit_scale_grads(x: &Array1<f64>, y: &Array1<f64>, a: f64, s: f64, beta: f64, loss: &str) -> (f64, f64) {
    let rest = y - a * x;
    let by_a = -2.0 * s.exp() * (x * &rest).mean().unwrap_or(0.0);
    let energy = fit_scale_loss(x, y, a, s, beta, "energy");
    (by_a, if loss == "nll" { energy - 0.5 / beta } else { energy })
}

/// Gradient descent on (a, s).
#[allow(clippy::too_many_arguments)]
pub fn fit_scale(
    x: &Array1<f64>,
    y: &Array1<f64>,
    a: f64,
    s: f64,
    beta: f64,
    loss: &str,
    lr: f64,
    steps: usize,
) -> (f64, f64) {
    (0..steps).fold((a, s), |(a, s), _| {
        let (by_a, by_s) = fit_scale_grads(x, y, a, s, beta, loss);
        (a - lr * by_a, s - lr * by_s)
    })
}

/// F_k ← F_k − lr (δ_k − P_k), `steps` times from 0.
pub fn push_table(n: usize, label: usize, beta: f64, lr: f64, steps: usize) -> Array1<f64> {
    let mut energies = Array1::zeros(n);
    for _ in 0..steps {
        let p = gibbs(&energies, beta);
        energies.scaled_add(lr, &p);
        energies[label] -= lr;
    }
    energies
}

/// The largest |F_neighbour − F_label| / dx.
pub fn edge_slope(energies: &Array1<f64>, label: usize, dx: f64) -> f64 {
    let from = label.saturating_sub(1);
    let to = (label + 1).min(energies.len() - 1);
    (from..=to).map(|k| (energies[k] - energies[label]).abs() / dx).fold(0.0, f64::max)
}

/// 1 and 2v for v > 0, else 0 and 0.
pub fn violation_table(violations: &Array1<f64>) -> Array2<f64> {
    let simple = violations.mapv(|v| if v > 0.0 { 1.0 } else { 0.0 });
    columns(&simple, &violations.mapv(|v| 2.0 * v.max(0.0)))
}

/// [m − g]⁺ and ln(1 + e^−g) = [−g]⁺ + ln(1 + e^−|g|).
pub fn gap_table(gaps: &Array1<f64>, margin: f64) -> Array2<f64> {
    let hinge = gaps.mapv(|g| (margin - g).max(0.0));
    columns(&hinge, &gaps.mapv(|g| (-g).max(0.0) + (-g.abs()).exp().ln_1p()))
}

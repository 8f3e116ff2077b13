//! Reference solution of `intuition`.

use probe::Loss;
use probe::ndarray::{Array1, Array2, Axis, Zip, stack};
use std::f64::consts::PI;

/// The smallest index of the lowest energy.
fn lowest(energies: &Array1<f64>) -> usize {
    (1..energies.len()).fold(0, |best, k| if energies[k] < energies[best] { k } else { best })
}

/// P_k = exp(−βF_k) / Σ_j exp(−βF_j), shifted by the lowest energy.
fn gibbs(energies: &Array1<f64>, beta: f64) -> Array1<f64> {
    let low = energies[lowest(energies)];
    let weights = energies.mapv(|f| (-beta * (f - low)).exp());
    let total = weights.sum();
    weights / total
}

/// −Σ P ln P = β Σ P (F − F_min) + ln(1 + Σ exp(−β(F − F_min))), the last sum over all but one of the lowest
/// energy. No term is negative, so nothing cancels where the entropy is nearly 0.
fn entropy(energies: &Array1<f64>, beta: f64) -> f64 {
    let best = lowest(energies);
    let gaps = energies.mapv(|f| beta * (f - energies[best]));
    let others: f64 = (0..gaps.len()).filter(|&k| k != best).map(|k| (-gaps[k]).exp()).sum();
    let p = gibbs(energies, beta);
    Zip::from(&p).and(&gaps).fold(others.ln_1p(), |sum, &p, gap| if p > 0.0 { sum + p * gap } else { sum })
}

/// Σ P (y − mean)², with y counted from the likeliest answer: large answers do not cancel.
fn variance(answers: &Array1<f64>, energies: &Array1<f64>, beta: f64) -> f64 {
    let p = gibbs(energies, beta);
    let y = answers - answers[lowest(energies)];
    let mean = p.dot(&y);
    p.dot(&(y - mean).mapv(|rest| rest * rest))
}

/// The minima of (y² − x)² over the answers, and the energy of their mean.
pub fn one_to_many(x: f64, answers: &Array1<f64>) -> (Vec<usize>, f64) {
    let energy = |y: f64| (y * y - x).powi(2);
    let energies = answers.mapv(energy);
    let low = energies[lowest(&energies)];
    let best: Vec<usize> = (0..answers.len()).filter(|&k| energies[k] <= low + 1e-9).collect();
    let mean = best.iter().map(|&k| answers[k]).sum::<f64>() / best.len() as f64;
    (best, energy(mean))
}

/// argmin F, the Gibbs distribution, and Σ exp(−β(F + c)); the first two without c, which they do not see.
pub fn shift_experiment(energies: &Array1<f64>, shift: f64, beta: f64) -> (usize, Array1<f64>, f64) {
    let raw = energies.mapv(|f| (-beta * (f + shift)).exp()).sum();
    (lowest(energies), gibbs(energies, beta), raw)
}

/// (−Σ P ln P, Σ P (y − mean)²) for every β.
pub fn sharpness_table(answers: &Array1<f64>, energies: &Array1<f64>, betas: &Array1<f64>) -> Array2<f64> {
    let entropies = betas.mapv(|beta| entropy(energies, beta));
    let variances = betas.mapv(|beta| variance(answers, energies, beta));
    stack![Axis(1), entropies, variances]
}

/// The mean of e^s (y − ax)², for the NLL plus (ln π − ln β − s) / 2β.
pub fn fit_scale_loss(x: &Array1<f64>, y: &Array1<f64>, a: f64, s: f64, beta: f64, loss: Loss) -> f64 {
    let energy = s.exp() * (y - a * x).mapv(|r| r * r).mean().unwrap_or(0.0);
    match loss {
        Loss::Energy => energy,
        Loss::Nll => energy + (PI.ln() - beta.ln() - s) / (2.0 * beta),
    }
}

/// ∂/∂a = −2 e^s · mean x(y − ax); ∂/∂s = the mean energy, for the NLL less 1/2β.
pub fn fit_scale_grads(x: &Array1<f64>, y: &Array1<f64>, a: f64, s: f64, beta: f64, loss: Loss) -> (f64, f64) {
    let by_a = -2.0 * s.exp() * (x * (y - a * x)).mean().unwrap_or(0.0);
    let energy = fit_scale_loss(x, y, a, s, beta, Loss::Energy);
    match loss {
        Loss::Energy => (by_a, energy),
        Loss::Nll => (by_a, energy - 0.5 / beta),
    }
}

/// Gradient descent on (a, s).
pub fn fit_scale(
    x: &Array1<f64>,
    y: &Array1<f64>,
    start: [f64; 2],
    beta: f64,
    loss: Loss,
    lr: f64,
    steps: usize,
) -> [f64; 2] {
    (0..steps).fold(start, |[a, s], _| {
        let (by_a, by_s) = fit_scale_grads(x, y, a, s, beta, loss);
        [a - lr * by_a, s - lr * by_s]
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
    let square = violations.mapv(|v| 2.0 * v.max(0.0));
    stack![Axis(1), simple, square]
}

/// [m − g]⁺ and ln(1 + e^−g) = [−g]⁺ + ln(1 + e^−|g|).
pub fn gap_table(gaps: &Array1<f64>, margin: f64) -> Array2<f64> {
    let hinge = gaps.mapv(|g| (margin - g).max(0.0));
    let log = gaps.mapv(|g| (-g).max(0.0) + (-g.abs()).exp().ln_1p());
    stack![Axis(1), hinge, log]
}

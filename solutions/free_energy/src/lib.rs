//! Reference solution of `free_energy`.

use probe::Normaliser;
use probe::ndarray::{Array1, Array2, ArrayView1, Zip};
use std::f64::consts::TAU;

/// The smallest index of the lowest energy.
fn lowest(energies: &Array1<f64>) -> usize {
    (1..energies.len()).fold(0, |best, k| if energies[k] < energies[best] { k } else { best })
}

/// p(z) = exp(−βE_z) / Σ exp(−βE). The lowest energy weighs 1 at every β, ∞ included.
fn posterior(energies: &Array1<f64>, beta: f64) -> Array1<f64> {
    let low = energies[lowest(energies)];
    let weights = energies.mapv(|e| if e == low { 1.0 } else { (-beta * (e - low)).exp() });
    let total = weights.sum();
    weights / total
}

/// F = −(1/β) ln((1/n) Σ exp(−βE)), without 1/n for `Sum`; the minimum at β = ∞.
pub fn free_energy(energies: &Array1<f64>, beta: f64, normaliser: Normaliser) -> f64 {
    let best = lowest(energies);
    let low = energies[best];
    if beta.is_infinite() {
        return low;
    }
    let exponents = energies.mapv(|e| -beta * (e - low));
    let log = match normaliser {
        // the mean as 1 + mean (exp(x) − 1): it keeps its digits where β is tiny
        Normaliser::Mean => (exponents.mapv(f64::exp_m1).sum() / energies.len() as f64).ln_1p(),
        // the sum as 1 + that of all but one of the lowest energy: it keeps its digits where the others are high
        Normaliser::Sum => (0..energies.len()).filter(|&k| k != best).map(|k| exponents[k].exp()).sum::<f64>().ln_1p(),
    };
    low - log / beta
}

/// ∂F = Σ_z p(z) ∂E_z.
pub fn free_energy_grad(energies: &Array1<f64>, energy_grads: &Array2<f64>, beta: f64) -> Array1<f64> {
    posterior(energies, beta).dot(energy_grads)
}

/// Σ q E + (1/β) Σ q ln q, where a latent value of probability 0 adds nothing.
pub fn variational_free_energy(energies: &Array1<f64>, q: &Array1<f64>, beta: f64) -> f64 {
    Zip::from(energies).and(q).fold(0.0, |sum, e, &q| if q > 0.0 { sum + q * (e + q.ln() / beta) } else { sum })
}

/// E_k = (y₀ − w₀ cos z_k)² + (y₁ − w₁ sin z_k)² with z_k = 2πk/nz.
pub fn ellipse_energy(y: [f64; 2], w: [f64; 2], nz: usize) -> Array1<f64> {
    Array1::from_shape_fn(nz, |k| {
        let unit = circle(k, nz);
        (y[0] - w[0] * unit[0]).powi(2) + (y[1] - w[1] * unit[1]).powi(2)
    })
}

/// Point k of nz on the unit circle.
fn circle(k: usize, nz: usize) -> [f64; 2] {
    let z = TAU * k as f64 / nz as f64;
    [z.cos(), z.sin()]
}

/// ∂E_k/∂w_j = −2 u_j (y_j − w_j u_j) with u = (cos z_k, sin z_k), one row per latent value.
fn ellipse_energy_grad(y: ArrayView1<'_, f64>, w: [f64; 2], nz: usize) -> Array2<f64> {
    Array2::from_shape_fn((nz, 2), |(k, j)| {
        let unit = circle(k, nz)[j];
        -2.0 * unit * (y[j] - w[j] * unit)
    })
}

/// Gradient descent: w ← w − lr · mean_i ∂F(y_i, w)/∂w, `steps` times from `start`.
pub fn ellipse_fit(points: &Array2<f64>, start: [f64; 2], nz: usize, beta: f64, lr: f64, steps: usize) -> [f64; 2] {
    let mut w = start;
    for _ in 0..steps {
        let mut slope = Array1::zeros(2);
        for y in points.rows() {
            let energies = ellipse_energy([y[0], y[1]], w, nz);
            slope += &free_energy_grad(&energies, &ellipse_energy_grad(y, w, nz), beta);
        }
        slope *= lr / points.nrows() as f64;
        w = [w[0] - slope[0], w[1] - slope[1]];
    }
    w
}

//! Reference solution of `architectural`.

use probe::ndarray::{Array1, Array2, ArrayView1, Axis, Zip};
use std::f64::consts::TAU;

/// |a − b|², the difference first: it stays exact far from the origin.
fn squared_distance(a: ArrayView1<'_, f64>, b: ArrayView1<'_, f64>) -> f64 {
    Zip::from(a).and(b).fold(0.0, |sum, a, b| sum + (a - b) * (a - b))
}

/// The nearest prototype, the first of several, and its squared distance.
fn nearest(x: ArrayView1<'_, f64>, prototypes: &Array2<f64>) -> (usize, f64) {
    let distances = prototypes.rows().into_iter().map(|c| squared_distance(x, c));
    distances.enumerate().fold((0, f64::INFINITY), |best, next| if next.1 < best.1 { next } else { best })
}

/// argmin_k |x − c_k|² of every point.
pub fn kmeans_assign(points: &Array2<f64>, prototypes: &Array2<f64>) -> Array1<usize> {
    points.rows().into_iter().map(|x| nearest(x, prototypes).0).collect()
}

/// The mean of the members of every prototype; one without members keeps its place.
pub fn kmeans_update(points: &Array2<f64>, assignment: &[usize], prototypes: &Array2<f64>) -> Array2<f64> {
    let mut result = prototypes.clone();
    for (k, mut place) in result.rows_mut().into_iter().enumerate() {
        let members: Vec<usize> = (0..points.nrows()).filter(|&i| assignment[i] == k).collect();
        if let Some(mean) = points.select(Axis(0), &members).mean_axis(Axis(0)) {
            place.assign(&mean);
        }
    }
    result
}

/// Σ_i min_k |x_i − c_k|².
pub fn inertia(points: &Array2<f64>, prototypes: &Array2<f64>) -> f64 {
    points.rows().into_iter().map(|x| nearest(x, prototypes).1).sum()
}

/// S_t(x) = sign(x)·max(|x| − t, 0).
pub fn soft_threshold(x: &Array1<f64>, t: f64) -> Array1<f64> {
    x.mapv(|x| x.signum() * (x.abs() - t).max(0.0))
}

/// ½|y − Wz|² + λ|z|₁.
pub fn sparse_energy(y: &Array1<f64>, w: &Array2<f64>, z: &Array1<f64>, lambda: f64) -> f64 {
    let rest = y - w.dot(z);
    0.5 * rest.dot(&rest) + lambda * z.mapv(f64::abs).sum()
}

/// A gradient step of ½|y − Wv|² with step size 1/L, then the threshold of the penalty.
fn proximal_step(y: &Array1<f64>, w: &Array2<f64>, v: &Array1<f64>, lambda: f64, lipschitz: f64) -> Array1<f64> {
    let downhill = w.t().dot(&(y - w.dot(v)));
    soft_threshold(&(v + downhill / lipschitz), lambda / lipschitz)
}

/// z ← S_{λ/L}(z − Wᵀ(Wz − y)/L), `steps` times from 0.
pub fn ista(y: &Array1<f64>, w: &Array2<f64>, lambda: f64, lipschitz: f64, steps: usize) -> Array1<f64> {
    (0..steps).fold(Array1::zeros(w.ncols()), |z, _| proximal_step(y, w, &z, lambda, lipschitz))
}

/// The same step from v = z + ((t − 1)/t_new)(z − z_old), with t_new = (1 + √(1 + 4t²))/2.
pub fn fista(y: &Array1<f64>, w: &Array2<f64>, lambda: f64, lipschitz: f64, steps: usize) -> Array1<f64> {
    let mut z = Array1::zeros(w.ncols());
    let mut v = z.clone();
    let mut t = 1.0_f64;
    for _ in 0..steps {
        let z_new = proximal_step(y, w, &v, lambda, lipschitz);
        let t_new = (1.0 + (1.0 + 4.0 * t * t).sqrt()) / 2.0;
        v = &z_new + (t - 1.0) / t_new * (&z_new - &z);
        (z, t) = (z_new, t_new);
    }
    z
}

/// z ← S_θ(W_e y + S z), `steps` times from 0.
pub fn lista_forward(we: &Array2<f64>, s: &Array2<f64>, theta: f64, y: &Array1<f64>, steps: usize) -> Array1<f64> {
    let seen = we.dot(y);
    (0..steps).fold(Array1::zeros(we.nrows()), |z, _| soft_threshold(&(&seen + s.dot(&z)), theta))
}

/// |v|, with the largest entry taken out first so that no square overflows.
fn norm(v: ArrayView1<'_, f64>) -> f64 {
    let largest = v.iter().fold(0.0, |largest: f64, x| largest.max(x.abs()));
    if largest == 0.0 { 0.0 } else { largest * v.mapv(|x| (x / largest).powi(2)).sum().sqrt() }
}

/// w_k / max(1, |w_k|) for every column.
pub fn project_columns(w: &Array2<f64>) -> Array2<f64> {
    let mut result = w.clone();
    for mut column in result.columns_mut() {
        let length = norm(column.view());
        column /= length.max(1.0);
    }
    result
}

/// How far e^ℓ lies above its tangent 1 + ℓ. Near 0, where the difference loses its digits, it is the rest of the
/// series, ℓ²/2 (1 + ℓ/3 (1 + ℓ/4 (1 + …))).
fn above_tangent(l: f64) -> f64 {
    if l.abs() > 1.0 {
        return l.exp_m1() - l;
    }
    l * l / 2.0 * (3..20).rev().fold(1.0, |rest, k| 1.0 + l / f64::from(k) * rest)
}

/// ½ Σ (μ² + e^ℓ − 1 − ℓ).
pub fn gaussian_kl(mu: &Array1<f64>, logvar: &Array1<f64>) -> f64 {
    0.5 * Zip::from(mu).and(logvar).fold(0.0, |sum, mu, &l| sum + mu * mu + above_tangent(l))
}

/// z = μ + e^{ℓ/2} ε.
pub fn reparam(mu: &Array1<f64>, logvar: &Array1<f64>, eps: &Array1<f64>) -> Array1<f64> {
    mu + logvar.mapv(|l| (l / 2.0).exp()) * eps
}

/// −½[d ln 2πs² + (|x − Wμ|² + Σ_j e^{ℓ_j} |w_j|²)/s²] − KL(q ‖ N(0, I)).
pub fn elbo_linear(x: &Array1<f64>, w: &Array2<f64>, s: f64, mu: &Array1<f64>, logvar: &Array1<f64>) -> f64 {
    let rest = x - w.dot(mu);
    let spread = w.mapv(|w| w * w).sum_axis(Axis(0)).dot(&logvar.mapv(f64::exp));
    let noise = x.len() as f64 * (TAU.ln() + 2.0 * s.ln());
    -0.5 * (noise + (rest.dot(&rest) + spread) / (s * s)) - gaussian_kl(mu, logvar)
}

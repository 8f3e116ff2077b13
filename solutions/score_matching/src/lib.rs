//! Reference solution of `score_matching`.

use probe::ndarray::{Array1, Array2};

/// ∂ ln p/∂x = −β ∂E/∂x.
pub fn score(grad: &Array1<f64>, beta: f64) -> Array1<f64> {
    grad * -beta
}

/// mean ½ (k (x − mu))² − k.
pub fn score_matching(x: &Array1<f64>, mu: f64, k: f64) -> f64 {
    0.5 * k * k * moment(x, mu, 2) - k
}

/// (k² mean(mu − x), k mean (x − mu)² − 1).
pub fn score_matching_grad(x: &Array1<f64>, mu: f64, k: f64) -> (f64, f64) {
    (-k * k * moment(x, mu, 1), k * moment(x, mu, 2) - 1.0)
}

/// mean (x − mu)^power: the difference first, so that large samples do not cancel.
fn moment(x: &Array1<f64>, mu: f64, power: i32) -> f64 {
    x.mapv(|x| (x - mu).powi(power)).sum() / x.len() as f64
}

/// −(x_noisy − x)/σ².
pub fn dsm_target(x: &Array1<f64>, x_noisy: &Array1<f64>, sigma: f64) -> Array1<f64> {
    (x - x_noisy) / (sigma * sigma)
}

/// mean over rows of ½ |score − target|².
pub fn dsm_loss(scores: &Array2<f64>, x: &Array2<f64>, x_noisy: &Array2<f64>, sigma: f64) -> f64 {
    let error = scores - &((x - x_noisy) / (sigma * sigma));
    0.5 * (&error * &error).sum() / scores.nrows() as f64
}

//! Reference solution of `nce`.

use probe::ndarray::{Array1, Array2, ArrayView1};

/// A vector of length 1 in the direction of `v`; scaled first, so that no square leaves the range of f64.
fn unit(v: &Array1<f64>) -> Array1<f64> {
    let scaled = v / v.fold(0.0, |largest: f64, x| largest.max(x.abs()));
    let length = scaled.dot(&scaled).sqrt();
    scaled / length
}

/// u·v / (‖u‖ ‖v‖).
pub fn cosine(u: &Array1<f64>, v: &Array1<f64>) -> f64 {
    unit(u).dot(&unit(v))
}

/// h_k = exp(s_k/τ) / Σ_j exp(s_j/τ).
pub fn nce_probs(scores: &Array1<f64>, tau: f64) -> Array1<f64> {
    softmax(scores.view(), tau)
}

fn softmax(scores: ArrayView1<'_, f64>, tau: f64) -> Array1<f64> {
    let top = scores.fold(f64::NEG_INFINITY, |top, s| top.max(*s));
    let weights = scores.mapv(|s| ((s - top) / tau).exp());
    let total = weights.sum();
    weights / total
}

/// ln(1 + exp(x)) without overflow, and without losing a tiny result.
fn softplus(x: f64) -> f64 {
    x.max(0.0) + (-x.abs()).exp().ln_1p()
}

/// ln(h_k / (1 − h_k)) = s_k/τ − ln Σ_{j≠k} exp(s_j/τ), which is `+∞` where there is no other score.
///
/// So h_k = σ(x), −ln h_k = softplus(−x) and −ln(1 − h_k) = softplus(x): 1 − h_k is never formed.
fn log_odds(scores: ArrayView1<'_, f64>, tau: f64, index: usize) -> f64 {
    let others = || (0..scores.len()).filter(|&k| k != index).map(|k| scores[k]);
    let top = others().fold(f64::NEG_INFINITY, f64::max);
    let rest: f64 = others().map(|s| ((s - top) / tau).exp()).sum();
    (scores[index] - top) / tau - rest.ln()
}

/// ln(1 − h_k) = −softplus(log-odds of h_k).
pub fn log1m_h(scores: &Array1<f64>, tau: f64, index: usize) -> f64 {
    -softplus(log_odds(scores.view(), tau, index))
}

/// −ln h_0 − Σ_{k≥1} ln(1 − h_k).
pub fn nce_loss(scores: &Array1<f64>, tau: f64) -> f64 {
    let positive = softplus(-log_odds(scores.view(), tau, 0));
    positive - (1..scores.len()).map(|k| log1m_h(scores, tau, k)).sum::<f64>()
}

/// (1/N) Σ_i [ln Σ_j exp(s_ij/τ) − s_ii/τ], the mean of −ln h_ii.
pub fn info_nce(scores: &Array2<f64>, tau: f64) -> f64 {
    let losses = scores.rows().into_iter().enumerate().map(|(i, row)| softplus(-log_odds(row, tau, i)));
    losses.sum::<f64>() / scores.nrows() as f64
}

/// Row i is (softmax(s_i/τ) − e_i) / (Nτ).
pub fn info_nce_grad(scores: &Array2<f64>, tau: f64) -> Array2<f64> {
    let mut result = scores.clone();
    for (i, mut row) in result.rows_mut().into_iter().enumerate() {
        let mut h = softmax(row.view(), tau);
        // h_ii − 1 is minus the sum of the others, which keeps its digits
        h[i] = 0.0;
        h[i] = -h.sum();
        row.assign(&h);
    }
    result / (scores.nrows() as f64 * tau)
}

/// mean_data softplus(−u) + ν · mean_noise softplus(u) with u = ln p_model − ln p_noise − ln ν.
pub fn nce_binary(log_model: &Array1<f64>, log_noise: &Array1<f64>, is_data: &[bool], nu: f64) -> f64 {
    let u = log_model - log_noise - nu.ln();
    let of = |kind: bool| u.iter().zip(is_data).filter(move |(_, is_data)| **is_data == kind).map(|(u, _)| *u);
    let mean = |losses: Array1<f64>| losses.sum() / losses.len() as f64;
    mean(of(true).map(|u| softplus(-u)).collect()) + nu * mean(of(false).map(softplus).collect())
}

//! Reference solution of `gibbs`.

use probe::ndarray::{Array1, Array2, ArrayView1};

/// The smallest index of the lowest energy. `+∞` is never the lowest: it is an impossible answer.
fn lowest(energies: ArrayView1<'_, f64>) -> usize {
    (1..energies.len()).fold(0, |best, k| if energies[k] < energies[best] { k } else { best })
}

/// −β(F_k − F_min): one is 0 and none is positive, so no exponential overflows.
fn exponents(energies: ArrayView1<'_, f64>, beta: f64) -> Array1<f64> {
    let low = energies[lowest(energies)];
    energies.mapv(|f| -beta * (f - low))
}

/// ln Σ_k exp(v_k) = v_top + ln(1 + Σ exp(v_k − v_top)), the sum over all k but one of the largest: a sum
/// far below 1e-16 is not rounded away.
pub fn log_sum_exp(values: &Array1<f64>) -> f64 {
    let top = (1..values.len()).fold(0, |top, k| if values[k] > values[top] { k } else { top });
    if values[top].is_infinite() {
        return values[top];
    }
    let others: f64 = (0..values.len()).filter(|&k| k != top).map(|k| (values[k] - values[top]).exp()).sum();
    values[top] + others.ln_1p()
}

/// ln Z(β) = ln Σ_k exp(−βF_k).
pub fn log_partition(energies: &Array1<f64>, beta: f64) -> f64 {
    log_sum_exp(&(-beta * energies))
}

/// P(y) = exp(−βF_y) / Σ_k exp(−βF_k).
pub fn gibbs(energies: &Array1<f64>, beta: f64) -> Array1<f64> {
    distribution(energies.view(), beta)
}

fn distribution(energies: ArrayView1<'_, f64>, beta: f64) -> Array1<f64> {
    let weights = exponents(energies, beta).exp();
    let total = weights.sum();
    weights / total
}

/// The Gibbs distribution of each row.
pub fn gibbs_batch(energies: &Array2<f64>, beta: f64) -> Array2<f64> {
    let mut result = energies.clone();
    for mut row in result.rows_mut() {
        let p = distribution(row.view(), beta);
        row.assign(&p);
    }
    result
}

/// ln P_k = −β(F_k − F_min) − ln Σ_j exp(−β(F_j − F_min)). No term is positive, so nothing cancels.
fn log_probs(energies: &Array1<f64>, beta: f64) -> Array1<f64> {
    let exponents = exponents(energies.view(), beta);
    let log_z = log_sum_exp(&exponents);
    exponents - log_z
}

/// ln P(y) without leaving the log domain.
pub fn log_prob(energies: &Array1<f64>, beta: f64, label: usize) -> f64 {
    log_probs(energies, beta)[label]
}

/// −Σ P ln P with 0·ln 0 = 0.
pub fn entropy(energies: &Array1<f64>, beta: f64) -> f64 {
    let terms = log_probs(energies, beta).mapv(|ln_p| if ln_p.exp() > 0.0 { -ln_p.exp() * ln_p } else { 0.0 });
    terms.sum()
}

/// Σ P v² − (Σ P v)² as Σ P (v − mean)², with v counted from the likeliest answer: large values do not cancel.
pub fn variance(values: &Array1<f64>, energies: &Array1<f64>, beta: f64) -> f64 {
    let p = gibbs(energies, beta);
    let v = values - values[lowest(energies.view())];
    let mean = p.dot(&v);
    p.dot(&(v - mean).mapv(|rest| rest * rest))
}

/// A density on a grid: exp(−βF) / (Σ exp(−βF) · dx).
pub fn gibbs_density(energies: &Array1<f64>, dx: f64, beta: f64) -> Array1<f64> {
    gibbs(energies, beta) / dx
}

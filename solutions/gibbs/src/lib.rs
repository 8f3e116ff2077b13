//! Reference solution of `gibbs`.

use probe::ndarray::{Array1, Array2, ArrayView1, Axis, Zip};

/// Where the largest exponent −βF sits. `+∞` energies stay out of the way: they are impossible answers.
fn lowest(energies: ArrayView1<'_, f64>) -> f64 {
    energies.iter().copied().fold(f64::INFINITY, f64::min)
}

/// ln Σ_k exp(v_k).
pub fn log_sum_exp(values: &Array1<f64>) -> f64 {
    let top = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if top.is_infinite() {
        return top;
    }
    top + values.mapv(|v| (v - top).exp()).sum().ln()
}

/// ln Z(β) = ln Σ_k exp(−βF_k).
pub fn log_partition(energies: &Array1<f64>, beta: f64) -> f64 {
    let low = lowest(energies.view());
    energies.mapv(|f| (-beta * (f - low)).exp()).sum().ln() - beta * low
}

/// P(y) = exp(−βF_y) / Σ_k exp(−βF_k).
pub fn gibbs(energies: &Array1<f64>, beta: f64) -> Array1<f64> {
    distribution(energies.view(), beta)
}

fn distribution(energies: ArrayView1<'_, f64>, beta: f64) -> Array1<f64> {
    let low = lowest(energies);
    let weights = energies.mapv(|f| (-beta * (f - low)).exp());
    let total = weights.sum();
    weights / total
}

/// The Gibbs distribution of each row.
pub fn gibbs_batch(energies: &Array2<f64>, beta: f64) -> Array2<f64> {
    let mut result = energies.clone();
    for mut row in result.axis_iter_mut(Axis(0)) {
        let p = distribution(row.view(), beta);
        row.assign(&p);
    }
    result
}

/// ln P(y) without leaving the log domain.
pub fn log_prob(energies: &Array1<f64>, beta: f64, label: usize) -> f64 {
    let low = lowest(energies.view());
    let rest = energies.mapv(|f| (-beta * (f - low)).exp()).sum().ln();
    -beta * (energies[label] - low) - rest
}

/// −Σ P ln P with 0·ln 0 = 0.
pub fn entropy(energies: &Array1<f64>, beta: f64) -> f64 {
    let p = gibbs(energies, beta);
    -p.iter().filter(|&&p| p > 0.0).map(|p| p * p.ln()).sum::<f64>()
}

/// Σ P v² − (Σ P v)², computed around the mean so that large values do not cancel.
pub fn variance(values: &Array1<f64>, energies: &Array1<f64>, beta: f64) -> f64 {
    let p = gibbs(energies, beta);
    let mean = p.dot(values);
    Zip::from(&p).and(values).fold(0.0, |sum, p, v| sum + p * (v - mean) * (v - mean))
}

/// A density on a grid: exp(−βF) / (Σ exp(−βF) · dx).
pub fn gibbs_density(energies: &Array1<f64>, dx: f64, beta: f64) -> Array1<f64> {
    gibbs(energies, beta) / dx
}

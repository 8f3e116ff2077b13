//! Reference solution of `nll`.

use probe::ndarray::{Array1, Array2, Array3, ArrayView1, Axis};

/// The smallest index of the lowest energy.
fn lowest(energies: ArrayView1<'_, f64>) -> usize {
    (1..energies.len()).fold(0, |best, k| if energies[k] < energies[best] { k } else { best })
}

/// F_y + (1/β) ln Σ_k exp(−βF_k), which is −(1/β) ln P(y).
pub fn nll(energies: &Array1<f64>, label: usize, beta: f64) -> f64 {
    loss(energies.view(), label, beta)
}

/// (F_y − F_min) + (1/β) ln(1 + Σ exp(−β(F_k − F_min))), the sum over all k but one with the lowest
/// energy. Nothing overflows, and a loss far below 1e-16 is not rounded to 0.
fn loss(energies: ArrayView1<'_, f64>, label: usize, beta: f64) -> f64 {
    let best = lowest(energies);
    let gaps = energies.mapv(|f| f - energies[best]);
    if beta.is_infinite() {
        return gaps[label];
    }
    let others: f64 = (0..gaps.len()).filter(|&k| k != best).map(|k| (-beta * gaps[k]).exp()).sum();
    gaps[label] + others.ln_1p() / beta
}

/// ∂nll/∂F_k = δ_{ky} − P_k.
pub fn nll_grad_energy(energies: &Array1<f64>, label: usize, beta: f64) -> Array1<f64> {
    forces(energies.view(), label, beta)
}

/// P_k = exp(−βF_k) / Σ_j exp(−βF_j), shifted by the lowest energy.
fn gibbs(energies: ArrayView1<'_, f64>, beta: f64) -> Array1<f64> {
    let low = energies[lowest(energies)];
    let weights = energies.mapv(|f| (-beta * (f - low)).exp());
    let total = weights.sum();
    weights / total
}

/// δ_{ky} − P_k. The label is pulled down as hard as all wrong classes together are pushed up: 1 − P_y is
/// the sum of the other probabilities, which keeps its digits where P_y is nearly 1.
fn forces(energies: ArrayView1<'_, f64>, label: usize, beta: f64) -> Array1<f64> {
    let mut wrong = gibbs(energies, beta);
    wrong[label] = 0.0;
    let mut right = Array1::zeros(wrong.len());
    right[label] = wrong.sum();
    right - wrong
}

/// ∂nll/∂W = ∂F_y − Σ_k P_k ∂F_k, where ∂F_k is row k of `energy_grads`.
pub fn nll_grad_w(energies: &Array1<f64>, energy_grads: &Array2<f64>, label: usize, beta: f64) -> Array1<f64> {
    forces(energies.view(), label, beta).dot(energy_grads)
}

/// (1/B) Σ_b nll(F_b, y_b).
pub fn nll_batch(energies: &Array2<f64>, labels: &[usize], beta: f64) -> f64 {
    let losses = energies.outer_iter().zip(labels).map(|(row, &label)| loss(row, label, beta));
    losses.sum::<f64>() / labels.len() as f64
}

/// (1/B) Σ_b ∂nll(F_b, y_b)/∂W.
pub fn nll_grad_w_batch(
    energies: &Array2<f64>,
    energy_grads: &Array3<f64>,
    labels: &[usize],
    beta: f64,
) -> Array1<f64> {
    let mut total = Array1::zeros(energy_grads.len_of(Axis(2)));
    for ((row, grads), &label) in energies.outer_iter().zip(energy_grads.outer_iter()).zip(labels) {
        total += &forces(row, label, beta).dot(&grads);
    }
    total / labels.len() as f64
}

/// ∂F_y − (1/s) Σ_i ∂F(x, y_i): the expectation under P replaced by the mean over s samples from it.
pub fn nll_grad_mc(grad_label: &Array1<f64>, grad_samples: &Array2<f64>) -> Array1<f64> {
    grad_label - grad_samples.sum_axis(Axis(0)) / grad_samples.nrows() as f64
}

/// ln(alphabet^length) = length · ln(alphabet).
pub fn ln_partition_terms(alphabet: u32, length: u32) -> f64 {
    f64::from(length) * f64::from(alphabet).ln()
}

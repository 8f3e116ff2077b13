//! Reference solution of `sampling`.

use probe::ndarray::{Array1, Array2, Axis};

/// x − η ∂E/∂x + √(2η/β) · noise.
pub fn langevin_step(x: &Array1<f64>, grad: &Array1<f64>, eta: f64, beta: f64, noise: &Array1<f64>) -> Array1<f64> {
    x - eta * grad + (2.0 * eta / beta).sqrt() * noise
}

/// Metropolis: u < exp(−β delta).
pub fn accept(delta: f64, beta: f64, u: f64) -> bool {
    u < (-beta * delta).exp()
}

/// The state after each proposal; a rejection repeats the present state.
pub fn metropolis_chain(
    energies: &Array1<f64>,
    start: usize,
    proposals: &[usize],
    us: &[f64],
    beta: f64,
) -> Vec<usize> {
    let mut state = start;
    let step = |(&proposal, &u)| {
        if accept(energies[proposal] - energies[state], beta, u) {
            state = proposal;
        }
        state
    };
    proposals.iter().zip(us).map(step).collect()
}

/// The mean of the data rows minus the mean of the model rows.
pub fn cd_gradient(data_grads: &Array2<f64>, model_grads: &Array2<f64>) -> Array1<f64> {
    let mean = |rows: &Array2<f64>| rows.sum_axis(Axis(0)) / rows.nrows() as f64;
    mean(data_grads) - mean(model_grads)
}

/// h_j = 1 where u_j < σ(β (c + Wᵀv)_j), then v_i = 1 where u_{m+i} < σ(β (b + W h)_i).
pub fn gibbs_sweep(
    visible: &Array1<f64>,
    weights: &Array2<f64>,
    visible_bias: &Array1<f64>,
    hidden_bias: &Array1<f64>,
    beta: f64,
    us: &[f64],
) -> Array1<f64> {
    let (us_hidden, us_visible) = us.split_at(hidden_bias.len());
    let hidden = sample(&(hidden_bias + &visible.dot(weights)), beta, us_hidden);
    sample(&(visible_bias + &weights.dot(&hidden)), beta, us_visible)
}

/// Independent units: 1 where u < σ(β field) = 1 / (1 + exp(−β field)), else 0.
fn sample(fields: &Array1<f64>, beta: f64, us: &[f64]) -> Array1<f64> {
    fields.iter().zip(us).map(|(field, &u)| f64::from(u < 1.0 / (1.0 + (-beta * field).exp()))).collect()
}

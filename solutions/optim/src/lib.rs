//! Reference solution of `optim`.

use probe::ndarray::{Array1, Array2, Axis};

/// θ − η·g.
pub fn gd_step(theta: &Array1<f64>, grad: &Array1<f64>, lr: f64) -> Array1<f64> {
    theta - lr * grad
}

/// The mean of the rows g_i over i in `indices`.
pub fn minibatch_grad(grads: &Array2<f64>, indices: &[usize]) -> Array1<f64> {
    grads.select(Axis(0), indices).sum_axis(Axis(0)) / indices.len() as f64
}

/// w − η·g + β·(w − w_prev).
pub fn heavy_ball_step(w: &Array1<f64>, w_prev: &Array1<f64>, grad: &Array1<f64>, lr: f64, beta: f64) -> Array1<f64> {
    w - lr * grad + beta * (w - w_prev)
}

/// The largest |λ| with λ² − (1 + β − ηa)·λ + β = 0.
///
/// With h half the trace, λ = h ± √(h² − β); the root is taken factor by factor, so that h² cannot overflow.
pub fn spectral_radius(beta: f64, lr: f64, a: f64) -> f64 {
    let half = 0.5 * (1.0 + beta - lr * a).abs();
    let root = beta.abs().sqrt();
    if beta < 0.0 {
        half + half.hypot(root)
    } else if half < root {
        root // a complex pair, whose product is β
    } else {
        half + (half - root).sqrt() * (half + root).sqrt()
    }
}

/// v ← αv + (1 − α)g², w ← w − η·g / (√v + ε).
pub fn rmsprop_step(
    w: &Array1<f64>,
    v: &Array1<f64>,
    grad: &Array1<f64>,
    lr: f64,
    alpha: f64,
    eps: f64,
) -> (Array1<f64>, Array1<f64>) {
    let v = alpha * v + (1.0 - alpha) * grad * grad;
    let w = w - lr * grad / (v.sqrt() + eps);
    (w, v)
}

/// 1 − βᵗ, the weight that t steps have given out; it keeps its digits where β is nearly 1.
fn weight_so_far(beta: f64, t: usize) -> f64 {
    -(t as f64 * beta.ln()).exp_m1()
}

/// m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², w ← w − η·m̂ / (√v̂ + ε), m̂ = m/(1 − β₁ᵗ), v̂ = v/(1 − β₂ᵗ).
#[expect(clippy::too_many_arguments, reason = "one for each letter of the formula: a struct would rename them all")]
pub fn adam_step(
    w: &Array1<f64>,
    m: &Array1<f64>,
    v: &Array1<f64>,
    grad: &Array1<f64>,
    t: usize,
    lr: f64,
    beta1: f64,
    beta2: f64,
    eps: f64,
) -> (Array1<f64>, Array1<f64>, Array1<f64>) {
    let m = beta1 * m + (1.0 - beta1) * grad;
    let v = beta2 * v + (1.0 - beta2) * grad * grad;
    let m_hat = &m / weight_so_far(beta1, t);
    let v_hat = &v / weight_so_far(beta2, t);
    let w = w - lr * m_hat / (v_hat.sqrt() + eps);
    (w, m, v)
}

/// lr/decay if `current` is above the minimum of all but the last `nonmono` losses, else lr.
pub fn nonmono_decay(past: &[f64], current: f64, nonmono: usize, decay: f64, lr: f64) -> f64 {
    let old = &past[..past.len().saturating_sub(nonmono)];
    let best = old.iter().copied().fold(f64::INFINITY, f64::min);
    if current > best { lr / decay } else { lr }
}

/// The probability that `batch` independent draws show all of `classes` equally frequent classes.
///
/// The alternating sum cancels, so follow the draws instead: every term is positive. After c different
/// classes the next draw repeats one with probability c/k and shows a new one with (k − c)/k.
pub fn prob_all_classes(classes: usize, batch: usize) -> f64 {
    let k = classes as f64;
    // seen[c]: the probability of c different classes so far
    let mut seen = vec![0.0; classes + 1];
    seen[0] = 1.0;
    for _ in 0..batch {
        for c in (1..=classes).rev() {
            seen[c] = (c as f64 * seen[c] + (classes - c + 1) as f64 * seen[c - 1]) / k;
        }
        seen[0] = 0.0;
    }
    seen[classes]
}

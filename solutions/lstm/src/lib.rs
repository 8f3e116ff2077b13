//! Reference solution of `lstm`.

use probe::ndarray::{Array1, Array2, Axis, concatenate, s};

/// σ(z) = 1/(1 + e^{−z}). Where e^{−z} overflows, 1/∞ is the right 0.
fn sigmoid(z: f64) -> f64 {
    1.0 / (1.0 + (-z).exp())
}

/// σ′(z) = σ(z) σ(−z): 1 − σ(z) without the subtraction, so no digit is lost where σ(z) is nearly 1.
fn sigmoid_slope(z: f64) -> f64 {
    sigmoid(z) * sigmoid(-z)
}

/// tanh′(z) = 1/cosh² z, which keeps its digits where tanh² is nearly 1.
fn tanh_slope(z: f64) -> f64 {
    z.cosh().recip().powi(2)
}

/// z = W·(h, x) + b as [4, d], one row per block.
fn blocks(weights: &Array2<f64>, bias: &Array1<f64>, h: &Array1<f64>, x: &Array1<f64>) -> Array2<f64> {
    let z = weights.dot(&concatenate![Axis(0), *h, *x]) + bias;
    Array2::from_shape_fn((4, h.len()), |(block, unit)| z[block * h.len() + unit])
}

/// The rows f, i, g, o.
fn activated(z: &Array2<f64>) -> Array2<f64> {
    let mut gates = z.mapv(sigmoid);
    gates.row_mut(2).assign(&z.row(2).mapv(f64::tanh));
    gates
}

/// c_new = f∘c + i∘g and h_new = o∘tanh(c_new).
pub fn cell_forward(
    weights: &Array2<f64>,
    bias: &Array1<f64>,
    h: &Array1<f64>,
    c: &Array1<f64>,
    x: &Array1<f64>,
) -> (Array1<f64>, Array1<f64>, Array2<f64>) {
    let gates = activated(&blocks(weights, bias, h, x));
    let c_new = &gates.row(0) * c + &gates.row(1) * &gates.row(2);
    let h_new = &gates.row(3) * &c_new.mapv(f64::tanh);
    (h_new, c_new, gates)
}

/// With δ = dc + dh∘o∘tanh′(c_new) and dz = (δ∘c∘σ′(z_f), δ∘g∘σ′(z_i), δ∘i∘tanh′(z_g), dh∘tanh(c_new)∘σ′(z_o)):
/// dW = dz (h, x)ᵀ, db = dz, (dh_prev, dx) = Wᵀ dz, dc_prev = δ∘f.
#[allow(clippy::type_complexity)]
pub fn cell_backward(
    weights: &Array2<f64>,
    bias: &Array1<f64>,
    h: &Array1<f64>,
    c: &Array1<f64>,
    x: &Array1<f64>,
    dh: &Array1<f64>,
    dc: &Array1<f64>,
) -> (Array2<f64>, Array1<f64>, Array1<f64>, Array1<f64>, Array1<f64>) {
    let d = h.len();
    let z = blocks(weights, bias, h, x);
    let (_, c_new, gates) = cell_forward(weights, bias, h, c, x);
    let (f, i, g, o) = (gates.row(0), gates.row(1), gates.row(2), gates.row(3));
    let delta = dc + &(dh * &o * c_new.mapv(tanh_slope));
    let dz = concatenate![
        Axis(0),
        &delta * c * z.row(0).mapv(sigmoid_slope),
        &delta * &g * z.row(1).mapv(sigmoid_slope),
        &delta * &i * z.row(2).mapv(tanh_slope),
        dh * &c_new.mapv(f64::tanh) * z.row(3).mapv(sigmoid_slope)
    ];
    let input = concatenate![Axis(0), *h, *x];
    let dweights = Array2::from_shape_fn(weights.dim(), |(row, column)| dz[row] * input[column]);
    let back = dz.dot(weights);
    let (dh_prev, dx) = (back.slice(s![..d]).to_owned(), back.slice(s![d..]).to_owned());
    (dweights, dz, dh_prev, delta * f, dx)
}

/// diag(f) + [diag(c_prev σ′(z_f)) W_fh + diag(g σ′(z_i)) W_ih + diag(i tanh′(z_g)) W_gh] diag(o_prev tanh′(c_prev)).
pub fn dc_dc(
    weights: &Array2<f64>,
    bias: &Array1<f64>,
    c_prev: &Array1<f64>,
    o_prev: &Array1<f64>,
    x: &Array1<f64>,
) -> Array2<f64> {
    let d = c_prev.len();
    let z = blocks(weights, bias, &(o_prev * &c_prev.mapv(f64::tanh)), x);
    let gates = activated(&z);
    let by_block = [
        c_prev * &z.row(0).mapv(sigmoid_slope),
        &gates.row(2) * &z.row(1).mapv(sigmoid_slope),
        &gates.row(1) * &z.row(2).mapv(tanh_slope),
    ];
    let by_column = o_prev * &c_prev.mapv(tanh_slope);
    let mut jacobian = Array2::from_diag(&gates.row(0));
    for ((row, column), entry) in jacobian.indexed_iter_mut() {
        let through_h: f64 = (0..3).map(|block| by_block[block][row] * weights[[block * d + row, column]]).sum();
        *entry += through_h * by_column[column];
    }
    jacobian
}

/// ‖J_t · … · J_1‖ for t = 1, …, T, with o_0 = 0 and h_0 = c_0 = 0.
pub fn chain_norm(weights: &Array2<f64>, bias: &Array1<f64>, inputs: &Array2<f64>) -> Vec<f64> {
    let d = bias.len() / 4;
    let (mut h, mut c, mut o) = (Array1::zeros(d), Array1::zeros(d), Array1::zeros(d));
    let mut product = Array2::eye(d);
    let mut norms = Vec::with_capacity(inputs.nrows());
    for x in inputs.rows() {
        let x = x.to_owned();
        product = dc_dc(weights, bias, &c, &o, &x).dot(&product);
        norms.push(frobenius(&product));
        let (h_new, c_new, gates) = cell_forward(weights, bias, &h, &c, &x);
        (h, c, o) = (h_new, c_new, gates.row(3).to_owned());
    }
    norms
}

/// The root of the sum of squares, in units of the largest entry so that no square underflows.
fn frobenius(matrix: &Array2<f64>) -> f64 {
    let top = matrix.iter().fold(0.0, |top: f64, entry| top.max(entry.abs()));
    if top == 0.0 { 0.0 } else { top * matrix.mapv(|entry| (entry / top).powi(2)).sum().sqrt() }
}

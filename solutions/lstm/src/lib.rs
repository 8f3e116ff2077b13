//! Reference solution of `lstm`.

use probe::ndarray::{Array1, Array2, Axis, concatenate, s, stack};

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

/// z = W·(h, x) + b, cut into the blocks of f, i, g, o.
fn blocks(weights: &Array2<f64>, bias: &Array1<f64>, h: &Array1<f64>, x: &Array1<f64>) -> [Array1<f64>; 4] {
    let z = weights.dot(&concatenate![Axis(0), *h, *x]) + bias;
    [0, 1, 2, 3].map(|block| z.slice(s![block * h.len()..(block + 1) * h.len()]).to_owned())
}

/// The gates f, i, g, o.
fn gates([f, i, g, o]: &[Array1<f64>; 4]) -> [Array1<f64>; 4] {
    [f.mapv(sigmoid), i.mapv(sigmoid), g.mapv(f64::tanh), o.mapv(sigmoid)]
}

/// The derivative of each gate by its own z.
fn slopes([f, i, g, o]: &[Array1<f64>; 4]) -> [Array1<f64>; 4] {
    [f.mapv(sigmoid_slope), i.mapv(sigmoid_slope), g.mapv(tanh_slope), o.mapv(sigmoid_slope)]
}

/// c_new = f∘c + i∘g and h_new = o∘tanh(c_new).
pub fn cell_forward(
    weights: &Array2<f64>,
    bias: &Array1<f64>,
    h: &Array1<f64>,
    c: &Array1<f64>,
    x: &Array1<f64>,
) -> (Array1<f64>, Array1<f64>, Array2<f64>) {
    let [f, i, g, o] = gates(&blocks(weights, bias, h, x));
    let c_new = &f * c + &i * &g;
    let h_new = &o * c_new.mapv(f64::tanh);
    (h_new, c_new, stack![Axis(0), f, i, g, o])
}

/// With δ = dc + dh∘o∘tanh′(c_new) and dz = (δ∘c∘σ′(z_f), δ∘g∘σ′(z_i), δ∘i∘tanh′(z_g), dh∘tanh(c_new)∘σ′(z_o)):
/// dW = dz (h, x)ᵀ, db = dz, (dh_prev, dx) = Wᵀ dz, dc_prev = δ∘f.
#[expect(clippy::type_complexity, reason = "one derivative for each argument of `cell_forward`, in their order")]
pub fn cell_backward(
    weights: &Array2<f64>,
    bias: &Array1<f64>,
    h: &Array1<f64>,
    c: &Array1<f64>,
    x: &Array1<f64>,
    dh: &Array1<f64>,
    dc: &Array1<f64>,
) -> (Array2<f64>, Array1<f64>, Array1<f64>, Array1<f64>, Array1<f64>) {
    let z = blocks(weights, bias, h, x);
    let [f, i, g, o] = gates(&z);
    let [by_f, by_i, by_g, by_o] = slopes(&z);
    let c_new = &f * c + &i * &g;
    let delta = dc + dh * o * c_new.mapv(tanh_slope);
    let dz = concatenate![
        Axis(0),
        &delta * c * by_f,
        &delta * g * by_i,
        &delta * i * by_g,
        dh * c_new.mapv(f64::tanh) * by_o
    ];
    let dweights = column(dz.clone()) * concatenate![Axis(0), *h, *x];
    let back = dz.dot(weights);
    let (dh_prev, dx) = back.view().split_at(Axis(0), h.len());
    (dweights, dz, dh_prev.to_owned(), delta * f, dx.to_owned())
}

/// `v` as a matrix of one column: column(v) * M is diag(v) M, as M * v is M diag(v).
fn column(v: Array1<f64>) -> Array2<f64> {
    v.insert_axis(Axis(1))
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
    let z = blocks(weights, bias, &(o_prev * c_prev.mapv(f64::tanh)), x);
    let [f, i, g, _] = gates(&z);
    let [by_f, by_i, by_g, _] = slopes(&z);
    let w_h = |block: usize| weights.slice(s![block * d..(block + 1) * d, ..d]);
    let through_h = column(c_prev * by_f) * w_h(0) + column(g * by_i) * w_h(1) + column(i * by_g) * w_h(2);
    Array2::from_diag(&f) + through_h * (o_prev * c_prev.mapv(tanh_slope))
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

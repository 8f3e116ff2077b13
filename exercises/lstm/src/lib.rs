//! One step of an LSTM, its gradient, and what becomes of a gradient on its way through many steps.
//!
//! The theory, the conventions and a worked number are in `README.md` beside this folder. You may
//! assume what it guarantees: at least one unit, one input and one step, shapes that match, finite numbers.
//!
//! With d units and m inputs `weights` is [4d, d + m] and `bias` has length 4d. The rows are four
//! blocks of d: forget gate f, input gate i, candidate g, output gate o. The first d columns go with
//! the hidden state h, the last m columns with the input x.
//!
//! `cargo run -p grader -- lstm` grades this file; `cargo run -p grader -- hint lstm dc_dc` helps.

// The parameters of functions that are not written yet are unused; delete this line at the end.
#![allow(unused_variables)]

use probe::ndarray::{Array1, Array2};

/// One step: z = W·(h, x) + b, then c_new = f∘c + i∘g and h_new = o∘tanh(c_new).
///
/// f, i and o are the sigmoid 1/(1 + exp(−z)) of their blocks of z, g is the tanh of its block. `h` and
/// `c` are the states after the step before, `x` is the input of this step.
///
/// Returns (h_new, c_new, gates). `gates` is [4, d]: row 0 is f, row 1 is i, row 2 is g, row 3 is o.
///
/// Stability: gates whose z is ±1000, and a cell state of ±2000.
pub fn cell_forward(
    weights: &Array2<f64>,
    bias: &Array1<f64>,
    h: &Array1<f64>,
    c: &Array1<f64>,
    x: &Array1<f64>,
) -> (Array1<f64>, Array1<f64>, Array2<f64>) {
    todo!()
}

/// The gradient of one step: the derivative of Σ dh∘h_new + Σ dc∘c_new with respect to every argument.
///
/// `dh` and `dc` are what later steps report: the derivatives of the loss with respect to h_new and
/// c_new. c_new acts on the loss in two ways, by `dc` and by h_new = o∘tanh(c_new).
///
/// Returns (dweights, dbias, dh_prev, dc_prev, dx), each of the shape of `weights`, `bias`, `h`, `c`, `x`.
///
/// Stability: gates whose z is ±1000, and flat places where 1 − f or 1 − tanh² rounds to 0.
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
    todo!()
}

/// The Jacobian J = ∂c_t/∂c_{t−1}, where h_{t−1} = o_{t−1}∘tanh(c_{t−1}) moves with c_{t−1}:
///
///   J = diag(f) + [diag(c_{t−1} f(1−f)) W_fh + diag(g i(1−i)) W_ih + diag(i(1−g²)) W_gh]
///       · diag(o_{t−1} (1 − tanh² c_{t−1}))
///
/// `c_prev` is c_{t−1}, `o_prev` the output gate of step t−1, held fixed, `x` the input of step t. The
/// gates are those of step t, at h_{t−1}. W_fh, W_ih and W_gh are the first d columns of their blocks.
///
/// Row r, column k of the result is `∂c_t[r]/∂c_{t−1}[k]`.
///
/// Stability: gates whose z is ±1000.
pub fn dc_dc(
    weights: &Array2<f64>,
    bias: &Array1<f64>,
    c_prev: &Array1<f64>,
    o_prev: &Array1<f64>,
    x: &Array1<f64>,
) -> Array2<f64> {
    todo!()
}

/// How much of a gradient is left: the Frobenius norm of J_t · … · J_2 · J_1 after each step t = 1, …, T.
///
/// `inputs` has one row per step. The run begins with h_0 = c_0 = 0. J_t is `dc_dc` at c_{t−1}, o_{t−1}
/// and row t − 1 of `inputs`. The newest factor stands on the left.
///
/// There is no output gate before step 1: take o_0 = 0. Then h_0 is 0 whatever c_0 is, and J_1 = diag(f_1).
/// The product starts with J_1, so the first entry is the norm of f_1.
///
/// The result has T entries. The Frobenius norm is the root of the sum of all squared entries.
///
/// Stability: a norm of 1e-207, whose square is 0 in floating point.
pub fn chain_norm(weights: &Array2<f64>, bias: &Array1<f64>, inputs: &Array2<f64>) -> Vec<f64> {
    todo!()
}

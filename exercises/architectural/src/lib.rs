//! Models that cannot be low everywhere: k-means, sparse coding and a linear VAE.
//!
//! The theory, the conventions and a worked number are in `README.md` beside this folder. You may
//! assume what it guarantees: nothing is empty, every number is finite, shapes match, labels are in
//! range, thresholds are not negative, `lipschitz` and `s` are positive.
//!
//! `cargo run -p grader -- architectural` grades this file;
//! `cargo run -p grader -- hint architectural ista` helps.

// The parameters of functions that are not written yet are unused; delete this line at the end.
#![allow(unused_variables)]

use probe::ndarray::{Array1, Array2};

/// k-means, inference: for every point the index of its nearest prototype, argmin_k |x − c_k|².
///
/// `points` has one point per row, `prototypes` one prototype per row; both have the same number of
/// columns. The result has one index per point. Ties: the smallest k.
///
/// Stability: points far from the origin.
pub fn kmeans_assign(points: &Array2<f64>, prototypes: &Array2<f64>) -> Array1<usize> {
    todo!()
}

/// k-means, learning: every prototype moves to the mean of its points.
///
/// `assignment[i]` is the prototype of row i of `points`. The result has the shape of `prototypes`. A
/// prototype without points keeps its place.
///
/// Stability: prototypes without points.
pub fn kmeans_update(points: &Array2<f64>, assignment: &[usize], prototypes: &Array2<f64>) -> Array2<f64> {
    todo!()
}

/// The inertia Σ_i min_k |x_i − c_k|²: a sum over the points, not a mean.
///
/// Stability: points far from the origin.
pub fn inertia(points: &Array2<f64>, prototypes: &Array2<f64>) -> f64 {
    todo!()
}

/// The soft threshold S_t(x) = sign(x)·max(|x| − t, 0), entry by entry.
///
/// `t` is 0 or more. The result has the length of `x`.
///
/// Stability: an entry that is 0.
pub fn soft_threshold(x: &Array1<f64>, t: f64) -> Array1<f64> {
    todo!()
}

/// The energy of sparse coding, E(y, z) = ½|y − Wz|² + λ Σ_j |z_j|.
///
/// `w` has one row per entry of `y` and one column per entry of the code `z`.
pub fn sparse_energy(y: &Array1<f64>, w: &Array2<f64>, z: &Array1<f64>, lambda: f64) -> f64 {
    todo!()
}

/// ISTA: `steps` times z ← S_{λ/L}(z − Wᵀ(Wz − y)/L), from z = 0. Returns the last z.
///
/// `lipschitz` is L. It is given and at least the largest eigenvalue of WᵀW; use it as it is. The
/// result has one entry per column of `w`; 0 steps return zeros.
pub fn ista(y: &Array1<f64>, w: &Array2<f64>, lambda: f64, lipschitz: f64, steps: usize) -> Array1<f64> {
    todo!()
}

/// FISTA: ISTA with momentum. Starts at z = v = 0 and t = 1, and repeats `steps` times:
///
///   z_new = S_{λ/L}(v − Wᵀ(Wv − y)/L)
///   t_new = (1 + √(1 + 4t²))/2
///   v = z_new + ((t − 1)/t_new)·(z_new − z)
///   z = z_new, t = t_new
///
/// Returns the last z, not v. L, the length and 0 steps are as in `ista`.
pub fn fista(y: &Array1<f64>, w: &Array2<f64>, lambda: f64, lipschitz: f64, steps: usize) -> Array1<f64> {
    todo!()
}

/// LISTA, the encoder in the form of ISTA: `steps` times z ← S_θ(W_e y + S z), from z = 0.
///
/// `we` is W_e, with one row per entry of z and one column per entry of y; `s` is S, square. Neither
/// has to come from a W. The result has one entry per row of `we`; 0 steps return zeros.
pub fn lista_forward(we: &Array2<f64>, s: &Array2<f64>, theta: f64, y: &Array1<f64>, steps: usize) -> Array1<f64> {
    todo!()
}

/// The nearest matrix whose columns have norm 1 or less: w_k / max(1, |w_k|) for every column.
///
/// Longer columns are scaled down to norm 1, all others stay as they are.
///
/// Stability: a column of zeros, and a column whose squares overflow.
pub fn project_columns(w: &Array2<f64>) -> Array2<f64> {
    todo!()
}

/// KL(N(μ, diag(e^ℓ)) ‖ N(0, I)) = ½ Σ_j (μ_j² + e^{ℓ_j} − 1 − ℓ_j).
///
/// `logvar` is ℓ, the natural logarithm of the variance. The two have the same length.
///
/// Stability: a distribution close to N(0, I), and a variance so small that e^ℓ is 0.
pub fn gaussian_kl(mu: &Array1<f64>, logvar: &Array1<f64>) -> f64 {
    todo!()
}

/// A sample of N(μ, diag(e^ℓ)) from a sample `eps` of N(0, I): z_j = μ_j + e^{ℓ_j/2} ε_j.
///
/// `logvar` is ℓ, the natural logarithm of the variance. All three have the same length.
///
/// Stability: log-variances of ±1400, where e^{ℓ/2} is a number and e^ℓ is not.
pub fn reparam(mu: &Array1<f64>, logvar: &Array1<f64>, eps: &Array1<f64>) -> Array1<f64> {
    todo!()
}

/// The evidence lower bound E_q ln p(x|z) − KL(q ‖ N(0, I)) of a linear VAE, exactly, without samples.
///
/// The decoder is p(x|z) = N(Wz, s²I), the encoder's answer q = N(μ, diag(e^ℓ)). `w` has one row per
/// entry of `x` and one column per entry of `mu` and of `logvar`, which is ℓ. `s` is the standard
/// deviation of the noise, not its variance. The constant with ln 2π is part of the result.
///
/// Stability: a variance so small that e^ℓ is 0.
pub fn elbo_linear(x: &Array1<f64>, w: &Array2<f64>, s: f64, mu: &Array1<f64>, logvar: &Array1<f64>) -> f64 {
    todo!()
}

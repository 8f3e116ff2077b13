//! Reference solution of `latent`.

use probe::ndarray::{Array, Array1, Array2, ArrayView, Axis, Dimension};

/// The lowest energy, `+∞` where all are impossible.
fn lowest<'a>(energies: impl IntoIterator<Item = &'a f64>) -> f64 {
    energies.into_iter().copied().fold(f64::INFINITY, f64::min)
}

/// exp(−βG) / Σ exp(−βG), the sum over all entries of whatever shape.
fn gibbs<D: Dimension>(energies: ArrayView<'_, f64, D>, beta: f64) -> Array<f64, D> {
    let low = lowest(energies.iter());
    let weights = energies.mapv(|g| (-beta * (g - low)).exp());
    let total = weights.sum();
    weights / total
}

/// ŷ = argmin_y F(y), the smallest index of several.
pub fn infer(energies: &Array1<f64>) -> usize {
    let low = lowest(energies);
    energies.iter().position(|&f| f == low).unwrap_or(0)
}

/// All y with F(y) − min F ≤ tolerance, ascending.
pub fn infer_all(energies: &Array1<f64>, tolerance: f64) -> Vec<usize> {
    let low = lowest(energies);
    energies.iter().enumerate().filter(|&(_, f)| f - low <= tolerance).map(|(y, _)| y).collect()
}

/// (ŷ, ẑ) with ŷ = argmin_y min_z G(y, z) and ẑ = argmin_z G(ŷ, z).
pub fn infer_latent(energies: &Array2<f64>) -> (usize, usize) {
    let low = lowest(energies);
    energies.indexed_iter().find(|&(_, &g)| g == low).map_or((0, 0), |(pair, _)| pair)
}

/// P(z | x, y) = exp(−βG(y, z)) / Σ_z′ exp(−βG(y, z′)): a Gibbs distribution in each row.
pub fn posterior_z(energies: &Array2<f64>, beta: f64) -> Array2<f64> {
    let mut result = energies.clone();
    for mut row in result.rows_mut() {
        let p = gibbs(row.view(), beta);
        row.assign(&p);
    }
    result
}

/// P(y, z | x) = exp(−βG(y, z)) / Σ_y′ Σ_z′ exp(−βG(y′, z′)): one Gibbs distribution over all pairs.
pub fn joint_yz(energies: &Array2<f64>, beta: f64) -> Array2<f64> {
    gibbs(energies.view(), beta)
}

/// P(y | x) = Σ_z P(y, z | x).
pub fn marginal_y(energies: &Array2<f64>, beta: f64) -> Array1<f64> {
    joint_yz(energies, beta).sum_axis(Axis(1))
}

/// y ← y − lr·∂F/∂y, `steps` times.
pub fn infer_by_gradient(
    start: &Array1<f64>,
    gradient: &dyn Fn(&Array1<f64>) -> Array1<f64>,
    lr: f64,
    steps: usize,
) -> Array1<f64> {
    (0..steps).fold(start.clone(), |y, _| {
        let slope = gradient(&y);
        y - lr * slope
    })
}

//! Reference solution of `ocr`.

use probe::ndarray::{Array1, Array2, Array3, ArrayView1, Axis};
use std::cmp::Reverse;

/// The symbol that follows every letter.
const SEPARATOR: usize = 26;

/// Two symbols per letter: its place in the alphabet and a separator.
pub fn transform_word(word: &str) -> Vec<usize> {
    word.bytes().flat_map(|letter| [usize::from(letter - b'a'), SEPARATOR]).collect()
}

/// Entry (l, r·width + c) is image(r, l·stride + c).
pub fn windows(image: &Array2<f64>, width: usize, stride: usize) -> Array2<f64> {
    let (height, columns) = image.dim();
    let count = columns.checked_sub(width).map_or(0, |room| room / stride + 1);
    Array2::from_shape_fn((count, height * width), |(l, i)| image[[i / width, l * stride + i % width]])
}

/// Entry (b, l, t) is E(b, l, targets(b, t)).
pub fn build_path_matrix(energies: &Array3<f64>, targets: &Array2<usize>) -> Array3<f64> {
    let (words, windows, _) = energies.dim();
    Array3::from_shape_fn((words, windows, targets.ncols()), |(b, l, t)| energies[[b, l, targets[[b, t]]]])
}

/// The smallest entry.
fn lowest(energies: ArrayView1<'_, f64>) -> f64 {
    energies.iter().copied().fold(f64::INFINITY, f64::min)
}

/// ln Σ_k exp(−g_k), where the lowest g is 0: ln(1 + the sum without that one), which keeps its digits where
/// the others are far.
fn log_sum(gaps: ArrayView1<'_, f64>) -> f64 {
    let lowest = gaps.iter().position(|&gap| gap == 0.0);
    let others = gaps.iter().enumerate().filter(|&(k, _)| Some(k) != lowest);
    others.map(|(_, gap)| (-gap).exp()).sum::<f64>().ln_1p()
}

/// E + ln Σ_k exp(−E_k) = (E − E_min) + ln Σ_k exp(−(E_k − E_min)), taken where the target is.
pub fn build_ce_matrix(energies: &Array3<f64>, targets: &Array2<usize>) -> Array3<f64> {
    let low = energies.map_axis(Axis(2), lowest).insert_axis(Axis(2));
    let gaps = energies - &low;
    let ln_z = gaps.map_axis(Axis(2), log_sum).insert_axis(Axis(2));
    build_path_matrix(&gaps, targets) + ln_z
}

/// As many windows as there are rows, from the first column to the last, in steps of 0 or 1.
fn is_valid(z: &[usize], (windows, symbols): (usize, usize)) -> bool {
    z.len() == windows
        && z.first() == Some(&0)
        && z.last() == Some(&(symbols - 1))
        && z.windows(2).all(|pair| pair[1] == pair[0] || pair[1] == pair[0] + 1)
}

/// Σ_l pm(l, z_l) of a valid path, `+∞` of any other.
pub fn path_energy(path_matrix: &Array2<f64>, z: &[usize]) -> f64 {
    if is_valid(z, path_matrix.dim()) { along(path_matrix, z) } else { f64::INFINITY }
}

fn along(matrix: &Array2<f64>, z: &[usize]) -> f64 {
    matrix.rows().into_iter().zip(z).map(|(row, &t)| row[t]).sum()
}

/// The table of table(l, t) = pm(l, t) + join(table(l−1, t), table(l−1, t−1)) from the first cell on.
fn recursion(path_matrix: &Array2<f64>, join: impl Fn(f64, f64) -> f64) -> Array2<f64> {
    let mut table = Array2::from_elem(path_matrix.dim(), f64::INFINITY);
    for ((l, t), &energy) in path_matrix.indexed_iter() {
        table[[l, t]] = match (l, t) {
            (0, 0) => energy,
            (0, _) => f64::INFINITY,
            (_, 0) => energy + table[[l - 1, 0]],
            _ => energy + join(table[[l - 1, t]], table[[l - 1, t - 1]]),
        };
    }
    table
}

/// Viterbi: the recursion with the minimum, then back from the last cell.
pub fn find_path(path_matrix: &Array2<f64>) -> Option<(f64, Vec<usize>, Array2<f64>)> {
    let (windows, symbols) = path_matrix.dim();
    if windows < symbols {
        return None;
    }
    let dp = recursion(path_matrix, f64::min);
    let mut z = vec![symbols - 1; windows];
    for l in (1..windows).rev() {
        let t = z[l];
        z[l - 1] = if t > 0 && dp[[l - 1, t - 1]] < dp[[l - 1, t]] { t - 1 } else { t };
    }
    Some((dp[[windows - 1, symbols - 1]], z, dp))
}

/// Σ_l ce(l, z_l).
pub fn path_cross_entropy(ce_matrix: &Array2<f64>, z: &[usize]) -> f64 {
    along(ce_matrix, z)
}

/// exp(−E_k) / Σ_j exp(−E_j), shifted by the lowest energy.
fn softargmin(energies: ArrayView1<'_, f64>) -> Array1<f64> {
    let low = lowest(energies);
    let weights = energies.mapv(|energy| (low - energy).exp());
    let total = weights.sum();
    weights / total
}

/// onehot(targets(z_l)) − softargmin(E_l) in row l. At the target that is 1 − P, taken as the sum of the other
/// probabilities: it keeps its digits where P is nearly 1.
pub fn path_ce_grad(energies: &Array2<f64>, targets: &[usize], z: &[usize]) -> Array2<f64> {
    let mut grad = energies.clone();
    for (mut row, &t) in grad.rows_mut().into_iter().zip(z) {
        let mut wrong = softargmin(row.view());
        wrong[targets[t]] = 0.0;
        row.fill(0.0);
        row[targets[t]] = wrong.sum();
        row -= &wrong;
    }
    grad
}

/// −(1/β) ln(exp(−βa) + exp(−βb)), where `+∞` adds nothing.
fn soft_min(a: f64, b: f64, beta: f64) -> f64 {
    let low = a.min(b);
    if low.is_infinite() {
        return low;
    }
    low - (-beta * (a - b).abs()).exp().ln_1p() / beta
}

/// α(l, t): the free energy of all ways from the first cell to this one, both included.
fn forward(path_matrix: &Array2<f64>, beta: f64) -> Array2<f64> {
    recursion(path_matrix, |stay, step| soft_min(stay, step, beta))
}

/// −(1/β) ln Σ_z exp(−βE(z)), the recursion with the soft minimum.
pub fn forward_energy(path_matrix: &Array2<f64>, beta: f64) -> f64 {
    let (windows, symbols) = path_matrix.dim();
    forward(path_matrix, beta)[[windows - 1, symbols - 1]]
}

/// Back from the last cell: of the paths that pass (l, t) the share 1/(1 + exp(β(α(l−1, t−1) − α(l−1, t))))
/// came by a step, the others stayed. Every path passes each row once, so what all cells of a row have in
/// common does not matter; without it the energies are small and the differences keep their digits.
pub fn occupancy(path_matrix: &Array2<f64>, beta: f64) -> Array2<f64> {
    let low = path_matrix.map_axis(Axis(1), lowest).insert_axis(Axis(1));
    let alpha = forward(&(path_matrix - &low), beta);
    let (windows, symbols) = path_matrix.dim();
    let mut passed = Array2::zeros((windows, symbols));
    passed[[windows - 1, symbols - 1]] = 1.0;
    for l in (1..windows).rev() {
        passed[[l - 1, 0]] += passed[[l, 0]];
        for t in 1..symbols.min(l + 1) {
            let climb = beta * (alpha[[l - 1, t - 1]] - alpha[[l - 1, t]]);
            passed[[l - 1, t - 1]] += passed[[l, t]] / (1.0 + climb.exp());
            passed[[l - 1, t]] += passed[[l, t]] / (1.0 + (-climb).exp());
        }
    }
    passed
}

/// The most frequent letter of every segment between separators.
pub fn indices_to_str(indices: &[usize]) -> String {
    indices.split(|&symbol| symbol == SEPARATOR).filter_map(most_frequent).collect()
}

/// Of equally frequent letters the first in the alphabet; of no letters none.
fn most_frequent(segment: &[usize]) -> Option<char> {
    let count = |letter: usize| segment.iter().filter(|&&symbol| symbol == letter).count();
    let best = segment.iter().copied().max_by_key(|&letter| (count(letter), Reverse(letter)))?;
    ('a'..='z').nth(best)
}

//! Structured prediction: reading a word from an image whose letters stand at unknown places.
//!
//! The theory, the conventions and a worked number are in `README.md` beside this folder. You may
//! assume what it guarantees: finite energies, no array dimension of length 0, labels in range, words
//! of the letters a–z, β > 0 and finite. B counts the words of a batch, L windows, T the symbols of a
//! target, K the symbols there are (27 for words). Take all of them from the shapes.
//!
//! `cargo run -p grader -- ocr` grades this file; `cargo run -p grader -- hint ocr find_path` helps.

// The parameters of functions that are not written yet are unused; delete this line at the end.
#![allow(unused_variables)]

use probe::ndarray::{Array2, Array3};

/// The symbols of a word: a–z are 0–25, and a separator, 26, follows every letter.
///
/// `"cat"` gives `[2, 26, 0, 26, 19, 26]`: two symbols per letter, the last one a separator.
pub fn transform_word(word: &str) -> Vec<usize> {
    todo!()
}

/// Cuts an image of H rows and W columns into windows of `width` columns, from left to right.
///
/// Window l covers the columns l·stride up to l·stride + width − 1, over all H rows. Only windows that
/// fit entirely count. Row l of the result is window l, flattened row by row of the image: entry
/// r·width + c is `image[[r, l * stride + c]]`. The shape is L × (H·width).
///
/// Stability: an image narrower than a window: the result has no rows.
pub fn windows(image: &Array2<f64>, width: usize, stride: usize) -> Array2<f64> {
    todo!()
}

/// The path matrices of a batch: entry (b, l, t) is the energy that window l of word b gives to symbol
/// t of its target.
///
/// `energies` is B × L × K, `targets` is B × T, the result is B × L × T:
/// `energies[[b, l, targets[[b, t]]]]`.
pub fn build_path_matrix(energies: &Array3<f64>, targets: &Array2<usize>) -> Array3<f64> {
    todo!()
}

/// The same with cross-entropies in place of energies: E(b, l, y) + ln Σ_k exp(−E(b, l, k)), y = `targets[[b, t]]`.
///
/// The sum runs over all K symbols of window (b, l). `energies` is B × L × K, `targets` is B × T, the
/// result is B × L × T.
///
/// Stability: a window with energies around 1000 beside small ones, energies around −1000, and a gap
/// of 800.
pub fn build_ce_matrix(energies: &Array3<f64>, targets: &Array2<usize>) -> Array3<f64> {
    todo!()
}

/// The energy of one path: Σ_l of `path_matrix[[l, z[l]]]`, and `+∞` if z is not valid.
///
/// `path_matrix` is L × T. A valid z has length L, starts at 0, ends at T − 1, and every step from one
/// window to the next is 0 or 1.
///
/// Stability: an empty z, and a z that runs beyond the last column. Both are not valid.
pub fn path_energy(path_matrix: &Array2<f64>, z: &[usize]) -> f64 {
    todo!()
}

/// Viterbi: the valid path of lowest energy, as (its energy, the path z, the table dp).
///
/// `path_matrix` is L × T, and so is dp. `dp[[l, t]]` is the lowest energy of all ways to come from cell
/// (0, 0) to cell (l, t) in steps of 0 or 1, both cells included. It is `+∞` where there is no way, that
/// is for t > l. Where both predecessors are equally good, z stays in the same column. `None` if L < T.
pub fn find_path(path_matrix: &Array2<f64>) -> Option<(f64, Vec<usize>, Array2<f64>)> {
    todo!()
}

/// The cross-entropy of one path: Σ_l of `ce_matrix[[l, z[l]]]`.
///
/// `ce_matrix` is L × T, one word of what `build_ce_matrix` returns. z is valid.
pub fn path_cross_entropy(ce_matrix: &Array2<f64>, z: &[usize]) -> f64 {
    todo!()
}

/// The gradient of the path cross-entropy with respect to the energies, with z held fixed.
///
/// `energies` is L × K, and so is the result; `targets` has T symbols, z has length L and is valid. Row
/// l is `onehot(targets[z[l]])` − softargmin(E_l), softargmin(E)_k = exp(−E_k) / Σ_j exp(−E_j).
///
/// Stability: a window with energies around 1000 beside small ones, and energies around −1000.
pub fn path_ce_grad(energies: &Array2<f64>, targets: &[usize], z: &[usize]) -> Array2<f64> {
    todo!()
}

/// The free energy of all valid paths: −(1/β) ln Σ_z exp(−β E(z)), by the forward recursion.
///
/// `path_matrix` is L × T; E(z) is `path_energy(path_matrix, z)`. The number of paths grows too fast for
/// a list of them: go through the windows once.
///
/// Stability: energies around 1000 and around −1000, paths whose energies differ by 900, and L < T, where
/// the result is `+∞`.
pub fn forward_energy(path_matrix: &Array2<f64>, beta: f64) -> f64 {
    todo!()
}

/// The probability that a path passes each cell, P(z) ∝ exp(−β E(z)) over the valid paths.
///
/// `path_matrix` is L × T with L ≥ T, and so is the result. It is also the gradient of
/// `forward_energy` with respect to `path_matrix`. Every row sums to 1.
///
/// Stability: energies around 1000 and around −1000.
pub fn occupancy(path_matrix: &Array2<f64>, beta: f64) -> Array2<f64> {
    todo!()
}

/// Reads a word from the symbols of its windows, for example from the lowest energy of each.
///
/// The separators (26) cut the list into segments; the end of the list ends the last one. Each segment
/// gives its most frequent letter, of equally frequent ones the first in the alphabet. An empty
/// segment gives nothing.
///
/// Stability: an empty list, which is the empty word.
pub fn indices_to_str(indices: &[usize]) -> String {
    todo!()
}

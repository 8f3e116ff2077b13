//! What a trained network sees in one word, as data.

use serde::Deserialize;

/// A drawn word, its energies, and what was read. A program with a student's code wrote it: nothing is certain
/// but the types.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Picture {
    /// Rows of pixels: `#` is ink.
    pub image: Vec<String>,
    /// The symbols of the word.
    pub targets: Vec<usize>,
    /// Its path matrix, one row per window.
    pub matrix: Vec<Vec<Option<f64>>>,
    /// Its best path.
    pub path: Vec<usize>,
    /// The energy of this path.
    pub energy: Option<f64>,
    /// The lowest energy of every window, over all symbols.
    pub lowest: Vec<Option<f64>>,
    /// The symbol that has it.
    pub symbols: Vec<usize>,
    /// The word that these symbols spell.
    pub word: String,
}

//! What is minimised, and its gradient with respect to the energies of one word's windows.

use crate::functions::{Fault, Student};
use crate::network::SYMBOLS;
use ndarray::{Array2, ArrayView1};

/// A loss of one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// The cross-entropy along the best path.
    Path,
    /// The free energy of the cross-entropies of all paths.
    Soft,
    /// The best path's energy minus the lowest energies of all windows.
    Perceptron,
    /// The best path's energy alone.
    Energy,
}

impl Loss {
    /// All of them.
    pub const ALL: [Loss; 4] = [Loss::Path, Loss::Soft, Loss::Perceptron, Loss::Energy];

    /// Its name on command lines.
    pub fn name(self) -> &'static str {
        match self {
            Loss::Path => "path",
            Loss::Soft => "soft",
            Loss::Perceptron => "perceptron",
            Loss::Energy => "energy",
        }
    }

    /// The loss of this name.
    pub fn named(name: &str) -> Option<Loss> {
        Loss::ALL.into_iter().find(|loss| loss.name() == name)
    }

    /// The loss of a word, and its gradient. `energies` is L × 27.
    pub fn of(self, student: &Student, energies: &Array2<f64>, targets: &[usize]) -> Result<(f64, Array2<f64>), Fault> {
        match self {
            Loss::Path => {
                let (loss, z) = student.find_path(&student.ce_matrix(energies, targets)?)?;
                Ok((loss, student.path_ce_grad(energies, targets, &z)?))
            }
            Loss::Soft => {
                const BETA: f64 = 1.0;
                let costs = student.ce_matrix(energies, targets)?;
                let loss = student.forward_energy(&costs, BETA)?;
                let shares = student.occupancy(&costs, BETA)?;
                // along any path: onehot − softargmin; the onehot goes, its share comes
                let (_, z) = student.find_path(&costs)?;
                let mut gradient = student.path_ce_grad(energies, targets, &z)?;
                for (l, &t) in z.iter().enumerate() {
                    gradient[[l, targets[t]]] -= 1.0;
                }
                for ((l, t), share) in shares.indexed_iter() {
                    gradient[[l, targets[t]]] += share;
                }
                Ok((loss, gradient))
            }
            Loss::Perceptron => {
                let (best, mut gradient) = along_best_path(student, energies, targets)?;
                let mut lowest = 0.0;
                for (l, row) in energies.rows().into_iter().enumerate() {
                    let k = argmin(row);
                    lowest += row[k];
                    gradient[[l, k]] -= 1.0;
                }
                Ok((best - lowest, gradient))
            }
            Loss::Energy => along_best_path(student, energies, targets),
        }
    }
}

/// The energy of the best path, and the gradient of this energy: 1 where the path is.
fn along_best_path(student: &Student, energies: &Array2<f64>, targets: &[usize]) -> Result<(f64, Array2<f64>), Fault> {
    let (energy, z) = student.find_path(&student.path_matrix(energies, targets)?)?;
    let mut gradient = Array2::zeros((energies.nrows(), SYMBOLS));
    for (l, &t) in z.iter().enumerate() {
        gradient[[l, targets[t]]] = 1.0;
    }
    Ok((energy, gradient))
}

/// The symbol of lowest energy.
pub fn argmin(energies: ArrayView1<'_, f64>) -> usize {
    let lowest = energies.iter().enumerate().min_by(|a, b| a.1.total_cmp(b.1));
    lowest.map_or(0, |(symbol, _)| symbol)
}

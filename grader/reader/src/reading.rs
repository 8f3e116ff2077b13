//! Reading words with a trained network, and how well it goes.

use crate::functions::{Fault, Student};
use crate::image::{self, Noise};
use crate::loss::argmin;
use crate::network::Network;
use fastrand::Rng;
use ndarray::Array2;
use serde_json::{Value, json};

/// Words of each test.
pub const TESTED: usize = 200;
/// Their shortest and longest.
const LENGTHS: (usize, usize) = (6, 10);
/// From which the words of the tests and their pictures are drawn: the same for everybody.
const SEED: u64 = 20_060_801;

/// What was read in a picture.
#[derive(Debug)]
pub struct Reading {
    /// Of every window, L × 27.
    pub energies: Array2<f64>,
    /// The symbol of lowest energy of every window.
    pub symbols: Vec<usize>,
    /// What they spell.
    pub word: String,
}

/// Reads a picture without knowing what it shows.
pub fn read(student: &Student, network: &Network, image: &Array2<f64>) -> Result<Reading, Fault> {
    let energies = network.forward(&student.windows(image)?).energies;
    let symbols: Vec<usize> = energies.rows().into_iter().map(argmin).collect();
    let word = student.indices_to_str(&symbols)?;
    Ok(Reading { energies, symbols, word })
}

/// Every word of a test with what was read instead or indeed.
pub fn test(student: &Student, network: &Network, noise: Noise) -> Result<Vec<(String, String)>, Fault> {
    let mut rng = Rng::with_seed(SEED);
    let words: Vec<String> = (0..TESTED).map(|_| image::random_word(LENGTHS.0, LENGTHS.1, &mut rng)).collect();
    let each = words.into_iter().map(|word| {
        let image = image::word(&word, noise, &mut rng);
        let reading = read(student, network, &image)?;
        Ok((word, reading.word))
    });
    each.collect()
}

/// The share of words without a mistake.
pub fn accuracy(read: &[(String, String)]) -> f64 {
    read.iter().filter(|(word, read)| word == read).count() as f64 / read.len().max(1) as f64
}

/// A few words of a test, misread ones among them where there are any.
pub fn samples(read: &[(String, String)]) -> Vec<&(String, String)> {
    const SHOWN: usize = 5;
    const MISREAD: usize = 2;
    let (right, wrong): (Vec<_>, Vec<_>) = read.iter().partition(|(word, read)| word == read);
    let good = right.into_iter().take(SHOWN - wrong.len().min(MISREAD));
    good.chain(wrong).take(SHOWN).collect()
}

/// A noisy picture of a word, what is read in it, and the best path of the word itself.
pub fn study(student: &Student, network: &Network, word: &str) -> Result<Value, Fault> {
    let image = image::word(word, Noise::Noisy, &mut Rng::with_seed(SEED));
    let reading = read(student, network, &image)?;
    let targets = student.transform_word(word)?;
    let matrix = student.path_matrix(&reading.energies, &targets)?;
    let (energy, path) = student.find_path(&matrix)?;
    let lowest: Vec<f64> = reading.energies.rows().into_iter().map(|row| row[argmin(row)]).collect();
    let ink = |row: ndarray::ArrayView1<'_, f64>| -> String {
        row.iter().map(|&pixel| if pixel > 0.5 { '#' } else { '.' }).collect()
    };
    let rows = |matrix: &Array2<f64>| matrix.rows().into_iter().map(|row| row.to_vec()).collect::<Vec<_>>();
    Ok(json!({
        "image": image.rows().into_iter().map(ink).collect::<Vec<_>>(),
        "targets": targets,
        "matrix": rows(&matrix),
        "path": path,
        "energy": energy,
        "lowest": lowest,
        "symbols": reading.symbols,
        "word": reading.word,
    }))
}

//! The course of a training: single letters first, then words whose letters nobody has marked.

use crate::functions::{Fault, Student};
use crate::glyphs;
use crate::image::{self, Noise};
use crate::loss::Loss;
use crate::network::{Adam, Network};
use fastrand::Rng;
use ndarray::{Array2, Axis, Slice, concatenate};
use serde_json::json;

/// Steps on single letters, letters per step, and how far a step goes.
const LETTERS: (usize, usize, f64) = (300, 64, 3e-3);
/// The same for words; the rate falls to 0 along a cosine.
const WORDS: (usize, usize, f64) = (1000, 32, 1e-2);
/// The energy loss falls for ever; this is enough to see it.
const ENERGY_STEPS: usize = 300;
/// Letters of the longest word in training. Tests have longer ones.
const LONGEST: usize = 4;
/// Steps between two messages; their losses are averaged.
const REPORTED: usize = 10;
/// Steps at the end whose losses make the final one.
const LAST: usize = 50;

/// How to train.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// What is minimised on words.
    pub loss: Loss,
    /// Without the single letters.
    pub cold: bool,
    /// From which everything random is drawn.
    pub seed: u64,
}

/// A trained network.
#[derive(Debug)]
pub struct Trained {
    /// Its weights.
    pub network: Network,
    /// The mean loss of the last steps, per word.
    pub loss: f64,
    /// The step whose loss was no longer a finite number, if there was one.
    pub broke_off: Option<usize>,
}

/// Trains a network with a student's functions.
pub fn train(student: &Student, plan: Plan) -> Result<Trained, Fault> {
    let mut rng = Rng::with_seed(plan.seed);
    let mut network = Network::random(&mut rng);
    let letters = if plan.cold { 0 } else { LETTERS.0 };
    let words = if plan.loss == Loss::Energy { ENERGY_STEPS } else { WORDS.0 };
    let mut diary = Diary { student, of: letters + words, losses: vec![] };
    let mut adam = Adam::new();
    for _ in 0..letters {
        let (loss, gradient) = letter_step(student, &network, &mut rng)?;
        if !diary.note("single letters", loss) {
            return Ok(diary.broken(network));
        }
        adam.step(&mut network, &gradient, LETTERS.2);
    }
    let mut adam = Adam::new();
    for step in 0..words {
        let (loss, gradient) = word_step(student, &network, plan.loss, &mut rng)?;
        if !diary.note("words", loss) {
            return Ok(diary.broken(network));
        }
        let turn = std::f64::consts::PI * step as f64 / words as f64;
        adam.step(&mut network, &gradient, WORDS.2 * 0.5 * (1.0 + turn.cos()));
    }
    Ok(Trained { network, loss: mean(&diary.losses, LAST), broke_off: None })
}

/// Single letters as one word: window l shows symbol l of the target, so its only path is the diagonal.
fn letter_step(student: &Student, network: &Network, rng: &mut Rng) -> Result<(f64, Vec<f64>), Fault> {
    let count = LETTERS.1;
    let targets: Vec<usize> = (0..count).map(|_| rng.usize(..glyphs::LETTERS)).collect();
    let mut windows = vec![];
    for &letter in &targets {
        windows.push(student.windows(&image::letter(letter, rng))?);
    }
    let windows = stacked(&windows);
    let pass = network.forward(&windows);
    let loss = student.ce_matrix(&pass.energies, &targets)?.diag().sum();
    let diagonal: Vec<usize> = (0..count).collect();
    let gradient = student.path_ce_grad(&pass.energies, &targets, &diagonal)? / count as f64;
    Ok((loss / count as f64, network.backward(&windows, &pass, &gradient)))
}

/// The mean over words of random letters. All windows pass the network at once.
fn word_step(student: &Student, network: &Network, loss: Loss, rng: &mut Rng) -> Result<(f64, Vec<f64>), Fault> {
    let mut windows = vec![];
    let mut targets = vec![];
    for _ in 0..WORDS.1 {
        let word = image::random_word(1, LONGEST, rng);
        windows.push(student.windows(&image::word(&word, Noise::Noisy, rng))?);
        targets.push(student.transform_word(&word)?);
    }
    let inputs = stacked(&windows);
    let pass = network.forward(&inputs);
    let mut gradient = Array2::zeros(pass.energies.raw_dim());
    let mut total = 0.0;
    let mut from = 0;
    for (windows, targets) in windows.iter().zip(&targets) {
        let rows = Slice::from(from..from + windows.nrows());
        let (value, slope) = loss.of(student, &pass.energies.slice_axis(Axis(0), rows).to_owned(), targets)?;
        total += value;
        gradient.slice_axis_mut(Axis(0), rows).assign(&slope);
        from += windows.nrows();
    }
    let count = WORDS.1 as f64;
    Ok((total / count, network.backward(&inputs, &pass, &(gradient / count))))
}

fn stacked(windows: &[Array2<f64>]) -> Array2<f64> {
    let views: Vec<_> = windows.iter().map(|windows| windows.view()).collect();
    concatenate(Axis(0), &views).expect("windows are equally wide, which `Student::windows` checks")
}

/// The losses so far; every few steps a message about them.
struct Diary<'a> {
    student: &'a Student,
    of: usize,
    losses: Vec<f64>,
}

impl Diary<'_> {
    /// Notes the loss of a step. False if there is no going on from it.
    fn note(&mut self, stage: &str, loss: f64) -> bool {
        self.losses.push(loss);
        let step = self.losses.len();
        if step.is_multiple_of(REPORTED) || step == self.of {
            let slowest = self.student.slowest().map(|(function, _)| function);
            let loss = mean(&self.losses, REPORTED);
            self.student.messages().write(&json!({
                "step": step, "of": self.of, "stage": stage, "loss": loss, "slowest": slowest,
            }));
        }
        loss.is_finite()
    }

    fn broken(self, network: Network) -> Trained {
        let loss = self.losses.last().copied().unwrap_or(f64::NAN);
        Trained { network, loss, broke_off: Some(self.losses.len()) }
    }
}

/// The mean of the last few losses.
fn mean(losses: &[f64], last: usize) -> f64 {
    let from = losses.len().saturating_sub(last);
    losses[from..].iter().sum::<f64>() / (losses.len() - from).max(1) as f64
}

//! Random models: numbers for β, the energies and their derivatives, in which every line has a value.

use super::dual::Dual;
use super::expression::{Letter, Range, Value};
use super::outcome::{Energies, Model, Numbers};
use super::task::Task;

/// How many models a line is evaluated in.
pub const ENVIRONMENTS: usize = 12;

const BETAS: [f64; 4] = [2.4, 0.37, 1.73, 0.61];

/// One model.
pub struct Environment {
    pub beta: f64,
    energies: Vec<Dual>,
    probabilities: Vec<Dual>,
    /// The energies of pairs, one row per answer; empty where there is no latent variable.
    pairs: Vec<Vec<Dual>>,
    /// The answers that the letters of the task stand for.
    free: Vec<usize>,
}

impl Environment {
    /// The models of a task, the smallest first.
    pub fn all(task: &Task) -> Vec<Environment> {
        let mut random = fastrand::Rng::with_seed(task.seed);
        let mut all: Vec<_> = (0..ENVIRONMENTS).map(|i| Environment::draw(task, i, &mut random)).collect();
        all.sort_by_key(|environment| environment.energies.len());
        all
    }

    fn draw(task: &Task, i: usize, random: &mut fastrand::Rng) -> Environment {
        let (n, beta) = (2 + i % 4, BETAS[(i + i / 4) % 4]);
        // what is shown of it has two decimals, whichever of the two it is
        let beta = if task.notation().scores() { 1.0 / beta } else { beta };
        let mut draw =
            |n: usize| -> Vec<Dual> { (0..n).map(|_| Dual::exact(normal(random), normal(random))).collect() };
        let mut pairs = vec![];
        let energies = if task.notation().latent() {
            let latents = 2 + i % 3;
            pairs = (0..n).map(|_| draw(latents)).collect();
            let free_energy = |row: &Vec<Dual>| total(row.iter().map(|e| gibbs(*e, beta))).log();
            pairs.iter().map(free_energy).map(|log| log.times(Dual::constant(-1.0 / beta))).collect()
        } else {
            draw(n)
        };
        let partition = total(energies.iter().map(|f: &Dual| gibbs(*f, beta))).inverse();
        let probabilities = energies.iter().map(|f| gibbs(*f, beta).times(partition)).collect();
        let mut free: Vec<usize> = vec![];
        for _ in &task.notation().letters {
            let others: Vec<usize> = (0..n).filter(|k| !free.contains(k)).collect();
            free.push(others[random.usize(..others.len())]);
        }
        Environment { beta, energies, probabilities, pairs, free }
    }

    /// How many values a letter of this range has.
    pub fn size(&self, range: Range) -> usize {
        match range {
            Range::Answers => self.energies.len(),
            Range::Latents => self.pairs.first().map_or(0, Vec::len),
        }
    }

    /// A function's value, where the innermost sum's letter is the last of `bound`; `None` where a letter runs over
    /// something else.
    pub fn look_up(&self, value: Value, bound: &[usize]) -> Option<Dual> {
        let index = |letter| match letter {
            Letter::Free(i) => self.free.get(usize::from(i)).copied(),
            Letter::Bound(distance) => bound.iter().rev().nth(usize::from(distance)).copied(),
        };
        let row = |k| self.pairs.get(index(k)?);
        match value {
            Value::F(k) => self.energies.get(index(k)?).copied(),
            Value::P(k) => self.probabilities.get(index(k)?).copied(),
            Value::E(k, z) => row(k)?.get(index(z)?).copied(),
            Value::Posterior(k, z) => {
                let partition = total(row(k)?.iter().map(|energy| gibbs(*energy, self.beta))).inverse();
                Some(gibbs(*row(k)?.get(index(z)?)?, self.beta).times(partition))
            }
        }
    }

    /// Everything that is needed to compute a line's value by hand.
    pub fn model(&self, task: &Task, derivatives: bool) -> Model {
        let notation = task.notation();
        let sign = if notation.scores() { -1.0 } else { 1.0 };
        let list = |number: fn(&Dual) -> f64| {
            let row = |row: &Vec<Dual>| row.iter().map(|dual| sign * number(dual)).collect();
            if notation.latent() {
                Energies::Pairs(self.pairs.iter().map(row).collect())
            } else {
                Energies::Answers(row(&self.energies))
            }
        };
        let tau = (100.0 / self.beta).round() / 100.0;
        let letters = notation.letters.iter().cloned().zip(self.free.iter().copied()).collect();
        Model {
            beta: notation.knows("b").then_some(self.beta),
            tau: notation.knows("t").then_some(tau),
            gives: if notation.scores() { Numbers::Scores } else { Numbers::Energies },
            energies: list(|e| e.value.value),
            slopes: derivatives.then(|| list(|e| e.slope.value)),
            letters,
        }
    }
}

fn gibbs(energy: Dual, beta: f64) -> Dual {
    energy.times(Dual::constant(-beta)).exp()
}

/// The sum.
pub fn total(terms: impl Iterator<Item = Dual>) -> Dual {
    terms.fold(Dual::constant(0.0), Dual::plus)
}

/// A normal number (Box and Muller), with two decimals, so that what is shown is what was used.
fn normal(random: &mut fastrand::Rng) -> f64 {
    let radius = (-2.0 * (1.0 - random.f64()).ln()).sqrt();
    let x = radius * (std::f64::consts::TAU * random.f64()).cos();
    (100.0 * x).round() / 100.0 + 0.0
}

//! Random models: numbers for β, the energies and their derivatives, in which every line has a value.

use super::expression::{Letter, Range, Value};
use super::outcome::{Energies, Model};
use super::task::Task;

/// How many models a line is evaluated in.
pub const ENVIRONMENTS: usize = 12;

const BETAS: [f64; 4] = [2.4, 0.37, 1.73, 0.61];

/// A number and its derivative by W.
#[derive(Clone, Copy, Debug)]
pub struct Dual {
    pub value: f64,
    pub slope: f64,
}

impl Dual {
    pub fn constant(value: f64) -> Dual {
        Dual { value, slope: 0.0 }
    }

    /// A function of it, from the function's value and derivative.
    pub fn map(self, value: f64, derivative: f64) -> Dual {
        Dual { value, slope: derivative * self.slope }
    }

    pub fn plus(self, other: Dual) -> Dual {
        Dual { value: self.value + other.value, slope: self.slope + other.slope }
    }

    pub fn times(self, other: Dual) -> Dual {
        let slope = self.slope * other.value + self.value * other.slope;
        Dual { value: self.value * other.value, slope }
    }

    pub fn exp(self) -> Dual {
        self.map(self.value.exp(), self.value.exp())
    }

    pub fn log(self) -> Dual {
        self.map(self.value.ln(), 1.0 / self.value)
    }

    pub fn inverse(self) -> Dual {
        self.map(1.0 / self.value, -1.0 / (self.value * self.value))
    }
}

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
        let mut draw =
            |n: usize| -> Vec<Dual> { (0..n).map(|_| Dual { value: normal(random), slope: normal(random) }).collect() };
        let mut pairs = vec![];
        let energies = if task.latent() {
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
        for _ in task.letters {
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

    /// A function's value, where the innermost sum's letter is the last of `bound`.
    pub fn look_up(&self, value: Value, bound: &[usize]) -> Dual {
        let index = |letter| match letter {
            Letter::Free(i) => self.free[usize::from(i)],
            Letter::Bound(distance) => bound[bound.len() - 1 - usize::from(distance)],
        };
        match value {
            Value::F(k) => self.energies[index(k)],
            Value::P(k) => self.probabilities[index(k)],
            Value::E(k, z) => self.pairs[index(k)][index(z)],
        }
    }

    /// Everything that is needed to compute a line's value by hand.
    pub fn model(&self, task: &Task, derivatives: bool) -> Model {
        let list = |number: fn(&Dual) -> f64| {
            if task.latent() {
                Energies::Pairs(self.pairs.iter().map(|row| row.iter().map(number).collect()).collect())
            } else {
                Energies::Answers(self.energies.iter().map(number).collect())
            }
        };
        Model {
            beta: task.knows("b").then_some(self.beta),
            energies: list(|e| e.value),
            slopes: derivatives.then(|| list(|e| e.slope)),
            letters: task.letters.iter().map(|letter| (*letter).to_owned()).zip(self.free.iter().copied()).collect(),
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

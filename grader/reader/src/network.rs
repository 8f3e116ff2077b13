//! The network that gives one window the energies of all symbols, and what makes it learn.

use crate::glyphs;
use crate::image;
use fastrand::Rng;
use ndarray::{Array2, ArrayView1, ArrayView2, Axis};

/// What a window shows: all rows of as many columns as a letter has.
pub const INPUTS: usize = image::ROWS * glyphs::SIZE;
/// Units between input and output.
const HIDDEN: usize = 64;
/// The letters and the separator.
pub const SYMBOLS: usize = glyphs::LETTERS + 1;
/// Weights and biases of both layers.
pub const PARAMETERS: usize = INPUTS * HIDDEN + HIDDEN + HIDDEN * SYMBOLS + SYMBOLS;

/// Two layers with a ReLU between them; all parameters in one list.
#[derive(Clone, Debug, PartialEq)]
pub struct Network {
    parameters: Vec<f64>,
}

/// What the way back needs of the way there.
#[derive(Debug)]
pub struct Pass {
    /// N × 27.
    pub energies: Array2<f64>,
    hidden: Array2<f64>,
}

/// The parts of a list of parameters.
struct Layers<'a> {
    first: ArrayView2<'a, f64>,
    first_bias: ArrayView1<'a, f64>,
    second: ArrayView2<'a, f64>,
    second_bias: ArrayView1<'a, f64>,
}

impl Network {
    /// Random weights, no bias.
    pub fn random(rng: &mut Rng) -> Network {
        let mut parameters = vec![0.0; PARAMETERS];
        let (first, rest) = parameters.split_at_mut(INPUTS * HIDDEN);
        for (weights, inputs) in [(first, INPUTS), (&mut rest[HIDDEN..HIDDEN + HIDDEN * SYMBOLS], HIDDEN)] {
            // the variance 2/inputs suits a ReLU
            let deviation = (2.0 / inputs as f64).sqrt();
            weights.iter_mut().for_each(|weight| *weight = deviation * normal(rng));
        }
        Network { parameters }
    }

    /// Takes stored parameters; `None` where they are too many or too few.
    pub fn from_parameters(parameters: Vec<f64>) -> Option<Network> {
        (parameters.len() == PARAMETERS).then_some(Network { parameters })
    }

    /// All weights and biases.
    pub fn parameters(&self) -> &[f64] {
        &self.parameters
    }

    fn layers(&self) -> Layers<'_> {
        let (first, rest) = self.parameters.split_at(INPUTS * HIDDEN);
        let (first_bias, rest) = rest.split_at(HIDDEN);
        let (second, second_bias) = rest.split_at(HIDDEN * SYMBOLS);
        Layers {
            first: matrix(first, HIDDEN),
            first_bias: first_bias.into(),
            second: matrix(second, SYMBOLS),
            second_bias: second_bias.into(),
        }
    }

    /// The energies of N windows, N × 80.
    pub fn forward(&self, windows: &Array2<f64>) -> Pass {
        let layers = self.layers();
        let hidden = (windows.dot(&layers.first) + layers.first_bias).mapv_into(|x| x.max(0.0));
        let energies = hidden.dot(&layers.second) + layers.second_bias;
        Pass { energies, hidden }
    }

    /// The derivative of a loss with respect to all parameters, from that with respect to the energies.
    pub fn backward(&self, windows: &Array2<f64>, pass: &Pass, energies: &Array2<f64>) -> Vec<f64> {
        let mut hidden = energies.dot(&self.layers().second.t());
        hidden.zip_mut_with(&pass.hidden, |gradient, &unit| {
            if unit == 0.0 {
                *gradient = 0.0;
            }
        });
        let mut gradient = Vec::with_capacity(PARAMETERS);
        gradient.extend(windows.t().dot(&hidden));
        gradient.extend(hidden.sum_axis(Axis(0)));
        gradient.extend(pass.hidden.t().dot(energies));
        gradient.extend(energies.sum_axis(Axis(0)));
        gradient
    }
}

/// A standard normal number, after Box and Muller.
fn normal(rng: &mut Rng) -> f64 {
    let radius = (-2.0 * (1.0 - rng.f64()).ln()).sqrt();
    radius * (std::f64::consts::TAU * rng.f64()).cos()
}

/// Rows of `columns` numbers.
fn matrix(numbers: &[f64], columns: usize) -> ArrayView2<'_, f64> {
    let rows = ArrayView1::from(numbers).into_shape_with_order((numbers.len() / columns, columns));
    rows.expect("a layer is a whole number of rows")
}

/// Adam, with its usual constants.
#[derive(Clone, Debug)]
pub struct Adam {
    mean: Vec<f64>,
    square: Vec<f64>,
    steps: i32,
}

impl Adam {
    /// Without any memory.
    pub fn new() -> Adam {
        Adam { mean: vec![0.0; PARAMETERS], square: vec![0.0; PARAMETERS], steps: 0 }
    }

    /// One step down.
    pub fn step(&mut self, network: &mut Network, gradient: &[f64], rate: f64) {
        const MEAN: f64 = 0.9;
        const SQUARE: f64 = 0.999;
        const TINY: f64 = 1e-8;
        self.steps += 1;
        let (of_mean, of_square) = (1.0 - MEAN.powi(self.steps), 1.0 - SQUARE.powi(self.steps));
        let memory = self.mean.iter_mut().zip(&mut self.square);
        for ((parameter, &slope), (mean, square)) in network.parameters.iter_mut().zip(gradient).zip(memory) {
            *mean = MEAN * *mean + (1.0 - MEAN) * slope;
            *square = SQUARE * *square + (1.0 - SQUARE) * slope * slope;
            *parameter -= rate * (*mean / of_mean) / ((*square / of_square).sqrt() + TINY);
        }
    }
}

impl Default for Adam {
    fn default() -> Self {
        Adam::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A loss that is easy to derive: Σ c·E with fixed c.
    fn setting() -> (Network, Array2<f64>, Array2<f64>) {
        let mut rng = Rng::with_seed(3);
        let network = Network::random(&mut rng);
        let windows = Array2::from_shape_simple_fn((7, INPUTS), || rng.f64());
        let weights = Array2::from_shape_simple_fn((7, SYMBOLS), || rng.f64() - 0.5);
        (network, windows, weights)
    }

    #[test]
    fn the_gradient_is_that_of_differences() {
        let (network, windows, weights) = setting();
        let pass = network.forward(&windows);
        let gradient = network.backward(&windows, &pass, &weights);
        assert_eq!(gradient.len(), PARAMETERS);
        let step = 1e-6;
        for i in (0..PARAMETERS).step_by(97) {
            let loss = |move_by: f64| {
                let mut moved = network.clone();
                moved.parameters[i] += move_by;
                (moved.forward(&windows).energies * &weights).sum()
            };
            let difference = (loss(step) - loss(-step)) / (2.0 * step);
            assert!((gradient[i] - difference).abs() < 1e-6, "{i}: {} and {difference}", gradient[i]);
        }
    }

    #[test]
    fn a_step_of_adam_lowers_the_loss() {
        let (mut network, windows, weights) = setting();
        let pass = network.forward(&windows);
        let before = (&pass.energies * &weights).sum();
        let gradient = network.backward(&windows, &pass, &weights);
        Adam::new().step(&mut network, &gradient, 1e-3);
        assert!((network.forward(&windows).energies * &weights).sum() < before);
    }

    #[test]
    fn stored_parameters_make_the_same_network() {
        let (network, ..) = setting();
        assert_eq!(Network::from_parameters(network.parameters().to_vec()), Some(network));
        assert_eq!(Network::from_parameters(vec![0.0; 3]), None);
    }
}

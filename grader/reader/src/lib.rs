//! Trains a small network to read words, with a student's own functions of structured prediction.
//!
//! The pictures, the network, the optimiser and the course of the training are here; what makes it structured
//! prediction is the student's: targets, windows, path matrices, Viterbi, the gradient, the spelling. A program
//! that knows both hands [`run`] the functions.

pub mod functions;
pub mod glyphs;
pub mod image;
pub mod loss;
pub mod messages;
pub mod network;
pub mod reading;
pub mod training;
pub mod watch;

pub use functions::Functions;

use crate::functions::{Fault, Student};
use crate::image::Noise;
use crate::loss::Loss;
use crate::messages::Messages;
use crate::network::Network;
use crate::training::Plan;
use serde_json::{Value, json};
use std::process::ExitCode;
use std::time::Instant;
use wire::{BROKEN, Channel, Hello};

/// From which the first weights and the words of the training are drawn: the same for everybody.
const SEED: u64 = 1;

/// Runs the program on its arguments:
///
/// - `train LOSS warm|cold` trains and tests;
/// - `read WORD` hears the weights of a network as one line, a JSON list, draws the word and reads it.
///
/// It says one JSON object per line: first [`Hello`], then `{"enter": …}` and `{"leave": …}` around the first call of
/// each function and around long ones, `{"step": …, "of": …, "stage": …, "loss": …, "slowest": …}` on the way, and at the end one of
/// `{"trained": …}`, with the weights, `{"read": …}`, `{"fault": …}`. `sources` is the digest of the files that it was
/// built from.
pub fn run(sources: &str, functions: Functions) -> ExitCode {
    functions::note_panics();
    match obey(sources, functions, std::env::args().skip(1).collect()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("reader: {message}");
            ExitCode::from(BROKEN)
        }
    }
}

fn obey(sources: &str, functions: Functions, args: Vec<String>) -> Result<(), String> {
    let usage = "usage: PROGRAM train LOSS warm|cold, or PROGRAM read WORD";
    let mut channel = Channel::open().map_err(|error| format!("nobody listens: {error}"))?;
    channel
        .say(&Hello { sources: sources.to_owned() }.to_line())
        .map_err(|error| format!("nobody listens: {error}"))?;
    let mouth = channel.mouth().map_err(|error| format!("nobody listens: {error}"))?;
    let student = Student::new(functions, Messages::new(mouth));
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let outcome = match args.as_slice() {
        ["train", loss, start] => {
            let plan = Plan { loss: Loss::named(loss).ok_or(usage)?, cold: *start == "cold", seed: SEED };
            train(&student, plan).map(|trained| json!({ "trained": trained }))
        }
        ["read", word] => {
            let weights = channel.hear().map_err(|error| format!("the weights cannot be heard: {error}"))?;
            let network = load(&weights.unwrap_or_default())?;
            reading::study(&student, &network, word).map(|read| json!({ "read": read }))
        }
        _ => return Err(usage.into()),
    };
    student.messages().write(&outcome.unwrap_or_else(|fault: Fault| json!({ "fault": fault.to_json() })));
    Ok(())
}

/// Trains and tests.
fn train(student: &Student, plan: Plan) -> Result<Value, Fault> {
    let start = Instant::now();
    let trained = training::train(student, plan)?;
    let noisy = reading::test(student, &trained.network, Noise::Noisy)?;
    let clean = reading::test(student, &trained.network, Noise::Clean)?;
    Ok(json!({
        "noisy": reading::accuracy(&noisy),
        "clean": reading::accuracy(&clean),
        "loss": trained.loss,
        "broke_off": trained.broke_off,
        "seconds": start.elapsed().as_secs_f64(),
        "samples": reading::samples(&noisy),
        "weights": trained.network.parameters(),
    }))
}

fn load(weights: &str) -> Result<Network, String> {
    let parameters = serde_json::from_str(weights).map_err(|error| format!("the weights are no list: {error}"))?;
    Network::from_parameters(parameters).ok_or_else(|| "the weights are of another network".into())
}

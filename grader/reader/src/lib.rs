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
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;
use wire::BROKEN;

/// From which the first weights and the words of the training are drawn: the same for everybody.
const SEED: u64 = 1;

/// Runs the program on its arguments:
///
/// - `train MESSAGES WEIGHTS LOSS warm|cold` trains, tests, and writes the weights as a JSON list;
/// - `read MESSAGES WEIGHTS WORD` draws a word and reads it.
///
/// `MESSAGES` is appended to, one JSON object per line: `{"enter": …}` and `{"leave": …}` around the first call of
/// each function and around long ones, `{"step": …, "of": …, "stage": …, "loss": …, "slowest": …}` on the way, and at the end one of
/// `{"trained": …}`, `{"read": …}`, `{"fault": …}`.
pub fn run(functions: Functions) -> ExitCode {
    functions::note_panics();
    match obey(functions, std::env::args_os().skip(1).collect()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("reader: {message}");
            ExitCode::from(BROKEN)
        }
    }
}

fn obey(functions: Functions, args: Vec<OsString>) -> Result<(), String> {
    let usage = || "usage: PROGRAM train MESSAGES WEIGHTS LOSS warm|cold, or PROGRAM read MESSAGES WEIGHTS WORD";
    let mut args = args.into_iter();
    let mut next = || args.next().ok_or_else(usage);
    let (mode, messages, weights) = (next()?, PathBuf::from(next()?), PathBuf::from(next()?));
    let (what, how) = (next()?.into_string().map_err(|_| usage())?, args.next());
    let student = Student::new(functions, Messages::open(&messages)?);
    let outcome = match mode.to_str() {
        Some("train") => {
            let loss = Loss::named(&what).ok_or_else(usage)?;
            let plan = Plan { loss, cold: how.is_some_and(|how| how == "cold"), seed: SEED };
            train(&student, plan, &weights)?.map(|trained| json!({ "trained": trained }))
        }
        Some("read") => {
            let network = load(&weights)?;
            reading::study(&student, &network, &what).map(|read| json!({ "read": read }))
        }
        _ => return Err(usage().into()),
    };
    student.messages().write(&outcome.unwrap_or_else(|fault: Fault| json!({ "fault": fault.to_json() })));
    Ok(())
}

/// Trains and tests; the outer error is not the student's.
fn train(student: &Student, plan: Plan, weights: &Path) -> Result<Result<Value, Fault>, String> {
    let start = Instant::now();
    let tested = training::train(student, plan).and_then(|trained| {
        let noisy = reading::test(student, &trained.network, Noise::Noisy)?;
        let clean = reading::test(student, &trained.network, Noise::Clean)?;
        Ok((trained, noisy, clean))
    });
    let (trained, noisy, clean) = match tested {
        Ok(tested) => tested,
        Err(fault) => return Ok(Err(fault)),
    };
    let text = json!(trained.network.parameters()).to_string();
    fs::write(weights, text).map_err(|error| format!("cannot write the weights: {error}"))?;
    Ok(Ok(json!({
        "noisy": reading::accuracy(&noisy),
        "clean": reading::accuracy(&clean),
        "loss": trained.loss,
        "broke_off": trained.broke_off,
        "seconds": start.elapsed().as_secs_f64(),
        "samples": reading::samples(&noisy),
    })))
}

fn load(weights: &Path) -> Result<Network, String> {
    let text = fs::read_to_string(weights).map_err(|error| format!("cannot read the weights: {error}"))?;
    let parameters = serde_json::from_str(&text).map_err(|error| format!("the weights are no list: {error}"))?;
    Network::from_parameters(parameters).ok_or_else(|| "the weights are of another network".into())
}

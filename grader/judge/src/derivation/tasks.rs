//! The tasks of the course, for tests.

use super::Task;
use crate::course::{Exercise, Written};
use std::path::Path;
use std::sync::LazyLock;

/// The derivation of that name, as the fixtures state it.
fn task(exercise: &str, name: &str) -> Task {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let exercise = Exercise::load(&root, exercise).expect("an exercise");
    let found = exercise.written.into_iter().find_map(|written| match written {
        Written::Derivation(derivation) if derivation.name == name => Some(derivation.task),
        _ => None,
    });
    found.expect("a derivation")
}

pub static NLL: LazyLock<Task> = LazyLock::new(|| task("nll", "derivation_loss"));
pub static NLL_GRAD: LazyLock<Task> = LazyLock::new(|| task("nll", "derivation_gradient"));
pub static LOG_GRAD: LazyLock<Task> = LazyLock::new(|| task("contrastive", "derivation_log_loss"));
pub static FREE_ENERGY: LazyLock<Task> = LazyLock::new(|| task("free_energy", "derivation_marginal"));
pub static POSTERIOR: LazyLock<Task> = LazyLock::new(|| task("free_energy", "derivation_posterior"));
pub static INFO_NCE: LazyLock<Task> = LazyLock::new(|| task("nce", "derivation_info_nce"));

/// All of them.
pub fn all() -> [&'static Task; 6] {
    [&NLL, &NLL_GRAD, &LOG_GRAD, &FREE_ENERGY, &POSTERIOR, &INFO_NCE]
}

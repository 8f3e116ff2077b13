//! The first run from a clean checkout, and where its seconds go.

use crate::checkout::Checkout;
use crate::lap::Lap;
use crate::table;
use std::fs;

/// The staged workspace, in the clone.
const STAGE: &str = "target/grader/stage/exercises";

/// Measures once: a first run cannot be repeated without all that comes before it.
pub fn run(checkout: &Checkout) {
    table::head("first run, clean checkout, warm registry", ["wall s", "CPU s", "", "target"]);
    let row = |name: &str, lap: Lap, target: &str| table::row(name, lap, String::new(), target);
    let cargo = |folder: &str, args: &[&str]| Lap::of(&mut checkout.cargo(folder, args)).0;
    row("cargo run -q -p grader", cargo("", &["run", "-q", "-p", "grader"]), "<= 60 CPU s");

    // the same steps once more, each by itself and in empty target folders
    let apart = checkout.path("target/apart");
    let apart = apart.to_str().expect("a temporary folder whose path is text");
    row("  the grader's own build", cargo("", &["build", "-q", "-p", "grader", "--target-dir", apart]), "");
    let staged = |packages: &[&str]| {
        let mut args = vec!["build", "-q", "--locked", "--target-dir", apart];
        packages.iter().for_each(|package| args.extend(["-p", package]));
        cargo(STAGE, &args)
    };
    row("  ndarray and the probe", staged(&["probe"]), "");
    let exercises: Vec<&str> = checkout.course.exercises.iter().map(|exercise| exercise.name.as_str()).collect();
    let name = if exercises.len() == 1 { "  1 exercise" } else { &format!("  {} exercises", exercises.len()) };
    row(name, staged(&exercises), "");
    fs::remove_dir_all(checkout.path("target/grader/cache")).expect("the first run remembers its results");
    row("  running and judging", Lap::of(&mut checkout.grader()).0, "");
}

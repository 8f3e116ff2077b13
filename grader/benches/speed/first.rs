//! The first run from a clean checkout, and where its seconds go.

use std::fs;
use stopwatch::checkout::Checkout;
use stopwatch::lap::Lap;
use stopwatch::table;

/// The workspace of what all programs are linked with, in the clone.
const KIT: &str = "target/grader/kit";

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
    let kit = cargo(KIT, &["build", "-q", "--locked", "--profile", "kit", "-p", "kit", "--target-dir", apart]);
    row("  ndarray and the probe", kit, "");
    fs::remove_dir_all(checkout.path("target/grader/cache")).expect("the first run remembers its results");
    let count = checkout.course.exercises.len();
    row(&format!("  {count} exercises: compiled, run, judged"), Lap::of(&mut checkout.grader()).0, "");
}

//! How long a student waits, beside what one would use instead: `cargo bench -p grader`.
//!
//! Whole processes are measured in turn, in a temporary clone of the checkout. It prints medians, and
//! medians of what was measured round by round; ratios hold on a busy machine where seconds do not. Nothing
//! fails for being slow. `cargo bench -p grader -- 3` measures three rounds instead of seven; the grader is
//! always built as students build it, whatever the profile of the benchmark.

mod first;
mod follower;
mod peer;
mod trouble;
mod wait;

use stopwatch::checkout::Checkout;

fn main() {
    // `cargo test --benches` starts this too, and nobody wants to wait for it there
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let rounds = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(7).max(1);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    println!("{}, {}, {cores} cores", run::provenance::TOOLCHAIN, run::provenance::TARGET);
    println!("medians of {rounds} rounds, in turn; CPU is of all processes together, in 0.01 s");
    let checkout = Checkout::clone_here();
    first::run(&checkout);
    checkout.solve();
    wait::run(&checkout, rounds);
    trouble::run(&checkout, rounds);
}

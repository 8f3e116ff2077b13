//! What grading a class costs, beside what one would use instead: `cargo bench -p class`.
//!
//! The instructors' program is built as `cargo class` builds it and run as it is typed, in a temporary clone of the
//! checkout. `cargo bench -p class -- 30` has 30 homeworks instead of 100; `-- 30 class peers` measures these tables
//! alone (`class`, `floor`, `peers`, `growth`). The homeworks and their order are the same in every run; of
//! each line all figures are of one and the same run. CPU seconds and ratios hold on a busy machine where seconds do
//! not. Nothing fails for being slow.
//!
//! `CLASS` is the path of another build of the program, for classes that are worth one:
//!
//! ```text
//! cargo build --profile class -p class && CLASS=$PWD/target/class/class cargo bench -p class
//! ```
//!
//! Peers take part where they are found: `pytest`, `nbgrader` and `otter` in `$PEERS/bin` (a virtual environment), or
//! else on the `PATH`.
//!
//! ```text
//! python3 -m venv /tmp/peers && /tmp/peers/bin/pip install numpy pytest nbgrader otter-grader ipykernel
//! PEERS=/tmp/peers cargo bench -p class
//! ```

mod floor;
mod growth;
mod homework;
mod marks;
mod notebook;
mod peers;
mod place;
mod watch;

use place::Place;

/// Students, unless somebody says.
const USUAL: usize = 100;

fn main() {
    // `cargo test --benches` starts this too, and nobody wants to wait for it there
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let students = words.iter().find_map(|word| word.parse().ok()).unwrap_or(USUAL).max(10);
    let tables: Vec<&String> = words.iter().filter(|word| word.parse::<usize>().is_err()).collect();
    let wanted = |table: &str| tables.is_empty() || tables.iter().any(|word| *word == table);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    println!("{}, {}, {cores} cores", run::provenance::TOOLCHAIN, run::provenance::TARGET);
    println!("{}", place::program().display());
    println!("CPU is of all processes together, in 0.01 s");
    let place = Place::new();
    let each = if wanted("class") { marks::run(&place, students) } else { None };
    if wanted("floor") {
        floor::run(&place, students, each);
    }
    if wanted("peers") {
        peers::run(&place, students);
    }
    if wanted("growth") {
        growth::run(&place, students);
    }
}

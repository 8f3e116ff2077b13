//! Does a submission cost the same, however many there are? Small ones, many of them equal: what is graded stays the
//! same, and everything else grows: what is read, planned, noted, put together, written and counted.

use crate::homework::Author;
use crate::marks::graded;
use crate::place::Place;
use std::path::{Path, PathBuf};
use std::process::Command;
use stopwatch::lap::Lap;
use stopwatch::table;

/// The exercise of which they are.
const EXERCISE: &str = "gibbs";
/// So many are different.
const DIFFERENT: usize = 20;
/// Each class is so many times the one before.
const TIMES: usize = 10;
/// So many classes.
const SIZES: u32 = 3;

/// Grades ever larger classes, and reads them in every way.
pub fn run(place: &Place, students: usize) {
    let author = Author::of(&place.checkout, &[EXERCISE]);
    let sizes: Vec<usize> = (0..SIZES).map(|power| students * TIMES.pow(power)).collect();
    let steps: Vec<Vec<Lap>> = sizes.iter().map(|&size| steps(place, &author, size, DIFFERENT.min(students))).collect();
    let [small, middle, large] = [&sizes[0], &sizes[1], &sizes[2]].map(|size| format!("{size} at"));
    table::head(
        "CPU ms a submission, of so many",
        [small, middle, large, "growth".into()].each_ref().map(String::as_str),
    );
    let mut sums = vec![0.0; sizes.len()];
    for (index, name) in NAMES.iter().enumerate() {
        let cpu: Option<Vec<f64>> = steps.iter().map(|laps| laps[index].cpu).collect();
        let Some(cpu) = cpu else { continue };
        sums.iter_mut().zip(&cpu).for_each(|(sum, cpu)| *sum += cpu);
        line(name, &sizes, &cpu);
    }
    line("all of it", &sizes, &sums);
    println!("growth: of what one more costs between the two larger classes, by what it costs");
    println!("between the two smaller ones: a start that all pay once is in neither (target 1)");
}

/// What is measured of a class.
const NAMES: [&str; 8] = [
    "grade, all of them new",
    "grade, all of them known",
    "status",
    "export csv",
    "export checks",
    "export json",
    "stats",
    "export similarity",
];

/// What each of these takes for a class of this size.
fn steps(place: &Place, author: &Author, size: usize, different: usize) -> Vec<Lap> {
    let (handed_in, book) = (format!("grown/{size}"), format!("gradebook/grown-{size}"));
    for number in 0..size {
        author.write(number % different, &place.checkout.path(&handed_in).join((1_000_000 + number).to_string()));
    }
    place.keep_seed(&book, crate::place::SMALL);
    let grade = || place.grade(&handed_in, crate::place::SMALL, &book, &[]);
    let read = |words: &[&str]| {
        let mut command = place.class(words);
        command.args(["--gradebook", &book]);
        command
    };
    let similar: PathBuf = place.checkout.path(&format!("grown/similar-{size}"));
    let similar = text(&similar);
    let lap = |mut command: Command| Lap::of(&mut command);
    let (new, printed) = lap(grade());
    graded(&printed, different);
    let (known, printed) = lap(grade());
    graded(&printed, 0);
    let readings = [
        read(&["status"]),
        read(&["export", "csv"]),
        read(&["export", "checks"]),
        read(&["export", "json"]),
        read(&["stats", "--format", "csv"]),
        read(&["export", "similarity", similar]),
    ];
    [new, known].into_iter().chain(readings.map(|command| lap(command).0)).collect()
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a temporary folder whose path is text")
}

/// One step: for every size, and how it grows.
fn line(name: &str, sizes: &[usize], cpu: &[f64]) {
    let each = |index: usize| 1000.0 * cpu[index] / sizes[index] as f64;
    let more = |index: usize| (cpu[index] - cpu[index - 1]) / (sizes[index] - sizes[index - 1]) as f64;
    let growth = if more(1) > 0.0 { format!("{:.2}", more(2) / more(1)) } else { "-".into() };
    table::line(name, [format!("{:.2}", each(0)), format!("{:.2}", each(1)), format!("{:.2}", each(2)), growth]);
}

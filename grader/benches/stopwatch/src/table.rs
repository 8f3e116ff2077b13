//! Tables of at most 80 columns.

use crate::lap::Lap;

/// The first line of a table.
pub fn head(title: &str, columns: [&str; 4]) {
    println!();
    line(title, columns.map(str::to_owned));
    println!("{}", "-".repeat(80));
}

/// One line: a name, what it took, how it compares, and what was aimed at.
pub fn row(name: &str, lap: Lap, compared: String, target: &str) {
    let cpu = lap.cpu.map_or("-".to_owned(), |cpu| format!("{cpu:.2}"));
    line(name, [format!("{:.3}", lap.wall), cpu, compared, target.to_owned()]);
}

/// One line of five columns.
pub fn line(name: &str, [a, b, c, d]: [String; 4]) {
    println!("{}", format!("{name:<42}{a:>8}{b:>8}{c:>10}{d:>12}").trim_end());
}

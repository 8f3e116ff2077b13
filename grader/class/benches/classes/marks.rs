//! A class of full homeworks: graded, graded again with some of them changed, and graded again with none.

use crate::homework::EXERCISES;
use crate::place::Place;
use crate::watch::{Peak, mebibytes, room, watched};
use std::fs;
use stopwatch::lap::Lap;
use stopwatch::table;

/// Where what was handed in lies in the clone.
const HANDED_IN: &str = "handed-in";
/// The gradebook.
const BOOK: &str = "gradebook/homework";
/// Submissions that change.
const CHANGED: usize = 5;

/// Grades the class three times; returns the CPU seconds of a new submission.
pub fn run(place: &Place, students: usize) -> Option<f64> {
    for number in 0..students {
        hand_in(place, number, number);
    }
    let grade = || {
        let mut command = place.grade(HANDED_IN, "homework", BOOK, &[]);
        watched(&mut command, place.scratch.path())
    };
    let (new, printed, peak) = grade();
    graded(&printed, students * EXERCISES.len());
    let disk = room(&place.checkout.path(BOOK));
    for student in 0..CHANGED {
        hand_in(place, student * students / CHANGED, students + student);
    }
    let (changed, printed, _) = grade();
    graded(&printed, CHANGED * EXERCISES.len());
    let (same, printed, _) = grade();
    graded(&printed, 0);

    let columns = ["wall s", "CPU s", "a minute", "CPU s each"];
    table::head(&format!("{students} homeworks of {} exercises, in the jail", EXERCISES.len()), columns);
    let row = |name: &str, lap: Lap, count: usize| {
        let each = lap.cpu.map_or("-".into(), |cpu| format!("{:.3}", cpu / count as f64));
        table::row(name, lap, format!("{:.0}", count as f64 * 60.0 / lap.wall), &each);
    };
    row("all of them new", new, students);
    row(&format!("{CHANGED} of them new, the others known"), changed, CHANGED);
    row("all of them known", same, students);
    let unchanged = 1000.0 * same.wall / students as f64;
    println!("  so an unchanged submission takes {unchanged:.1} ms (target < 10 ms)");
    told(peak, disk, students);
    new.cpu.map(|cpu| cpu / students as f64)
}

/// What was needed beside time.
fn told(peak: Peak, disk: u64, students: usize) {
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let Peak { biggest, together, scratch } = peak;
    let worker = mebibytes(together) / workers as f64;
    println!("  memory: largest process {:.0} MiB, all {:.0} MiB;", mebibytes(biggest), mebibytes(together));
    println!("  so a worker of {workers} has {worker:.0} MiB (target < 400 MiB)");
    let each = disk as f64 / 1024.0 / students as f64;
    println!(
        "  disk: gradebook {:.0} MiB, {each:.0} KiB a student; at most {:.0} MiB while grading",
        mebibytes(disk),
        mebibytes(scratch)
    );
}

/// A student hands in, in the place of what there was.
fn hand_in(place: &Place, student: usize, homework: usize) {
    let folder = place.checkout.path(HANDED_IN).join(format!("{:05}", 10_000 + student));
    if folder.exists() {
        fs::remove_dir_all(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    }
    place.author.write(homework, &folder);
}

/// Nothing was taken from memory that should not have been.
pub fn graded(printed: &str, exercises: usize) {
    let words: String = printed.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains(&format!(": {exercises} exercises graded")), "not {exercises} exercises graded: {words}");
}

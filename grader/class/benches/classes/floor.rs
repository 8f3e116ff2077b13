//! The floor that no grader of compiled programs comes below, the compiler's front end on the same files; and what the
//! jail adds to a submission.

use crate::homework::{EXERCISES, Fares};
use crate::place::Place;
use run::kit::{Kit, Which};
use run::program::{Member, of_several};
use run::rustc::{self, Call, Makes};
use run::stage::Stage;
use run::submission::StudentFile;
use run::work::Work;
use std::fs;
use std::path::Path;
use std::process::Command;
use stopwatch::lap::{Contender, Lap, Record, in_turn};
use stopwatch::table;

/// The front end reads so many homeworks.
const READ: usize = 20;
/// The jail has one of so many, and four at least.
const JAILED: usize = 10;
/// In so many rounds, in turn with the same work outside of it.
const ROUNDS: usize = 2;

/// Where they lie in the clone.
const FOLDER: &str = "for-the-floor";
/// The gradebook.
const BOOK: &str = "gradebook/floor";

/// Measures both. `each` is the CPU time of a submission, where that was measured.
pub fn run(place: &Place, students: usize, each: Option<f64>) {
    table::head("the same homeworks", ["wall s", "CPU s", "CPU s each", ""]);
    let front = front_end(place, students);
    jail(place, (students / JAILED).max(4));
    if let (Some(each), Some(front)) = (each, front) {
        println!("  a submission costs {:.1} times the front end on its files (target <= 4)", each / front);
    }
}

/// The homework as one crate of modules, up to its metadata: no code is generated, nothing is linked or run.
fn front_end(place: &Place, students: usize) -> Option<f64> {
    let work = Work::open(&place.checkout.path("")).unwrap_or_else(|error| panic!("{error}"));
    let kit = Kit::open(&work, Which::Probe).unwrap_or_else(|error| panic!("{error}"));
    // what does not compile is not read to its end
    let numbers: Vec<usize> = (0..students).filter(|&number| Fares::of(number) != Fares::Broken).collect();
    let numbers: Vec<usize> = numbers.iter().copied().step_by(numbers.len().div_ceil(READ)).collect();
    let [mut front, mut whole] = [vec![], vec![]];
    for number in &numbers {
        let [read, made] = &mut calls_of(place, &work, &kit, *number);
        front.push(Lap::of(read).0);
        whole.push(Lap::of(made).0);
    }
    let front = row(&format!("rustc --emit=metadata, {} of them", front.len()), &front);
    let whole = row("the same with code, and linked as a program", &whole);
    if let (Some(front), Some(whole)) = (front, whole) {
        println!("  rustc and the linker alone cost {:.1} times the front end", whole / front);
    }
    front
}

/// One line of the table; the CPU time of each, where the system tells.
fn row(name: &str, laps: &[Lap]) -> Option<f64> {
    let wall: f64 = laps.iter().map(|lap| lap.wall).sum();
    let cpu = laps.iter().map(|lap| lap.cpu).sum::<Option<f64>>();
    let mean = cpu.map(|cpu| cpu / laps.len() as f64);
    let told = mean.map_or("-".into(), |mean| format!("{mean:.3}"));
    table::row(name, Lap { wall, cpu }, told, "");
    mean
}

/// The compiler's calls for one homework: what only reads it, and what makes the program of it that is graded.
fn calls_of(place: &Place, work: &Work, kit: &Kit, number: usize) -> [Command; 2] {
    let folder = place.checkout.path("target/front-end").join(number.to_string());
    place.author.write(number, &folder.join("written"));
    let files = EXERCISES.map(|name| StudentFile { path: format!("{name}/src/lib.rs"), text: text(&folder, name) });
    let stage = Stage::new(&folder.join("stage"), "homework", &files).unwrap_or_else(|error| panic!("{error}"));
    let modules = EXERCISES.map(|name| format!("#[path = \"{name}/src/lib.rs\"]\npub mod {name};\n"));
    let course = &place.checkout.course;
    let member = |name| Member {
        exercise: course.exercise(name).unwrap_or_else(|error| panic!("{error}")),
        sources: String::new(),
    };
    for (file, text) in [("lib.rs", modules.concat()), ("main.rs", of_several(&EXERCISES.map(member), true))] {
        stage.write(file, &text).unwrap_or_else(|error| panic!("{error}"));
    }
    let call = |file: &str, makes, output: &str, flags: &[&str]| {
        let call = Call {
            toolchain: &work.toolchain,
            stage: &stage,
            file: format!("homework/{file}"),
            makes,
            output: stage.made.join(output).into(),
            externs: vec![],
            flags: flags.iter().map(Into::into).collect(),
        };
        rustc::command(kit, &call)
    };
    [
        call("lib.rs", Makes::Library, "libhomework.rmeta", &["--emit=metadata"]),
        call(
            "main.rs",
            Makes::Program,
            "homework",
            &["-Ccodegen-units=1", "-Cpanic=abort", "-Ctarget-feature=+crt-static"],
        ),
    ]
}

fn text(folder: &Path, exercise: &str) -> String {
    let path = folder.join("written").join(exercise).join("src/lib.rs");
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The same class in the jail and outside, new and known: what is known pays for the start alone.
fn jail(place: &Place, jailed: usize) {
    for number in 0..jailed {
        place.author.write(number, &place.checkout.path(FOLDER).join((1000 + number).to_string()));
    }
    // what the reference replies is known to both after the round for warming up
    let contender = |name: &'static str, new: bool, more: &'static [&'static str]| {
        let prepare = move || {
            if new {
                place.keep_seed(BOOK, "homework")
            }
        };
        Contender::new(name, "", prepare, move || place.grade(FOLDER, "homework", BOOK, more))
    };
    let records = in_turn(
        &[
            contender("in the jail, new", true, &[]),
            contender("in the jail, known", false, &[]),
            contender("--trusted, new", true, &["--trusted"]),
            contender("--trusted, known", false, &["--trusted"]),
        ],
        ROUNDS,
    );
    for record in &records {
        let each = record.lap().cpu.map_or("-".into(), |cpu| format!("{:.3}", cpu / jailed as f64));
        table::row(&format!("{jailed} of them, {}", record.name), record.lap(), each, "");
    }
    let [jailed, known, trusted, start] = &records[..] else { return };
    let between = |one: &Record, other: &Record| Some(one.lap().cpu? - other.lap().cpu?);
    if let (Some(inside), Some(outside)) = (between(jailed, known), between(trusted, start)) {
        println!("  the jail is {:.1} % of a submission (target < 5 %)", 100.0 * (inside - outside) / inside);
    }
    if let Some(trial) = between(known, start) {
        println!("  and {trial:.2} CPU s once, for trying to get out");
    }
}

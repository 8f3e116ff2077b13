//! Mutated texts and messages of students: every reader ends with a result, names what it could not read in clean words,
//! and pays no more than there is. `FUZZ=1000000 cargo test -p run --release --test fuzz` tries more.

use fastrand::Rng;
use judge::answers::{self, Answers};
use judge::course::{Course, Written};
use judge::derivation::{advice, check};
use judge::report::FunctionReport;
use judge::source::{self, StudentFile};
use run::left_out::leave_out;
use std::fmt::Debug;
use std::fs;
use std::path::{Path, PathBuf};
use wire::{Hello, Reply};

/// How many of each kind.
const USUAL: usize = 100_000;
/// A text that grows beyond this is cut.
const LONGEST: usize = 20_000;

fn rounds() -> usize {
    std::env::var("FUZZ").ok().and_then(|text| text.parse().ok()).unwrap_or(USUAL)
}

fn checkout() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the checkout")
}

/// Texts of the reference and of stored submissions whose names end like this.
fn seeds(ending: &str) -> Vec<String> {
    let mut found = vec![];
    let mut folders = vec![checkout().join("solutions"), checkout().join("fixtures/submissions")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                found.push((path.clone(), fs::read_to_string(path).expect("a text")));
            }
        }
    }
    // folders are listed in any order
    found.sort();
    found.into_iter().map(|(_, text)| text).collect()
}

/// Pieces that readers stumble over.
const SPICE: [&str; 24] = [
    "\u{feff}",
    "\r",
    "\t",
    "\0",
    "\u{1b}[31m",
    "\u{202e}",
    "é",
    "∑",
    "\"\"\"",
    "'''",
    "[[",
    "]]",
    "((((((((",
    "))))))))",
    "^^",
    "=",
    "= =",
    "\\",
    "1e999",
    "-0",
    "99999999999999999999",
    "/*",
    "\"",
    "\n\n",
];

/// A text with some changes.
fn mutated(random: &mut Rng, seeds: &[String]) -> String {
    let mut bytes = seeds[random.usize(..seeds.len())].clone().into_bytes();
    for _ in 0..random.usize(1..5) {
        let at = random.usize(..=bytes.len());
        let end = (at + random.usize(..40)).min(bytes.len());
        match random.u8(..8) {
            0 => bytes.truncate(at),
            1 => drop(bytes.drain(at..end)),
            2 => {
                let other = seeds[random.usize(..seeds.len())].as_bytes();
                let from = random.usize(..=other.len());
                let to = (from + random.usize(..200)).min(other.len());
                bytes.splice(at..end, other[from..to].iter().copied());
            }
            3 => {
                // the same again and again: depth
                let piece = bytes[at..end].repeat(random.usize(1..200));
                bytes.splice(at..at, piece);
            }
            4 => bytes.insert(at, random.u8(..)),
            5 => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << random.u8(..8);
                }
            }
            _ => drop(bytes.splice(at..at, SPICE[random.usize(..SPICE.len())].bytes())),
        }
    }
    bytes.truncate(LONGEST);
    String::from_utf8_lossy(&bytes).into_owned()
}

/// What is reported holds no control character: those of the text were cleaned away.
fn clean(round: usize, found: &impl Debug) {
    // Debug writes control characters as escapes, so an escape stands for one
    let text = format!("{found:?}");
    for escape in ["\\u{1b}", "\\0", "\\u{202e}"] {
        assert!(!text.contains(escape), "round {round}: {escape} in {text}");
    }
}

#[test]
fn mutated_answers_are_judged() {
    let course = Course::load(&checkout()).expect("the course");
    let written: Vec<&Written> = course.exercises.iter().flat_map(|exercise| &exercise.written).collect();
    let seeds = seeds("answers.toml");
    let mut random = Rng::with_seed(7);
    let mut given = 0;
    for round in 0..rounds() {
        let answers = Answers::read(Some(&mutated(&mut random, &seeds)));
        // all questions would be the same work again and again
        let one = written[random.usize(..written.len())];
        let entry = FunctionReport::of_written(one, None);
        let report = match one {
            Written::Choice(choice) => answers::choice(choice, &answers, entry),
            Written::Text(text) => answers::text(text, &answers, entry),
            Written::Derivation(_) => continue,
        };
        assert!(report.points <= report.max, "round {round}: {report:?}");
        given += usize::from(report.points > 0);
        clean(round, &report);
        clean(round, &answers.complaint(&[]));
    }
    assert!(given > rounds() / 1000, "{given} answers with points: nothing gets past the door");
}

#[test]
fn mutated_derivations_are_judged() {
    let course = Course::load(&checkout()).expect("the course");
    let tasks = course.exercises.iter().flat_map(|exercise| &exercise.written);
    let tasks: Vec<_> = tasks
        .filter_map(|written| match written {
            Written::Derivation(derivation) => Some(&derivation.task),
            _ => None,
        })
        .collect();
    let seeds: Vec<String> = seeds(".txt");
    let mut random = Rng::with_seed(7);
    let mut accepted = 0;
    for round in 0..rounds() {
        let task = tasks[random.usize(..tasks.len())];
        let text = mutated(&mut random, &seeds);
        let outcome = check(task, &text);
        assert!(outcome.accepted <= outcome.total && outcome.earned.len() <= outcome.required.len(), "round {round}");
        accepted += outcome.accepted;
        clean(round, &outcome.end);
        if round % 100 == 0 {
            clean(round, &advice(task, &text));
        }
    }
    assert!(accepted > rounds() / 1000, "{accepted} steps accepted: nothing gets past the door");
}

#[test]
fn mutated_messages_are_read_or_refused() {
    let seeds: Vec<String> = [
        r#"{"hello":"0123456789abcdef"}"#,
        r#"{"id":7,"value":[1.5,"NaN",[true,"text",null]]}"#,
        r#"{"id":7,"panic":{"message":"index out of bounds","place":{"file":"src/lib.rs","line":3,"column":9}},"seconds":0.5}"#,
        r#"{"id":18446744073709551615,"misfit":"an array of 2 dimensions"}"#,
    ]
    .map(str::to_owned)
    .to_vec();
    let mut random = Rng::with_seed(7);
    let (mut hellos, mut replies) = (0, 0);
    for _ in 0..rounds() {
        let line = mutated(&mut random, &seeds);
        hellos += usize::from(Hello::from_line(line.as_bytes()).is_some());
        replies += usize::from(Reply::from_line(line.as_bytes()).is_some());
    }
    assert!(hellos > 0 && replies > 0 && hellos + replies < rounds(), "{hellos} and {replies}");
}

#[test]
fn mutated_source_is_looked_through() {
    let seeds: Vec<String> = seeds("lib.rs").into_iter().map(|text| text.chars().take(3_000).collect()).collect();
    let mut random = Rng::with_seed(7);
    let mut cut = 0;
    for _ in 0..rounds() {
        let text = mutated(&mut random, &seeds);
        source::calls(&source::code(&text), "gibbs", "log_partition");
        let place = (random.u64(..200), random.u64(..120));
        cut += usize::from(leave_out(&text, &[place]).is_some());
        let files = [StudentFile { path: "src/lib.rs".into(), text }];
        source::line_of(&files, "gibbs");
        source::own_signature(&files, "gibbs");
    }
    assert!(cut > 0, "nothing gets past the door");
}

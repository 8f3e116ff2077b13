//! Mutated lines of a program, answers and derivations: whatever they say, reading ends, and a report can be made of it.
//! `FUZZ=1000000 cargo test -p run --release --test fuzz` tries more.

use fastrand::Rng;
use judge::Standing;
use judge::course::Course;
use judge::number::Value;
use judge::report::State;
use run::contain::Said;
use run::session::without_program;
use run::submission::{Files, StudentFile, Submission};
use std::path::Path;
use wire::{Call, Hello, Outcome, Panic, Place, Reply};

/// Lines that are tried where nobody asks for more.
const LINES: usize = 100_000;
/// Texts that are tried then: each is judged line by line.
const TEXTS: usize = 10_000;

fn asked(usual: usize) -> usize {
    std::env::var("FUZZ").ok().and_then(|number| number.parse().ok()).unwrap_or(usual)
}

/// A few steps away from one of the seeds.
fn mutate(random: &mut Rng, seeds: &[Vec<u8>]) -> Vec<u8> {
    const PIECES: [&[u8]; 14] = [
        b"{",
        b"}",
        b"[[",
        b"\"",
        b"\\u0000",
        b"1e999",
        b"-0",
        b"\"nan\"",
        b"\xff\xfe",
        b"\n",
        b"= ",
        b"(",
        b"sum_",
        b"99999999999999999999",
    ];
    let mut bytes = seeds[random.usize(..seeds.len())].clone();
    for _ in 0..random.usize(1..6) {
        let at = random.usize(..=bytes.len());
        match random.u8(..6) {
            0 => bytes.truncate(at),
            1 => bytes.insert(at, random.u8(..)),
            2 => drop(bytes.splice(at..at, PIECES[random.usize(..PIECES.len())].iter().copied())),
            3 => {
                let end = (at + random.usize(..20)).min(bytes.len());
                bytes.drain(at..end);
            }
            4 => {
                let other = &seeds[random.usize(..seeds.len())];
                let from = random.usize(..=other.len());
                let end = (from + random.usize(..40)).min(other.len());
                bytes.splice(at..at, other[from..end].iter().copied());
            }
            _ => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << random.u8(..8);
                }
            }
        }
    }
    bytes
}

#[test]
fn every_line_of_a_program_is_a_message_or_none() {
    let value: serde_json::Value = serde_json::json!([[1.5, "nan"], ["-inf", -0.0], [[], [true, null]]]);
    let place = Place { file: "gibbs/src/lib.rs".into(), line: 7 };
    let panic = Panic { message: "index out of bounds".into(), place: Some(place.clone()), trace: vec![place] };
    let reply = |outcome| Reply { id: 9, outcome, seconds: Some(0.5) }.to_line().into_bytes();
    let mut seeds = vec![
        Hello { sources: "ab12".into() }.to_line().into_bytes(),
        Call { id: 3, function: "gibbs".into(), args: vec![value.clone()] }.to_line().into_bytes(),
        Said::Failed("no room".into()).to_line("ab12").into_bytes(),
        format!("{}1{}", "[".repeat(3_000), "]".repeat(3_000)).into_bytes(),
    ];
    seeds.extend([Outcome::Value(value), Outcome::Panic(panic), Outcome::Misfit("argument".into())].map(reply));
    let mut random = Rng::with_seed(20_061);
    for _ in 0..asked(LINES) {
        let line = mutate(&mut random, &seeds);
        let _ = (Hello::from_line(&line), Said::from_line(&line, "ab12"));
        if let Ok(text) = std::str::from_utf8(&line) {
            let _ = Call::from_line(text);
        }
        if let Some(Reply { outcome: Outcome::Value(value), .. }) = Reply::from_line(&line)
            && let Some(value) = Value::from_json(&value)
        {
            // what is read can be written and read again
            assert_eq!(Value::from_json(&value.to_json()).map(|again| again.to_json()), Some(value.to_json()));
        }
    }
}

#[test]
fn of_every_answer_and_derivation_a_report_can_be_made() {
    let checkout = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the checkout");
    let course = Course::load(&checkout).expect("the course");
    let solutions = Submission::open(&checkout.join("solutions")).expect("the reference");
    let mut random = Rng::with_seed(20_061);
    let names = ["nll", "free_energy", "contrastive", "intuition", "lstm"];
    let texts: Vec<(&str, Vec<StudentFile>)> = names
        .into_iter()
        .map(|name| {
            let Files::Present(files) = solutions.files(course.exercise(name).expect("an exercise")) else {
                panic!("no reference of {name}")
            };
            (name, files.into_iter().filter(|file| !file.path.ends_with(".rs")).collect())
        })
        .collect();
    let seeds: Vec<Vec<u8>> =
        texts.iter().flat_map(|(_, files)| files).map(|file| file.text.clone().into_bytes()).collect();
    for _ in 0..asked(TEXTS) {
        let (name, files) = &texts[random.usize(..texts.len())];
        let mut files = files.clone();
        let which = random.usize(..files.len());
        let own = [files[which].text.clone().into_bytes()];
        // mostly a step away from its own text, sometimes from any
        let near = random.u8(..4) > 0;
        let text = mutate(&mut random, if near { &own } else { &seeds });
        files[which].text = String::from_utf8_lossy(&text).into_owned();
        let exercise = course.exercise(name).expect("an exercise");
        let report = without_program(exercise, &files, Standing::Missing, 7);
        assert!(report.points <= report.max && report.state == State::Missing, "{report:?}");
        serde_json::to_string(&report).expect("JSON");
    }
}

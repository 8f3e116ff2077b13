//! Mutated archives: whatever is in them, the reader ends with a reading or a refusal, and stays within its bounds.
//! `FUZZ=1000000 cargo test -p archive --release --test fuzz` tries more.

mod common;

use archive::open_bytes;
use common::{COURSE, Item, LIB, TEXT, craft, item, lib, zip};
use fastrand::Rng;
use judge::course::Exercise;
use run::submission::{Files, Source};
use std::collections::BTreeMap;
use std::path::Path;

const USUAL: usize = 100_000;
/// No text that is read is longer.
const LONGEST: usize = 1 << 20;

/// Honest and strange archives to begin with.
fn seeds() -> Vec<Vec<u8>> {
    let deflated =
        [0x2b, 0x28, 0x4d, 0x52, 0x48, 0xcb, 0x53, 0xc8, 0xcd, 0xcc, 0x4b, 0xd5, 0xd0, 0x54, 0xa8, 0xae, 0xe5, 0x02, 0];
    let size = Some(TEXT.len() as u32);
    let small = Item { method: 8, size, crc: Some(common::crc32(TEXT)), ..item(LIB, deflated) };
    let mut around = craft([lib(), item("nll/src/lib.rs", TEXT)]);
    around.prefix = b"MZ prefix".to_vec();
    around.comment = b"comment".to_vec();
    around.suffix = b"suffix".to_vec();
    let link = Item { mode: 0o120_777, ..item("nll/src/lib.rs", b"/etc/passwd") };
    let bomb = Item { method: 8, size: Some(60_000), crc: Some(0), ..item(LIB, common::bomb(60_000)) };
    vec![
        zip([lib(), item("nll/derivation_loss.txt", b"L = 0"), item("gibbs/src/helper.rs", b"")]),
        zip([small.clone(), item("hw\\x", b"y")]),
        zip([Item { zip64: true, ..lib() }, Item { descriptor: true, ..item("nll/answers.toml", b"[choices]") }]),
        zip([item("hw.zip", zip([small]))]),
        zip([lib(), link, Item { flags: 1, ..item("gibbs/src/b.rs", b"secret") }]),
        zip([bomb]),
        around.bytes(),
    ]
}

fn mutate(random: &mut Rng, seeds: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = seeds[random.usize(..seeds.len())].clone();
    for _ in 0..random.usize(1..6) {
        let at = random.usize(..bytes.len().max(1)).min(bytes.len().saturating_sub(1));
        match random.u8(..9) {
            0 => bytes.truncate(at),
            1 => bytes.insert(at, random.u8(..)),
            2 => {
                let other = &seeds[random.usize(..seeds.len())];
                let from = random.usize(..other.len());
                let end = (from + random.usize(..80)).min(other.len());
                bytes.splice(at..at, other[from..end].iter().copied());
            }
            3 => {
                let end = (at + random.usize(..40)).min(bytes.len());
                bytes.drain(at..end);
            }
            4 => {
                // a number of a header, which is where readers believe too much
                let number = *random.choice(&[0, 1, 0xff, 0xffff, 0x7fff_ffff, 0xffff_ffff, 22, 46]).unwrap_or(&0);
                let wide = if random.bool() { 4 } else { 2 };
                let number = u32::to_le_bytes(number);
                for (byte, new) in bytes.iter_mut().skip(at).zip(&number[..wide]) {
                    *byte = *new;
                }
            }
            5 => bytes.extend(seeds[random.usize(..seeds.len())].iter()),
            _ => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << random.u8(..8);
                }
            }
        }
        if bytes.is_empty() {
            break;
        }
    }
    bytes
}

/// What is read of one exercise: how much, and nothing that has no place there.
fn check(round: usize, source: &dyn Source, exercise: &Exercise) -> usize {
    let reading = source.read(exercise);
    for remark in reading.remarks.iter().map(judge::report::FileRemark::cleaned) {
        assert!(!format!("{remark:?}").chars().any(char::is_control), "round {round}: {remark:?}");
    }
    let Files::Present(files) = &reading.files else { return 0 };
    for file in files {
        let normal =
            |part: &str| !part.is_empty() && part != "." && part != ".." && !part.chars().any(char::is_control);
        assert!(file.path.split('/').all(normal) && !file.path.contains('\\'), "round {round}: {}", file.path);
        assert!(file.text.len() <= LONGEST, "round {round}: {}", file.path);
    }
    assert!(files.iter().any(|file| file.path == "src/lib.rs"), "round {round}");
    files.len()
}

#[test]
fn mutated_archives_are_read_within_bounds_or_refused() {
    let rounds = std::env::var("FUZZ").ok().and_then(|text| text.parse().ok()).unwrap_or(USUAL);
    let exercises = ["gibbs", "nll"].map(|name| COURSE.exercise(name).expect("an exercise"));
    let (seeds, path) = (seeds(), Path::new("upload.zip"));
    let mut random = Rng::with_seed(7);
    let (mut read, mut refused) = (0, BTreeMap::<String, usize>::new());
    for round in 0..rounds {
        match open_bytes(mutate(&mut random, &seeds), path, &COURSE) {
            Ok(opened) => read += exercises.iter().map(|one| check(round, &opened.submission, one)).sum::<usize>(),
            Err(refusal) => {
                let text = refusal.to_string();
                assert!(text.ends_with('.') && !text.chars().any(char::is_control), "round {round}: {text}");
                let kind = format!("{refusal:?}").split(['(', '{', ' ']).next().unwrap_or_default().to_owned();
                *refused.entry(kind).or_insert(0) += 1;
            }
        }
    }
    println!("{rounds} archives, {read} files read, refused: {refused:?}");
    // a fuzz test that never gets past the door tries nothing
    assert!(read > rounds / 20, "{read} files read");
    assert!(refused.len() > 5, "{refused:?}");
}

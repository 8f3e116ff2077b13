//! Archives as real people and real packers make them are read, and nothing differs from a folder.

mod common;

use archive::name::Outcast;
use archive::open;
use common::{COURSE, LIB, TEXT, checkout, craft, item, lib, opened, reading, refused, text, zip};
use judge::report::{FileRemark, Why};
use run::submission::{Files, Source, Submission};
use std::fs;
use std::io::Write;
use std::path::Path;

const MINE: &str = "pub fn mine() {}\n";

fn files(folder: &Path, below: &Path, found: &mut Vec<(String, Vec<u8>)>) {
    let mut entries: Vec<_> = fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files(&path, below, found);
        } else {
            let name = path.strip_prefix(below).expect("below").to_string_lossy().replace('\\', "/");
            found.push((name, fs::read(&path).expect("a file")));
        }
    }
}

#[test]
fn of_a_whole_course_the_same_is_read_as_from_its_folder() {
    let stored = checkout().join("fixtures/submissions/answers_2022");
    let folder = Submission::find(&stored, &COURSE).expect("a submission");
    let mut all = vec![];
    files(&stored, &stored, &mut all);
    let temporary = tempfile::tempdir().expect("a folder");
    let path = temporary.path().join("upload.zip");
    let mut writer = zip::ZipWriter::new(fs::File::create(&path).expect("a file"));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    for (name, bytes) in &all {
        writer.start_file(format!("homework/exercises/{name}"), options).expect("an entry");
        writer.write_all(bytes).expect("bytes");
    }
    writer.finish().expect("an archive");
    let packed = open(&path, &COURSE).expect("an archive");
    assert_eq!(packed.submission.folder, path.join("homework/exercises"));
    let mut present = 0;
    for exercise in &COURSE.exercises {
        let (one, other) = (folder.read(exercise), packed.submission.read(exercise));
        assert_eq!(one, other, "{}", exercise.name);
        present += usize::from(matches!(one.files, Files::Present(_)));
    }
    assert!(present > 5, "{present} exercises");
}

#[test]
fn the_work_is_found_wherever_a_packer_puts_it() {
    for name in [
        "gibbs/src/lib.rs",
        "./gibbs/src/lib.rs",
        "homework/gibbs/src/lib.rs",
        "homework/homework/gibbs/src/lib.rs",
        "checkout/exercises/gibbs/src/lib.rs",
        "gibbs\\src\\lib.rs",
        "Hausaufgabe 4\\exercises\\gibbs\\src\\lib.rs",
        "../exercises/gibbs/src/lib.rs",
        "Gibbs (1)/src/lib.rs",
        "gibbs/lib.rs",
        "gibbs/src/Lib.rs.txt",
    ] {
        assert_eq!(text(zip([item(name, TEXT)])), MINE, "{name}");
    }
    // an archive of one exercise from within has its name alone
    let inside = zip([item("src/lib.rs", TEXT)]);
    let opened = archive::open_bytes(inside.clone(), Path::new("gibbs.zip"), &COURSE).expect("an archive");
    assert!(matches!(opened.submission.read(COURSE.exercise("gibbs").expect("one")).files, Files::Present(_)));
    refused(inside);
}

#[test]
fn a_folder_zipped_twice_over_is_accepted_once() {
    let inner = zip([item("hw/gibbs/src/lib.rs", TEXT)]);
    let twice = zip([item("hw.zip", &inner), item("__MACOSX/._hw.zip", b"\0\x05\x16\x07")]);
    assert_eq!(text(twice.clone()), MINE);
    assert_eq!(text(zip([item("hand in/HW.ZIP", &inner)])), MINE);
    refused(zip([item("again.zip", &twice)]));
    // beside files of its own it is no folder that was zipped again
    assert_eq!(text(zip([lib(), item("old.zip", &inner)])), MINE);
}

#[test]
fn what_systems_and_editors_add_is_passed_over() {
    let beside = [
        "__MACOSX/gibbs/src/._lib.rs",
        "gibbs/src/._lib.rs",
        "gibbs/.DS_Store",
        "gibbs/src/lib.rs~",
        "gibbs/target/debug/lib.rs",
        "Thumbs.db",
        "gibbs/Cargo.toml",
        "gibbs/.cargo/config.toml",
        "gibbs/build.rs",
    ];
    let items = beside.iter().map(|name| item(name, b"\0\xff junk")).chain([lib()]);
    let reading = reading(zip(items));
    assert!(matches!(&reading.files, Files::Present(files) if files.len() == 1), "{reading:?}");
    assert_eq!(reading.remarks, []);
}

#[test]
fn texts_are_read_in_every_encoding_as_from_a_folder() {
    assert_eq!(text(zip([item(LIB, [b"\xef\xbb\xbf", TEXT].concat())])), MINE);
    assert_eq!(text(zip([item(LIB, b"// one\r\npub fn mine() {}\r\n")])), "// one\npub fn mine() {}\n");
    assert_eq!(text(zip([item(LIB, b"")])), "");
}

#[test]
fn names_that_are_not_utf_8_cost_nothing() {
    for folder in [&b"\x9abung"[..], b"\xdcbung", b"\xd0\xb4\xd0\xb7", b"\xc4\xe3\xba\xc3"] {
        let name = [folder, b"/gibbs/src/lib.rs"].concat();
        assert_eq!(text(zip([item(&name, TEXT), item([folder, b"/notes.txt"].concat(), b"")])), MINE, "{folder:?}");
    }
    let reading = reading(zip([lib(), item(b"gibbs/src/caf\xe9.rs", b"")]));
    assert!(matches!(&reading.files, Files::Present(files) if files.len() == 2), "{reading:?}");
}

#[test]
fn every_form_of_the_format_is_read() {
    assert_eq!(text(zip([item(LIB, TEXT).with(|item| item.zip64 = true)])), MINE);
    assert_eq!(text(zip([lib().with(|item| item.descriptor = true), item("b", b"x")])), MINE);
    // packed on DOS, where a file has no mode
    assert_eq!(text(zip([lib().with(|item| (item.system, item.mode) = (0, 0))])), MINE);
    assert_eq!(text(zip([lib().with(|item| item.local_name = Some(b"gibbs/src/abc.rs".to_vec()))])), MINE);
    assert_eq!(text(zip([item("gibbs/", b""), item("gibbs/src\\", b""), lib()])), MINE);
    let mut around = craft([lib()]);
    around.prefix = b"#!/bin/sh\nexec unzip \"$0\"\n".repeat(40);
    around.comment = b"packed with care".to_vec();
    assert_eq!(text(around.bytes()), MINE);
    around.suffix = vec![0; 1000];
    assert_eq!(text(around.bytes()), MINE);
    let deflated = [
        0x2b, 0x28, 0x4d, 0x52, 0x48, 0xcb, 0x53, 0xc8, 0xcd, 0xcc, 0x4b, 0xd5, 0xd0, 0x54, 0xa8, 0xae, 0xe5, 0x02,
        0x00,
    ];
    let mut small = item(LIB, deflated);
    (small.method, small.size, small.crc) = (8, Some(TEXT.len() as u32), Some(common::crc32(TEXT)));
    assert_eq!(text(zip([small])), MINE);
}

#[test]
fn what_leads_out_or_has_no_name_is_not_read_and_costs_nothing() {
    let long = "x/".repeat(3) + &"y".repeat(5_000);
    let deep = "d/".repeat(2_000) + "x";
    let strange: [(&[u8], Outcast); 8] = [
        (b"/gibbs/src/extra.rs", Outcast::Outside),
        (b"C:\\gibbs\\src\\extra.rs", Outcast::Outside),
        (b"gibbs/../../../etc/passwd", Outcast::Outside),
        (b"gibbs/../gibbs/src/extra.rs", Outcast::Outside),
        (b"gibbs/src/a\0b.rs", Outcast::Nameless),
        (b"", Outcast::Nameless),
        (long.as_bytes(), Outcast::Nameless),
        (deep.as_bytes(), Outcast::Nameless),
    ];
    let opened = opened(zip(strange.iter().map(|(name, _)| item(name, b"stray")).chain([lib()])));
    let outcasts: Vec<Outcast> = opened.contents.outcasts.iter().map(|(_, why)| *why).collect();
    assert_eq!(outcasts, strange.map(|(_, why)| why));
    let reading = opened.submission.read(COURSE.exercise("gibbs").expect("one"));
    assert!(matches!(&reading.files, Files::Present(files) if files.len() == 1), "{reading:?}");
    // names of devices are files elsewhere, and not everywhere
    let devices = ["gibbs/src/CON", "gibbs/src/con.rs", "gibbs/src/lib.rs.", "gibbs/src/aux/mod.rs"];
    let reading = common::reading(zip(devices.iter().map(|name| item(name, b"")).chain([lib()])));
    assert!(matches!(&reading.files, Files::Present(files) if files.len() == 1), "{reading:?}");
    let named = |path: &str| FileRemark::not_read(path, Why::Name);
    assert_eq!(reading.remarks, [named("gibbs/src/aux/mod.rs"), named("gibbs/src/con.rs")]);
    // a file stays a file, whatever claims to lie in it
    let clash = zip([lib(), item("gibbs/src/lib.rs/inner.rs", b""), item("gibbs/src/lib.rs/", b"")]);
    assert_eq!(text(clash), MINE);
}

/// Changes an entry.
trait With: Sized {
    fn with<T>(mut self, change: impl FnOnce(&mut Self) -> T) -> Self {
        change(&mut self);
        self
    }
}

impl With for common::Item {}

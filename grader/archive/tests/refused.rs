//! What is wrong with one file costs what uses it; what is wrong with the whole archive is said in a sentence.

mod common;

use archive::{MOST_BYTES, Refusal, open};
use common::{COURSE, Item, LIB, TEXT, bomb, craft, item, lib, reading, refused, text, zip};
use judge::report::{FileKind, FileRemark, Why};
use run::submission::Files;
use std::fs;
use std::path::Path;

const MINE: &str = "pub fn mine() {}\n";

/// Why the main file is not read, while a second exercise beside it is.
fn unread(broken: Item) -> Why {
    let reading = reading(zip([broken, item("nll/src/lib.rs", TEXT)]));
    match reading.files {
        Files::Refused(FileRemark::NotRead { path, why }) => {
            assert_eq!(path, LIB);
            why
        }
        other => panic!("{other:?}"),
    }
}

fn lib_with<T>(change: impl FnOnce(&mut Item) -> T) -> Item {
    let mut item = lib();
    change(&mut item);
    item
}

#[test]
fn links_pipes_and_devices_are_no_files() {
    for (mode, kind) in [
        (0o120_777, FileKind::Link),
        (0o010_644, FileKind::Special),
        (0o020_666, FileKind::Special),
        (0o140_644, FileKind::Special),
        (0o060_660, FileKind::Special),
        (0o040_755, FileKind::Folder),
    ] {
        let link = lib_with(|item| (item.mode, item.data) = (mode, b"/etc/passwd".to_vec()));
        let reading = reading(zip([link, item("nll/src/lib.rs", TEXT), item("gibbs/notes.rs", b"")]));
        let why = Why::Kind { kind };
        assert_eq!(reading.files, Files::Refused(FileRemark::not_read(LIB, why)), "{mode:o}");
    }
    // a link in the place of a folder has nothing below it
    let folder = item("gibbs", b"/home");
    let folder = Item { mode: 0o120_777, ..folder };
    assert!(matches!(reading(zip([folder, lib(), item("nll/src/lib.rs", TEXT)])).files, Files::Missing));
}

#[test]
fn a_file_that_cannot_be_unpacked_costs_what_uses_it() {
    assert_eq!(unread(lib_with(|item| item.flags = 1)), Why::Encrypted);
    assert_eq!(unread(lib_with(|item| (item.flags, item.method) = (1, 99))), Why::Encrypted);
    assert_eq!(unread(lib_with(|item| item.crc = Some(7))), Why::Damaged);
    assert_eq!(unread(lib_with(|item| item.method = 8)), Why::Damaged);
    for method in [1, 6, 9, 12, 14, 93, 95, 98, 4711] {
        assert_eq!(unread(lib_with(|item| item.method = method)), Why::Compression { method }, "{method}");
    }
    // a module is a file like others
    let module = item("gibbs/src/old.rs", b"x");
    let reading = reading(zip([lib(), Item { crc: Some(1), ..module }]));
    assert!(matches!(reading.files, Files::Present(files) if files.len() == 1));
    assert_eq!(reading.remarks, [FileRemark::not_read("gibbs/src/old.rs", Why::Damaged)]);
}

#[test]
fn bombs_and_lies_about_sizes_are_read_no_further_than_a_file_may_be_long() {
    let packed = bomb(2 << 30);
    let bombs = |size: u32| {
        let data = packed.clone();
        lib_with(|item| (item.data, item.method, item.size, item.crc) = (data, 8, Some(size), Some(0)))
    };
    assert_eq!(unread(bombs(2 << 30)), Why::TooLarge { most: 256 });
    assert_eq!(unread(bombs(100)), Why::Damaged);
    assert_eq!(unread(bombs(200 * 1024)), Why::Damaged);
    assert_eq!(unread(lib_with(|item| item.size = Some(5))), Why::Damaged);
    assert_eq!(unread(lib_with(|item| item.size = Some(5_000))), Why::Damaged);
    // a text of which the beginning is read
    let text = item("nll/derivation_loss.txt", packed);
    let text = Item { method: 8, size: Some(2 << 30), crc: Some(0), ..text };
    let opened = common::opened(zip([text, item("nll/src/lib.rs", TEXT)]));
    let reading = run::submission::Source::read(&opened.submission, COURSE.exercise("nll").expect("one"));
    assert!(reading.texts.iter().all(|text| text.text.len() <= 1 << 20), "{:?}", reading.remarks);
}

#[test]
fn one_name_is_one_file() {
    assert_eq!(refused(zip([lib(), lib()])), Refusal::Twice { name: None });
    let twice = Refusal::Twice { name: Some(LIB.into()) };
    for other in ["gibbs\\src\\lib.rs", "./gibbs/src/lib.rs", "gibbs//src/lib.rs", "../gibbs/src/lib.rs"] {
        assert_eq!(refused(zip([lib(), item(other, b"other")])), twice, "{other}");
    }
    let alike = refused(zip([lib(), item("gibbs/src/LIB.rs", b"other")]));
    assert_eq!(alike, Refusal::Alike { one: "gibbs/src/LIB.rs".into(), other: LIB.into() });
    assert!(matches!(refused(zip([lib(), item("Gibbs/src/lib.rs", b"")])), Refusal::Alike { .. }));
    // what nobody reads may be called as it likes
    assert_eq!(text(zip([lib(), item("target/A.rs", b""), item("target/a.rs", b"")])), MINE);
}

#[test]
fn entries_that_share_bytes_are_refused() {
    let mut items: Vec<Item> = (0..50).map(|index| item(format!("gibbs/src/m{index}.rs"), [b' '; 500])).collect();
    for item in &mut items[1..] {
        item.offset = Some(0);
    }
    assert_eq!(refused(zip([lib()].into_iter().chain(items))), Refusal::Overlapping);
}

#[test]
fn crowds_and_masses_are_refused_at_once() {
    let mut many = craft((0..65_000).map(|index| item(format!("{index}"), b"")));
    assert_eq!(refused(many.bytes()), Refusal::TooMany);
    // 200,000 entries, with a lie about their number
    many.items = (0..200_000).map(|index| item(format!("{index}"), b"")).collect();
    many.count = Some(3);
    assert_eq!(refused(many.bytes()), Refusal::Damaged);
    assert_eq!(refused(vec![b'P'; MOST_BYTES as usize + 1]), Refusal::TooLarge);
}

#[test]
fn what_is_no_archive_is_told_by_what_it_is() {
    for (bytes, like) in [
        (&b"\x1f\x8b\x08 and so on"[..], Some("a gzip archive (.gz, .tgz)")),
        (b"7z\xbc\xaf\x27\x1c and so on", Some("a 7-Zip archive")),
        (b"Rar!\x1a\x07\x01", Some("a RAR archive")),
        (b"%PDF-1.7", Some("a PDF")),
        (b"<!DOCTYPE html><title>Log in</title>", Some("a web page")),
        (b"words", None),
    ] {
        assert_eq!(refused(bytes.to_vec()), Refusal::NotZip { like });
    }
    assert_eq!(refused(vec![]), Refusal::Empty);
    assert!(matches!(refused(zip([])), Refusal::Nothing { .. }));
    assert!(matches!(refused(zip([item("report.pdf", b"%PDF")])), Refusal::Nothing { .. }));
}

#[test]
fn an_archive_cut_short_anywhere_is_refused() {
    let whole = zip([lib(), item("nll/src/lib.rs", TEXT)]);
    for length in 1..whole.len() {
        let refusal = refused(whole[..length].to_vec());
        assert!(matches!(refusal, Refusal::Damaged | Refusal::NotZip { like: None }), "{length}: {refusal}");
    }
    let mut lying = craft([lib(), item("b", b"x")]);
    for count in [0, 1, 9] {
        lying.count = Some(count);
        assert!(matches!(refused(lying.bytes()), Refusal::Damaged | Refusal::Nothing { .. }), "{count}");
    }
}

#[test]
fn only_a_regular_file_is_opened() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("upload.zip");
    assert!(matches!(open(&path, &COURSE), Err(Refusal::Closed(Why::System { .. }))));
    fs::write(&path, zip([lib()])).expect("a file");
    assert!(open(&path, &COURSE).is_ok());
    let kind = |path: &Path| match open(path, &COURSE) {
        Err(Refusal::Closed(Why::Kind { kind })) => kind,
        other => panic!("{other:?}"),
    };
    assert_eq!(kind(folder.path()), FileKind::Folder);
    #[cfg(unix)]
    {
        let link = folder.path().join("link.zip");
        std::os::unix::fs::symlink(&path, &link).expect("a link");
        assert_eq!(kind(&link), FileKind::Link);
        assert_eq!(kind(Path::new("/dev/zero")), FileKind::Special);
    }
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), if cfg!(unix) { 2 } else { 1 });
}

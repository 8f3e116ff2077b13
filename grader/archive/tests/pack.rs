//! What is packed is exactly the student's, the same bytes for the same work, and it is read back as it was.

mod common;

use archive::check::check;
use archive::manifest::Manifest;
use archive::pack::{Asked, of_assignment, pack};
use common::{COURSE, checkout, craft, item};
use judge::digest::sha256;
use judge::error::Result;
use run::packing::{FORM, InTheWay, MANIFEST, Packing, in_the_way};
use run::submission::{Packed, Source, Submission};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

const ID: &str = "s1234567";

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder").flatten() {
        let (path, to) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() { copy(&path, &to) } else { fs::copy(&path, &to).map(drop).expect("a copy") }
    }
}

/// A folder with somebody's work, and one to write to.
fn work() -> (tempfile::TempDir, PathBuf, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let (work, out) = (folder.path().join("exercises"), folder.path().join("out"));
    copy(&checkout().join("fixtures/submissions/answers_2022"), &work);
    copy(&checkout().join("fixtures/submissions/stubs/ocr"), &work.join("ocr"));
    fs::create_dir(&out).expect("a folder");
    (folder, work, out)
}

fn packed(work: &Path, output: &Path) -> Result<String> {
    let assignment = COURSE.assignment("homework").expect("an assignment");
    let submission = Submission::find(work, &COURSE)?;
    let packing = Packing::of(&COURSE, &of_assignment(&COURSE, assignment), &submission)?;
    let id = COURSE.id(ID)?;
    pack(&COURSE, &Asked { submission: work, output, assignment, id, digest: &packing.digest })
}

fn checked(path: &Path) -> (String, bool) {
    let checked = check(&COURSE, path, 200).expect("a look");
    (checked.text, checked.in_order)
}

#[test]
fn exactly_the_files_of_the_student_are_packed_as_they_lie_there() {
    let (_folder, work, out) = work();
    let crlf = fs::read_to_string(work.join("gibbs/src/lib.rs")).expect("a file").replace('\n', "\r\n");
    fs::write(work.join("gibbs/src/lib.rs"), format!("\u{feff}{crlf}")).expect("a file");
    fs::write(work.join("nll/src/helper.rs"), "pub fn help() {}\n").expect("a file");
    for other in ["nll/notes.pdf", "nll/src/lib.rs~", "nll/Cargo.toml", "nll/build.rs", "losses/README.md"] {
        fs::write(work.join(other), "not handed in").expect("a file");
    }
    fs::rename(work.join("nll/derivation_loss.txt"), work.join("nll/Derivation-Loss.txt")).expect("renamed");
    let zip = out.join("s1234567_homework.zip");
    let says = packed(&work, &zip).expect("packed");
    let contents = archive::Contents::of(fs::read(&zip).expect("an archive")).expect("an archive");
    let names: Vec<&str> = contents.files().map(|(path, _)| path).collect();
    assert!(says.starts_with(&format!("Packed {} files of yours", names.len() - 1)), "{says}");
    for there in
        [MANIFEST, "gibbs/src/lib.rs", "nll/src/helper.rs", "nll/derivation_loss.txt", "intuition/answers.toml"]
    {
        assert!(names.contains(&there), "{there}: {names:?}");
    }
    let foreign = ["pdf", "~", "toml.", "Cargo", "build.rs", "README", "losses"];
    assert!(!names.iter().any(|name| foreign.iter().any(|of| name.contains(of))), "{names:?}");
    let bytes = contents.read("gibbs/src/lib.rs", 1 << 20).expect("bytes");
    assert_eq!(bytes, fs::read(work.join("gibbs/src/lib.rs")).expect("a file"), "not a byte is another");
    let manifest = Manifest::read(&contents.read(MANIFEST, 1 << 20).expect("bytes")).expect("a manifest");
    assert_eq!((manifest.id.as_str(), manifest.assignment.as_str()), (ID, "homework"));
    let digests: BTreeMap<&str, &str> =
        manifest.files.iter().map(|file| (file.path.as_str(), file.sha256.as_str())).collect();
    assert_eq!(digests["gibbs/src/lib.rs"], sha256(&bytes));
    assert_eq!(
        digests.keys().copied().collect::<Vec<_>>(),
        names.iter().copied().filter(|name| *name != MANIFEST).collect::<Vec<_>>()
    );
    let (text, in_order) = checked(&zip);
    assert!(in_order && text.ends_with("All of it is read, and as it was packed.\n"), "{text}");
    // what is graded of it is what is graded of the folder
    let (folder, packed) = (Submission::find(&work, &COURSE), archive::open(&zip, &COURSE));
    let (folder, packed) = (folder.expect("a folder"), packed.expect("an archive").submission);
    for name in of_assignment(&COURSE, COURSE.assignment("homework").expect("one")) {
        let exercise = COURSE.exercise(name).expect("an exercise");
        assert_eq!(folder.read(exercise).files, packed.read(exercise).files, "{name}");
    }
}

#[test]
fn the_same_work_gives_the_same_bytes_whenever_and_wherever() {
    let (first, second) = (work(), work());
    for (of, time) in [(&first, 1_000_000_000), (&second, 1_700_000_000)] {
        let file = fs::File::options().write(true).open(of.1.join("gibbs/src/lib.rs")).expect("a file");
        file.set_modified(std::time::UNIX_EPOCH + std::time::Duration::from_secs(time)).expect("a time");
    }
    let (one, other) = (first.2.join("s1234567_homework.zip"), second.2.join("another_name.zip"));
    packed(&first.1, &one).expect("packed");
    packed(&second.1, &other).expect("packed");
    assert_eq!(fs::read(&one).expect("bytes"), fs::read(&other).expect("bytes"));
}

#[test]
fn nothing_of_others_is_overwritten_and_ours_is_replaced() {
    let (_folder, work, out) = work();
    let zip = out.join("s1234567_homework.zip");
    let id = COURSE.id(ID).expect("an id");
    assert_eq!(in_the_way(&zip, &id), InTheWay::Nothing);
    for other in [&b"my thesis"[..], b"", &common::zip([item("gibbs/src/lib.rs", "mine")])] {
        fs::write(&zip, other).expect("a file");
        assert_eq!(in_the_way(&zip, &id), InTheWay::Other);
        let error = packed(&work, &zip).expect_err("in the way").to_string();
        assert!(error.contains("is in the way: move it"), "{error}");
        assert_eq!(fs::read(&zip).expect("bytes"), other);
    }
    fs::remove_file(&zip).expect("removed");
    packed(&work, &zip).expect("packed");
    assert_eq!(in_the_way(&zip, &id), InTheWay::Ours);
    assert_eq!(in_the_way(&zip, &COURSE.id("s7654321").expect("an id")), InTheWay::Other);
    let before = fs::read(&zip).expect("bytes");
    fs::write(work.join("gibbs/src/lib.rs"), "// another\n").expect("a file");
    packed(&work, &zip).expect("packed again");
    assert_ne!(fs::read(&zip).expect("bytes"), before);
    assert_eq!(fs::read_dir(&out).expect("a folder").count(), 1);
    #[cfg(unix)]
    {
        let link = out.join("link.zip");
        std::os::unix::fs::symlink(&zip, &link).expect("a link");
        assert_eq!(in_the_way(&link, &id), InTheWay::Other);
    }
}

#[test]
fn what_changed_since_it_was_graded_is_not_packed() {
    let (_folder, work, out) = work();
    let assignment = COURSE.assignment("homework").expect("an assignment");
    let asked =
        |digest| Asked { submission: &work, output: &out, assignment, id: COURSE.id(ID).expect("an id"), digest };
    let zip = out.join("x.zip");
    let error = pack(&COURSE, &Asked { output: &zip, ..asked("0") }).expect_err("another digest").to_string();
    assert!(error.contains("saved while the others were graded: run this again"), "{error}");
    assert!(!zip.exists());
}

/// The archive with one of its files changed, or others added.
fn changed(zip: &Path, change: impl Fn(&str, Vec<u8>) -> Option<Vec<u8>>, more: &[(&str, &[u8])]) -> Vec<u8> {
    let contents = archive::Contents::of(fs::read(zip).expect("an archive")).expect("an archive");
    let kept = contents.files().filter_map(|(path, _)| {
        let bytes = contents.read(path, 1 << 20).expect("bytes");
        Some(item(path, change(path, bytes)?))
    });
    craft(kept.chain(more.iter().map(|(name, bytes)| item(name, bytes)))).bytes()
}

#[test]
fn whatever_is_not_as_it_was_packed_is_told() {
    let (folder, work, out) = work();
    let zip = out.join("s1234567_homework.zip");
    packed(&work, &zip).expect("packed");
    let other = folder.path().join("s1234567_homework.zip");
    let look = |bytes: Vec<u8>| {
        fs::write(&other, bytes).expect("a file");
        checked(&other)
    };
    let same = |_: &str, bytes| Some(bytes);
    assert!(look(changed(&zip, same, &[])).1);
    let edited = |path: &str, bytes: Vec<u8>| Some(if path == "nll/src/lib.rs" { b"// other".to_vec() } else { bytes });
    let (text, in_order) = look(changed(&zip, edited, &[]));
    assert!(!in_order && text.contains("nll/src/lib.rs: changed since it was packed."), "{text}");
    let dropped = |path: &str, bytes| (path != "nll/src/lib.rs").then_some(bytes);
    let (text, in_order) = look(changed(&zip, dropped, &[]));
    assert!(!in_order && text.contains("nll/src/lib.rs: missing or damaged."), "{text}");
    let more: [(&str, &[u8]); 3] = [("notes.pdf", b"%PDF"), ("gibbs/src/more.rs", b""), ("/etc/passwd", b"x")];
    let (text, in_order) = look(changed(&zip, same, &more));
    assert!(!in_order && text.contains("Not read: notes.pdf, which no exercise asks for."), "{text}");
    assert!(text.contains("gibbs/src/more.rs: not in the manifest."), "{text}");
    assert!(text.contains("Not read: /etc/passwd, whose path leads out of the archive."), "{text}");
    let (text, in_order) = look(changed(&zip, |path, bytes| (path != MANIFEST).then_some(bytes), &[]));
    assert!(!in_order && text.contains("There is no manifest"), "{text}");
    assert!(text.contains("gibbs/src/lib.rs"), "{text}");
    let manifest = |from: &'static str, to: &'static str| {
        move |path: &str, bytes: Vec<u8>| {
            let text = String::from_utf8_lossy(&bytes).replace(from, to);
            Some(if path == MANIFEST { text.into_bytes() } else { bytes })
        }
    };
    let (text, _) = look(changed(&zip, manifest("\"homework\"", "\"midterm\""), &[]));
    assert!(text.contains("It should be called s1234567_midterm.zip."), "{text}");
    let (text, _) = look(changed(&zip, manifest("\"homework\"", "\"exam\\u001b[31m\""), &[]));
    assert!(text.contains("This course has no assignment") && !text.contains('\u{1b}'), "{text}");
    let (text, in_order) = look(changed(&zip, manifest("\"fixtures\": \"", "\"fixtures\": \"0"), &[]));
    assert!(in_order && text.contains("Packed with another state of the course"), "{text}");
    let (text, in_order) = look(changed(&zip, |path, bytes| (!path.starts_with("ocr/")).then_some(bytes), &[]));
    assert!(!in_order && text.contains("Nothing of ocr is in it."), "{text}");
    let (text, in_order) = look(changed(&zip, manifest("{", "["), &[]));
    assert!(!in_order && text.contains("There is no manifest"), "{text}");
    // whatever else is there, every line is short
    assert!(text.lines().all(|line| line.chars().count() <= 200), "{text}");
    assert!(FORM.contains(archive::manifest::WORD));
}

/// A file system with no room, where one may be made.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_nothing_half() {
    use std::process::Command;
    let (_folder, work, out) = work();
    let assignment = COURSE.assignment("homework").expect("an assignment");
    let submission = Submission::find(&work, &COURSE).expect("a submission");
    let packing = Packing::of(&COURSE, &of_assignment(&COURSE, assignment), &submission).expect("packing");
    let script = "mount -t tmpfs -o size=4k none \"$1\" || exit 77; shift; \"$@\"; echo \"status $?\"; ls -A \"$OUT\"";
    let program = env!("CARGO_BIN_EXE_archive");
    let zip = out.join("x.zip");
    let ran = Command::new("unshare")
        .args(["-rm", "sh", "-c", script, "sh"])
        .args([out.as_os_str(), program.as_ref(), "pack".as_ref(), checkout().as_os_str(), work.as_os_str()])
        .args([zip.as_os_str(), "homework".as_ref(), ID.as_ref(), packing.digest.as_ref()])
        .env("OUT", &out)
        .output();
    match ran {
        Ok(output) if output.status.success() => {
            let (text, error) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
            assert_eq!(text, "status 2\n", "nothing is left behind: {error}");
            assert!(error.contains("cannot write") && error.contains("free some space"), "{error}");
        }
        _ => println!("left out: no file system of one's own can be mounted here"),
    }
}

use super::find::Asked;
use super::*;
use judge::report::FileKind;
use std::collections::BTreeMap;

fn put(folder: &Path, path: &str, bytes: &[u8]) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
    fs::write(path, bytes).expect("a file");
}

/// `nll` asks for two texts, `gibbs` for none.
fn wanted(exercise: &str) -> Vec<String> {
    let texts: &[&str] = if exercise == "nll" { &["answers.toml", "derivation_loss.txt"] } else { &[] };
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn asked() -> Asked {
    ["gibbs", "nll"].map(|name| (name.to_owned(), wanted(name))).into_iter().collect()
}

fn read(folder: &Path, exercise: &str) -> Reading {
    Submission::find_any(folder, &asked()).expect("a submission").read_named(exercise, &wanted(exercise))
}

/// The files by their paths.
fn contents(reading: &Reading) -> BTreeMap<String, String> {
    match &reading.files {
        Files::Present(files) => files.iter().map(|file| (file.path.clone(), file.text.clone())).collect(),
        other => panic!("{other:?} {:?}", reading.remarks),
    }
}

fn paths(reading: &Reading) -> Vec<String> {
    contents(reading).into_keys().collect()
}

fn not_read(path: &str, why: Why) -> FileRemark {
    FileRemark::not_read(path, why)
}

fn meant(path: &str, wanted: &str) -> FileRemark {
    not_read(path, Why::Meant { wanted: wanted.into() })
}

fn several(path: &str, wanted: &str) -> FileRemark {
    not_read(path, Why::Several { wanted: wanted.into() })
}

fn read_as(found: &str, wanted: &str) -> FileRemark {
    FileRemark::ReadAs { found: found.into(), wanted: wanted.into() }
}

fn absent(path: &str) -> Files {
    Files::Refused(FileRemark::Absent { path: path.into() })
}

#[test]
fn only_rust_files_under_src_belong_to_the_student() {
    let folder = tempfile::tempdir().expect("a folder");
    for path in [
        "gibbs/src/lib.rs",
        "gibbs/src/helper.rs",
        "gibbs/src/helper/deep.rs",
        "gibbs/src/main.rs",
        "gibbs/src/bin/x.rs",
        "gibbs/src/._lib.rs",
        "gibbs/src/.#lib.rs",
        "gibbs/src/lib.rs~",
        "gibbs/src/lib.rs.swp",
        "gibbs/.DS_Store",
        "gibbs/build.rs",
        "gibbs/Cargo.toml",
        "gibbs/.cargo/config.toml",
        "gibbs/src/notes.txt",
        "gibbs/derivation_loss.txt",
        "gibbs/answers.toml",
        "gibbs/target/debug/build/lib.rs",
    ] {
        put(folder.path(), path, b"// text");
    }
    let reading = read(folder.path(), "gibbs");
    assert_eq!(paths(&reading), ["src/helper.rs", "src/helper/deep.rs", "src/lib.rs"]);
    assert_eq!(reading.remarks, []);
    assert_eq!(
        read(folder.path(), "nll"),
        Reading { files: Files::Missing, texts: vec![], remarks: vec![], origins: BTreeMap::new() }
    );
}

#[test]
fn a_main_file_that_cannot_be_graded_is_refused_and_its_words_are_no_reason() {
    let folder = tempfile::tempdir().expect("a folder");
    put(folder.path(), "gibbs/src/lib.rs", &vec![b' '; 300 * 1024]);
    let too_large = not_read("gibbs/src/lib.rs", Why::TooLarge { most: 256 });
    assert_eq!(read(folder.path(), "gibbs").files, Files::Refused(too_large));
    // what it does is the compiler's business
    put(folder.path(), "gibbs/src/lib.rs", b"#![allow(unsafe_code)]");
    let reading = read(folder.path(), "gibbs");
    assert_eq!((paths(&reading), reading.remarks), (vec!["src/lib.rs".to_owned()], vec![]));
}

#[test]
fn a_module_that_cannot_be_read_costs_only_what_uses_it() {
    let folder = tempfile::tempdir().expect("a folder");
    put(folder.path(), "gibbs/src/lib.rs", b"// text");
    put(folder.path(), "gibbs/src/old.rs", b"// sch\xf6n\nfn sch\xf6n() {}");
    put(folder.path(), "gibbs/src/lint.rs", b"#![allow(unsafe_code)]");
    put(folder.path(), "gibbs/src/huge.rs", &vec![b' '; 300 * 1024]);
    put(folder.path(), "gibbs/src/a/b/c/d/e.rs", b"// text");
    put(folder.path(), "gibbs/src/a\n\x1b[31mb.rs", b"// text");
    let reading = read(folder.path(), "gibbs");
    assert_eq!(paths(&reading), ["src/a/b/c/d/e.rs", "src/lib.rs", "src/lint.rs", "src/old.rs"]);
    assert!(contents(&reading)["src/old.rs"].starts_with("\ncompile_error!("));
    let mut closed = vec![
        not_read("gibbs/src/a\n\x1b[31mb.rs", Why::Name),
        not_read("gibbs/src/huge.rs", Why::TooLarge { most: 256 }),
    ];
    assert_eq!(reading.remarks, closed);
    assert_eq!(reading.remarks[0].cleaned().not_read_path(), Some("gibbs/src/a b.rs"));
    for index in 0..40 {
        put(folder.path(), &format!("gibbs/src/m{index:02}.rs"), b"// text");
    }
    let reading = read(folder.path(), "gibbs");
    assert_eq!(paths(&reading).len(), 32);
    assert!(paths(&reading).contains(&"src/lib.rs".to_owned()));
    closed.extend((29..40).map(|index| not_read(&format!("gibbs/src/m{index:02}.rs"), Why::TooMany { most: 32 })));
    closed.push(not_read("gibbs/src/old.rs", Why::TooMany { most: 32 }));
    assert_eq!(reading.remarks, closed);
}

#[test]
fn a_strange_or_endless_text_costs_itself_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    put(folder.path(), "nll/src/lib.rs", b"// text");
    put(folder.path(), "nll/derivation_loss.txt", b"L = \xff");
    put(folder.path(), "nll/answers.toml", &vec![b'#'; 100 * 1024]);
    let reading = read(folder.path(), "nll");
    let contents = contents(&reading);
    assert_eq!(contents["derivation_loss.txt"], "L = \u{fffd}");
    // longer than what is judged of it, so that who judges sees it
    assert_eq!(contents["answers.toml"].len(), 64 * 1024 + 4);
    assert_eq!(reading.texts.len(), 2);
    put(folder.path(), "nll/derivation_loss.txt", &vec![b'\n'; 33 * 1024]);
    let reading = read(folder.path(), "nll");
    assert_eq!(self::contents(&reading)["derivation_loss.txt"].len(), 32 * 1024);
    assert_eq!(reading.remarks, [FileRemark::Cut { path: "nll/derivation_loss.txt".into(), most: 32 }]);
}

#[test]
fn a_text_is_found_where_it_can_only_be_that_one() {
    for (path, name) in [
        ("nll/derivation_loss.txt.txt", "derivation_loss.txt"),
        ("nll/Derivation_loss.txt", "derivation_loss.txt"),
        ("nll/derivation-loss.txt", "derivation_loss.txt"),
        ("nll/derivation_loss.TXT", "derivation_loss.txt"),
        ("nll/src/derivation_loss.txt", "derivation_loss.txt"),
        ("nll/derivation_loss.txt/derivation_loss.txt", "derivation_loss.txt"),
        ("nll/answers.toml.txt", "answers.toml"),
        ("nll/Answers.toml", "answers.toml"),
        ("nll/mine/answers (1).toml", "answers.toml"),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        put(folder.path(), "nll/src/lib.rs", b"// text");
        put(folder.path(), path, b"mine");
        let reading = read(folder.path(), "nll");
        assert_eq!(reading.texts, [StudentFile { path: name.into(), text: "mine".into() }], "{path}");
        assert_eq!(reading.remarks, [read_as(path, &format!("nll/{name}"))]);
    }
}

#[test]
fn of_two_texts_none_is_guessed_and_what_is_in_its_place_counts() {
    let folder = tempfile::tempdir().expect("a folder");
    put(folder.path(), "nll/src/lib.rs", b"// text");
    put(folder.path(), "nll/Derivation_loss.txt", b"one");
    put(folder.path(), "nll/derivation_loss.txt.txt", b"two");
    put(folder.path(), "nll/answers.docx", b"three");
    let reading = read(folder.path(), "nll");
    assert_eq!(reading.texts, []);
    let wanted = "nll/derivation_loss.txt";
    let [one, two] = ["nll/Derivation_loss.txt", "nll/derivation_loss.txt.txt"].map(|path| several(path, wanted));
    assert_eq!(reading.remarks, [one, two, meant("nll/answers.docx", "answers.toml")]);
    put(folder.path(), "nll/derivation_loss.txt", b"stub");
    let reading = read(folder.path(), "nll");
    assert_eq!(reading.texts.len(), 1);
    assert!(reading.remarks.contains(&meant("nll/derivation_loss.txt.txt", "derivation_loss.txt")));
}

#[test]
fn a_main_file_is_found_where_it_can_only_be_that_one() {
    for path in [
        "gibbs/lib.rs",
        "gibbs/src/Lib.rs",
        "gibbs/src/lib.rs.txt",
        "gibbs/src/src/lib.rs",
        "gibbs/gibbs/src/lib.rs",
        "gibbs/src/lib.rs/lib.rs",
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        put(folder.path(), path, b"mod helper;");
        put(folder.path(), "nll/src/lib.rs", b"// text");
        let helper = Path::new(path).with_file_name("helper.rs");
        put(folder.path(), helper.to_str().expect("a path"), b"// helper");
        let reading = read(folder.path(), "gibbs");
        assert_eq!(paths(&reading), ["src/helper.rs", "src/lib.rs"], "{path}");
        assert_eq!(reading.remarks, [read_as(path, "gibbs/src/lib.rs")]);
    }
    let folder = tempfile::tempdir().expect("a folder");
    put(folder.path(), "gibbs/lib.rs", b"// one");
    put(folder.path(), "gibbs/src/Lib.rs", b"// two");
    let reading = read(folder.path(), "gibbs");
    assert_eq!(reading.files, absent("gibbs/src/lib.rs"));
    assert_eq!(reading.remarks, ["gibbs/lib.rs", "gibbs/src/Lib.rs"].map(|path| several(path, "gibbs/src/lib.rs")));
    let folder = tempfile::tempdir().expect("a folder");
    put(folder.path(), "gibbs/src/gibbs.rs", b"// one");
    put(folder.path(), "nll/src/lib.rs", b"// text");
    assert_eq!(read(folder.path(), "gibbs").remarks, [meant("gibbs/src/gibbs.rs", "gibbs/src/lib.rs")]);
}

#[test]
fn a_folder_is_found_where_it_can_only_be_that_one() {
    for (gibbs, nll) in [
        ("exercises/gibbs", "exercises/nll"),
        ("Exercises/gibbs", "Exercises/nll"),
        ("course/exercises/gibbs", "course/exercises/nll"),
        ("work/gibbs", "work/nll"),
        ("a/b/gibbs", "a/b/nll"),
        ("week1/gibbs", "week2/nll"),
        ("Gibbs", "nll"),
        ("gibbs (1)", "NLL"),
        ("exercises/gibbs", "nll"),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        put(folder.path(), &format!("{gibbs}/src/lib.rs"), b"// gibbs");
        put(folder.path(), &format!("{nll}/src/lib.rs"), b"// nll");
        // what a whole checkout and an archive hold beside it
        for path in
            ["solutions/gibbs/src/lib.rs", "fixtures/submissions/stubs/nll/src/lib.rs", "__MACOSX/gibbs/src/lib.rs"]
        {
            put(folder.path(), path, b"// not his");
        }
        for (name, text) in [("gibbs", "// gibbs"), ("nll", "// nll")] {
            assert_eq!(contents(&read(folder.path(), name))["src/lib.rs"], text, "{gibbs} {nll}");
        }
    }
}

#[test]
fn what_lies_beside_untouched_stubs_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    for path in
        ["nll/src/lib.rs", "nll/derivation_loss.txt", "nll/answers.toml", "gibbs/src/lib.rs", "gibbs/src/a/lib.rs"]
    {
        put(folder.path(), path, b"stub");
    }
    for (path, wanted) in [
        ("nll/nll/src/lib.rs", "nll/src/lib.rs"),
        ("nll/src/answers.toml", "answers.toml"),
        ("nll/old/derivation_loss.txt", "derivation_loss.txt"),
        ("exercises/nll/src/lib.rs", "nll"),
    ] {
        put(folder.path(), path, b"mine");
        let named = path.strip_suffix("/src/lib.rs").filter(|_| wanted == "nll").unwrap_or(path);
        assert_eq!(read(folder.path(), "nll").remarks, [meant(named, wanted)], "{path}");
        fs::remove_file(folder.path().join(path)).expect("removed");
    }
    assert_eq!(read(folder.path(), "gibbs").remarks, []);
}

#[test]
fn files_beside_the_exercises_are_named() {
    let folder = tempfile::tempdir().expect("a folder");
    put(folder.path(), "nll/src/lib.rs", b"// text");
    put(folder.path(), "derivation_loss.txt", b"mine");
    put(folder.path(), "Gibbs.rs", b"mine");
    assert_eq!(read(folder.path(), "nll").remarks, [meant("derivation_loss.txt", "nll/derivation_loss.txt")]);
    let reading = read(folder.path(), "gibbs");
    assert_eq!(reading.files, absent("gibbs/src/lib.rs"));
    assert_eq!(reading.remarks, [meant("Gibbs.rs", "gibbs/src/lib.rs")]);
}

#[test]
fn one_exercise_alone_may_be_handed_in() {
    let folder = tempfile::tempdir().expect("a folder");
    put(folder.path(), "gibbs/src/lib.rs", b"// text");
    let submission = Submission::find_any(&folder.path().join("gibbs"), &asked()).expect("a submission");
    assert_eq!(paths(&submission.read_named("gibbs", &[])), ["src/lib.rs"]);
    assert_eq!(submission.main_file("gibbs"), folder.path().join("gibbs/src/lib.rs"));
    assert_eq!(submission.read_named("nll", &[]).files, Files::Missing);
}

#[test]
fn between_two_folders_nothing_is_guessed_and_of_none_it_is_said_what_was_looked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let error = |folder: &Path| Submission::find_any(folder, &asked()).expect_err("an error").to_string();
    assert!(
        error(folder.path()).contains("looked for gibbs/src/lib.rs, nll/src/lib.rs there"),
        "{}",
        error(folder.path())
    );
    put(folder.path(), "solutions/gibbs/src/lib.rs", b"// not his");
    assert!(error(folder.path()).contains("there is no exercise in "));
    put(folder.path(), "anna/gibbs/src/lib.rs", b"// hers");
    put(folder.path(), "ben/gibbs/src/lib.rs", b"// his");
    let said = error(folder.path());
    assert!(said.contains("several folders with exercises") && said.contains("anna") && said.contains("ben"), "{said}");
    // beside another exercise in its place, the exercise itself is undecided
    put(folder.path(), "nll/src/lib.rs", b"// text");
    let reading = read(folder.path(), "gibbs");
    assert_eq!(reading.files, absent("gibbs/src/lib.rs"));
    assert_eq!(reading.remarks, ["anna/gibbs", "ben/gibbs"].map(|path| several(path, "gibbs")));
    put(folder.path(), "gibbs.zip", b"PK");
    assert!(error(&folder.path().join("gibbs.zip")).contains("unpack it first"));
}

#[cfg(unix)]
#[test]
fn links_pipes_and_loops_are_never_opened() {
    use std::os::unix::fs::symlink;
    let outside = tempfile::tempdir().expect("a folder");
    put(outside.path(), "src/lib.rs", b"// secret");
    put(outside.path(), "derivation_loss.txt", b"secret");
    let folder = tempfile::tempdir().expect("a folder");
    let at = |path: &str| folder.path().join(path);
    put(folder.path(), "nll/src/lib.rs", b"// text");
    fs::create_dir_all(at("gibbs/src")).expect("a folder");
    symlink(outside.path().join("src/lib.rs"), at("gibbs/src/lib.rs")).expect("a link");
    symlink(outside.path().join("src/lib.rs"), at("nll/src/helper.rs")).expect("a link");
    symlink(outside.path().join("derivation_loss.txt"), at("nll/derivation_loss.txt")).expect("a link");
    symlink(folder.path(), at("nll/src/loop")).expect("a link");
    symlink(outside.path().join("src"), at("nll/src/inner")).expect("a link");
    rustix::fs::mknodat(
        rustix::fs::CWD,
        at("nll/answers.toml"),
        rustix::fs::FileType::Fifo,
        rustix::fs::Mode::from_raw_mode(0o600),
        0,
    )
    .expect("a pipe");
    let reading = read(folder.path(), "gibbs");
    let of = |path: &str, kind| not_read(path, Why::Kind { kind });
    assert_eq!(reading.files, Files::Refused(of("gibbs/src/lib.rs", FileKind::Link)));
    let reading = read(folder.path(), "nll");
    assert_eq!(paths(&reading), ["src/lib.rs"]);
    for (path, kind) in [
        ("nll/src/helper.rs", FileKind::Link),
        ("nll/derivation_loss.txt", FileKind::Link),
        ("nll/answers.toml", FileKind::Special),
    ] {
        assert!(reading.remarks.contains(&of(path, kind)), "{path}: {:?}", reading.remarks);
    }
    // a link in the place of the folder
    fs::remove_dir_all(at("gibbs")).expect("removed");
    symlink(outside.path(), at("gibbs")).expect("a link");
    assert_eq!(read(folder.path(), "gibbs").files, Files::Missing);
}

#[test]
fn a_crowd_of_files_is_neither_read_nor_waited_for() {
    let folder = tempfile::tempdir().expect("a folder");
    put(folder.path(), "nll/src/lib.rs", b"// text");
    put(folder.path(), "nll/derivation_loss.txt", b"mine");
    put(folder.path(), "nll/src/helper.rs", b"// text");
    for index in 0..super::walk::MOST_ENTRIES + 100 {
        fs::write(folder.path().join(format!("nll/derivation_{index}.txt")), "").expect("a file");
    }
    let reading = read(folder.path(), "nll");
    assert_eq!(paths(&reading), ["derivation_loss.txt", "src/helper.rs", "src/lib.rs"]);
    assert_eq!(reading.remarks.first(), Some(&FileRemark::Crowded { folder: "nll".into(), most: 20_000 }));
}

#[cfg(unix)]
#[test]
fn no_mess_reaches_beyond_its_exercise() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;
    const NAMES: [&[u8]; 24] = [
        b"lib.rs",
        b"Lib.rs",
        b"lib.rs.txt",
        b"helper.rs",
        b"HELPER.rs",
        b"src",
        b"Src",
        b"gibbs",
        b"exercises",
        b"bin",
        b"main.rs",
        b"derivation_loss.txt",
        b"derivation_loss.txt.txt",
        b"answers.toml",
        b"Answers.toml",
        b"._lib.rs",
        b"__MACOSX",
        b"solutions",
        b"caf\xe9.rs",
        b"a\nb.rs",
        b"\x1b[31m.rs",
        b"mod.rs",
        b"lib.rs~",
        b"derivation loss.txt",
    ];
    const TEXTS: [&[u8]; 7] =
        [b"", b"// text", b"\xff\xfet\0e\0", b"let \xe9 = 1;", b"#![allow(unsafe_code)]", b"a\rb\r", b"\0\0\0\0\0"];
    let outside = tempfile::tempdir().expect("a folder");
    put(outside.path(), "gibbs/src/lib.rs", b"secret");
    put(outside.path(), "lib.rs", b"secret");
    let mut random = fastrand::Rng::with_seed(11);
    for round in 0..300 {
        let folder = tempfile::tempdir().expect("a folder");
        let whole = [("src/lib.rs", "// mine"), ("derivation_loss.txt", "L"), ("answers.toml", "[choices]")];
        for (path, text) in whole {
            put(folder.path(), &format!("nll/{path}"), text.as_bytes());
        }
        for _ in 0..random.usize(1..14) {
            let mut path = folder.path().join("gibbs");
            for _ in 0..random.usize(0..5) {
                path.push(OsStr::from_bytes(NAMES[random.usize(0..NAMES.len())]));
            }
            // what is in the way of a folder stays in the way
            let parent = path.parent().expect("a parent");
            let _ = fs::create_dir_all(parent);
            let within = fs::canonicalize(parent).is_ok_and(|parent| parent.starts_with(folder.path()));
            if !within || fs::symlink_metadata(&path).is_ok() {
                continue;
            }
            let _ = match random.usize(0..8) {
                0 => symlink(outside.path(), &path),
                1 => symlink(outside.path().join("lib.rs"), &path),
                2 => symlink(folder.path(), &path),
                3 => fs::create_dir_all(&path),
                4 => rustix::fs::mknodat(
                    rustix::fs::CWD,
                    &path,
                    rustix::fs::FileType::Fifo,
                    rustix::fs::Mode::from_raw_mode(0o600),
                    0,
                )
                .map_err(Into::into),
                _ => fs::write(&path, TEXTS[random.usize(0..TEXTS.len())]),
            };
        }
        let beside = read(folder.path(), "nll");
        let expected: BTreeMap<_, _> = whole.map(|(path, text)| (path.to_owned(), text.to_owned())).into();
        assert_eq!(contents(&beside), expected, "round {round}");
        assert_eq!(beside.remarks, [], "round {round}");
        let reading = read(folder.path(), "gibbs");
        for remark in reading.remarks.iter().map(FileRemark::cleaned) {
            let fields = serde_json::to_value(&remark).expect("JSON");
            let mut words = fields.as_object().expect("fields").values().filter_map(|value| value.as_str());
            assert!(words.all(|word| !word.chars().any(char::is_control)), "{remark:?}");
        }
        let Files::Present(files) = reading.files else { continue };
        for file in &files {
            assert!(!file.text.contains("secret"), "round {round}: {file:?}");
            let normal =
                |part: &str| !part.is_empty() && part != "." && part != ".." && !part.chars().any(char::is_control);
            assert!(file.path.split('/').all(normal) && file.path.len() <= 204, "{file:?}");
            let folder = format!("{}/", file.path);
            assert!(!files.iter().any(|other| other.path.starts_with(&folder)), "{file:?}");
        }
        let all: std::collections::BTreeSet<_> = files.iter().map(|file| &file.path).collect();
        assert_eq!(all.len(), files.len(), "round {round}");
        assert!(files.iter().any(|file| file.path == "src/lib.rs"));
    }
}

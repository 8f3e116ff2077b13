//! Files as people really have them: strange names, places, encodings and crowds cost nothing that can be read.

mod common;

use common::{Workspace, copy, flat, function, losses};
use judge::answers::{Trouble, Unread};
use judge::report::{FileRemark, Remark, Why};
use serde_json::Value as Json;
use std::fs;
use std::process::Command;

const NLL: &str = "exercises/nll";

/// What the report says of an exercise as a whole.
fn remarks(report: &Json, exercise: &str) -> Vec<Remark> {
    let list = report["exercises"].as_array().expect("a list");
    let one = list.iter().find(|one| one["name"] == exercise).expect("the exercise");
    // a list with nothing in it is left out
    one.get("remarks").map_or(vec![], |list| serde_json::from_value(list.clone()).expect("remarks"))
}

fn read_as(found: &str, wanted: &str) -> Remark {
    Remark::File { file: FileRemark::ReadAs { found: found.into(), wanted: wanted.into() } }
}

fn not_read(path: &str, why: Why) -> Remark {
    Remark::File { file: FileRemark::not_read(path, why) }
}

fn whole(report: &Json) {
    assert_eq!(losses(report), Vec::<String>::new(), "{}", report["exercises"][0]["remarks"]);
}

#[test]
fn side_files_and_unused_modules_cost_nothing() {
    let workspace = Workspace::solved(&["gibbs"]);
    let at = |path: &str| workspace.path(&format!("exercises/gibbs/{path}"));
    for (path, bytes) in [
        ("src/._lib.rs", &b"\0\x05\x16\x07\xff\xfe"[..]),
        ("src/.#lib.rs", b"somebody@host"),
        ("src/lib.rs~", b"\xff"),
        ("src/.DS_Store", b"\0\0\0\x01Bud1"),
        ("src/old.rs", b"// sch\xf6n\npub fn \xe4lter() {}\n"),
        ("src/new.rs", b"#![allow(unsafe_code)]\npub fn newer() {}\n"),
    ] {
        fs::write(at(path), bytes).expect("a file");
    }
    let report = workspace.report(&[]);
    whole(&report);
    assert_eq!(remarks(&report, "gibbs"), []);
    // what uses it is told so, in its own place
    let text = workspace.read("exercises/gibbs/src/lib.rs");
    workspace.write("exercises/gibbs/src/lib.rs", &format!("{text}\nmod old;\n"));
    let report = workspace.report(&[]);
    let error = &report["exercises"][0]["errors"][0];
    assert_eq!((&error["file"], &error["line"]), (&"src/old.rs".into(), &2.into()), "{error}");
    assert!(error["message"].as_str().is_some_and(|text| text.contains("save the file as UTF-8")), "{error}");
}

#[test]
fn a_main_file_is_read_in_every_encoding_that_is_beyond_doubt() {
    let workspace = Workspace::solved(&["gibbs"]);
    let path = workspace.path("exercises/gibbs/src/lib.rs");
    let text = workspace.read("exercises/gibbs/src/lib.rs");
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for bytes in [
        [b"\xef\xbb\xbf", text.as_bytes()].concat(),
        [b"\xff\xfe", utf16.as_slice()].concat(),
        text.replace('\n', "\r\n").into_bytes(),
        text.replace('\n', "\r").into_bytes(),
        [text.as_bytes(), b"// sch\xf6n\n"].concat(),
    ] {
        fs::write(&path, &bytes).expect("a file");
        whole(&workspace.report(&[]));
    }
    fs::write(&path, [b"const A: &str = \"sch\xf6n\";\n", text.as_bytes()].concat()).expect("a file");
    let report = workspace.report(&[]);
    let error = &report["exercises"][0]["errors"][0];
    assert_eq!((&error["file"], &error["line"]), (&"src/lib.rs".into(), &1.into()), "{error}");
}

#[test]
fn a_text_under_nearly_its_name_is_read_and_said_so() {
    let workspace = Workspace::solved(&["nll"]);
    let mine = workspace.path(&format!("{NLL}/derivation_loss.txt"));
    for name in ["derivation_loss.txt.txt", "Derivation_loss.txt", "derivation-loss.txt", "src/derivation_loss.TXT"] {
        let there = workspace.path(&format!("{NLL}/{name}"));
        fs::rename(&mine, &there).expect("moved");
        let report = workspace.report(&[]);
        whole(&report);
        assert_eq!(remarks(&report, "nll"), [read_as(&format!("nll/{name}"), "nll/derivation_loss.txt")]);
        let says = format!("nll/{name} was read as nll/derivation_loss.txt: move it there.");
        assert!(flat(&workspace.stdout(&["--seed", "7"])).contains(&says));
        fs::rename(&there, &mine).expect("moved");
    }
    // the stub is in its place, the work beside it: nothing is guessed, and it is named even before anything is begun
    let workspace = Workspace::of(&["nll"]);
    fs::copy(
        workspace.path("solutions/nll/derivation_loss.txt"),
        workspace.path(&format!("{NLL}/derivation_loss.txt.txt")),
    )
    .expect("a copy");
    let shown = workspace.stdout(&["--seed", "7"]);
    assert!(
        flat(&shown).contains("Not read: nll/derivation_loss.txt.txt; did you mean derivation_loss.txt?"),
        "{shown}"
    );
}

#[test]
fn a_broken_answer_costs_itself_and_next_names_its_line() {
    let workspace = Workspace::solved(&["intuition"]);
    let path = "exercises/intuition/answers.toml";
    let text = workspace.read(path);
    let at = text.lines().position(|line| line.starts_with("one_to_many_how = ")).expect("an answer");
    let broken: Vec<String> = text
        .lines()
        .enumerate()
        .map(|(index, line)| if index == at { line.trim_end_matches('"').to_owned() } else { line.to_owned() })
        .collect();
    for (text, lost) in [
        (broken.join("\n"), &["one_to_many_how"][..]),
        (broken.join("\r"), &["one_to_many_how"]),
        (text.replace("one_to_many_how = \"", "one_to_many_how = “"), &[]),
        (text.replace("[choices]\n", ""), &[]),
    ] {
        workspace.write(path, &text);
        let report = workspace.report(&[]);
        let all: Vec<String> = losses(&report);
        let names: Vec<&str> = all.iter().filter_map(|loss| loss.split("::").nth(1)?.split(' ').next()).collect();
        assert_eq!(names, lost);
        for name in lost {
            let check = &function(&report, "intuition", name)["checks"][0];
            assert_eq!((&check["verdict"], &check["fate"]), (&"not_run".into(), &"unread".into()));
            let names = vec!["choices".into(), (*name).to_owned()];
            let unread = Unread { line: at + 1, names, trouble: Trouble::Quote };
            assert_eq!(remarks(&report, "intuition"), [Remark::AnswersUnread { unread }]);
            let shown = workspace.stdout(&["--seed", "7"]);
            assert!(shown.contains("1 unread") && shown.contains(&format!("unread    {name}")), "{shown}");
            assert!(shown.contains(&format!("Next  mend {path}:{}\n", at + 1)), "{shown}");
            let says =
                format!("Line {} of answers.toml cannot be read: a quote is missing. Write `{name} = \"…\"`.", at + 1);
            assert!(flat(&shown).contains(&says), "{shown}");
        }
    }
    // as PowerShell writes it
    let bytes: Vec<u8> = "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    fs::write(workspace.path(path), bytes).expect("a file");
    whole(&workspace.report(&[]));
}

#[test]
fn work_is_found_where_it_was_put() {
    let workspace = Workspace::solved(&["gibbs", "nll"]);
    let handed_in = |name: &str, places: &[(&str, &str)]| {
        for (from, to) in places {
            copy(&workspace.path(&format!("exercises/{from}")), &workspace.path(&format!("{name}/{to}")));
        }
        workspace.report(&["--submission", name])
    };
    whole(&handed_in(
        "checkout",
        &[("", "exercises"), ("nll", "solutions/nll"), ("nll", "fixtures/submissions/stubs/nll")],
    ));
    whole(&handed_in("topped", &[("", "work of Anna/exercises")]));
    whole(&handed_in("moved", &[("gibbs", "Gibbs"), ("nll", "nll/nll")]));
    whole(&handed_in("flat", &[("gibbs/src", "gibbs"), ("nll", "nll")]));
    let report = workspace.report(&["--submission", "flat"]);
    assert_eq!(remarks(&report, "gibbs"), [read_as("gibbs/lib.rs", "gibbs/src/lib.rs")]);
    // the checkout itself is the student's own
    whole(&workspace.report(&["--submission", "."]));
    // one exercise alone
    let report = workspace.report(&["gibbs", "--submission", "exercises/gibbs"]);
    whole(&report);
}

#[test]
fn what_is_nowhere_to_be_found_is_named_and_nothing_is_guessed() {
    let workspace = Workspace::of(&["gibbs", "nll"]);
    fs::create_dir_all(workspace.path("empty/notes")).expect("a folder");
    let error = workspace.error(&["--submission", "empty"]);
    assert!(
        error.contains("there is no exercise in empty: looked for gibbs/src/lib.rs, nll/src/lib.rs there"),
        "{error}"
    );
    assert_eq!(error.trim_end().lines().count(), 1, "{error}");
    for who in ["anna", "ben"] {
        copy(&workspace.path("exercises"), &workspace.path(&format!("class/{who}")));
    }
    let error = workspace.error(&["--submission", "class"]);
    assert!(error.contains("several folders with exercises: class/anna, class/ben: name one of them"), "{error}");
}

#[test]
fn texts_count_although_the_main_file_is_missing() {
    let workspace = Workspace::solved(&["nll"]);
    fs::remove_file(workspace.path(&format!("{NLL}/src/lib.rs"))).expect("removed");
    let report = workspace.report(&[]);
    assert_eq!(report["exercises"][0]["state"], "missing");
    let loss = function(&report, "nll", "derivation_loss");
    assert_eq!(loss["points"], loss["max"]);
    assert!(workspace.stdout(&["--seed", "7"]).contains("14 / 77   the file is missing"));
    assert!(workspace.stdout(&["nll", "--seed", "7"]).contains("right     derivation_loss            6 / 6"));
}

#[cfg(unix)]
#[test]
fn ten_thousand_files_and_a_loop_of_links_change_nothing() {
    let workspace = Workspace::solved(&["nll"]);
    let filler = "x".repeat(4096);
    for index in 0..10_000 {
        fs::write(workspace.path(&format!("{NLL}/derivation_{index}.txt")), &filler).expect("a file");
    }
    std::os::unix::fs::symlink(workspace.path("exercises"), workspace.path(&format!("{NLL}/src/loop")))
        .expect("a link");
    let report = workspace.report(&[]);
    whole(&report);
    // each may be the text that is meant
    let mut says: Vec<Remark> = [0, 1, 10, 100, 1000]
        .map(|index| {
            let wanted = "derivation_loss.txt".into();
            not_read(&format!("nll/derivation_{index}.txt"), Why::Meant { wanted })
        })
        .into();
    says.push(Remark::FilesToo { all: 9_995 });
    assert_eq!(remarks(&report, "nll"), says);
    let shown = workspace.stdout(&["--seed", "7"]);
    assert!(flat(&shown).contains("more such remarks are left out") && shown.len() < 4000, "{shown}");
}

#[cfg(unix)]
#[test]
fn names_of_others_cannot_steer_a_terminal() {
    let workspace = Workspace::solved(&["nll"]);
    for name in ["derivation_\u{1b}[31mloss.txt", "derivation_\u{202e}loss.txt", "derivation_loss\n.txt"] {
        fs::write(workspace.path(&format!("{NLL}/{name}")), "x").expect("a file");
    }
    copy(&workspace.path("exercises"), &workspace.path("mine\u{1b}]0;title\u{7}"));
    for args in [&["--seed", "7"][..], &["--seed", "7", "--submission", "mine\u{1b}]0;title\u{7}"]] {
        let shown = workspace.stdout(args);
        let hostile = |c: char| c.is_control() && c != '\n' || c == '\u{202e}';
        assert!(!shown.contains(hostile), "{shown:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_report_is_written_through_what_is_no_file() {
    let workspace = Workspace::solved(&["gibbs"]);
    let json = |text: &str| serde_json::from_str::<Json>(text).unwrap_or_else(|error| panic!("{error}: {text}"));
    let run = |output: &str| workspace.stdout(&["--format", "json", "--seed", "7", "--output", output]);
    assert_eq!(json(&run("-"))["points"], 100);
    assert_eq!(json(&run("/dev/stdout"))["points"], 100);
    assert_eq!(run("/dev/null"), "");
    std::os::unix::fs::symlink("real.json", workspace.path("link.json")).expect("a link");
    assert!(run("link.json").contains("the report is in link.json"));
    assert!(fs::symlink_metadata(workspace.path("link.json")).expect("a link").is_symlink());
    assert_eq!(json(&workspace.read("real.json"))["points"], 100);
    let pipe = workspace.path("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().expect("mkfifo").success());
    let read = std::thread::spawn({
        let pipe = pipe.clone();
        move || fs::read_to_string(pipe)
    });
    assert_eq!(run("pipe"), "");
    assert_eq!(json(&read.join().expect("a reader").expect("text"))["points"], 100);
    let error = workspace.error(&["--seed", "7", "--output", "/dev/full"]);
    assert!(error.contains("cannot write /dev/full"), "{error}");
}

//! `pack` as people type it: cargo builds what packs, from this checkout.

mod common;

use common::{Workspace, flat};
use std::fs;

const NAME: &str = "s1234567_homework.zip";

fn listed(workspace: &Workspace) -> Vec<String> {
    let entries = fs::read_dir(workspace.root.path()).expect("a folder").flatten();
    let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.retain(|name| name.ends_with(".zip") || name.ends_with(".part"));
    names.sort();
    names
}

#[test]
fn work_is_graded_packed_under_its_name_and_read_back() {
    let workspace = Workspace::solved(&["gibbs", "sampling"]);
    workspace.body("gibbs", "entropy", "todo!()");
    let stub = workspace.read("fixtures/submissions/stubs/sampling/src/lib.rs");
    workspace.write("exercises/sampling/src/lib.rs", &stub);
    let text = workspace.stdout(&["pack", "--id", "s1234567"]);
    assert!(text.contains("A small course: homework") && text.contains("of 100 points"), "{text}");
    assert!(text.contains("Not written yet\n  gibbs     entropy\n  sampling  everything\n"), "{text}");
    let last = text.lines().last().expect("a line");
    assert!(last.starts_with("Packed 2 files of yours and a manifest: s1234567_homework.zip ("), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    assert_eq!(listed(&workspace), [NAME]);
    // again: the same bytes, in the place of the first
    let bytes = fs::read(workspace.path(NAME)).expect("an archive");
    workspace.stdout(&["pack", "--id", "s1234567", "--assignment", "homework"]);
    assert_eq!(fs::read(workspace.path(NAME)).expect("an archive"), bytes);
    let text = workspace.stdout(&["pack", "--check", NAME]);
    assert!(text.starts_with("s1234567_homework.zip: work of s1234567 for `homework`\n"), "{text}");
    assert!(text.ends_with("All of it is read, and as it was packed.\n"), "{text}");
    // damaged on the way
    fs::rename(workspace.path(NAME), workspace.path("upload.zip")).expect("renamed");
    let output = workspace.program(&["pack", "--check", "upload.zip"]).output().expect("a run");
    let text = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(text.contains("It should be called s1234567_homework.zip."), "{text}");
    fs::write(workspace.path("upload.zip"), &bytes[..bytes.len() - 30]).expect("a file");
    let error = flat(&workspace.error(&["pack", "--check", "upload.zip"]));
    assert!(error.contains("is not read, because it is cut short or damaged: pack the folder again"), "{error}");
}

#[test]
fn whoever_asks_wrongly_is_told_in_a_sentence_and_nothing_is_written() {
    let workspace = Workspace::of(&["gibbs"]);
    let course = workspace.read("fixtures/course.toml");
    for (args, says) in [
        (&["pack"][..], "`pack` needs to know whose work it is: write `pack --id`"),
        (&["pack", "--id"], "`--id` needs a value"),
        (&["pack", "--id", ""], "`--id` needs a value"),
        (&["pack", "--id", "a/b"], "the id `a/b` has `/` in it: write letters, digits, `-`, `_` and `.` alone."),
        (&["pack", "--id", "ö"], "has `ö` in it"),
        (&["pack", "--id", ".."], "begins with `.`"),
        (&["pack", "--id", &"x".repeat(65)], "has more than 64 letters"),
        (&["pack", "--id", "x", "--assignment", "homwork"], "did you mean `homework`"),
        (&["pack", "--id", "x", "--check", "y"], "`--id` and `--check` say the opposite of each other"),
        (&["pack", "--check", "none.zip"], "cannot open none.zip"),
        (&["pack", "--check", "x.zip", "--assignment", "homework"], "looks at nothing but the archive"),
        (&["pack", "x"], "`pack` takes no names"),
    ] {
        let error = flat(&workspace.error(args));
        assert!(error.contains(says), "{args:?}: {error}");
    }
    workspace
        .write("fixtures/course.toml", &format!("{course}\n[hand_in]\nid = \"s#######\"\nname = \"hw_{{id}}.zip\"\n"));
    let error = flat(&workspace.error(&["pack", "--id", "1234567"]));
    assert!(error.contains("is none of this course: ids look like `s#######`, where `#` is a digit."), "{error}");
    workspace.write("hw_s1234567.zip", "a photograph");
    let error = flat(&workspace.error(&["pack", "--id", "s1234567"]));
    assert!(
        error.contains("hw_s1234567.zip is in the way, and was not packed here for `s1234567`: move it"),
        "{error}"
    );
    assert_eq!(workspace.read("hw_s1234567.zip"), "a photograph");
    // an assignment with a name of its own
    let own = course.replace("name = \"homework\"\n", "name = \"homework\"\nhand_in = \"{id}-own.zip\"\n");
    workspace.write("fixtures/course.toml", &own);
    fs::create_dir(workspace.path("x-own.zip")).expect("a folder");
    assert!(flat(&workspace.error(&["pack", "--id", "x"])).contains("x-own.zip is in the way"));
    for (hand_in, says) in [
        ("name = \"homework.zip\"", "does not say where the id stands"),
        ("name = \"{id}.tar\"", "does not end with `.zip`"),
        ("name = \"../{id}.zip\"", "is none that every system knows"),
        ("id = \"[0-9]+\"", "`[0-9]+` is no pattern of ids"),
        ("nmae = \"{id}.zip\"", "unknown field `nmae`"),
    ] {
        workspace.write("fixtures/course.toml", &format!("{course}\n[hand_in]\n{hand_in}\n"));
        let error = flat(&workspace.error(&["pack", "--id", "x"]));
        assert!(error.contains(says) && error.contains("course.toml:"), "{hand_in}: {error}");
    }
}

//! A course that is handed out: what is in it, what is not, and what becomes of it when the course changes.

#[path = "../../tests/common/mod.rs"]
mod common;
#[path = "release/leaks.rs"]
mod leaks;

use assert_cmd::Command;
use class::release::{Act, Files, LEDGER, Ledger, Proof, Step, gather, lay, of_course, of_work, plan, written};
use common::Workspace;
use judge::course::{Course, Disclosure, Key, Written};
use run::work::Work;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// What lies in a folder, by the paths.
fn all(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(below) = open.pop() {
        for entry in fs::read_dir(&below).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("below").to_string_lossy().replace('\\', "/");
                found.insert(name, String::from_utf8_lossy(&fs::read(&path).expect("a file")).into_owned());
            }
        }
    }
    found
}

fn texts(files: &Files) -> BTreeMap<String, String> {
    files.iter().map(|(path, file)| (path.clone(), String::from_utf8_lossy(&file.bytes).into_owned())).collect()
}

/// The whole course: the one test that builds what is handed out.
#[test]
fn the_course_proves_itself_and_is_handed_out_without_what_answers_it() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("course");
    let class = |args: &[&str]| {
        let mut command = Command::new(common::PROGRAM);
        command.current_dir(common::checkout()).args(args).env("CARGO_TARGET_DIR", env!("CARGO_TARGET_TMPDIR"));
        let output = command.output().expect("a run");
        let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
        (output.status.code(), said)
    };
    let to = folder.to_string_lossy().into_owned();
    let (status, said) = class(&["release", &to]);
    assert_eq!(status, Some(0), "{said}");
    for step in Step::ALL {
        assert!(said.contains(&format!("ok    {:<10}", step.name())), "{}: {said}", step.name());
    }
    let handed = all(&folder);
    leaks::nothing_answers_the_course(&handed);

    // the same bytes once more
    let course = Course::load(&common::checkout()).expect("the course");
    let mut files = gather(&course).expect("files");
    let work = Work::open(Path::new(env!("CARGO_TARGET_TMPDIR"))).expect("a folder to work in");
    let lock = work.lock("tries out a release").expect("the folder");
    Proof::new(&work).lock(&course, &work, &mut files).expect("a lock file");
    drop(lock);
    assert!(texts(&written(files, 0)) == handed, "a second release differs");

    // what lies there is not written over, and nothing is to be done
    let (status, said) = class(&["release", &to]);
    assert!(status == Some(2) && said.contains(&format!("`release --update {to}`")), "{said}");
    let (status, said) = class(&["release", &to, "--update"]);
    assert!(status == Some(0) && said.contains("is up to date, nothing changes"), "{said}");
    assert_eq!(all(&folder), handed);
}

/// A small course with a question, and what of it is handed out.
fn small(own: &str) -> Workspace {
    let workspace = Workspace::of(&["gibbs", "lstm"]);
    let text = workspace.read("fixtures/course.toml");
    let policy = format!("[choices]\nown = {own:?}\nclass = \"options\"\n");
    workspace.write("fixtures/course.toml", &text.replacen("[[assignment]]", &format!("{policy}[[assignment]]"), 1));
    workspace
}

fn load(root: &Path) -> Course {
    Course::load(root).unwrap_or_else(|error| panic!("{error}"))
}

/// Lays the release of a small course into a folder beside it, without its proof.
fn hand_out(workspace: &Workspace) -> (Course, Files) {
    let files = written(gather(&load(workspace.root.path())).unwrap_or_else(|error| panic!("{error}")), 0);
    lay(&workspace.path("out"), &files).unwrap_or_else(|error| panic!("{error}"));
    (load(&workspace.path("out")), files)
}

/// The first step of a proof, in a folder that no other test uses meanwhile.
fn silent(workspace: &Workspace) -> Result<String, String> {
    let course = load(workspace.root.path());
    let work = Work::open(workspace.root.path()).expect("a folder to work in");
    let _lock = work.lock("tries out a release").expect("the folder");
    let files = gather(&course).map_err(|error| error.to_string())?;
    Proof::new(&work).step(Step::Silent, &course, &work, &files).map_err(|error| error.to_string())
}

#[test]
fn questions_have_a_seal_where_the_course_tells_anything_and_nothing_elsewhere() {
    for (own, told) in
        [("options", Disclosure::Score), ("score", Disclosure::Score), ("received", Disclosure::Received)]
    {
        let workspace = small(own);
        let (handed, _) = hand_out(&workspace);
        let choices = handed.choices("lstm", None);
        assert_eq!((choices.own, choices.class), (told, told), "{own}");
        let keys = handed.exercises.iter().flat_map(|exercise| &exercise.written).filter_map(|written| match written {
            Written::Choice(choice) => Some(&choice.key),
            Written::Derivation(_) | Written::Text(_) => None,
        });
        let keys: Vec<&Key> = keys.collect();
        assert!(!keys.is_empty());
        for key in keys {
            assert_eq!(matches!(key, Key::Sealed { .. }), told == Disclosure::Score, "{own}: {key:?}");
        }
        assert!(silent(&workspace).is_ok(), "{own}");
    }
}

#[test]
fn a_course_that_was_handed_out_cannot_say_more_than_it_knows() {
    let workspace = small("score");
    hand_out(&workspace);
    let path = "out/fixtures/course.toml";
    workspace.write(path, &workspace.read(path).replace("\"score\"", "\"options\""));
    assert_eq!(load(&workspace.path("out")).choices("lstm", None).class, Disclosure::Score);
    // and one that was not handed out has every key and body
    let path = "fixtures/gibbs/exercise.toml";
    let text = workspace.read(path);
    let body = text.find("body = \"\"\"").expect("a body");
    let end = body + 11 + text[body + 11..].find("\"\"\"\n").expect("its end") + 4;
    workspace.write(path, &format!("{}{}", &text[..body], &text[end..]));
    let error = Course::load(workspace.root.path()).expect_err("refused").to_string();
    assert!(error.contains("missing field `body`: add the key"), "{error}");
}

#[test]
fn an_answer_that_gets_into_what_is_handed_out_is_found_before_anybody_gets_it() {
    let solution = "    let shifted = values.mapv(|value| (value - largest).exp()).sum().ln();";
    let workspace = small("score");
    let path = "solutions/gibbs/src/lib.rs";
    workspace.write(path, &format!("{}\nfn extra() {{\n{solution}\n}}\n", workspace.read(path)));
    assert!(silent(&workspace).is_ok());
    workspace.change("fixtures/gibbs/exercise.toml", "summary = \"", &format!("summary = \"{} ", solution.trim()));
    let error = silent(&workspace).expect_err("a leak");
    let says = "the step \"no answers\" fails: fixtures/gibbs/exercise.toml:";
    assert!(error.contains(says) && error.contains("has a line of `extra` in solutions/gibbs/src/lib.rs"), "{error}");
    // a handout may hold a formula, and no whole body
    let workspace = small("score");
    let body = "fn extra() {\n    let first = values[0];\n    let second = values[1];\n    first + second\n}\n";
    workspace.write(path, &format!("{}\n{body}", workspace.read(path)));
    let page = "exercises/gibbs/README.md";
    let text = workspace.read(page);
    workspace.write(page, &format!("{text}\n`let first = values[0];`\n"));
    assert!(silent(&workspace).is_ok());
    workspace.write(page, &format!("{text}\n```\n{body}```\n"));
    let error = silent(&workspace).expect_err("a leak");
    assert!(error.contains("exercises/gibbs/README.md:") && error.contains("`extra`"), "{error}");
}

#[test]
fn what_cannot_be_handed_out_is_said_in_a_sentence() {
    let refused = |workspace: &Workspace| {
        gather(&load(workspace.root.path())).map(|files| files.len()).expect_err("refused").to_string()
    };
    let workspace = small("score");
    fs::remove_file(workspace.path("fixtures/gibbs/gibbs.snap")).expect("removed");
    assert!(refused(&workspace).contains("gibbs.snap: it belongs to what is handed out, and is missing"));
    let workspace = small("score");
    let page = "exercises/gibbs/README.md";
    workspace.write(page, &format!("{}\n<!-- for instructors -->\n", workspace.read(page)));
    assert!(refused(&workspace).contains("`<!-- for instructors -->` is never followed by `<!-- for all -->`"));
    let workspace = small("score");
    workspace.write("there/notes.txt", "mine");
    let to = workspace.path("there");
    let error = workspace.error(&["release", &to.to_string_lossy()]);
    assert!(error.contains("exists and is not empty") && error.contains("`release --update "), "{error}");
    let error = workspace.error(&["release", "--update", &to.to_string_lossy()]);
    assert!(error.contains(&format!("was not handed out by `release`: it has no {LEDGER}")), "{error}");
    assert_eq!(workspace.read("there/notes.txt"), "mine");
}

#[test]
fn an_update_renews_what_is_ours_and_leaves_what_is_the_students() {
    let workspace = small("score");
    let (old, _) = hand_out(&workspace);
    // the student works, adds files, and changes one of ours
    let mine = workspace
        .read("out/exercises/gibbs/src/lib.rs")
        .replacen("todo!()", "0.0", 1)
        .replace("fn variance(", "fn spread(");
    workspace.write("out/exercises/gibbs/src/lib.rs", &mine);
    workspace.write("out/exercises/gibbs/src/helper.rs", "// mine\n");
    workspace.write("out/exercises/gibbs/notes.md", "mine\n");
    workspace.change("out/fixtures/lstm/exercise.toml", "title", "# a remark\ntitle");
    // the course goes on: another signature, another stub, a hint, an exercise's file that is gone
    let fixture = "fixtures/gibbs/exercise.toml";
    let before = workspace.read(fixture);
    let signature = "signature = \"(energies: &Array1<f64>, beta: f64) -> f64\"";
    let at = before.find("name = \"entropy\"").expect("a function");
    let renamed = before[at..].replacen(signature, "signature = \"(energies: &Array1<f64>, b: f64) -> f64\"", 1);
    workspace.write(fixture, &format!("{}{renamed}", &before[..at]));
    for folder in ["fixtures/submissions/stubs", "exercises"] {
        workspace.change(
            &format!("{folder}/gibbs/src/lib.rs"),
            "pub fn entropy(energies: &Array1<f64>, beta",
            "pub fn entropy(energies: &Array1<f64>, b",
        );
    }
    let stub = "fixtures/submissions/stubs/lstm/src/lib.rs";
    workspace.write(stub, &format!("{}\n// one remark more\n", workspace.read(stub)));

    let out = workspace.path("out");
    let ledger = Ledger::load(&out).expect("a list");
    let files = written(gather(&load(workspace.root.path())).expect("files"), 1);
    let planned = plan(&out, &ledger, &files).expect("a plan");
    let act = |path: &str| planned.acts.iter().find(|(other, _)| other == path).map(|(_, act)| act.clone());
    assert_eq!(act("exercises/gibbs/src/lib.rs"), Some(Act::Keep));
    assert_eq!(act("exercises/lstm/src/lib.rs"), Some(Act::Renew));
    assert_eq!(act("fixtures/gibbs/exercise.toml"), Some(Act::Renew));
    assert_eq!(act("fixtures/lstm/exercise.toml"), Some(Act::RenewEdited));
    assert_eq!(act("exercises/gibbs/src/helper.rs"), None);

    let other = tempfile::tempdir().expect("a folder");
    lay(&other.path().join("new"), &files).expect("laid");
    let new = load(&other.path().join("new"));
    let says = of_course(&old, &new, &planned).join("\n");
    assert!(
        says.contains("`gibbs`: function `entropy`: signature \"(energies: &Array1<f64>, beta: f64) -> f64\" becomes"),
        "{says}"
    );
    let work = of_work(&out, Some(&old), &new, &planned, &files).expect("sentences").join("\n");
    for sentence in [
        "`entropy` is asked for with another signature now: `pub fn entropy(energies: &Array1<f64>, b: f64) -> f64`",
        "lacks `variance`, which is asked for now: copy its stub from fixtures/submissions/stubs/gibbs/src/lib.rs.",
        "exercises/lstm/src/lib.rs was untouched, and is the new stub now.",
        "fixtures/lstm/exercise.toml was changed here and is ours: it is renewed, and yours is kept beside it",
    ] {
        assert!(work.contains(sentence), "{sentence}: {work}");
    }

    planned.carry_out(&out, &files).expect("carried out");
    assert_eq!(workspace.read("out/exercises/gibbs/src/lib.rs"), mine);
    assert_eq!(workspace.read("out/exercises/gibbs/src/helper.rs"), "// mine\n");
    assert_eq!(workspace.read("out/exercises/gibbs/notes.md"), "mine\n");
    assert!(workspace.read("out/fixtures/lstm/exercise.toml.before-update").contains("# a remark"));
    assert!(workspace.read("out/exercises/lstm/src/lib.rs").ends_with("// one remark more\n"));
    // all that is ours is as it would be handed out anew, and a second update has nothing to do
    let now = all(&out);
    for (path, file) in files.iter().filter(|(path, _)| *path != "exercises/gibbs/src/lib.rs") {
        assert_eq!(now.get(path), Some(&String::from_utf8_lossy(&file.bytes).into_owned()), "{path}");
    }
    assert!(plan(&out, &Ledger::load(&out).expect("a list"), &files).expect("a plan").is_empty());
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link() {
    let workspace = small("score");
    hand_out(&workspace);
    let out = workspace.path("out");
    workspace.write("elsewhere/course.toml", "not ours\n");
    fs::remove_file(out.join("fixtures/course.toml")).expect("removed");
    std::os::unix::fs::symlink(workspace.path("elsewhere/course.toml"), out.join("fixtures/course.toml"))
        .expect("a link");
    let files = written(gather(&load(workspace.root.path())).expect("files"), 1);
    let planned = plan(&out, &Ledger::load(&out).expect("a list"), &files).expect("a plan");
    let error = planned.carry_out(&out, &files).expect_err("refused").to_string();
    assert!(error.contains("is a link, and may lead out of the course"), "{error}");
    assert_eq!(workspace.read("elsewhere/course.toml"), "not ours\n");
}

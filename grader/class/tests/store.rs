//! The folder of a gradebook on disks that are full and files that are broken, and under the hands of several people.

#[path = "../../tests/common/mod.rs"]
mod common;
mod folders;

use common::{PROGRAM, Workspace, flat};
use folders::{GRADEBOOK, HANDED_IN, bytes, course, differ, kept_seed, solved, untouched, with_body};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// Three students of a small course.
fn three() -> Workspace {
    let class = course(&["latent"]);
    solved(&class, "0042");
    untouched(&class, "0043");
    with_body(&class, "0044", "latent", "infer", "    let _ = energies;\n    7");
    class
}

/// Grades, and again: what the second run says of the first.
fn graded(class: &Workspace) -> String {
    flat(&class.stdout(&["grade", "--trusted", HANDED_IN]))
}

/// What each step of a script on a disk of its own said, and its status behind it; `None` where no such disk can be had.
/// The disk stands in the place of the gradebook. A step is `step NAME ARGUMENT…`.
#[cfg(target_os = "linux")]
fn on_a_disk(class: &Workspace, kibibytes: u32, script: &str) -> Option<BTreeMap<String, String>> {
    let said = tempfile::tempdir().expect("a folder");
    let book = class.path(GRADEBOOK);
    let first = class.path("first");
    common::copy(&book, &first);
    fs::remove_dir_all(&book).expect("removed");
    fs::create_dir_all(&book).expect("a folder");
    let head = "mount -t tmpfs -o size=${SIZE}k none \"$BOOK\" || exit 77
        cp -r \"$FIRST/.\" \"$BOOK\"
        step() { name=$1; shift; \"$CLASS\" \"$@\" > \"$SAID/$name\" 2>&1; echo \"status $?\" >> \"$SAID/$name\"; }
        grow() { mount -o remount,size=100m \"$BOOK\"; }
        fill() { cat /dev/zero > \"$BOOK/filler\" 2> /dev/null; true; }
        seen() { cp -r \"$BOOK\" \"$SEEN/$1\"; }
        ";
    let seen = class.path("seen");
    fs::create_dir_all(&seen).expect("a folder");
    let mut shell = Command::new("unshare");
    shell.args(["-rm", "sh", "-c", &format!("{head}{script}")]).current_dir(class.root.path());
    shell.env("CARGO_TARGET_DIR", env!("CARGO_TARGET_TMPDIR")).env("CLASS", PROGRAM).env("SIZE", kibibytes.to_string());
    shell.env("BOOK", &book).env("FIRST", &first).env("SEEN", &seen).env("SAID", said.path());
    let ran = shell.output();
    if !ran.as_ref().is_ok_and(|output| output.status.success()) {
        println!("left out: no small disk can be mounted here: {ran:?}");
        return None;
    }
    let files = fs::read_dir(said.path()).expect("what was said").flatten();
    let text = |path: &Path| String::from_utf8_lossy(&fs::read(path).expect("text")).into_owned();
    Some(files.map(|file| (file.file_name().to_string_lossy().into_owned(), text(&file.path()))).collect())
}

#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_is_full_in_the_middle_of_grading_is_named_and_the_same_command_goes_on() {
    // a page and more for each file: from the first result to the last report
    let mut full = 0;
    for kibibytes in [24, 60, 100, 150] {
        let class = three();
        graded(&class);
        let whole = bytes(&class.path(GRADEBOOK));
        kept_seed(&class);
        let script =
            "step full grade --trusted handed-in; seen full; grow; step after grade --trusted handed-in; seen after";
        let Some(said) = on_a_disk(&class, kibibytes, script) else { return };
        let (during, after) = (&said["full"], &said["after"]);
        assert!(during.ends_with("status 2\n"), "{kibibytes}: {during}");
        assert_eq!(during.matches("error: cannot ").count(), 1, "{during}");
        assert!(during.contains(GRADEBOOK) && during.contains("free some space and run again"), "{during}");
        full += 1;
        // what stands under a name is what stands there in the end
        for (name, found) in bytes(&class.path("seen/full")) {
            assert_eq!(Some(&found), whole.get(&name), "{kibibytes}: {name}");
        }
        assert!(after.ends_with("status 0\n"), "{after}");
        assert_eq!(differ(&whole, &bytes(&class.path("seen/after"))), Vec::<String>::new(), "{kibibytes}");
    }
    assert_eq!(full, 4);
}

#[cfg(target_os = "linux")]
#[test]
fn on_a_full_disk_an_act_is_kept_or_not_done_and_what_is_applied_or_exported_is_whole() {
    let class = three();
    graded(&class);
    class.change("fixtures/latent/exercise.toml", "title = ", "# changed\ntitle = ");
    let before = bytes(&class.path(GRADEBOOK));
    let script = "grow; fill
        step mark mark 0043 infer 5 --as anna; rm \"$BOOK/filler\"; seen marked
        fill; truncate -s -4096 \"$BOOK/filler\"; step kept mark 0043 infer 4 --as anna; rm \"$BOOK/filler\"; seen kept
        fill; step preview regrade --trusted; step apply regrade --trusted --apply; rm \"$BOOK/filler\"; seen applied
        step again regrade --trusted --apply; seen again; step table export csv
        mkdir similar; mount -t tmpfs -o size=4k none similar; step similar export similarity similar/out; ls -A similar > \"$SAID/left\"
        sh -c '\"$CLASS\" export checks > /dev/full' 2> \"$SAID/checks\"; echo \"status $?\" >> \"$SAID/checks\"";
    let Some(said) = on_a_disk(&class, 4_000, script) else { return };
    let refused = |step: &str, file: &str| {
        let text = &said[step];
        assert!(text.ends_with("status 2\n"), "{step}: {text}");
        assert!(text.contains("cannot ") && text.contains(file) && text.contains("No space left"), "{step}: {text}");
        assert_eq!(text.matches("error").count() - text.matches("os error").count(), 1, "{step}: {text}");
    };
    refused("mark", "acts");
    assert_eq!(differ(&before, &bytes(&class.path("seen/marked"))), Vec::<String>::new());
    // room for the act, and for nothing else
    refused("kept", "students/0043");
    assert!(said["kept"].contains("the act is kept") && said["kept"].contains("do not repeat the act"), "{said:?}");
    let kept = bytes(&class.path("seen/kept"));
    assert_eq!(kept.keys().filter(|name| name.starts_with("acts/")).count(), 1);
    refused("preview", "results");
    refused("apply", "results");
    assert_eq!(differ(&kept, &bytes(&class.path("seen/applied"))), Vec::<String>::new());
    assert!(said["again"].ends_with("Applied.\nstatus 0\n"), "{}", said["again"]);
    let again = bytes(&class.path("seen/again"));
    let table = said["table"].strip_suffix("status 0\n").expect("a table");
    assert_eq!(String::from_utf8_lossy(&again["grades.csv"]), table);
    assert!(table.contains("0043,,,graded,4,"), "{table}");
    refused("similar", "similar/out");
    assert_eq!(said["left"], "", "nothing is left behind");
    assert!(said["checks"].contains("cannot write standard output") && said["checks"].ends_with("status 2\n"));
}

/// How a file looks that the system had no time to write.
fn broken(whole: &[u8]) -> [Vec<u8>; 4] {
    [vec![], whole[..whole.len() / 2].to_vec(), vec![0; whole.len()], b"{\"schema\":\"ebm-gradebook/1\"}\n".to_vec()]
}

#[test]
fn a_result_that_a_loss_of_power_left_broken_is_none_and_is_graded_again() {
    let class = three();
    graded(&class);
    let book = class.path(GRADEBOOK);
    let whole = bytes(&book);
    let results: Vec<&String> = whole.keys().filter(|name| name.starts_with("results/")).collect();
    let made: Vec<&String> =
        whole.keys().filter(|name| name.starts_with("students/") || name.starts_with("staff/")).collect();
    for round in 0..4 {
        let broke = |name: &str| fs::write(book.join(name), &broken(&whole[name])[round]).expect("written");
        results.iter().take(2).for_each(|name| broke(name));
        made.iter().for_each(|name| broke(name));
        broke("grades.csv");
        broke("hand-ins/0043.json");
        fs::write(book.join(format!("{}.7-0a0b0c0d.part", results[2])), "half").expect("written");
        fs::create_dir_all(book.join("acts")).expect("a folder");
        fs::write(book.join("acts/20260101T000000-anna-00.json.7-0a0b0c0d.part"), "half").expect("written");
        // nobody is told a grade meanwhile
        let text = class.error(&["status"]);
        assert!(text.contains("hand-ins/0043.json is not as the grader wrote it"), "{text}");
        let text = graded(&class);
        assert!(text.contains("3 students: 2 exercises graded, 1 known already."), "{text}");
        let _ = fs::remove_dir(book.join("acts"));
        assert_eq!(differ(&whole, &bytes(&book)), Vec::<String>::new(), "{round}");
    }
}

#[test]
fn what_cannot_be_made_again_is_never_guessed_at() {
    let class = three();
    graded(&class);
    class.stdout(&["mark", "0042", "infer", "3", "--as", "anna"]);
    let book = class.path(GRADEBOOK);
    let whole = bytes(&book);
    let act = whole.keys().find(|name| name.starts_with("acts/")).expect("an act").as_str();
    for name in [act, "seed", "commitment.json", "gradebook.json"] {
        for bytes in broken(&whole[name]).into_iter().filter(|bytes| name != "commitment.json" || bytes.len() < 20) {
            fs::write(book.join(name), bytes).expect("written");
            for command in [&["grade", "--trusted", HANDED_IN][..], &["status"], &["export", "csv"]] {
                let text = class.error(command);
                assert!(text.contains(name) && text.contains("restore it"), "{name}, {command:?}: {text}");
                assert_eq!(text.trim().lines().count(), 1, "{text}");
            }
        }
        fs::write(book.join(name), &whole[name]).expect("written");
    }
    graded(&class);
    assert_eq!(differ(&whole, &bytes(&book)), Vec::<String>::new());
}

/// The program, begun.
fn begun(class: &Workspace, args: &[&str]) -> std::process::Child {
    let mut command = Command::new(PROGRAM);
    command.args(args).current_dir(class.root.path()).env("CARGO_TARGET_DIR", env!("CARGO_TARGET_TMPDIR"));
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("a run")
}

#[test]
fn people_who_act_at_the_same_time_and_while_a_class_is_graded_lose_nothing() {
    let class = three();
    graded(&class);
    fs::remove_dir_all(class.path(&format!("{GRADEBOOK}/results"))).expect("removed");
    let comments: Vec<String> = (0..8).map(|number| format!("act {number}")).collect();
    let grader = begun(&class, &["grade", "--trusted", HANDED_IN]);
    let people = comments.iter().enumerate().map(|(number, comment)| {
        let (student, author) =
            (if number % 2 == 0 { "0042" } else { "0044" }, if number < 4 { "anna" } else { "ben" });
        begun(&class, &["mark", student, "bonus", "1", "--comment", comment, "--as", author])
    });
    let people: Vec<_> = people.collect();
    let ended = |child: std::process::Child| -> Output { child.wait_with_output().expect("an end") };
    for output in people.into_iter().map(ended).chain([ended(grader)]) {
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let book = bytes(&class.path(GRADEBOOK));
    assert_eq!(book.keys().filter(|name| name.starts_with("acts/")).count(), comments.len());
    // the last to write has seen them all, whoever that was
    assert_eq!(class.stdout(&["export", "csv"]), class.read(&format!("{GRADEBOOK}/grades.csv")));
    for (number, comment) in comments.iter().enumerate() {
        let student = if number % 2 == 0 { "0042" } else { "0044" };
        let report = class.read(&format!("{GRADEBOOK}/students/{student}/report.txt"));
        assert!(report.contains(&format!("({comment})")), "{report}");
    }
    graded(&class);
    assert_eq!(differ(&book, &bytes(&class.path(GRADEBOOK))), Vec::<String>::new());
}

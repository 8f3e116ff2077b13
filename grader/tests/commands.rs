//! Commands and flags through the real binary: what goes together, what is refused, exit statuses, help.

mod common;

use common::{Workspace, checkout, flat};
use std::fs;
use std::time::{Duration, SystemTime};

/// Standard error of a run with this exit status.
fn ends(workspace: &Workspace, args: &[&str], status: i32) -> String {
    let output = workspace.program(args).output().expect("a run");
    let text = String::from_utf8(output.stderr).expect("text");
    assert_eq!(output.status.code(), Some(status), "{args:?}: {}{text}", String::from_utf8_lossy(&output.stdout));
    text
}

fn refused(workspace: &Workspace, args: &[&str], says: &str) {
    let error = workspace.error(args);
    assert!(error.contains(says), "{args:?}: {error}");
    assert_eq!(error.trim_end().lines().count(), 1, "{error}");
}

#[test]
fn no_exercise_takes_part_in_the_tests_of_the_course() {
    for entry in fs::read_dir(checkout().join("exercises")).expect("the exercises") {
        let manifest = entry.expect("an entry").path().join("Cargo.toml");
        let Ok(text) = fs::read_to_string(&manifest) else { continue };
        let manifest_says: toml::Table = text.parse().expect("TOML");
        let lib = manifest_says.get("lib").unwrap_or_else(|| panic!("{}: [lib] is missing", manifest.display()));
        for key in ["test", "doctest"] {
            // a file that does not compile would stop `cargo test --workspace`, an empty one be called "ok"
            assert_eq!(lib.get(key).and_then(toml::Value::as_bool), Some(false), "{}: {key}", manifest.display());
        }
        // without it a missing file would stop cargo before the grader starts
        let path = lib.get("path").and_then(toml::Value::as_str);
        assert_eq!(path, Some("src/lib.rs"), "{}", manifest.display());
    }
}

#[test]
fn a_flag_of_another_command_is_refused_and_the_sentence_names_its_own() {
    let workspace = Workspace::of(&["gibbs"]);
    for (args, says) in [
        (&["list", "--fail-under", "9999"][..], "`--fail-under` goes with grading only, not with `list`"),
        (&["list", "--output", "x"], "`--output` goes with grading and `page` only, not with `list`: leave it out"),
        (&["hint", "gibbs", "--seed", "3"], "`--seed` goes with grading, `page` and `watch` only, not with `hint`"),
        (&["gibbs", "--loss", "soft"], "`--loss` goes with `train` and `read` only"),
        (&["train", "--fail-under", "1"], "not with `train`"),
    ] {
        refused(&workspace, args, says);
    }
    assert!(!workspace.path("x").exists());
}

#[test]
fn a_command_of_instructors_is_told_where_it_is() {
    let workspace = Workspace::of(&["gibbs"]);
    for (args, write) in [
        (&["fixtures", "check"][..], "fixtures check"),
        (&["fixtures", "update", "gibbs", "--accept"], "fixtures update gibbs --accept"),
        (&["fixtures"], "fixtures"),
    ] {
        let says = format!("`fixtures` is for instructors: write `cargo run -p class -- {write}`.");
        refused(&workspace, args, &says);
    }
}

#[test]
fn values_that_make_no_sense_are_refused_before_anything_is_done() {
    let workspace = Workspace::of(&["gibbs"]);
    for (args, says) in [
        (&["hint", "gibbs", "entropy", "0"][..], "`0` is not the number of a hint: hints are counted from 1"),
        (&["hint", "gibbs", "2"], "no hints as a whole: write `hint gibbs FUNCTION 2`"),
        (&["--training", "--no-training"], "say the opposite of each other: write one of them"),
        (&["--seed", "1", "--seed", "2"], "`--seed` is given twice, with different values"),
        (&["--seed", "-1"], "`--seed` takes a number, and `-1` is not a whole number from 0 up"),
        (&["--seed", ""], "`--seed` needs a value: write `--seed N`"),
        (&["--seed", "--format", "json"], "`--seed` needs a value"),
        (&["--assignment", ""], "`--assignment` needs a value"),
        (&["--assignment="], "`--assignment` needs a value"),
        (&["--no-training=yes"], "`--no-training` takes no value"),
        (
            &["--fail-under", "101"],
            "`--fail-under 101` asks for more than the 100 points there are: write a number from 0 to 100",
        ),
        (&["gibbs", "--fail-under", "48"], "more than the 47 points there are"),
        (&["--fail-under", "99999999999"], "takes no number above 4294967295"),
        (&["--fail-under", "80%"], "`80%` is not a whole number"),
    ] {
        refused(&workspace, args, says);
    }
    assert!(!ends(&workspace, &["gibbs", "--fail-under", "47"], 1).contains("error"));
}

#[test]
fn a_report_never_takes_the_place_of_what_is_graded() {
    let workspace = Workspace::of(&["gibbs"]);
    let link = workspace.path("report.json");
    #[cfg(unix)]
    std::os::unix::fs::symlink(workspace.path("exercises/gibbs/src/lib.rs"), link).expect("a link");
    for output in [
        "exercises/gibbs/src/lib.rs",
        "exercises/gibbs/../gibbs/src/lib.rs",
        "exercises/gibbs/src/new.rs",
        "exercises/gibbs/answers.toml",
        "exercises/gibbs/derivation_new.txt",
        "exercises/gibbs/README.md",
        "fixtures/course.toml",
        "fixtures/gibbs/gibbs.snap",
        #[cfg(unix)]
        "report.json",
    ] {
        let before = fs::read(workspace.path(output)).ok();
        refused(&workspace, &["--output", output], "a file that the grader reads: name another file");
        assert_eq!(fs::read(workspace.path(output)).ok(), before, "{output}");
    }
    workspace.stdout(&["--output", "report.txt"]);
    workspace.stdout(&["--output", "exercises/gibbs/report.md"]);
    assert_eq!(workspace.stdout(&["--seed", "7", "--output", "-"]), workspace.stdout(&["--seed", "7"]));
    assert!(!workspace.path("-").exists());
    assert!(workspace.read("report.txt").contains("0 of 100 points"));
}

#[test]
fn a_function_behind_an_exercise_is_shown_in_full_and_alone() {
    let workspace = Workspace::of(&["gibbs", "nll"]);
    workspace.body("gibbs", "gibbs", "    energies.mapv(|f| (-f * beta).exp() * 2.0)");
    workspace.body("gibbs", "entropy", "    energies.sum() * beta");
    for args in [
        &["gibbs", "entropy"][..],
        &["gibbs::entropy"],
        &["gibbs/entropy"],
        &["exercises/gibbs/src/lib.rs", "entropy"],
        &["gibbs", "gibbs::entropy"],
    ] {
        let text = workspace.stdout(args);
        assert!(text.contains("entropy(energies = ") && !text.contains("gibbs(energies = "), "{args:?}: {text}");
        assert!(!text.contains("nll"), "{args:?}: {text}");
    }
    // the exercise and its function of the same name
    let text = workspace.stdout(&["gibbs", "gibbs"]);
    assert!(text.contains("gibbs(energies = ") && !text.contains("entropy(energies = "), "{text}");
    let text = workspace.stdout(&["gibbs", "gibbs", "entropy"]);
    assert!(text.contains("gibbs(energies = ") && text.contains("entropy(energies = "), "{text}");
    // every exercise by name, and by the paths that a shell completes and a report prints
    let names = |args: &[&str]| {
        let report = workspace.report(args);
        let names = report["exercises"].as_array().expect("a list").iter();
        names.map(|one| one["name"].as_str().expect("a name").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names(&["gibbs", "nll"]), ["gibbs", "nll"]);
    assert_eq!(names(&["nll", "nll"]), ["nll"]);
    for word in ["exercises/gibbs/", "./exercises/gibbs", "gibbs/", "exercises/gibbs/src/lib.rs:33", "gibbs/README.md"]
    {
        assert_eq!(names(&[word]), ["gibbs"], "{word}");
    }
    let absolute = workspace.path("exercises/nll/derivation_loss.txt");
    assert_eq!(names(&[absolute.to_str().expect("a path")]), ["nll"]);
    // a report for machines is of the whole exercise
    let report = workspace.report(&["gibbs", "entropy"]);
    assert_eq!(report["exercises"][0]["functions"].as_array().map(Vec::len), Some(8));
}

#[test]
fn words_that_name_nothing_get_the_nearest_that_does() {
    let workspace = Workspace::of(&["gibbs", "nll"]);
    for (args, says) in [
        (&["gibs"][..], "there is no exercise called `gibs`: did you mean `gibbs`"),
        (&["lst"], "did you mean the command `list`"),
        (&["entropy"], "there is no exercise called `entropy`: did you mean `gibbs entropy`"),
        (&["gibbs", "entropie"], "no function or question in `gibbs`: did you mean `entropy`"),
        (&["gibbs", "nl"], "did you mean `nll`"),
        (&["gibbs::entropie"], "there is no function or question in `gibbs` called `entropie`: did you mean `entropy`"),
        (&["exercises/gibs/src/lib.rs"], "there is no exercise called `gibs`"),
        (&["gibbs::entropy", "nll"], "one exercise at a time: write `gibbs entropy`"),
        (&["gibbs", "nll", "nll_batch"], "one exercise at a time: write `nll nll_batch`"),
        (&[""], "there is no exercise called ``"),
        (&["hint", "gibs"], "did you mean `gibbs`"),
        (&["hint", "gibbs::entropy", "gibbs"], "`gibbs` is one name too many"),
        (&["reset", "gibbs::entropy"], "a whole one is wanted: write `gibbs`"),
        (&["reset", "gibs"], "did you mean `gibbs`"),
        (&["hint", "lst"], "there is no exercise called `lst`"),
        (&["help", "hnt"], "there is no command called `hnt`: did you mean `hint`"),
    ] {
        refused(&workspace, args, says);
    }
    assert!(workspace.stdout(&["hint", "gibbs::entropy", "2"]).contains("hint 2 of 2"));
    assert!(workspace.stdout(&["hint", "exercises/gibbs/src/lib.rs", "entropy"]).contains("hint 1 of 2"));
    assert!(workspace.stdout(&["reset", "exercises/gibbs/"]).contains("empty already"));
}

#[test]
fn a_call_takes_what_a_report_prints() {
    let workspace = Workspace::solved(&["gibbs", "free_energy"]);
    for args in [
        &["call", "gibbs", "gibbs", "[0, ∞], 0.5"][..],
        &["call", "gibbs", "gibbs", "[[0.0, \"inf\"], 0.5]"],
        &["call", "gibbs", "gibbs(energies = [0, ∞], beta = 0.5)"],
        &["call", "gibbs", "gibbs", "gibbs(energies = [0, Infinity,], beta = 0.5)"],
        &["call", "gibbs::gibbs", "beta = 0.5, energies = [0, +inf]"],
    ] {
        assert_eq!(workspace.stdout(args), "[1,0]\n", "{args:?}");
    }
    assert_eq!(workspace.stdout(&["call", "gibbs", "log_sum_exp", "[−∞]"]), "\"-inf\"\n");
    assert_eq!(workspace.stdout(&["call", "free_energy", "free_energy", "[3, 3], 1, Mean"]), "3\n");
    for (args, says) in [
        (
            &["call", "gibbs", "gibbs", "[1, 2"][..],
            "cannot be read, they end at character 6 where `,` or `]` is wanted: write values that fit gibbs(energies: &Array1<f64>, beta: f64)",
        ),
        (
            &["call", "gibbs", "[1, 2], 3"],
            "`call` needs an exercise, a function and arguments: write `call gibbs log_sum_exp ARGS`",
        ),
        (&["call", "gibbs", "entropy", "gibbs([1], 2)"], "`gibbs(…)` is no call of `entropy`"),
        (&["call", "free_energy", "free_energy", "[3], 1, Median"], "\"Mean\" or \"Sum\""),
        (&["call", "gibbs", "gibbs"], "a function and arguments: write `call gibbs gibbs ARGS`"),
    ] {
        refused(&workspace, args, says);
    }
}

#[test]
fn the_help_is_had_in_every_way_and_follows_the_width() {
    let workspace = Workspace::of(&["gibbs"]);
    let help = workspace.stdout(&["--help"]);
    assert!(
        help.contains("Commands")
            && help.contains("Exit status")
            && help.contains("For instructors: cargo run -p class"),
        "{help}"
    );
    assert!(help.lines().all(|line| line.chars().count() <= 80), "{help}");
    assert_eq!(workspace.stdout(&["help"]), help);
    let page = workspace.stdout(&["call", "--help"]);
    assert_eq!(workspace.stdout(&["help", "call"]), page);
    assert!(page.contains("cargo grade call gibbs::log_sum_exp") && page.contains("--submission"), "{page}");
    for (columns, want) in [("60", 60), ("100", 100), ("20", 60), ("999", 120), ("wide", 80), ("", 80)] {
        for args in [&["list"][..], &["hint", "gibbs", "entropy"], &["hint", "gibbs"], &["--help"]] {
            let output = workspace.program(args).env("COLUMNS", columns).output().expect("a run");
            let text = String::from_utf8(output.stdout).expect("text");
            // what is there to be copied is never broken
            let lines = text.lines().filter(|line| !line.contains("cargo run -p grader"));
            assert!(lines.clone().all(|line| line.chars().count() <= want), "{columns}: {text}");
        }
        let list = workspace.program(&["list"]).env("COLUMNS", columns).output().expect("a run").stdout;
        let whole = "variance(values: &Array1<f64>, energies: &Array1<f64>, beta: f64) -> f64";
        assert_eq!(String::from_utf8_lossy(&list).contains(whole), want > 80, "{columns}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn on_a_terminal_lines_are_as_long_as_it_is_wide() {
    use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
    use std::io::Read;
    let workspace = Workspace::of(&["gibbs"]);
    let list = |columns: u16| {
        let terminal = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a terminal");
        grantpt(&terminal).and_then(|()| unlockpt(&terminal)).expect("a terminal");
        let name = ptsname(&terminal, vec![]).expect("a name").into_string().expect("a name");
        let screen = fs::File::options().read(true).write(true).open(name).expect("a screen");
        let size = rustix::termios::Winsize { ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 };
        rustix::termios::tcsetwinsize(&screen, size).expect("a size");
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_grader"));
        command.current_dir(workspace.root.path()).arg("list").env_remove("COLUMNS").env("NO_COLOR", "1");
        let mut child = command.stdout(screen).spawn().expect("a run");
        drop(command);
        // a terminal that nobody holds any more ends with an error
        let mut text = vec![];
        let _ = fs::File::from(terminal).read_to_end(&mut text);
        assert!(child.wait().expect("an end").success());
        String::from_utf8(text).expect("text")
    };
    let longest = |text: &str| text.lines().map(|line| line.trim_end().chars().count()).max();
    let whole = "variance(values: &Array1<f64>, energies: &Array1<f64>, beta: f64) -> f64";
    assert!(list(110).contains(whole));
    let narrow = list(70);
    assert!(longest(&narrow) <= Some(70) && !narrow.contains(whole), "{narrow}");
}

#[cfg(unix)]
#[test]
fn a_disturbed_grader_has_its_own_exit_status_and_says_where_and_why() {
    let workspace = Workspace::solved(&["free_energy"]);
    workspace.never_seen("free_energy");
    let args = ["--fail-under", "100", "--output", "report.txt", "--seed"];
    assert!(!ends(&workspace, &[&args[..], &["1"]].concat(), 0).contains("error"));
    fs::remove_file(workspace.path("report.txt")).expect("removed");
    // the report fits, the program that is made of the student's file does not
    let output = workspace.bounded(100, &[&args[..], &["2"]].concat());
    let error = String::from_utf8(output.stderr).expect("text");
    assert_eq!(output.status.code(), Some(3), "{error}");
    let cause = error.split_once("`free_energy` could not be graded fairly, and it is not your mistake: ");
    assert!(cause.is_some_and(|(_, cause)| cause.to_lowercase().contains("file")), "{error}");
    let report = workspace.read("report.txt");
    assert!(flat(&report).contains("this is not your mistake"), "{report}");
}

#[test]
fn what_was_edited_last_is_known_unless_the_dates_say_nothing() {
    let workspace = Workspace::of(&["gibbs", "nll", "ocr"]);
    let course = judge::course::Course::load(workspace.root.path()).expect("a course");
    let submission = run::submission::Submission::open(&workspace.path("exercises")).expect("a submission");
    let last = || {
        let focus = grader::cli::edited_last(&course, &submission, &["gibbs", "nll", "ocr"])?;
        Some(format!("{}/{}", focus.exercise, focus.file))
    };
    let now = SystemTime::now();
    let date = |path: &str, ago: u64| {
        let file = fs::File::options().write(true).open(workspace.path(path)).expect("a file");
        file.set_modified(now - Duration::from_secs(ago)).expect("a date");
    };
    // as it was handed out, whatever the dates
    date("exercises/ocr/src/lib.rs", 100);
    assert_eq!(last(), None);
    for (file, ago) in [("gibbs/src/lib.rs", 3000), ("nll/src/lib.rs", 2000), ("nll/derivation_loss.txt", 1000)] {
        let path = format!("exercises/{file}");
        workspace.write(&path, &(workspace.read(&path) + "\n# mine\n"));
        date(&path, ago);
    }
    assert_eq!(last().as_deref(), Some("nll/derivation_loss.txt"));
    date("exercises/gibbs/src/lib.rs", 500);
    assert_eq!(last().as_deref(), Some("gibbs/src/lib.rs"));
    // a tie between exercises, and within one
    date("exercises/nll/src/lib.rs", 501);
    assert_eq!(last(), None);
    date("exercises/nll/src/lib.rs", 1001);
    assert_eq!(last().as_deref(), Some("gibbs/src/lib.rs"));
    // what cannot be read is being worked on all the same
    fs::write(workspace.path("exercises/ocr/src/lib.rs"), [0xff, 0xfe]).expect("a file");
    date("exercises/ocr/src/lib.rs", 100);
    assert_eq!(last().as_deref(), Some("ocr/src/lib.rs"));
    // a date in the future says nothing
    let file = fs::File::options().write(true).open(workspace.path("exercises/ocr/src/lib.rs")).expect("a file");
    file.set_modified(now + Duration::from_secs(3600)).expect("a date");
    assert_eq!(last().as_deref(), Some("gibbs/src/lib.rs"));
}

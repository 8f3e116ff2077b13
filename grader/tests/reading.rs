//! Training a network with a student's functions, and what it reads: the real binary, the real trainer.

mod common;

use common::Workspace;
use std::sync::LazyLock;

/// The reference, trained once for all tests that only look at it.
static SOLVED: LazyLock<Workspace> = LazyLock::new(|| Workspace::solved(&["ocr"]));

/// Standard error of a run that did its work and was not satisfied.
fn unsatisfied(workspace: &Workspace, args: &[&str]) -> String {
    let output = workspace.program(args).output().expect("a run");
    let text = String::from_utf8(output.stderr).expect("text");
    assert_eq!(output.status.code(), Some(1), "{args:?}: {}{text}", String::from_utf8_lossy(&output.stdout));
    text
}

/// The shares of words, noisy and clean, that `train` reports.
fn shares(text: &str) -> [f64; 2] {
    ["noisy words", "clean words"].map(|name| {
        let line = text.lines().find(|line| line.contains(name)).unwrap_or_else(|| panic!("{text}"));
        let share = line.trim().trim_start_matches(name).split('%').next().unwrap_or_default();
        share.trim().parse().unwrap_or_else(|_| panic!("{line}"))
    })
}

#[test]
fn the_reference_reads_as_well_as_the_course_asks() {
    let report = SOLVED.report(&[]);
    let exercise = &report["exercises"][0];
    assert_eq!(exercise["points"], exercise["max"]);
    let training = &report["training"][0];
    assert_eq!(training["exercise"], "ocr");
    assert_eq!(training["fate"], "reached", "{training}");
    let share = |key: &str| training[key].as_f64().expect("a number");
    assert!(share("noisy") >= 0.93 && share("clean") >= 0.98 && share("seconds") < 20.0, "{training}");
    // the terminal report is made from the same network
    let text = SOLVED.stdout(&["--seed", "7"]);
    assert!(text.contains("bonus  ocr: a network trained with your functions"), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
}

#[test]
fn a_word_is_drawn_and_read() {
    let text = SOLVED.stdout(&["read", "hello"]);
    for says in ["hello, which is right", "path energy", "2,042,975: 26 windows, 10 symbols", "▀██"] {
        assert!(text.contains(says), "{says}: {text}");
    }
    for word in ["q", "extravaganza"] {
        let text = SOLVED.stdout(&["read", word]);
        assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
        assert!(text.contains(&format!("{word}, which is right")), "{text}");
    }
}

#[test]
fn without_training_nothing_is_trained_and_no_point_is_lost() {
    let report = SOLVED.report(&["--no-training"]);
    assert_eq!(report["training"][0]["fate"], "skipped");
    assert_eq!(report["points"], report["max"]);
    // a folder of somebody else is not trained with unless asked for
    let report = SOLVED.report(&["--submission", "solutions"]);
    assert_eq!(report["training"][0]["fate"], "skipped");
    let asked = SOLVED.report(&["--submission", "solutions", "--training"]);
    assert_eq!(asked["training"][0]["fate"], "reached");
    assert_eq!(asked["points"], report["points"]);
}

#[test]
fn functions_without_all_their_points_are_not_trained_with() {
    let workspace = Workspace::solved(&["ocr"]);
    workspace.body("ocr", "find_path", "    todo!()");
    assert!(workspace.report(&[])["training"].is_null());
    let training = workspace.report(&["--training"])["training"][0].clone();
    assert_eq!(training["fate"], "skipped");
    assert_eq!((&training["why"], &training["function"]), (&"incomplete".into(), &"find_path".into()));
    assert!(workspace.stdout(&["--training"]).contains("`find_path` has not all its points"));
}

#[test]
fn the_energy_loss_collapses_and_a_cold_perceptron_has_no_margin() {
    let text = SOLVED.stdout(&["train", "--loss", "energy"]);
    assert_eq!(shares(&text), [0.0, 0.0], "{text}");
    assert!(text.contains("loss         −"), "{text}");
    let text = SOLVED.stdout(&["train", "--loss", "perceptron", "--cold"]);
    assert!(shares(&text)[0] < 5.0 && text.contains("loss         0.0"), "{text}");
}

#[test]
fn a_greedy_path_reads_nothing() {
    let workspace = Workspace::solved(&["ocr"]);
    let greedy = "    let (windows, symbols) = path_matrix.dim();
    let mut z = vec![0];
    for l in 1..windows {
        let t = z[l - 1];
        let last_chance = symbols - 1 - t >= windows - l;
        let cheaper = t + 1 < symbols && path_matrix[[l, t + 1]] < path_matrix[[l, t]];
        z.push(if last_chance || cheaper { t + 1 } else { t });
    }
    Some((path_energy(path_matrix, &z), z, path_matrix.clone()))";
    workspace.body("ocr", "find_path", greedy);
    let text = workspace.stdout(&["train"]);
    assert!(shares(&text)[0] < 5.0 && !text.contains("finite"), "{text}");
}

#[test]
fn whatever_a_function_does_it_is_named() {
    let workspace = Workspace::solved(&["ocr"]);
    let found = [
        (
            "find_path",
            "    panic!(\"no way from {:?}\", path_matrix.dim())",
            "It stops in `find_path`. It panicked on line",
        ),
        ("find_path", "    None", "`find_path` cannot be trained with: it returned None"),
        ("find_path", "    Some((0.0, vec![99], path_matrix.clone()))", "its path [99] does not fit"),
        ("windows", "    todo!()", "It stops in `windows`. Not written yet"),
        ("windows", "    image.clone()", "it returned 10 ×"),
        ("path_ce_grad", "    std::process::exit(0)", "It stops in `path_ce_grad`. It ended the program"),
        (
            "transform_word",
            "    let mut symbols = transform_word(word);\n    symbols.push(26);\n    symbols",
            "It stops in `transform_word`. The stack overflowed",
        ),
        (
            "indices_to_str",
            "    loop {\n        println!(\"{indices:?}\");\n    }",
            "It stops in `indices_to_str`. It printed",
        ),
        ("build_ce_matrix", "    targets", "The file does not compile on line"),
    ];
    for (function, body, says) in found {
        let kept = workspace.read("exercises/ocr/src/lib.rs");
        workspace.body("ocr", function, body);
        let error = unsatisfied(&workspace, &["train"]);
        assert!(error.contains(says), "{function}: {error}");
        workspace.write("exercises/ocr/src/lib.rs", &kept);
    }
    workspace.change("exercises/ocr/src/lib.rs", "pub fn occupancy", "fn occupancy");
    let error = unsatisfied(&workspace, &["read", "hello"]);
    assert!(error.contains("`occupancy` is private: write `pub fn occupancy`"), "{error}");
}

#[test]
fn wrong_words_and_options_get_a_sentence() {
    for (args, says) in [
        (vec!["read", "Hello"], "the word `Hello` has other letters than a to z: write 1 to 12 letters from a to z."),
        (vec!["read", "abcdefghijklm"], "has the wrong length"),
        (vec!["read", ""], "has the wrong length"),
        (vec!["read", "ü"], "has other letters"),
        (vec!["read"], "`read` needs one word"),
        (vec!["read", "two", "words"], "`read` needs one word"),
        (vec!["train", "ocr"], "`train` takes no names"),
        (vec!["train", "--loss", "sotf"], "there is no loss called `sotf`: did you mean `soft`"),
        (vec!["ocr", "--cold"], "`--cold` goes with `train` and `read` only"),
    ] {
        let error = SOLVED.error(&args);
        assert!(error.contains(says), "{args:?}: {error}");
        assert_eq!(error.trim_end().lines().count(), 1, "{error}");
    }
    let error = Workspace::of(&["gibbs"]).error(&["train"]);
    assert!(error.contains("no exercise of this course has a training"), "{error}");
}

#[test]
fn malformed_thresholds_and_defaults_are_refused_with_their_line() {
    for (file, old, new, says) in [
        ("ocr/exercise.toml", "noisy = 0.93", "noisy = 93", "exercise.toml:9:9: the threshold 93 of the training"),
        ("ocr/exercise.toml", "noisy = 0.93", "noise = 0.93", "exercise.toml:9:1: unknown field `noise`"),
        ("ocr/exercise.toml", "clean = 0.98", "clean = \"all\"", "exercise.toml:10:9: invalid type"),
        (
            "gibbs/exercise.toml",
            "\n[[function]]",
            "\n[training]\nnoisy = 0.5\nclean = 0.5\n\n[[function]]",
            "needs a function `transform_word`",
        ),
        (
            "course.toml",
            "[[assignment]]",
            "[training]\nown = 1\nclass = true\n[[assignment]]",
            "course.toml:3:7: invalid type",
        ),
    ] {
        let workspace = Workspace::of(&["gibbs", "ocr"]);
        workspace.change(&format!("fixtures/{file}"), old, new);
        let error = workspace.error(&["list"]);
        assert!(error.contains(says), "{says}: {error}");
        assert_eq!(error.trim_end().lines().count(), 1, "{error}");
    }
}

//! One submission per way to fail: each costs only what it touches, and says what happened.

mod common;

use common::{Workspace, flat, function, losses};

/// The reference everywhere, with one stored submission over it.
fn fate(submission: &str) -> serde_json::Value {
    workspace(submission).report(&[])
}

fn workspace(submission: &str) -> Workspace {
    let workspace = Workspace::solved(&["gibbs", "latent"]);
    workspace.overlay(submission);
    workspace
}

/// Only `entropy` is lost, its cases have this fate and verdict, and the report says these words.
fn entropy_alone(submission: &str, word: &str, verdict: &str, says: &str) {
    let workspace = workspace(submission);
    let report = workspace.report(&[]);
    assert_eq!(losses(&report), ["gibbs::entropy 0/5"], "{submission}");
    let check = &function(&report, "gibbs", "entropy")["checks"][0];
    assert_eq!(check["fate"], word, "{submission}");
    assert_eq!(check["verdict"], verdict, "{submission}");
    assert_eq!(check["evidence"][0]["ending"]["fate"], word, "{submission}");
    let text = workspace.stdout(&["gibbs", "--seed", "7"]);
    // nobody needs to be told of an empty function that it is empty
    assert!(word == "unfinished" || flat(&text).contains(says), "{submission}: {text}");
}

#[test]
fn a_function_still_to_write_is_not_run() {
    entropy_alone("todo_left", "unfinished", "not_run", "Not written yet");
}

#[test]
fn a_panic_names_its_message_and_the_students_line() {
    entropy_alone("panics", "panicked", "wrong", "It panicked on line 57: ndarray: index 3 is out of bounds");
}

#[test]
fn an_endless_loop_is_stopped_at_its_limit() {
    entropy_alone("loops", "overtime", "wrong", "Still running after 2 s");
}

#[test]
fn endless_printing_is_stopped() {
    entropy_alone("prints", "killed", "wrong", "It printed more than 4 MiB");
}

#[test]
fn a_stack_overflow_is_named() {
    entropy_alone("recurses", "killed", "wrong", "The stack overflowed");
}

#[test]
fn an_abort_is_named() {
    entropy_alone("aborts", "killed", "wrong", "It aborted the program");
}

#[test]
fn leaving_with_status_0_earns_nothing_whatever_was_printed() {
    entropy_alone("exits", "quit", "wrong", "ended the program with exit status 0");
}

#[cfg(target_os = "linux")]
#[test]
fn endless_allocation_is_stopped() {
    entropy_alone("hoards", "killed", "wrong", "more than 1024 MiB of memory");
}

#[test]
fn a_wrong_signature_shows_both() {
    entropy_alone(
        "wrong_signature",
        "not_built",
        "not_run",
        "Yours is `fn entropy(energies: &Array1<f64>, beta: f32) -> f64`",
    );
}

#[test]
fn a_missing_function_is_named() {
    entropy_alone("missing_function", "not_built", "not_run", "There is no `pub fn entropy`");
}

#[test]
fn a_private_function_is_told_to_be_public() {
    entropy_alone("private_function", "not_built", "not_run", "write `pub fn entropy`");
}

#[test]
fn several_wrong_signatures_cost_only_themselves() {
    let workspace = Workspace::solved(&["gibbs"]);
    let path = "exercises/gibbs/src/lib.rs";
    workspace.change(
        path,
        "pub fn entropy(energies: &Array1<f64>, beta: f64) -> f64",
        "pub fn entropy(energies: &Array1<f64>, beta: f64) -> Option<f64>",
    );
    workspace.body("gibbs", "entropy", "    Some(energies[0] * beta)");
    workspace.change(path, "pub fn gibbs_density(", "pub fn density(");
    let report = workspace.report(&[]);
    assert_eq!(losses(&report), ["gibbs::entropy 0/5", "gibbs::gibbs_density 0/4"]);
}

/// The exercise is lost as a whole, the other one is graded.
fn gibbs_alone(report: &serde_json::Value, state: &str) {
    let [gibbs, latent] = report["exercises"].as_array().expect("a list").as_slice() else { panic!("{report}") };
    assert_eq!((&gibbs["state"], &gibbs["points"]), (&state.into(), &0.into()));
    assert_eq!((&latent["state"], &latent["points"]), (&"graded".into(), &latent["max"]));
}

#[test]
fn a_syntax_error_costs_its_function_and_shows_rustcs_message_and_the_line() {
    let report = fate("syntax_error");
    assert_eq!(losses(&report), ["gibbs::entropy 0/5"]);
    let error = &report["exercises"][0]["errors"][0];
    assert_eq!((&error["file"], &error["line"]), (&"src/lib.rs".into(), &57.into()));
    assert!(error["message"].as_str().is_some_and(|message| message.starts_with("expected `;`")), "{error}");
}

#[test]
fn a_type_error_costs_its_function_and_shows_rustcs_message_and_the_line() {
    let report = fate("type_error");
    assert_eq!(losses(&report), ["gibbs::entropy 0/5"]);
    let error = &report["exercises"][0]["errors"][0];
    assert_eq!(
        (&error["message"], &error["code"], &error["line"]),
        (&"mismatched types".into(), &"E0308".into(), &56.into())
    );
}

#[test]
fn a_file_that_cannot_be_parted_costs_its_exercise_and_no_other() {
    let workspace = Workspace::solved(&["gibbs", "latent"]);
    workspace.change("exercises/gibbs/src/lib.rs", "pub fn entropy(", "pub fn entropy((");
    gibbs_alone(&workspace.report(&[]), "not_compiled");
}

#[test]
fn what_calls_a_function_that_does_not_compile_is_told_so() {
    let workspace = Workspace::solved(&["gibbs"]);
    let path = "exercises/gibbs/src/lib.rs";
    workspace.write(path, &(workspace.read(path) + "\nfn helper(p: f64) -> f64 {\n    p.lnn()\n}\n"));
    workspace.body("gibbs", "entropy", "    helper(beta * energies[0])");
    let report = workspace.report(&[]);
    assert_eq!(losses(&report), ["gibbs::entropy 0/5"]);
    let text = workspace.stdout(&["gibbs", "--seed", "7"]);
    assert!(text.contains("It needs `helper`, which does not compile"), "{text}");
}

#[test]
fn lints_that_a_file_calls_errors_cost_nothing() {
    let workspace = Workspace::solved(&["gibbs"]);
    let path = "exercises/gibbs/src/lib.rs";
    for strict in ["#![deny(warnings)]", "#![forbid(unused_variables)]", "#![deny(missing_docs, unused)]"] {
        let text = checkout_text("solutions/gibbs/src/lib.rs");
        let unused = "\npub fn unused() {\n    let nobody = 1;\n}\n";
        workspace.write(path, &format!("{strict}\n{text}{unused}"));
        assert_eq!(losses(&workspace.report(&[])), Vec::<String>::new(), "{strict}");
    }
}

fn checkout_text(path: &str) -> String {
    std::fs::read_to_string(common::checkout().join(path)).expect("a file")
}

#[test]
fn a_deleted_file_says_how_to_get_it_back() {
    let workspace = Workspace::solved(&["gibbs", "latent"]);
    std::fs::remove_file(workspace.path("exercises/gibbs/src/lib.rs")).expect("removed");
    let report = workspace.report(&[]);
    gibbs_alone(&report, "missing");
    assert!(workspace.stdout(&["--seed", "7"]).contains("reset gibbs"));
}

#[test]
fn a_file_that_is_no_text_does_not_compile_and_says_why() {
    let workspace = Workspace::solved(&["gibbs", "latent"]);
    std::fs::write(workspace.path("exercises/gibbs/src/lib.rs"), [0xff, 0xfe, 0x00]).expect("a file");
    let report = workspace.report(&[]);
    gibbs_alone(&report, "not_compiled");
    let error = &report["exercises"][0]["errors"][0];
    assert!(error["message"].as_str().is_some_and(|text| text.contains("save the file as UTF-8")), "{error}");
    let shown = workspace.stdout(&["--seed", "7"]);
    assert!(shown.contains("does not compile") && shown.contains("save the file as UTF-8"), "{shown}");
}

#[test]
fn an_error_outside_of_every_function_is_shown_and_costs_what_it_takes_along() {
    let workspace = Workspace::solved(&["gibbs", "latent"]);
    let path = "exercises/gibbs/src/lib.rs";
    let (solved, broken) = (workspace.read(path), "\ncompile_error!(\"not yet\");\n");
    let error = |report: &serde_json::Value| {
        let errors = report["exercises"][0]["errors"].as_array().expect("a list").clone();
        assert_eq!((errors.len(), &errors[0]["message"]), (1, &"not yet".into()), "{errors:?}");
    };
    // every function is there
    workspace.write(path, &(solved + broken));
    let report = workspace.report(&[]);
    assert_eq!(losses(&report), Vec::<String>::new());
    error(&report);
    // none has been begun, but something else has
    let stub = workspace.read("fixtures/submissions/stubs/gibbs/src/lib.rs");
    workspace.write(path, &(stub + broken));
    let report = workspace.report(&[]);
    gibbs_alone(&report, "graded");
    error(&report);
    // none is there
    workspace.write(path, broken);
    let report = workspace.report(&[]);
    gibbs_alone(&report, "not_compiled");
    error(&report);
    // without an error it does compile
    workspace.write(path, "pub fn other() {}\n");
    let report = workspace.report(&[]);
    gibbs_alone(&report, "graded");
    assert_eq!(report["exercises"][0]["errors"], serde_json::json!([]));
}

#[test]
fn a_file_none_of_whose_functions_compiles_does_not_compile() {
    let workspace = Workspace::solved(&["gibbs", "latent"]);
    let path = "exercises/gibbs/src/lib.rs";
    let text = workspace.read(path).replace("Array1<f64>", "Array9<f64>").replace("-> f64", "-> f65");
    workspace.write(path, &text);
    let report = workspace.report(&[]);
    gibbs_alone(&report, "not_compiled");
    let error = &report["exercises"][0]["errors"][0];
    assert!(error["message"].as_str().is_some_and(|text| text.contains("cannot find type")), "{error}");
}

#[test]
fn warnings_are_shown_and_cost_nothing() {
    let report = fate("warns");
    assert_eq!(losses(&report), Vec::<String>::new());
    assert_eq!(report["exercises"][0]["warnings"].as_array().map(Vec::len), Some(3));
}

#[test]
fn a_module_of_ones_own_is_as_good_as_one_file() {
    let workspace = Workspace::solved(&["gibbs"]);
    workspace.body("gibbs", "entropy", "    extra::entropy(&gibbs(energies, beta))");
    workspace.change("exercises/gibbs/src/lib.rs", "use probe", "mod extra;\nuse probe");
    workspace.write("exercises/gibbs/src/extra.rs", "use crate::gibbs as distribution;\npub fn entropy(p: &probe::ndarray::Array1<f64>) -> f64 {\n    let _ = distribution;\n    -p.iter().filter(|&&p| p > 0.0).map(|p| p * p.ln()).sum::<f64>()\n}\n");
    assert_eq!(losses(&workspace.report(&[])), Vec::<String>::new());
}

#[test]
fn a_hostile_manifest_and_build_script_are_never_read() {
    let workspace = Workspace::solved(&["gibbs"]);
    workspace.write("exercises/gibbs/build.rs", "fn main() { panic!(\"this must not run\") }");
    workspace.write("exercises/gibbs/Cargo.toml", "this is no manifest");
    workspace.write("exercises/gibbs/.cargo/config.toml", "this is no configuration");
    assert_eq!(losses(&workspace.report(&[])), Vec::<String>::new());
}

#[test]
fn unsafe_code_costs_its_function_however_it_is_allowed() {
    let workspace = Workspace::solved(&["gibbs", "latent"]);
    workspace.body("gibbs", "entropy", "    unsafe { *std::ptr::null::<f64>() }");
    assert_eq!(losses(&workspace.report(&[])), ["gibbs::entropy 0/5"]);
    // where warnings are errors, lints are lowered, but not this one
    let path = "exercises/gibbs/src/lib.rs";
    let strict = format!("#![deny(warnings)]\n{}\nfn f() {{ let x = 1; }}\n", workspace.read(path));
    workspace.write(path, &strict);
    assert_eq!(losses(&workspace.report(&[])), ["gibbs::entropy 0/5"]);
    workspace.body("gibbs", "entropy", "    #![allow(unsafe_code)]\n    unsafe { *std::ptr::null::<f64>() }");
    assert_eq!(losses(&workspace.report(&[])), ["gibbs::entropy 0/5"]);
    // to speak of it is free
    let workspace = Workspace::solved(&["gibbs"]);
    workspace.write(path, &format!("{}\nconst _X: f64 = 1.0; // no unsafe_code here\n", workspace.read(path)));
    assert_eq!(losses(&workspace.report(&[])), Vec::<String>::new());
}

#[test]
fn slices_and_the_other_macros_of_ndarray_compile() {
    let workspace = Workspace::solved(&["gibbs"]);
    let body = "    use probe::ndarray::{array, azip, s};\n    let p = gibbs(energies, beta);\n    let (head, tail) = (p.slice(s![..1]), p.slice(s![1..;1]));\n    let mut h = array![0.0];\n    azip!((&p in &head) h[0] -= p * p.ln());\n    h[0] - tail.iter().filter(|&&p| p > 0.0).map(|p| p * p.ln()).sum::<f64>()";
    workspace.body("gibbs", "entropy", body);
    assert_eq!(losses(&workspace.report(&[])), Vec::<String>::new());
}

#[test]
fn terminal_codes_in_a_panic_do_not_reach_the_report() {
    let workspace = Workspace::solved(&["gibbs"]);
    workspace.body("gibbs", "entropy", "    panic!(\"\\u{1b}[2J\\u{202e}gone {}\", beta + energies[0])");
    let text = workspace.stdout(&["--seed", "7"]);
    assert!(
        text.contains(": gone") && !text.contains("[2J") && !text.contains('\u{1b}') && !text.contains('\u{202e}'),
        "{text}"
    );
}

#[test]
fn replies_forged_by_the_function_itself_count_for_nothing() {
    let workspace = Workspace::solved(&["gibbs"]);
    // the socket of the conversation is the program's standard input
    let says = |line: &str| {
        format!(
            "    use std::io::Write;\n    use std::os::fd::AsFd;\n    let socket = std::io::stdin().as_fd().try_clone_to_owned().unwrap();\n    let mut socket = std::fs::File::from(socket);\n    for id in 0..500u64 {{\n        let _ = writeln!(socket, {line});\n    }}\n    energies.sum() * beta"
        )
    };
    for line in [r#""{{\"id\": {id}, \"value\": 1.0}}""#, r#""nonsense {id}""#, r#""{{\"start\": {id}}}""#] {
        workspace.body("gibbs", "entropy", &says(line));
        let report = workspace.report(&[]);
        assert_eq!(losses(&report), ["gibbs::entropy 0/5"], "{line}");
        let check = &function(&report, "gibbs", "entropy")["checks"][0];
        assert_eq!((&check["verdict"], &check["fate"]), (&"wrong".into(), &"protocol".into()), "{line}");
    }
}

#[test]
fn exit_status_and_words_of_ours_are_the_students_own_when_a_student_says_them() {
    let workspace = Workspace::solved(&["gibbs"]);
    for body in
        ["    std::process::exit(70)", "    eprintln!(\"probe: the calls are gone\");\n    std::process::exit(70)"]
    {
        workspace.body("gibbs", "entropy", body);
        let report = workspace.report(&[]);
        assert_eq!(losses(&report), ["gibbs::entropy 0/5"]);
        assert_eq!(function(&report, "gibbs", "entropy")["checks"][0]["verdict"], "wrong");
    }
}

#[test]
fn much_printing_is_cut_and_costs_nobody_anything() {
    let workspace = Workspace::solved(&["gibbs"]);
    let body = "    for _ in 0..900 {\n        println!(\"{}\", \"x\".repeat(1000));\n    }\n    let p = gibbs(energies, beta);\n    -p.iter().filter(|&&p| p > 0.0).map(|p| p * p.ln()).sum::<f64>()";
    workspace.body("gibbs", "entropy", body);
    assert_eq!(losses(&workspace.report(&[])), Vec::<String>::new());
}

#[test]
fn threads_are_free_and_their_panics_are_told() {
    let workspace = Workspace::solved(&["gibbs"]);
    let body = "    let p = gibbs(energies, beta);\n    std::thread::scope(|scope| {\n        let sum = scope.spawn(|| -p.iter().filter(|&&p| p > 0.0).map(|p| p * p.ln()).sum::<f64>());\n        let _ = scope.spawn(|| panic!(\"caught\")).join();\n        sum.join().unwrap()\n    })";
    workspace.body("gibbs", "entropy", body);
    assert_eq!(losses(&workspace.report(&[])), Vec::<String>::new());
}

#[test]
fn a_panic_inside_a_library_names_the_students_line() {
    let workspace = Workspace::solved(&["gibbs"]);
    let body = "    let wide = probe::ndarray::Array2::<f64>::zeros((2, energies.len() + 1));\n    wide.dot(energies).sum() * beta";
    workspace.body("gibbs", "entropy", body);
    let path = "exercises/gibbs/src/lib.rs";
    for marks in ["", "// catch_unwind: with this word a panic ends the call, without it the program\n"] {
        workspace.write(path, &format!("{marks}{}", workspace.read(path)));
        let line = workspace.read(path).lines().position(|line| line.contains("wide.dot")).expect("the line") + 1;
        let report = workspace.report(&[]);
        let ending = &function(&report, "gibbs", "entropy")["checks"][0]["evidence"][0];
        assert!(ending.to_string().contains(&format!("\"line\":{line}")), "{ending}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_function_starts_no_other_program() {
    let workspace = Workspace::solved(&["gibbs"]);
    let body = "    match std::process::Command::new(\"/bin/sleep\").arg(\"600\").spawn() {\n        Ok(_) => f64::NAN,\n        Err(_) => {\n            let p = gibbs(energies, beta);\n            -p.iter().filter(|&&p| p > 0.0).map(|p| p * p.ln()).sum::<f64>()\n        }\n    }";
    workspace.body("gibbs", "entropy", body);
    assert_eq!(losses(&workspace.report(&[])), Vec::<String>::new());
}

//! One submission per way to fail: each costs only what it touches, and says what happened.

mod common;

use common::{Workspace, function, losses};

/// The reference everywhere, with one stored submission over it.
fn fate(submission: &str) -> serde_json::Value {
    let workspace = Workspace::solved(&["gibbs", "latent"]);
    workspace.overlay(submission);
    workspace.report(&[])
}

/// Only `entropy` is lost, its cases have this fate and verdict, and the report says these words.
fn entropy_alone(submission: &str, word: &str, verdict: &str, says: &str) {
    let report = fate(submission);
    assert_eq!(losses(&report), ["gibbs::entropy 0/5"], "{submission}");
    let check = &function(&report, "gibbs", "entropy")["checks"][0];
    assert_eq!(check["fate"], word, "{submission}");
    assert_eq!(check["verdict"], verdict, "{submission}");
    let message = check["evidence"][0]["message"].as_str().expect("a message");
    assert!(message.contains(says), "{submission}: {message}");
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
    workspace.change(
        path,
        "    -p.iter().filter(|&&p| p > 0.0).map(|p| p * p.ln()).sum::<f64>()",
        "    Some(-p.iter().filter(|&&p| p > 0.0).map(|p| p * p.ln()).sum::<f64>())",
    );
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
fn a_syntax_error_shows_rustcs_first_message_and_the_line() {
    let report = fate("syntax_error");
    gibbs_alone(&report, "not_compiled");
    let error = &report["exercises"][0]["errors"][0];
    assert_eq!((&error["file"], &error["line"]), (&"src/lib.rs".into(), &57.into()));
    assert!(error["message"].as_str().is_some_and(|message| message.starts_with("expected `;`")), "{error}");
}

#[test]
fn a_type_error_shows_rustcs_first_message_and_the_line() {
    let report = fate("type_error");
    gibbs_alone(&report, "not_compiled");
    let error = &report["exercises"][0]["errors"][0];
    assert_eq!((&error["message"], &error["line"]), (&"mismatched types [E0308]".into(), &56.into()));
}

#[test]
fn a_deleted_file_says_how_to_get_it_back() {
    let workspace = Workspace::solved(&["gibbs", "latent"]);
    std::fs::remove_file(workspace.path("exercises/gibbs/src/lib.rs")).expect("removed");
    let report = workspace.report(&[]);
    gibbs_alone(&report, "missing");
    assert!(report["exercises"][0]["message"].as_str().is_some_and(|message| message.contains("reset gibbs")));
}

#[test]
fn a_file_that_is_no_text_does_not_compile_and_says_why() {
    let workspace = Workspace::solved(&["gibbs", "latent"]);
    std::fs::write(workspace.path("exercises/gibbs/src/lib.rs"), [0xff, 0xfe, 0x00]).expect("a file");
    let report = workspace.report(&[]);
    gibbs_alone(&report, "not_compiled");
    let error = &report["exercises"][0]["errors"][0];
    assert!(error["message"].as_str().is_some_and(|text| text.contains("save the file as UTF-8")), "{error}");
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
fn unsafe_code_does_not_compile() {
    let workspace = Workspace::solved(&["gibbs", "latent"]);
    workspace.body("gibbs", "entropy", "    unsafe { *std::ptr::null::<f64>() }");
    gibbs_alone(&workspace.report(&[]), "not_compiled");
    workspace.body("gibbs", "entropy", "    #![allow(unsafe_code)]\n    unsafe { *std::ptr::null::<f64>() }");
    gibbs_alone(&workspace.report(&[]), "refused");
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
    assert!(text.contains("[2Jgone") && !text.contains('\u{1b}') && !text.contains('\u{202e}'), "{text}");
}

#[test]
fn a_forged_reply_of_another_call_counts_for_nothing() {
    let workspace = Workspace::solved(&["gibbs"]);
    // writes replies for every call into the file that the probe was given
    workspace.body(
        "gibbs",
        "entropy",
        "    use std::io::Write;\n    let path = std::env::args().nth(2).unwrap_or_default();\n    let mut file = std::fs::OpenOptions::new().append(true).open(path).unwrap();\n    for id in 0..500 {\n        writeln!(file, \"{{\\\"id\\\": {id}, \\\"value\\\": 1.0}}\\nnonsense\").unwrap();\n    }\n    energies.sum() * beta",
    );
    assert_eq!(losses(&workspace.report(&[])), ["gibbs::entropy 0/5"]);
}

#[test]
fn a_program_that_removes_its_replies_changes_nothing() {
    let workspace = Workspace::solved(&["gibbs"]);
    let body = "    let _ = std::fs::remove_file(std::env::args().nth(2).unwrap_or_default());\n    let p = gibbs(energies, beta);\n    -p.iter().filter(|&&p| p > 0.0).map(|p| p * p.ln()).sum::<f64>()";
    workspace.body("gibbs", "entropy", body);
    assert_eq!(losses(&workspace.report(&[])), Vec::<String>::new());
}

#[cfg(target_os = "linux")]
#[test]
fn what_a_function_starts_is_ended_with_it() {
    let workspace = Workspace::solved(&["gibbs"]);
    let body = "    if let Ok(child) = std::process::Command::new(\"/bin/sleep\").arg(\"600\").spawn() {\n        let _ = std::fs::write(\"../../../child\", child.id().to_string());\n    }\n    let p = gibbs(energies, beta);\n    -p.iter().filter(|&&p| p > 0.0).map(|p| p * p.ln()).sum::<f64>()";
    workspace.body("gibbs", "entropy", body);
    let text = workspace.stdout(&["call", "gibbs", "entropy", "[[1.0, 2.0], 2.0]"]);
    assert!(text.trim().parse::<f64>().is_ok(), "{text}");
    let child = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("child");
    let pid = std::fs::read_to_string(&child).expect("the program was started");
    // a killed process may take a moment to leave the table of processes; an unkilled one stays for ten minutes
    let state = || std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let gone = || state().is_empty() || state().contains(") Z ");
    let ended = (0..300).any(|_| {
        gone() || {
            std::thread::sleep(std::time::Duration::from_millis(100));
            false
        }
    });
    assert!(ended, "{}", state());
}

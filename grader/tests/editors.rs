//! What editors get: messages as cargo gives them, and settings that name a command line which the grader takes.

mod common;

use cargo_metadata::diagnostic::{Diagnostic, DiagnosticLevel};
use cargo_metadata::{CompilerMessage, Message};
use common::{Workspace, checkout};
use grader::cli::{Asked, STUDENTS, parse};
use lexopt::Parser;
use std::fs;

fn messages(workspace: &Workspace) -> (Vec<CompilerMessage>, bool) {
    let text = workspace.stdout(&["--format", "rustc", "--seed", "7", "--no-training"]);
    let (mut messages, mut finished) = (vec![], None);
    for message in Message::parse_stream(text.as_bytes()) {
        match message.expect("a message") {
            Message::CompilerMessage(message) => messages.push(message),
            Message::BuildFinished(end) => finished = Some(end.success),
            other => panic!("{other:?}"),
        }
    }
    (messages, finished.expect("an end"))
}

/// Where a message is: the file, and the word that is marked.
fn marked(workspace: &Workspace, said: &Diagnostic) -> (String, String) {
    let span = said.spans.iter().find(|span| span.is_primary).expect("a place");
    let text = workspace.read(&span.file_name);
    let line = text.lines().nth(span.line_start - 1).expect("the line");
    let word: String = line.chars().skip(span.column_start - 1).take(span.column_end - span.column_start).collect();
    assert_eq!(word, text[span.byte_start as usize..span.byte_end as usize]);
    (span.file_name.clone(), word)
}

#[test]
fn every_wrong_function_is_a_message_at_its_name_with_the_failing_call_as_a_note() {
    let workspace = Workspace::of(&["gibbs", "nll"]);
    assert_eq!(messages(&workspace).0.len(), 0, "nothing is wrong where nothing is written");
    workspace.change("exercises/gibbs/src/lib.rs", "pub fn log_sum_exp", "/* ü */ pub fn log_sum_exp");
    workspace.body("gibbs", "log_sum_exp", "    let unused = 1;\n    values.mapv(f64::exp).sum().ln()");
    workspace.body("gibbs", "gibbs", "    let w = energies.mapv(|f| (-f).exp());\n    let z = w.sum();\n    w / z");
    workspace.body("gibbs", "entropy", "    \"none\"");
    let (messages, success) = messages(&workspace);
    assert!(!success);
    let file = "exercises/gibbs/src/lib.rs".to_owned();
    let about = |word: &str| {
        let of = |one: &&CompilerMessage| marked(&workspace, &one.message) == (file.clone(), word.to_owned());
        let all: Vec<&CompilerMessage> = messages.iter().filter(of).collect();
        assert_eq!(all.len(), 1, "{word}: {messages:?}");
        assert_eq!(all[0].target.name, "gibbs");
        assert!(all[0].target.src_path.ends_with(&file) && all[0].target.src_path.is_file());
        &all[0].message
    };
    let partly = about("log_sum_exp");
    assert!(matches!(partly.level, DiagnosticLevel::Warning), "{partly:?}");
    assert!(partly.message.starts_with("`log_sum_exp` has 5 of 8 points. "), "{}", partly.message);
    let wrong = about("gibbs");
    assert!(matches!(wrong.level, DiagnosticLevel::Error) && wrong.message.contains("beta left out"), "{wrong:?}");
    let note = &wrong.children[0];
    assert!(matches!(note.level, DiagnosticLevel::Note), "{note:?}");
    assert!(note.message.starts_with("`gibbs` with energies = [1, 2, 3], beta = 2: off by"), "{}", note.message);
    assert!(wrong.rendered.as_ref().is_some_and(|text| text.contains("exercises/gibbs/src/lib.rs:")));
    // what the compiler says, once, and no word of what it left out
    let refused = about("\"");
    assert_eq!(refused.code.as_ref().map(|code| code.code.as_str()), Some("E0308"));
    assert!(messages.iter().all(|one| !one.message.message.contains("`entropy` has")));
    // what is not the compiler's has a code of its own
    let coded = |one: &&CompilerMessage| one.message.code.as_ref().is_some_and(|code| code.code == "grader");
    assert_eq!(messages.iter().filter(coded).count(), 2);
}

/// The words behind `--` of a command that runs the grader.
fn of_grader(words: &[String]) -> Vec<String> {
    let start = ["run", "-q", "-p", "grader", "--"].map(str::to_owned);
    words.strip_prefix(&start).unwrap_or_else(|| panic!("{words:?} runs something else")).to_vec()
}

fn understood(words: &[String]) {
    let asked = parse(&STUDENTS, Parser::from_args(words));
    assert!(matches!(asked, Ok(Asked::Command(_))), "{words:?}: {asked:?}");
}

fn strings(list: &serde_json::Value) -> Vec<String> {
    let list = list.as_array().unwrap_or_else(|| panic!("{list} is no list"));
    list.iter().map(|word| word.as_str().expect("a word").to_owned()).collect()
}

#[test]
fn settings_of_editors_name_command_lines_that_are_understood() {
    let read = |path: &str| fs::read_to_string(checkout().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    let json = |path: &str| -> serde_json::Value { serde_json::from_str(&read(path)).expect("JSON") };
    let helix: toml::Table = read(".helix/languages.toml").parse().expect("TOML");
    let helix = &helix["language-server"]["rust-analyzer"]["config"]["check"]["overrideCommand"];
    let helix = helix.as_array().expect("a list").iter().map(|word| word.as_str().expect("a word").to_owned());
    let mut all = vec![
        strings(&json(".vscode/settings.json")["rust-analyzer.check.overrideCommand"]),
        strings(
            &json(".zed/settings.json")["lsp"]["rust-analyzer"]["initialization_options"]["check"]["overrideCommand"],
        ),
        helix.collect(),
    ];
    let readme = read("README.md");
    for vector in readme.split("[\"cargo\" ").skip(1) {
        let (words, _) = vector.split_once(']').expect("the end of a vector");
        let words = format!("\"cargo\" {words}");
        all.push(words.split(' ').map(|word| word.trim_matches('"').to_owned()).collect());
    }
    assert_eq!(all.len(), 5, "three editors, and Emacs in two ways");
    for command in all {
        assert_eq!(command[0], "cargo");
        let words = of_grader(&command[1..]);
        assert!(words.windows(2).any(|pair| pair == ["--format", "rustc"]), "{words:?}");
        understood(&words);
    }
    let tasks = json(".vscode/tasks.json");
    for task in tasks["tasks"].as_array().expect("tasks") {
        assert_eq!(task["command"], "cargo");
        let words: Vec<String> = of_grader(&strings(&task["args"]));
        understood(
            &words.iter().map(|word| word.replace("${relativeFile}", "exercises/gibbs/src/lib.rs")).collect::<Vec<_>>(),
        );
    }
}

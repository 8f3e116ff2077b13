//! What README shows is what the program prints, word for word.
//!
//! A line `<!-- printed by: ARGUMENTS -->` stands before every such block; `README=write cargo test -p grader --test
//! readme` writes the blocks anew.

mod common;

use common::{Workspace, checkout};
use std::{env, fs};

/// A student who has begun.
const SUBMISSION: &str = "begun";

#[test]
fn the_sessions_in_readme_are_real() {
    let path = checkout().join("README.md");
    let readme = fs::read_to_string(&path).expect("README.md");
    let names: Vec<String> = fs::read_dir(checkout().join("exercises"))
        .expect("exercises")
        .flatten()
        .filter(|entry| entry.path().join("src").is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    let workspace = Workspace::of(&names.iter().map(String::as_str).collect::<Vec<_>>());
    fs::copy(checkout().join("fixtures/course.toml"), workspace.path("fixtures/course.toml")).expect("the course");
    workspace.overlay(SUBMISSION);
    let (current, blocks) = renewed(&readme, &|args| workspace.stdout(args));
    assert!(blocks > 0, "README shows no session");
    if env::var_os("README").is_some_and(|wish| wish == "write") {
        fs::write(&path, current).expect("README.md");
    } else {
        assert!(
            readme == current,
            "README.md is not current: README=write cargo test -p grader --test readme\n{current}"
        );
    }
}

/// The text with every block printed anew, and how many there are.
fn renewed(text: &str, print: &dyn Fn(&[&str]) -> String) -> (String, usize) {
    const MARK: &str = "<!-- printed by: ";
    const FENCE: &str = "```\n";
    let mut pieces = text.split(MARK);
    let mut made = pieces.next().unwrap_or_default().to_owned();
    let mut blocks = 0;
    for piece in pieces {
        let (args, rest) = piece.split_once(" -->\n").expect("the end of the mark");
        let (between, rest) = rest.split_once(FENCE).expect("a block");
        assert_eq!(between.trim(), "", "a block follows its mark");
        let (_, rest) = rest.split_once(FENCE).expect("the end of the block");
        let printed = print(&args.split_whitespace().collect::<Vec<_>>());
        made += &format!("{MARK}{args} -->\n{between}{FENCE}{}\n{FENCE}{rest}", printed.trim_matches('\n'));
        blocks += 1;
    }
    (made, blocks)
}

#[test]
fn a_block_is_printed_anew_and_nothing_else_changes() {
    let text = "a\n<!-- printed by: gibbs --seed 7 -->\n```\nold\n```\nb\n```\nkept\n```\n";
    let (made, blocks) = renewed(text, &|args| format!("{args:?}\n"));
    assert_eq!(made, text.replace("old", "[\"gibbs\", \"--seed\", \"7\"]"));
    assert_eq!(blocks, 1);
}

//! Every example of `exercises/ndarray.md` is compiled and run.
//!
//! The page becomes one program in which each line stands where it stands in the page, so that rustc's errors and
//! panics name the line of the page. A block that begins with `use` holds for all that follow.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Command;

/// The program, and the names of its examples.
fn program(page: &str) -> (String, Vec<String>) {
    let (mut text, mut examples) = (String::new(), vec![]);
    let mut end = None;
    let mut lines = page.lines().enumerate().peekable();
    while let Some((i, line)) = lines.next() {
        let line = match (end, line) {
            (None, "```rust") if lines.peek().is_some_and(|(_, next)| next.starts_with("use ")) => {
                end = Some("");
                String::new()
            }
            (None, "```rust") => {
                end = Some("}");
                examples.push(format!("line_{}", i + 1));
                format!("fn line_{}() {{", i + 1)
            }
            (Some(closing), "```") => {
                end = None;
                closing.to_owned()
            }
            (Some(_), code) => code.to_owned(),
            (None, _) => String::new(),
        };
        writeln!(text, "{line}").expect("a string takes everything");
    }
    let calls: String = examples.iter().map(|name| format!("{name}(); ")).collect();
    writeln!(text, "fn main() {{ {calls} }}").expect("a string takes everything");
    (text, examples)
}

#[test]
fn every_example_of_the_page_holds() {
    let probe = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = probe.join("../..");
    let page = fs::read_to_string(root.join("exercises/ndarray.md")).expect("the page");
    let (text, examples) = program(&page);
    assert!(examples.len() >= 30, "the examples are not where they were: {examples:?}");
    for block in page.split("```rust\n").skip(1).filter_map(|rest| rest.split("```").next()) {
        assert!(block.starts_with("use ") || block.contains("assert"), "nothing is asserted here:\n{block}");
    }

    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("ndarray-page");
    fs::create_dir_all(&folder).expect("a folder");
    let manifest = format!(
        "[package]\nname = \"page\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\
         [[bin]]\nname = \"page\"\npath = \"ndarray.md.rs\"\n[dependencies]\nprobe.path = {probe:?}\n[workspace]\n"
    );
    fs::write(folder.join("Cargo.toml"), manifest).expect("a manifest");
    fs::write(folder.join("ndarray.md.rs"), text).expect("a program");
    fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock")).expect("the lock file");
    let output = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--offline", "--target-dir", "target"])
        .current_dir(&folder)
        .env("RUSTFLAGS", "-Awarnings")
        .env_remove("CARGO_TARGET_DIR")
        .output()
        .expect("cargo");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

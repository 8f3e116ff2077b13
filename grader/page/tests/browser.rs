//! Pages in a real browser: light, dark, narrow, wide and on paper, with nothing that axe-core objects to.
//!
//! It needs node, Debian's chromium, and a folder with `puppeteer-core` and `axe-core` in the variable `PAGE_TOOLS`,
//! as `.ci/run` makes it. Where that is not set nothing is tested here, and the test says so.

mod common;

use common::{checkout, course, page, report, stored};
use judge::attempts::{Attempt, Attempts, Of};
use page::book;
use page::material::Material;
use page::report::page_over_time;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

#[test]
fn a_browser_has_nothing_to_object_to() {
    let Some(tools) = env::var_os("PAGE_TOOLS") else {
        eprintln!("left out: no pages were opened in a browser, because PAGE_TOOLS is not set");
        return;
    };
    let (course, home) = (course(), tempfile::tempdir().expect("a folder"));
    let mut files = vec![];
    for (name, folder) in [
        ("untouched.html", stored("stubs")),
        ("answers.html", stored("answers_2024")),
        ("error.html", stored("syntax_error")),
        ("right.html", checkout().join("solutions")),
    ] {
        let file = home.path().join(name);
        fs::write(&file, page(&course, &report(&course, &folder, &[]))).expect("a page");
        files.push(file);
    }
    let attempt = |at: u64, points: u32| Attempt {
        at,
        of: Of::Exercise,
        name: "gibbs".into(),
        points,
        max: 47,
        terms: String::new(),
    };
    let attempts = Attempts { all: vec![attempt(0, 3), attempt(90_000, 20), attempt(200_000, 47)], now: 200_000 };
    let report = report(&course, &stored("stubs"), &["gibbs"]);
    let file = home.path().join("over_time.html");
    let html = page_over_time(&report, &Material { course: &course }, Some(&attempts));
    assert!(html.contains("gibbs had 3 points 2 days ago and has 47 of 47 now."));
    fs::write(&file, html).expect("a page");
    files.push(file);
    let folder = home.path().join("book");
    book::write(&Material { course: &course }, &folder).expect("a book");
    let pages = fs::read_dir(&folder).expect("the book").flatten().map(|entry| entry.path());
    files.extend(pages.filter(|path| path.extension().is_some_and(|end| end == "html")));
    objections(Path::new(&tools), home.path(), &files);
}

fn objections(tools: &Path, home: &Path, files: &[PathBuf]) {
    let browser = env::var_os("PAGE_BROWSER").unwrap_or_else(|| "/usr/bin/chromium".into());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser.mjs");
    let mut node = Command::new("node");
    node.arg(script).arg(tools).arg(browser).arg(home.join("profile"));
    if let Some(shots) = env::var_os("PAGE_SHOTS") {
        node.arg("--shots").arg(shots);
    }
    let output = node.args(files).output().expect("node");
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{text}");
    assert!(text.contains(&format!("{} pages in 6 styles, 0 faults", files.len())), "{text}");
}

//! The page that README shows is the one that is written.
//!
//! `README=write PAGE_TOOLS=… cargo test -p page --test readme` takes the picture anew, in the browser of `browser.rs`.

mod common;

use common::{checkout, course, page, report, stored};
use judge::digest::Digest;
use std::path::Path;
use std::process::Command;
use std::{env, fs};

/// What the picture shows: the work of a student who has begun, one function of it.
const SUBMISSION: &str = "begun";
const EXERCISE: &str = "gibbs";
const PART: &str = "gibbs-gibbs";
const NEXT: &str = "gibbs-gibbs_batch";

/// The picture, and beside it what page it was taken of.
const PICTURE: &str = "grader/page/picture.png";
const TAKEN_OF: &str = "grader/page/picture.txt";

#[test]
fn the_picture_in_readme_is_of_the_page_that_is_written() {
    let course = course();
    let html = page(&course, &report(&course, &stored(SUBMISSION), &[EXERCISE]));
    let mut digest = Digest::new();
    // what the picture shows, and how it is shown: the rest of the page may change
    digest.field(between(&html, "<style>", "</style>"));
    digest.field(between(&html, &format!("id=\"{PART}\""), &format!("id=\"{NEXT}\"")));
    let taken = format!("{PART} of a page with digest {}\n", digest.finish_hex());
    if env::var_os("README").is_some_and(|wish| wish == "write") {
        let tools = env::var_os("PAGE_TOOLS").expect("PAGE_TOOLS: a folder with puppeteer-core");
        take(Path::new(&tools), &html);
        fs::write(checkout().join(TAKEN_OF), &taken).expect("written");
    }
    let readme = fs::read_to_string(checkout().join("README.md")).expect("README.md");
    assert!(readme.contains(&format!("]({PICTURE})")), "README.md does not show {PICTURE}");
    assert!(
        fs::metadata(checkout().join(PICTURE)).is_ok_and(|picture| picture.len() > 10_000),
        "{PICTURE} is no picture"
    );
    let stored = fs::read_to_string(checkout().join(TAKEN_OF)).unwrap_or_default();
    assert_eq!(stored, taken, "{PICTURE} is not current: README=write PAGE_TOOLS=… cargo test -p page --test readme");
}

fn between<'a>(html: &'a str, start: &str, end: &str) -> &'a str {
    let (_, rest) = html.split_once(start).unwrap_or_else(|| panic!("the page has no {start}"));
    rest.split_once(end).unwrap_or_else(|| panic!("the page has no {end}")).0
}

fn take(tools: &Path, html: &str) {
    let home = tempfile::tempdir().expect("a folder");
    let file = home.path().join("page.html");
    fs::write(&file, html).expect("a page");
    let browser = env::var_os("PAGE_BROWSER").unwrap_or_else(|| "/usr/bin/chromium".into());
    let mut node = Command::new("node");
    node.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/picture.mjs")).arg(tools).arg(browser);
    node.arg(home.path().join("profile")).arg(file).arg(PART).arg(checkout().join(PICTURE));
    let output = node.output().expect("node");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

//! What the compiler says of naive first attempts, and what we say beside it: the real rustc, the real ndarray.

use judge::advice::{Advice, Section, advice};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn checkout() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// One naive first attempt.
struct Attempt {
    name: String,
    /// How the sentences of ours begin.
    says: Vec<String>,
    code: String,
}

fn attempts() -> Vec<Attempt> {
    let text = include_str!("advice/mistakes.txt");
    let blocks = text.split("\n== ").skip(1);
    let attempt = |block: &str| {
        let (name, rest) = block.split_once('\n').expect("code below a name");
        let (says, code): (Vec<&str>, Vec<&str>) = rest.lines().partition(|line| line.starts_with("> "));
        let says = says.into_iter().map(|line| line[2..].to_owned()).collect();
        Attempt { name: name.to_owned(), says, code: code.join("\n") }
    };
    blocks.map(attempt).collect()
}

/// The advice on every attempt, in the order of rustc's errors, each once; attempts that compile are missing.
fn judged(attempts: &[Attempt]) -> BTreeMap<usize, Vec<Advice>> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("advice");
    let examples = folder.join("examples");
    drop(fs::remove_dir_all(&examples));
    fs::create_dir_all(&examples).expect("a folder");
    let probe = checkout().join("grader/probe");
    let manifest = format!(
        "[package]\nname = \"attempts\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\
         [lib]\npath = \"lib.rs\"\n[dependencies]\nprobe.path = {probe:?}\n[workspace]\n"
    );
    fs::write(folder.join("Cargo.toml"), manifest).expect("a manifest");
    fs::write(folder.join("lib.rs"), "").expect("a file");
    fs::copy(checkout().join("Cargo.lock"), folder.join("Cargo.lock")).expect("the lock file");
    for (i, attempt) in attempts.iter().enumerate() {
        // what a student's file begins with, and a function that stands above in it
        let text = format!(
            "#![allow(unused, dead_code)]\nuse probe::ndarray::{{Array1, Array2, Array3}};\n{}\n{}fn main() {{}}\n",
            attempt.code,
            if attempt.code.contains("fn gibbs(") {
                ""
            } else {
                "fn gibbs(energies: &Array1<f64>, beta: f64) -> Array1<f64> { todo!() }\n"
            }
        );
        fs::write(examples.join(format!("attempt_{i}.rs")), text).expect("an attempt");
    }
    let output = Command::new(env!("CARGO"))
        .args(["check", "--offline", "--examples", "--keep-going", "--message-format=json", "--target-dir", "target"])
        .current_dir(&folder)
        .env_remove("CARGO_TARGET_DIR")
        .output()
        .expect("cargo");
    let mut judged: BTreeMap<usize, Vec<Advice>> = BTreeMap::new();
    for line in String::from_utf8(output.stdout).expect("text").lines() {
        let json: serde_json::Value = serde_json::from_str(line).expect("JSON");
        let message = &json["message"];
        let text = message["message"].as_str().unwrap_or_default();
        if message["level"] != "error" || text.starts_with("aborting due to") {
            continue;
        }
        let target = json["target"]["name"].as_str().expect("a target");
        let number = target.strip_prefix("attempt_").expect("an attempt").parse().expect("a number");
        let spans = message["spans"].as_array().expect("a list");
        let primary = spans.iter().find(|span| span["is_primary"] == true);
        let source = primary.and_then(|span| span["text"][0]["text"].as_str());
        let rendered = message["rendered"].as_str().expect("text");
        let code = message["code"]["code"].as_str();
        let said = advice(code, text, rendered, source);
        assert_eq!(said, advice(code, text, rendered, None), "the line of code is found in rustc's text:\n{rendered}");
        let all = judged.entry(number).or_default();
        all.extend(said.filter(|said| !all.contains(said)));
    }
    assert!(!judged.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    judged
}

#[test]
fn beginners_hear_the_right_sentence_and_no_wrong_one() {
    let attempts = attempts();
    let judged = judged(&attempts);
    let mut wrong = vec![];
    for (i, attempt) in attempts.iter().enumerate() {
        let Some(said) = judged.get(&i) else {
            wrong.push(format!("{}: compiles", attempt.name));
            continue;
        };
        let fits = said.len() == attempt.says.len()
            && said.iter().zip(&attempt.says).all(|(said, asked)| said.text.starts_with(asked.as_str()));
        if !fits {
            wrong.push(format!("{}: {said:?} instead of {:?}", attempt.name, attempt.says));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let silent = attempts.iter().filter(|attempt| attempt.says.is_empty()).count();
    assert!(silent >= 40 && attempts.len() - silent >= 100, "{silent} of {}", attempts.len());
}

#[test]
fn every_section_that_is_named_is_in_the_page() {
    let page = fs::read_to_string(checkout().join("exercises/ndarray.md")).expect("the page");
    let headings: Vec<&str> = page.lines().filter_map(|line| line.strip_prefix("## ")).collect();
    for section in Section::ALL {
        assert!(headings.contains(&section.heading()), "{} is not a section of the page", section.heading());
    }
    for link in page.split("](#").skip(1).filter_map(|rest| rest.split(')').next()) {
        let anchor = |heading: &&str| heading.to_lowercase().replace(',', "").replace(' ', "-");
        assert!(headings.iter().any(|heading| anchor(heading) == link), "the link to #{link} leads nowhere");
    }
}

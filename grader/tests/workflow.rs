//! The files by which servers grade on every push: they are YAML of the right shape, ask for nothing, and what they
//! run runs.
#![cfg(unix)]

mod common;

use common::{PROGRAM, Workspace, checkout};
use pulldown_cmark::{Event, Options, Parser};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};
use yaml_rust2::{Yaml, YamlLoader};

const GITHUB: &str = "grader/class/src/release/text/grade.yml";
const GITLAB: &str = "grader/class/src/release/text/gitlab-ci.yml";

fn read(path: &str) -> (String, Yaml) {
    let text = fs::read_to_string(checkout().join(path)).expect("the file");
    let mut all = YamlLoader::load_from_str(&text).expect("YAML");
    assert_eq!(all.len(), 1, "one document");
    (text, all.remove(0))
}

/// A shell line in a workspace, where `cargo run -p grader` is the grader that is tested, and rustup installs nothing.
fn run(workspace: &Workspace, script: &str) -> Output {
    let tools = workspace.path("tools");
    fs::create_dir_all(&tools).expect("a folder");
    let cargo = format!(
        "#!/bin/bash\nif [ \"$1 $2 $3 $4 $5\" = 'run -q -p grader --' ]; then shift 5; exec '{PROGRAM}' \"$@\"; fi\nexec '{}' \"$@\"\n",
        env!("CARGO")
    );
    for (name, text) in [("cargo", cargo.as_str()), ("rustup", "#!/bin/bash\nexit 0\n")] {
        fs::write(tools.join(name), text).expect("a file");
        fs::set_permissions(tools.join(name), fs::Permissions::from_mode(0o755)).expect("permissions");
    }
    let path = format!("{}:{}", tools.display(), std::env::var("PATH").expect("a path"));
    // as the runner starts bash where a workflow asks for it
    let mut bash = Command::new("bash");
    bash.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script]).current_dir(workspace.root.path());
    bash.env("PATH", path).env("CARGO_TARGET_DIR", env!("CARGO_TARGET_TMPDIR"));
    for file in ["GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT"] {
        bash.env(file, workspace.path(file));
    }
    bash.output().expect("bash")
}

fn succeeds(workspace: &Workspace, script: &str) -> String {
    let output = run(workspace, script);
    let says = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{script}: {says}");
    String::from_utf8(output.stdout).expect("text")
}

#[test]
fn a_push_to_github_is_graded_and_the_report_stands_in_the_summary() {
    let (text, yaml) = read(GITHUB);
    assert!(!text.contains("secrets") && !text.contains("GITHUB_TOKEN") && !text.contains("pull_request_target"));
    assert_eq!(yaml["permissions"]["contents"].as_str(), Some("read"));
    assert_eq!(yaml["permissions"].as_hash().map(|all| all.len()), Some(1));
    let job = &yaml["jobs"]["grade"];
    assert!(job["permissions"].is_badvalue() && job["timeout-minutes"].as_i64().is_some_and(|minutes| minutes <= 60));
    assert_eq!(job["defaults"]["run"]["shell"].as_str(), Some("bash"));
    let steps = job["steps"].as_vec().expect("steps");
    for uses in steps.iter().filter_map(|step| step["uses"].as_str()) {
        let (action, version) = uses.split_once("@v").expect("a version");
        let numbers: Vec<&str> = version.split('.').collect();
        assert!(action.starts_with("actions/"), "{uses}");
        assert!(numbers.len() == 3 && numbers.iter().all(|number| number.parse::<u32>().is_ok()), "{uses}");
    }
    let cache = steps.iter().find(|step| step["uses"].as_str().is_some_and(|uses| uses.contains("cache")));
    let cached = cache.and_then(|step| step["with"]["path"].as_str()).expect("a cache");
    assert!(cached.lines().any(|line| line == "target"), "{cached}");
    let workspace = Workspace::solved(&["gibbs"]);
    workspace.body("gibbs", "entropy", "todo!()");
    for step in steps {
        let script = step["run"].as_str();
        assert!(script.is_some() || step["uses"].as_str().is_some(), "{step:?}");
        assert!(step["env"].is_badvalue() && step["continue-on-error"].is_badvalue());
        script.map(|script| succeeds(&workspace, script));
    }
    assert!(workspace.read("GITHUB_OUTPUT").starts_with("version=rustc-1."));
    let summary = workspace.read("GITHUB_STEP_SUMMARY");
    assert!(summary.starts_with("## A small course: homework\n\n**"), "{summary}");
    assert!(summary.contains("|  | gibbs | 42 / 47 | 7 right, 1 to write |"), "{summary}");
    assert_eq!(summary, workspace.stdout(&["--no-training", "--format", "markdown"]));
    // what disturbs grading makes the run red
    workspace.write("fixtures/course.toml", "title = ");
    let script = steps.last().and_then(|step| step["run"].as_str()).expect("a script");
    assert_eq!(run(&workspace, script).status.code(), Some(2));
}

#[test]
fn a_push_to_gitlab_is_graded_and_the_report_is_kept() {
    let (text, yaml) = read(GITLAB);
    assert!(!text.contains("TOKEN") && !text.contains("PASSWORD"));
    let job = &yaml["grade"];
    let image = job["image"].as_str().and_then(|image| image.strip_prefix("rust:1.")).expect("an image");
    let minor: u32 = image.split(['.', '-']).next().and_then(|minor| minor.parse().ok()).expect("a version");
    let workspace_manifest = fs::read_to_string(checkout().join("Cargo.toml")).expect("the manifest");
    let (_, least) = workspace_manifest.split_once("rust-version = \"1.").expect("a version");
    let least: u32 = least.split('"').next().and_then(|minor| minor.parse().ok()).expect("a version");
    assert!(minor >= least, "the image has an older Rust than the course needs");
    assert_eq!(job["cache"]["paths"][0].as_str(), Some("target/"));
    let workspace = Workspace::of(&["gibbs"]);
    let lines = job["script"].as_vec().expect("lines").iter().filter_map(Yaml::as_str);
    let said: String = lines.map(|line| succeeds(&workspace, line)).collect();
    let report = workspace.read("report.md");
    assert!(said.ends_with(&report) && report.starts_with("## A small course: homework"), "{said}");
    assert_eq!(job["artifacts"]["paths"][0].as_str(), Some("report.md"));
    assert!(Path::new(PROGRAM).exists());
}

/// Everything in a text that is markup of HTML.
fn tags(markdown: &str) -> Vec<String> {
    let events = Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH);
    let html = events.filter_map(|event| match event {
        Event::Html(html) | Event::InlineHtml(html) => Some(html.into_string()),
        _ => None,
    });
    html.flat_map(|html| {
        html.split('<').skip(1).map(|rest| rest.split('>').next().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    })
    .collect()
}

#[test]
fn no_text_of_others_becomes_markup() {
    let workspace = Workspace::solved(&["gibbs"]);
    let course = workspace.read("fixtures/course.toml");
    let hostile = "</table><script>x</script> | `a` **b** [c](https://d.org) ![e](f) $g$ @h";
    let course =
        course.replace("A small course", hostile).replace("title = \"Homework\"", &format!("title = \"{hostile}\""));
    workspace.write("fixtures/course.toml", &course.replace("title = \"All\"", &format!("title = \"{hostile}\"")));
    // a student's words in what the compiler says, in the name of a file, and in a panic
    workspace.body("gibbs", "entropy", "panic!(\"</details>\\n``````\\n<script>y</script> [z](http://z)\")");
    workspace.body("gibbs", "variance", "let _unused_and_long: &str = \"```</details><b>\"; 1.0");
    workspace.write("exercises/gibbs/src/`</summary>[x](y).RS.rs", "");
    let text = workspace.stdout(&["--no-training", "--format", "markdown"]);
    let mut seen = tags(&text);
    seen.sort();
    seen.dedup();
    assert_eq!(seen, ["/b", "/details", "/sub", "/summary", "b", "details", "sub", "summary"], "{text}");
    let parser = Parser::new_ext(&text, Options::ENABLE_TABLES);
    for event in parser {
        let link = matches!(&event, Event::Start(pulldown_cmark::Tag::Link { .. } | pulldown_cmark::Tag::Image { .. }));
        assert!(!link && !matches!(event, Event::Code(_)), "{event:?}: {text}");
    }
    assert!(text.contains("panicked") || text.contains("panic"), "{text}");
    // as many closed as opened, whatever a student writes
    assert_eq!(
        tags(&text).iter().filter(|tag| *tag == "details").count(),
        tags(&text).iter().filter(|tag| *tag == "/details").count()
    );
    // and no colour, on a terminal or not
    assert!(!text.contains('\u{1b}'), "{text}");
}

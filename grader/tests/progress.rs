//! Points over time as people see them: a line below a report, `progress`, and nothing where it is not wanted.

mod common;

use common::{Workspace, flat};
use judge::digest::{Digest, seal};
use std::fs;
use std::path::{Path, PathBuf};

/// Where the grader keeps what a workspace earned.
fn kept(workspace: &Workspace) -> PathBuf {
    let mut digest = Digest::new();
    let root = workspace.root.path().canonicalize().expect("the workspace");
    digest.field(root.as_os_str().as_encoded_bytes());
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("grader/attempts").join(&digest.finish_hex()[..16])
}

/// Makes everything so much longer ago.
fn let_pass(workspace: &Workspace, seconds: u64) {
    let key = fs::read(Path::new(env!("CARGO_TARGET_TMPDIR")).join("grader/key")).expect("the key");
    let text = fs::read_to_string(kept(workspace)).expect("attempts");
    let older = |line: &str| {
        let (_, body) = line.split_once(' ').expect("a seal");
        let (at, rest) = body.split_once(' ').expect("a time");
        let body = format!("{} {rest}", at.parse::<u64>().expect("a time") - seconds);
        format!("{} {body}\n", &seal(&key, &body)[..16])
    };
    let lines: String = text.lines().filter(|line| !line.is_empty()).map(older).collect();
    fs::write(kept(workspace), lines).expect("a file");
}

#[test]
fn what_is_new_is_told_in_a_line_and_the_way_on_a_screen() {
    let workspace = Workspace::of(&["gibbs"]);
    let empty = "There is no progress to show yet: points are kept as you earn them.\n";
    assert_eq!(workspace.stdout(&["progress"]), empty);
    let text = workspace.stdout(&["--seed", "7"]);
    assert!(!text.contains("more than"), "{text}");
    assert_eq!(workspace.stdout(&["progress"]), empty, "nothing is earned yet");
    let_pass(&workspace, 25 * 3600);
    // on the next day nothing is new, until it is
    assert!(!workspace.stdout(&["--seed", "7"]).contains("ago"));
    let solved = workspace.read("solutions/gibbs/src/lib.rs");
    workspace.write("exercises/gibbs/src/lib.rs", &solved);
    let text = workspace.stdout(&["--seed", "7"]);
    assert_eq!(text.lines().last(), Some("100 points more than a day ago; `progress` shows the way."), "{text}");
    // of one exercise its own points; of a function shown in full nothing
    let text = workspace.stdout(&["gibbs", "--seed", "7"]);
    assert_eq!(text.lines().last(), Some("47 points more than a day ago; `progress` shows the way."), "{text}");
    assert!(!workspace.stdout(&["gibbs", "entropy", "--seed", "7"]).contains("than a day ago"));
    // a file that does not compile says nothing of what was earned
    workspace.write("exercises/gibbs/src/lib.rs", &format!("{solved}}}\n"));
    assert!(!workspace.stdout(&["--seed", "7"]).contains("than a day ago"));
    workspace.write("exercises/gibbs/src/lib.rs", &solved);
    let text = workspace.stdout(&["progress"]);
    assert!(text.contains("homework  ") && text.contains("100 / 100  100 more than a day ago"), "{text}");
    assert!(text.ends_with("gibbs had 0 points a day ago and has 47 of 47 now.\n"), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    let text = workspace.stdout(&["progress", "gibbs"]);
    assert!(text.contains("less than an hour ago  47 / 47") && text.contains("+47"), "{text}");
    assert!(!text.contains("homework"), "{text}");
    assert!(flat(&workspace.error(&["progress", "gibs"])).contains("did you mean `gibbs`"));
    assert!(flat(&workspace.error(&["progress", "gibbs", "--forget"])).contains("leave the exercise out"));
    // the page has it, and other folders have not
    workspace.stdout(&["page", "--output", "report.html"]);
    assert!(workspace.read("report.html").contains("gibbs had 0 points a day ago and has 47 of 47 now."));
    workspace.stdout(&["page", "--output", "other.html", "--submission", "solutions"]);
    assert!(!workspace.read("other.html").contains("a day ago"));
    let kept_then = fs::read(kept(&workspace)).expect("attempts");
    workspace.stdout(&["--submission", "fixtures/submissions/stubs"]);
    assert_eq!(fs::read(kept(&workspace)).expect("attempts"), kept_then);
    // what is handed in knows nothing of it
    assert!(!workspace.path("exercises").read_dir().expect("a folder").flatten().any(|one| one.file_name() != "gibbs"));
    assert_eq!(
        workspace.stdout(&["progress", "--forget"]),
        "Forgotten: what you earned when. Your work is untouched.\n"
    );
    assert_eq!(workspace.stdout(&["progress", "--forget"]), "There was nothing to forget.\n");
    assert_eq!(workspace.stdout(&["progress"]), empty);
    assert!(!kept(&workspace).exists());
}

//! `page` and `book` as people type them: cargo builds what writes them, from this checkout.

mod common;

use common::{Workspace, flat};

#[test]
fn a_page_is_graded_written_and_told_where_it_is() {
    let workspace = Workspace::of(&["gibbs"]);
    workspace.body("gibbs", "log_sum_exp", "values.sum()");
    let text = workspace.stdout(&["page", "--output", "report.html", "--seed", "7"]);
    assert!(text.ends_with("0 of 100 points\nThe page is in report.html\n"), "{text}");
    let html = workspace.read("report.html");
    for part in ["<h2>The Gibbs distribution</h2>", "id=\"gibbs-log_sum_exp\"", "exercises/gibbs/src/lib.rs"] {
        assert!(html.contains(part), "{part}");
    }
    // the same bytes for the same work
    workspace.stdout(&["page", "gibbs", "--output", "again.html", "--seed", "7"]);
    workspace.stdout(&["page", "gibbs", "--output", "once_more.html", "--seed", "7"]);
    assert_eq!(workspace.read("again.html"), workspace.read("once_more.html"));
}

#[test]
fn two_at_once_write_each_their_own() {
    let workspace = Workspace::of(&["gibbs"]);
    let page = |seed: &str| {
        let output = format!("{seed}.html");
        workspace.stdout(&["page", "gibbs", "--output", &output, "--seed", seed]);
        assert!(workspace.read(&output).contains(&format!("Drawn inputs come from the seed {seed}.")), "{seed}");
    };
    std::thread::scope(|scope| {
        for seed in ["1", "2", "3", "4"] {
            scope.spawn(move || page(seed));
        }
    });
}

#[test]
fn what_cannot_be_written_is_refused_before_anything_is_graded() {
    let workspace = Workspace::of(&["gibbs"]);
    let error = flat(&workspace.error(&["page", "--output", "exercises/gibbs/src/lib.rs"]));
    assert!(error.contains("a file that the grader reads"), "{error}");
    assert!(workspace.read("exercises/gibbs/src/lib.rs").contains("todo!()"));
    let error = flat(&workspace.error(&["page", "gibs"]));
    assert!(error.contains("`gibbs`"), "{error}");
    // this small course has no page on ndarray
    let error = flat(&workspace.error(&["book", "handouts"]));
    assert!(error.contains("exercises/README.md"), "{error}");
}

#[cfg(all(unix, not(target_os = "macos")))]
#[test]
fn a_page_is_opened_by_the_desktop_or_it_is_said_where_it_is() {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::PermissionsExt;
    let workspace = Workspace::of(&["gibbs"]);
    let page = |path: &str| {
        let mut command = workspace.program(&["page", "gibbs", "--output", "report.html", "--open"]);
        command.env("PATH", path).output().expect("a run")
    };
    // a desktop that notes down what it is asked to open
    let desktop = workspace.path("desktop");
    workspace.write("desktop/xdg-open", &format!("#!/bin/sh\nprintf %s \"$1\" > '{}/opened'\n", desktop.display()));
    fs::set_permissions(desktop.join("xdg-open"), Permissions::from_mode(0o755)).expect("a program");
    let path = std::env::var("PATH").unwrap_or_default();
    assert!(page(&format!("{}:{path}", desktop.display())).status.success());
    let opened = desktop.join("opened");
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(300);
    while !fs::read_to_string(&opened).is_ok_and(|text| text.ends_with("report.html")) {
        assert!(std::time::Instant::now() < deadline, "nothing was opened");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    // the page is written even where nothing can open it
    fs::remove_file(workspace.path("report.html")).expect("the page");
    let empty = workspace.path("nowhere");
    let cargo = std::env::var("CARGO").expect("cargo");
    let tools = std::path::Path::new(&cargo).parent().expect("a folder");
    let output = page(&format!("{}:{}", empty.display(), tools.display()));
    let error = flat(&String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(2), "{error}");
    assert!(error.contains("`xdg-open` cannot be started") && error.contains("report.html in a browser"), "{error}");
    assert!(workspace.path("report.html").exists());
}

//! `page` and `book` as people type them: cargo builds what writes them, from this checkout.

mod common;

use common::{Workspace, flat};

#[test]
fn a_page_is_graded_written_and_told_where_it_is() {
    let workspace = Workspace::of(&["gibbs"]);
    workspace.body("gibbs", "log_sum_exp", "values.sum()");
    let text = workspace.stdout(&["page", "--output", "report.html", "--seed", "7"]);
    assert!(text.ends_with("The page is in report.html\n") && text.contains("points; the report is in"), "{text}");
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

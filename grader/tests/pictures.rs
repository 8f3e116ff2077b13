//! Pictures of a student's functions: the real binary on a small workspace.

mod common;

use common::{Workspace, flat, function};
use grader::render::{View, shown};
use judge::report::Picture;
use serde_json::{Value as Json, json};

const SHOWN: &[&str] = &["show", "gibbs", "gibbs"];

#[test]
fn a_picture_shows_where_a_function_leaves_the_reference() {
    let workspace = Workspace::solved(&["gibbs"]);
    let text = workspace.stdout(SHOWN);
    insta::assert_snapshot!("right", text);
    assert!(text.contains("yours is the same") && !text.contains('×'), "{text}");
    // a mistake is seen: without β the bars do not change with it
    workspace.body("gibbs", "gibbs", "    let w = energies.mapv(|f| (-f).exp());\n    let _ = beta;\n    &w / w.sum()");
    let text = workspace.stdout(SHOWN);
    insta::assert_snapshot!("wrong", text);
    let line = text.lines().find(|line| line.contains("0.9603")).expect("the bar of the lowest energy");
    assert!(line.contains("× 0.4965"), "{line}");
    assert!(flat(&text).contains("β = 1: the reference's is highest, 0.4965, at answer F = 0.3"), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    // the same as data
    let report: serde_json::Value =
        serde_json::from_str(&workspace.stdout(&[SHOWN, &["--format", "json"]].concat())).expect("JSON");
    let picture = &function(&report, "gibbs", "gibbs")["pictures"][0];
    assert_eq!((&picture["kind"], &picture["series"][2]["parting"]["parting"]), (&"bars".into(), &"at".into()));
    assert_eq!(picture["series"][1]["parting"]["parting"], "nowhere");
    // nobody who grades waits for it, and what was remembered with pictures is no report without
    let graded = workspace.report(&["gibbs"]);
    assert!(function(&graded, "gibbs", "gibbs")["pictures"].is_null());
}

#[test]
fn what_does_not_return_is_said_in_words() {
    let workspace = Workspace::of(&["gibbs"]);
    let text = flat(&workspace.stdout(SHOWN));
    assert!(text.contains("yours draws nothing. 4 points are missing.") && text.contains("`todo!()`"), "{text}");
    workspace.body("gibbs", "gibbs", "    assert!(beta < 2.0, \"too cold\");\n    energies * 0.0");
    let text = flat(&workspace.stdout(SHOWN));
    assert!(text.contains("It panicked on line") && text.contains("too cold"), "{text}");
    let output = workspace.program(&["show", "gibbs", "variance"]).output().expect("a run");
    let error = String::from_utf8(output.stderr).expect("text");
    assert!(error.contains("there is no picture of `variance`") && error.contains("`entropy`"), "{error}");
}

#[test]
fn a_stale_picture_is_an_error_of_the_course_and_of_nobody_else() {
    let workspace = Workspace::solved(&["gibbs"]);
    workspace.change("fixtures/gibbs/exercise.toml", "whole = \"gibbs(f, 5)\"", "whole = \"gibbs(f, 6)\"");
    let output = workspace.program(SHOWN).output().expect("a run");
    assert_eq!(output.status.code(), Some(3));
    let error = String::from_utf8(output.stderr).expect("text");
    assert!(error.contains("the stored pictures are stale"), "{error}");
    let report = workspace.report(&["gibbs"]);
    assert_eq!(report["points"], report["max"]);
}

/// A picture on a terminal of so many columns, without colours.
fn drawn(picture: &Json, width: usize) -> String {
    let picture: Picture = serde_json::from_value(picture.clone()).expect("a picture");
    let text = shown("f", &picture, &View { width, ..View::default() });
    let text = anstream::adapter::strip_str(&text).to_string();
    assert!(text.lines().all(|line| line.chars().count() <= width), "{text}");
    text
}

fn curves() -> Json {
    let xs: Vec<f64> = (0..=20).map(|i| f64::from(i) / 10.0).collect();
    let points = |of: &dyn Fn(f64) -> f64| xs.iter().map(|&x| [x, of(x)]).collect::<Vec<_>>();
    let parting = json!({
        "parting": "at", "first": 11, "reference": [1.1, 1.21], "yours": [1.1, 1.1], "points": 10, "all": 21, "largest": 2
    });
    json!({
        "name": "a square", "kind": "curves", "shows": "It bends upwards.",
        "x": { "name": "x", "unit": "m", "from": 0.0, "to": 2.0, "marks": [{ "at": 1.0, "name": "one" }] },
        "y": { "name": "y", "from": 0.0, "to": 4.0 },
        "series": [
            {
                "name": "x²", "role": "asked", "mark": "line", "reference": points(&|x| x * x),
                "yours": points(&|x| if x > 1.05 { x } else { x * x }), "parting": parting
            },
            {
                "name": "x", "role": "guide", "mark": "line", "reference": points(&|x| x),
                "parting": { "parting": "guide" }
            },
        ]
    })
}

#[test]
fn a_curve_is_marked_from_where_it_leaves_the_reference() {
    insta::assert_snapshot!("curves", drawn(&curves(), 80));
    // whatever the width is
    drawn(&curves(), 60);
    drawn(&curves(), 120);
}

#[test]
fn a_map_has_a_plane_for_each_where_both_differ() {
    let rows = |of: &dyn Fn(f64, f64) -> f64| -> Vec<Vec<f64>> {
        (0..3).map(|y| (0..4).map(|x| of(f64::from(x), f64::from(y))).collect()).collect()
    };
    let picture = json!({
        "name": "a plane", "kind": "map", "shows": "It grows to the right.",
        "x": { "name": "x", "from": -0.5, "to": 3.5 },
        "y": { "name": "y", "from": -0.5, "to": 2.5, "labels": ["low", "mid", "high"] },
        "field": {
            "z": { "name": "height", "from": 0.0, "to": 3.0 }, "role": "asked", "xs": [0, 1, 2, 3], "ys": [0, 1, 2],
            "reference": rows(&|x, _| x), "yours": rows(&|_, y| y),
            "parting": {
                "parting": "at", "first": 1, "reference": ["nan", 1], "yours": ["nan", 0], "points": 9, "all": 12, "largest": 3
            }
        },
        "series": [
            {
                "name": "across", "role": "guide", "mark": "path", "reference": [[0, 0], [3, 2]],
                "parting": { "parting": "guide" }
            },
            {
                "name": "up", "role": "guide", "mark": "arrows", "reference": [[0, 2], [0, 2.5]],
                "parting": { "parting": "guide" }
            },
        ]
    });
    insta::assert_snapshot!("map", drawn(&picture, 80));
}

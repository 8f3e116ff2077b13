//! The cases of `gibbs` in notebooks, as nbgrader and otter take them.

use serde_json::{Value as Json, json};
use stopwatch::cases::{Check, NUMPY, arguments, numbers};

const IMPORTS: &str = "import numpy as np\nfrom numpy import inf";

/// A solution in numpy by its functions, each unlike every other student's; every fourth has a mistake.
pub fn functions(student: usize) -> Vec<(String, String)> {
    let solution = solution(student);
    let functions = solution.split("\n\n\n").filter(|piece| piece.starts_with("def "));
    let name = |text: &str| text["def ".len()..text.find('(').unwrap_or(text.len())].to_owned();
    functions.map(|text| (name(text), text.trim_end().to_owned())).collect()
}

/// The same as one module.
pub fn solution(student: usize) -> String {
    let (total, power) = ("weights / np.sum(weights)", "np.exp(-beta * (energies - np.min(energies)))");
    assert!(NUMPY.contains(total) && NUMPY.contains(power), "the solution is not what is changed here");
    let text = NUMPY.replace(total, &format!("{total} * (1.0 + 0.0 * {student}.0)"));
    if student % 4 == 3 { text.replace(power, &power.replace("-beta", "beta")) } else { text }
}

/// What nbgrader makes an assignment of: every function a cell, and a cell of its tests.
pub fn nbgrader_source(checks: &[Check]) -> String {
    nbgrader(checks, 0, |text| {
        let (head, body) = text.split_once('\n').unwrap_or((text, ""));
        format!("{head}\n    ### BEGIN SOLUTION\n{body}\n    ### END SOLUTION")
    })
}

/// What a student hands in to nbgrader.
pub fn nbgrader_submission(checks: &[Check], student: usize) -> String {
    nbgrader(checks, student, str::to_owned)
}

fn nbgrader(checks: &[Check], student: usize, written: impl Fn(&str) -> String) -> String {
    let mut cells = vec![code(IMPORTS, json!({}))];
    for (name, text) in functions(student) {
        let own: Vec<&Check> = checks.iter().filter(|check| check.function == name).collect();
        let of = |id: &str, points: Option<usize>| {
            let graded = points.is_some();
            let mut label = json!({ "grade": graded, "grade_id": id, "locked": graded, "schema_version": 3,
                "solution": !graded, "task": false });
            if let Some(points) = points {
                label["points"] = points.into();
            }
            json!({ "nbgrader": label })
        };
        cells.push(code(&written(&text), of(&name, None)));
        let tests: Vec<String> = own.iter().map(|check| asserted(check)).collect();
        cells.push(code(&tests.join("\n"), of(&format!("test_{name}"), Some(own.len()))));
    }
    notebook(cells)
}

fn asserted(check: &Check) -> String {
    format!("np.testing.assert_allclose({})", compared(check))
}

/// What both functions of numpy that compare are handed.
fn compared(check: &Check) -> String {
    let (want, tolerance) = (numbers(&check.case.want), check.case.tolerance);
    format!(
        "np.ravel({}({})), np.array({want}), rtol={:?}, atol={:?}",
        check.function,
        arguments(check),
        tolerance.relative,
        tolerance.absolute
    )
}

/// What `otter assign` makes an assignment of: every function a question, every case a test.
pub fn otter_source(checks: &[Check]) -> String {
    let config = "# ASSIGNMENT CONFIG\nname: gibbs\nsolutions_pdf: false\ntemplate_pdf: false\nexport_cell: false\ngenerate:\n    show_stdout: true";
    let mut cells = vec![raw(config), code(IMPORTS, json!({}))];
    for (name, text) in functions(0) {
        let (head, body) = text.split_once('\n').unwrap_or((&text, ""));
        let own: Vec<&Check> = checks.iter().filter(|check| check.function == name).collect();
        cells.push(raw(&format!("# BEGIN QUESTION\nname: {name}\npoints: {}", own.len())));
        cells.push(json!({ "cell_type": "markdown", "metadata": {}, "source": format!("Write `{name}`.") }));
        cells.push(raw("# BEGIN SOLUTION"));
        cells.push(code(&format!("{head}\n    # BEGIN SOLUTION\n{body}\n    # END SOLUTION"), json!({})));
        cells.extend([raw("# END SOLUTION"), raw("# BEGIN TESTS")]);
        for check in own {
            let mut test = code(&format!("bool(np.allclose({}))", compared(check)), json!({}));
            test["outputs"] = json!([{ "data": { "text/plain": "True" }, "execution_count": null, "metadata": {},
                "output_type": "execute_result" }]);
            cells.push(test);
        }
        cells.extend([raw("# END TESTS"), raw("# END QUESTION")]);
    }
    notebook(cells)
}

/// What a student hands in to otter.
pub fn otter_submission(student: usize) -> String {
    let start = "# Initialize Otter\nimport otter\ngrader = otter.Notebook(\"gibbs.ipynb\")";
    let mut cells = vec![code(start, json!({})), code(IMPORTS, json!({}))];
    for (name, text) in functions(student) {
        cells.push(code(&text, json!({})));
        cells.push(code(&format!("grader.check(\"{name}\")"), json!({})));
    }
    notebook(cells)
}

fn code(source: &str, metadata: Json) -> Json {
    json!({ "cell_type": "code", "execution_count": null, "metadata": metadata, "outputs": [], "source": source })
}

fn raw(source: &str) -> Json {
    json!({ "cell_type": "raw", "metadata": {}, "source": source })
}

fn notebook(mut cells: Vec<Json>) -> String {
    for (number, cell) in cells.iter_mut().enumerate() {
        cell["id"] = format!("cell-{number}").into();
    }
    let python = json!({ "display_name": "Python 3", "language": "python", "name": "python3" });
    let otter = json!({ "assignment_name": "gibbs" });
    let metadata = json!({ "kernelspec": python, "language_info": { "name": "python" }, "otter": otter });
    json!({ "cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5 }).to_string()
}

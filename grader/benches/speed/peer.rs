//! What one would use instead of the grader: the same checks of `gibbs` as plain tests.

use crate::checkout::{Checkout, Source, write};
use judge::course::{Snapshot, Stored};
use judge::number::Value;
use std::process::Command;

/// Where the peers live in the clone: below its target folder, outside of its workspace.
const CARGO: &str = "target/peers/cargo";
const PYTHON: &str = "target/peers/python";

const MANIFEST: &str = r#"[package]
name = "checks"
version = "0.0.0"
edition = "2024"

[lib]
doctest = false

[dependencies]
ndarray = { version = "0.17", default-features = false, features = ["std"] }

[profile.lean]
inherits = "dev"
debug = 0

[workspace]
"#;

const RUST_HEAD: &str = r#"#![allow(non_upper_case_globals)]
use checks::*;
use ndarray::{Array1, Array2, arr1, arr2};

const inf: f64 = f64::INFINITY;

trait Numbers {
    fn numbers(self) -> Vec<f64>;
}
impl Numbers for f64 {
    fn numbers(self) -> Vec<f64> {
        vec![self]
    }
}
impl Numbers for Array1<f64> {
    fn numbers(self) -> Vec<f64> {
        self.to_vec()
    }
}
impl Numbers for Array2<f64> {
    fn numbers(self) -> Vec<f64> {
        self.iter().copied().collect()
    }
}

fn close(got: impl Numbers, want: &[f64], relative: f64, absolute: f64) {
    let got = got.numbers();
    assert_eq!(got.len(), want.len());
    for (got, want) in got.iter().zip(want) {
        assert!(got == want || (got - want).abs() <= absolute + relative * want.abs(), "{got} instead of {want}");
    }
}
"#;

const PYTHON_HEAD: &str = "\
import numpy as np
import pytest
from numpy import inf

import gibbs

CHECKS = [
";

const PYTHON_TAIL: &str = "\
]


@pytest.mark.parametrize('function, args, want, relative, absolute', CHECKS)
def test_case(function, args, want, relative, absolute):
    got = np.ravel(getattr(gibbs, function)(*args))
    np.testing.assert_allclose(got, np.array(want), rtol=relative, atol=absolute)
";

/// A crate with the reference and one `#[test]` per case, for `cargo test`.
pub fn cargo_test(checkout: &Checkout) -> Source {
    let mut tests = RUST_HEAD.to_owned();
    for (i, check) in checks(checkout).iter().enumerate() {
        let Check { function, case, kinds } = check;
        let args: Vec<String> = kinds.iter().zip(&case.args).map(|(kind, value)| rust(kind, value)).collect();
        let (want, relative, absolute) = (numbers(&case.want), case.tolerance.relative, case.tolerance.absolute);
        tests += &format!(
            "\n#[test]\nfn {function}_{i}() {{\n    close({function}({}), &{want}, {relative:?}, {absolute:?});\n}}\n",
            args.join(", ")
        );
    }
    write(&checkout.path(CARGO).join("Cargo.toml"), MANIFEST);
    write(&checkout.path(CARGO).join("Cargo.lock"), &checkout.read("Cargo.lock"));
    write(&checkout.path(CARGO).join("tests/checks.rs"), &tests);
    let text = checkout.read("solutions/gibbs/src/lib.rs").replace("probe::ndarray", "ndarray");
    let source = Source::new(checkout.path(CARGO).join("src/lib.rs"), text, "weights / total");
    source.edit();
    source
}

/// `cargo test` on these checks.
pub fn run_cargo_test(checkout: &Checkout, options: &[&str]) -> Command {
    checkout.cargo(CARGO, &[&["test", "-q"], options].concat())
}

/// The reference in numpy and a parametrised test; `None` where pytest or numpy is not installed.
pub fn pytest(checkout: &Checkout) -> Option<Source> {
    let mut probe = Command::new("python3");
    let installed = probe.args(["-c", "import numpy, pytest"]).output().is_ok_and(|output| output.status.success());
    if !installed {
        return None;
    }
    let mut tests = PYTHON_HEAD.to_owned();
    for check in checks(checkout) {
        let args: Vec<String> =
            check.kinds.iter().zip(&check.case.args).map(|(kind, value)| python(kind, value)).collect();
        let (want, tolerance) = (numbers(&check.case.want), check.case.tolerance);
        tests += &format!(
            "    ('{}', [{}], {want}, {:?}, {:?}),\n",
            check.function,
            args.join(", "),
            tolerance.relative,
            tolerance.absolute
        );
    }
    write(&checkout.path(PYTHON).join("test_gibbs.py"), &(tests + PYTHON_TAIL));
    let source = Source::new(
        checkout.path(PYTHON).join("gibbs.py"),
        include_str!("gibbs.py").into(),
        "weights / np.sum(weights)",
    );
    source.edit();
    Some(source)
}

/// pytest on these checks.
pub fn run_pytest(checkout: &Checkout) -> Command {
    let mut command = checkout.command("python3".into(), PYTHON);
    command.args(["-m", "pytest", "-q"]);
    command
}

/// One case of one function.
struct Check {
    function: String,
    kinds: Vec<String>,
    case: Stored,
}

fn checks(checkout: &Checkout) -> Vec<Check> {
    let exercise = checkout.course.exercise("gibbs").unwrap_or_else(|error| panic!("{error}"));
    let mut checks = vec![];
    for function in &exercise.functions {
        let path = exercise.folder.join(format!("{}.snap", function.name));
        let snapshot = Snapshot::load(&path).unwrap_or_else(|error| panic!("{error}"));
        let kinds: Vec<String> = function.signature.parameters.iter().map(|one| one.kind.clone()).collect();
        checks.extend(snapshot.cases.into_iter().map(|case| Check {
            function: function.name.clone(),
            kinds: kinds.clone(),
            case,
        }));
    }
    checks
}

fn rust(kind: &str, value: &Value) -> String {
    match kind {
        "usize" => value.show(17),
        "&Array1<f64>" => format!("&arr1(&{})", literal(value)),
        "&Array2<f64>" if value.numbers().is_empty() => "&Array2::zeros((0, 0))".into(),
        "&Array2<f64>" => format!("&arr2(&{})", literal(value)),
        _ => literal(value),
    }
}

fn python(kind: &str, value: &Value) -> String {
    match kind {
        "usize" => value.show(17),
        "&Array2<f64>" if value.numbers().is_empty() => "np.zeros((0, 0))".into(),
        "&Array1<f64>" | "&Array2<f64>" => format!("np.array({})", literal(value)),
        _ => literal(value),
    }
}

/// All numbers of a value, row after row, as both languages write a list.
fn numbers(value: &Value) -> String {
    format!("{:?}", value.numbers().into_iter().map(|(_, x)| x).collect::<Vec<f64>>())
}

/// A value as both languages write it, where `inf` is defined.
fn literal(value: &Value) -> String {
    match value {
        Value::List(list) => format!("[{}]", list.iter().map(literal).collect::<Vec<_>>().join(", ")),
        Value::Number(x) => format!("{x:?}"),
        other => panic!("`gibbs` takes numbers, not {other:?}"),
    }
}

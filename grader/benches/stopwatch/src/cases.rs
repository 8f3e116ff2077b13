//! The cases of `gibbs`, as tests in other languages state them.

use judge::course::{Course, Snapshot, Stored};
use judge::number::Value;

/// The reference solution in numpy: what others test in the comparison.
pub const NUMPY: &str = include_str!("gibbs.py");

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

/// A parametrised test of these cases for pytest.
pub fn pytest(checks: &[Check]) -> String {
    let mut tests = PYTHON_HEAD.to_owned();
    for check in checks {
        let (want, tolerance) = (numbers(&check.case.want), check.case.tolerance);
        tests += &format!(
            "    ('{}', [{}], {want}, {:?}, {:?}),\n",
            check.function,
            arguments(check),
            tolerance.relative,
            tolerance.absolute
        );
    }
    tests + PYTHON_TAIL
}

/// What a case hands over, as Python writes it.
pub fn arguments(check: &Check) -> String {
    let args = check.kinds.iter().zip(&check.case.args).map(|(kind, value)| python(kind, value));
    args.collect::<Vec<_>>().join(", ")
}

/// One case of one function.
pub struct Check {
    /// The function.
    pub function: String,
    /// The types of what it takes.
    pub kinds: Vec<String>,
    /// The case.
    pub case: Stored,
}

/// All cases of `gibbs`, in the order of the fixtures.
pub fn of_gibbs(course: &Course) -> Vec<Check> {
    let exercise = course.exercise("gibbs").unwrap_or_else(|error| panic!("{error}"));
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

/// An argument as Rust writes it.
pub fn rust(kind: &str, value: &Value) -> String {
    match kind {
        "usize" => value.show(17),
        "&Array1<f64>" => format!("&arr1(&{})", literal(value)),
        "&Array2<f64>" if value.numbers().is_empty() => "&Array2::zeros((0, 0))".into(),
        "&Array2<f64>" => format!("&arr2(&{})", literal(value)),
        _ => literal(value),
    }
}

/// An argument as Python writes it, where `np` is numpy.
pub fn python(kind: &str, value: &Value) -> String {
    match kind {
        "usize" => value.show(17),
        "&Array2<f64>" if value.numbers().is_empty() => "np.zeros((0, 0))".into(),
        "&Array1<f64>" | "&Array2<f64>" => format!("np.array({})", literal(value)),
        _ => literal(value),
    }
}

/// All numbers of a value, row after row, as both languages write a list.
pub fn numbers(value: &Value) -> String {
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

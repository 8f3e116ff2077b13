//! What one would use instead of the grader: the same checks of `gibbs` as plain tests.

use std::collections::BTreeSet;
use std::process::Command;
use stopwatch::cases::{self, Check, numbers, rust};
use stopwatch::checkout::{Checkout, Source, write};

/// Where the peers live in the clone: below its target folder, outside of its workspace.
const CARGO: &str = "target/peers/cargo";
const LINKED: &str = "target/peers/linked";
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

/// A crate with the reference and one `#[test]` per case, for `cargo test`.
pub fn cargo_test(checkout: &Checkout) -> Source {
    let mut tests = RUST_HEAD.to_owned();
    for (i, check) in cases::of_gibbs(&checkout.course).iter().enumerate() {
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

/// A crate with the reference and a program that calls each of its functions' first cases, for `cargo build`.
pub fn linked(checkout: &Checkout) -> Source {
    let mut main =
        String::from("use checks::*;\n#[allow(unused_imports)]\nuse ndarray::{arr1, arr2};\n\nfn main() {\n");
    let mut called = BTreeSet::new();
    for Check { function, case, kinds } in &cases::of_gibbs(&checkout.course) {
        let finite = case.args.iter().all(|value| value.numbers().iter().all(|(_, x)| x.is_finite()));
        if finite && called.insert(function.clone()) {
            let args: Vec<String> = kinds.iter().zip(&case.args).map(|(kind, value)| rust(kind, value)).collect();
            main += &format!("    println!(\"{{:?}}\", {function}({}));\n", args.join(", "));
        }
    }
    // what the grader leaves out is left out here, too
    write(&checkout.path(LINKED).join("Cargo.toml"), &(MANIFEST.to_owned() + "\n[profile.dev]\ndebug = 0\n"));
    write(&checkout.path(LINKED).join("Cargo.lock"), &checkout.read("Cargo.lock"));
    write(&checkout.path(LINKED).join("src/main.rs"), &(main + "}\n"));
    let text = checkout.read("solutions/gibbs/src/lib.rs").replace("probe::ndarray", "ndarray");
    let source = Source::new(checkout.path(LINKED).join("src/lib.rs"), text, "weights / total");
    source.edit();
    source
}

/// `cargo build` of these.
pub fn build_linked(checkout: &Checkout) -> Command {
    checkout.cargo(LINKED, &["build", "-q"])
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
    write(&checkout.path(PYTHON).join("test_gibbs.py"), &cases::pytest(&cases::of_gibbs(&checkout.course)));
    let source = Source::new(checkout.path(PYTHON).join("gibbs.py"), cases::NUMPY.into(), "weights / np.sum(weights)");
    source.edit();
    Some(source)
}

/// pytest on these checks.
pub fn run_pytest(checkout: &Checkout) -> Command {
    let mut command = checkout.command("python3".into(), PYTHON);
    command.args(["-m", "pytest", "-q"]);
    command
}

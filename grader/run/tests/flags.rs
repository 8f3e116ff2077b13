//! The flags of a direct call of the compiler are those that cargo would give: cargo builds the same file, and what it
//! says is compared with what we say.

use run::kit::{Kit, Which};
use run::rustc::shared_flags;
use run::work::Work;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// What cargo passes besides, and why it does not matter to what a program does.
const OF_NO_EFFECT: [(&str, &str); 11] = [
    ("--crate-name", "the name of the package"),
    ("--crate-type", "a library here, a program there"),
    ("--error-format", "how messages are written"),
    ("--json", "which messages are written"),
    ("--emit", "which files are written"),
    ("--out-dir", "where they go"),
    ("--check-cfg", "a lint on names that no file of the course uses"),
    ("metadata", "a part of symbols' names"),
    ("extra-filename", "a part of files' names"),
    ("embed-bitcode", "for link-time optimisation, which there is none of"),
    ("codegen-units", "how the work of the compiler is shared out"),
];

#[test]
fn cargo_would_call_the_compiler_with_the_same_flags() {
    let work = Work::open(Path::new(env!("CARGO_TARGET_TMPDIR"))).expect("a work folder");
    let kit = Kit::open(&work, Which::Probe).expect("a kit");
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    for name in ["Cargo.toml", "Cargo.lock"] {
        fs::copy(work.kit().join(name), root.join(name)).expect("the kit's workspace");
    }
    // a package with the same dependencies as the kit's, in the kit's place
    let manifest = fs::read_to_string(work.kit().join("kit/Cargo.toml")).expect("a manifest");
    for name in ["kit", "kit-reader"] {
        fs::create_dir_all(root.join(name).join("src")).expect("a folder");
        fs::write(root.join(name).join("Cargo.toml"), manifest.replace("\"kit\"", &format!("{name:?}")))
            .expect("a file");
        fs::write(root.join(name).join("src/lib.rs"), "pub use ndarray::Array1;\npub use probe::Item;\n")
            .expect("a file");
    }
    let mut cargo = work.toolchain.cargo(root, root);
    cargo.args(["build", "--offline", "-v", "--profile", "kit", "--package", "kit", "--target-dir"]).arg(work.build());
    let output = cargo.args(["--target", run::provenance::TARGET]).output().expect("cargo");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{said}");
    let call = said.lines().find(|line| line.contains("--crate-name kit ")).expect("cargo's call of the compiler");
    let words: Vec<String> = call.split_whitespace().map(|word| word.trim_matches(['`', '\'']).to_owned()).collect();
    let after = |flag: &str| -> Vec<String> {
        let pairs = words.iter().zip(&words[1..]);
        pairs.filter(|(word, _)| *word == flag).map(|(_, next)| next.clone()).collect()
    };

    let externs: BTreeSet<String> = after("--extern").into_iter().collect();
    for (name, path) in &kit.externs {
        let stem = path.with_extension("");
        assert!(
            externs.iter().any(|one| one.starts_with(&format!("{name}={}", stem.display()))),
            "cargo links another `{name}` than {}: {externs:?}",
            path.display()
        );
    }
    let paths: BTreeSet<String> = after("-L").into_iter().collect();
    assert!(paths.contains(&format!("dependency={}", kit.dependencies.display())), "{paths:?}");

    // every flag of code generation is ours, too, or of no effect
    let known =
        |flag: &str| OF_NO_EFFECT.iter().any(|(name, _)| flag == *name || flag.starts_with(&format!("{name}=")));
    let ours: Vec<String> = shared_flags().iter().map(|flag| flag.trim_start_matches("-C").to_owned()).collect();
    for flag in after("-C") {
        // the standard library's own debug information is left out here and there
        let same = ours.contains(&flag) || flag == "strip=debuginfo" && ours.contains(&"strip=symbols".into());
        assert!(same || known(&flag), "cargo passes -C {flag}, and we do not: {ours:?}");
    }
    let takes_a_word = ["-C", "-L", "--extern", "--crate-name", "--crate-type", "--out-dir", "--check-cfg", "--target"];
    let mut previous = "";
    for word in words.iter().skip_while(|word| !word.ends_with("rustc")).skip(1) {
        let is_flag = word.starts_with('-') && !takes_a_word.contains(&previous);
        if is_flag && !takes_a_word.contains(&word.as_str()) && !known(word) {
            assert!(shared_flags().contains(&word.as_str()), "cargo passes {word}, and we do not");
        }
        previous = word;
    }
    assert!(shared_flags().contains(&"--edition=2024") && words.contains(&"--edition=2024".to_owned()));
    // what cargo would leave to the compiler's defaults
    for flag in ["-Copt-level=0", "-Cdebug-assertions=on", "-Coverflow-checks=on"] {
        assert!(shared_flags().contains(&flag), "{flag}");
    }
}

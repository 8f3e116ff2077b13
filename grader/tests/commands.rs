//! Commands and flags through the real binary: what goes together, what is refused, exit statuses, help.

mod common;

use common::checkout;
use std::fs;

#[test]
fn no_exercise_takes_part_in_the_tests_of_the_course() {
    for entry in fs::read_dir(checkout().join("exercises")).expect("the exercises") {
        let manifest = entry.expect("an entry").path().join("Cargo.toml");
        let Ok(text) = fs::read_to_string(&manifest) else { continue };
        let manifest_says: toml::Table = text.parse().expect("TOML");
        for key in ["test", "doctest"] {
            // a file that does not compile would stop `cargo test --workspace`, an empty one be called "ok"
            let says = manifest_says.get("lib").and_then(|lib| lib.get(key)).and_then(toml::Value::as_bool);
            assert_eq!(says, Some(false), "{}: {key}", manifest.display());
        }
    }
}

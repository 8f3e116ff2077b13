//! Names in fixtures become names of folders, files, crates and Rust functions, on every system and in every
//! shell. This file is the written rule of what may be one: lower-case letters, digits and `_`, beginning
//! with a letter, so that no two names differ in case alone, none leads out of its folder, and none means
//! something else to Rust, to cargo or to Windows.

/// Longer names fit no report.
const LONGEST: usize = 40;

#[rustfmt::skip]
const KEYWORDS: [&str; 51] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro",
    "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct",
    "super", "trait", "true", "try", "type", "typeof", "union", "unsafe", "unsized", "use", "virtual", "where",
    "yield",
];

/// Crates that an exercise's own would hide, or that cargo could not tell from it.
#[rustfmt::skip]
const CRATES: [&str; 24] = [
    "alloc", "autocfg", "class", "core", "fixtures", "grader", "itoa", "judge", "matrixmultiply", "memchr",
    "ndarray", "probe", "proc_macro", "rawpointer", "reader", "run", "ryu", "serde", "serde_core", "serde_json",
    "std", "test", "wire", "zmij",
];

/// Folders beside those of the exercises, in `fixtures/` or `target/`.
const FOLDERS: [&str; 8] = ["benches", "build", "deps", "examples", "src", "submissions", "target", "tests"];

/// Windows keeps these for devices, in every folder and with every ending.
#[rustfmt::skip]
const DEVICES: [&str; 22] = [
    "aux", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "con", "lpt1", "lpt2", "lpt3",
    "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9", "nul", "prn",
];

/// May an exercise be called so? It becomes a crate and a folder.
pub fn of_exercise(name: &str) -> Result<(), String> {
    of_function(name)?;
    if CRATES.contains(&name) {
        return Err("there is a crate of this name already".into());
    }
    if FOLDERS.contains(&name) {
        return Err("there is a folder of this name beside the exercises".into());
    }
    Ok(())
}

/// May a function be called so? It becomes a file, too. So do derivations; questions are keys.
pub fn of_function(name: &str) -> Result<(), String> {
    let letters = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if !name.starts_with(|c: char| c.is_ascii_lowercase()) || !name.chars().all(letters) {
        return Err("a name is made of lower-case letters, digits and `_`, and begins with a letter".into());
    }
    if name.len() > LONGEST {
        return Err(format!("a name has at most {LONGEST} characters"));
    }
    if KEYWORDS.contains(&name) {
        return Err("it is a keyword of Rust".into());
    }
    if DEVICES.contains(&name) {
        return Err("Windows has a device of this name".into());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_leads_nowhere_else_and_means_nothing_else() {
        for good in ["gibbs", "free_energy", "elbo2", "dc_dc"] {
            assert_eq!(of_exercise(good), Ok(()), "{good}");
        }
        for bad in [
            "",
            "/tmp/x",
            "..",
            "../x",
            "a/b",
            "a\\b",
            "a.b",
            ".a",
            "a b",
            "Gibbs",
            "gibbs-2",
            "ä",
            "2a",
            "_",
            "a\n",
            "fn",
            "self",
            "probe",
            "std",
            "core",
            "judge",
            "submissions",
            "con",
            "lpt1",
            &"a".repeat(41),
        ] {
            assert!(of_exercise(bad).is_err(), "{bad:?}");
        }
        assert_eq!(of_function("run"), Ok(()));
        assert!(of_function("type").is_err() && of_function("Loss").is_err());
    }
}

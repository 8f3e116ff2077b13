//! What systems, editors and people do to the names of files.

/// Endings of what editors and systems keep beside a file.
const BESIDE: [&str; 8] = ["~", ".bak", ".orig", ".old", ".swp", ".swo", ".tmp", ".part"];
/// Longer names belong to no file of a course.
const LONGEST: usize = 100;
/// Folders of a checkout, of cargo and of archives, in which no student's work is looked for.
const FOREIGN: [&str; 6] = ["solutions", "fixtures", "grader", "target", "__macosx", "node_modules"];

/// Nobody's files: `.DS_Store`, `._lib.rs`, `.#lib.rs`, `lib.rs~`, `#lib.rs#`, `lib.rs.swp`, and what `reset` keeps.
pub fn is_nobodys(name: &str) -> bool {
    let kept = name.contains(".before-reset-");
    name.starts_with('.') || name.starts_with('#') || kept || BESIDE.iter().any(|ending| name.ends_with(ending))
}

/// Can this name be part of a path that is shown and laid down elsewhere?
pub fn is_plain(name: &str) -> bool {
    name.len() <= LONGEST && !name.chars().any(|c| c.is_control() || c == '\\' || c == '/')
}

/// Names that mean a device on Windows, whatever their ending.
const DEVICES: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2",
    "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// Can every system hold a file of this name?
pub fn is_portable(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end().to_ascii_lowercase();
    let ends = name.ends_with(['.', ' ']);
    !ends && !name.contains(['<', '>', ':', '"', '|', '?', '*']) && !DEVICES.contains(&stem.as_str())
}

/// Does this folder hold what a course or a program put there?
pub fn is_foreign(folder: &str) -> bool {
    FOREIGN.contains(&folder.to_ascii_lowercase().as_str())
}

/// Is this the wanted name but for case, `-` for `_`, an ending twice or `.txt` added, or the ` (1)` of a download?
pub fn is_variant(name: &str, wanted: &str) -> bool {
    let ending = wanted.rsplit_once('.').map_or("", |(_, ending)| ending);
    stem(name, ending) == stem(wanted, ending)
}

/// What is left of a name without its endings.
pub fn stem(name: &str, ending: &str) -> String {
    let plain = |c: char| if c == '-' || c == ' ' { '_' } else { c.to_ascii_lowercase() };
    let all: String = name.trim().chars().map(plain).collect();
    let mut stem = all.as_str();
    let ending = format!(".{ending}");
    while let Some(shorter) = stem.strip_suffix(".txt").or_else(|| stem.strip_suffix(&ending)) {
        stem = shorter.trim_end_matches('_');
    }
    let copy = stem.strip_suffix(')').and_then(|stem| stem.rsplit_once('('));
    if let Some((before, number)) = copy
        && number.bytes().all(|byte| byte.is_ascii_digit())
    {
        stem = before.trim_end_matches('_');
    }
    stem.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_known_again_in_what_people_make_of_it() {
        for name in [
            "derivation_loss.txt",
            "derivation_loss.txt.txt",
            "Derivation_loss.txt",
            "derivation-loss.txt",
            "derivation loss.txt",
            "derivation_loss.TXT",
            "derivation_loss",
            "derivation_loss (1).txt",
            "derivation_loss(2).txt",
        ] {
            assert!(is_variant(name, "derivation_loss.txt"), "{name}");
        }
        for name in ["derivation_los.txt", "derivation_loss2.txt", "derivation_loss.rs", "loss.txt", ".txt", ""] {
            assert!(!is_variant(name, "derivation_loss.txt"), "{name}");
        }
        assert!(is_variant("answers.toml.txt", "answers.toml") && is_variant("Answers.TOML", "answers.toml"));
        assert!(
            is_variant("Lib.rs", "lib.rs") && is_variant("lib.rs.txt", "lib.rs") && !is_variant("lib.toml", "lib.rs")
        );
        assert!(is_variant("Score-Matching (1)", "score_matching") && !is_variant("score", "score_matching"));
    }

    #[test]
    fn what_lies_beside_is_nobodys() {
        for name in ["._lib.rs", ".DS_Store", ".#lib.rs", "#lib.rs#", "lib.rs~", "lib.rs.swp", "lib.rs.before-reset-1"]
        {
            assert!(is_nobodys(name), "{name}");
        }
        for name in ["con.rs", "AUX", "nul.tar.rs", "lpt9 .rs", "lib.rs.", "lib.rs ", "a:b.rs", "why?.rs"] {
            assert!(!is_portable(name), "{name}");
        }
        assert!(is_portable("lib.rs") && is_portable("console.rs") && is_portable("über uns.rs"));
        assert!(!is_nobodys("lib.rs") && !is_nobodys("derivation_loss.txt.txt"));
        assert!(
            is_plain("lib.rs") && !is_plain("a\nb.rs") && !is_plain("a\u{1b}[31m.rs") && !is_plain(&"x".repeat(101))
        );
    }
}

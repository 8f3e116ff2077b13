//! Names of entries as paths: what packers and attackers make of them.

/// Longer paths belong to no file of a course, and every folder of one is kept.
const LONGEST: usize = 400;
const DEEPEST: usize = 16;

/// Where an entry lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// With `/`, below the archive.
    pub path: String,
    /// It is the name of a folder.
    pub folder: bool,
}

/// Why an entry has no place among the others. It is not read, and nothing else is touched by that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcast {
    /// Its path begins at a root or a drive, or leads upwards.
    Outside,
    /// It has no name, a name that no file can have, or one that is too long.
    Nameless,
    /// It lies in something that is a file.
    InFile,
}

/// Where an entry of this name lies. Backslashes separate, as packers on Windows write them. Packers that are given
/// `../exercises` keep the dots in front, and those lead nowhere here.
pub fn place(name: &str) -> Result<Name, Outcast> {
    let name = name.replace('\\', "/");
    let drive = |name: &str| name.as_bytes().get(1) == Some(&b':') && name.as_bytes()[0].is_ascii_alphabetic();
    if name.contains('\0') || name.len() > LONGEST {
        return Err(Outcast::Nameless);
    }
    if name.starts_with('/') || drive(&name) {
        return Err(Outcast::Outside);
    }
    let mut parts: Vec<&str> = vec![];
    for part in name.split('/').filter(|part| !part.is_empty() && *part != ".") {
        match part {
            ".." if parts.is_empty() => {}
            ".." => return Err(Outcast::Outside),
            part => parts.push(part),
        }
    }
    if parts.is_empty() || parts.len() > DEEPEST {
        return Err(Outcast::Nameless);
    }
    Ok(Name { path: parts.join("/"), folder: name.ends_with('/') })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_packers_are_understood_and_none_leads_out() {
        for (name, path) in [
            ("gibbs/src/lib.rs", "gibbs/src/lib.rs"),
            ("gibbs\\src\\lib.rs", "gibbs/src/lib.rs"),
            ("./gibbs//src/./lib.rs", "gibbs/src/lib.rs"),
            ("../../exercises/gibbs/src/lib.rs", "exercises/gibbs/src/lib.rs"),
            ("..\\x", "x"),
        ] {
            assert_eq!(place(name), Ok(Name { path: path.into(), folder: false }), "{name}");
        }
        assert_eq!(place("a\\b\\"), Ok(Name { path: "a/b".into(), folder: true }));
        for name in ["/etc/passwd", "\\\\server\\share\\x", "C:\\x", "c:x", "a/../../b", "a/.."] {
            assert_eq!(place(name), Err(Outcast::Outside), "{name}");
        }
        let (long, deep) = ("x".repeat(5_000), "x/".repeat(100));
        for name in ["", "/", ".", "..", "../", "./", "a\0b", &long, &deep] {
            assert!(place(name).is_err(), "{name}");
        }
    }
}

//! Sources without their unit tests: those that know answers of the course stay here.

/// A source, cut.
#[derive(Debug, PartialEq)]
pub struct Cut {
    /// Without tests.
    pub text: String,
    /// Modules that stood in files of their own, and are for tests alone.
    pub modules: Vec<String>,
}

/// Cuts what is only compiled for tests out of a source that is formatted: an item ends with `;`, or with the bracket that
/// stands as far to the right as it.
pub fn cut(text: &str) -> Cut {
    let mut kept = String::new();
    let mut modules = vec![];
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let indent = &line[..line.len() - line.trim_start().len()];
        if line.trim_start() != "#[cfg(test)]" {
            kept += line;
            kept.push('\n');
            continue;
        }
        let end = format!("{indent}}}");
        // attributes between, then the item
        let Some(item) = lines.by_ref().find(|line| !line.trim_start().starts_with("#[")) else { break };
        if let Some(name) = item.trim().strip_suffix(';').and_then(|item| item.rsplit_once("mod ")) {
            modules.push(name.1.to_owned());
        }
        if item.trim_end().ends_with('{') {
            lines.by_ref().find(|line| *line == end);
        } else if !item.trim_end().ends_with([';', '}']) {
            lines.by_ref().find(|line| line.ends_with(';') || *line == end);
        }
    }
    Cut { text: format!("{}\n", kept.trim_end()), modules }
}

/// Where the source of a module lies, without its ending, beside or below the source that names it.
pub fn home(source: &str, module: &str) -> String {
    let folder = match source.rsplit_once('/') {
        Some((folder, "mod.rs" | "lib.rs" | "main.rs")) => folder.to_owned(),
        _ => source.trim_end_matches(".rs").to_owned(),
    };
    format!("{folder}/{module}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_for_tests_alone_is_cut() {
        let text = "//! A.\n\n#[cfg(test)]\nmod samples;\nmod b;\n\n#[cfg(test)]\npub fn c(\n    d: u8,\n) {\n}\n\nfn e() {}\n\n#[cfg(test)]\n#[path = \"x.rs\"]\nmod tests {\n    fn f() {\n    }\n}\n";
        let cut = cut(text);
        assert_eq!(cut.text, "//! A.\n\nmod b;\n\n\nfn e() {}\n");
        assert_eq!(cut.modules, ["samples"]);
    }

    #[test]
    fn a_module_lies_below_its_parent() {
        assert_eq!(home("a/src/b/mod.rs", "c"), "a/src/b/c");
        assert_eq!(home("a/src/b.rs", "c"), "a/src/b/c");
        assert_eq!(home("a/src/lib.rs", "c"), "a/src/c");
    }
}

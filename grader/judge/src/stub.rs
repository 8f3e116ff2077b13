//! What the stubs say of each function: the words above it.

use std::collections::BTreeMap;

/// The words above every function of a source, in Markdown, by its name.
pub fn words(source: &str) -> BTreeMap<String, String> {
    let (mut words, mut found) = (String::new(), BTreeMap::new());
    for line in source.lines().map(str::trim) {
        if let Some(text) = line.strip_prefix("///") {
            words.push_str(text.strip_prefix(' ').unwrap_or(text));
            words.push('\n');
        } else if line.starts_with("#[") {
            // an attribute stands between the words and what they are about
        } else if let Some(rest) = line.strip_prefix("pub fn ") {
            let name: String = rest.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect();
            found.insert(name, std::mem::take(&mut words));
        } else {
            words.clear();
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_above_a_function_are_its_own() {
        let source = "//! All.\n\n/// A type.\npub struct T;\n\n/// One.\n///\n/// Two.\n#[inline]\npub fn f(x: f64) {\n    todo!()\n}\n\npub fn g() {}\n";
        let words = words(source);
        assert_eq!(words["f"], "One.\n\nTwo.\n");
        assert_eq!(words["g"], "");
        assert_eq!(words.len(), 2);
    }
}

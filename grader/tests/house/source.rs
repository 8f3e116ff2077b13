//! The sources of our crates as far as the house rules ask: which modules there are, and what each names.
//!
//! Comments, texts and unit tests are left out: what is read are the words of the code itself.

use super::checkout;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// Our crates and their folders below `grader/`.
pub const CRATES: [(&str, &str); 10] = [
    ("class", "class"),
    ("archive", "archive"),
    ("page", "page"),
    ("grader", ""),
    ("jail", "jail"),
    ("run", "run"),
    ("judge", "judge"),
    ("probe", "probe"),
    ("reader", "reader"),
    ("wire", "wire"),
];

/// One file.
pub struct Source {
    /// From `grader/`, with `/`.
    pub file: String,
    /// Crate and modules, such as `run::contain::linux`.
    pub module: String,
    /// The paths that it names, such as `std::fs`; `.name(` for a method that is called.
    pub names: BTreeSet<String>,
    /// Of these, the paths within its own crate.
    pub inner: BTreeSet<String>,
}

/// All files under the folders of sources, but for those of unit tests; read once.
pub fn sources() -> &'static [Source] {
    static SOURCES: LazyLock<Vec<Source>> = LazyLock::new(read);
    &SOURCES
}

fn read() -> Vec<Source> {
    let mut found = vec![];
    let mut tests = BTreeSet::new();
    for (name, folder) in CRATES {
        let root = checkout().join("grader").join(folder).join("src");
        for path in rust_files(&root) {
            let text = fs::read_to_string(&path).expect("a source");
            let tokens: TokenStream = text.parse().unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            let module = module(name, path.strip_prefix(&root).expect("a file of the crate"));
            let (names, inner) = (BTreeSet::new(), BTreeSet::new());
            let mut source = Source { file: below_grader(&path), module: module.clone(), names, inner };
            Words { module, source: &mut source, tests: &mut tests }.read(tokens);
            found.push(source);
        }
    }
    found.retain(|source| !tests.contains(&source.module));
    found
}

/// All Rust files below a folder, in order.
pub fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = vec![];
    for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())).flatten() {
        let path = entry.path();
        if path.is_dir() && entry.file_name() != "target" {
            found.extend(rust_files(&path));
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// A path from `grader/`, with `/`.
pub fn below_grader(path: &Path) -> String {
    let path = path.strip_prefix(checkout().join("grader")).expect("a file of the grader");
    path.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// `contain/linux.rs` of `run` is `run::contain::linux`.
fn module(name: &str, file: &Path) -> String {
    let parts = file.iter().map(|part| part.to_string_lossy().trim_end_matches(".rs").to_owned());
    let parts = parts.filter(|part| !["mod", "lib"].contains(&part.as_str()));
    [name.to_owned()].into_iter().chain(parts).collect::<Vec<_>>().join("::")
}

/// Collects what a file names.
struct Words<'a> {
    /// Where it stands.
    module: String,
    source: &'a mut Source,
    /// Modules that are only there for unit tests.
    tests: &'a mut BTreeSet<String>,
}

impl Words<'_> {
    fn read(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut at = 0;
        while at < tokens.len() {
            at = match (&tokens[at], tokens.get(at + 1)) {
                (TokenTree::Punct(sign), Some(TokenTree::Group(attribute)))
                    if sign.as_char() == '#' && is_for_tests(attribute.stream()) =>
                {
                    self.skip_item(&tokens, at + 2)
                }
                // what a macro writes elsewhere is not named here
                (TokenTree::Punct(sign), Some(TokenTree::Ident(_))) if sign.as_char() == '$' => at + 2,
                (TokenTree::Punct(sign), Some(TokenTree::Ident(method))) if sign.as_char() == '.' => {
                    if matches!(tokens.get(at + 2), Some(TokenTree::Group(_))) {
                        self.source.names.insert(format!(".{method}("));
                    }
                    at + 2
                }
                (TokenTree::Ident(word), Some(TokenTree::Group(group))) if word == "allow" || word == "expect" => {
                    let lints = group.stream().into_iter().filter(|token| matches!(token, TokenTree::Ident(_)));
                    self.source.names.extend(lints.map(|lint| format!("allow({lint})")));
                    at + 2
                }
                (TokenTree::Ident(word), Some(TokenTree::Ident(name))) if word == "mod" => {
                    if let Some(TokenTree::Group(body)) = tokens.get(at + 2) {
                        let outside = self.module.clone();
                        self.module = format!("{outside}::{name}");
                        self.read(body.stream());
                        self.module = outside;
                    }
                    at + 3
                }
                (TokenTree::Ident(_), _) => self.path(&tokens, at, vec![]),
                (TokenTree::Group(group), _) => {
                    self.read(group.stream());
                    at + 1
                }
                _ => at + 1,
            };
        }
    }

    /// Reads a path that begins here, with all that a `use` lists behind it; returns what follows.
    fn path(&mut self, tokens: &[TokenTree], mut at: usize, mut path: Vec<String>) -> usize {
        loop {
            match tokens.get(at) {
                Some(TokenTree::Ident(word)) => path.push(word.to_string()),
                Some(TokenTree::Group(list)) if list.delimiter() == Delimiter::Brace && !path.is_empty() => {
                    let list: Vec<TokenTree> = list.stream().into_iter().collect();
                    let comma = |token: &TokenTree| matches!(token, TokenTree::Punct(sign) if sign.as_char() == ',');
                    for part in list.split(comma) {
                        self.path(part, 0, path.clone());
                    }
                    return at + 1;
                }
                _ => break,
            }
            let colon = |at: usize| matches!(tokens.get(at), Some(TokenTree::Punct(sign)) if sign.as_char() == ':');
            if !(colon(at + 1) && colon(at + 2)) {
                at += 1;
                break;
            }
            at += 3;
        }
        let path = match self.absolute(&path) {
            Some(path) => {
                self.source.inner.insert(path.clone());
                path
            }
            None => path.join("::"),
        };
        self.source.names.insert(path);
        at
    }

    /// The module that a path from `crate`, `self` or `super` means.
    fn absolute(&self, path: &[String]) -> Option<String> {
        let mut base: Vec<&str> = self.module.split("::").collect();
        let mut rest = path;
        while let [first, more @ ..] = rest {
            match first.as_str() {
                "crate" => base.truncate(1),
                "super" => drop(base.pop()),
                "self" => {}
                _ => break,
            }
            rest = more;
        }
        let begins = rest.len() < path.len() && !rest.is_empty();
        begins.then(|| base.into_iter().chain(rest.iter().map(String::as_str)).collect::<Vec<_>>().join("::"))
    }

    /// Passes over an item of unit tests; notes the module where it is one.
    fn skip_item(&mut self, tokens: &[TokenTree], mut at: usize) -> usize {
        while let Some(token) = tokens.get(at) {
            match (token, tokens.get(at + 1)) {
                (TokenTree::Ident(word), Some(TokenTree::Ident(name))) if word == "mod" => {
                    self.tests.insert(format!("{}::{name}", self.module));
                }
                (TokenTree::Punct(sign), _) if sign.as_char() == ';' => return at + 1,
                (TokenTree::Group(body), _) if body.delimiter() == Delimiter::Brace => return at + 1,
                _ => {}
            }
            at += 1;
        }
        at
    }
}

/// `cfg(test)`, also among other conditions.
fn is_for_tests(attribute: TokenStream) -> bool {
    let text = attribute.to_string().replace(' ', "");
    text == "cfg(test)" || text.starts_with("cfg(all(test,")
}

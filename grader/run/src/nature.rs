//! What a student's files may do, as far as it decides how they are compiled; read from their tokens, never believed
//! for more than that.

use crate::probe::Panics;
use crate::submission::StudentFile;
use judge::digest::Digest;
use proc_macro2::token_stream::IntoIter;
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use std::str::FromStr;

/// Words with which a file can reach beyond its own module, or ask where it is.
const REACHING: [&str; 10] = [
    "crate",
    "super",
    "extern",
    "include",
    "include_str",
    "include_bytes",
    "module_path",
    "type_name",
    "type_name_of_val",
    "global_asm",
];
/// Attributes that concern nothing but what they stand at.
const PLAIN: [&str; 14] = [
    "allow",
    "warn",
    "deny",
    "expect",
    "derive",
    "inline",
    "must_use",
    "doc",
    "cold",
    "track_caller",
    "rustfmt",
    "clippy",
    "test",
    "default",
];

/// What the Rust files of a student may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nature {
    /// The digest of the files.
    pub digest: [u8; 32],
    /// May they be compiled as a module of our program, with nobody the wiser?
    pub may_be_module: bool,
    /// Does a file name the lint that keeps unsafe code out, as it has to in order to turn it off?
    pub names_unsafe: bool,
    /// What a panic should do to the program.
    pub panics: Panics,
}

/// The Rust files among a student's.
pub fn rust<'a>(files: impl IntoIterator<Item = &'a StudentFile>) -> Vec<&'a StudentFile> {
    files.into_iter().filter(|file| file.path.ends_with(".rs")).collect()
}

impl Nature {
    /// Reads it from a student's files.
    pub fn of<'a>(files: impl IntoIterator<Item = &'a StudentFile>) -> Nature {
        let rust = rust(files);
        let mut digest = Digest::new();
        for file in &rust {
            digest.field(&file.path).field(&file.text);
        }
        let says = |words: &[&str]| rust.iter().any(|file| words.iter().any(|word| file.text.contains(word)));
        // what is visible in the crate would be visible to a program that is part of it
        let may_be_module = !says(&["pub(", "pub ("]);
        // a panic is waited for, or caught, or the end of one thread of several
        let may_panic = says(&["todo!", "unimplemented!", "catch_unwind", "thread::"]);
        Nature {
            digest: digest.finish(),
            may_be_module,
            names_unsafe: says(&["unsafe_code"]) && rust.iter().any(|file| names(&file.text, "unsafe_code")),
            panics: if may_panic { Panics::Unwind } else { Panics::End },
        }
    }
}

/// May other modules stand beside such files, with nobody the wiser? Reads every token: only who asks waits for it.
pub fn may_share(files: &[StudentFile]) -> bool {
    rust(files).iter().all(|file| keeps_to_itself(&file.text))
}

/// Does this word stand in the code, outside comments and texts? Where the file cannot be parted, it may.
fn names(text: &str, word: &str) -> bool {
    let Ok(stream) = TokenStream::from_str(text) else { return true };
    // brackets may be nested deeper than any stack
    let mut open = vec![stream];
    while let Some(stream) = open.pop() {
        for token in stream {
            match token {
                TokenTree::Ident(ident) if ident == word || ident == format!("r#{word}") => return true,
                TokenTree::Group(group) => open.push(group.stream()),
                TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }
    false
}

/// Can the code tell whether it stands alone? Only code that surely cannot keeps to itself.
fn keeps_to_itself(text: &str) -> bool {
    let Ok(stream) = TokenStream::from_str(text) else { return false };
    let mut open = vec![stream];
    while let Some(stream) = open.pop() {
        let mut tokens = stream.into_iter();
        // does a sign come before that makes these brackets an attribute?
        let mut marked = false;
        while let Some(token) = tokens.next() {
            // `#!` begins one, too
            let marks = |sign: char| sign == '#' || marked && sign == '!';
            match token {
                TokenTree::Ident(word) if REACHING.iter().any(|reaching| word == reaching) => return false,
                TokenTree::Group(group) if marked && group.delimiter() == Delimiter::Bracket => {
                    if is_of_tests(&group) && skip_module(&mut tokens) {
                        marked = false;
                        continue;
                    }
                    if !is_plain(&group) {
                        return false;
                    }
                    open.push(group.stream());
                    marked = false;
                }
                TokenTree::Group(group) => {
                    open.push(group.stream());
                    marked = false;
                }
                TokenTree::Punct(sign) => marked = marks(sign.as_char()),
                TokenTree::Ident(_) | TokenTree::Literal(_) => marked = false,
            }
        }
    }
    true
}

/// `[cfg(test)]`: what it stands at is not compiled.
fn is_of_tests(attribute: &Group) -> bool {
    let mut tokens = attribute.stream().into_iter();
    let is_cfg = matches!(tokens.next(), Some(TokenTree::Ident(word)) if word == "cfg");
    let Some(TokenTree::Group(of)) = tokens.next() else { return false };
    let mut of = of.stream().into_iter();
    let is_test = matches!(of.next(), Some(TokenTree::Ident(word)) if word == "test");
    is_cfg && is_test && of.next().is_none() && tokens.next().is_none()
}

/// Passes over a module with its body, if one follows.
fn skip_module(tokens: &mut IntoIter) -> bool {
    let mut ahead = tokens.clone();
    let is_mod = matches!(ahead.next(), Some(TokenTree::Ident(word)) if word == "mod");
    let is_named = matches!(ahead.next(), Some(TokenTree::Ident(_)));
    let has_body = matches!(ahead.next(), Some(TokenTree::Group(body)) if body.delimiter() == Delimiter::Brace);
    let follows = is_mod && is_named && has_body;
    if follows {
        *tokens = ahead;
    }
    follows
}

/// Is this, between its brackets, an attribute that concerns nothing but what it stands at?
fn is_plain(attribute: &Group) -> bool {
    let first = attribute.stream().into_iter().next();
    is_of_tests(attribute) || matches!(first, Some(TokenTree::Ident(word)) if PLAIN.iter().any(|plain| word == plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> StudentFile {
        StudentFile { path: path.into(), text: text.into() }
    }

    #[test]
    fn a_word_of_the_code_is_told_from_one_in_a_comment() {
        for code in
            ["#![allow(unsafe_code)]", "fn f() { #![expect(unsafe_code)] }", "m!(r#unsafe_code);", "fn f() { (1 }"]
        {
            assert!(names(code, "unsafe_code"), "{code}");
        }
        for other in
            ["// unsafe_code", "let x = 1; // no unsafe_code", "const S: &str = \"unsafe_code\";", "/* unsafe_code */"]
        {
            assert!(!names(other, "unsafe_code"), "{other}");
        }
    }

    #[test]
    fn what_could_tell_that_it_has_company_has_none() {
        for plain in [
            "#![allow(unused_variables)]\nuse probe::ndarray::Array1;\n#[derive(Clone)] struct A; // crate super\n",
            "#[cfg(test)] mod tests { #[test] fn a() {} }",
            "/// of the crate\nfn f(path: &[f64]) -> f64 { let path = path[0]; path }",
            "#[cfg(test)]\nmod tests { use super::*; #[test] fn a() { assert_eq!(crate::f(), 1) } }",
            "macro_rules! twice { ($x:expr) => { $x + $x } }",
        ] {
            assert!(keeps_to_itself(plain), "{plain}");
        }
        for reaching in [
            "use crate::nll::loss;",
            "mod a { use super::super::nll; }",
            "macro_rules! m { () => { $crate::nll::f() } }",
            "#[path = \"../../nll/src/lib.rs\"] mod nll;",
            "#[cfg_attr(all(), path = \"x\")] mod nll;",
            "macro_rules! m { ($p:ident) => { #[$p = \"x\"] mod a; } }",
            "#[macro_export] macro_rules! m { () => {} }",
            "const S: &str = include_str!(\"../../nll/src/lib.rs\");",
            "#[doc = include_str!(\"../../nll/src/lib.rs\")] fn f() {}",
            "#![recursion_limit = \"9\"]",
            "#[global_allocator] static A: B = B;",
            "fn f() -> &'static str { module_path!() }",
            "core::arch::global_asm!(\"\");",
            "#[cfg(feature = \"x\")] fn f() {}",
            "match x { #[cfg(test)] 1 => 2, _ => { crate::f() } }",
            "mod tests { use super::*; }",
            "fn f( {",
        ] {
            assert!(!keeps_to_itself(reaching), "{reaching}");
        }
    }

    #[test]
    fn no_depth_is_too_deep() {
        for (from, to) in [("(", ")"), ("#[doc(", ")]"), ("m!{", "}")] {
            let deep = from.repeat(200_000) + "unsafe_code" + &to.repeat(200_000);
            assert!(names(&deep, "unsafe_code"));
            keeps_to_itself(&deep);
        }
    }

    #[test]
    fn what_files_may_do_is_read_from_rust_alone() {
        let files = [file("src/lib.rs", "mod extra;\n"), file("src/extra.rs", ""), file("answers.toml", "todo!")];
        let nature = Nature::of(&files);
        assert!(nature.may_be_module && may_share(&files) && !nature.names_unsafe);
        assert_eq!(nature.panics, Panics::End);
        let nature = Nature::of(&[file("src/lib.rs", "pub(crate) fn f() { todo!() }")]);
        assert!(!nature.may_be_module);
        assert_eq!(nature.panics, Panics::Unwind);
    }
}

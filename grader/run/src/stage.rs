//! A folder with a student's files and a program of ours around them, and nothing else, least of all an expected
//! value. Every stage is new: nothing of an earlier one can be in it.

use crate::contain::{Contain, Own, Tenant, Use};
use crate::program::{Body, body_text};
use crate::runner::Panics;
use crate::submission::StudentFile;
use judge::course::Exercise;
use judge::digest::Digest;
use judge::error::{Error, Result};
use proc_macro2::{TokenStream, TokenTree};
use std::fs;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;

/// The stage of one exercise.
#[derive(Debug)]
pub struct Stage {
    /// Paths in the compiler's messages begin here.
    pub folder: PathBuf,
    /// Where the compiler writes, and nowhere else.
    pub made: PathBuf,
    /// For what it writes in passing.
    pub temporary: PathBuf,
    /// How it is contained.
    pub contain: Arc<dyn Contain>,
    /// Whose files these are.
    pub tenant: Tenant,
    exercise: String,
    digest: [u8; 32],
    may_be_module: bool,
    may_panic: bool,
    names_unsafe: bool,
}

impl Stage {
    /// Lays Rust files of one's own into a new folder.
    pub fn new(folder: &Path, exercise: &str, files: &[StudentFile]) -> Result<Stage> {
        Stage::of(folder, exercise, files, Arc::new(Own), Tenant::default())
    }

    /// Lays somebody's Rust files into a new folder, of which the compiler will see nothing else.
    pub fn of(
        folder: &Path,
        exercise: &str,
        files: &[StudentFile],
        contain: Arc<dyn Contain>,
        tenant: Tenant,
    ) -> Result<Stage> {
        let rust: Vec<&StudentFile> = files.iter().filter(|file| file.path.ends_with(".rs")).collect();
        let mut digest = Digest::new();
        for file in &rust {
            digest.field(&file.path).field(&file.text);
        }
        let says = |words: &[&str]| rust.iter().any(|file| words.iter().any(|word| file.text.contains(word)));
        let stage = Stage {
            folder: folder.to_owned(),
            made: folder.join("made"),
            temporary: folder.join("made/tmp"),
            contain,
            tenant,
            exercise: exercise.to_owned(),
            digest: digest.finish(),
            // what is visible in the crate would be visible to a program that is part of it
            may_be_module: !says(&["pub(", "pub ("]),
            // a panic is waited for, or caught, or the end of one thread of several
            may_panic: says(&["todo!", "unimplemented!", "catch_unwind", "thread::"]),
            names_unsafe: says(&["unsafe_code"]) && rust.iter().any(|file| names(&file.text, "unsafe_code")),
        };
        fs::create_dir_all(&stage.temporary).map_err(Error::file("create", &stage.temporary))?;
        stage.contain.allot(folder, Use::Door(tenant))?;
        stage.contain.allot(&stage.made, Use::Writing(tenant))?;
        stage.contain.allot(&stage.temporary, Use::Writing(tenant))?;
        for file in rust {
            stage.write(&file.path, &file.text)?;
        }
        Ok(stage)
    }

    fn exercise(&self) -> PathBuf {
        self.folder.join(&self.exercise)
    }

    /// Writes a file of the exercise.
    pub fn write(&self, path: &str, text: &str) -> Result<()> {
        let path = self.exercise().join(path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(Error::file("create", folder))?;
            let below = folder.ancestors().take_while(|folder| *folder != self.folder);
            below.into_iter().try_for_each(|folder| self.contain.allot(folder, Use::Reading))?;
        }
        fs::write(&path, text).map_err(Error::file("write", &path))?;
        self.contain.allot(&path, Use::Reading)
    }

    /// Reads a file of the exercise, as far as it was laid.
    pub fn read(&self, path: &str) -> Option<String> {
        fs::read_to_string(self.exercise().join(path)).ok()
    }

    /// Writes the program around the student's files.
    pub fn program(&self, text: &str) -> Result<()> {
        self.write("main.rs", text)
    }

    /// Writes the bodies that stand beside the reference.
    pub fn bodies(&self, exercise: &Exercise, bodies: &[Body]) -> Result<()> {
        bodies.iter().try_for_each(|body| self.write(&body.file(), &body_text(exercise, body)))
    }

    /// Where the program goes.
    pub fn executable(&self) -> PathBuf {
        self.made.join(format!("{}-probe{}", self.exercise, std::env::consts::EXE_SUFFIX))
    }

    /// Where the student's crate goes.
    pub fn library(&self) -> PathBuf {
        self.made.join(format!("lib{}.rlib", self.exercise))
    }

    /// The digest of the student's files.
    pub fn digest(&self) -> [u8; 32] {
        self.digest
    }

    /// May the student's file be compiled as a module of our program, with nobody the wiser?
    pub fn may_be_module(&self) -> bool {
        self.may_be_module
    }

    /// Does a file name the lint that keeps unsafe code out, as it has to in order to turn it off?
    pub fn names_unsafe(&self) -> bool {
        self.names_unsafe
    }

    /// What a panic should do to the program.
    pub fn panics(&self) -> Panics {
        if self.may_panic { Panics::Unwind } else { Panics::End }
    }
}

/// Does this word stand in the code, outside comments and texts? Where the file cannot be parted, it may.
fn names(text: &str, word: &str) -> bool {
    fn among(stream: TokenStream, word: &str) -> bool {
        stream.into_iter().any(|token| match token {
            TokenTree::Ident(ident) => ident == word || ident == format!("r#{word}"),
            TokenTree::Group(group) => among(group.stream(), word),
            TokenTree::Punct(_) | TokenTree::Literal(_) => false,
        })
    }
    TokenStream::from_str(text).map_or(true, |stream| among(stream, word))
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn a_stage_holds_rust_alone_and_knows_what_it_may_do() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = |path: &str, text: &str| StudentFile { path: path.into(), text: text.into() };
        let files = [file("src/lib.rs", "mod extra;\n"), file("src/extra.rs", ""), file("answers.toml", "x")];
        let stage = Stage::new(folder.path(), "gibbs", &files).expect("a stage");
        assert!(folder.path().join("gibbs/src/extra.rs").is_file());
        assert!(!folder.path().join("gibbs/answers.toml").exists());
        assert_eq!((stage.may_be_module(), stage.panics()), (true, Panics::End));
        let careful = [file("src/lib.rs", "pub(crate) fn f() { todo!() }")];
        let stage = Stage::new(&folder.path().join("b"), "gibbs", &careful).expect("a stage");
        assert_eq!((stage.may_be_module(), stage.panics()), (false, Panics::Unwind));
    }
}

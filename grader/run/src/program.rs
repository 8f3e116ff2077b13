//! The text of the programs that we put around a student's file. A function's line in them is the contract, the
//! registry and the check of its signature at once.

use judge::course::Exercise;
use std::collections::BTreeSet;
use std::fmt::Write;
use wire::LENT;

/// How a program reaches the student's file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// As a module: one call of the compiler for both.
    Module,
    /// As a crate of its own: what it is for its author.
    Crate,
}

/// A body for a function that is compiled beside the reference: a known wrong one, or one that must be right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body {
    /// Whose place it takes.
    pub function: String,
    /// The name under which it is offered.
    pub name: String,
    /// The module that holds it.
    pub module: String,
    /// Rust.
    pub text: String,
}

impl Body {
    /// The file of its module.
    pub fn file(&self) -> String {
        format!("{}.rs", self.module)
    }
}

/// The crate that is the kit as a library that is loaded.
pub const SHARED: &str = "grader_kit";

/// How a program comes to the libraries of the kit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Libraries {
    /// It holds them.
    Inside,
    /// It loads them when it starts.
    Loaded,
}

/// What a probe program offers.
#[derive(Clone, Debug)]
pub struct Offer<'a> {
    /// How it reaches the student's file.
    pub reach: Reach,
    /// The digest of everything that it is built from.
    pub sources: String,
    /// Does a panic end it?
    pub ends: bool,
    /// How it comes to the libraries of the kit.
    pub libraries: Libraries,
    /// Functions that are left out, because they do not compile with their signature.
    pub dropped: BTreeSet<String>,
    /// Other bodies that it offers besides.
    pub beside: &'a [Body],
    /// Versions of functions that stand in modules of the file itself.
    pub inside: &'a [Inside],
}

/// Another version of a function, in a module of the reference's own file, where private items are seen too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inside {
    /// The function.
    pub function: String,
    /// The name under which it is offered.
    pub name: String,
    /// The module.
    pub module: String,
}

/// The text of the file that holds a body.
pub fn body_text(exercise: &Exercise, body: &Body) -> String {
    let Body { function, text, .. } = body;
    let signature = signature(exercise, function);
    format!(
        "#![allow(warnings, clippy::all)]\nuse {}::*;\nuse probe::{{word::*, ndarray::*}};\npub fn {function}{signature} {{\n{text}\n}}\n",
        exercise.name
    )
}

fn signature<'a>(exercise: &'a Exercise, function: &str) -> &'a str {
    let of = exercise.functions.iter().find(|other| other.name == function);
    of.map_or("()", |function| &function.signature.text)
}

/// Lines of every probe program above the first function's.
const HEAD: usize = 6;

/// A probe program.
pub fn probe(exercise: &Exercise, offer: &Offer<'_>) -> String {
    let name = &exercise.name;
    let module = match offer.reach {
        Reach::Module => format!("#[path = \"src/lib.rs\"] mod {name};"),
        Reach::Crate => String::new(),
    };
    let panics = if offer.ends { "End" } else { "Unwind" };
    let kit = match offer.libraries {
        Libraries::Inside => String::new(),
        Libraries::Loaded => format!(" extern crate {SHARED} as _;"),
    };
    let mut text = format!(
        "#![allow(unused_imports)]{kit}\n\
         use probe::{{word::*, Panics, item, ndarray::{{Array1, Array2, Array3, ArrayView1, ArrayView2}}}};\n\
         {module}\n\
         fn main() -> std::process::ExitCode {{\n\
         probe::serve({:?}, Panics::{panics},\n\
         &[\n",
        offer.sources
    );
    for function in &exercise.functions {
        if !offer.dropped.contains(&function.name) {
            let (function, signature) = (&function.name, &function.signature.text);
            let _ = write!(text, "item!({function:?}, {name}::{function}, fn{signature}),");
        }
        // a dropped function leaves its line empty, so that the lines of the others stay
        text.push('\n');
    }
    let mut modules = String::new();
    for body in offer.beside {
        let Body { function, name, module, .. } = body;
        let _ = writeln!(text, "item!({name:?}, {module}::{function}, fn{}),", signature(exercise, function));
        let _ = writeln!(modules, "mod {module};");
    }
    for Inside { function, name, module } in offer.inside {
        let (file, signature) = (&exercise.name, signature(exercise, function));
        let _ = writeln!(text, "item!({name:?}, {file}::{module}::{function}, fn{signature}),");
    }
    text + "])\n}\n" + &modules
}

/// The function whose line it is, counted from 1.
pub fn offered_on(exercise: &Exercise, line: u64) -> Option<&str> {
    let index = usize::try_from(line).ok()?.checked_sub(HEAD + 1)?;
    exercise.functions.get(index).map(|function| function.name.as_str())
}

/// An exercise of a program that holds several.
#[derive(Clone, Debug)]
pub struct Member<'a> {
    /// Which.
    pub exercise: &'a Exercise,
    /// The digest of everything that its part is built from.
    pub sources: String,
}

/// Lines of such a program above its first exercise.
const COMMON_HEAD: usize = 2;

/// A program that holds several exercises, each as a module; `ends` says whether a panic ends it. Every exercise has
/// a line for each of its functions, and one line above and below them.
pub fn of_several(members: &[Member<'_>], ends: bool) -> String {
    let panics = if ends { "End" } else { "Unwind" };
    let mut text = format!(
        "use probe::{{word::*, Panics, Part, item, ndarray::{{Array1, Array2, Array3, ArrayView1, ArrayView2}}}};\n\
         fn main() -> std::process::ExitCode {{ probe::serve_part(Panics::{panics}, &[\n"
    );
    for Member { exercise, sources } in members {
        let name = &exercise.name;
        let _ = writeln!(text, "Part {{ name: {name:?}, sources: {sources:?}, items: &[");
        for function in &exercise.functions {
            let (function, signature) = (&function.name, &function.signature.text);
            let _ = writeln!(text, "item!({function:?}, {name}::{function}, fn{signature}),");
        }
        text += "]},\n";
    }
    text += "]) }\n";
    for Member { exercise, .. } in members {
        let _ = writeln!(text, "#[path = \"{0}/src/lib.rs\"] mod {0};", exercise.name);
    }
    format!("#![allow(unused_imports)] {text}")
}

/// The exercise whose line it is in a program of these, counted from 1.
pub fn member_on<'a>(exercises: &[&'a Exercise], line: u64) -> Option<&'a str> {
    let mut left = usize::try_from(line).ok()?.checked_sub(COMMON_HEAD + 1)?;
    for exercise in exercises {
        let own = exercise.functions.len() + 2;
        if left < own {
            return Some(&exercise.name);
        }
        left -= own;
    }
    // below them every exercise has the line of its module
    exercises.get(left.checked_sub(1)?).map(|exercise| exercise.name.as_str())
}

/// Lines of every trainer above the first function's.
const READER_HEAD: usize = 2;

/// The program that trains a network with the functions of an exercise.
pub fn trainer(exercise: &str, sources: &str) -> String {
    let lines: String = LENT.iter().map(|function| format!("{function}: {exercise}::{function},\n")).collect();
    format!("fn main() -> std::process::ExitCode {{\nreader::run({sources:?}, reader::Functions {{\n{lines}}})\n}}\n")
}

/// The function that a line of the trainer lends, counted from 1.
pub fn lent_on(line: u64) -> Option<&'static str> {
    LENT.get(usize::try_from(line).ok()?.checked_sub(READER_HEAD + 1)?).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_of_the_trainer_are_known() {
        let text = trainer("ocr", "ab");
        for (i, line) in text.lines().enumerate() {
            let known = lent_on(i as u64 + 1);
            assert_eq!(known.is_some(), line.contains(": ocr::"), "{line}");
            assert!(known.is_none_or(|name| line.starts_with(&format!("{name}:"))), "{line}");
        }
    }
}

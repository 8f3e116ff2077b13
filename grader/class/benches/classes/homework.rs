//! Homeworks of a class, each unlike every other, and the same in every run.
//!
//! Of ten students four have everything right, three make mistakes in a quarter of the functions, two are not done,
//! and one has an exercise that does not compile. Right functions are those of the reference and the right bodies of
//! `audit.toml`, in ever other mixtures; mistakes are the known wrong bodies of `exercise.toml`. A number of its own in
//! every file sees to it that no exercise is equal to another student's and taken from memory.

use class::upkeep::AuditFile;
use judge::course::Exercise;
use std::fs;
use std::path::{Path, PathBuf};
use stopwatch::checkout::{Checkout, write};

/// What the assignment `homework` consists of.
pub const EXERCISES: [&str; 7] = ["gibbs", "intuition", "latent", "free_energy", "nll", "contrastive", "ocr"];
/// Where bodies of the fixtures find what they name; what a file names itself goes before.
const IMPORTS: &str = "#[allow(unused_imports)]\nuse probe::{ndarray::*, word::*};\n";
const UNFINISHED: &str = "    todo!()";
const BROKEN: &str = "    let count: usize = 1.5;\n    unreachable!(\"{count}\")";

/// How a student fares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fares {
    /// Everything is right.
    Well,
    /// A quarter of the functions are known wrong ones.
    Mistaken,
    /// `todo!()` from somewhere in the second or last third on.
    Unfinished,
    /// One exercise does not compile.
    Broken,
}

impl Fares {
    /// Whoever has this number.
    pub fn of(number: usize) -> Fares {
        match number % 10 {
            1 | 4 | 8 => Fares::Mistaken,
            2 | 6 => Fares::Unfinished,
            5 => Fares::Broken,
            _ => Fares::Well,
        }
    }
}

/// Who writes homeworks.
pub struct Author {
    exercises: Vec<Reference>,
}

/// An exercise as it is solved.
struct Reference {
    name: String,
    /// Its files and what is in them; the first is `src/lib.rs`.
    files: Vec<(PathBuf, String)>,
    functions: Vec<Bodies>,
}

/// A function, and what students write into it.
struct Bodies {
    name: String,
    signature: String,
    right: Vec<String>,
    wrong: Vec<String>,
}

impl Author {
    /// Of homeworks of these exercises.
    pub fn of(checkout: &Checkout, exercises: &[&str]) -> Author {
        let exercise = |name: &&str| checkout.course.exercise(name).unwrap_or_else(|error| panic!("{error}"));
        Author { exercises: exercises.iter().map(|name| Reference::of(checkout, exercise(name))).collect() }
    }

    /// Writes the homework of this number into a folder.
    pub fn write(&self, number: usize, folder: &Path) {
        let (fares, count) = (Fares::of(number), self.exercises.iter().map(|one| one.functions.len()).sum::<usize>());
        let done = count / 3 + number % (count / 2).max(1);
        let mut index = 0;
        for (which, exercise) in self.exercises.iter().enumerate() {
            let broken = fares == Fares::Broken && which == number / 10 % self.exercises.len();
            let mut text = exercise.files[0].1.clone();
            for (place, function) in exercise.functions.iter().enumerate() {
                let pick = number * 7 + place * 3 + which;
                let wrong = function.wrong.get(pick % function.wrong.len().max(1));
                let body = match fares {
                    Fares::Mistaken if (number * 31 + index * 17).is_multiple_of(4) && wrong.is_some() => wrong,
                    // the reference's own is one of them
                    _ => function.right.get(pick % (function.right.len() + 1)),
                };
                let body = body.map(String::as_str);
                let body = if fares == Fares::Unfinished && index >= done { Some(UNFINISHED) } else { body };
                let body = if broken && place == 0 { Some(BROKEN) } else { body };
                if let Some(body) = body {
                    text = function.replaced(&text, body);
                }
                index += 1;
            }
            text += &format!("\n{IMPORTS}#[allow(dead_code)]\nconst HOMEWORK: usize = {number};\n");
            for (path, whole) in &exercise.files {
                let is_first = *path == exercise.files[0].0;
                write(&folder.join(&exercise.name).join(path), if is_first { &text } else { whole });
            }
        }
    }
}

impl Reference {
    fn of(checkout: &Checkout, exercise: &Exercise) -> Reference {
        let solution = checkout.path("solutions").join(&exercise.name);
        let first = PathBuf::from("src/lib.rs");
        let mut files = vec![(first.clone(), read(&solution.join(&first)))];
        let mut folders = vec![solution.clone()];
        while let Some(folder) = folders.pop() {
            let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
            for path in entries.flatten().map(|entry| entry.path()) {
                let name = path.strip_prefix(&solution).expect("a path below").to_owned();
                match path.is_dir() {
                    true => folders.push(path),
                    false if name != first => files.push((name, read(&path))),
                    false => {}
                }
            }
        }
        let audit = AuditFile::load(exercise).unwrap_or_else(|error| panic!("{error}"));
        let functions = exercise.functions.iter().map(|function| Bodies {
            name: function.name.clone(),
            signature: function.signature.text.clone(),
            right: audit.right_of(&function.name).map(|(_, right)| right.body.clone()).collect(),
            // a loop would measure its limit, and a student cannot call the reference
            wrong: function
                .wrong
                .iter()
                .filter(|wrong| !wrong.loops)
                .filter_map(|wrong| wrong.body.clone())
                .filter(|body| !body.contains(&format!("{}::", exercise.name)))
                .collect(),
        });
        Reference { name: exercise.name.clone(), functions: functions.collect(), files }
    }
}

impl Bodies {
    /// The file with another body of this function.
    fn replaced(&self, text: &str, body: &str) -> String {
        let Bodies { name, signature, .. } = self;
        let start = text.find(&format!("pub fn {name}(")).unwrap_or_else(|| panic!("there is no function `{name}`"));
        let end = start + text[start..].find("\n}\n").unwrap_or_else(|| panic!("`{name}` has no end")) + 3;
        format!("{}pub fn {name}{signature} {{\n{body}\n}}\n{}", &text[..start], &text[end..])
    }
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

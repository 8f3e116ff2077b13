//! Bodies of the fixtures that are compiled beside the reference, and the names by which they are called.

use judge::course::Exercise;
use judge::error::{Error, Place};
use judge::property::Call;
use run::program::Body;
use std::path::PathBuf;

/// What a body is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// A known wrong answer.
    Wrong,
    /// An answer that must be taken for right.
    Right,
}

impl Sort {
    fn word(self) -> &'static str {
        match self {
            Sort::Wrong => "wrong",
            Sort::Right => "right",
        }
    }

    /// The name under which the program offers the body of this number.
    pub fn offered(self, function: &str, index: usize) -> String {
        format!("{function}~{}~{index}", self.word())
    }
}

/// A body, and where it is written.
#[derive(Clone, Debug)]
pub struct Beside {
    /// What is compiled.
    pub body: Body,
    /// ``the right body `two passes` of `variance` ``.
    pub said: String,
    /// The file at fault where it does not compile.
    pub file: PathBuf,
    /// The place in it.
    pub place: Place,
}

impl Beside {
    /// A body of a function; `index` counts those of its sort.
    pub fn new(sort: Sort, function: &str, index: usize, name: &str, text: &str, at: (PathBuf, Place)) -> Beside {
        let body = Body {
            function: function.into(),
            name: sort.offered(function, index),
            module: format!("{}_{function}_{index}", sort.word()),
            text: text.into(),
        };
        let said = format!("the {} body `{name}` of `{function}`", sort.word());
        Beside { body, said, file: at.0, place: at.1 }
    }

    /// The error where it does not compile.
    pub fn refused(&self, cause: &str) -> Error {
        Error::fixture(&self.file, self.place, format!("{} does not compile ({cause})", self.said), "mend the body")
    }
}

/// The known wrong bodies of an exercise.
pub fn wrong_bodies(exercise: &Exercise) -> Vec<Beside> {
    let file = exercise.folder.join("exercise.toml");
    let of = exercise.functions.iter().flat_map(|function| {
        let file = file.clone();
        function.wrong.iter().enumerate().filter_map(move |(index, wrong)| {
            let at = (file.clone(), wrong.place);
            Some(Beside::new(Sort::Wrong, &function.name, index, &wrong.name, wrong.body.as_ref()?, at))
        })
    });
    of.collect()
}

/// The same calls, with those of one function sent to the body that is offered under another name.
pub fn divert(calls: &[Call], function: &str, offered: &str) -> Vec<Call> {
    let one = |call: &Call| {
        let name = if call.function == function { offered } else { &call.function };
        Call { function: name.to_owned(), args: call.args.clone() }
    };
    calls.iter().map(one).collect()
}

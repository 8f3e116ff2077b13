//! What `audit.toml` says: what only an audit reads, so that a student's grader never parses it.
//!
//! An entry is a struct of [`Entries`] and a method of [`Reader`] that makes of it what the audit uses.

use super::beside::{Beside, Sort};
use judge::course::{Exercise, Function, Lines, bounds, located, nearest, source};
use judge::error::{Error, Place, Result};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use toml::Spanned;

/// The file's name, beside `exercise.toml`.
const FILE: &str = "audit.toml";

/// What one exercise's file says; nothing where there is none.
#[derive(Debug, Default)]
pub struct AuditFile {
    /// Where it is, or would be.
    pub path: PathBuf,
    /// Answers that must be taken for right.
    pub right: Vec<Right>,
    /// Functions of which so many ways to be right do not exist.
    pub few: Vec<Few>,
    /// What answers without content may earn.
    pub arguable: Vec<Arguable>,
    /// Mutants of the reference that are the same function.
    pub mutants: Vec<Same>,
    /// Checks that nothing breaks, and that stay all the same.
    pub unbroken: Vec<Unbroken>,
    /// Stability inputs of which there is one alone, so that no other can be drawn.
    pub single: Vec<Single>,
}

/// A right answer that is written otherwise than the reference.
#[derive(Debug)]
pub struct Right {
    /// The function.
    pub function: String,
    /// What is different in it, unique within the function.
    pub name: String,
    /// Rust.
    pub body: String,
    /// Where the body stands, for compiler errors.
    pub place: Place,
}

/// Why a function has fewer right bodies than others.
#[derive(Debug)]
pub struct Few {
    /// The function.
    pub function: String,
    /// In words.
    pub reason: String,
    /// Where it stands.
    pub place: Place,
}

/// Why something may be earned by following a function that has nothing but an idea in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Arguable {
    /// The function.
    pub function: String,
    /// The known wrong answer that it is, or the idea.
    pub like: String,
    /// In words.
    pub reason: String,
    /// Where it stands.
    pub place: Place,
}

/// Mutants that no input can tell from the reference.
#[derive(Debug)]
pub struct Same {
    /// The function, or the helper, that is changed.
    pub item: String,
    /// The changes, as the audit names them.
    pub mutations: Vec<(String, Place)>,
}

/// A check that no wrong answer breaks.
#[derive(Debug)]
pub struct Unbroken {
    /// Its function.
    pub function: String,
    /// The check.
    pub check: String,
    /// Where it stands.
    pub place: Place,
}

/// A stability input of which there is one alone.
#[derive(Debug)]
pub struct Single {
    /// Its function.
    pub function: String,
    /// Its name.
    pub input: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entries {
    #[serde(default)]
    right: Vec<RightEntry>,
    #[serde(default)]
    few: Vec<FewEntry>,
    #[serde(default)]
    arguable: Vec<ArguableEntry>,
    #[serde(default)]
    mutant: Vec<MutantEntry>,
    #[serde(default)]
    unbroken: Vec<UnbrokenEntry>,
    #[serde(default)]
    single: Vec<SingleEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SingleEntry {
    function: Spanned<String>,
    input: Spanned<String>,
    reason: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MutantEntry {
    function: Spanned<String>,
    mutations: Vec<Spanned<String>>,
    reason: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnbrokenEntry {
    function: Spanned<String>,
    check: Spanned<String>,
    reason: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RightEntry {
    function: Spanned<String>,
    name: Spanned<String>,
    body: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FewEntry {
    function: Spanned<String>,
    reason: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ArguableEntry {
    function: Spanned<String>,
    like: Spanned<String>,
    reason: Spanned<String>,
}

impl AuditFile {
    /// Reads and checks the file of an exercise.
    pub fn load(exercise: &Exercise) -> Result<AuditFile> {
        let path = exercise.folder.join(FILE);
        // a link that leads nowhere is a mistake and not an absent file
        if std::fs::symlink_metadata(&path).is_err_and(|error| error.kind() == std::io::ErrorKind::NotFound) {
            return Ok(AuditFile { path, ..AuditFile::default() });
        }
        AuditFile::parse(exercise, &path, &source::read(&path)?)
    }

    fn parse(exercise: &Exercise, path: &Path, text: &str) -> Result<AuditFile> {
        let entries: Entries = located(path, text, toml::from_str(text))?;
        let mut reader = Reader { exercise, path, lines: &Lines::of(text), names: BTreeSet::new() };
        let right = entries.right.into_iter().map(|entry| reader.right(entry)).collect::<Result<_>>()?;
        let few = entries.few.into_iter().map(|entry| reader.few(entry)).collect::<Result<_>>()?;
        let arguable = entries.arguable.into_iter().map(|entry| reader.arguable(entry)).collect::<Result<_>>()?;
        let mutants = entries.mutant.into_iter().map(|entry| reader.mutants(entry)).collect::<Result<_>>()?;
        let unbroken = entries.unbroken.into_iter().map(|entry| reader.unbroken(entry)).collect::<Result<_>>()?;
        let single = entries.single.into_iter().map(|entry| reader.single(entry)).collect::<Result<_>>()?;
        Ok(AuditFile { path: path.to_owned(), right, few, mutants, unbroken, single, arguable })
    }

    /// The right bodies of a function, each with the number it is offered by.
    pub fn right_of<'a>(&'a self, function: &'a str) -> impl Iterator<Item = (usize, &'a Right)> {
        self.right.iter().filter(move |right| right.function == function).enumerate()
    }

    /// Its bodies, to be compiled beside the reference.
    pub fn bodies(&self, exercise: &Exercise) -> Vec<Beside> {
        let of = exercise.functions.iter().flat_map(|function| self.right_of(&function.name));
        of.map(|(index, Right { function, name, body, place })| {
            Beside::new(Sort::Right, function, index, name, body, (self.path.clone(), *place))
        })
        .collect()
    }
}

/// One of the rules in `bounds` about words.
type Rule = fn(&str) -> std::result::Result<(), String>;

/// What the checks of all entries share.
struct Reader<'a> {
    exercise: &'a Exercise,
    path: &'a Path,
    lines: &'a Lines<'a>,
    /// Kind, function and name of the entries so far.
    names: BTreeSet<(&'static str, String, String)>,
}

impl Reader<'_> {
    fn right(&mut self, entry: RightEntry) -> Result<Right> {
        let function = self.function(&entry.function)?.name.clone();
        let name = self.unique("right", &function, &entry.name)?;
        Ok(Right {
            function,
            name,
            body: self.said("body", &entry.body, bounds::prose)?,
            place: self.place(&entry.body),
        })
    }

    fn few(&mut self, entry: FewEntry) -> Result<Few> {
        let function = self.function(&entry.function)?.name.clone();
        if !self.names.insert(("few", function.clone(), String::new())) {
            let what = format!("`{function}` has two entries [[few]]");
            return Err(self.wrong(&entry.function, what, "keep one of them"));
        }
        let reason = self.said("reason", &entry.reason, bounds::line)?;
        Ok(Few { function, reason, place: self.place(&entry.function) })
    }

    fn arguable(&mut self, entry: ArguableEntry) -> Result<Arguable> {
        let function = self.function(&entry.function)?.name.clone();
        let like = self.unique("arguable", &function, &entry.like)?;
        let reason = self.said("reason", &entry.reason, bounds::line)?;
        Ok(Arguable { function, like, reason, place: self.place(&entry.function) })
    }

    /// The function may be a helper; whether it is there shows when mutants are made.
    fn mutants(&mut self, entry: MutantEntry) -> Result<Same> {
        self.said("reason", &entry.reason, bounds::line)?;
        let item = self.said("function", &entry.function, bounds::line)?;
        let mut mutations = vec![];
        for mutation in &entry.mutations {
            mutations.push((self.unique("mutant", &item, mutation)?, self.place(mutation)));
        }
        Ok(Same { item, mutations })
    }

    fn unbroken(&mut self, entry: UnbrokenEntry) -> Result<Unbroken> {
        self.said("reason", &entry.reason, bounds::line)?;
        let function = self.function(&entry.function)?.name.clone();
        let check = self.unique("unbroken", &function, &entry.check)?;
        Ok(Unbroken { function, check, place: self.place(&entry.check) })
    }

    fn single(&mut self, entry: SingleEntry) -> Result<Single> {
        self.said("reason", &entry.reason, bounds::line)?;
        let function = self.function(&entry.function)?;
        let name = function.name.clone();
        let mut cases = function.cases.iter().filter(|case| case.stability.is_some());
        let drawn = |case| function.drawn.iter().any(|drawn| drawn.counts_with(Some(case)));
        if !cases.any(|case| case.name == *entry.input.get_ref() && !drawn(case)) {
            let what =
                format!("`{}` is no stability input of `{name}` for which nothing is drawn", entry.input.get_ref());
            return Err(self.wrong(&entry.input, what, "name one, or take the entry away"));
        }
        let input = self.unique("single", &name, &entry.input)?;
        Ok(Single { function: name, input })
    }

    /// The function that an entry is about.
    fn function(&self, name: &Spanned<String>) -> Result<&Function> {
        let known = self.exercise.functions.iter();
        known.clone().find(|function| function.name == *name.get_ref()).ok_or_else(|| {
            let fix = match nearest(name.get_ref(), known.map(|function| function.name.as_str())) {
                Some(nearest) => format!("did you mean `{nearest}`"),
                None => "name a function of exercise.toml".into(),
            };
            let what = format!("there is no function `{}` in this exercise", name.get_ref().escape_debug());
            self.wrong(name, what, fix)
        })
    }

    /// A name on one line that no other entry of its kind has for the same function.
    fn unique(&mut self, kind: &'static str, function: &str, name: &Spanned<String>) -> Result<String> {
        let text = self.said("name", name, bounds::line)?;
        if self.names.insert((kind, function.to_owned(), text.clone())) {
            return Ok(text);
        }
        let what = format!("two [[{kind}]] of `{function}` are called `{text}`");
        Err(self.wrong(name, what, "rename one of them"))
    }

    /// Words or Rust that must be there.
    fn said(&self, key: &str, text: &Spanned<String>, rule: Rule) -> Result<String> {
        rule(text.get_ref()).map_err(|what| self.wrong(text, format!("the {key} has {what}"), "write it out"))?;
        Ok(text.get_ref().clone())
    }

    fn place<T>(&self, at: &Spanned<T>) -> Place {
        self.lines.at(at.span().start)
    }

    fn wrong<T>(&self, at: &Spanned<T>, what: String, fix: impl Into<String>) -> Error {
        Error::fixture(self.path, self.place(at), what, fix)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> std::result::Result<AuditFile, String> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = judge::course::Course::find_root(root).expect("a course");
        let exercise = Exercise::load(&root, "gibbs").expect("an exercise");
        AuditFile::parse(&exercise, Path::new("audit.toml"), text).map_err(|error| error.to_string())
    }

    const RIGHT: &str =
        "[[right]]\nfunction = \"gibbs\"\nname = \"by hand\"\nbody = \"\"\"\n    energies.mapv(f64::exp)\n\"\"\"\n";

    #[test]
    fn what_is_written_is_read_with_its_place() {
        let file = read(&format!("{RIGHT}[[few]]\nfunction = \"variance\"\nreason = \"a sum\"\n")).expect("read");
        let right: Vec<_> = file.right_of("gibbs").collect();
        assert_eq!((right.len(), right[0].0, right[0].1.name.as_str()), (1, 0, "by hand"));
        assert_eq!((right[0].1.place.line, file.few[0].place.line), (Some(4), Some(8)));
        assert_eq!(file.right_of("variance").count(), 0);
    }

    #[test]
    fn what_cannot_be_meant_is_refused_with_place_and_fix() {
        let refused = |text: &str, says: &str| {
            let error = read(text).expect_err(says);
            assert!(error.contains(says), "{says}: {error}");
        };
        refused(&RIGHT.replace("name", "nam"), "audit.toml:3:1: unknown field `nam`");
        refused("[[rigth]]\n", "audit.toml:1:3: unknown field `rigth`");
        refused(&RIGHT.replace("\"gibbs\"", "\"gibs\""), "audit.toml:2:12: there is no function `gibs`");
        refused(&RIGHT.replace("by hand", " "), "audit.toml:3:8: the name has no words");
        refused(&RIGHT.replace("by hand", "by\\nhand"), "audit.toml:3:8: the name has more than one line");
        refused(&RIGHT.replace("    energies.mapv(f64::exp)\n", ""), "audit.toml:4:8: the body has no words");
        refused(&RIGHT.repeat(2), "audit.toml:9:8: two [[right]] of `gibbs` are called `by hand`");
        let few = "[[few]]\nfunction = \"variance\"\nreason = \"a sum\"\n";
        refused(&few.repeat(2), "audit.toml:5:12: `variance` has two entries [[few]]");
        refused(&few.replace("a sum", ""), "audit.toml:3:10: the reason has no words");
        let arguable = "[[arguable]]\nfunction = \"variance\"\nlike = \"a\"\nreason = \"a slip\"\n";
        assert_eq!(read(arguable).expect("read").arguable[0].like, "a");
        refused(&arguable.repeat(2), "audit.toml:7:8: two [[arguable]] of `variance` are called `a`");
        refused(&arguable.replace("a slip", ""), "audit.toml:4:10: the reason has no words");
    }

    const MUTANT: &str = "[[mutant]]\nfunction = \"lowest\"\nmutations = [\"line 2: `<` → `<=`\", \"line 2: `1` → `0`\"]\nreason = \"a tie\"\n";
    const UNBROKEN: &str =
        "[[unbroken]]\nfunction = \"gibbs\"\ncheck = \"one class\"\nreason = \"it shows the shape\"\n";

    #[test]
    fn mutants_and_unbroken_checks_are_read_with_their_reasons() {
        let file = read(&format!("{MUTANT}{UNBROKEN}")).expect("read");
        let names: Vec<&str> = file.mutants[0].mutations.iter().map(|(name, _)| name.as_str()).collect();
        // a helper of the reference is no function of the exercise
        assert_eq!((file.mutants[0].item.as_str(), names), ("lowest", vec!["line 2: `<` → `<=`", "line 2: `1` → `0`"]));
        assert_eq!((file.unbroken[0].check.as_str(), file.unbroken[0].place.line), ("one class", Some(7)));
        let refused = |text: &str, says: &str| {
            let error = read(text).expect_err(says);
            assert!(error.contains(says), "{says}: {error}");
        };
        refused(&MUTANT.replace("a tie", ""), "audit.toml:4:10: the reason has no words");
        refused(&MUTANT.repeat(2), "two [[mutant]] of `lowest` are called `line 2: `<` → `<=``");
        refused(&UNBROKEN.replace("gibbs", "gibs"), "audit.toml:2:12: there is no function `gibs`");
        refused(&UNBROKEN.repeat(2), "two [[unbroken]] of `gibbs` are called `one class`");
    }
}

//! One exercise: its functions, and for each what is checked.

use super::schema::{self, CaseEntry, ExerciseFile, FunctionEntry, Lines, located};
use super::signature::Signature;
use super::snapshot::Snapshot;
use super::training::Thresholds;
use super::written::{self, Written};
use crate::compare::{Expected, Tolerance};
use crate::digest::Digest;
use crate::error::{Error, Result};
use crate::number::Value;
use crate::property::Law;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// What `fixtures/<name>/exercise.toml` says.
#[derive(Debug)]
pub struct Exercise {
    /// The crate's name.
    pub name: String,
    /// For reports.
    pub title: String,
    /// One line about what is learnt.
    pub summary: String,
    /// In the order in which they should be written.
    pub functions: Vec<Function>,
    /// Derivations, choices and texts, in files beside `src/`.
    pub written: Vec<Written>,
    /// What a network must read that was trained with these functions, if one is.
    pub training: Option<Thresholds>,
    /// `fixtures/<name>`.
    pub folder: PathBuf,
    digest: OnceLock<[u8; 32]>,
}

/// One owed function.
#[derive(Debug)]
pub struct Function {
    /// Its name.
    pub name: String,
    /// What the probe compiles against.
    pub signature: Signature,
    /// For getting every case right; 0 where there is no case, because many answers are right.
    pub points: u32,
    /// From a nudge to nearly the answer.
    pub hints: Vec<String>,
    /// Inputs with one expected value each: the ordinary ones first, then those of `stability`.
    pub cases: Vec<Case>,
    /// Laws that hold for any input.
    pub properties: Vec<Property>,
    /// Known wrong bodies.
    pub wrong: Vec<Wrong>,
}

/// One input with an expected value.
#[derive(Debug)]
pub struct Case {
    /// What is special about it.
    pub name: String,
    /// In stub order.
    pub args: Vec<Value>,
    /// How far off a reply may be.
    pub tolerance: Tolerance,
    /// Where any subgradient is right, the ends of the range.
    pub kink: Option<Expected>,
    /// For an extreme input: its own points, and where the usual evaluation breaks.
    pub stability: Option<(u32, String)>,
}

/// A law with its points.
#[derive(Debug)]
pub struct Property {
    /// In words.
    pub name: String,
    /// For holding on every drawn input.
    pub points: u32,
    /// Drawn inputs and the relation.
    pub law: Law,
    /// How far both sides may differ.
    pub tolerance: Tolerance,
    /// The function whose own (wrong) loss this gradient may follow.
    pub follow_through: Option<String>,
    /// What it means when the law is broken.
    pub says: String,
}

/// A wrong idea as a function body.
#[derive(Debug)]
pub struct Wrong {
    /// Short and unique within the function.
    pub name: String,
    /// Rust.
    pub body: String,
    /// Where the body starts in `exercise.toml`, for compiler errors.
    pub line: usize,
    /// What the student is told.
    pub says: String,
    /// Another wrong body that no input can tell from this one.
    pub like: Option<String>,
}

impl Exercise {
    /// Reads and checks `fixtures/<name>/exercise.toml`.
    pub fn load(root: &Path, name: &str) -> Result<Exercise> {
        let folder = root.join("fixtures").join(name);
        let path = folder.join("exercise.toml");
        let text = std::fs::read_to_string(&path).map_err(Error::file("read", &path))?;
        let file: ExerciseFile = located(&path, &text, toml::from_str(&text))?;
        let reader = Reader { path: &path, lines: Lines::of(&text), exercise: file.tolerance };
        let mut names = BTreeSet::new();
        let mut functions = vec![];
        for entry in file.function {
            let line = reader.lines.at(entry.name.span().start);
            if !names.insert(entry.name.get_ref().clone()) {
                return Err(reader.wrong(
                    line,
                    format!("two functions are called `{}`", entry.name.get_ref()),
                    "rename one of them",
                ));
            }
            functions.push(reader.function(entry)?);
        }
        let called: BTreeSet<String> = names.clone();
        let texts = written::Reader { path: &path, lines: &reader.lines };
        let mut written = vec![];
        written.extend(file.derivation.into_iter().map(|entry| (entry.name.span().start, texts.derivation(entry))));
        written.extend(file.choice.into_iter().map(|entry| (entry.name.span().start, texts.choice(entry))));
        written.extend(file.text.into_iter().map(|entry| (entry.name.span().start, texts.text(entry))));
        let written = written.into_iter().map(|(offset, piece)| {
            let piece = piece?;
            if names.insert(piece.name().to_owned()) {
                return Ok(piece);
            }
            let what = format!("the name `{}` is used twice", piece.name());
            Err(reader.wrong(reader.lines.at(offset), what, "rename one of them"))
        });
        let written = written.collect::<Result<Vec<_>>>()?;
        let training =
            file.training.map(|entry| Thresholds::read(&entry, &path, &reader.lines, &called)).transpose()?;
        let exercise = Exercise {
            name: name.into(),
            title: file.title,
            summary: file.summary,
            functions,
            written,
            training,
            folder,
            digest: OnceLock::new(),
        };
        for function in &exercise.functions {
            for property in &function.properties {
                let calls = property.law.calls();
                let other = calls.iter().chain(&property.follow_through).find(|name| !called.contains(*name));
                if let Some(other) = other {
                    let what = format!(
                        "the property `{}` of `{}` uses `{other}`, which is neither a function of this exercise nor a built-in",
                        property.name, function.name
                    );
                    return Err(Error::fixture(&path, None, what, "spell it as the function or built-in you mean"));
                }
                if !calls.contains(&function.name) {
                    let what = format!("the property `{}` never calls `{}`", property.name, function.name);
                    return Err(Error::fixture(&path, None, what, "call the function it belongs to"));
                }
            }
        }
        Ok(exercise)
    }

    /// The function of this name, or a sentence with the nearest one.
    pub fn function(&self, name: &str) -> Result<&Function> {
        let known = self.functions.iter();
        known.clone().find(|function| function.name == name).ok_or_else(|| {
            super::unknown(&format!("function in `{}`", self.name), name, known.map(|f| f.name.as_str()))
        })
    }

    /// All points of this exercise.
    pub fn max(&self) -> u32 {
        self.functions.iter().map(Function::max).chain(self.written.iter().map(Written::max)).sum()
    }

    /// Where the expected values of a function are kept.
    pub fn snapshot_path(&self, function: &str) -> PathBuf {
        self.folder.join(format!("{function}.snap"))
    }

    /// Reads the expected values of every function; each must belong to the cases as they are now.
    pub fn snapshots(&self) -> Result<BTreeMap<String, Snapshot>> {
        let each = self.functions.iter().map(|function| {
            let snapshot = Snapshot::load(&self.snapshot_path(&function.name))?;
            snapshot.must_fit(function, &self.snapshot_path(&function.name))?;
            Ok((function.name.clone(), snapshot))
        });
        each.collect()
    }

    /// A digest of `exercise.toml` and the snapshots beside it, computed once.
    pub fn digest(&self) -> Result<[u8; 32]> {
        if let Some(digest) = self.digest.get() {
            return Ok(*digest);
        }
        let digest = self.compute_digest()?;
        Ok(*self.digest.get_or_init(|| digest))
    }

    fn compute_digest(&self) -> Result<[u8; 32]> {
        let mut files: Vec<PathBuf> = std::fs::read_dir(&self.folder)
            .map_err(Error::file("read", &self.folder))?
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| path.extension().is_some_and(|end| end == "toml" || end == "snap"))
            .collect();
        files.sort();
        let mut digest = Digest::new();
        for file in files {
            let bytes = std::fs::read(&file).map_err(Error::file("read", &file))?;
            digest.field(file.file_name().unwrap_or_default().as_encoded_bytes()).field(bytes);
        }
        Ok(digest.finish())
    }
}

impl Function {
    /// All points of this function.
    pub fn max(&self) -> u32 {
        let stability = self.cases.iter().filter_map(|case| case.stability.as_ref()).map(|(points, _)| points);
        let properties = self.properties.iter().map(|property| property.points);
        self.points + stability.sum::<u32>() + properties.sum::<u32>()
    }

    /// `gibbs(energies = [1, 2, 3], beta = 2)`, for people.
    pub fn show_call(&self, args: &[Value]) -> String {
        let pair = |(parameter, value): (&super::Parameter, &Value)| format!("{} = {}", parameter.name, value.show(12));
        let args: Vec<_> = self.signature.parameters.iter().zip(args).map(pair).collect();
        format!("{}({})", self.name, args.join(", "))
    }
}

/// What the checks of one file share.
struct Reader<'a> {
    path: &'a Path,
    lines: Lines,
    exercise: Option<Tolerance>,
}

impl Reader<'_> {
    fn wrong(&self, line: usize, what: impl Into<String>, fix: &str) -> Error {
        Error::fixture(self.path, line, what, fix)
    }

    fn function(&self, entry: FunctionEntry) -> Result<Function> {
        let name = entry.name.get_ref().clone();
        let line = self.lines.at(entry.name.span().start);
        let signature = Signature::parse(entry.signature.get_ref()).map_err(|what| {
            let line = self.lines.at(entry.signature.span().start);
            self.wrong(
                line,
                format!("the signature of `{name}` is malformed, {what}"),
                "write `(name: type, …) -> type`",
            )
        })?;
        if entry.hints.is_empty() || entry.hints.iter().any(|hint| hint.trim().is_empty()) {
            return Err(self.wrong(line, format!("`{name}` has no hint or an empty one"), "write at least one hint"));
        }
        match (entry.case.is_empty(), entry.points) {
            (true, 1..) => return Err(self.wrong(line, format!("`{name}` has no case"), "add a [[function.case]]")),
            (false, 0) => return Err(self.wrong(line, format!("`{name}` has 0 points"), "give it at least 1")),
            _ => {}
        }
        if entry.case.is_empty() && entry.property.is_empty() {
            let what = format!("`{name}` has neither a case nor a property");
            return Err(self.wrong(line, what, "add one of them"));
        }
        let tolerance = entry.tolerance.or(self.exercise);
        let stability = entry.stability.into_iter().map(|entry| {
            let extra = Some((entry.points, entry.breaks));
            let case = CaseEntry {
                name: entry.name,
                args: entry.args,
                tolerance: entry.tolerance,
                segment: None,
                r#box: None,
            };
            (case, extra)
        });
        let mut seen = BTreeSet::new();
        let mut cases = vec![];
        for (case, extra) in entry.case.into_iter().map(|case| (case, None)).chain(stability) {
            let line = self.lines.at(case.name.span().start);
            self.unique(&mut seen, "case", case.name.get_ref(), line)?;
            cases.push(self.case(&name, &signature, case, extra, tolerance, line)?);
        }
        let mut properties = vec![];
        for property in entry.property {
            let line = self.lines.at(property.name.span().start);
            self.unique(&mut seen, "check", property.name.get_ref(), line)?;
            properties.push(self.property(property, tolerance, line)?);
        }
        let mut seen = BTreeSet::new();
        let mut wrong: Vec<Wrong> = vec![];
        for entry in entry.wrong {
            let line = self.lines.at(entry.name.span().start);
            let known = entry.name.get_ref();
            self.unique(&mut seen, "wrong body", known, line)?;
            if entry.says.trim().is_empty() {
                return Err(self.wrong(
                    line,
                    format!("the wrong body `{known}` says nothing"),
                    "write the sentence that helps",
                ));
            }
            if let Some(like) = entry.like.as_ref().filter(|like| wrong.iter().all(|other| &other.name != *like)) {
                return Err(self.wrong(
                    line,
                    format!("`{known}` is like `{like}`, which no earlier wrong body is called"),
                    "name an earlier one",
                ));
            }
            let line = self.lines.at(entry.body.span().start);
            wrong.push(Wrong {
                name: known.clone(),
                body: entry.body.into_inner(),
                line,
                says: entry.says,
                like: entry.like,
            });
        }
        Ok(Function { name, signature, points: entry.points, hints: entry.hints, cases, properties, wrong })
    }

    fn unique(&self, seen: &mut BTreeSet<String>, kind: &str, name: &str, line: usize) -> Result<()> {
        if seen.insert(name.to_owned()) {
            Ok(())
        } else {
            Err(self.wrong(
                line,
                format!("the {kind} name `{name}` is used twice in one function"),
                "rename one of them",
            ))
        }
    }

    fn tolerance(&self, own: Option<Tolerance>, inherited: Option<Tolerance>, line: usize) -> Result<Tolerance> {
        let Some(tolerance) = own.or(inherited) else {
            return Err(self.wrong(
                line,
                "no tolerance is stated",
                "add `tolerance = { relative = 1e-9, absolute = 1e-12 }` here, to the function or to the file",
            ));
        };
        let good = |x: f64| x >= 0.0 && x.is_finite();
        if good(tolerance.relative) && good(tolerance.absolute) {
            Ok(tolerance)
        } else {
            Err(self.wrong(line, "a tolerance is negative or not finite", "write numbers from 0 up"))
        }
    }

    fn case(
        &self,
        function: &str,
        signature: &Signature,
        case: CaseEntry,
        stability: Option<(u32, String)>,
        inherited: Option<Tolerance>,
        line: usize,
    ) -> Result<Case> {
        let name = case.name.into_inner();
        let values = case.args.iter().map(value).collect::<Option<Vec<_>>>();
        let args = values.ok_or_else(|| {
            self.wrong(
                line,
                format!("an argument of `{name}` is neither number, list, text nor truth value"),
                "write one of those",
            )
        })?;
        signature.accepts(&args).map_err(|what| {
            self.wrong(
                line,
                format!("the case `{name}` does not fit `{function}`, {what}"),
                "make args fit the signature",
            )
        })?;
        let pair = |[a, b]: [toml::Value; 2]| Some((value(&a)?, value(&b)?));
        let kink = match (case.segment, case.r#box) {
            (Some(_), Some(_)) => {
                return Err(self.wrong(line, format!("`{name}` has a segment and a box"), "keep one"));
            }
            (Some(ends), None) => pair(ends).map(|(from, to)| Expected::Segment(from, to)),
            (None, Some(ends)) => pair(ends).map(|(lower, upper)| Expected::Box(lower, upper)),
            (None, None) => None,
        };
        Ok(Case { name, args, tolerance: self.tolerance(case.tolerance, inherited, line)?, kink, stability })
    }

    fn property(&self, entry: schema::PropertyEntry, inherited: Option<Tolerance>, line: usize) -> Result<Property> {
        let name = entry.name.into_inner();
        let law = Law::parse(&entry.given, entry.holds.get_ref()).map_err(|what| {
            self.wrong(line, format!("the property `{name}` cannot be read, {what}"), "mend the expression")
        })?;
        if entry.says.trim().is_empty() {
            return Err(self.wrong(
                line,
                format!("the property `{name}` says nothing"),
                "write what it means when it is broken",
            ));
        }
        let tolerance = self.tolerance(entry.tolerance, inherited, line)?;
        Ok(Property {
            name,
            points: entry.points,
            law,
            tolerance,
            follow_through: entry.follow_through,
            says: entry.says,
        })
    }
}

/// TOML's own `inf` and `nan` are numbers; a text is an enumeration's word.
fn value(toml: &toml::Value) -> Option<Value> {
    Some(match toml {
        toml::Value::Integer(i) => Value::Number(*i as f64),
        toml::Value::Float(x) => Value::Number(*x),
        toml::Value::Boolean(truth) => Value::Truth(*truth),
        toml::Value::String(text) => Value::Text(text.clone()),
        toml::Value::Array(list) => Value::List(list.iter().map(value).collect::<Option<_>>()?),
        toml::Value::Datetime(_) | toml::Value::Table(_) => return None,
    })
}

//! One exercise: its functions, and for each what is checked.

use super::bounds::{self, MOST_OF_EXERCISE};
use super::drawn::{self, Drawn};
use super::laws;
use super::pictures::{PICTURES, StoredPictures};
use super::plot::{self, Plot};
use super::reader::Reader;
use super::released::Released;
use super::schema::{ExerciseFile, Lines, located};
use super::signature::Signature;
use super::snapshot::Snapshot;
use super::source;
use super::training::Thresholds;
use super::written::Written;
use crate::compare::{Expected, Tolerance};
use crate::digest::Digest;
use crate::error::{Error, Place, Result};
use crate::number::Value;
use crate::property::{Law, Piece};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The name of the snapshot that is no function's.
pub const TERMS: &str = "exercise";

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
    pub(super) digest: OnceLock<[u8; 32]>,
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
    /// Cases whose inputs are drawn, and whose expected values are the reference's replies.
    pub drawn: Vec<Drawn>,
    /// Laws that hold for any input.
    pub properties: Vec<Property>,
    /// Known wrong bodies.
    pub wrong: Vec<Wrong>,
    /// Pictures of it.
    pub plots: Vec<Plot>,
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
    /// Is NaN what the reference means to return?
    pub nan: bool,
    /// Where it stands in `exercise.toml`.
    pub place: Place,
}

/// A law with its points.
#[derive(Debug)]
pub struct Property {
    /// In words.
    pub name: String,
    /// For holding on every drawn input; nothing where it counts with the cases, as a part of the formula.
    pub points: Option<u32>,
    /// Drawn inputs and the relation.
    pub law: Law,
    /// How far both sides may differ.
    pub tolerance: Tolerance,
    /// The function whose own (wrong) loss this gradient may follow.
    pub follow_through: Option<String>,
    /// Relations on the same inputs that a base without content keeps.
    pub content_free: Vec<Law>,
    /// What it means when the law is broken.
    pub says: String,
    /// Where it stands in `exercise.toml`: its name, its relation, and each line of `given`.
    pub places: LawPlaces,
}

/// Where the pieces of a law stand.
#[derive(Clone, Debug)]
pub struct LawPlaces {
    /// The name.
    pub name: Place,
    /// The relation.
    pub holds: Place,
    /// Each line of `given`.
    pub given: Vec<Place>,
    /// Each relation of `content_free`.
    pub content_free: Vec<Place>,
}

impl LawPlaces {
    /// Where a piece of the law stands.
    pub fn of(&self, piece: Piece) -> Place {
        match piece {
            Piece::Holds => self.holds,
            Piece::Given(index) => self.given.get(index).copied().unwrap_or(self.name),
            // of a draw
            Piece::When(_) | Piece::Argument(_) | Piece::Range => self.name,
        }
    }
}

/// A wrong idea as a function body.
#[derive(Debug)]
pub struct Wrong {
    /// Short and unique within the function.
    pub name: String,
    /// Rust; not in a course that was handed out, which knows its replies.
    pub body: Option<String>,
    /// Where the body starts in `exercise.toml`, for compiler errors.
    pub place: Place,
    /// What the student is told.
    pub says: String,
    /// Another wrong body that no input can tell from this one.
    pub like: Option<String>,
    /// Does it run for ever on some case? Elsewhere a time limit is a mistake, not a reply.
    pub loops: bool,
}

impl Exercise {
    /// Reads and checks `fixtures/<name>/exercise.toml`.
    pub fn load(root: &Path, name: &str) -> Result<Exercise> {
        Exercise::load_as(root, name, None)
    }

    /// The same, of a course that may have been handed out.
    pub(super) fn load_as(root: &Path, name: &str, released: Option<&Released>) -> Result<Exercise> {
        let folder = root.join("fixtures").join(name);
        let path = folder.join("exercise.toml");
        let text = source::read(&path)?;
        let file: ExerciseFile = located(&path, &text, toml::from_str(&text))?;
        let reader = Reader { path: &path, lines: &Lines::of(&text), exercise: file.tolerance, released };
        reader.said("title", &file.title, bounds::line)?;
        reader.said("summary", &file.summary, bounds::prose)?;
        let mut names = BTreeSet::new();
        let mut functions = vec![];
        for entry in file.function {
            let offset = entry.name.span().start;
            if !names.insert(entry.name.get_ref().clone()) {
                let what = format!("two functions are called `{}`", entry.name.get_ref());
                return Err(reader.wrong(offset, what, "rename one of them"));
            }
            functions.push(reader.function(entry)?);
        }
        let called = names.clone();
        let mut written = vec![];
        written.extend(file.derivation.into_iter().map(|entry| (entry.name.span().start, reader.derivation(entry))));
        written.extend(file.choice.into_iter().map(|entry| (entry.name.span().start, reader.choice(entry))));
        written.extend(file.text.into_iter().map(|entry| (entry.name.span().start, reader.text(entry))));
        let written = written.into_iter().map(|(offset, piece)| {
            let piece = piece?;
            if names.insert(piece.name().to_owned()) {
                return Ok(piece);
            }
            let what = format!("the name `{}` is used twice", piece.name());
            Err(reader.wrong(offset, what, "rename one of them"))
        });
        let written = written.collect::<Result<Vec<_>>>()?;
        let training = file.training.map(|entry| Thresholds::read(&entry, &path, reader.lines, &called)).transpose()?;
        let exercise = Exercise {
            name: name.into(),
            title: file.title.get_ref().clone(),
            summary: file.summary.into_inner(),
            functions,
            written,
            training,
            folder,
            digest: OnceLock::new(),
        };
        for function in &exercise.functions {
            for drawn in &function.drawn {
                drawn::check(&exercise, function, drawn).map_err(|(place, what, fix)| {
                    let what = format!("the drawn cases `{}` of `{}` {what}", drawn.name, function.name);
                    Error::fixture(&path, place, what, fix)
                })?;
            }
            for property in &function.properties {
                laws::check(&exercise, function, property).map_err(|(place, what, fix)| {
                    let what = format!("the property `{}` of `{}` {what}", property.name, function.name);
                    Error::fixture(&path, place, what, fix)
                })?;
            }
            for plot in &function.plots {
                plot::check(&exercise, function, plot).map_err(|(place, what, fix)| {
                    let what = format!("the picture `{}` of `{}` {what}", plot.name, function.name);
                    Error::fixture(&path, place, what, fix)
                })?;
            }
        }
        if exercise.max() > MOST_OF_EXERCISE {
            let what = format!("all points of this exercise together are {}", exercise.max());
            let fix = format!("share out at most {MOST_OF_EXERCISE}");
            return Err(reader.wrong(file.title.span().start, what, &fix));
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
        let functions = self.functions.iter().map(Function::max);
        functions.chain(self.written.iter().map(Written::max)).fold(0, u32::saturating_add)
    }

    /// Those of its points that answers to questions with options are worth.
    pub fn choices(&self) -> u32 {
        let choice = |written: &&Written| matches!(written, Written::Choice(_));
        self.written.iter().filter(choice).map(Written::max).fold(0, u32::saturating_add)
    }

    /// Where the expected values of a function are kept.
    pub fn snapshot_path(&self, function: &str) -> PathBuf {
        self.folder.join(format!("{function}.snap"))
    }

    /// Where its terms are kept.
    pub fn terms_path(&self) -> PathBuf {
        self.snapshot_path(TERMS)
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

    /// Where the reference's series of its pictures are kept.
    pub fn pictures_path(&self) -> PathBuf {
        self.snapshot_path(PICTURES)
    }

    /// Does any function have a picture?
    pub fn has_pictures(&self) -> bool {
        self.functions.iter().any(|function| !function.plots.is_empty())
    }

    /// Reads the reference's series of all pictures; each must belong to its picture as it is now.
    pub fn pictures(&self) -> Result<StoredPictures> {
        if !self.has_pictures() {
            return Ok(StoredPictures::default());
        }
        let pictures = StoredPictures::load(&self.pictures_path())?;
        pictures.must_fit(self, &self.pictures_path())?;
        Ok(pictures)
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
            .filter(|path| {
                path.extension().is_some_and(|end| end == "snap")
                    || path.file_name().is_some_and(|name| name == "exercise.toml")
            })
            .collect();
        files.sort();
        let mut digest = Digest::new();
        for file in files {
            digest.field(file.file_name().unwrap_or_default().as_encoded_bytes()).field(source::read(&file)?);
        }
        Ok(digest.finish())
    }
}

impl Function {
    /// All points of this function.
    pub fn max(&self) -> u32 {
        let stability = self.cases.iter().filter_map(|case| case.stability.as_ref()).map(|(points, _)| *points);
        let properties = self.properties.iter().filter_map(|property| property.points);
        stability.chain(properties).fold(self.points, u32::saturating_add)
    }

    /// `gibbs(energies = [1, 2, 3], beta = 2)`, for people.
    pub fn show_call(&self, args: &[Value]) -> String {
        let pair = |(parameter, value): (&super::Parameter, &Value)| format!("{} = {}", parameter.name, value.show(12));
        let args: Vec<_> = self.signature.parameters.iter().zip(args).map(pair).collect();
        format!("{}({})", self.name, args.join(", "))
    }
}

//! Gathers what is handed out: every line of the list becomes files.

use super::list::{Form, LIST, Line};
use super::tracked::Tracked;
use super::untested::{cut, home};
use super::{fixture, lock, manifest, page};
use judge::course::source::read;
use judge::course::{Course, Exercise, STUBS};
use judge::error::{Error, Result};
use run::provenance::HOME;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Whose a file is once it was handed out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Ours: an update replaces it.
    Ours,
    /// The student's: it is handed out once.
    Students,
}

/// One file of a release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handed {
    /// What it holds: text, but for pictures.
    pub bytes: Vec<u8>,
    /// Whose it is from then on.
    pub whose: Whose,
}

impl Handed {
    /// A text of ours.
    pub fn ours(text: String) -> Handed {
        Handed { bytes: text.into_bytes(), whose: Whose::Ours }
    }

    /// What it says; nothing where it is a picture.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.bytes).unwrap_or_default()
    }
}

/// All files of a release, by their paths.
pub type Files = BTreeMap<String, Handed>;

/// Where things are taken from: the course from its own checkout, and of the rest what is not there from the one that this
/// program was built in, where the grader is.
struct Checkouts<'a> {
    course: &'a Course,
    roots: Vec<(PathBuf, Tracked)>,
}

impl Checkouts<'_> {
    fn of(course: &Course) -> Checkouts<'_> {
        let built = Path::new(HOME).join("..");
        let same =
            |a: &Path, b: &Path| fs::canonicalize(a).ok().is_some_and(|a| fs::canonicalize(b).is_ok_and(|b| a == b));
        let mut roots = vec![course.root.clone()];
        if !same(&course.root, &built) {
            roots.push(built);
        }
        let roots = roots.into_iter().map(|root| {
            let tracked = Tracked::of(&root);
            (root, tracked)
        });
        Checkouts { course, roots: roots.collect() }
    }

    /// Is this the course itself, which is in one checkout alone?
    fn is_course(&self, path: &str) -> bool {
        let exercise = path.strip_prefix("exercises/").and_then(|rest| rest.split_once('/'));
        let of_course = exercise.is_some_and(|(name, _)| self.course.exercises.iter().any(|one| one.name == name));
        path.starts_with("fixtures/") || of_course
    }

    /// The first checkout that has this path.
    fn with(&self, path: &str) -> Result<&(PathBuf, Tracked)> {
        let mut roots = self.roots.iter().take(if self.is_course(path) { 1 } else { self.roots.len() });
        roots.find(|(root, _)| fs::symlink_metadata(root.join(path)).is_ok()).ok_or_else(|| {
            let root = self.roots.first().map(|(root, _)| root.join(path)).unwrap_or_default();
            Error::fixture(
                &root,
                None,
                "it belongs to what is handed out, and is missing",
                "write it, or take its line off the list of releases",
            )
        })
    }

    /// Where a file lies that may be handed out.
    fn file(&self, path: &str) -> Result<PathBuf> {
        let (root, tracked) = self.with(path)?;
        let full = root.join(path);
        if !fs::symlink_metadata(&full).map_err(Error::file("read", &full))?.is_file() {
            let what = "it belongs to what is handed out, and is no regular file";
            return Err(Error::fixture(&full, None, what, "put a file in its place: no link is followed"));
        }
        tracked.must_hold(root, path)?;
        Ok(full)
    }

    /// A file's text, and where it lies.
    fn read(&self, path: &str) -> Result<(PathBuf, String)> {
        let full = self.file(path)?;
        let text = read(&full)?;
        Ok((full, text))
    }

    /// All files below a folder, as paths from the root.
    fn below(&self, folder: &str) -> Result<Vec<String>> {
        let (root, _) = self.with(folder)?;
        let mut found = vec![];
        walk(root, folder, &mut found)?;
        found.sort();
        Ok(found)
    }
}

fn walk(root: &Path, folder: &str, found: &mut Vec<String>) -> Result<()> {
    let full = root.join(folder);
    for entry in fs::read_dir(&full).map_err(Error::file("read", &full))? {
        let entry = entry.map_err(Error::file("read", &full))?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        let path = format!("{}/{name}", folder.trim_end_matches('/'));
        match entry.file_type().map_err(Error::file("read", &full))?.is_dir() {
            true => walk(root, &path, found)?,
            false => found.push(path),
        }
    }
    Ok(())
}

/// Gathers everything.
pub fn gather(course: &Course) -> Result<Files> {
    let checkouts = Checkouts::of(course);
    let mut files = Files::new();
    let mut ours = |path: String, text: String| drop(files.insert(path, Handed::ours(text)));
    let mut stubs = vec![];
    let mut manifests = vec![];
    let mut pictures = vec![];
    let mut for_tests = BTreeSet::new();
    for Line { path, form } in LIST {
        for (path, exercise) in meant(course, path) {
            match (form, exercise) {
                (Form::Text(text), _) => ours(path, (*text).to_owned()),
                (Form::Whole, _) => ours(path.clone(), checkouts.read(&path)?.1),
                (Form::Picture, _) => pictures.push(path),
                (Form::Aliases, _) => {
                    let text = checkouts.read(&path)?.1;
                    let stays = |line: &&str| !line.starts_with("class ");
                    ours(path, text.lines().filter(stays).map(|line| format!("{line}\n")).collect());
                }
                (Form::Page, _) => {
                    let (full, text) = checkouts.read(&path)?;
                    let text =
                        page::page(&text).map_err(|(line, what)| Error::fixture(&full, line, what, "add that line"))?;
                    ours(path, text);
                }
                (Form::Course, _) => {
                    let (full, text) = checkouts.read(&path)?;
                    ours(path, fixture::course(course, &full, &text)?);
                }
                (Form::Exercise, Some(exercise)) => {
                    let (full, text) = checkouts.read(&path)?;
                    ours(path, fixture::exercise(course, exercise, &full, &text)?);
                }
                (Form::Stubs, Some(exercise)) => {
                    for path in checkouts.below(&path)?.into_iter().filter(|path| is_stub(exercise, path)) {
                        let text = checkouts.read(&path)?.1;
                        stubs.push((path.replacen(STUBS, "exercises", 1), text.clone()));
                        ours(path, text);
                    }
                }
                (Form::Sources | Form::Untested, _) => {
                    let all = if path.ends_with('/') { checkouts.below(&path)? } else { vec![path] };
                    for path in all.into_iter().filter(|path| is_source(path)) {
                        let mut text = checkouts.read(&path)?.1;
                        if *form == Form::Untested && path.ends_with(".rs") {
                            let without = cut(&text);
                            for_tests.extend(without.modules.iter().map(|module| home(&path, module)));
                            text = without.text;
                        }
                        ours(path, text);
                    }
                }
                (Form::Workspace | Form::Manifest, _) => {
                    manifests.push((path.clone(), *form, checkouts.read(&path)?.1))
                }
                // a course without exercises has none of these
                (Form::Exercise | Form::Stubs, None) => {}
            }
        }
    }
    for path in pictures {
        let full = checkouts.file(&path)?;
        let bytes = fs::read(&full).map_err(Error::file("read", &full))?;
        files.insert(path, Handed { bytes, whose: Whose::Ours });
    }
    for (path, text) in stubs {
        files.insert(path, Handed { bytes: text.into_bytes(), whose: Whose::Students });
    }
    let is_test = |path: &str| {
        for_tests
            .iter()
            .any(|module| path.strip_prefix(module).is_some_and(|rest| rest == ".rs" || rest.starts_with('/')))
    };
    files.retain(|path, _| !is_test(path));
    lay_manifests(&mut files, manifests);
    let (_, text) = checkouts.read("Cargo.lock")?;
    let text = lock::lock(&text, &packages(&files));
    files.insert("Cargo.lock".into(), Handed::ours(text));
    Ok(files)
}

/// The packages, each with the names of what its manifest asks for.
fn packages(files: &Files) -> BTreeMap<String, BTreeSet<String>> {
    let manifests = files.iter().filter(|(path, _)| path.ends_with("/Cargo.toml"));
    let each = manifests.filter_map(|(_, file)| {
        let name = file.text().lines().find_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"'))?;
        let names = file.text().lines().filter_map(manifest::key).map(str::to_owned);
        Some((name.to_owned(), names.collect()))
    });
    each.collect()
}

/// The workspace names what its packages name, and these what their sources name.
fn lay_manifests(files: &mut Files, manifests: Vec<(String, Form, String)>) {
    let (workspaces, packages): (Vec<_>, Vec<_>) =
        manifests.into_iter().partition(|(_, form, _)| *form == Form::Workspace);
    for (path, _, text) in packages {
        let folder = path.trim_end_matches("Cargo.toml");
        let sources: Vec<&str> = files
            .iter()
            .filter(|(path, _)| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with("src/")))
            .map(|(_, file)| file.text())
            .collect();
        let used = |name: &str| sources.iter().any(|text| text.contains(&format!("{}::", name.replace('-', "_"))));
        let text = manifest::package(&text, used);
        files.insert(path, Handed::ours(text));
    }
    for (path, _, text) in workspaces {
        let all: Vec<&str> =
            files.iter().filter(|(path, _)| path.ends_with("/Cargo.toml")).map(|(_, file)| file.text()).collect();
        let named = |name: &str| {
            let names = |line: &str| line.strip_prefix(name).is_some_and(|rest| rest.starts_with(['.', ' ', '=']));
            all.iter().any(|text| text.lines().any(names))
        };
        let text = manifest::workspace(&text, named);
        files.insert(path, Handed::ours(text));
    }
}

/// The paths that a line of the list means, with the exercise that they belong to.
fn meant<'a>(course: &'a Course, path: &str) -> Vec<(String, Option<&'a Exercise>)> {
    if !path.contains("NAME") {
        return vec![(path.to_owned(), None)];
    }
    let mut all = vec![];
    for exercise in &course.exercises {
        let path = path.replace("NAME", &exercise.name);
        if path.ends_with("/pictures.snap") && !exercise.has_pictures() {
            continue;
        }
        match path.contains("FUNCTION") {
            true => all.extend(
                exercise.functions.iter().map(|function| (path.replace("FUNCTION", &function.name), Some(exercise))),
            ),
            false => all.push((path, Some(exercise))),
        }
    }
    all
}

/// Rust, or what a unit test beside it prints.
fn is_source(path: &str) -> bool {
    path.ends_with(".rs") || path.ends_with(".snap")
}

/// Is this a file of the student's: Rust, or a text that the exercise asks for?
fn is_stub(exercise: &Exercise, path: &str) -> bool {
    let inner = path.strip_prefix(&format!("{STUBS}/{}/", exercise.name)).unwrap_or_default();
    let rust = inner.starts_with("src/") && inner.ends_with(".rs");
    rust || exercise.written.iter().any(|written| written.file() == inner)
}

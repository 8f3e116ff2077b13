//! Finds the work in what people hand in: the folder of all exercises, and the folder of each.
//!
//! The rule: what is in its place is taken. Else what lies elsewhere is taken where only one thing can be
//! meant, and never where there are two. Folders of the checkout that are not the student's are not looked into.

use super::Submission;
use super::ground::{Ground, Spot};
use super::names::{is_foreign, is_nobodys, is_plain, is_variant};
use super::place::Place;
use super::walk::{Listing, walk};
use judge::course::{Course, Exercise, Written};
use judge::error::{Error, Result};
use judge::foreign::clean;
use judge::report::{FileKind, FileRemark, Why};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// So far below a folder that was handed in its exercises may lie.
const DEEPEST: usize = 3;
/// Of one folder no more entries are looked at for folders.
const MOST_ENTRIES: usize = 10_000;
/// Of a submission no more folders are looked into.
const MOST_FOLDERS: usize = 1_000;

/// The files that an exercise asks for beside its Rust.
pub fn wanted(exercise: &Exercise) -> Vec<String> {
    let files: BTreeSet<String> = exercise.written.iter().map(Written::file).collect();
    files.into_iter().collect()
}

impl Submission {
    /// Opens what somebody handed in: the folder that holds one folder per exercise, or one in which it is found.
    pub fn find(folder: &Path, course: &Course) -> Result<Submission> {
        Submission::find_any(folder, &asked(course))
    }

    pub(super) fn find_any(folder: &Path, asked: &Asked) -> Result<Submission> {
        Submission::found(Submission::open(folder)?, asked)
    }

    /// The same work, looked for below.
    pub(super) fn found(exact: Submission, asked: &Asked) -> Result<Submission> {
        let whole = exact.whole();
        if !held(&whole, asked).is_empty() {
            return Ok(exact);
        }
        // an archive of one exercise has its name at most itself
        let own = whole.name().or_else(|| Some(exact.folder.file_stem()?.to_str()?.to_owned()));
        let alone = own.and_then(|own| asked.iter().find(|(name, _)| is_variant(&own, name)));
        if let Some((name, texts)) = alone
            && holds(&walk(&whole, "src"), texts)
        {
            return Ok(Submission { alone: Some(name.clone()), ..exact });
        }
        let mut left = MOST_FOLDERS;
        let roots = roots(&whole, "", asked, 0, &mut left);
        match roots.as_slice() {
            [] => Err(nothing(&whole, asked)),
            [(inner, _)] => Ok(exact.below_it(inner)),
            // one folder per week, say: each exercise is still found once
            several if disjoint(several) => Ok(exact),
            several => {
                let names: Vec<String> = several.iter().take(4).map(|(path, _)| shown(&whole.at(path))).collect();
                let what = format!("there are several folders with exercises: {}", names.join(", "));
                Err(Error::usage(what, "name one of them"))
            }
        }
    }

    /// The same work in a folder below.
    fn below_it(&self, inner: &str) -> Submission {
        let folder = self.folder.join(inner);
        match &self.ground {
            Ground::Folder(_) => Submission::of(folder.clone(), Ground::Folder(folder), String::new()),
            Ground::Packed(_) => Submission::of(folder, self.ground.clone(), inner.to_owned()),
        }
    }

    /// The folder of one exercise; several where it cannot be told which is meant.
    pub(super) fn home(&self, name: &str, texts: &[String]) -> std::result::Result<Place<'_>, Vec<String>> {
        if let Some(alone) = &self.alone {
            return if alone == name { Ok(Place::new(&self.whole(), "")) } else { Err(vec![]) };
        }
        let whole = self.whole();
        let mut called = self.called(name);
        called.retain(|path| holds(&walk(&whole.at(path), "src"), texts));
        let place = whole.has_folder(name).then(|| Place::new(&whole, name));
        match (called.as_slice(), place) {
            (others, Some(mut place)) if others.is_empty() || holds(&place.listing, texts) => {
                let meant = |other: &String| FileRemark::not_read(other, Why::Meant { wanted: name.to_owned() });
                place.remarks.extend(others.iter().map(meant));
                Ok(place)
            }
            ([only], _) => Ok(Place::new(&whole, only)),
            _ => Err(called),
        }
    }

    /// Folders that have the name of an exercise, or nearly, and are not in its place.
    fn called(&self, name: &str) -> Vec<String> {
        let last = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
        let deep = |path: &str| path.matches('/').count() >= DEEPEST || path.split('/').any(|part| part == "src");
        let mut called: Vec<String> = vec![];
        for path in &self.below().folders {
            let within =
                |outer: &str| path.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
            let known = within(name) || called.iter().any(|outer| within(outer));
            if !known && !deep(path) && is_variant(&last(path), name) {
                called.push(path.clone());
            }
        }
        called
    }

    /// Files beside the exercises that have the name of one that belongs into an exercise.
    pub(super) fn loose(&self, exercise: &str, wanted: &str) -> Vec<FileRemark> {
        if self.alone.is_some() {
            return vec![];
        }
        let rust = format!("{exercise}.rs");
        let file = wanted.rsplit('/').next().unwrap_or(wanted);
        let called = |path: &str| is_variant(path, file) || file == "lib.rs" && is_variant(path, &rust);
        let files = self.below().files.iter().filter(|path| !path.contains('/') && called(path));
        let wanted = format!("{exercise}/{wanted}");
        files.map(|path| FileRemark::not_read(path, Why::Meant { wanted: wanted.clone() })).collect()
    }

    /// All that lies in the submission.
    fn below(&self) -> &Listing {
        self.below.get_or_init(|| walk(&self.whole(), ""))
    }
}

/// The exercises of a course, and the texts that each asks for.
pub(super) type Asked = BTreeMap<String, Vec<String>>;

pub(super) fn asked(course: &Course) -> Asked {
    course.exercises.iter().map(|one| (one.name.clone(), wanted(one))).collect()
}

/// Does a folder hold anything that an exercise asks for?
fn holds(listing: &Listing, texts: &[String]) -> bool {
    let wanted = |name: &str| is_variant(name, "lib.rs") || texts.iter().any(|text| is_variant(name, text));
    listing.files.iter().any(|path| wanted(path.rsplit('/').next().unwrap_or(path)))
}

/// The exercises whose folders lie directly in a folder.
fn held<'a>(folder: &Spot<'_>, asked: &'a Asked) -> BTreeSet<&'a str> {
    let mut held = BTreeSet::new();
    for name in folders(folder) {
        if let Some((exercise, texts)) = asked.iter().find(|(exercise, _)| is_variant(&name, exercise))
            && holds(&walk(&folder.at(&name), "src"), texts)
        {
            held.insert(exercise.as_str());
        }
    }
    held
}

/// The folders at or below this one that hold exercises, with these; of a checkout its `exercises` alone.
fn roots<'a>(
    whole: &Spot<'_>,
    inner: &str,
    asked: &'a Asked,
    depth: usize,
    left: &mut usize,
) -> Vec<(String, BTreeSet<&'a str>)> {
    if *left == 0 {
        return vec![];
    }
    *left -= 1;
    let folder = whole.at(inner);
    let here = held(&folder, asked);
    if !here.is_empty() {
        return vec![(inner.to_owned(), here)];
    }
    let path = |name: &str| if inner.is_empty() { name.to_owned() } else { format!("{inner}/{name}") };
    let names = folders(&folder);
    for name in names.iter().filter(|name| is_variant(name, "exercises")) {
        let here = held(&folder.at(name), asked);
        if !here.is_empty() {
            return vec![(path(name), here)];
        }
    }
    if depth == DEEPEST {
        return vec![];
    }
    let mut found = vec![];
    for name in names {
        found.extend(roots(whole, &path(&name), asked, depth + 1, left));
    }
    found
}

fn disjoint(roots: &[(String, BTreeSet<&str>)]) -> bool {
    let mut seen = BTreeSet::new();
    roots.iter().flat_map(|(_, held)| held).all(|name| seen.insert(name))
}

/// The folders directly in a folder in which a student's work may lie.
fn folders(folder: &Spot<'_>) -> Vec<String> {
    let entries = folder.list().take(MOST_ENTRIES).flatten();
    let names = entries.filter(|(_, kind)| *kind == Some(FileKind::Folder)).map(|(name, _)| name);
    let mut names: Vec<String> =
        names.filter(|name| is_plain(name) && !is_nobodys(name) && !is_foreign(name)).collect();
    names.sort();
    names
}

fn nothing(folder: &Spot<'_>, asked: &Asked) -> Error {
    let mut looked: Vec<String> = asked.keys().take(3).map(|name| format!("{name}/src/lib.rs")).collect();
    if asked.len() > looked.len() {
        looked.push(format!("{} more like these", asked.len() - looked.len()));
    }
    let what = format!(
        "there is no exercise in {}: looked for {} there, in its `exercises`, and in the folders below",
        shown(folder),
        looked.join(", ")
    );
    Error::usage(what, "name the folder that holds one folder per exercise")
}

fn shown(spot: &Spot<'_>) -> String {
    clean(&spot.shown(), 200).replace('\n', " ")
}

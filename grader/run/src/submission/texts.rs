//! The texts beside the functions: those that the exercise asks for, and no others.

use super::beneath::{self, Fault};
use super::names::{is_variant, stem};
use super::place::Place;
use super::remark::{Remark, Why};
use super::{StudentFile, decode};
use judge::answers::MOST_TEXT;
use judge::course::{ANSWERS, nearest};

/// Reads them. Whatever happens to one costs what is written in it alone.
pub fn read(place: &mut Place<'_>, wanted: &[String]) -> Vec<StudentFile> {
    let mut texts = vec![];
    let mut used: Vec<String> = vec![];
    for name in wanted {
        let Some(path) = found(place, name, wanted) else { continue };
        used.push(path.clone());
        match text(place, &path) {
            Ok(text) if text.len() as u64 > MOST_TEXT && name != ANSWERS => {
                // who judges answers says so himself, with the line
                place.remarks.push(Remark::Cut { path: place.shown(&path), most: MOST_TEXT / 1024 });
                texts.push(StudentFile { path: name.clone(), text: text[..boundary(&text)].to_owned() });
            }
            Ok(text) => texts.push(StudentFile { path: name.clone(), text }),
            Err(why) => place.not_read(&path, why),
        }
    }
    strays(place, wanted, &used);
    texts
}

/// Where a text is: in its place, else where exactly one file can be meant.
fn found(place: &mut Place<'_>, name: &str, wanted: &[String]) -> Option<String> {
    let fault = match beneath::open(&place.folder(), name) {
        Ok(_) => return Some(name.to_owned()),
        Err(fault) => fault,
    };
    let files = place.listing.files.iter().filter(|path| !wanted.contains(path));
    let called: Vec<String> = files.filter(|path| is_variant(last(path), name)).cloned().collect();
    if let [only] = called.as_slice() {
        place.remarks.push(Remark::ReadAs { found: place.shown(only), wanted: place.shown(name) });
        return Some(only.clone());
    }
    if !matches!(fault, Fault::Absent) {
        place.not_read(name, fault.into());
    }
    for path in called {
        place.not_read(&path, Why::Several { wanted: place.shown(name) });
    }
    None
}

/// Names what looks as if somebody believes that it is read.
fn strays(place: &mut Place<'_>, wanted: &[String], used: &[String]) {
    let told = place.remarks.clone();
    let unread = |path: &String| {
        let named = Remark::not_read(place.shown(path), Why::Name);
        let is_told = told.iter().any(
            |one| matches!((one, &named), (Remark::NotRead { path: a, .. }, Remark::NotRead { path: b, .. }) if a == b),
        );
        !path.contains('/') && !path.ends_with(".rs") && !used.contains(path) && !is_told
    };
    let stems: Vec<(String, &String)> = wanted.iter().map(|name| (stem(name, ending(name)), name)).collect();
    let meant = |path: &str| {
        let plain = stem(path, ending(path));
        let near = nearest(&plain, stems.iter().map(|(stem, _)| stem.as_str()))?;
        let alike = plain.get(..3).is_some_and(|start| near.starts_with(start));
        stems.iter().find(|(stem, _)| alike && stem == near).map(|(_, name)| (*name).clone())
    };
    let files: Vec<(String, String)> = place
        .listing
        .files
        .iter()
        .filter(|path| unread(path))
        .filter_map(|path| Some((path.clone(), meant(path)?)))
        .collect();
    for (path, wanted) in files {
        place.not_read(&path, Why::Meant { wanted });
    }
}

fn text(place: &Place<'_>, path: &str) -> Result<String, Why> {
    let (file, _) = beneath::open(&place.folder(), path).map_err(Why::from)?;
    // in UTF-16 a letter takes two bytes
    let bytes = beneath::read(file, 2 * MOST_TEXT + 4).map_err(Why::from)?;
    Ok(decode::text(&bytes))
}

fn boundary(text: &str) -> usize {
    let most = usize::try_from(MOST_TEXT).unwrap_or(usize::MAX);
    (0..=most).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0)
}

fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn ending(name: &str) -> &str {
    name.rsplit_once('.').map_or("", |(_, ending)| ending)
}

//! The texts beside the functions: those that the exercise asks for, and no others.

use super::beneath::Fault;
use super::names::{is_variant, stem};
use super::place::Place;
use super::{StudentFile, decode};
use judge::answers::MOST_TEXT;
use judge::course::{ANSWERS, nearest};
use judge::report::{FileRemark, Why};
use std::collections::BTreeSet;

/// Reads them. Whatever happens to one costs what is written in it alone.
pub fn read(place: &mut Place<'_>, wanted: &[String]) -> Vec<StudentFile> {
    let mut texts = vec![];
    let mut used: Vec<String> = vec![];
    for name in wanted {
        let Some(path) = found(place, name, wanted) else { continue };
        used.push(path.clone());
        let text = text(place, &path);
        if text.is_ok() {
            place.found(name, &path);
        }
        match text {
            Ok(text) if text.len() as u64 > MOST_TEXT && name != ANSWERS => {
                // who judges answers says so himself, with the line
                place.remarks.push(FileRemark::Cut { path: place.shown(&path), most: MOST_TEXT / 1024 });
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
    let fault = match place.spot.open(name) {
        Ok(_) => return Some(name.to_owned()),
        Err(fault) => fault,
    };
    let files = place.listing.files.iter().filter(|path| !wanted.contains(path));
    let called: Vec<String> = files.filter(|path| is_variant(last(path), name)).cloned().collect();
    if let [only] = called.as_slice() {
        place.remarks.push(FileRemark::ReadAs { found: place.shown(only), wanted: place.shown(name) });
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
    let told: BTreeSet<String> =
        place.remarks.iter().filter_map(FileRemark::not_read_path).map(str::to_owned).collect();
    let meant: Vec<(String, String)> = place
        .listing
        .files
        .iter()
        .filter(|path| !path.ends_with(".rs") && !used.contains(path) && !told.contains(&place.shown(path)))
        .filter_map(|path| Some((path.clone(), meant(path, wanted)?)))
        .collect();
    for (path, wanted) in meant {
        place.not_read(&path, Why::Meant { wanted });
    }
}

/// The text that a file may have been meant for: by its name wherever it lies, by nearly its name beside the others.
fn meant(path: &str, wanted: &[String]) -> Option<String> {
    if let Some(name) = wanted.iter().find(|name| is_variant(last(path), name)) {
        return Some(name.clone());
    }
    let plain = stem(path, ending(path));
    let start = plain.get(..3).filter(|_| !path.contains('/'))?;
    let stems = wanted.iter().map(|name| stem(name, ending(name)));
    let alike: Vec<(String, &String)> = stems.zip(wanted).filter(|(stem, _)| stem.starts_with(start)).collect();
    let near = nearest(&plain, alike.iter().map(|(stem, _)| stem.as_str()))?;
    alike.iter().find(|(stem, _)| stem == near).map(|(_, name)| (*name).clone())
}

fn text(place: &Place<'_>, path: &str) -> Result<String, Why> {
    let file = place.spot.open(path).map_err(Why::from)?;
    // in UTF-16 a letter takes two bytes
    let bytes = file.read(2 * MOST_TEXT + 4)?;
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

//! The Rust files of an exercise: `src/lib.rs`, and the modules below its folder.

use super::beneath::Fault;
use super::names::{is_portable, is_variant};
use super::place::Place;
use super::{Files, StudentFile, decode};
use judge::report::{FileRemark, Why};

/// Larger sources are refused: nothing in this course needs them, and compilers choke on them.
const MOST_BYTES: u64 = 256 * 1024;
const MOST_FILES: usize = 32;
const DEEPEST: usize = 4;
const LONGEST: usize = 200;
const MAIN: &str = "src/lib.rs";

/// Reads them. Only `src/lib.rs` itself can stop grading; of a module that is not read rustc speaks where it is used.
pub fn read(place: &mut Place<'_>) -> Files {
    let main = match main_file(place) {
        Ok(main) => main,
        Err(files) => return files,
    };
    let mut left = MOST_BYTES;
    let first = match source(place, &main, &mut left) {
        Ok(text) => StudentFile { path: MAIN.into(), text },
        Err(why) => return Files::Refused(FileRemark::not_read(place.shown(&main), why)),
    };
    place.found(MAIN, &main);
    let mut files = vec![first];
    let base = main.rsplit_once('/').map_or("", |(folder, _)| folder);
    for (path, inner) in modules(place, base) {
        let why = if inner.len() > LONGEST || inner.matches('/').count() > DEEPEST {
            Why::Deep
        } else if files.len() == MOST_FILES {
            Why::TooMany { most: MOST_FILES }
        } else {
            match source(place, &path, &mut left) {
                Ok(text) => {
                    let inner = format!("src/{inner}");
                    place.found(&inner, &path);
                    files.push(StudentFile { path: inner, text });
                    continue;
                }
                Err(why) => why,
            }
        };
        place.not_read(&path, why);
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Files::Present(files)
}

/// Where the main file is: in its place, else where exactly one file can be meant.
fn main_file(place: &mut Place<'_>) -> Result<String, Files> {
    let wanted = place.shown(MAIN);
    let found = place.spot.open(MAIN);
    // a module may have this name, too
    let module = |path: &str| path.starts_with("src/") && path.matches('/').count() > 1 && path != "src/src/lib.rs";
    let called: Vec<String> =
        place.listing.files.iter().filter(|path| *path != MAIN && is_variant(last(path), "lib.rs")).cloned().collect();
    if found.is_ok() {
        for path in called.iter().filter(|path| !module(path)) {
            place.not_read(path, Why::Meant { wanted: wanted.clone() });
        }
        return Ok(MAIN.into());
    }
    if let [only] = called.as_slice() {
        place.remarks.push(FileRemark::ReadAs { found: place.shown(only), wanted });
        return Ok(only.clone());
    }
    if let Err(fault @ (Fault::Kind(_) | Fault::System(_))) = found {
        return Err(Files::Refused(FileRemark::not_read(wanted, fault.into())));
    }
    for path in &called {
        place.not_read(path, Why::Several { wanted: wanted.clone() });
    }
    let rust: Vec<String> = place.listing.files.iter().filter(|path| path.ends_with(".rs")).cloned().collect();
    if called.is_empty() && rust.is_empty() {
        return Err(Files::Missing);
    }
    for path in rust.iter().filter(|_| called.is_empty()) {
        place.not_read(path, Why::Meant { wanted: wanted.clone() });
    }
    Err(Files::Refused(FileRemark::Absent { path: wanted }))
}

/// The Rust files beside and below the main file, with their paths from there.
fn modules(place: &mut Place<'_>, base: &str) -> Vec<(String, String)> {
    let inner = |path: &str| {
        let inner = if base.is_empty() { Some(path) } else { path.strip_prefix(base)?.strip_prefix('/') };
        inner.filter(|inner| inner.ends_with(".rs")).map(str::to_owned)
    };
    let beside = |inner: &str| inner == "main.rs" || inner.starts_with("bin/") || is_variant(inner, "lib.rs");
    let closed: Vec<_> = place.listing.closed.iter().filter(|(path, _)| inner(path).is_some()).cloned().collect();
    for (path, kind) in closed {
        place.not_read(&path, Why::Kind { kind });
    }
    let unnamed: Vec<_> = place.listing.unnamed.iter().filter(|path| inner(path).is_some()).cloned().collect();
    for path in unnamed {
        place.not_read(&path, Why::Name);
    }
    let files = place.listing.files.iter();
    let strange = |path: &&String| inner(path).is_some_and(|inner| !inner.split('/').all(is_portable));
    let strange: Vec<_> = files.filter(strange).cloned().collect();
    for path in &strange {
        place.not_read(path, Why::Name);
    }
    let files = place.listing.files.iter().filter(|path| !strange.contains(path));
    let of = |path: &String| inner(path).filter(|inner| !beside(inner)).map(|inner| (path.clone(), inner));
    files.filter_map(of).collect()
}

/// Reads one Rust file, if there is room for it.
fn source(place: &Place<'_>, path: &str, left: &mut u64) -> Result<String, Why> {
    let file = place.spot.open(path).map_err(Why::from)?;
    let too_large = Why::TooLarge { most: MOST_BYTES / 1024 };
    if file.length > *left {
        return Err(too_large);
    }
    // it may grow while it is read
    let bytes = file.read(*left + 1)?;
    let text = decode::rust(&bytes);
    *left = left.checked_sub(bytes.len() as u64).ok_or(too_large)?;
    Ok(text)
}

fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

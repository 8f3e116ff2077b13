//! Lists what lies below a folder: so many entries, so deep, and never through a link.

use super::ground::Spot;
use super::names::{is_foreign, is_nobodys, is_plain};
use judge::report::FileKind as Kind;

/// Of one listing no more entries are looked at.
pub const MOST_ENTRIES: usize = 20_000;
/// Folders below the first that are looked into.
const DEEPEST: usize = 6;

/// What lies below a folder. Paths are relative to it, with `/`, and sorted.
#[derive(Clone, Debug, Default)]
pub struct Listing {
    /// Regular files.
    pub files: Vec<String>,
    /// Folders.
    pub folders: Vec<String>,
    /// Links, pipes and what else is not opened.
    pub closed: Vec<(String, Kind)>,
    /// Files whose names are too long, or hold what is no letter.
    pub unnamed: Vec<String>,
    /// There is more than was looked at.
    pub more: bool,
}

/// Lists a folder; one of the folders in it, where it is there, before all others.
pub fn walk(folder: &Spot<'_>, first: &str) -> Listing {
    let mut listing = Listing::default();
    let mut left = MOST_ENTRIES;
    let mut open = vec![];
    if !first.is_empty() && folder.has_folder(first) {
        // the folder that matters is not crowded out by what lies beside it
        open.push(first.to_owned());
        while let Some(inner) = open.pop() {
            list(folder, &inner, "", &mut left, &mut listing, &mut open);
        }
    }
    open.push(String::new());
    left = left.max(MOST_ENTRIES / 2);
    while let Some(inner) = open.pop() {
        list(folder, &inner, first, &mut left, &mut listing, &mut open);
    }
    listing.files.sort();
    listing.folders.sort();
    listing.closed.sort_by(|a, b| a.0.cmp(&b.0));
    listing.unnamed.sort();
    listing
}

/// Lists one folder, except for one that has been listed, and opens those below it.
fn list(folder: &Spot<'_>, inner: &str, except: &str, left: &mut usize, listing: &mut Listing, open: &mut Vec<String>) {
    let depth = inner.split('/').filter(|name| !name.is_empty()).count();
    for entry in folder.at(inner).list() {
        if *left == 0 {
            listing.more = true;
            return;
        }
        *left -= 1;
        let Some((name, kind)) = entry else { continue };
        if is_nobodys(&name) {
            continue;
        }
        let path = if inner.is_empty() { name.clone() } else { format!("{inner}/{name}") };
        if !is_plain(&name) {
            listing.unnamed.push(path);
            continue;
        }
        match kind {
            None => listing.files.push(path),
            Some(Kind::Folder) => {
                let ours = is_foreign(&name) && !inner.starts_with("src");
                if !ours && depth < DEEPEST && (path != except || except.is_empty()) {
                    open.push(path.clone());
                }
                listing.folders.push(path);
            }
            Some(kind) => listing.closed.push((path, kind)),
        }
    }
}

//! What lies in a submission and belongs there to nobody: neither a student's work nor what the course hands out.

use super::Submission;
use super::find::wanted;
use super::ground::Ground;
use super::names::{is_foreign, is_variant};
use super::walk::walk;
use judge::course::Course;
use judge::foreign::line;
use std::collections::BTreeSet;
use std::path::Path;

/// No more are named than these.
const MOST: usize = 20;
/// What the course lays down beside a student's files.
const OURS: [&str; 5] = ["Cargo.toml", "Cargo.lock", "README.md", "AGENTS.md", "ndarray.md"];

impl Submission {
    /// The names of what is extra in a folder or archive in which this work was found; whole folders by their own name.
    pub fn strays(&self, handed_in: &Path, course: &Course) -> Vec<String> {
        let all = match &self.ground {
            Ground::Folder(_) => walk(&Ground::Folder(handed_in.to_owned()).whole(), ""),
            packed @ Ground::Packed(_) => walk(&packed.whole(), ""),
        };
        let mut strays: BTreeSet<String> = BTreeSet::new();
        let foreign = |path: &str| path.split('/').any(is_foreign);
        let closed = all.closed.iter().map(|(path, _)| path);
        for path in all.files.iter().chain(closed).chain(&all.unnamed).filter(|path| !foreign(path)) {
            if !self.belongs(path, course) {
                strays.insert(line(path, 160));
            }
        }
        // what a system packs by itself is nobody's doing
        let packed = |path: &str| path.to_ascii_lowercase().contains("__macosx");
        let folders = all.folders.iter().filter(|path| foreign(path) && !packed(path));
        strays.extend(folders.map(|path| line(path, 160) + "/"));
        let more = strays.len().saturating_sub(MOST);
        let mut named: Vec<String> = strays.into_iter().take(MOST).collect();
        if more > 0 {
            named.push(format!("{more} more"));
        }
        named
    }

    /// Is this a student's file, or one that the course hands out?
    fn belongs(&self, path: &str, course: &Course) -> bool {
        let parts: Vec<&str> = path.split('/').collect();
        let Some((file, _)) = parts.split_last() else { return true };
        if OURS.contains(file) {
            return true;
        }
        course.exercises.iter().any(|exercise| {
            let within = match &self.alone {
                Some(alone) if *alone == exercise.name => Some(0),
                Some(_) => None,
                None => parts.iter().position(|part| is_variant(part, &exercise.name)).map(|at| at + 1),
            };
            let inner = within.and_then(|start| parts.get(start..)).unwrap_or_default();
            match inner {
                [] => false,
                [only] => wanted(exercise).iter().any(|text| is_variant(only, text)) || is_variant(only, "lib.rs"),
                [source, ..] => is_variant(source, "src") && file.to_ascii_lowercase().contains(".rs"),
            }
        })
    }
}

//! What an archive says of itself: whose it is, what made it, and a digest of every file. It shows what was changed or
//! damaged on the way. It proves nothing: whoever changes a file can write another manifest.

use judge::digest::sha256;
use run::packing::{FORM, MANIFEST};
use serde::{Deserialize, Serialize};

/// More entries belong to no archive that was packed here.
const MOST_FILES: usize = 10_000;

/// The manifest. It knows no time: the same work gives the same bytes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// Always the same, so that it is known again.
    pub form: String,
    /// Whose work it is.
    pub id: String,
    /// What it is handed in for.
    pub assignment: String,
    /// The version of the grader that packed it.
    pub grader: String,
    /// SHA-256 of all fixture files that decide points.
    pub fixtures: String,
    /// Everything else in the archive, sorted by path.
    pub files: Vec<Listed>,
}

/// One file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Listed {
    /// In the archive.
    pub path: String,
    /// How long it is.
    pub bytes: u64,
    /// Its digest, as `sha256sum` prints it.
    pub sha256: String,
}

/// The word of the form.
pub const WORD: &str = "packed work, 1";

impl Manifest {
    /// The entry of a file.
    pub fn entry(path: &str, bytes: &[u8]) -> Listed {
        Listed { path: path.to_owned(), bytes: bytes.len() as u64, sha256: sha256(bytes) }
    }

    /// As it is written.
    pub fn text(&self) -> String {
        let text = serde_json::to_string_pretty(self).unwrap_or_default() + "\n";
        debug_assert!(text.starts_with(FORM), "{MANIFEST} is known again by its beginning");
        text
    }

    /// What a text says, or nothing where it is no manifest.
    pub fn read(text: &[u8]) -> Option<Manifest> {
        let manifest: Manifest = serde_json::from_slice(text).ok()?;
        (manifest.form == WORD && manifest.files.len() <= MOST_FILES).then_some(manifest)
    }
}

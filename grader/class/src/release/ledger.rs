//! `release.toml`: what was handed out, so that an update knows what is ours, and whether somebody changed it.

use super::gather::{Files, Whose};
use judge::course::source;
use judge::digest::Digest;
use judge::error::{Error, Result};
use std::collections::BTreeMap;
use std::path::Path;
use toml::{Table, Value};

/// Where it lies.
pub const LEDGER: &str = "release.toml";

/// What was handed out, each file with a digest of its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    /// How often this course was brought up to date.
    pub updates: u32,
    /// Files of ours.
    pub ours: BTreeMap<String, String>,
    /// Files of the student, as they were when they were handed out.
    pub students: BTreeMap<String, String>,
}

/// A digest of a file; of a text, whatever ends its lines.
pub fn digest(bytes: &[u8]) -> String {
    let mut digest = Digest::new();
    match std::str::from_utf8(bytes) {
        Ok(text) => digest.field(text.replace("\r\n", "\n")),
        Err(_) => digest.field(bytes),
    };
    digest.finish_hex()[..32].to_owned()
}

impl Ledger {
    /// Of these files.
    pub fn of(files: &Files, updates: u32) -> Ledger {
        let of = |whose: Whose| {
            let mine = files.iter().filter(|(_, file)| file.whose == whose);
            mine.map(|(path, file)| (path.clone(), digest(&file.bytes))).collect()
        };
        Ledger { updates, ours: of(Whose::Ours), students: of(Whose::Students) }
    }

    /// Reads that of a course that was handed out.
    pub fn load(folder: &Path) -> Result<Ledger> {
        let path = folder.join(LEDGER);
        if !path.is_file() {
            let what = format!("{} was not handed out by `release`: it has no {LEDGER}", folder.display());
            return Err(Error::usage(what, "name the folder of a course that was"));
        }
        let text = source::read(&path)?;
        let table: Table = judge::course::located(&path, &text, toml::from_str(&text))?;
        let files = |key: &str| {
            let list = table.get(key).and_then(Value::as_table).into_iter().flatten();
            list.map(|(path, digest)| Some((path.clone(), digest.as_str()?.to_owned()))).collect::<Option<_>>()
        };
        let updates = table.get("updates").and_then(Value::as_integer).and_then(|count| u32::try_from(count).ok());
        let read = (|| Some(Ledger { updates: updates?, ours: files("ours")?, students: files("students")? }))();
        let read = read.filter(|ledger| !ledger.ours.is_empty() && ledger.paths().all(inside));
        read.ok_or_else(|| Error::fixture(&path, None, "this is no list of what was handed out", "restore it"))
    }

    fn paths(&self) -> impl Iterator<Item = &String> {
        self.ours.keys().chain(self.students.keys())
    }

    /// Writes it.
    pub fn to_text(&self) -> String {
        let mut text = format!(
            "# What was handed out, and as what: an update renews what is ours.\n\nupdates = {}\n",
            self.updates
        );
        for (name, files) in [("ours", &self.ours), ("students", &self.students)] {
            text += &format!("\n[{name}]\n");
            for (path, digest) in files {
                text += &format!("{path:?} = {digest:?}\n");
            }
        }
        text
    }
}

/// Does a path stay in its folder?
fn inside(path: &String) -> bool {
    let parts = Path::new(path).components();
    !path.is_empty() && parts.into_iter().all(|part| matches!(part, std::path::Component::Normal(_)))
}

//! Brings a course up to date that was handed out: what is ours is renewed, what students wrote stays.

use super::gather::{Files, Whose};
use super::ledger::{LEDGER, Ledger, digest};
use super::put;
use judge::error::{Error, Result};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// What happens to one file of the folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// It is new there.
    Write,
    /// It is as it was handed out, and another now.
    Renew,
    /// The same, and somebody has changed it: that is kept under another name.
    RenewEdited,
    /// It belongs to the course no more.
    Remove,
    /// The same, and somebody has changed it: it is kept under another name.
    RemoveEdited,
    /// The student works on it, and it would be handed out otherwise now.
    Keep,
}

/// Everything that happens, by the paths.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// In the order of their paths.
    pub acts: Vec<(String, Act)>,
}

/// What a file there holds, unless there is none.
pub(super) fn there(folder: &Path, path: &str) -> Result<Option<Vec<u8>>> {
    let full = folder.join(path);
    match fs::read(&full) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::file("read", &full)(error)),
    }
}

/// What has to happen in a folder that was handed out as `old` says.
pub fn plan(folder: &Path, old: &Ledger, files: &Files) -> Result<Plan> {
    let mut acts = vec![];
    for (path, file) in files {
        let now = there(folder, path)?.map(|bytes| digest(&bytes));
        let new = digest(&file.bytes);
        let was = match file.whose {
            Whose::Ours => old.ours.get(path),
            Whose::Students => old.students.get(path),
        };
        let act = match (file.whose, now) {
            (_, Some(now)) if now == new => None,
            // it lists all others, and nobody but an update writes it
            (Whose::Ours, Some(_)) if path == LEDGER => Some(Act::Renew),
            (Whose::Ours, None) => Some(Act::Write),
            // who removed a file of their own does not want it back; `reset` brings it
            (Whose::Students, None) => was.is_none().then_some(Act::Write),
            (_, Some(now)) if was == Some(&now) => Some(Act::Renew),
            (Whose::Ours, Some(_)) => Some(Act::RenewEdited),
            (Whose::Students, Some(_)) => (was != Some(&new)).then_some(Act::Keep),
        };
        acts.extend(act.map(|act| (path.clone(), act)));
    }
    for (path, was) in old.ours.iter().filter(|(path, _)| !files.contains_key(*path) && *path != LEDGER) {
        let act = there(folder, path)?.map(|bytes| match digest(&bytes) == *was {
            true => Act::Remove,
            false => Act::RemoveEdited,
        });
        acts.extend(act.map(|act| (path.clone(), act)));
    }
    acts.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(Plan { acts })
}

impl Plan {
    /// Does nothing of the course change?
    pub fn is_empty(&self) -> bool {
        self.acts.is_empty()
    }

    /// Does it all, or nothing: new files are written aside first, and then put in their places.
    pub fn carry_out(&self, folder: &Path, files: &Files) -> Result<()> {
        for (path, _) in &self.acts {
            no_link(folder, path)?;
        }
        let aside = folder.join(format!(".update.{}.part", std::process::id()));
        fs::create_dir(&aside).map_err(Error::file("create", &aside))?;
        let done = self.put(folder, &aside, files);
        let _ = fs::remove_dir_all(&aside);
        done
    }

    fn put(&self, folder: &Path, aside: &Path, files: &Files) -> Result<()> {
        let writes = |act: &Act| matches!(act, Act::Write | Act::Renew | Act::RenewEdited);
        for (path, _) in self.acts.iter().filter(|(_, act)| writes(act)) {
            let bytes = files.get(path).map(|file| file.bytes.as_slice()).unwrap_or_default();
            put::one(aside, path, bytes)?;
            if let Some(parent) = folder.join(path).parent() {
                fs::create_dir_all(parent).map_err(Error::file("create", parent))?;
            }
        }
        for (path, act) in &self.acts {
            let full = folder.join(path);
            if matches!(act, Act::RenewEdited | Act::RemoveEdited) {
                let kept = beside(&full);
                fs::rename(&full, &kept).map_err(Error::file("keep", &full))?;
            }
            match act {
                Act::Write | Act::Renew | Act::RenewEdited => {
                    fs::rename(aside.join(path), &full).map_err(Error::file("write", &full))?;
                }
                Act::Remove => fs::remove_file(&full).map_err(Error::file("remove", &full))?,
                Act::RemoveEdited | Act::Keep => {}
            }
        }
        Ok(())
    }
}

/// A name that nothing has yet, beside a file.
fn beside(path: &Path) -> PathBuf {
    let name = |number: usize| {
        let mut name = path.as_os_str().to_owned();
        name.push(if number == 1 { ".before-update".to_owned() } else { format!(".before-update-{number}") });
        PathBuf::from(name)
    };
    (1..).map(name).find(|path| fs::symlink_metadata(path).is_err()).unwrap_or_else(|| name(1))
}

/// Nothing is written through a link, which may lead anywhere.
fn no_link(folder: &Path, path: &str) -> Result<()> {
    let mut full = folder.to_owned();
    for part in Path::new(path).components() {
        full.push(part);
        if fs::symlink_metadata(&full).is_ok_and(|meta| meta.is_symlink()) {
            let what = format!("{} is a link, and may lead out of the course", full.display());
            return Err(Error::usage(what, "put the file itself in its place"));
        }
    }
    Ok(())
}

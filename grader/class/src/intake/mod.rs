//! What lies in a folder of submissions: whose work each entry is, and in which order several of one student came.

mod open;
mod platform;
mod roster;
mod times;

pub use open::{Opened, open};
pub use platform::{Named, Platform, is_packed};
pub use roster::{Person, Roster};
pub use times::times;

use judge::error::{Error, Result};
use judge::foreign::line;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Everything in the folder.
#[derive(Debug, Default)]
pub struct Intake {
    /// In the order of their ids.
    pub students: Vec<Student>,
    /// What is nobody's work, each with the reason.
    pub strays: Vec<String>,
}

/// One student's work.
#[derive(Clone, Debug)]
pub struct Student {
    /// As the course staff knows the student.
    pub id: String,
    /// The name that the platform gives.
    pub name: Option<String>,
    /// In the order in which they came.
    pub entries: Vec<Entry>,
}

/// One entry of the folder.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Where it lies.
    pub path: PathBuf,
    /// Its name, for people.
    pub shown: String,
    /// What the name says.
    pub named: Named,
}

/// Looks into a folder of submissions; `called` says whose a file is that has the name which the course asks for.
/// Nothing in it is opened, and no link is followed.
pub fn look(folder: &Path, called: &dyn Fn(&str) -> Option<String>) -> Result<Intake> {
    let entries = fs::read_dir(folder).map_err(Error::file("open the submissions", folder))?;
    let mut intake = Intake::default();
    let mut of: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
    let mut all = vec![];
    for entry in entries {
        let entry = entry.map_err(Error::file("read", folder))?;
        let kind = entry.file_type().map_err(Error::file("look at", &entry.path()))?;
        all.push((entry.file_name().to_string_lossy().into_owned(), entry.path(), kind));
    }
    all.sort_by(|a, b| (&a.0, &a.1).cmp(&(&b.0, &b.1)));
    for (name, path, kind) in all {
        let shown = line(&name, 160);
        if name.starts_with('.') || name == "__MACOSX" {
            continue;
        }
        if kind.is_symlink() {
            intake.strays.push(format!("{shown}: a link, which is not followed"));
        } else if kind.is_dir() || kind.is_file() && is_packed(&name) {
            let mut named = platform::read(&name);
            if let (Platform::Id, Some(id)) = (named.platform, called(&name)) {
                named.id = id;
            }
            let key = line(&named.id, 100).to_lowercase();
            if key.trim().is_empty() {
                intake.strays.push(format!("{shown}: its name says nobody's id"));
                continue;
            }
            of.entry(key).or_default().push(Entry { path, shown, named });
        } else {
            intake.strays.push(format!("{shown}: neither a folder nor an archive"));
        }
    }
    for entries in of.into_values() {
        intake.students.push(student(entries)?);
    }
    if intake.students.is_empty() {
        let what = format!("there are no submissions in {}", folder.display());
        return Err(Error::usage(what, "name the folder that holds one folder or archive per student"));
    }
    intake.students.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(intake)
}

impl Intake {
    /// Who has this id.
    pub fn student(&self, id: &str) -> Option<&Student> {
        self.students.binary_search_by(|one| one.id.as_str().cmp(id)).ok().and_then(|at| self.students.get(at))
    }

    /// Refuses work of two names that the roster gives to one student.
    pub fn fits(&self, roster: &Roster) -> Result<()> {
        let mut of: BTreeMap<&str, &Student> = BTreeMap::new();
        for student in &self.students {
            let Some(person) = roster.find(&student.id) else { continue };
            if let Some(other) = of.insert(&person.id, student) {
                let shown = |one: &Student| one.entries.last().map_or(one.id.clone(), |entry| entry.shown.clone());
                let what = format!("`{}` and `{}` both belong to `{}`", shown(other), shown(student), person.id);
                return Err(Error::usage(what, "take one of them out of the folder, or mend the roster"));
            }
        }
        Ok(())
    }
}

/// The entries of one id as attempts of one student; what cannot be that is refused, and both are named.
fn student(mut entries: Vec<Entry>) -> Result<Student> {
    entries.sort_by(|a, b| order(a).cmp(&order(b)));
    for pair in entries.windows(2) {
        let [one, other] = pair else { continue };
        let person = |entry: &Entry| entry.named.name.clone();
        let apart = order(one).0 != order(other).0 || order(one).1 != order(other).1;
        let same = one.named.id == other.named.id && one.named.platform == other.named.platform;
        if !same || !apart || person(one) != person(other) {
            let what = format!("`{}` and `{}` both belong to `{}`", one.shown, other.shown, one.named.id);
            return Err(Error::usage(what, "rename one of them, or take it out of the folder"));
        }
    }
    let Some(last) = entries.last() else {
        return Err(Error::usage("a student without work was found", "please tell the course staff"));
    };
    Ok(Student { id: line(&last.named.id, 100), name: last.named.name.as_ref().map(|name| line(name, 100)), entries })
}

/// When an attempt came: by the clock, then by the platform's own numbers.
fn order(entry: &Entry) -> (Option<&str>, Option<u64>, &str) {
    (entry.named.at.as_deref(), entry.named.upload, &entry.shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(names: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        for name in names {
            let path = folder.path().join(name);
            match is_packed(name) || name.ends_with(".html") || name.starts_with('.') {
                true => fs::write(path, "x").expect("a file"),
                false => fs::create_dir(path).expect("a folder"),
            }
        }
        folder
    }

    #[test]
    fn attempts_stand_in_the_order_in_which_they_came_and_strays_are_told() {
        let folder = folder(&[
            "doejane_12_900_hw4.zip",
            "doejane_LATE_12_1000_hw4-1.zip",
            "7-9 - Ann Lee - Oct 5, 2023 1159 PM",
            "7-8 - Ann Lee - Oct 6, 2023 1201 AM",
            "0042",
            "index.html",
            ".DS_Store",
            "__MACOSX",
        ]);
        let intake = look(folder.path(), &|name| Some(name.strip_suffix("_hw.zip")?.to_owned())).expect("an intake");
        let students: Vec<_> = intake
            .students
            .iter()
            .map(|one| (one.id.as_str(), one.entries.iter().map(|entry| entry.named.upload).collect::<Vec<_>>()))
            .collect();
        assert_eq!(
            students,
            [("0042", vec![None]), ("12", vec![Some(900), Some(1000)]), ("7", vec![Some(9), Some(8)])]
        );
        assert_eq!(intake.strays, ["index.html: neither a folder nor an archive"]);
        assert!(["0042", "12", "7"].iter().all(|id| intake.student(id).is_some_and(|one| one.id == *id)));
        assert!(intake.student("13").is_none());
    }

    #[test]
    fn two_entries_of_one_id_that_are_no_attempts_are_refused_and_both_are_named() {
        for names in [
            ["0042", "0042.zip"],
            ["0042", "0042_hw.zip"],
            ["anna", "Anna.zip"],
            ["Jane Doe_12_assignsubmission_file_", "Ann Lee_12_assignsubmission_file_"],
            ["12", "doejane_12_900_hw4.zip"],
            ["doejane_12_900_hw4.zip", "leeann_12_901_hw4.zip"],
        ] {
            let folder = folder(&names);
            let error = look(folder.path(), &|name| Some(name.strip_suffix("_hw.zip")?.to_owned()))
                .expect_err("a refusal")
                .to_string();
            assert!(names.iter().all(|name| error.contains(name)), "{error}");
        }
    }

    #[test]
    fn an_empty_folder_is_told_apart_from_a_class() {
        let folder = folder(&[".DS_Store"]);
        let error = look(folder.path(), &|name| Some(name.strip_suffix("_hw.zip")?.to_owned()))
            .expect_err("a refusal")
            .to_string();
        assert!(error.contains("no submissions"), "{error}");
    }
}

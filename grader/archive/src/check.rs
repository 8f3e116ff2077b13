//! Reads an archive back, as it will be read when it is graded, and says what is in it.

use crate::contents::Contents;
use crate::manifest::Manifest;
use crate::name::Outcast;
use crate::open::open;
use crate::pack::of_assignment;
use grader::render::english;
use judge::course::{Assignment, Course, Id};
use judge::digest::sha256;
use judge::error::{Error, Result};
use judge::foreign::line;
use judge::report::FileRemark;
use run::packing::MANIFEST;
use run::provenance;
use run::submission::{Files, Packed, Source};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Nothing that is read is longer.
const MOST_BYTES: u64 = 4 * 1024 * 1024;
/// Of what is not read no more is listed.
const MOST_LISTED: usize = 20;

/// What was found.
pub struct Checked {
    /// For people.
    pub text: String,
    /// Is there nothing that should be otherwise?
    pub in_order: bool,
}

/// Says what is in an archive.
pub fn check(course: &Course, path: &Path, columns: usize) -> Result<Checked> {
    let opened = open(path, course).map_err(|refusal| {
        let (what, fix) = refusal.sentence();
        Error::usage(format!("{} is not read, because {what}", path.display()), fix)
    })?;
    let contents = &opened.contents;
    let manifest = contents.read(MANIFEST, MOST_BYTES).ok().and_then(|text| Manifest::read(&text));
    let named = manifest.as_ref().and_then(|manifest| course.handed_in(Some(&manifest.assignment)).ok());
    let exercises: Vec<&str> = match named {
        Some(assignment) => of_assignment(course, assignment),
        None => course.exercises.iter().map(|exercise| exercise.name.as_str()).collect(),
    };
    let mut look = Look { text: String::new(), amiss: vec![], read: BTreeSet::new(), remarks: vec![] };
    look.head(course, path, manifest.as_ref(), named);
    for name in &exercises {
        let reading = opened.submission.read(course.exercise(name)?);
        match &reading.files {
            Files::Missing if reading.texts.is_empty() && named.is_some() => {
                look.amiss.push(format!("Nothing of {name} is in it."))
            }
            Files::Refused(remark) => look.remarks.push(remark.clone()),
            Files::Missing | Files::Present(_) => {}
        }
        // where the exercises lie within the archive
        let base = opened.submission.base();
        let whole = |path: &String| if base.is_empty() { path.clone() } else { format!("{base}/{path}") };
        look.read.extend(reading.origins.values().map(whole));
        look.remarks.extend(reading.remarks);
    }
    look.list(contents, manifest.as_ref());
    look.beside(contents);
    Ok(look.end(columns))
}

/// A look into an archive, under way.
struct Look {
    text: String,
    amiss: Vec<String>,
    /// The paths of what is graded.
    read: BTreeSet<String>,
    remarks: Vec<FileRemark>,
}

impl Look {
    fn head(&mut self, course: &Course, path: &Path, manifest: Option<&Manifest>, named: Option<&Assignment>) {
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let Some(manifest) = manifest else {
            self.text = format!("{}\n", line(&file, 100));
            self.amiss.push("There is no manifest: it was not packed by `pack`, and is read all the same.".into());
            return;
        };
        let (id, assignment) = (line(&manifest.id, 64), line(&manifest.assignment, 64));
        self.text = format!("{}: work of {id} for `{assignment}`\n", line(&file, 100));
        let right: Option<(Id, &Assignment)> = course.id(&manifest.id).ok().zip(named);
        match right.map(|(id, assignment)| course.name_of(assignment, &id)) {
            Some(name) if name != file => self.amiss.push(format!("It should be called {name}.")),
            Some(_) => {}
            None if named.is_none() => self.amiss.push(format!("This course has no assignment `{assignment}`.")),
            None => self.amiss.push(format!("`{id}` is no id of this course.")),
        }
        if course.digest().is_ok_and(|fixtures| fixtures != manifest.fixtures) {
            let by = line(&manifest.grader, 40);
            self.text += &format!(
                "Packed with another state of the course (grader {by}; here {}): it may earn other points.\n",
                provenance::VERSION
            );
        }
    }

    /// Every file that is read or listed, and whether it is what was packed.
    fn list(&mut self, contents: &Contents, manifest: Option<&Manifest>) {
        let listed: BTreeMap<&str, &str> = manifest
            .iter()
            .flat_map(|manifest| &manifest.files)
            .map(|file| (file.path.as_str(), file.sha256.as_str()))
            .collect();
        let paths: BTreeSet<&str> = self.read.iter().map(String::as_str).chain(listed.keys().copied()).collect();
        let width = paths.iter().map(|path| path.chars().count()).max().unwrap_or(0).min(60);
        for path in paths {
            let bytes = contents.read(path, MOST_BYTES);
            let size = bytes.as_ref().map_or(0, Vec::len);
            let says = match (bytes, listed.get(path)) {
                (Ok(bytes), Some(digest)) if sha256(&bytes) == **digest => "as packed",
                (Ok(_), Some(_)) => "changed since it was packed",
                (Ok(_), None) if manifest.is_some() => "not in the manifest",
                (Ok(_), None) => "",
                (Err(_), _) => "missing or damaged",
            };
            if manifest.is_some() && says != "as packed" {
                self.amiss.push(format!("{}: {says}.", line(path, 160)));
            }
            self.text += format!("  {:<width$}  {size:>7} bytes  {says}", line(path, 160)).trim_end();
            self.text.push('\n');
        }
    }

    /// What is in there and is not read.
    fn beside(&mut self, contents: &Contents) {
        let unread =
            contents.files().map(|(path, _)| path).filter(|path| *path != MANIFEST && !self.read.contains(*path));
        let told: BTreeSet<&str> = self.remarks.iter().filter_map(FileRemark::not_read_path).collect();
        let mut lines: Vec<String> = unread
            .filter(|path| !told.iter().any(|told| path.ends_with(told)))
            .map(|path| format!("Not read: {}, which no exercise asks for.", line(path, 160)))
            .collect();
        for (name, why) in &contents.outcasts {
            let why = match why {
                Outcast::Outside => "whose path leads out of the archive",
                Outcast::Nameless => "whose name is none, or too long",
                Outcast::InFile => "which lies in a file",
            };
            lines.push(format!("Not read: {}, {why}.", line(name, 160)));
        }
        let more = lines.len().saturating_sub(MOST_LISTED);
        lines.truncate(MOST_LISTED);
        if more > 0 {
            lines.push(format!("Nor are {more} more."));
        }
        self.amiss.extend(self.remarks.iter().map(|remark| english::file(&remark.cleaned())));
        self.amiss.extend(lines);
    }

    fn end(mut self, columns: usize) -> Checked {
        let in_order = self.amiss.is_empty();
        if in_order {
            self.text += "All of it is read, and as it was packed.\n";
        }
        for says in &self.amiss {
            self.text += &english::paragraph(says, columns);
        }
        Checked { text: self.text, in_order }
    }
}

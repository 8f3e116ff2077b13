//! Names that lead back to a student for whoever holds the gradebook, and for nobody else.

use crate::book::{Book, Table};
use crate::store::Gradebook;
use judge::digest::seal;
use judge::error::{Error, Result};
use run::work::{secret_digits, write_secretly};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// The key has so many hexadecimal digits.
const DIGITS: usize = 64;

/// Everybody's pseudonym, and that of a section.
#[derive(Debug)]
pub struct Pseudonyms {
    of: BTreeMap<String, String>,
    sections: BTreeMap<String, String>,
}

impl Pseudonyms {
    /// Those of a class: a digest of the id under the gradebook's key for that. It is not the seed, which is published
    /// once grades are out: from then on everybody could try ids.
    pub fn of(book: &Book, gradebook: &Gradebook) -> Result<Pseudonyms> {
        let key = key(gradebook)?;
        let of = |id: &str| {
            let digest = seal(key.as_bytes(), &format!("{}\n{id}", gradebook.assignment));
            // a letter first, or a spreadsheet would read some of them as numbers
            format!("s{}", digest.get(..16).unwrap_or(&digest))
        };
        let sections: BTreeSet<&str> = book.students.iter().filter_map(|one| one.section.as_deref()).collect();
        let sections = sections.into_iter().enumerate();
        Ok(Pseudonyms {
            of: book.students.iter().map(|one| (one.id.clone(), of(&one.id))).collect(),
            sections: sections.map(|(at, name)| (name.to_owned(), format!("group {}", at + 1))).collect(),
        })
    }

    /// Of a student of the class.
    pub fn student(&self, id: &str) -> &str {
        self.of.get(id).map_or("", String::as_str)
    }

    /// Of a section, which may be called after somebody.
    pub fn section(&self, section: Option<&str>) -> &str {
        section.and_then(|section| self.sections.get(section)).map_or("", String::as_str)
    }

    /// Writes the table that leads back, beside the key, for the owner alone.
    pub fn keep(&self, book: &Book, gradebook: &Gradebook) -> Result<()> {
        let mut table = Table::new(&["pseudonym", "id", "name", "label", "section"]);
        for student in &book.students {
            let (name, section) = (student.name.as_deref(), student.section.as_deref());
            table.row(&[
                self.student(&student.id),
                &student.id,
                name.unwrap_or_default(),
                self.section(section),
                section.unwrap_or_default(),
            ]);
        }
        write_secretly(&gradebook.folder.join("pseudonyms.csv"), &table.text())
    }
}

/// The key; drawn where there is none.
fn key(gradebook: &Gradebook) -> Result<String> {
    let path = gradebook.folder.join("pseudonyms.key");
    match fs::read_to_string(&path) {
        Ok(text) if text.trim().len() == DIGITS => Ok(text.trim().to_owned()),
        Ok(_) => {
            let what = format!("{} does not hold {DIGITS} hexadecimal digits", path.display());
            Err(Error::usage(what, "restore it, or remove it: then everybody has another pseudonym"))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let key = secret_digits();
            write_secretly(&path, &format!("{key}\n"))?;
            Ok(key)
        }
        Err(error) => Err(Error::file("read", &path)(error)),
    }
}

//! The list of a class: who is expected to hand in, as platforms export it.
//!
//! A table with a heading: one or several columns with an id, and a name and a section where there are such columns.
//! The first column of ids gives the id that is used everywhere; the others are known, too.

use csv::StringRecord;
use judge::error::{Error, Result};
use judge::foreign::line;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Headings of ids, whatever their case.
pub const IDS: [&str; 14] = [
    "id",
    "student id",
    "studentid",
    "sis user id",
    "sis login id",
    "orgdefinedid",
    "username",
    "id number",
    "idnumber",
    "identifier",
    "netid",
    "net id",
    "login",
    "matriculation number",
];
const NAMES: [&str; 5] = ["name", "student", "full name", "fullname", "student name"];
const FIRST: [&str; 3] = ["first name", "firstname", "given name"];
const LAST: [&str; 4] = ["last name", "lastname", "surname", "family name"];
const SECTIONS: [&str; 4] = ["section", "group", "class", "sections"];

/// A class.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roster {
    /// In the order of the table.
    pub people: Vec<Person>,
    by: BTreeMap<String, usize>,
}

/// Somebody in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Text, with every leading zero.
    pub id: String,
    /// Every id, the one above among them.
    pub ids: Vec<String>,
    /// The name, if there is one.
    pub name: Option<String>,
    /// The section, if there is one.
    pub section: Option<String>,
}

impl Roster {
    /// Reads the table.
    pub fn read(path: &Path) -> Result<Roster> {
        let bytes = fs::read(path).map_err(Error::file("read the roster", path))?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Roster::of(&text).map_err(|(what, fix)| Error::usage(format!("{}: {what}", path.display()), fix))
    }

    /// The class of a table; the error says what is wrong, and what to do.
    pub fn of(text: &str) -> std::result::Result<Roster, (String, String)> {
        let (heading, rows) = table(text)?;
        let columns = |names: &[&str]| columns(&heading, names);
        let ids = columns(&IDS);
        if ids.is_empty() {
            let fix = format!("call one column `id`, or one of {}", IDS[1..].join(", "));
            return Err(("there is no column of ids".into(), fix));
        }
        let (names, first, last, sections) = (columns(&NAMES), columns(&FIRST), columns(&LAST), columns(&SECTIONS));
        let mut roster = Roster::default();
        for (row, record) in rows.iter().enumerate() {
            let cell = |columns: &[usize]| {
                let cells = columns.iter().filter_map(|column| record.get(*column)).map(|cell| line(cell.trim(), 100));
                cells.filter(|cell| !cell.is_empty()).collect::<Vec<_>>()
            };
            let known: Vec<String> = cell(&ids).iter().map(|cell| bare(cell).to_owned()).collect();
            // the rows of sums in a platform's export belong to nobody
            let Some(id) = known.first().filter(|_| !record.iter().any(|cell| cell.trim() == "Points Possible")) else {
                continue;
            };
            let whole = cell(&names).into_iter().next();
            let pieces = [cell(&first), cell(&last)].concat().join(" ");
            let name = whole.or_else(|| Some(pieces).filter(|name| !name.is_empty()));
            let number = roster.people.len();
            for one in &known {
                if let Some(before) = roster.by.insert(one.to_lowercase(), number).filter(|before| *before != number) {
                    let line = row + 2;
                    let other = &roster.people[before].id;
                    let what = format!("line {line} has the id `{one}`, which `{other}` has already");
                    return Err((what, "every id belongs to one student".into()));
                }
            }
            let id = id.clone();
            roster.people.push(Person { id, ids: known, name, section: cell(&sections).into_iter().next() });
        }
        Ok(roster)
    }

    /// Whose id this is.
    pub fn find(&self, id: &str) -> Option<&Person> {
        self.by.get(&id.to_lowercase()).and_then(|index| self.people.get(*index))
    }
}

/// A table with a heading: comma, semicolon or tab between cells.
pub fn table(text: &str) -> std::result::Result<(StringRecord, Vec<StringRecord>), (String, String)> {
    let text = text.trim_start_matches('\u{feff}');
    let first = text.lines().next().unwrap_or_default();
    let separator = [b',', b';', b'\t'].into_iter().max_by_key(|&sep| first.bytes().filter(|b| *b == sep).count());
    let mut reader = csv::ReaderBuilder::new();
    reader.flexible(true).delimiter(separator.unwrap_or(b','));
    let mut reader = reader.from_reader(text.as_bytes());
    let bad = |error: csv::Error| (error.to_string(), "write a table of comma-separated values".to_owned());
    let heading = reader.headers().map_err(bad)?.clone();
    let rows: std::result::Result<Vec<StringRecord>, csv::Error> = reader.records().collect();
    Ok((heading, rows.map_err(bad)?))
}

/// The columns that are called like this.
pub fn columns(heading: &StringRecord, names: &[&str]) -> Vec<usize> {
    let is = |cell: &str| names.contains(&cell.trim().to_lowercase().as_str());
    heading.iter().enumerate().filter(|(_, cell)| is(cell)).map(|(index, _)| index).collect()
}

/// Without what platforms write before an id.
pub fn bare(cell: &str) -> &str {
    cell.strip_prefix("Participant ").unwrap_or(cell).trim_start_matches('#')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people(text: &str) -> Vec<(String, Option<String>, Option<String>)> {
        let roster = Roster::of(text).expect("a roster");
        roster.people.into_iter().map(|one| (one.id, one.name, one.section)).collect()
    }

    fn some(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    #[test]
    fn what_platforms_export_is_read() {
        let canvas = "Student,ID,SIS User ID,SIS Login ID,Section,hw (12)\n,,,,,Manual Posting\n    Points Possible,,,,,100\n\"Doe, Jane\",4711,N0042,jd17,\"A, B\",\n";
        assert_eq!(people(canvas), [("4711".into(), some("Doe, Jane"), some("A, B"))]);
        let roster = Roster::of(canvas).expect("a roster");
        for id in ["4711", "N0042", "n0042", "jd17"] {
            assert_eq!(roster.find(id).map(|one| one.id.as_str()), Some("4711"), "{id}");
        }
        let brightspace = "OrgDefinedId,Username,Last Name,First Name,End-of-Line Indicator\n#0042,#jd17,Doe,Jane,#\n";
        assert_eq!(people(brightspace), [("0042".into(), some("Jane Doe"), None)]);
        let moodle = "\u{feff}Identifier;Full name;Email address;Status\nParticipant 815;Jane Doe;jd@x.org;x\n";
        assert_eq!(people(moodle), [("815".into(), some("Jane Doe"), None)]);
        assert_eq!(people("id\r\n007\r\n\r\n008\r\n"), [("007".into(), None, None), ("008".into(), None, None)]);
    }

    #[test]
    fn a_roster_that_cannot_be_right_is_refused() {
        let error = |text: &str| Roster::of(text).expect_err("a refusal").0;
        assert!(error("name\nJane\n").contains("no column of ids"));
        assert!(error("").contains("no column of ids"));
        assert_eq!(error("id,login\n1,a\n2,A\n"), "line 3 has the id `A`, which `1` has already");
    }
}

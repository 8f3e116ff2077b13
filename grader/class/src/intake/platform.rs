//! How platforms name what they let one download: the rule of each, and nothing else.
//!
//! | platform | one student's work is called |
//! |---|---|
//! | Canvas | `doejane_12345_678901_hw4.zip`, `doejane_LATE_12345_678901_hw4-1.zip`: name, user, upload, the student's own file name |
//! | Moodle | `Jane Doe_12345_assignsubmission_file_`, a folder, or with the file name behind it; also without the last `_` |
//! | Brightspace | `12345-678901 - Jane Doe - Oct 5, 2023 1159 PM`, a folder, or with ` - hw4.zip` behind it |
//! | none | `0042`, `0042.zip`: the id itself |

use serde::{Deserialize, Serialize};

/// Where a name comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Platform {
    /// Canvas by Instructure.
    Canvas,
    /// Moodle.
    Moodle,
    /// Brightspace by D2L.
    Brightspace,
    /// The name is the id.
    Id,
}

/// What a name says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// By which rule.
    pub platform: Platform,
    /// Whose work it is: text, with every leading zero.
    pub id: String,
    /// The student's name.
    pub name: Option<String>,
    /// The platform's number of this upload: later ones are larger.
    pub upload: Option<u64>,
    /// When it was handed in, on the clock of the course: `2023-10-05T23:59`.
    pub at: Option<String>,
    /// Does the platform say that it came late?
    pub late: bool,
    /// The file name that the student gave it.
    pub file: Option<String>,
}

/// What a name says, by the first rule that it follows.
pub fn read(name: &str) -> Named {
    moodle(name).or_else(|| brightspace(name)).or_else(|| canvas(name)).unwrap_or_else(|| by_id(name))
}

/// Is this an archive, by its name?
pub fn is_packed(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    PACKED.iter().any(|end| name.ends_with(end))
}

const PACKED: [&str; 8] = [".zip", ".tar", ".tar.gz", ".tgz", ".gz", ".7z", ".rar", ".tar.xz"];

fn by_id(name: &str) -> Named {
    let lower = name.to_ascii_lowercase();
    let end = PACKED.iter().filter(|end| lower.ends_with(*end)).map(|end| end.len()).max().unwrap_or(0);
    let (id, file) = (name[..name.len() - end].to_owned(), (end > 0).then(|| name.to_owned()));
    Named { platform: Platform::Id, id, name: None, upload: None, at: None, late: false, file }
}

fn canvas(name: &str) -> Option<Named> {
    let (person, rest) = name.split_once('_')?;
    let (late, rest) = match rest.strip_prefix("LATE_") {
        Some(rest) => (true, rest),
        None => (false, rest),
    };
    let (user, rest) = rest.split_once('_')?;
    let (upload, file) = rest.split_once('_')?;
    if person.is_empty() || file.is_empty() || !is_number(user) {
        return None;
    }
    Some(Named {
        platform: Platform::Canvas,
        id: user.to_owned(),
        name: Some(person.to_owned()),
        upload: Some(number(upload)?),
        at: None,
        late,
        file: Some(file.to_owned()),
    })
}

fn moodle(name: &str) -> Option<Named> {
    let (before, file) = name.split_once("_assignsubmission_file")?;
    let (person, id) = before.rsplit_once('_')?;
    let file = match file {
        "" | "_" => None,
        file => Some(file.strip_prefix('_')?.to_owned()),
    };
    is_number(id).then(|| Named {
        platform: Platform::Moodle,
        id: id.to_owned(),
        name: Some(person.to_owned()),
        upload: None,
        at: None,
        late: false,
        file,
    })
}

fn brightspace(name: &str) -> Option<Named> {
    let (numbers, rest) = name.split_once(" - ")?;
    let (user, upload) = numbers.split_once('-')?;
    if !is_number(user) {
        return None;
    }
    // a person's name may hold the separator, a time never does
    let mut from = 0;
    while let Some(found) = rest[from..].find(" - ") {
        let (person, behind) = (&rest[..from + found], &rest[from + found + 3..]);
        let (time, file) = behind.split_once(" - ").map_or((behind, None), |(time, file)| (time, Some(file)));
        if let Some(at) = spelled(time) {
            return Some(Named {
                platform: Platform::Brightspace,
                id: user.to_owned(),
                name: Some(person.to_owned()),
                upload: Some(number(upload)?),
                at: Some(at),
                late: false,
                file: file.map(str::to_owned),
            });
        }
        from += found + 3;
    }
    None
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn number(text: &str) -> Option<u64> {
    if is_number(text) { text.parse().ok() } else { None }
}

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// `Oct 5, 2023 1159 PM` and `5 October, 2023 1159 PM` as `2023-10-05T23:59`.
fn spelled(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    let [one, other, year, clock, half] = words.as_slice() else { return None };
    let (month, day) = if is_number(one) { (other, one) } else { (one, other) };
    let start = month.get(..3)?.to_ascii_lowercase();
    let month = MONTHS.iter().position(|known| *known == start)? + 1;
    let (day, year) = (number(day)?, number(year)?);
    let clock = number(&clock.replace(':', ""))?;
    let (hour, minute) = (clock / 100, clock % 100);
    let hour = match (half.to_ascii_uppercase().as_str(), hour) {
        ("AM", 12) => 0,
        ("AM", 1..=11) => hour,
        ("PM", 12) => 12,
        ("PM", 1..=11) => hour + 12,
        _ => return None,
    };
    let fits = (1..=31).contains(&day) && (1000..10_000).contains(&year) && minute < 60;
    fits.then(|| format!("{year}-{month:02}-{day:02}T{hour:02}:{minute:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(platform: Platform, id: &str, file: Option<&str>) -> Named {
        let file = file.map(str::to_owned);
        Named { platform, id: id.to_owned(), name: None, upload: None, at: None, late: false, file }
    }

    #[test]
    fn every_platform_is_read_by_its_own_rule() {
        use Platform::{Brightspace, Canvas, Id, Moodle};
        let by = |person: &str, upload, named: Named| Named { name: Some(person.to_owned()), upload, ..named };
        let at = |at: &str, named: Named| Named { at: Some(at.to_owned()), ..named };
        for (name, says) in [
            ("doejane_12345_678901_hw4.zip", by("doejane", Some(678_901), named(Canvas, "12345", Some("hw4.zip")))),
            (
                "doejane_LATE_0012_678901_jd_17_hw4-1.zip",
                Named { late: true, ..by("doejane", Some(678_901), named(Canvas, "0012", Some("jd_17_hw4-1.zip"))) },
            ),
            ("Jane Doe_12345_assignsubmission_file_", by("Jane Doe", None, named(Moodle, "12345", None))),
            (
                "Jane_Ann Doe_12345_assignsubmission_file_hw4.zip",
                by("Jane_Ann Doe", None, named(Moodle, "12345", Some("hw4.zip"))),
            ),
            (
                "12345-678 - Jane Doe - Oct 5, 2023 1159 PM",
                at("2023-10-05T23:59", by("Jane Doe", Some(678), named(Brightspace, "12345", None))),
            ),
            (
                "0123-678 - Ann - Lee - 5 October, 2023 1205 AM - hw - 4.zip",
                at("2023-10-05T00:05", by("Ann - Lee", Some(678), named(Brightspace, "0123", Some("hw - 4.zip")))),
            ),
            ("0042", named(Id, "0042", None)),
            ("jd17.tar.gz", named(Id, "jd17", Some("jd17.tar.gz"))),
            ("jane_doe", named(Id, "jane_doe", None)),
            ("jane_2_b_c", named(Id, "jane_2_b_c", None)),
            ("12-3 - Jane - soon", named(Id, "12-3 - Jane - soon", None)),
        ] {
            assert_eq!(read(name), says, "{name}");
        }
    }

    #[test]
    fn no_name_is_too_strange_to_be_read() {
        for name in ["", "_", "__", "___", " - ", "1-2 - ", "1-2 - a - ", "_assignsubmission_file", "é_1_é_é", ".zip"]
        {
            assert_eq!(read(name).platform, Platform::Id, "{name}");
        }
    }
}

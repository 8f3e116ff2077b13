//! Assignments: which exercises belong together, and how their points count.

use serde::Deserialize;
use toml::Spanned;

/// A named selection of exercises with points of its own.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assignment {
    /// For `--assignment`.
    pub name: Spanned<String>,
    /// For reports.
    pub title: String,
    /// At most this many points count.
    pub cap: Option<Spanned<u32>>,
    /// In the order of the sheet.
    #[serde(rename = "part")]
    pub parts: Vec<Part>,
}

/// One question of the sheet: some exercises, and the points that they share.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Its number on the sheet.
    pub name: String,
    /// For reports.
    pub title: String,
    /// What all of its exercises together are worth.
    pub points: Spanned<u32>,
    /// In the order in which a student should meet them.
    pub exercises: Vec<Spanned<String>>,
}

impl Assignment {
    /// The names of its exercises, with their places in the file.
    pub fn exercises(&self) -> impl Iterator<Item = &Spanned<String>> + Clone {
        self.parts.iter().flat_map(|part| &part.exercises)
    }

    /// What its parts are worth together, whatever the cap.
    pub fn printed(&self) -> u32 {
        self.parts.iter().map(|part| *part.points.get_ref()).sum()
    }

    /// What counts at most.
    pub fn max(&self) -> u32 {
        self.cap.as_ref().map_or(u32::MAX, |cap| *cap.get_ref()).min(self.printed())
    }
}

//! The folder of one exercise within a submission, what lies in it, and what is to be said of that.

use super::beneath::Fault;
use super::ground::Spot;
use super::walk::{Listing, MOST_ENTRIES, walk};
use judge::report::{FileRemark, Why};
use std::collections::BTreeMap;

/// One exercise's folder.
pub struct Place<'a> {
    /// The folder itself.
    pub spot: Spot<'a>,
    /// The folder below it; empty where the submission is this one exercise.
    pub inner: String,
    /// What lies there.
    pub listing: Listing,
    /// What is to be said.
    pub remarks: Vec<FileRemark>,
    /// Where each file was found, by its place in the exercise.
    pub origins: BTreeMap<String, String>,
}

impl<'a> Place<'a> {
    /// Looks into a folder.
    pub fn new(root: &Spot<'a>, inner: &str) -> Place<'a> {
        let spot = root.at(inner);
        let listing = walk(&spot, "src");
        let mut place = Place { spot, inner: inner.to_owned(), listing, remarks: vec![], origins: BTreeMap::new() };
        if place.listing.more {
            let folder = if inner.is_empty() { "the submission" } else { inner };
            place.remarks.push(FileRemark::Crowded { folder: folder.into(), most: MOST_ENTRIES });
        }
        place
    }

    /// A path below it as the report names it.
    pub fn shown(&self, path: &str) -> String {
        if self.inner.is_empty() { path.to_owned() } else { format!("{}/{path}", self.inner) }
    }

    /// Says where a file was found.
    pub fn found(&mut self, place: &str, path: &str) {
        let path = self.shown(path);
        self.origins.insert(place.to_owned(), path);
    }

    /// Says that something was not read.
    pub fn not_read(&mut self, path: &str, why: Why) {
        let path = self.shown(path);
        self.remarks.push(FileRemark::NotRead { path, why });
    }
}

impl From<Fault> for Why {
    fn from(fault: Fault) -> Why {
        match fault {
            Fault::Kind(kind) => Why::Kind { kind },
            Fault::System(error) => Why::System { what: error.to_string() },
            Fault::Absent => Why::System { what: "it is gone".into() },
        }
    }
}

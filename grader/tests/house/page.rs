//! The tables and paths of a page in Markdown.

use super::checkout;
use std::fs;

/// A page of the checkout.
pub struct Page {
    text: String,
}

impl Page {
    pub fn read(path: &str) -> Page {
        let text = fs::read_to_string(checkout().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
        Page { text }
    }

    /// The rows of the table whose head begins with this word, cell by cell.
    pub fn table(&self, head: &str) -> Vec<Vec<String>> {
        let mut lines = self.text.lines().skip_while(|line| !line.starts_with(&format!("| {head} |")));
        assert!(lines.next().is_some(), "there is no table of `{head}`");
        let rows = lines.skip(1).take_while(|line| line.starts_with('|'));
        rows.map(|row| row.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect()).collect()
    }

    /// Everything between backticks outside of fences.
    pub fn code(&self) -> Vec<String> {
        let prose = self.text.split("```").step_by(2);
        prose.flat_map(code).collect()
    }

    /// Where its links lead, but for those out of the checkout.
    pub fn links(&self) -> Vec<String> {
        let starts = self.text.match_indices("](").map(|(at, _)| &self.text[at + 2..]);
        let links = starts.filter_map(|rest| Some(rest[..rest.find(')')?].to_owned()));
        links.filter(|link| !link.contains("://")).collect()
    }
}

/// What stands between backticks.
pub fn code(text: &str) -> Vec<String> {
    text.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}
